//! XLSX: a workbook with a contents sheet, a sheet for each section, and the proof.
//!
//! Every cell is text, whatever it begins with. Sheets are written row by row, so that a large
//! register needs no more memory than a small one.

pub(super) mod forms;
mod heights;
mod long_texts;
mod packed;

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format as Style, FormatAlign, FormatBorder, Url, Workbook,
    Worksheet, XlsxError,
};

use crate::model::visible;

use super::document::{Block, Cell, Column, Document, Fact, Section, Table};
use super::sheet_names::SheetNames;
use super::subjects::{GOOD_PRACTICE, GOOD_PRACTICE_ELSEWHERE, OURS};
use super::{Format, ReportError};

use self::heights::height;
use self::long_texts::Whole;
use self::packed::packed;

pub(super) static FORMAT: Format = Format {
    name: "xlsx",
    endings: &["xlsx"],
    is_text: false,
    shows_pictures: false,
    write,
};

/// The most rows of a sheet.
const MOST_ROWS: u32 = 1_048_576;

/// The caption of the table that continues what was too long for a cell.
pub(super) const CONTINUED: &str = "Texts too long for a cell";

/// The name of the first sheet.
const CONTENTS: &str = "Contents";

/// The row of that sheet in which the first fact of the head stands.
const FIRST_FACT: u32 = 3;

/// A page of A4 across, in characters of a column's width at a size that can be read.
const PAGE: u32 = 170;

/// How many columns at the left are printed on every page and stay in sight.
const KEPT: u16 = 2;

/// How many rows of a table are given a height. The library keeps each in memory until the end; the
/// spreadsheet finds the height of later rows itself.
const MOST_HEIGHTS: u64 = 20_000;

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut packed = packed(|file| {
        let mut book = Book::new(document)?;
        book.head(document);
        for section in &mut document.sections {
            book.section(section)?;
        }
        book.rest()?;
        book.contents(document)?;
        book.workbook.save_to_writer(file).map_err(of_xlsx)
    })?;
    io::copy(&mut packed, out)?;
    Ok(())
}

/// The workbook as far as it is written.
struct Book {
    workbook: Workbook,
    styles: Styles,
    names: SheetNames,
    /// Each sheet with its heading and the rows of its tables, for the contents.
    sheets: Vec<(String, String, u64)>,
    continued: Vec<[String; 3]>,
    /// The sheet on which these texts go on.
    last: String,
    /// The title and what stands at the head, as far as a cell holds it.
    head: Vec<String>,
    footer: String,
    title: String,
}

struct Styles {
    title: Style,
    words: Style,
    label: Style,
    value: Style,
    group: Style,
    required: Style,
    optional: Style,
    provision: Style,
    cell: Style,
    faint: Style,
    link: Style,
}

impl Styles {
    fn new() -> Self {
        let plain = || Style::new().set_font_name("Arial").set_font_size(9);
        let cell = || {
            plain()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00C0_C6CE))
        };
        let heading = || cell().set_bold().set_align(FormatAlign::VerticalCenter);
        Self {
            title: plain().set_font_size(16).set_bold(),
            words: plain().set_font_size(10),
            label: plain()
                .set_bold()
                .set_font_size(10)
                .set_align(FormatAlign::Top),
            value: plain()
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            group: heading()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x0031_3F55)),
            required: heading().set_background_color(Color::RGB(0x00D5_E8D4)),
            optional: heading().set_background_color(Color::RGB(0x00DA_E8FC)),
            provision: cell()
                .set_italic()
                .set_font_size(8)
                .set_background_color(Color::RGB(0x00F3_F4F6)),
            cell: cell(),
            faint: cell().set_italic().set_font_color(Color::RGB(0x006B_7280)),
            link: plain()
                .set_font_size(10)
                .set_font_color(Color::RGB(0x001D_4ED8))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
        }
    }
}

impl Book {
    fn new(document: &Document<'_>) -> Result<Self, ReportError> {
        let mut workbook = Workbook::new();
        let day = document.as_at.on;
        let made = ExcelDateTime::from_ymd(
            u16::try_from(day.year()).unwrap_or(1900),
            u8::try_from(day.month()).unwrap_or(1),
            u8::try_from(day.day()).unwrap_or(1),
        )
        .map_err(of_xlsx)?;
        workbook.set_properties(
            &DocProperties::new()
                .set_title(visible(&document.title))
                .set_author(visible(&document.subtitle))
                .set_creation_datetime(&made),
        );
        let mut names = SheetNames::default();
        names.take(CONTENTS);
        let has_proof = document.sections.iter().any(Section::is_proof);
        let last = if has_proof {
            Section::PROOF.to_owned()
        } else {
            names.take(CONTINUED)
        };
        let contents = workbook.add_worksheet();
        contents.set_name(CONTENTS).map_err(of_xlsx)?;
        let footer = format!(
            "{} · as at {}",
            document.subtitle,
            document.as_at.in_words()
        );
        Ok(Self {
            workbook,
            styles: Styles::new(),
            names,
            sheets: Vec::new(),
            continued: Vec::new(),
            last,
            head: Vec::new(),
            // An ampersand begins a code there, and the whole has at most 255 characters.
            footer: visible(&footer)
                .chars()
                .take(60)
                .collect::<String>()
                .replace('&', "&&"),
            title: visible(&document.title)
                .chars()
                .take(60)
                .collect::<String>()
                .replace('&', "&&"),
        })
    }

    fn section(&mut self, section: &mut Section<'_>) -> Result<(), ReportError> {
        let name = self.names.take(&section.heading);
        self.sheet(name, section)
    }

    /// What was too long for its cell, where no proof has told it.
    fn rest(&mut self) -> Result<(), ReportError> {
        if self.continued.is_empty() {
            return Ok(());
        }
        let mut section = Section {
            heading: CONTINUED.to_owned(),
            blocks: Vec::new(),
        };
        self.sheet(self.last.clone(), &mut section)
    }

    fn sheet(&mut self, name: String, section: &mut Section<'_>) -> Result<(), ReportError> {
        let is_last = name == self.last;
        let mut sheet = Sheet {
            sheet: self
                .workbook
                .add_worksheet_with_constant_memory()
                .map_err(of_xlsx)?,
            styles: &self.styles,
            name: name.clone(),
            row: 0,
            n_rows: 0,
            widths: Vec::new(),
            is_set_up: false,
            continued: &mut self.continued,
            last: &self.last,
        };
        sheet.begin(&section.heading, &self.title, &self.footer)?;
        for block in &mut section.blocks {
            sheet.block(block)?;
        }
        if is_last {
            sheet.continuations()?;
        }
        sheet.end()?;
        let n_rows = sheet.n_rows;
        self.sheets.push((name, section.heading.clone(), n_rows));
        Ok(())
    }

    /// What will stand at the head of the first sheet, so that its rest comes before the proof.
    fn head(&mut self, document: &Document<'_>) {
        let whole = Whole {
            name: CONTENTS,
            last: &self.last,
        };
        let plain = Column::new(String::new(), 0);
        let facts = (FIRST_FACT..).zip(&document.head);
        let facts = facts.map(|(row, fact)| (row, 1, fact.cell.shown(&plain)));
        for (row, place, words) in std::iter::once((0, 0, &*document.title)).chain(facts) {
            let words = visible(words);
            let fits = whole.fitting(row, place, &words, &mut self.continued);
            self.head.push(fits.into_owned());
        }
    }

    /// The first sheet, written last because it counts the others.
    fn contents(&mut self, document: &Document<'_>) -> Result<(), ReportError> {
        let styles = &self.styles;
        let sheet = self.workbook.worksheet_from_index(0).map_err(of_xlsx)?;
        set_up_page(sheet, &self.title, &self.footer);
        sheet.set_column_width(0, 38).map_err(of_xlsx)?;
        sheet.set_column_width(1, 72).map_err(of_xlsx)?;
        sheet.set_print_fit_to_pages(1, 0);
        let mut head = self.head.iter();
        let title = head.next().map_or("", String::as_str);
        text(sheet, 0, 0, title, &styles.title)?;
        let line = format!("{}, as at {}", document.subtitle, document.as_at.in_words());
        text(sheet, 1, 0, &line, &styles.words)?;
        let mut row = FIRST_FACT;
        for (Fact { label, .. }, value) in document.head.iter().zip(head) {
            text(sheet, row, 0, label, &styles.label)?;
            text(sheet, row, 1, value, &styles.value)?;
            sheet
                .set_row_height(row, height([(value.as_str(), 60)].into_iter()) + 2.0)
                .map_err(of_xlsx)?;
            row += 1;
        }
        row += 1;
        text(sheet, row, 0, "Sheet", &styles.group)?;
        text(sheet, row, 1, "Rows", &styles.group)?;
        row += 1;
        for (name, heading, n_rows) in &self.sheets {
            let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''")))
                .set_text(visible(heading));
            sheet
                .write_url_with_format(row, 0, link, &styles.link)
                .map_err(of_xlsx)?;
            text(sheet, row, 1, &n_rows.to_string(), &styles.value)?;
            row += 1;
        }
        let mut blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let is_by_law = blocks.any(|block| match block {
            Block::Table(table) => table
                .columns
                .iter()
                .any(|column| column.provision.is_some()),
            _ => false,
        });
        if !is_by_law {
            return Ok(());
        }
        row += 1;
        text(sheet, row, 0, "Green headings", &styles.required)?;
        text(
            sheet,
            row,
            1,
            "required by Article 30 or the Data Protection Act 2018, as far as the provision under the heading says",
            &styles.value,
        )?;
        text(sheet, row + 1, 0, "Blue headings", &styles.optional)?;
        text(
            sheet,
            row + 1,
            1,
            "not required by Article 30: good practice, or our own",
            &styles.value,
        )?;
        Ok(())
    }
}

/// One sheet while it is written.
struct Sheet<'b> {
    sheet: &'b mut Worksheet,
    styles: &'b Styles,
    name: String,
    row: u32,
    n_rows: u64,
    widths: Vec<u16>,
    is_set_up: bool,
    continued: &'b mut Vec<[String; 3]>,
    last: &'b str,
}

impl Sheet<'_> {
    fn begin(&mut self, heading: &str, title: &str, footer: &str) -> Result<(), ReportError> {
        self.sheet.set_name(&self.name).map_err(of_xlsx)?;
        set_up_page(self.sheet, title, footer);
        self.line(heading, false)?;
        Ok(())
    }

    /// A line of words that may run on over the columns beside it.
    fn line(&mut self, words: &str, is_plain: bool) -> Result<(), ReportError> {
        let style = if is_plain {
            &self.styles.words
        } else {
            &self.styles.title
        };
        let row = self.next_row()?;
        self.put(row, 0, words, style)
    }

    fn block(&mut self, block: &mut Block<'_>) -> Result<(), ReportError> {
        match block {
            Block::Heading(words) => {
                self.next_row()?;
                let row = self.next_row()?;
                self.put(row, 0, words, &self.styles.label)
            }
            Block::Words(words) => self.line(words, true),
            Block::List(points) => points
                .iter()
                .try_for_each(|point| self.line(&format!("• {point}"), true)),
            Block::Facts(facts) => {
                let plain = Column::new(String::new(), 0);
                facts.iter().try_for_each(|fact| {
                    let row = self.next_row()?;
                    self.put(row, 0, &fact.label, &self.styles.label)?;
                    self.put(row, 1, fact.cell.shown(&plain), &self.styles.value)
                })
            }
            Block::Table(table) => self.table(table),
            // A workbook holds no drawing; its words say what it shows.
            Block::Figure(figure) => {
                self.line(&figure.caption, true)?;
                figure
                    .words
                    .iter()
                    .try_for_each(|words| self.line(words, true))
            }
            Block::Blank(asked) => self.line(&format!("To be filled in: {asked}"), true),
        }
    }

    fn table(&mut self, table: &mut Table<'_>) -> Result<(), ReportError> {
        self.next_row()?;
        if self.is_set_up {
            let row = self.next_row()?;
            self.put(row, 0, &table.caption, &self.styles.label)?;
        }
        let columns = std::mem::take(&mut table.columns);
        let first = self.headings(&columns)?;
        let written = (table.rows)(&mut |row| {
            let at = self.next_row()?;
            self.n_rows += 1;
            if self.n_rows <= MOST_HEIGHTS {
                let shown = columns.iter().zip(row);
                let tall = height(shown.map(|(column, cell)| (cell.shown(column), column.width)));
                self.sheet.set_row_height(at, tall).map_err(of_xlsx)?;
            }
            for (place, (column, cell)) in (0_u16..).zip(columns.iter().zip(row)) {
                let style = match cell {
                    Cell::Text(_) => &self.styles.cell,
                    _ => &self.styles.faint,
                };
                self.put(at, place, cell.shown(column), style)?;
            }
            Ok(())
        });
        let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        table.columns = columns;
        written?;
        if !self.is_set_up {
            self.is_set_up = true;
            let kept = if last_column >= 2 * KEPT { KEPT } else { 0 };
            self.sheet
                .set_repeat_rows(first, first)
                .and_then(|sheet| sheet.set_freeze_panes(first + 1, kept))
                .and_then(|sheet| {
                    sheet.autofilter(first, 0, self.row.max(first + 1) - 1, last_column)
                })
                .map_err(of_xlsx)?;
        }
        Ok(())
    }

    /// Groups, headings and provisions; gives the row of the headings.
    fn headings(&mut self, columns: &[Column]) -> Result<u32, ReportError> {
        for (place, column) in columns.iter().enumerate() {
            match self.widths.get_mut(place) {
                Some(width) => *width = (*width).max(column.width),
                None => self.widths.push(column.width),
            }
        }
        if columns.iter().any(|column| column.group.is_some()) {
            let row = self.next_row()?;
            let mut first = 0_u16;
            for neighbours in columns.chunk_by(|one, other| one.group == other.group) {
                let next = first + u16::try_from(neighbours.len()).unwrap_or(u16::MAX);
                let words = neighbours[0].group.unwrap_or_default();
                if neighbours.len() == 1 {
                    self.put(row, first, words, &self.styles.group)?;
                } else {
                    self.sheet
                        .merge_range(row, first, row, next - 1, words, &self.styles.group)
                        .map_err(of_xlsx)?;
                }
                first = next;
            }
        }
        let provisions = columns
            .iter()
            .map(|column| (column.provision.unwrap_or_default(), column.width));
        let tall = height(provisions);
        let has_provisions = columns.iter().any(|column| column.provision.is_some());
        if has_provisions {
            let row = self.next_row()?;
            self.sheet.set_row_height(row, tall).map_err(of_xlsx)?;
            for (place, column) in (0_u16..).zip(columns) {
                let provision = column.provision.unwrap_or_default();
                self.put(row, place, provision, &self.styles.provision)?;
            }
        }
        let row = self.next_row()?;
        // The words stand bold beside the button of the filter.
        let headings = columns.iter().map(|column| {
            let narrow = column.width.saturating_sub(column.width / 6 + 2);
            (column.heading.as_str(), narrow)
        });
        self.sheet
            .set_row_height(row, height(headings))
            .map_err(of_xlsx)?;
        for (place, column) in (0_u16..).zip(columns) {
            let style = match column.provision {
                None | Some(GOOD_PRACTICE | GOOD_PRACTICE_ELSEWHERE | OURS) => {
                    &self.styles.optional
                }
                Some(_) => &self.styles.required,
            };
            self.put(row, place, &column.heading, style)?;
        }
        Ok(row)
    }

    /// What was too long for its cell, whole, in pieces.
    fn continuations(&mut self) -> Result<(), ReportError> {
        if self.continued.is_empty() {
            return Ok(());
        }
        let column = |heading: &str| Column::new(heading.to_owned(), 20);
        let rows = std::mem::take(self.continued)
            .into_iter()
            .map(|row| row.map(Cell::Text).to_vec())
            .collect();
        let columns = vec![column("Continued from"), column("Text"), column("Piece")];
        self.table(&mut Table::of(CONTINUED, columns, rows))
    }

    fn end(&mut self) -> Result<(), ReportError> {
        let mut across = 0;
        for (place, width) in (0_u16..).zip(&self.widths) {
            self.sheet
                .set_column_width(place, f64::from(*width))
                .map_err(of_xlsx)?;
            across += u32::from(*width);
        }
        // The columns kept at the left take their room on every page.
        let kept: u32 = self
            .widths
            .iter()
            .take(KEPT.into())
            .map(|width| u32::from(*width))
            .sum();
        let n_pages = if across <= PAGE {
            1
        } else {
            (across - kept).div_ceil(PAGE.saturating_sub(kept).max(PAGE / 2))
        };
        let n_pages = u16::try_from(n_pages).unwrap_or(u16::MAX);
        self.sheet.set_print_fit_to_pages(n_pages, 0);
        if n_pages > 1 {
            self.sheet
                .set_repeat_columns(0, KEPT - 1)
                .map_err(of_xlsx)?;
        }
        Ok(())
    }

    fn next_row(&mut self) -> Result<u32, ReportError> {
        if self.row >= MOST_ROWS {
            return Err(ReportError::TooManyRows { most: MOST_ROWS });
        }
        self.row += 1;
        Ok(self.row - 1)
    }

    /// A text in a cell; what does not fit is continued on the proof sheet.
    fn put(&mut self, row: u32, place: u16, words: &str, style: &Style) -> Result<(), ReportError> {
        let words = visible(words);
        let whole = Whole {
            name: &self.name,
            last: self.last,
        };
        let fits = whole.fitting(row, place, &words, self.continued);
        text(self.sheet, row, place, &fits, style)
    }
}

/// The letters of a column: `A`, `Z`, `AA`.
pub(super) fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().collect()
}

fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    style: &Style,
) -> Result<(), ReportError> {
    sheet
        .write_string_with_format(row, column, visible(words), style)
        .map_err(of_xlsx)?;
    Ok(())
}

fn set_up_page(sheet: &mut Worksheet, title: &str, footer: &str) {
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_page_order(true)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_header(format!("&L&9{title}&R&9&A"))
        .set_footer(format!("&L&9{footer}&R&9Page &P of &N"));
}

fn of_xlsx(error: XlsxError) -> ReportError {
    match error {
        XlsxError::IoError(error) => ReportError::Temporary(error),
        XlsxError::ZipError(error) => ReportError::Temporary(io::Error::other(error.to_string())),
        error => io::Error::other(error.to_string()).into(),
    }
}
