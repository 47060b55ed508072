//! `ropa history`: who changed the register, when and why.

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Table, moment_in_words};
use crate::store::Commit;

use super::Run;
use super::form::{ALL, Output, Screen, What};
use super::output::List;
use super::show::NAMED;

/// So many digits of a hash are enough to tell commits apart.
const SHORT: usize = 12;

// What can follow `ropa history`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Args {
    /// Only the commits that changed this record: id, name or alias, also of one that was removed
    thing: Option<String>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("history", ALL, &args.output, What::Answer)?;
    let store = run.open_database("history")?;
    let is_screen = run.page(form, &args.output, args.screen.all).is_screen();
    let mut table = Table::new(&["commit", "at", "author", "message", "hash"]);
    let mut push = |commit: Commit| {
        let (at, hash) = match is_screen {
            true => (
                moment_in_words(commit.at),
                commit.hash.get(..SHORT).unwrap_or(&commit.hash),
            ),
            false => (commit.at.to_string(), commit.hash.as_str()),
        };
        let [seq, hash] = [commit.seq.to_string(), hash.to_owned()];
        table.push([seq, at, commit.author, commit.message, hash]);
    };
    match &args.thing {
        None => store.history()?.into_iter().for_each(&mut push),
        Some(thing) => {
            let reference = store.resolve_ever(thing, NAMED)?;
            let revisions = store.revisions_of(&reference)?;
            let last = revisions.last();
            if let Some(removal) = last.filter(|revision| revision.document.is_none()) {
                let seq = removal.commit.seq;
                run.ui
                    .say(&format!("`{reference}` was removed in commit {seq}"));
            }
            revisions
                .into_iter()
                .for_each(|revision| push(revision.commit));
        }
    }
    if table.rows.is_empty() {
        run.ui.say("nothing was ever committed");
        run.say_which_register();
    }
    let list = List {
        title: "Who changed the register, when and why",
        subtitle: organisation(&store)?,
        table,
        numbers: &["commit"],
        has_lines: false,
        is_whole: args.screen.all,
    };
    run.deliver_list(form, &args.output, list)
}
