//! What stands on a line: its number, its marks and perhaps its words; how large, and where.

use super::geometry::segments;
use super::look;
use super::measure::{tame, widest, width, wrap_evenly};
use super::placed::{Anchor, Ink, Label, PlacedArrow, Point, Rect, Text};
use crate::diagram::picture::Arrow;
use crate::diagram::sign::Sign;
use crate::graph::Certainty;

/// The height of a number's ground.
const PILL: f64 = 18.0;

/// Between the parts of a label, and round it.
const GAP: f64 = 4.0;

/// How near a label comes to an arrow's head, and to the corners of its own line.
const CLEAR: f64 = 13.0;

/// How much of a flow stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Its number: all else is in the table.
    Number,
    /// Its number and its marks.
    Marks,
    /// These and what it carries.
    Words,
}

/// What stands on a line, without its place: the middle of its rectangle is at nought.
pub(super) fn measured(arrow: &Arrow, content: Content, is_stacked: bool) -> Label {
    let number = number(arrow);
    let pill_width = (width(&number, look::STRONG) + 14.0).max(26.0).ceil();
    let tags: Vec<(Sign, &str, f64)> = tags(arrow)
        .into_iter()
        .filter(|_| content != Content::Number)
        .map(|(sign, word)| (sign, word, (width(word, look::STRONG) + 8.0).ceil()))
        .collect();
    let lines = if content == Content::Words {
        wrap_evenly(&words(arrow), look::NAME_WIDTH, look::TEXT)
    } else {
        Vec::new()
    };
    let row: f64 = pill_width + tags.iter().map(|(.., width)| width + GAP).sum::<f64>();
    let words_width = widest(&lines, look::TEXT).ceil();
    let words_height = look::TEXT.line_height() * lines.len() as f64;
    let (inner_width, inner_height) = match (lines.is_empty(), is_stacked) {
        (true, _) => (row, PILL),
        (false, true) => (row.max(words_width), PILL + 2.0 + words_height),
        (false, false) => (row + GAP + words_width, PILL.max(words_height)),
    };
    let rect = Rect::around(
        Point { x: 0.0, y: 0.0 },
        inner_width + 2.0 * GAP,
        inner_height + 4.0,
    );
    let row_left = if is_stacked { -row / 2.0 } else { rect.x + GAP };
    let row_middle = if is_stacked {
        rect.y + 2.0 + PILL / 2.0
    } else {
        0.0
    };
    let mut left = row_left;
    let mut piece = |width: f64| {
        let middle = Point {
            x: left + width / 2.0,
            y: row_middle,
        };
        left += width + GAP;
        Rect::around(middle, width, PILL)
    };
    let pill = piece(pill_width);
    let (number_ink, words_ink, tag_ink) = match (arrow.is_faint, arrow.leaves_uk()) {
        (true, _) => (Ink::Faint, Ink::Faint, Ink::Faint),
        (false, true) => (Ink::Abroad, Ink::Abroad, Ink::Plain),
        (false, false) => (Ink::Plain, Ink::Plain, Ink::Plain),
    };
    let number_ink = match arrow.certainty {
        Certainty::Stated => Ink::Reversed,
        Certainty::Possible => number_ink,
    };
    let written = |words: String, rect: &Rect, ink: Ink| Text {
        words,
        at: Point {
            x: rect.middle().x,
            y: rect.middle().y + look::STRONG.base(),
        },
        set: look::STRONG,
        anchor: Anchor::Middle,
        ink,
    };
    let number = written(number, &pill, number_ink);
    let tags = tags
        .into_iter()
        .map(|(sign, word, width)| {
            let rect = piece(width);
            let text = written(word.to_owned(), &rect, tag_ink);
            (sign, rect, text)
        })
        .collect();
    let words_top = if is_stacked {
        rect.y + 2.0 + PILL + 2.0
    } else {
        -words_height / 2.0
    };
    let (anchor, x) = if is_stacked {
        (Anchor::Middle, 0.0)
    } else {
        (Anchor::Start, rect.right() - GAP - words_width)
    };
    let lines = lines.into_iter().enumerate().map(|(at, words)| Text {
        words,
        at: Point {
            x,
            y: words_top + look::TEXT.line_height() * (at as f64 + 0.5) + look::TEXT.base(),
        },
        set: look::TEXT,
        anchor,
        ink: words_ink,
    });
    Label {
        rect,
        pill,
        number,
        tags,
        lines: lines.collect(),
    }
}

fn number(arrow: &Arrow) -> String {
    let question = match arrow.certainty {
        Certainty::Stated => "",
        Certainty::Possible => "?",
    };
    format!("{}{question}", tame(&arrow.number))
}

/// The marks of a flow that its line does not show, in the order of the legend.
pub(super) fn tags(arrow: &Arrow) -> Vec<(Sign, &'static str)> {
    let marks = arrow.signs().into_iter();
    marks
        .filter_map(|sign| Some((sign, sign.short()?)))
        .collect()
}

/// What a flow carries and when, and what marks it beyond its signs, in a line.
pub(super) fn words(arrow: &Arrow) -> String {
    let words = arrow.words();
    let words = if words.trim().is_empty() {
        "not recorded which data".to_owned()
    } else {
        words
    };
    let more: Vec<&str> = arrow
        .when
        .iter()
        .map(String::as_str)
        .chain(arrow.said())
        .collect();
    if more.is_empty() {
        words
    } else {
        format!("{words} ({})", more.join("; "))
    }
}

/// Moves a label's middle to a place.
fn moved(label: &mut Label, to: Point) {
    let middle = label.rect.middle();
    let (dx, dy) = (to.x - middle.x, to.y - middle.y);
    let shift = |point: &mut Point| {
        point.x += dx;
        point.y += dy;
    };
    for rect in [&mut label.rect, &mut label.pill]
        .into_iter()
        .chain(label.tags.iter_mut().map(|(_, rect, _)| rect))
    {
        rect.x += dx;
        rect.y += dy;
    }
    shift(&mut label.number.at);
    for text in label
        .tags
        .iter_mut()
        .map(|(_, _, text)| text)
        .chain(&mut label.lines)
    {
        shift(&mut text.at);
    }
}

/// Puts every label on its line, where it covers nothing and nothing runs through it, as near as
/// may be to the place the layout kept for it.
pub(super) fn settle(
    arrows: &mut [PlacedArrow],
    wanted: &[Option<Point>],
    blocked: &[Rect],
    edges: &[Rect],
) {
    for at in 0..arrows.len() {
        let place = best(
            arrows,
            at,
            wanted.get(at).copied().flatten(),
            blocked,
            edges,
        );
        if let Some(place) = place {
            moved(&mut arrows[at].label, place);
        }
    }
}

fn best(
    arrows: &[PlacedArrow],
    at: usize,
    wanted: Option<Point>,
    blocked: &[Rect],
    edges: &[Rect],
) -> Option<Point> {
    let arrow = &arrows[at];
    let label = &arrow.label.rect;
    let home = wanted.or_else(|| middle_of(&arrow.points))?;
    let mut best: Option<(f64, Point)> = None;
    for place in candidates(&arrow.points, home) {
        let way = (place.x - home.x).hypot(place.y - home.y);
        // The places come nearest first, so that no later one can be better.
        if best.is_some_and(|(least, _)| way >= least) {
            break;
        }
        let rect = Rect::around(place, label.width, label.height);
        let cost = way + cost(arrows, at, &rect, blocked, edges);
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, place));
        }
    }
    best.map(|(_, place)| place)
}

/// What is against a place of a label; nothing where it is free.
fn cost(arrows: &[PlacedArrow], at: usize, rect: &Rect, blocked: &[Rect], edges: &[Rect]) -> f64 {
    let arrow = &arrows[at];
    let near = rect.grown(2.0);
    let own = segments(&arrow.points)
        .filter(|&(a, b)| near.is_crossed(a, b))
        .count();
    let mut cost = 60.0 * own.saturating_sub(1) as f64;
    let clear = rect.grown(CLEAR);
    for end in [arrow.points.first(), arrow.points.last()]
        .into_iter()
        .flatten()
    {
        if clear.is_crossed(*end, *end) {
            cost += 400.0;
        }
    }
    cost += 2_000.0 * blocked.iter().filter(|other| near.overlaps(other)).count() as f64;
    for (index, other) in arrows.iter().enumerate() {
        if index == at {
            continue;
        }
        let through = segments(&other.points).filter(|&(a, b)| near.is_crossed(a, b));
        cost += 1_500.0 * through.count() as f64;
        if index < at && near.overlaps(&other.label.rect) {
            cost += 2_000.0;
        }
    }
    // On the dashes of a boundary a label looks as if it belonged to it.
    let straddled = edges
        .iter()
        .filter(|edge| edge.overlaps(&near) && !edge.holds(&near));
    cost + 90.0 * straddled.count() as f64
}

fn middle_of(points: &[Point]) -> Option<Point> {
    let (a, b) = segments(points).max_by(|x, y| {
        let length = |(a, b): &(Point, Point)| (a.x - b.x).hypot(a.y - b.y);
        length(x).total_cmp(&length(y))
    })?;
    Some(Point {
        x: f64::midpoint(a.x, b.x),
        y: f64::midpoint(a.y, b.y),
    })
}

/// Places along a line, every few pixels: those nearest to a place first.
fn candidates(points: &[Point], home: Point) -> Vec<Point> {
    const STEP: f64 = 4.0;
    let mut places = Vec::new();
    for (a, b) in segments(points) {
        let length = (a.x - b.x).hypot(a.y - b.y);
        let n_steps = (length / STEP).ceil().clamp(1.0, 200.0);
        let mut part = 0.0;
        while part <= n_steps {
            let share = part / n_steps;
            places.push(Point {
                x: a.x + (b.x - a.x) * share,
                y: a.y + (b.y - a.y) * share,
            });
            part += 1.0;
        }
    }
    let way = |place: &Point| (place.x - home.x).hypot(place.y - home.y);
    places.sort_by(|a, b| way(a).total_cmp(&way(b)));
    places
}
