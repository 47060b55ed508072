//! Reading a workbook back, cell by cell, and comparing two.

use std::io::{Read as _, SeekFrom};

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxCellReader, XlsxError};

use super::super::document::Section;
use super::super::proof::Proof;
use super::super::xlsx::letters;
use super::{Compared, LARGEST, NotAnExport, ReadSeek, Stated};

/// The most that the parts of a workbook may hold when unpacked, in bytes.
const MOST_UNPACKED: u64 = 8 << 30;

/// The most that its shared texts may hold, which are read at once.
const MOST_SHARED: u64 = 1 << 29;

/// The most parts of a workbook.
const MOST_PARTS: usize = 10_000;

/// The most cells that are looked at for the proof.
const MOST_FACTS: usize = 100_000;

type Book<'f> = Xlsx<&'f mut dyn ReadSeek>;

/// Reads the facts of the proof in a workbook.
///
/// # Errors
/// It is no export.
pub fn read_workbook(file: &mut dyn ReadSeek) -> Result<Stated, NotAnExport> {
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
            (1, Some((same, label))) if same == row => stated.keep(label, text),
            _ => {}
        }
    }
    stated.or_unproved()
}

/// Compares a workbook with the same made again, sheet by sheet and cell by cell; who made it and how
/// it looks are left out.
///
/// # Errors
/// One of them cannot be read.
pub fn compare_workbooks(
    file: &mut dyn ReadSeek,
    again: &mut dyn ReadSeek,
) -> Result<Compared, NotAnExport> {
    let (mut file, mut again) = (open(file)?, open(again)?);
    let mut compared = Compared::default();
    let (theirs, ours) = (file.sheet_names(), again.sheet_names());
    if theirs != ours {
        compared.differs("the sheets", &theirs.join(", "), &ours.join(", "));
    }
    for name in ours.iter().filter(|name| theirs.contains(name)) {
        let mut theirs = file.worksheet_cells_reader(name).map_err(unreadable)?;
        let mut ours = again.worksheet_cells_reader(name).map_err(unreadable)?;
        compare(name, &mut theirs, &mut ours, &mut compared)?;
    }
    Ok(compared)
}

fn compare(
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

/// Opens a workbook, if what it says of itself is within bounds.
fn open(file: &mut dyn ReadSeek) -> Result<Book<'_>, NotAnExport> {
    let unreadable = |error: std::io::Error| NotAnExport::Unreadable(error.to_string());
    let n_bytes = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    if n_bytes > LARGEST {
        return Err(NotAnExport::TooLarge("the file".to_owned()));
    }
    file.rewind().map_err(unreadable)?;
    let mut archive = zip::ZipArchive::new(&mut *file)
        .map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
    if archive.len() > MOST_PARTS {
        return Err(NotAnExport::TooLarge("its parts".to_owned()));
    }
    let mut n_unpacked = 0_u64;
    for index in 0..archive.len() {
        let part = archive
            .by_index_raw(index)
            .map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
        n_unpacked = n_unpacked.saturating_add(part.size());
        if n_unpacked > MOST_UNPACKED {
            return Err(NotAnExport::TooLarge("what is packed in it".to_owned()));
        }
    }
    check_shared(&mut archive)?;
    drop(archive);
    file.rewind().map_err(unreadable)?;
    Xlsx::new(file).map_err(self::unreadable)
}

/// Unpacks the shared texts as far as they may go, since the size that a part claims may be untrue.
fn check_shared<R: std::io::Read + std::io::Seek>(
    archive: &mut zip::ZipArchive<R>,
) -> Result<(), NotAnExport> {
    let Ok(part) = archive.by_name("xl/sharedStrings.xml") else {
        return Ok(());
    };
    let n_bytes = std::io::copy(&mut part.take(MOST_SHARED + 1), &mut std::io::sink())
        .map_err(|error| NotAnExport::Unreadable(error.to_string()))?;
    if n_bytes > MOST_SHARED {
        return Err(NotAnExport::TooLarge("its shared texts".to_owned()));
    }
    Ok(())
}

fn unreadable(error: XlsxError) -> NotAnExport {
    NotAnExport::Unreadable(error.to_string())
}

/// The next cell that says something: row, column (counted from 0) and text.
fn next(
    cells: &mut XlsxCellReader<'_, &mut dyn ReadSeek>,
) -> Result<Option<(u32, u32, String)>, NotAnExport> {
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
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
