//! Every field in every door: `tests/fixtures/county` uses each field of the model, and what a field
//! says is seen wherever it belongs.
//!
//! A field is taken out of the register, or changed where it cannot be left out, and every door is
//! asked again: those that answer otherwise show the field.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ropa::model::{Kind, Record, Reference, Register, documents, elsewhere, recorded_at};
use ropa::text::EXAMPLE_DAY;
use serde_json::{Value, json};

use crate::harness::{Folder, copy, page, root};

fn county() -> Register {
    let reading = ropa::text::read(&root().join("tests/fixtures/county"), EXAMPLE_DAY).unwrap();
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    reading.register
}

#[test]
fn the_county_uses_every_field_of_the_model() {
    let county = county();
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let documents = documents(&county, kind);
        for at in kind.every_field() {
            // A flow of any list will do for what all flows have.
            let is_used = |path: &String| recorded_at(&documents, path).is_some();
            if !is_used(&at.path) && !elsewhere(&at.path).iter().any(is_used) {
                missing.push(format!("{kind}.{}", at.path));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "give these a value in tests/fixtures/county: {missing:?}"
    );
}

#[test]
fn the_county_is_text_again_as_it_stands() {
    let held = root().join("tests/fixtures/county");
    let folder = Folder::empty();
    copy(&held, &folder.path("text"));
    for line in ["ropa init", "ropa apply text", "ropa dump dumped"] {
        folder.does(line);
    }
    let mut n_files = 0;
    for inside in ["", "activities"] {
        for entry in fs::read_dir(held.join(inside)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(&held).unwrap().display().to_string();
                let dumped = folder.read(&format!("dumped/{name}"));
                assert_eq!(dumped, fs::read_to_string(&path).unwrap(), "{name}");
                n_files += 1;
            }
        }
    }
    assert!(n_files > 12, "{n_files}");
}

/// What each door is asked, by its name. Beside them stand the layout `full` of the record of Article 30, the
/// text and the published tables, which leave out no field by their own tests.
const DOORS: &[(&str, &[&str])] = &[
    (
        "ask",
        &[
            "ask who-receives support-needs --explain",
            "ask who-receives phone-number --explain",
            "ask who-receives falls-alert --explain",
            "ask where-held activity-log --people older-people --explain",
            "ask where-held support-needs --people support-staff",
            "ask leaves-uk --explain",
        ],
    ),
    (
        "diagram",
        &[
            "diagram activity home-support --format json",
            "diagram activity rogue-traders --format json",
        ],
    ),
    (
        "activity",
        &[
            "export activity home-support --format md",
            "export activity rogue-traders --format md",
        ],
    ),
    ("show", &[]),
];

/// The county, changed, as a folder to ask.
struct Changed {
    folder: Folder,
    records: BTreeSet<Reference>,
}

impl Changed {
    /// The county without some fields, or with another value of them; and the records that have them.
    fn of(county: &Register, paths: &[&str]) -> Self {
        let mut changed = Register::default();
        let mut records = BTreeSet::new();
        for (reference, record) in county.clone().into_records() {
            let held = serde_json::to_value(&record).unwrap();
            let mut document = held.clone();
            for path in paths {
                let way: Vec<&str> = path.split('.').collect();
                let other = OTHERWISE.iter().find(|(of, _)| of == path);
                let other = other.map_or(Value::Null, |(_, word)| json!(word));
                if reference.kind.word() == way[0] {
                    set(&mut document, &way[1..], &other);
                }
            }
            if document != held {
                records.insert(reference.clone());
            }
            let record = Record::from_value(reference.kind, document).unwrap();
            changed.insert(&reference.id, record).unwrap();
        }
        let folder = Folder::empty();
        ropa::text::write(changed.into_records(), &folder.path("register")).unwrap();
        Self { folder, records }
    }

    /// What a door says of it; `show` of some of its records.
    fn says(&self, door: &str, shown: &BTreeSet<Reference>) -> String {
        let lines = DOORS.iter().find(|(name, _)| *name == door).unwrap().1;
        let lines = lines.iter().map(|line| (*line).to_owned());
        let shown = shown.iter().filter(|_| door == "show");
        let lines = lines.chain(shown.map(|record| format!("show {record}")));
        let said = lines.map(|line| {
            let run = self.folder.run(&format!("ropa --on 2026-11-24 {line}"));
            assert_eq!(run.code, 0, "{}", run.transcript());
            // What proves a document has the hash of all records.
            let end = run.stdout.find("## Proof");
            let said = &run.stdout[..end.unwrap_or(run.stdout.len())];
            let lines = said.lines().filter(|line| !line.contains("register_hash"));
            lines.collect::<Vec<_>>().join("\n")
        });
        said.collect::<Vec<_>>().join("\n")
    }
}

fn set(document: &mut Value, way: &[&str], other: &Value) {
    match (way, document) {
        ([field], Value::Object(map)) if map.contains_key(*field) => match other {
            Value::Null => drop(map.remove(*field)),
            other => drop(map.insert((*field).to_owned(), other.clone())),
        },
        ([field, rest @ ..], Value::Object(map)) if !rest.is_empty() => {
            if let Some(inner) = map.get_mut(*field) {
                set(inner, rest, other);
            }
        }
        (way, Value::Array(items)) => items.iter_mut().for_each(|item| set(item, way, other)),
        _ => {}
    }
}

#[test]
fn every_new_field_shows_in_every_door_where_it_belongs() {
    let county = county();
    let before = Changed::of(&county, &[]);
    let said: BTreeMap<&str, String> = DOORS
        .iter()
        .map(|(door, _)| (*door, before.says(door, &BTreeSet::new())))
        .collect();
    let try_all = |fields: &[(&str, &str)]| -> Vec<String> {
        let mut hidden = Vec::new();
        for (path, doors) in fields {
            let changed = Changed::of(&county, &[path]);
            assert!(!changed.records.is_empty(), "{path} is used nowhere");
            for door in doors.split(' ') {
                let held = match door {
                    "show" => before.says(door, &changed.records),
                    _ => said[door].clone(),
                };
                if held == changed.says(door, &changed.records) {
                    hidden.push(format!("{path} does not show in {door}"));
                }
            }
        }
        hidden
    };
    let halves = FIELDS.split_at(FIELDS.len() / 2);
    let mut wrong = std::thread::scope(|scope| {
        let first = scope.spawn(|| try_all(halves.0));
        let second = try_all(halves.1);
        [first.join().unwrap(), second].concat()
    });
    // What a door rightly does not show changes nothing in it: should it come to, the table is to say so.
    for (door, _) in DOORS {
        let others = FIELDS.iter();
        let others = others.filter(|(_, doors)| !doors.split(' ').any(|one| one == *door));
        let others: Vec<&str> = others.map(|(path, _)| *path).collect();
        let changed = Changed::of(&county, &others);
        if said[door] != changed.says(door, &BTreeSet::new()) {
            wrong.push(format!("{door} shows one of {others:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Fields that cannot be left out, or alone in their table, and what they are changed to.
const OTHERWISE: &[(&str, &str)] = &[
    ("party.identifiers.ico", "ZA765432"),
    ("party.identifiers.companies-house", "07654322"),
    ("party.identifiers.charity", "1098766"),
    ("party.identifiers.ods", "7B1"),
    ("party.identifiers.gss", "E10000097"),
    ("waiver.rule", "NOT-link"),
    ("waiver.record", "document:support-dpia"),
    ("waiver.reason", "Another reason."),
];

/// Each field that came with roles, days, pairs, agreements and the like, and the doors that show it. `show` shows
/// every field. Where another does not:
///
/// - That records that look alike are not one (`distinct_from`), and what is accepted of checks (waivers), is about
///   the register and not about what is done with data: no answer, drawing or record of an activity tells it.
/// - An answer tells who has which data, where, and under what: not what papers say beside that they are in force, what
///   a purpose needs or what law lifts a prohibition, how a system is guarded, nor the days of what is in use.
/// - A drawing shows places, flows and their marks: no numbers of registers, no security, no retention, no purposes, no
///   pairs of people and data; days only of what is planned or has ended.
const FIELDS: &[(&str, &str)] = &[
    ("settings.notice_days", "show ask diagram activity"),
    ("party.kind", "show ask diagram activity"),
    ("party.part_of", "show ask diagram activity"),
    ("party.identifiers.ico", "show activity"),
    ("party.identifiers.companies-house", "show activity"),
    ("party.identifiers.charity", "show activity"),
    ("party.identifiers.ods", "show activity"),
    ("party.identifiers.gss", "show activity"),
    ("party.distinct_from", "show"),
    (
        "party.sub_processors.activities",
        "show ask diagram activity",
    ),
    (
        "party.sub_processors.agreement",
        "show ask diagram activity",
    ),
    ("party.sub_processors.transfer", "show ask diagram activity"),
    ("party.sub_processors.begins", "show ask diagram activity"),
    ("party.sub_processors.ends", "show ask diagram activity"),
    ("system.measures", "show activity"),
    ("system.medium", "show activity"),
    ("system.impact", "show activity"),
    ("system.distinct_from", "show"),
    ("data.derived_from", "show ask diagram activity"),
    ("data.class", "show ask diagram activity"),
    ("data.distinct_from", "show"),
    ("people.children", "show activity"),
    ("people.distinct_from", "show"),
    ("measure.distinct_from", "show"),
    ("document.signed", "show activity"),
    ("document.under", "show activity"),
    ("document.review", "show activity"),
    ("document.covers", "show activity"),
    ("document.distinct_from", "show"),
    ("activity.begins", "show ask diagram activity"),
    ("activity.ends", "show ask activity"),
    ("activity.about", "show ask activity"),
    ("activity.open", "show ask diagram activity"),
    ("activity.unread", "show activity"),
    ("activity.distinct_from", "show activity"),
    ("activity.purpose.data", "show activity"),
    ("activity.purpose.people", "show activity"),
    ("activity.purpose.role", "show activity"),
    ("activity.purpose.outside_tasks", "show activity"),
    ("activity.condition.purposes", "show activity"),
    ("activity.condition.section_35", "show activity"),
    ("activity.condition.schedule_8", "show activity"),
    ("activity.offence_basis.purposes", "show activity"),
    ("activity.feed", "show ask diagram activity"),
    ("activity.source.as", "show ask diagram activity"),
    ("activity.store.as", "show ask diagram activity"),
    ("activity.recipient.as", "show ask diagram activity"),
    ("activity.onward.as", "show ask diagram activity"),
    ("activity.feed.as", "show ask diagram activity"),
    (
        "activity.recipient.transfer.within_limit",
        "show ask diagram activity",
    ),
    (
        "activity.recipient.transfer.section_76",
        "show ask diagram activity",
    ),
    (
        "activity.recipient.transfer.section_73",
        "show ask diagram activity",
    ),
    ("activity.recipient.begins", "show diagram activity"),
    ("activity.recipient.ends", "show ask diagram activity"),
    ("activity.retention.systems", "show ask activity"),
    ("activity.retention.people", "show ask activity"),
    ("activity.retention.purpose", "show ask activity"),
    ("waiver.rule", "show"),
    ("waiver.record", "show"),
    ("waiver.field", "show"),
    ("waiver.flow", "show"),
    ("waiver.reason", "show"),
    ("waiver.by", "show"),
    ("waiver.until", "show"),
];

/// What it means to leave each of them out stands in the docs, in a table with an example.
#[test]
fn what_it_means_to_leave_a_new_field_out_is_documented() {
    let page = page("docs/your-own-register.md");
    let (_, table) = page
        .split_once("## What it means to leave a field out")
        .unwrap();
    let table = table.split("\n\nNames are").next().unwrap();
    let fields: BTreeSet<&str> = FIELDS
        .iter()
        .map(|(path, _)| path.rsplit('.').next().unwrap())
        .collect();
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    for field in fields {
        let row = rows.iter().find(|row| {
            let cell = row.split('|').nth(1).unwrap();
            cell.contains(&format!("`{field}`"))
        });
        assert!(row.is_some(), "`{field}`");
    }
    // Not recorded, none, a value, an example.
    assert!(
        rows.iter().all(|row| row.matches(" | ").count() == 4),
        "{rows:#?}"
    );
}
