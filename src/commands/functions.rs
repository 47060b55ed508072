//! Which business function a text names, and its activities.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, did_you_mean};
use crate::model::{ALIKE, Kind, Record, Recorded, Reference, fold, most_alike, path_steps};
use crate::store::{Retired, Store, StoreError};

/// All functions with their activities.
pub(super) fn functions(
    store: &Store,
    retired: Retired,
) -> Result<BTreeMap<String, BTreeSet<Reference>>, Error> {
    let mut functions: BTreeMap<String, BTreeSet<Reference>> = BTreeMap::new();
    store.each_record(
        &[Kind::Activity],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Activity(activity) = record
                && retired.counts(&activity)
                && let Some(function) = activity.function.value()
            {
                functions
                    .entry(function.clone())
                    .or_default()
                    .insert(reference);
            }
            Ok(())
        },
    )?;
    Ok(functions)
}

/// What is said, folded, in place of a function by those who mean the activities of which none is recorded,
/// and those that are recorded as without one; with what a picture of them is called.
const WITHOUT: [(&str, &str, Recorded<String>); 2] = [
    (
        "not recorded",
        "Function not recorded",
        Recorded::NotRecorded,
    ),
    ("none", "Without a function", Recorded::None),
];

/// The activities with this in place of a function.
fn without_function(
    store: &Store,
    retired: Retired,
    state: &Recorded<String>,
) -> Result<BTreeSet<Reference>, Error> {
    let mut activities = BTreeSet::new();
    store.each_record(
        &[Kind::Activity],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Activity(activity) = record
                && retired.counts(&activity)
                && activity.function == *state
            {
                activities.insert(reference);
            }
            Ok(())
        },
    )?;
    Ok(activities)
}

/// The function as it is written in the register, and the activities whose function is this one or
/// below it.
pub(super) fn of_function(
    store: &Store,
    retired: Retired,
    named: &str,
) -> Result<(String, BTreeSet<Reference>), Error> {
    let wanted = path_steps(named);
    for (_, called, state) in WITHOUT.iter().filter(|(said, ..)| fold(named) == *said) {
        let about = without_function(store, retired, state)?;
        if !about.is_empty() {
            return Ok(((*called).to_owned(), about));
        }
    }
    let functions = functions(store, retired)?;
    let mut name = named.trim().to_owned();
    let mut about = BTreeSet::new();
    for (function, activities) in &functions {
        if !wanted.is_empty() && path_steps(function).starts_with(&wanted) {
            // As it is written in the register.
            let written = function.split('/').take(wanted.len()).map(str::trim);
            name = written.collect::<Vec<_>>().join(" / ");
            about.extend(activities.iter().cloned());
        }
    }
    if about.is_empty() {
        let typed = fold(named);
        let suggestions = most_alike(functions.keys(), ALIKE, |function| {
            let whole = std::iter::once(fold(function));
            let known = whole.chain(path_steps(function));
            known
                .map(|known| strsim::jaro(&typed, &known))
                .fold(0.0, f64::max)
        });
        let shown: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
        let list = "`ropa query activities-by-function` lists those that are recorded".to_owned();
        return Err(
            Error::that(format!("no activity has the function `{named}`"))
                .hinted(did_you_mean(&shown).unwrap_or(list))
                .about_what_is_there(),
        );
    }
    Ok((name, about))
}
