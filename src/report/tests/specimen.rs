//! Documents to try the formats on: every block, every state, and words that try to be more than words.

use crate::report::document::{Block, Cell, Column, Document, Fact, Figure, Section, Table};

/// Words that some format would act on if they were not escaped.
pub(in crate::report) fn hostile() -> Vec<String> {
    let texts = [
        "<script>alert(\"1\")</script> & 'quotes' ]]> &amp; <!-- -->",
        "a | pipe, `code`, *stars*, _lines_, [link](javascript:alert(1)), # heading, ~~gone~~",
        "first line\nsecond line\r\n\n- fourth, after an empty one",
        "- no list\n1. no number\n> no quotation\n    no code\n---\n=== no title",
        "שירותי רווחה and خدمات اجتماعية",
        "Children 👨‍👩‍👧 😀 漢字",
        "bell \u{7}, escape \u{1b}[31m, override \u{202e}desrever, nought \u{0}, none \u{ffff}",
        "=HYPERLINK(\"http://example.org\")",
        "#strong[x] $x$ \\ @ref #sys.inputs #read(\"/etc/passwd\")",
        "{{ title }} {% block head %} {# remark #}",
        "https://example.org/a?b=c&d=\"e\"",
        "https://example.org/notice?id=1&part=2",
        "",
        " ",
    ];
    let mut texts: Vec<String> = texts.map(str::to_owned).to_vec();
    texts.push("w".repeat(300));
    texts
}

fn column(heading: &str, group: Option<&'static str>, width: u16) -> Column {
    Column {
        heading: heading.to_owned(),
        group,
        provision: Some("Article 30(1)(b) UK GDPR"),
        not_recorded: "not recorded",
        none: "none",
        width,
    }
}

/// A drawing that is markup of our own, about words that are not.
pub(in crate::report) fn sheet(width: u32, height: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" lang=\"en-GB\" font-family=\"Liberation Sans\">\n\
         <title>Flows</title>\n<desc>Two boxes</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n<rect x=\"10\" y=\"10\" width=\"80\" height=\"40\" fill=\"none\" stroke=\"#1b1f24\"/>\n\
         <text x=\"20\" y=\"35\" font-size=\"12\">NHS</text>\n</svg>\n"
    )
}

/// A document with every block, in which the given words stand in every place that takes words.
pub(in crate::report) fn document(texts: &[String]) -> Document<'static> {
    let all = texts.join("\n");
    let text = |text: &str| Cell::Text(text.to_owned());
    let fact = |label: &str, cell: Cell| Fact {
        label: label.to_owned(),
        provision: Some("Article 30(1)(a) UK GDPR"),
        cell,
    };
    let states = |label: &str| {
        vec![
            fact(label, text(&all)),
            fact("Not recorded", Cell::NotRecorded),
            fact("None", Cell::None),
            fact("Not applicable", Cell::NotApplicable),
        ]
    };
    let rows: Vec<Vec<Cell>> = texts
        .iter()
        .map(|one| vec![text(one), Cell::NotRecorded, text(one)])
        .chain([vec![Cell::None, Cell::NotApplicable, Cell::NotRecorded]])
        .collect();
    let narrow = |width| {
        vec![
            column(&texts[0], Some("Article 30"), width),
            column("State", Some("Article 30"), width),
            column("Words", None, width),
        ]
    };
    let section = |heading: &str, blocks| Section {
        heading: heading.to_owned(),
        blocks,
    };
    let blocks = vec![
        Block::Heading(all.clone()),
        Block::Words(all.clone()),
        Block::List(texts.to_vec()),
        Block::Facts(states(&all)),
        Block::Blank(all.clone()),
    ];
    let tables = vec![
        Block::Table(Table::of(&texts[0], narrow(20), rows.clone())),
        Block::Table(Table::of("Turned", narrow(50), rows.clone())),
        Block::Table(Table {
            entries: rows.iter().map(|_| all.clone()).collect(),
            ..Table::of("Too wide", narrow(100), rows.clone())
        }),
        Block::Table(Table::of("Empty", narrow(20), Vec::new())),
    ];
    let figure = Figure {
        caption: texts[0].clone(),
        sheets: vec![sheet(400, 200), sheet(400, 600)],
        words: texts.to_vec(),
    };
    Document {
        title: all.clone(),
        subtitle: all.clone(),
        as_at: jiff::civil::date(2026, 11, 24).into(),
        head: states("Controller"),
        sections: vec![
            section(&all, blocks),
            section("Tables", tables),
            section("Figures", vec![Block::Figure(figure)]),
            section("Nothing", Vec::new()),
        ],
    }
}

/// What a format makes of a document.
pub(in crate::report) fn written(
    format: &crate::report::Format,
    document: &mut Document<'_>,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    (format.write)(document, &mut bytes).unwrap();
    bytes
}

/// What a format of text makes of the hostile document.
pub(in crate::report) fn hostile_text(format: &crate::report::Format) -> String {
    String::from_utf8(written(format, &mut document(&hostile()))).unwrap()
}
