//! A document as PDF on A4: tagged, with bookmarks, its header rows repeated and its drawings as
//! lines and not as pixels.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use super::document::{Block, Document, Figure, Section, Table};
use super::shown::{self, Shown, ShownFact, lines};
use super::{Format, ReportError};
use crate::diagram::drawing;
use crate::typeset;

pub(super) static FORMAT: Format = Format {
    name: "pdf",
    endings: &["pdf"],
    is_text: false,
    shows_pictures: true,
    write,
};

/// The room for a drawing on a page, in millimetres: upright and turned. Its heading and caption
/// stand on the same page.
const ROOM: [(f64, f64); 2] = [(178.0, 215.0), (265.0, 148.0)];

/// Millimetres in a CSS pixel.
const MM_PER_PX: f64 = 25.4 / 96.0;

/// The characters of a line of table text across a page, upright and turned: on the safe side.
const ACROSS: [usize; 2] = [95, 145];

/// A table of so few lines, upright and turned, stays on one page.
const SHORT: [usize; 2] = [40, 22];

/// A row that may have more lines than this is allowed to break; any other stays on its page.
const TALL: usize = 22;

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut setting = Setting::default();
    let title = setting.line(&document.title);
    let as_at = document.as_at.in_words();
    let head: Vec<ShownFact> = document.head.iter().map(shown::fact).collect();
    let head = setting.facts(head);
    let subtitle = setting.line(&document.subtitle);
    let turned = document.turned();
    // An answer begins on its first page; what is longer has its contents there.
    let is_short = document.is_short();
    let mut parts = vec![Part {
        is_wide: is_short && turned.first() == Some(&true),
        ..Part::default()
    }];
    for (section, is_wide) in document.sections.iter_mut().zip(turned) {
        let section = setting.section(section, is_wide)?;
        match parts.last_mut() {
            Some(part) if part.is_wide == is_wide => part.sections.push(section),
            _ => parts.push(Part {
                is_wide,
                sections: vec![section],
            }),
        }
    }
    let note = (setting.n_foreign > 0).then(|| {
        format!(
            "The typeface of this PDF lacks {} of the characters in it; each is written as \\u{{…}}, its number in Unicode. Word and web pages show them.",
            setting.n_foreign
        )
    });
    let data = json!({
        "title": title,
        "subtitle": subtitle,
        "foot": format!("{} · as at {as_at}", shown::short(&title)),
        "as_at": as_at,
        "day": [document.as_at.on.year(), document.as_at.on.month(), document.as_at.on.day()],
        "note": note,
        "facts": head,
        "has_contents": !is_short,
        "parts": parts,
    });
    let mut files = setting.files;
    files.insert("/data.json".to_owned(), data.to_string().into_bytes());
    let pdf = typeset::pdf(include_str!("pdf/report.typ"), files)?;
    out.write_all(&pdf)?;
    Ok(())
}

/// Sections on paper that lies the same way.
#[derive(Default, serde::Serialize)]
struct Part {
    is_wide: bool,
    sections: Vec<Value>,
}

/// What is set, as far as it is ready.
#[derive(Default)]
struct Setting {
    files: BTreeMap<String, Vec<u8>>,
    /// How many characters the face does not have.
    n_foreign: usize,
    /// How many entries there are.
    n_entries: usize,
}

impl Setting {
    /// A text in which the face has every character, and no word is longer than a line.
    fn fit(&mut self, text: &str, longest: usize) -> String {
        let mut fit = String::with_capacity(text.len());
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                fit.push(' ');
            }
            let mut written = String::with_capacity(word.len());
            for character in word.chars() {
                if drawing::has(character) {
                    written.push(character);
                } else {
                    self.n_foreign += 1;
                    written.extend(character.escape_unicode());
                }
            }
            let is_long = written.chars().count() > longest;
            for (at, character) in written.chars().enumerate() {
                if is_long && at > 0 && at % (longest / 2).max(4) == 0 {
                    fit.push(MAY_BREAK);
                }
                fit.push(character);
            }
        }
        fit
    }

    fn line(&mut self, text: &str) -> String {
        self.fit(&shown::line(text), WORD)
    }

    fn lines(&mut self, lines: &[String], longest: usize) -> Vec<String> {
        lines.iter().map(|line| self.fit(line, longest)).collect()
    }

    fn shown(&mut self, shown: &Shown, longest: usize) -> Value {
        json!({ "is": shown.is, "lines": self.lines(&shown.lines, longest) })
    }

    fn facts(&mut self, facts: Vec<ShownFact>) -> Vec<Value> {
        let rows = facts.into_iter().map(|fact| {
            json!({
                "label": self.fit(&fact.label, WORD / 3),
                "provision": fact.provision,
                "shown": self.shown(&fact.shown, WORD),
                "breaks": height(&fact.shown, WORD) > TALL,
            })
        });
        rows.collect()
    }

    fn section(&mut self, section: &mut Section<'_>, is_wide: bool) -> Result<Value, ReportError> {
        let heading = self.line(&section.heading);
        let mut blocks = Vec::new();
        for block in &mut section.blocks {
            self.block(block, is_wide, &mut blocks)?;
        }
        Ok(json!({ "heading": heading, "blocks": blocks }))
    }

    fn block(
        &mut self,
        block: &mut Block<'_>,
        is_wide: bool,
        blocks: &mut Vec<Value>,
    ) -> Result<(), ReportError> {
        blocks.push(match block {
            Block::Heading(text) => heading(2, &self.line(text)),
            Block::Words(text) => json!({ "block": "words", "lines": self.lines(&lines(text), WORD) }),
            Block::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.lines(&lines(item), WORD)).collect();
                json!({ "block": "list", "items": items })
            }
            Block::Facts(facts) => {
                json!({ "block": "facts", "facts": self.facts(facts.iter().map(shown::fact).collect()) })
            }
            Block::Blank(text) => json!({ "block": "blank", "lines": self.lines(&lines(text), WORD) }),
            Block::Figure(figure) => self.figure(figure, is_wide),
            Block::Table(table) if table.is_too_wide() => {
                return self.records(table, blocks);
            }
            Block::Table(table) => self.table(table, is_wide)?,
        });
        if let Block::Table(_) = block
            && let Some(table) = blocks.last()
            && table["rows"].as_array().is_some_and(Vec::is_empty)
        {
            blocks.push(no_row());
        }
        Ok(())
    }

    fn figure(&mut self, figure: &Figure, is_wide: bool) -> Value {
        let caption = self.line(&figure.caption);
        let mut sheets = Vec::new();
        for sheet in &figure.sheets {
            let name = format!("/sheet-{}.svg", self.files.len() + 1);
            let (width, height) = Figure::size(sheet).unwrap_or((600.0, 400.0));
            let (width, height) = (width * MM_PER_PX, height * MM_PER_PX);
            let (most_width, most_height) = ROOM[usize::from(is_wide)];
            let scale = (most_width / width).min(most_height / height).min(1.0);
            sheets.push(json!({ "file": name, "width": width * scale, "height": height * scale }));
            self.files.insert(name, sheet.clone().into_bytes());
        }
        let words: Vec<String> = figure.words.iter().map(|words| self.line(words)).collect();
        json!({
            "block": "figure",
            "alt": format!("{caption}. What it shows is listed in words below it."),
            "caption": caption,
            "sheets": sheets,
            "in_words": shown::IN_WORDS,
            "words": words,
        })
    }

    fn table(&mut self, table: &mut Table<'_>, is_wide: bool) -> Result<Value, ReportError> {
        let groups = shown::groups(table);
        let across = shown::shares(&table.columns, ACROSS[usize::from(is_wide)]);
        let across: Vec<usize> = across.into_iter().map(|share| share.max(4)).collect();
        let caption = self.line(&table.caption);
        let mut columns = Vec::new();
        for (column, across) in table.columns.iter().zip(&across) {
            columns.push(json!({
                "heading": self.fit(&shown::line(&column.heading), *across),
                "provision": column.provision,
            }));
        }
        let mut rows = Vec::new();
        let mut n_lines = 0;
        (table.rows)(&mut |row| {
            let cells: Vec<Shown> = row
                .iter()
                .zip(&table.columns)
                .map(|(cell, column)| shown::cell(cell, column))
                .collect();
            let heights = cells.iter().zip(&across);
            let tallest = heights.map(|(cell, across)| height(cell, *across)).max();
            let tallest = tallest.unwrap_or_default();
            n_lines += tallest + 1;
            let breaks = tallest > TALL;
            let cells: Vec<Value> = cells
                .iter()
                .zip(&across)
                .map(|(cell, across)| self.shown(cell, *across))
                .collect();
            rows.push(json!({ "breaks": breaks, "cells": cells }));
            Ok(())
        })?;
        Ok(json!({
            "block": "table",
            "caption": caption,
            "head_rows": 1 + usize::from(!groups.is_empty()),
            "groups": groups,
            "widths": shown::shares(&table.columns, 1000),
            "columns": columns,
            "is_short": n_lines <= SHORT[usize::from(is_wide)],
            "rows": rows,
        }))
    }

    /// A table that no paper is wide enough for: one list for each row.
    fn records(
        &mut self,
        table: &mut Table<'_>,
        blocks: &mut Vec<Value>,
    ) -> Result<(), ReportError> {
        blocks.push(heading(2, &self.line(&table.caption)));
        let mut entries = Vec::new();
        (table.rows)(&mut |row| {
            let number = entries.len() + 1;
            let (name, facts) = shown::record(number, table.n_names, row, &table.columns);
            self.n_entries += 1;
            entries.push(json!({
                "at": format!("entry-{}", self.n_entries),
                "name": self.line(&name),
                "facts": self.facts(facts),
            }));
            Ok(())
        })?;
        if entries.is_empty() {
            blocks.push(no_row());
            return Ok(());
        }
        blocks.push(json!({
            "block": "entries",
            "a_page_each": table.a_page_each,
            "entries": entries,
        }));
        Ok(())
    }
}

/// The longest word that is not offered a place to break, where it has the whole page.
const WORD: usize = 60;

/// A space without width: a place where a line may end.
const MAY_BREAK: char = '\u{200b}';

fn heading(level: u8, text: &str) -> Value {
    json!({ "block": "heading", "level": level, "text": text })
}

fn no_row() -> Value {
    json!({ "block": "words", "lines": ["No entries."] })
}

/// About how many lines a cell has in a column of so many characters.
fn height(shown: &Shown, across: usize) -> usize {
    let lines = shown.lines.iter();
    lines.map(|line| line.chars().count() / across + 1).sum()
}
