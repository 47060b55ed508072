//! Diagrams on paper: places for everything a diagram shows, on one or more sheets, and their drawing.

mod arrange;
mod geometry;
mod key;
mod label;
mod layout;
mod look;
mod measure;
mod page;
mod part;
mod pdf;
mod placed;
mod png;
mod route;
mod sheets;
mod svg;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use measure::{Set, has};
pub(super) use pdf::PDF;
pub use pdf::pdf;
pub use placed::{
    Anchor, Drawing, Entry, Ink, Label, PlacedArrow, PlacedBoundary, PlacedBox, Point, Rect, Text,
};
pub(super) use png::PNG;
pub use png::{png, png_of};
pub(super) use sheets::fits_one_sheet;
pub use sheets::{Sheets, sheets};
pub(super) use svg::SVG;
pub use svg::svg;
