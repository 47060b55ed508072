//! `ropa show`: one record in full, with what is not recorded spelled out.

mod elsewhere;

use serde_json::{Value, json};

use crate::ask::organisation;
use crate::error::Error;
use crate::law;
use crate::model::{
    Date, Field, Fields, FlowKind, Kind, Presence, Record, Reference, Shape, Table,
};
use crate::report::{self, Block, Cell, Document, Fact, Section};
use crate::store::{NameError, Store};
use crate::ui::{self, one_line};

use super::Run;
use super::form::{ALL, Form, Output, Screen, What};
use super::named::{Names, name_all};
use super::output::List;

use elsewhere::Referring;

// What can follow `ropa show`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Args {
    /// Id, name or alias of a record; `kind:` before it settles the kind, as in data:nhs-number
    thing: String,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

/// A screen has a table for each of so many parts of a record, and names so many fields of a row.
const FEW: usize = 3;

/// So many characters of a field.
const LONG: usize = 40;

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
    Kind::Waiver,
    Kind::Settings,
];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("show", ALL, &args.output, What::Answer)?;
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
    if let Form::Values = form {
        let values = json(&reference, &record, &referring);
        return run.deliver(&values, args.output.file());
    }
    let told = told(&store, &reference, &record, run.as_at().on)?;
    match form {
        Form::Document(format) if format.is_bare() => {
            let list = List {
                table: told.table(),
                ..List::default()
            };
            run.deliver_list(form, &args.output, list)
        }
        _ => {
            let page = run.page(form, &args.output, args.screen.all);
            let elsewhere = elsewhere::blocks(&store, &reference, &referring, page.is_screen())?;
            let section = told.section(elsewhere, page.is_screen());
            match form {
                Form::Document(format) => {
                    let mut document = Document {
                        title: told.name,
                        subtitle: organisation(&store)?,
                        as_at: run.as_at(),
                        head: Vec::new(),
                        sections: vec![section],
                    };
                    run.deliver_document(&mut document, format, &args.output)
                }
                _ => run.deliver_text(vec![section], page, &args.output),
            }
        }
    }
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

/// A record with names and words in place of ids and codes.
fn told(store: &Store, reference: &Reference, record: &Record, on: Date) -> Result<Told, Error> {
    let mut document = document(record);
    let fields = reference.kind.fields();
    name_all(&Names::of(store, on), fields, &mut document)?;
    let name = document.get("name").and_then(Value::as_str);
    let mut told = Told {
        name: one_line(name.unwrap_or(&reference.id)),
        reference: reference.to_string(),
        ..Told::default()
    };
    let is_part_3 = matches!(record, Record::Activity(activity) if activity.is_law_enforcement());
    let mut n_flows = 0;
    let fields = fields.iter().copied().flatten();
    for field in fields.filter(|field| field.name != "name") {
        let inner = match field.shape {
            Shape::Table(fields) | Shape::Tables(fields) => fields,
            _ => &[],
        };
        match document.get(field.name) {
            None if field.presence == Presence::Recorded && is_for(is_part_3, field.shape) => {
                // What asks for it is another law there.
                let means = if is_part_3 {
                    field.means.split(" (Article").next().unwrap_or_default()
                } else {
                    field.means
                };
                told.missing.push((label(field), means));
            }
            None => {}
            Some(Value::Array(rows)) if !inner.is_empty() => {
                let is_flow = FlowKind::ALL.iter().any(|kind| kind.word() == field.name);
                let rows = rows.iter().enumerate().map(|(position, row)| {
                    n_flows += usize::from(is_flow);
                    let number = if is_flow {
                        format!("F{n_flows}")
                    } else {
                        (position + 1).to_string()
                    };
                    Inner::of(format!("{} {number}", label(field)), inner, row, is_part_3)
                });
                told.parts.push((label(field), rows.collect()));
            }
            Some(part @ Value::Object(_)) if !inner.is_empty() => {
                told.parts.push((
                    label(field),
                    vec![Inner::of(label(field), inner, part, is_part_3)],
                ));
            }
            Some(value) => told.facts.push((label(field), said(value))),
        }
    }
    Ok(told)
}

/// A record as it is told: what it says of itself, part by part, and what it does not say.
#[derive(Default)]
struct Told {
    name: String,
    reference: String,
    facts: Vec<(String, String)>,
    /// Its tables by what they are called, with their rows.
    parts: Vec<(String, Vec<Inner>)>,
    /// The fields that are not recorded, with what each means.
    missing: Vec<(String, &'static str)>,
}

/// One row of a table inside a record: what it is called, what it says, and what it does not say.
struct Inner {
    name: String,
    facts: Vec<(String, String)>,
}

impl Inner {
    fn of(name: String, fields: Fields, row: &Value, is_part_3: bool) -> Self {
        let (mut facts, mut missing) = (Vec::new(), Vec::new());
        gather(fields, row, is_part_3, "", &mut facts, &mut missing);
        if !missing.is_empty() {
            facts.push(("not recorded".to_owned(), missing.join(", ")));
        }
        Self { name, facts }
    }
}

impl Inner {
    /// The first of what it says, in a line.
    fn in_a_line(&self) -> String {
        let said = self
            .facts
            .iter()
            .filter(|(label, _)| !["id", "not recorded"].contains(&label.as_str()));
        let said = said.take(FEW).map(|(label, said)| {
            let short: String = said.chars().take(LONG).collect();
            let end = if short.len() < said.len() { "…" } else { "" };
            format!("{label} {short}{end}")
        });
        format!("{}: {}", self.name, said.collect::<Vec<_>>().join("; "))
    }
}

/// Whether a field is for an activity under Part 3 of the Data Protection Act 2018, or under the UK GDPR: one that takes a
/// code of the other law alone is not missing.
fn is_for(is_part_3: bool, shape: Shape) -> bool {
    match shape {
        Shape::Code(name) => law::vocabulary_under(name, is_part_3).is_some(),
        Shape::Table(fields) | Shape::Tables(fields) => {
            let fields = fields.iter().copied().flatten();
            let mut codes = fields
                .filter(|field| matches!(field.shape, Shape::Code(_)))
                .peekable();
            codes.peek().is_none() || codes.any(|field| is_for(is_part_3, field.shape))
        }
        _ => true,
    }
}

/// What a table inside a record says, and which of its fields are not recorded.
fn gather(
    fields: Fields,
    row: &Value,
    is_part_3: bool,
    before: &str,
    facts: &mut Vec<(String, String)>,
    missing: &mut Vec<String>,
) {
    for field in fields.iter().copied().flatten() {
        let label = format!("{before}{}", label(field));
        match (field.shape, row.get(field.name)) {
            (shape, None) if field.presence == Presence::Recorded && is_for(is_part_3, shape) => {
                missing.push(label);
            }
            (_, None) => {}
            (Shape::Table(inner), Some(value @ Value::Object(_))) => {
                gather(
                    inner,
                    value,
                    is_part_3,
                    &format!("{label}, "),
                    facts,
                    missing,
                );
            }
            (Shape::Tables(inner), Some(Value::Array(rows))) => {
                for (number, row) in (1..).zip(rows) {
                    gather(
                        inner,
                        row,
                        is_part_3,
                        &format!("{label} {number}, "),
                        facts,
                        missing,
                    );
                }
            }
            (_, Some(value)) => facts.push((label, said(value))),
        }
    }
}

impl Told {
    /// It as a document has it; on a screen what is not recorded is a line.
    fn section(&self, elsewhere: Vec<Block<'static>>, is_screen: bool) -> Section<'static> {
        let mut blocks = vec![Block::Words(format!("{} ({})", self.name, self.reference))];
        if !self.facts.is_empty() {
            let facts = self.facts.iter().map(|(label, said)| Fact {
                label: label.clone(),
                provision: None,
                cell: Cell::Text(one_line(said)),
            });
            blocks.push(Block::Facts(facts.collect()));
        }
        let is_long = is_screen && self.parts.len() > FEW;
        if is_long {
            let rows = self.parts.iter().flat_map(|(_, rows)| rows);
            blocks.push(Block::List(rows.map(Inner::in_a_line).collect()));
            blocks.push(Block::Words(
                "`--all` shows each of these with all its fields.".to_owned(),
            ));
        }
        for (label, rows) in self.parts.iter().filter(|_| !is_long) {
            blocks.push(Block::Table(report::Table::of_text(
                label,
                table_of(label, rows),
            )));
        }
        blocks.extend(elsewhere);
        if !self.missing.is_empty() && is_screen {
            let labels: Vec<&str> = self
                .missing
                .iter()
                .map(|(label, _)| label.as_str())
                .collect();
            blocks.push(Block::Words(format!(
                "Not recorded: {}.",
                labels.join(", ")
            )));
        } else if !self.missing.is_empty() {
            let items = self
                .missing
                .iter()
                .map(|(label, means)| format!("{label}: {means}"));
            blocks.push(Block::Heading("Not recorded".to_owned()));
            blocks.push(Block::List(items.collect()));
        }
        Section {
            heading: self.name.clone(),
            blocks,
        }
    }

    /// All of it as one table.
    fn table(&self) -> Table {
        let mut table = Table::new(&["part", "field", "says"]);
        let mut push = |part: &str, (label, said): &(String, String)| {
            table.push([part, label, said].map(str::to_owned));
        };
        push("", &("name".to_owned(), self.name.clone()));
        self.facts.iter().for_each(|fact| push("", fact));
        for row in self.parts.iter().flat_map(|(_, rows)| rows) {
            row.facts.iter().for_each(|fact| push(&row.name, fact));
        }
        for (label, _) in &self.missing {
            push("", &(label.clone(), "not recorded".to_owned()));
        }
        table
    }
}

/// The rows of a table inside a record, with a column for each field that one of them says.
fn table_of(label: &str, rows: &[Inner]) -> Table {
    let mut labels: Vec<&str> = Vec::new();
    for row in rows {
        // Each row has its fields in their order; a new one stands behind the one before it.
        let mut after = 0;
        for (label, _) in &row.facts {
            let known = labels.iter().position(|known| known == label);
            let at = known.unwrap_or(after);
            if known.is_none() {
                labels.insert(at, label);
            }
            after = at + 1;
        }
    }
    // What is not recorded is told last.
    labels.sort_by_key(|label| *label == "not recorded");
    let mut table = Table::default();
    table.columns.push(label.to_owned().into());
    table
        .columns
        .extend(labels.iter().map(|label| (*label).to_owned().into()));
    for row in rows {
        let said = |wanted: &&str| {
            let mut facts = row.facts.iter();
            let fact = facts.find(|(label, _)| label == wanted);
            fact.map_or_else(String::new, |(_, said)| said.clone())
        };
        let cells = std::iter::once(row.name.clone()).chain(labels.iter().map(said));
        table.rows.push(cells.collect());
    }
    table
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
