//! Which business function a text names, and its activities.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::model::{Kind, Record, Reference, fold, path_steps};
use crate::store::{Store, StoreError};

/// All functions with their activities.
pub(super) fn functions(
    store: &Store,
    retired: bool,
) -> Result<BTreeMap<String, BTreeSet<Reference>>, Error> {
    let mut functions: BTreeMap<String, BTreeSet<Reference>> = BTreeMap::new();
    store.each_record(
        &[Kind::Activity],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Activity(activity) = record
                && (retired || !activity.is_retired())
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

/// What is said, folded, in place of a function by those who mean the activities that record none.
const NOT_RECORDED: &str = "not recorded";

/// The activities of which no function is recorded.
fn without_function(store: &Store, retired: bool) -> Result<BTreeSet<Reference>, Error> {
    let mut activities = BTreeSet::new();
    store.each_record(
        &[Kind::Activity],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Activity(activity) = record
                && (retired || !activity.is_retired())
                && activity.function.is_not_recorded()
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
    retired: bool,
    named: &str,
) -> Result<(String, BTreeSet<Reference>), Error> {
    let wanted = path_steps(named);
    if fold(named) == NOT_RECORDED {
        let about = without_function(store, retired)?;
        if !about.is_empty() {
            return Ok(("Function not recorded".to_owned(), about));
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
        const ALIKE: f64 = 0.7;
        let typed = fold(named);
        let suggestions = functions
            .keys()
            .filter(|function| {
                let steps = path_steps(function);
                let whole = fold(function);
                std::iter::once(&whole)
                    .chain(&steps)
                    .any(|known| strsim::jaro(&typed, known) > ALIKE)
            })
            .take(3)
            .cloned()
            .collect();
        return Err(Error::NoFunction {
            text: named.to_owned(),
            suggestions,
        });
    }
    Ok((name, about))
}
