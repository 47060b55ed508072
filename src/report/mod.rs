//! Reports: what the register says as a document, and the formats in which it is written.
//!
//! A layout or a sheet makes a [`Document`] of the records; a format turns any document into bytes.
//! The two know nothing of each other.
//!
//! A format is a file with its `FORMAT` and an entry in [`FORMATS`].

mod activity;
mod article30;
mod asked;
mod blocks;
mod csv;
mod document;
mod docx;
mod dossier;
mod dpia;
mod entry;
mod feeds;
mod full;
mod glance;
mod html;
mod in_cells;
mod json;
mod layouts;
mod markdown;
mod notice;
mod organisation;
mod paper;
mod pdf;
mod pictures;
mod proof;
#[cfg(test)]
mod sample;
mod sheet_names;
mod shown;
mod side;
mod steps;
mod subjects;
#[cfg(test)]
mod tests;
mod verify;
mod work;
mod xlsx;

use std::io::{self, Write};

pub use activity::activity;
pub use article30::{Export, article30};
pub use asked::{Asked, Per, Progress, STATUSES};
pub use document::{Block, Cell, Column, Document, Fact, Figure, Rows, Section, Table, Take};
pub use docx::forms::write_word_forms;
pub use dossier::{Dossier, Origin};
pub use dpia::{Screening, dpia, dpia_screening};
pub use feeds::feeds;
pub use full::{Back, Fault, back};
pub use in_cells::in_cells;
pub use markdown::escaped;
pub use notice::{NoNotice, Template, notice, notice_gaps, notice_statements, own_notice};
pub use paper::paper;
pub use xlsx::forms::write_forms;

pub use glance::{Glance, Seen};
pub use layouts::{LAYOUTS, Layout, layout};
pub use proof::{ColumnCounts, Counts, Proof, TableCounts, Tally};
pub use verify::{Compared, LARGEST, NotAnExport, ReadBack, ReadSeek, Stated};
pub use work::{By, Work};

use crate::diagram::PngError;
use crate::store::StoreError;
use crate::text::in_words;
use crate::typeset::PdfError;

/// One form of a document.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word for it after `--format`.
    pub name: &'static str,
    /// The endings of file names that mean it.
    pub endings: &'static [&'static str],
    /// Whether it is text that may be shown on a terminal.
    pub is_text: bool,
    /// Whether it shows drawings, and not their words alone.
    pub shows_pictures: bool,
    /// Writes a document.
    pub write: fn(&mut Document<'_>, &mut dyn Write) -> Result<(), ReportError>,
}

impl Format {
    /// Whether it is nothing but a table, so that the proof has to stand beside it.
    pub fn is_bare(&self) -> bool {
        self.name == csv::FORMAT.name
    }

    /// Whether it is rows for a program or a spreadsheet, and no pages to read.
    pub fn is_of_rows(&self) -> bool {
        let rows = [&csv::FORMAT, &json::FORMAT, &xlsx::FORMAT];
        rows.iter().any(|format| format.name == self.name)
    }
}

/// Every format, by name.
pub static FORMATS: &[&Format] = &[
    &csv::FORMAT,
    &docx::FORMAT,
    &html::FORMAT,
    &json::FORMAT,
    &markdown::FORMAT,
    &pdf::FORMAT,
    &xlsx::FORMAT,
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// The format that the ending of a file's name means.
pub fn format_of_ending(ending: &str) -> Option<&'static Format> {
    let ending = ending.to_lowercase();
    let mut formats = FORMATS.iter().copied();
    formats.find(|format| format.endings.contains(&&*ending))
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The register could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("the report could not be written: {0}")]
    Write(#[from] io::Error),
    /// What is needed meanwhile could not be written.
    #[error("the folder for temporary files could not be written: {}", in_words(.0))]
    Temporary(io::Error),
    /// A drawing could not be made.
    #[error(transparent)]
    Picture(#[from] PngError),
    /// The format holds one table, and the document has another number of them.
    #[error("the document has {n_tables} tables, and this format holds one")]
    NotOneTable {
        /// How many it has.
        n_tables: usize,
    },
    /// A sheet cannot hold all rows.
    #[error("a sheet holds at most {most} rows, and there are more")]
    TooManyRows {
        /// How many it holds.
        most: u32,
    },
    /// There is no PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl ReportError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::NotOneTable { .. } => Some(
                "write it as a workbook (.xlsx) or as JSON, or choose another layout".to_owned(),
            ),
            Self::TooManyRows { .. } => {
                Some("narrow it down (an export with `--function`), or write CSV".to_owned())
            }
            Self::Write(_) => Some("check that the disk has room".to_owned()),
            Self::Temporary(_) => {
                Some("make room there, or set TMPDIR to another folder".to_owned())
            }
            Self::Picture(_) | Self::Pdf(_) => None,
        }
    }
}
