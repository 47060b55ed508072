//! Making anew everything in a file but its history, which must be intact.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::Fault;
use super::log::{self, Log};
use super::verify::{chain, damage};
use super::{Broken, Store, StoreError, index, open, schema};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The file as it was before.
    pub copy: PathBuf,
}

impl Store {
    /// Makes everything in a file anew from its history, and keeps a copy of the file as it was beside it.
    ///
    /// # Errors
    /// The history is not intact: one of its entries, the tables it is kept in, or the pages of these. The file is then
    /// as it was. Or it cannot be written.
    pub fn repair(path: impl AsRef<Path>) -> Result<Repaired, Broken> {
        let path = path.as_ref();
        open::inspect(path)?;
        let of_path = |fault: Fault| Broken::from(fault.of(path));
        // Both before anything is locked, since closing a file gives up the locks of the whole process.
        let copy = keep(path)?;
        let counter = open::counter(path).map_err(of_path)?;
        let made = (|| {
            let mut conn = open::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            // What is wrong in the schema beside the history is not in the way, if that is said first.
            conn.pragma_update(None, "writable_schema", true)?;
            open::prepare(&conn, open::PATIENCE)?;
            // From the first look to the end nobody else reads or writes.
            conn.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
            conn.execute_batch("BEGIN EXCLUSIVE")?;
            if let Some(broken) = history(&conn)? {
                return Ok(Err(broken));
            }
            let fresh = anew(&conn, counter.wrapping_add(1))?;
            conn.execute_batch("COMMIT")?;
            open::copy_whole(&fresh, &mut conn, path)?;
            Ok(Ok(()))
        })();
        match made.map_err(of_path) {
            Ok(Ok(())) => Ok(Repaired { copy }),
            Ok(Err(broken)) | Err(broken) => {
                // Nothing was changed.
                drop(fs::remove_file(&copy));
                Err(broken)
            }
        }
    }
}

/// What is wrong with the history, the tables it is kept in or their pages.
fn history(conn: &Connection) -> Result<Option<Broken>, Fault> {
    if let Some(odd) = schema::oddities(conn)?.into_iter().find(|odd| odd.of_log) {
        return Ok(Some(Broken::Schema(odd)));
    }
    for table in ["commits", "revisions"] {
        if let Some(what) = damage(conn, table)? {
            return Ok(Some(Broken::Damaged(what)));
        }
    }
    Ok(chain(conn)?.err())
}

/// A register with the history of another, made anew.
fn anew(conn: &Connection, counter: u32) -> Result<Connection, Fault> {
    let fresh = Connection::open("")?;
    fresh.pragma_update(None, "synchronous", "OFF")?;
    let page_size: i64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
    fresh.pragma_update(None, "page_size", page_size)?;
    fresh.pragma_update(None, "application_id", open::APPLICATION_ID)?;
    fresh.pragma_update(None, "user_version", open::FORMAT)?;
    let making = fresh.unchecked_transaction()?;
    making.execute_batch(log::SCHEMA)?;
    Log(conn).copy_to(&making)?;
    index::make(&making, counter)?;
    making.commit()?;
    Ok(fresh)
}

/// Copies a file beside itself, under a name that is free.
fn keep(path: &Path) -> Result<PathBuf, StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let refused = |copy: &Path, error: &io::Error| StoreError::Io {
        path: copy.to_owned(),
        what: error.to_string(),
    };
    for n in 1.. {
        let copy = path.with_file_name(format!("{name}.before-repair-{n}"));
        match File::create_new(&copy) {
            Ok(_) => {
                return match fs::copy(path, &copy) {
                    Ok(_) => Ok(copy),
                    Err(error) => {
                        drop(fs::remove_file(&copy));
                        Err(refused(&copy, &error))
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(refused(&copy, &error)),
        }
    }
    unreachable!("there is always a number that is free")
}
