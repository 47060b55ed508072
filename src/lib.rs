//! The register of processing activities as a data-flow graph.
