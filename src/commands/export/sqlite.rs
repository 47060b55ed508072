//! `ropa export sqlite`: the published tables as a SQLite file of their own.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::commands::Run;
use crate::commands::form::{DATABASES, Output, needs_file, refuse_other_formats};
use crate::commands::target::would_replace;
use crate::commands::whole::{Whole, is_stream};
use crate::error::Error;
use crate::published::{is_sqlite_export, published_tables};
use crate::store::StoreError;

// What can follow `ropa export sqlite`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa export sqlite register.sqlite\n\nThe table `documentation` in the file says what each table and column is; `register` says from which register and day it was taken. It is a copy to read: changing it changes no register."
)]
pub(in crate::commands) struct Args {
    /// File to write; an earlier export is replaced (`-` is the standard output)
    file: PathBuf,
    /// Replace the file also if it is none that this command made
    #[arg(long)]
    force: bool,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.format("export sqlite", &["sqlite"], &Output::default())?;
    refuse_other_formats("export sqlite", &args.file, DATABASES)?;
    let file = &args.file;
    let is_screen = file == Path::new("-");
    if !is_screen {
        run.check_target(file)?;
        let holds_other = file.exists() && !is_stream(file) && !is_sqlite_export(file);
        if holds_other && !args.force {
            return Err(would_replace(
                file,
                "something other than an SQLite export of `ropa`",
            ));
        }
    } else if run.ui.is_screen {
        return Err(needs_file("sqlite"));
    }
    let mut store = run.open()?;
    let as_at = run.as_at();
    run.findings(&mut store, as_at)?;
    let store = store.apart();
    if is_screen || is_stream(file) {
        let folder = std::env::temp_dir();
        let made = Whole::new(&folder.join("ropa.sqlite"))?;
        store.export_sqlite(made.unfinished(), as_at)?;
        let write =
            |out: &mut dyn Write| std::io::copy(&mut File::open(made.unfinished())?, out).map(drop);
        if is_screen {
            run.ui.data_by(write).map_err(Error::Output)?;
        } else {
            run.whole(file, write)?.map_err(Error::Output)?.put()?;
        }
    } else {
        let made = Whole::new(file)?;
        let unfinished = made.unfinished();
        store.export_sqlite(unfinished, as_at).map_err(|error| {
            let source = match error {
                StoreError::Full { path } if path == unfinished => ErrorKind::StorageFull.into(),
                StoreError::Io { path, what } if path == unfinished => std::io::Error::other(what),
                error => return error.into(),
            };
            Error::unwritten(file, &source)
        })?;
        made.put()?;
    }
    let hash = store.register_hash()?;
    run.ui.say(&format!(
        "wrote {} tables to `{}`, as at {}, of the register with the hash {hash}",
        published_tables().len(),
        args.file.display(),
        as_at.in_words()
    ));
    Ok(())
}
