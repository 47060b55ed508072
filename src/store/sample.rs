//! A small register for tests, and how to change it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::model::{Kind, Record, Reference, Register};

use super::{Commit, Store, verify};

/// A record of a kind, of its document.
pub(super) fn record(kind: Kind, id: &str, document: Value) -> (Reference, Record) {
    let record = Record::from_value(kind, document).unwrap();
    (Reference::new(kind, id), record)
}

/// An activity of a name and other fields.
pub(super) fn activity(id: &str, mut fields: Value) -> (Reference, Record) {
    fields["name"] = json!(id.replace('-', " "));
    record(Kind::Activity, id, fields)
}

/// A party with no more than a name and other fields.
pub(super) fn party(id: &str, mut fields: Value) -> (Reference, Record) {
    fields["name"] = json!(id.replace('-', " "));
    record(Kind::Party, id, fields)
}

/// The records of a small council.
pub(super) fn records() -> Vec<(Reference, Record)> {
    vec![
        record(
            Kind::Settings,
            "register",
            json!({ "organisation": "council" }),
        ),
        party("council", json!({ "country": "GB" })),
        party("family-solutions", json!({ "part_of": "council" })),
        party(
            "nhs",
            json!({ "country": "GB", "aliases": ["Health Service"] }),
        ),
        record(
            Kind::Party,
            "servelec",
            json!({
                "name": "Servelec", "aliases": ["Serverlec"],
                "sub_processors": [{ "party": "cloud" }, { "party": "printer", "systems": ["letters"] }],
            }),
        ),
        party("cloud", json!({ "country": "US" })),
        party("printer", json!({ "country": "GB" })),
        record(
            Kind::System,
            "mosaic",
            json!({ "name": "Mosaic", "operator": "servelec", "hosted_in": ["GB", "IE"] }),
        ),
        record(
            Kind::System,
            "letters",
            json!({ "name": "Letters", "operator": "none" }),
        ),
        record(Kind::Data, "identifiers", json!({ "name": "Identifiers" })),
        record(
            Kind::Data,
            "nhs-number",
            json!({ "name": "NHS Number", "broader": "identifiers", "class": "personal" }),
        ),
        record(
            Kind::Data,
            "health",
            json!({ "name": "Health", "class": ["health", "personal"] }),
        ),
        record(Kind::People, "families", json!({ "name": "Families" })),
        record(Kind::Measure, "training", json!({ "name": "Training" })),
        record(
            Kind::Document,
            "contract",
            json!({ "name": "Contract", "parties": ["servelec"] }),
        ),
        activity(
            "conference",
            json!({
                "controller": "council", "people": ["families"], "data": ["nhs-number"],
                "measures": ["training"],
                "source": [{ "from": "nhs", "carries": ["nhs-number"] }],
                "store": [{ "in": "mosaic", "agreement": "contract" }],
                "recipient": [
                    { "to": "activity:adoption", "carries": "all" },
                    { "to": "nhs", "carries": "none", "through": "letters" },
                ],
            }),
        ),
        activity(
            "adoption",
            json!({ "data": ["health"], "recipient": "none" }),
        ),
        activity("parking", json!({ "controller": "council" })),
        activity("old", json!({ "status": "retired", "data": ["health"] })),
    ]
}

/// The register of [`records`].
pub(crate) fn register() -> Register {
    let mut register = Register::default();
    for (reference, record) in records() {
        register.insert(&reference.id, record).unwrap();
    }
    register
}

/// A time on a day of November 2026.
pub(super) fn day(day: i64) -> Timestamp {
    Timestamp::from_second(1_793_491_200 + day * 86_400).unwrap()
}

/// A folder of our own and a path in it.
pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ropa.db");
    (folder, path)
}

/// A database of [`records`], with one commit.
pub(crate) fn database(path: &Path) -> Store {
    let mut store = Store::create(path).unwrap();
    let plan = store.plan(records(), false).unwrap();
    store.commit(&plan, "ada", "begin", day(1)).unwrap();
    store
}

/// Puts and removes records in one commit, and checks that the index is what the history makes.
pub(super) fn change(
    store: &mut Store,
    put: Vec<(Reference, Record)>,
    remove: &[Reference],
) -> Commit {
    let plan = store
        .plan_change(put, &remove.iter().cloned().collect())
        .unwrap();
    let commit = store.commit(&plan, "ada", "change", day(2)).unwrap();
    sound(&store.conn);
    commit.unwrap()
}

/// Checks that the index is what the history makes.
pub(super) fn sound(conn: &Connection) {
    if let Err(broken) = verify::compare(conn).unwrap() {
        panic!("{broken}");
    }
}

/// References as words.
pub(super) fn words<T: ToString>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(|item| item.to_string()).collect()
}
