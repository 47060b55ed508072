//! A diagram in one arrangement: sizes from its words, places from the layout, and what the layout
//! leaves to do.

use super::geometry::{Places, Verdict, judge};
use super::label::{self, Content};
use super::layout::{self, Plan};
use super::look::{self, BEND, TIP};
use super::measure::{widest, wrap_evenly};
use super::placed::{
    Anchor, Ink, Label, PlacedArrow, PlacedBoundary, PlacedBox, Point, Rect, Text,
};
use super::route;
use crate::diagram::format::LayoutError;
use crate::diagram::picture::{Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram};
use crate::diagram::places;

/// How far a title stands from the sides of its boundary.
const INSET: f64 = 10.0;

/// The room that each line takes at the side of a box.
const PORT: f64 = 12.0;

/// Which arrangement of a diagram is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    pub(super) has_words: bool,
    pub(super) is_top_down: bool,
}

/// A diagram with its places, without title and key; its upper left corner is at nought.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) manner: Manner,
    pub(super) boxes: Vec<PlacedBox>,
    pub(super) boundaries: Vec<PlacedBoundary>,
    pub(super) arrows: Vec<PlacedArrow>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) verdict: Verdict,
}

/// Arranges a diagram in one manner, in the way of the layout that breaks the fewest rules.
pub(super) fn arrange(diagram: &Diagram, manner: Manner) -> Result<Picture, LayoutError> {
    let n_ways = if diagram.boxes.len() > 60 {
        1
    } else {
        layout::N_WAYS
    };
    let words = Words::new(diagram, manner);
    let mut best: Option<((usize, f64), Picture)> = None;
    let mut failure = None;
    for way in (0..n_ways).chain(layout::N_WAYS..2 * layout::N_WAYS) {
        let is_clear = |((n_faults, _), _): &((usize, f64), Picture)| *n_faults == 0;
        // Further apart only where that is needed, or cannot cost much.
        if way >= layout::N_WAYS && (n_ways == 1 || best.as_ref().is_some_and(is_clear)) {
            break;
        }
        match arrange_in(diagram, &words, manner, way) {
            Ok(picture) => {
                let cost = (picture.verdict.faults.len(), cost(&picture));
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, picture));
                }
            }
            Err(error) => failure = Some(error),
        }
    }
    match (best, failure) {
        (Some((_, picture)), _) => Ok(picture),
        (None, Some(error)) => Err(error),
        (None, None) => Err(LayoutError::Empty),
    }
}

/// The fewer crossings and corners, and the smaller, the better.
fn cost(picture: &Picture) -> f64 {
    let corners: usize = picture
        .arrows
        .iter()
        .map(|arrow| arrow.points.len().saturating_sub(2))
        .sum();
    picture.verdict.crossings as f64 * 60.0
        + corners as f64 * 8.0
        + (picture.width * picture.height).sqrt() * 0.5
}

/// Whether a diagram can be drawn.
///
/// # Errors
///
/// Where there is nothing to draw, or the diagram is not whole.
pub(super) fn check(diagram: &Diagram) -> Result<(), LayoutError> {
    if diagram.boxes.is_empty() {
        return Err(LayoutError::Empty);
    }
    let missing = |what: String| Err(LayoutError::Broken { what });
    for arrow in &diagram.arrows {
        if arrow.from.max(arrow.to) >= diagram.boxes.len() {
            return missing(format!("an end of {}", arrow.number));
        }
    }
    for one in &diagram.boxes {
        if one
            .boundary
            .is_some_and(|at| at >= diagram.boundaries.len())
        {
            return missing(format!("the boundary of {}", one.key));
        }
    }
    Ok(())
}

/// The words of a diagram as they are set in one manner, which is the same in every way of the layout.
struct Words {
    /// The boundaries that are drawn: one with nothing in it is not.
    used: Vec<usize>,
    /// The lines of the title of each of them.
    titles: Vec<Vec<String>>,
    /// The lines of each box: its names, then its marks.
    boxes: Vec<(Vec<String>, Vec<String>)>,
    sizes: Vec<(f64, f64)>,
    labels: Vec<Label>,
}

impl Words {
    fn new(diagram: &Diagram, manner: Manner) -> Self {
        let used: Vec<usize> = (0..diagram.boundaries.len())
            .filter(|&at| diagram.boxes.iter().any(|one| one.boundary == Some(at)))
            .collect();
        let most = if manner.is_top_down { 110.0 } else { 150.0 };
        let titles = used
            .iter()
            .map(|&at| wrap_evenly(&diagram.boundaries[at].title, most, look::STRONG))
            .collect();
        let boxes: Vec<_> = diagram.boxes.iter().map(box_lines).collect();
        let content = match (manner.has_words, diagram.marks_in_table) {
            (true, _) => Content::Words,
            (false, false) => Content::Marks,
            (false, true) => Content::Number,
        };
        let labels = diagram
            .arrows
            .iter()
            .map(|arrow| label::measured(arrow, content, manner.is_top_down));
        let mut words = Self {
            used,
            titles,
            sizes: box_sizes(diagram, &boxes, manner.is_top_down),
            boxes,
            labels: labels.collect(),
        };
        if !manner.is_top_down {
            // A box fills its boundary where the title is wider.
            for (at, one) in diagram.boxes.iter().enumerate() {
                if let Some(home) = words.home(one) {
                    let title = title_size(&words.titles[home]).0;
                    words.sizes[at].0 = words.sizes[at].0.max(title);
                }
            }
        }
        words
    }

    /// The place of a box's boundary among those that are drawn.
    fn home(&self, one: &Box) -> Option<usize> {
        one.boundary
            .and_then(|at| self.used.iter().position(|&kept| kept == at))
    }
}

fn arrange_in(
    diagram: &Diagram,
    words: &Words,
    manner: Manner,
    way: usize,
) -> Result<Picture, LayoutError> {
    let Words {
        used,
        titles,
        boxes: texts,
        sizes,
        labels,
    } = words;
    let home = |one: &Box| words.home(one);
    // Lines from above would pass through a title at the top of its boundary. So the title stands
    // at the left, in a place kept by a box that is not drawn.
    let n_sides = if manner.is_top_down { used.len() } else { 0 };
    let sides = titles.iter().enumerate().take(n_sides).map(|(at, lines)| {
        let (width, height) = title_size(lines);
        (width, height, Some(at))
    });
    let plan = Plan {
        is_top_down: manner.is_top_down,
        way,
        groups: titles
            .iter()
            .map(|lines| {
                let (width, height) = title_size(lines);
                (!manner.is_top_down).then_some((width + 2.0 * INSET, height))
            })
            .collect(),
        nodes: sides
            .chain(
                diagram
                    .boxes
                    .iter()
                    .zip(sizes)
                    .map(|(one, &(width, height))| (width, height, home(one))),
            )
            .collect(),
        edges: diagram
            .arrows
            .iter()
            .zip(labels)
            .map(|(arrow, label)| {
                (
                    arrow.from + n_sides,
                    arrow.to + n_sides,
                    (label.rect.width, label.rect.height),
                )
            })
            .collect(),
    };
    let mut places = layout::place(&plan)?;
    route::straighten(&mut places, &plan, &fixed(diagram, n_sides));
    let wanted: Vec<Option<Point>> = places.edges.iter().map(|(_, label)| *label).collect();
    let boxes: Vec<PlacedBox> = diagram
        .boxes
        .iter()
        .zip(texts)
        .zip(&places.nodes[n_sides..])
        .map(|((one, text), &rect)| {
            // A system is where it is hosted, whoever it stands with.
            let is_abroad = match one.kind {
                BoxKind::Store => one.whereabouts.iter().any(places::is_abroad),
                _ => one.boundary.map_or_else(
                    || !one.whereabouts.is_empty() && one.whereabouts.iter().all(places::is_abroad),
                    |at| diagram.boundaries[at].kind == BoundaryKind::Abroad,
                ),
            };
            PlacedBox {
                key: one.key.clone(),
                kind: one.kind,
                is_abroad,
                is_faint: one.is_faint,
                rect,
                boundary: home(one),
                lines: box_text(one, text, rect),
            }
        })
        .collect();
    let mut arrows: Vec<PlacedArrow> = diagram
        .arrows
        .iter()
        .zip(labels)
        .zip(&places.edges)
        .map(|((arrow, label), (points, _))| PlacedArrow {
            number: arrow.number.clone(),
            from: arrow.from,
            to: arrow.to,
            points: points.clone(),
            label: label.clone(),
            is_possible: arrow.certainty != crate::graph::Certainty::Stated,
            leaves_uk: arrow.leaves_uk(),
            both_ways: arrow.both_ways,
            is_faint: arrow.is_faint,
        })
        .collect();
    let boundaries: Vec<PlacedBoundary> = used
        .iter()
        .zip(titles)
        .zip(&places.groups)
        .enumerate()
        .map(|(index, ((&at, lines), &rect))| {
            let boundary = &diagram.boundaries[at];
            let (width, height) = title_size(lines);
            let place = match places.nodes.get(index).filter(|_| index < n_sides) {
                Some(side) => Rect {
                    width,
                    height,
                    ..*side
                },
                None => free_place(rect, (width, height), &boxes, &arrows),
            };
            titled(boundary, rect, place, lines)
        })
        .collect();
    let blocked: Vec<Rect> = boxes
        .iter()
        .map(|one| one.rect)
        .chain(boundaries.iter().map(|boundary| boundary.title))
        .collect();
    let edges: Vec<Rect> = boundaries.iter().map(|boundary| boundary.rect).collect();
    label::settle(&mut arrows, &wanted, &blocked, &edges);
    route::touch_shapes(&mut arrows, &boxes);
    Ok(framed(manner, boxes, boundaries, arrows))
}

/// Moves everything so that the upper left corner is at nought, and measures it.
fn framed(
    manner: Manner,
    boxes: Vec<PlacedBox>,
    boundaries: Vec<PlacedBoundary>,
    arrows: Vec<PlacedArrow>,
) -> Picture {
    let verdict = judge(&Places {
        boxes: &boxes,
        boundaries: &boundaries,
        arrows: &arrows,
    });
    let mut picture = Picture {
        manner,
        boxes,
        boundaries,
        arrows,
        width: 0.0,
        height: 0.0,
        verdict,
    };
    let rects = picture
        .boxes
        .iter()
        .map(|one| one.rect)
        .chain(picture.boundaries.iter().map(|one| one.rect))
        .chain(picture.arrows.iter().map(|one| one.label.rect));
    let points = picture.arrows.iter().flat_map(|arrow| &arrow.points);
    let frame = rects
        .chain(points.map(|&point| Rect::around(point, 4.0, 4.0)))
        .reduce(|a, b| a.with(&b));
    if let Some(frame) = frame {
        picture.shift(-frame.x, -frame.y);
        picture.width = frame.width;
        picture.height = frame.height;
    }
    picture
}

impl Picture {
    /// Moves everything.
    pub(super) fn shift(&mut self, dx: f64, dy: f64) {
        let point = |at: &mut Point| {
            at.x += dx;
            at.y += dy;
        };
        let rect = |rect: &mut Rect| {
            rect.x += dx;
            rect.y += dy;
        };
        for one in &mut self.boxes {
            rect(&mut one.rect);
            one.lines.iter_mut().for_each(|text| point(&mut text.at));
        }
        for one in &mut self.boundaries {
            rect(&mut one.rect);
            rect(&mut one.title);
            one.lines.iter_mut().for_each(|text| point(&mut text.at));
        }
        for arrow in &mut self.arrows {
            arrow.points.iter_mut().for_each(point);
            let label = &mut arrow.label;
            rect(&mut label.rect);
            rect(&mut label.pill);
            point(&mut label.number.at);
            for (_, tag, text) in &mut label.tags {
                rect(tag);
                point(&mut text.at);
            }
            label.lines.iter_mut().for_each(|text| point(&mut text.at));
        }
    }
}

/// How near to the corners of each box of the plan a line may come.
fn fixed(diagram: &Diagram, n_sides: usize) -> Vec<f64> {
    let corner = |one: &Box| match one.kind {
        BoxKind::Process | BoxKind::Connector => 10.0,
        BoxKind::Entity => 7.0,
        BoxKind::Store => BEND + 2.0,
    };
    std::iter::repeat_n(0.0, n_sides)
        .chain(diagram.boxes.iter().map(corner))
        .collect()
}

fn title_size(lines: &[String]) -> (f64, f64) {
    (
        widest(lines, look::STRONG).ceil() + 4.0,
        look::STRONG.line_height() * lines.len() as f64 + 2.0,
    )
}

/// A place for a title at the top of its boundary, where no line passes through it: as far left
/// as may be.
fn free_place(
    rect: Rect,
    (width, height): (f64, f64),
    boxes: &[PlacedBox],
    arrows: &[PlacedArrow],
) -> Rect {
    const STEP: f64 = 4.0;
    let at = |x: f64| Rect {
        x,
        y: rect.y + 7.0,
        width,
        height,
    };
    let is_free = |title: &Rect| {
        let near = title.grown(3.0);
        !boxes.iter().any(|one| one.rect.overlaps(title))
            && !arrows
                .iter()
                .flat_map(|arrow| super::geometry::segments(&arrow.points))
                .any(|(a, b)| near.is_crossed(a, b))
    };
    let mut x = rect.x + INSET;
    while x + width + INSET <= rect.right() + STEP {
        if is_free(&at(x)) {
            return at(x);
        }
        x += STEP;
    }
    at(rect.x + INSET)
}

/// A boundary with its title in a place.
fn titled(boundary: &Boundary, rect: Rect, title: Rect, lines: &[String]) -> PlacedBoundary {
    let step = look::STRONG.line_height();
    let lines = lines.iter().enumerate().map(|(line, words)| Text {
        words: words.clone(),
        at: Point {
            x: title.x + 2.0,
            y: title.y + 1.0 + step * (line as f64 + 0.5) + look::STRONG.base(),
        },
        set: look::STRONG,
        anchor: Anchor::Start,
        ink: Ink::Boundary(boundary.kind),
    });
    PlacedBoundary {
        key: boundary.key.clone(),
        kind: boundary.kind,
        rect,
        title,
        lines: lines.collect(),
    }
}

/// The lines of a box: its names, then its marks in brackets.
fn box_lines(one: &Box) -> (Vec<String>, Vec<String>) {
    let wrapped = |text: &str| wrap_evenly(text, look::NAME_WIDTH, look::TEXT);
    let mut names: Vec<Vec<String>> = one.names.iter().map(|name| wrapped(name)).collect();
    // Where a name takes two lines, the reader must see where the next one begins.
    if names.len() > 1 && names.iter().any(|lines| lines.len() > 1) {
        names = one
            .names
            .iter()
            .map(|name| wrapped(&format!("• {name}")))
            .collect();
    }
    let marks = one
        .marks
        .iter()
        .flat_map(|mark| wrapped(&format!("({mark})")));
    (names.concat(), marks.collect())
}

/// The sizes of all boxes; those of one kind that stand together are equally wide.
fn box_sizes(
    diagram: &Diagram,
    lines: &[(Vec<String>, Vec<String>)],
    is_top_down: bool,
) -> Vec<(f64, f64)> {
    let own: Vec<(f64, f64)> = lines
        .iter()
        .enumerate()
        .map(|(at, lines)| box_size(diagram, at, lines, is_top_down))
        .collect();
    let is_alike = |a: &Box, b: &Box| {
        a.boundary.is_some() && a.boundary == b.boundary && a.side == b.side && a.kind == b.kind
    };
    let boxes = diagram.boxes.iter();
    boxes
        .enumerate()
        .map(|(at, one)| {
            let (_, height) = own[at];
            let together = diagram.boxes.iter().zip(&own);
            let widest = together
                .filter(|(other, _)| is_alike(one, other))
                .map(|(_, (width, _))| *width)
                .fold(own[at].0, f64::max);
            (widest, height)
        })
        .collect()
}

fn box_size(
    diagram: &Diagram,
    at: usize,
    (names, marks): &(Vec<String>, Vec<String>),
    is_top_down: bool,
) -> (f64, f64) {
    let one = &diagram.boxes[at];
    let widest = widest(names, look::TEXT).max(widest(marks, look::TEXT));
    let text = look::TEXT.line_height() * (names.len() + marks.len()) as f64;
    let ends = |count: fn(&Arrow, usize) -> bool| {
        let ends = diagram.arrows.iter().filter(|arrow| count(arrow, at));
        match ends.count() {
            // High enough that lines with their labels run straight into it.
            n_ends @ (2 | 3) => 32.0 * n_ends as f64 - 14.0,
            n_ends => PORT * (n_ends as f64 + 1.0),
        }
    };
    let ports = ends(|arrow, at| arrow.from == at).max(ends(|arrow, at| arrow.to == at));
    let (more_width, more_height) = match one.kind {
        BoxKind::Entity => (28.0, 20.0),
        BoxKind::Process => (36.0, 24.0),
        BoxKind::Store => (28.0, 22.0 + 2.0 * BEND),
        BoxKind::Connector => (28.0 + TIP, 16.0),
    };
    let (mut width, mut height) = ((widest + more_width).max(84.0), text + more_height);
    if is_top_down {
        width = width.max(ports);
    } else {
        height = height.max(ports);
    }
    (width.ceil(), height.ceil())
}

fn box_text(one: &Box, (names, marks): &(Vec<String>, Vec<String>), rect: Rect) -> Vec<Text> {
    let step = look::TEXT.line_height();
    let height = step * (names.len() + marks.len()) as f64;
    let (dx, dy) = match one.kind {
        BoxKind::Store => (0.0, BEND),
        BoxKind::Connector => (-TIP / 2.0, 0.0),
        BoxKind::Entity | BoxKind::Process => (0.0, 0.0),
    };
    let top = rect.middle().y - height / 2.0 + dy;
    let x = rect.middle().x + dx;
    let ink = |ink| if one.is_faint { Ink::Faint } else { ink };
    let names = names.iter().map(|line| (line, ink(Ink::Plain)));
    let marks = marks.iter().map(|line| (line, ink(Ink::Soft)));
    names
        .chain(marks)
        .enumerate()
        .map(|(line, (words, ink))| Text {
            words: words.clone(),
            at: Point {
                x,
                y: top + step * (line as f64 + 0.5) + look::TEXT.base(),
            },
            set: look::TEXT,
            anchor: Anchor::Middle,
            ink,
        })
        .collect()
}
