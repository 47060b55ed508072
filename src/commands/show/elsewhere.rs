//! What the rest of the register records with a record: who refers to it, and in which fields.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::ask::{broadest, by_function};
use crate::error::Error;
use crate::model::{Activity, FlowKind, Kind, Record, Reference, Step, place, visit_references};
use crate::report::Block;
use crate::store::Store;

use super::label_of;

/// More activities than these are counted on a screen.
const MOST_NAMED: usize = 3;

/// A record that refers to the one shown.
pub(super) struct Referring {
    /// The record.
    record: Reference,
    /// Its name, or its id where it has none.
    name: String,
    /// The broadest step of its function, in words.
    function: String,
    /// The places of the references in it, as `recipient[2].to`.
    places: Vec<String>,
    /// The same in words: `F12 recipient`, `operator`.
    words: Vec<String>,
}

/// The records that refer to a record, in the order of kinds and ids.
pub(super) fn referring(store: &Store, thing: &Reference) -> Result<Vec<Referring>, Error> {
    let mut all = Vec::new();
    for reference in store.referring_to(thing)? {
        let Some(record) = store.record(&reference)? else {
            continue;
        };
        let (mut places, mut words) = (Vec::new(), Vec::new());
        visit_references(&record, &mut |steps, kind, id| {
            if kind == thing.kind && id == thing.id {
                places.push(place(steps));
                let said = in_words(&record, steps);
                if !words.contains(&said) {
                    words.push(said);
                }
            }
        });
        // Approvals and evidence name no more than what they are about.
        if !places.is_empty() && reference.kind != Kind::Approval {
            all.push(Referring {
                name: (store.name_shown(&reference)?).unwrap_or_else(|| reference.id.clone()),
                function: match &record {
                    Record::Activity(activity) => broadest(&activity.function),
                    _ => String::new(),
                },
                record: reference,
                places,
                words,
            });
        }
    }
    Ok(all)
}

/// A place in words: a flow by its number, everything else by its field.
fn in_words(record: &Record, steps: &[Step]) -> String {
    let Some(Step::Field(first)) = steps.first() else {
        return String::new();
    };
    if let (Record::Activity(activity), Some(Step::Item(item))) = (record, steps.get(1))
        && let Some(kind) = FlowKind::ALL.iter().find(|kind| kind.word() == *first)
    {
        let number = number_of(activity, *kind, *item);
        return format!("F{number} {}", label_of(first));
    }
    label_of(first)
}

/// The F-number of an item in one list of flows.
fn number_of(activity: &Activity, kind: FlowKind, item: usize) -> usize {
    let of_kind = activity.flows().enumerate();
    let mut numbers = of_kind.filter(|(_, (of, _))| *of == kind);
    numbers.nth(item).map_or(0, |(index, _)| index + 1)
}

/// What refers to a record, as values.
pub(super) fn json(all: &[Referring]) -> Value {
    let rows = all.iter().map(|one| {
        json!({
            "kind": one.record.kind,
            "id": one.record.id,
            "name": one.name,
            "places": one.places,
        })
    });
    rows.collect()
}

/// What refers to a record: a kind after the other, and for a party what the systems that it runs are
/// used for.
pub(super) fn blocks(
    store: &Store,
    thing: &Reference,
    all: &[Referring],
    is_screen: bool,
) -> Result<Vec<Block<'static>>, Error> {
    let mut said: Vec<String> = Vec::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&Referring> = all.iter().filter(|one| one.record.kind == kind).collect();
        let n_named = if kind == Kind::Activity && is_screen {
            MOST_NAMED
        } else {
            of_kind.len()
        };
        for one in of_kind.iter().take(n_named) {
            said.push(format!("{kind} {}: {}", one.name, one.words.join(", ")));
        }
        if let Some(n_more @ 1..) = of_kind.len().checked_sub(n_named) {
            let functions = by_function(of_kind.iter().map(|one| one.function.clone()));
            let them = if n_more == 1 {
                "activity"
            } else {
                "activities"
            };
            said.push(format!(
                "and {n_more} more {them} (of all {}: {functions}): `--all`",
                of_kind.len()
            ));
        }
    }
    for system in all.iter().filter(|one| runs(one, thing)) {
        let using = referring(store, &system.record)?;
        let names: BTreeSet<&str> = using
            .iter()
            .filter(|one| one.record.kind == Kind::Activity)
            .map(|one| one.name.as_str())
            .collect();
        if !names.is_empty() {
            let n_named = if is_screen { MOST_NAMED } else { names.len() };
            let first: Vec<&str> = names.iter().copied().take(n_named).collect();
            let more = match names.len() - first.len() {
                0 => String::new(),
                n_more => format!(" and {n_more} more"),
            };
            said.push(format!(
                "{} is used in: {}{more}",
                system.name,
                first.join(", ")
            ));
        }
    }
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![
        Block::Heading("Recorded elsewhere".to_owned()),
        Block::List(said),
    ];
    let has_flows = |one: &Referring| one.record.kind == Kind::Activity || runs(one, thing);
    if thing.kind == Kind::Party && all.iter().any(has_flows) {
        let words = format!("Its data flows: `ropa ask about {}`", thing.id);
        blocks.push(Block::Words(words));
    }
    Ok(blocks)
}

/// Whether a record is a system that a party runs.
fn runs(one: &Referring, thing: &Reference) -> bool {
    thing.kind == Kind::Party && one.record.kind == Kind::System && one.places == ["operator"]
}
