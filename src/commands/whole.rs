//! Files that are whole or not there: written beside their place, put on the disk, and only then put into it.
//!
//! What is written keeps the mode and the owner of the file whose place it takes. A device or a pipe is written to.
//! What a run that was killed leaves beside is known by its name and by its lock, which nobody holds any longer: the
//! next that writes there takes it away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;
use crate::store::FileHash;

/// How the names of unfinished files begin and end.
const UNFINISHED: (&str, &str) = (".ropa-output-", ".tmp");

/// Where a proof names the files that were written with it.
pub(super) const FILES: &str = "files";

/// The file beside a set that proves it: `record.proof.json` for `record.csv`.
pub(super) fn proof_of(path: &Path) -> PathBuf {
    path.with_extension("proof.json")
}

/// A file that is written, and not yet in its place.
pub(super) struct Whole {
    path: PathBuf,
    /// What takes the place; nothing where a device or a pipe was written to.
    beside: Option<NamedTempFile>,
}

impl Whole {
    /// A new file that will take a place, empty, for whoever writes it by its path.
    pub(super) fn new(path: &Path) -> Result<Self, Error> {
        let refused = |source| unwritten(path, source);
        Ok(Self {
            path: path.to_owned(),
            beside: Some(beside(path).map_err(refused)?),
        })
    }

    /// Writes a file by pieces as they come. Until all of it is there nothing stands in its folder: whatever stops the
    /// work, even from outside, no part is left behind.
    pub(super) fn written<E: From<io::Error>>(
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Result<Self, E>, Error> {
        let refused = |source| unwritten(path, source);
        let is_stream = is_stream(path);
        let mut file = if is_stream {
            OpenOptions::new().write(true).open(path)
        } else {
            tempfile::tempfile_in(folder_of(path))
        }
        .map_err(refused)?;
        let mut out = Watched {
            out: io::BufWriter::new(&file),
            failed: None,
        };
        let written = write(&mut out).and_then(|()| Ok(out.flush()?));
        if let Some(failed) = out.failed {
            return Err(refused(failed));
        }
        drop(out);
        if let Err(error) = written {
            return Ok(Err(error));
        }
        let mut whole = Self {
            path: path.to_owned(),
            beside: None,
        };
        if !is_stream {
            let mut beside = beside(path).map_err(refused)?;
            file.rewind().map_err(refused)?;
            io::copy(&mut file, beside.as_file_mut()).map_err(refused)?;
            whole.beside = Some(beside);
        }
        Ok(Ok(whole))
    }

    /// Where it is until it is put into its place.
    pub(super) fn unfinished(&self) -> &Path {
        self.beside.as_ref().map_or(&self.path, |file| file.path())
    }

    /// Its name and the hash of what it holds; nothing of what was written to a device or a pipe.
    pub(super) fn named(&self) -> Result<Option<(String, String)>, Error> {
        let Some(beside) = &self.beside else {
            return Ok(None);
        };
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let hash = hash_of(beside.path()).map_err(|source| unwritten(&self.path, source))?;
        Ok(Some((name.into_owned(), hash)))
    }

    /// Puts it into its place.
    pub(super) fn put(self) -> Result<(), Error> {
        let Some(beside) = self.beside else {
            return Ok(());
        };
        let put = || {
            beside.as_file().sync_all()?;
            beside.persist(&self.path).map_err(|error| error.error)?;
            // Systems that cannot put a folder on the disk do it themselves.
            drop(File::open(folder_of(&self.path)).and_then(|folder| folder.sync_all()));
            Ok(())
        };
        put().map_err(|source| unwritten(&self.path, source))
    }
}

/// The SHA-256 of what a file holds.
pub(super) fn hash_of(path: &Path) -> io::Result<String> {
    let mut hash = FileHash::default();
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(hash.finish())
}

/// What writes, and remembers that it could not.
struct Watched<W> {
    out: W,
    failed: Option<io::Error>,
}

impl<W: Write> Watched<W> {
    fn watch<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.watch(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.watch(done)
    }
}

fn unwritten(path: &Path, source: io::Error) -> Error {
    match source.kind() {
        // Whoever read the pipe went away.
        io::ErrorKind::BrokenPipe => Error::Output(source),
        _ => Error::unwritten(path, &source),
    }
}

/// Whether what stands at a path is written to and never replaced: a device, a pipe, and whatever else the system
/// keeps in its own folders.
pub(super) fn is_stream(path: &Path) -> bool {
    let folder = folder_of(path).canonicalize().unwrap_or_default();
    let is_of_the_system = folder.starts_with("/proc")
        || folder.starts_with("/dev") && !folder.starts_with("/dev/shm");
    let is_special = |found: fs::Metadata| !found.is_file() && !found.is_dir();
    is_of_the_system && path.exists() || fs::metadata(path).is_ok_and(is_special)
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// A new file beside another, with its mode and owner, else with the mode of any new file.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    let replaced = fs::symlink_metadata(path)
        .ok()
        .filter(fs::Metadata::is_file);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Narrowed by the umask, unlike a temporary file's own permissions.
        let mode = if replaced.is_some() { 0o600 } else { 0o666 };
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let file = loop {
        let file = builder.tempfile_in(folder)?;
        // One who sweeps may have come between; where there are no locks nobody sweeps.
        let is_taken = matches!(file.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            break file;
        }
    };
    #[cfg(unix)]
    if let Some(replaced) = replaced {
        keep(&file, &replaced)?;
    }
    Ok(file)
}

/// Gives a file the owner and the mode of the one that it replaces.
#[cfg(unix)]
fn keep(file: &NamedTempFile, replaced: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let made = file.as_file().metadata()?;
    if (made.uid(), made.gid()) != (replaced.uid(), replaced.gid()) {
        fchown(file.as_file(), Some(replaced.uid()), Some(replaced.gid())).map_err(|_| {
            io::Error::other("it belongs to somebody else, and would no longer do so")
        })?;
    }
    let mode = replaced.permissions().mode() & 0o777;
    file.as_file()
        .set_permissions(fs::Permissions::from_mode(mode))
}

/// Takes away the unfinished files of runs that are no more.
fn sweep(folder: &Path) {
    let is_unfinished = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_unfinished(&entry) && entry.file_type().is_ok_and(|found| found.is_file()) {
            let file = OpenOptions::new().write(true).open(entry.path());
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }
}
