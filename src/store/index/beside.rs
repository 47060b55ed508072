//! The records beside a change: those that it could be at odds with.

use rusqlite::Connection;

use crate::model::{Kind, Record, Reference, fold};

use super::super::error::Fault;
use super::keys::{key_of, read_reference};
use super::read;

/// The records that are there before a change is made.
#[derive(Clone, Copy)]
pub(in super::super) struct Beside<'c>(pub(in super::super) &'c Connection);

impl Beside<'_> {
    /// Whether there is such a record.
    pub(in super::super) fn has(self, reference: &Reference) -> Result<bool, Fault> {
        Ok(key_of(self.0, reference)?.is_some())
    }

    /// A record, where it is in the register.
    pub(in super::super) fn record(self, reference: &Reference) -> Result<Option<Record>, Fault> {
        read::record(self.0, reference)
    }

    /// The records of a kind that have one of some names.
    pub(in super::super) fn called_alike<'n>(
        self,
        kind: Kind,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<Vec<Reference>, Fault> {
        let mut found = Vec::new();
        for name in names {
            let sql = "SELECT record.kind, record.id FROM name JOIN record ON record.key = name.key \
                       WHERE name.folded = ? AND record.kind = ?";
            found.extend(self.records(sql, (fold(name), kind.word()))?);
        }
        Ok(found)
    }

    /// The records that mention the one with a key.
    pub(in super::super) fn mentioning(self, key: i64) -> Result<Vec<Reference>, Fault> {
        let sql = "SELECT kind, id FROM record WHERE key IN (SELECT activity FROM mention WHERE thing = ?1 \
                   UNION SELECT source FROM reference WHERE thing = ?1)";
        self.records(sql, [key])
    }

    fn records(self, sql: &str, given: impl rusqlite::Params) -> Result<Vec<Reference>, Fault> {
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(given, |row| read_reference(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
