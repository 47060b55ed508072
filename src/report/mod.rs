//! Reports: what the register says as a document, and the formats in which it is written.
//!
//! A layout or a sheet makes a [`Document`] of the records; a format turns any document into bytes.
//! The two know nothing of each other.
//!
//! A format is a file with its `FORMAT` and an entry in [`FORMATS`].

mod activity;
mod document;
mod docx;
mod dossier;
mod dpia;
mod entry;
mod fields;
mod html;
mod layouts;
mod markdown;
mod pdf;
mod shown;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use activity::activity;
pub use document::{Block, Cell, Column, Document, Fact, Figure, Rows, Section, Table, Take};
pub use dossier::{Dossier, Origin};
pub use dpia::dpia;
pub use markdown::escaped;

use crate::diagram::drawing::PngError;
use crate::store::StoreError;
use crate::typeset::PdfError;

/// One form of a document.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word for it after `--format`.
    pub name: &'static str,
    /// The endings of file names that mean it.
    pub endings: &'static [&'static str],
    /// What it is, as a phrase.
    pub about: &'static str,
    /// Whether it is text that may be shown on a terminal.
    pub is_text: bool,
    /// Writes a document.
    pub write: fn(&mut Document<'_>, &mut dyn Write) -> Result<(), ReportError>,
}

/// Every format, by name.
pub static FORMATS: &[&Format] = &[
    &docx::FORMAT,
    &html::FORMAT,
    &markdown::FORMAT,
    &pdf::FORMAT,
];

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The register could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("the report could not be written: {0}")]
    Write(#[from] io::Error),
    /// A drawing could not be made.
    #[error(transparent)]
    Picture(#[from] PngError),
    /// There is no PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl ReportError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Write(_) | Self::Picture(_) | Self::Pdf(_) => None,
        }
    }
}
