//! `ropa export`: the register for others.

mod article30;
mod verify;

use clap::Subcommand;

use crate::error::Error;

use super::Run;

/// What can follow `ropa export`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
enum What {
    /// Write the record of processing activities (Article 30), ready for the regulator
    Article30(article30::Args),
    /// Say whether a file that was exported is still what the register says
    Verify(verify::Args),
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.what {
        What::Article30(args) => article30::run(run, args),
        What::Verify(args) => verify::run(run, args),
    }
}
