//! CSV: the one table of a document, for spreadsheets.
//!
//! RFC 4180 with CRLF. A cell that a spreadsheet would calculate begins with an apostrophe that is
//! not part of the text: one that begins with a line end or, after apostrophes and spaces, with `=`,
//! `+`, `-`, `@` or one of their full-width forms. Whoever reads the file back takes away one leading
//! apostrophe where what follows begins so ([`unguarded`]); every other text is as it is. What is not
//! seen (control characters, soft hyphens) is written out as `\u{1b}`.

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
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text safe to stand in a cell of CSV: what a spreadsheet would calculate begins with an
/// apostrophe, and what is not seen is written out.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if is_run(&shown) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

/// The text that was guarded; what is not seen stays written out.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_run(rest))
        .unwrap_or(cell)
}

/// Whether a spreadsheet would calculate a text, or would where what stands before it is taken away.
fn is_run(text: &str) -> bool {
    let is_before = |character: char| {
        character.is_whitespace() || matches!(character, '\'' | '\u{200c}' | '\u{200d}')
    };
    let after = text.trim_start_matches(is_before);
    text.starts_with(['\n', '\t']) || after.starts_with(TRIGGERS)
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
            "=1+1",
            "'=1",
            "''@x",
            "-5",
            "'tis",
            "plain",
            "",
            "'",
            "+44 1245",
            "a=b",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{a0}=1",
            "\n=1",
            "\nplain",
            "' =1",
            "  plain",
            "\u{3000}＝1",
        ] {
            assert_eq!(unguarded(&guarded(text)), text, "{text}");
            assert!(
                !is_run(guarded(text).trim_start_matches('\'')) || guarded(text).starts_with('\'')
            );
        }
        for (text, cell) in [
            ("\u{ad}=1", "\\u{ad}=1"),
            ("\u{180e}=1", "\\u{180e}=1"),
            ("\r=1", "\\u{d}=1"),
            ("＝1", "'＝1"),
            (" =1", "' =1"),
            ("\n=1", "'\n=1"),
            ("\nplain", "'\nplain"),
            ("  plain", "  plain"),
        ] {
            assert_eq!(guarded(text), cell);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'tis"), "'tis");
        assert_eq!(guarded("\t=1"), "'    =1");
    }
}
