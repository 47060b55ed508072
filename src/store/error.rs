//! What a store could not do, and what to do about it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::finding::Finding;
use crate::model::{Date, Reference, moment_in_words};

use super::Commit;

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("there is no register at `{}`", path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new register would take the place of something.
    #[error("`{}` exists already", path.display())]
    Exists {
        /// What is in the way.
        path: PathBuf,
    },
    /// A folder stands where a database should.
    #[error("`{}` is a folder, not a database", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// There is no folder for the new file.
    #[error("there is no folder `{}` to put the register in", folder.display())]
    NoFolder {
        /// The folder that is missing.
        folder: PathBuf,
    },
    /// The file may not be read.
    #[error("permission to open `{}` is denied", path.display())]
    Denied {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be written, or its folder.
    #[error("`{}` cannot be written: it or its folder is read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file has nothing in it.
    #[error("`{}` is empty: it is not a register", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("`{}` is not a register of ropa", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later program.
    #[error("`{}` was written by a newer ropa: its format is {version}, this program knows {known}", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("`{}` is damaged: {what}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file is made otherwise than a register.
    #[error("another program changed what `{}` is made of: {odd}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is there and should not be, or should be and is not.
        odd: super::Odd,
    },
    /// A change was cut off, and undoing it needs permission to write.
    #[error("a change to `{}` was interrupted and must be undone before it is read", path.display())]
    Interrupted {
        /// The file.
        path: PathBuf,
    },
    /// There is no room.
    #[error("there is no room to write `{}`: the disk or its quota is full", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else is writing.
    #[error("`{}` is locked by another program", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else has committed since the plan was made.
    #[error(
        "the register changed while this change was prepared: {}",
        who(commits)
    )]
    Moved {
        /// What was committed since.
        commits: Vec<Commit>,
    },
    /// The clock is far ahead of everything else.
    #[error("the clock of this computer says {}, and {} {}", moment_in_words(*at),
        if *is_of_file { "a file made just now is of" } else { "the last change was made on" }, moment_in_words(*other))]
    Clock {
        /// What it says.
        at: Timestamp,
        /// What it is ahead of.
        other: Timestamp,
        /// Whether that is a file made just now, and not the last commit.
        is_of_file: bool,
    },
    /// A rule that forbids a commit would be broken.
    #[error("the register would not be sound: {}", first_of(findings))]
    Unsound {
        /// Everything that would be wrong.
        findings: Vec<Finding>,
    },
    /// A record stands twice among those to be committed.
    #[error("`{reference}` stands twice among the records to be committed")]
    Twice {
        /// The record.
        reference: Reference,
    },
    /// A register of text has no history.
    #[error("a folder of text has no history")]
    NoHistory,
    /// The date is before the first commit.
    #[error("the register had not begun on {date}: its history begins on {begins}")]
    BeforeHistory {
        /// The date asked for.
        date: Date,
        /// The day of the first commit, in London.
        begins: Date,
    },
    /// Nothing was ever committed.
    #[error("the register has no history yet: nothing was committed")]
    NothingCommitted,
    /// No commit has this hash.
    #[error("no commit of this register has the hash `{hash}`")]
    NoSuchCommit {
        /// The hash asked for.
        hash: String,
    },
    /// The operating system refused.
    #[error("`{}` could not be read or written: {what}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        what: String,
    },
}

fn who(commits: &[Commit]) -> String {
    let mut names: Vec<String> = commits
        .iter()
        .map(|commit| format!("{} committed at {}", commit.author, commit.at))
        .collect();
    if names.is_empty() {
        names.push("its history is another one".to_owned());
    }
    names.join(", ")
}

fn first_of(findings: &[Finding]) -> String {
    let [first, others @ ..] = findings else {
        return String::new();
    };
    let place = first
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!(" ({place})"));
    let others = match others.len() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    format!("{}{place}{others}", first.message)
}

/// What is typed to make an empty register at a place.
pub fn to_make(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown == "ropa.db" {
        "ropa init".to_owned()
    } else if shown.contains(' ') {
        format!("ropa init \"{shown}\"")
    } else {
        format!("ropa init {shown}")
    }
}

impl StoreError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotFound { path } => {
                format!("make one with `{}`, or name it with `-r PATH`", to_make(path))
            }
            Self::Exists { .. } => "choose another name, or move it away first".to_owned(),
            Self::IsFolder { path } => format!(
                "name a file, such as `{}`",
                path.join("register.db").display()
            ),
            Self::NoFolder { .. } => "make the folder first".to_owned(),
            Self::Denied { .. } => "ask whoever owns it for permission".to_owned(),
            Self::ReadOnly { .. } => {
                "copy it to a place where you may write, or ask for permission".to_owned()
            }
            Self::Empty { path } => format!(
                "if a download or copy was cut short, fetch it again; else remove it and run `{}`",
                to_make(path)
            ),
            Self::NotOurs { .. } => "name the register with `-r PATH`; the file was left as it is".to_owned(),
            Self::TooNew { .. } => "use the newer program; the file was left as it is".to_owned(),
            Self::Corrupt { .. } => {
                "keep the file and its `-journal` as evidence, run `ropa verify`, and restore a backup without a `-journal` beside it; `ropa apply` can rebuild it from text"
                    .to_owned()
            }
            Self::Foreign { odd, .. } if odd.of_log => {
                "keep the file as evidence, and restore a backup".to_owned()
            }
            Self::Foreign { .. } => {
                "`ropa verify --repair` makes anew what is not the history, and keeps the file as it is beside it"
                    .to_owned()
            }
            Self::Interrupted { .. } => {
                "run any command on it where you may write; the last complete change is kept".to_owned()
            }
            Self::Full { .. } => "make room and try again; the register is as it was".to_owned(),
            Self::Busy { .. } => {
                "wait for the other `ropa`, a SQLite browser or a backup that holds it, and try again"
                    .to_owned()
            }
            Self::Moved { .. } => "look at what changed with `ropa history`, and try again".to_owned(),
            Self::Clock { .. } => "set the clock of this computer and try again: a change dated in the future hides all later ones from `--as-of`. If the clock is right, give `--force`".to_owned(),
            Self::Unsound { findings } => return findings.first()?.hint.clone(),
            Self::NoHistory => "name a database with `-r PATH`".to_owned(),
            Self::BeforeHistory { begins, date } => format!(
                "ask for {begins} or later, or with `--on {date}` for what was so on that day by what is recorded now"
            ),
            Self::NothingCommitted => "bring records in with `ropa apply`".to_owned(),
            Self::NoSuchCommit { .. } => "`ropa history` lists the commits".to_owned(),
            Self::Twice { .. } | Self::Io { .. } => return None,
        })
    }
}

/// Why an inner function failed: SQLite, or one of our own errors.
///
/// The public functions turn it into a [`StoreError`], which names the file and hides the library.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Unreadable(Reference, String),
    Store(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Why handing things over stopped: a fault of ours, or what those who took them gave back.
pub(super) enum Stop<E> {
    Ours(Fault),
    Theirs(E),
}

impl<E, F: Into<Fault>> From<F> for Stop<E> {
    fn from(fault: F) -> Self {
        Self::Ours(fault.into())
    }
}

impl Fault {
    /// The error as it concerns a file.
    pub(crate) fn of(self, path: &Path) -> StoreError {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        let error = match self {
            Self::Store(error) => return error,
            Self::Unreadable(reference, why) => {
                let what = format!("the document of `{reference}` cannot be read ({why})");
                return StoreError::Corrupt { path, what };
            }
            // One of our own reasons, without the words of the library around it.
            Self::Sql(rusqlite::Error::FromSqlConversionFailure(_, _, why)) => {
                let what = why.to_string();
                return StoreError::Corrupt { path, what };
            }
            Self::Sql(error) => error,
        };
        let extended = match &error {
            rusqlite::Error::SqliteFailure(failure, _) => failure.extended_code,
            _ => 0,
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::ReadOnly) if extended == rusqlite::ffi::SQLITE_READONLY_ROLLBACK => {
                StoreError::Interrupted { path }
            }
            // The file itself was opened before, so what cannot be opened is the journal beside it.
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => StoreError::ReadOnly { path },
            Some(ErrorCode::PermissionDenied) => StoreError::Denied { path },
            Some(ErrorCode::SystemIoFailure) => StoreError::Io {
                path,
                what: error.to_string(),
            },
            _ => StoreError::Corrupt {
                path,
                what: error.to_string(),
            },
        }
    }
}
