//! Whether a file that was exported is still what the register says: read back under our own limits
//! and compared, cell by cell, with the same export made again.

mod csv;
mod json;
mod odd;
mod workbook;

use std::collections::BTreeMap;

use crate::import::sheet::Unfit;
pub use crate::import::sheet::{LARGEST, ReadSeek};
use crate::model::one_line;
use crate::text::in_words;

use super::proof::Proof;

/// A format that is read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadBack {
    /// A workbook, with its proof on a sheet.
    Workbook,
    /// JSON, with its proof in it; or the proof beside another file.
    Json,
    /// CSV, whose proof is in a file of its own.
    Csv,
}

impl ReadBack {
    /// The format of a name, if it is read back.
    pub fn of(format: &str) -> Option<Self> {
        Some(match format {
            "xlsx" => Self::Workbook,
            "json" => Self::Json,
            "csv" => Self::Csv,
            _ => return None,
        })
    }

    /// Reads what the proof in a file states.
    ///
    /// # Errors
    /// It has none, or cannot be read.
    pub fn stated(self, file: &mut dyn ReadSeek) -> Result<Stated, NotAnExport> {
        match self {
            Self::Workbook => workbook::read(file),
            Self::Json => json::read(file),
            Self::Csv => Err(NotAnExport::Unproved),
        }
    }

    /// Compares a file with the same made again; who made it and how it looks are left out.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn compare(
        self,
        file: &mut dyn ReadSeek,
        again: &mut dyn ReadSeek,
    ) -> Result<Compared, NotAnExport> {
        match self {
            Self::Workbook => workbook::compare(file, again),
            Self::Json => json::compare(file, again),
            Self::Csv => csv::compare(file, again),
        }
    }
}

/// What a proof states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    facts: BTreeMap<String, String>,
    /// The files that were written with it, each with its hash.
    pub files: Vec<(String, String)>,
}

impl Stated {
    /// A fact by its label.
    pub fn fact(&self, label: &str) -> Option<String> {
        self.facts.get(&key(label)).cloned()
    }

    /// Whether the facts are those of an export.
    pub fn is_proof(&self) -> bool {
        [Proof::REGISTER_HASH, Proof::AS_AT]
            .iter()
            .all(|label| self.fact(label).is_some())
    }

    /// Keeps a fact; the first of a label counts.
    fn keep(&mut self, label: &str, value: String) {
        self.facts.entry(key(label)).or_insert(value);
    }
}

/// A label as it is in all formats.
fn key(label: &str) -> String {
    label.to_lowercase().replace(' ', "_")
}

/// What comparing found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many cells or values were compared.
    pub n_compared: u64,
    /// The first differences, in the order of the file.
    pub differences: Vec<String>,
}

impl Compared {
    /// How many differences are named.
    pub const MOST: usize = 5;

    /// Whether enough differences are known.
    fn is_full(&self) -> bool {
        self.differences.len() >= Self::MOST
    }

    fn differs(&mut self, place: &str, file: &str, register: &str) {
        let same = file
            .chars()
            .zip(register.chars())
            .take_while(|(one, other)| one == other)
            .count();
        self.differences.push(format!(
            "{}: the file says {}, the register {}",
            one_line(place),
            short(file, same),
            short(register, same)
        ));
    }
}

/// What a text says about where it begins to differ, short enough for a line.
fn short(text: &str, n_same: usize) -> String {
    const BEFORE: usize = 20;
    const SHOWN: usize = 60;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let skipped = n_same.saturating_sub(BEFORE);
    let mut rest = text.chars().skip(skipped);
    let part: String = rest.by_ref().take(SHOWN).collect();
    let before = if skipped > 0 { "…" } else { "" };
    let after = if rest.next().is_some() { "…" } else { "" };
    format!("`{before}{}{after}`", one_line(&part))
}

/// Why a file is not an export that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotAnExport {
    /// It cannot be read as what its name says.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Its name does not end as one of the formats that are read back.
    #[error(
        "only workbooks (.xlsx), JSON files (.json) and CSV with its proof (.csv) are read back"
    )]
    OtherFormat,
    /// What it is compared with could not be kept meanwhile.
    #[error("what it is compared with could not be written to the folder for temporary files: {}", in_words(.0))]
    Temporary(std::io::Error),
    /// It can be read in two ways.
    #[error("a part of it is there twice, and programs differ in which they show: {0}")]
    Twice(String),
    /// It is larger than what is read.
    #[error("it is larger than this program reads: {0}")]
    TooLarge(String),
    /// It has no proof in it.
    #[error(
        "it has no proof in it: `ropa export article30` did not write it, or the proof was taken out"
    )]
    Unproved,
}

impl From<Unfit> for NotAnExport {
    fn from(why: Unfit) -> Self {
        match why {
            Unfit::Unreadable(why) => Self::Unreadable(why),
            Unfit::Twice(what) => Self::Twice(what),
            Unfit::TooLarge(what) => Self::TooLarge(what),
        }
    }
}
