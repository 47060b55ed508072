//! Reading a workbook back, cell by cell, and comparing two.

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxCellReader, XlsxError};

use crate::model::one_line;

use super::super::document::Section;
use super::super::proof::Proof;
use super::super::xlsx::letters;
use super::odd::odd;
use super::{Compared, NotAnExport, ReadSeek, Stated};

/// The most cells that are looked at for the proof.
const MOST_FACTS: usize = 100_000;

type Book<'f> = Xlsx<&'f mut dyn ReadSeek>;

/// Reads the facts of the proof in a workbook.
///
/// # Errors
/// It is no export.
pub(super) fn read(file: &mut dyn ReadSeek) -> Result<Stated, NotAnExport> {
    odd(file)?;
    let mut book = open(file)?;
    let mut stated = Stated::default();
    let Ok(mut cells) = book.worksheet_cells_reader(Section::PROOF) else {
        return Err(NotAnExport::Unproved);
    };
    let mut label: Option<(u32, String)> = None;
    for _ in 0..MOST_FACTS {
        let Some((row, column, text)) = next(&mut cells)? else {
            break;
        };
        match (column, label.take()) {
            (0, _) => label = Some((row, text)),
            (1, Some((same, label))) if same == row => stated.keep(&label, text),
            _ => {}
        }
    }
    Ok(stated)
}

/// Compares a workbook with the same made again, sheet by sheet and cell by cell; who made it and how
/// it looks are left out.
///
/// # Errors
/// One of them cannot be read.
pub(super) fn compare(
    file: &mut dyn ReadSeek,
    again: &mut dyn ReadSeek,
) -> Result<Compared, NotAnExport> {
    let mut compared = Compared::default();
    let (found, ours) = (odd(file)?, odd(again)?);
    for odd in found.difference(&ours).take(Compared::MOST) {
        compared.differences.push(one_line(odd));
    }
    let (mut file, mut again) = (open(file)?, open(again)?);
    let (theirs, ours) = (file.sheet_names(), again.sheet_names());
    if theirs != ours {
        compared.differs("the sheets", &theirs.join(", "), &ours.join(", "));
    }
    for name in ours.iter().filter(|name| theirs.contains(name)) {
        let mut theirs = file
            .worksheet_cells_reader(name)
            .map_err(|error| unreadable(&error))?;
        let mut ours = again
            .worksheet_cells_reader(name)
            .map_err(|error| unreadable(&error))?;
        compare_sheets(name, &mut theirs, &mut ours, &mut compared)?;
    }
    Ok(compared)
}

fn compare_sheets(
    sheet: &str,
    theirs: &mut XlsxCellReader<'_, &mut dyn ReadSeek>,
    ours: &mut XlsxCellReader<'_, &mut dyn ReadSeek>,
    compared: &mut Compared,
) -> Result<(), NotAnExport> {
    let (mut one, mut other) = (next(theirs)?, next(ours)?);
    let mut label = String::new();
    while !compared.is_full() {
        let order = match (&one, &other) {
            (None, None) => return Ok(()),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some((row, column, _)), Some((our_row, our_column, _))) => {
                (row, column).cmp(&(our_row, our_column))
            }
        };
        compared.n_compared += 1;
        let nothing = || (0, 0, String::new());
        let (row, column, said) = if order.is_le() {
            one.clone().unwrap_or_else(nothing)
        } else {
            nothing()
        };
        let (our_row, our_column, meant) = if order.is_ge() {
            other.clone().unwrap_or_else(nothing)
        } else {
            nothing()
        };
        let (row, column) = (row.max(our_row), column.max(our_column));
        let is_program = sheet == Section::PROOF && label == Proof::PROGRAM && column == 1;
        if said != meant && !is_program {
            let letters = letters(u16::try_from(column).unwrap_or(u16::MAX));
            let place = format!("sheet `{sheet}`, cell {letters}{}", u64::from(row) + 1);
            compared.differs(&place, &said, &meant);
        }
        if column == 0 {
            label.clone_from(&meant);
        }
        if order.is_le() {
            one = next(theirs)?;
        }
        if order.is_ge() {
            other = next(ours)?;
        }
    }
    Ok(())
}

/// Opens a workbook whose parts were looked through.
fn open(file: &mut dyn ReadSeek) -> Result<Book<'_>, NotAnExport> {
    file.rewind()
        .map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
    Xlsx::new(file).map_err(|error| unreadable(&error))
}

fn unreadable(error: &XlsxError) -> NotAnExport {
    NotAnExport::Unreadable(error.to_string())
}

/// The next cell that says something: row, column (counted from 0) and text.
fn next(
    cells: &mut XlsxCellReader<'_, &mut dyn ReadSeek>,
) -> Result<Option<(u32, u32, String)>, NotAnExport> {
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
        let (row, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            other => Data::from(other.clone()).to_string(),
        };
        if !text.is_empty() {
            return Ok(Some((row, column, text)));
        }
    }
    Ok(None)
}
