//! The saved questions at hand: the core pack, and an organisation's own beside its register.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::Run;
use crate::error::{Error, did_you_mean};
use crate::model::{ALIKE, check_slug, most_alike};
use crate::published::SqlError;
use crate::queries::{self, CORE, Query, QueryFault, Topic};

/// The folder of an organisation's own questions, in the folder in which the register lies.
const FOLDER: &str = "queries";

/// The longest file of a question, in bytes.
const LONGEST: u64 = 100_000;

/// The saved questions at hand.
pub(super) struct Catalogue {
    /// Those that can be asked, by name.
    pub(super) queries: BTreeMap<String, Saved>,
    /// What is wrong with the others, by file.
    pub(super) faults: Vec<(PathBuf, QueryFault)>,
    /// Where an organisation's own questions are.
    pub(super) folder: PathBuf,
}

/// One saved question.
pub(super) struct Saved {
    pub(super) query: Query,
    /// Its file, where it is not of the core pack.
    pub(super) file: Option<PathBuf>,
}

impl Run {
    /// Reads the saved questions.
    pub(super) fn catalogue(&self) -> Result<Catalogue, Error> {
        let mut catalogue = Catalogue {
            queries: BTreeMap::new(),
            faults: Vec::new(),
            folder: own_folder(self.register_path().ok().as_deref()),
        };
        for core in CORE {
            match queries::parse(core.name, core.text) {
                Ok(query) => {
                    let saved = Saved { query, file: None };
                    catalogue.queries.insert(core.name.to_owned(), saved);
                }
                Err(fault) => {
                    let file = PathBuf::from(format!("{FOLDER}/{}.sql", core.name));
                    catalogue.faults.push((file, fault));
                }
            }
        }
        for file in files(&catalogue.folder)? {
            match own(&file) {
                Ok(None) => {}
                Ok(Some(query)) => {
                    let saved = Saved {
                        query,
                        file: Some(file),
                    };
                    catalogue.queries.insert(saved.query.name.clone(), saved);
                }
                Err(fault) => catalogue.faults.push((file, fault)),
            }
        }
        Ok(catalogue)
    }
}

/// Names that questions of the core pack had, and have now.
const RENAMED: [(&str, &str); 3] = [
    ("receivers-of", "recipients-of"),
    ("receivers-of-special", "recipients-of-special"),
    ("data-by-receivers", "data-by-recipients"),
];

impl Catalogue {
    /// The topics of which there are questions.
    pub(super) fn topics(&self) -> impl Iterator<Item = Topic> {
        let is_used = |topic: &Topic| {
            self.queries
                .values()
                .any(|saved| saved.query.topic == *topic)
        };
        Topic::ALL.into_iter().filter(is_used)
    }

    /// The question with a name.
    pub(super) fn find(&self, name: &str) -> Result<&Saved, Error> {
        // A file that is wrong hides the question of the core pack that it would replace.
        let wrong = self
            .faults
            .iter()
            .find(|(file, _)| file.file_stem().is_some_and(|stem| stem == name));
        if let Some((file, fault)) = wrong {
            return Err(faulty(file, fault));
        }
        let renamed = RENAMED.iter().find(|(old, _)| *old == name);
        let new = renamed.and_then(|(_, new)| self.queries.get(*new));
        self.queries.get(name).or(new).ok_or_else(|| {
            let alike = most_alike(self.queries.keys(), ALIKE, |known| {
                strsim::jaro(name, known)
            });
            let alike: Vec<String> = alike.iter().map(|known| format!("`{known}`")).collect();
            let list = || "`ropa query` lists the saved questions".to_owned();
            Error::that(format!("no saved question called `{name}`"))
                .hinted(did_you_mean(&alike).unwrap_or_else(list))
        })
    }
}

impl Saved {
    /// What is wrong with what it answers, with the line on which its SQL begins.
    pub(super) fn at_sql(&self, what: &str) -> Error {
        let head = self
            .query
            .sql
            .lines()
            .take_while(|line| line.starts_with("--"));
        let line = head.count() + 1;
        let file = self.file.as_ref().map(|file| file.display().to_string());
        let file = file.unwrap_or_else(|| format!("the saved question `{}`", self.query.name));
        Error::that(format!("{file}:{line}: {what}"))
    }

    /// What is wrong with its SQL, and where it lies.
    pub(super) fn wrong(&self, error: &SqlError) -> Error {
        let place = match &self.file {
            Some(file) => file.display().to_string(),
            None => format!("the saved question `{}`", self.query.name),
        };
        let shown = Error::that(format!("{place}: {error}"));
        match error.hint() {
            Some(hint) => shown.hinted(hint),
            None => shown,
        }
    }
}

/// The file of a saved question is wrong.
pub(super) fn faulty(file: &Path, fault: &QueryFault) -> Error {
    let QueryFault {
        line,
        column,
        message,
        hint,
    } = fault;
    let shown = Error::that(format!("{}:{line}:{column}: {message}", file.display()));
    match hint {
        Some(hint) => shown.hinted(hint),
        None => shown,
    }
}

/// Whether a file that is wrong means its rows to be findings.
pub(super) fn says_findings(file: &Path) -> bool {
    let text = read(file).unwrap_or_default();
    let mut header = text.lines().take_while(|line| line.starts_with("--"));
    header.any(|line| line.contains("result") && line.contains("findings"))
}

/// Where an organisation's own questions are: beside its register, be it a file or a folder.
fn own_folder(register: Option<&Path>) -> PathBuf {
    let beside = register
        .and_then(|path| path.canonicalize().ok())
        .and_then(|path| path.parent().map(Path::to_owned));
    let here = std::env::current_dir()
        .and_then(|here| here.canonicalize())
        .ok();
    match beside {
        // As it is typed, so that messages name it as a person would.
        Some(beside) if here.as_ref() != Some(&beside) => beside.join(FOLDER),
        _ => PathBuf::from(FOLDER),
    }
}

/// The SQL files of a folder, by name; none where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::unread(folder, &source);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "sql") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// An organisation's own question; nothing where it is one of the core pack, word for word.
fn own(file: &Path) -> Result<Option<Query>, QueryFault> {
    let fault = |message: String, hint: &str| QueryFault {
        line: 1,
        column: 1,
        message,
        hint: Some(hint.to_owned()),
    };
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    if check_slug(&name).is_err() {
        return Err(fault(
            format!("`{name}` cannot be the name of a question"),
            "name the file in small letters and digits, separated by hyphens",
        ));
    }
    let text = read(file).map_err(|message| fault(message, "check the file"))?;
    let core = CORE.iter().find(|core| core.name == name);
    if core.is_some_and(|core| core.text == text) {
        return Ok(None);
    }
    let query = queries::parse(&name, &text)?;
    match (core, query.overrides) {
        (Some(_), false) => Err(fault(
            format!("`{name}` is the name of a question of the core pack"),
            "give the file another name, or add `-- overrides = true` to the header",
        )),
        (None, true) => Err(fault(
            format!(
                "no question of the core pack is called `{name}`, so there is none to override"
            ),
            "take `overrides` out of the header",
        )),
        _ => Ok(Some(query)),
    }
}

fn read(file: &Path) -> Result<String, String> {
    let metadata = fs::metadata(file).map_err(|error| crate::text::in_words(&error).to_string())?;
    if !metadata.is_file() {
        return Err("it is not a file".to_owned());
    }
    if metadata.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} bytes"));
    }
    let bytes = fs::read(file).map_err(|error| crate::text::in_words(&error).to_string())?;
    String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned())
}
