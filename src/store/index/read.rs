//! Reading records as they are now.

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::{Kind, Record, Reference};

use super::super::Store;
use super::super::error::{Fault, Stop, StoreError};
use super::super::in_order::in_order;
use super::super::log::RegisterHash;

/// How many documents are read at a time.
const READ: usize = 4096;

impl Store {
    /// A record, where it is in the register.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn record(&self, reference: &Reference) -> Result<Option<Record>, StoreError> {
        self.ask(|conn| record(conn, reference))
    }

    /// Hands over all records of some kinds, in the order of the kinds given and of ids, one at a time.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_record<E: From<StoreError>>(
        &self,
        kinds: &[Kind],
        mut each: impl FnMut(Reference, Record) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_made(
            kinds,
            |reference, record| (reference, record),
            |(reference, record)| each(reference, record),
        )
    }

    /// Hands over what is made of each record, in the same order; it is made on all cores.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_made<R: Send, E: From<StoreError>>(
        &self,
        kinds: &[Kind],
        make: impl Fn(Reference, Record) -> R + Sync,
        mut each: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hand_over(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT record.id, revisions.document FROM record \
                 JOIN revisions ON revisions.key = record.revision \
                 WHERE record.kind = ? ORDER BY record.id",
            )?;
            for kind in kinds {
                let mut rows = statement.query([kind.word()])?;
                loop {
                    let mut documents: Vec<(Reference, String)> = Vec::new();
                    while documents.len() < READ
                        && let Some(row) = rows.next()?
                    {
                        let reference = Reference::new(*kind, row.get::<_, String>(0)?);
                        documents.push((reference, row.get(1)?));
                    }
                    if documents.is_empty() {
                        break;
                    }
                    in_order(
                        &documents,
                        |(reference, document)| {
                            Ok::<_, Fault>(make(reference.clone(), parse(reference, document)?))
                        },
                        |_, made| each(made?).map_err(Stop::Theirs),
                    )?;
                }
            }
            Ok(())
        })
    }

    /// The ids of all records of a kind, sorted.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn ids(&self, kind: Kind) -> Result<Vec<String>, StoreError> {
        self.ask(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT id FROM record WHERE kind = ? ORDER BY id")?;
            let rows = statement.query_map([kind.word()], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The hash over all records as they are: equal for a folder of text and the database made of it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn register_hash(&self) -> Result<String, StoreError> {
        self.ask(register_hash)
    }
}

pub(super) fn register_hash(conn: &Connection) -> Result<String, Fault> {
    let mut hash = RegisterHash::default();
    let mut statement =
        conn.prepare_cached("SELECT kind, id, hash FROM record ORDER BY kind, id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, id): (String, String) = (row.get(0)?, row.get(1)?);
        hash.add(&kind, &id, &row.get::<_, Vec<u8>>(2)?);
    }
    Ok(hash.finish())
}

/// A record, where it is in the register.
pub(super) fn record(conn: &Connection, reference: &Reference) -> Result<Option<Record>, Fault> {
    let document: Option<String> = conn
        .prepare_cached(
            "SELECT revisions.document FROM record \
             JOIN revisions ON revisions.key = record.revision WHERE record.kind = ? AND record.id = ?",
        )?
        .query_row((reference.kind.word(), &reference.id), |row| row.get(0))
        .optional()?;
    document
        .map(|document| parse(reference, &document))
        .transpose()
}

/// Reads the document of a record.
pub(in super::super) fn parse(reference: &Reference, document: &str) -> Result<Record, Fault> {
    Record::from_json(reference.kind, document)
        .map_err(|error| Fault::Unreadable(reference.clone(), error.to_string()))
}
