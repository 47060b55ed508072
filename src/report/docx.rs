//! A document for Word: real styles, so that who gets it can edit it and find the way in it.
//!
//! A file of this kind is a zip of XML parts, which the templates in `docx/` hold. Drawings stand in
//! it as SVG, with a PNG for readers that cannot draw one. Its dates are the day as at which the
//! document speaks, so that the same register gives the same bytes.

pub(super) mod forms;

use std::io::{self, Write};

use askama::Template;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::blocks::blocks;
use super::document::{Block, Document, Figure, Section, Table};
use super::shown::{self, Group, Listed, Shown, ShownFact, lines};
use super::{Format, ReportError};
use crate::diagram::drawing;
use crate::model::{AsAt, Date};

pub(super) static FORMAT: Format = Format {
    name: "docx",
    endings: &["docx"],
    is_text: false,
    shows_pictures: true,
    write,
};

/// The room for text on a page, in twentieths of a point: upright and turned.
const ROOM: [usize; 2] = [11906 - 2000, 16838 - 2000];

/// The length in a drawing's units (EMU) of a CSS pixel and of a twentieth of a point.
const EMU_PER_PX: f64 = 9525.0;
const EMU_PER_TWIP: f64 = 635.0;

/// The most that a drawing may be high, in twentieths of a point: its caption and the heading stand
/// on the same page.
const HIGHEST: [f64; 2] = [12000.0, 7600.0];

blocks! {
    "docx/document.xml":
    "head" => Head {
        title: String,
        subtitle: String,
        as_at: String,
        facts: Vec<ShownFact>,
        headings: Vec<Listed>,
        label_width: usize,
        value_width: usize,
    }
    "turn" => Turn { is_wide: bool }
    "section" => SectionHead { number: usize, heading: String }
    "entry" => EntryHead { style: &'static str, number: usize, heading: String }
    "paragraph" => Paragraph { style: &'static str, lines: Vec<String> }
    "facts" => Facts { facts: Vec<ShownFact>, label_width: usize, value_width: usize, style: &'static str }
    "blank" => Blank { lines: Vec<String> }
    "sheet" => Sheet { number: usize, width: u64, height: u64, words: String }
    "table_head" => TableHead<'t> {
        caption: String,
        width: usize,
        widths: &'t [usize],
        groups: Vec<Group>,
        columns: Vec<(String, Option<&'static str>)>,
    }
    "row" => Row<'t> { cells: Vec<Shown>, widths: &'t [usize] }
    "table_foot" => TableFoot {}
    "foot" => Foot { is_wide: bool }
}

#[derive(Template)]
#[template(path = "docx/core.xml")]
struct Core {
    title: String,
    subtitle: String,
    as_at_iso: String,
}

#[derive(Template)]
#[template(path = "docx/footer.xml")]
struct Footer {
    title: String,
    as_at: String,
}

#[derive(Template)]
#[template(path = "docx/content_types.xml")]
struct ContentTypes {
    is_form: bool,
}

#[derive(Template)]
#[template(path = "docx/settings.xml")]
struct Settings {
    /// Whether only answers can be written in it.
    is_form: bool,
}

#[derive(Template)]
#[template(path = "docx/document_rels.xml")]
struct Relations {
    sheets: Vec<usize>,
    is_form: bool,
}

fn write(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut package = Package::new(out, document.as_at.on);
    let (title, subtitle) = (&document.title, &document.subtitle);
    package.around(title, subtitle, document.as_at, false)?;
    let n_sheets = media(document, &mut package)?;
    package.template(
        "word/_rels/document.xml.rels",
        &Relations {
            sheets: (1..=n_sheets).collect(),
            is_form: false,
        },
    )?;
    package.begin("word/document.xml")?;
    body(document, &mut package.zip)?;
    package.zip.finish().map_err(io::Error::from)?;
    Ok(())
}

/// The zip as far as it is written.
struct Package<'o> {
    zip: ZipWriter<StreamWriter<&'o mut dyn Write>>,
    options: SimpleFileOptions,
}

impl<'o> Package<'o> {
    fn new(out: &'o mut dyn Write, as_at: Date) -> Self {
        let day = |number: i8| u8::try_from(number).unwrap_or(1);
        let year = u16::try_from(as_at.year()).unwrap_or_default();
        // A zip knows no day before 1980: such a one gets the first.
        let modified =
            DateTime::from_date_and_time(year, day(as_at.month()), day(as_at.day()), 0, 0, 0);
        Self {
            zip: ZipWriter::new_stream(out),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(modified.unwrap_or_default()),
        }
    }

    fn begin(&mut self, name: &str) -> io::Result<()> {
        Ok(self.zip.start_file(name, self.options)?)
    }

    fn part(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(name)?;
        self.zip.write_all(bytes)
    }

    fn template(&mut self, name: &str, template: &impl Template) -> io::Result<()> {
        self.begin(name)?;
        Template::write_into(template, &mut self.zip)
    }

    /// The parts that every document has around its body.
    fn around(
        &mut self,
        title: &str,
        subtitle: &str,
        as_at: AsAt,
        is_form: bool,
    ) -> Result<(), ReportError> {
        let title = shown::line(title);
        self.template("[Content_Types].xml", &ContentTypes { is_form })?;
        self.part("_rels/.rels", include_bytes!("docx/package_rels.xml"))?;
        self.template(
            "docProps/core.xml",
            &Core {
                title: title.clone(),
                subtitle: shown::line(subtitle),
                as_at_iso: as_at.on.to_string(),
            },
        )?;
        self.part("docProps/app.xml", include_bytes!("docx/app.xml"))?;
        self.part("word/styles.xml", include_bytes!("docx/styles.xml"))?;
        self.part("word/numbering.xml", include_bytes!("docx/numbering.xml"))?;
        self.template("word/settings.xml", &Settings { is_form })?;
        let footer = Footer {
            title: shown::short(&title),
            as_at: as_at.in_words(),
        };
        Ok(self.template("word/footer.xml", &footer)?)
    }
}

/// Puts the drawings into the package, and says how many sheets there are.
fn media(document: &Document<'_>, package: &mut Package<'_>) -> Result<usize, ReportError> {
    let mut n_sheets = 0;
    for section in &document.sections {
        for block in &section.blocks {
            let Block::Figure(figure) = block else {
                continue;
            };
            for sheet in &figure.sheets {
                n_sheets += 1;
                let picture = drawing::png_of(sheet)?;
                package.part(&format!("word/media/sheet-{n_sheets}.png"), &picture)?;
                let name = format!("word/media/sheet-{n_sheets}.svg");
                package.part(&name, sheet.as_bytes())?;
            }
        }
    }
    Ok(n_sheets)
}

fn body(document: &mut Document<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let (label_width, value_width) = fact_widths(LABEL, false);
    let head = Head {
        title: shown::line(&document.title),
        subtitle: shown::line(&document.subtitle),
        as_at: document.as_at.in_words(),
        facts: document.head.iter().map(shown::fact).collect(),
        headings: shown::contents(document),
        label_width,
        value_width,
    };
    head.write_into(out)?;
    let mut body = Body {
        out,
        is_wide: false,
        n_sheets: 0,
        n_entries: 0,
    };
    let turned = document.turned();
    for (at, (section, is_wide)) in document.sections.iter_mut().zip(turned).enumerate() {
        body.section(at + 1, section, is_wide)?;
    }
    let is_wide = body.is_wide;
    Foot { is_wide }.write_into(body.out)?;
    Ok(())
}

/// How wide the labels of facts are, and those of an entry, which are the headings of columns.
const LABEL: usize = 3100;
const ENTRY_LABEL: usize = 3700;

/// How wide the labels of facts are, and what stands for them.
fn fact_widths(label: usize, is_wide: bool) -> (usize, usize) {
    (label, ROOM[usize::from(is_wide)] - label)
}

/// The body of the document as far as it is written.
struct Body<'o> {
    out: &'o mut dyn Write,
    /// Whether the paper is turned.
    is_wide: bool,
    n_sheets: usize,
    n_entries: usize,
}

impl Body<'_> {
    fn section(
        &mut self,
        number: usize,
        section: &mut Section<'_>,
        is_wide: bool,
    ) -> Result<(), ReportError> {
        if is_wide != self.is_wide {
            // What came before ends on paper as it lay.
            let turn = Turn {
                is_wide: self.is_wide,
            };
            turn.write_into(self.out)?;
            self.is_wide = is_wide;
        }
        let heading = shown::line(&section.heading);
        SectionHead { number, heading }.write_into(self.out)?;
        for block in &mut section.blocks {
            self.block(block)?;
        }
        Ok(())
    }

    fn block(&mut self, block: &mut Block<'_>) -> Result<(), ReportError> {
        match block {
            Block::Heading(text) => self.paragraph("Heading2", vec![shown::line(text)])?,
            Block::Words(text) => self.paragraph("Normal", lines(text))?,
            Block::List(items) => {
                for item in items {
                    self.paragraph("ListBullet", lines(item))?;
                }
            }
            Block::Facts(facts) => {
                let facts = facts.iter().map(shown::fact).collect();
                self.facts(facts, "FactText", LABEL)?;
            }
            Block::Blank(text) => Blank { lines: lines(text) }.write_into(self.out)?,
            Block::Figure(figure) => self.figure(figure)?,
            Block::Table(table) if table.is_too_wide() => self.records(table)?,
            Block::Table(table) => self.table(table)?,
        }
        Ok(())
    }

    fn paragraph(&mut self, style: &'static str, lines: Vec<String>) -> io::Result<()> {
        Paragraph { style, lines }.write_into(self.out)
    }

    fn facts(
        &mut self,
        facts: Vec<ShownFact>,
        style: &'static str,
        label: usize,
    ) -> io::Result<()> {
        let (label_width, value_width) = fact_widths(label, self.is_wide);
        let facts = Facts {
            facts,
            label_width,
            value_width,
            style,
        };
        facts.write_into(self.out)
    }

    fn figure(&mut self, figure: &Figure) -> io::Result<()> {
        let caption = shown::line(&figure.caption);
        self.paragraph("Caption", vec![caption.clone()])?;
        for sheet in &figure.sheets {
            self.n_sheets += 1;
            let (width, height) = Figure::size(sheet).unwrap_or((600.0, 400.0));
            let at = usize::from(self.is_wide);
            let most = (ROOM[at] as f64 * EMU_PER_TWIP, HIGHEST[at] * EMU_PER_TWIP);
            let (width, height) = (width * EMU_PER_PX, height * EMU_PER_PX);
            let scale = (most.0 / width).min(most.1 / height).min(1.0);
            let sheet = Sheet {
                number: self.n_sheets,
                width: (width * scale) as u64,
                height: (height * scale) as u64,
                words: format!("{caption}. What it shows is listed in words below it."),
            };
            sheet.write_into(self.out)?;
        }
        if !figure.words.is_empty() {
            self.paragraph("Caption", vec![shown::IN_WORDS.to_owned()])?;
        }
        for words in &figure.words {
            self.paragraph("ListBullet", vec![shown::line(words)])?;
        }
        Ok(())
    }

    fn table(&mut self, table: &mut Table<'_>) -> Result<(), ReportError> {
        let room = ROOM[usize::from(self.is_wide)];
        let widths = shown::shares(&table.columns, room);
        let head = TableHead {
            caption: shown::line(&table.caption),
            width: widths.iter().sum(),
            widths: &widths,
            groups: shown::groups(table),
            columns: table
                .columns
                .iter()
                .map(|column| (shown::line(&column.heading), column.provision))
                .collect(),
        };
        head.write_into(self.out)?;
        let mut n_rows = 0;
        (table.rows)(&mut |row| {
            n_rows += 1;
            let cells = row.iter().zip(&table.columns);
            let row = Row {
                cells: cells
                    .map(|(cell, column)| shown::cell(cell, column))
                    .collect(),
                widths: &widths,
            };
            Ok(row.write_into(self.out)?)
        })?;
        TableFoot {}.write_into(self.out)?;
        self.no_row(n_rows)
    }

    /// A table that no paper is wide enough for: one list for each row.
    fn records(&mut self, table: &mut Table<'_>) -> Result<(), ReportError> {
        self.paragraph("Heading2", vec![shown::line(&table.caption)])?;
        let style = if table.a_page_each {
            "EntryHeading"
        } else {
            "Heading3"
        };
        let mut n_rows = 0;
        (table.rows)(&mut |row| {
            n_rows += 1;
            let (heading, facts) = shown::record(n_rows, table.n_names, row, &table.columns);
            if table.entries.is_empty() {
                self.paragraph(style, vec![heading])?;
            } else {
                self.n_entries += 1;
                let number = self.n_entries;
                EntryHead {
                    style,
                    number,
                    heading,
                }
                .write_into(self.out)?;
            }
            Ok(self.facts(facts, "EntryText", ENTRY_LABEL)?)
        })?;
        self.no_row(n_rows)
    }

    fn no_row(&mut self, n_rows: usize) -> Result<(), ReportError> {
        if n_rows == 0 {
            self.paragraph("Normal", vec!["No entries.".to_owned()])?;
        }
        Ok(())
    }
}
