//! Why a file could not be read.

use std::io;
use std::path::PathBuf;

use super::block::Unreadable;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be opened or read to its end.
    #[error("cannot read `{}`: {}", path.display(), crate::text::in_words(source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is larger than any notice.
    #[error("`{}` is larger than {} MB", path.display(), most / 1_000_000)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes are read at most.
        most: u64,
    },
    /// Its ending is that of no format that is read.
    #[error("`{}` has no ending of a format that is read", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// It is not text in any encoding that can be told.
    #[error("`{}` is not text: it holds characters that no text has", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// Its elements are nested too deep.
    #[error("line {line} of `{}` is nested deeper than any web page", path.display())]
    TooDeep {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// It has more lines, or a longer line, than any notice.
    #[error("line {line} of `{}` is longer than any line of a notice, or is one more than any notice has", path.display())]
    TooMuch {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// It is not what its ending says.
    #[error("`{}` is not {title}, as its ending says", path.display())]
    NotOfItsKind {
        /// The file.
        path: PathBuf,
        /// What it should be.
        title: &'static str,
    },
    /// The program that gives its text is not there.
    #[error("`{}` is a PDF, and `{program}`, which gives the text of one, is not installed", path.display())]
    NoProgram {
        /// The file.
        path: PathBuf,
        /// The program.
        program: &'static str,
    },
    /// It is damaged.
    #[error("`{}` is damaged, or unpacks to more than 64 MB", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
    },
    /// Its ending is that of no table that is read.
    #[error("`{}` has no ending of a table that is read", path.display())]
    NoSheet {
        /// The file.
        path: PathBuf,
    },
    /// What is needed meanwhile could not be written or read.
    #[error(
        "the folder for temporary files cannot be used: {}",
        crate::text::in_words(source)
    )]
    Temporary {
        /// What the system says.
        source: io::Error,
    },
    /// A table in it is not read.
    #[error("`{}`{}: {why}", path.display(), at(place))]
    Refused {
        /// The file.
        path: PathBuf,
        /// The sheet and the cell, where that is known.
        place: String,
        /// Why.
        why: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// A file of decisions is not one.
    #[error("line {line} of `{}` cannot be read as decisions: {why}", path.display())]
    NotDecisions {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// An answer is none of those that its question takes.
    #[error("{}the answer about `{words}` cannot be taken: {why}", place(from))]
    WrongAnswer {
        /// The file and the line that it is written in, where it is.
        from: Option<(PathBuf, usize)>,
        /// The words in question.
        words: String,
        /// What is wrong with it.
        why: String,
        /// What there is to choose from.
        choices: Vec<String>,
    },
    /// What was read makes no record.
    #[error("what was read makes no {record}: {why}")]
    NotARecord {
        /// Which record.
        record: String,
        /// What is wrong with it.
        why: String,
    },
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

impl Unreadable {
    /// The same of a file that should be of some kind.
    pub(super) fn of(self, path: PathBuf, title: &'static str) -> ImportError {
        match self {
            Self::TooDeep { line } => ImportError::TooDeep { path, line },
            Self::TooMuch { line } => ImportError::TooMuch { path, line },
            Self::NotOfItsKind => ImportError::NotOfItsKind { path, title },
            Self::NoProgram(program) => ImportError::NoProgram { path, program },
            Self::Broken => ImportError::Broken { path },
        }
    }
}

/// A line of a file, before what is said of it.
fn place(from: &Option<(PathBuf, usize)>) -> String {
    from.as_ref().map_or_else(String::new, |(path, line)| {
        format!("line {line} of `{}`: ", path.display())
    })
}

impl ImportError {
    /// What to do about it, where there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } | Self::Store(_) | Self::NotARecord { .. } => None,
            Self::Temporary { .. } => {
                Some("make room there, or name another folder in `TMPDIR`".to_owned())
            }
            Self::NoSheet { .. } => Some(
                "save it as a workbook (.xlsx), a spreadsheet of LibreOffice (.ods), CSV (.csv) or text with tabs (.tsv)"
                    .to_owned(),
            ),
            Self::Refused { hint, .. } => Some((*hint).to_owned()),
            Self::NotDecisions { .. } => Some("change it there, or give another file".to_owned()),
            Self::WrongAnswer { choices, .. } if choices.is_empty() => None,
            Self::WrongAnswer { choices, .. } => {
                Some(format!("choose from: {}", choices.join("; ")))
            }
            Self::TooMuch { .. } => Some(
                "is it a notice? Save the notice alone, with its lines and paragraphs".to_owned(),
            ),
            Self::TooLarge { .. } => Some("save the notice alone, without pictures".to_owned()),
            Self::UnknownFormat { .. } => Some(format!(
                "save it in one of these formats: {}",
                super::READABLE
                    .iter()
                    .map(|format| format!("{} (.{})", format.title, format.endings.join(", .")))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
            Self::TooDeep { .. } => Some("save the page once more, as text or as Word".to_owned()),
            Self::NotOfItsKind { .. } | Self::Broken { .. } => Some(
                "open it in the program that made it and save it once more; a protected document has to be saved without its password"
                    .to_owned(),
            ),
            Self::NoProgram { .. } => Some(
                "install it (it is part of poppler: the package `poppler-utils` on Debian and Ubuntu), or open the PDF, copy its text and save that as a file with the ending .txt, or use the web page or Word document that it was made from"
                    .to_owned(),
            ),
            Self::NotText { .. } => {
                Some("save it as text in UTF-8, or in the format that its ending says".to_owned())
            }
        }
    }
}

/// A place in a file, after its name.
fn at(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(", {}", crate::model::one_line(place))
    }
}
