//! `ropa list`: the records of a kind, one line each.

use serde_json::Value;

use crate::ask::{organisation, sentence};
use crate::error::Error;
use crate::model::{Activity, Date, Kind, Record, Recorded, Reference, Table, day_in_words, fold};
use crate::store::Store;

use super::form::{ALL, Output, Screen, What};
use super::named::{countries, name_of};
use super::output::List;
use super::{Run, kinds};

// What can follow `ropa list`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Args {
    /// Kind of record: activity, party, system, data, people, measure, document or approval
    #[arg(value_parser = kind)]
    kind: Option<Kind>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

fn kind(word: &str) -> Result<Kind, String> {
    let listed: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Settings)
        .collect();
    // As people call them: `parties`, `suppliers`.
    let meant = fold(word);
    let plural = listed
        .iter()
        .copied()
        .find(|kind| fold(kind.plural()) == meant);
    Kind::from_word(word)
        .or(plural)
        .filter(|kind| listed.contains(kind))
        .ok_or_else(|| {
            let words: Vec<&str> = listed.iter().map(|kind| kind.word()).collect();
            let called = kinds::meant(word).map(Kind::word);
            let alike = words
                .iter()
                .copied()
                .max_by(|a, b| strsim::jaro(word, a).total_cmp(&strsim::jaro(word, b)))
                .filter(|alike| strsim::jaro(word, alike) > 0.7);
            if kinds::are_flows(word) {
                return "flows stand in activities: `ropa show NAME` lists those of one, and `ropa ask about NAME` those of a party".to_owned();
            }
            match called.or(alike) {
                Some(meant) => {
                    format!("did you mean `{meant}`? the kinds are {}", words.join(", "))
                }
                None => format!("the kinds are {}", words.join(", ")),
            }
        })
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("list", ALL, &args.output, What::Answer)?;
    let store = run.open()?;
    let mut table = match args.kind {
        Some(kind) => of_kind(&store, kind, form.is_for_people())?,
        None => kinds(&store)?,
    };
    if table.rows.is_empty() {
        let plural = args.kind.map_or("records", Kind::plural);
        run.ui.say(&format!("the register holds no {plural}"));
        run.say_which_register();
    }
    // On a screen that is too narrow for all, ids go first: a name does as well.
    if args.kind.is_some() && run.page(form, &args.output, args.screen.all).is_screen() {
        table.columns.rotate_left(1);
        table.rows.iter_mut().for_each(|row| row.rotate_left(1));
    }
    let title = match args.kind {
        Some(kind) => sentence(kind.plural()),
        None => "Records of each kind".to_owned(),
    };
    let list = List {
        title: &title,
        subtitle: organisation(&store)?,
        table,
        numbers: &["records", "flows"],
        has_lines: true,
        is_whole: args.screen.all,
    };
    run.deliver_list(form, &args.output, list)
}

/// How many records there are of each kind.
fn kinds(store: &Store) -> Result<Table, Error> {
    let mut table = Table::new(&["kind", "records"]);
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Settings) {
        table.push([kind.word().to_owned(), store.count(kind)?.to_string()]);
    }
    Ok(table)
}

/// The records of a kind; with names for people, with ids for programs.
fn of_kind(store: &Store, kind: Kind, is_named: bool) -> Result<Table, Error> {
    let mut table = Table::new(columns(kind));
    store.each_record(&[kind], |reference, record| -> Result<(), Error> {
        let mut row = row(&reference, &record);
        if is_named {
            for (cell, column) in row.iter_mut().zip(columns(kind)) {
                if let Some(of) = named(kind, column) {
                    *cell = name_of(store, of, cell)?;
                } else {
                    *cell = in_words(column, cell);
                }
            }
        }
        table.push(row);
        Ok(())
    })?;
    Ok(table)
}

/// The kind of record that a column names.
fn named(kind: Kind, column: &str) -> Option<Kind> {
    match column {
        "part of" | "operator" => Some(Kind::Party),
        "broader" => Some(kind),
        "activity" => Some(Kind::Activity),
        _ => None,
    }
}

/// What stands in a column as people read it: countries by name, days in words.
fn in_words(column: &str, cell: &str) -> String {
    match column {
        "country" | "hosted in" => countries(cell),
        "expires" | "on" | "until" => cell
            .parse::<Date>()
            .map_or_else(|_| cell.to_owned(), day_in_words),
        "kind" | "status" => cell.replace('-', " "),
        _ => cell.to_owned(),
    }
}

fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Party => &["id", "name", "kind", "country", "part of"],
        Kind::System => &["id", "name", "operator", "hosted in"],
        Kind::Data => &["id", "name", "class", "broader"],
        Kind::People => &["id", "name", "broader"],
        Kind::Measure => &["id", "name", "kind", "status"],
        Kind::Document => &["id", "name", "kind", "expires"],
        Kind::Activity => &["id", "name", "function", "status", "flows"],
        Kind::Approval => &["id", "activity", "by", "on"],
        Kind::Waiver => &["id", "rule", "record", "by", "until"],
        Kind::Settings => &["id"],
    }
}

fn row(reference: &Reference, record: &Record) -> Vec<String> {
    let id = reference.id.clone();
    let optional = |value: Option<String>| value.unwrap_or_default();
    match record {
        Record::Settings(_) => vec![id],
        Record::Party(party) => vec![
            id,
            party.name.clone(),
            said(&party.kind),
            said(&party.country),
            optional(party.part_of.as_ref().map(ToString::to_string)),
        ],
        Record::System(system) => vec![
            id,
            system.name.clone(),
            said(&system.operator),
            said(&system.hosted_in),
        ],
        Record::Data(data) => vec![
            id,
            data.name.clone(),
            said(&data.class),
            optional(data.broader.as_ref().map(ToString::to_string)),
        ],
        Record::People(people) => {
            vec![
                id,
                people.name.clone(),
                optional(people.broader.as_ref().map(ToString::to_string)),
            ]
        }
        Record::Measure(measure) => vec![
            id,
            measure.name.clone(),
            said(&measure.kind),
            said(&measure.status),
        ],
        Record::Document(document) => {
            vec![
                id,
                document.name.clone(),
                said(&document.kind),
                said(&document.expires),
            ]
        }
        Record::Activity(activity) => vec![
            id,
            activity.name.clone(),
            said(&activity.function),
            said(&activity.status),
            flows(activity),
        ],
        Record::Approval(approval) => {
            vec![
                id,
                approval.activity.to_string(),
                approval.by.clone(),
                approval.on.to_string(),
            ]
        }
        Record::Waiver(waiver) => vec![
            id,
            waiver.rule.clone(),
            waiver.record.0.to_string(),
            said(&waiver.by),
            said(&waiver.until),
        ],
    }
}

/// How many flows an activity has; where none is recorded, only a word for each list makes that zero.
fn flows(activity: &Activity) -> String {
    let n_flows = activity.flows().count();
    let lists = [
        &activity.source,
        &activity.store,
        &activity.recipient,
        &activity.onward,
    ];
    if n_flows > 0 || lists.into_iter().all(Recorded::is_none) {
        n_flows.to_string()
    } else {
        "not recorded".to_owned()
    }
}

/// A three-state field in a few words.
fn said<T: serde::Serialize>(field: &Recorded<T>) -> String {
    match field {
        Recorded::NotRecorded => "not recorded".to_owned(),
        Recorded::None => "none".to_owned(),
        Recorded::Value(value) => match serde_json::to_value(value) {
            Ok(Value::String(text)) => text,
            Ok(Value::Array(items)) => items
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect::<Vec<_>>()
                .join(", "),
            Ok(other) => other.to_string(),
            Err(_) => String::new(),
        },
    }
}
