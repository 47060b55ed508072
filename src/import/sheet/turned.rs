//! Tables on their side: forms whose questions stand below one another, with what each service answers beside them.

use std::collections::BTreeMap;

use super::cells::{Cell, Row, Sheet};
use super::headed::Headed;
use super::map::Map;

/// How many of its questions are known at least.
const LEAST: usize = 4;

/// The rows of a sheet as its columns.
pub(super) fn turned(rows: &[Row]) -> Vec<Row> {
    let mut columns: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    for row in rows {
        for cell in &row.cells {
            columns.entry(cell.column).or_default().push(Cell {
                column: row.number.saturating_sub(1),
                // A question over several columns is one, and so is what is answered to it.
                ..cell.clone()
            });
        }
    }
    let rows = columns.into_iter().map(|(column, cells)| Row {
        number: column + 1,
        cells,
    });
    rows.collect()
}

/// Where in the sheet a cell of a table stands: the column, from 0, and the row, from 1.
pub(super) fn in_sheet(is_turned: bool, column: u32, row: u32) -> (u32, u32) {
    match is_turned {
        true => (row.saturating_sub(1), column + 1),
        false => (column, row),
    }
}

/// The form of a sheet, if it is one: most of the questions that stand below one another are known. Without a name of its
/// own, it is that of the service.
pub(super) fn form(usual: &Map, sheet: &Sheet, rows: &[Row]) -> Option<Headed> {
    let mut headed = Headed::of(usual, sheet, &turned(rows), false)?;
    if headed.n_known() < LEAST || !headed.is_of_a_service() {
        return None;
    }
    headed.is_turned = true;
    headed.before.clear();
    headed.name_by_function();
    headed.holds("name").then_some(headed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_twice_is_as_it_was() {
        let cell = |column, text: &str| Cell {
            column,
            text: text.to_owned(),
            is_spread: false,
        };
        let rows = vec![
            Row {
                number: 1,
                cells: vec![
                    cell(0, "Service"),
                    cell(1, "Registration"),
                    cell(2, "Libraries"),
                ],
            },
            Row {
                number: 3,
                cells: vec![cell(0, "Whose data?"), cell(2, "Readers")],
            },
        ];
        let once = turned(&rows);
        assert_eq!(once.len(), 3);
        assert_eq!(once[2].cells, [cell(0, "Libraries"), cell(2, "Readers")]);
        assert_eq!(turned(&once), rows);
    }
}
