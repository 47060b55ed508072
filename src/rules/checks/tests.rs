//! Both examples of every rule are registers, and do what they say.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::model::{Kind, Record, visit_references};
use crate::rules::sound;

/// The day of the examples.
const DAY: Date = Date::constant(2026, 11, 27);

/// The register that an example is: records without a name are called by their ids, and those that are only mentioned
/// need not be there.
pub(super) fn register(example: &str) -> Register {
    let documents: Value =
        toml::from_str(example).unwrap_or_else(|error| panic!("{example}\n{error}"));
    let mut register = Register::default();
    let mut mentioned = BTreeSet::new();
    for (kind, records) in documents.as_object().unwrap() {
        let kind = Kind::from_word(kind).unwrap_or_else(|| panic!("`{kind}` is no kind"));
        let records = match kind {
            Kind::Settings => serde_json::json!({ "register": records }),
            _ => records.clone(),
        };
        for (id, mut document) in records.as_object().unwrap().clone() {
            if !matches!(kind, Kind::Settings | Kind::Approval | Kind::Waiver) {
                let fields = document.as_object_mut().unwrap();
                fields.entry("name").or_insert_with(|| id.as_str().into());
            }
            let record = Record::from_value(kind, document)
                .unwrap_or_else(|error| panic!("{example}\n{error}"));
            visit_references(&record, &mut |_, kind, id| {
                mentioned.insert(Reference::new(kind, id));
            });
            register.insert(&id, record).unwrap();
        }
    }
    for reference in mentioned {
        if register.name(&reference).is_none() {
            let record =
                Record::from_value(reference.kind, serde_json::json!({ "name": reference.id }));
            register.insert(&reference.id, record.unwrap()).unwrap();
        }
    }
    register
}

/// The history that an example tells in its remarks: the activity, the day, who changed it, and in which field.
fn past(example: &str) -> Past {
    let lines = example
        .lines()
        .filter_map(|line| line.strip_prefix("# history: "));
    let changes = lines.map(|line| {
        let parts: Vec<&str> = line.split(", ").collect();
        let [id, on, by, field] = parts[..] else {
            panic!("{line}")
        };
        let on: Date = on.parse().unwrap();
        let fields = [(field.to_owned(), on)].into_iter().collect();
        let by = by.to_owned();
        (ActivityId::new(id).unwrap(), Changes { by, on, fields })
    });
    Past(changes.collect())
}

/// What a rule alone finds on an example, a finding on each line.
fn finds(rule: &'static Check, example: &str) -> String {
    let register = register(example);
    assert_eq!(sound(&register), [], "{}: {example}", rule.code);
    let found = found_after(rule, &register, Some(&past(example)));
    let lines = found.iter().map(|found| {
        let place = found.finding.place.as_ref().unwrap();
        format!(
            "{}: {place}: {}\n",
            found.finding.level.word(),
            found.finding.message
        )
    });
    lines.collect()
}

/// What a rule finds in a register, where all others are asked too if it looks at what they found.
pub(super) fn found_by(rule: &'static Check, register: &Register) -> Vec<Found> {
    found_after(rule, register, None)
}

/// The same, after what the history says.
fn found_after(rule: &'static Check, register: &Register, past: Option<&Past>) -> Vec<Found> {
    let view = View::of(register, DAY)
        .with_lapsed(lapsed(register))
        .with_past(past);
    let asking = Asking::of(|asked| asked.code == rule.code).with_waived();
    let all = asking.about(&view).found.into_iter();
    all.filter(|found| found.rule.code == rule.code).collect()
}

/// In an example the content of an approval is `now` where it is what the activity says.
fn lapsed(register: &Register) -> BTreeSet<crate::model::ApprovalId> {
    let approvals = register.approvals.iter();
    approvals
        .filter(|(_, approval)| approval.content != "now")
        .map(|(id, _)| id.clone())
        .collect()
}

#[test]
fn each_rule_trips_on_one_example_and_not_on_the_other() {
    let faults: Vec<String> = rules()
        .filter_map(|rule| {
            let (trips, passes) = (finds(rule, rule.trips), finds(rule, rule.passes));
            match (trips.is_empty(), passes.is_empty()) {
                (false, true) => None,
                (true, _) => Some(format!("{} does not trip", rule.code)),
                (_, false) => Some(format!(
                    "{} trips on what it should pass: {passes}",
                    rule.code
                )),
            }
        })
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn rules_are_told_apart_and_say_what_they_are() {
    let mut codes = BTreeSet::new();
    for rule in rules() {
        assert!(codes.insert(rule.code), "{} is there twice", rule.code);
        assert!(
            !rule.title.ends_with('.') && !rule.rests_on.is_empty(),
            "{}",
            rule.code
        );
        for state in ["Not recorded:", "None:", "Value:"] {
            assert!(rule.states.contains(state), "{}: {state}", rule.code);
        }
        assert!(
            matches!(rule.level, Level::Required | Level::Expected | Level::Tidy),
            "{}",
            rule.code
        );
    }
}

/// Each finding on the examples names a field of its record.
#[test]
fn findings_name_fields_that_records_have() {
    for rule in rules() {
        let register = register(rule.trips);
        for found in found_after(rule, &register, Some(&past(rule.trips))) {
            let schema: Vec<&str> = found
                .path
                .split('.')
                .map(|part| part.split('[').next().unwrap())
                .collect();
            let fields = found.record.kind.every_field();
            let is_known =
                found.path.is_empty() || fields.iter().any(|at| at.path == schema.join("."));
            assert!(
                is_known,
                "{}: {} has no field {}",
                rule.code, found.record, found.path
            );
        }
    }
}
