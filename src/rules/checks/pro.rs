//! PRO: what the record of a processor must hold (Article 30(2)).

use crate::finding::Level::{Expected, Required};

use crate::model::PartyId;

use super::view::Named;
use super::{Check, Finds::Each, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "PRO-a-controllers",
        level: Required,
        title: "It is not recorded for whom we act",
        rests_on: "UK GDPR Article 30(2)(a)",
        states: "Not recorded: trips. None: trips, as it contradicts the role. Value: passes.",
        looks_for: Gap("activity.acts_for"),
        over: Over::Processors,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"",
        passes: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"essex-schools\"]",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.acts_for,
                "acts_for",
                "The role is processor, and for whom is not recorded.",
                "The role is processor, and it is recorded that we act for nobody.",
            );
            hit.map(|hit| hit.advise("name each controller that we act for in `acts_for`"))
                .into_iter()
                .collect()
        }),
    },
    Check {
        code: "PRO-b-categories",
        level: Required,
        title: "What is done for each controller is not recorded",
        rests_on: "UK GDPR Article 30(2)(b): the categories of processing on behalf of each controller",
        states: "Not recorded: trips where there is neither a description nor a purpose. None: trips. Value: either is enough for one controller; with several it is expected that the record says what is done for which.",
        looks_for: Gap("activity.description"),
        over: Over::Processors,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"",
        passes: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"essex-schools\"]\ndescription = \"Pays the staff of schools\"",
        finds: Each(|case| {
            let controllers = case.activity.acts_for.items();
            let says = case
                .activity
                .description
                .value()
                .cloned()
                .unwrap_or_default();
            let said = case
                .purposes()
                .fold(says, |said, (_, purpose)| said + " " + &purpose.text);
            if said.is_empty() {
                return vec![
                    case.hit(
                        "description",
                        "Neither a description nor a purpose is recorded.",
                    )
                    .set("what is done for them"),
                ];
            }
            let is_named = |id: &PartyId| said.contains(case.view.name(&id.named()));
            let is_open = controllers.len() > 1 && !controllers.iter().any(is_named);
            let hit = is_open.then(|| {
                case.hit(
                    "description",
                    format!(
                        "What is done for which of {} is not recorded.",
                        case.view.names(controllers)
                    ),
                )
                .level(Expected)
                .advise(
                    "say in `description` by name what is done for each, or keep an entry for each",
                )
            });
            hit.into_iter().collect()
        }),
    },
];
