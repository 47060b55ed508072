//! When a flow or an engagement is in use: from its first day to its last, both included.

use serde::Serialize;

use crate::model::{Date, Flow, Recorded};

/// Whether something is in use on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Currency {
    /// It has not begun.
    Planned,
    /// It is in use; a day that is not recorded bounds nothing.
    Current,
    /// It has ended.
    Ended,
}

impl Currency {
    /// Whether a flow is in use on a day.
    pub fn of(flow: &Flow, on: Date) -> Self {
        Self::between(&flow.begins, &flow.ends, on)
    }

    /// Whether what has a first and a last day is in use on a day.
    pub fn between(begins: &Recorded<Date>, ends: &Recorded<Date>, on: Date) -> Self {
        match (begins, ends) {
            (_, Recorded::Value(ends)) if *ends < on => Self::Ended,
            (Recorded::Value(begins), _) if *begins > on => Self::Planned,
            _ => Self::Current,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Current => "current",
            Self::Ended => "ended",
        }
    }
}
