//! What stopped a command, what to do about it, and the exit code it means.

mod question;

use std::io;
use std::path::PathBuf;

pub use self::question::QuestionError;
use crate::ask::AskError;
use crate::diagram::FormatError;
use crate::report::ReportError;
use crate::store::{Broken, NameError, StoreError, to_make};
use crate::text::{ReadError, WriteError, in_words};

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No register was named and none is here.
    #[error("there is no register here: neither `ropa.db` nor a folder `register`")]
    NoRegister,
    /// The register named is not there.
    #[error("there is no register at `{}`", .0.display())]
    NotFound(PathBuf),
    /// The register's text has errors, which were shown.
    #[error("nothing was done: the text of the register has {n_errors} error{}", plural(*n_errors))]
    Findings {
        /// How many.
        n_errors: usize,
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
    /// A question in SQL could not be asked.
    #[error(transparent)]
    Question(#[from] QuestionError),
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
    /// The command does not know the format.
    #[error("`{command}` does not know the format `{format}`")]
    Format {
        /// The command.
        command: &'static str,
        /// The format asked for.
        format: String,
        /// The formats it knows.
        known: &'static [&'static str],
    },
    /// The command works on a database and was given a folder.
    #[error("`{command}` needs a database, and `{}` is a folder of text", path.display())]
    NeedsDatabase {
        /// The command.
        command: &'static str,
        /// The folder.
        path: PathBuf,
    },
    /// A folder has no history to look back into.
    #[error("`--as-of` looks into the history, and a folder of text has none")]
    FolderHasNoHistory,
    /// A date in the future was asked for.
    #[error("{date} is in the future: what the register will say is not known")]
    Future {
        /// The date.
        date: crate::model::Date,
    },
    /// A folder would be overwritten that was not written by `dump`.
    #[error("`{}` is not empty and was not written by `ropa dump`", .0.display())]
    NotOurFolder(PathBuf),
    /// The folder and the register both changed a record.
    #[error("`{}` and the register say different things of {}", path.display(), some(records))]
    BothChanged {
        /// The folder.
        path: PathBuf,
        /// The records.
        records: Vec<String>,
        /// What can be done beside putting the folder right.
        otherwise: &'static str,
    },
    /// The register changed, and the folder is not to be written.
    #[error("the register changed since `{}` was applied: {}", path.display(), some(records))]
    Behind {
        /// The folder.
        path: PathBuf,
        /// The records.
        records: Vec<String>,
    },
    /// Comments would be lost where a file is written again.
    #[error("the register changed what these files hold, and the comments in them would be lost: {}", shown(.0))]
    Comments(Vec<PathBuf>),
    /// A folder was being written when a run was cut off.
    #[error("`{}` was being written when the program was cut off: some of its files are older than others", .0.display())]
    HalfWritten(PathBuf),
    /// The folder holds no register.
    #[error("`{}` holds no register: there is no record in it", .0.display())]
    NoRecords(PathBuf),
    /// A folder would be written where a file is.
    #[error("`{}` is a file, and `dump` writes a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A change has nobody who makes it.
    #[error("nobody is named who makes this change, and nothing was changed")]
    NoAuthor,
    /// The past cannot be changed.
    #[error("`{command}` changes the register as it is now, and `--as-of` asks for what it was")]
    PastIsPast {
        /// The command.
        command: &'static str,
    },
    /// The clock shows no day that could be worked with.
    #[error("the clock of this computer shows a day after the year 9998")]
    NoMoment,
    /// The folder was dumped from a register that is not this one.
    #[error("`{}` was dumped from another register, or from a state that this one never had", .0.display())]
    OtherRegister(PathBuf),
    /// A file could not be written.
    #[error("`{}` could not be written: {}", path.display(), in_words(source))]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An output file would take the place of the register itself.
    #[error("`{}` is the register itself, or lies in it", .0.display())]
    WouldOverwriteRegister(PathBuf),
    /// A file would be replaced that this command did not make.
    #[error("`{}` exists, and is not an SQLite export of `ropa`", .0.display())]
    WouldOverwriteOther(PathBuf),
    /// The ending of the file does not mean a format.
    #[error("`{command}` {}", match path.extension() {
        Some(ending) => format!("cannot write `{}`: it writes no file that ends in `.{}`", path.display(), ending.display()),
        None => format!("cannot tell the format from `{}`, which has no ending", path.display()),
    })]
    Ending {
        /// The command.
        command: &'static str,
        /// The file.
        path: PathBuf,
        /// The endings that it knows.
        known: Vec<&'static str>,
    },
    /// The view needs a name, or takes none.
    #[error("the view `{view}` {}", match takes { Some(what) => format!("needs the name of its {what}"), None => "takes no name".to_owned() })]
    ViewName {
        /// The view.
        view: &'static str,
        /// What has to be named, if anything.
        takes: Option<&'static str>,
        /// A command line that draws it.
        example: &'static str,
    },
    /// No activity has this business function.
    #[error("no activity has the function `{text}`")]
    NoFunction {
        /// What was typed.
        text: String,
        /// The functions that may have been meant.
        suggestions: Vec<String>,
    },
    /// Nothing has the name that was asked for.
    #[error("there is no {what} called `{text}`")]
    NothingCalled {
        /// What was sought.
        what: &'static str,
        /// What was typed.
        text: String,
        /// What may have been meant, as it is shown.
        suggestions: Vec<String>,
        /// What to do where nothing is like it.
        otherwise: String,
    },
    /// The layout is not known.
    #[error("there is no layout called `{text}`")]
    NoLayout {
        /// What was typed.
        text: String,
        /// The layouts there are.
        known: Vec<&'static str>,
    },
    /// The layout is not for the public.
    #[error("the layout `{layout}` is not for the public")]
    NotForThePublic {
        /// The layout.
        layout: &'static str,
        /// The layouts that are.
        known: Vec<&'static str>,
    },
    /// A status that is never published was asked for, for the public.
    #[error("an entry that is {status} is not for the public")]
    NotPublished {
        /// The status.
        status: &'static str,
    },
    /// A file to be verified names its own day.
    #[error("the file names the day as at which it speaks, and `--as-of` names another")]
    NamesItsDay,
    /// A file is no export that can be compared.
    #[error("`{}` cannot be compared with the register: {why}", path.display())]
    NotAnExport {
        /// The file.
        path: PathBuf,
        /// Why.
        why: crate::report::NotAnExport,
    },
    /// A file was exported from a state that the register never had.
    #[error("`{}` was made from a commit that this register does not have: {hash}", path.display())]
    OtherHistory {
        /// The file.
        path: PathBuf,
        /// The hash of the commit.
        hash: String,
    },
    /// A file is not what the register says.
    #[error("`{}` is not what the register says{}{}", path.display(),
        if *is_other_state { ": it was made from records that are not these" } else { "" },
        differences.iter().map(|difference| format!("\n  {difference}")).collect::<String>())]
    Differs {
        /// The file.
        path: PathBuf,
        /// Whether the hash over all records is another.
        is_other_state: bool,
        /// The first differences.
        differences: Vec<String>,
    },
    /// A file could not be read.
    #[error("`{}` could not be read: {}", path.display(), in_words(source))]
    FileUnread {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A format that is no text was to go to the screen.
    #[error("`{format}` is a binary format and cannot be shown in a terminal")]
    NeedsFile {
        /// The format.
        format: &'static str,
    },
    /// There is nothing to draw.
    #[error("there is nothing to draw: {why}")]
    NothingToDraw {
        /// Why.
        why: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The picture could not be made.
    #[error(transparent)]
    Drawing(#[from] FormatError),
    /// The picture is on several sheets, and its format has one a file.
    #[error("the picture takes {n_sheets} sheets, and `{format}` holds one a file")]
    ManySheets {
        /// The format.
        format: &'static str,
        /// How many sheets.
        n_sheets: usize,
    },
    /// A flag for pictures stands at an answer that is none.
    #[error("`{flag}` says how to draw, and `{format}` is not drawn")]
    NotDrawn {
        /// The flag.
        flag: &'static str,
        /// The format.
        format: &'static str,
        /// The formats that are drawn.
        drawn: &'static [&'static str],
    },
    /// Output could not be written.
    #[error("output could not be written: {}", in_words(.0))]
    Output(io::Error),
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// A path as it is typed.
fn typed(path: &std::path::Path) -> String {
    let shown = path.display().to_string();
    if shown.contains(' ') {
        format!("\"{shown}\"")
    } else {
        shown
    }
}

fn shown(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    some(&shown)
}

/// The first few of a list, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The endings that a command knows, the one that was probably meant before the others.
fn endings(known: &[&str], path: &std::path::Path) -> String {
    let written = path.extension().map(|ending| ending.to_string_lossy());
    let written = written.unwrap_or_default().to_lowercase();
    let meant = known.iter().find(|ending| {
        !written.is_empty() && (ending.starts_with(&*written) || written.starts_with(**ending))
    });
    let all = format!("the endings are {}", known.join(", "));
    match meant {
        Some(meant) => format!("did you mean `.{meant}`? {all}"),
        None => format!("end the name otherwise: {all}"),
    }
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Store(error) => error.into(),
            AskError::Name(error) => error.into(),
            AskError::NothingToDraw(why) => Self::NothingToDraw { why, hint: None },
            AskError::Missing { .. } | AskError::Value { .. } => Self::Ask(error),
        }
    }
}

impl Error {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoRegister => {
                Some("name one with `-r PATH`, or make one with `ropa init` and `ropa apply DIR`".to_owned())
            }
            Self::NotFound(path) => Some(format!(
                "check the path, or make a database there with `{}`",
                to_make(path)
            )),
            Self::Findings { .. } => Some("fix the errors above and run the command again".to_owned()),
            Self::Store(error) => error.hint(),
            Self::Broken(error) => error.hint(),
            Self::Name(error) => error.hint(),
            Self::Question(error) => error.hint(),
            Self::Read(error) => error.hint().map(str::to_owned),
            Self::Write(_) => Some("check that the folder may be written and that the disk has room".to_owned()),
            Self::Format { known, .. } => Some(format!("use one of: {}", known.join(", "))),
            Self::NeedsDatabase { .. } => Some("name a database with `-r FILE`; `ropa init FILE` makes one".to_owned()),
            Self::FolderHasNoHistory => {
                Some("put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that".to_owned())
            }
            Self::Future { .. } => Some("give a day up to today, as in `--as-of 2026-04-01`".to_owned()),
            Self::NotOurFolder(_) => Some("give an empty or new folder, or `--force` to write into this one".to_owned()),
            Self::BothChanged { otherwise, .. } => Some(format!(
                "write into the folder what should stand there, or {otherwise}"
            )),
            Self::Behind { path, .. } => Some(format!(
                "bring the folder up to date with `ropa dump {}`, or give `--force` to overwrite the register",
                typed(path)
            )),
            Self::Comments(_) => {
                Some("move the comments into the field `note` of their records, or give `--force` to lose them".to_owned())
            }
            Self::HalfWritten(folder) => {
                Some(format!("complete it with `ropa dump {}`", typed(folder)))
            }
            Self::NoRecords(_) => {
                Some("name the folder in which `parties.toml`, `activities` and the others lie".to_owned())
            }
            Self::NotAFolder(_) => Some("give a new or empty folder".to_owned()),
            Self::OtherRegister(_) => {
                Some("name the register it came from with `-r`, or give `--force` to go on all the same".to_owned())
            }
            Self::NoMoment => Some("set the clock of this computer and try again".to_owned()),
            Self::NoAuthor => {
                Some("add `--author \"Your name\"`, or set `ROPA_AUTHOR`".to_owned())
            }
            Self::PastIsPast { .. } => Some("leave out `--as-of`".to_owned()),
            Self::File { .. } => Some("check that the folder exists and may be written".to_owned()),
            Self::WouldOverwriteOther(_) => {
                Some("give another name, or `--force` to replace it".to_owned())
            }
            Self::WouldOverwriteRegister(_) => Some("give another place with `-o`".to_owned()),
            Self::Ending { known, .. } if known.is_empty() => {
                Some("give the name of a folder".to_owned())
            }
            Self::Ending { known, path, .. } => Some(endings(known, path)),
            Self::ViewName { example, .. } => Some(format!("for example: {example}")),
            Self::NoFunction { suggestions, .. } if suggestions.is_empty() => Some(
                "`ropa query activities-by-function` lists those that are recorded".to_owned(),
            ),
            Self::NoFunction { suggestions, .. } => {
                Some(format!("did you mean {}?", some(suggestions)))
            }
            Self::NothingCalled { suggestions, otherwise, .. } => Some(match suggestions.split_last() {
                None => otherwise.clone(),
                Some((only, [])) => format!("did you mean {only}?"),
                Some((last, most)) => format!("did you mean {} or {last}?", most.join(", ")),
            }),
            Self::NoLayout { known, .. } | Self::NotForThePublic { known, .. } => {
                Some(format!("use one of: {}", known.join(", ")))
            }
            Self::NotPublished { .. } => Some("leave out `--status`, or `--public`".to_owned()),
            Self::NamesItsDay => Some("leave out `--as-of`".to_owned()),
            Self::NotAnExport { .. } => {
                Some("name a workbook or a JSON file that `ropa export article30` wrote".to_owned())
            }
            Self::OtherHistory { .. } => {
                Some("name the register it was made from with `-r`; or its history was rewritten".to_owned())
            }
            Self::Differs { is_other_state, .. } => Some(if *is_other_state {
                "the register has changed, or it is another one: name the right one with `-r`, or export again".to_owned()
            } else {
                "the file was changed after it was written, or by another version of this program: export again".to_owned()
            }),
            Self::FileUnread { .. } => Some("check the path".to_owned()),
            Self::NeedsFile { format } => Some(format!("add `-o file.{format}`")),
            Self::NothingToDraw { hint, .. } => hint.clone(),
            Self::Report(error) => error.hint(),
            Self::Ask(_) | Self::Drawing(_) | Self::Output(_) => None,
            Self::ManySheets { format, .. } => Some(format!(
                "name a file with `-o FILE.{format}`, and they are written as FILE-1.{format}, FILE-2.{format}, ...; or write pdf, or give `--one-sheet`"
            )),
            Self::NotDrawn { drawn, .. } => {
                Some(format!("give `--format` one of: {}", drawn.join(", ")))
            }
        }
    }

    /// The exit code: 1 where errors in the register's text stopped the command, else 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Findings { .. } => 1,
            _ => 2,
        }
    }

    /// Whether the register does not hold what was named, so that it matters which one was read.
    pub fn is_about_what_is_there(&self) -> bool {
        matches!(
            self,
            Self::Name(NameError::Unknown { .. })
                | Self::NoFunction { .. }
                | Self::NothingToDraw { .. }
        )
    }

    /// Whether the reader of the output went away, which is no fault of anybody.
    pub fn is_closed_pipe(&self) -> bool {
        let (Self::Output(error) | Self::Report(crate::report::ReportError::Write(error))) = self
        else {
            return false;
        };
        error.kind() == io::ErrorKind::BrokenPipe
    }
}
