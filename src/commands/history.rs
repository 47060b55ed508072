//! `ropa history`: who changed the register, when and why.

use crate::ask::organisation;
use crate::error::Error;
use crate::model::Table;
use crate::store::Commit;

use super::Run;
use super::form::{ALL, Output, What};
use super::output::List;
use super::show::NAMED;

/// What can follow `ropa history`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Args {
    /// Only the commits that changed this record: id, name or alias, also of one that was removed
    thing: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("history", ALL, &args.output, What::Answer)?;
    let store = run.open_database("history")?;
    let mut table = Table::new(&["commit", "at", "author", "message", "hash"]);
    let mut push = |commit: Commit| {
        table.push([
            commit.seq.to_string(),
            commit.at.to_string(),
            commit.author,
            commit.message,
            commit.hash,
        ]);
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
    };
    run.deliver_list(form, &args.output, list)
}
