//! In how many activities the rows of an answer are, and of which functions these are.

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::{broadest, by_function};
use crate::error::Error;
use crate::model::{Kind, Record};
use crate::published::SqlAnswer;
use crate::queries::Value;
use crate::report::Document;
use crate::store::{Store, StoreError};

/// The column that names an activity.
const ACTIVITY: &str = "activity";

/// What stands after the name of a draft.
const DRAFT: &str = " (draft)";

/// So many activities are named by their rows.
const NAMED: usize = 3;

/// In which activities the rows of an answer are, after how many they are, where there are more than a few.
pub(super) fn words(store: &Store, answer: &SqlAnswer) -> Result<String, Error> {
    let column = answer.columns.iter().position(|column| column == ACTIVITY);
    let names: BTreeSet<&str> = answer
        .rows
        .iter()
        .filter_map(|row| match row.get(column?)? {
            Value::Text(name) => Some(name.strip_suffix(DRAFT).unwrap_or(name)),
            _ => None,
        })
        .collect();
    if answer.rows.len() <= Document::FIRST_ROWS || names.len() <= NAMED {
        return Ok(String::new());
    }
    let mut functions: BTreeMap<String, String> = BTreeMap::new();
    let shared = store.names_shared()?;
    store.each_record(
        &[Kind::Activity],
        |reference, record| -> Result<(), StoreError> {
            if let Record::Activity(activity) = record {
                let name = shared.get(&reference).unwrap_or(&activity.name);
                if names.contains(name.as_str()) {
                    functions.insert(name.clone(), broadest(&activity.function));
                }
            }
            Ok(())
        },
    )?;
    let n = names.len();
    Ok(format!(
        " in {n} activities ({})",
        by_function(functions.into_values())
    ))
}
