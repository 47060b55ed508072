//! A drawing as SVG: the same bytes for the same drawing, on every machine.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::look::{self, BEND, TIP};
use super::measure::{FAMILIES, tame};
use super::placed::{
    Anchor, Drawing, Entry, Ink, PlacedArrow, PlacedBoundary, PlacedBox, Point, Rect, Text,
};
use super::sheets::written;
use crate::diagram::format::{Format, FormatError};
use crate::diagram::picture::{BoundaryKind, BoxKind};
use crate::diagram::sign::Sign;

pub(in crate::diagram) static SVG: Format = Format {
    name: "svg",
    endings: &["svg"],
    is_text: true,
    write: |diagram, options| {
        written(diagram, options, |sheets| {
            Ok::<_, FormatError>(sheets.iter().map(|sheet| svg(sheet).into_bytes()).collect())
        })
    },
};

/// The length of an arrow's head, and half its width.
const HEAD: (f64, f64) = (10.0, 4.5);

/// The same of a flow that leaves the United Kingdom.
const LARGE_HEAD: (f64, f64) = (13.0, 6.0);

/// Writes a drawing as SVG. It has no ids, so that several can stand in one page.
pub fn svg(drawing: &Drawing) -> String {
    let mut out = Svg(String::new());
    let (width, height) = (number(drawing.width), number(drawing.height));
    out.line(&format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" lang="en-GB" font-family="{FAMILIES}">"#
    ));
    out.line(&format!("<title>{}</title>", text(&drawing.title)));
    out.line(&format!("<desc>{}</desc>", lines(&drawing.words)));
    out.line(&format!("<metadata>{}</metadata>", text(&drawing.register)));
    out.line(&format!(
        r#"<rect width="{width}" height="{height}" fill="{}"/>"#,
        look::PAPER
    ));
    for line in &drawing.head {
        out.text(line);
    }
    for boundary in &drawing.boundaries {
        out.boundary(boundary);
    }
    for arrow in &drawing.arrows {
        out.arrow(arrow);
    }
    for one in &drawing.boxes {
        let (fill, line) = if one.is_faint {
            (look::PAPER, look::FAINT)
        } else {
            (look::fill(one.kind, one.is_abroad), look::LINE)
        };
        out.shape(one.kind, fill, line, &one.rect);
        out.words(one);
    }
    for boundary in &drawing.boundaries {
        for line in &boundary.lines {
            out.text(line);
        }
    }
    for arrow in &drawing.arrows {
        out.label(arrow);
    }
    for entry in &drawing.legend {
        out.entry(entry);
    }
    for (from, to) in &drawing.rules {
        out.line(&format!(
            r#"<path d="M{} L{}" stroke="{}" stroke-width="1"/>"#,
            at(*from),
            at(*to),
            look::RULE
        ));
    }
    for line in drawing.key.iter().chain(&drawing.foot) {
        out.text(line);
    }
    out.line("</svg>");
    out.0
}

/// A number with at most two places after the point.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // No negative nought.
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    format!("{rounded}")
}

fn at(point: Point) -> String {
    format!("{} {}", number(point.x), number(point.y))
}

/// A text in one line that is nothing but text.
fn text(words: &str) -> String {
    escape(tame(words)).into_owned()
}

/// A text that keeps its lines.
fn lines(words: &str) -> String {
    let kept: Vec<String> = words.lines().map(text).collect();
    kept.join("\n")
}

fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Plain => look::INK,
        Ink::Soft => look::SOFT,
        Ink::Reversed => look::PAPER,
        Ink::Abroad => look::ABROAD,
        Ink::Faint => look::FAINT,
        Ink::Boundary(kind) => look::accent(kind),
    }
}

/// How the line of a flow is drawn.
struct Stroke {
    colour: &'static str,
    width: f64,
    dashes: &'static str,
    head: (f64, f64),
}

fn stroke(is_possible: bool, leaves_uk: bool, is_faint: bool) -> Stroke {
    let (colour, width, head) = match (leaves_uk, is_faint) {
        (true, false) => (look::ABROAD, 2.6, LARGE_HEAD),
        (true, true) => (look::FAINT, 2.0, LARGE_HEAD),
        (false, false) => (look::LINE, 1.5, HEAD),
        (false, true) => (look::FAINT, 1.0, HEAD),
    };
    let dashes = match (is_possible, leaves_uk) {
        (false, false) => "",
        (true, false) => "2 4",
        (false, true) => "10 4",
        (true, true) => "10 3 2 3",
    };
    Stroke {
        colour,
        width,
        dashes,
        head,
    }
}

/// The point so far from one towards another.
fn towards(from: Point, to: Point, by: f64) -> Point {
    let length = (to.x - from.x).hypot(to.y - from.y);
    if length < f64::EPSILON {
        return from;
    }
    Point {
        x: from.x + (to.x - from.x) / length * by,
        y: from.y + (to.y - from.y) / length * by,
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// A path through points, with rounded corners.
fn rounded(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, &point) in points.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| points.get(index));
        match (before, points.get(index + 1)) {
            (None, _) => {
                let _ = write!(path, "M{}", at(point));
            }
            (Some(_), None) => {
                let _ = write!(path, " L{}", at(point));
            }
            (Some(&before), Some(&after)) => {
                let radius = look::RADIUS
                    .min(distance(before, point) / 2.0)
                    .min(distance(point, after) / 2.0);
                let _ = write!(
                    path,
                    " L{} Q{} {}",
                    at(towards(point, before, radius)),
                    at(point),
                    at(towards(point, after, radius))
                );
            }
        }
    }
    path
}

/// The outline of a shape.
fn outline(kind: BoxKind, rect: &Rect) -> String {
    let (x, y, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let n = number;
    match kind {
        BoxKind::Entity | BoxKind::Process => {
            let radius = match kind {
                BoxKind::Process => 14.0_f64.min(rect.height / 2.0),
                _ => 0.0,
            };
            format!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}""#,
                n(x),
                n(y),
                n(rect.width),
                n(rect.height),
                n(radius)
            )
        }
        BoxKind::Store => {
            let bend = BEND.min(rect.height / 4.0);
            let (rx, top, low) = (rect.width / 2.0, y + bend, bottom - bend);
            format!(
                r#"<path d="M{x} {top} A{rx} {bend} 0 0 1 {right} {top} V{low} A{rx} {bend} 0 0 1 {x} {low} Z M{right} {top} A{rx} {bend} 0 0 1 {x} {top}""#,
                x = n(x),
                top = n(top),
                rx = n(rx),
                bend = n(bend),
                right = n(right),
                low = n(low)
            )
        }
        BoxKind::Connector => {
            let tip = TIP.min(rect.width / 3.0);
            format!(
                r#"<path d="M{} {} H{} L{} {} L{} {} H{} Z""#,
                n(x),
                n(y),
                n(right - tip),
                n(right),
                n(rect.middle().y),
                n(right - tip),
                n(bottom),
                n(x)
            )
        }
    }
}

/// An SVG document as it grows.
struct Svg(String);

impl Svg {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn text(&mut self, line: &Text) {
        let weight = if line.set.is_bold {
            r#" font-weight="bold""#
        } else {
            ""
        };
        let anchor = match line.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
        };
        self.line(&format!(
            r#"<text x="{}" y="{}" font-size="{}"{weight}{anchor} fill="{}">{}</text>"#,
            number(line.at.x),
            number(line.at.y),
            number(line.set.size),
            colour(line.ink),
            text(&line.words)
        ));
    }

    fn boundary(&mut self, boundary: &PlacedBoundary) {
        self.dashed(&boundary.rect, boundary.kind, 10.0);
    }

    fn dashed(&mut self, rect: &Rect, kind: BoundaryKind, radius: f64) {
        self.line(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="none" stroke="{}" stroke-width="1.4" stroke-dasharray="7 4"/>"#,
            number(rect.x),
            number(rect.y),
            number(rect.width),
            number(rect.height),
            number(radius),
            look::accent(kind)
        ));
    }

    fn shape(&mut self, kind: BoxKind, fill: &str, line: &str, rect: &Rect) {
        self.line(&format!(
            r#"{} fill="{fill}" stroke="{line}" stroke-width="1.4"/>"#,
            outline(kind, rect)
        ));
    }

    fn sample(&mut self, kind: BoxKind, rect: &Rect) {
        self.shape(kind, look::fill(kind, false), look::LINE, rect);
    }

    fn words(&mut self, one: &PlacedBox) {
        for line in &one.lines {
            self.text(line);
        }
    }

    fn arrow(&mut self, arrow: &PlacedArrow) {
        let stroke = stroke(arrow.is_possible, arrow.leaves_uk, arrow.is_faint);
        self.flow(&arrow.points, &stroke, arrow.both_ways);
    }

    fn flow(&mut self, points: &[Point], stroke: &Stroke, both_ways: bool) {
        let mut shaft = points.to_vec();
        let mut heads = Vec::new();
        if let [.., before, end] = *points {
            heads.push((before, end));
            if let Some(last) = shaft.last_mut() {
                *last = towards(end, before, stroke.head.0 - 1.0);
            }
        }
        if let ([start, after, ..], true) = (points, both_ways) {
            heads.push((*after, *start));
            shaft[0] = towards(*start, *after, stroke.head.0 - 1.0);
        }
        let dashes = match stroke.dashes {
            "" => String::new(),
            dashes => format!(r#" stroke-dasharray="{dashes}""#),
        };
        self.line(&format!(
            r#"<path d="{}" fill="none" stroke="{}" stroke-width="{}"{dashes}/>"#,
            rounded(&shaft),
            stroke.colour,
            number(stroke.width)
        ));
        for (from, tip) in heads {
            let back = towards(tip, from, stroke.head.0);
            let along = towards(
                Point { x: 0.0, y: 0.0 },
                Point {
                    x: tip.x - from.x,
                    y: tip.y - from.y,
                },
                stroke.head.1,
            );
            let one = Point {
                x: back.x - along.y,
                y: back.y + along.x,
            };
            let two = Point {
                x: back.x + along.y,
                y: back.y - along.x,
            };
            self.line(&format!(
                r#"<path d="M{} L{} L{} Z" fill="{}"/>"#,
                at(tip),
                at(one),
                at(two),
                stroke.colour
            ));
        }
    }

    fn label(&mut self, arrow: &PlacedArrow) {
        let label = &arrow.label;
        let rect = |rect: &Rect, radius: f64| {
            format!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}""#,
                number(rect.x),
                number(rect.y),
                number(rect.width),
                number(rect.height),
                number(radius)
            )
        };
        self.line(&format!(
            r#"{} fill="{}"/>"#,
            rect(&label.rect, 3.0),
            look::PAPER
        ));
        let stroke = stroke(arrow.is_possible, arrow.leaves_uk, arrow.is_faint);
        let pill = rect(&label.pill, label.pill.height / 2.0);
        if arrow.is_possible {
            self.line(&format!(
                r#"{pill} fill="{}" stroke="{}" stroke-width="1.4" stroke-dasharray="2.5 2"/>"#,
                look::PAPER,
                stroke.colour
            ));
        } else {
            self.line(&format!(r#"{pill} fill="{}"/>"#, stroke.colour));
        }
        self.text(&label.number);
        for (_, place, text) in &label.tags {
            self.tag(place, text);
        }
        for line in &label.lines {
            self.text(line);
        }
    }

    fn tag(&mut self, place: &Rect, text: &Text) {
        self.line(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1.2"/>"#,
            number(place.x),
            number(place.y + 0.6),
            number(place.width),
            number(place.height - 1.2),
            look::PAPER,
            colour(text.ink)
        ));
        self.text(text);
    }

    fn entry(&mut self, entry: &Entry) {
        let rect = &entry.rect;
        let middle = rect.middle().y;
        let ends = [
            Point {
                x: rect.x,
                y: middle,
            },
            Point {
                x: rect.right(),
                y: middle,
            },
        ];
        match entry.sign {
            Sign::Entity => self.sample(BoxKind::Entity, rect),
            Sign::Process => self.sample(BoxKind::Process, rect),
            Sign::Store => self.sample(BoxKind::Store, rect),
            Sign::Connector => self.sample(BoxKind::Connector, rect),
            Sign::Boundary => self.dashed(rect, BoundaryKind::People, 5.0),
            Sign::Stated => self.flow(&ends, &stroke(false, false, false), false),
            Sign::BothWays => self.flow(&ends, &stroke(false, false, false), true),
            Sign::Possible => self.flow(&ends, &stroke(true, false, false), false),
            Sign::LeavesUk => self.flow(&ends, &stroke(false, true, false), false),
            Sign::Faint => self.flow(&ends, &stroke(false, false, true), false),
            Sign::Special
            | Sign::Offence
            | Sign::Approved
            | Sign::Allowed
            | Sign::LacksTransfer
            | Sign::NotInForce
            | Sign::LacksAgreement
            | Sign::LacksBasis => {
                let text = Text {
                    words: entry.sign.short().unwrap_or_default().to_owned(),
                    at: Point {
                        x: rect.middle().x,
                        y: middle + look::STRONG.base(),
                    },
                    set: look::STRONG,
                    anchor: Anchor::Middle,
                    ink: Ink::Plain,
                };
                self.tag(rect, &text);
            }
        }
        self.text(&entry.text);
    }
}
