//! What stands below a picture: the legend of what is used, and the key of the numbers.

use super::arrange::Picture;
use super::label::{tags, words};
use super::look::{self, EDGE};
use super::measure::{Paragraph, tame, width};
use super::placed::{Anchor, Entry, Ink, Point, Rect, Text, written};
use crate::diagram::picture::Diagram;
use crate::diagram::sign::Sign;
use crate::diagram::text::capital;

/// The size of a sample in the legend.
const SAMPLE: (f64, f64) = (28.0, 16.0);

/// Between the columns of the key.
const GUTTER: f64 = 14.0;

/// Between the rows of the key.
const LEADING: f64 = 4.0;

/// What stands below a picture, with its places.
pub(super) struct Below {
    pub(super) legend: Vec<Entry>,
    pub(super) key: Vec<Text>,
    pub(super) rules: Vec<(Point, Point)>,
    pub(super) bottom: f64,
}

/// Everything below the picture, from a height down; `rows` are those of its key.
pub(super) fn below(
    diagram: &Diagram,
    picture: &Picture,
    rows: &[Row],
    inside: f64,
    top: f64,
) -> Below {
    let (legend, mut bottom) = legend(diagram, inside, top);
    let mut below = Below {
        legend,
        key: Vec::new(),
        rules: Vec::new(),
        bottom,
    };
    if picture.manner.has_words || rows.is_empty() {
        return below;
    }
    bottom += 8.0;
    // Of one block or two, and of every share between the columns, the lowest; one block where it
    // is hardly higher.
    let shares = [0.5, 0.4, 0.45, 0.55, 0.6, 0.65, 0.35];
    let lowest = |n_blocks: usize| {
        let grids = shares.map(|share| Grid::new(rows, n_blocks, share, inside, bottom));
        grids
            .into_iter()
            .reduce(|one, two| if two.bottom < one.bottom { two } else { one })
    };
    let best = match (lowest(1), lowest(2)) {
        (Some(one), Some(two)) if two.bottom < one.bottom - 40.0 => Some(two),
        (one, two) => one.or(two),
    };
    if let Some(grid) = best {
        (below.key, below.rules) = table(rows, &grid, bottom);
        below.bottom = grid.bottom;
    }
    below
}

fn legend(diagram: &Diagram, inside: f64, top: f64) -> (Vec<Entry>, f64) {
    const AFTER: f64 = 22.0;
    let mut entries = Vec::new();
    let (mut x, mut y) = (EDGE, top);
    for sign in diagram.signs() {
        let mut meaning = capital(sign.meaning_under(diagram.law));
        if sign == Sign::Possible {
            meaning.push_str(" (?)");
        }
        let sample_width = match sign.short() {
            Some(word) => (width(word, look::STRONG) + 8.0).ceil(),
            None => SAMPLE.0,
        };
        let entry_width = sample_width + 7.0 + width(&meaning, look::TEXT);
        if x > EDGE && x + entry_width > EDGE + inside {
            x = EDGE;
            y += 24.0;
        }
        let rect = Rect {
            x,
            y,
            width: sample_width,
            height: SAMPLE.1,
        };
        let text = Text {
            words: meaning,
            at: Point {
                x: rect.right() + 7.0,
                y: rect.middle().y + look::TEXT.base(),
            },
            set: look::TEXT,
            anchor: Anchor::Start,
            ink: Ink::Plain,
        };
        entries.push(Entry { sign, rect, text });
        x += entry_width + AFTER;
    }
    let bottom = if entries.is_empty() { top } else { y + 20.0 };
    (entries, bottom)
}

/// One row of the key.
pub(super) struct Row {
    number: String,
    data: Paragraph,
    marks: String,
    way: Paragraph,
    ink: Ink,
}

impl Row {
    /// What the flow carries and when.
    pub(super) fn data(&self) -> &Paragraph {
        &self.data
    }
}

/// The rows of the key: one for each flow.
pub(super) fn rows(diagram: &Diagram) -> Vec<Row> {
    let name = |at: usize| -> String {
        let names = diagram.boxes[at].names.iter();
        names.map(|name| tame(name)).collect::<Vec<_>>().join(", ")
    };
    diagram
        .arrows
        .iter()
        .map(|arrow| {
            let sign = if arrow.both_ways { "↔" } else { "→" };
            let marks: Vec<&str> = tags(arrow).into_iter().map(|(_, word)| word).collect();
            let way = format!("{} {sign} {}", name(arrow.from), name(arrow.to));
            Row {
                number: tame(&arrow.number),
                data: Paragraph::new(&words(arrow), look::TEXT),
                marks: marks.join(" "),
                way: Paragraph::new(&way, look::TEXT),
                ink: match (arrow.is_faint, arrow.leaves_uk()) {
                    (true, _) => Ink::Faint,
                    (false, true) => Ink::Abroad,
                    (false, false) => Ink::Plain,
                },
            }
        })
        .collect()
}

/// Between the blocks of a key.
const BETWEEN: f64 = 28.0;

/// Where the columns and rows of a key stand, in blocks side by side.
struct Grid {
    block_width: f64,
    number_width: f64,
    data_width: f64,
    way_width: f64,
    has_marks: bool,
    /// For each row its block and its upper end.
    rows: Vec<(usize, f64)>,
    bottom: f64,
}

impl Grid {
    fn new(rows: &[Row], n_blocks: usize, share: f64, inside: f64, top: f64) -> Self {
        let block_width = (inside - BETWEEN * (n_blocks - 1) as f64) / n_blocks as f64;
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let number_width = widest(&mut rows.iter().map(|row| width(&row.number, look::STRONG)))
            .max(width("Flow", look::STRONG))
            .ceil();
        let marks_width =
            widest(&mut rows.iter().map(|row| width(&row.marks, look::STRONG))).ceil();
        let has_marks = marks_width > 0.0;
        let marks_width = if has_marks {
            marks_width.max(width("Marks", look::STRONG).ceil())
        } else {
            0.0
        };
        let n_gutters = if has_marks { 3.0 } else { 2.0 };
        let left = (block_width - number_width - marks_width - GUTTER * n_gutters).max(80.0);
        let data_width = (left * share).floor();
        let way_width = left - data_width;
        let step = look::TEXT.line_height();
        let heights: Vec<f64> = rows
            .iter()
            .map(|row| {
                let n_lines = row.data.n_lines(data_width).max(row.way.n_lines(way_width));
                step * n_lines as f64 + LEADING
            })
            .collect();
        let first = top + step + LEADING / 2.0;
        let full = first + heights.iter().sum::<f64>() / n_blocks as f64 - 1.0;
        let (mut block, mut y, mut bottom) = (0, first, top);
        let mut placed = Vec::with_capacity(rows.len());
        for height in heights {
            if y >= full && block + 1 < n_blocks {
                (block, y) = (block + 1, first);
            }
            placed.push((block, y));
            y += height;
            bottom = y.max(bottom);
        }
        Self {
            block_width,
            number_width,
            data_width,
            way_width,
            has_marks,
            rows: placed,
            bottom,
        }
    }

    /// The left ends of the columns of a block: number, data, marks, way.
    fn columns(&self, block: usize) -> [f64; 4] {
        let x = EDGE + (self.block_width + BETWEEN) * block as f64;
        let data = x + self.number_width + GUTTER;
        [
            x,
            data,
            data + self.data_width + GUTTER,
            x + self.block_width - self.way_width,
        ]
    }
}

/// The text of a key and its hairlines.
fn table(rows: &[Row], grid: &Grid, top: f64) -> (Vec<Text>, Vec<(Point, Point)>) {
    let step = look::TEXT.line_height();
    let (mut texts, mut rules) = (Vec::new(), Vec::new());
    let marks = if grid.has_marks { "Marks" } else { "" };
    let heads = ["Flow", "Carries", marks, "From and to"];
    let mut begun = None;
    for (row, &(block, y)) in rows.iter().zip(&grid.rows) {
        if begun.replace(block) != Some(block) {
            let heads = heads.iter().zip(grid.columns(block));
            for (head, x) in heads.filter(|(head, _)| !head.is_empty()) {
                texts.push(written((*head).to_owned(), x, top, look::STRONG, Ink::Soft));
            }
        }
        let [number_x, data_x, marks_x, way_x] = grid.columns(block);
        let end = Point {
            x: number_x + grid.block_width,
            y,
        };
        rules.push((Point { x: number_x, y }, end));
        let from = y + LEADING / 2.0;
        texts.push(written(
            row.number.clone(),
            number_x,
            from,
            look::STRONG,
            row.ink,
        ));
        if !row.marks.is_empty() {
            let marks = row.marks.clone();
            texts.push(written(marks, marks_x, from, look::STRONG, Ink::Plain));
        }
        let data = row.data.lines(grid.data_width);
        let way = row.way.lines(grid.way_width);
        for (x, lines, ink) in [(data_x, data, Ink::Plain), (way_x, way, Ink::Soft)] {
            for (line, words) in lines.into_iter().enumerate() {
                let top = from + step * line as f64;
                texts.push(written(words, x, top, look::TEXT, ink));
            }
        }
    }
    (texts, rules)
}
