//! Word documents (DOCX, Office Open XML) as blocks. Deleted text is left out.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::block::{Block, BlockKind, Line, Link, Source, Unreadable};
use super::notice::topic;

/// The largest part of a document that is read, unpacked, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// No notice has more paragraphs than these.
const MOST_PARAGRAPHS: usize = 50_000;

/// Reads a document. Its lines are paragraphs.
///
/// # Errors
/// It is no document of Word, a part is too large, or its XML is broken or declares entities.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Unreadable> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotOfItsKind)?;
    let mut part = |name: &str| -> Result<Option<String>, Unreadable> {
        let Ok(file) = archive.by_name(name) else {
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
    };
    let Some(body) = part("word/document.xml")? else {
        return Err(Unreadable::NotOfItsKind);
    };
    let headings = part("word/styles.xml")?.map_or_else(|| Ok(Vec::new()), |xml| headings(&xml))?;
    let targets = part("word/_rels/document.xml.rels")?
        .map_or_else(|| Ok(BTreeMap::new()), |xml| targets(&xml))?;
    let mut reading = Reading {
        headings,
        targets,
        ..Reading::default()
    };
    each(&body, &mut |event| {
        reading.take(event);
    })?;
    reading.close();
    if reading.n_paragraphs > MOST_PARAGRAPHS {
        return Err(Unreadable::TooMuch {
            line: MOST_PARAGRAPHS,
        });
    }
    Ok(Source {
        blocks: reading.blocks,
    })
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

/// The styles that are headings, by their names: their ids differ by the language of Word.
fn headings(xml: &str) -> Result<Vec<String>, Unreadable> {
    let (mut found, mut style) = (Vec::new(), None);
    each(xml, &mut |event| {
        if let Event::Start(start) | Event::Empty(start) = event {
            match local(start.name().as_ref()) {
                "style" => style = attribute(start, "styleId"),
                "name" => {
                    let name = attribute(start, "val").unwrap_or_default().to_lowercase();
                    if name.starts_with("heading") || name == "title" {
                        found.extend(style.take());
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
    headings: Vec<String>,
    targets: BTreeMap<String, String>,
    blocks: Vec<Block>,
    open: Option<Block>,
    link: Option<Link>,
    n_paragraphs: usize,
    /// How many rows of tables are around.
    rows: usize,
    /// Inside text that was deleted.
    deleted: usize,
    /// Inside an element whose text is shown.
    is_text: bool,
    /// Inside a run of strong text.
    is_strong: bool,
    /// Whether the open paragraph has text that is not strong.
    has_plain: bool,
}

impl Reading {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            _ if self.n_paragraphs > MOST_PARAGRAPHS => {}
            Event::Start(start) => self.start(start, false),
            Event::Empty(start) => self.start(start, true),
            Event::End(end) => self.end(local(end.name().as_ref())),
            Event::Text(text) if self.is_text => {
                let text: &str = text;
                self.write(text);
            }
            Event::GeneralRef(entity) if self.is_text => {
                let entity: &str = entity;
                let shown = match entity {
                    "amp" => Some("&".to_owned()),
                    "lt" => Some("<".to_owned()),
                    "gt" => Some(">".to_owned()),
                    "quot" => Some("\"".to_owned()),
                    "apos" => Some("'".to_owned()),
                    other => numbered(other),
                };
                self.write(&shown.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        match local(start.name().as_ref()) {
            "tr" if !is_empty => {
                self.open(BlockKind::Paragraph);
                self.rows += 1;
            }
            "p" => {
                self.n_paragraphs += 1;
                if self.rows == 0 && !is_empty {
                    self.open(BlockKind::Paragraph);
                } else if self.rows > 0 {
                    self.write(" ");
                }
            }
            "pStyle" => {
                let style = attribute(start, "val").unwrap_or_default();
                let kind = if self.headings.contains(&style) {
                    BlockKind::Heading
                } else if style.to_lowercase().contains("list") {
                    BlockKind::Item
                } else {
                    return;
                };
                self.is_a(kind);
            }
            "numPr" => self.is_a(BlockKind::Item),
            "r" => self.is_strong = false,
            "b" => {
                let said = attribute(start, "val").unwrap_or_default();
                self.is_strong = !matches!(said.as_str(), "0" | "false" | "none");
            }
            "t" => self.is_text = self.deleted == 0 && !is_empty,
            "tab" => self.write("\t"),
            "br" | "cr" => self.break_line(),
            "del" if !is_empty => self.deleted += 1,
            "hyperlink" if !is_empty => {
                let id = attribute(start, "id").unwrap_or_default();
                self.link = Some(Link {
                    number: self.n_paragraphs,
                    text: String::new(),
                    target: self.targets.get(&id).cloned().unwrap_or_default(),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "p" if self.rows == 0 => self.close(),
            "tc" => self.write("\t"),
            "tr" => {
                self.rows = self.rows.saturating_sub(1);
                self.close();
            }
            "del" => self.deleted = self.deleted.saturating_sub(1),
            "hyperlink" => {
                if let Some((link, open)) = self.link.take().zip(self.open.as_mut()) {
                    open.links.push(link);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.has_plain = false;
        self.open = Some(Block {
            kind,
            lines: vec![Line {
                number: self.n_paragraphs.max(1),
                text: String::new(),
                is_ended: false,
            }],
            links: Vec::new(),
        });
    }

    /// The open paragraph is of a kind; inside a table it stays one cell of a row.
    fn is_a(&mut self, kind: BlockKind) {
        if self.rows == 0
            && let Some(open) = &mut self.open
            && open.kind != BlockKind::Heading
        {
            open.kind = kind;
        }
    }

    fn write(&mut self, text: &str) {
        self.has_plain |= !self.is_strong && !text.trim().is_empty();
        if let Some(link) = &mut self.link {
            link.text.push_str(text);
        }
        if let Some(line) = self.open.as_mut().and_then(|open| open.lines.last_mut()) {
            line.text.push_str(text);
        }
    }

    fn break_line(&mut self) {
        let number = self.n_paragraphs.max(1);
        if let Some(open) = &mut self.open {
            if let Some(last) = open.lines.last_mut() {
                last.is_ended = true;
            }
            open.lines.push(Line {
                number,
                text: String::new(),
                is_ended: false,
            });
        }
    }

    fn close(&mut self) {
        let Some(mut block) = self.open.take() else {
            return;
        };
        for line in &mut block.lines {
            line.text = line.text.trim_matches([' ', '\t']).to_owned();
        }
        block.lines.retain(|line| !line.text.is_empty());
        if !self.has_plain {
            topic::heads_if_known(&mut block);
        }
        if let Some(last) = block.lines.last_mut() {
            last.is_ended = true;
            self.blocks.push(block);
        }
    }
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
