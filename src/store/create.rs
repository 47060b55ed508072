//! Making a new register: beside its place, and put there whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use tempfile::NamedTempFile;

use super::Store;
use super::error::{Fault, StoreError};
use super::open::{self, refused};

impl Store {
    /// Makes a new, empty register, which only whoever makes it may read. An empty file gives way to it, as a run that
    /// was cut off leaves one.
    ///
    /// # Errors
    /// Something stands in its place, its folder is missing, or it cannot be written. Nothing is
    /// left behind.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(StoreError::NoFolder {
                folder: folder.to_owned(),
            });
        }
        if path.is_dir() {
            return Err(StoreError::IsFolder {
                path: path.to_owned(),
            });
        }
        let is_free = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(refused(&error, path)),
            Ok(found) if found.is_file() && found.len() == 0 => false,
            Ok(_) => {
                return Err(StoreError::Exists {
                    path: path.to_owned(),
                });
            }
        };
        clear(path, folder, is_free)?;
        let beside = begun(path, folder).map_err(|fault| fault.of(path))?;
        let put = if is_free {
            beside.persist_noclobber(path)
        } else {
            beside.persist(path)
        };
        put.map_err(|error| refused(&error.error, path))?;
        Self::open_to_write(path)
    }
}

/// Fills a file beside the place of a new register.
fn begun(path: &Path, folder: &Path) -> Result<NamedTempFile, Fault> {
    let beside = tempfile::Builder::new()
        .prefix(&prefix(path))
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(|error| refused(&error, path))?;
    let mut conn = open::connect(beside.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "page_size", open::PAGE_SIZE)?;
    open::prepare(&conn, open::PATIENCE)?;
    open::prepare_to_write(&conn)?;
    // The first change of a new file is counted as one.
    open::begin(&mut conn, 1)?;
    Ok(beside)
}

/// Removes what runs that were cut off left beside the place, and refuses what would be rolled back into a new register.
fn clear(path: &Path, folder: &Path, is_free: bool) -> Result<(), StoreError> {
    let prefix = prefix(path);
    let entries = fs::read_dir(folder).map_err(|error| refused(&error, path))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_left = name
            .strip_prefix(&prefix)
            .is_some_and(|rest| rest.ends_with(".tmp") || rest.ends_with(".tmp-journal"));
        if is_left && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|error| refused(&error, path))?;
        }
    }
    let journal = PathBuf::from(format!("{}-journal", path.display()));
    if !is_free && journal.exists() {
        // What was begun in the empty file is undone, if that is all there was.
        drop(
            open::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
                .and_then(|conn| open::format(&conn)),
        );
    }
    let is_empty = is_free || fs::metadata(path).is_ok_and(|found| found.len() == 0);
    if journal.exists() || !is_empty {
        return Err(StoreError::Exists {
            path: if is_empty { journal } else { path.to_owned() },
        });
    }
    Ok(())
}

/// How the name of a file begins that becomes a register.
fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".ropa-{name}-")
}
