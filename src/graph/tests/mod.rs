//! Registers in, answers out: what the questions mean, by example and by property.

mod against_reference;
mod attack;
mod bounds;
mod certainty;
mod examples;
mod feeds;
mod judgements;
mod large;
mod more_examples;
mod not_recorded;
mod operators;
mod people;
mod properties;
mod questions;
mod readings;
mod reference;
mod registers;
mod roles;
mod routes;
mod sides;
pub(crate) mod strategy;
mod tabulate;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::special::broader_than;
use super::*;
use crate::model::{DataId, Kind, PeopleId, Record, Reference, Register};

/// A register out of its documents, by kind and id. Names are ids where none is given, and parties,
/// systems, data and people that are only mentioned need no document.
pub(crate) fn register(documents: Value) -> Register {
    let mut register = Register::default();
    let Value::Object(kinds) = documents else {
        panic!("a register is a table of kinds");
    };
    for (kind, records) in kinds {
        let kind = Kind::from_word(&kind).unwrap_or_else(|| panic!("`{kind}` is no kind"));
        if kind == Kind::Settings {
            let record = Record::from_value(kind, records).unwrap();
            register.insert("register", record).unwrap();
            continue;
        }
        for (id, mut document) in records.as_object().unwrap().clone() {
            let fields = document.as_object_mut().unwrap();
            fields.entry("name").or_insert_with(|| json!(id));
            let record = Record::from_value(kind, document.clone())
                .unwrap_or_else(|error| panic!("{id}: {error}: {document}"));
            register.insert(&id, record).unwrap();
        }
    }
    register
}

/// A register of one activity, `service`, of the controller `council`.
fn service(activity: Value) -> Register {
    with_service(activity, json!({}))
}

/// A register of one activity, `service`, of the controller `council`, and other documents.
fn with_service(mut activity: Value, mut others: Value) -> Register {
    let fields = activity.as_object_mut().unwrap();
    fields
        .entry("controller")
        .or_insert_with(|| json!("council"));
    others["activity"] = json!({ "service": activity });
    register(others)
}

/// A question under the law of the day.
fn query() -> FlowQuery {
    FlowQuery::new("2026-11-24".parse().unwrap())
}

/// A question about a category of data.
fn about_data(register: &Register, id: &str) -> FlowQuery {
    let id = DataId::new(id).unwrap();
    let narrower = register
        .data
        .keys()
        .filter(|other| **other == id || broader_than(&register.data, other).contains(&id))
        .cloned()
        .chain([id.clone()])
        .collect::<BTreeSet<_>>();
    let wanted = Wanted {
        name: id.to_string(),
        including: narrower
            .iter()
            .map(|id| (id.clone(), including(&register.data, id)))
            .collect(),
        narrower,
        broader: broader_than(&register.data, &id),
        id,
    };
    FlowQuery {
        data: Some(wanted),
        ..query()
    }
}

/// A question about a category of data and of people.
fn about_people(register: &Register, data: &str, people: &str) -> FlowQuery {
    let broader = |id: &PeopleId| -> BTreeSet<PeopleId> {
        let up = |id: &PeopleId| register.people.get(id)?.broader.clone();
        std::iter::successors(up(id), up).collect()
    };
    let id = PeopleId::new(people).unwrap();
    let narrower = register
        .people
        .keys()
        .filter(|other| broader(other).contains(&id))
        .cloned()
        .chain([id.clone()])
        .collect();
    FlowQuery {
        people: Some(Subjects {
            name: id.to_string(),
            narrower,
            broader: broader(&id),
        }),
        ..about_data(register, data)
    }
}

/// A party alone, as questions name it.
fn whole(id: &str) -> Whole {
    let id = crate::model::PartyId::new(id).unwrap();
    Whole {
        name: id.to_string(),
        kind: crate::model::Recorded::NotRecorded,
        parts: [id.clone()].into(),
        wholes: BTreeMap::new(),
        id,
    }
}

fn places(written: &[&str]) -> BTreeSet<Reference> {
    written
        .iter()
        .map(|place| {
            let (kind, id) = place.split_once(':').unwrap_or(("party", place));
            Reference::new(Kind::from_word(kind).unwrap(), id)
        })
        .collect()
}

/// The receivers of a category, one a line: certainty, roles, through whom, and the route.
fn receivers(register: &Register, data: &str) -> String {
    received(register, &about_data(register, data))
}

/// The receivers that answer a question, one a line.
fn received(register: &Register, query: &FlowQuery) -> String {
    let mut search = WhoReceives::new(query);
    search.look(register);
    lines(search.finish().0.iter().map(receiver))
}

fn receiver(receiver: &Receiver) -> String {
    let roles: Vec<&str> = receiver.roles.iter().map(|role| role.word()).collect();
    let through: Vec<&str> = receiver
        .through
        .iter()
        .map(|thing| thing.id.as_str())
        .collect();
    let through = match through.is_empty() {
        true => "direct".to_owned(),
        false => format!("through {}", through.join(", ")),
    };
    format!(
        "{} {} {through}: {}{}",
        receiver.certainty.word(),
        roles.join(" and "),
        route(&receiver.route),
        if receiver.begins_at_activity {
            ""
        } else {
            " (begins there)"
        },
    )
}

/// A route as its places, each step that is only possible with a question mark.
fn route(steps: &[RouteStep]) -> String {
    let mut text = steps
        .first()
        .map_or(String::new(), |step| step.from.id.clone());
    for step in steps {
        let arrow = match step.certainty {
            Certainty::Stated => " -> ",
            Certainty::Possible => " ?> ",
        };
        text.push_str(arrow);
        text.push_str(&step.to.id);
    }
    text
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// What an answer says is not recorded, one a line.
fn gaps(not_recorded: &[NotRecorded]) -> String {
    lines(
        not_recorded
            .iter()
            .map(|gap| format!("{}: {}", gap.what, gap.examples.join(", "))),
    )
}
