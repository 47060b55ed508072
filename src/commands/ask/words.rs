//! Small phrases that the answers share.

use crate::graph::{Certainty, InActivity, Thing};
use crate::model::Recorded;

/// `1 party`, `2 parties`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A sentence with its first letter large, whatever name it begins with.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// How many are stated and how many possible, as `5 stated and 4 possible`.
pub(super) fn by_certainty(certainties: impl Iterator<Item = Certainty>) -> String {
    let (stated, possible): (Vec<_>, Vec<_>) =
        certainties.partition(|certainty| *certainty == Certainty::Stated);
    match (stated.len(), possible.len()) {
        (n, 0) => format!("{n} stated"),
        (0, n) => format!("{n} possible"),
        (n, m) => format!("{n} stated and {m} possible"),
    }
}

/// Activities by name, drafts marked.
pub(super) fn activities<'a>(activities: impl IntoIterator<Item = &'a InActivity>) -> String {
    activities
        .into_iter()
        .map(activity)
        .collect::<Vec<_>>()
        .join(", ")
}

/// An activity by name, marked where it is a draft.
pub(super) fn activity(activity: &InActivity) -> String {
    if activity.is_draft {
        format!("{} (draft)", activity.name)
    } else {
        activity.name.clone()
    }
}

/// Things by name.
pub(super) fn names<'t>(things: impl IntoIterator<Item = &'t Thing>) -> String {
    things
        .into_iter()
        .map(|thing| thing.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A three-state field in words.
pub(super) fn recorded<T>(field: &Recorded<T>, said: impl FnOnce(&T) -> String) -> String {
    match field {
        Recorded::NotRecorded => "not recorded".to_owned(),
        Recorded::None => "none".to_owned(),
        Recorded::Value(value) => said(value),
    }
}
