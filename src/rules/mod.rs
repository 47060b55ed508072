//! Rules: what must hold in a register. One file a rule; facts in, findings out.
//!
//! [`RULES`] lists those that forbid a commit. They run wherever a register is kept: on text while it is read (which
//! then swaps each field for its line), on what a plan would make of a database (the store takes only what carries a
//! [`Sound`]), and on a database as it is ([`sound`]).
//!
//! [`checks`] holds those that forbid nothing: the rules of `ropa check`.

pub mod alike;
mod ambiguous_name;
mod bad_end;
mod bad_id;
mod bad_identifier;
mod bad_waiver;
pub mod checks;
mod duplicate_id;
mod facts;
mod missing_field;
mod other_law;
mod ring;
mod said;
mod says_nothing;
pub mod screening;
#[cfg(test)]
pub(crate) mod tests;
mod unknown_about;
mod unknown_code;
mod unknown_id;
mod unknown_purpose;

use crate::finding::{Finding, Level, Place};
use crate::model::{Reference, Register};

pub use self::bad_identifier::bad_identifier;
pub use self::facts::Facts;
pub use self::other_law::other_law;
pub use self::said::{Said, TREES};
pub use self::unknown_code::unknown_code;

/// The rules that forbid a commit, by id.
pub static RULES: &[&Rule] = &[
    &ambiguous_name::RULE,
    &bad_end::RULE,
    &bad_id::RULE,
    &bad_identifier::RULE,
    &bad_waiver::RULE,
    &duplicate_id::RULE,
    &missing_field::RULE,
    &other_law::RULE,
    &ring::RULE,
    &says_nothing::RULE,
    &unknown_about::RULE,
    &unknown_code::RULE,
    &unknown_id::RULE,
    &unknown_purpose::RULE,
];

/// Something that must hold.
#[derive(Debug)]
pub struct Rule {
    /// What it is called, which is the code of its findings; never used for something else.
    pub id: &'static str,
    /// How grave a finding of it is.
    pub level: Level,
    /// What is wrong where it is broken, as a sentence.
    pub says: &'static str,
    /// How it is found out.
    check: Check,
}

/// What a rule looks at.
#[derive(Debug)]
enum Check {
    /// One record by itself, as soon as it is read.
    Within(fn(&Said) -> Vec<Finding>),
    /// All records together.
    Between(fn(&Facts) -> Vec<Finding>),
}

impl Rule {
    /// A finding at a field of a record.
    fn at(&self, record: &Reference, path: &str, message: String) -> Finding {
        Finding::new(self.id, self.level, message).at(Place::field(record, path))
    }
}

/// Proof that records passed every rule of [`RULES`]: only [`Facts::sound`] makes one.
#[derive(Debug)]
pub struct Sound(());

/// Everything that forbids to commit a register, in the order of records and fields.
pub fn sound(register: &Register) -> Vec<Finding> {
    Facts::of(register).sound().err().unwrap_or_default()
}
