//! What may be written where: never a register or a part of one, and another kind of file only when told.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::error::Error;
use crate::store::is_register;
use crate::{diagram, report};

use super::Run;
use super::whole::{folder_of, is_stream};

/// The endings of what SQLite writes beside a database.
const OF_A_DATABASE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// How much of either end of a file tells what it is.
const END: u64 = 1 << 16;

/// The endings of files that are text and no format of ours.
const OTHER_TEXT: &[&str] = &["toml", "sql", "ini", "yaml", "yml", "xml", "sh", "py", "rs"];

/// The endings that mean a format.
pub(super) fn endings_of(format: &str) -> Vec<&'static str> {
    let document = report::format(format).map_or(&[][..], |known| known.endings);
    let picture = diagram::format(format).map_or(&[][..], |known| known.endings);
    let mut endings = match format {
        "sarif" => vec!["sarif"],
        "junit" => vec!["junit", "xml"],
        _ => document.to_vec(),
    };
    endings.extend(picture.iter().filter(|ending| !document.contains(ending)));
    endings
}

/// The ending of a file in small letters.
pub(super) fn ending_of(file: &Path) -> Option<String> {
    Some(file.extension()?.to_str()?.to_ascii_lowercase())
}

impl Run {
    /// Refuses a file that cannot be written, or that is a register or a part of one, before any work is done.
    pub(super) fn check_target(&self, path: &Path) -> Result<(), Error> {
        if is_stream(path) {
            return Ok(());
        }
        let folder = folder_of(path);
        if self.is_of_the_register(path, folder) || is_register(path) || is_beside_a_database(path)
        {
            let path = path.display();
            return Err(
                Error::that(format!("`{path}` is a register, or a part of one"))
                    .hinted("give another place with `-o`"),
            );
        }
        let blocked = if path.is_dir() {
            Some(std::io::Error::from(std::io::ErrorKind::IsADirectory))
        } else {
            // What can be made there can be put there.
            tempfile::tempfile_in(folder).err()
        };
        match blocked {
            Some(source) => Err(Error::unwritten(path, &source)),
            None => Ok(()),
        }
    }

    /// Whether a path is the register that is worked on; a register of text is every file in its folder.
    fn is_of_the_register(&self, path: &Path, folder: &Path) -> bool {
        let register = self.register_path().ok();
        let register = register.and_then(|register| register.canonicalize().ok());
        register.is_some_and(|register| {
            path.canonicalize().is_ok_and(|path| path == register)
                || register.is_dir()
                    && folder
                        .canonicalize()
                        .is_ok_and(|folder| folder.starts_with(&register))
        })
    }
}

/// Whether SQLite would take a file for a part of the database beside it.
fn is_beside_a_database(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    OF_A_DATABASE.iter().any(|ending| {
        let database = name.strip_suffix(ending);
        database.is_some_and(|name| !name.is_empty() && path.with_file_name(name).exists())
    })
}

/// Refuses to put a format in the place of a file of another kind: of one whose name says so, or whose content does.
pub(super) fn check_kind(path: &Path, format: &'static str) -> Result<(), Error> {
    let Some((kind, holds)) = kind_of(path) else {
        return Ok(());
    };
    let ending = ending_of(path).unwrap_or_default();
    let is_packed = |kind: &str| ["docx", "xlsx", "pdf", "png", "sqlite", "other"].contains(&kind);
    let is_same = kind == format
        || if endings_of(format).contains(&&*ending) {
            !is_packed(kind)
        } else {
            kind == "plain" && !is_packed(format) && !is_of_another(&ending)
        };
    if is_same {
        return Ok(());
    }
    Err(would_replace(path, holds))
}

/// A file would be replaced that holds something else.
pub(super) fn would_replace(path: &Path, holds: &str) -> Error {
    Error::that(format!("`{}` exists, and holds {holds}", path.display()))
        .hinted("give another name, or `--force` to replace it")
}

/// Whether an ending means a format of ours, or text of other programs; `txt` may be any text.
fn is_of_another(ending: &str) -> bool {
    let reports = report::FORMATS.iter().map(|format| format.endings);
    let drawings = diagram::FORMATS.iter().map(|format| format.endings);
    let mut known = reports.chain(drawings).chain([OTHER_TEXT]);
    ending != "txt" && known.any(|endings| endings.contains(&ending))
}

/// What a file is by what it begins and ends with, and in words; nothing where there is none, or an empty one.
fn kind_of(path: &Path) -> Option<(&'static str, &'static str)> {
    if is_stream(path) {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut head = Vec::new();
    file.by_ref().take(END).read_to_end(&mut head).ok()?;
    let begins = |with: &[u8]| head.starts_with(with);
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let starts = |with: &str| {
        text.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    Some(if head.is_empty() {
        return None;
    } else if begins(b"SQLite format 3\0") {
        ("sqlite", "a database")
    } else if begins(b"%PDF-") {
        ("pdf", "a PDF document")
    } else if begins(b"\x89PNG") {
        ("png", "a picture (PNG)")
    } else if begins(b"PK\x03\x04") {
        packed(&mut file)
    } else if head.contains(&0) {
        ("other", "something that is not text")
    } else if starts("<svg") || starts("<?xml") && text.contains("<svg") {
        ("svg", "a picture (SVG)")
    } else if starts("<!DOCTYPE html") || starts("<html") {
        ("html", "a web page")
    } else if starts("{") || starts("[") && path.extension() == Some(OsStr::new("json")) {
        ("json", "JSON")
    } else {
        ("plain", "text of its own")
    })
}

/// What is packed, by the names of its parts, which stand at the end.
fn packed(file: &mut File) -> (&'static str, &'static str) {
    let mut tail = Vec::new();
    let size = file.seek(SeekFrom::End(0)).unwrap_or_default();
    let from = SeekFrom::Start(size.saturating_sub(END));
    drop(file.seek(from).and_then(|_| file.read_to_end(&mut tail)));
    let has = |name: &[u8]| tail.windows(name.len()).any(|part| part == name);
    if has(b"word/document.xml") {
        ("docx", "a Word document")
    } else if has(b"xl/workbook.xml") {
        ("xlsx", "a workbook")
    } else {
        ("other", "something packed")
    }
}
