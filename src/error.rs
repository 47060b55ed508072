//! What stopped a command, what to do about it, and the exit code it means.
//!
//! Faults of the layers below come wrapped. What stops one command alone is said where it is found out, with what to do
//! about it in the same expression: `Error::that("...").hinted("...")`.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::ask::AskError;
use crate::diagram::FormatError;
use crate::published::SqlError;
use crate::report::ReportError;
use crate::store::{Broken, NameError, StoreError};
use crate::text::{ReadError, WriteError, in_words};

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register's text has errors, which were shown.
    #[error("nothing was done: the text of the register has {n_errors} error{}", if *n_errors == 1 { "" } else { "s" })]
    Findings {
        /// How many.
        n_errors: usize,
    },
    /// Something was found that ends a check with an error.
    #[error("{n_found} finding{} at or above the level `{level}`", if *n_found == 1 { " is" } else { "s are" })]
    Found {
        /// How many.
        n_found: usize,
        /// The level.
        level: &'static str,
    },
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The history is broken.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// A name was not understood.
    #[error(transparent)]
    Name(#[from] NameError),
    /// What was typed as SQL is wrong.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// A question could not be asked as it was.
    #[error(transparent)]
    Ask(AskError),
    /// A report could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The folder could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The folder could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The picture could not be made.
    #[error(transparent)]
    Drawing(#[from] FormatError),
    /// Output could not be written.
    #[error("output could not be written: {}", in_words(.0))]
    Output(io::Error),
    /// The command cannot go on, for a reason of its own.
    #[error("{message}")]
    Stopped {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: Option<String>,
        /// Whether the register does not hold what was named, so that it matters which one was read.
        is_about_what_is_there: bool,
    },
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Store(error) => error.into(),
            AskError::Name(error) => error.into(),
            AskError::NothingToDraw(why) => Self::nothing_to_draw(&why),
            AskError::Missing { .. } | AskError::Value { .. } => Self::Ask(error),
        }
    }
}

impl Error {
    /// What stops a command, in words.
    pub fn that(message: impl Into<String>) -> Self {
        Self::Stopped {
            message: message.into(),
            hint: None,
            is_about_what_is_there: false,
        }
    }

    /// The same, with what to do about it. What wraps a fault of another layer has its own hint and keeps it.
    #[must_use]
    pub fn hinted(mut self, what_to_do: impl Into<String>) -> Self {
        if let Self::Stopped { hint, .. } = &mut self {
            *hint = Some(what_to_do.into());
        }
        self
    }

    /// The same, said of a register that does not hold what was named: which one was read is then told too.
    #[must_use]
    pub fn about_what_is_there(mut self) -> Self {
        if let Self::Stopped {
            is_about_what_is_there,
            ..
        } = &mut self
        {
            *is_about_what_is_there = true;
        }
        self
    }

    /// There is nothing to draw.
    pub fn nothing_to_draw(why: &str) -> Self {
        Self::that(format!("there is nothing to draw: {why}")).about_what_is_there()
    }

    /// Nothing has the name that was typed; what was meant, as it is shown, else what to do.
    pub fn nothing_called(
        what: &str,
        text: &str,
        suggestions: &[impl Display],
        otherwise: impl Into<String>,
    ) -> Self {
        Self::that(format!("there is no {what} called `{text}`"))
            .hinted(did_you_mean(suggestions).unwrap_or_else(|| otherwise.into()))
    }

    /// A file or folder could not be written.
    pub fn unwritten(path: &Path, source: &io::Error) -> Self {
        let path = path.display();
        Self::that(format!(
            "`{path}` could not be written: {}",
            in_words(source)
        ))
        .hinted(match source.kind() {
            io::ErrorKind::StorageFull => "make room on that disk, or write to another",
            _ => "check that the folder exists and may be written",
        })
    }

    /// A file or folder could not be read.
    pub fn unread(path: &Path, source: &io::Error) -> Self {
        let path = path.display();
        Self::that(format!("`{path}` could not be read: {}", in_words(source)))
            .hinted("check the path")
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Findings { .. } => {
                Some("fix the errors above and run the command again".to_owned())
            }
            Self::Store(error) => error.hint(),
            Self::Broken(error) => error.hint(),
            Self::Name(error) => error.hint(),
            Self::Sql(error) => error.hint(),
            Self::Read(error) => error.hint().map(str::to_owned),
            Self::Write(_) => {
                Some("check that the folder may be written and that the disk has room".to_owned())
            }
            Self::Report(error) => error.hint(),
            Self::Stopped { hint, .. } => hint.clone(),
            Self::Found { .. } | Self::Ask(_) | Self::Drawing(_) | Self::Output(_) => None,
        }
    }

    /// The exit code: 1 where errors in the register's text stopped the command or a check found something, else 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Findings { .. } | Self::Found { .. } => 1,
            _ => 2,
        }
    }

    /// Whether the register does not hold what was named, so that it matters which one was read.
    pub fn is_about_what_is_there(&self) -> bool {
        match self {
            Self::Name(NameError::Unknown { .. }) => true,
            Self::Stopped {
                is_about_what_is_there,
                ..
            } => *is_about_what_is_there,
            _ => false,
        }
    }

    /// Whether the reader of the output went away, which is no fault of anybody.
    pub fn is_closed_pipe(&self) -> bool {
        let (Self::Output(error) | Self::Report(ReportError::Write(error))) = self else {
            return false;
        };
        error.kind() == io::ErrorKind::BrokenPipe
    }
}

/// What was meant, as a question; nothing where nothing is like it.
pub fn did_you_mean(suggestions: &[impl Display]) -> Option<String> {
    let mut shown: Vec<String> = suggestions.iter().map(ToString::to_string).collect();
    let last = shown.pop()?;
    Some(match shown.len() {
        0 => format!("did you mean {last}?"),
        _ => format!("did you mean {} or {last}?", shown.join(", ")),
    })
}
