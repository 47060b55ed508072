//! The integration tests, all in one binary.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

mod diagram;
#[path = "../benches/generate/mod.rs"]
mod generate;
mod scale;
mod tidy;
