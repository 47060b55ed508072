//! Whether a file that was exported is still what the register says: read back under our own limits
//! and compared, cell by cell, with the same export made again.

mod json;
mod workbook;

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use crate::model::one_line;

use super::proof::Proof;

pub use json::{compare_json, read_json};
pub use workbook::{compare_workbooks, read_workbook};

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// What can be read and gone back in.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The facts of a proof as a file states them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated(BTreeMap<String, String>);

impl Stated {
    /// A fact by its label.
    pub fn fact(&self, label: &str) -> Option<String> {
        self.0.get(label).cloned()
    }

    /// Keeps a fact; the first of a label counts.
    fn keep(&mut self, label: String, value: String) {
        self.0.entry(label).or_insert(value);
    }

    /// The facts, if they are those of an export.
    fn or_unproved(self) -> Result<Self, NotAnExport> {
        let is_proof =
            self.0.contains_key(Proof::REGISTER_HASH) && self.0.contains_key(Proof::AS_AT);
        is_proof.then_some(self).ok_or(NotAnExport::Unproved)
    }
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
        self.differences.push(format!(
            "{}: the file says {}, the register {}",
            one_line(place),
            short(file),
            short(register)
        ));
    }
}

/// A text short enough for a line.
fn short(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let line = one_line(text);
    if line.chars().count() <= SHOWN {
        return format!("`{line}`");
    }
    let begin: String = line.chars().take(SHOWN).collect();
    format!("`{begin}…`")
}

/// Why a file is not an export that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotAnExport {
    /// It cannot be read as what its name says.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is larger than what is read.
    #[error("it is larger than this program reads: {0}")]
    TooLarge(String),
    /// It has no proof in it.
    #[error(
        "it has no proof in it: `ropa export article30` did not write it, or the proof was taken out"
    )]
    Unproved,
}
