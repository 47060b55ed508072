//! An organisation's own checks: rules whose findings come from elsewhere, and are as ours in all else.

use crate::finding::{Finding, Level, Place};
use crate::model::{Kind, Reference, Register};

use super::{Asking, Check, Finds, Found, LooksFor, Over, View};

/// What the code of each begins with.
const FAMILY: &str = "OWN-";

impl Check {
    /// A check of an organisation's own: its name, what it says is wrong, on what it rests, what it asks, and how. It is
    /// read once for a run and, as our rules, stays until the end of it.
    pub fn own(name: &str, level: Level, [title, rests_on, asks, sql]: [&str; 4]) -> &'static Self {
        let kept = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        Box::leak(Box::new(Self {
            code: kept(format!("{FAMILY}{name}")),
            level,
            title: kept(title.to_owned()),
            rests_on: kept(rests_on.to_owned()),
            states: kept(asks.to_owned()),
            looks_for: LooksFor::Fact(""),
            over: Over::All,
            from: None,
            trips: kept(sql.to_owned()),
            passes: "",
            finds: Finds::Whole(|_| Vec::new()),
        }))
    }

    /// Whether it is an organisation's own.
    pub fn is_own(&self) -> bool {
        is_own(self.code)
    }
}

/// Whether a code is that of an organisation's own check.
pub(super) fn is_own(code: &str) -> bool {
    code.starts_with(FAMILY)
}

impl Found {
    /// What an organisation's own check found at a field of a record.
    pub fn own(rule: &'static Check, record: Reference, path: String, message: String) -> Self {
        let place = Place::field(&record, path.clone());
        Self {
            rule,
            finding: Finding::new(rule.code, rule.level, message).at(place),
            record,
            path,
            activities: Vec::new(),
            fix: None,
            is_draft: false,
            telling: None,
        }
    }

    /// The same, where an activity that it is about concerns itself.
    pub(super) fn within(mut self, register: &Register) -> Self {
        if self.record.kind == Kind::Activity
            && let Some((id, activity)) = register.activities.get_key_value(self.record.id.as_str())
        {
            self.activities = vec![id.clone()];
            self.is_draft = activity.is_draft();
        }
        self
    }
}

/// Everything that every rule and an organisation's own checks find, worst first, each with whether it is waived.
pub fn found_with(view: &View<'_>, own: &[Found]) -> Vec<(Found, bool)> {
    Asking::of(|_| true).with_own(own).judged(view).0
}
