//! When a flow, an engagement or a whole activity is in use: from its first day to its last, both included.

use serde::Serialize;

use crate::model::{Activity, Date, Flow, Recorded};

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

/// A first and a last day, as far as they are recorded.
#[derive(Clone, Copy, Debug)]
pub struct InUse<'r> {
    /// The first day.
    pub begins: &'r Recorded<Date>,
    /// The last day.
    pub ends: &'r Recorded<Date>,
}

impl<'r> InUse<'r> {
    /// When an activity is done. A retired one is here because it counts, so its last day bounds nothing.
    pub fn of_activity(activity: &'r Activity) -> Self {
        Self {
            begins: &activity.begins,
            ends: if activity.is_retired() {
                &Recorded::NotRecorded
            } else {
                &activity.ends
            },
        }
    }

    /// When a flow is in use: no longer than its activity is.
    pub fn of_flow(activity: &'r Activity, flow: &'r Flow) -> Self {
        let whole = Self::of_activity(activity);
        let bound = |own: &'r Recorded<Date>, of_all: &'r Recorded<Date>, is_later: bool| match (
            own.value(),
            of_all.value(),
        ) {
            (Some(one), Some(other)) if (one < other) == is_later => of_all,
            (None, Some(_)) => of_all,
            _ => own,
        };
        Self {
            begins: bound(&flow.begins, whole.begins, true),
            ends: bound(&flow.ends, whole.ends, false),
        }
    }

    /// Whether that is so on a day.
    pub fn on(self, day: Date) -> Currency {
        match (self.begins, self.ends) {
            (_, Recorded::Value(ends)) if *ends < day => Currency::Ended,
            (Recorded::Value(begins), _) if *begins > day => Currency::Planned,
            _ => Currency::Current,
        }
    }
}

impl Currency {
    /// Whether a flow of an activity is in use on a day.
    pub fn of(activity: &Activity, flow: &Flow, on: Date) -> Self {
        InUse::of_flow(activity, flow).on(on)
    }

    /// Whether what has a first and a last day of its own is in use on a day.
    pub fn between(begins: &Recorded<Date>, ends: &Recorded<Date>, on: Date) -> Self {
        InUse { begins, ends }.on(on)
    }

    /// Whether an activity is done on a day.
    pub fn of_activity(activity: &Activity, on: Date) -> Self {
        InUse::of_activity(activity).on(on)
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
