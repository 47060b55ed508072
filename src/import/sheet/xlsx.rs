//! Workbooks of Excel, cell by cell: the easy way would ask for as much memory as the last cell is far away.

use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx};

use super::cells::{self, Cell, Row};

/// A workbook that is open.
pub(super) type Open = Xlsx<BufReader<File>>;

/// Opens a workbook whose parts were looked through.
pub(super) fn open(file: File) -> Result<Open, String> {
    Xlsx::new(BufReader::new(file)).map_err(|error| error.to_string())
}

/// Hands the rows of a sheet over, for as long as they are wanted.
pub(super) fn each<E>(
    book: &mut Open,
    sheet: &str,
    take: &mut dyn FnMut(Row) -> Result<bool, E>,
    wrong: impl Fn(Option<String>, String) -> E,
) -> Result<(), E> {
    if !book.sheet_names().iter().any(|name| name == sheet) {
        return Ok(());
    }
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        // A sheet that is nothing but a chart.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(wrong(None, error.to_string())),
    };
    let mut row = Row::default();
    let mut last = None;
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) => return Err(wrong(last, error.to_string())),
        };
        let (number, column) = cell.get_position();
        let number = number.saturating_add(1);
        let text = text(cell.get_value());
        last = Some(cells::address(column, number));
        if text.is_empty() {
            continue;
        }
        if number != row.number {
            let done = std::mem::replace(
                &mut row,
                Row {
                    number,
                    ..Row::default()
                },
            );
            if !done.cells.is_empty() && !take(done)? {
                return Ok(());
            }
        }
        row.cells.push(Cell {
            column,
            text,
            is_spread: false,
        });
    }
    if !row.cells.is_empty() {
        take(row)?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => cells::number(*number),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::DateTime(moment) => of_excel(*moment),
        DataRef::DateTimeIso(text) => cells::moment(text),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A moment as Excel counts it: a day, a time of day, or both.
fn of_excel(moment: ExcelDateTime) -> String {
    if moment.is_duration() {
        return cells::number(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}");
    }
    cells::moment(&format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    ))
}
