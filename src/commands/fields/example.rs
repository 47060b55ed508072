//! Examples out of the example register: a record for each kind, and as little of one as shows a field.

use serde_json::{Map, Value, json};

use crate::model::{
    Fields, Kind, Presence, Record, Recorded, Reference, Register, Shape, elsewhere, recorded_at,
};
use crate::text;

/// A record as it is written in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Example {
    /// The file, inside the folder of a register.
    pub(super) file: String,
    /// The record with its heading, where the file holds several.
    pub(super) text: String,
}

fn example(reference: &Reference, record: &Record) -> Example {
    Example {
        file: text::file_of_record(reference),
        text: text::written(reference, record),
    }
}

/// The record of a kind of which most is recorded.
pub(super) fn of_kind(register: &Register, kind: Kind) -> Option<Example> {
    let (reference, record) = text::fullest(register, kind)?;
    Some(example(&reference, &record))
}

/// A record with nothing but what is required, the field, and what the field speaks of, out of all of its kind.
pub(super) fn of_field(
    kind: Kind,
    documents: &[(Reference, Value)],
    path: &str,
) -> Option<Example> {
    let mut paths = std::iter::once(path.to_owned()).chain(elsewhere(path));
    let value = paths.find_map(|path| recorded_at(documents, &path))?;
    let steps: Vec<&str> = path.split('.').collect();
    // A record that has the field, else one that has the list in which it would be.
    let has = |steps: &[&str]| {
        let mut with = documents.iter();
        with.find(|(_, document)| row(document, steps).is_some())
    };
    let (reference, document) = has(&steps)
        .or_else(|| has(steps.get(..1)?))
        .or(documents.first())?;
    let mut reduced = only(kind.fields(), document, &steps, &value);
    if kind == Kind::Activity {
        complete(&mut reduced, document, &steps);
        if let (true, Value::Object(fields)) = (is_of_part_3(&steps), &mut reduced) {
            fields.insert("regime".to_owned(), json!("law-enforcement"));
        }
    }
    let record = Record::from_value(kind, reduced).ok()?;
    Some(example(reference, &record))
}

/// Whether a field is one for law enforcement alone.
fn is_of_part_3(steps: &[&str]) -> bool {
    let last = steps.last().copied().unwrap_or_default();
    ["section_35", "schedule_8", "section_76", "section_73"].contains(&last)
}

/// The value at a path, in the first row that has it.
fn row<'v>(value: &'v Value, steps: &[&str]) -> Option<&'v Value> {
    match (steps, value) {
        ([], value) => (*value != Recorded::<()>::NONE).then_some(value),
        (steps, Value::Array(rows)) => rows.iter().find_map(|one| row(one, steps)),
        ([name, rest @ ..], value) => row(value.get(*name)?, rest),
    }
}

/// A table with what is required in it and the field.
fn only(fields: Fields, table: &Value, steps: &[&str], value: &Value) -> Value {
    let [name, rest @ ..] = steps else {
        return table.clone();
    };
    let mut reduced = Map::new();
    for field in fields.iter().copied().flatten() {
        if field.presence == Presence::Required
            && let Some(value) = table.get(field.name)
        {
            reduced.insert(field.name.to_owned(), value.clone());
        }
        if field.name != *name {
            continue;
        }
        let inside = match (field.shape, table.get(*name)) {
            (Shape::Table(inner), held) if !rest.is_empty() => {
                only(inner, held.unwrap_or(&Value::Null), rest, value)
            }
            (Shape::Tables(inner), held) if !rest.is_empty() => {
                let rows = held.and_then(Value::as_array).into_iter().flatten();
                let mut rows: Vec<&Value> = rows.collect();
                // A row that has the field, else the first.
                rows.sort_by_key(|held| row(held, rest).is_none());
                let held = rows.first().copied().unwrap_or(&Value::Null);
                let own = row(held, rest).unwrap_or(value);
                json!([only(inner, held, rest, own)])
            }
            (Shape::Tables(inner), Some(Value::Array(rows))) => {
                // Of a list of tables the first, and of that what is required; all of it where nothing is.
                let required = inner.iter().copied().flatten();
                let required = required.filter(|field| field.presence == Presence::Required);
                let first = rows.first().cloned().unwrap_or_default();
                let kept: Map<String, Value> = required
                    .filter_map(|field| {
                        Some((field.name.to_owned(), first.get(field.name)?.clone()))
                    })
                    .collect();
                json!([if kept.is_empty() {
                    first
                } else {
                    Value::Object(kept)
                }])
            }
            (_, Some(held)) if *held != Recorded::<()>::NONE => held.clone(),
            _ => value.clone(),
        };
        reduced.insert((*name).to_owned(), inside);
    }
    Value::Object(reduced)
}

/// Adds what a field of an activity speaks of: the purpose that it names, the list that evidence is about.
fn complete(reduced: &mut Value, whole: &Value, steps: &[&str]) {
    let tables = reduced.as_object().into_iter().flat_map(Map::values);
    let served = tables.flat_map(Value::as_array).flatten().find_map(|one| {
        let served = one.get("purpose").or_else(|| one.get("purposes")?.get(0))?;
        (*served != Recorded::<()>::NONE).then(|| served.clone())
    });
    if let Some(served) = served {
        let purposes = whole.get("purpose").and_then(Value::as_array);
        let mut purposes = purposes.into_iter().flatten();
        let purpose = purposes.find(|purpose| purpose.get("id") == Some(&served));
        if let Some(text) = purpose.and_then(|purpose| purpose.get("text")) {
            reduced["purpose"] = json!([{ "id": served, "text": text }]);
        }
    }
    if let ["evidence", ..] = steps {
        let about = row(reduced, &["evidence", "about"]).and_then(Value::as_str);
        let list = about.and_then(|about| about.split('.').next());
        if let Some(list) = list.map(str::to_owned)
            && let Some(held) = whole.get(&list)
        {
            reduced[list] = held.clone();
        }
    }
}
