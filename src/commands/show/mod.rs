//! `ropa show`: one record in full, with what is not recorded spelled out.

mod elsewhere;

use serde_json::{Value, json};

use crate::error::Error;
use crate::model::{Date, Field, Fields, FlowKind, Kind, Presence, Record, Reference, Shape};
use crate::store::{NameError, Store};
use crate::ui::text::{WIDTH, hung, wrapped};
use crate::ui::{self, one_line};

use super::Run;
use super::form::Output;
use super::named::name_all;

use elsewhere::Referring;

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json; by --format or the ending of the file")]
pub(super) struct Args {
    /// Id, name or alias of a record; `kind:` before it settles the kind, as in data:nhs-number
    thing: String,
    #[command(flatten)]
    output: Output,
}

/// The kinds that have names to be shown by.
pub(super) const NAMED: &[Kind] = &[
    Kind::Activity,
    Kind::Party,
    Kind::System,
    Kind::Data,
    Kind::People,
    Kind::Measure,
    Kind::Document,
    Kind::Approval,
    Kind::Settings,
];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let file = args.output.file();
    let format = run.format("show", FORMATS, &args.output)?;
    let store = run.open()?;
    let reference = store.resolve(&args.thing, NAMED)?;
    let Some(record) = store.record(&reference)? else {
        return Err(NameError::Unknown {
            text: args.thing.clone(),
            kinds: Vec::new(),
            suggestions: Vec::new(),
        }
        .into());
    };
    let referring = elsewhere::referring(&store, &reference)?;
    let text = if format == "json" {
        json(&reference, &record, &referring)
    } else {
        let width = run.ui.terminal.filter(|_| file.is_none()).unwrap_or(WIDTH);
        text(
            &store,
            &reference,
            &record,
            &referring,
            run.as_at().on,
            width,
        )?
    };
    run.deliver(&text, file)
}

fn document(record: &Record) -> Value {
    serde_json::to_value(record).unwrap_or(Value::Null)
}

/// The record with every three-state field: null where it is not recorded.
fn json(reference: &Reference, record: &Record, referring: &[Referring]) -> String {
    let mut document = document(record);
    complete(&mut document, reference.kind.fields());
    let shown = json!({
        "kind": reference.kind,
        "id": reference.id,
        "record": document,
        "recorded_elsewhere": elsewhere::json(referring),
    });
    ui::json(&shown)
}

fn complete(document: &mut Value, fields: Fields) {
    let Some(table) = document.as_object_mut() else {
        return;
    };
    for field in fields.iter().copied().flatten() {
        match (field.shape, table.get_mut(field.name)) {
            (Shape::Table(inner), Some(value)) => complete(value, inner),
            (Shape::Tables(inner), Some(Value::Array(rows))) => {
                rows.iter_mut().for_each(|row| complete(row, inner));
            }
            (_, None) if field.presence == Presence::Recorded => {
                drop(table.insert(field.name.to_owned(), Value::Null));
            }
            _ => {}
        }
    }
}

fn text(
    store: &Store,
    reference: &Reference,
    record: &Record,
    referring: &[Referring],
    on: Date,
    width: usize,
) -> Result<String, Error> {
    let mut document = document(record);
    name_all(store, reference.kind.fields(), &mut document, on)?;
    let name = document
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or(&reference.id);
    let mut lines = vec![one_line(&format!("{name} ({reference})"))];
    let mut missing = Vec::new();
    let mut n_flows = 0;
    for field in reference
        .kind
        .fields()
        .iter()
        .copied()
        .flatten()
        .filter(|field| field.name != "name")
    {
        match document.get(field.name) {
            None if field.presence == Presence::Recorded => missing.push(field),
            None => {}
            Some(value) => lines.extend(field_lines(field, value, width, 0, &mut n_flows)),
        }
    }
    lines.extend(elsewhere::lines(store, reference, referring, width)?);
    if !missing.is_empty() {
        lines.push(String::new());
        lines.push("Not recorded".to_owned());
        lines.extend(
            missing
                .iter()
                .map(|field| wrapped(&format!("- {}: {}", label(field), field.means), width, 2)),
        );
    }
    Ok(lines.join("\n") + "\n")
}

/// The lines of one field. Flows bear their F-numbers, which run through the lists of an activity.
fn field_lines(
    field: &Field,
    value: &Value,
    width: usize,
    indent: usize,
    n_flows: &mut usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    match (field.shape, value) {
        (Shape::Table(fields), Value::Object(_)) => {
            lines.push(String::new());
            lines.push(format!("{}{}", " ".repeat(indent), label(field)));
            lines.extend(inner_lines(fields, value, width, indent + 2));
        }
        (Shape::Tables(fields), Value::Array(rows)) => {
            lines.push(String::new());
            for (position, row) in rows.iter().enumerate() {
                let number = if FlowKind::ALL.iter().any(|kind| kind.word() == field.name) {
                    *n_flows += 1;
                    format!("F{n_flows}")
                } else {
                    (position + 1).to_string()
                };
                lines.push(format!("{}{} {number}", " ".repeat(indent), label(field)));
                lines.extend(inner_lines(fields, row, width, indent + 2));
            }
        }
        (_, value) => lines.push(hung(
            &format!("{}: {}", label(field), said(value)),
            width,
            indent,
        )),
    }
    lines
}

fn inner_lines(fields: Fields, table: &Value, width: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    for field in fields.iter().copied().flatten() {
        match table.get(field.name) {
            None if field.presence == Presence::Recorded => missing.push(label(field)),
            None => {}
            Some(value) => lines.extend(field_lines(field, value, width, indent, &mut 0)),
        }
    }
    if !missing.is_empty() {
        lines.push(wrapped(
            &format!("not recorded: {}", missing.join(", ")),
            width,
            indent,
        ));
    }
    lines
}

/// A field's key as words.
fn label(field: &Field) -> String {
    label_of(field.name)
}

/// A key as words.
fn label_of(key: &str) -> String {
    key.replace('_', " ")
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(said).collect();
            // A name may have a comma in it.
            let has_comma = items.iter().any(|item| item.contains(','));
            items.join(if has_comma { "; " } else { ", " })
        }
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}
