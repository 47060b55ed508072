//! The sheets of a workbook that are those of the layout, by their names and headings.

use std::collections::BTreeMap;

use super::{SHEETS, Sheet};
use crate::import::ImportError;
use crate::import::sheet::{Book, Row};

/// In how many rows at most the headings are looked for.
const HEADED_BY: u32 = 30;

/// A sheet of the layout as it was read.
pub(super) struct Read {
    pub(super) sheet: &'static Sheet,
    pub(super) name: String,
    pub(super) columns: BTreeMap<String, u32>,
    pub(super) rows: Vec<Row>,
}

/// A sheet of the book, if it is one of the layout: by its name and its headings, or by its headings alone.
pub(super) fn sheet(book: &mut Book, place: usize) -> Result<Option<Read>, ImportError> {
    let name = book.sheets[place].name.clone();
    let mut found: Option<Read> = None;
    book.rows(place, &mut |row| {
        if let Some(read) = &mut found {
            read.rows.push(row);
            return Ok(true);
        }
        let columns: BTreeMap<String, u32> = row
            .cells
            .iter()
            .map(|cell| (cell.text.clone(), cell.column))
            .collect();
        let is_it = |sheet: &&Sheet| {
            let headings = sheet.columns();
            let n_known = headings
                .iter()
                .filter(|one| columns.contains_key(&one.heading))
                .count();
            let has_keys = sheet.keys().iter().all(|key| columns.contains_key(*key));
            has_keys
                && if name.is_empty() {
                    n_known == headings.len()
                } else {
                    name == sheet.heading && n_known > sheet.keys().len()
                }
        };
        if let Some(sheet) = SHEETS.iter().find(is_it) {
            found = Some(Read {
                sheet,
                name: name.clone(),
                columns,
                rows: Vec::new(),
            });
        }
        Ok(found.is_some() || row.number < HEADED_BY)
    })?;
    Ok(found)
}

/// What was too long for its cell, by the cell.
pub(super) fn continued(
    book: &mut Book,
    place: usize,
) -> Result<BTreeMap<String, String>, ImportError> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut is_begun = false;
    book.rows(place, &mut |row| {
        let said = |column| row.cell(column).map_or("", |cell| cell.text.as_str());
        if is_begun {
            found
                .entry(said(0).to_owned())
                .or_default()
                .push_str(said(1));
        } else {
            is_begun = said(0) == "Continued from" && said(2) == "Piece";
        }
        Ok(true)
    })?;
    Ok(found)
}
