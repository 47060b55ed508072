//! A diagram with its places on one sheet of paper.

use super::measure::Set;
use crate::diagram::paper::{Paper, Turned};
use crate::diagram::picture::{BoundaryKind, BoxKind};
use crate::diagram::sign::Sign;

/// A place on the sheet, in CSS pixels; y grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its left side.
    pub x: f64,
    /// Its upper side.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rect {
    /// A rectangle round a middle.
    pub fn around(middle: Point, width: f64, height: f64) -> Self {
        Self {
            x: middle.x - width / 2.0,
            y: middle.y - height / 2.0,
            width,
            height,
        }
    }

    /// Its right side.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower side.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }

    /// A rectangle wider by so much on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    /// Whether two rectangles have more than a side in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether another lies inside, to within half a pixel.
    pub fn holds(&self, other: &Self) -> bool {
        const SLACK: f64 = 0.5;
        other.x >= self.x - SLACK
            && other.y >= self.y - SLACK
            && other.right() <= self.right() + SLACK
            && other.bottom() <= self.bottom() + SLACK
    }

    /// Whether an upright or level line from one point to another passes through its inside.
    pub fn is_crossed(&self, from: Point, to: Point) -> bool {
        from.x.min(to.x) < self.right()
            && from.x.max(to.x) > self.x
            && from.y.min(to.y) < self.bottom()
            && from.y.max(to.y) > self.y
    }

    /// The smallest rectangle that holds both.
    pub fn with(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }
}

/// The colours of text, by what the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Names, data, titles.
    Plain,
    /// What matters less.
    Soft,
    /// On the ground of a line's colour.
    Reversed,
    /// What leaves the United Kingdom.
    Abroad,
    /// What does not carry what is highlighted.
    Faint,
    /// The title of a boundary.
    Boundary(BoundaryKind),
}

/// Where a line of text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its beginning.
    Start,
    /// At its middle.
    Middle,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says.
    pub words: String,
    /// Where it is held, on its base line.
    pub at: Point,
    /// How it is set.
    pub set: Set,
    /// By which point it is held.
    pub anchor: Anchor,
    /// Its colour.
    pub ink: Ink,
}

/// A box with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedBox {
    /// The key of the box in the diagram; on a connector, of the box it stands for.
    pub key: String,
    /// What it is drawn as.
    pub kind: BoxKind,
    /// Whether it is outside the United Kingdom.
    pub is_abroad: bool,
    /// Whether it stays grey.
    pub is_faint: bool,
    /// Its place.
    pub rect: Rect,
    /// Its boundary, by its place in the list of the drawing.
    pub boundary: Option<usize>,
    /// The lines in it.
    pub lines: Vec<Text>,
}

/// A boundary with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedBoundary {
    /// The key of the boundary in the diagram.
    pub key: String,
    /// Which kind it is.
    pub kind: BoundaryKind,
    /// Its place.
    pub rect: Rect,
    /// The place of its title.
    pub title: Rect,
    /// The lines of its title.
    pub lines: Vec<Text>,
}

/// What stands on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The place it takes, on white.
    pub rect: Rect,
    /// The place of the number.
    pub pill: Rect,
    /// The number.
    pub number: Text,
    /// The marks and their places.
    pub tags: Vec<(Sign, Rect, Text)>,
    /// What the flow carries, where words stand on the lines.
    pub lines: Vec<Text>,
}

/// A flow with its places.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedArrow {
    /// Its number.
    pub number: String,
    /// The box it begins at, by its place in the list of the drawing.
    pub from: usize,
    /// The box it ends at.
    pub to: usize,
    /// The corners of its line, ends included.
    pub points: Vec<Point>,
    /// What stands on it.
    pub label: Label,
    /// Whether it is only possible.
    pub is_possible: bool,
    /// Whether it leaves the United Kingdom.
    pub leaves_uk: bool,
    /// Whether data flows both ways.
    pub both_ways: bool,
    /// Whether it stays grey.
    pub is_faint: bool,
}

/// One entry of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is explained.
    pub sign: Sign,
    /// The place of the sample.
    pub rect: Rect,
    /// The explanation.
    pub text: Text,
}

/// A diagram with its places on one sheet of paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The title with the number of the sheet, on one line, for readers that do not see.
    pub title: String,
    /// All that is on it in sentences, for readers that do not see.
    pub words: String,
    /// Which register it is drawn from, for programs.
    pub register: String,
    /// Its width in CSS pixels.
    pub width: f64,
    /// Its height in CSS pixels.
    pub height: f64,
    /// The paper it is meant for.
    pub paper: Paper,
    /// How the paper is turned.
    pub turned: Turned,
    /// The size of its smallest text when it fills the paper, in points.
    pub points: f64,
    /// Title and subtitle.
    pub head: Vec<Text>,
    /// The boundaries, outermost first.
    pub boundaries: Vec<PlacedBoundary>,
    /// The boxes, in the order of reading.
    pub boxes: Vec<PlacedBox>,
    /// The flows, in the order of their numbers.
    pub arrows: Vec<PlacedArrow>,
    /// The legend: only what is used.
    pub legend: Vec<Entry>,
    /// The text of the key: number, data, way and condition of each flow.
    pub key: Vec<Text>,
    /// Hairlines between the rows of the key.
    pub rules: Vec<(Point, Point)>,
    /// What the picture as a whole leaves out, its day and its register.
    pub foot: Vec<Text>,
}

impl Drawing {
    /// All text on it but that in boxes, boundaries and labels.
    #[cfg(test)]
    pub(super) fn loose_text(&self) -> impl Iterator<Item = &Text> {
        self.head
            .iter()
            .chain(self.legend.iter().map(|entry| &entry.text))
            .chain(&self.key)
            .chain(&self.foot)
    }
}

/// A line of text whose upper left corner is given.
pub(super) fn written(words: String, x: f64, top: f64, set: Set, ink: Ink) -> Text {
    Text {
        words,
        at: Point {
            x,
            y: top + set.line_height() / 2.0 + set.base(),
        },
        set,
        anchor: Anchor::Start,
        ink,
    }
}
