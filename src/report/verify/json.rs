//! Reading a JSON export back, and comparing two.

use std::io::Read;

use serde_json::Value;

use super::super::document::Section;
use super::super::proof::Proof;
use super::{Compared, NotAnExport, Stated};

/// Reads a JSON export, with the facts of its proof.
///
/// # Errors
/// It is no export.
pub fn read_json(file: impl Read) -> Result<(Value, Stated), NotAnExport> {
    let value: Value = serde_json::from_reader(std::io::BufReader::new(file))
        .map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
    let mut stated = Stated::default();
    for (label, value) in facts(&value) {
        stated.keep(label, value);
    }
    Ok((value, stated.or_unproved()?))
}

/// The rows of the table of facts in the proof.
fn facts(document: &Value) -> Vec<(String, String)> {
    let list = |value: &'_ Value, key: &str| -> Vec<Value> {
        value
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let mut facts = Vec::new();
    for section in list(document, "sections") {
        if section
            .get("heading")
            .is_none_or(|heading| heading != Section::PROOF)
        {
            continue;
        }
        for block in list(&section, "blocks") {
            let Some(table) = block.get("table") else {
                continue;
            };
            if table
                .get("caption")
                .is_none_or(|caption| caption != Proof::FACTS)
            {
                continue;
            }
            for row in list(table, "rows") {
                if let (Some(Value::String(label)), Some(Value::String(value))) =
                    (row.get(0), row.get(1))
                {
                    facts.push((label.clone(), value.clone()));
                }
            }
        }
    }
    facts
}

/// Compares a JSON export with the same made again; who made it is left out.
pub fn compare_json(file: &Value, again: &Value) -> Compared {
    let mut compared = Compared::default();
    compare("", file, again, &mut compared);
    compared
}

fn compare(place: &str, file: &Value, again: &Value, compared: &mut Compared) {
    if compared.is_full() {
        return;
    }
    match (file, again) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: std::collections::BTreeSet<&String> =
                one.keys().chain(other.keys()).collect();
            for key in keys {
                let none = Value::Null;
                let (one, other) = (
                    one.get(key).unwrap_or(&none),
                    other.get(key).unwrap_or(&none),
                );
                compare(&format!("{place}/{key}"), one, other, compared);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            let is_program = one.first().is_some_and(|label| label == Proof::PROGRAM);
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                if !(is_program && index == 1) {
                    compare(&format!("{place}/{index}"), one, other, compared);
                }
            }
            if one.len() != other.len() && !compared.is_full() {
                compared.differs(
                    place,
                    &format!("{} items", one.len()),
                    &format!("{} items", other.len()),
                );
            }
        }
        (one, other) => {
            compared.n_compared += 1;
            if one != other {
                compared.differs(place, &shown(one), &shown(other));
            }
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "null (not recorded)".to_owned(),
        other => other.to_string(),
    }
}
