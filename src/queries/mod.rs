//! The catalogue of saved questions: SQL files, each with a header that says what it asks.
//!
//! A question is a file `queries/NAME.sql`: its header is TOML in the leading comment lines, the
//! rest is one SELECT over the published tables. Those of this repository are the core pack, which
//! is in the program; to add one, write its file and its line below.

mod header;
mod parameter;
mod scan;
mod value;

pub use header::{Query, QueryFault, Shown, parse};
pub use parameter::{Parameter, ParameterType, Typed};
pub use scan::{Token, Word, is_ordered, line_and_column, second_statement, tokens};
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
pub static CORE: &[Core] = &[query!("contracts-ending")];
