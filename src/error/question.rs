//! What stopped a question in SQL, saved or typed.

use std::path::PathBuf;

use crate::published::SqlError;
use crate::queries::QueryFault;

/// Why a question in SQL could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// What was typed as SQL is wrong.
    #[error(transparent)]
    Sql(Box<SqlError>),
    /// The SQL of a saved question is wrong.
    #[error("{}: {error}", shown(name, file.as_ref()))]
    InFile {
        /// The question.
        name: String,
        /// Its file, where it is not of the core pack.
        file: Option<PathBuf>,
        /// What is wrong.
        error: Box<SqlError>,
    },
    /// The file of a saved question is wrong.
    #[error("{}:{}:{}: {}", file.display(), fault.line, fault.column, fault.message)]
    File {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        fault: QueryFault,
    },
    /// Saved questions are wrong, as was shown.
    #[error("{n} saved question{} wrong", if *n == 1 { " is" } else { "s are" })]
    Faulty {
        /// How many.
        n: usize,
    },
    /// There is no such question.
    #[error("no saved question called `{name}`")]
    Unknown {
        /// What was typed.
        name: String,
        /// What may have been meant.
        suggestions: Vec<String>,
    },
    /// What was typed after the name is no parameter.
    #[error("expected `name=value`, found `{typed}`")]
    NotAPair {
        /// What was typed.
        typed: String,
        /// The question.
        query: String,
    },
    /// The question has no such parameter.
    #[error("`{query}` has no parameter `{name}`")]
    NoParameter {
        /// The question.
        query: String,
        /// What was typed.
        name: String,
        /// The parameters that it has.
        known: Vec<String>,
    },
    /// A parameter was given twice.
    #[error("`{name}` is given twice")]
    Twice {
        /// The parameter.
        name: String,
    },
    /// A parameter needs a value.
    #[error("`{query}` needs a value for `{name}`: {help}")]
    Missing {
        /// The question.
        query: String,
        /// The parameter.
        name: String,
        /// What it is.
        help: String,
        /// A command line that asks the question.
        example: String,
    },
    /// A value is not of the parameter's type.
    #[error("`{name}`: {message}")]
    BadValue {
        /// The parameter.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// The answer is no diagram.
    #[error("`{flag}` says how to draw, and `{query}` is answered by a table")]
    IsTable {
        /// The question.
        query: String,
        /// The flag.
        flag: &'static str,
    },
    /// The answer to a question that is drawn has not the columns of a diagram.
    #[error("the answer of a question with `result = \"graph\"` has the columns from_id, to_id and label, not {}", columns.join(", "))]
    NoDiagram {
        /// The columns that it has.
        columns: Vec<String>,
    },
    /// A parameter cannot narrow this table.
    #[error("`{query}`: the parameter `{parameter}` cannot narrow `{table}`")]
    NoNarrowing {
        /// The question.
        query: String,
        /// The parameter.
        parameter: String,
        /// The table.
        table: String,
    },
    /// There is no such published table.
    #[error("no published table called `{name}`")]
    NoTable {
        /// What was typed.
        name: String,
        /// What may have been meant.
        suggestions: Vec<String>,
    },
    /// There is a question of this name already.
    #[error("there is a saved question `{name}` already")]
    Exists {
        /// Its name.
        name: String,
        /// Whether it is of the core pack.
        is_core: bool,
    },
    /// A name of a question is no slug.
    #[error("`{name}` cannot be the name of a question")]
    BadName {
        /// What was typed.
        name: String,
    },
    /// A file or folder of questions cannot be read or written.
    #[error("`{}` {}: {}", path.display(), if *is_writing { "could not be written" } else { "could not be read" }, crate::text::in_words(source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Whether it was to be written.
        is_writing: bool,
        /// Why.
        source: std::io::Error,
    },
}

fn shown(name: &str, file: Option<&PathBuf>) -> String {
    file.map_or_else(
        || format!("the saved question `{name}`"),
        |file| file.display().to_string(),
    )
}

impl QuestionError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Sql(error) => error.hint(),
            Self::InFile { error, .. } => error.hint(),
            Self::File { fault, .. } => fault.hint.clone(),
            Self::Faulty { .. } => Some("fix the places shown above".to_owned()),
            Self::Unknown { suggestions, .. } if suggestions.is_empty() => {
                Some("`ropa query` lists the saved questions".to_owned())
            }
            Self::NoTable { suggestions, .. } if suggestions.is_empty() => {
                Some("`ropa sql --tables` lists the published tables".to_owned())
            }
            Self::Unknown { suggestions, .. } | Self::NoTable { suggestions, .. } => {
                let names: Vec<String> =
                    suggestions.iter().map(|name| format!("`{name}`")).collect();
                Some(format!("did you mean {}?", names.join(" or ")))
            }
            Self::NotAPair { query, .. } => Some(format!(
                "write `name=value`; `ropa query {query} --show` shows the parameters"
            )),
            Self::NoParameter { known, .. } if known.is_empty() => {
                Some("it takes no parameters".to_owned())
            }
            Self::NoParameter { known, .. } => Some(format!("it takes {}", known.join(", "))),
            Self::Missing { example, .. } => Some(format!("for example: {example}")),
            Self::IsTable { flag, .. } => Some(format!("leave `{flag}` out")),
            Self::NoDiagram { .. } => Some("name the columns with AS".to_owned()),
            Self::NoNarrowing { .. } => Some(
                "a computed table with a column of the parameter's type can be narrowed: receives, carries or held"
                    .to_owned(),
            ),
            Self::Exists { is_core: true, .. } => Some(
                "give another name, or copy what `--show` shows into a file of that name with `overrides = true`"
                    .to_owned(),
            ),
            Self::BadName { .. } => Some(
                "write small letters and digits, separated by hyphens, as in `contracts-ending`"
                    .to_owned(),
            ),
            Self::Twice { .. } | Self::BadValue { .. } | Self::Exists { .. } | Self::Io { .. } => {
                None
            }
        }
    }
}
