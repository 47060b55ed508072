//! JSON: the whole document as values, with its proof, for programs.
//!
//! ```json
//! { "title": "...", "subtitle": "...", "as_at": "2026-11-24",
//!   "head": [ { "label": "...", "provision": "...", "value": CELL } ],
//!   "sections": [ { "heading": "...", "blocks": [ BLOCK ] } ] }
//! ```
//!
//! A block is an object with one key: `heading` or `words` (a text), `list` (texts), `facts` (as in
//! `head`), `table` (`caption`, `columns` with `heading`, `group` and `provision`, `rows` of cells),
//! `figure` (`caption`, `sheets` of SVG, `words`) or `blank` (what is to be filled in). A cell is
//! `null` (not recorded), `{"none": true}`, `{"not_applicable": true}` or its text. Texts are exact;
//! what a terminal would act on is written as JSON escapes it. A table has a line for each row.

use std::io::Write;

use serde_json::{Value, json};

use crate::model::json_on_a_line as shown;

use super::document::{Block, Cell, Document, Fact, Table};
use super::{Format, ReportError};

pub(super) static FORMAT: Format = Format {
    name: "json",
    endings: &["json"],
    is_text: true,
    shows_pictures: false,
    write,
};

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let head: Vec<Value> = document.head.iter().map(fact).collect();
    writeln!(out, "{{\"title\": {},", shown(&document.title))?;
    writeln!(out, "\"subtitle\": {},", shown(&document.subtitle))?;
    writeln!(out, "\"as_at\": {},", shown(&document.as_at.on))?;
    writeln!(out, "\"head\": {},", shown(&head))?;
    writeln!(out, "\"sections\": [")?;
    for (place, section) in document.sections.iter_mut().enumerate() {
        let comma = if place == 0 { "" } else { ",\n" };
        let heading = shown(&section.heading);
        writeln!(out, "{comma}{{\"heading\": {heading}, \"blocks\": [")?;
        for (place, block) in section.blocks.iter_mut().enumerate() {
            if place > 0 {
                writeln!(out, ",")?;
            }
            self::block(block, out)?;
        }
        write!(out, "\n]}}")?;
    }
    writeln!(out, "\n]}}")?;
    Ok(())
}

fn block(block: &mut Block<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let value = match block {
        Block::Table(rows) => return table(rows, out),
        Block::Heading(words) => json!({ "heading": words }),
        Block::Words(words) => json!({ "words": words }),
        Block::List(points) => json!({ "list": points }),
        Block::Facts(facts) => json!({ "facts": facts.iter().map(fact).collect::<Vec<_>>() }),
        Block::Figure(figure) => json!({ "figure": {
            "caption": figure.caption, "sheets": figure.sheets, "words": figure.words,
        } }),
        Block::Blank(asked) => json!({ "blank": asked }),
    };
    write!(out, "{}", shown(&value))?;
    Ok(())
}

fn table(table: &mut Table<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "heading": column.heading, "group": column.group, "provision": column.provision,
            })
        })
        .collect();
    let caption = shown(&table.caption);
    write!(
        out,
        "{{\"table\": {{\"caption\": {caption}, \"columns\": {}, \"rows\": [",
        shown(&columns)
    )?;
    let mut comma = "\n";
    (table.rows)(&mut |row| {
        let cells: Vec<Value> = row.iter().map(cell).collect();
        write!(out, "{comma}{}", shown(&cells))?;
        comma = ",\n";
        Ok(())
    })?;
    write!(out, "\n]}}}}")?;
    Ok(())
}

pub(super) fn fact(fact: &Fact) -> Value {
    json!({ "label": fact.label, "provision": fact.provision, "value": cell(&fact.cell) })
}

/// A cell as a value.
pub(super) fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::NotRecorded => Value::Null,
        Cell::None => json!({ "none": true }),
        Cell::NotApplicable => json!({ "not_applicable": true }),
        Cell::Text(text) => json!(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::specimen;
    use super::*;

    #[test]
    fn hostile_words_are_the_same_values_and_act_on_nothing() {
        let mut document = specimen::document(&specimen::hostile());
        let written = specimen::written(&FORMAT, &mut document);
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written, crate::model::visible(&written));
        let value: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(value["title"], document.title);
    }
}
