//! The tables of all answers say what the questions answer one by one.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::strategy::{DATA, documents};
use super::*;
use crate::model::Date;

/// Certainty, roles and activities by party, and certainty by system, as the table has them.
type Answer = (
    BTreeMap<String, (Certainty, BTreeSet<&'static str>, BTreeSet<String>)>,
    BTreeMap<String, Certainty>,
);

fn tabulated(register: &Register) -> BTreeMap<String, Answer> {
    let tree = DataTree::new(&register.data);
    let wants = Wants {
        received: true,
        held: true,
        kept: false,
        ..Wants::default()
    };
    let on: Date = "2026-11-24".parse().unwrap();
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    let rows = Graphs::of(register, on)
        .each()
        .flat_map(|graph| tabulate(&graph, &tree, wants));
    for row in rows {
        match row {
            Row::Received {
                data,
                to: (_, party),
                activity,
                role,
                certainty,
                ..
            } => {
                let (parties, _) = answers.entry(data.to_string()).or_default();
                let (best, roles, activities) = parties.entry(party.to_string()).or_insert((
                    certainty,
                    BTreeSet::new(),
                    BTreeSet::new(),
                ));
                *best = certainty.min(*best);
                roles.insert(role.word());
                activities.insert(activity.to_string());
            }
            Row::Held {
                data,
                system,
                certainty,
                ..
            } => {
                let (_, systems) = answers.entry(data.to_string()).or_default();
                let best = systems.entry(system.to_string()).or_insert(certainty);
                *best = certainty.min(*best);
            }
            Row::Carried { .. } | Row::Stepped { .. } => unreachable!("not asked for"),
            Row::Unsettled { .. } => unreachable!("so small a register is settled"),
        }
    }
    answers
}

fn asked(register: &Register, data: &str) -> Answer {
    let query = about_data(register, data);
    let mut receivers = WhoReceives::new(&query);
    receivers.look(register);
    let mut holdings = WhereHeld::new(&query);
    holdings.look(register);
    let parties = receivers.finish().0.into_iter().map(|receiver| {
        let roles = receiver.roles.iter().map(|role| role.word()).collect();
        let activities = receiver
            .in_activities
            .iter()
            .map(|(it, _)| it.id.to_string());
        let answer = (receiver.certainty, roles, activities.collect());
        (receiver.party.id.to_string(), answer)
    });
    let mut systems: BTreeMap<String, Certainty> = BTreeMap::new();
    for holding in holdings.finish().0 {
        let best = systems
            .entry(holding.system.id)
            .or_insert(holding.certainty);
        *best = holding.certainty.min(*best);
    }
    (parties.collect(), systems)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tables_agree_with_the_questions(documents in documents()) {
        let register = register(documents);
        let mut tables = tabulated(&register);
        for data in DATA {
            let table = tables.remove(data).unwrap_or_default();
            prop_assert_eq!(table, asked(&register, data), "{}", data);
        }
    }
}

#[test]
fn a_flow_carries_what_it_names_what_is_above_and_perhaps_what_is_below() {
    let register = with_service(
        json!({
            "data": ["identifiers"],
            "recipient": [
                { "to": "nhs", "carries": ["nhs-number"] },
                { "to": "police" },
                { "to": "courts", "carries": ["identifiers"] },
            ],
        }),
        json!({ "data": {
            "identifiers": {},
            "nhs-number": { "broader": "identifiers" },
            "passport-number": { "broader": "identifiers" },
            "health": {},
        } }),
    );
    let tree = DataTree::new(&register.data);
    let wants = Wants {
        carried: true,
        ..Wants::default()
    };
    let mut told = Vec::new();
    let graphs = Graphs::of(&register, query().on).each();
    for row in graphs.flat_map(|graph| tabulate(&graph, &tree, wants)) {
        if let Row::Carried {
            data,
            number,
            certainty,
            because,
            ..
        } = row
        {
            let because = because.map_or_else(String::new, |because| format!(": {because}"));
            told.push(format!("{data} F{number} {}{because}", certainty.word()));
        }
    }
    assert_eq!(
        told,
        [
            "identifiers F1 stated",
            "identifiers F2 possible: not recorded which data it carries",
            "identifiers F3 stated",
            "nhs-number F1 stated",
            "nhs-number F2 possible: not recorded which data it carries",
            "nhs-number F3 possible: the record names only a broader category",
            "passport-number F2 possible: not recorded which data it carries",
            "passport-number F3 possible: the record names only a broader category",
        ]
    );
}
