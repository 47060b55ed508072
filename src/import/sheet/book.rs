//! A file of tables, whatever its format, read row by row and within bounds.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};

use super::super::error::ImportError;
use super::super::source::decoded;
use super::cells::{Cell, Merged, Row, Sheet, address};
use super::parts::{Unfit, look_through};
use super::seen::Seen;
use super::{ods, separated, xlsx};

/// The endings of the files that are read, with what they are called.
const READ: &[(&str, &str)] = &[
    ("xlsx", "a workbook of Excel"),
    ("ods", "a spreadsheet of LibreOffice"),
    ("csv", "CSV"),
    ("tsv", "text separated by tabs"),
];

/// The largest text, in bytes.
const MOST_TEXT: u64 = 128 << 20;

/// The most columns of a table, and the most cells that are read of a sheet.
const MOST_COLUMNS: u32 = 1_024;
const MOST_CELLS: u64 = 20_000_000;

/// What a protected workbook, and one of before 2007, begins with.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// A file of tables.
pub struct Book {
    path: PathBuf,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    content: Content,
}

enum Content {
    Separated(String, (u8, usize)),
    Workbook(Box<xlsx::Open>),
    OpenDocument(File),
}

impl Book {
    /// Opens a file, as what its ending says.
    ///
    /// # Errors
    /// It cannot be read, is not what its ending says, is protected, holds macros, or is larger than what is read.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let ending = ending.to_lowercase();
        let title = READ.iter().find(|(known, _)| *known == ending);
        let Some((_, title)) = title else {
            let path = path.to_owned();
            return Err(ImportError::NoSheet { path });
        };
        let unreadable = |source| ImportError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let refused = |why: String, hint: &'static str| ImportError::Refused {
            path: path.to_owned(),
            place: String::new(),
            why,
            hint,
        };
        let mut file = File::open(path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.is_dir() {
            return Err(unreadable(std::io::ErrorKind::IsADirectory.into()));
        }
        let mut begin = Vec::new();
        (&mut file)
            .take(4)
            .read_to_end(&mut begin)
            .map_err(unreadable)?;
        file.rewind().map_err(unreadable)?;
        if begin == COMPOUND {
            return Err(refused(
                "it is protected with a password, or a workbook of before Excel 2007".to_owned(),
                "open it in Excel and save it as .xlsx without a password",
            ));
        }
        let is_packed = begin.starts_with(b"PK");
        let is_text = matches!(ending.as_str(), "csv" | "tsv");
        if is_packed == is_text {
            let path = path.to_owned();
            return Err(ImportError::NotOfItsKind { path, title });
        }
        if is_text {
            return Self::of_text(path, &file);
        }
        let mut seen = Seen::default();
        look_through(&mut file, &mut seen).map_err(|why| match why {
            Unfit::TooLarge(what) => refused(
                format!("it is larger than this program reads: {what}"),
                "save the sheet that matters alone, or as CSV",
            ),
            Unfit::Unreadable(why) | Unfit::Twice(why) => refused(
                format!("it is damaged: {why}"),
                "open it in the program that made it and save it once more",
            ),
        })?;
        if let Some(why) = seen.refused.take() {
            return Err(refused(
                why,
                "save it as .xlsx, without macros and without a password",
            ));
        }
        file.rewind().map_err(unreadable)?;
        let not_of_its_kind = || ImportError::NotOfItsKind {
            path: path.to_owned(),
            title,
        };
        let (sheets, content) = if ending == "ods" {
            let sheets = ods::sheets(&file).map_err(|_| not_of_its_kind())?;
            (sheets, Content::OpenDocument(file))
        } else {
            let book = xlsx::open(file).map_err(|_| not_of_its_kind())?;
            (seen.sheets(), Content::Workbook(Box::new(book)))
        };
        Ok(Self {
            path: path.to_owned(),
            sheets,
            content,
        })
    }

    fn of_text(path: &Path, file: &File) -> Result<Self, ImportError> {
        let mut bytes = Vec::new();
        file.take(MOST_TEXT + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| ImportError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
        if bytes.len() as u64 > MOST_TEXT {
            return Err(ImportError::Refused {
                path: path.to_owned(),
                place: String::new(),
                why: format!("it is larger than {} MB", MOST_TEXT >> 20),
                hint: "save it in several files",
            });
        }
        let mut text = decoded(&bytes).ok_or_else(|| ImportError::NotText {
            path: path.to_owned(),
        })?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let separator = separated::separator(&text);
        Ok(Self {
            path: path.to_owned(),
            sheets: vec![Sheet::default()],
            content: Content::Separated(text, separator),
        })
    }

    /// Hands the rows of a sheet over, for as long as they are wanted; merged cells all say what the first says.
    ///
    /// # Errors
    /// `take` refuses, or the sheet cannot be read or holds more than any table.
    pub fn rows(
        &mut self,
        place: usize,
        take: &mut dyn FnMut(Row) -> Result<bool, ImportError>,
    ) -> Result<(), ImportError> {
        let Some(sheet) = self.sheets.get(place).cloned() else {
            return Ok(());
        };
        let path = self.path.clone();
        let refused = |cell: Option<String>, why: String| ImportError::Refused {
            path: path.clone(),
            place: shown(&sheet.name, &cell.unwrap_or_default()),
            why,
            hint: "open it in the program that made it and save it once more",
        };
        let mut spread = Spread {
            coming: &sheet.merged,
            begun: Vec::new(),
        };
        let mut n_cells = 0_u64;
        let mut take = |mut row: Row| {
            let far = row.cells.iter().find(|cell| cell.column >= MOST_COLUMNS);
            n_cells += row.cells.len() as u64;
            let why = if far.is_some() {
                "it holds a value far away from any table"
            } else if n_cells > MOST_CELLS {
                "the sheet holds more cells than this program reads"
            } else {
                spread.over(&mut row);
                return take(row);
            };
            let cell = far.or(row.cells.last());
            let at = cell.map(|cell| address(cell.column, row.number));
            Err(ImportError::Refused {
                path: path.clone(),
                place: shown(&sheet.name, &at.unwrap_or_default()),
                why: why.to_owned(),
                hint: "clear that cell, or save the table alone",
            })
        };
        match &mut self.content {
            Content::Separated(text, separator) => {
                let wrong =
                    |row: u32, why: &str| refused(Some(format!("row {row}")), why.to_owned());
                separated::each(text, *separator, &mut take, wrong)
            }
            Content::Workbook(book) => xlsx::each(book, &sheet.name, &mut take, refused),
            Content::OpenDocument(file) => {
                file.rewind().map_err(|source| ImportError::Unreadable {
                    path: path.clone(),
                    source,
                })?;
                ods::each(file, place, &mut take, refused)
            }
        }
    }
}

/// Where something stands: `Sheet!B7`.
pub(super) fn shown(sheet: &str, cell: &str) -> String {
    match (sheet, cell) {
        ("", cell) => cell.to_owned(),
        (sheet, "") => sheet.to_owned(),
        (sheet, cell) => format!("{sheet}!{cell}"),
    }
}

/// Merged cells, which all say what the first says.
struct Spread<'s> {
    coming: &'s [Merged],
    begun: Vec<(Merged, String)>,
}

impl Spread<'_> {
    fn over(&mut self, row: &mut Row) {
        while let Some((first, rest)) = self.coming.split_first() {
            if first.first.0 > row.number {
                break;
            }
            let says = row.cell(first.first.1).map(|cell| cell.text.clone());
            if let Some(text) = says.filter(|_| first.first.0 == row.number) {
                self.begun.push((*first, text));
            }
            self.coming = rest;
        }
        self.begun.retain(|(merged, _)| merged.last.0 >= row.number);
        let n_cells = row.cells.len();
        for (merged, text) in &self.begun {
            for column in merged.first.1..=merged.last.1.min(MOST_COLUMNS - 1) {
                if row.cell(column).is_none() {
                    row.cells.push(Cell {
                        column,
                        text: text.clone(),
                        is_spread: column != merged.first.1,
                    });
                }
            }
        }
        if row.cells.len() > n_cells {
            row.cells.sort_by_key(|cell| cell.column);
        }
    }
}
