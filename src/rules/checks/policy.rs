//! OFF: data on offences, and POL: the appropriate policy document and Schedule 1 paragraph 41.

use std::collections::BTreeSet;

use crate::finding::Level::{Expected, Required, Tidy};
use crate::law::{self, PolicyDocument, WhyNotConsent};
use crate::model::{
    DataId, DocumentId, DocumentKind, LawCode, OffenceBasis, Recorded, day_in_words,
};

use super::case::{At, Case};
use super::hit::Hit;
use super::law_bases::is;
use super::routes::is_old;
use super::special::{covers, is_read_by_paragraph_41, names_uncovered, uncovered};
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "OFF-basis",
        level: Expected,
        title: "Offence data is held and nothing is recorded that allows it",
        rests_on: "UK GDPR Article 10(1); DPA 2018 section 10(4) and (5)",
        states: "Not recorded: a finding. None: OFF-basis-none finds it. Value: a finding for what is left over.",
        looks_for: Gap("activity.offence_basis"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        passes: "[activity.care]\ndata = [\"offences\"]\n[[activity.care.offence_basis]]\ndata = [\"offences\"]\n[data.offences]\nclass = \"criminal-offence\"",
        finds: Each(|case| {
            let offences = case.carried_or_held().filter(|id| case.view.is_offence(id));
            let left = uncovered(case, offences, &case.activity.offence_basis);
            let hit = (!left.is_empty() && !case.activity.offence_basis.is_none()).then(|| {
                let why = format!(
                    "What allows {} is not recorded.",
                    names_uncovered(case, &left)
                );
                case.hit("offence_basis", why)
                    .add("offence_basis", &[("route", "official-authority")])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "OFF-basis-none",
        level: Required,
        title: "The record says that nothing allows the offence data it holds",
        rests_on: "UK GDPR Article 10(1)",
        states: "Not recorded: no finding. None: a finding. Value: no finding.",
        looks_for: Fact("data.class"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"offences\"]\noffence_basis = \"none\"\n[data.offences]\nclass = \"criminal-offence\"",
        passes: "[activity.care]\ndata = [\"address\"]\noffence_basis = \"none\"\n[data.address]\nclass = \"personal\"",
        finds: Each(|case| {
            let offences: Vec<&DataId> =
                case.held().filter(|id| case.view.is_offence(id)).collect();
            if offences.is_empty() {
                return Vec::new();
            }
            if case.activity.offence_basis.is_none() {
                let why = format!(
                    "It is recorded that nothing allows it, and {}.",
                    case.view.names_and(offences, ["is held", "are held"])
                );
                return vec![case.hit("offence_basis", why).set("not-recorded")];
            }
            let n_all = case.activity.offence_basis.items().len();
            let denied = case.offence_bases().filter(|(_, basis)| {
                basis.route.is_none()
                    && offences
                        .iter()
                        .any(|id| covers(case, id, &basis.data, n_all))
            });
            denied.map(|(path, _)| case.hit(format!("{path}.route"), "It is recorded that there is neither official authority nor a condition of Schedule 1.").set("official-authority")).collect()
        }),
    },
    Check {
        code: "OFF-route",
        level: Expected,
        title: "It is not recorded how offence data is allowed",
        rests_on: "UK GDPR Article 10(1); DPA 2018 section 10(4) and (5)",
        states: "Not recorded: a finding. None: OFF-basis-none finds it. Value: no finding.",
        looks_for: Gap("activity.offence_basis.route"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.offence_basis]]\npublished = \"Safeguarding\"",
        passes: "[[activity.care.offence_basis]]\nroute = \"schedule-1\"",
        finds: Each(|case| {
            each(case, |path, basis| {
                basis.route.is_not_recorded().then(|| case.hit(format!("{path}.route"), "Whether it is official authority or a condition of Schedule 1 is not recorded.").set("official-authority"))
            })
        }),
    },
    Check {
        code: "OFF-authority",
        level: Expected,
        title: "Official authority is relied on and not named",
        rests_on: "UK GDPR Article 10(1)",
        states: "Not recorded: a finding. None: a finding as required. Value: no finding.",
        looks_for: Gap("activity.offence_basis.official_authority"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.offence_basis]]\nroute = \"official-authority\"",
        passes: "[[activity.care.offence_basis]]\nroute = \"official-authority\"\nofficial_authority = \"Children Act 1989 s.47\"",
        finds: Each(|case| {
            each(case, |path, basis| {
                let hit = case.lacking(
                    &basis.official_authority,
                    &format!("{path}.official_authority"),
                    "Which authority it is is not recorded.",
                    "It is recorded that there is no such authority.",
                );
                hit.filter(|_| is(&basis.route, "official-authority"))
                    .map(|hit| {
                        hit.level_if(basis.official_authority.is_none(), Required)
                            .set("Children Act 1989 s.47")
                    })
            })
        }),
    },
    Check {
        code: "OFF-schedule",
        level: Expected,
        title: "The condition of Schedule 1 for offence data is not recorded",
        rests_on: "DPA 2018 section 10(5)",
        states: "Not recorded: a finding. None: a finding as required. Value: no finding; any paragraph of Parts 1 to 3 will do.",
        looks_for: Gap("activity.offence_basis.schedule_1"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.offence_basis]]\nroute = \"schedule-1\"",
        passes: "[[activity.care.offence_basis]]\nroute = \"schedule-1\"\nschedule_1 = \"sch1/para6\"",
        finds: Each(|case| {
            each(case, |path, basis| {
                let hit = case.lacking(
                    &basis.schedule_1,
                    &format!("{path}.schedule_1"),
                    "Which paragraph is relied on is not recorded.",
                    "It is recorded that no paragraph applies.",
                );
                let is_it = is(&basis.route, "schedule-1") && lacks(&basis.policy);
                hit.filter(|_| is_it).map(|hit| {
                    hit.level_if(basis.schedule_1.is_none(), Required)
                        .set("sch1/para6")
                })
            })
        }),
    },
    Check {
        code: "OFF-why-not-consent",
        level: Expected,
        title: "It is not recorded why offence data is used without consent",
        rests_on: "DPA 2018 Schedule 1, as for special category data",
        states: "Not recorded: a finding. None: a finding as required where the paragraph always asks. Value: no finding.",
        looks_for: Gap("activity.offence_basis.why_not_consent"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.offence_basis]]\nschedule_1 = \"sch1/para10\"",
        passes: "[[activity.care.offence_basis]]\nschedule_1 = \"sch1/para10\"\nwhy_not_consent = \"asking would warn those concerned\"",
        finds: Each(|case| {
            each(case, |path, basis| {
                let paragraph = law::schedule_1(basis.schedule_1.value()?.as_str())?;
                let always = match paragraph.why_not_consent() {
                    WhyNotConsent::No => return None,
                    WhyNotConsent::Yes => true,
                    WhyNotConsent::When(_) => false,
                };
                let hit = case.lacking(&basis.why_not_consent, &format!("{path}.why_not_consent"),
                &format!("{} is built on not having consent, and why is not recorded.", paragraph.entry.title),
                &format!("{} is built on not having consent, and it is recorded that there is no reason.", paragraph.entry.title));
                hit.map(|hit| {
                    hit.level_if(always && basis.why_not_consent.is_none(), Required)
                        .advise(format!("say why in `{path}.why_not_consent`"))
                })
            })
        }),
    },
    Check {
        code: "POL-a",
        level: Required,
        title: "Which Schedule 1 condition is relied on is not in the record",
        rests_on: "DPA 2018 Schedule 1 paragraph 41(a)",
        states: "Not recorded: a finding for points (b) and (g), and for offence data where a policy document is recorded. None: a finding. Value: no finding.",
        looks_for: Gap("activity.condition.schedule_1"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\narticle_9 = \"9/2/g\"",
        passes: "[[activity.care.condition]]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para6\"",
        finds: Each(|case| {
            let open = reliances(case)
                .into_iter()
                .filter(|relied| lacks(relied.schedule_1) && relied.needs_a_paragraph);
            open.map(|relied| {
                case.hit(
                    format!("{}.schedule_1", relied.path),
                    "The paragraph of Schedule 1 is to be in the record of what rests on it.",
                )
                .set("sch1/para6")
            })
            .collect()
        }),
    },
    Check {
        code: "POL-b",
        level: Required,
        title: "How the processing satisfies Article 6 is not in the record",
        rests_on: "DPA 2018 Schedule 1 paragraph 41(b)",
        states: "Not recorded: a finding. None: LAW-basis-none finds it. Value: no finding.",
        looks_for: Gap("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\n[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\n[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"",
        finds: Each(|case| {
            let relied: Vec<Reliance<'_>> = reliances(case)
                .into_iter()
                .filter(Reliance::needs_a_policy)
                .collect();
            if relied.is_empty() {
                return Vec::new();
            }
            if lacks(&case.activity.purpose) {
                return vec![
                    case.hit(
                        "purpose",
                        "A condition needs a policy document, and no purpose is recorded.",
                    )
                    .add("purpose", &[("text", "what it is for"), ("basis", "6/1/e")]),
                ];
            }
            let is_served = |id: Option<&String>| {
                relied.iter().any(|relied| {
                    relied
                        .purposes
                        .value()
                        .is_none_or(|ids| id.is_some_and(|id| ids.contains(id)))
                })
            };
            let open = case.purposes_decided().filter(|(_, purpose)| {
                purpose.basis.is_not_recorded() && is_served(purpose.id.as_ref())
            });
            open.map(|(path, purpose)| case.hit(format!("{path}.basis"), format!("The lawful basis of “{}” is to be in the record, as a condition that needs a policy document is relied on.", purpose.text)).set("6/1/e")).collect()
        }),
    },
    Check {
        code: "POL-c",
        level: Required,
        title: "Whether data is kept and erased by the policy is not in the record",
        rests_on: "DPA 2018 Schedule 1 paragraph 41(c)",
        states: "Not recorded: a finding. None: a finding, as yes or no is asked. Value: no finding.",
        looks_for: Gap("activity.condition.erased_by_policy"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"",
        passes: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"\nerased_by_policy = true",
        finds: Each(|case| {
            let open = reliances(case)
                .into_iter()
                .filter(|relied| relied.needs_a_policy() && lacks(relied.erased_by_policy));
            open.map(|relied| {
                case.hit(
                    format!("{}.erased_by_policy", relied.path),
                    "Whether data is kept and erased as the policy document says is not recorded.",
                )
                .set(true)
            })
            .collect()
        }),
    },
    Check {
        code: "POL-c-reasons",
        level: Required,
        title: "The policy is not followed and no reason is recorded",
        rests_on: "DPA 2018 Schedule 1 paragraph 41(c)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.condition.why_not_by_policy"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\nerased_by_policy = false",
        passes: "[[activity.care.condition]]\nerased_by_policy = false\nwhy_not_by_policy = \"The inquiry asked us to keep it\"",
        finds: Each(|case| {
            let open = reliances(case).into_iter().filter(|relied| {
                *relied.erased_by_policy == Recorded::Value(false)
                    && lacks(relied.why_not_by_policy)
            });
            open.map(|relied| {
                let path = format!("{}.why_not_by_policy", relied.path);
                case.hit(path.clone(), "Data is not kept and erased as the policy document says, and why is not recorded.").advise(format!("say why in `{path}`"))
            }).collect()
        }),
    },
    Check {
        code: "POL-document",
        level: Expected,
        title: "No appropriate policy document is recorded",
        rests_on: "DPA 2018 Schedule 1 paragraphs 5(1) and 39; 10(2) and 27(3) for the exceptions",
        states: "Not recorded: a finding. None: a finding as required, except for paragraphs 10 and 27, as the condition is met only if there is one. Value: no finding.",
        looks_for: Gap("activity.condition.policy"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"",
        passes: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"\npolicy = \"apd-childrens-services\"",
        finds: Each(|case| {
            let open = reliances(case)
                .into_iter()
                .filter(|relied| relied.needs_a_policy() && lacks(relied.policy));
            open.map(|relied| {
                let except = relied.paragraph().map(law::Paragraph::needs_policy_document);
                let (always, words) = match except {
                    Some(PolicyDocument::YesExcept(words)) => (false, format!(" None is needed for {words}.")),
                    _ => (true, String::new()),
                };
                let why = match relied.policy.is_none() {
                    true => format!("It is recorded that there is none, and the condition is met only if there is one.{words}"),
                    false => format!("Which document it is is not recorded.{words}"),
                };
                case.hit(format!("{}.policy", relied.path), why).level_if(always && relied.policy.is_none(), Required)
                    .advise("record it as a document of kind `appropriate-policy-document`, and name it in `policy`")
            }).collect()
        }),
    },
    Check {
        code: "POL-kind",
        level: Tidy,
        title: "The policy named is not an appropriate policy document",
        rests_on: "DPA 2018 Schedule 1 paragraph 39",
        states: "Not recorded: of the kind of the document: no finding. None: a finding. Value: a finding on another kind.",
        looks_for: Fact("document.kind"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\npolicy = \"care-notice\"\n[document.care-notice]\nkind = \"notice\"",
        passes: "[[activity.care.condition]]\npolicy = \"apd\"\n[document.apd]\nkind = \"appropriate-policy-document\"",
        finds: Each(|case| {
            let named = reliances(case).into_iter().filter_map(|relied| {
                Some((relied.path, case.view.document(relied.policy.value()?)?))
            });
            let other = named.filter(|(_, document)| {
                document.kind.is_none()
                    || document
                        .kind
                        .value()
                        .is_some_and(|kind| *kind != DocumentKind::AppropriatePolicyDocument)
            });
            other
                .map(|(path, document)| {
                    case.hit(
                        format!("{path}.policy"),
                        format!(
                            "“{}” is recorded as a document of another kind.",
                            document.name
                        ),
                    )
                    .advise("correct its kind, or name the policy document")
                })
                .collect()
        }),
    },
    Check {
        code: "POL-old",
        level: Expected,
        title: "The appropriate policy document is old or has run out, or its age is not recorded",
        rests_on: "DPA 2018 Schedule 1 paragraphs 39 and 40(1)(b)",
        states: "Not recorded: of the day it was made: a finding, as nobody can tell how old it is. None: the same. Value: a finding where the last day it is good for is over, as required, or it was made more than 24 months ago; a day of review to come settles the age.",
        looks_for: Gap("document.dated"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"\npolicy = \"apd\"\n[document.apd]\ndated = \"2019-05-01\"",
        passes: "[[activity.care.condition]]\nschedule_1 = \"sch1/para6\"\npolicy = \"apd\"\n[document.apd]\ndated = \"2026-03-01\"",
        finds: Each(|case| {
            let on = case.view.on;
            let named = reliances(case)
                .into_iter()
                .filter_map(|relied| relied.policy.value());
            let named: BTreeSet<&DocumentId> = named.collect();
            let old = named.into_iter().filter_map(|id| {
                let document = case.view.document(id)?;
                let name = &document.name;
                let is_to_be_reviewed = document.review.value().is_some_and(|day| *day >= on);
                let hit = |path, why| Hit::at(id.reference(), path, why);
                match (document.expires.value(), document.dated.value()) {
                    (Some(last), _) if *last < on => {
                        let why = format!("“{name}” was good until {}.", day_in_words(*last));
                        let hit = hit("expires", why).level(Required);
                        Some(hit.advise("review it, and record the new last day in `expires`"))
                    }
                    _ if is_to_be_reviewed => None,
                    (_, Some(dated)) if is_old(*dated, on, 24) => {
                        let why = format!(
                            "“{name}” was made on {}, and no review to come is recorded.",
                            day_in_words(*dated)
                        );
                        Some(
                            hit("dated", why).advise(
                                "review it from time to time: record the next day in `review`",
                            ),
                        )
                    }
                    (_, Some(_)) => None,
                    (_, None) => {
                        let why = format!(
                            "When “{name}” was made is not recorded, nor when it is to be reviewed."
                        );
                        Some(hit("dated", why).set(on.to_string()))
                    }
                }
            });
            old.collect()
        }),
    },
];

fn each(case: &Case<'_, '_>, find: impl Fn(At, &OffenceBasis) -> Option<Hit>) -> Vec<Hit> {
    case.offence_bases()
        .filter_map(|(path, basis)| find(path, basis))
        .collect()
}

/// What a condition and a basis for data on offences say of the paragraph of Schedule 1 that they rely on.
struct Reliance<'r> {
    path: At,
    schedule_1: &'r Recorded<LawCode>,
    purposes: &'r Recorded<Vec<String>>,
    policy: &'r Recorded<DocumentId>,
    erased_by_policy: &'r Recorded<bool>,
    why_not_by_policy: &'r Recorded<String>,
    /// Whether the record of it must name the paragraph.
    needs_a_paragraph: bool,
}

fn reliances<'r>(case: &Case<'_, 'r>) -> Vec<Reliance<'r>> {
    let conditions = case.conditions().map(|(path, it)| Reliance {
        path,
        schedule_1: &it.schedule_1,
        purposes: &it.purposes,
        policy: &it.policy,
        erased_by_policy: &it.erased_by_policy,
        why_not_by_policy: &it.why_not_by_policy,
        needs_a_paragraph: it
            .article_9
            .value()
            .is_some_and(|point| is_read_by_paragraph_41(point.as_str())),
    });
    let bases = case.offence_bases().map(|(path, it)| Reliance {
        path,
        schedule_1: &it.schedule_1,
        purposes: &it.purposes,
        policy: &it.policy,
        erased_by_policy: &it.erased_by_policy,
        why_not_by_policy: &it.why_not_by_policy,
        // Which paragraphs of Part 3 need one is not known before the paragraph is.
        needs_a_paragraph: is(&it.route, "schedule-1") && it.policy.value().is_some(),
    });
    conditions.chain(bases).collect()
}

impl Reliance<'_> {
    fn paragraph(&self) -> Option<&'static law::Paragraph> {
        law::schedule_1(self.schedule_1.value()?.as_str())
    }

    /// Whether the paragraph needs an appropriate policy document. Of paragraph 36 that depends on what it extends, which
    /// no field says.
    fn needs_a_policy(&self) -> bool {
        let needs = self.paragraph().map(law::Paragraph::needs_policy_document);
        matches!(
            needs,
            Some(PolicyDocument::Yes | PolicyDocument::YesExcept(_))
        )
    }
}
