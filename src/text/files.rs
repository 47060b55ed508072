//! The files of a register, found in its folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::model::{Kind, check_slug};

use super::folder::{ACTIVITIES, entries, file_of, unreadable};
use super::{ReadError, stray};

/// The files that make a register, and what else looks as if it did.
#[derive(Default)]
pub(super) struct Files {
    /// The files of settings, catalogues and approvals.
    pub(super) catalogues: Vec<(Kind, PathBuf)>,
    /// The id and file of each activity.
    pub(super) activities: Vec<(String, PathBuf)>,
    /// Files that would be left out.
    pub(super) findings: Vec<Finding>,
}

/// Finds the files of a register.
pub(super) fn files(folder: &Path) -> Result<Files, ReadError> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            return Err(ReadError::NotAFolder {
                path: folder.to_owned(),
            });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::NotFound {
                path: folder.to_owned(),
            });
        }
        Err(error) => return Err(unreadable(folder)(error)),
    }
    let mut files = Files::default();
    for entry in entries(folder)? {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| file_of(*kind) == Some(entry.name.as_str()));
        match kind {
            Some(kind) if !entry.is_folder => files.catalogues.push((kind, entry.path)),
            None if entry.name == ACTIVITIES && entry.is_folder => {
                activities(&entry.path, &mut files)?;
            }
            _ => stray::at_the_top(&entry, folder, &mut files.findings),
        }
    }
    files.catalogues.sort();
    Ok(files)
}

fn activities(folder: &Path, files: &mut Files) -> Result<(), ReadError> {
    for entry in entries(folder)? {
        let stem = entry
            .name
            .strip_suffix(".toml")
            .filter(|_| !entry.is_folder);
        match stem.filter(|stem| check_slug(stem).is_ok()) {
            Some(stem) => files.activities.push((stem.to_owned(), entry.path)),
            None => stray::among_activities(&entry, folder, &mut files.findings),
        }
    }
    Ok(())
}
