//! One file, or the text of one record, read beside a register that holds everything else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::Place;
use crate::model::{Date, Kind, Record, Reference, check_slug};
use crate::rules::Facts;

use super::files::Files;
use super::folder::{self, Load, SourceFile, file_of, unix_lines};
use super::layout;
use super::read::{ReadError, Reading, Seed, pass};

/// The register beside which a text is read.
pub struct Beside<'a> {
    /// Whether it holds a record.
    pub has: &'a dyn Fn(&Reference) -> bool,
    /// All that it holds, for suggestions: asked for only where something is wrong.
    pub facts: &'a dyn Fn() -> Facts,
}

/// Reads one file of a register: a catalogue by its name, or the activity that it is called after.
///
/// # Errors
/// It is called like no file of a register, or cannot be read at all.
pub fn read_file(path: &Path, on: Date, beside: &Beside<'_>) -> Result<Reading, ReadError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let catalogue = Kind::ALL
        .into_iter()
        .find(|kind| file_of(*kind) == Some(&*name));
    let id = name.strip_suffix(".toml").unwrap_or_default();
    let mut files = Files::default();
    match catalogue {
        Some(kind) => files.catalogues.push((kind, path.to_owned())),
        None if check_slug(id).is_ok() => files.activities.push((id.to_owned(), path.to_owned())),
        None => {
            return Err(ReadError::OtherName {
                path: path.to_owned(),
            });
        }
    }
    read_beside(&files, on, &folder::load, beside)
}

/// Reads the text of one record, as [`text_of`] writes it. Findings name it by a path.
///
/// # Errors
/// None that a text in memory could cause.
pub fn read_text(
    record: &Reference,
    text: &str,
    shown: &Path,
    on: Date,
    beside: &Beside<'_>,
) -> Result<Reading, ReadError> {
    let path = PathBuf::from(shown);
    let mut files = Files::default();
    match record.kind {
        Kind::Activity => files.activities.push((record.id.clone(), path)),
        kind => files.catalogues.push((kind, path)),
    }
    let text: Arc<str> = Arc::from(unix_lines(text));
    let load = |path: &Path| {
        Ok(Ok(SourceFile {
            path: Arc::from(path),
            text: Arc::clone(&text),
        }))
    };
    read_beside(&files, on, &load, beside)
}

/// The text of one record, as it stands in the file of its kind.
pub fn text_of(record: &Reference, document: &Record) -> String {
    let mut text = String::new();
    match record.kind {
        Kind::Activity => return layout::whole(record, document),
        Kind::Settings => layout::keyed(&mut text, record, "settings", document),
        _ => layout::keyed(&mut text, record, &record.id, document),
    }
    text
}

fn read_beside(
    files: &Files,
    on: Date,
    load: Load<'_>,
    beside: &Beside<'_>,
) -> Result<Reading, ReadError> {
    let seed = Seed {
        facts: Facts::default(),
        has: beside.has,
    };
    let (reading, _) = pass(files, on, &Facts::default(), load, seed)?;
    if reading.findings.is_empty() {
        return Ok(reading);
    }
    // What to do about a mistake may need a name of any record.
    let seed = Seed {
        facts: (beside.facts)(),
        has: beside.has,
    };
    let (mut reading, _) = pass(files, on, &(beside.facts)(), load, seed)?;
    // What is wrong elsewhere in the register is not asked here.
    reading.findings.retain(|finding| {
        finding
            .place
            .as_ref()
            .is_some_and(|place| matches!(place, Place::Text(_)))
    });
    Ok(reading)
}
