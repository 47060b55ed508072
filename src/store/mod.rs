//! The register in one SQLite file: its history, which is the truth, and its projection, which
//! answers questions.
//!
//! # The file
//!
//! A SQLite database with `application_id` `0x524f5041` (`ROPA`) and the number of its format in
//! `user_version`. `schema.sql` holds the truth, `projection.sql` everything made from it:
//!
//! - `commits` and `revisions` are append-only (triggers refuse all else) and chained: see
//!   [`content_hash`] and its module for what each hash covers.
//! - `record` lists the records as they are, each by an integer key that all other tables use: the
//!   revision with which it came in, so that a projection rebuilt has the same keys.
//! - `name` finds a record by its folded id, name or alias; `mention` finds the activities that
//!   mention a record, `reference` the other records that do; `link` joins activities with a flow
//!   between them; `party`, `sub_processor`, `system`, `data`, `people`, `measure`, `document`,
//!   `activity` and `flow` hold what questions choose by; `total` holds counts.
//!
//! For reading with any SQLite program there are views with ids instead of keys: `v_record`,
//! `v_activity`, `v_flow`, `v_flow_data` (one row for each category a flow carries), `v_mention`,
//! `v_party`, `v_sub_processor`, `v_sub_processor_system`, `v_system`, `v_data`, `v_data_closure`,
//! `v_people`, `v_people_closure`, `v_measure`, `v_document`. They may change with the format.
//! A column of null is *not recorded* and the word `none` is *none*; columns that hold keys have a
//! column `…_state` beside them where the three states matter.
//!
//! # Locking
//!
//! The rollback journal with `synchronous=FULL`, since councils keep files on shared drives, where
//! the write-ahead log is unsafe. Each writer takes the lock before it looks (`BEGIN IMMEDIATE`)
//! and waits five seconds for another; a [`Plan`] remembers the commit it was made against, and is
//! refused when somebody else has committed since. Readers never block each other; a question is
//! asked in one read transaction and so sees one state.
//!
//! # Compatibility
//!
//! Formats only go forward, step by step, each step in a transaction, after a copy of the file was
//! kept beside it. A file that is not ours, or newer than this program, is refused untouched.
//!
//! # Performance
//!
//! A question looks up keys in `mention`, joins them by `link`, and reads the documents of those
//! activities alone ([`Store::each_part`]): what it costs depends on the answer, not on the
//! register. Large commits canonicalise, hash and project on all cores, keep a large cache, and
//! fill each tree in its order; what a flow carries is a list in its row and not a row for each.

mod canonical;
mod catalogue;
mod commit;
mod counts;
mod entries;
mod error;
mod hash;
mod history;
mod in_order;
mod keys;
mod names;
mod open;
mod parts;
mod past_names;
mod plan;
mod projection;
mod read;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
mod schema;
#[cfg(test)]
mod tests;
mod verify;

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use self::error::Stop;

pub(crate) use self::error::Fault;
pub(crate) use self::in_order::in_chunks;

pub use self::catalogue::{Family, Thin, Totals};
pub use self::entries::Entries;
pub use self::error::{StoreError, to_make};
pub use self::hash::content_hash;
pub use self::history::{Commit, Difference, Revision};
pub use self::names::{NameError, Suggestion};
pub use self::parts::Selection;
pub use self::plan::{Change, Plan};
pub use self::verify::{Broken, Verified};

/// A register: in a file with its history, or in memory.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    has_history: bool,
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The file, or a word in brackets for a register in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the register has a history, as a database has and a folder of text has not.
    pub fn has_history(&self) -> bool {
        self.has_history
    }

    /// Asks several questions of one state of the register: nobody commits in between.
    ///
    /// # Errors
    /// A question failed, or the store cannot be read.
    pub fn at_once<T, E: From<StoreError>>(
        &self,
        questions: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.ask(|_| Ok(questions(self)))?
    }

    /// An id that cannot be one: something other than this program wrote it into the file.
    pub fn damaged(&self, id: &crate::model::BadId) -> StoreError {
        StoreError::Corrupt {
            path: self.path.clone(),
            what: id.to_string(),
        }
    }

    /// Asks a question in one read transaction.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let answer = if self.conn.is_autocommit() {
            self.conn
                .unchecked_transaction()
                .map_err(Fault::from)
                .and_then(|_reading| question(&self.conn))
        } else {
            question(&self.conn)
        };
        answer.map_err(|fault| fault.of(&self.path))
    }

    /// Hands things over in one read transaction, until whoever takes them wants no more.
    fn hand_over<E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<(), Stop<E>>,
    ) -> Result<(), E> {
        let mut stopped = None;
        self.ask(|conn| match work(conn) {
            Ok(()) => Ok(()),
            Err(Stop::Ours(fault)) => Err(fault),
            Err(Stop::Theirs(error)) => {
                stopped = Some(error);
                Ok(())
            }
        })?;
        stopped.map_or(Ok(()), Err)
    }

    /// Changes a setting of the connection.
    fn set(
        &self,
        setting: impl FnOnce(&Connection) -> Result<(), Fault>,
    ) -> Result<(), StoreError> {
        setting(&self.conn).map_err(|fault| fault.of(&self.path))
    }
}
