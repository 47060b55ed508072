//! A document before it is written: headings, words, tables and drawings in the order of reading.
//!
//! A table hands over its rows one at a time, so that a format which writes them as they come needs
//! no more memory for a nation than for a parish.

use std::borrow::Cow;

use crate::model::{AsAt, Table as Texts};

use super::ReportError;

/// A document that every format can write.
pub struct Document<'a> {
    /// What it is: `Record of processing activities`.
    pub title: String,
    /// Whose it is and what was selected, in a line.
    pub subtitle: String,
    /// The day as at which it speaks, and the state of recording.
    pub as_at: AsAt,
    /// What stands at its head, before the first section: controller, officer, representative.
    pub head: Vec<Fact>,
    /// Its sections, in the order of reading.
    pub sections: Vec<Section<'a>>,
}

/// One section: a chapter on paper, a sheet in a workbook.
pub struct Section<'a> {
    /// Its heading; unlike every other of the document.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block<'a>>,
}

impl Document<'_> {
    /// The most rows of a table on a first screen.
    pub const FIRST_ROWS: usize = 20;

    /// Whether it is one list or the answer to a question: nobody looks for a place in it.
    pub fn is_short(&self) -> bool {
        let first = self.sections.first();
        self.sections.len() <= 1 || first.is_some_and(|first| first.heading == Section::ANSWER)
    }

    /// Which sections stand on turned paper: those that are wider than high, and one that is not
    /// between two that are, so that no page is turned for a few lines.
    pub fn turned(&self) -> Vec<bool> {
        let wide: Vec<bool> = self.sections.iter().map(Section::is_wide).collect();
        let is_wide = |at: Option<usize>| at.and_then(|at| wide.get(at)).copied() == Some(true);
        (0..wide.len())
            .map(|at| wide[at] || is_wide(at.checked_sub(1)) && is_wide(Some(at + 1)))
            .collect()
    }
}

impl Section<'_> {
    /// The heading of the section that proves the document. It comes last, since it counts what was
    /// handed over before it; a format that holds nothing but one table leaves it out, and its
    /// proof goes beside it.
    pub const PROOF: &'static str = "Proof";

    /// The heading of the section that answers a question.
    pub const ANSWER: &'static str = "Answer";

    /// The heading of the section that says what was searched for an answer; it comes last.
    pub const SEARCHED: &'static str = "What was searched";

    /// Whether this is the section that proves the document.
    pub fn is_proof(&self) -> bool {
        self.heading == Self::PROOF
    }

    /// What its entries are headed by, for the contents.
    pub fn entries(&self) -> impl Iterator<Item = &String> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Table(table) if table.is_too_wide() => &table.entries[..],
            _ => &[],
        })
    }

    /// Whether it wants its paper turned: something in it is wider than high.
    pub fn is_wide(&self) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Table(table) => table.is_wide(),
            Block::Figure(figure) => figure.is_wide(),
            _ => false,
        })
    }
}

/// One thing in a section.
pub enum Block<'a> {
    /// A heading below that of the section.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A list of points.
    List(Vec<String>),
    /// Labels with what stands for each.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table<'a>),
    /// A drawing with its words.
    Figure(Figure),
    /// A place that a person has to fill: what is asked for.
    Blank(String),
}

/// A label with its value. Where the value is not text, it is shown as a new [`Column`] shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is: `Purpose of processing`.
    pub label: String,
    /// The provision it answers: `Article 30(1)(b) UK GDPR`.
    pub provision: Option<&'static str>,
    /// What the record says.
    pub cell: Cell,
}

/// What the record says in one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// The record does not say.
    #[default]
    NotRecorded,
    /// The record says that there is none.
    None,
    /// The record says this; lines are parted by `\n`.
    Text(String),
    /// The field has no meaning for this row: nothing is missing and nothing was denied.
    NotApplicable,
}

/// A drawing on its sheets, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its caption.
    pub caption: String,
    /// Each sheet as SVG.
    pub sheets: Vec<String>,
    /// What it shows, flow by flow, for who cannot see it.
    pub words: Vec<String>,
}

/// A table whose rows come one at a time.
pub struct Table<'a> {
    /// What it shows; the name of its sheet in a workbook.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Of how many of its first columns that say something a row is headed, where it is written as a list.
    pub n_names: usize,
    /// Whether each row begins a page, where it is written as a list.
    pub a_page_each: bool,
    /// What the rows are headed by, where it is written as a list and that is known before; the
    /// contents of the document list them.
    pub entries: Vec<String>,
    /// Hands its rows over, in order; each has as many cells as there are columns.
    pub rows: Rows<'a>,
}

/// What takes a row, and may refuse.
pub type Take<'t> = dyn FnMut(&[Cell]) -> Result<(), ReportError> + 't;

/// What hands rows over.
pub type Rows<'a> = Box<dyn FnMut(&mut Take<'_>) -> Result<(), ReportError> + 'a>;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// The heading over it and its neighbours, where there is one.
    pub group: Option<&'static str>,
    /// The provision it answers.
    pub provision: Option<&'static str>,
    /// What it prints where the record does not say; no words where it is left out.
    pub not_recorded: &'static str,
    /// What it prints where the record says that there is none.
    pub none: &'static str,
    /// How wide it is, in characters.
    pub width: u16,
}

impl Figure {
    /// The width and height of a sheet, in CSS pixels, as its first element says.
    pub fn size(sheet: &str) -> Option<(f64, f64)> {
        let (_, rest) = sheet.split_once(" viewBox=\"")?;
        let (numbers, _) = rest.split_once('"')?;
        let numbers: Vec<f64> = numbers
            .split(' ')
            .filter_map(|number| number.parse().ok())
            .collect();
        match numbers[..] {
            [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
            _ => None,
        }
    }

    /// Whether a sheet is wider than high.
    fn is_wide(&self) -> bool {
        let mut sizes = self.sheets.iter().filter_map(|sheet| Self::size(sheet));
        sizes.any(|(width, height)| width > height)
    }
}

impl Column {
    /// A column of text with a heading, which prints `not recorded` and `none` for what they are.
    pub const fn new(heading: String, width: u16) -> Self {
        Self {
            heading,
            group: None,
            provision: None,
            not_recorded: "not recorded",
            none: "none",
            width,
        }
    }
}

impl Cell {
    /// What a text says: it may say that the record does not say, or that there is none.
    fn of_text(text: String) -> Self {
        match text.as_str() {
            "not recorded" => Self::NotRecorded,
            "none" => Self::None,
            _ => Self::Text(text),
        }
    }

    /// What is said for it where no column says it otherwise.
    pub fn said(&self) -> &str {
        match self {
            Self::NotRecorded => "not recorded",
            Self::None => "none",
            Self::Text(text) => text,
            Self::NotApplicable => "not applicable",
        }
    }

    /// What a column prints for it.
    pub fn shown<'c>(&'c self, column: &'c Column) -> &'c str {
        match self {
            Self::NotRecorded => column.not_recorded,
            Self::None => column.none,
            Self::Text(text) => text,
            other => other.said(),
        }
    }
}

impl<'a> Table<'a> {
    /// How many columns head a row where nobody says.
    pub const NAMES: usize = 2;

    /// The most characters in a row of upright paper, and of paper turned.
    const UPRIGHT: usize = 100;
    const TURNED: usize = 200;

    /// Whether upright paper is too narrow for it.
    pub fn is_wide(&self) -> bool {
        self.width() > Self::UPRIGHT && !self.is_too_wide()
    }

    /// Whether any paper is too narrow for it, so that each row is to be written as a list of its
    /// columns with what stands in them.
    pub fn is_too_wide(&self) -> bool {
        self.width() > Self::TURNED
    }

    fn width(&self) -> usize {
        let widths = self.columns.iter().map(|column| usize::from(column.width));
        widths.sum()
    }

    /// A table of texts, in which `not recorded` and `none` are what they say. A column is as wide as
    /// what stands in it.
    pub fn of_text(caption: &str, table: Texts) -> Table<'static> {
        let columns = table.columns.into_iter().map(Cow::into_owned);
        Table::of_texts(caption, columns.collect(), table.rows, String::clone)
    }

    /// The same of rows of anything that can be said as text, which are said one by one as they are written.
    pub fn of_texts<V: 'a>(
        caption: &str,
        headings: Vec<String>,
        rows: impl AsRef<[Vec<V>]> + 'a,
        said: fn(&V) -> String,
    ) -> Self {
        const WIDEST: usize = 40;
        let columns = headings.into_iter().enumerate().map(|(place, heading)| {
            let cells = rows.as_ref().iter();
            let cells = cells.map(|row| said(&row[place]).chars().count());
            let widest = cells.chain([heading.chars().count()]).max();
            let width = u16::try_from(widest.unwrap_or_default().clamp(6, WIDEST));
            Column::new(heading, width.unwrap_or_default())
        });
        let columns = columns.collect();
        let rows = move |take: &mut Take<'_>| {
            rows.as_ref().iter().try_for_each(|row| {
                let cells = row.iter().map(|value| Cell::of_text(said(value)));
                take(&cells.collect::<Vec<Cell>>())
            })
        };
        Self::handing_over(caption, columns, Box::new(rows))
    }

    /// A table of rows that are at hand.
    pub fn of(caption: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        let rows = move |take: &mut Take<'_>| rows.iter().try_for_each(|row| take(row));
        Self::handing_over(caption, columns, Box::new(rows))
    }

    /// A table whose rows are handed over while it is written.
    pub fn handing_over(caption: &str, columns: Vec<Column>, rows: Rows<'a>) -> Self {
        Self {
            caption: caption.to_owned(),
            columns,
            n_names: Self::NAMES,
            a_page_each: false,
            entries: Vec::new(),
            rows,
        }
    }
}
