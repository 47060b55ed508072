//! A Word document read back as a zip of XML, and compared with what was written cell by cell.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::report::document::{Block, Document};
use crate::report::docx::FORMAT;
use crate::report::shown;

use super::specimen;

/// The parts of a package, by name; each is unpacked to its end, which checks its sum.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).unwrap()?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .unwrap()
            .into_owned(),
    )
}

/// What a reader finds in the body: paragraphs outside tables with their styles, and tables.
#[derive(Default)]
struct Body {
    paragraphs: Vec<(String, String)>,
    tables: Vec<Vec<Vec<String>>>,
    n_header_rows: usize,
    bookmarks: Vec<String>,
    anchors: Vec<String>,
    turned: Vec<bool>,
    alternatives: Vec<String>,
}

fn body(xml: &[u8]) -> Body {
    let mut reader = Reader::from_reader(xml);
    let mut body = Body::default();
    let (mut style, mut text, mut in_text, mut in_cell) =
        (String::new(), String::new(), false, false);
    let mut open: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let element = match &event {
            Event::Start(element) => {
                open.push(element.name().as_ref().to_owned());
                Some(element)
            }
            Event::Empty(element) => Some(element),
            _ => None,
        };
        if let Some(element) = element {
            match element.name().as_ref() {
                "w:p" => {
                    style.clear();
                    if !in_cell {
                        text.clear();
                    }
                }
                "w:pStyle" => style = attribute(element, "w:val").unwrap(),
                "w:tbl" => body.tables.push(Vec::new()),
                "w:tr" => body.tables.last_mut().unwrap().push(Vec::new()),
                "w:tc" => {
                    in_cell = true;
                    text.clear();
                }
                "w:t" => in_text = true,
                "w:br" => text.push('\n'),
                "w:tblHeader" => body.n_header_rows += 1,
                "w:bookmarkStart" => body.bookmarks.extend(attribute(element, "w:name")),
                "w:hyperlink" => body.anchors.extend(attribute(element, "w:anchor")),
                "w:pgSz" => body
                    .turned
                    .push(attribute(element, "w:orient").as_deref() == Some("landscape")),
                "wp:docPr" => body.alternatives.extend(attribute(element, "descr")),
                _ => {}
            }
        }
        match event {
            Event::Text(piece) if in_text => text.push_str(&piece.into_inner()),
            Event::GeneralRef(reference) if in_text => {
                let character = reference.resolve_char_ref().unwrap();
                text.push(character.unwrap_or_else(|| match reference.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("{other:?}"),
                }));
            }
            Event::End(element) => {
                assert_eq!(open.pop().unwrap(), element.name().as_ref());
                match element.name().as_ref() {
                    "w:t" => in_text = false,
                    "w:tc" => {
                        in_cell = false;
                        let row = body.tables.last_mut().unwrap().last_mut().unwrap();
                        row.push(std::mem::take(&mut text));
                    }
                    "w:p" if !in_cell => body
                        .paragraphs
                        .push((style.clone(), std::mem::take(&mut text))),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    body
}

/// The hostile document, written once for all tests.
static HOSTILE: LazyLock<Vec<u8>> =
    LazyLock::new(|| specimen::written(&FORMAT, &mut specimen::document(&specimen::hostile())));

fn hostile_body() -> Body {
    body(&parts(&HOSTILE)["word/document.xml"])
}

/// The tables that a document should have in Word: facts and tables, in the order of the document.
fn expected(document: &mut Document<'_>) -> Vec<Vec<Vec<String>>> {
    let rows_joined_by = |between: &str, facts: Vec<shown::ShownFact>| -> Vec<Vec<String>> {
        let label = |fact: &shown::ShownFact| match fact.provision {
            Some(provision) => format!("{}{between}{provision}", fact.label),
            None => fact.label.clone(),
        };
        facts
            .iter()
            .map(|fact| vec![label(fact), fact.shown.lines.join("\n")])
            .collect()
    };
    let fact_rows = |facts| rows_joined_by("\n", facts);
    let mut tables = vec![fact_rows(document.head.iter().map(shown::fact).collect())];
    for block in document
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.blocks)
    {
        match block {
            Block::Facts(facts) => {
                tables.push(fact_rows(facts.iter().map(shown::fact).collect()));
            }
            Block::Table(table) => {
                let is_too_wide = table.is_too_wide();
                let mut rows = Vec::new();
                let groups = shown::groups(table);
                rows.push(
                    groups
                        .iter()
                        .map(|group| group.heading.unwrap_or_default().to_owned())
                        .collect(),
                );
                let headings = table.columns.iter().map(|column| {
                    format!(
                        "{}\n{}",
                        crate::model::one_line(&column.heading),
                        column.provision.unwrap()
                    )
                });
                rows.push(headings.collect());
                (table.rows)(&mut |row| {
                    if is_too_wide {
                        let (_, facts) = shown::record(0, table.n_names, row, &table.columns);
                        tables.push(rows_joined_by(" ", facts));
                    } else {
                        let cells = row.iter().zip(&table.columns);
                        rows.push(
                            cells
                                .map(|(cell, column)| shown::cell(cell, column).lines.join("\n"))
                                .collect(),
                        );
                    }
                    Ok(())
                })
                .unwrap();
                if !is_too_wide {
                    tables.push(rows);
                }
            }
            _ => {}
        }
    }
    tables
}

#[test]
fn every_cell_comes_back_as_it_was_written() {
    let body = hostile_body();
    let expected = expected(&mut specimen::document(&specimen::hostile()));
    assert_eq!(body.tables.len(), expected.len());
    for (read, written) in body.tables.iter().zip(&expected) {
        assert_eq!(read, written);
    }
}

#[test]
fn headings_captions_lists_and_blanks_have_their_styles() {
    let body = hostile_body();
    let count = |style: &str| {
        body.paragraphs
            .iter()
            .filter(|(name, _)| name == style)
            .count()
    };
    assert_eq!(count("Title"), 1);
    assert_eq!(count("Heading1"), 4);
    assert_eq!(count("Heading2"), 2);
    assert_eq!(count("Heading3"), specimen::hostile().len() + 1);
    assert_eq!(count("Caption"), 5);
    assert_eq!(count("ListBullet"), 2 * specimen::hostile().len());
    assert_eq!(count("ToComplete"), 3);
    assert_eq!(body.n_header_rows, 6);
}

#[test]
fn every_style_used_is_defined_and_every_link_leads_somewhere() {
    let parts = parts(&HOSTILE);
    let styles = String::from_utf8(parts["word/styles.xml"].clone()).unwrap();
    let body = body(&parts["word/document.xml"]);
    for (style, _) in body
        .paragraphs
        .iter()
        .filter(|(style, _)| !style.is_empty())
    {
        assert!(
            styles.contains(&format!("w:styleId=\"{style}\"")),
            "{style}"
        );
    }
    let n_entries = specimen::hostile().len() + 1;
    assert_eq!(body.anchors.len(), 4 + n_entries);
    for anchor in &body.anchors {
        assert!(body.bookmarks.contains(anchor), "{anchor}");
    }
}

#[test]
fn paper_is_turned_for_wide_tables_and_drawings_and_back_again() {
    assert_eq!(hostile_body().turned, [false, true, false]);
}

#[test]
fn drawings_are_there_twice_with_words_for_them() {
    let parts = parts(&HOSTILE);
    for sheet in ["sheet-1", "sheet-2"] {
        assert!(parts[&format!("word/media/{sheet}.png")].starts_with(b"\x89PNG"));
        assert!(parts[&format!("word/media/{sheet}.svg")].starts_with(b"<svg"));
    }
    let body = body(&parts["word/document.xml"]);
    assert_eq!(body.alternatives.len(), 2);
    assert!(body.alternatives[0].contains("<script>"));
}

/// Every part is read to its end as XML; what is not well-formed would stop Word.
#[test]
fn every_part_is_well_formed() {
    for texts in [specimen::hostile(), vec![String::new()]] {
        let bytes = specimen::written(&FORMAT, &mut specimen::document(&texts));
        for (name, content) in parts(&bytes) {
            if name.ends_with(".png") {
                continue;
            }
            let mut reader = Reader::from_reader(content.as_slice());
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
            let text = String::from_utf8(content).unwrap();
            let is_allowed = |character: char| {
                character >= ' ' && !matches!(character, '\u{fffe}' | '\u{ffff}')
                    || character == '\n'
            };
            assert!(text.chars().all(is_allowed), "{name}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let again = specimen::written(&FORMAT, &mut specimen::document(&specimen::hostile()));
    assert!(*HOSTILE == again);
}
