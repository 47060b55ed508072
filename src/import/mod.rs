//! What a council has already, read into the register: privacy notices, and tables; and how a notice that is published
//! differs from what the register says.
//!
//! A file is read into a [`Source`]: headings, paragraphs and items with their lines, whatever format
//! it has. A notice is that, understood: statements, each with the words it rests on and their line.
//! What is proposed is what of that the register does not hold yet; nothing is stored here.

mod among;
mod block;
mod bodies;
mod categories;
mod compare;
mod decision;
pub mod decisions;
mod docx;
mod error;
mod examples;
mod filling;
pub mod form;
mod html;
mod markdown;
mod notice;
mod packed;
mod pdf;
mod plain;
mod proposal;
pub mod sheet;
mod source;
mod two;
mod words;

pub use block::Source;
pub use compare::{Difference, Side, differences};
pub use decision::{Answer, Answers, At, Choice, Decision, NEW, Settled, name_of};
pub use error::ImportError;
pub use notice::topic::Topic;
pub use notice::{Abroad, Contact, Exchange, Fact, Notice, Provision, Statement};
pub use proposal::{Outcome, OwnNotice, Proposal, Proposed, propose, unread};
pub use source::READABLE;

#[cfg(test)]
mod tests;
