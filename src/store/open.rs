//! Opening stores, and refusing files that are none.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::model::Register;

use super::error::{Fault, StoreError};
use super::index::{self, Fitness};
use super::{Odd, Store, history, log, schema};

/// Marks a SQLite file as ours: `ROPA` in ASCII, at byte 68 of the file.
pub(super) const APPLICATION_ID: i32 = 0x524f_5041;

/// The format of the file. In format 1 the log was the same, and the index had no version.
pub(super) const FORMAT: i64 = 2;

/// How long a program waits for another one that is writing.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Opens a register to read it; the file and its folder may be read-only.
    ///
    /// An index of another version is made anew in the file, if that may be written. Where something
    /// other than a commit changed the file, the file stays as it is, and an index in memory is asked.
    ///
    /// # Errors
    /// There is no register, or it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        inspect(path)?;
        let opened = match read_only(path) {
            // A change was cut off. Whoever may write can undo it; then the last commit is there.
            Err(StoreError::Interrupted { .. }) => {
                let undone =
                    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| format(&conn));
                match undone {
                    Ok(_) => read_only(path),
                    Err(_) => Err(StoreError::Interrupted {
                        path: path.to_owned(),
                    }),
                }
            }
            opened => opened,
        };
        let (mut store, mut fitness) = opened?;
        if fitness == Fitness::Other && Self::open_to_write(path).is_ok() {
            (store, fitness) = read_only(path)?;
        }
        if fitness != Fitness::Fits {
            match store.set(index::make_beside) {
                // Only `verify` can be asked then, which says what is wrong with the log.
                Err(StoreError::Corrupt { what, .. }) => store.damage = Some(what),
                other => other?,
            }
        }
        Ok(store)
    }

    /// Opens a register to verify it, also one of which nothing else can be asked.
    ///
    /// # Errors
    /// There is no register, or it cannot be read at all.
    pub fn open_to_verify(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let refused = match Self::open(path) {
            Err(refused @ (StoreError::Foreign { .. } | StoreError::Corrupt { .. })) => refused,
            opened => return opened,
        };
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .and_then(|conn| prepare(&conn, PATIENCE).map(|()| conn));
        let mut store = Self::over(conn.map_err(|fault| fault.of(path))?, path);
        store.damage = Some(refused.to_string());
        Ok(store)
    }

    /// The register as it is now, in a copy of its own: whoever reads it long keeps nobody from writing. Where there is
    /// no room for a copy it is the register itself.
    pub fn apart(self) -> Self {
        let copied = (|| {
            let mut copy = Connection::open("")?;
            copy_whole(&self.conn, &mut copy, &self.path)?;
            prepare(&copy, PATIENCE)?;
            if index::is_beside(&self.conn)? {
                index::make_beside(&copy)?;
            }
            if let Some(seq) = index::turned_back(&self.conn)? {
                index::turn_back(&copy, seq)?;
            }
            Ok::<_, Fault>(copy)
        })();
        match copied {
            Ok(conn) => Self { conn, ..self },
            Err(_) => self,
        }
    }

    /// Opens a register to read and write it; an index that does not fit is made anew.
    ///
    /// # Errors
    /// There is no register, or it cannot be written.
    pub fn open_to_write(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_to_write_with(path.as_ref(), PATIENCE)
    }

    pub(super) fn open_to_write_with(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        inspect(path)?;
        let opened = (|| {
            let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            prepare(&conn, patience)?;
            let fitness = look(path, &conn)?;
            if conn.is_readonly("main")? {
                return Err(StoreError::ReadOnly {
                    path: path.to_owned(),
                }
                .into());
            }
            prepare_to_write(&conn)?;
            if fitness != Fitness::Fits {
                let counter = counter(path)?;
                let making = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
                making.pragma_update(None, "user_version", FORMAT)?;
                index::make(&making, counter.wrapping_add(1))?;
                making.commit()?;
            }
            Ok::<_, Fault>(conn)
        })();
        Ok(Self::over(opened.map_err(|fault| fault.of(path))?, path))
    }

    /// Holds a register in memory, such as one read from text. It has no history.
    ///
    /// # Errors
    /// A reference leads nowhere.
    pub fn in_memory(register: Register) -> Result<Self, StoreError> {
        let mut store = Self::empty_in_memory(Path::new("(memory)"))?;
        let plan = store.plan(register.into_records(), false)?;
        store.commit(&plan, "", "", history::BEGINNING)?;
        store.has_history = false;
        Ok(store)
    }

    /// Holds a register in memory that no rule has judged: one made to try what is written of it.
    #[cfg(test)]
    pub(crate) fn in_memory_unsound(register: Register) -> Self {
        let mut store = Self::empty_in_memory(Path::new("(memory)")).unwrap();
        let plan = super::plan::Plan::unsound(&store, register.into_records().collect());
        store.commit(&plan, "", "", history::BEGINNING).unwrap();
        store.has_history = false;
        store
    }

    pub(super) fn empty_in_memory(path: &Path) -> Result<Self, StoreError> {
        let opened = (|| {
            let mut conn = Connection::open_in_memory()?;
            prepare(&conn, PATIENCE)?;
            begin(&mut conn, 0)?;
            Ok::<_, Fault>(conn)
        })();
        Ok(Self::over(opened.map_err(|fault| fault.of(path))?, path))
    }
}

/// A page holds a few documents, so that little of it is wasted.
pub(super) const PAGE_SIZE: i64 = 8192;

pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Fault> {
    // No URI and no symbolic meaning in names: the path is a path.
    Ok(Connection::open_with_flags(
        path,
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?)
}

fn read_only(path: &Path) -> Result<(Store, Fitness), StoreError> {
    let opened = (|| {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        prepare(&conn, PATIENCE)?;
        let fitness = look(path, &conn)?;
        Ok::<_, Fault>((conn, fitness))
    })();
    let (conn, fitness) = opened.map_err(|fault| fault.of(path))?;
    Ok((Store::over(conn, path), fitness))
}

/// Copies everything in one database over another, at one moment.
pub(super) fn copy_whole(from: &Connection, to: &mut Connection, path: &Path) -> Result<(), Fault> {
    match Backup::new(from, to)?.step(i32::MAX)? {
        StepResult::Done => Ok(()),
        _ => {
            let (path, holder) = (path.to_owned(), None);
            Err(StoreError::Busy { path, holder }.into())
        }
    }
}

/// Makes the tables of an empty register in a file that will then have been changed so often.
pub(super) fn begin(conn: &mut Connection, counter: u32) -> Result<(), Fault> {
    let beginning = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    beginning.pragma_update(None, "application_id", APPLICATION_ID)?;
    beginning.pragma_update(None, "user_version", FORMAT)?;
    beginning.execute_batch(log::SCHEMA)?;
    index::make(&beginning, counter)?;
    Ok(beginning.commit()?)
}

/// Refuses a file that is newer than this program, or in which something could act that is not ours; says of others
/// whether their index can be asked. All of it is of one moment.
fn look(path: &Path, conn: &Connection) -> Result<Fitness, Fault> {
    let mut counted = counter(path)?;
    loop {
        let fitness = {
            let _reading = conn.unchecked_transaction()?;
            let format = refuse_newer(path, conn)?;
            let odd = schema::oddities(conn)?;
            refuse_foreign(path, &odd)?;
            if format < FORMAT {
                Fitness::Other
            } else if odd.iter().any(|odd| !odd.of_log) {
                Fitness::Changed
            } else {
                index::fitness(conn, counted)?
            }
        };
        if fitness != Fitness::Changed {
            return Ok(fitness);
        }
        let now = counter(path)?;
        if now == counted {
            return Ok(fitness);
        }
        // Somebody committed just now.
        counted = now;
    }
}

/// How often a file was changed, as SQLite counts it in the file for every program that writes it.
///
/// No lock is held meanwhile, since closing a file gives up the locks of the whole process.
pub(super) fn counter(path: &Path) -> Result<u32, Fault> {
    let mut head = [0; 28];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .map_err(|error| refused(&error, path))?;
    Ok(u32::from_be_bytes([head[24], head[25], head[26], head[27]]))
}

/// The settings of every connection; none of them is kept in the file.
pub(super) fn prepare(conn: &Connection, patience: Duration) -> Result<(), Fault> {
    conn.busy_timeout(patience)?;
    conn.set_prepared_statement_cache_capacity(64);
    // Else each statement is prepared again whenever its parameters change.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    // A file from elsewhere may hold views and triggers that were made to do harm.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    usual_cache(conn)
}

pub(super) fn prepare_to_write(conn: &Connection) -> Result<(), Fault> {
    conn.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

pub(super) fn usual_cache(conn: &Connection) -> Result<(), Fault> {
    Ok(conn.pragma_update(None, "cache_size", -16_384)?)
}

pub(super) fn cache_of_large_commits(conn: &Connection) -> Result<(), Fault> {
    Ok(conn.pragma_update(None, "cache_size", -262_144)?)
}

/// Refuses what is plainly no register, without letting SQLite touch it.
pub(super) fn inspect(path: &Path) -> Result<(), StoreError> {
    let own = |path: &Path| path.to_owned();
    let metadata = fs::metadata(path).map_err(|error| refused(&error, path))?;
    if metadata.is_dir() {
        return Err(StoreError::IsFolder { path: own(path) });
    }
    if !metadata.is_file() {
        // A pipe or device may have no end, and no beginning.
        return Err(StoreError::NotOurs { path: own(path) });
    }
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut head))
        .map_err(|error| refused(&error, path))?;
    if head.is_empty() {
        return Err(StoreError::Empty { path: own(path) });
    }
    let is_sqlite = head.starts_with(b"SQLite format 3\0");
    if !is_sqlite || head.get(68..72) != Some(&APPLICATION_ID.to_be_bytes()) {
        return Err(StoreError::NotOurs { path: own(path) });
    }
    Ok(())
}

/// Whether a file is marked as a register.
pub fn is_register(path: &Path) -> bool {
    path.is_file() && inspect(path).is_ok()
}

/// The format a file has.
pub(super) fn format(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a file of a format that is not known yet, or without a log; returns the format of others.
fn refuse_newer(path: &Path, conn: &Connection) -> Result<i64, Fault> {
    let version = format(conn)?;
    let path = path.to_owned();
    if version > FORMAT {
        return Err(StoreError::TooNew {
            path,
            version,
            known: FORMAT,
        }
        .into());
    }
    let of_log = "SELECT count(*) FROM sqlite_schema \
                  WHERE type = 'table' AND name IN ('commits', 'revisions')";
    let n_tables: i64 = conn.query_row(of_log, [], |row| row.get(0))?;
    if n_tables < 2 {
        let what = "tables are missing".to_owned();
        return Err(StoreError::Corrupt { path, what }.into());
    }
    Ok(version)
}

/// Refuses a file in which something could act that is not ours.
fn refuse_foreign(path: &Path, odd: &[Odd]) -> Result<(), Fault> {
    match odd.iter().find(|odd| odd.acts()) {
        Some(odd) => {
            let (path, odd) = (path.to_owned(), odd.clone());
            Err(StoreError::Foreign { path, odd }.into())
        }
        None => Ok(()),
    }
}

/// What the operating system's refusal means for a file.
pub(super) fn refused(error: &std::io::Error, path: &Path) -> StoreError {
    let path: PathBuf = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => StoreError::NotFound { path },
        ErrorKind::AlreadyExists => StoreError::Exists { path },
        ErrorKind::PermissionDenied => StoreError::Denied { path },
        ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => StoreError::IsFolder { path },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full { path },
        _ => StoreError::Io {
            path,
            what: error.to_string(),
        },
    }
}
