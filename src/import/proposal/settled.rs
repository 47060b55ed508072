//! What was kept as text until somebody answered what it means, and is evidence since.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::notice::{Fact, Notice};
use super::all_words;
use crate::model::fold;

/// Drops the words of a notice from what is not understood where the activity rests on them by now.
pub(super) fn drop_what_is_read(activity: &mut Map<String, Value>, id: &str, notice: &Notice) {
    let Some(Value::Array(kept)) = activity.remove("unread") else {
        return;
    };
    let evident: BTreeSet<String> = all_words(activity).into_iter().collect();
    let is_stated = |words: &str| {
        let mut all = notice.statements.iter();
        all.any(|one| one.fact != Fact::Unread && fold(&one.words) == words)
    };
    let is_read = |one: &Value| {
        let said = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
        let words = fold(said("words"));
        said("document") == id && evident.contains(&words) && is_stated(&words)
    };
    let left: Vec<Value> = kept.into_iter().filter(|one| !is_read(one)).collect();
    if !left.is_empty() {
        activity.insert("unread".to_owned(), left.into());
    }
}
