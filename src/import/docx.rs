//! Word documents (DOCX, Office Open XML) as blocks. Deleted text is left out.

pub(super) mod answers;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::block::{BlockKind, Source, Unreadable};
use super::filling::Filling;

/// The largest part of a document that is read, unpacked, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// No notice has more paragraphs than these.
const MOST_PARAGRAPHS: usize = 50_000;

/// Reads a document. Its lines are paragraphs.
///
/// # Errors
/// It is no document of Word, a part is too large, or its XML is broken or declares entities.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Unreadable> {
    let mut parts = Parts::of(bytes)?;
    let Some(body) = parts.text("word/document.xml")? else {
        return Err(Unreadable::NotOfItsKind);
    };
    let none = || Ok(BTreeMap::new());
    let headings = parts.text("word/styles.xml")?;
    let headings = headings.map_or_else(none, |xml| self::headings(&xml))?;
    let targets = parts.text("word/_rels/document.xml.rels")?;
    let targets = targets.map_or_else(|| Ok(BTreeMap::new()), |xml| self::targets(&xml))?;
    let mut reading = Reading {
        headings,
        targets,
        ..Reading::default()
    };
    shown(&body, &mut |piece| reading.take(&piece))?;
    if reading.n_paragraphs > MOST_PARAGRAPHS {
        return Err(Unreadable::TooMuch {
            line: MOST_PARAGRAPHS,
        });
    }
    Ok(Source {
        blocks: reading.filling.finish(),
    })
}

/// The parts that a document is packed of.
struct Parts<'b> {
    archive: zip::ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Parts<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|_| Unreadable::NotOfItsKind)?;
        Ok(Self { archive })
    }

    /// The text of a part; nothing where it is not there.
    fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Ok(file) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let mut text = String::new();
        let mut file = file.take(MOST + 1);
        file.read_to_string(&mut text)
            .map_err(|_| Unreadable::Broken)?;
        if text.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
            return Err(Unreadable::Broken);
        }
        Ok(Some(text))
    }
}

/// Hands over the events of a part; a declaration of entities is refused.
fn each(xml: &str, take: &mut dyn FnMut(&Event<'_>)) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| Unreadable::Broken)? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(Unreadable::Broken),
            event => take(&event),
        }
    }
}

/// A piece of what is shown of a part.
enum Piece<'e, 'x> {
    /// An element begins, or is empty.
    Start(&'e BytesStart<'x>, bool),
    /// An element ends.
    End(&'e str),
    /// Text.
    Text(&'e str),
}

/// Hands over what is shown of a part: what was deleted or moved away while changes were tracked is left out.
fn shown(xml: &str, take: &mut dyn FnMut(Piece<'_, '_>)) -> Result<(), Unreadable> {
    let (mut deleted, mut is_text) = (0_usize, false);
    each(xml, &mut |event| match event {
        Event::Start(start) | Event::Empty(start) => {
            let is_empty = matches!(event, Event::Empty(_));
            match local(start.name().as_ref()) {
                "del" | "moveFrom" => deleted += usize::from(!is_empty),
                _ if deleted > 0 => {}
                "t" => is_text = !is_empty,
                "tab" => take(Piece::Text("\t")),
                "noBreakHyphen" => take(Piece::Text("-")),
                _ => take(Piece::Start(start, is_empty)),
            }
        }
        Event::End(end) => match local(end.name().as_ref()) {
            "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
            _ if deleted > 0 => {}
            "t" => is_text = false,
            name => take(Piece::End(name)),
        },
        Event::Text(text) if is_text => take(Piece::Text(text)),
        Event::GeneralRef(entity) if is_text => take(Piece::Text(&meant(entity))),
        _ => {}
    })
}

/// What an attribute says, without the prefix of its name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .attributes()
        .flatten()
        .find(|one| local(one.key.as_ref()) == name)?;
    Some(String::from_utf8_lossy(found.value.as_ref().as_ref()).into_owned())
}

fn local(name: &(impl AsRef<[u8]> + ?Sized)) -> &str {
    let name = std::str::from_utf8(name.as_ref()).unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// The styles that are headings, by their names, with how far down they stand: their ids differ by the language of Word.
fn headings(xml: &str) -> Result<BTreeMap<String, u8>, Unreadable> {
    let (mut found, mut style) = (BTreeMap::new(), None);
    each(xml, &mut |event| {
        if let Event::Start(start) | Event::Empty(start) = event {
            match local(start.name().as_ref()) {
                "style" => style = attribute(start, "styleId"),
                "name" => {
                    let name = attribute(start, "val").unwrap_or_default().to_lowercase();
                    let depth = name.strip_prefix("heading").unwrap_or_default().trim();
                    if name.starts_with("heading") || name == "title" {
                        found.extend(
                            style
                                .take()
                                .map(|style| (style, depth.parse().unwrap_or(1))),
                        );
                    }
                }
                _ => {}
            }
        }
    })?;
    Ok(found)
}

/// Where links lead, by their ids.
fn targets(xml: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut found = BTreeMap::new();
    each(xml, &mut |event| {
        if let Event::Start(start) | Event::Empty(start) = event
            && let Some((id, target)) = attribute(start, "Id").zip(attribute(start, "Target"))
        {
            found.insert(id, target);
        }
    })?;
    Ok(found)
}

#[derive(Default)]
struct Reading {
    headings: BTreeMap<String, u8>,
    targets: BTreeMap<String, String>,
    filling: Filling,
    n_paragraphs: usize,
    /// How many rows of tables are around.
    rows: usize,
}

impl Reading {
    fn take(&mut self, piece: &Piece<'_, '_>) {
        match piece {
            _ if self.n_paragraphs > MOST_PARAGRAPHS => {}
            Piece::Start(start, is_empty) => self.start(start, *is_empty),
            Piece::End(name) => self.end(name),
            Piece::Text(text) => self.write(text),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        match local(start.name().as_ref()) {
            "tr" if !is_empty => {
                self.open();
                self.rows += 1;
            }
            "p" => {
                self.n_paragraphs += 1;
                if self.rows == 0 && !is_empty {
                    self.open();
                } else if self.rows > 0 {
                    self.write(" ");
                }
            }
            "pStyle" => {
                let style = attribute(start, "val").unwrap_or_default();
                if let Some(depth) = self.headings.get(&style).copied() {
                    self.is_a(BlockKind::Heading, depth);
                } else if style.to_lowercase().contains("list") {
                    self.is_a(BlockKind::Item, 0);
                }
            }
            "numPr" => self.is_a(BlockKind::Item, 0),
            "r" => self.filling.strong = 0,
            "b" => {
                let said = attribute(start, "val").unwrap_or_default();
                let is_plain = matches!(said.as_str(), "0" | "false" | "none");
                self.filling.strong = usize::from(!is_plain);
            }
            "br" | "cr" => self.filling.break_line(self.n_paragraphs.max(1), true),
            "hyperlink" if !is_empty => {
                let id = attribute(start, "id").unwrap_or_default();
                let target = self.targets.get(&id).cloned().unwrap_or_default();
                self.filling.link(self.n_paragraphs, target);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" if self.rows == 0 => self.filling.close(),
            "tc" => self.write("\t"),
            "tr" => {
                self.rows = self.rows.saturating_sub(1);
                self.filling.close();
            }
            "hyperlink" => self.filling.end_link(),
            _ => {}
        }
    }

    fn open(&mut self) {
        let number = self.n_paragraphs.max(1);
        self.filling.open(BlockKind::Paragraph, 0, number);
    }

    /// The open paragraph is of a kind; inside a table it stays one cell of a row.
    fn is_a(&mut self, kind: BlockKind, depth: u8) {
        if self.rows == 0
            && let Some(open) = self.filling.opened()
            && open.kind != BlockKind::Heading
        {
            (open.kind, open.depth) = (kind, depth);
        }
    }

    fn write(&mut self, text: &str) {
        self.filling.write(text, self.n_paragraphs.max(1));
    }
}

/// What a reference to a character stands for.
fn meant(entity: &str) -> String {
    let named = match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return numbered(other).unwrap_or_default(),
    };
    named.to_owned()
}

/// The character that a number stands for.
fn numbered(entity: &str) -> Option<String> {
    let number = entity.strip_prefix('#')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_deleted_or_moved_away_is_not_shown() {
        let body = "<w:p><w:r><w:t>Non</w:t><w:noBreakHyphen/><w:t>payment &amp; </w:t></w:r>\
            <w:moveFrom><w:r><w:t>old place</w:t><w:tab/></w:r></w:moveFrom><w:del><w:r><w:t>out</w:t></w:r></w:del>\
            <w:moveTo><w:r><w:t>new place</w:t></w:r></w:moveTo></w:p>";
        let mut text = String::new();
        let read = shown(body, &mut |piece| {
            if let Piece::Text(more) = piece {
                text.push_str(more);
            }
        });
        assert!(read.is_ok());
        assert_eq!(text, "Non-payment & new place");
    }
}
