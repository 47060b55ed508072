//! A folder to begin from: every file of a register, with what goes into it and an example, all of it in comments, so
//! that it is read as an empty register. It is made from the model and the example register.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::model::{Kind, Record, Reference, Register};

use super::example::{example, file_of_record, written};
use super::folder::{ACTIVITIES, LARGEST_FILE, bytes_of, file_of};
use super::write::{WriteError, make_folder, write_file};

/// The file of the folder of activities that says what goes into it: each activity has a file of its own, so that this
/// one is no activity.
const ACTIVITY: &str = "activities/README.txt";

/// The sign that begins a comment.
const SIGN: char = '#';

/// The record of a kind of which most is recorded; the first of those that are as long.
pub fn fullest(register: &Register, kind: Kind) -> Option<(Reference, Record)> {
    let records = register.clone().into_records();
    let records = records.filter(|(reference, _)| reference.kind == kind);
    let n_lines =
        |(reference, record): &(Reference, Record)| written(reference, record).lines().count();
    records.reduce(|best, next| {
        if n_lines(&next) > n_lines(&best) {
            next
        } else {
            best
        }
    })
}

/// The files of a folder to begin from: the path of each inside the folder, and its text.
fn template() -> Vec<(&'static str, String)> {
    let example = example();
    let files = Kind::ALL.into_iter().filter_map(|kind| {
        let (reference, record) = fullest(&example, kind)?;
        let path = file_of(kind).unwrap_or(ACTIVITY);
        Some((path, about(kind, &reference, &record)))
    });
    files.collect()
}

/// What goes into the file of a kind, with an example.
fn about(kind: Kind, reference: &Reference, record: &Record) -> String {
    let several = kind.several();
    let first: String = several
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    let mut lines = vec![format!("{first}{}: {}.", &several[1..], kind.means())];
    lines.push(match kind {
        Kind::Settings => "This file has one table, headed [settings].".to_owned(),
        Kind::Activity => format!(
            "Each has a file of its own in this folder, called by a short name, such as `{}`. This file is not read.",
            file_of_record(reference).trim_start_matches("activities/")
        ),
        _ => format!("Each is headed by a short name in brackets, such as [{}].", reference.id),
    });
    lines.push("What is left out is not recorded; \"none\" says that there is none.".to_owned());
    lines.push(match kind {
        Kind::Activity => "An example, out of a register that is made up: copy what you need of it, and put your own in its place.".to_owned(),
        _ => "An example, out of a register that is made up: take the # away from what you need, and put your own in its place.".to_owned(),
    });
    lines.push(String::new());
    let text = written(reference, record);
    lines.extend(text.lines().map(str::to_owned));
    let mut commented = String::new();
    for line in lines {
        // The file of the example of an activity is no TOML, and is copied from.
        let line = match (kind, line.as_str()) {
            (Kind::Activity, line) => line.to_owned(),
            (_, "") => SIGN.to_string(),
            (_, line) => format!("{SIGN} {line}"),
        };
        let _ = writeln!(commented, "{line}");
    }
    commented
}

/// Writes the files of a folder to begin from; says which.
///
/// # Errors
/// A file cannot be written.
pub fn write_template(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    make_folder(&folder.join(ACTIVITIES))?;
    let mut paths = Vec::new();
    for (path, text) in template() {
        let path = folder.join(path);
        write_file(&path, &text)?;
        paths.push(path);
    }
    Ok(paths)
}

/// Whether a file of a folder has comments and no record, as those of a folder to begin from have.
///
/// # Errors
/// A file cannot be read.
pub fn is_to_be_filled(folder: &Path) -> Result<bool, WriteError> {
    for name in Kind::ALL.into_iter().filter_map(file_of) {
        let path = folder.join(name);
        if path.is_file() && bytes_of(&path, LARGEST_FILE)?.contains(&(SIGN as u8)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The text of a file without the lines that it has from a folder to begin from.
pub(super) fn without_template(path: &Path, text: &str) -> String {
    let name = path.file_name().unwrap_or_default();
    let template = template();
    let of_file = template
        .iter()
        .find(|(path, _)| Path::new(path) == Path::new(name));
    let Some((_, of_file)) = of_file else {
        return text.to_owned();
    };
    let mut lines = String::new();
    for line in text.lines() {
        if !of_file.lines().any(|known| known == line.trim_end()) {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_register_is_there_and_says_nothing() {
        let template = template();
        assert_eq!(template.len(), Kind::ALL.len());
        for (path, text) in &template {
            if *path == ACTIVITY {
                continue;
            }
            for line in text.lines() {
                assert!(line.starts_with(SIGN), "{path}: {line}");
            }
            assert_eq!(without_template(Path::new(path), text), "");
        }
    }

    /// Without the sign, what follows the words is the example as it is written in its file.
    #[test]
    fn what_is_commented_is_the_example() {
        for (path, text) in template() {
            let uncommented: String = text
                .lines()
                .map(|line| match path {
                    ACTIVITY => line,
                    _ => line.trim_start_matches(SIGN).trim_start_matches(' '),
                })
                .map(|line| line.to_owned() + "\n")
                .collect();
            let (_, example) = uncommented.split_once("\n\n").unwrap();
            assert!(
                toml::from_str::<toml::Table>(example).is_ok(),
                "{path}: {example}"
            );
        }
    }
}
