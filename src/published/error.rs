//! Why SQL over the published tables could not be answered.

use crate::model::{ALIKE, Kind, nearest};
use crate::store::StoreError;

use super::published_tables;

/// Why SQL over the published tables could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// It is not SQL, or names what is not there.
    #[error("{}{message}", place.map_or_else(String::new, |(line, column)| format!("line {line}, column {column}: ")))]
    Wrong {
        /// What is wrong, in the words of the database.
        message: String,
        /// The line and column, from 1, where they are known.
        place: Option<(usize, usize)>,
    },
    /// It does what a question may not.
    #[error("a question only reads the published tables, and {what}")]
    NotAllowed {
        /// What it does.
        what: String,
    },
    /// There is no question in it.
    #[error("there is no question in it")]
    Empty,
    /// It is more than one statement.
    #[error("it is more than one statement")]
    Several,
    /// It has a parameter for which there is no value.
    #[error("there is no value for `{name}`")]
    NoValue {
        /// The parameter as it is written.
        name: String,
    },
    /// It took too long.
    #[error("it was stopped after {seconds} second{}", if *seconds == 1 { "" } else { "s" })]
    TooLong {
        /// How long it was allowed to take.
        seconds: u64,
    },
    /// Its text, or a value in it, is too large.
    #[error("it is too large: {what}")]
    TooLarge {
        /// What is.
        what: &'static str,
    },
    /// Its answer is larger than what is kept of it in the form asked for.
    #[error("its answer has more than {megabytes} MB")]
    TooLargeAnswer {
        /// How much is kept.
        megabytes: usize,
    },
    /// The answer cannot be computed.
    #[error("it could not be computed: {message}")]
    Failed {
        /// Why, in the words of the database.
        message: String,
    },
    /// The register cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SqlError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Wrong { message, .. }
                if message.starts_with("no such table")
                    || message.starts_with("no such column") =>
            {
                let lists = "`ropa sql --tables` lists the tables and their columns";
                match message.strip_prefix("no such table: ").and_then(table_meant) {
                    Some(table) => format!("did you mean `{table}`? {lists}"),
                    None => lists.to_owned(),
                }
            }
            Self::Wrong { .. } => return None,
            Self::NotAllowed { .. } => {
                "write one SELECT over the tables that `ropa sql --tables` lists".to_owned()
            }
            Self::Empty => {
                "write a SELECT, as in \"SELECT name FROM party ORDER BY name\"".to_owned()
            }
            Self::Several => "write one SELECT, without another statement after it".to_owned(),
            Self::NoValue { .. } => {
                "only `:on`, `:as_at` and `:retired` have a value of their own; a saved question can declare others"
                    .to_owned()
            }
            Self::TooLong { .. } => {
                "narrow the question, or give it more time with `--seconds`".to_owned()
            }
            Self::TooLarge { .. } => "narrow the question, or add a LIMIT".to_owned(),
            Self::TooLargeAnswer { .. } => {
                "narrow the question, add a LIMIT, or write CSV or a workbook, which hold more; `ropa export sqlite` \
                 writes whole tables"
                    .to_owned()
            }
            Self::Failed { .. } => return None,
            Self::Store(error) => return error.hint(),
        })
    }
}

/// The published table that a name stands for: that of a kind of record by the word for several, or one that is like it.
fn table_meant(name: &str) -> Option<&'static str> {
    let mut kinds = Kind::ALL.into_iter();
    let of_kind = kinds.find(|kind| kind.plural().eq_ignore_ascii_case(name));
    let tables = || published_tables().iter().map(|table| table.name);
    of_kind
        .and_then(|kind| tables().find(|table| *table == kind.word()))
        .or_else(|| nearest(name, tables(), ALIKE))
}
