//! On which sheets a diagram is drawn, and how each is arranged, by what can be read in print.

use std::sync::{Mutex, PoisonError};
use std::thread;

use super::arrange::{Manner, Picture, arrange, check};
use super::label;
use super::measure::{is_covered, tame};
use super::page::{Sheet, Words, compose, most_points};
use super::part::{self, By, Part};
use super::placed::Drawing;
use crate::diagram::format::{FormatError, LayoutError, Written};
use crate::diagram::paper::{
    Direction, Labels, MOST_BOXES, MOST_FLOWS, Options, Orientation, Paper, Parting, Turned,
};
use crate::diagram::picture::Diagram;
use crate::diagram::text::text;
use crate::model::one_line;

/// The size of text aimed at in print, in points.
const AIM: f64 = 8.0;

/// The size of text below which a diagram is parted.
const LEAST: f64 = 7.0;

/// The most flows that have their words on their lines.
const MOST_WORDED: usize = 10;

/// The longest words that stand on a line.
const LONGEST_WORDS: usize = 40;

/// A diagram on its sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheets {
    /// The sheets, in their order; never none.
    pub sheets: Vec<Drawing>,
    /// What was chosen and why, for who asked for the diagram: its size, its parts, what is amiss.
    pub said: Vec<String>,
}

/// The write of a format that makes a file of each sheet, or one of all.
pub(super) fn written<F: Into<FormatError>>(
    diagram: &Diagram,
    options: &Options,
    files: impl FnOnce(&[Drawing]) -> Result<Vec<Vec<u8>>, F>,
) -> Result<Written, FormatError> {
    let made = sheets(diagram, options)?;
    let files = files(&made.sheets).map_err(Into::into)?;
    Ok(Written {
        files,
        said: made.said,
    })
}

/// Arranges a diagram on as many sheets as it takes to be readable.
///
/// # Errors
///
/// Where there is nothing to draw, the diagram is not whole, or no layout is found.
pub fn sheets(diagram: &Diagram, options: &Options) -> Result<Sheets, LayoutError> {
    sheets_by(&Arranged::default(), diagram, options)
}

/// Whether a diagram is readable on one sheet of A4; where it cannot be drawn at all, drawing it tells.
pub(in crate::diagram) fn fits_one_sheet(diagram: &Diagram) -> bool {
    let (options, one) = (Options::default(), Sheet { number: 1, of: 1 });
    !is_hopeless(diagram, &options, one)
        && best(&Arranged::default(), diagram, &options, one)
            .map_or(true, |(drawing, _)| drawing.points >= LEAST)
}

fn sheets_by(
    arranged: &Arranged,
    diagram: &Diagram,
    options: &Options,
) -> Result<Sheets, LayoutError> {
    check(diagram)?;
    let one = Sheet { number: 1, of: 1 };
    let n_boxes = diagram.boxes.len();
    let n_flows = diagram.arrows.len();
    let is_large = n_boxes > MOST_BOXES || n_flows > MOST_FLOWS;
    let mut said = Vec::new();
    let is_tried = !is_large && !is_hopeless(diagram, options, one) || n_flows == 0 && n_boxes < 2;
    if options.parting == Parting::Never || is_tried {
        let (drawing, picture) = best(arranged, diagram, options, one)?;
        if options.parting == Parting::Never || drawing.points >= LEAST {
            let sheets = vec![in_words(drawing, diagram)];
            conclude(diagram, &sheets, &[picture], &mut said);
            return Ok(Sheets { sheets, said });
        }
    }
    let (by, mut parts) = part::parts(diagram);
    let by = if parts.len() > 1 { by } else { By::Flow };
    let drawn = loop {
        // What no arrangement makes large enough is parted before any is tried.
        let is_small = |at: usize| {
            let part = part::extract(diagram, &parts, at);
            let of = parts.len();
            is_hopeless(&part, options, Sheet { number: at + 1, of })
        };
        if let Some(halves) = halved(diagram, &parts, is_small) {
            parts = halves;
            continue;
        }
        let drawn = draw_all(arranged, diagram, &parts, options)?;
        let is_small = |at: usize| drawn.get(at).is_some_and(|(sheet, _)| sheet.points < LEAST);
        match halved(diagram, &parts, is_small) {
            Some(halves) => parts = halves,
            None => break drawn,
        }
    };
    if is_large {
        said.push(format!(
            "{n_boxes} boxes and {n_flows} flows are too many for one picture (at most {} and {}): {}.",
            MOST_BOXES,
            MOST_FLOWS,
            parted(by, parts.len()),
        ));
    } else {
        said.push(format!(
            "On one sheet the text would be smaller than {LEAST} pt: {}.",
            parted(by, parts.len())
        ));
    }
    let (sheets, pictures): (Vec<Drawing>, Vec<Picture>) = drawn.into_iter().unzip();
    conclude(diagram, &sheets, &pictures, &mut said);
    Ok(Sheets { sheets, said })
}

/// Whether the words alone are too many for one readable sheet.
fn is_hopeless(diagram: &Diagram, options: &Options, sheet: Sheet) -> bool {
    let words = Words::new(diagram, sheet);
    most_points(diagram, &words, options.paper) < LEAST
}

/// The parts with those that are too small halved; nothing where none of these can be.
fn halved(
    diagram: &Diagram,
    parts: &[Part],
    is_small: impl Fn(usize) -> bool,
) -> Option<Vec<Part>> {
    let mut is_changed = false;
    let mut halved = Vec::with_capacity(parts.len() + 1);
    for (at, part) in parts.iter().enumerate() {
        let halves = is_small(at).then(|| part.halves(diagram)).flatten();
        is_changed |= halves.is_some();
        match halves {
            Some(halves) => halved.extend(halves),
            None => halved.push(part.clone()),
        }
    }
    is_changed.then_some(halved)
}

/// Draws every part on a sheet of its own, as many at once as there are processors.
fn draw_all(
    arranged: &Arranged,
    diagram: &Diagram,
    parts: &[Part],
    options: &Options,
) -> Result<Vec<(Drawing, Picture)>, LayoutError> {
    let of = parts.len();
    let draw = |at: usize| {
        let part = part::extract(diagram, parts, at);
        let sheet = Sheet { number: at + 1, of };
        let (drawing, picture) = best(arranged, &part, options, sheet)?;
        Ok((in_words(drawing, &part), picture))
    };
    let n_threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(of);
    let mut drawn: Vec<(usize, Result<_, _>)> = thread::scope(|scope| {
        let stripes: Vec<_> = (0..n_threads)
            .map(|first| {
                let stripe = (first..of).step_by(n_threads);
                scope.spawn(move || stripe.map(|at| (at, draw(at))).collect::<Vec<_>>())
            })
            .collect();
        let broken = |_| vec![(of, Err(LayoutError::broken_down()))];
        let stripes = stripes.into_iter();
        stripes
            .flat_map(|stripe| stripe.join().unwrap_or_else(broken))
            .collect()
    });
    drawn.sort_by_key(|(at, _)| *at);
    drawn.into_iter().map(|(_, drawn)| drawn).collect()
}

/// The arrangements found so far: while a diagram is parted, most parts stay as they were.
#[derive(Default)]
struct Arranged(Mutex<Vec<(Diagram, Manner, Picture)>>);

impl Arranged {
    fn get(&self, diagram: &Diagram, manner: Manner) -> Result<Picture, LayoutError> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., picture)) = known()
            .iter()
            .find(|(other, other_manner, _)| *other_manner == manner && other == diagram)
        {
            return Ok(picture.clone());
        }
        let picture = arrange(diagram, manner)?;
        known().push((diagram.clone(), manner, picture.clone()));
        Ok(picture)
    }
}

/// A sheet with what is on it in words.
fn in_words(drawing: Drawing, diagram: &Diagram) -> Drawing {
    Drawing {
        words: text(diagram),
        ..drawing
    }
}

fn parted(by: By, n_sheets: usize) -> String {
    let by = match by {
        By::Activity => "activity",
        By::Boundary => "boundary",
        By::Flow => "flow",
    };
    match n_sheets {
        1 => "they stay on one sheet, since they cannot be split".to_owned(),
        _ => format!("split into {n_sheets} sheets, by {by}"),
    }
}

/// What the caller should know of the sheets: sizes in print, and what could not be had.
fn conclude(diagram: &Diagram, sheets: &[Drawing], pictures: &[Picture], said: &mut Vec<String>) {
    for (at, sheet) in sheets.iter().enumerate() {
        let which = if sheets.len() > 1 {
            format!("Sheet {}: ", at + 1)
        } else {
            String::new()
        };
        let small = if sheet.points < LEAST {
            let larger = match sheet.paper {
                Paper::A4 => "A3, ",
                Paper::A3 => "",
            };
            format!(
                ", less than the {LEAST} pt that can be read: choose {larger}more sheets or a narrower view"
            )
        } else {
            String::new()
        };
        said.push(format!(
            "{which}{} {}, text of {:.1} pt in print{small}.",
            sheet.paper.word(),
            sheet.turned.word(),
            // Never rounded up to what can be read.
            ((sheet.points * 100.0).round() / 10.0).floor() / 10.0,
        ));
    }
    for (at, picture) in pictures.iter().enumerate() {
        let faults = &picture.verdict.faults;
        if let Some(first) = faults.first() {
            said.push(format!(
                "Sheet {}: {} places could be easier to read; the first: {first}.",
                at + 1,
                faults.len()
            ));
        }
    }
    let names = diagram.boxes.iter().flat_map(|one| &one.names);
    let titles = diagram.boundaries.iter().map(|boundary| &boundary.title);
    let data = diagram.arrows.iter().flat_map(|arrow| &arrow.data);
    if let Some(name) = names
        .chain(titles)
        .chain(data)
        .find(|name| !is_covered(&tame(name)))
    {
        said.push(format!(
            "The embedded font does not have every character of `{}`: PNG and PDF show a sign in their place.",
            one_line(name).chars().take(60).collect::<String>()
        ));
    }
}

/// What is against an arrangement: too small to read, so many faults, smaller than aimed at, and by
/// how much.
type Against = (bool, usize, bool, i64);

/// The best arrangement on one sheet: without faults, then large enough, then as one reads best.
fn best(
    arranged: &Arranged,
    diagram: &Diagram,
    options: &Options,
    sheet: Sheet,
) -> Result<(Drawing, Picture), LayoutError> {
    let words = Words::new(diagram, sheet);
    let mut best: Option<(Against, Drawing, Picture)> = None;
    for manner in manners(diagram, options) {
        let picture = arranged.get(diagram, manner)?;
        for turned in turns(options, manner) {
            let drawing = compose(diagram, &words, &picture, options.paper, turned);
            // Left to right reads better, unless the text would be much smaller.
            let handicap = if manner.is_top_down { 0.7 } else { 0.0 };
            let points = ((drawing.points - handicap) * 100.0) as i64;
            let is_small = drawing.points < AIM;
            let cost = (
                drawing.points < LEAST,
                picture.verdict.faults.len(),
                is_small,
                if is_small { -points } else { 0 },
            );
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, drawing, picture.clone()));
            }
        }
        if best
            .as_ref()
            .is_some_and(|(cost, ..)| *cost == (false, 0, false, 0))
        {
            break;
        }
    }
    best.map(|(_, drawing, picture)| (drawing, picture))
        .ok_or(LayoutError::Empty)
}

/// The arrangements to try, the one that reads best first.
fn manners(diagram: &Diagram, options: &Options) -> Vec<Manner> {
    let is_short = diagram.arrows.len() <= MOST_WORDED
        && diagram
            .arrows
            .iter()
            .all(|arrow| label::words(arrow).chars().count() <= LONGEST_WORDS);
    let words: &[bool] = match options.labels {
        Labels::Words => &[true],
        Labels::Numbers => &[false],
        Labels::Auto if is_short => &[true, false],
        Labels::Auto => &[false],
    };
    let directions: &[bool] = match options.direction {
        Direction::LeftRight => &[false],
        Direction::TopDown => &[true],
        Direction::Auto => &[false, true],
    };
    let mut manners = Vec::new();
    for &has_words in words {
        for &is_top_down in directions {
            manners.push(Manner {
                has_words,
                is_top_down,
            });
        }
    }
    manners
}

fn turns(options: &Options, manner: Manner) -> Vec<Turned> {
    match options.orientation {
        Orientation::Landscape => vec![Turned::Landscape],
        Orientation::Portrait => vec![Turned::Portrait],
        Orientation::Auto if manner.is_top_down => vec![Turned::Portrait, Turned::Landscape],
        Orientation::Auto => vec![Turned::Landscape, Turned::Portrait],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::drawing::example::many_words;

    /// How many arrangements are made of an activity with so many receivers, whose names and
    /// conditions have so many words, and on how many sheets it comes out.
    fn counted(n_receivers: usize, n_words: usize) -> (usize, usize) {
        let arranged = Arranged::default();
        let diagram = many_words(n_receivers, n_words);
        let made = sheets_by(&arranged, &diagram, &Options::default()).unwrap();
        let known = arranged.0.into_inner().unwrap();
        (known.len(), made.sheets.len())
    }

    #[test]
    fn long_words_do_not_multiply_the_arrangements_that_are_tried() {
        for (n_receivers, n_words) in [(9, 20), (20, 40), (15, 300), (20, 900)] {
            let (n_arranged, n_sheets) = counted(n_receivers, n_words);
            assert!(n_sheets > 1, "{n_receivers} receivers");
            let most = 6 * n_sheets;
            assert!(
                n_arranged <= most,
                "{n_arranged} arrangements for {n_sheets} sheets"
            );
        }
    }
}
