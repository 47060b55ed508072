//! In which format an export is written.

use std::path::Path;

use crate::error::Error;
use crate::report::{self, Format};

use super::super::Run;

/// The format asked for, else that of the file's ending, else the first of those that the command
/// knows.
pub(super) fn format_of(
    run: &Run,
    command: &'static str,
    names: &'static [&'static str],
    file: Option<&Path>,
) -> Result<&'static Format, Error> {
    let name = run.format_for(command, names, file)?;
    report::format(name).ok_or_else(|| Error::Format {
        command,
        format: name.to_owned(),
        known: names,
    })
}
