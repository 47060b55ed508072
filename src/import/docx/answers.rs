//! The answers in a document of Word: the rows of its tables, each cell with the tag of its content control, what was
//! written beside, and what the document says of itself in a part of its own.

use quick_xml::events::{BytesStart, Event};

use super::super::block::Unreadable;
use super::{Parts, Piece, attribute, each, local, meant, shown};

/// No form has more rows and paragraphs than these.
const MOST_ROWS: usize = 200_000;

/// How many parts of its own a document may have.
const MOST_OWN: usize = 20;

/// What was found in a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Answers {
    /// Each line of what it says of itself.
    pub(in crate::import) about: Vec<Vec<String>>,
    /// Its rows and paragraphs, in order.
    pub(in crate::import) found: Vec<Found>,
}

/// What stands in a document.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::import) enum Found {
    /// A paragraph outside of tables.
    Paragraph(String),
    /// A table begins.
    Table,
    /// A row of the table.
    Row(Vec<Answer>),
}

/// A cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Answer {
    /// The tag of its content control, where it has one.
    pub(in crate::import) tag: Option<String>,
    /// What is written in it; nothing where the control only asks for something.
    pub(in crate::import) text: String,
}

/// Reads a document.
///
/// # Errors
/// It is not a document of Word, a part is too large, or its XML is broken or declares entities.
pub(in crate::import) fn read(bytes: &[u8], namespace: &str) -> Result<Answers, Unreadable> {
    let mut parts = Parts::of(bytes)?;
    let Some(body) = parts.text("word/document.xml")? else {
        return Err(Unreadable::NotOfItsKind);
    };
    let mut answers = Answers::default();
    // Word numbers such parts anew, and may have some of its own.
    for number in 1..=MOST_OWN {
        let own = parts.text(&format!("customXml/item{number}.xml"))?;
        let Some(own) = own.filter(|own| own.contains(namespace)) else {
            continue;
        };
        answers.about = lines(&own)?;
        break;
    }
    let mut reading = Reading::default();
    shown(&body, &mut |piece| reading.take(&piece))?;
    if reading.found.len() > MOST_ROWS {
        return Err(Unreadable::TooMuch { line: MOST_ROWS });
    }
    answers.found = reading.found;
    Ok(answers)
}

/// The lines of a part of our own, each with its texts.
fn lines(xml: &str) -> Result<Vec<Vec<String>>, Unreadable> {
    let (mut lines, mut is_text) = (Vec::<Vec<String>>::new(), false);
    each(xml, &mut |event| {
        let text = lines.last_mut().and_then(|line| line.last_mut());
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let is_empty = matches!(event, Event::Empty(_));
                match local(start.name().as_ref()) {
                    "line" => lines.push(Vec::new()),
                    "text" => {
                        is_text = !is_empty;
                        lines
                            .last_mut()
                            .into_iter()
                            .for_each(|line| line.push(String::new()));
                    }
                    _ => {}
                }
            }
            Event::End(_) => is_text = false,
            Event::Text(said) if is_text => {
                let said: &str = said;
                text.into_iter().for_each(|text| text.push_str(said));
            }
            Event::GeneralRef(entity) if is_text => {
                let entity: &str = entity;
                text.into_iter()
                    .for_each(|text| text.push_str(&meant(entity)));
            }
            _ => {}
        }
    })?;
    Ok(lines)
}

#[derive(Default)]
struct Reading {
    found: Vec<Found>,
    /// How many tables are around: only the outermost has answers of its own.
    tables: usize,
    row: Vec<Answer>,
    /// The paragraph that is open outside of tables.
    paragraph: Option<String>,
    /// The content controls around, each with its tag and whether it only asks for something.
    controls: Vec<(Option<String>, bool)>,
}

impl Reading {
    fn take(&mut self, piece: &Piece<'_, '_>) {
        match piece {
            _ if self.found.len() > MOST_ROWS => {}
            Piece::Start(start, is_empty) => self.start(start, *is_empty),
            Piece::End(name) => self.end(name),
            Piece::Text(text) => self.write(text),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        match local(start.name().as_ref()) {
            "tbl" if !is_empty => {
                self.tables += 1;
                if self.tables == 1 {
                    self.found.push(Found::Table);
                }
            }
            "tr" if self.tables == 1 => self.row.clear(),
            "tc" if self.tables == 1 => {
                let tag = self.controls.iter().rev().find_map(|(tag, _)| tag.clone());
                let text = String::new();
                self.row.push(Answer { tag, text });
            }
            "p" if self.tables == 0 => self.paragraph = (!is_empty).then(String::new),
            "p" => self.write("\n"),
            "sdt" if !is_empty => self.controls.push((None, false)),
            "tag" => {
                let tag = attribute(start, "val");
                if let Some((own, _)) = self.controls.last_mut() {
                    own.clone_from(&tag);
                }
                if let Some(cell) = self.row.last_mut().filter(|cell| cell.tag.is_none())
                    && self.tables > 0
                {
                    cell.tag = tag;
                }
            }
            "showingPlcHdr" => {
                let said = attribute(start, "val").unwrap_or_default();
                if let Some((_, asks)) = self.controls.last_mut() {
                    *asks = !matches!(said.as_str(), "0" | "false" | "off");
                }
            }
            "br" | "cr" => self.write("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" if self.tables == 0 => {
                let text = self.paragraph.take().unwrap_or_default();
                if !text.trim().is_empty() {
                    self.found.push(Found::Paragraph(text.trim().to_owned()));
                }
            }
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "tr" if self.tables == 1 => {
                let mut row = std::mem::take(&mut self.row);
                for cell in &mut row {
                    cell.text = cell.text.trim().to_owned();
                }
                self.found.push(Found::Row(row));
            }
            "sdt" => drop(self.controls.pop()),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.controls.iter().any(|(_, asks)| *asks) {
            return;
        }
        if self.tables > 0 {
            if let Some(cell) = self.row.last_mut() {
                cell.text.push_str(text);
            }
        } else if let Some(paragraph) = &mut self.paragraph {
            paragraph.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;

    fn document(body: &str, own: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [
            ("word/document.xml", format!("<w:body>{body}</w:body>")),
            ("customXml/item2.xml", own.to_owned()),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn answer(tag: Option<&str>, text: &str) -> Answer {
        let (tag, text) = (tag.map(str::to_owned), text.to_owned());
        Answer { tag, text }
    }

    /// What Word writes when somebody types in a control, beside it, in a row that they added, and deletes with changes
    /// tracked.
    #[test]
    fn what_is_typed_is_read_wherever_it_stands() {
        let body = "<w:p><w:r><w:t>Name &amp; more</w:t></w:r></w:p><w:tbl><w:tr>\
            <w:tc><w:p><w:sdt><w:sdtPr><w:tag w:val=\"1:name:0\"/></w:sdtPr><w:sdtContent><w:r><w:t>Cyc</w:t></w:r>\
            <w:proofErr/><w:r><w:t xml:space=\"preserve\">ling </w:t><w:br/><w:t>training</w:t></w:r></w:sdtContent></w:sdt>\
            <w:r><w:t> for all</w:t></w:r></w:p></w:tc>\
            <w:tc><w:p><w:sdt><w:sdtPr><w:tag w:val=\"1:name:1\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>\
            <w:t>Write here</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>\
            <w:sdt><w:sdtPr><w:tag w:val=\"1:name:2\"/></w:sdtPr><w:sdtContent><w:tc><w:p><w:del><w:r><w:delText>old</w:delText></w:r>\
            </w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p></w:tc></w:sdtContent></w:sdt></w:tr>\
            <w:tr><w:tc><w:p><w:r><w:t>added</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        let own = "<form xmlns=\"urn:x\"><line><text>was</text><text/><text>a &lt; b</text></line></form>";
        let answers = read(&document(body, own), "urn:x").unwrap();
        assert_eq!(answers.about, [["was", "", "a < b"]]);
        assert_eq!(
            answers.found,
            [
                Found::Paragraph("Name & more".to_owned()),
                Found::Table,
                Found::Row(vec![
                    answer(Some("1:name:0"), "Cycling \ntraining for all"),
                    answer(Some("1:name:1"), ""),
                    answer(Some("1:name:2"), "new"),
                ]),
                Found::Row(vec![answer(None, "added")]),
            ]
        );
        assert!(read(b"PK no zip", "urn:x").is_err());
    }
}
