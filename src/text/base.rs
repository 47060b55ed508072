//! The mark in a folder that says from which state of the register it was written: `.ropa-base`.
//!
//! It is written after everything else, and names what else there is, each file with its hash. While something is under
//! way it says so, so that a run that is cut off leaves no doubt about what the folder is:
//!
//! - `then HASH`: a commit was about to be made of the folder. If the register has it, the folder is that commit.
//! - `applied`: it was put into a register by `apply`, and never written by `dump`. Such a folder may go into another
//!   register too.
//! - `alone HASH FILE`: one file was put into the register alone, as that commit, and is the same as that one.
//! - `unfinished HASH`: files were being written from that commit, and some of them may still be of the one before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::model::Kind;

use super::ReadError;
use super::folder::{self, bytes_of};
use super::write::{WriteError, remove_file, write_file};

const NAME: &str = ".ropa-base";

/// More than the files of any register take, each with its hash.
const LARGEST: u64 = 256 << 20;

/// From which state of the register a folder was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// The hash of the commit that the folder was last the same as.
    pub commit: Option<String>,
    /// The hash of a commit that was about to be made of it.
    pub then: Option<String>,
    /// The hash of a commit from which it was being written; empty where the register had no history.
    pub unfinished: Option<String>,
    /// Whether it was only ever put into a register, and not written from one.
    pub is_applied: bool,
    /// The files that were put into a register alone since, by their paths in the folder, with the hashes of the commits.
    alone: BTreeMap<String, String>,
    /// The files that were written, by their paths in the folder, with their hashes.
    files: BTreeMap<String, String>,
}

impl Base {
    /// The mark of a folder that is the same as a commit.
    pub fn of(commit: Option<&str>) -> Self {
        Self {
            commit: commit.map(str::to_owned),
            ..Self::default()
        }
    }

    /// The folder of a register in which a file lies where such files are kept; nothing where it lies elsewhere.
    pub fn folder_of(file: &Path) -> Option<&Path> {
        let folder = file.parent()?;
        let name = file.file_name()?.to_str()?;
        let is_catalogue = Kind::ALL
            .into_iter()
            .any(|kind| folder::file_of(kind) == Some(name));
        let is_inside = folder
            .file_name()
            .is_some_and(|name| name == folder::ACTIVITIES);
        match (is_catalogue, is_inside) {
            (true, false) => Some(folder),
            (false, true) => folder.parent(),
            _ => None,
        }
    }

    /// Reads the mark of a folder, where it has one.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Self>, ReadError> {
        let path = folder.join(NAME);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let bytes = bytes_of(&path, LARGEST)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut base = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.split_once(' ') {
                None if line == "applied" => base.is_applied = true,
                Some(("then", hash)) => base.then = Some(hash.to_owned()),
                Some(("unfinished", "-")) => base.unfinished = Some(String::new()),
                Some(("unfinished", hash)) => base.unfinished = Some(hash.to_owned()),
                Some(("alone", hash_and_path)) => {
                    let (hash, path) = hash_and_path.split_once(' ').unwrap_or_default();
                    base.alone.insert(path.to_owned(), hash.to_owned());
                }
                Some(("file", hash_and_path)) => {
                    let (hash, path) = hash_and_path.split_once(' ').unwrap_or_default();
                    base.files.insert(path.to_owned(), hash.to_owned());
                }
                _ => {
                    base.commit.get_or_insert_with(|| line.to_owned());
                }
            }
        }
        Ok(Some(base))
    }

    /// Writes the mark into a folder, for good before this comes back.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        let mut text = String::new();
        let mut line = |words: &[&str]| text.push_str(&(words.join(" ") + "\n"));
        if let Some(commit) = &self.commit {
            line(&[commit]);
        }
        if let Some(then) = &self.then {
            line(&["then", then]);
        }
        if self.is_applied {
            line(&["applied"]);
        }
        if let Some(unfinished) = &self.unfinished {
            let hash = Some(unfinished.as_str()).filter(|hash| !hash.is_empty());
            line(&["unfinished", hash.unwrap_or("-")]);
        }
        for (path, hash) in &self.alone {
            line(&["alone", hash, path]);
        }
        for (path, hash) in &self.files {
            line(&["file", hash, path]);
        }
        write_file(&folder.join(NAME), &text).map(drop)
    }

    /// Writes the mark of a folder that is whole and the same as a commit, with the hashes of all its files. What comes
    /// from a register without a history has no mark.
    ///
    /// # Errors
    /// The files cannot be read, or the mark cannot be written.
    pub fn finish(folder: &Path, commit: Option<&str>) -> Result<(), WriteError> {
        if commit.is_none() {
            return remove_file(&folder.join(NAME)).map(drop);
        }
        let mut base = Self::of(commit);
        let files = super::files::files(folder)?;
        let catalogues = files.catalogues.iter().map(|(_, path)| path);
        let activities = files.activities.iter().map(|(_, path)| path);
        for path in catalogues.chain(activities) {
            let bytes = bytes_of(path, folder::LARGEST_FILE)?;
            let inside = path.strip_prefix(folder).unwrap_or(path);
            base.files.insert(folder::shown(inside), hash_of(&bytes));
        }
        base.write(folder)
    }

    /// Writes the mark of a folder that was put into a register as a commit: with its files, if they were written from one.
    ///
    /// # Errors
    /// The files cannot be read, or the mark cannot be written.
    pub fn applied(before: Option<&Self>, folder: &Path, commit: &str) -> Result<(), WriteError> {
        if before.is_some_and(|before| !before.is_applied) {
            return Self::finish(folder, Some(commit));
        }
        let mut base = Self::of(Some(commit));
        base.is_applied = true;
        base.write(folder)
    }

    /// Writes the mark of a folder of which one file was put into the register alone, as a commit.
    ///
    /// # Errors
    /// The mark cannot be written.
    pub fn file_applied(&self, folder: &Path, file: &Path, commit: &str) -> Result<(), WriteError> {
        let mut base = self.clone();
        let inside = file.strip_prefix(folder).unwrap_or(file);
        base.alone.insert(folder::shown(inside), commit.to_owned());
        base.write(folder)
    }

    /// The files that were put into the register alone: the kind of their records, the one record where a file holds one,
    /// and the hash of the commit.
    pub fn alone(&self) -> impl Iterator<Item = (Kind, Option<&str>, &str)> {
        self.alone.iter().filter_map(|(path, hash)| {
            let activity = path.strip_prefix(folder::ACTIVITIES);
            let activity = activity.and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".toml"));
            if activity.is_some() {
                return Some((Kind::Activity, activity, hash.as_str()));
            }
            let mut kinds = Kind::ALL.into_iter();
            let kind = kinds.find(|kind| folder::file_of(*kind) == Some(path))?;
            Some((kind, None, hash.as_str()))
        })
    }

    /// The files that were written and that are not there any more, or have nothing in them.
    pub fn missing(&self, folder: &Path) -> Vec<PathBuf> {
        let paths = self.files.keys().map(|path| folder.join(path));
        paths
            .filter(|path| path.metadata().map_or(true, |found| found.len() == 0))
            .collect()
    }
}

fn hash_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
