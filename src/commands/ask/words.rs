//! Small phrases that the answers share.

use std::collections::BTreeMap;

use crate::graph::{ByActivity, Certainty, InActivity, Thing, Whereabouts};
use crate::model::{ActivityId, Country, Recorded};

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

/// Activities by name, and where some are surer than others how sure each is.
pub(super) fn by_activity(all: &BTreeMap<ActivityId, ByActivity>) -> String {
    let mut certainties = all.values().map(|one| one.certainty);
    let first = certainties.next();
    if certainties.all(|other| Some(other) == first) {
        return activities(all.values().map(|one| &one.activity));
    }
    let told = |wanted: Certainty| {
        let named = all.values().filter(|one| one.certainty == wanted);
        let names = activities(named.map(|one| &one.activity));
        format!("{} in {names}", wanted.word())
    };
    format!("{}; {}", told(Certainty::Stated), told(Certainty::Possible))
}

/// Where something is received: by the names of countries for people, by their codes for machines.
pub(super) fn whereabouts(whereabouts: &Whereabouts, format: &str) -> String {
    recorded(whereabouts, |located| {
        let mut words: Vec<&str> = located
            .iter()
            .map(|one| country(&one.country, format))
            .collect();
        words.dedup();
        words.join(", ")
    })
}

/// A country by its name for people, and by its code in the table that machines read.
pub(super) fn country<'c>(country: &'c Country, format: &str) -> &'c str {
    match format {
        "csv" => country.as_str(),
        _ => country.name(),
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
