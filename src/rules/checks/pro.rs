//! PRO: what the record of a processor must hold (Article 30(2)).

use crate::finding::Level::{Expected, Required, Tidy};

use crate::model::{Kind, PartyId, Recorded, Role};

use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "PRO-a-controllers",
        level: Required,
        title: "It is not recorded for whom we act",
        rests_on: "UK GDPR Article 30(2)(a)",
        states: "Not recorded: a finding, also where the role is that of a purpose. None: a finding, as it contradicts the role. Value: no finding.",
        looks_for: Gap("activity.acts_for"),
        over: Over::General,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"",
        passes: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"essex-schools\"]",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.acted_for(),
                "acts_for",
                "The role is processor, and for whom is not recorded.",
                "The role is processor, and it is recorded that we act for nobody.",
            );
            let hit = hit.filter(|_| case.activity.acts_as(Role::Processor));
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
        states: "Not recorded: a finding where there is neither a description nor a purpose. None: a finding. Value: either is enough for one controller; with several it is expected that the record says what is done for which.",
        looks_for: Gap("activity.description"),
        over: Over::Processors,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"",
        passes: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"essex-schools\"]\ndescription = \"Pays the staff of schools\"",
        finds: Each(|case| {
            let acted_for = case.acted_for();
            let controllers = acted_for.items();
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
            let is_named = |id: &&PartyId| said.contains(case.view.name(*id));
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
    Check {
        code: "PRO-contract",
        level: Expected,
        title: "No contract with the controller we act for is recorded",
        rests_on: "UK GDPR Article 28(3)",
        states: "Not recorded: a finding. None: of the parties of a contract: names nobody. Value: no finding where a contract that is in force names it, and us or nobody else.",
        looks_for: Gap(""),
        over: Over::Processors,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"schools\"]",
        passes: "[activity.payroll]\nrole = \"processor\"\nacts_for = [\"schools\"]\n[document.contract]\nkind = \"contract\"\nparties = [\"schools\"]",
        finds: Each(|case| {
            let acted_for = case.acted_for();
            let each = acted_for.items().iter();
            let contracts = each.map(|id| (*id, case.view.graph.contract_with(case.id, id)));
            let open = contracts.filter(|(_, contract)| contract.is_missing());
            open.map(|(id, contract)| {
                let name = case.view.name(&id);
                let why = match contract.found.items() {
                    [] => format!("No contract with {name} is recorded that is in force."),
                    _ => format!(
                        "No contract with {name} is recorded that is in force: {}.",
                        contract.words()
                    ),
                };
                case.hit("acts_for", why).new_record(
                    Kind::Document,
                    format!("new contract with {}", case.view.name(&id)),
                    &[
                        ("kind", "contract".into()),
                        ("parties", vec![id.as_str()].into()),
                    ],
                )
            })
            .collect()
        }),
    },
    Check {
        code: "PRO-basis",
        level: Tidy,
        title: "A processor's entry holds what only the controller decides",
        rests_on: "UK GDPR Article 28(3)(a), 28(10)",
        states: "Not recorded: no finding. None: no finding. Value: a finding.",
        looks_for: Fact("activity.role"),
        over: Over::Processors,
        from: None,
        trips: "[activity.payroll]\nrole = \"processor\"\n[[activity.payroll.purpose]]\ntext = \"To pay the staff of schools\"\nbasis = \"6/1/e\"",
        passes: "[activity.payroll]\nrole = \"processor\"\n[[activity.payroll.purpose]]\ntext = \"To pay the staff of schools\"",
        finds: Each(|case| {
            let for_others = Recorded::Value(Role::Processor);
            let mut purposes = case.activity.purpose.items().iter();
            let has_basis = purposes.any(|purpose| {
                purpose.basis.value().is_some() && *case.activity.role_for(purpose) == for_others
            });
            let hit = (has_basis || !case.activity.condition.items().is_empty()).then(|| case.hit("purpose", "It names a lawful basis or a condition, which is for the controller to decide.").advise("leave them out, or record in `role` of the purpose what we decide ourselves"));
            hit.into_iter().collect()
        }),
    },
];
