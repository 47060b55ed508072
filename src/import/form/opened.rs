//! A form that came back, as the workbook or the document of Word that it is.

use std::path::{Path, PathBuf};

use super::super::ImportError;
use super::super::docx::answers::{self, Answers};
use super::super::sheet::{Book, Rows};
use super::super::source::bytes_of;
use super::about::{About, Answered};
use super::questions::question;
use super::{ABOUT, ANSWERS, NAMESPACE, word};

/// A form that came back.
pub struct Opened {
    content: Content,
}

enum Content {
    Workbook(Box<Book>),
    Word(Answers),
}

/// The column of the keys in a workbook.
const KEY: u32 = 0;

impl Opened {
    /// Opens a file, as what its ending says.
    ///
    /// # Errors
    /// It cannot be read, or is not what its ending says.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let content = if ending.eq_ignore_ascii_case("docx") {
            let path: PathBuf = path.to_owned();
            let found = answers::read(&bytes_of(&path)?, NAMESPACE);
            Content::Word(found.map_err(|why| why.of(path, "Word"))?)
        } else {
            Content::Workbook(Box::new(Book::open(path)?))
        };
        Ok(Self { content })
    }

    /// The lines in which it says what it was made of; none where it is not a form.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn about(&mut self) -> Result<Vec<Vec<String>>, ImportError> {
        let book = match &mut self.content {
            Content::Word(answers) => return Ok(answers.about.clone()),
            Content::Workbook(book) => book,
        };
        let mut lines = Vec::new();
        let Some(at) = book.sheets.iter().position(|sheet| sheet.name == ABOUT) else {
            return Ok(lines);
        };
        book.rows(at, &mut |row| {
            let last = row.cells.last().map_or(0, |cell| cell.column);
            let texts = (0..=last).map(|column| {
                let cell = row.cell(column);
                cell.map(|cell| cell.text.clone()).unwrap_or_default()
            });
            lines.push(texts.collect());
            Ok(true)
        })?;
        Ok(lines)
    }

    /// Hands over the rows of a form; why it cannot be read, where a part of it is gone.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn rows(
        &mut self,
        about: &About,
        sheet: &str,
        take: &mut dyn FnMut(Answered),
    ) -> Result<Result<(), String>, ImportError> {
        let book = match &mut self.content {
            Content::Word(answers) => {
                let rows = word::rows(answers, about, sheet);
                return Ok(rows.map(|rows| rows.into_iter().for_each(take)));
            }
            Content::Workbook(book) => book,
        };
        let at = book.sheets.iter().position(|one| one.name == *sheet);
        let Some(at) = at else {
            return Ok(Err("the sheet is not there any more".to_owned()));
        };
        book.rows(at, &mut |row| {
            let text = |column| {
                let cell = row.cell(column);
                cell.map(|cell| cell.text.trim().to_owned())
                    .unwrap_or_default()
            };
            let key = text(KEY);
            if let Some(question) = question(&key) {
                let columns = || (ANSWERS..).take(question.columns.len());
                take(Answered {
                    key,
                    texts: columns().map(text).collect(),
                    at: columns()
                        .map(|column| Rows::at_cell(sheet, column, row.number))
                        .collect(),
                });
            }
            Ok(true)
        })?;
        Ok(Ok(()))
    }
}
