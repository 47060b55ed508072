//! The format of the file, and how older formats are brought up to date.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Fault, StoreError};

/// Marks a SQLite file as ours: `ROPA` in ASCII, at byte 68 of the file.
pub(super) const APPLICATION_ID: i32 = 0x524f_5041;

/// The tables of the projection; `verify` fills a second set of them.
pub(super) const PROJECTION: &str = include_str!("projection.sql");

/// The steps from an empty file to the present format: step `n` makes format `n + 1` of `n`.
///
/// Steps are never changed once released, only added.
pub(super) const STEPS: &[&str] = &[concat!(
    include_str!("schema.sql"),
    include_str!("projection.sql")
)];

/// The format a file has.
pub(super) fn version(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The newest of some formats.
pub(super) fn newest(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Brings a file up to the newest format, each step in a transaction of its own.
///
/// An existing file of an older format is first copied beside itself.
pub(super) fn migrate(
    conn: &mut Connection,
    path: Option<&Path>,
    steps: &[&str],
) -> Result<(), Fault> {
    let mut copied = false;
    loop {
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again under the lock, since another program may have been faster.
        let version = version(&transaction)?;
        let Some(step) = usize::try_from(version)
            .ok()
            .and_then(|index| steps.get(index))
        else {
            return Ok(());
        };
        if let Some(path) = path.filter(|_| version > 0 && !copied) {
            // Under the lock, and before anything is written, the file is whole.
            keep_copy(path, version)?;
            copied = true;
        }
        if version == 0 {
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version + 1)?;
        transaction.commit()?;
    }
}

/// Copies the file to the first free name `FILE.format-N`, `FILE.format-N-2` and so on.
fn keep_copy(path: &Path, version: i64) -> Result<PathBuf, StoreError> {
    let mut copy = PathBuf::from(format!("{}.format-{version}", path.display()));
    for number in 2.. {
        if !copy.exists() {
            break;
        }
        copy = PathBuf::from(format!("{}.format-{version}-{number}", path.display()));
    }
    match fs::copy(path, &copy) {
        Ok(_) => Ok(copy),
        Err(error) => {
            // What was copied so far is no copy; if it cannot be removed, the error says enough.
            drop(fs::remove_file(&copy));
            Err(StoreError::Io {
                path: copy,
                what: error.to_string(),
            })
        }
    }
}
