//! Registers there and back, and damaged files.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::Register;
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
