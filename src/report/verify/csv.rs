//! Comparing CSV, byte by byte, with the same made again.

use std::io::{BufRead, BufReader};

use super::{Compared, NotAnExport, ReadSeek};

/// What a file for Excel may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Compares two files; whether they begin with a byte order mark is left out.
///
/// # Errors
/// One of them cannot be read.
pub(super) fn compare(
    file: &mut dyn ReadSeek,
    again: &mut dyn ReadSeek,
) -> Result<Compared, NotAnExport> {
    let unread = |error: std::io::Error| NotAnExport::Unreadable(error.to_string());
    let mut compared = Compared::default();
    let mut theirs = begun(file).map_err(unread)?;
    let mut ours = begun(again).map_err(unread)?;
    let mut line = 1;
    loop {
        let (one, other) = (
            theirs.fill_buf().map_err(unread)?,
            ours.fill_buf().map_err(unread)?,
        );
        let n = one.len().min(other.len());
        let same = one
            .iter()
            .zip(other)
            .take_while(|(one, other)| one == other)
            .count();
        let read = &one[..same];
        line += read.iter().filter(|byte| **byte == b'\n').count();
        compared.n_compared += read
            .iter()
            .filter(|byte| matches!(byte, b',' | b'\n'))
            .count() as u64;
        if same < n || n == 0 && one.len() != other.len() {
            let [said, meant] =
                [one, other].map(|rest| String::from_utf8_lossy(&rest[same..]).into_owned());
            compared.differs(&format!("line {line}"), &said, &meant);
            return Ok(compared);
        }
        if n == 0 {
            return Ok(compared);
        }
        theirs.consume(n);
        ours.consume(n);
    }
}

/// Reads a file from after its mark.
fn begun(file: &mut dyn ReadSeek) -> std::io::Result<BufReader<&mut dyn ReadSeek>> {
    file.rewind()?;
    let mut reader = BufReader::new(file);
    if reader.fill_buf()?.starts_with(MARK) {
        reader.consume(MARK.len());
    }
    Ok(reader)
}
