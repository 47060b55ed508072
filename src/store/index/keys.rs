//! The integer keys of records, as far as a commit needs them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::{Kind, Record, Reference, visit_references};

use super::super::error::Fault;

/// Keys by kind and id.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys([BTreeMap<String, i64>; Kind::ALL.len()]);

impl Keys {
    /// The key of a record, where it is in the register.
    pub(super) fn get(&self, kind: Kind, id: &str) -> Option<i64> {
        self.0[kind as usize].get(id).copied()
    }

    pub(super) fn insert(&mut self, kind: Kind, id: &str, key: i64) {
        self.0[kind as usize].insert(id.to_owned(), key);
    }

    pub(super) fn remove(&mut self, kind: Kind, id: &str) {
        self.0[kind as usize].remove(id);
    }

    /// All keys, for a commit that touches much.
    pub(super) fn all(conn: &Connection) -> Result<Self, Fault> {
        let mut keys = Self::default();
        for kind in Kind::ALL {
            let mut statement =
                conn.prepare_cached("SELECT id, key FROM record WHERE kind = ? ORDER BY id")?;
            let mut rows = statement.query([kind.word()])?;
            let map = &mut keys.0[kind as usize];
            while let Some(row) = rows.next()? {
                map.insert(row.get(0)?, row.get(1)?);
            }
        }
        Ok(keys)
    }

    /// The keys of some records and of all that they refer to, for a commit that touches little.
    pub(super) fn around<'r>(
        conn: &Connection,
        references: impl Iterator<Item = &'r Reference>,
        records: impl Iterator<Item = &'r Record>,
    ) -> Result<Self, Fault> {
        let mut wanted: BTreeSet<Reference> = references.cloned().collect();
        for record in records {
            visit_references(record, &mut |_, kind, id| {
                wanted.insert(Reference::new(kind, id));
            });
        }
        let mut keys = Self::default();
        for reference in wanted {
            if let Some(key) = key_of(conn, &reference)? {
                keys.insert(reference.kind, &reference.id, key);
            }
        }
        Ok(keys)
    }
}

/// The key of a record, where it is in the register.
pub(super) fn key_of(conn: &Connection, reference: &Reference) -> Result<Option<i64>, Fault> {
    Ok(conn
        .prepare_cached("SELECT key FROM record WHERE kind = ? AND id = ?")?
        .query_row((reference.kind.word(), &reference.id), |row| row.get(0))
        .optional()?)
}

/// The record that a key stands for.
pub(super) fn reference_of(conn: &Connection, key: i64) -> Result<Reference, Fault> {
    Ok(conn
        .prepare_cached("SELECT kind, id FROM record WHERE key = ?")?
        .query_row([key], |row| read_reference(row, 0))?)
}

/// Reads the kind and id that stand in two columns of a row.
pub(super) fn read_reference(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<Reference> {
    let word: String = row.get(column)?;
    let Some(kind) = Kind::from_word(&word) else {
        return Err(rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            format!("`{word}` is not a kind of record").into(),
        ));
    };
    Ok(Reference::new(kind, row.get::<_, String>(column + 1)?))
}
