//! `ropa export`: the register, or a part of it, for others to read and to work with.

mod activity;
mod article30;
mod dpia;
mod of_activity;
mod sqlite;
mod verify;

use clap::Subcommand;

use crate::error::Error;

pub(super) use self::of_activity::OfActivity;

use super::Run;

// What can follow `ropa export`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

// What can be exported.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum What {
    /// Write the record of processing activities (Article 30), ready for the regulator
    Article30(article30::Args),
    /// Write the record of one activity, with its picture
    Activity(activity::Args),
    /// Begin an impact assessment: what the register knows, and what is to be completed
    Dpia(dpia::Args),
    /// Write the published tables as a SQLite file, for Power BI, Excel or Datasette
    Sqlite(sqlite::Args),
    /// Say whether a file that was exported is still what the register says
    Verify(verify::Args),
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.what {
        What::Article30(args) => article30::run(run, args),
        What::Verify(args) => verify::run(run, args),
        What::Activity(args) => activity::run(run, args),
        What::Dpia(args) => dpia::run(run, args),
        What::Sqlite(args) => sqlite::run(run, args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::FORMATS;

    #[test]
    fn every_format_that_a_command_names_exists() {
        for name in activity::FORMATS.iter().chain(dpia::FORMATS) {
            assert!(FORMATS.iter().any(|format| format.name == *name), "{name}");
        }
    }
}
