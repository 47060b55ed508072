//! Files, read in the format that their ending says.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::block::{Source, Unreadable};
use super::error::ImportError;
use super::{docx, html, markdown, pdf, plain};

/// A format that is read.
pub struct Readable {
    /// The endings of its files.
    pub endings: &'static [&'static str],
    /// What it is called.
    pub title: &'static str,
    /// Whether its lines are those that are read.
    is_by_line: bool,
    read: Read,
}

/// How a format is read: out of text in some encoding, or out of bytes.
enum Read {
    Text(fn(&str) -> Result<Source, Unreadable>),
    Bytes(fn(&[u8]) -> Result<Source, Unreadable>),
}

/// Every format that is read.
pub const READABLE: &[Readable] = &[
    Readable {
        endings: &["md", "markdown"],
        title: "Markdown",
        is_by_line: true,
        read: Read::Text(|text| Ok(markdown::read(text))),
    },
    Readable {
        endings: &["html", "htm"],
        title: "a saved web page",
        is_by_line: false,
        read: Read::Text(html::read),
    },
    Readable {
        endings: &["docx"],
        title: "Word",
        is_by_line: false,
        read: Read::Bytes(docx::read),
    },
    Readable {
        endings: &["pdf"],
        title: "a PDF",
        is_by_line: false,
        read: Read::Bytes(pdf::read),
    },
    Readable {
        endings: &["txt"],
        title: "plain text",
        is_by_line: true,
        read: Read::Text(|text| Ok(plain::read(text))),
    },
];

/// No notice is larger than this, in bytes.
const MOST: u64 = 20_000_000;

/// No notice has more lines than these.
const MOST_LINES: usize = 50_000;

/// No line of a notice is longer than this, in bytes.
const LONGEST_LINE: usize = 50_000;

impl Source {
    /// Reads Markdown that is at hand.
    pub fn of_markdown(text: &str) -> Self {
        markdown::read(text)
    }

    /// Reads a file in the format that its ending says.
    ///
    /// # Errors
    /// The file cannot be read, is too large, has an unknown ending, or is not text.
    pub fn read(path: &Path) -> Result<Self, ImportError> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let format = READABLE.iter().find(|format| {
            ending
                .as_deref()
                .is_some_and(|ending| format.endings.contains(&ending))
        });
        let Some(format) = format else {
            let path = path.to_owned();
            return Err(ImportError::UnknownFormat { path });
        };
        let bytes = bytes_of(path)?;
        let path = || path.to_owned();
        let read = match format.read {
            Read::Bytes(read) => read(&bytes),
            Read::Text(read) => {
                let text = decoded(&bytes).ok_or_else(|| ImportError::NotText { path: path() })?;
                bounded(&text, format.is_by_line).and_then(|()| read(&text))
            }
        };
        let read = read.and_then(|source| {
            let lines = source.blocks.iter().flat_map(|block| &block.lines);
            let longest = lines.max_by_key(|line| line.text.len());
            match longest.filter(|line| line.text.len() > LONGEST_LINE) {
                Some(line) => Err(Unreadable::TooMuch { line: line.number }),
                None => Ok(source),
            }
        });
        read.map_err(|why| why.of(path(), format.title))
    }
}

/// Refuses what has more lines than any notice; and where lines are those that are read, one that is longer than any.
fn bounded(text: &str, is_by_line: bool) -> Result<(), Unreadable> {
    for (line, words) in (1..).zip(text.split('\n')) {
        if line > MOST_LINES || is_by_line && words.len() > LONGEST_LINE {
            return Err(Unreadable::TooMuch { line });
        }
    }
    Ok(())
}

/// What stands in a file that is no larger than any notice.
///
/// # Errors
/// It cannot be read, or is larger.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST {
        let path = path.to_owned();
        return Err(ImportError::TooLarge { path, most: MOST });
    }
    Ok(bytes)
}

/// The text in a file: by its byte-order mark, else UTF-8, else as Windows writes it in the west. Nothing where it
/// holds what no text has.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    let (text, _, _) = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8.decode(bytes),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes),
    };
    let is_text = |one: char| !one.is_control() || matches!(one, '\n' | '\r' | '\t' | '\u{c}');
    let text = text.trim_start_matches('\u{feff}');
    text.chars()
        .all(is_text)
        .then(|| text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn every_encoding_that_can_be_told_is_read() {
        let text = "Children’s £ – café";
        assert_eq!(decoded(text.as_bytes()).as_deref(), Some(text));
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(decoded(&marked).as_deref(), Some(text));
        let windows = b"Children\x92s \xa3 \x96 caf\xe9";
        assert_eq!(decoded(windows).as_deref(), Some(text));
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decoded(&wide).as_deref(), Some(text));
        assert_eq!(decoded(b"PK\x03\x04 zip"), None);
        assert_eq!(decoded(&[0, b'a', 0, b'b']), None);
        assert_eq!(decoded(b"a\r\nb\rc").as_deref(), Some("a\nb\nc"));
    }
}
