//! LAW: lawful bases and purposes. A basis that is not recorded is expected; one that the record itself shows not to hold
//! is required.

use crate::finding::Level::{Expected, Required, Tidy};
use crate::law::{self, PublicAuthority};
use crate::model::{DocumentKind, LawCode, Purpose, Recorded, Status};

use super::case::{At, Case};
use super::hit::Hit;
use super::said_words;
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "LAW-basis",
        level: Expected,
        title: "A purpose has no lawful basis recorded",
        rests_on: "UK GDPR Article 6(1), Article 5(2), Article 13(1)(c); ICO: documenting your lawful basis",
        states: "Not recorded: a finding, except for what we do for others; POL-b makes it required where Schedule 1 paragraph 41 applies. None: LAW-basis-none finds it. Value: no finding.",
        looks_for: Gap("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_it = purpose.basis.is_not_recorded()
                    && lacks(&purpose.basis_published)
                    && purpose.only_if.is_none();
                is_it.then(|| {
                    case.hit(
                        format!("{path}.basis"),
                        format!("The lawful basis of “{}” is not recorded.", purpose.text),
                    )
                    .set("6/1/e")
                })
            })
        }),
    },
    Check {
        code: "LAW-basis-none",
        level: Required,
        title: "The record says that a purpose has no lawful basis",
        rests_on: "UK GDPR Article 6(1), Article 5(1)(a)",
        states: "Not recorded: no finding. None: a finding, except for what we do for others. Value: no finding.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"none\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/c\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_it = purpose.basis.is_none();
                is_it.then(|| {
                    case.hit(
                        format!("{path}.basis"),
                        format!("“{}” is recorded to have none.", purpose.text),
                    )
                    .set("6/1/e")
                })
            })
        }),
    },
    Check {
        code: "LAW-basis-words",
        level: Expected,
        title: "A published basis names no point of Article 6",
        rests_on: "UK GDPR Article 6(1), Article 13(1)(c)",
        states: "Not recorded: a finding, where words are published. None: LAW-basis-none finds it. Value: no finding.",
        looks_for: Gap("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis_published = \"to provide services\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis_published = \"to provide services\"\nbasis = \"6/1/e\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let published = purpose
                    .basis_published
                    .value()
                    .filter(|_| purpose.basis.is_not_recorded())?;
                Some(
                    case.hit(
                        format!("{path}.basis"),
                        format!(
                            "Which point of Article 6(1) is meant by “{published}” is not recorded."
                        ),
                    )
                    .set("6/1/e"),
                )
            })
        }),
    },
    Check {
        code: "LAW-only-if",
        level: Expected,
        title: "A condition is recorded and the basis it stands for is not",
        rests_on: "UK GDPR Article 6(1)(a), Article 7",
        states: "Not recorded: a finding; LAW-basis is then silent. None: LAW-basis-none finds it. Value: no finding.",
        looks_for: Gap("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To take part in research\"\nonly_if = \"we ask for your consent\"",
        passes: "[[activity.care.purpose]]\ntext = \"To take part in research\"\nonly_if = \"we ask for your consent\"\nbasis = \"6/1/a\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let only_if = purpose.only_if.as_ref().filter(|_| {
                    purpose.basis.is_not_recorded() && lacks(&purpose.basis_published)
                })?;
                let why = format!(
                    "“{}” is done only if {only_if}: such a condition is not yet a lawful basis.",
                    purpose.text
                );
                Some(case.hit(format!("{path}.basis"), why).set("6/1/a"))
            })
        }),
    },
    Check {
        code: "LAW-closed",
        level: Required,
        title: "A public authority relies on a basis that is closed to its tasks",
        rests_on: "UK GDPR Article 6(1), closing words: points (ea) and (f)",
        states: "Not recorded: no finding. None: no finding. Value: a finding, unless the purpose is recorded to be outside the tasks of the authority.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.shop]\ncontroller = \"council\"\n[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"\n[party.council]\nkind = \"public-authority\"",
        passes: "[activity.shop]\ncontroller = \"trust\"\n[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"\n[party.trust]\nkind = \"organisation\"",
        finds: Each(|case| {
            if !case.is_of_an_authority() {
                return Vec::new();
            }
            each_purpose(case, |path, purpose| {
                let basis = law::lawful_basis(purpose.basis.value()?.as_str())?;
                let is_closed = basis.public_authority == PublicAuthority::No
                    && basis.entry.in_force(case.view.on);
                let is_it = is_closed && purpose.outside_tasks != Recorded::Value(true);
                let why = format!(
                    "“{}” rests on {}, which a public authority cannot rely on in its tasks.",
                    purpose.text,
                    basis.entry.title.to_lowercase()
                );
                is_it.then(|| case.hit(format!("{path}.basis"), why).set("6/1/e"))
            })
        }),
    },
    Check {
        code: "LAW-enactment",
        level: Expected,
        title: "A basis that must be laid down in law cites none",
        rests_on: "UK GDPR Article 6(3); DPA 2018 sections 8 and 9A",
        states: "Not recorded: a finding. None: LAW-enactment-none finds it. Value: no finding.",
        looks_for: Gap("activity.purpose.enactments"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\nenactments = [\"Care Act 2014 s.18\"]",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_it = rests_on_law(purpose) && purpose.enactments.is_not_recorded();
                is_it.then(|| {
                    case.hit(
                        format!("{path}.enactments"),
                        format!(
                            "The enactment or rule of law behind “{}” is not recorded.",
                            purpose.text
                        ),
                    )
                    .advise(format!(
                        "name the enactment, as in `{path}.enactments+=\"Care Act 2014 s.18\"`"
                    ))
                })
            })
        }),
    },
    Check {
        code: "LAW-enactment-none",
        level: Required,
        title: "A public task or legal obligation is recorded to rest on no law",
        rests_on: "UK GDPR Article 6(3)",
        states: "Not recorded: no finding. None: a finding. Value: no finding.",
        looks_for: Fact("activity.purpose.enactments"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/c\"\nenactments = \"none\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/c\"\nenactments = [\"Care Act 2014 s.18\"]",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_it = rests_on_law(purpose) && purpose.enactments.is_none();
                is_it.then(|| case.hit(format!("{path}.enactments"), format!("“{}” needs a basis in law, and it is recorded that there is none.", purpose.text)).advise("name the enactment or rule of law in `enactments`, or record the lawful basis that applies"))
            })
        }),
    },
    Check {
        code: "LAW-repealed-words",
        level: Expected,
        title: "A provision is cited that is no longer in force",
        rests_on: "DUAA 2025 sections 70 to 87 and Schedules 6, 7 and 10; SI 2026/82",
        states: "Not recorded: no finding. None: no finding. Value: a finding from the day on which the provision is gone, and says what took its place.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"clinic\"\nground = \"Article 45 UK GDPR\"",
        passes: "[[activity.care.recipient]]\nto = \"clinic\"\nground = \"Article 45A UK GDPR\"",
        finds: Each(|case| {
            let cited = citing(case).into_iter();
            let gone = cited.filter_map(|(path, text)| {
                Some((path, said_words::repealed(text, case.view.on)?, text))
            });
            gone.map(|(path, now, text)| {
                let why = format!("“{text}” cites what is no longer in force; now: {now}.");
                case.hit(path, why)
                    .advise(format!("cite {now}, where that is what is meant"))
            })
            .collect()
        }),
    },
    Check {
        code: "LAW-recognised",
        level: Expected,
        title: "A recognised legitimate interest names no condition of Annex 1",
        rests_on: "UK GDPR Article 6(5), Annex 1",
        states: "Not recorded: a finding. None: a finding as required, as the basis does not hold without a condition. Value: no finding.",
        looks_for: Gap("activity.purpose.recognised_interest"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To keep a child from harm\"\nbasis = \"6/1/ea\"",
        passes: "[[activity.care.purpose]]\ntext = \"To keep a child from harm\"\nbasis = \"6/1/ea\"\nrecognised_interest = \"annex1/6\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let hit = case.lacking(
                    &purpose.recognised_interest,
                    &format!("{path}.recognised_interest"),
                    "Which condition of Annex 1 is met is not recorded.",
                    "It is recorded that no condition of Annex 1 is met.",
                );
                hit.filter(|_| is(&purpose.basis, "6/1/ea")).map(|hit| {
                    hit.set("annex1/6")
                        .level_if(purpose.recognised_interest.is_none(), Required)
                })
            })
        }),
    },
    Check {
        code: "LAW-interest",
        level: Expected,
        title: "The legitimate interest is not named",
        rests_on: "UK GDPR Article 6(1)(f), Article 13(1)(d), Article 14(2)(b)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.purpose.legitimate_interest"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"",
        passes: "[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"\nlegitimate_interest = \"Fewer thefts in our shop\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let hit = case.lacking(
                    &purpose.legitimate_interest,
                    &format!("{path}.legitimate_interest"),
                    "Which interest is pursued is not recorded.",
                    "It is recorded that no interest is pursued.",
                );
                hit.filter(|_| is(&purpose.basis, "6/1/f"))
                    .map(|hit| hit.advise("name it in `legitimate_interest` of the purpose"))
            })
        }),
    },
    Check {
        code: "LAW-lia",
        level: Expected,
        title: "No legitimate interests assessment is recorded",
        rests_on: "UK GDPR Article 6(1)(f), Article 5(2); ICO: legitimate interests assessment",
        states: "Not recorded: a finding. None: a finding. Value: no finding where one of the documents is such an assessment.",
        looks_for: Gap("activity.purpose.documents"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"",
        passes: "[[activity.shop.purpose]]\ntext = \"To keep thieves out of the shop\"\nbasis = \"6/1/f\"\ndocuments = [\"lia-shop\"]\n[document.lia-shop]\nkind = \"lia\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let mut documents = purpose
                    .documents
                    .items()
                    .iter()
                    .filter_map(|id| case.view.document(id));
                let is_it = is(&purpose.basis, "6/1/f")
                    && documents.all(|document| {
                        matches!(document.kind, Recorded::Value(kind) if kind != DocumentKind::Lia)
                            || document.kind.is_none()
                    });
                is_it.then(|| case.hit(format!("{path}.documents"), format!("No assessment of the interest behind “{}” is recorded.", purpose.text)).advise("record the assessment as a document of kind `lia`, and name it in `documents` of the purpose"))
            })
        }),
    },
    Check {
        code: "LAW-consent-record",
        level: Expected,
        title: "Consent is relied on and no record of consent is named",
        rests_on: "UK GDPR Article 7(1)",
        states: "Not recorded: a finding. None: a finding as required, as consent that cannot be demonstrated does not hold. Value: no finding.",
        looks_for: Gap("activity.consent"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"",
        passes: "[activity.news]\nconsent = [\"sign-up-forms\"]\n[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"",
        finds: Each(|case| {
            let is_explicit = case
                .conditions()
                .any(|(_, condition)| is(&condition.article_9, "9/2/a"));
            let is_for_a_transfer = case.flows().any(|placed| {
                placed
                    .flow
                    .transfer
                    .value()
                    .is_some_and(|transfer| is(&transfer.derogation, "49/1/a"))
            });
            let relies = is_explicit
                || is_for_a_transfer
                || case.bases().any(|basis| basis.as_str() == "6/1/a");
            let hit = case.lacking(
                &case.activity.consent,
                "consent",
                "Where consent is recorded is not recorded.",
                "It is recorded that there is no record of consent.",
            );
            hit.filter(|_| relies).map(|hit| hit.level_if(case.activity.consent.is_none(), Required).advise("record where consents are kept as a document of kind `consent-record`, and name it in `consent`")).into_iter().collect()
        }),
    },
    Check {
        code: "LAW-wrong-interest",
        level: Tidy,
        title: "An interest is named that the basis does not use",
        rests_on: "UK GDPR Article 6(1)(ea) and (f)",
        states: "Not recorded: no finding. None: no finding. Value: a finding.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\nlegitimate_interest = \"Good care\"",
        passes: "[[activity.shop.purpose]]\ntext = \"To keep thieves out\"\nbasis = \"6/1/f\"\nlegitimate_interest = \"Fewer thefts\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_other = |code: &str| {
                    purpose
                        .basis
                        .value()
                        .is_some_and(|basis| basis.as_str() != code)
                };
                let field = match () {
                    () if !lacks(&purpose.legitimate_interest) && is_other("6/1/f") => {
                        "legitimate_interest"
                    }
                    () if !lacks(&purpose.recognised_interest) && is_other("6/1/ea") => {
                        "recognised_interest"
                    }
                    () => return None,
                };
                Some(
                    case.hit(
                        format!("{path}.{field}"),
                        format!("“{}” rests on another basis.", purpose.text),
                    )
                    .set(super::NOT_RECORDED),
                )
            })
        }),
    },
    Check {
        code: "LAW-consent-authority",
        level: Expected,
        title: "A public authority relies on consent",
        rests_on: "UK GDPR Article 4(1)(11), Article 7(4), recital 43",
        states: "Not recorded: no finding. None: no finding. Value: a finding once for each purpose that names no condition; a waiver with the answer settles it.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ncontroller = \"council\"\n[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/a\"\n[party.council]\nkind = \"public-authority\"",
        passes: "[activity.news]\ncontroller = \"council\"\n[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"\nonly_if = \"you sign up\"\n[party.council]\nkind = \"public-authority\"",
        finds: Each(|case| {
            each_purpose(case, |path, purpose| {
                let is_it = case.is_of_an_authority()
                    && is(&purpose.basis, "6/1/a")
                    && purpose.only_if.is_none();
                is_it.then(|| case.hit(format!("{path}.basis"), format!("“{}” rests on consent: is the choice free, and what happens to those who say no?", purpose.text)).advise(format!("say on what condition it is done in `{path}.only_if`, or record the basis that applies")))
            })
        }),
    },
    Check {
        code: "LAW-vital",
        level: Tidy,
        title: "Vital interests are the only basis of a standing service",
        rests_on: "UK GDPR Article 6(1)(d), recital 46",
        states: "Not recorded: no finding. None: no finding. Value: a finding where every purpose of an active entry rests on it.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\nstatus = \"active\"\n[[activity.care.purpose]]\ntext = \"To save lives\"\nbasis = \"6/1/d\"",
        passes: "[activity.care]\nstatus = \"active\"\n[[activity.care.purpose]]\ntext = \"To save lives\"\nbasis = \"6/1/e\"",
        finds: Each(|case| {
            let hit = (case.activity.status == Recorded::Value(Status::Active)
                && !case.activity.purpose.items().is_empty()
                && case
                    .activity
                    .purpose
                    .items()
                    .iter()
                    .all(|purpose| is(&purpose.basis, "6/1/d")))
            .then(|| {
                case.hit("purpose", "Every purpose rests on vital interests.")
                    .advise("record the task or duty on which the service rests")
            });
            hit.into_iter().collect()
        }),
    },
];

/// What a rule says of each purpose on which the organisation decides, and so on its basis.
fn each_purpose(case: &Case<'_, '_>, find: impl Fn(At, &Purpose) -> Option<Hit>) -> Vec<Hit> {
    case.purposes_decided()
        .filter_map(|(path, purpose)| find(path, purpose))
        .collect()
}

/// Whether a field holds this code.
pub(super) fn is(field: &Recorded<LawCode>, code: &str) -> bool {
    field.value().is_some_and(|held| held.as_str() == code)
}

/// Whether the basis of a purpose must be laid down in law.
fn rests_on_law(purpose: &Purpose) -> bool {
    let basis = purpose
        .basis
        .value()
        .and_then(|code| law::lawful_basis(code.as_str()));
    basis.is_some_and(|basis| basis.rests_on_law)
}

/// The texts of an activity that cite the law, with their places.
fn citing<'r>(case: &Case<'_, 'r>) -> Vec<(String, &'r str)> {
    let mut texts: Vec<(String, &str)> = Vec::new();
    for (path, purpose) in case.purposes() {
        let enactments = super::case::placed("enactments", purpose.enactments.items());
        texts.extend(enactments.map(|(place, text)| (format!("{path}.{place}"), text.as_str())));
        texts.extend(
            purpose
                .basis_published
                .value()
                .map(|text| (format!("{path}.basis_published"), text.as_str())),
        );
    }
    for (path, condition) in case.conditions() {
        texts.extend(
            condition
                .published
                .value()
                .map(|text| (format!("{path}.published"), text.as_str())),
        );
    }
    for (path, basis) in case.offence_bases() {
        texts.extend(
            basis
                .published
                .value()
                .map(|text| (format!("{path}.published"), text.as_str())),
        );
        texts.extend(
            basis
                .official_authority
                .value()
                .map(|text| (format!("{path}.official_authority"), text.as_str())),
        );
    }
    for placed in case.flows() {
        texts.extend(
            placed
                .flow
                .ground
                .value()
                .map(|text| (format!("{}.ground", placed.path), text.as_str())),
        );
    }
    let rules = super::case::placed("retention", case.activity.retention.items());
    texts.extend(rules.filter_map(|(path, rule)| {
        Some((
            format!("{path}.authority"),
            rule.authority.value()?.as_str(),
        ))
    }));
    texts
}
