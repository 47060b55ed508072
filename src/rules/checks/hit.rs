//! What a rule says where it trips.

use serde_json::Value;

use crate::finding::Level;
use crate::model::{ActivityId, Kind, Reference};

use super::fix::Fix;

/// One place where a rule trips, and why.
#[derive(Clone, Debug)]
pub struct Hit {
    pub(super) record: Reference,
    pub(super) path: String,
    pub(super) why: String,
    pub(super) level: Option<Level>,
    pub(super) fix: Option<Fix>,
    pub(super) activities: Vec<ActivityId>,
    pub(super) is_draft: bool,
    pub(super) telling: Option<fn(usize) -> String>,
}

impl Hit {
    /// A rule trips at a field of a record.
    pub(super) fn at(record: Reference, path: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            record,
            path: path.into(),
            why: why.into(),
            level: None,
            fix: None,
            activities: Vec::new(),
            is_draft: false,
            telling: None,
        }
    }

    /// Whether all that it concerns are drafts.
    pub(super) fn draft(mut self, is_draft: bool) -> Self {
        self.is_draft = is_draft;
        self
    }

    /// What is said last of how many activities it concerns.
    pub(super) fn telling(mut self, telling: fn(usize) -> String) -> Self {
        self.telling = Some(telling);
        self
    }

    /// Which activities it concerns.
    pub(super) fn concerning<'a>(
        mut self,
        activities: impl IntoIterator<Item = &'a ActivityId>,
    ) -> Self {
        self.activities.extend(activities.into_iter().cloned());
        self
    }

    /// What it means here, where that is not what the rule says of itself.
    pub(super) fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// The same, where something holds.
    pub(super) fn level_if(self, is_so: bool, level: Level) -> Self {
        if is_so { self.level(level) } else { self }
    }

    /// It is put right by a value of the field.
    pub(super) fn set(self, value: impl Into<Value>) -> Self {
        let path = self.path.clone();
        // No field is named at the record as a whole: nothing can be typed that sets it.
        if path.is_empty() {
            return self.advise("record it at the flow by which the data goes there");
        }
        self.set_at(path, value)
    }

    /// It is put right by a value of another field of the record.
    pub(super) fn set_at(mut self, path: impl Into<String>, value: impl Into<Value>) -> Self {
        let (path, value) = (path.into(), value.into());
        self.fix = Some(Fix::Set {
            of: None,
            path,
            value,
        });
        self
    }

    /// It is put right by a value of a field of another record.
    pub(super) fn set_of(mut self, of: Reference, path: &str, value: &str) -> Self {
        let (of, path, value) = (Some(of), path.to_owned(), Value::from(value));
        self.fix = Some(Fix::Set { of, path, value });
        self
    }

    /// It is put right in another way.
    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// It is put right by another item in a field that is a list.
    pub(super) fn add_to(mut self, path: impl Into<String>, value: &str) -> Self {
        self.fix = Some(Fix::More {
            path: path.into(),
            value: Value::from(value),
        });
        self
    }

    /// It is put right by an item of a list of the record.
    pub(super) fn add(mut self, list: &'static str, fields: &[(&'static str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(field, value)| (*field, Value::from(*value)));
        self.fix = Some(Fix::Add {
            list,
            fields: fields.collect(),
        });
        self
    }

    /// It is put right by another record.
    pub(super) fn new_record(
        mut self,
        kind: Kind,
        name: String,
        fields: &[(&'static str, Value)],
    ) -> Self {
        let fields = fields.to_vec();
        self.fix = Some(Fix::Record { kind, name, fields });
        self
    }

    /// It is put right in a way that no single command does.
    pub(super) fn advise(mut self, words: impl Into<String>) -> Self {
        self.fix = Some(Fix::Words(words.into()));
        self
    }
}
