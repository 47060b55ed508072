//! `ropa history`: who changed the register, when and why, and which fields of a record.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Difference, Kind, Reference, Table, and, fields_changed, moment_in_words};
use crate::report::{Block, Document, Section};
use crate::store::{Alteration, Commit, Revision, Store};
use crate::ui;
use crate::ui::text;

use super::Run;
use super::form::{ALL, Form, Output, Screen, What};
use super::kinds::how_many;
use super::named::Names;
use super::output::List;
use super::show::NAMED;

/// So many digits of a hash are enough to tell commits apart.
const SHORT: usize = 12;

// What can follow `ropa history`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Args {
    /// Only the commits that changed this record, with the fields that they changed: id, name or alias, also of one that was removed
    thing: Option<String>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("history", ALL, &args.output, What::Answer)?;
    let store = run.open_database("history")?;
    match &args.thing {
        None => of_register(run, args, form, &store),
        Some(thing) => {
            let reference = store.resolve_ever(thing, NAMED)?;
            of_record(run, args, form, &store, &reference)
        }
    }
}

/// How many records of each kind a commit added, changed and removed.
type Deeds = BTreeMap<Alteration, BTreeMap<Kind, usize>>;

/// Every commit in a line: people read the last one first.
fn of_register(run: &mut Run, args: &Args, form: Form, store: &Store) -> Result<(), Error> {
    let mut commits = store.history()?;
    let mut deeds: BTreeMap<i64, Deeds> = BTreeMap::new();
    store.each_altered(|altered| {
        let of_commit = deeds.entry(altered.seq).or_default();
        let of_kind = of_commit.entry(altered.alteration).or_default();
        *of_kind.entry(altered.reference.kind).or_default() += 1;
        Ok::<_, Error>(())
    })?;
    let for_people = form.is_for_people();
    let mut table = Table::new(if for_people {
        commits.reverse();
        &["when", "by", "why", "what", "commit", "hash"]
    } else {
        &[
            "commit", "at", "author", "message", "hash", "added", "changed", "removed",
        ]
    });
    for commit in commits {
        let deeds = deeds.remove(&commit.seq).unwrap_or_default();
        if for_people {
            let [when, hash] = [moment_in_words(commit.at), short(&commit).to_owned()];
            let what = in_words(&deeds);
            let seq = commit.seq.to_string();
            table.push([when, commit.author, commit.message, what, seq, hash]);
        } else {
            let n = |alteration| {
                deeds
                    .get(&alteration)
                    .map_or(0, |kinds| kinds.values().sum())
            };
            let counts = Alteration::ALL.map(|alteration| usize::to_string(&n(alteration)));
            table.push(cells(&commit).into_iter().chain(counts));
        }
    }
    if table.rows.is_empty() {
        run.ui.say("nothing was ever committed");
        run.say_which_register();
    }
    let list = List {
        title: "Who changed the register, when and why",
        subtitle: organisation(store)?,
        table,
        numbers: &["commit", "added", "changed", "removed"],
        has_lines: false,
        is_whole: args.screen.all,
    };
    run.deliver_list(form, &args.output, list)
}

/// `12 activities and 3 parties added; 1 system changed`.
fn in_words(deeds: &Deeds) -> String {
    let told = deeds.iter().map(|(alteration, kinds)| {
        let kinds: Vec<String> = kinds.iter().map(|(kind, n)| how_many(*n, *kind)).collect();
        format!("{} {}", and(&kinds), alteration.word())
    });
    told.collect::<Vec<_>>().join("; ")
}

fn short(commit: &Commit) -> &str {
    commit.hash.get(..SHORT).unwrap_or(&commit.hash)
}

/// What a program reads of a commit.
fn cells(commit: &Commit) -> [String; 5] {
    let Commit {
        seq,
        at,
        author,
        message,
        hash,
        ..
    } = commit;
    [
        seq.to_string(),
        at.to_string(),
        author.clone(),
        message.clone(),
        hash.clone(),
    ]
}

/// What one commit did to a record.
struct Deed {
    commit: Commit,
    alteration: Alteration,
    /// The fields that differ; none where it came or went.
    fields: Vec<Difference>,
}

/// What each commit did to a record, the oldest first.
fn deeds(revisions: Vec<Revision>) -> Vec<Deed> {
    let mut before: Option<String> = None;
    let deed = |Revision { commit, document }| {
        let old = std::mem::replace(&mut before, document);
        let (alteration, fields) = match (&old, &before) {
            (_, None) => (Alteration::Removed, Vec::new()),
            (None, Some(_)) => (Alteration::Added, Vec::new()),
            (old, new) => (
                Alteration::Changed,
                fields_changed(old.as_deref(), new.as_deref()),
            ),
        };
        Deed {
            commit,
            alteration,
            fields,
        }
    };
    revisions.into_iter().map(deed).collect()
}

/// Every commit that changed a record, with the fields it changed.
fn of_record(
    run: &mut Run,
    args: &Args,
    form: Form,
    store: &Store,
    reference: &Reference,
) -> Result<(), Error> {
    let mut deeds = deeds(store.revisions_of(reference)?);
    if let Some(last) = deeds.last()
        && last.alteration == Alteration::Removed
    {
        let seq = last.commit.seq;
        run.ui
            .say(&format!("`{reference}` was removed in commit {seq}"));
    }
    if matches!(form, Form::Values) {
        let values: Vec<Value> = deeds.iter().map(as_json).collect();
        return run.deliver(&ui::json(&values), args.output.file());
    }
    if form.is_for_people() {
        let names = Names::of(store, run.as_at().on);
        for field in deeds.iter_mut().flat_map(|deed| &mut deed.fields) {
            names.put_in(reference.kind, field)?;
        }
    }
    let name = store.name_shown(reference)?;
    let name = name.unwrap_or_else(|| reference.to_string());
    let title = format!("History of {name}");
    if matches!(form, Form::Document(format) if format.is_of_rows()) {
        let list = List {
            title: &title,
            subtitle: organisation(store)?,
            table: rows(&deeds),
            ..List::default()
        };
        return run.deliver_list(form, &args.output, list);
    }
    let page = run.page(form, &args.output, args.screen.all);
    let blocks = deeds.iter().rev().flat_map(blocks).collect();
    let mut document = Document {
        title: title.clone(),
        subtitle: organisation(store)?,
        as_at: run.as_at(),
        head: Vec::new(),
        sections: vec![Section {
            heading: title,
            blocks,
        }],
    };
    match form {
        Form::Document(format) => run.deliver_document(&mut document, format, &args.output),
        _ => {
            let text = text::document(&mut document, page)?;
            run.deliver(&text, args.output.file())
        }
    }
}

fn as_json(deed: &Deed) -> Value {
    let Commit {
        seq,
        at,
        author,
        message,
        hash,
        ..
    } = &deed.commit;
    let fields = deed.fields.iter();
    let fields: Vec<Value> = fields
        .map(|field| json!({ "field": field.place, "old": field.old, "new": field.new }))
        .collect();
    json!({
        "commit": seq, "at": at.to_string(), "author": author, "message": message, "hash": hash,
        "change": deed.alteration.word(), "fields": fields,
    })
}

/// A row for each field that changed, and one for each commit by which the record came or went.
fn rows(deeds: &[Deed]) -> Table {
    let mut table = Table::new(&[
        "commit", "at", "author", "message", "hash", "change", "field", "old", "new",
    ]);
    let cell = |value: &Option<Value>| match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    for deed in deeds {
        let first = || {
            let cells = cells(&deed.commit).into_iter();
            cells.chain([deed.alteration.word().to_owned()])
        };
        for field in &deed.fields {
            let [old, new] = [&field.old, &field.new].map(cell);
            table.push(first().chain([field.place.clone(), old, new]));
        }
        if deed.fields.is_empty() {
            table.push(first());
        }
    }
    table
}

/// A commit as people read it: who, when and why, and then what it did to the record.
fn blocks(deed: &Deed) -> Vec<Block<'static>> {
    let Commit {
        seq,
        at,
        author,
        message,
        ..
    } = &deed.commit;
    let head = format!(
        "{}, {}: {} (commit {seq})",
        moment_in_words(*at),
        ui::one_line(author),
        ui::one_line(message)
    );
    let said = match deed.alteration {
        Alteration::Changed => deed.fields.iter().map(Difference::words).collect(),
        other => vec![other.word().to_owned()],
    };
    vec![Block::Heading(head), Block::List(said)]
}
