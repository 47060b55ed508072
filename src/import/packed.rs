//! What a large source says and what becomes of it, put away in a temporary file while the rest is read.

use std::cell::RefCell;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use tempfile::SpooledTempFile;

use super::ImportError;

/// How much is kept in memory before there is a file, and how much is written to it at once.
const AT_HAND: usize = 8 << 20;
const AT_ONCE: usize = 64 << 10;

/// Bytes that are put away, and read again by where they are.
pub(super) struct Packed {
    file: RefCell<SpooledTempFile>,
    /// What is to be written next, and how much was written.
    next: Vec<u8>,
    end: u64,
}

impl Default for Packed {
    fn default() -> Self {
        Self {
            file: RefCell::new(SpooledTempFile::new(AT_HAND)),
            next: Vec::new(),
            end: 0,
        }
    }
}

impl Packed {
    /// Puts bytes away, and gives where they are.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.end + self.next.len() as u64;
        self.next.extend_from_slice(bytes);
        if self.next.len() >= AT_ONCE {
            self.write()?;
        }
        Ok(at)
    }

    fn write(&mut self) -> io::Result<()> {
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(&self.next)?;
        self.end += self.next.len() as u64;
        self.next.clear();
        Ok(())
    }

    /// Bytes that were put away: at most so many from a place.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn read(&self, at: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if let Some(begun) = at.checked_sub(self.end) {
            let begun = usize::try_from(begun).unwrap_or(usize::MAX);
            let rest = self.next.get(begun..).unwrap_or_default();
            bytes.extend_from_slice(&rest[..rest.len().min(most)]);
            return Ok(bytes);
        }
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(at))?;
        let most = (self.end - at).min(most as u64);
        (&mut *file).take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Why nothing can be put away.
pub(super) fn unusable(source: io::Error) -> ImportError {
    ImportError::Temporary { source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_away_is_read_again_from_memory_and_from_the_file() {
        let mut packed = Packed::default();
        let text = |number: usize| format!("{number}:{}", "x".repeat(number % 300));
        let places: Vec<u64> = (0..100_000)
            .map(|number| packed.put(text(number).as_bytes()).unwrap())
            .collect();
        assert!(packed.end > AT_HAND as u64);
        for number in [0, 7, 50_000, 99_998, 99_999] {
            let (at, text) = (places[number], text(number));
            assert_eq!(packed.read(at, text.len()).unwrap(), text.as_bytes());
        }
        assert_eq!(
            packed.put(b"last").unwrap(),
            packed.end + packed.next.len() as u64 - 4
        );
        assert!(packed.read(u64::MAX, 10).unwrap().is_empty());
    }
}
