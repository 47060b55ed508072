//! What holds of every rule: one that looks for a gap gains nothing by what is recorded, one that looks for a fact says
//! nothing where it is not.

use proptest::prelude::*;
use serde_json::Value;

use super::tests::{found_by, register};
use super::*;
use crate::graph::tests::strategy::{config, documents};
use crate::model::{FieldAt, Kind, Record, Shape, example};

/// A register as values, by kind and id.
fn values(register: &Register) -> Vec<(Reference, Value)> {
    let records = register.clone().into_records();
    records
        .map(|(reference, record)| (reference, serde_json::to_value(record).unwrap()))
        .collect()
}

fn of_values(values: &[(Reference, Value)]) -> Register {
    let mut register = Register::default();
    for (reference, value) in values {
        let record = Record::from_value(reference.kind, value.clone()).unwrap();
        register.insert(&reference.id, record).unwrap();
    }
    register
}

/// The kind and the way to a field.
fn parts(field: &str) -> (Kind, Vec<&str>) {
    let (kind, path) = field.split_once('.').unwrap();
    (Kind::from_word(kind).unwrap(), path.split('.').collect())
}

/// Takes a field out of a table and of every table in its lists.
fn strip(value: &mut Value, path: &[&str]) {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().for_each(|item| strip(item, path)),
        (Value::Object(fields), [last]) => drop(fields.remove(*last)),
        (Value::Object(fields), [first, rest @ ..]) => {
            if let Some(field) = fields.get_mut(*first) {
                strip(field, rest);
            }
        }
        _ => {}
    }
}

/// Gives a field a value wherever it is not recorded.
fn fill(value: &mut Value, path: &[&str], with: &Value) {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().for_each(|item| fill(item, path, with)),
        (Value::Object(fields), [last]) => {
            fields.entry(*last).or_insert_with(|| with.clone());
        }
        (Value::Object(fields), [first, rest @ ..]) => {
            if let Some(field) = fields.get_mut(*first) {
                fill(field, rest, with);
            }
        }
        _ => {}
    }
}

fn shape_of(kind: Kind, path: &[&str]) -> Shape {
    let fields = kind.every_field().into_iter();
    let mut found = fields.filter(|FieldAt { path: of, .. }| *of == path.join("."));
    found
        .next()
        .unwrap_or_else(|| panic!("{kind} has no {path:?}"))
        .field
        .shape
}

/// How often a rule trips at records that the register has.
fn count(rule: &'static Check, register: &Register) -> usize {
    let has = |found: &Found| {
        found.record.kind == Kind::Settings || register.name(&found.record).is_some()
    };
    found_by(rule, register)
        .iter()
        .filter(|found| has(found))
        .count()
}

/// What is wrong with a rule in a register.
fn fault(rule: &'static Check, register: &Register) -> Option<String> {
    let mut changed = values(register);
    match rule.looks_for {
        LooksFor::Gap("") | LooksFor::Fact("") => None,
        LooksFor::Fact(field) => {
            let (kind, path) = parts(field);
            changed
                .iter_mut()
                .filter(|(reference, _)| reference.kind == kind)
                .for_each(|(_, value)| strip(value, &path));
            let n_found = count(rule, &of_values(&changed));
            (n_found > 0).then(|| format!("{} trips {n_found} times without {field}", rule.code))
        }
        LooksFor::Gap(field) => {
            let (kind, path) = parts(field);
            let with = example(shape_of(kind, &path), false);
            changed
                .iter_mut()
                .filter(|(reference, _)| reference.kind == kind)
                .for_each(|(_, value)| fill(value, &path, &with));
            let (before, after) = (count(rule, register), count(rule, &of_values(&changed)));
            (after > before).then(|| {
                format!(
                    "{} trips {after} times with {field}, and {before} without",
                    rule.code
                )
            })
        }
    }
}

#[test]
fn gaps_and_facts_on_every_example() {
    let mut faults = Vec::new();
    for rule in rules() {
        for other in
            rules().filter(|other| other.code.split('-').next() == rule.code.split('-').next())
        {
            for example in [other.trips, other.passes] {
                faults.extend(
                    fault(rule, &register(example)).map(|fault| format!("{fault}, on {example}")),
                );
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..config() })]

    /// On made-up registers too; and no rule stumbles over any.
    #[test]
    fn gaps_and_facts_on_any_register(documents in documents()) {
        let register = crate::graph::tests::register(documents);
        for rule in rules() {
            prop_assert_eq!(fault(rule, &register), None);
        }
    }
}
