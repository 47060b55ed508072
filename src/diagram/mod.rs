//! Data-flow diagrams: a selection of the graph, its layout on paper, and its drawing.
//!
//! A view selects what to draw and says it as a [`Diagram`]: boxes, boundaries and flows in words,
//! without places. A layout gives them places on one or more sheets of paper. A format turns a
//! diagram, laid out or not, into bytes. The three know nothing of each other.

mod arrange;
mod drawing;
mod geometry;
mod key;
mod label;
mod layout;
mod look;
mod measure;
mod page;
mod paper;
mod part;
mod pdf;
mod picture;
mod png;
mod route;
mod sheets;
mod svg;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use drawing::{
    Anchor, Drawing, Entry, Ink, Label, PlacedArrow, PlacedBoundary, PlacedBox, Point, Rect, Sign,
    Tag, Text,
};
pub use layout::LayoutError;
pub use measure::Set;
pub use paper::{Direction, Labels, Options, Orientation, Paper, Parting, Turned};
pub use pdf::{PdfError, pdf};
pub use picture::{Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram, Side};
pub use png::{PngError, png};
pub use sheets::{Sheets, sheets};
pub use svg::svg;
