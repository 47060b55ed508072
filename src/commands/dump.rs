//! `ropa dump`: the register as a folder of text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::{Kind, Reference};
use crate::store::Store;
use crate::text::{self, Base, Records, Writer, Written};

use super::Run;
use super::fixes::typed;
use super::form::{Output, refuse_other_formats};
use super::join::{self, For, Joined};
use super::named::Names;
use super::open::comments_lost;

// What can follow `ropa dump`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: toml")]
pub(super) struct Args {
    /// Folder to write: a new or empty one, or one that was dumped before
    folder: PathBuf,
    /// Write all of it, even where that loses changes made in the folder
    #[arg(long)]
    force: bool,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    run.format("dump", &["toml"], &Output::default())?;
    if args.folder.is_file() {
        let folder = args.folder.display();
        return Err(
            Error::that(format!("`{folder}` is a file, and `dump` writes a folder"))
                .hinted("give a new or empty folder"),
        );
    }
    refuse_other_formats("dump", &args.folder, &[])?;
    let store = run.open()?.apart();
    let is_empty = store.is_empty()?;
    let is_new = fs::read_dir(&args.folder).map_or(true, |mut entries| entries.next().is_none());
    let written = if is_new {
        new(&store, &args.folder)?
    } else if args.force {
        run.say_what_is_lost(&store, &args.folder)?;
        over(&store, &args.folder)?
    } else {
        store.at_once(|store| run.bring(store, &args.folder))?
    };
    if args.force && !written.removed.is_empty() {
        let removed: Vec<String> = written
            .removed
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        run.ui.say(&format!("removed {}", removed.join(", ")));
    }
    if is_empty && (is_new || args.force) {
        let (folder, typed) = (args.folder.display(), typed(&args.folder.to_string_lossy()));
        run.ui.say(&format!(
            "the register is empty: `{folder}` has a file for each kind of record, which says what goes into it and has an \
             example in comments; fill in what you need, and put it into the register with `ropa apply {typed}` (`ropa fields` \
             says what every field may hold)"
        ));
        return Ok(());
    }
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

/// Writes a folder that is not there, or has nothing in it: beside its place, and then it is put there as a whole.
fn new(store: &Store, folder: &Path) -> Result<Written, Error> {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return over(store, folder);
    };
    let parent = match parent.as_os_str().is_empty() {
        true => Path::new("."),
        false => parent,
    };
    let beside = fs::create_dir_all(parent).and_then(|()| {
        let prefix = format!(".ropa-{}-", name.to_string_lossy());
        sweep_beside(parent, &prefix)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".tmp").tempdir_in(parent)
    });
    let Ok(beside) = beside else {
        // Nothing can be made beside it, as where it is a disk of its own.
        return over(store, folder);
    };
    let written = over(store, beside.path())?;
    let is_put = like_any_folder(beside.path(), folder)
        // On some systems a folder takes the place of no other, be it empty.
        .and_then(|()| {
            fs::rename(beside.path(), folder).or_else(|_| {
                fs::remove_dir(folder)?;
                fs::rename(beside.path(), folder)
            })
        });
    match is_put {
        Ok(()) => {
            text::sync_folder(parent);
            Ok(written)
        }
        Err(_) => over(store, folder),
    }
}

/// Gives a folder the permissions of the one whose place it takes, or of any new one.
fn like_any_folder(beside: &Path, folder: &Path) -> std::io::Result<()> {
    let permissions = match fs::metadata(folder) {
        Ok(found) => found.permissions(),
        Err(_) => {
            let like = beside.join(".ropa-like.tmp");
            fs::create_dir(&like)?;
            let permissions = fs::metadata(&like)?.permissions();
            fs::remove_dir(&like)?;
            permissions
        }
    };
    fs::set_permissions(beside, permissions)
}

/// Removes what was left beside a folder by runs that were cut off.
fn sweep_beside(parent: &Path, prefix: &str) -> std::io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && name.ends_with(".tmp") && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes all of the register into a folder, over what is there.
fn over(store: &Store, folder: &Path) -> Result<Written, Error> {
    store.at_once(|store| {
        let head = store.head()?.map(|head| head.hash);
        let mut writer = Writer::new(folder)?;
        text::sweep(folder)?;
        let mut mark = Base::of(None);
        mark.unfinished = Some(head.clone().unwrap_or_default());
        mark.write(folder)?;
        store.each_record(&Kind::ALL, |reference, record| -> Result<(), Error> {
            Ok(writer.record(reference, &record)?)
        })?;
        let mut written = writer.finish()?;
        if store.is_empty()? {
            let template = text::write_template(folder)?;
            written.removed.retain(|path| !template.contains(path));
            written.written.extend(template);
        }
        Base::finish(folder, head.as_deref())?;
        Ok(written)
    })
}

impl Run {
    /// Brings a folder to what the register says, and leaves in it what only it has.
    fn bring(&mut self, store: &Store, folder: &Path) -> Result<Written, Error> {
        let base = Base::read(folder)?;
        if base.is_none() && !text::is_of_records(folder)? {
            return Err(Error::that(format!(
                "`{}` is not empty and was not written by `ropa dump`",
                folder.display()
            ))
            .hinted("give an empty or new folder, or `--force` to write into this one"));
        }
        let (records, joined) = self.joined(store, folder, base.as_ref())?;
        if !joined.clashes.is_empty() {
            let hint = "write into the folder what should stand there, or give `--force` to lose what the folder says";
            let names = Names::of(store, self.as_at().on);
            return Err(join::refused(self, &names, (folder, &joined.clashes), hint));
        }
        let taken = joined.taken();
        let comments = text::with_comments(folder, &records, &taken)?;
        if !comments.is_empty() {
            return Err(comments_lost(&comments));
        }
        let head = store.head()?;
        let written = join::write(folder, base.as_ref(), head.as_ref(), &records, &joined)?;
        if !joined.own.is_empty() {
            self.ui.say(&format!(
                "kept what was changed here and is not in the register yet: {}",
                listed(&joined.own)
            ));
        }
        Ok(written)
    }

    fn joined(
        &mut self,
        store: &Store,
        folder: &Path,
        base: Option<&Base>,
    ) -> Result<(Records, Joined), Error> {
        let reading = self.read_folder(folder, self.today())?;
        let records = text::shared(reading.register);
        let joined = join::join(store, folder, base, &records, For::Dump, None)?;
        Ok((records, joined))
    }

    /// Says what is lost where the register is written over all that a folder says.
    fn say_what_is_lost(&mut self, store: &Store, folder: &Path) -> Result<(), Error> {
        let base = Base::read(folder)?;
        let joined = match self.joined(store, folder, base.as_ref()) {
            Ok((_, joined)) => joined,
            // What cannot be read as a register is written over where it is in the way.
            Err(Error::Findings { .. }) => {
                self.ui
                    .say("lost what stands in the files above: it cannot be read as a register");
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        if !joined.clashes.is_empty() {
            let names = Names::of(store, self.as_at().on);
            self.ui
                .say_laid_out(&join::side_by_side(&names, &joined.clashes)?);
        }
        if !joined.own.is_empty() {
            self.ui.say(&format!(
                "lost what was changed here and is not in the register: {}",
                listed(&joined.own)
            ));
        }
        Ok(())
    }
}

fn listed(records: &[Reference]) -> String {
    let names: Vec<String> = records.iter().map(ToString::to_string).collect();
    names.join(", ")
}
