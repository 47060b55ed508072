//! `ropa remove`: records that nothing refers to, or together with what does.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::Error;
use crate::model::{Kind, Presence, Reference, Step, one_line, place, visit_references};
use crate::store::Store;

use super::Run;
use super::change::{Draft, HELP, gone};
use super::commit::Signed;
use super::fixes::typed;
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
    Err(error.hinted(hint(store, things, &needing)?))
}

/// How many records that refer to what goes are offered to go with it.
const FEW: usize = 5;

/// What to do where others refer to what goes: take it out of one of them, or where that cannot be, remove them too.
fn hint(
    store: &Store,
    things: &BTreeSet<Reference>,
    needing: &BTreeSet<Reference>,
) -> Result<String, Error> {
    // Whose register it is is the last thing to change.
    let (settings, others): (Vec<_>, Vec<_>) =
        needing.iter().partition(|one| one.kind == Kind::Settings);
    for referring in others.into_iter().chain(settings) {
        if let Some(change) = taking_out(store, referring, things)? {
            return Ok(format!(
                "take it out of what refers to it first, such as with `ropa set {referring} {}`",
                typed(&change)
            ));
        }
    }
    // Whoever refers to those that would go too would have to go as well.
    let mut all: BTreeSet<Reference> = things.iter().chain(needing).cloned().collect();
    let mut due: Vec<Reference> = needing.iter().cloned().collect();
    while let Some(one) = due.pop() {
        let referring = store.referring_to(&one)?.into_iter();
        due.extend(referring.filter(|other| all.insert(other.clone())));
    }
    Ok(match all.len() - things.len() <= FEW {
        true => format!(
            "change what refers to it first, or remove that too: `ropa remove {}`",
            listed(&all)
        ),
        false => "change what refers to it first".to_owned(),
    })
}

/// What `ropa set` takes to take what goes out of a record that refers to it; nothing where the record cannot be without.
fn taking_out(
    store: &Store,
    referring: &Reference,
    things: &BTreeSet<Reference>,
) -> Result<Option<String>, Error> {
    let Some(record) = store.record(referring)? else {
        return Ok(None);
    };
    let mut found = None;
    visit_references(&record, &mut |steps, kind, id| {
        let goes = |thing: &Reference| (thing.kind, thing.id.as_str()) == (kind, id);
        if found.is_none() && things.iter().any(goes) {
            found = Some((steps.to_vec(), id.to_owned()));
        }
    });
    let Some((mut steps, id)) = found else {
        return Ok(None);
    };
    let document = serde_json::to_value(&record).unwrap_or_default();
    let is_required = |steps: &[Step]| {
        let names = steps.iter().filter_map(|step| match step {
            Step::Field(name) => Some(*name),
            Step::Item(_) => None,
        });
        let path = names.collect::<Vec<_>>().join(".");
        let mut fields = referring.kind.every_field().into_iter();
        let field = fields.find(|field| field.path == path);
        field.is_none_or(|field| field.field.presence == Presence::Required)
    };
    // Of a list that would be empty the list goes, and of a table that cannot be without it the whole table.
    while let Some((last, above)) = steps.split_last() {
        match last {
            Step::Field(_) if !is_required(&steps) => {
                return Ok(Some(format!("{}=not-recorded", place(&steps))));
            }
            Step::Field(_) => {}
            Step::Item(index) => {
                let at = above.iter().fold(String::new(), |at, step| match step {
                    Step::Field(name) => format!("{at}/{name}"),
                    Step::Item(index) => format!("{at}/{index}"),
                });
                let list = document.pointer(&at).and_then(Value::as_array);
                match list.filter(|items| items.len() > 1) {
                    Some(items) if items.get(*index).is_some_and(Value::is_object) => {
                        return Ok(Some(format!("{}=not-recorded", place(&steps))));
                    }
                    Some(_) => return Ok(Some(format!("{}-={id}", place(above)))),
                    None => {}
                }
            }
        }
        steps.pop();
    }
    Ok(None)
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
