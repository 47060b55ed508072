//! `ropa apply`: a folder of text into the database, or what would change.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::error::Error;
use crate::model::Reference;
use crate::store::{Change, Commit, Plan, Store, StoreError};
use crate::text::{self, Base, Records};
use crate::ui;
use crate::ui::text::{hung, wrapped};

use super::Run;
use super::form::Output;
use super::merge::{self, For, Joined, changed, said};
use super::open::comments_lost;

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json")]
pub(super) struct Args {
    /// Folder of text to put into the database
    folder: PathBuf,
    /// Show what would change, field by field, and change nothing
    #[arg(long)]
    plan: bool,
    /// Remove the records that the folder does not hold; otherwise they are left alone
    #[arg(long)]
    prune: bool,
    /// Where the folder and the register both changed, overwrite what the register says; and believe the clock
    #[arg(long)]
    force: bool,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("apply", FORMATS, &Output::default())?;
    run.refuse_the_past("apply")?;
    let path = run.database_path("apply")?;
    let author = author(args.author.clone(), run.login.clone());
    let mut store = if args.plan {
        Store::open(&path)?
    } else {
        Store::open_to_write(&path)?
    };
    if args.force {
        store.trust_the_clock();
    }
    let reading = run.read_folder_with_records(&args.folder)?;
    let base = run.whole_base(&args.folder)?;
    let records: Records = reading.register.into_records().collect();
    // All of it of one moment: a commit in between would pass for an edit of the folder.
    let mut prepared =
        store.at_once(|store| Prepared::of(run, store, args, base.as_ref(), &records))?;
    let text = if format == "json" {
        as_json(&prepared)
    } else {
        as_text(&prepared, run.ui.width())
    };
    if args.plan {
        return run.ui.data(&text);
    }
    let author = if prepared.plan.is_empty() {
        String::new()
    } else {
        author?
    };
    let shown = run.ui.data(&text);
    // Whoever looks at the first lines only, as with `| head`, still wants the change made.
    match shown {
        Err(error) if !error.is_closed_pipe() => return Err(error),
        _ => {}
    }
    let message = args
        .message
        .clone()
        .unwrap_or_else(|| format!("apply {}", args.folder.display()));
    let place = path.display().to_string();
    let speaking = RefCell::new(&mut *run);
    let mut waits = |who: &str| {
        let line = format!("waiting for {who} to finish with `{place}`");
        speaking.borrow_mut().ui.say(&line);
    };
    let committed = store.in_turn(
        &author,
        &mut waits,
        |store| -> Result<Option<Commit>, Error> {
            let run = &mut **speaking.borrow_mut();
            let head = store.head()?;
            if head.as_ref().map(|head| head.hash.as_str()) != prepared.plan.base() {
                // Somebody was first: what was shown still holds where the records do not meet.
                prepared = Prepared::of(run, store, args, base.as_ref(), &records)?;
                run.say_who_was_first(head.as_ref());
            }
            if !prepared.joined.taken().is_empty() {
                let (base, head) = (base.as_ref(), head.as_ref());
                merge::write(&args.folder, base, head, &records, &prepared.joined)?;
            }
            let commit = store.commit(&prepared.plan, &author, &message, run.now)?;
            if let Some(commit) = &commit {
                let mut mark = Base::of(head.as_ref().map(|head| head.hash.as_str()));
                mark.then = Some(commit.hash.clone());
                mark.is_applied = base.as_ref().is_none_or(|base| base.is_applied);
                run.note(mark.write(&args.folder));
            }
            Ok(commit)
        },
    )?;
    if let Some(head) = store.head()? {
        run.note(Base::applied(base.as_ref(), &args.folder, &head.hash));
    }
    if let Some(commit) = committed {
        if commit.at.as_second() > run.now.as_second() + 60 {
            run.ui.say(&format!(
                "the clock of this computer is behind the last change ({}): this one is dated like it",
                crate::model::moment_in_words(commit.at)
            ));
        }
        run.ui.say(&format!(
            "committed as {} by {}: {}",
            commit.hash, commit.author, commit.message
        ));
    }
    Ok(())
}

/// What will be done: what the folder takes over from the register, and what is committed.
struct Prepared {
    joined: Joined,
    plan: Plan,
}

impl Prepared {
    fn of(
        run: &mut Run,
        store: &Store,
        args: &Args,
        base: Option<&Base>,
        records: &Records,
    ) -> Result<Self, Error> {
        let purpose = if args.prune { For::Prune } else { For::Apply };
        // With `--force` a folder of another register is one that does not say where it comes from.
        let known = base.filter(|base| !args.force || merge::is_of(store, base));
        let joined = merge::join(store, &args.folder, known, records, purpose)?;
        if !joined.clashes.is_empty() {
            if !args.force {
                let otherwise = "give `--force` to overwrite the register with the folder";
                return Err(merge::refused(
                    run,
                    &args.folder,
                    &joined.clashes,
                    otherwise,
                ));
            }
            run.ui.say_laid_out(&merge::side_by_side(&joined.clashes));
            run.ui
                .say("what the register says above is overwritten; `ropa history` keeps it");
        }
        let comments = text::with_comments(&args.folder, records, &joined.taken())?;
        if !comments.is_empty() && !args.force {
            return Err(comments_lost(&comments));
        }
        match store.plan(joined.after(records), args.prune) {
            // The folder is sound by itself; with what the register holds beside it, it would not be.
            Err(StoreError::Unsound { findings }) => Err(run
                .refuse_errors(&findings)
                .err()
                .unwrap_or(StoreError::Unsound { findings }.into())),
            Err(other) => Err(other.into()),
            Ok(plan) => Ok(Self { joined, plan }),
        }
    }
}

impl Run {
    /// Says who changed the register while a change to it was prepared.
    fn say_who_was_first(&mut self, head: Option<&Commit>) {
        if let Some(head) = head {
            let line = format!(
                "{} changed the register in the meantime ({}, \"{}\"): this change was joined with that one",
                ui::one_line(&head.author),
                crate::model::moment_in_words(head.at),
                ui::one_line(&head.message)
            );
            self.ui.say(&line);
        }
    }

    /// Says that a folder cannot be marked: what was done is done.
    fn note(&mut self, written: Result<(), text::WriteError>) {
        if let Err(error) = written {
            self.ui.say(&format!(
                "{error}: the folder does not say that it is the same as the register"
            ));
        }
    }
}

/// Who makes a change: as given, else whoever is logged in.
fn author(given: Option<String>, login: Option<String>) -> Result<String, Error> {
    given
        .or(login)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            Error::that("nobody is named who makes this change, and nothing was changed")
                .hinted("add `--author \"Your name\"`, or set `ROPA_AUTHOR`")
        })
}

/// What became of one record.
fn verb(change: &Change) -> &'static str {
    match (change.old.as_deref(), change.new_document()) {
        (None, _) => "add",
        (Some(_), None) => "remove",
        (Some(_), Some(_)) => "change",
    }
}

fn as_text(prepared: &Prepared, width: usize) -> String {
    let (plan, taken) = (&prepared.plan, prepared.joined.taken());
    if plan.is_empty() && plan.left_alone.is_empty() && taken.is_empty() {
        return "no changes\n".to_owned();
    }
    let mut lines = Vec::new();
    for change in plan.changes() {
        lines.push(format!("{} {}", verb(change), change.reference));
        if change.new_document().is_none() {
            continue;
        }
        for difference in changed(change) {
            let line = match (&difference.old, &difference.new) {
                (None, None) => format!("~ {}", difference.place),
                (None, Some(new)) => format!("+ {} = {}", difference.place, said(new)),
                (Some(old), None) => format!(
                    "- {} = {} (no longer recorded)",
                    difference.place,
                    said(old)
                ),
                (old, new) => {
                    let [old, new] =
                        [old, new].map(|value| value.as_ref().map_or_else(String::new, said));
                    format!("~ {}: {old} -> {new}", difference.place)
                }
            };
            lines.push(hung(&line, width, 2));
        }
    }
    if plan.is_empty() {
        lines.push("no changes".to_owned());
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
    let count = |word: &str| {
        plan.changes()
            .iter()
            .filter(|change| verb(change) == word)
            .count()
    };
    if !plan.is_empty() {
        lines.push(format!(
            "{} to add, {} to change, {} to remove; {} unchanged",
            count("add"),
            count("change"),
            count("remove"),
            plan.unchanged
        ));
    }
    lines.join("\n") + "\n"
}

fn listed(records: &BTreeSet<Reference>) -> String {
    let names: Vec<String> = records.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn as_json(prepared: &Prepared) -> String {
    let plan = &prepared.plan;
    let changes: Vec<Value> = plan
        .changes()
        .iter()
        .map(|change| {
            let fields: Vec<Value> = changed(change)
                .into_iter()
                .map(|difference| json!({ "field": difference.place, "old": difference.old, "new": difference.new }))
                .collect();
            json!({ "kind": change.reference.kind, "id": change.reference.id, "change": verb(change), "fields": fields })
        })
        .collect();
    ui::json(
        &json!({ "changes": changes, "from_register": prepared.joined.taken(), "left_alone": plan.left_alone, "unchanged": plan.unchanged }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_makes_no_change() {
        let named = |given: Option<&str>, login: Option<&str>| {
            author(given.map(str::to_owned), login.map(str::to_owned)).ok()
        };
        assert_eq!(
            named(Some(" A. Officer "), Some("ao")).as_deref(),
            Some("A. Officer")
        );
        assert_eq!(named(None, Some("ao")).as_deref(), Some("ao"));
        assert_eq!(named(None, None), None);
        assert_eq!(named(Some(" "), Some("ao")), None);
    }
}
