//! `ropa apply`: a folder of text into the database, or what would change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::error::Error;
use crate::model::Reference;
use crate::store::{Commit, Plan, Store, StoreError};
use crate::text::{self, Base, Records};
use crate::ui;
use crate::ui::text::wrapped;

use super::Run;
use super::beside;
use super::commit::{self, Signed};
use super::form::Output;
use super::join::{self, For, Joined};
use super::named::Names;
use super::open::comments_lost;
use super::planned;

const FORMATS: &[&str] = &["text", "json"];

// What can follow `ropa apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json")]
pub(super) struct Args {
    /// Folder of text to put into the database, or one file of it
    folder: PathBuf,
    /// Remove the records that the folder does not hold; otherwise they are left alone
    #[arg(long)]
    prune: bool,
    /// Where the folder and the register both changed, overwrite what the register says; and believe the clock
    #[arg(long)]
    force: bool,
    /// Show each field of what is added
    #[arg(long)]
    fields: bool,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("apply", FORMATS, &Output::default())?;
    run.refuse_the_past("apply")?;
    let path = run.database_path("apply")?;
    let author = args.signed.author(run);
    let is_plan = args.signed.plan;
    let mut store = if is_plan {
        Store::open(&path)?
    } else {
        Store::open_to_write(&path)?
    };
    if args.force {
        store.trust_the_clock();
    }
    let source = Source::of(run, &store, args)?;
    let mut prepare = |run: &mut Run, store: &Store| Prepared::of(run, store, args, &source);
    // All of it of one moment: a commit in between would pass for an edit of the folder.
    let prepared = store.at_once(|store| prepare(run, store))?;
    let text = if format == "json" {
        as_json(&prepared)
    } else {
        let names = Names::planned(&store, &prepared.plan, run.as_at().on);
        as_text(&prepared, &names, run.ui.width(), args)?
    };
    if is_plan {
        return run.ui.data(&text);
    }
    let author = if prepared.plan.is_empty() {
        String::new()
    } else {
        author?
    };
    run.show_before_commit(&text)?;
    let message = args.signed.message.clone();
    let message = message.unwrap_or_else(|| format!("apply {}", args.folder.display()));
    run.commit(&mut store, prepared, &mut prepare, &author, &message)?;
    if let (Some(head), false) = (store.head()?, source.is_file) {
        run.note(Base::applied(
            source.base.as_ref(),
            source.folder,
            &head.hash,
        ));
    }
    Ok(())
}

/// What is applied: a folder, or one file of it.
struct Source<'a> {
    path: &'a Path,
    /// The folder, or that of the file.
    folder: &'a Path,
    is_file: bool,
    base: Option<Base>,
    records: Records,
}

impl<'a> Source<'a> {
    fn of(run: &mut Run, store: &Store, args: &'a Args) -> Result<Self, Error> {
        let path = args.folder.as_path();
        if !path.is_file() {
            let records = text::shared(run.read_folder_with_records(path)?.register);
            if records.is_empty() {
                refuse_to_empty(store, args)?;
            }
            return Ok(Self {
                path,
                folder: path,
                is_file: false,
                base: run.whole_base(path)?,
                records,
            });
        }
        if args.prune {
            return Err(Error::that(format!(
                "`--prune` removes what a folder does not hold, and `{}` is one file",
                path.display()
            ))
            .hinted("leave out `--prune`; `ropa remove` removes a record"));
        }
        let on = run.today();
        let reading = beside::read(store, |beside| text::read_file(path, on, beside))?;
        run.refuse_errors(&reading.findings)?;
        let folder = Base::folder_of(path);
        let base = folder.map(|folder| run.whole_base(folder)).transpose()?;
        Ok(Self {
            path,
            folder: folder.unwrap_or(path),
            is_file: true,
            base: base.flatten(),
            records: text::shared(reading.register),
        })
    }
}

/// Refuses to remove all that a register holds because a folder has nothing but comments.
fn refuse_to_empty(store: &Store, args: &Args) -> Result<(), Error> {
    if args.prune && !store.is_empty()? {
        let folder = args.folder.display();
        return Err(Error::that(format!(
            "`{folder}` has nothing but comments, and `--prune` would remove every record"
        ))
        .hinted("take the # away from what you want to record, or leave out `--prune`"));
    }
    Ok(())
}

/// What will be done: what the folder takes over from the register, and what is committed.
struct Prepared<'a> {
    source: &'a Source<'a>,
    joined: Joined,
    plan: Plan,
}

impl commit::Prepared for Prepared<'_> {
    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn before(&self, head: Option<&Commit>) -> Result<(), Error> {
        let source = self.source;
        let taken = self.joined.taken();
        if source.is_file && !taken.is_empty() {
            text::update(source.folder, &self.joined.after(&source.records), &taken)?;
        } else if !taken.is_empty() {
            let base = source.base.as_ref();
            join::write(source.folder, base, head, &source.records, &self.joined)?;
        }
        Ok(())
    }

    fn after(&self, run: &mut Run, head: Option<&Commit>, commit: &Commit) {
        let head = head.map(|head| head.hash.as_str());
        let base = self.source.base.as_ref();
        if self.source.is_file {
            // A folder that is not of a register is not made one by a file in it.
            if let Some(base) = base {
                let (folder, file) = (self.source.folder, self.source.path);
                run.note(base.file_applied(folder, file, &commit.hash));
            }
            return;
        }
        let mut mark = Base::of(head);
        mark.then = Some(commit.hash.clone());
        mark.is_applied = base.is_none_or(|base| base.is_applied);
        run.note(mark.write(self.source.folder));
    }
}

impl<'a> Prepared<'a> {
    fn of(
        run: &mut Run,
        store: &Store,
        args: &Args,
        source: &'a Source<'a>,
    ) -> Result<Self, Error> {
        let (base, records) = (source.base.as_ref(), &source.records);
        let purpose = if args.prune { For::Prune } else { For::Apply };
        // With `--force` a folder of another register is one that does not say where it comes from.
        let known = base.filter(|base| !args.force || join::is_of(store, base));
        let only = source.is_file.then_some(records);
        let joined = join::join(store, source.folder, known, records, purpose, only)?;
        let names = Names::of(store, run.as_at().on);
        if !joined.clashes.is_empty() {
            if !args.force {
                let hint = "write into the folder what should stand there, then apply it with `--force`: \
                            only these places of the register are overwritten";
                return Err(join::refused(
                    run,
                    &names,
                    (&args.folder, &joined.clashes),
                    hint,
                ));
            }
            run.ui
                .say_laid_out(&join::side_by_side(&names, &joined.clashes)?);
            run.ui
                .say("what the register says above is overwritten; `ropa history` keeps it");
        }
        let comments = text::with_comments(source.folder, records, &joined.taken())?;
        if !comments.is_empty() && !args.force {
            return Err(comments_lost(&comments));
        }
        let after = joined.after(records);
        let plan = if source.is_file {
            store.plan_change(after, &BTreeSet::new())
        } else {
            store.plan(after, args.prune)
        };
        match plan {
            // The folder is sound by itself; with what the register holds beside it, it would not be.
            Err(StoreError::Unsound { findings }) => Err(run
                .refuse_errors(&findings)
                .err()
                .unwrap_or(StoreError::Unsound { findings }.into())),
            Err(other) => Err(other.into()),
            Ok(plan) => Ok(Self {
                source,
                joined,
                plan,
            }),
        }
    }
}

impl Run {
    /// Says that a folder cannot be marked: what was done is done.
    fn note(&mut self, written: Result<(), text::WriteError>) {
        if let Err(error) = written {
            self.ui.say(&format!(
                "{error}: the folder does not say that it is the same as the register"
            ));
        }
    }
}

fn as_text(
    prepared: &Prepared<'_>,
    names: &Names<'_>,
    width: usize,
    args: &Args,
) -> Result<String, Error> {
    let (plan, taken) = (&prepared.plan, prepared.joined.taken());
    let mut lines = if args.fields {
        planned::lines(plan, names, width)?
    } else {
        planned::in_short(plan, names, width)?
    };
    if args.signed.plan && !args.fields && planned::adds(plan) {
        lines.push("every field of what is added: `--fields`".to_owned());
    }
    if !plan.left_alone.is_empty() {
        let names: Vec<String> = plan.left_alone.iter().map(ToString::to_string).collect();
        let n = names.len();
        let are = if n == 1 { "record is" } else { "records are" };
        lines.push(wrapped(
            &format!("{n} {are} in the register and not in the folder, and left alone (`--prune` removes them): {}", names.join(", ")),
            width,
            0,
        ));
    }
    if !taken.is_empty() {
        let names = listed(&taken);
        let n = taken.len();
        let are = if n == 1 { "record" } else { "records" };
        lines.push(wrapped(
            &format!(
                "{n} {are} changed in the register only, and in the folder now as there: {names}"
            ),
            width,
            0,
        ));
    }
    lines.extend(planned::count(plan));
    Ok(lines.join("\n") + "\n")
}

fn listed(records: &BTreeSet<Reference>) -> String {
    let names: Vec<String> = records.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn as_json(prepared: &Prepared<'_>) -> String {
    let plan = &prepared.plan;
    ui::json(
        &json!({ "changes": planned::values(plan), "from_register": prepared.joined.taken(), "left_alone": plan.left_alone, "unchanged": plan.unchanged }),
    )
}
