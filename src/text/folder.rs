//! The folder of a register: which file holds what, and how files and folders are read.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Finding, Passage};
use crate::model::Kind;

use super::ReadError;

/// The folder of activities.
pub(super) const ACTIVITIES: &str = "activities";

/// The file in which records of a kind are kept; an activity has a file of its own.
pub(super) const fn file_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Settings => Some("register.toml"),
        Kind::Party => Some("parties.toml"),
        Kind::System => Some("systems.toml"),
        Kind::Data => Some("data.toml"),
        Kind::People => Some("people.toml"),
        Kind::Measure => Some("measures.toml"),
        Kind::Document => Some("documents.toml"),
        Kind::Activity => None,
        Kind::Approval => Some("approvals.toml"),
        Kind::Waiver => Some("waivers.toml"),
    }
}

/// One file as it was read.
#[derive(Clone)]
pub(super) struct SourceFile {
    /// Where it is.
    pub(super) path: Arc<Path>,
    /// What it says.
    pub(super) text: Arc<str>,
}

/// What reads a file: its text, or what is wrong with all of it.
pub(super) type Load<'a> = &'a dyn Fn(&Path) -> Result<Result<SourceFile, Finding>, ReadError>;

impl SourceFile {
    /// A part of it.
    pub(super) fn passage(&self, span: Range<usize>) -> Passage {
        Passage::new(shown(&self.path), Arc::clone(&self.text), span)
    }

    /// Its first line that says something.
    pub(super) fn first_line(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        let first = self.text[start..].lines().next().unwrap_or_default();
        start..start + first.len()
    }
}

/// A path as its user sees it, with the same strokes everywhere.
pub(super) fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown
    }
}

/// The place of a file as a whole.
pub(super) fn whole(path: &Path) -> Passage {
    Passage::new(shown(path), Arc::from(""), 0..0)
}

/// One thing in a folder.
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it is a folder, or leads to one.
    pub(super) is_folder: bool,
    /// Whether it leads elsewhere.
    pub(super) is_link: bool,
}

/// What a folder holds, by name.
pub(super) fn entries(folder: &Path) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let path = entry.path();
        entries.push(Entry {
            name: entry.file_name().to_string_lossy().into_owned(),
            is_folder: path.is_dir(),
            is_link: path.is_symlink(),
            path,
        });
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// More than any file of a register takes.
pub(super) const LARGEST_FILE: u64 = 32 << 20;

/// The bytes of a file. What is no file, such as a pipe or a device, has no end, and is not begun.
pub(super) fn bytes_of(path: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
    let path_of = || path.to_owned();
    let found = fs::metadata(path).map_err(unreadable(path))?;
    if !found.is_file() {
        return Err(ReadError::NotAFile { path: path_of() });
    }
    let mut bytes = Vec::with_capacity(found.len().min(largest) as usize + 1);
    let file = fs::File::open(path).map_err(unreadable(path))?;
    file.take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable(path))?;
    if bytes.len() as u64 > largest {
        let megabytes = largest >> 20;
        let path = path_of();
        return Err(ReadError::TooLarge { path, megabytes });
    }
    Ok(bytes)
}

/// Reads a file; what is not UTF-8 is a finding, and the rest of the file is not read.
pub(super) fn load(path: &Path) -> Result<Result<SourceFile, Finding>, ReadError> {
    let bytes = bytes_of(path, LARGEST_FILE)?;
    let path: Arc<Path> = Arc::from(path);
    if let Some((what, hint)) = other_text(&bytes) {
        let finding = Finding::error("TEXT-not-utf8", what);
        return Ok(Err(finding.hint(hint).at(whole(&path))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Ok(SourceFile {
            path,
            text: Arc::from(unix_lines(&text)),
        })),
        Err(error) => {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let start = unix_lines(&String::from_utf8_lossy(sound)).len();
            let text = Arc::from(unix_lines(&String::from_utf8_lossy(error.as_bytes())));
            let file = SourceFile { path, text };
            let finding = Finding::error("TEXT-not-utf8", "the file is not text in UTF-8");
            Ok(Err(finding
                .hint(AS_UTF8)
                .at(file.passage(start..start + '\u{fffd}'.len_utf8()))))
        }
    }
}

const AS_UTF8: &str = "save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8";

/// What a file is that is plainly not text in UTF-8, and what to do about it.
fn other_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let word = "save it as plain text in UTF-8, or write it in an editor such as Notepad";
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(("the file is a document or workbook, not text", word));
    }
    // Every other byte of English in UTF-16 is zero.
    let n_zero = bytes.iter().filter(|byte| **byte == 0).count();
    let has_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if has_mark || n_zero * 3 > bytes.len() {
        return Some(("the file is text in UTF-16, not in UTF-8", AS_UTF8));
    }
    bytes
        .starts_with(b"{\\rtf")
        .then_some(("the file is a document of a word processor, not text", word))
}

/// The text with lines that end as on Unix, so that a checkout on Windows is the same register.
pub(super) fn unix_lines(text: &str) -> Cow<'_, str> {
    match text.contains("\r\n") {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    }
}

pub(super) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    let path = path.to_owned();
    move |source| ReadError::Unreadable { path, source }
}
