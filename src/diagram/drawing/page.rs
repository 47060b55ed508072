//! A picture made a sheet: title above, legend, key and notes below.

use super::arrange::Picture;
use super::key::{self, Below, Row};
use super::look::{self, EDGE};
use super::measure::{Paragraph, tame};
use super::placed::{Drawing, Ink, Text, written};
use crate::diagram::paper::{Paper, Turned};
use crate::diagram::picture::Diagram;

/// Between the title, the picture and what stands below.
const BREATH: f64 = 14.0;

/// Points in a CSS pixel.
const PT_PER_PX: f64 = 0.75;

/// Which sheet of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) number: usize,
    pub(super) of: usize,
}

/// Makes a sheet of a picture: as wide as the paper, or as the picture where that is wider.
pub(super) fn compose(
    diagram: &Diagram,
    words: &Words,
    picture: &Picture,
    paper: Paper,
    turned: Turned,
) -> Drawing {
    let (page_width, page_height) = paper.inside(turned);
    let least = (picture.width + 2.0 * EDGE).max(page_width);
    let mut width = least;
    let mut around = Around::new(diagram, words, picture, width);
    let is_high = |height: f64, width: f64| height * page_width > page_height * width;
    if is_high(around.height, width) {
        // Made smaller as a whole, a sheet that is too high has room at its sides: as much as lets
        // it fill the paper both ways.
        let (mut low, mut high) = (least, least * 3.0);
        for _ in 0..9 {
            let middle = f64::midpoint(low, high);
            let tried = Around::new(diagram, words, picture, middle);
            if is_high(tried.height, middle) {
                low = middle;
            } else {
                high = middle;
                (width, around) = (middle, tried);
            }
        }
    }
    let (width, height) = (width.ceil(), around.height.ceil());
    let scale = (page_width / width).min(page_height / height).min(1.0);
    let mut picture = picture.clone();
    picture.shift(((width - picture.width) / 2.0).round(), around.picture_top);
    Drawing {
        title: words.title.clone(),
        words: String::new(),
        register: diagram.register(),
        width,
        height,
        paper,
        turned,
        points: (look::TEXT.size * PT_PER_PX * scale * 100.0).round() / 100.0,
        head: around.head,
        boundaries: picture.boundaries,
        boxes: picture.boxes,
        arrows: picture.arrows,
        legend: around.below.legend,
        key: around.below.key,
        rules: around.below.rules,
        foot: around.foot,
    }
}

/// The words above and below a picture, measured once for every width that is tried.
pub(super) struct Words {
    title: String,
    heading: Paragraph,
    subtitle: Paragraph,
    rows: Vec<Row>,
    foot: Vec<Paragraph>,
}

impl Words {
    pub(super) fn new(diagram: &Diagram, sheet: Sheet) -> Self {
        let mut title = tame(&diagram.title);
        if sheet.of > 1 {
            title = format!("{title} – sheet {} of {}", sheet.number, sheet.of);
        }
        let absent = diagram.absent().join(" ");
        let mut said = Vec::from_iter((!absent.is_empty()).then_some(absent));
        if sheet.number == 1 {
            said.extend(paragraphs(&diagram.notes));
        }
        Self {
            heading: Paragraph::new(&title, look::TITLE),
            subtitle: Paragraph::new(&subtitle(diagram), look::TEXT),
            title,
            rows: key::rows(diagram),
            foot: said
                .iter()
                .map(|note| Paragraph::new(note, look::TEXT))
                .collect(),
        }
    }
}

/// The size of text in print, at most, of a diagram with such words: as if they covered the sheet
/// from edge to edge and there were nothing else.
pub(super) fn most_points(diagram: &Diagram, words: &Words, paper: Paper) -> f64 {
    let names = diagram.boxes.iter().flat_map(|one| &one.names);
    let boxes: f64 = names
        .map(|name| Paragraph::new(name, look::TEXT).area())
        .sum();
    let around = words.foot.iter().chain(words.rows.iter().map(Row::data));
    let covered = boxes + around.map(Paragraph::area).sum::<f64>();
    let (width, height) = paper.inside(Turned::Landscape);
    let scale = (width * height / covered).sqrt().min(1.0);
    look::TEXT.size * PT_PER_PX * scale
}

/// What stands above and below a picture on a sheet of some width.
struct Around {
    head: Vec<Text>,
    picture_top: f64,
    below: Below,
    foot: Vec<Text>,
    height: f64,
}

impl Around {
    fn new(diagram: &Diagram, words: &Words, picture: &Picture, width: f64) -> Self {
        let inside = width - 2.0 * EDGE;
        let mut head = Vec::new();
        let mut y = EDGE;
        lines(&mut head, &words.heading, Ink::Plain, inside, &mut y);
        y += 2.0;
        lines(&mut head, &words.subtitle, Ink::Soft, inside, &mut y);
        let picture_top = (y + BREATH).round();
        y = picture_top + picture.height + BREATH;
        let below = key::below(diagram, picture, &words.rows, inside, y);
        y = below.bottom;
        let mut foot = Vec::new();
        if !words.foot.is_empty() {
            y += 5.0;
            for note in &words.foot {
                lines(&mut foot, note, Ink::Soft, inside, &mut y);
            }
        }
        Self {
            head,
            picture_top,
            below,
            foot,
            height: y + EDGE,
        }
    }
}

/// The notes, with all that is not recorded in one paragraph, which takes less paper.
fn paragraphs(notes: &[String]) -> Vec<String> {
    const NOT_RECORDED: &str = "Not recorded: ";
    let mut paragraphs: Vec<String> = Vec::new();
    for note in notes {
        let more = note.strip_prefix(NOT_RECORDED);
        match (paragraphs.last_mut(), more) {
            (Some(last), Some(more)) if last.starts_with(NOT_RECORDED) => {
                *last = format!("{}; {more}", last.trim_end_matches('.'));
            }
            _ => paragraphs.push(note.clone()),
        }
    }
    paragraphs
}

fn subtitle(diagram: &Diagram) -> String {
    let mut parts = Vec::new();
    if !diagram.subtitle.trim().is_empty() {
        parts.push(tame(&diagram.subtitle));
    }
    parts.push(format!("as at {}", diagram.as_at.in_words()));
    parts.join(" · ")
}

/// Adds lines of text from the left edge down.
fn lines(into: &mut Vec<Text>, words: &Paragraph, ink: Ink, most: f64, y: &mut f64) {
    let set = words.set();
    for words in words.lines(most) {
        into.push(written(words, EDGE, *y, set, ink));
        *y += set.line_height();
    }
}
