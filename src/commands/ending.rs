//! Which format the ending of a file means, for every command that writes one.

use std::path::Path;

use crate::error::Error;
use crate::{diagram, report};

use super::Run;

/// The endings of databases.
pub(super) const DATABASES: &[&str] = &["db", "sqlite", "sqlite3"];

/// Endings that promise a format of other programs.
const FOREIGN: &[&str] = &["toml", "sql", "zip", "doc", "xls", "ods", "odt", "jpg"];

/// The endings that mean a format.
fn endings_of(format: &str) -> Vec<&'static str> {
    let mut endings = match format {
        "text" => vec!["txt"],
        _ => Vec::new(),
    };
    let reports = report::FORMATS.iter();
    let reports = reports.filter(|known| known.name == format);
    endings.extend(reports.flat_map(|known| known.endings).copied());
    let drawings = diagram::FORMATS.iter();
    for known in drawings.filter(|known| known.name == format) {
        for ending in known.endings {
            if !endings.contains(ending) {
                endings.push(ending);
            }
        }
    }
    endings
}

/// The ending of a file in small letters.
fn ending_of(file: &Path) -> Option<String> {
    Some(file.extension()?.to_str()?.to_ascii_lowercase())
}

impl Run {
    /// The format asked for, else that of the file's ending, else the first that the command knows.
    ///
    /// # Errors
    /// The file must not or cannot be written, the command does not know the format, or the ending means none that it knows: a file would
    /// hold something else than its name says.
    pub(super) fn format_for(
        &self,
        command: &'static str,
        known: &'static [&'static str],
        file: Option<&Path>,
    ) -> Result<&'static str, Error> {
        let asked = self.format(command, known)?;
        if let Some(file) = file {
            self.check_target(file)?;
        }
        let Some(file) = file.filter(|_| self.globals.format.is_none()) else {
            return Ok(asked);
        };
        let meant = ending_of(file).and_then(|ending| {
            let mut formats = known.iter().copied();
            formats.find(|format| endings_of(format).contains(&&*ending))
        });
        meant.ok_or_else(|| Error::Ending {
            command,
            path: file.to_owned(),
            known: known.iter().flat_map(|format| endings_of(format)).collect(),
        })
    }
}

/// Refuses a name that promises another format than what a command writes under any name.
pub(super) fn refuse_other_formats(
    command: &'static str,
    path: &Path,
    own: &[&'static str],
) -> Result<(), Error> {
    let Some(ending) = ending_of(path) else {
        return Ok(());
    };
    let formats = report::FORMATS.iter().map(|format| format.endings);
    let drawings = diagram::FORMATS.iter().map(|format| format.endings);
    let is_other = formats
        .chain(drawings)
        .chain([FOREIGN, DATABASES])
        .any(|endings| endings.contains(&&*ending));
    if is_other && !own.contains(&&*ending) {
        return Err(Error::Ending {
            command,
            path: path.to_owned(),
            known: own.to_vec(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_an_ending_of_its_own() {
        let reports = report::FORMATS.iter().map(|format| format.name);
        let drawings = diagram::FORMATS.iter().map(|format| format.name);
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for format in reports.chain(drawings).chain(["text"]) {
            let endings = endings_of(format);
            assert!(!endings.is_empty(), "{format}");
            for ending in endings {
                let other = seen.iter().find(|(known, _)| *known == ending);
                assert!(other.is_none_or(|(_, of)| *of == format), "{ending}");
                seen.push((ending, format));
            }
        }
    }
}
