//! Cells and rows as every format hands them over.

/// A cell that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The place of its column, from 0.
    pub column: u32,
    /// What it says; a date as `2026-03-31`, a number without what is not said.
    pub text: String,
    /// Whether it says so only as a part of merged cells whose first column is another.
    pub is_spread: bool,
}

/// A row with what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells, in the order of columns.
    pub cells: Vec<Cell>,
    /// How many cells it has, whether or not they say something; none where its file does not count them.
    pub width: u32,
    /// What separates them in a text.
    pub separator: char,
}

impl Row {
    /// What a column says in it.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// How many cells the rows of a table have: those of its headings, or what most of the rows below these have where that is
/// more, since a last column may have no heading.
pub(super) fn width(rows: &[Row], headings: &Row) -> u32 {
    const LEAST: usize = 3;
    let below = rows.iter().filter(|row| row.number > headings.number);
    let below: Vec<u32> = below.map(|row| row.width).collect();
    // Rows that are wider by more or less each are no table with such a column.
    let wider = below.iter().copied().filter(|n| *n > headings.width);
    let same = |n: u32| below.iter().filter(|width| **width == n).count();
    let usual = wider.max_by_key(|n| (same(*n), *n));
    let is_most = |n: u32| same(n) * 2 > below.len() && below.len() >= LEAST;
    match usual {
        Some(usual) if is_most(usual) && headings.width > 0 => usual,
        _ => headings.width,
    }
}

/// A sheet, without what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; none in CSV.
    pub name: String,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// The rows that are hidden, from 1.
    pub hidden_rows: Vec<u32>,
    /// The columns that are hidden, first and last, from 0.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Whether rows are hidden unless they say otherwise.
    pub hides_rows: bool,
    /// Cells with a formula that was never computed.
    pub uncomputed: Vec<String>,
    pub(super) merged: Vec<Merged>,
}

/// Cells that are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// The row, from 1, and the column, from 0, of the first.
    pub(super) first: (u32, u32),
    /// Those of the last.
    pub(super) last: (u32, u32),
}

/// The letters of a column: `A`, `Z`, `AA`.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().collect()
}

/// The address of a cell: `B7`.
pub(super) fn address(column: u32, row: u32) -> String {
    format!("{}{row}", letters(column))
}

/// Where a cell stands in its file: `Record!B7`.
pub fn place(sheet: &str, column: u32, row: u32) -> String {
    match sheet {
        "" => address(column, row),
        sheet => format!("{sheet}!{}", address(column, row)),
    }
}

/// The cells that an address such as `B2:C7` names.
pub(super) fn range(text: &str) -> Option<Merged> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some(Merged {
        first: parsed(first)?,
        last: parsed(last)?,
    })
}

/// The row, from 1, and the column, from 0, of an address.
fn parsed(address: &str) -> Option<(u32, u32)> {
    let address = address.trim_start_matches('$');
    let at = address.find(|one: char| !one.is_ascii_alphabetic())?;
    let (letters, row) = address.split_at(at);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    let row = row.trim_start_matches('$').parse().ok()?;
    Some((row, column.checked_sub(1)?))
}

/// A number as a person writes it.
pub(super) fn number(value: f64) -> String {
    // What a sheet shows has fifteen digits; more are only how it counts.
    let shown = format!("{value:.15e}").parse().unwrap_or(value);
    let short = format!("{shown:.10}");
    let short = short.trim_end_matches('0').trim_end_matches('.');
    if shown.abs() < 1e15 && (shown == 0.0 || shown.abs() > 1e-6) {
        short.to_owned()
    } else {
        format!("{shown}")
    }
}

/// A moment without a time that says nothing.
pub(super) fn moment(iso: &str) -> String {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let is_midnight = time.chars().all(|one| matches!(one, '0' | ':' | '.' | 'Z'));
    if is_midnight {
        day.to_owned()
    } else {
        format!("{day} {time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_a_spreadsheet() {
        for (column, row, text) in [(0, 1, "A1"), (25, 9, "Z9"), (26, 2, "AA2")] {
            assert_eq!(address(column, row), text);
            assert_eq!(parsed(text), Some((row, column)));
        }
        assert_eq!(address(16_383, 1_048_576), "XFD1048576");
        let found = range("$B$2:C7").unwrap();
        assert_eq!((found.first, found.last), ((2, 1), (7, 2)));
        for odd in ["", "7", "B", "B2:", "AAAAAAAAAAAAAA1"] {
            assert_eq!(range(odd), None, "{odd}");
        }
    }

    #[test]
    fn numbers_and_moments_are_as_people_write_them() {
        for (value, text) in [
            (3.0, "3"),
            (0.1 + 0.2, "0.3"),
            (-2.5, "-2.5"),
            (0.0, "0"),
            (123_456_789_012.0, "123456789012"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(moment("2026-03-31T00:00:00"), "2026-03-31");
        assert_eq!(moment("2026-03-31T09:30:00"), "2026-03-31 09:30:00");
        assert_eq!(moment("2026-03-31"), "2026-03-31");
    }
}
