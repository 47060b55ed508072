//! Records shown to people: names in place of ids, words in place of codes of countries and periods.

use serde_json::Value;

use crate::error::Error;
use crate::law;
use crate::model::{Country, Date, Fields, Kind, Period, Recorded, Reference, Shape, day_in_words};
use crate::store::Store;

/// The name of a record, or its id where it has none.
pub(super) fn name_of(store: &Store, kind: Kind, id: &str) -> Result<String, Error> {
    let name = store.name_shown(&Reference::new(kind, id))?;
    Ok(name.unwrap_or_else(|| id.to_owned()))
}

/// Countries by name, where they are codes.
pub(super) fn countries(codes: &str) -> String {
    let named = codes.split(", ").map(|code| match code.parse::<Country>() {
        Ok(country) => country.name().to_owned(),
        Err(_) => code.to_owned(),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// Puts names and words into a document of a record in the form of JSON.
pub(super) fn name_all(
    store: &Store,
    fields: Fields,
    document: &mut Value,
    on: Date,
) -> Result<(), Error> {
    for field in fields.iter().copied().flatten() {
        if let Some(value) = document.get_mut(field.name) {
            name_value(store, field.shape, value, on)?;
        }
    }
    Ok(())
}

fn name_value(store: &Store, shape: Shape, value: &mut Value, on: Date) -> Result<(), Error> {
    match (shape, value) {
        (Shape::Table(fields), value @ Value::Object(_)) => name_all(store, fields, value, on)?,
        (Shape::Tables(fields), Value::Array(items)) => {
            for item in items {
                name_all(store, fields, item, on)?;
            }
        }
        (Shape::List(item) | Shape::OneOrMany(item), Value::Array(items)) => {
            for value in items {
                name_value(store, *item, value, on)?;
            }
        }
        (Shape::OneOrMany(item), value) => name_value(store, *item, value, on)?,
        (Shape::Scope, Value::Array(items)) => {
            for value in items {
                name_value(store, Shape::Id(Kind::Data), value, on)?;
            }
        }
        // The words for none and for all are no ids.
        (_, Value::String(text)) if text == Recorded::<()>::NONE => {}
        (Shape::Id(kind), Value::String(text)) => *text = name_of(store, kind, text)?,
        (Shape::End(kinds), Value::String(text)) => {
            let (kind, id) = match text.split_once(':') {
                Some((word, id)) => (Kind::from_word(word), id),
                None => (kinds.first().copied(), text.as_str()),
            };
            if let Some(kind) = kind {
                *text = name_of(store, kind, id)?;
            }
        }
        (Shape::Country, Value::String(text)) => {
            if let Ok(country) = text.parse::<Country>() {
                country.name().clone_into(text);
            }
        }
        (Shape::Code(vocabulary), Value::String(text)) => {
            // The codes of the two laws differ, so that one tells which it is of.
            let entry = [false, true]
                .into_iter()
                .find_map(|is_part_3| law::vocabulary_under(vocabulary, is_part_3)?.entry(text));
            if let Some(entry) = entry {
                *text = format!("{} ({text})", entry.title_on(on));
            }
        }
        (Shape::Word(_), Value::String(text)) => *text = text.replace('-', " "),
        (Shape::Date, Value::String(text)) => {
            if let Ok(date) = text.parse::<Date>() {
                *text = day_in_words(date);
            }
        }
        (Shape::Period, Value::String(text)) => {
            if let Ok(period) = text.parse::<Period>() {
                *text = period.words();
            }
        }
        _ => {}
    }
    Ok(())
}
