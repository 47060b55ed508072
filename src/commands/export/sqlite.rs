//! `ropa export sqlite`: the published tables as a SQLite file of their own.

use std::path::PathBuf;

use crate::commands::Run;
use crate::commands::form::{DATABASES, Output, refuse_other_formats};
use crate::error::Error;
use crate::model::day_in_words;
use crate::published::{is_sqlite_export, published_tables};
use crate::store::StoreError;

/// What can follow `ropa export sqlite`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa export sqlite register.sqlite\n\nThe table `documentation` in the file says what each table and column is; `register` says from which register and day it was taken. It is a copy to read: changing it changes no register."
)]
pub(in crate::commands) struct Args {
    /// File to write; an earlier export is replaced
    file: PathBuf,
    /// Replace the file also if it is none that this command made
    #[arg(long)]
    force: bool,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.format("export sqlite", &["sqlite"], &Output::default())?;
    refuse_other_formats("export sqlite", &args.file, DATABASES)?;
    run.check_target(&args.file)?;
    if args.file.exists() && !args.force && !is_sqlite_export(&args.file) {
        return Err(Error::WouldOverwriteOther(args.file.clone()));
    }
    let store = run.open()?.apart();
    let as_at = run.as_of();
    run.replace(&args.file, |path| -> Result<(), StoreError> {
        store.export_sqlite(path, as_at)
    })?;
    let hash = store.register_hash()?;
    run.ui.say(&format!(
        "wrote {} tables to `{}`, as at {}, of the register with the hash {hash}",
        published_tables().len(),
        args.file.display(),
        day_in_words(as_at)
    ));
    Ok(())
}
