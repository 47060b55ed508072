//! Spreadsheets of LibreOffice (ODS): one part of XML, in which rows and cells that repeat are written once.

use std::fs::File;
use std::io::{BufRead, BufReader};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::cells::{Cell, Merged, Row, Sheet, address, moment, number};

/// The most rows of a sheet.
const MOST_ROWS: u32 = 1_048_576;

/// Why it is not read any further: the cell that was reached, and what is wrong.
type Wrong = (Option<String>, String);

/// Its sheets, without what stands in them.
pub(super) fn sheets(file: &File) -> Result<Vec<Sheet>, Wrong> {
    let mut found: Vec<Sheet> = Vec::new();
    let mut hiding: Vec<String> = Vec::new();
    let mut style = String::new();
    let mut reading = Reading::default();
    walk(file, &mut |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            return Ok(true);
        };
        match local(tag) {
            "style" => style = attribute(tag, "name").unwrap_or_default(),
            "table-properties" if attribute(tag, "display").as_deref() == Some("false") => {
                hiding.push(style.clone());
            }
            "table" => {
                let of_style = attribute(tag, "style-name").unwrap_or_default();
                found.push(Sheet {
                    name: attribute(tag, "name").unwrap_or_default(),
                    is_hidden: hiding.contains(&of_style),
                    ..Sheet::default()
                });
                reading = Reading::default();
            }
            kind => {
                if let Some(sheet) = found.last_mut() {
                    reading.looks(kind, tag, sheet);
                }
            }
        }
        Ok(true)
    })?;
    Ok(found)
}

/// Where in a sheet the reading is.
#[derive(Default)]
struct Reading {
    row: u32,
    column: u32,
    n_rows: u32,
    column_seen: u32,
}

impl Reading {
    fn looks(&mut self, kind: &str, tag: &BytesStart<'_>, sheet: &mut Sheet) {
        let is_hidden = attribute(tag, "visibility").is_some_and(|it| it != "visible");
        match kind {
            "table-column" => {
                let n_columns = count(tag, "number-columns-repeated");
                if is_hidden {
                    let last = self.column_seen.saturating_add(n_columns - 1);
                    sheet.hidden_columns.push((self.column_seen, last));
                }
                self.column_seen = self.column_seen.saturating_add(n_columns);
            }
            "table-row" => {
                self.row = self.row.saturating_add(self.n_rows.max(1));
                self.n_rows = count(tag, "number-rows-repeated");
                self.column = 0;
                if is_hidden {
                    sheet.hidden_rows.push(self.row);
                }
            }
            "table-cell" | "covered-table-cell" => {
                let down = count(tag, "number-rows-spanned");
                let across = count(tag, "number-columns-spanned");
                if down > 1 || across > 1 {
                    let first = (self.row, self.column);
                    let last = (
                        self.row.saturating_add(down - 1),
                        self.column.saturating_add(across - 1),
                    );
                    sheet.merged.push(Merged { first, last });
                }
                self.column = self
                    .column
                    .saturating_add(count(tag, "number-columns-repeated"));
            }
            _ => {}
        }
    }
}

/// Hands the rows of a sheet over, for as long as they are wanted.
pub(super) fn each<E>(
    file: &File,
    place: usize,
    take: &mut dyn FnMut(Row) -> Result<bool, E>,
    wrong: impl Fn(Option<String>, String) -> E,
) -> Result<(), E> {
    let mut n_tables = 0;
    let mut rows = Rows::default();
    let mut refused = None;
    let walked = walk(file, &mut |event| {
        let is_here = n_tables == place + 1;
        match event {
            Event::Start(tag) | Event::Empty(tag) if local(tag) == "table" => n_tables += 1,
            Event::End(tag) if is_here && local_name(tag.name().as_ref()) == "table" => {
                return Ok(false);
            }
            event if is_here => {
                if let Some(row) = rows.takes(event)? {
                    for number in row.numbers() {
                        let row = Row {
                            number,
                            cells: row.cells.clone(),
                            ..Row::default()
                        };
                        match take(row) {
                            Ok(true) => {}
                            Ok(false) => return Ok(false),
                            Err(error) => {
                                refused = Some(error);
                                return Ok(false);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(true)
    });
    match (refused, walked) {
        (Some(error), _) => Err(error),
        (None, Err((cell, why))) => Err(wrong(cell, why)),
        (None, Ok(())) => Ok(()),
    }
}

/// A row that is written once and may be there several times.
#[derive(Default)]
struct Written {
    first: u32,
    n_rows: u32,
    cells: Vec<Cell>,
}

impl Written {
    fn numbers(&self) -> impl Iterator<Item = u32> + use<> {
        self.first..self.first.saturating_add(self.n_rows).min(MOST_ROWS + 1)
    }
}

/// The rows of a sheet as they are read.
#[derive(Default)]
struct Rows {
    row: Written,
    column: u32,
    /// The cell that is read: how often it is there, the value that it holds beside its words, and its words.
    cell: Option<(u32, Option<String>, String)>,
    /// How deep in notes and drawings, whose words are not those of the cell.
    aside: usize,
}

impl Rows {
    /// Takes an event; gives a row where one ends that says something.
    fn takes(&mut self, event: &Event<'_>) -> Result<Option<Written>, Wrong> {
        match event {
            Event::Start(tag) => self.begins(tag, false),
            Event::Empty(tag) => self.begins(tag, true),
            Event::End(tag) => {
                let name = tag.name();
                match local_name(name.as_ref()) {
                    "annotation" | "frame" | "shape" => self.aside = self.aside.saturating_sub(1),
                    "table-cell" | "covered-table-cell" => self.cell_ends(),
                    "table-row" => {
                        let first = self.row.first.saturating_add(self.row.n_rows);
                        let done = std::mem::replace(
                            &mut self.row,
                            Written {
                                first,
                                ..Written::default()
                            },
                        );
                        return Ok(Some(done).filter(|row| !row.cells.is_empty()));
                    }
                    _ => {}
                }
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                self.says(&text);
            }
            Event::GeneralRef(entity) => match known(entity) {
                Some(one) => self.says(&one.to_string()),
                None => {
                    let at = address(self.column, self.row.first);
                    return Err((Some(at), "it names an entity that is not known".to_owned()));
                }
            },
            _ => {}
        }
        Ok(None)
    }

    fn begins(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        match local(tag) {
            "table-row" => {
                self.row.first = self.row.first.max(1);
                self.row.n_rows = count(tag, "number-rows-repeated");
                self.column = 0;
                if is_empty {
                    self.row.first = self.row.first.saturating_add(self.row.n_rows);
                    self.row.n_rows = 0;
                }
            }
            "table-cell" | "covered-table-cell" => {
                let value = match attribute(tag, "value-type").as_deref() {
                    Some("date") => attribute(tag, "date-value").map(|iso| moment(&iso)),
                    Some("float") => attribute(tag, "value")
                        .and_then(|text| text.parse().ok())
                        .map(number),
                    Some("boolean") => attribute(tag, "boolean-value")
                        .map(|text| if text == "true" { "yes" } else { "no" }.to_owned()),
                    _ => attribute(tag, "string-value"),
                };
                let n_columns = count(tag, "number-columns-repeated");
                self.cell = Some((n_columns, value, String::new()));
                if is_empty {
                    self.cell_ends();
                }
            }
            "annotation" | "frame" | "shape" if !is_empty => self.aside += 1,
            "p" if !is_empty => {
                if let Some((_, _, words)) = &mut self.cell
                    && !words.is_empty()
                    && self.aside == 0
                {
                    words.push('\n');
                }
            }
            "line-break" => self.says("\n"),
            "tab" => self.says(" "),
            "s" => {
                let n_spaces = count(tag, "c").min(1_000);
                self.says(&" ".repeat(n_spaces as usize));
            }
            _ => {}
        }
    }

    fn says(&mut self, text: &str) {
        if let Some((_, _, words)) = &mut self.cell
            && self.aside == 0
        {
            words.push_str(text);
        }
    }

    fn cell_ends(&mut self) {
        let Some((n_columns, value, words)) = self.cell.take() else {
            return;
        };
        let text = value.unwrap_or(words);
        let next = self.column.saturating_add(n_columns);
        if !text.is_empty() {
            // What is said a thousand times across is filled in, and no table.
            for column in self.column..next.min(self.column.saturating_add(1_024)) {
                self.row.cells.push(Cell {
                    column,
                    text: text.clone(),
                    is_spread: false,
                });
            }
        }
        self.column = next;
    }
}

/// The character that a reference stands for.
fn known(entity: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(one)) = entity.resolve_char_ref() {
        return Some(one);
    }
    let name: &[u8] = entity.as_ref().as_ref();
    Some(match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}

/// Hands over what stands in the one part that holds all sheets, for as long as it is wanted.
fn walk(file: &File, take: &mut dyn FnMut(&Event<'_>) -> Result<bool, Wrong>) -> Result<(), Wrong> {
    let unread = |error: &dyn std::fmt::Display| (None, error.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|it| unread(&it))?;
    let part = archive.by_name("content.xml").map_err(|it| unread(&it))?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = next(&mut reader, &mut buffer).map_err(|it| unread(&it))?;
        if matches!(event, Event::Eof) || !take(&event)? {
            return Ok(());
        }
    }
}

fn next<'b, R: BufRead>(
    reader: &mut Reader<R>,
    buffer: &'b mut Vec<u8>,
) -> Result<Event<'b>, quick_xml::Error> {
    reader.read_event_into(buffer)
}

fn local_name(name: &(impl AsRef<[u8]> + ?Sized)) -> &str {
    let name = std::str::from_utf8(name.as_ref()).unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = std::str::from_utf8(tag.as_ref().as_ref()).unwrap_or_default();
    let name = name
        .split([' ', '\n', '\t', '\r', '/'])
        .next()
        .unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|one| local_name(one.key.as_ref()) == name)?;
    let value = found.normalized_value(XmlVersion::Explicit1_0).ok()?;
    Some(value.into_owned())
}

/// How often something is there: once where it does not say.
fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
        .max(1)
}
