//! A document about one activity, out of the register and into a file.

use std::path::Path;

use crate::error::Error;
use crate::model::{ActivityId, Kind};
use crate::report::{Document, Dossier, ReportError};
use crate::store::NameError;
use crate::typeset::{self, PdfError};

use super::super::Run;
use super::format_of::format_of;

/// A document about one activity.
pub(super) struct OfActivity<'a> {
    /// The command, as in `export dpia`.
    pub(super) command: &'static str,
    /// The formats in which it is written; the first where nobody says.
    pub(super) formats: &'static [&'static str],
    /// The activity, as it was typed.
    pub(super) activity: &'a str,
    /// The file.
    pub(super) output: Option<&'a Path>,
    /// Makes the document.
    pub(super) make: fn(&Dossier) -> Document<'static>,
}

impl OfActivity<'_> {
    /// Writes it.
    pub(super) fn export(&self, run: &mut Run) -> Result<(), Error> {
        let format = format_of(run, self.command, self.formats, self.output)?;
        if let Some(file) = self.output {
            run.check_target(file)?;
        } else if !format.is_text && run.ui.is_screen {
            return Err(Error::NeedsFile {
                format: format.name,
            });
        }
        if format.name == "pdf" && !typeset::HAS_PDF {
            return Err(ReportError::from(PdfError::LeftOut).into());
        }
        let store = run.open()?;
        let as_of = run.as_of();
        let reference = store.resolve(self.activity, &[Kind::Activity])?;
        let mut command = format!("ropa {} {}", self.command, reference.id);
        if let Some(date) = run.globals.as_of {
            command.push_str(&format!(" --as-of {date}"));
        }
        command.push_str(&format!(" --format {}", format.name));
        let unknown = || NameError::Unknown {
            text: self.activity.to_owned(),
            kinds: vec![Kind::Activity],
            suggestions: Vec::new(),
        };
        let id = ActivityId::new(reference.id).map_err(|error| store.damaged(&error))?;
        let dossier = store
            .at_once(|store| Dossier::read(store, &id, as_of, command))?
            .ok_or_else(unknown)?;
        let mut bytes = Vec::new();
        (format.write)(&mut (self.make)(&dossier), &mut bytes)?;
        run.deliver_bytes(&bytes, self.output)
    }
}
