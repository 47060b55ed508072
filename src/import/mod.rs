//! What a council has already, read into the register: privacy notices, and tables.
//!
//! A file is read into a [`Source`]: headings, paragraphs and items with their lines, whatever format
//! it has. A notice is that, understood: statements, each with the words it rests on and their line.
//! What is proposed is what of that the register does not hold yet; nothing is stored here.

mod block;
mod decision;
pub mod decisions;
mod docx;
mod error;
mod html;
mod markdown;
mod notice;
mod pdf;
mod plain;
mod proposal;
pub mod sheet;
mod source;
mod words;

pub use block::Source;
pub use decision::{Answer, Answers, At, Choice, Decision, NEW, Settled, name_of};
pub use error::ImportError;
pub use notice::{Fact, Notice, Statement};
pub use proposal::{Outcome, Proposal, Proposed, propose};
pub use source::READABLE;

#[cfg(test)]
mod tests;
