//! The file in which a workbook is packed, since it may be larger than memory likes.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::ReportError;

/// A file of its own, filled and gone back in. The library gives up without a word where temporary files cannot be
/// written.
pub(super) fn packed<F>(fill: F) -> Result<impl Read, ReportError>
where
    F: FnOnce(&mut (dyn WriteSeek + Send)) -> Result<(), ReportError>,
{
    let mut patient = Patient {
        inner: tempfile::tempfile().map_err(ReportError::Temporary)?,
        failed: None,
    };
    let filled = catch_unwind(AssertUnwindSafe(|| fill(&mut patient)));
    if let Some(failed) = patient.failed {
        return Err(ReportError::Temporary(failed));
    }
    filled.unwrap_or_else(|_| Err(ReportError::Temporary(what_is_wrong_there())))?;
    let mut file = patient.inner;
    file.rewind().map_err(ReportError::Temporary)?;
    Ok(file)
}

/// What takes no more after it failed, and says so only to whoever asks: what packs would print it.
struct Patient<W> {
    inner: W,
    failed: Option<io::Error>,
}

impl<W> Patient<W> {
    fn ask<T>(&mut self, instead: T, of: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.failed.is_none() {
            match of(&mut self.inner) {
                Ok(done) => return Ok(done),
                Err(error) => self.failed = Some(error),
            }
        }
        Ok(instead)
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.ask(bytes.len(), |inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.ask((), Write::flush)
    }
}

impl<W: Seek> Seek for Patient<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.ask(0, |inner| inner.seek(to))
    }
}

/// What can be written and gone back in.
pub(super) trait WriteSeek: Write + Seek {}
impl<T: Write + Seek> WriteSeek for T {}

/// Why nothing can be written to the folder for temporary files, as far as trying tells.
fn what_is_wrong_there() -> io::Error {
    let tried = tempfile::tempfile().and_then(|mut file| file.write_all(&[0; 1 << 16]));
    tried
        .err()
        .unwrap_or_else(|| io::Error::other("it was full"))
}
