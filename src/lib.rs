//! The register of processing activities as a data-flow graph.

pub mod finding;
pub mod graph;
pub mod law;
pub mod model;
pub mod text;
pub mod ui;

#[cfg(test)]
pub(crate) mod sample;
