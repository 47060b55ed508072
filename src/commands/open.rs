//! Opening the register that a command works on: a database, or a folder of text.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::finding::Finding;
use crate::model::{Date, Register};
use crate::store::Store;
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
                Err(Error::NotFound(path.clone()))
            };
        }
        [DATABASE, FOLDER]
            .into_iter()
            .map(PathBuf::from)
            .find(|path| path.exists())
            .ok_or(Error::NoRegister)
    }

    /// Where the database is: as named, else `./ropa.db`; it need not exist.
    pub(super) fn database_path(&self, command: &'static str) -> Result<PathBuf, Error> {
        let path = self
            .globals
            .register
            .clone()
            .unwrap_or_else(|| PathBuf::from(DATABASE));
        if path.is_dir() {
            Err(Error::NeedsDatabase { command, path })
        } else {
            Ok(path)
        }
    }

    /// Opens the register for reading, as it is or as it was.
    pub(super) fn open(&mut self) -> Result<Store, Error> {
        let path = self.register_path()?;
        if let Some(date) = self.globals.as_of.filter(|date| *date > self.today()) {
            return Err(Error::Future { date });
        }
        if path.is_dir() {
            if self.globals.as_of.is_some() {
                return Err(Error::FolderHasNoHistory);
            }
            if Base::read(&path)?.is_some_and(|base| base.unfinished.is_some()) {
                self.ui
                    .say(&format!("warning: {}", Error::HalfWritten(path.clone())));
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
            return Err(Error::NeedsDatabase { command, path });
        }
        self.open()
    }

    /// Reads a folder of text that must hold a register, and not be some other folder named by mistake.
    pub(super) fn read_folder_with_records(&mut self, folder: &Path) -> Result<Reading, Error> {
        let reading = self.read_folder(folder, self.today())?;
        if reading.register == Register::default() {
            return Err(Error::NoRecords(folder.to_owned()));
        }
        Ok(reading)
    }

    /// The mark of a folder that says from which state it was written. One that was being written when a run was cut off
    /// is refused, as some of its files are of another state than the others.
    pub(super) fn whole_base(&mut self, folder: &Path) -> Result<Option<Base>, Error> {
        let base = Base::read(folder)?;
        if let Some(base) = &base {
            if base.unfinished.is_some() {
                return Err(Error::HalfWritten(folder.to_owned()));
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
            n_errors => Err(Error::Findings { n_errors }),
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
