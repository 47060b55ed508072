//! The catalogue of saved questions: SQL files, each with a header that says what it asks.
//!
//! A question is a file `queries/NAME.sql`: its header is TOML in the leading comment lines, the
//! rest is one SELECT over the published tables. Those of this repository are the core pack, which
//! is in the program; to add one, write its file and its line below.

mod header;
mod parameter;
mod scan;
mod topic;
mod value;

pub use header::{Query, QueryFault, Shown, parse};
pub use parameter::{Parameter, ParameterType, Typed};
pub use scan::{Token, Word, is_ordered, line_and_column, second_statement, tokens};
pub use topic::Topic;
pub use value::Value;

/// A question of the core pack, as it stands in its file.
#[derive(Clone, Copy, Debug)]
pub struct Core {
    /// Its name: that of its file without the ending.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! query {
    ($name:literal) => {
        Core {
            name: $name,
            text: include_str!(concat!("../../queries/", $name, ".sql")),
        }
    };
}

/// The core pack, by name.
pub static CORE: &[Core] = &[
    query!("activities-by-basis"),
    query!("activities-by-function"),
    query!("activities-by-owner"),
    query!("aliases-used"),
    query!("automated-decisions"),
    query!("by-basis"),
    query!("changes"),
    query!("contracts-ending"),
    query!("data-by-recipients"),
    query!("data-without-purpose"),
    query!("documents-unused"),
    query!("dpia-missing"),
    query!("engagements"),
    query!("exchanged-with"),
    query!("flows-without-agreement"),
    query!("flows-without-data"),
    query!("leaves-uk"),
    query!("loops"),
    query!("measures-by-activity"),
    query!("no-data-recorded"),
    query!("no-lawful-basis"),
    query!("no-retention"),
    query!("not-recorded"),
    query!("parties-by-activities"),
    query!("people-by-activity"),
    query!("people-leaving-uk"),
    query!("processors-without-contract"),
    query!("recipients-of"),
    query!("recipients-of-special"),
    query!("retention-by-trigger"),
    query!("reviews-due"),
    query!("same-data-different-basis"),
    query!("sources-of"),
    query!("special-without-condition"),
    query!("spread-of"),
    query!("sub-processors"),
    query!("supplier-exit"),
    query!("supplier-overlap"),
    query!("suppliers-by-risk"),
    query!("systems-by-country"),
    query!("systems-of-people"),
    query!("systems-without-operator"),
    query!("transfers-without-safeguard"),
    query!("unclassed-data"),
    query!("vulnerable-people"),
    query!("where-held"),
];
