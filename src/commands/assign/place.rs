//! The way from a record to a field, as it is typed: `review.next`, `recipient[2].when`, `F3.when`.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::FlowKind;

/// A place with a flow by its number written out: `F3.when` is `recipient[1].when`.
pub(super) fn expanded(document: &Value, place: &str) -> Result<String, Error> {
    let (first, rest) = place
        .split_once('.')
        .map_or((place, ""), |(first, rest)| (first, rest));
    let number = first
        .strip_prefix(['F', 'f'])
        .and_then(|text| text.parse::<usize>().ok());
    let Some(number) = number else {
        return Ok(place.to_owned());
    };
    let mut before = 0;
    for kind in FlowKind::ALL {
        let n_flows = document
            .get(kind.word())
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        if (before + 1..=before + n_flows).contains(&number) {
            let rest = if rest.is_empty() {
                String::new()
            } else {
                format!(".{rest}")
            };
            return Ok(format!("{}[{}]{rest}", kind.word(), number - before));
        }
        before += n_flows;
    }
    Err(
        Error::that(format!("there is no flow F{number}")).hinted(match before {
            0 => "no flow is recorded there".to_owned(),
            1 => "there is one flow, F1".to_owned(),
            n => format!("the flows are numbered from F1 to F{n}"),
        }),
    )
}

/// The steps of a place; a dot in brackets is part of a name.
pub(super) fn parts(place: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    place
        .split(|character| {
            depth += i32::from(character == '[') - i32::from(character == ']');
            character == '.' && depth == 0
        })
        .filter(|part| !part.trim().is_empty())
        .collect()
}

/// The name of a field and, in brackets behind it, which of its rows is meant.
pub(super) fn labelled(part: &str) -> (&str, Option<&str>) {
    match part.split_once('[') {
        Some((name, label)) => (name, Some(label.trim_end().trim_end_matches(']').trim())),
        None => (part, None),
    }
}

pub(super) fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(table) => table,
        // It was just made one.
        _ => unreachable!("a table is an object"),
    }
}

/// Takes out the tables of which nothing is left, which say nothing. A row of a list stays.
pub(super) fn prune(value: &mut Value) {
    match value {
        Value::Object(table) => {
            table.values_mut().for_each(prune);
            table.retain(|_, value| value.as_object().is_none_or(|inner| !inner.is_empty()));
        }
        Value::Array(rows) => rows.iter_mut().for_each(prune),
        _ => {}
    }
}
