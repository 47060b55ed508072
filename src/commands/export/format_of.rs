//! In which format an export is written.

use std::path::Path;

use crate::error::Error;
use crate::report::{self, FORMATS, Format};

use super::super::Run;

/// The format asked for, else that of the file's ending, else the first of those that the command
/// knows.
pub(super) fn format_of(
    run: &Run,
    command: &'static str,
    names: &'static [&'static str],
    file: Option<&Path>,
) -> Result<&'static Format, Error> {
    let name = run.format(command, names)?;
    let is_known = |format: &&'static Format| names.contains(&format.name);
    match file {
        Some(file) if run.globals.format.is_none() => {
            let ending = file.extension().and_then(|ending| ending.to_str());
            let meant = ending.and_then(report::format_of_ending).filter(is_known);
            meant.ok_or_else(|| Error::Ending {
                command,
                path: file.to_owned(),
                known: FORMATS
                    .iter()
                    .copied()
                    .filter(is_known)
                    .flat_map(|format| format.endings)
                    .copied()
                    .collect(),
            })
        }
        _ => report::format(name)
            .filter(is_known)
            .ok_or_else(|| Error::Format {
                command,
                format: name.to_owned(),
                known: names,
            }),
    }
}
