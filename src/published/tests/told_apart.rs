//! What a record says can be told apart in SQL: a value, another one, *none*, and *not recorded*.

use serde_json::Value as Json;

use super::super::{Facts, Source};
use super::*;
use crate::model::example;

/// The rows that a record makes, without those about what it lacks.
fn rows_of(kind: Kind, document: &Json) -> Vec<String> {
    let record = Record::from_value(kind, document.clone()).unwrap();
    if let Record::Settings(settings) = record {
        return rows_of_settings(settings);
    }
    let facts = Facts {
        as_at: jiff::civil::date(2026, 11, 24).into(),
    };
    let mut found = Vec::new();
    for table in published_tables()
        .iter()
        .filter(|table| table.name != "gap")
    {
        if let Source::Records(kinds, make) = table.source
            && kinds.contains(&kind)
        {
            let mut rows = Vec::new();
            make(&facts, &Reference::new(kind, "it"), &record, &mut rows);
            found.extend(rows.iter().map(|row| format!("{}: {row:?}", table.name)));
        }
    }
    if kind == Kind::Data {
        found.push(row_of_data(document));
    }
    found
}

/// The categories of data are read from a store: whether one is special hangs on those above it.
fn row_of_data(document: &Json) -> String {
    // The codes of the examples are of no class of data.
    let document = document.to_string();
    let document = document
        .replace("6/1/e", "health")
        .replace("6/1/c", "trade-union-membership");
    let data = Record::from_json(Kind::Data, &document).unwrap();
    let mut all = register();
    for id in ["an-id", "another-id"] {
        let broader = serde_json::json!({ "name": id });
        let broader = Record::from_value(Kind::Data, broader).unwrap();
        all.insert(id, broader).unwrap();
    }
    all.insert("it", data).unwrap();
    let asked = "SELECT * FROM data WHERE id = 'it'";
    rows(&Store::in_memory(all).unwrap(), asked)
}

/// The settings are a table of one row that is read from a store.
fn rows_of_settings(settings: crate::model::Settings) -> Vec<String> {
    let mut all = register();
    for id in ["an-id", "another-id"] {
        let party = serde_json::json!({ "name": id });
        let party = Record::from_value(Kind::Party, party).unwrap();
        all.insert(id, party).unwrap();
    }
    all.settings = Some(settings);
    let asked = "SELECT organisation, regulator, jurisdiction, note, notice_days FROM register";
    vec![rows(&Store::in_memory(all).unwrap(), asked)]
}

/// The record with a field set to something else, or without it.
fn with(mut document: Json, path: &str, value: Option<Json>) -> Json {
    let (tables, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut table = &mut document;
    for above in tables.split('.').filter(|above| !above.is_empty()) {
        table = &mut table[above];
        if table.is_array() {
            table = &mut table[0];
        }
    }
    match value {
        Some(value) => table[name] = value,
        None => {
            table.as_object_mut().unwrap().remove(name).unwrap();
        }
    }
    document
}

#[test]
fn what_a_field_says_is_told_apart() {
    let mut the_same = Vec::new();
    let mut n_compared = 0;
    for kind in Kind::ALL {
        let full = example(Shape::Table(kind.fields()), false);
        for at in kind.every_field() {
            let (path, field) = (at.path.as_str(), at.field);
            let mut states = vec![
                ("a value", Some(example(field.shape, false))),
                ("another value", Some(example(field.shape, true))),
            ];
            match field.presence {
                Presence::Required => {}
                // It is false where it is absent.
                Presence::Optional if matches!(field.shape, Shape::Flag) => {}
                Presence::Optional => states.push(("nothing", None)),
                Presence::Recorded => {
                    states.extend([("none", Some(Json::from("none"))), ("not recorded", None)]);
                }
            }
            let mut known: BTreeMap<Vec<String>, &str> = BTreeMap::new();
            for (state, value) in states {
                n_compared += 1;
                let rows = rows_of(kind, &with(full.clone(), path, value));
                if let Some(other) = known.insert(rows, state) {
                    the_same.push(format!("{kind}.{path}: {other} and {state}"));
                }
            }
        }
    }
    assert_eq!(the_same, Vec::<String>::new());
    assert!(n_compared > 600, "{n_compared}");
}
