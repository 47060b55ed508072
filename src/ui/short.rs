//! The first screen of an answer: every piece of it gets its share of the lines there are, and what is
//! not shown is counted, with what shows it.

use textwrap::core::display_width;

use crate::model::{Table, in_a_line};
use crate::report::Document;

use super::table::by_row;
use super::wrap::{hung, wrapped};

/// The most lines of a first screen.
pub const LINES: usize = 50;

/// Below so many columns a table becomes paragraphs.
const NARROW: usize = 60;

/// The most lines of a cell.
const CELL: usize = 2;

/// What stands between two columns.
const BETWEEN: usize = 2;

/// The widest that a column asks to be where columns have to be left out.
const WIDE: usize = 20;

/// A piece of an answer.
pub(super) enum Piece {
    /// What is always shown.
    Fixed(String),
    /// A table, of which the first rows may do.
    Table(Table),
    /// Points of a list, or facts, of which the first may do.
    Items(Vec<String>),
}

/// Puts the pieces on a screen of a width.
pub(super) fn screen(pieces: &[Piece], width: usize) -> String {
    let pieces: Vec<Shown<'_>> = pieces.iter().map(|piece| Shown::of(piece, width)).collect();
    let needs: Vec<usize> = pieces.iter().map(|piece| piece.needs(width)).collect();
    let is_fixed = |at: &usize| matches!(pieces[*at], Shown::Fixed(_));
    let n_fixed: usize = (0..needs.len()).filter(is_fixed).map(|at| needs[at]).sum();
    // A line is left for what is typed next.
    let mut left = (LINES - 1).saturating_sub(n_fixed);
    let mut shares = needs.clone();
    let mut elastic: Vec<usize> = (0..needs.len()).filter(|at| !is_fixed(at)).collect();
    elastic.sort_by_key(|at| needs[*at]);
    for (done, at) in elastic.iter().enumerate() {
        let share = left / (elastic.len() - done);
        shares[*at] = needs[*at].min(share);
        left -= shares[*at];
    }
    let text: String = pieces
        .iter()
        .zip(shares)
        .map(|(piece, share)| piece.within(share, width))
        .collect();
    let n_lines = text.lines().count();
    if n_lines < LINES {
        return text;
    }
    let kept = LINES - 2;
    let lines: String = text
        .lines()
        .take(kept)
        .flat_map(|line| [line, "\n"])
        .collect();
    format!("{lines}and {} more lines: `--all`\n", n_lines - kept)
}

/// A piece as it is laid out.
enum Shown<'p> {
    Fixed(&'p str),
    Table(&'p Table),
    /// Points or paragraphs, with what one is called.
    Items(Vec<String>, &'static str),
}

impl<'p> Shown<'p> {
    fn of(piece: &'p Piece, width: usize) -> Self {
        match piece {
            Piece::Fixed(text) => Self::Fixed(text),
            Piece::Items(items) => Self::Items(items.clone(), ""),
            Piece::Table(table) if width < NARROW => {
                let rows = by_row(table).map(|row| {
                    let lines = row.lines().map(|line| {
                        let text = line.trim_start();
                        hung(text, width, line.len() - text.len()) + "\n"
                    });
                    lines.collect()
                });
                Self::Items(rows.collect(), " rows")
            }
            Piece::Table(table) => Self::Table(table),
        }
    }

    /// How many lines it takes to show as much of it as is ever shown.
    fn needs(&self, width: usize) -> usize {
        self.within(usize::MAX, width).lines().count()
    }

    /// As much of it as so many lines hold.
    fn within(&self, lines: usize, width: usize) -> String {
        match self {
            Self::Fixed(text) => (*text).to_owned(),
            Self::Table(table) => table_within(table, lines, width),
            Self::Items(items, called) => {
                let heights: Vec<usize> = items.iter().map(|item| item.lines().count()).collect();
                let n_shown = fitting(&heights, lines, items.len());
                let text: String = items[..n_shown].concat();
                match items.len() - n_shown {
                    0 => text,
                    n_all if n_shown == 0 => format!("{n_all}{called}, shown by `--all`\n"),
                    n_more => format!("{text}and {n_more} more{called}: `--all`\n"),
                }
            }
        }
    }
}

/// How many of these fit into so many lines, with a line for how many more there are.
fn fitting(heights: &[usize], lines: usize, n_all: usize) -> usize {
    let whole: usize = heights.iter().sum();
    if whole <= lines && heights.len() == n_all {
        return n_all;
    }
    let mut left = lines.saturating_sub(1);
    let fits = |height: &&usize| {
        let fits = **height <= left;
        left = left.saturating_sub(**height);
        fits
    };
    heights.iter().take_while(fits).count()
}

/// A table in so many lines: its first rows, in the columns for which there is room, each cell in a
/// few lines; and what is not shown of it.
fn table_within(table: &Table, lines: usize, width: usize) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let first = &table.rows[..table.rows.len().min(Document::FIRST_ROWS)];
    let columns = Columns::of(table, first, width);
    let heading: Vec<&str> = columns.shown(|at| table.columns[at].as_ref());
    let (heading, _) = columns.row(&heading);
    let mut is_cut = false;
    let rows: Vec<String> = first
        .iter()
        .map(|row| {
            let (text, is_row_cut) = columns.row(&columns.shown(|at| row[at].as_str()));
            is_cut |= is_row_cut;
            text
        })
        .collect();
    let heights: Vec<usize> = rows.iter().map(|row| row.lines().count()).collect();
    let n_head = heading.lines().count() + 1;
    let hidden: Vec<&str> = columns
        .hidden
        .iter()
        .map(|at| table.columns[*at].as_ref())
        .collect();
    let said = |n_shown: usize| {
        let mut missing = Vec::new();
        match table.rows.len() - n_shown {
            0 => {}
            1 => missing.push("1 row".to_owned()),
            n_more => missing.push(format!("{n_more} rows")),
        }
        match hidden.as_slice() {
            [] => {}
            [one] => missing.push(format!("the column {one}")),
            several => missing.push(format!("the columns {}", several.join(", "))),
        }
        if is_cut {
            missing.push("what `…` cuts off".to_owned());
        }
        if missing.is_empty() {
            return String::new();
        }
        let said = format!("Not shown: {}. All of it: `--all`", missing.join("; "));
        wrapped(&said, width, 0) + "\n"
    };
    let n_foot = said(first.len().saturating_sub(1)).lines().count().max(1);
    let n_left = lines.saturating_sub(n_head + n_foot - 1);
    let n_shown = fitting(&heights, n_left, table.rows.len());
    let rule = "─".repeat(columns.width());
    format!(
        "{heading}{rule}\n{}{}",
        rows[..n_shown].concat(),
        said(n_shown)
    )
}

/// The columns for which there is room.
struct Columns {
    /// Each with its place and its width.
    widths: Vec<(usize, usize)>,
    /// The places of the others.
    hidden: Vec<usize>,
}

impl Columns {
    /// Those columns of a table, from the first, that have room on a line of a width.
    fn of(table: &Table, rows: &[Vec<String>], width: usize) -> Self {
        let wants: Vec<[usize; 2]> = (0..table.columns.len())
            .map(|at| {
                let cells = rows.iter().map(|row| row[at].as_str());
                wanted(cells.chain([table.columns[at].as_ref()]))
            })
            .collect();
        let takes = |n: usize, most: usize| -> usize {
            let widths = wants[..n]
                .iter()
                .map(|[least, _]| (*least).min(most) + BETWEEN);
            widths.sum::<usize>().saturating_sub(BETWEEN)
        };
        let n_whole = wants.len();
        // All of them where what they say fits; else the first that fit well.
        let (n_shown, most) = match takes(n_whole, usize::MAX) <= width {
            true => (n_whole, usize::MAX),
            false => {
                let fitting = (1..=n_whole).rev().find(|n| takes(*n, WIDE) <= width);
                (fitting.unwrap_or(1), WIDE)
            }
        };
        let mut left = width.saturating_sub(takes(n_shown, most));
        let shown = &wants[..n_shown];
        let widths = shown.iter().map(|[least, _]| (*least).min(most).min(width));
        let mut widths: Vec<(usize, usize)> = widths.enumerate().collect();
        // What is over goes first to columns of which something would be cut.
        for want in [0, 1] {
            for ((_, width), wants) in widths.iter_mut().zip(shown) {
                let more = wants[want].saturating_sub(*width).min(left);
                *width += more;
                left -= more;
            }
        }
        Self {
            widths,
            hidden: (n_shown..n_whole).collect(),
        }
    }

    /// What the columns show of a row.
    fn shown<'t>(&self, cell: impl Fn(usize) -> &'t str) -> Vec<&'t str> {
        self.widths.iter().map(|(at, _)| cell(*at)).collect()
    }

    /// How wide they are together.
    fn width(&self) -> usize {
        let widths = self.widths.iter().map(|(_, width)| width + BETWEEN);
        widths.sum::<usize>().saturating_sub(BETWEEN)
    }

    /// A row in its lines, and whether a cell of it is cut.
    fn row(&self, cells: &[&str]) -> (String, bool) {
        let mut is_cut = false;
        let cells: Vec<Vec<String>> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, (_, width))| {
                let mut lines = laid(cell, *width);
                if lines.len() > CELL {
                    is_cut = true;
                    lines.truncate(CELL);
                    if let Some(last) = lines.last_mut() {
                        while display_width(last) + 1 > *width {
                            last.pop();
                        }
                        last.push('…');
                    }
                }
                lines
            })
            .collect();
        let n_lines = cells.iter().map(Vec::len).max().unwrap_or_default();
        let mut text = String::new();
        for line in 0..n_lines.max(1) {
            let mut whole = String::new();
            for (cell, (_, width)) in cells.iter().zip(&self.widths) {
                let said = cell.get(line).map_or("", String::as_str);
                let space = (width + BETWEEN).saturating_sub(display_width(said));
                whole.push_str(said);
                whole.push_str(&" ".repeat(space));
            }
            text.push_str(whole.trim_end());
            text.push('\n');
        }
        (text, is_cut)
    }
}

/// The lines of a cell.
fn laid(cell: &str, width: usize) -> Vec<String> {
    let options =
        textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    let cell = in_a_line(cell);
    let lines = textwrap::wrap(&cell, options);
    lines
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// The width at which every cell of a column takes few lines, and the one at which each takes one.
fn wanted<'c>(cells: impl Iterator<Item = &'c str>) -> [usize; 2] {
    let mut wanted = [1, 1];
    for cell in cells {
        let cell = in_a_line(cell);
        let whole = display_width(&cell);
        let word = cell.split_whitespace().map(display_width).max();
        let mut least = whole.div_ceil(CELL).max(word.unwrap_or_default());
        while least < whole && laid(&cell, least).len() > CELL {
            least += 1;
        }
        wanted = [wanted[0].max(least), wanted[1].max(whole)];
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(n_rows: usize) -> Table {
        let mut table = Table::new(&["name", "note"]);
        for number in 1..=n_rows {
            table.push([format!("Party {number}"), "recorded".to_owned()]);
        }
        table
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let text = screen(&[Piece::Table(table(20))], 80);
        assert_eq!(text.lines().count(), 22);
        assert!(!text.contains("Not shown"), "{text}");
        let items = (0..40).map(|number| format!("- {number}\n")).collect();
        assert_eq!(screen(&[Piece::Items(items)], 80).lines().count(), 40);
    }

    #[test]
    fn rows_and_points_that_are_not_shown_are_counted() {
        let text = screen(&[Piece::Table(table(63))], 80);
        assert!(
            text.ends_with("Not shown: 43 rows. All of it: `--all`\n"),
            "{text}"
        );
        let items = (0..400).map(|number| format!("- {number}\n")).collect();
        let text = screen(
            &[Piece::Fixed("Some.\n".to_owned()), Piece::Items(items)],
            80,
        );
        assert!(text.ends_with("- 46\nand 353 more: `--all`\n"), "{text}");
        assert_eq!(text.lines().count(), LINES - 1);
    }

    #[test]
    fn columns_and_ends_that_are_not_shown_are_named() {
        let mut table = Table::new(&["name", "what", "why", "where", "when"]);
        table.push([
            "word ".repeat(30),
            "one".to_owned(),
            "word ".repeat(12),
            "three".repeat(4),
            "four".repeat(5),
        ]);
        let text = screen(&[Piece::Table(table)], 60);
        assert!(text.contains('…'), "{text}");
        let end = "Not shown: the columns where, when; what `…` cuts off. All\nof it: `--all`\n";
        assert!(text.ends_with(end), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 60),
            "{text}"
        );
    }

    #[test]
    fn several_pieces_share_the_screen_and_none_is_left_out_uncounted() {
        let pieces = [
            Piece::Table(table(100)),
            Piece::Items((0..90).map(|number| format!("- {number}\n")).collect()),
            Piece::Items(vec!["- one\n".to_owned()]),
        ];
        let text = screen(&pieces, 80);
        assert!(text.lines().count() < LINES, "{text}");
        assert!(
            text.contains("Not shown: 80 rows") && text.ends_with("- one\n"),
            "{text}"
        );
        assert!(text.contains(" more: `--all`"), "{text}");
    }

    #[test]
    fn what_cannot_be_shared_out_is_cut_and_counted() {
        let text = "line\n".repeat(120);
        let text = screen(&[Piece::Fixed(text)], 80);
        assert_eq!(text.lines().count(), LINES - 1);
        assert!(text.ends_with("and 72 more lines: `--all`\n"), "{text}");
    }

    #[test]
    fn a_narrow_terminal_has_a_paragraph_for_each_row() {
        let text = screen(&[Piece::Table(table(30))], 40);
        assert!(text.starts_with("Party 1\n  note: recorded\n"), "{text}");
        assert!(text.ends_with("and 6 more rows: `--all`\n"), "{text}");
    }
}
