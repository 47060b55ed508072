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
mod formats;
mod function;
mod illustration;
mod json;
mod legend;
mod marks;
mod merge;
mod mermaid;
mod notes;
mod party;
mod picture;
mod places;
mod select;
mod standing;
mod system;
#[cfg(test)]
mod tests;
mod text;
mod transfers;
mod view;

pub use drawing::{Direction, Labels, Options, Orientation, Paper, Parting};
pub use formats::{FORMATS, Format, FormatError, Written, format, format_of_ending};
pub use illustration::{Illustration, NoIllustration, illustrate};
pub use json::value;
pub use legend::Sign;
pub use picture::{Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram, Mark, Numbered, Side};
pub use select::{Nothing, Selecting};
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

/// More boxes than this are drawn only when asked for.
pub const MOST_BOXES: usize = 300;
