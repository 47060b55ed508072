//! The records of the register as plain values: what is kept, and what it is called.
//!
//! Nothing here reads a file, a clock or a database. A record and its fields are written once, with `record!`: that makes
//! the struct (what the program works with) and its table of [`Field`]s (what its text form may hold). Reading, writing,
//! showing and comparing records all follow the tables, so that a new field is one line and appears everywhere.
//!
//! Every field the law asks for is [`Recorded`]: *not recorded*, *none* or a value.

mod activity;
mod approval;
mod as_at;
mod code;
mod country;
mod data;
mod dates;
mod difference;
mod document;
mod end;
mod field;
mod figures;
mod flow;
mod fold;
mod guard;
mod id;
mod identifier;
mod listed;
mod london;
mod measure;
mod merge;
mod nearest;
mod party;
mod people;
mod period;
mod proof;
mod purpose;
mod record;
mod recorded;
mod references;
mod register;
mod retention;
mod scope;
mod settings;
mod system;
mod table;
mod visible;
mod waiver;
mod walk;

pub use activity::{
    Activity, AutomatedDecision, Dpia, DpiaStatus, Evidence, JointController, OpenList, Regime,
    Review, RightAsPublished, Role, Status, Unread,
};
pub use approval::Approval;
pub use as_at::AsAt;
pub use code::LawCode;
pub use country::{BadCountry, Country};
pub use data::{Data, Derivation, Made};
pub use dates::{date_from_words, date_meant, iso_date};
pub use difference::{Difference, differences, fields_changed, value_in_words};
pub use document::{Document, DocumentKind, NoticeElement, Signature};
pub use end::End;
#[cfg(test)]
pub(crate) use field::example;
pub use field::{Field, FieldAt, Fields, Presence, Shape, Word, documents, elsewhere, recorded_at};
pub use flow::{Flow, FlowKind, FlowRole, Transfer};
pub use fold::{fold, path_steps};
pub use guard::{guarded, unguarded};
pub use id::{
    ActivityId, ApprovalId, BadId, DataId, DocumentId, Kind, MeasureId, PartyId, PeopleId,
    Reference, SystemId, WaiverId, check_slug, slug_of,
};
pub use identifier::{Identifiers, Scheme};
pub(crate) use listed::listed;
pub use london::{london, moment_in_words};
pub use measure::{Measure, MeasureKind, MeasureStatus};
pub use merge::{Merged, merge};
pub use nearest::{ALIKE, alternatives, most_alike, nearest, one_of};
pub use party::{Party, PartyKind, SubProcessor};
pub use people::People;
pub use period::{BadPeriod, Period};
pub use proof::without_proof_of_what_went;
pub use purpose::{Condition, OffenceBasis, Purpose, ReadAs};
pub use recorded::Recorded;
pub use references::{place, referred, visit_references};
pub use register::{Record, Refers, Register};
pub use retention::{Fate, Retention, runs_from};
pub use scope::{OneOrMany, Scope};
pub use settings::{Jurisdiction, Settings};
pub use system::{Medium, System};
pub use table::Table;
pub use visible::{
    add_one_line, and, in_a_line, json as shown_json, json_on_a_line, one_line, visible,
};
pub use waiver::{Waived, Waiver};
pub use walk::{Misfit, Step, Words, visit_whole, visit_words};

/// A calendar date, ISO 8601 (`2026-11-24`).
pub type Date = jiff::civil::Date;

/// A date in words: `24 November 2026`.
pub fn day_in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
