//! The mark that says from which state of the register a folder was written.

use std::fs;
use std::path::Path;

use super::ReadError;
use super::write::{WriteError, write_file};

const NAME: &str = ".ropa-base";

/// The hash of the commit from which a folder was written, where it says so.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read_base(folder: &Path) -> Result<Option<String>, ReadError> {
    let path = folder.join(NAME);
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(text
                .lines()
                .map(str::trim)
                .find(|line| !line.is_empty())
                .map(str::to_owned))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ReadError::Unreadable { path, source }),
    }
}

/// Says from which commit a folder was written.
///
/// # Errors
/// The file cannot be written.
pub fn write_base(folder: &Path, hash: &str) -> Result<(), WriteError> {
    write_file(&folder.join(NAME), &format!("{hash}\n")).map(drop)
}
