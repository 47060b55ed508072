//! All that the register holds: a table for each kind of record and for each list inside one, made
//! from the table of fields of the model, so that a new field is in it at once.
//!
//! The tables are lossless: a list has an item to a line, and is written as JSON where an item
//! would not survive that; a table inside a record has columns of its own (`dpia.needed`); a list of
//! tables has a sheet of its own with the record's id and the number in the list.

mod back;
mod sheets;

use serde_json::Value;

use crate::model::{Field, Fields, Kind, Presence, Recorded, Scope, Shape};
use crate::report::asked::{Asked, Progress, each_selected};
use crate::report::document::{Block, Cell, Column, Rows, Section, Take};
use crate::report::proof::Tally;
use crate::report::subjects::flows::ends;
use crate::report::{ReportError, entry::Entry};
use crate::store::Store;

pub use back::{Back, Fault, back};

/// One table: the records of a kind, or the items of a list inside them.
#[derive(Clone, Copy)]
struct Sheet {
    heading: &'static str,
    kind: Kind,
    /// The lists whose items are its rows; where there is none, a row is a record.
    lists: &'static [&'static str],
    fields: Fields,
}

const fn records(heading: &'static str, kind: Kind) -> Sheet {
    Sheet {
        heading,
        kind,
        lists: &[],
        fields: kind.fields(),
    }
}

const fn items(
    heading: &'static str,
    kind: Kind,
    lists: &'static [&'static str],
    fields: Fields,
) -> Sheet {
    Sheet {
        heading,
        kind,
        lists,
        fields,
    }
}

/// Every sheet, in order. A test holds them against the model.
static SHEETS: &[Sheet] = &[
    records("Activities", Kind::Activity),
    items(
        "Joint controllers",
        Kind::Activity,
        &["joint_controllers"],
        &[],
    ),
    items("Which data about whom", Kind::Activity, &["about"], &[]),
    items("Purposes", Kind::Activity, &["purpose"], &[]),
    items("Special conditions", Kind::Activity, &["condition"], &[]),
    items("Offence bases", Kind::Activity, &["offence_basis"], &[]),
    items(
        "Flows",
        Kind::Activity,
        &["source", "store", "recipient", "onward", "feed"],
        &[],
    ),
    items("Retention", Kind::Activity, &["retention"], &[]),
    items("Rights as published", Kind::Activity, &["rights"], &[]),
    items(
        "Automated decisions",
        Kind::Activity,
        &["automated_decisions"],
        &[],
    ),
    items("Evidence", Kind::Activity, &["evidence"], &[]),
    items("Unread", Kind::Activity, &["unread"], &[]),
    records("Parties", Kind::Party),
    items("Sub-processors", Kind::Party, &["sub_processors"], &[]),
    records("Systems", Kind::System),
    records("Data", Kind::Data),
    items("Derived data", Kind::Data, &["derived_from"], &[]),
    records("People", Kind::People),
    records("Measures", Kind::Measure),
    records("Documents", Kind::Document),
    items("Signatures", Kind::Document, &["signed"], &[]),
    records("Approvals", Kind::Approval),
    records("Waivers", Kind::Waiver),
    records("Settings", Kind::Settings),
];

impl Sheet {
    /// The fields of its rows, each once.
    fn fields(&self) -> Vec<&'static Field> {
        if self.lists.is_empty() {
            return self.fields.iter().copied().flatten().collect();
        }
        let mut fields: Vec<&'static Field> = Vec::new();
        for list in self.lists {
            for field in fields_of_list(self.kind, list) {
                if !fields.iter().any(|known| known.name == field.name) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = self.keys().iter().map(|key| of_key(key)).collect();
        for field in self.fields() {
            columns.push(of_field(field, field.name.to_owned()));
            if let Shape::Table(inside) = field.shape {
                let inside = inside.iter().copied().flatten();
                columns.extend(
                    inside.map(|inner| of_field(inner, format!("{}.{}", field.name, inner.name))),
                );
            }
        }
        columns
    }

    /// The columns that say which record and which item of its list a row is.
    fn keys(&self) -> &'static [&'static str] {
        match self.lists {
            [] => &["id"],
            // Items may have ids and parties of their own.
            [_] => &["record", "number"],
            _ => &["record", "F", "list", "number"],
        }
    }

    /// Hands over the rows that a record has.
    fn rows(&self, id: &str, record: &Value, take: &mut Take<'_>) -> Result<(), ReportError> {
        let text = |words: &str| Cell::Text(words.to_owned());
        if self.lists.is_empty() {
            let mut row = vec![text(id)];
            self.cells(record, &mut row);
            return take(&row);
        }
        let mut n_all = 0;
        for list in self.lists {
            let items = record.get(*list).and_then(Value::as_array);
            for (item, number) in items.into_iter().flatten().zip(1..) {
                n_all += 1;
                let mut row = vec![text(id)];
                if self.lists.len() > 1 {
                    row.push(Cell::Text(format!("F{n_all}")));
                    row.push(text(list));
                }
                row.push(Cell::Text(number.to_string()));
                self.cells(item, &mut row);
                take(&row)?;
            }
        }
        Ok(())
    }

    fn cells(&self, record: &Value, row: &mut Vec<Cell>) {
        for field in self.fields() {
            let value = record.get(field.name);
            row.push(cell(field, value));
            if let Shape::Table(inside) = field.shape {
                let is_none = matches!(row.last(), Some(Cell::None));
                for inner in inside.iter().copied().flatten() {
                    row.push(if is_none {
                        Cell::NotApplicable
                    } else {
                        cell(inner, value.and_then(|table| table.get(inner.name)))
                    });
                }
            }
        }
    }
}

/// The fields of the tables in a list of a kind of record.
fn fields_of_list(kind: Kind, list: &str) -> impl Iterator<Item = &'static Field> {
    let fields = kind.fields().iter().copied().flatten();
    let inside = fields
        .filter(|field| field.name == list)
        .find_map(|field| match field.shape {
            Shape::Tables(inside) => Some(inside),
            _ => None,
        });
    inside.unwrap_or_default().iter().copied().flatten()
}

fn of_key(heading: &str) -> Column {
    let width = if matches!(heading, "id" | "record") {
        28
    } else {
        10
    };
    Column::new(heading.to_owned(), width)
}

fn of_field(field: &Field, heading: String) -> Column {
    let width = match field.shape {
        Shape::Flag
        | Shape::Count
        | Shape::Date
        | Shape::Period
        | Shape::Country
        | Shape::Identifier(_) => 14,
        Shape::Word(_) | Shape::Slug | Shape::Table(_) | Shape::Tables(_) => 16,
        Shape::Text if matches!(field.name, "evidence" | "words" | "description" | "note") => 48,
        _ => 30,
    };
    Column {
        // What no law asks for is simply not there.
        not_recorded: if field.presence == Presence::Recorded {
            "not recorded"
        } else {
            ""
        },
        ..Column::new(heading, width)
    }
}

/// What a record says in a field.
fn cell(field: &Field, value: Option<&Value>) -> Cell {
    let Some(value) = value else {
        return Cell::NotRecorded;
    };
    if field.presence == Presence::Recorded && value == "none" {
        return Cell::None;
    }
    Cell::Text(match (field.shape, value) {
        (Shape::Table(_), _) => "recorded: see the columns beside".to_owned(),
        (Shape::Tables(_), Value::Array(items)) => items.len().to_string(),
        (_, value) => words(value),
    })
}

/// A value as text.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => {
            let lines: Vec<String> = items.iter().map(words).collect();
            let whole = lines.join("\n");
            let is_plain = lines
                .iter()
                .all(|line| !line.is_empty() && !line.contains('\n'))
                && !whole.is_empty()
                && !whole.starts_with('[');
            if is_plain { whole } else { value.to_string() }
        }
        other => other.to_string(),
    }
}

/// The document of a record.
fn document_of(record: &impl serde::Serialize) -> Result<Value, ReportError> {
    serde_json::to_value(record).map_err(|error| std::io::Error::other(error).into())
}

/// The sections of the layout: one for each sheet, and the flows by what each carries.
pub(super) fn sections<'a>(
    store: &'a Store,
    asked: &'a Asked,
    tally: &Tally,
    progress: Progress<'a>,
) -> Vec<Section<'a>> {
    let mut sections = Vec::new();
    for (place, sheet) in SHEETS.iter().enumerate() {
        // What is left out is counted once.
        let counting = (place == 0).then(|| tally.clone());
        let rows: Rows<'a> = if sheet.kind == Kind::Activity {
            Box::new(move |take: &mut Take<'_>| {
                each_selected(store, asked, counting.as_ref(), &mut |entry| {
                    if counting.is_some() {
                        progress();
                    }
                    sheet.rows(entry.id.as_str(), &document_of(entry.activity)?, take)
                })
            })
        } else {
            Box::new(move |take: &mut Take<'_>| {
                store.each_record(&[sheet.kind], |reference, record| {
                    sheet.rows(&reference.id, &document_of(&record)?, take)
                })
            })
        };
        sections.push(section(sheet.heading, sheet.columns(), rows, tally));
        if sheet.heading == "Flows" {
            let rows: Rows<'a> = Box::new(move |take: &mut Take<'_>| {
                each_selected(store, asked, None, &mut |entry| flow_data(&entry, take))
            });
            let columns = [
                "activity",
                "F",
                "list",
                "from",
                "to",
                "data",
                "name of the data",
            ];
            let columns = columns.map(|heading| Column::new(heading.to_owned(), 24));
            sections.push(section("Data of flows", columns.to_vec(), rows, tally));
        }
    }
    sections
}

fn section<'a>(
    heading: &'static str,
    columns: Vec<Column>,
    rows: Rows<'a>,
    tally: &Tally,
) -> Section<'a> {
    Section {
        heading: heading.to_owned(),
        blocks: vec![Block::Table(tally.counting(heading, columns, rows))],
    }
}

/// A row for each category of data that a flow carries, with the names of its ends; a flow that lists
/// none has one row that says why.
fn flow_data(entry: &Entry<'_>, take: &mut Take<'_>) -> Result<(), ReportError> {
    for ((kind, flow), number) in entry.activity.flows().zip(1..) {
        let (from, to) = ends(entry, kind, flow, "");
        let mut row = |data: Cell, name: Cell| {
            let text = |words: &str| Cell::Text(words.to_owned());
            take(&[
                text(entry.id.as_str()),
                Cell::Text(format!("F{number}")),
                text(kind.word()),
                text(&from),
                text(&to),
                data,
                name,
            ])
        };
        match &flow.carries {
            Recorded::NotRecorded => row(Cell::NotRecorded, Cell::NotRecorded)?,
            Recorded::None => row(Cell::None, Cell::None)?,
            Recorded::Value(scope) if scope.is_all() => row(
                Cell::Text(Scope::ALL.to_owned()),
                Cell::Text("all that its start has".to_owned()),
            )?,
            Recorded::Value(scope) => {
                for data in scope.listed() {
                    row(
                        Cell::Text(data.to_string()),
                        Cell::Text(entry.data_name(data)),
                    )?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
