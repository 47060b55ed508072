//! How activities changed, as the rules ask it of the history.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{ActivityId, Date, Kind, london};
use crate::rules::checks::{Changes, Past};

use super::Store;
use super::error::{Fault, StoreError};
use super::log::{Commit, Log};

/// What can change in a record without a change of what it says.
const NOT_CONTENT: &[&str] = &["evidence", "note", "read_as", "unread", "review"];

impl Store {
    /// How activities changed until the end of a day; nothing where the register has no history.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn past(&self, day: Date) -> Result<Option<Past>, StoreError> {
        if !self.has_history() {
            return Ok(None);
        }
        self.historic(|conn| {
            let log = Log(conn);
            let commits: BTreeMap<i64, (Date, Commit)> = log
                .commits_after(0)?
                .into_iter()
                .map(|commit| (commit.seq, (london().to_datetime(commit.at).date(), commit)))
                .filter(|(_, (on, _))| *on <= day)
                .collect();
            let mut revisions: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
            log.each_revision(0, i64::MAX, |revision| {
                if revision.kind == Kind::Activity.word() && commits.contains_key(&revision.seq) {
                    let of = revisions.entry(revision.id.clone()).or_default();
                    of.push((revision.seq, revision.key));
                }
                Ok::<_, Fault>(())
            })?;
            let mut past = Past::default();
            for (id, of) in revisions {
                let mut changes: Option<Changes> = None;
                let mut before: Option<Map<String, Value>> = None;
                for (seq, key) in &of {
                    let Some((on, commit)) = commits.get(seq) else {
                        continue;
                    };
                    // What is there once never changed, so that nothing of it is to be compared.
                    let now = match of.len() {
                        1 => None,
                        _ => log.document(*key)?.and_then(|document| content(&document)),
                    };
                    let changed = match (&before, &now) {
                        (Some(before), Some(now)) => changed(before, now),
                        _ => Vec::new(),
                    };
                    if changes.is_none() || !changed.is_empty() {
                        let fields = changes.take().map(|it| it.fields).unwrap_or_default();
                        let (by, on) = (commit.author.clone(), *on);
                        let mut new = Changes { by, on, fields };
                        new.fields
                            .extend(changed.into_iter().map(|field| (field, on)));
                        changes = Some(new);
                    }
                    before = now;
                }
                if let (Ok(id), Some(changes)) = (ActivityId::new(id), changes) {
                    past.0.insert(id, changes);
                }
            }
            Ok(Some(past))
        })
    }
}

/// What a document says, without what is no content.
fn content(document: &str) -> Option<Map<String, Value>> {
    fn bare(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(bare),
            Value::Object(fields) => {
                fields.retain(|field, _| !NOT_CONTENT.contains(&field.as_str()));
                fields.values_mut().for_each(bare);
            }
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(document).ok()?;
    bare(&mut value);
    match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

/// The fields that differ.
fn changed(before: &Map<String, Value>, now: &Map<String, Value>) -> Vec<String> {
    let fields = before.keys().chain(now.keys());
    let mut changed: Vec<String> = fields
        .filter(|field| before.get(*field) != now.get(*field))
        .cloned()
        .collect();
    changed.sort_unstable();
    changed.dedup();
    changed
}
