//! CSV: the one table of a document, for spreadsheets.
//!
//! RFC 4180 with CRLF. A cell that a spreadsheet would calculate begins with an apostrophe that is
//! not part of the text: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, or
//! with apostrophes before one of these. Whoever reads the file back takes away one leading
//! apostrophe where what follows begins so ([`unguarded`]); every other text is as it is. Control
//! characters are written out as `\u{1b}`.

use std::borrow::Cow;
use std::io::Write;

use crate::model::visible;

use super::document::{Block, Document};
use super::{Format, ReportError};

pub(super) static FORMAT: Format = Format {
    name: "csv",
    endings: &["csv"],
    is_text: true,
    shows_pictures: false,
    write,
};

/// The characters at which a spreadsheet begins to calculate.
const TRIGGERS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text safe to stand in a cell of CSV: what a spreadsheet would calculate begins with an
/// apostrophe, and control characters are written out.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_run(text) {
        Cow::Owned(format!("'{}", visible(text)))
    } else {
        visible(text)
    }
}

/// The text that was guarded; control characters stay written out.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        // A tab was written out as spaces.
        Some(rest) if is_run(rest) || rest.starts_with("    ") || rest.starts_with("\\u{d}") => {
            rest
        }
        _ => cell,
    }
}

/// Whether a spreadsheet would calculate a text, or would where apostrophes before it are taken away.
fn is_run(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(TRIGGERS)
}

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut tables: Vec<_> = document
        .sections
        .iter_mut()
        .filter(|section| !section.is_proof())
        .flat_map(|section| &mut section.blocks)
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let [table] = &mut tables[..] else {
        return Err(ReportError::NotOneTable {
            n_tables: tables.len(),
        });
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let headings = table.columns.iter();
    writer
        .write_record(headings.map(|column| guarded(&column.heading).into_owned()))
        .map_err(of_csv)?;
    let columns = &table.columns;
    (table.rows)(&mut |row| {
        for (column, cell) in columns.iter().zip(row) {
            writer
                .write_field(guarded(cell.shown(column)).as_bytes())
                .map_err(of_csv)?;
        }
        writer.write_record(None::<&[u8]>).map_err(of_csv)
    })?;
    writer.flush()?;
    Ok(())
}

/// The fault of the output behind a fault of the writer, which has none of its own here.
fn of_csv(error: csv::Error) -> ReportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => std::io::Error::other(format!("{kind:?}")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back() {
        for text in [
            "=1+1", "'=1", "''@x", "-5", "'tis", "plain", "", "'", "+44 1245", "a=b",
        ] {
            assert_eq!(unguarded(&guarded(text)), text, "{text}");
            assert!(!guarded(text).starts_with(TRIGGERS), "{text}");
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'tis"), "'tis");
        assert_eq!(guarded("\t=1"), "'    =1");
        assert_eq!(guarded("\r=1"), "'\\u{d}=1");
        assert_eq!(unguarded("'\\u{d}=1"), "\\u{d}=1");
    }
}
