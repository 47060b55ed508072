//! AUT: automated decisions (Articles 22A to 22D), and DPI: impact assessments.

use crate::finding::Level::{Expected, Required};
use crate::law::{self, DpiaCriterion, DpiaList};
use crate::model::{AutomatedDecision, Date, Dpia, DpiaStatus, LawCode, Recorded};
use crate::rules::screening::{Says, Screened};

use super::case::{At, Case, placed};
use super::law_bases::is;
use super::view::{lacks, listed};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

/// The first day of Articles 22A to 22D.
const SINCE: Date = Date::constant(2026, 2, 5);

pub(super) static RULES: &[Check] = &[
    Check {
        code: "AUT-asked",
        level: Expected,
        title: "It is not recorded whether decisions are automated",
        rests_on: "UK GDPR Articles 22A to 22C, Article 13(2)(f); ICO template",
        states: "Not recorded: a finding. None: no finding, as there are none. Value: no finding.",
        looks_for: Gap("activity.automated_decisions"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\nautomated_decisions = \"none\"",
        finds: Each(|case| {
            let hit = case
                .activity
                .automated_decisions
                .is_not_recorded()
                .then(|| {
                    case.hit(
                        "automated_decisions",
                        "Whether there are automated decisions is not recorded.",
                    )
                    .set("none")
                });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "AUT-safeguards",
        level: Expected,
        title: "A significant decision by machine alone has no safeguards recorded",
        rests_on: "UK GDPR Article 22C(1) and (2)",
        states: "Not recorded: a finding. None: a finding as required. Value: no finding.",
        looks_for: Gap("activity.automated_decisions.safeguards"),
        over: Over::Controllers,
        from: Some(SINCE),
        trips: "[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true",
        passes: "[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true\nsafeguards = \"People are told, may put their view, ask for a person and contest it\"",
        finds: Each(|case| {
            let open = by_machine(case).filter(|(_, decision)| lacks(&decision.safeguards));
            open.map(|(path, decision)| {
                let path = format!("{path}.safeguards");
                let why = format!("For “{}” the law asks for four: information, representations, human intervention and a way to contest.", decision.what);
                case.hit(path.clone(), why).level_if(decision.safeguards.is_none(), Required).advise(format!("say in `{path}` how each of the four is given"))
            }).collect()
        }),
    },
    Check {
        code: "AUT-recognised",
        level: Required,
        title: "A decision by machine alone relies on a recognised legitimate interest",
        rests_on: "UK GDPR Article 22B(4)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where a purpose of the activity rests on it.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: Some(SINCE),
        trips: "[[activity.tax.purpose]]\ntext = \"To detect fraud\"\nbasis = \"6/1/ea\"\n[[activity.tax.automated_decisions]]\nwhat = \"A flag for fraud\"\nsolely_automated = true\nsignificant = true",
        passes: "[[activity.tax.purpose]]\ntext = \"To detect fraud\"\nbasis = \"6/1/e\"\n[[activity.tax.automated_decisions]]\nwhat = \"A flag for fraud\"\nsolely_automated = true\nsignificant = true",
        finds: Each(|case| {
            let Some((_, decision)) = by_machine(case).next() else {
                return Vec::new();
            };
            let relying = case
                .purposes()
                .filter(|(_, purpose)| is(&purpose.basis, "6/1/ea"));
            relying.map(|(path, purpose)| {
                let why = format!("“{}” is decided by machine alone, and “{}” rests on a recognised legitimate interest, which bars that.", decision.what, purpose.text);
                case.hit(format!("{path}.basis"), why).set("6/1/e")
            }).collect()
        }),
    },
    Check {
        code: "AUT-special",
        level: Required,
        title: "A decision by machine alone uses special category data without what allows it",
        rests_on: "UK GDPR Article 22B(1) to (3)",
        states: "Not recorded: a finding as expected where the condition or its point is not recorded. None: a finding. Value: a finding, unless there is explicit consent, or substantial public interest with a contract, a legal obligation or a public task.",
        looks_for: Fact("activity.automated_decisions"),
        over: Over::Controllers,
        from: Some(SINCE),
        trips: "[activity.tax]\ndata = [\"health-details\"]\n[[activity.tax.condition]]\narticle_9 = \"9/2/h\"\n[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true\n[data.health-details]\nclass = \"health\"",
        passes: "[activity.tax]\ndata = [\"health-details\"]\n[[activity.tax.purpose]]\ntext = \"To set the tax\"\nbasis = \"6/1/e\"\n[[activity.tax.condition]]\narticle_9 = \"9/2/g\"\n[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = true\nsignificant = true\n[data.health-details]\nclass = \"health\"",
        finds: Each(|case| {
            let special: Vec<_> = case.held().filter(|id| case.view.is_special(id)).collect();
            let has = |point: &str| {
                case.conditions()
                    .any(|(_, condition)| is(&condition.article_9, point))
            };
            let has_law = case
                .bases()
                .any(|basis| ["6/1/b", "6/1/c", "6/1/e"].contains(&basis.as_str()));
            if special.is_empty() || has("9/2/a") || has("9/2/g") && has_law {
                return Vec::new();
            }
            let is_open = case.activity.condition.is_not_recorded()
                || case
                    .conditions()
                    .any(|(_, condition)| condition.article_9.is_not_recorded());
            by_machine(case).map(|(path, decision)| {
                let why = format!("“{}” is decided by machine alone in an activity that holds {}.", decision.what, case.view.names(special.iter().copied()));
                case.hit(path, why).level_if(is_open, Expected).advise("record explicit consent, or substantial public interest with its paragraph of Schedule 1; or let a person decide")
            }).collect()
        }),
    },
    Check {
        code: "DPI-asked",
        level: Expected,
        title: "It is not recorded whether an impact assessment is needed",
        rests_on: "UK GDPR Article 35(1), Article 5(2); ICO template",
        states: "Not recorded: a finding. None: a finding: say whether none is needed or none is made. Value: no finding.",
        looks_for: Gap("activity.dpia.needed"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]",
        passes: "[activity.care]\ndpia = { needed = false }",
        finds: Each(|case| {
            let is_asked = dpia(case).is_some_and(|dpia| !lacks(&dpia.needed));
            let hit = (!is_asked).then(|| {
                let why = if case.activity.dpia.is_none() {
                    "`dpia` is none, which does not tell whether none is needed or none is made."
                } else if dpia(case).is_some_and(|dpia| dpia.needed.is_none()) {
                    "`dpia.needed` is none, which says neither yes nor no."
                } else {
                    "Whether one is needed is not recorded."
                };
                case.hit("dpia.needed", why).set(true)
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "DPI-missing",
        level: Required,
        title: "Criteria are met and no finished assessment is recorded",
        rests_on: "UK GDPR Article 35(1), 35(3) and (4)",
        states: "Not recorded: of how far it is: a finding. None: a finding. Value: no finding where it is complete or under review; DPI-contradicts finds it where none is said to be needed.",
        looks_for: Gap("activity.dpia.status"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care.dpia]\ncriteria = [\"35/3/b\"]",
        passes: "[activity.care.dpia]\ncriteria = [\"35/3/b\"]\nstatus = \"complete\"",
        finds: Each(|case| {
            let open = dpia(case).filter(|dpia| {
                case.is_active()
                    && call_for_one(&dpia.criteria)
                    && !is_done(dpia)
                    && dpia.needed != Recorded::Value(false)
            });
            open.map(|dpia| {
                case.hit(
                    "dpia.status",
                    format!("Recorded as met: {}.", criteria_in_words(case, dpia)),
                )
                .set("in-progress")
            })
            .into_iter()
            .collect()
        }),
    },
    Check {
        code: "DPI-contradicts",
        level: Required,
        title: "Criteria are met and the record says that none is needed",
        rests_on: "UK GDPR Article 35(1), 35(3) and (4)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the criteria recorded call for one, and none is said to be needed.",
        looks_for: Fact("activity.dpia.needed"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care.dpia]\nneeded = false\ncriteria = [\"35/3/b\"]",
        passes: "[activity.care.dpia]\nneeded = false\ncriteria = [\"wp248/7\"]",
        finds: Each(|case| {
            let wrong = dpia(case).filter(|dpia| {
                dpia.needed == Recorded::Value(false) && call_for_one(&dpia.criteria)
            });
            wrong
                .map(|dpia| {
                    case.hit(
                        "dpia.needed",
                        format!(
                            "Recorded as met, and calling for one: {}.",
                            criteria_in_words(case, dpia)
                        ),
                    )
                    .set(true)
                })
                .into_iter()
                .collect()
        }),
    },
    Check {
        code: "DPI-not-begun",
        level: Required,
        title: "An assessment is needed, the processing goes on, and it is not done",
        rests_on: "UK GDPR Article 35(1)",
        states: "Not recorded: of how far it is: a finding. None: a finding. Value: a finding where it is not started or in progress.",
        looks_for: Gap("activity.dpia.status"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care.dpia]\nneeded = true\nstatus = \"not-started\"",
        passes: "[activity.care.dpia]\nneeded = true\nstatus = \"complete\"",
        finds: Each(|case| {
            let open = dpia(case).filter(|dpia| {
                case.is_active()
                    && dpia.needed == Recorded::Value(true)
                    && !is_done(dpia)
                    && !call_for_one(&dpia.criteria)
            });
            open.map(|_| {
                case.hit(
                    "dpia.status",
                    "One is recorded as needed, and not as complete.",
                )
                .set("complete")
            })
            .into_iter()
            .collect()
        }),
    },
    Check {
        code: "DPI-points",
        level: Expected,
        title: "The record points to criteria and says that none is met, or nothing",
        rests_on: "UK GDPR Article 35; ICO list; WP248 rev.01",
        states: "Not recorded: a finding where what is recorded points to two criteria or more, and says what is not recorded. None: a finding. Value: no finding where one is needed or named.",
        looks_for: Gap("activity.dpia.document"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"health-details\"]\npeople = [\"children\"]\n[data.health-details]\nclass = \"health\"\n[people.children]\nvulnerable = true",
        passes: "[activity.care]\ndata = [\"health-details\"]\npeople = [\"children\"]\ndpia = { needed = true }\n[data.health-details]\nclass = \"health\"\n[people.children]\nvulnerable = true",
        finds: Each(|case| {
            let is_settled = dpia(case)
                .is_some_and(|dpia| dpia.needed == Recorded::Value(true) || !lacks(&dpia.document));
            if is_settled {
                return Vec::new();
            }
            let screened = Screened {
                register: case.view.register,
                activity: case.activity,
                on: case.view.on,
            };
            let (mut points, mut open, mut first) = (Vec::new(), Vec::new(), "");
            for criterion in WP248 {
                match screened.says(criterion) {
                    Says::PointsToIt(_) => {
                        points.push(title(case, criterion));
                        first = if first.is_empty() { criterion } else { first };
                    }
                    Says::NotRecorded(what) => {
                        open.push(what.lines().next().unwrap_or_default().to_owned());
                    }
                    Says::NotSo(_) | Says::CannotTell => {}
                }
            }
            let hit = (points.len() > 1).then(|| {
                let mut why = format!(
                    "What is recorded points to {} criteria: {}.",
                    points.len(),
                    listed(&points)
                );
                if !open.is_empty() {
                    why += &format!(" Not recorded: {}.", listed(&open));
                }
                case.hit("dpia.criteria", why)
                    .add_to("dpia.criteria", first)
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "AUT-what-kind",
        level: Expected,
        title: "It is not recorded whether a person takes part, or what the decision does",
        rests_on: "UK GDPR Article 22A(1) and (2)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.automated_decisions.significant"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"",
        passes: "[[activity.tax.automated_decisions]]\nwhat = \"Refusal of a discount\"\nsolely_automated = false\nsignificant = true",
        finds: Each(|case| {
            let open = placed(
                "automated_decisions",
                case.activity.automated_decisions.items(),
            )
            .filter(|(_, decision)| {
                lacks(&decision.solely_automated) || lacks(&decision.significant)
            });
            open.map(|(path, decision)| {
    let field = if lacks(&decision.solely_automated) { "solely_automated" } else { "significant" };
    case.hit(format!("{path}.{field}"), format!("Of “{}” it is not recorded whether a person takes part, or whether its effect is significant.", decision.what)).set(false)
}).collect()
        }),
    },
    Check {
        code: "DPI-document",
        level: Expected,
        title: "An assessment is said to be complete and is not named",
        rests_on: "UK GDPR Article 35(7), Article 5(2)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.dpia.document"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care.dpia]\nstatus = \"complete\"",
        passes: "[activity.care.dpia]\nstatus = \"complete\"\ndocument = \"care-dpia\"",
        finds: Each(|case| {
            let open = dpia(case).filter(|dpia| is_done(dpia) && lacks(&dpia.document));
            open.map(|_| case.hit("dpia.document", "Which document it is is not recorded.").advise("record the assessment as a document of kind `dpia`, and name it in `dpia.document`")).into_iter().collect()
        }),
    },
];

/// The criteria of WP248 of which a register can tell something.
const WP248: [&str; 5] = ["wp248/1", "wp248/2", "wp248/4", "wp248/6", "wp248/7"];

/// The decisions that are significant and made by machine alone.
fn by_machine<'r>(case: &Case<'_, 'r>) -> impl Iterator<Item = (At, &'r AutomatedDecision)> {
    let is_so = |field: &Recorded<bool>| *field == Recorded::Value(true);
    placed(
        "automated_decisions",
        case.activity.automated_decisions.items(),
    )
    .filter(move |(_, decision)| is_so(&decision.solely_automated) && is_so(&decision.significant))
}

fn dpia<'r>(case: &Case<'_, 'r>) -> Option<&'r Dpia> {
    case.activity.dpia.value()
}

fn is_done(dpia: &Dpia) -> bool {
    matches!(
        dpia.status,
        Recorded::Value(DpiaStatus::Complete | DpiaStatus::UnderReview)
    )
}

/// Whether criteria that are met call for an assessment: one of Article 35(3), a type of the ICO that counts alone, one
/// that counts with another beside a criterion of WP248, or two of WP248.
fn call_for_one(criteria: &Recorded<Vec<LawCode>>) -> bool {
    let met: Vec<&DpiaCriterion> = criteria
        .items()
        .iter()
        .filter_map(|code| law::dpia_criterion(code.as_str()))
        .collect();
    let n_of_wp248 = met
        .iter()
        .filter(|criterion| criterion.list == DpiaList::Wp248)
        .count();
    let alone = met.iter().any(|criterion| !criterion.only_with_another);
    let with_another =
        met.iter().any(|criterion| criterion.list == DpiaList::Ico) && n_of_wp248 > 0;
    alone || with_another || n_of_wp248 > 1
}

fn title(case: &Case<'_, '_>, code: &str) -> String {
    law::dpia_criterion(code).map_or_else(
        || code.to_owned(),
        |criterion| criterion.entry.title_on(case.view.on).to_lowercase(),
    )
}

fn criteria_in_words(case: &Case<'_, '_>, dpia: &Dpia) -> String {
    listed(
        &dpia
            .criteria
            .items()
            .iter()
            .map(|code| title(case, code.as_str()))
            .collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_call_for_an_assessment_alone_or_together() {
        let codes = |codes: &[&str]| {
            Recorded::Value(
                codes
                    .iter()
                    .map(|code| serde_json::from_value(serde_json::json!(code)).unwrap())
                    .collect(),
            )
        };
        for (met, calls) in [
            (&["35/3/b"][..], true),
            (&["ico-hr-06"], true),
            (&["ico-hr-04"], false),
            (&["ico-hr-04", "wp248/4"], true),
            (&["ico-hr-04", "ico-hr-05"], false),
            (&["wp248/4"], false),
            (&["wp248/4", "wp248/7"], true),
            (&[], false),
        ] {
            assert_eq!(call_for_one(&codes(met)), calls, "{met:?}");
        }
    }
}
