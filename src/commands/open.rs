//! Opening the register that a command works on: a database, or a folder of text.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::finding::Finding;
use crate::model::{Date, Register};
use crate::store::{Store, to_make};
use crate::text::{self, Base, Reading};
use crate::ui::findings;

use super::Run;

/// The database that is used where none is named.
pub(super) const DATABASE: &str = "ropa.db";

/// The folder that is used where there is no database.
const FOLDER: &str = "register";

impl Run {
    /// Where the register is: as named, else `./ropa.db`, else `./register/`.
    pub(super) fn register_path(&self) -> Result<PathBuf, Error> {
        if let Some(path) = &self.globals.register {
            return if path.exists() {
                Ok(path.clone())
            } else {
                let make = to_make(path);
                Err(
                    Error::that(format!("there is no register at `{}`", path.display())).hinted(
                        format!("check the path, or make a database there with `{make}`"),
                    ),
                )
            };
        }
        [DATABASE, FOLDER]
            .into_iter()
            .map(PathBuf::from)
            .find(|path| path.exists())
            .ok_or_else(|| {
                Error::that("there is no register here: neither `ropa.db` nor a folder `register`")
                    .hinted("make one with `ropa init`, or name one with `-r PATH`")
            })
    }

    /// Where the database is: as named, else `./ropa.db`; it need not exist.
    pub(super) fn database_path(&self, command: &'static str) -> Result<PathBuf, Error> {
        let path = self
            .globals
            .register
            .clone()
            .unwrap_or_else(|| PathBuf::from(DATABASE));
        if path.is_dir() {
            Err(needs_database(command, &path))
        } else {
            Ok(path)
        }
    }

    /// Where the database is that a command changes, as [`Self::register_path`] finds it.
    pub(super) fn path_to_change(&self, command: &'static str) -> Result<PathBuf, Error> {
        let path = self.register_path()?;
        if path.is_dir() {
            Err(needs_database(command, &path))
        } else {
            Ok(path)
        }
    }

    /// Opens the register for reading, as it is or as it was.
    pub(super) fn open(&mut self) -> Result<Store, Error> {
        let path = self.register_path()?;
        if let Some(date) = self.globals.as_of.filter(|date| *date > self.today()) {
            let unknown = "what the register will say is not known";
            return Err(Error::that(format!("{date} is in the future: {unknown}"))
                .hinted("give a day up to today, as in `--as-of 2026-04-01`"));
        }
        if path.is_dir() {
            if self.globals.as_of.is_some() {
                return Err(
                    Error::that("`--as-of` looks into the history, and a folder of text has none")
                        .hinted("put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that"),
                );
            }
            if Base::read(&path)?.is_some_and(|base| base.unfinished.is_some()) {
                self.ui.say(&format!("warning: {}", half_written(&path)));
            }
            let reading = self.read_folder_with_records(&path)?;
            return Ok(Store::in_memory(reading.register)?);
        }
        let store = Store::open(&path)?;
        match self.globals.as_of {
            Some(date) => Ok(store.as_of(date)?),
            None => Ok(store),
        }
    }

    /// Opens a database for a command that needs its history, as it is or as it was.
    pub(super) fn open_database(&mut self, command: &'static str) -> Result<Store, Error> {
        let path = self.register_path()?;
        if path.is_dir() {
            return Err(needs_database(command, &path));
        }
        self.open()
    }

    /// Reads a folder of text that must hold a register, be it one in which nothing is filled in yet, and not be some
    /// other folder named by mistake.
    pub(super) fn read_folder_with_records(&mut self, folder: &Path) -> Result<Reading, Error> {
        let reading = self.read_folder(folder, self.today())?;
        if reading.register == Register::default() && !text::is_to_be_filled(folder)? {
            let folder = folder.display();
            return Err(Error::that(format!(
                "`{folder}` holds no register: there is no record in it"
            ))
            .hinted("name the folder in which `parties.toml`, `activities` and the others lie"));
        }
        Ok(reading)
    }

    /// The mark of a folder that says from which state it was written. One that was being written when a run was cut off
    /// is refused, as some of its files are of another state than the others.
    pub(super) fn whole_base(&mut self, folder: &Path) -> Result<Option<Base>, Error> {
        let base = Base::read(folder)?;
        if let Some(base) = &base {
            if base.unfinished.is_some() {
                return Err(half_written(folder));
            }
            let missing = base.missing(folder);
            if !missing.is_empty() {
                let names: Vec<String> = missing
                    .iter()
                    .map(|path| format!("`{}`", path.display()))
                    .collect();
                self.ui.say(&format!(
                    "files that were written here are missing or empty: {}",
                    names.join(", ")
                ));
            }
        }
        Ok(base)
    }

    /// Reads a folder of text, shows what is wrong in it and stops where anything is an error.
    pub(super) fn read_folder(&mut self, folder: &Path, on: Date) -> Result<Reading, Error> {
        let reading = text::read(folder, on)?;
        self.refuse_errors(&reading.findings)?;
        Ok(reading)
    }

    /// Shows what is wrong in a register and stops where anything is an error.
    pub(super) fn refuse_errors(&mut self, findings: &[Finding]) -> Result<(), Error> {
        self.show_findings(findings);
        match findings.iter().filter(|finding| finding.is_error()).count() {
            0 => Ok(()),
            n_errors => {
                for (code, help) in LOOK_UP {
                    if findings.iter().any(|finding| finding.code == code) {
                        self.ui.say(help);
                    }
                }
                Err(Error::Findings { n_errors })
            }
        }
    }

    /// Shows what is wrong in a register, if anything.
    pub(super) fn show_findings(&mut self, findings: &[Finding]) {
        if !findings.is_empty() {
            let shown = findings::render(findings, self.ui.colour, self.ui.width());
            self.ui.say_laid_out(&shown);
        }
    }
}

/// Where there is more to know about some errors in text.
const LOOK_UP: [(&str, &str); 2] = [
    (
        "TEXT-unknown-code",
        "`ropa law` lists the codes of law, with what each means",
    ),
    (
        "TEXT-unknown-key",
        "`ropa fields` lists what can be recorded",
    ),
];

fn needs_database(command: &str, path: &Path) -> Error {
    let (shown, typed) = (path.display(), typed(path));
    let error = Error::that(format!(
        "`{command}` needs a database, and `{shown}` is a folder of text"
    ));
    error.hinted(if path == Path::new(FOLDER) && !Path::new(DATABASE).exists() {
        format!("make one with `ropa init` and `ropa apply {typed}`; it is then used without being named")
    } else {
        format!("name one with `-r FILE`, or make one with `ropa init FILE` and `ropa -r FILE apply {typed}`")
    })
}

/// The first few names of a list, and how many more there are.
pub(super) fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A folder that was being written when a run was cut off.
fn half_written(folder: &Path) -> Error {
    Error::that(format!(
        "`{}` was being written when the program was cut off: some of its files are older than others",
        folder.display()
    ))
    .hinted(format!("complete it with `ropa dump {}`", typed(folder)))
}

/// Comments that would be lost where files are written again.
pub(super) fn comments_lost(files: &[PathBuf]) -> Error {
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    Error::that(format!(
        "the register changed what these files hold, and the comments in them would be lost: {}",
        some(&files)
    ))
    .hinted(
        "move the comments into the field `note` of their records, or give `--force` to lose them",
    )
}

/// A path as it is typed.
pub(super) fn typed(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.contains(' ') {
        format!("\"{shown}\"")
    } else {
        shown
    }
}
