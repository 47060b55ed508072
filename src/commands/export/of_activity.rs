//! A document about one activity, out of the register and into a file.

use crate::error::Error;
use crate::model::{ActivityId, Kind};
use crate::report::{Document, Dossier};
use crate::store::{NameError, Store};

use super::super::Run;
use super::super::form::Output;

/// A document about one activity.
pub(in crate::commands) struct OfActivity<'a> {
    /// The command, as in `export dpia`.
    pub(super) command: &'static str,
    /// The formats in which it is written; the first where nobody says.
    pub(super) formats: &'static [&'static str],
    /// The activity, as it was typed.
    pub(super) activity: &'a str,
    /// Where it goes.
    pub(super) output: &'a Output,
    /// Makes the document.
    pub(super) make: fn(&Dossier) -> Document<'static>,
}

impl OfActivity<'_> {
    /// Writes it.
    pub(super) fn export(&self, run: &mut Run) -> Result<(), Error> {
        let format = run.document_format(self.command, self.formats, self.output)?;
        let store = run.open()?;
        let flags = format!(" --format {}", format.name);
        let dossier = Self::dossier(run, &store, self.command, self.activity, &flags)?;
        run.deliver_document(&mut (self.make)(&dossier), format, self.output)
    }

    /// An activity with all that its record refers to, by what was typed.
    pub(in crate::commands) fn dossier(
        run: &Run,
        store: &Store,
        command: &str,
        activity: &str,
        flags: &str,
    ) -> Result<Dossier, Error> {
        let as_at = run.as_at();
        let reference = store.resolve(activity, &[Kind::Activity])?;
        let mut command = format!("ropa {command} {}", reference.id);
        if run.globals.as_of.is_some() || run.globals.on.is_some() {
            command.push_str(&as_at.flags());
        }
        command.push_str(flags);
        let unknown = || NameError::Unknown {
            text: activity.to_owned(),
            kinds: vec![Kind::Activity],
            suggestions: Vec::new(),
        };
        let id = ActivityId::new(reference.id).map_err(|error| store.damaged(&error))?;
        let dossier = store.at_once(|store| Dossier::read(store, &id, as_at, command))?;
        Ok(dossier.ok_or_else(unknown)?)
    }
}
