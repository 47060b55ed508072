//! The register of processing activities as a data-flow graph.

pub mod commands;
pub mod error;
pub mod finding;
pub mod graph;
pub mod law;
pub mod model;
pub mod store;
pub mod text;
pub mod ui;

#[cfg(test)]
pub(crate) mod sample;
