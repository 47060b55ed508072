//! Small phrases that the answers share.

use crate::graph::{
    Certainty, InActivity, NotRecorded, ReceiverRole, RouteStep, StepKind, Thing, Whereabouts,
};
use crate::model::{Country, Kind, Recorded};
use crate::store::LeftOut;

use super::Reader;

/// `1 party`, `2 parties`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A sentence with its first letter large, whatever name it begins with.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A role; that of a recipient with whether it is a controller on its own account, as recorded.
pub(super) fn role(role: ReceiverRole, on_own_account: bool) -> &'static str {
    match role {
        ReceiverRole::Recipient if on_own_account => "recipient (on its own account)",
        role => role.word(),
    }
}

/// How many are stated and how many possible, as `5 stated and 4 possible`.
pub(super) fn by_certainty(certainties: impl Iterator<Item = Certainty>) -> String {
    let (stated, possible): (Vec<_>, Vec<_>) =
        certainties.partition(|certainty| *certainty == Certainty::Stated);
    match (stated.len(), possible.len()) {
        (1, 0) => "stated".to_owned(),
        (0, 1) => "possible".to_owned(),
        (_, 0) => "all stated".to_owned(),
        (0, _) => "all possible".to_owned(),
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
pub(super) fn by_activity<'a>(
    all: impl IntoIterator<Item = (&'a InActivity, Certainty)>,
) -> String {
    let (stated, possible): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|(_, certainty)| *certainty == Certainty::Stated);
    let names = |some: &[(&'a InActivity, Certainty)]| activities(some.iter().map(|(it, _)| *it));
    match (names(&stated), names(&possible)) {
        (stated, possible) if !stated.is_empty() && !possible.is_empty() => {
            format!("stated in {stated}; possible in {possible}")
        }
        (stated, possible) => stated + &possible,
    }
}

/// Where something is received: by the names of countries for people, by their codes for machines.
pub(super) fn whereabouts(whereabouts: &Whereabouts, reader: Reader) -> String {
    recorded(whereabouts, |located| {
        let mut words: Vec<&str> = located
            .iter()
            .map(|one| country(&one.country, reader))
            .collect();
        words.dedup();
        words.join(", ")
    })
}

/// A country by its name for people, and by its code in the table that machines read.
pub(super) fn country(country: &Country, reader: Reader) -> &str {
    match reader {
        Reader::Spreadsheet => country.as_str(),
        Reader::Person | Reader::Screen | Reader::Program => country.name(),
    }
}

/// A step by the number of its flow. One without a number is named by its kind: in words for people, as a code for machines.
pub(super) fn step(step: &RouteStep, reader: Reader) -> String {
    match (step.number, reader, step.kind) {
        (Some(number), ..) => format!("F{number}"),
        (None, Reader::Spreadsheet, kind) => kind.word().to_owned(),
        (None, _, StepKind::Operator) => format!("who runs {}", step.from.name),
        (None, _, StepKind::SubProcessor) if step.from.kind == Kind::System => {
            format!("engaged for {}", step.from.name)
        }
        (None, _, StepKind::SubProcessor) => format!("engaged by {}", step.from.name),
        (None, _, StepKind::JointController) => "joint controller".to_owned(),
        (None, _, StepKind::HandsOn) => format!("{} hands it on", step.to.name),
        (None, _, kind) => kind.word().to_owned(),
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

/// What is not recorded, with how often and the first few names.
pub fn gap(gap: &NotRecorded) -> String {
    let rest = match gap.count.saturating_sub(gap.examples.len()) {
        0 => String::new(),
        n_more => format!(" and {n_more} more"),
    };
    format!(
        "{} ({}): {}{rest}",
        gap.what,
        gap.count,
        gap.examples.join(", ")
    )
}

/// That so many retired activities do not count, in a sentence, with the names of those whose last day
/// is not recorded.
pub(super) fn retired_left_out(left_out: &LeftOut, undated: &[String]) -> Option<String> {
    let count = match left_out.count {
        0 => return None,
        1 => "1 retired activity is left out (`--retired` counts it)".to_owned(),
        n => format!("{n} retired activities are left out (`--retired` counts them)"),
    };
    let n_undated = usize::try_from(left_out.n_undated).unwrap_or(usize::MAX);
    let rest = match n_undated.saturating_sub(undated.len()) {
        0 => String::new(),
        n_more => format!(" and {n_more} more"),
    };
    Some(if undated.is_empty() {
        format!("{count}.")
    } else {
        format!(
            "{count}; last day not recorded: {}{rest}.",
            undated.join(", ")
        )
    })
}
