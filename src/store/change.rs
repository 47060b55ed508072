//! The change of one record: what it was, and what it becomes.

use std::sync::Arc;

use crate::model::{Record, Reference};

use super::log::Hash;

/// The change of one record.
#[derive(Debug)]
pub struct Change {
    /// Which record it is.
    pub reference: Reference,
    /// Its document until now, as canonical JSON; absent for a record that is added.
    pub old: Option<String>,
    /// What it becomes; absent for a record that is removed.
    pub(super) new: Option<New>,
    /// The key of the record, where there is one.
    pub(super) key: Option<i64>,
}

/// The new state of a record.
#[derive(Debug)]
pub(super) struct New {
    pub(super) record: Arc<Record>,
    pub(super) document: String,
    pub(super) hash: Hash,
}

impl Change {
    /// The document from now on, as canonical JSON; absent for a record that is removed.
    pub fn new_document(&self) -> Option<&str> {
        self.new.as_ref().map(|new| new.document.as_str())
    }
}
