//! How every import goes: what is proposed is shown, what only a person can settle is asked, and all of it is put into the
//! register in one commit.

use std::io::{self, Write};

use crate::error::Error;
use crate::import::{Decision, Settled};
use crate::store::Store;

use super::super::Run;
use super::super::commit::{Prepared, Signed};
use super::super::form::Output;
use super::super::named::Names;
use super::settle::Settle;

const FORMATS: &[&str] = &["text", "json"];

// What every import takes.
#[derive(Debug, clap::Args)]
pub(super) struct Into {
    /// Put what is new into the register; otherwise nothing is changed
    #[arg(long)]
    pub(super) apply: bool,
    #[command(flatten)]
    settle: Settle,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// What an import proposes.
pub(super) trait Proposed: Prepared {
    /// What only a person can settle.
    fn decisions(&self) -> &[Decision];
    /// Writes all of it in a format, as text of some width with what records are called.
    ///
    /// # Errors
    /// It cannot be written, or the store cannot be read.
    fn write(
        &self,
        format: &str,
        width: usize,
        names: &Names<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error>;
    /// Why the change is made, where nobody says.
    fn message(&self) -> String;
    /// Refuses what must not be put into the register as it is.
    fn check(&self, _names: &Names<'_>) -> Result<(), Error> {
        Ok(())
    }
}

impl Into {
    /// The format of the plan, before any file is read.
    pub(super) fn format(run: &Run, command: &'static str) -> Result<&'static str, Error> {
        let format = run.format(command, FORMATS, &Output::default())?;
        run.refuse_the_past(command)?;
        Ok(format)
    }

    /// Shows what is proposed, and puts it into the register where that is asked for.
    pub(super) fn run<P: Proposed>(
        &self,
        run: &mut Run,
        (command, format): (&'static str, &'static str),
        prepare: impl Fn(&mut Run, &Store, &Settled) -> Result<P, Error>,
    ) -> Result<(), Error> {
        let path = run.path_to_change(command)?;
        let mut store = if self.apply {
            Store::open_to_write(&path)?
        } else {
            Store::open(&path)?
        };
        let (mut settled, kept) = self.settle.settled(run, &store)?;
        let proposed = store.at_once(|store| -> Result<P, Error> {
            let again = |run: &mut Run, settled: &Settled| prepare(run, store, settled);
            let proposed = again(run, &settled)?;
            self.settle
                .ask(run, store, &mut settled, proposed, P::decisions, again)
        })?;
        self.settle.refuse_unasked(&store, proposed.decisions())?;
        self.settle.keep(run, proposed.decisions(), &kept)?;
        let names = Names::planned(&store, proposed.plan(), run.as_at().on);
        if self.apply {
            self.settle.refuse_open(run, proposed.decisions())?;
            proposed.check(&names)?;
        }
        let width = run.ui.width();
        let mut written = Ok(());
        let write = |out: &mut dyn Write| {
            written = proposed.write(format, width, &names, out);
            Ok::<(), io::Error>(())
        };
        run.ui.data_by(write).map_err(Error::Output)?;
        written?;
        if !self.apply || proposed.plan().is_empty() {
            return Ok(());
        }
        let author = Signed::new(self.author.clone()).author(run)?;
        let message = self.message.clone();
        let message = message.unwrap_or_else(|| proposed.message().replace('`', ""));
        let prepare = |run: &mut Run, store: &Store| prepare(run, store, &settled);
        run.commit(&mut store, proposed, prepare, &author, &message)
    }
}
