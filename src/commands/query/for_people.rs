//! The cells of a saved question as people read them: names for ids, words for codes and days.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::commands::named::countries;
use crate::error::Error;
use crate::law;
use crate::model::{Date, Kind, Reference, day_in_words, moment_in_words};
use crate::published::SqlAnswer;
use crate::queries::Value;
use crate::store::Store;

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
    if let Some(known) = names.get(text) {
        return Ok(known.clone());
    }
    let name = store.name_shown(&Reference::new(kind, id))?;
    names.insert(text.to_owned(), name.clone());
    Ok(name)
}
