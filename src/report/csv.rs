//! CSV: the one table of a document, for spreadsheets.
//!
//! RFC 4180 with CRLF. A cell that a spreadsheet would calculate begins with an apostrophe that is
//! not part of the text: one that begins with a line end or, after apostrophes and spaces, with `=`,
//! `+`, `-`, `@` or one of their full-width forms. Whoever reads the file back takes away one leading
//! apostrophe where what follows begins so ([`crate::model::unguarded`]); every other text is as it is.
//! What is not seen (control characters, soft hyphens) is written out as `\u{1b}`.

use std::io::Write;

use crate::model::guarded;

use super::document::{Block, Document};
use super::{Format, ReportError};

pub(super) static FORMAT: Format = Format {
    name: "csv",
    endings: &["csv"],
    is_text: true,
    shows_pictures: false,
    write,
};

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
