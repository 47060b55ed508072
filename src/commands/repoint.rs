//! One record in place of another, wherever the register names it.

use serde_json::Value;

use crate::error::Error;
use crate::model::{Activity, Fields, Kind, Reference, Shape, referred};
use crate::store::Store;

use super::change::{Draft, document, record};

/// Puts an id in the place of another in all records that name it, but for some that are changed otherwise.
pub(super) fn everywhere(
    store: &Store,
    draft: &mut Draft,
    from: &Reference,
    to: &str,
    but: &[&Reference],
) -> Result<(), Error> {
    for referring in store.referring_to(from)? {
        if but.contains(&&referring) {
            continue;
        }
        let mut named = document(store, &referring)?;
        within(referring.kind, &mut named, from, to);
        let changed = record(&referring, named)?;
        draft.put.insert(referring, changed);
    }
    Ok(())
}

/// The same within one record.
pub(super) fn within(kind: Kind, document: &mut Value, from: &Reference, to: &str) {
    fields(kind.fields(), document, from, to);
    if kind == Kind::Activity {
        evidence(document, from, to);
    }
}

fn fields(of: Fields, document: &mut Value, from: &Reference, to: &str) {
    for field in of.iter().copied().flatten() {
        if let Some(value) = document.get_mut(field.name) {
            shaped(field.shape, value, from, to);
        }
    }
}

fn shaped(shape: Shape, value: &mut Value, from: &Reference, to: &str) {
    match (shape, value) {
        (Shape::Table(inner), value @ Value::Object(_)) => fields(inner, value, from, to),
        (Shape::Tables(inner), Value::Array(rows)) => {
            for row in rows {
                fields(inner, row, from, to);
            }
        }
        (Shape::List(item) | Shape::OneOrMany(item), Value::Array(items)) => {
            listed(*item, items, from, to);
        }
        (Shape::Scope, Value::Array(items)) => listed(Shape::Id(Kind::Data), items, from, to),
        (Shape::OneOrMany(item), value) => shaped(*item, value, from, to),
        (shape, Value::String(text)) => {
            if let Some((kind, id)) = referred(shape, text)
                && (kind, id) == (from.kind, &*from.id)
            {
                // What stands before the id stays.
                *text = format!("{}{to}", &text[..text.len() - id.len()]);
            }
        }
        _ => {}
    }
}

/// The items of a list; what it then names twice it names once.
fn listed(item: Shape, items: &mut Vec<Value>, from: &Reference, to: &str) {
    let before = items.clone();
    for value in items.iter_mut() {
        shaped(item, value, from, to);
    }
    if *items != before {
        let mut seen: Vec<Value> = Vec::new();
        items.retain(|value| {
            let is_new = !seen.contains(value);
            seen.push(value.clone());
            is_new
        });
    }
}

/// What evidence is about: `data.nhs-number`.
fn evidence(activity: &mut Value, from: &Reference, to: &str) {
    let rows = activity.get_mut("evidence").and_then(Value::as_array_mut);
    for row in rows.into_iter().flatten() {
        let Some(Value::String(about)) = row.get_mut("about") else {
            continue;
        };
        let Some((name, id)) = about.split_once('.') else {
            continue;
        };
        let mut fields = Activity::FIELDS.iter().copied().flatten();
        let field = fields.find(|field| field.name == name);
        let names = field.is_some_and(
            |field| matches!(field.shape.item(), Shape::Id(kind) if kind == from.kind),
        );
        if names && id == from.id {
            *about = format!("{name}.{to}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Record, example, visit_references};

    /// Every reference of every kind of record, whatever its field, is repointed, and nothing else changes.
    #[test]
    fn every_reference_of_every_record_is_repointed() {
        for kind in Kind::ALL {
            let before: Value = kind
                .fields()
                .iter()
                .copied()
                .flatten()
                .map(|field| (field.name.to_owned(), example(field.shape, false)))
                .collect();
            let mut seen: Vec<(Kind, String)> = Vec::new();
            let of = |document: &Value, seen: &mut Vec<(Kind, String)>| {
                let record = Record::from_value(kind, document.clone()).unwrap();
                visit_references(&record, &mut |_, kind, id| seen.push((kind, id.to_owned())));
            };
            of(&before, &mut seen);
            for target in Kind::ALL {
                let mut after = before.clone();
                within(kind, &mut after, &Reference::new(target, "an-id"), "new-id");
                let mut now = Vec::new();
                of(&after, &mut now);
                let mut expected = seen.clone();
                for (kind, id) in &mut expected {
                    if *kind == target && id == "an-id" {
                        "new-id".clone_into(id);
                    }
                }
                // What was listed twice is listed once.
                expected.dedup();
                now.dedup();
                assert_eq!(now, expected, "{kind}, {target}");
            }
        }
    }

    #[test]
    fn evidence_about_an_item_follows_it() {
        let mut activity = serde_json::json!({
            "name": "A",
            "data": ["nhs", "name"],
            "people": ["nhs"],
            "evidence": [
                { "about": "data.nhs", "words": "x" },
                { "about": "people.nhs", "words": "x" },
                { "about": "data", "words": "x" },
            ],
        });
        let from = Reference::new(Kind::Data, "nhs");
        within(Kind::Activity, &mut activity, &from, "name");
        assert_eq!(activity["data"], serde_json::json!(["name"]));
        let about = |index: usize| &activity["evidence"][index]["about"];
        assert_eq!(
            (about(0), about(1), about(2)),
            (
                &Value::from("data.name"),
                &Value::from("people.nhs"),
                &Value::from("data")
            )
        );
    }
}
