//! The example register: every field of every kind with a value, for people to look at and copy from.
//!
//! Its files are in `example/` and in the program. Tests hold that they read without a finding, that they are written
//! as they stand, and that no field is missing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Date, Kind, Record, Reference, Register};
use crate::rules::Facts;

use super::files::Files;
use super::folder::{ACTIVITIES, SourceFile, file_of};
use super::layout;
use super::read::{Reading, Seed, pass};

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("example/", $path)))
    };
}

/// The files of the example register: the path of each inside the folder, and its text.
pub static EXAMPLE: &[(&str, &str)] = &[
    file!("register.toml"),
    file!("parties.toml"),
    file!("systems.toml"),
    file!("data.toml"),
    file!("people.toml"),
    file!("measures.toml"),
    file!("documents.toml"),
    file!("approvals.toml"),
    file!("waivers.toml"),
    file!("activities/adult-social-care.toml"),
    file!("activities/fly-tipping.toml"),
    file!("activities/museum-friends.toml"),
];

/// The day by whose law the example register is written.
pub const EXAMPLE_DAY: Date = Date::constant(2026, 11, 24);

/// The example register.
pub fn example() -> Register {
    reading().register
}

/// The example register as it is read, with what is wrong with it.
fn reading() -> Reading {
    embedded(EXAMPLE, EXAMPLE_DAY)
}

/// A register out of files that are in the program, with what is wrong with it.
pub(super) fn embedded(texts: &[(&str, &str)], on: Date) -> Reading {
    let mut files = Files::default();
    for (path, _) in texts {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| file_of(*kind) == Some(*path));
        match kind {
            Some(kind) => files.catalogues.push((kind, PathBuf::from(path))),
            None => {
                let stem = Path::new(path).file_stem().unwrap_or_default();
                let id = stem.to_string_lossy().into_owned();
                files.activities.push((id, PathBuf::from(path)));
            }
        }
    }
    let load = |path: &Path| {
        let text = texts.iter().find(|(known, _)| Path::new(known) == path);
        let text = text.map_or("", |(_, text)| text);
        Ok(Ok(SourceFile {
            path: Arc::from(path),
            text: Arc::from(text),
        }))
    };
    // Nothing is read from a disk, so that nothing can fail there.
    pass(&files, on, &Facts::default(), &load, Seed::none())
        .map_or_else(|_| Reading::default(), |(reading, _)| reading)
}

/// The file in which a record is written, inside the folder of a register: `activities/payroll.toml`.
pub fn file_of_record(record: &Reference) -> String {
    file_of(record.kind).map_or_else(|| format!("{ACTIVITIES}/{}.toml", record.id), str::to_owned)
}

/// A record as it is written in its file, with its heading where the file holds several.
pub fn written(record: &Reference, document: &Record) -> String {
    let mut text = String::new();
    match record.kind {
        Kind::Activity => return layout::whole(record, document),
        Kind::Settings => layout::keyed(&mut text, record, "settings", document),
        _ => layout::keyed(&mut text, record, &record.id, document),
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::*;
    use crate::model::{FieldAt, Fields, Shape, elsewhere};

    #[test]
    fn it_reads_without_a_finding_and_is_written_as_it_stands() {
        let reading = reading();
        assert_eq!(reading.findings, Vec::new());
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for (reference, record) in reading.register.into_records() {
            let text = files.entry(file_of_record(&reference)).or_default();
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&written(&reference, &record));
        }
        let embedded: BTreeMap<String, String> = EXAMPLE
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(files, embedded);
    }

    fn recorded(fields: Fields, value: &Value, above: &str, found: &mut BTreeSet<String>) {
        for field in fields.iter().copied().flatten() {
            let Some(value) = value.get(field.name).filter(|value| *value != "none") else {
                continue;
            };
            let path = format!("{above}{}", field.name);
            let below = format!("{path}.");
            found.insert(path);
            match (field.shape, value) {
                (Shape::Table(inner), value) => recorded(inner, value, &below, found),
                (Shape::Tables(inner), Value::Array(rows)) => {
                    for row in rows {
                        recorded(inner, row, &below, found);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_field_of_every_kind_has_a_value_in_it() {
        let mut found: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
        for (reference, record) in example().into_records() {
            let value = serde_json::to_value(&record).unwrap();
            let found = found.entry(reference.kind).or_default();
            recorded(reference.kind.fields(), &value, "", found);
        }
        let mut missing = Vec::new();
        for kind in Kind::ALL {
            for FieldAt { path, .. } in kind.every_field() {
                // A flow of any list will do for what all flows have.
                let known = |path: &String| found[&kind].contains(path);
                if !known(&path) && !elsewhere(&path).iter().any(known) {
                    missing.push(format!("{kind}.{path}"));
                }
            }
        }
        assert!(
            missing.is_empty(),
            "give these a value in src/text/example: {missing:?}"
        );
    }
}
