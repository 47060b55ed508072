//! The cells of a saved question as people read them: names for ids, words for codes and days.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::commands::named::{Names, countries, shape_at};
use crate::error::Error;
use crate::law;
use crate::model::{
    Date, Difference, Kind, Reference, Shape, day_in_words, moment_in_words, value_in_words,
};
use crate::published::SqlAnswer;
use crate::queries::Value;
use crate::store::Store;

use super::answer::NOT_RECORDED;

/// The vocabularies whose codes a saved question shows.
const CODES: [&str; 4] = [
    "lawful-basis",
    "special-condition",
    "schedule-1",
    "dpia-criterion",
];

/// Steps that are no flow, by their words, as they are read in the place of a flow's number.
pub(in crate::commands) const STEPS: [(&str, &str); 4] = [
    ("operator", "runs the system"),
    ("sub-processor", "engaged"),
    ("joint-controller", "decides jointly"),
    ("hands-on", "hands it on"),
];

/// Puts names and words into an answer. Days stay as they are where they are to be sorted.
pub(super) fn put(
    store: &Store,
    answer: &mut SqlAnswer,
    on: Date,
    has_days: bool,
) -> Result<(), Error> {
    name_changes(store, answer, on)?;
    let mut names = BTreeMap::new();
    let columns: Vec<String> = answer.columns.clone();
    // What a code means stands beside it then.
    let has_titles = columns.iter().any(|column| column == "title");
    for row in &mut answer.rows {
        for (cell, column) in row.iter_mut().zip(&columns) {
            let Value::Text(text) = cell else { continue };
            let said = match column.as_str() {
                // What is asked for as an id is told as one.
                "id" => None,
                "flow" => step(text),
                "country" | "countries" | "hosted_in" => Some(countries(text)),
                _ => match days(text).filter(|_| has_days) {
                    Some(said) => Some(said),
                    None => match code(text, on).filter(|_| !has_titles) {
                        Some(said) => Some(said),
                        None => name(store, text, &mut names)?,
                    },
                },
            };
            if let Some(said) = said {
                *text = said;
            }
        }
    }
    for column in &mut answer.columns {
        if let Some(end) = column.strip_suffix("_id") {
            *column = end.to_owned();
        }
    }
    Ok(())
}

/// Puts names and words into what fields were before a change and after it: what they hold, the record and the field say.
fn name_changes(store: &Store, answer: &mut SqlAnswer, on: Date) -> Result<(), Error> {
    let place = |name: &str| answer.columns.iter().position(|column| column == name);
    let places = ["record", "field", "before", "after"].map(place);
    let [Some(record), Some(field), Some(before), Some(after)] = places else {
        return Ok(());
    };
    let names = Names::of(store, on);
    for row in &mut answer.rows {
        let (Value::Text(record), Value::Text(field)) = (&row[record], &row[field]) else {
            continue;
        };
        let kind = record
            .split_once(':')
            .and_then(|(kind, _)| Kind::from_word(kind));
        let Some((kind, shape)) =
            kind.and_then(|kind| Some((kind, shape_at(kind.fields(), field)?)))
        else {
            continue;
        };
        let mut difference = Difference {
            place: field.clone(),
            old: value(&row[before], shape),
            new: value(&row[after], shape),
        };
        names.put_in(kind, &mut difference)?;
        for (at, value) in [(before, difference.old), (after, difference.new)] {
            if let Some(value) = value {
                row[at] = Value::Text(words(&value));
            }
        }
    }
    Ok(())
}

/// A cell as the value of a field; nothing where the record did not say it.
fn value(cell: &Value, shape: Shape) -> Option<Json> {
    let Value::Text(text) = cell else { return None };
    match shape {
        _ if text == NOT_RECORDED => None,
        Shape::Table(_)
        | Shape::Tables(_)
        | Shape::List(_)
        | Shape::OneOrMany(_)
        | Shape::Scope
        | Shape::Count
        | Shape::Flag => {
            Some(serde_json::from_str(text).unwrap_or_else(|_| Json::from(text.as_str())))
        }
        _ => Some(Json::from(text.as_str())),
    }
}

/// A value of a field in a cell of its own.
fn words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) if items.iter().all(Json::is_string) => {
            items.iter().map(words).collect::<Vec<_>>().join(", ")
        }
        other => value_in_words(other),
    }
}

fn step(text: &str) -> Option<String> {
    let known = STEPS.iter().find(|(word, _)| *word == text);
    known.map(|(_, said)| (*said).to_owned())
}

/// A day, or a moment of one, in words.
fn days(text: &str) -> Option<String> {
    if text.len() == 10 {
        return text.parse::<Date>().ok().map(day_in_words);
    }
    text.parse::<Timestamp>().ok().map(moment_in_words)
}

/// Codes of law in words, each with the code.
fn code(text: &str, on: Date) -> Option<String> {
    let parts: Vec<String> = text
        .split("; ")
        .map(|code| {
            let mut lists = CODES.into_iter().filter_map(law::vocabulary);
            let entry = lists.find_map(|list| list.entry(code))?;
            Some(format!("{} ({code})", entry.title_on(on)))
        })
        .collect::<Option<_>>()?;
    Some(parts.join("; "))
}

/// The name of the record that a text refers to by kind and id, if it does.
fn name(
    store: &Store,
    text: &str,
    names: &mut BTreeMap<String, Option<String>>,
) -> Result<Option<String>, Error> {
    let Some((kind, id)) = text.split_once(':') else {
        return Ok(None);
    };
    let Some(kind) = Kind::from_word(kind) else {
        return Ok(None);
    };
    if kind == Kind::Settings {
        return Ok(Some(kind.one().to_owned()));
    }
    if let Some(known) = names.get(text) {
        return Ok(known.clone());
    }
    let name = store.name_shown(&Reference::new(kind, id))?;
    names.insert(text.to_owned(), name.clone());
    Ok(name)
}
