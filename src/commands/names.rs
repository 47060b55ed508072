//! `ropa names`: records that may be one, for somebody to settle; nothing is merged on likeness.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Kind, Record, Reference, Table};
use crate::rules::TREES;
use crate::rules::alike::{Called, alike};
use crate::store::{Store, StoreError};

use super::Run;
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;
use super::form::{ALL, Output, Screen, What};
use super::output::List;
use super::rename::NAMED;

// What can follow `ropa names`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    does: Does,
}

#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
enum Does {
    /// List records that may be one by their names, with what settles each
    Suggest(Suggest),
    /// Record that two records that look alike are not one, so that they are not suggested again
    Distinct(Distinct),
}

// What can follow `ropa names suggest`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
struct Suggest {
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

// What can follow `ropa names distinct`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
struct Distinct {
    /// Id, name or alias of a record; `kind:` before it settles the kind
    thing: String,
    /// Another of the same kind
    other: String,
    #[command(flatten)]
    signed: Signed,
}

/// The field that says that a record is not another.
const DISTINCT: &str = "distinct_from";

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.does {
        Does::Suggest(args) => suggest(run, args),
        Does::Distinct(args) => distinct(run, args),
    }
}

fn suggest(run: &mut Run, args: &Suggest) -> Result<(), Error> {
    let form = run.form("names suggest", ALL, &args.output, What::Answer)?;
    let store = run.open()?;
    let mut table = Table {
        columns: ["kind", "one", "other", "why"].map(Cow::Borrowed).to_vec(),
        rows: Vec::new(),
    };
    for kind in NAMED {
        let named = named(&store, *kind)?;
        for (one, other, why) in alike(&named) {
            let cell = |named: &Called| match form.is_for_people() {
                true => format!("{} ({})", named.name, named.reference),
                false => named.reference.to_string(),
            };
            let row = [
                kind.noun().to_owned(),
                cell(one),
                cell(other),
                why.words().to_owned(),
            ];
            table.rows.push(row.to_vec());
        }
    }
    if table.rows.is_empty() {
        run.ui.say("no two records have names that may be one");
        run.say_which_register();
    } else {
        run.ui.say(
            "`ropa merge ONE OTHER` makes them one record; `ropa names distinct ONE OTHER` says that they are not",
        );
    }
    let list = List {
        title: "Names that may be one",
        subtitle: organisation(&store)?,
        table,
        numbers: &[],
        has_lines: false,
        is_whole: args.screen.all,
    };
    run.deliver_list(form, &args.output, list)
}

fn distinct(run: &mut Run, args: &Distinct) -> Result<(), Error> {
    let store = run.open_to_change("names distinct", &args.signed)?;
    let one = store.resolve(&args.thing, NAMED)?;
    let other = store.resolve(&args.other, &[one.kind])?;
    let mut fields = one.kind.fields().iter().copied().flatten();
    if one == other {
        return Err(Error::that(format!(
            "`{}` and `{}` are one record: `{one}`",
            args.thing, args.other
        )));
    }
    if !fields.any(|field| field.name == DISTINCT) {
        return Err(Error::that(format!(
            "of {} it cannot be recorded that it is not another",
            one.kind.one()
        )));
    }
    let message = format!("{one} is not {other}");
    run.change(store, &args.signed, &message, |store| {
        let mut changed = document(store, &one)?;
        if are_distinct(&one, &changed, &other, &document(store, &other)?) {
            return Ok(Draft::default());
        }
        let mut known = changed[DISTINCT].as_array().cloned().unwrap_or_default();
        known.push(Value::from(other.id.as_str()));
        changed[DISTINCT] = Value::Array(known);
        Ok(Draft::of(&one, record(&one, changed)?))
    })
}

/// Whether one of two records says that it is not the other.
pub(super) fn are_distinct(
    one: &Reference,
    of_one: &Value,
    other: &Reference,
    of_other: &Value,
) -> bool {
    let says = |document: &Value, id: &str| {
        let known = document.get(DISTINCT).and_then(Value::as_array);
        known.is_some_and(|known| known.iter().any(|known| known == id))
    };
    says(of_one, &other.id) || says(of_other, &one.id)
}

fn named(store: &Store, kind: Kind) -> Result<Vec<Called>, Error> {
    let mut found = Vec::new();
    store.each_record(&[kind], |reference, record: Record| {
        let (Some(name), aliases) = record.names() else {
            return Ok::<_, StoreError>(());
        };
        let value = serde_json::to_value(&record).unwrap_or_default();
        let mut others = BTreeSet::new();
        for field in TREES.iter().chain([&DISTINCT]) {
            match value.get(*field) {
                Some(Value::String(id)) => drop(others.insert(id.clone())),
                Some(Value::Array(ids)) => {
                    others.extend(ids.iter().filter_map(|id| id.as_str().map(str::to_owned)));
                }
                _ => {}
            }
        }
        found.push(Called::of(reference, name, aliases, others));
        Ok(())
    })?;
    Ok(found)
}
