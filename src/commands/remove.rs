//! `ropa remove`: records that nothing refers to, or together with what does.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::model::{Reference, one_line, place, visit_references};
use crate::store::Store;

use super::Run;
use super::change::{Draft, HELP, gone};
use super::commit::Signed;
use super::show::NAMED;

// What can follow `ropa remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of each record; `kind:` before it settles the kind, as in data:nhs-number
    #[arg(required = true, value_name = "THING")]
    things: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

/// How many records that refer to one are named.
const SHOWN: usize = 20;

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("remove", &args.signed)?;
    let mut things = BTreeSet::new();
    for thing in &args.things {
        things.insert(store.resolve(thing, NAMED)?);
    }
    let mut shown = Vec::new();
    let message = format!("remove {}", listed(&things));
    let done = run.change(store, &args.signed, &message, |store| {
        refuse_what_is_needed(store, &things, &mut shown)?;
        Ok(Draft {
            remove: things.clone(),
            ..Draft::default()
        })
    });
    if done.is_err() {
        shown.iter().for_each(|line| run.ui.say(line));
    }
    done
}

fn listed(things: &BTreeSet<Reference>) -> String {
    let things: Vec<String> = things.iter().map(ToString::to_string).collect();
    things.join(" ")
}

/// Stops where a record that stays refers to one that goes, with the records and their fields as lines.
fn refuse_what_is_needed(
    store: &Store,
    things: &BTreeSet<Reference>,
    shown: &mut Vec<String>,
) -> Result<(), Error> {
    let mut needing: BTreeSet<Reference> = BTreeSet::new();
    let mut needed: BTreeSet<&Reference> = BTreeSet::new();
    shown.clear();
    for thing in things {
        if store.record(thing)?.is_none() {
            return Err(gone(thing));
        }
        for referring in store.referring_to(thing)? {
            if things.contains(&referring) {
                continue;
            }
            needed.insert(thing);
            if needing.insert(referring.clone()) && needing.len() <= SHOWN {
                shown.push(line(store, &referring, things)?);
            }
        }
    }
    if needing.is_empty() {
        return Ok(());
    }
    let more = needing.len().saturating_sub(SHOWN);
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    let n = needing.len();
    let (records, refer) = match n {
        1 => ("record", "refers"),
        _ => ("records", "refer"),
    };
    let named: Vec<String> = needed.iter().map(|thing| format!("`{thing}`")).collect();
    let error = Error::that(format!(
        "nothing was removed: {n} {records} {refer} to {}",
        named.join(", ")
    ));
    Err(error.hinted(if n <= 5 {
        let all: BTreeSet<Reference> = things.iter().chain(&needing).cloned().collect();
        format!(
            "change what refers to it first, or remove that too: `ropa remove {}`",
            listed(&all)
        )
    } else {
        "change what refers to it first".to_owned()
    }))
}

/// A record that refers to what goes, with the fields in which it does.
fn line(
    store: &Store,
    referring: &Reference,
    things: &BTreeSet<Reference>,
) -> Result<String, Error> {
    let mut places = Vec::new();
    let mut name = String::new();
    if let Some(record) = store.record(referring)? {
        visit_references(&record, &mut |steps, kind, id| {
            if things
                .iter()
                .any(|thing| (thing.kind, thing.id.as_str()) == (kind, id))
            {
                places.push(place(steps));
            }
        });
        name = record
            .names()
            .0
            .map(one_line)
            .unwrap_or_default()
            .to_string();
    }
    let name = if name.is_empty() {
        String::new()
    } else {
        format!(" ({name})")
    };
    Ok(format!("{referring}{name}: {}", places.join(", ")))
}
