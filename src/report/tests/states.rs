//! Every field of the model in its three states: an export that shows a field tells *not recorded*,
//! *none* and a value apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::sample::marked;
use super::super::*;
use super::DAY;
use crate::model::{Fields, Kind, Presence, Record, Register, Shape};
use crate::store::Store;

/// A field by the way to it: `activity.purpose.basis`.
fn places() -> Vec<Vec<&'static str>> {
    fn walk(fields: Fields, way: &[&'static str], found: &mut Vec<Vec<&'static str>>) {
        for field in fields.iter().copied().flatten() {
            let mut here = way.to_vec();
            here.push(field.name);
            if field.presence == Presence::Recorded {
                found.push(here.clone());
            }
            if let Shape::Table(inside) | Shape::Tables(inside) = field.shape {
                walk(inside, &here, found);
            }
        }
    }
    let mut found = Vec::new();
    for kind in Kind::ALL {
        walk(kind.fields(), &[kind.word()], &mut found);
    }
    found
}

/// The same register with a field in another state in every record that has it.
fn with(register: &Register, place: &[&str], state: Option<&Value>) -> Register {
    fn set(document: &mut Value, way: &[&str], state: Option<&Value>) {
        match (way, document) {
            ([field], Value::Object(map)) if map.contains_key(*field) => match state {
                Some(state) => drop(map.insert((*field).to_owned(), state.clone())),
                None => drop(map.remove(*field)),
            },
            ([field, rest @ ..], Value::Object(map)) if !rest.is_empty() => {
                if let Some(inner) = map.get_mut(*field) {
                    set(inner, rest, state);
                }
            }
            (way, Value::Array(items)) => items.iter_mut().for_each(|item| set(item, way, state)),
            _ => {}
        }
    }
    let mut other = Register::default();
    for (reference, record) in register.clone().into_records() {
        let mut document = serde_json::to_value(&record).unwrap();
        if reference.kind.word() == place[0] {
            set(&mut document, &place[1..], state);
        }
        let record = Record::from_value(reference.kind, document).unwrap();
        other.insert(&reference.id, record).unwrap();
    }
    other
}

/// What each export says of a register.
fn exports(register: &Register) -> BTreeMap<&'static str, String> {
    let mut said = BTreeMap::new();
    let store = Store::in_memory_unsound(register.clone());
    // The layout `full` is without loss by its own tests.
    for layout in LAYOUTS.iter().filter(|layout| layout.name != "full") {
        let asked = Asked {
            per: Per::Activity,
            pictures: false,
            ..Asked::of(layout, DAY)
        };
        let mut export = article30(&store, &asked, DAY.into(), None, "json", &|| ()).unwrap();
        // The proof has the hash of all records.
        export.document.sections.pop();
        said.insert(layout.name, written(&mut export.document));
    }
    let id = crate::model::ActivityId::new("the-one").unwrap();
    let dossier = Dossier::read(&store, &id, DAY.into(), String::new());
    let dossier = dossier.unwrap().unwrap();
    for (name, make) in [
        ("activity", activity as fn(&Dossier) -> Document<'static>),
        ("dpia", dpia),
    ] {
        let mut document = make(&dossier);
        document.sections.retain(|section| !section.is_proof());
        // What pictures say is tried where they are drawn.
        for section in &mut document.sections {
            section
                .blocks
                .retain(|block| !matches!(block, Block::Figure(_)));
        }
        said.insert(name, written(&mut document));
    }
    said
}

fn written(document: &mut Document<'_>) -> String {
    let mut bytes = Vec::new();
    (json::FORMAT.write)(document, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Where a field is not said but decides what is, so that *not recorded* and *none* are the same there.
const DECIDE: &[(&str, &str, &str)] = &[
    (
        "ico-controller",
        "activity.onward",
        "what recipients hand on is no column",
    ),
    (
        "eu",
        "activity.onward",
        "what recipients hand on is no column",
    ),
    ("ico-controller", "document.kind", CONTRACTS),
    ("dpia", "document.kind", CONTRACTS),
    ("activity", "party.kind", PERSONS),
    ("dpia", "party.kind", PERSONS),
    ("eu", "party.kind", PERSONS),
    ("ico-controller", "party.kind", PERSONS),
    ("eu", "activity.source.through", PASSES),
    ("eu", "activity.source", NAMED),
    ("eu", "activity.store", NAMED),
    (
        "ico-controller",
        "activity.purpose.documents",
        "only assessments of interests are said",
    ),
    ("ico-controller", "activity.source.through", PASSES),
    ("ico-controller", "activity.store.through", PASSES),
    ("eu", "activity.store.through", PASSES),
    ("eu", "activity.feed", FED),
    ("ico-controller", "activity.feed", FED),
    ("eu", "activity.feed.through", PASSES),
    ("ico-controller", "activity.feed.through", PASSES),
];

const CONTRACTS: &str = "which documents are at hand decides which contracts are named";
const NAMED: &str = "what flows name is listed beside the data of the activity";
const PERSONS: &str = "what a party is decides with whom it is one legal person";
const FED: &str = "what systems pass to each other is no column";
const PASSES: &str = "which systems data passes decides who has it, and where";

#[test]
fn every_export_tells_the_three_states_of_a_field_apart() {
    let register = marked();
    let value = exports(&register);
    let places = places();
    let tried: Vec<_> = std::thread::scope(|scope| {
        let try_all = |places: &[Vec<&'static str>]| -> Vec<_> {
            let each = places.iter().map(|place| {
                let none = exports(&with(&register, place, Some(&json!("none"))));
                (
                    place.join("."),
                    none,
                    exports(&with(&register, place, None)),
                )
            });
            each.collect()
        };
        let halves = places.split_at(places.len() / 2);
        let first = scope.spawn(move || try_all(halves.0));
        let second = try_all(halves.1);
        first.join().unwrap().into_iter().chain(second).collect()
    });
    let mut merged = Vec::new();
    let mut used = BTreeSet::new();
    for (place, none, absent) in tried {
        for (name, value) in &value {
            let is_shown = *value != absent[name] || *value != none[name];
            if is_shown
                && (absent[name] == none[name] || *value == none[name] || *value == absent[name])
            {
                let which = match (*value == none[name], *value == absent[name]) {
                    (false, false) => "none = not recorded",
                    (true, _) => "none = value",
                    _ => "not recorded = value",
                };
                let decides =
                    |(export, field, _): &&(&str, &str, &str)| export == name && *field == &*place;
                match DECIDE.iter().find(decides) {
                    Some(one) => drop(used.insert(*one)),
                    None => merged.push(format!("{name}: {place}: {which}")),
                }
            }
        }
    }
    assert!(merged.is_empty(), "{}", merged.join("\n"));
    // An exception that is none would hide a fault to come.
    let idle: Vec<_> = DECIDE.iter().filter(|one| !used.contains(*one)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
