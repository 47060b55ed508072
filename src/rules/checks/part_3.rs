//! LE: what the record of law enforcement must hold (Part 3 of the Data Protection Act 2018).

use std::collections::BTreeSet;

use crate::finding::Level::{Expected, Required};
use crate::model::{DataId, Recorded};

use super::case::is_for_others;
use super::hit::Hit;
use super::law_bases::is;
use super::special::{names_uncovered, uncovered};
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "LE-content",
        level: Required,
        title: "An item of the law enforcement record is not recorded",
        rests_on: "DPA 2018 section 61(2)(a), (d) to (f), (j) and (k)",
        states: "Not recorded: a finding, for each item: the controller, purposes, recipients, people, data, time limits and security measures. None: a finding for the controller, purposes, people and data. Value: no finding.",
        looks_for: Gap("activity.controller"),
        over: Over::LawEnforcement,
        from: None,
        trips: "[activity.trading]\nregime = \"law-enforcement\"",
        passes: "[activity.trading]\nregime = \"law-enforcement\"\ncontroller = \"council\"\npeople = [\"traders\"]\ndata = [\"address\"]\nrecipient = \"none\"\nretention = \"none\"\nmeasures = [\"locks\"]\n[[activity.trading.purpose]]\ntext = \"To stop unsafe goods\"",
        finds: Each(|case| {
            // Section 61(4) asks other things of a processor.
            if is_for_others(case.activity) {
                return Vec::new();
            }
            let it = case.activity;
            let says = |path: &'static str, what: &str, lacks: bool, fix: &str| {
                let hit = lacks.then(|| case.hit(path, format!("{what} not recorded.")));
                hit.map(|hit| match fix {
                    "none" => hit.set("none"),
                    words => hit.advise(words),
                })
            };
            let all = [
                says(
                    "controller",
                    "The controller is",
                    lacks(&it.controller),
                    "name the controller in `controller`",
                ),
                says(
                    "purpose",
                    "Purposes are",
                    it.purpose.items().is_empty(),
                    "add each purpose with its `text`",
                ),
                says(
                    "people",
                    "Whose data it is is",
                    it.people.items().is_empty(),
                    "name the categories of people in `people`",
                ),
                says(
                    "data",
                    "Which data it holds is",
                    it.data.items().is_empty(),
                    "name the categories of data in `data`",
                ),
                says(
                    "recipient",
                    "Who receives data, or that nobody does, is",
                    it.recipient.is_not_recorded(),
                    "none",
                ),
                says(
                    "retention",
                    "How long data is kept is",
                    it.retention.is_not_recorded(),
                    "add each time limit to `retention`, with its `period` or `criteria`",
                ),
                says(
                    "measures",
                    "Which security measures there are is",
                    it.measures.is_not_recorded(),
                    "name the measures in `measures`",
                ),
            ];
            all.into_iter().flatten().collect()
        }),
    },
    Check {
        code: "LE-profiling",
        level: Required,
        title: "Whether there is profiling is not in the record",
        rests_on: "DPA 2018 section 61(2)(g), where applicable",
        states: "Not recorded: a finding, of automated decisions or of the profiling in one. None: no finding. Value: no finding.",
        looks_for: Gap("activity.automated_decisions"),
        over: Over::LawEnforcement,
        from: None,
        trips: "[activity.trading]\nregime = \"law-enforcement\"",
        passes: "[activity.trading]\nregime = \"law-enforcement\"\nautomated_decisions = \"none\"",
        finds: Each(|case| {
            let decisions = &case.activity.automated_decisions;
            if decisions.is_not_recorded() {
                let why = "Whether there are automated decisions, and profiling, is not recorded.";
                return vec![case.hit("automated_decisions", why).set("none")];
            }
            let open = super::case::placed("automated_decisions", decisions.items());
            let open = open.filter(|(_, it)| lacks(&it.profiling)).take(1);
            open.map(|(path, it)| {
                let why = format!("Whether “{}” includes profiling is not recorded.", it.what);
                case.hit(format!("{path}.profiling"), why).set(false)
            })
            .collect()
        }),
    },
    Check {
        code: "LE-kinds",
        level: Expected,
        title: "Suspects, convicted people, victims and witnesses are not told apart",
        rests_on: "DPA 2018 section 38(3), where relevant and as far as possible",
        states: "Not recorded: LE-content asks whose data it is. None: the same. Value: a finding where one category of people alone is recorded.",
        looks_for: Fact("activity.people"),
        over: Over::LawEnforcement,
        from: None,
        trips: "[activity.trading]\nregime = \"law-enforcement\"\npeople = [\"public\"]",
        passes: "[activity.trading]\nregime = \"law-enforcement\"\npeople = [\"suspects\", \"witnesses\"]",
        finds: Each(|case| {
            let hit = match case.activity.people.items() {
                [only] => Some(case.hit(
                    "people",
                    format!("{} are the only people recorded.", case.view.name(&only)),
                )),
                _ => None,
            };
            let hit = hit.map(|hit| hit.advise("name each in `people`, as far as they differ: suspects, people convicted, victims, witnesses"));
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "LE-sensitive",
        level: Expected,
        title: "No case and condition of sensitive processing is recorded",
        rests_on: "DPA 2018 sections 35(3) to (5) and 42, Schedule 8",
        states: "Not recorded: a finding where special category data is held and the case of section 35, the condition of Schedule 8 where it is strictly necessary, or the policy document is not recorded. None: a finding as required. Value: no finding.",
        looks_for: Gap("activity.condition"),
        over: Over::LawEnforcement,
        from: None,
        trips: "[activity.trading]\nregime = \"law-enforcement\"\ndata = [\"ethnicity\"]\n[data.ethnicity]\nclass = \"racial-or-ethnic-origin\"",
        passes: "[activity.trading]\nregime = \"law-enforcement\"\ndata = [\"ethnicity\"]\n[[activity.trading.condition]]\nsection_35 = \"dpa2018:s35/5\"\nschedule_8 = \"sch8/para1\"\npolicy = \"policy\"\n[data.ethnicity]\nclass = \"racial-or-ethnic-origin\"",
        finds: Each(|case| {
            let held = case.carried_or_held();
            let special: BTreeSet<&DataId> = held.filter(|id| case.view.is_special(id)).collect();
            if special.is_empty() {
                return Vec::new();
            }
            let left = uncovered(case, special.iter().copied(), &case.activity.condition);
            let held = case.view.names_and(special, ["is held", "are held"]);
            let say = |path: String, what: &str, is_none: bool| -> Hit {
                let why = format!("{held}, and {what} is not recorded.");
                case.hit(path, why).level_if(is_none, Required)
            };
            if case.activity.condition.items().is_empty() {
                let is_none = case.activity.condition.is_none();
                let hit = say("condition".to_owned(), "what allows it", is_none);
                return vec![
                    hit.advise("add a condition with its `section_35`, `schedule_8` and `policy`"),
                ];
            }
            let mut hits = Vec::new();
            if !left.is_empty() {
                let names = names_uncovered(case, &left);
                let why = format!("No case and condition is recorded for {names}.");
                hits.push(
                    case.hit("condition", why)
                        .advise("add a condition with its `section_35`, `schedule_8` and `policy`"),
                );
            }
            for (path, it) in case.conditions() {
                let needs_8 = is(&it.section_35, "dpa2018:s35/5");
                let hit = if lacks(&it.section_35) {
                    say(
                        format!("{path}.section_35"),
                        "the case of section 35",
                        it.section_35.is_none(),
                    )
                    .set("dpa2018:s35/5")
                } else if needs_8 && lacks(&it.schedule_8) {
                    say(
                        format!("{path}.schedule_8"),
                        "the condition of Schedule 8",
                        it.schedule_8.is_none(),
                    )
                    .set("sch8/para1")
                } else if lacks(&it.policy) {
                    let is_none = matches!(it.policy, Recorded::None);
                    say(format!("{path}.policy"), "the policy document", is_none).advise(
                        "record the policy document, and name it in `policy` of the condition",
                    )
                } else {
                    continue;
                };
                hits.push(hit);
            }
            hits
        }),
    },
];
