//! Writing a command's data to the screen or to a file.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::Error;

use super::Run;

impl Run {
    /// Writes text to a file, which is replaced whole or not at all, or to the standard output.
    pub(super) fn deliver(&mut self, text: &str, file: Option<&Path>) -> Result<(), Error> {
        self.deliver_bytes(text.as_bytes(), file)
    }

    /// The same for what need not be text.
    pub(super) fn deliver_bytes(&mut self, bytes: &[u8], file: Option<&Path>) -> Result<(), Error> {
        let Some(path) = file else {
            return self.ui.bytes(bytes);
        };
        self.check_target(path)?;
        write_whole(path, bytes).map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
    }

    /// Refuses a file that cannot be written, or that is the register itself, before any work is done.
    pub(super) fn check_target(&self, path: &Path) -> Result<(), Error> {
        let register = self
            .register_path()
            .ok()
            .and_then(|register| register.canonicalize().ok());
        let folder = folder_of(path);
        // A register of text is every file in its folder.
        let is_part = register.is_some_and(|register| {
            path.canonicalize().is_ok_and(|path| path == register)
                || (register.is_dir()
                    && folder
                        .canonicalize()
                        .is_ok_and(|folder| folder.starts_with(&register)))
        });
        if is_part {
            return Err(Error::WouldOverwriteRegister(path.to_owned()));
        }
        let blocked = if path.is_dir() {
            Some(std::io::Error::from(std::io::ErrorKind::IsADirectory))
        } else {
            // What can be made there can be put there.
            tempfile::tempfile_in(folder).err()
        };
        match blocked {
            Some(source) => Err(Error::File {
                path: path.to_owned(),
                source,
            }),
            None => Ok(()),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// Writes beside the file and then takes its place, with the permissions of any new file.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Narrowed by the umask, unlike a temporary file's own permissions.
        beside.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = beside.tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
