//! Documents read back by programs that are not ours: python-docx, LibreOffice and poppler.

use std::path::Path;
use std::process::Command;

use ropa::model::visible;
use ropa::report::{Block, Cell, Column, Document, FORMATS, Fact, Figure, Section, Table};
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::root;

/// Words that some format would act on.
fn hostile() -> Vec<String> {
    let texts = [
        "<b>&amp;</b> \"quotes\" 'and' ]]>",
        "two\nlines, and\n\nan empty one",
        "tab\tbell \u{7} escape \u{1b}[0m override \u{202e} none \u{ffff}",
        "=SUM(A1) | pipe | `code`",
        "שירותי רווחה",
        "Children 👨‍👩‍👧 漢字",
        "#strong[x] $x$ @ref \\",
        "",
    ];
    let mut texts = texts.map(str::to_owned).to_vec();
    texts.push("w".repeat(300));
    texts
}

fn column(heading: &str, width: u16) -> Column {
    Column {
        provision: Some("Article 30(1)(b) UK GDPR"),
        ..Column::new(heading.to_owned(), width)
    }
}

fn document(sections: Vec<Section<'static>>) -> Document<'static> {
    Document {
        title: "Record of processing activities".to_owned(),
        subtitle: "Somewhere Council".to_owned(),
        as_at: jiff::civil::date(2026, 11, 24).into(),
        head: Vec::new(),
        sections,
    }
}

fn section(heading: &str, block: Block<'static>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks: vec![block],
    }
}

fn write(name: &str, document: &mut Document<'_>, folder: &Path) -> std::path::PathBuf {
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    let mut bytes = Vec::new();
    (format.write)(document, &mut bytes).unwrap();
    let path = folder.join(format!("document.{}", format.endings[0]));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn output(command: &mut Command, needed: &str) -> Vec<u8> {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{needed} is needed for this test: {error}"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// What a table should be when it is read back: its heading, and each cell as it is shown.
fn expected(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<Vec<String>> {
    let heading = columns
        .iter()
        .map(|column| format!("{}\n{}", column.heading, column.provision.unwrap()));
    let mut all = vec![heading.collect()];
    all.extend(rows.iter().map(|row| {
        let cells = row.iter().zip(columns);
        cells
            .map(|(cell, column)| visible(cell.shown(column)).into_owned())
            .collect()
    }));
    all
}

fn tables(found: &Value) -> Vec<Vec<Vec<String>>> {
    serde_json::from_value(found["tables"].clone()).unwrap()
}

fn sheet() -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" viewBox=\"0 0 400 200\"><rect width=\"400\" height=\"200\" fill=\"#eef2f7\"/></svg>".to_owned()
}

/// Run by `.ci/run`, which installs python-docx.
#[test]
#[ignore = "needs python-docx"]
fn python_docx_reads_every_cell_as_it_was_written() {
    let folder = TempDir::new().unwrap();
    let columns = vec![
        column("Purpose", 20),
        column("State", 20),
        column("Words", 30),
    ];
    let rows: Vec<Vec<Cell>> = hostile()
        .into_iter()
        .map(|text| {
            vec![
                Cell::Text(text.clone()),
                Cell::NotRecorded,
                Cell::Text(text),
            ]
        })
        .chain([vec![Cell::None, Cell::NotApplicable, Cell::NotRecorded]])
        .collect();
    let facts: Vec<Fact> = hostile()
        .into_iter()
        .map(|text| Fact {
            label: "Label".to_owned(),
            provision: None,
            cell: Cell::Text(text),
        })
        .collect();
    let figure = Figure {
        caption: "A picture".to_owned(),
        sheets: vec![sheet()],
        words: vec!["One box".to_owned()],
    };
    let mut document = document(vec![
        section(
            "Table",
            Block::Table(Table::of("Rows", columns.clone(), rows.clone())),
        ),
        section("Facts", Block::Facts(facts)),
        section("Picture", Block::Figure(figure)),
        section(
            "List",
            Block::List(vec!["one".to_owned(), "two".to_owned()]),
        ),
    ]);
    let path = write("docx", &mut document, folder.path());
    let script = root().join("tests/read_docx.py");
    let mut python = Command::new("/usr/bin/python3");
    let found = output(python.arg(script).arg(&path), "python-docx");
    let found: Value = serde_json::from_slice(&found).unwrap();
    let read = tables(&found);
    assert_eq!(read[0], expected(&columns, &rows));
    let facts: Vec<Vec<String>> = hostile()
        .iter()
        .map(|text| vec!["Label".to_owned(), visible(text).into_owned()])
        .collect();
    assert_eq!(read[1], facts);
    assert_eq!(found["title"], "Record of processing activities");
    assert_eq!(found["created"].as_str().unwrap()[..10], *"2026-11-24");
    assert_eq!(found["language"], "en-GB");
    assert_eq!(found["pictures"], 1);
    assert_eq!(found["landscape"], serde_json::json!([false, true, false]));
    let styles: Vec<&str> = found["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|paragraph| paragraph[0].as_str())
        .collect();
    for style in ["Title", "Heading 1", "Caption", "List Bullet"] {
        assert!(styles.contains(&style), "{style}: {styles:?}");
    }
}

/// Run by `.ci/run`, which installs poppler.
#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs pdftotext"]
fn pdftotext_finds_every_word_of_a_cell_taller_than_a_page() {
    let folder = TempDir::new().unwrap();
    let word = |n: usize| format!("word{n:05}");
    let long: Vec<String> = (1..=5000).map(word).collect();
    let columns = vec![column("Number", 10), column("Words", 60)];
    let mut rows: Vec<Vec<Cell>> = (0..120)
        .map(|n| {
            vec![
                Cell::Text(format!("row{n:03}")),
                Cell::Text("short".to_owned()),
            ]
        })
        .collect();
    rows[60][1] = Cell::Text(long.join(" "));
    let mut document = document(vec![section(
        "Table",
        Block::Table(Table::of("Rows", columns, rows)),
    )]);
    let path = write("pdf", &mut document, folder.path());
    let text = output(
        Command::new("pdftotext").arg("-layout").arg(&path).arg("-"),
        "pdftotext",
    );
    let text = String::from_utf8(text).unwrap();
    let found = |start: &str| -> Vec<&str> {
        let words = text.split_whitespace();
        words.filter(|word| word.starts_with(start)).collect()
    };
    assert_eq!(found("word"), long);
    assert_eq!(found("row").len(), 120);
    let n_pages = text.matches('\u{c}').count();
    let n_headings = text
        .lines()
        .filter(|line| line.trim_start().starts_with("Number"))
        .count();
    assert!(n_pages > 5);
    assert!(
        n_headings >= n_pages - 1,
        "{n_headings} headings on {n_pages} pages"
    );
    let information = output(Command::new("pdfinfo").arg(&path), "pdfinfo");
    let information = String::from_utf8(information).unwrap();
    assert!(
        information.contains("Tagged:          yes"),
        "{information}"
    );
    assert!(information.contains("Title:           Record of processing activities"));
}

/// Run by `.ci/run`, which installs poppler.
#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs pdftotext"]
fn each_entry_has_one_page_where_it_fits() {
    let folder = TempDir::new().unwrap();
    let columns: Vec<Column> = (0..30).map(|n| column(&format!("Fact {n}"), 20)).collect();
    let measures = |fact: usize| -> Cell {
        let all = (1..=8).map(|n| format!("Measure {fact}.{n} (technical; in place)"));
        Cell::Text(all.collect::<Vec<String>>().join("\n"))
    };
    let row = |name: &str| {
        let mut row = vec![Cell::Text(name.to_owned())];
        row.extend((1..16).map(measures));
        row.resize(20, Cell::None);
        row.resize(30, Cell::NotRecorded);
        row
    };
    let rows: Vec<Vec<Cell>> = ["Archives", "Benefits", "Care"].map(row).into();
    let mut table = Table::of("Entries", columns, rows);
    table.n_names = 1;
    table.a_page_each = true;
    let mut document = document(vec![section("Controller", Block::Table(table))]);
    let path = write("pdf", &mut document, folder.path());
    let text = output(
        Command::new("pdftotext").arg("-layout").arg(&path).arg("-"),
        "pdftotext",
    );
    let text = String::from_utf8(text).unwrap();
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), 4, "{text}");
    for (n, name) in [(1, "Archives"), (2, "Benefits"), (3, "Care")] {
        let page = pages[n];
        assert!(
            page.trim_start().starts_with(&format!("{n}. {name}")),
            "{page}"
        );
        assert!(
            page.contains("Measure 15.8 (technical; in place)"),
            "{page}"
        );
        for said in ["None", "Not recorded"] {
            let n_lines = page.lines().filter(|line| line.starts_with(said)).count();
            assert_eq!(n_lines, 1, "{page}");
        }
        // The list before the entries says on which page each is.
        let listed = pages[0].lines().find(|line| {
            line.trim_start().starts_with(&format!("{n}. {name}"))
                && line.ends_with(&(n + 1).to_string())
        });
        assert!(listed.is_some(), "{}", pages[0]);
    }
}

#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs pdftotext"]
fn pdftotext_finds_hostile_words_as_they_were_written() {
    let folder = TempDir::new().unwrap();
    let texts = [
        "<b>&amp;</b> \"quotes\" 'and' ]]>",
        "#strong[x] $x$ @ref \\",
        "=SUM(A1) | pipe | `code` *stars*",
        "Tŷ Gobaith, Llŷn",
        "Children \\u{1f600} \\u{6f22}",
        "bell \\u{7}",
    ];
    let mut facts: Vec<Fact> = texts
        .iter()
        .map(|text| Fact {
            label: "Label".to_owned(),
            provision: None,
            cell: Cell::Text(
                text.replace("\\u{1f600}", "😀")
                    .replace("\\u{6f22}", "漢")
                    .replace("\\u{7}", "\u{7}"),
            ),
        })
        .collect();
    let long = "w".repeat(300);
    facts.push(Fact {
        label: "Long".to_owned(),
        provision: None,
        cell: Cell::Text(long.clone()),
    });
    let mut document = document(vec![section("Facts", Block::Facts(facts))]);
    let path = write("pdf", &mut document, folder.path());
    let text = output(
        Command::new("pdftotext").arg("-layout").arg(&path).arg("-"),
        "pdftotext",
    );
    let text = String::from_utf8(text).unwrap();
    for words in texts {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let n_letters = text
        .split_whitespace()
        .filter(|word| word.trim_matches(['w', '\u{200b}']).is_empty());
    let n_letters: usize = n_letters.map(|word| word.matches('w').count()).sum();
    assert_eq!(n_letters, long.len());
    assert!(text.contains("lacks 2 of the characters"), "{text}");
}
