//! The canonical layout of a record: the order of the table of fields, single values before tables.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use toml_writer::{TomlStringBuilder, TomlWrite as _};

use crate::model::{Field, Fields, Record, Reference, Shape};

/// The characters that a line with a list may take.
const WIDTH: usize = 100;

/// Adds a keyed table to a file of a catalogue.
pub(super) fn keyed(text: &mut String, record: &Reference, header: &str, document: &Record) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("[{header}]\n"));
    table(text, record.kind.fields(), &object(document), header);
}

/// The file of a record that has one to itself.
pub(super) fn whole(record: &Reference, document: &Record) -> String {
    let mut text = String::new();
    table(&mut text, record.kind.fields(), &object(document), "");
    text
}

fn object(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(object)) => object,
        // A record is a struct of texts, numbers, flags, lists and tables: it always is an object.
        other => unreachable!("a record is an object, not {other:?}"),
    }
}

/// Writes the fields of a table whose header is written.
fn table(text: &mut String, fields: Fields, object: &Map<String, Value>, path: &str) {
    let present = || {
        fields
            .iter()
            .copied()
            .flatten()
            .filter_map(|field| Some((field, object.get(field.name)?)))
    };
    for (field, value) in present().filter(|(field, value)| !is_table(field, value)) {
        let written = if matches!(value, Value::Array(_)) {
            list(field, value, field.name.len() + " = ".len())
        } else {
            scalar(field.shape, value)
        };
        line(text, field.name, &written);
    }
    for (field, value) in present().filter(|(field, value)| is_table(field, value)) {
        let path = if path.is_empty() {
            field.name.to_owned()
        } else {
            format!("{path}.{}", field.name)
        };
        match (field.shape, value) {
            (Shape::Table(fields), Value::Object(object)) => {
                header(text, &format!("[{path}]"));
                table(text, fields, object, &path);
            }
            (Shape::Tables(fields), Value::Array(items)) => {
                for item in items.iter().filter_map(Value::as_object) {
                    header(text, &format!("[[{path}]]"));
                    table(text, fields, item, &path);
                }
            }
            _ => {}
        }
    }
}

/// Whether a field is written as tables of its own, after all single values.
fn is_table(field: &Field, value: &Value) -> bool {
    match (field.shape, value) {
        (Shape::Table(_), Value::Object(_)) => true,
        (Shape::Tables(_), Value::Array(items)) => !items.is_empty(),
        _ => false,
    }
}

fn header(text: &mut String, header: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(header);
    text.push('\n');
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name} = {value}");
}

/// A list on one line where it fits, else with an item on each.
fn list(field: &Field, value: &Value, before: usize) -> String {
    let item_shape = match field.shape {
        Shape::List(item) | Shape::OneOrMany(item) => *item,
        other => other,
    };
    let items: Vec<String> = value
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| scalar(item_shape, item))
        .collect();
    let line = format!("[{}]", items.join(", "));
    if !line.contains('\n') && before + line.chars().count() <= WIDTH {
        return line;
    }
    let mut lines = String::from("[\n");
    for item in items {
        let _ = writeln!(lines, "    {item},");
    }
    lines.push(']');
    lines
}

/// A single value as TOML 1.0 writes it.
fn scalar(shape: Shape, value: &Value) -> String {
    match value {
        Value::String(date) if matches!(shape, Shape::Date) && is_date(date) => date.clone(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text in double quotes, or in three of them where it has several lines: one form for every text.
pub(super) fn quoted(text: &str) -> String {
    let builder = TomlStringBuilder::new(text);
    let string = if text.contains('\n') {
        builder.as_ml_basic()
    } else {
        builder.as_basic()
    };
    let mut written = String::new();
    // Writing to a string does not fail.
    let _ = written.value(string);
    written
}

/// Whether TOML can write a date without quotes: years have four digits there.
fn is_date(text: &str) -> bool {
    text != "none" && text.len() == "2026-11-24".len()
}
