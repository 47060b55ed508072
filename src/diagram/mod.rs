//! Data-flow diagrams: a selection of the graph, its layout on paper, and its drawing.
//!
//! A view selects what to draw and says it as a [`Diagram`]: boxes, boundaries and flows in words,
//! without places. A layout gives them places on one or more sheets of paper. A format turns a
//! diagram, laid out or not, into bytes. The three know nothing of each other.

mod picture;

pub use picture::{Arrow, Boundary, BoundaryKind, Box, BoxKind, Diagram, Side};
