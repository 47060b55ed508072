//! Data-flow diagrams: a selection of the graph, its layout on paper, and its drawing.
//!
//! A view selects what to draw and says it as a [`Diagram`]: boxes, boundaries and flows in words,
//! without places. `drawing` gives them places on one or more sheets of paper. A format turns a
//! diagram into bytes, with places where it needs them. Views know nothing of either.
//!
//! A view is a file with its `VIEW` and an entry in [`VIEWS`]; a format is a file with its
//! `FORMAT` and an entry in [`FORMATS`].

mod activity;
mod carried;
mod compose;
mod context;
mod data;
mod dot;
mod draft;
pub mod drawing;
mod format;
mod function;
mod group;
mod illustration;
mod json;
mod legend;
mod marks;
mod merge;
mod mermaid;
mod notes;
mod paper;
mod party;
mod picture;
mod places;
mod select;
mod sign;
mod standing;
mod system;
#[cfg(test)]
mod tests;
mod text;
mod transfers;
mod view;

pub use format::{Format, FormatError, LayoutError, PngError, Written};
pub use illustration::{Illustration, NoIllustration, illustrate};
pub use json::value;
pub use paper::{Direction, Labels, Options, Orientation, Paper, Parting, Turned};
pub use picture::{
    Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram, Grouped, Mark, Numbered, Side,
};
pub use select::{Nothing, Selecting};
pub use sign::{DrawnLaw, Sign};
pub use text::{sentence, text};
pub use view::{ANSWER, AROUND, Sought, StepKey, Takes, View};

/// Every view, by name.
pub static VIEWS: &[&View] = &[
    &activity::VIEW,
    &context::VIEW,
    &data::VIEW,
    &function::VIEW,
    &party::VIEW,
    &system::VIEW,
    &transfers::VIEW,
];

/// Every format, by name.
pub static FORMATS: &[&Format] = &[
    &dot::FORMAT,
    &json::FORMAT,
    &mermaid::FORMAT,
    &drawing::PDF,
    &drawing::PNG,
    &drawing::SVG,
    &text::FORMAT,
];

/// The format with a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}
