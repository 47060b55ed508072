//! `ropa dump`: the register as a folder of text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::Kind;
use crate::store::Store;
use crate::text::{self, Writer, Written};

use super::Run;
use super::form::{Output, refuse_other_formats};
use super::open::{changed_since, some};

/// What can follow `ropa dump`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: toml")]
pub(super) struct Args {
    /// Folder to write: a new or empty one, or one that was dumped before
    folder: PathBuf,
    /// Write even where that loses changes made in the folder
    #[arg(long)]
    force: bool,
}

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    run.format("dump", &["toml"], &Output::default())?;
    if args.folder.is_file() {
        let folder = args.folder.display();
        return Err(
            Error::that(format!("`{folder}` is a file, and `dump` writes a folder"))
                .hinted("give a new or empty folder"),
        );
    }
    refuse_other_formats("dump", &args.folder, &[])?;
    let store = run.open()?;
    if !args.force {
        refuse_to_lose(run, &store, &args.folder)?;
    }
    let written = store.at_once(|store| -> Result<Written, Error> {
        let mut writer = Writer::new(&args.folder)?;
        store.each_record(&Kind::ALL, |reference, record| -> Result<(), Error> {
            Ok(writer.record(reference, &record)?)
        })?;
        let written = writer.finish()?;
        if let Some(head) = store.head()? {
            text::write_base(&args.folder, &head.hash)?;
        }
        Ok(written)
    })?;
    let n_files = written.written.len() + written.unchanged;
    run.ui.say(&format!(
        "wrote the register to `{}`: {n_files} file{}, {} of them new or changed, {} removed",
        args.folder.display(),
        if n_files == 1 { "" } else { "s" },
        written.written.len(),
        written.removed.len()
    ));
    Ok(())
}

/// Refuses a folder that is not ours, or that holds changes the register does not have.
fn refuse_to_lose(run: &mut Run, store: &Store, folder: &Path) -> Result<(), Error> {
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if is_empty {
        return Ok(());
    }
    let Some(base) = text::read_base(folder)? else {
        let folder = folder.display();
        return Err(Error::that(format!(
            "`{folder}` is not empty and was not written by `ropa dump`"
        ))
        .hinted("give an empty or new folder, or `--force` to write into this one"));
    };
    let reading = run.read_folder(folder, run.today())?;
    // A folder of text has no history by which to tell who changed what: all that differs is kept.
    let since = if store.has_history() {
        changed_since(store, folder, &base)?
    } else {
        BTreeMap::new()
    };
    let records: Vec<String> = store
        .plan(reading.register.into_records(), true)?
        .changes()
        .iter()
        .filter(|change| !since.contains_key(&change.reference))
        .map(|change| change.reference.to_string())
        .collect();
    if records.is_empty() {
        Ok(())
    } else {
        let (folder, records) = (folder.display(), some(&records));
        Err(Error::that(format!(
            "`{folder}` holds changes that are not in the register: {records}"
        ))
        .hinted("put them into the register with `ropa apply`, or give `--force` to lose them"))
    }
}
