//! The register of processing activities as a data-flow graph.

pub mod law;
