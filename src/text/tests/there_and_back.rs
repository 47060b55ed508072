//! Registers there and back, and damaged files.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::{Kind, Record, Register};
use crate::rules;
use crate::text::sample::any_register;

fn there_and_back(register: &Register) -> Result<(), TestCaseError> {
    let folder = folder(&[]);
    write(register.clone().into_records(), folder.path()).unwrap();
    let reading = read(folder.path(), today()).unwrap();
    let errors: Vec<Finding> = reading
        .findings
        .iter()
        .filter(|f| f.is_error())
        .cloned()
        .collect();
    prop_assert_eq!(lines(&errors, folder.path()), "");
    prop_assert_eq!(&reading.register, register);
    let first = contents(folder.path());
    for (path, text) in &first {
        prop_assert!(
            text.ends_with(b"\n") && !text.ends_with(b"\n\n"),
            "{}",
            path.display()
        );
    }
    let other = super::folder(&[]);
    write(reading.register.into_records(), other.path()).unwrap();
    let second = contents(other.path());
    prop_assert_eq!(first.len(), second.len());
    for ((_, one), (path, two)) in first.iter().zip(&second) {
        prop_assert_eq!(one, two, "{}", path.display());
    }
    Ok(())
}

#[test]
fn what_breaks_a_rule_is_found_where_it_is_written() {
    for (id, register) in rules::tests::faulty() {
        let folder = folder(&[]);
        write(register.clone().into_records(), folder.path()).unwrap();
        let said = |findings: Vec<Finding>| -> BTreeSet<(&str, String)> {
            let each = findings.into_iter();
            each.map(|finding| (finding.code, finding.message))
                .collect()
        };
        let findings = read(folder.path(), today()).unwrap().findings;
        assert!(findings.iter().all(|finding| passage(finding).line() > 0));
        assert_eq!(said(findings), said(rules::sound(&register)), "{id}");
    }
}

/// What damage does to the bytes of a file.
#[derive(Clone, Debug)]
enum Damage {
    Delete(usize, usize),
    Insert(usize, Vec<u8>),
    Replace(usize, u8),
    Truncate(usize),
    Move(usize, usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..8),
        proptest::sample::select(vec![
            "\"",
            "'",
            "\"\"\"",
            "[",
            "]",
            "[[",
            "]]",
            "=",
            "\n",
            ".",
            "{",
            "}",
            ",",
            "[a]\n",
            "[[a]]\n",
            "a = 1\n",
            "a.b.c = 1\n",
            "\u{feff}",
            "#",
            "\\",
            "[a.b]\n",
            "1e9",
            "2026-13-99",
            "none",
            "-",
            "0x",
            "\r",
            "é",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        (any::<usize>(), 1..40_usize).prop_map(|(at, count)| Damage::Delete(at, count)),
        (any::<usize>(), bytes).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        any::<usize>().prop_map(Damage::Truncate),
        (any::<usize>(), any::<usize>(), 1..60_usize).prop_map(|(a, b, n)| Damage::Move(a, b, n)),
    ]
}

impl Damage {
    fn to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        match self {
            Self::Delete(at, count) => {
                let at = at % (length + 1);
                bytes.drain(at..length.min(at + count));
            }
            Self::Insert(at, new) => {
                let at = at % (length + 1);
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Replace(at, byte) => {
                if length > 0 {
                    bytes[at % length] = *byte;
                }
            }
            Self::Truncate(at) => bytes.truncate(at % (length + 1)),
            Self::Move(from, to, count) => {
                let from = from % (length + 1);
                let moved: Vec<u8> = bytes.drain(from..length.min(from + count)).collect();
                let to = to % (bytes.len() + 1);
                bytes.splice(to..to, moved);
            }
        }
    }
}

/// Reads and shows; whatever has no error can be written and read again.
fn survives(folder: &Path) -> Result<(), TestCaseError> {
    let reading = read(folder, today()).unwrap();
    for finding in &reading.findings {
        let place = passage(finding);
        prop_assert!(place.line() >= 1 && place.column() >= 1);
    }
    if !reading.has_errors() {
        there_and_back(&reading.register)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(register in any_register()) {
        there_and_back(&register)?;
    }

    #[test]
    fn damage_never_stops_reading(
        register in any_register(),
        file in any::<usize>(),
        damages in proptest::collection::vec(damage(), 1..5),
    ) {
        let folder = folder(&[]);
        write(register.into_records(), folder.path()).unwrap();
        let files = contents(folder.path());
        let (path, bytes) = &files[file % files.len()];
        let mut bytes = bytes.clone();
        for damage in damages {
            damage.to(&mut bytes);
        }
        fs::write(path, bytes).unwrap();
        survives(folder.path())?;
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]\"'=.a-c\\n0-9{},# \\\\-]{0,120}") {
        let folder = folder(&[("activities/x.toml", &text), ("people.toml", &text)]);
        fs::write(folder.path().join("parties.toml"), &bytes).unwrap();
        fs::write(folder.path().join("activities/y.toml"), &bytes).unwrap();
        survives(folder.path())?;
    }
}

/// A place in a document, by keys and numbers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let within = |key: &str| format!("{at}/{key}");
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                found.push(within(key));
                places(value, &within(key), found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                found.push(within(&number.to_string()));
                places(item, &within(&number.to_string()), found);
            }
        }
        _ => {}
    }
}

/// A register with a record in which something was taken out, says something else, or went to another list; nothing where
/// that is no record.
fn changed(register: Register, choices: [usize; 4]) -> Option<Register> {
    const LISTS: [&str; 5] = ["source", "store", "recipient", "onward", "feed"];
    let [which, place, how, to] = choices;
    let mut records: Vec<_> = register.into_records().collect();
    if records.is_empty() {
        return None;
    }
    // What an activity says is the most.
    let activities = |kind| kind == Kind::Activity;
    let of_activity = records.iter().position(|(one, _)| activities(one.kind));
    let chosen = match which % 2 {
        0 => of_activity.unwrap_or_default(),
        _ => which % records.len(),
    };
    let (reference, record) = &mut records[chosen];
    let mut document = serde_json::to_value(&*record).unwrap();
    let mut found = Vec::new();
    places(&document, "", &mut found);
    // Settings may say nothing at all.
    let path = found.get(place % found.len().max(1))?;
    let (above, last) = path.rsplit_once('/').unwrap();
    let lists: Vec<&str> = LISTS
        .into_iter()
        .filter(|list| document[list].is_array())
        .collect();
    match (how % 4, document.pointer_mut(above).unwrap()) {
        (0 | 1, Value::Object(fields)) => drop(fields.remove(last)),
        (0 | 1, Value::Array(items)) => drop(items.remove(last.parse().unwrap())),
        (2, _) => {
            let words = [
                json!("none"),
                json!(""),
                json!([]),
                json!({}),
                json!("unknown"),
            ];
            *document.pointer_mut(path).unwrap() = words[to % words.len()].clone();
        }
        _ => {
            let from = *lists.get(place % lists.len().max(1))?;
            let moved = document[from].clone();
            document[LISTS[to % LISTS.len()]] = moved;
        }
    }
    *record = Record::from_value(reference.kind, document).ok()?;
    let mut register = Register::default();
    for (reference, record) in records {
        register.insert(&reference.id, record).unwrap();
    }
    Some(register)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 192, ..ProptestConfig::default() })]

    /// What every commit passes lets nothing through that text refuses: a store can be written out and read again.
    #[test]
    fn what_a_store_takes_reads_back(register in any_register(), choices in any::<[usize; 4]>()) {
        let changed = changed(register, choices);
        if let Some(register) = changed.filter(|register| rules::sound(register).is_empty()) {
            there_and_back(&register)?;
        }
    }
}
