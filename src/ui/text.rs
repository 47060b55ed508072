//! A document as text, for a terminal or a pipe; and lines of text, wrapped.

use crate::model::Table;
use crate::report::{self, Block, Document, Fact, ReportError, Section};

use super::short::{self, Piece};
use super::wrap::hang;
pub use super::wrap::{WIDTH, hung, wrapped};
use super::{one_line, table};

/// What text is written on, and so how its tables look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    /// The width of the terminal; nothing where it is a pipe or a file.
    pub terminal: Option<usize>,
    /// Whether a table of few narrow columns has a line for each row where there is no terminal.
    pub has_lines: bool,
    /// Whether a terminal shows no more than a first screen, with what shows the rest.
    pub is_short: bool,
}

impl Page {
    /// Whether it shows no more than a first screen.
    pub fn is_screen(&self) -> bool {
        self.is_short && self.terminal.is_some()
    }
}

/// What stands before something, and so whether a line is left free.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Section,
    Heading,
    Other,
}

/// Writes a document as text. Who asked for it knows its title and with what it was asked, so that it
/// begins with what its first section says.
///
/// # Errors
/// The rows of a table cannot be handed over.
pub fn document(document: &mut Document<'_>, page: Page) -> Result<String, ReportError> {
    let mut pieces = Vec::new();
    let mut before = Before::Nothing;
    for section in &mut document.sections {
        if before != Before::Nothing {
            before = Before::Section;
            if section.heading != Section::SEARCHED {
                pieces.push(Piece::Fixed(format!("\n{}\n", one_line(&section.heading))));
                before = Before::Heading;
            }
        }
        for block in &mut section.blocks {
            let is_close = before == Before::Heading && matches!(block, Block::List(_));
            if before != Before::Nothing && !is_close {
                pieces.push(Piece::Fixed("\n".to_owned()));
            }
            pieces.extend(self::pieces(block, page)?);
            before = match block {
                Block::Heading(_) => Before::Heading,
                _ => Before::Other,
            };
        }
    }
    Ok(laid_out(&pieces, page))
}

/// Writes a table as text.
pub fn table(table: Table, page: Page) -> String {
    laid_out(&[Piece::Table(table)], page)
}

fn laid_out(pieces: &[Piece], page: Page) -> String {
    if let Some(width) = page.terminal.filter(|_| page.is_screen()) {
        return short::screen(pieces, width);
    }
    let n_bytes = pieces.iter().map(|piece| match piece {
        Piece::Fixed(text) => text.len(),
        Piece::Items(items) => items.iter().map(String::len).sum(),
        Piece::Table(_) => 0,
    });
    let mut whole = String::with_capacity(n_bytes.sum());
    for piece in pieces {
        match (piece, page.terminal) {
            (Piece::Fixed(text), _) => whole.push_str(text),
            (Piece::Items(items), _) => whole.extend(items.iter().map(String::as_str)),
            (Piece::Table(shown), Some(width)) => whole.push_str(&table::drawn(shown, width)),
            (Piece::Table(shown), None) if page.has_lines && is_narrow(shown) => {
                whole.push_str(&table::aligned(shown));
            }
            (Piece::Table(shown), None) => whole.push_str(&table::plain(shown)),
        }
    }
    whole
}

fn pieces(block: &mut Block<'_>, page: Page) -> Result<Vec<Piece>, ReportError> {
    let width = page.terminal.unwrap_or(WIDTH);
    let list =
        |items: &[String]| Piece::Items(items.iter().map(|item| list(item, width)).collect());
    Ok(vec![match block {
        Block::Heading(words) | Block::Words(words) | Block::Blank(words) => Piece::Fixed(
            words
                .lines()
                .map(|line| wrapped(line, width, 0) + "\n")
                .collect(),
        ),
        Block::List(items) => list(items),
        Block::Facts(facts) => {
            let lines = facts.iter().map(|Fact { label, cell, .. }| {
                hung(&format!("{label}: {}", cell.said()), width, 0) + "\n"
            });
            Piece::Items(lines.collect())
        }
        Block::Figure(figure) => {
            let caption = Piece::Fixed(wrapped(&figure.caption, width, 0) + "\n");
            return Ok(vec![caption, list(&figure.words)]);
        }
        Block::Table(shown) => Piece::Table(texts(shown)?),
    }])
}

/// A point of a list; its further lines stand below it.
fn list(item: &str, width: usize) -> String {
    let mut lines = item.lines();
    let mut text = String::with_capacity(item.len() + item.len() / 16 + 4);
    let first = format!("- {}", lines.next().unwrap_or_default());
    hang(&mut text, &first, width, 0);
    for line in lines {
        hang(&mut text, line, width, 2);
    }
    text
}

/// The texts of a table.
fn texts(table: &mut report::Table<'_>) -> Result<Table, ReportError> {
    let columns = &table.columns;
    let headings = columns.iter().map(|column| column.heading.clone().into());
    let mut texts = Table {
        columns: headings.collect(),
        rows: Vec::new(),
    };
    (table.rows)(&mut |row| {
        let cells = row.iter().zip(columns);
        let cells = cells.map(|(cell, column)| cell.shown(column).to_owned());
        texts.rows.push(cells.collect());
        Ok(())
    })?;
    Ok(texts)
}

/// Whether every row of a table fits a line where no terminal says how wide that is.
fn is_narrow(shown: &Table) -> bool {
    let widths = (0..shown.columns.len()).map(|place| {
        let cells = shown.rows.iter().map(|row| row[place].chars().count());
        let heading = shown.columns[place].chars().count();
        cells.chain([heading]).max().unwrap_or_default()
    });
    widths.sum::<usize>() + 2 * shown.columns.len() <= WIDTH
}
