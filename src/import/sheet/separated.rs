//! CSV: text of rows, whatever separates its cells.

use super::cells::{Cell, Row};

/// What can separate cells, the usual one first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at to find out what does.
const LOOKED_AT: usize = 20;

/// No cell of a spreadsheet holds more characters; a text that is longer has a quotation mark that nothing closes.
const LONGEST: usize = 1 << 18;

/// What separates the cells of a text, and where its rows begin.
pub(super) fn separator(text: &str) -> (u8, usize) {
    // As Excel writes it where the reader should know.
    let first = text.lines().next().unwrap_or_default();
    if let Some([one]) = first.to_lowercase().strip_prefix("sep=").map(str::as_bytes) {
        return (*one, (first.len() + 1).min(text.len()));
    }
    let wide = |separator: &u8| {
        let widths: Vec<usize> = records(text, *separator)
            .records()
            .take(LOOKED_AT)
            .filter_map(Result::ok)
            .map(|record| record.len())
            .filter(|width| *width > 1)
            .collect();
        let same = |width: usize| widths.iter().filter(|other| **other == width).count();
        let most = widths.iter().copied().max_by_key(|width| same(*width));
        most.map_or((0, 0), |width| (same(width), width))
    };
    let mut best = (SEPARATORS[0], (0, 0));
    for separator in SEPARATORS {
        let found = wide(&separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    (best.0, 0)
}

/// Hands rows over, for as long as they are wanted. What is wrong is given with the number of its row.
pub(super) fn each<E>(
    text: &str,
    (separator, begin): (u8, usize),
    take: &mut dyn FnMut(Row) -> Result<bool, E>,
    wrong: impl Fn(u32, &str) -> E,
) -> Result<(), E> {
    let text = &text[begin..];
    let mut reader = records(text, separator);
    let mut record = csv::StringRecord::new();
    // A line without anything is a row of a spreadsheet too, which the reader passes over.
    let (mut number, mut next_line) = (u32::from(begin > 0), 1);
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err(wrong(number + 1, &error.to_string())),
        }
        let inside: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let end = reader.position().line();
        let line = end.saturating_sub(1 + inside as u64).max(next_line);
        let n_passed = u32::try_from(line - next_line).unwrap_or_default();
        number = number.saturating_add(1).saturating_add(n_passed);
        next_line = end;
        if record.iter().any(|field| field.len() > LONGEST) {
            return Err(wrong(
                number,
                "a text in it is longer than any cell: a quotation mark may not be closed",
            ));
        }
        let cells = (0..).zip(record.iter());
        let cells = cells
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| Cell {
                column,
                text: crate::model::unguarded(text).to_owned(),
                is_spread: false,
            });
        let row = Row {
            number,
            cells: cells.collect(),
            width: u32::try_from(record.len()).unwrap_or(u32::MAX),
            separator: char::from(separator),
        };
        if !row.cells.is_empty() && !take(row)? {
            return Ok(());
        }
    }
}

fn records(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> String {
        let mut found = Vec::new();
        let mut take = |row: Row| {
            let cells = row.cells.iter().map(|cell| {
                let address = super::super::cells::address(cell.column, row.number);
                format!("{address}={}", cell.text)
            });
            found.push(cells.collect::<Vec<_>>().join(" "));
            Ok::<bool, String>(true)
        };
        each(text, separator(text), &mut take, |row, why| {
            format!("{row}: {why}")
        })
        .unwrap();
        found.join(" | ")
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_gives_them() {
        assert_eq!(
            rows("a,b\n\n\"c\nd\",\ne,f\n"),
            "A1=a B1=b | A3=c\nd | A4=e B4=f"
        );
    }

    #[test]
    fn what_separates_cells_is_found() {
        assert_eq!(
            rows("a;b;c, d\n1;2;3\n"),
            "A1=a B1=b C1=c, d | A2=1 B2=2 C2=3"
        );
        assert_eq!(rows("a\tb\n1, 2\t3\n"), "A1=a B1=b | A2=1, 2 B2=3");
        assert_eq!(rows("sep=;\na;b\n"), "A2=a B2=b");
        assert_eq!(rows("one\ntwo\n"), "A1=one | A2=two");
        assert_eq!(rows("'=a,'b\n"), "A1==a B1='b");
    }

    #[test]
    fn a_quotation_mark_that_nothing_closes_is_found() {
        let text = format!("a,b\nc,\"{}", "x\n".repeat(LONGEST));
        let mut take = |_: Row| Ok::<bool, String>(true);
        let wrong = |row: u32, _: &str| row.to_string();
        assert_eq!(
            each(&text, (b',', 0), &mut take, wrong),
            Err("2".to_owned())
        );
    }
}
