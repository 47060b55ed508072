//! Writing a folder: records to files, one at a time.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::model::{Kind, Record, Reference, check_slug};

use super::ReadError;
use super::folder::{ACTIVITIES, entries, file_of};
use super::io_error::in_words;
use super::layout;

/// What writing a folder changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files that were written, in order.
    pub written: Vec<PathBuf>,
    /// How many files already said the same.
    pub unchanged: usize,
    /// The files that were removed, because their records are gone.
    pub removed: Vec<PathBuf>,
}

/// Why a folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system does not let it be written.
    #[error("`{}` cannot be written: {}", path.display(), in_words(source))]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder cannot be looked through for files of records that are gone.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// A record came after one that it should stand before.
    #[error("the record `{record}` came out of order")]
    OutOfOrder {
        /// Which one.
        record: Reference,
    },
    /// A record would get a file name that is not an id.
    #[error("`{id}` is not an id, and so no name for a file")]
    BadId {
        /// What it is called.
        id: String,
    },
}

/// Writes records into a folder in the canonical form, and removes the files of those that are gone.
///
/// The records come in the order of kinds and ids, as [`crate::model::Register::into_records`] gives them; only the
/// catalogue that is being written is held in memory. A file that already says the same is left as it is. Each file
/// appears whole or not at all.
///
/// # Errors
/// A file cannot be written or removed, or records come out of order.
pub fn write(
    records: impl IntoIterator<Item = (Reference, Record)>,
    folder: &Path,
) -> Result<Written, WriteError> {
    let mut writer = Writer::new(folder)?;
    for (reference, record) in records {
        writer.record(reference, &record)?;
    }
    writer.finish()
}

/// Writes a folder record by record, as [`write()`] does, for a source that hands its records over.
pub struct Writer<'a> {
    folder: &'a Path,
    written: Written,
    /// The last record.
    last: Option<Reference>,
    /// The text of the catalogue that is being written.
    text: String,
    /// The file names of all that was written, inside the folder or the folder of activities.
    kept: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    /// Begins to write into a folder, which is made where it is not there.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new(folder: &'a Path) -> Result<Self, WriteError> {
        make_folder(folder)?;
        Ok(Self {
            folder,
            written: Written::default(),
            last: None,
            text: String::new(),
            kept: BTreeSet::new(),
        })
    }

    /// Writes the next record, in the order of kinds and ids.
    ///
    /// # Errors
    /// Its file cannot be written, or it comes out of order.
    pub fn record(&mut self, record: Reference, document: &Record) -> Result<(), WriteError> {
        check_slug(&record.id).map_err(|error| WriteError::BadId { id: error.text })?;
        if self.last.as_ref().is_some_and(|last| *last >= record) || document.kind() != record.kind
        {
            return Err(WriteError::OutOfOrder { record });
        }
        if self
            .last
            .as_ref()
            .is_some_and(|last| last.kind != record.kind)
        {
            self.end_catalogue()?;
        }
        match record.kind {
            Kind::Activity => {
                let activities = self.folder.join(ACTIVITIES);
                if self
                    .last
                    .as_ref()
                    .is_none_or(|last| last.kind != Kind::Activity)
                {
                    make_folder(&activities)?;
                }
                let name = format!("{}.toml", record.id);
                let path = activities.join(&name);
                self.file(path, &layout::whole(&record, document))?;
                self.kept.insert(format!("{ACTIVITIES}/{name}"));
            }
            Kind::Settings => layout::keyed(&mut self.text, &record, "settings", document),
            _ => layout::keyed(&mut self.text, &record, &record.id, document),
        }
        self.last = Some(record);
        Ok(())
    }

    /// Writes the file of the catalogue whose last record was seen.
    fn end_catalogue(&mut self) -> Result<(), WriteError> {
        let text = std::mem::take(&mut self.text);
        if let Some(name) = self.last.as_ref().and_then(|last| file_of(last.kind)) {
            self.file(self.folder.join(name), &text)?;
            self.kept.insert(name.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, text: &str) -> Result<(), WriteError> {
        if put(&path, text, false)? {
            self.written.written.push(path);
        } else {
            self.written.unchanged += 1;
        }
        Ok(())
    }

    /// Ends the last file, and removes the files of records that did not come. Everything is on the disk then.
    ///
    /// # Errors
    /// A file cannot be written or removed.
    pub fn finish(mut self) -> Result<Written, WriteError> {
        self.end_catalogue()?;
        for kind in Kind::ALL {
            if let Some(name) = file_of(kind).filter(|name| !self.kept.contains(*name)) {
                self.remove(self.folder.join(name))?;
            }
        }
        let activities = self.folder.join(ACTIVITIES);
        if activities.is_dir() {
            for entry in entries(&activities)? {
                let name = &entry.name;
                let ours = name
                    .strip_suffix(".toml")
                    .is_some_and(|stem| check_slug(stem).is_ok());
                let is_kept = self.kept.contains(&format!("{ACTIVITIES}/{name}"));
                if ours && !entry.is_folder && !is_kept {
                    self.remove(entry.path)?;
                }
            }
        }
        for path in &self.written.written {
            let mut open = fs::OpenOptions::new();
            let file = open.read(true).write(cfg!(windows)).open(path);
            file.and_then(|file| file.sync_all())
                .map_err(unwritable(path))?;
        }
        sync_folder(&activities);
        sync_folder(self.folder);
        Ok(self.written)
    }

    fn remove(&mut self, path: PathBuf) -> Result<(), WriteError> {
        if remove_file(&path)? {
            self.written.removed.push(path);
        }
        Ok(())
    }
}

/// Makes a folder, where it is not there.
pub(super) fn make_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(unwritable(path))
}

/// Removes a file; says whether it was there.
pub(super) fn remove_file(path: &Path) -> Result<bool, WriteError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(unwritable(path)(error)),
    }
}

/// Puts the names in a folder on the disk, where the system can; elsewhere it does so by itself.
pub fn sync_folder(path: &Path) {
    if cfg!(unix) {
        drop(fs::File::open(path).and_then(|folder| folder.sync_all()));
    }
}

/// Writes a file whole or not at all, and for good; says whether it was not the same before.
pub(super) fn write_file(path: &Path, text: &str) -> Result<bool, WriteError> {
    put(path, text, true)
}

fn put(path: &Path, text: &str, sync: bool) -> Result<bool, WriteError> {
    let is_as_long =
        fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == text.len() as u64);
    if is_as_long && fs::read(path).is_ok_and(|before| before == text.as_bytes()) {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ropa-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What the user's mask leaves of this, as for any other file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(unwritable(path))?;
    file.write_all(text.as_bytes()).map_err(unwritable(path))?;
    if sync {
        file.as_file().sync_all().map_err(unwritable(path))?;
    }
    file.persist(path)
        .map_err(|error| unwritable(path)(error.error))?;
    Ok(true)
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::Unwritable { path, source }
}
