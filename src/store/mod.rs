//! The register in one SQLite file: the log, which is the truth, and the index, which answers questions.
//!
//! # The file
//!
//! A SQLite database with `application_id` `0x524f5041` (`ROPA`) and the number of its format in
//! `user_version`.
//!
//! - The **log** (`log/`) says who changed which record when, and what it was then: tables `commits` and
//!   `revisions`. They only grow (triggers refuse all else) and are chained: see [`content_hash`] and its
//!   module for what each hash covers. Nothing else is ever needed to know what the register says.
//! - The **index** (`index/`) is a cache that answers questions fast: every other table. It is made from
//!   the log and can be thrown away. Its integer keys are the revisions with which records came in, so
//!   that an index made anew has the same. It holds only what is read, and may change in every release;
//!   who reads the file with another program reads `ropa export sqlite` instead.
//!
//! # When the index is made anew
//!
//! The table `made_for` says with which version it was made, for which head of the log, and how often
//! the file had been changed by then, which SQLite itself counts in the header of the file. At opening
//! these three are compared, which costs a look at two rows. Where they do not fit:
//!
//! - opened to write: the index is made anew in the file;
//! - opened to read, and it is of another version: the same, if the file may be written;
//! - opened to read, and another program changed the file: it is made in memory and asked there. The
//!   file stays as evidence, and `verify` says what in it differs from the log.
//!
//! # A past day
//!
//! [`Store::as_of`] takes back what changed since, for one connection: tables of its own hold the rows of the records
//! that changed, as they were, and views put them in the place of those in the file. It holds one read transaction, so
//! that it goes on reading one state.
//!
//! # The gate
//!
//! Only a [`Plan`] is committed, and each holds the proof that the register passes every rule that forbids a commit
//! ([`crate::rules::Sound`]) once it is made. The proof is of the state that the plan was made against, which is the
//! only one that it is committed to.
//!
//! # What it is made of
//!
//! At every opening the schema of the file is compared with that of a new register (`schema`), so that no trigger, view
//! or index of somebody else ever acts.
//!
//! # Locking
//!
//! The rollback journal with `synchronous=FULL`, since councils keep files on shared drives, where
//! the write-ahead log is unsafe. Each writer takes the lock before it looks (`BEGIN IMMEDIATE`)
//! and waits a minute for another, told for whom ([`Store::in_turn`]); a [`Plan`] remembers the commit it was made
//! against, and is refused when somebody else has committed since, so that whoever was overtaken plans again in its
//! turn. Readers never block each other; a question is asked in one read transaction and so sees one state, and
//! what takes long is asked of a copy ([`Store::apart`]), so that it keeps nobody from writing.
//!
//! # Compatibility
//!
//! The log of format 1 is that of format 2, so that a file of it is opened as it is, with an index made
//! anew. A file that is not ours, or newer than this program, is refused untouched.
//!
//! # Performance
//!
//! A question looks up keys in `mention`, joins them by `link`, and reads the documents of those
//! activities alone ([`Store::each_part`]): what it costs depends on the answer, not on the
//! register. Large commits canonicalise, hash and index on all cores, keep a large cache, and
//! fill each tree in its order.

mod around;
mod change;
mod changes;
mod clock;
mod commit;
mod create;
mod error;
mod findings;
mod gate;
mod history;
mod in_order;
mod index;
mod log;
mod open;
mod past_names;
mod pasts;
mod plan;
mod repair;
#[cfg(test)]
pub(crate) mod sample;
mod schema;
#[cfg(test)]
mod tests;
mod turn;
mod verify;

use std::cell::OnceCell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rusqlite::Connection;

use self::error::Stop;
use crate::model::Date;
use crate::rules::checks::Gathered;

pub(crate) use self::error::Fault;
pub(crate) use self::in_order::in_chunks;

pub use self::around::Around;
pub use self::change::Change;
pub use self::changes::{Alteration, Altered};
pub use self::error::{StoreError, to_make};
pub use self::findings::{Checking, Checks};
pub use self::history::{Difference, Revision};
pub use self::index::{
    Family, InParts, LeftOut, NameError, Retired, Selection, Suggestion, Thin, Totals,
};
pub use self::log::{Commit, FileHash, content_hash};
pub use self::open::is_register;
pub use self::plan::{Outline, Plan};
pub use self::repair::Repaired;
pub use self::schema::Odd;
pub use self::verify::{Broken, Verified};

/// A register: in a file with its history, or in memory.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    has_history: bool,
    /// Whether a commit may be dated far ahead of the last one.
    trusts_clock: bool,
    /// What checks need beside the register.
    checking: Checking,
    /// What was found last, and on which day.
    found: OnceCell<(Date, Rc<Gathered>)>,
    /// Why no question can be asked, where neither the index nor the log can be read.
    damage: Option<String>,
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
    /// The register of a connection.
    fn over(conn: Connection, path: &Path) -> Self {
        Self {
            conn,
            path: path.to_owned(),
            has_history: true,
            trusts_clock: false,
            checking: Checking::default(),
            found: OnceCell::new(),
            damage: None,
        }
    }

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
            if let Some(what) = &self.damage {
                let (path, what) = (self.path.clone(), what.clone());
                return Err(StoreError::Corrupt { path, what });
            }
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
