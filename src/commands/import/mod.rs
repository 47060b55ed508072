//! `ropa import`: what the council has already, into the register.

mod form;
mod into;
pub(super) mod notice;
mod settle;
mod sheet;
pub(super) mod shown;

use clap::Subcommand;

use crate::error::Error;
use crate::import::ImportError;

use super::Run;

// What can follow `ropa import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

// What is read.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum What {
    /// Privacy notices: show what was understood and what the register does not hold yet, or put it there
    Notice(notice::Args),
    /// Forms that came back: show what was changed in them, or put it into the register
    Form(form::Args),
    /// A workbook or CSV: show what was understood and what the register does not hold yet, or put it there
    Sheet(sheet::Args),
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.what {
        What::Notice(args) => notice::run(run, args),
        What::Form(args) => form::run(run, args),
        What::Sheet(args) => sheet::run(run, args),
    }
}

pub(super) fn unreadable(error: ImportError) -> Error {
    match error {
        ImportError::Store(error) => error.into(),
        error => {
            let hint = error.hint();
            let error = Error::that(error.to_string());
            match hint {
                Some(hint) => error.hinted(hint),
                None => error,
            }
        }
    }
}
