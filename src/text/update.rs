//! Writing what changed into a folder: only the files that hold it, and everything else stays as it was written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Kind, Record, Reference, Register, check_slug};

use super::folder::{ACTIVITIES, LARGEST_FILE, bytes_of, entries, file_of};
use super::layout;
use super::template::without_template;
use super::write::{WriteError, Written, make_folder, remove_file, sync_folder, write_file};

/// Records by kind and id, each of which a plan may share.
pub type Records = BTreeMap<Reference, Arc<Record>>;

/// The records of a register, by kind and id.
pub fn shared(register: Register) -> Records {
    let records = register.into_records();
    records
        .map(|(reference, record)| (reference, Arc::new(record)))
        .collect()
}

/// Writes the files of a folder that hold some records, or held them. Each is whole on the disk before it takes the
/// place of the one before.
///
/// # Errors
/// A file cannot be written or removed.
pub fn update(
    folder: &Path,
    records: &Records,
    touched: &BTreeSet<Reference>,
) -> Result<Written, WriteError> {
    let mut written = Written::default();
    let files: BTreeSet<Place<'_>> = touched.iter().map(Place::of).collect();
    for file in &files {
        let path = file.path(folder)?;
        let text = file.text(records);
        if text.is_empty() {
            if remove_file(&path)? {
                written.removed.push(path);
            }
            continue;
        }
        make_folder(path.parent().unwrap_or(folder))?;
        if write_file(&path, &text)? {
            written.written.push(path);
        }
    }
    if files.iter().any(|file| matches!(file, Place::Activity(_))) {
        sync_folder(&folder.join(ACTIVITIES));
    }
    sync_folder(folder);
    written.unchanged = n_files(records).saturating_sub(written.written.len());
    Ok(written)
}

/// In how many files records stand.
fn n_files(records: &Records) -> usize {
    let files: BTreeSet<Place<'_>> = records.keys().map(Place::of).collect();
    files.len()
}

/// The files among those that hold some records in which somebody wrote comments, which no record keeps: `before` is
/// what the folder says.
///
/// # Errors
/// A file cannot be read.
pub fn with_comments(
    folder: &Path,
    before: &Records,
    touched: &BTreeSet<Reference>,
) -> Result<Vec<PathBuf>, WriteError> {
    let files: BTreeSet<Place<'_>> = touched.iter().map(Place::of).collect();
    let mut found = Vec::new();
    for file in files {
        let path = file.path(folder)?;
        if !path.exists() {
            continue;
        }
        let written = bytes_of(&path, LARGEST_FILE)?;
        // What the records themselves say has as many of the signs that begin a comment as its own text has.
        let signs = |text: &str| text.matches('#').count();
        let written = String::from_utf8_lossy(&written);
        if signs(&without_template(&path, &written)) > signs(&file.text(before)) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Removes what writing leaves where it is cut off.
///
/// # Errors
/// The folder cannot be read, or something in it cannot be removed.
pub fn sweep(folder: &Path) -> Result<(), WriteError> {
    for folder in [folder.to_owned(), folder.join(ACTIVITIES)] {
        if !folder.is_dir() {
            continue;
        }
        for entry in entries(&folder)? {
            let is_ours = entry.name.starts_with(".ropa-") && entry.name.ends_with(".tmp");
            if is_ours && !entry.is_folder {
                remove_file(&entry.path)?;
            }
        }
    }
    Ok(())
}

/// Whether nothing lies in a folder but what a register of text is made of, and hidden files.
///
/// # Errors
/// The folder cannot be read.
pub fn is_of_records(folder: &Path) -> Result<bool, WriteError> {
    Ok(entries(folder)?.iter().all(|entry| {
        let is_catalogue = Kind::ALL
            .into_iter()
            .any(|kind| file_of(kind) == Some(entry.name.as_str()));
        entry.name.starts_with('.')
            || is_catalogue && !entry.is_folder
            || entry.name == ACTIVITIES && entry.is_folder
    }))
}

/// The file in which a record stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'r> {
    Catalogue(Kind),
    Activity(&'r Reference),
}

impl<'r> Place<'r> {
    fn of(record: &'r Reference) -> Self {
        match record.kind {
            Kind::Activity => Self::Activity(record),
            kind => Self::Catalogue(kind),
        }
    }

    fn path(self, folder: &Path) -> Result<PathBuf, WriteError> {
        match self {
            Self::Activity(record) => {
                check_slug(&record.id).map_err(|error| WriteError::BadId { id: error.text })?;
                Ok(folder.join(ACTIVITIES).join(format!("{}.toml", record.id)))
            }
            Self::Catalogue(kind) => Ok(folder.join(file_of(kind).unwrap_or_default())),
        }
    }

    /// What the file says of some records; nothing where it holds none of them.
    fn text(self, records: &Records) -> String {
        let mut text = String::new();
        match self {
            Self::Activity(record) => {
                if let Some(document) = records.get(record) {
                    text = layout::whole(record, document);
                }
            }
            Self::Catalogue(kind) => {
                let of_kind = records.range(Reference::new(kind, "")..);
                for (record, document) in of_kind.take_while(|(record, _)| record.kind == kind) {
                    let header = if kind == Kind::Settings {
                        "settings"
                    } else {
                        &record.id
                    };
                    layout::keyed(&mut text, record, header, document);
                }
            }
        }
        text
    }
}
