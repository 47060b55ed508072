//! The log, which is the truth: commits and their revisions, only ever added to and chained by hashes.
//!
//! All that the rest of the store asks of it is here: its head, the commits and revisions after one,
//! the revisions of a record with the document of each, and to append a commit to an expected head.

mod canonical;
mod hash;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::model::{Kind, Reference};

use super::error::{Fault, StoreError};

pub(super) use self::canonical::canonical;
pub use self::hash::{FileHash, content_hash};
pub(super) use self::hash::{Hash, RegisterHash, Sealed, hashed, hex, revision_hash};

/// The tables of the log.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// One entry of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its number, from 1.
    pub seq: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub author: String,
    /// Why.
    pub message: String,
    /// The hash of the commit before it.
    pub parent: Option<String>,
    /// Its hash, which covers all before it.
    pub hash: String,
}

/// A revision without its document.
#[derive(Clone, Debug)]
pub(super) struct Logged {
    pub(super) key: i64,
    pub(super) seq: i64,
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) hash: Hash,
    pub(super) is_removal: bool,
}

impl Logged {
    pub(super) fn reference(&self) -> Result<Reference, Fault> {
        let kind = Kind::from_word(&self.kind).ok_or_else(|| {
            let why = format!("`{}` is not a kind of record", self.kind);
            Fault::Sql(rusqlite::Error::FromSqlConversionFailure(
                1,
                rusqlite::types::Type::Text,
                why.into(),
            ))
        })?;
        Ok(Reference::new(kind, self.id.as_str()))
    }
}

/// A revision that is appended.
#[derive(Clone, Copy)]
pub(super) struct Appended<'r> {
    pub(super) kind: &'r str,
    pub(super) id: &'r str,
    pub(super) hash: Hash,
    /// Absent where the record is removed.
    pub(super) document: Option<&'r str>,
}

/// The log of one database.
#[derive(Clone, Copy)]
pub(super) struct Log<'c>(pub(super) &'c Connection);

impl Log<'_> {
    /// The last commit.
    pub(super) fn head(self) -> Result<Option<Commit>, Fault> {
        let mut last = self.0.prepare_cached(
            "SELECT seq, at, author, message, parent, hash FROM commits ORDER BY seq DESC LIMIT 1",
        )?;
        Ok(last.query_row([], read_commit).optional()?)
    }

    /// The commits after one.
    pub(super) fn commits_after(self, seq: i64) -> Result<Vec<Commit>, Fault> {
        let mut commits = self.0.prepare_cached(
            "SELECT seq, at, author, message, parent, hash FROM commits WHERE seq > ? ORDER BY seq",
        )?;
        let rows = commits.query_map([seq], read_commit)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Hands over the revisions after a commit up to another, the oldest first.
    pub(super) fn each_revision<E: From<Fault>>(
        self,
        after: i64,
        up_to: i64,
        mut each: impl FnMut(Logged) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT key, seq, kind, id, hash, document IS NULL FROM revisions \
                   WHERE seq > ? AND seq <= ? ORDER BY seq, key";
        let mut statement = self.0.prepare_cached(sql).map_err(Fault::from)?;
        let mut rows = statement.query((after, up_to)).map_err(Fault::from)?;
        while let Some(row) = rows.next().map_err(Fault::from)? {
            each(read_logged(row).map_err(Fault::from)?)?;
        }
        Ok(())
    }

    /// The revisions of a record, the oldest first, without their documents.
    pub(super) fn logged_of(self, reference: &Reference) -> Result<Vec<Logged>, Fault> {
        let mut statement = self.0.prepare_cached(
            "SELECT key, seq, kind, id, hash, document IS NULL FROM revisions \
             WHERE kind = ? AND id = ? ORDER BY key",
        )?;
        let rows = statement.query_map((reference.kind.word(), &reference.id), read_logged)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many revisions there are, also of commits that are not there.
    pub(super) fn n_revisions(self) -> Result<i64, Fault> {
        let count = "SELECT count(*) FROM revisions";
        Ok(self.0.query_row(count, [], |row| row.get(0))?)
    }

    /// The revisions of a record, the oldest first: the number of the commit, and the document, which
    /// is absent where the record was removed.
    pub(super) fn revisions_of(
        self,
        reference: &Reference,
    ) -> Result<Vec<(i64, Option<String>)>, Fault> {
        let mut statement = self.0.prepare_cached(
            "SELECT seq, document FROM revisions WHERE kind = ? AND id = ? ORDER BY key",
        )?;
        let rows = statement.query_map((reference.kind.word(), &reference.id), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The document of a revision, which is absent where it is a removal.
    pub(super) fn document(self, key: i64) -> Result<Option<String>, Fault> {
        Ok(self
            .0
            .prepare_cached("SELECT document FROM revisions WHERE key = ?")?
            .query_row([key], |row| row.get(0))?)
    }

    /// Copies all of it into an empty log.
    pub(super) fn copy_to(self, other: &Connection) -> Result<(), Fault> {
        for (read, write) in [
            (
                "SELECT seq, at, author, message, parent, hash FROM commits ORDER BY seq",
                "INSERT INTO commits (seq, at, author, message, parent, hash) VALUES (?, ?, ?, ?, ?, ?)",
            ),
            (
                "SELECT key, seq, kind, id, hash, document FROM revisions ORDER BY key",
                "INSERT INTO revisions (key, seq, kind, id, hash, document) VALUES (?, ?, ?, ?, ?, ?)",
            ),
        ] {
            let (mut read, mut write) = (self.0.prepare(read)?, other.prepare(write)?);
            let mut rows = read.query([])?;
            while let Some(row) = rows.next()? {
                let cells: Vec<rusqlite::types::Value> = (0..6)
                    .map(|column| row.get(column))
                    .collect::<Result<_, _>>()?;
                write.execute(rusqlite::params_from_iter(cells))?;
            }
        }
        Ok(())
    }

    /// Appends a commit if the head still has the hash that is expected; gives the key of its first
    /// revision, which the others follow.
    pub(super) fn append(
        self,
        expected: Option<&str>,
        commit: &Commit,
        revisions: impl FnOnce(&mut dyn FnMut(Appended<'_>) -> Result<(), Fault>) -> Result<(), Fault>,
    ) -> Result<i64, Fault> {
        if self.head()?.as_ref().map(|head| head.hash.as_str()) != expected {
            let mut commits = self.commits_after(0)?;
            if let Some(expected) = expected {
                let known = commits.iter().position(|commit| commit.hash == expected);
                commits.drain(..known.map_or(commits.len(), |known| known + 1));
            }
            return Err(StoreError::Moved { commits }.into());
        }
        self.0
            .prepare_cached("INSERT INTO commits (seq, at, author, message, parent, hash) VALUES (?, ?, ?, ?, ?, ?)")?
            .execute((
                commit.seq,
                commit.at.to_string(),
                &commit.author,
                &commit.message,
                &commit.parent,
                &commit.hash,
            ))?;
        let last = "SELECT coalesce(max(key), 0) FROM revisions";
        let last: i64 = self.0.query_row(last, [], |row| row.get(0))?;
        let mut insert = self.0.prepare_cached(
            "INSERT INTO revisions (key, seq, kind, id, hash, document) VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        let mut key = last;
        revisions(&mut |new| {
            key += 1;
            insert.execute((key, commit.seq, new.kind, new.id, new.hash, new.document))?;
            Ok(())
        })?;
        Ok(last + 1)
    }
}

fn read_logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    Ok(Logged {
        key: row.get(0)?,
        seq: row.get(1)?,
        kind: row.get(2)?,
        id: row.get(3)?,
        hash: row.get(4)?,
        is_removal: row.get(5)?,
    })
}

fn read_commit(row: &Row<'_>) -> rusqlite::Result<Commit> {
    let text: String = row.get(1)?;
    let odd =
        |error| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error);
    let at: Timestamp = text
        .parse()
        .map_err(|error: jiff::Error| odd(error.into()))?;
    // The same moment in other words is covered by no hash.
    if at.to_string() != text {
        return Err(odd(
            format!("the time `{text}` is not written as `{at}`").into()
        ));
    }
    Ok(Commit {
        seq: row.get(0)?,
        at,
        author: row.get(2)?,
        message: row.get(3)?,
        parent: row.get(4)?,
        hash: row.get(5)?,
    })
}
