//! `ropa export`: the register, or a part of it, for others to work with.

mod sqlite;

use clap::Subcommand;

use crate::error::Error;

use super::Run;

/// What can follow `ropa export`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
enum What {
    /// Write the published tables as a SQLite file, for Power BI, Excel or Datasette
    Sqlite(sqlite::Args),
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.what {
        What::Sqlite(args) => sqlite::run(run, args),
    }
}
