//! NOT: privacy notices and rights.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Required};
use crate::law::{self, Availability};
use crate::model::{Date, Document, End, FlowKind, NoticeElement, Recorded};

use super::case::Case;
use super::hit::Hit;
use super::view::{lacks, listed};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

/// The first day of the right to complain to the controller.
const COMPLAINTS: Date = Date::constant(2026, 6, 19);

const TO_US: &str = "dpa2018:s164A";
const TO_THE_REGULATOR: &str = "dpa2018:s165";

pub(super) static RULES: &[Check] = &[
    Check {
        code: "NOT-notice",
        level: Expected,
        title: "No privacy notice is named",
        rests_on: "UK GDPR Articles 13, 14 and 12(1)",
        states: "Not recorded: a finding. None: a finding as required; Articles 13(4) and 14(5) have the exceptions. Value: no finding.",
        looks_for: Gap("activity.notices"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nnotices = [\"care-notice\"]",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.notices,
                "notices",
                "By which notice people are told is not recorded.",
                "It is recorded that people are told by no notice.",
            );
            hit.map(|hit| match case.view.notice() {
                Some(id) => hit.add_to("notices", id.as_str()),
                None => hit.advise("record the notice as a document of kind `notice`, and name it in `notices`"),
            }.level_if(case.activity.notices.is_none(), Required)).into_iter().collect()
        }),
    },
    Check {
        code: "NOT-dated",
        level: Expected,
        title: "No date of a notice is recorded",
        rests_on: "UK GDPR Article 13(3), Article 14(4); ICO: privacy information review",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("document.dated"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nnotices = [\"care-notice\"]",
        passes: "[activity.care]\nnotices = [\"care-notice\"]\n[document.care-notice]\ndated = \"2026-07-01\"",
        finds: Each(|case| {
            let named = case.activity.notices.items().iter();
            let named = named.filter_map(|id| Some((id, case.view.document(id)?)));
            let undated = named.filter(|(_, document)| lacks(&document.dated));
            undated.map(|(id, document)| {
                let why = format!("When “{}” was made is not recorded, so nobody can tell whether it is older than the record.", document.name);
                Hit::at(id.reference(), "dated", why).set(case.view.on.to_string())
            }).collect()
        }),
    },
    Check {
        code: "NOT-complaint",
        level: Expected,
        title: "It is not recorded that the notice tells people that they can complain to us",
        rests_on: "UK GDPR Article 13(2)(ca), Article 14(2)(da); DPA 2018 section 164A, in force 19 June 2026 (SI 2026/82)",
        states: "Not recorded: a finding where the notice is undated or older than 19 June 2026. None: a finding. Value: a finding where the rights as published do not list it and no notice is recorded to cover it.",
        looks_for: Gap("document.covers"),
        over: Over::Controllers,
        from: Some(COMPLAINTS),
        trips: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.rights]]\nright = \"15\"",
        passes: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.rights]]\nright = \"dpa2018:s164A\"",
        finds: Each(|case| {
            let notices = notices(case);
            if notices.is_empty() || tells(case, &notices, TO_US, NoticeElement::Complaint) {
                return Vec::new();
            }
            let is_newer = |document: &&Document| {
                document
                    .dated
                    .value()
                    .is_some_and(|dated| *dated >= COMPLAINTS)
            };
            let is_unknown = case.activity.rights.is_not_recorded();
            if is_unknown && notices.iter().all(is_newer) {
                return Vec::new();
            }
            let why = match (is_unknown, notices.iter().all(is_newer)) {
                (true, _) => {
                    "Which rights the notice tells of is not recorded, and it is undated or older than 19 June 2026."
                }
                (_, false) => {
                    "The rights as published do not name it; the notice is undated or older than 19 June 2026."
                }
                _ => "The rights as published do not name it.",
            };
            vec![case.hit("rights", why).add("rights", &[("right", TO_US)])]
        }),
    },
    Check {
        code: "NOT-regulator",
        level: Expected,
        title: "It is not recorded that the notice tells people that they can complain to the regulator",
        rests_on: "UK GDPR Article 13(2)(d), Article 14(2)(e); DPA 2018 section 165",
        states: "Not recorded: no finding. None: a finding. Value: a finding where the rights as published do not list it and no notice is recorded to cover it.",
        looks_for: Fact("activity.rights"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.rights]]\nright = \"15\"",
        passes: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.rights]]\nright = \"dpa2018:s165\"",
        finds: Each(|case| {
            let notices = notices(case);
            let was_77 = case.view.on < COMPLAINTS && publishes(case, "77");
            let is_told =
                was_77 || tells(case, &notices, TO_THE_REGULATOR, NoticeElement::Regulator);
            let is_it = !notices.is_empty() && !case.activity.rights.is_not_recorded() && !is_told;
            let hit = is_it.then(|| {
                case.hit("rights", "The rights as published do not name it.")
                    .add("rights", &[("right", TO_THE_REGULATOR)])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-missing-right",
        level: Expected,
        title: "A right that people have is not recorded to be in the notice",
        rests_on: "UK GDPR Article 13(2)(b) and (c), Article 14(2)(c) and (d), Article 21(4)",
        states: "Not recorded: no finding. None: no finding. Value: a finding with the rights that follow from the bases recorded.",
        looks_for: Fact("activity.rights"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\n[[activity.care.rights]]\nright = \"15\"",
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\n[[activity.care.rights]]\nright = \"13\"\n[[activity.care.rights]]\nright = \"15\"\n[[activity.care.rights]]\nright = \"16\"\n[[activity.care.rights]]\nright = \"18\"\n[[activity.care.rights]]\nright = \"21\"",
        finds: Each(|case| {
            if case.activity.rights.items().is_empty() {
                return Vec::new();
            }
            let mut missing: BTreeMap<&str, (String, String)> = BTreeMap::new();
            for (basis, under) in rights_under(case) {
                let code = under.right.code.as_str();
                let is_one_of_two = ["13", "14"].contains(&code)
                    && (publishes(case, "13") || publishes(case, "14"));
                let has_rules_of_its_own =
                    ["19", TO_US, TO_THE_REGULATOR, "77"].contains(&code) || code.starts_with("22");
                if under.availability == Availability::Yes
                    && !publishes(case, code)
                    && !is_one_of_two
                    && !has_rules_of_its_own
                {
                    let said = under.right.title_on(case.view.on).to_owned();
                    missing.entry(code).or_insert((said, basis.to_owned()));
                }
            }
            let first = missing
                .keys()
                .next()
                .copied()
                .unwrap_or_default()
                .to_owned();
            let said: Vec<String> = missing
                .into_values()
                .map(|(said, basis)| format!("{said}, by {}", basis_in_words(&basis)))
                .collect();
            let hit = (!said.is_empty()).then(|| {
                case.hit(
                    "rights",
                    format!("Not among the rights as published: {}.", listed(&said)),
                )
                .add("rights", &[("right", &first)])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-excess-right",
        level: Expected,
        title: "The notice promises a right that does not follow from the bases",
        rests_on: "UK GDPR Article 12(1), Article 13(2)(b)",
        states: "Not recorded: no finding, also where a purpose has no basis. None: no finding. Value: a finding on a right that people do not have under any basis recorded.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"\nbasis = \"6/1/e\"\n[[activity.care.rights]]\nright = \"20\"",
        passes: "[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"\n[[activity.news.rights]]\nright = \"20\"",
        finds: Each(|case| {
            let purposes = case.activity.purpose.items();
            if purposes.is_empty() || purposes.iter().any(|purpose| lacks(&purpose.basis)) {
                return Vec::new();
            }
            let under = rights_under(case);
            let excess = super::case::placed("rights", case.activity.rights.items()).filter_map(|(path, published)| {
                let mut rows = under.iter().filter(|(_, under)| under.right.code == published.right.as_str()).peekable();
                let right = rows.peek()?.1.right;
                rows.all(|(_, under)| under.availability == Availability::No).then(|| {
                    case.hit(path, format!("“{}” is published, and people have it under none of the bases recorded.", right.title_on(case.view.on))).advise("correct the notice and the rights as published, or the lawful basis")
                })
            });
            excess.collect()
        }),
    },
    Check {
        code: "NOT-14",
        level: Expected,
        title: "Data comes from others and the notice is not said to cover that",
        rests_on: "UK GDPR Article 14(1)(d), 14(2)(f) and 14(3)",
        states: "Not recorded: no finding, where neither what the notice covers nor the rights as published are recorded. None: no finding. Value: a finding where the notice is not recorded to name the categories and the sources, or the rights as published name Article 13 and not 14.",
        looks_for: Fact("activity.source"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.source]]\nfrom = \"nhs\"\n[[activity.care.rights]]\nright = \"13\"",
        passes: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.source]]\nfrom = \"nhs\"\n[[activity.care.rights]]\nright = \"13\"\n[document.care-notice]\ncovers = [\"sources\", \"data\"]",
        finds: Each(|case| {
            let notices = notices(case);
            let outside = case.flows_of(FlowKind::Source).filter_map(|placed| {
                match placed.flow.from.as_ref()? {
                    End::Party(id) if case.is_outside(id) => Some(case.view.name(&id).to_owned()),
                    End::Activity(id) => Some(case.view.name(&id).to_owned()),
                    _ => None,
                }
            });
            let outside: BTreeSet<String> = outside.collect();
            if notices.is_empty() || outside.is_empty() {
                return Vec::new();
            }
            let covered: Vec<NoticeElement> = notices
                .iter()
                .filter_map(|notice| notice.covers.value())
                .flatten()
                .copied()
                .collect();
            let is_recorded = notices
                .iter()
                .any(|notice| !notice.covers.is_not_recorded());
            let asked = [
                (NoticeElement::Data, "the categories of that data"),
                (NoticeElement::Sources, "where it comes from"),
            ];
            let left: Vec<String> = asked
                .into_iter()
                .filter(|(element, _)| !covered.contains(element))
                .map(|(_, words)| words.to_owned())
                .collect();
            let is_it = if is_recorded {
                !left.is_empty()
            } else {
                publishes(case, "13") && !publishes(case, "14")
            };
            let from = listed(&outside.into_iter().collect::<Vec<_>>());
            let hit = is_it.then(|| {
                case.hit(
                    "notices",
                    format!(
                        "Data comes from {from}, and the notice is not recorded to tell {}.",
                        listed(&left)
                    ),
                )
                .advise("tell people, and record `data` and `sources` in `covers` of the notice")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-no-link",
        level: Expected,
        title: "People are pointed to a document of which no address is recorded",
        rests_on: "UK GDPR Article 12(1): easily accessible",
        states: "Not recorded: a finding. None: no finding, as it is not on the web. Value: no finding.",
        looks_for: Gap("document.link"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nlinks = [\"ico-guide\"]",
        passes: "[activity.care]\nlinks = [\"ico-guide\"]\n[document.ico-guide]\nlink = \"https://ico.org.uk\"",
        finds: Each(|case| {
            let all = case.activity.notices.items().iter();
            let all = all
                .chain(case.activity.links.items())
                .collect::<BTreeSet<_>>();
            let unlinked = all.into_iter().filter_map(|id| {
                let document = case.view.document(id)?;
                let why = format!("Where “{}” is found is not recorded.", document.name);
                let hit = Hit::at(id.reference(), "link", why).set("none");
                document.link.is_not_recorded().then_some(hit)
            });
            unlinked.collect()
        }),
    },
    Check {
        code: "NOT-rights",
        level: Expected,
        title: "The rights as published are not recorded",
        rests_on: "UK GDPR Article 13(2)(b), Article 14(2)(c)",
        states: "Not recorded: a finding, where there is a notice. None: a finding, as a notice must name rights. Value: no finding.",
        looks_for: Gap("activity.rights"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\nnotices = [\"care-notice\"]",
        passes: "[activity.care]\nnotices = [\"care-notice\"]\n[[activity.care.rights]]\nright = \"15\"",
        finds: Each(|case| {
            let hit = (!notices(case).is_empty() && lacks(&case.activity.rights)).then(|| {
                let why = match case.activity.rights.is_none() {
                    true => "`rights` is none: that the notice names no right, and it has to.",
                    false => "Which rights the notice tells of is not recorded.",
                };
                case.hit("rights", why).add("rights", &[("right", "15")])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-withdraw",
        level: Expected,
        title: "It is not recorded that the notice says that consent can be withdrawn",
        rests_on: "UK GDPR Article 7(3), Article 13(2)(c), Article 14(2)(d)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where consent is relied on, the rights as published lack it and no notice is recorded to cover it.",
        looks_for: Fact("activity.rights"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.news]\nnotices = [\"news-notice\"]\n[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"\n[[activity.news.rights]]\nright = \"15\"",
        passes: "[activity.news]\nnotices = [\"news-notice\"]\n[[activity.news.purpose]]\ntext = \"To send you our newsletter\"\nbasis = \"6/1/a\"\n[[activity.news.rights]]\nright = \"7/3\"",
        finds: Each(|case| {
            let relies = case.bases().any(|basis| basis.as_str() == "6/1/a")
                || case.conditions().any(|(_, condition)| {
                    condition
                        .article_9
                        .value()
                        .is_some_and(|point| point.as_str() == "9/2/a")
                });
            let notices = notices(case);
            let is_it = relies
                && !notices.is_empty()
                && !case.activity.rights.items().is_empty()
                && !tells(case, &notices, "7/3", NoticeElement::Withdrawal);
            let hit = is_it.then(|| {
                case.hit(
                    "rights",
                    "Consent is relied on, and the rights as published do not name it.",
                )
                .add("rights", &[("right", "7/3")])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-if-not-provided",
        level: Expected,
        title: "It is not recorded what happens if people do not give data",
        rests_on: "UK GDPR Article 13(2)(e)",
        states: "Not recorded: a finding, where data comes from the people themselves. None: no finding, as nothing happens. Value: no finding.",
        looks_for: Gap("activity.if_not_provided"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.source]]\nfrom = \"people:service-users\"",
        passes: "[activity.care]\nif_not_provided = \"We may not be able to arrange care.\"\n[[activity.care.source]]\nfrom = \"people:service-users\"",
        finds: Each(|case| {
            let from_people = case
                .flows_of(FlowKind::Source)
                .any(|placed| matches!(placed.flow.from, Some(End::People(_))));
            let hit = (from_people && case.activity.if_not_provided.is_not_recorded()).then(|| {
                case.hit(
                    "if_not_provided",
                    "People give data, and what happens if they do not is not recorded.",
                )
                .set("none")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "NOT-decisions",
        level: Expected,
        title: "It is not recorded that the notice tells of automated decisions",
        rests_on: "UK GDPR Article 13(2)(f), Article 14(2)(g), Article 22C(2)(a)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where a significant decision is made by machine alone, the rights as published lack it and no notice is recorded to cover it.",
        looks_for: Fact("activity.rights"),
        over: Over::Controllers,
        from: Some(Date::constant(2026, 2, 5)),
        trips: "[activity.tax]\nnotices = [\"tax-notice\"]\n[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true\n[[activity.tax.rights]]\nright = \"15\"",
        passes: "[activity.tax]\nnotices = [\"tax-notice\"]\n[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true\n[[activity.tax.rights]]\nright = \"22C\"",
        finds: Each(|case| {
            let notices = notices(case);
            let is_so = |field: &Recorded<bool>| *field == Recorded::Value(true);
            let decision = case
                .activity
                .automated_decisions
                .items()
                .iter()
                .find(|decision| is_so(&decision.solely_automated) && is_so(&decision.significant));
            let is_it = !notices.is_empty()
                && !case.activity.rights.items().is_empty()
                && !tells(case, &notices, "22C", NoticeElement::Decisions);
            let hit = decision.filter(|_| is_it).map(|decision| case.hit("rights", format!("“{}” is decided by machine alone, and the rights as published do not name the safeguards.", decision.what)).add("rights", &[("right", "22C")]));
            hit.into_iter().collect()
        }),
    },
];

/// The notices of an activity.
fn notices<'r>(case: &Case<'_, 'r>) -> Vec<&'r Document> {
    case.activity
        .notices
        .items()
        .iter()
        .filter_map(|id| case.view.document(id))
        .collect()
}

/// Whether a right is among those published.
fn publishes(case: &Case<'_, '_>, code: &str) -> bool {
    case.activity
        .rights
        .items()
        .iter()
        .any(|published| published.right.as_str() == code)
}

/// Whether people are told of a right: it is published, or a notice is recorded to cover it.
fn tells(case: &Case<'_, '_>, notices: &[&Document], code: &str, element: NoticeElement) -> bool {
    publishes(case, code)
        || notices
            .iter()
            .any(|notice| notice.covers.items().contains(&element))
}

/// The rights that follow from the bases and conditions recorded, each with what it follows from.
fn rights_under<'r>(case: &Case<'_, 'r>) -> Vec<(&'r str, law::RightUnder)> {
    let conditions = case
        .conditions()
        .filter_map(|(_, condition)| condition.article_9.value());
    let codes: BTreeSet<&str> = case
        .bases()
        .chain(conditions)
        .map(crate::model::LawCode::as_str)
        .collect();
    let rights = codes.into_iter().flat_map(|code| {
        law::rights_for(code, case.view.on)
            .into_iter()
            .map(move |under| (code, under))
    });
    rights.collect()
}

/// A basis or condition in words.
fn basis_in_words(code: &str) -> String {
    let basis = law::lawful_basis(code).map(|basis| &basis.entry);
    let entry = basis.or_else(|| law::special_condition(code).map(|condition| &condition.entry));
    entry.map_or_else(|| code.to_owned(), |entry| entry.title.to_lowercase())
}
