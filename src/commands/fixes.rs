//! How a finding is put right, as a command that can be typed.

use serde_json::Value;

use crate::model::{FlowKind, Kind, Reference};
use crate::rules::checks::Fix;

use super::assign::singular;

/// The command that does it to a record.
pub(super) fn command(fix: &Fix, record: &Reference) -> String {
    let thing = |record: &Reference| match record.kind {
        Kind::Settings => "settings".to_owned(),
        _ => record.to_string(),
    };
    let flags = |fields: &[(&'static str, Value)]| -> String {
        let flags = fields.iter().map(|(field, value)| {
            format!(" --{} {}", field.replace('_', "-"), typed(&plain(value)))
        });
        flags.collect()
    };
    match fix {
        Fix::Set { of, path, value } => {
            let assigned = typed(&format!("{path}={}", plain(value)));
            format!(
                "`ropa set {} {assigned}`",
                thing(of.as_ref().unwrap_or(record))
            )
        }
        Fix::More { path, value } => format!(
            "`ropa set {} {}`",
            thing(record),
            typed(&format!("{path}+={}", plain(value)))
        ),
        Fix::Add { list, fields } => {
            let is_flow = FlowKind::ALL.iter().any(|kind| kind.word() == *list);
            let what = match is_flow {
                true => format!("flow {} {list}", thing(record)),
                false => format!("{} {}", singular(list), thing(record)),
            };
            format!("`ropa add {what}{}`", flags(fields))
        }
        Fix::Record { kind, name, fields } => {
            format!("`ropa add {kind} {}{}`", typed(name), flags(fields))
        }
        Fix::Join(other) => format!(
            "`ropa merge {record} {other}` makes them one; `ropa names distinct {record} {other}` says that they are not"
        ),
        Fix::Remove => format!("`ropa remove {record}`"),
        Fix::Words(words) => words.clone(),
    }
}

/// A value as it is typed after `=`.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// A word as a shell takes it as one.
pub(super) fn typed(word: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "=:/.,_+-".contains(character);
    if word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("\"{}\"", word.replace(['"', '\\', '$', '`'], ""))
}
