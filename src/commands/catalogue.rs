//! `ropa catalogue`: categories and public bodies that councils' notices name, offered for the register.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{ALIKE, Kind, Reference, Table, fold, nearest};
use crate::store::{NameError, Store};
use crate::text::starter;

use super::Run;
use super::change::{Draft, HELP};
use super::commit::Signed;
use super::form::{ALL, Output, Screen, What};
use super::output::List;

/// The kinds of records in the catalogue.
const KINDS: &[Kind] = &[Kind::Party, Kind::Data, Kind::People];

// What can follow `ropa catalogue`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    does: Does,
}

#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
enum Does {
    /// List what the catalogue offers, and what of it is in the register
    List(Offered),
    /// Put entries of the catalogue into the register, with what they are a part or a kind of
    Add(Add),
}

// What can follow `ropa catalogue list`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
struct Offered {
    /// Part of a name
    word: Option<String>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

// What can follow `ropa catalogue add`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
struct Add {
    /// Names of entries; `kind:` before one settles the kind
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.does {
        Does::List(args) => list(run, args),
        Does::Add(args) => add(run, args),
    }
}

/// The entries as documents.
fn documents() -> BTreeMap<Reference, serde_json::Value> {
    let records = starter().into_records();
    let records = records.filter(|(reference, _)| KINDS.contains(&reference.kind));
    records
        .filter_map(|(reference, record)| Some((reference, serde_json::to_value(record).ok()?)))
        .collect()
}

fn said<'d>(document: &'d serde_json::Value, field: &str) -> &'d str {
    document[field].as_str().unwrap_or_default()
}

/// An entry's name and its aliases.
fn names(document: &serde_json::Value) -> impl Iterator<Item = &str> {
    let aliases = document["aliases"].as_array().into_iter().flatten();
    [said(document, "name")]
        .into_iter()
        .chain(aliases.filter_map(|alias| alias.as_str()))
}

/// The record of the register that has a name of an entry.
fn there(
    store: &Store,
    kind: Kind,
    document: &serde_json::Value,
) -> Result<Option<Reference>, Error> {
    for name in names(document) {
        match store.resolve(&format!("{kind}:{name}"), &[kind]) {
            Ok(reference) => return Ok(Some(reference)),
            Err(NameError::Store(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Ok(None)
}

fn list(run: &mut Run, args: &Offered) -> Result<(), Error> {
    let form = run.form("catalogue list", ALL, &args.output, What::Answer)?;
    let store = run.open()?;
    let wanted = fold(args.word.as_deref().unwrap_or_default());
    let mut table = Table::new(&[
        "kind",
        "name",
        "also",
        "class",
        "part of",
        "in the register",
    ]);
    let offered = documents();
    for (reference, document) in &offered {
        if !names(document).any(|name| fold(name).contains(&wanted)) {
            continue;
        }
        let also: Vec<&str> = names(document).skip(1).collect();
        let whole = above(reference, document).and_then(|above| offered.get(&above));
        let whole = whole.map_or("", |whole| said(whole, "name")).to_owned();
        let there = there(&store, reference.kind, document)?;
        table.rows.push(vec![
            reference.kind.noun().to_owned(),
            said(document, "name").to_owned(),
            also.join(", "),
            said(document, "class").to_owned(),
            whole,
            there.map_or_else(String::new, |there| there.id),
        ]);
    }
    if table.rows.is_empty() {
        run.ui.say("the catalogue has nothing of this name");
    } else {
        run.ui
            .say("`ropa catalogue add NAME` puts one into the register");
    }
    let list = List {
        title: "Starter catalogue",
        table,
        has_lines: true,
        is_whole: args.screen.all,
        ..List::default()
    };
    run.deliver_list(form, &args.output, list)
}

fn add(run: &mut Run, args: &Add) -> Result<(), Error> {
    let store = run.open_to_change("catalogue add", &args.signed)?;
    let offered = documents();
    let named_here = args.names.iter().map(|name| named(&offered, name));
    let named_here: Vec<Reference> = named_here.collect::<Result<_, Error>>()?;
    let message = format!("from the catalogue: {}", args.names.join(", "));
    let mut known: Vec<String> = Vec::new();
    run.change(store, &args.signed, &message, |store| {
        known.clear();
        let mut draft = Draft::default();
        let mut ids: BTreeMap<Reference, String> = BTreeMap::new();
        let mut wanted: Vec<Reference> = Vec::new();
        for entry in &named_here {
            if there(store, entry.kind, &offered[entry])?.is_some() {
                wanted.push(entry.clone());
                continue;
            }
            let above =
                std::iter::successors(Some(entry.clone()), |below| above(below, &offered[below]));
            let mut chain: Vec<Reference> = above.collect();
            chain.reverse();
            wanted.extend(chain);
        }
        for entry in &wanted {
            let mut document = offered[entry].clone();
            if let Some(there) = there(store, entry.kind, &document)? {
                if named_here.contains(entry) {
                    known.push(said(&document, "name").to_owned());
                }
                ids.insert(entry.clone(), there.id);
                continue;
            }
            for field in ["broader", "part_of"] {
                let above = Reference::new(entry.kind, said(&document, field));
                if let Some(id) = ids.get(&above) {
                    document[field] = id.clone().into();
                }
            }
            if store.record(entry)?.is_some() {
                return Err(Error::that(format!(
                    "another record of the register has the id of this entry: `{entry}`"
                ))
                .hinted(format!(
                    "give that one another id first: `ropa rename {entry} --id ID`"
                )));
            }
            ids.insert(entry.clone(), entry.id.clone());
            draft
                .put
                .insert(entry.clone(), super::change::record(entry, document)?);
        }
        Ok(draft)
    })?;
    known.dedup();
    if !known.is_empty() {
        run.ui.say(&format!(
            "in the register already, and left as it is: {}",
            known.join(", ")
        ));
    }
    Ok(())
}

/// What an entry is a part or a kind of.
fn above(entry: &Reference, document: &serde_json::Value) -> Option<Reference> {
    let id = [said(document, "broader"), said(document, "part_of")].concat();
    (!id.is_empty()).then(|| Reference::new(entry.kind, id))
}

/// The entry that a name means.
fn named(offered: &BTreeMap<Reference, serde_json::Value>, text: &str) -> Result<Reference, Error> {
    let (kind, name) = match text.split_once(':') {
        Some((kind, name)) if KINDS.iter().any(|known| known.word() == kind) => (Some(kind), name),
        _ => (None, text),
    };
    let is_it = |(reference, document): &(&Reference, &serde_json::Value)| {
        kind.is_none_or(|kind| reference.kind.word() == kind)
            && (reference.id == name || names(document).any(|one| fold(one) == fold(name)))
    };
    if let Some((reference, _)) = offered.iter().find(is_it) {
        return Ok(reference.clone());
    }
    let error = Error::that(format!("the catalogue has nothing called `{text}`"));
    Err(
        match nearest(name, offered.values().flat_map(names), ALIKE) {
            Some(alike) => error.hinted(format!("did you mean `{alike}`?")),
            None => error.hinted("`ropa catalogue list` shows what it has"),
        },
    )
}
