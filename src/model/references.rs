//! Which records a record refers to, and where.

use super::walk::{Step, visit_words};
use super::{Kind, Record, Shape};

/// The place of a value in a record, as `recipient[2].to` (items counted from 1).
pub fn place(steps: &[Step]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Item(index) => {
                write!(text, "[{}]", index + 1).ok();
            }
        }
    }
    text
}

/// Calls `visit` with the place, kind and id of every reference of a record.
pub fn visit_references(record: &Record, visit: &mut dyn FnMut(&[Step], Kind, &str)) {
    let fields = record.kind().fields();
    visit_words(fields, record, may_refer, &mut |steps, shape, word| {
        if let Some((kind, id)) = referred(shape, word) {
            visit(steps, kind, id);
        }
    });
}

/// The record that a word of a shape refers to, if it is the shape of a reference.
pub fn referred(shape: Shape, word: &str) -> Option<(Kind, &str)> {
    match (shape, word.split_once(':')) {
        (Shape::Id(kind), _) => Some((kind, word)),
        (Shape::End(_), Some((kind, id))) => Some((Kind::from_word(kind)?, id)),
        (Shape::End(kinds), None) => Some((*kinds.first()?, word)),
        _ => None,
    }
}

/// Whether a value of a shape can hold a reference.
const fn may_refer(shape: Shape) -> bool {
    match shape {
        Shape::Id(_) | Shape::End(_) | Shape::Scope | Shape::Table(_) | Shape::Tables(_) => true,
        Shape::OneOrMany(item) | Shape::List(item) => may_refer(*item),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Fields, Kind, Presence, Record, Reference, example};
    use super::*;

    /// A value of a shape with every field filled, and the places of the references in it.
    fn full(shape: Shape, at: &str, places: &mut Vec<String>) -> Value {
        match shape {
            Shape::Text => json!("words"),
            Shape::Slug => json!("a-slug"),
            Shape::Flag => json!(true),
            Shape::Count => json!(3),
            Shape::Date => json!("2026-11-24"),
            Shape::Period => json!("P35Y"),
            Shape::Country => json!("GB"),
            Shape::Identifier(scheme) => json!(scheme.example(false)),
            Shape::Word(words) => json!(words[0].word),
            Shape::Code(_) => json!("6/1/e"),
            Shape::Id(_) | Shape::End(_) => {
                places.push(at.to_owned());
                json!("an-id")
            }
            Shape::Scope => json!([full(Shape::Id(Kind::Data), &format!("{at}[1]"), places)]),
            Shape::List(item) => json!([full(*item, &format!("{at}[1]"), places)]),
            Shape::OneOrMany(item) => json!([
                full(*item, &format!("{at}[1]"), places),
                full(*item, &format!("{at}[2]"), places)
            ]),
            Shape::Table(fields) => table(fields, &format!("{at}."), places),
            Shape::Tables(fields) => json!([table(fields, &format!("{at}[1]."), places)]),
        }
    }

    fn table(fields: Fields, at: &str, places: &mut Vec<String>) -> Value {
        fields
            .iter()
            .copied()
            .flatten()
            .map(|field| {
                let value = full(field.shape, &format!("{at}{}", field.name), places);
                (field.name.to_owned(), value)
            })
            .collect()
    }

    /// All references of a record with their places, in the order of its fields.
    fn references(record: &Record) -> Vec<(String, Reference)> {
        let mut found = Vec::new();
        visit_references(record, &mut |steps, kind, id| {
            found.push((place(steps), Reference::new(kind, id)));
        });
        found
    }

    #[test]
    fn every_reference_of_every_kind_is_found() {
        for kind in Kind::ALL {
            let mut expected = Vec::new();
            let document = table(kind.fields(), "", &mut expected);
            let record = Record::from_value(kind, document).unwrap();
            let mut found: Vec<String> =
                references(&record).into_iter().map(|(at, _)| at).collect();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{kind}");
        }
    }

    /// The words of a value as it is written, by the table of fields alone.
    fn written(shape: Shape, value: &Value, at: &str, found: &mut Vec<String>) {
        match (shape, value) {
            (Shape::OneOrMany(item), Value::String(_)) => written(*item, value, at, found),
            (_, Value::String(word))
                if !matches!(shape, Shape::Text) && ["none", "all"].contains(&word.as_str()) => {}
            (_, Value::String(word)) => found.push(format!("{at} {shape:?} {word}")),
            (_, Value::Array(items)) if !items.is_empty() => {
                let item = match shape {
                    Shape::Scope => Shape::Id(Kind::Data),
                    other => other.item(),
                };
                for (number, value) in (1..).zip(items) {
                    written(item, value, &format!("{at}[{number}]"), found);
                }
            }
            (Shape::Table(fields), Value::Object(table)) if !table.is_empty() => {
                for field in fields.iter().copied().flatten() {
                    if let Some(value) = table.get(field.name) {
                        written(field.shape, value, &format!("{at}.{}", field.name), found);
                    }
                }
            }
            (_, Value::Array(_) | Value::Object(_)) => found.push(format!("{at} {shape:?} ")),
            _ => {}
        }
    }

    /// The same value with nothing in it that can be left empty.
    fn emptied(value: &Value) -> Value {
        match value {
            Value::Array(_) => json!([]),
            Value::Object(table) => table
                .iter()
                .map(|(name, value)| (name.clone(), emptied(value)))
                .collect(),
            other => other.clone(),
        }
    }

    #[test]
    fn the_words_of_a_record_are_those_of_what_it_writes() {
        for kind in Kind::ALL {
            let shape = Shape::Table(kind.fields());
            let full = [example(shape, false), example(shape, true)];
            let empty = full.clone().map(|document| emptied(&document));
            let none = full.clone().map(|document| {
                let table = document.as_object().unwrap().iter();
                table
                    .map(|(name, value)| {
                        let field = kind.fields().iter().copied().flatten();
                        let is_recorded = field
                            .filter(|field| field.presence == Presence::Recorded)
                            .any(|field| field.name == name);
                        let value = if is_recorded {
                            json!("none")
                        } else {
                            value.clone()
                        };
                        (name.clone(), value)
                    })
                    .collect::<Value>()
            });
            let nothing = json!({ "name": "A", "recipient": [{ "to": "b", "transfer": {} }] });
            let nothing = (kind == Kind::Activity).then_some(nothing);
            for document in full.into_iter().chain(empty).chain(none).chain(nothing) {
                let record = Record::from_value(kind, document).unwrap();
                let mut walked = Vec::new();
                visit_words(
                    kind.fields(),
                    &record,
                    |_| true,
                    &mut |steps, shape, word| {
                        walked.push(format!(".{} {shape:?} {word}", place(steps)));
                    },
                );
                let mut expected = Vec::new();
                let value = serde_json::to_value(&record).unwrap();
                written(shape, &value, "", &mut expected);
                walked.sort();
                expected.sort();
                assert_eq!(walked, expected, "{kind}");
                assert!(!walked.is_empty(), "{kind}");
            }
        }
    }

    #[test]
    fn ends_name_their_kind_and_words_are_no_ids() {
        let record = Record::from_value(
            Kind::Activity,
            json!({
                "name": "A",
                "controller": "none",
                "data": "none",
                "source": [{ "from": "people:families", "carries": "all" }],
                "recipient": [{ "to": "activity:b", "carries": ["x"] }, { "to": "nhs", "through": "none" }],
            }),
        )
        .unwrap();
        let found: Vec<String> = references(&record)
            .into_iter()
            .map(|(at, to)| format!("{at} {to}"))
            .collect();
        assert_eq!(
            found,
            [
                "source[1].from people:families",
                "recipient[1].to activity:b",
                "recipient[1].carries[1] data:x",
                "recipient[2].to party:nhs",
            ]
        );
    }
}
