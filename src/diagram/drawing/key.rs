//! What stands below a picture: the legend of what is used, and the key of the numbers.

use super::arrange::Picture;
use super::label::{tags, words};
use super::look;
use super::measure::{tame, width, wrap};
use super::page::{EDGE, written};
use super::placed::{Anchor, Entry, Ink, Point, Rect, Text};
use crate::diagram::legend::Sign;
use crate::diagram::picture::Diagram;
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

/// Everything below the picture, from a height down.
pub(super) fn below(diagram: &Diagram, picture: &Picture, inside: f64, top: f64) -> Below {
    let (legend, mut bottom) = legend(diagram, inside, top);
    let mut below = Below {
        legend,
        key: Vec::new(),
        rules: Vec::new(),
        bottom,
    };
    if picture.manner.has_words || diagram.arrows.is_empty() {
        return below;
    }
    bottom += 8.0;
    let rows = rows(diagram);
    // Of one block or two, and of every share between the columns, the lowest; one block where it
    // is hardly higher.
    let shares = [0.5, 0.4, 0.45, 0.55, 0.6, 0.65, 0.35];
    let lowest = |n_blocks: usize| {
        let tables = shares.map(|share| table(&rows, n_blocks, share, inside, bottom));
        tables
            .into_iter()
            .reduce(|one, two| if two.2 < one.2 { two } else { one })
            .unwrap_or_default()
    };
    let (one, two) = (lowest(1), lowest(2));
    let (texts, rules, bottom) = if two.2 < one.2 - 40.0 { two } else { one };
    below.key = texts;
    below.rules = rules;
    below.bottom = bottom;
    below
}

fn legend(diagram: &Diagram, inside: f64, top: f64) -> (Vec<Entry>, f64) {
    const AFTER: f64 = 22.0;
    let mut entries = Vec::new();
    let (mut x, mut y) = (EDGE, top);
    for sign in diagram.signs() {
        let mut meaning = capital(sign.meaning());
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
struct Row {
    number: String,
    data: String,
    marks: String,
    way: String,
    is_abroad: bool,
}

fn rows(diagram: &Diagram) -> Vec<Row> {
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
            Row {
                number: tame(&arrow.number),
                data: words(arrow),
                marks: marks.join(" "),
                way: format!("{} {sign} {}", name(arrow.from), name(arrow.to)),
                is_abroad: arrow.leaves_uk,
            }
        })
        .collect()
}

type Table = (Vec<Text>, Vec<(Point, Point)>, f64);

/// The key in so many blocks side by side: its text, its hairlines and its lower end.
fn table(rows: &[Row], n_blocks: usize, share: f64, inside: f64, top: f64) -> Table {
    let block_width = (inside - 28.0 * (n_blocks - 1) as f64) / n_blocks as f64;
    let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
    let number_width = widest(&mut rows.iter().map(|row| width(&row.number, look::STRONG)))
        .max(width("Flow", look::STRONG))
        .ceil();
    let marks_width = widest(&mut rows.iter().map(|row| width(&row.marks, look::STRONG))).ceil();
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
    let set: Vec<(&Row, Vec<String>, Vec<String>, f64)> = rows
        .iter()
        .map(|row| {
            let data = wrap(&row.data, data_width, look::TEXT);
            let way = wrap(&row.way, way_width, look::TEXT);
            let height = step * data.len().max(way.len()) as f64 + LEADING;
            (row, data, way, height)
        })
        .collect();
    let whole: f64 = set.iter().map(|(.., height)| height).sum();
    let (mut texts, mut rules) = (Vec::new(), Vec::new());
    let mut bottom = top;
    let mut rest = set.into_iter().peekable();
    for block in 0..n_blocks {
        let x = EDGE + (block_width + 28.0) * block as f64;
        let columns = [
            x,
            x + number_width + GUTTER,
            x + number_width + GUTTER + data_width + GUTTER,
            x + block_width - way_width,
        ];
        let mut y = top;
        let heads = [
            "Flow",
            "Carries",
            if has_marks { "Marks" } else { "" },
            "From and to",
        ];
        for (head, x) in heads.into_iter().zip(columns) {
            if !head.is_empty() {
                texts.push(written(head.to_owned(), x, y, look::STRONG, Ink::Soft));
            }
        }
        y += step + LEADING / 2.0;
        let full = y + whole / n_blocks as f64 - 1.0;
        let is_last = block + 1 == n_blocks;
        while let Some((row, data, way, height)) = rest.next_if(|_| is_last || y < full) {
            rules.push((
                Point { x, y },
                Point {
                    x: x + block_width,
                    y,
                },
            ));
            let ink = if row.is_abroad {
                Ink::Abroad
            } else {
                Ink::Plain
            };
            let from = y + LEADING / 2.0;
            texts.push(written(
                row.number.clone(),
                columns[0],
                from,
                look::STRONG,
                ink,
            ));
            if !row.marks.is_empty() {
                let marks = row.marks.clone();
                texts.push(written(marks, columns[2], from, look::STRONG, Ink::Plain));
            }
            for (column, lines, ink) in
                [(columns[1], data, Ink::Plain), (columns[3], way, Ink::Soft)]
            {
                for (line, words) in lines.into_iter().enumerate() {
                    let top = from + step * line as f64;
                    texts.push(written(words, column, top, look::TEXT, ink));
                }
            }
            y += height;
        }
        bottom = bottom.max(y);
    }
    (texts, rules, bottom)
}
