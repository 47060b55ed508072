//! `ropa history`: who changed the register, when and why.

use std::path::PathBuf;

use crate::error::Error;
use crate::model::Table;
use crate::store::Commit;
use crate::ui::table;

use super::Run;
use super::show::NAMED;

const FORMATS: &[&str] = &["text", "json", "csv", "md"];

/// What can follow `ropa history`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json, csv, md; by --format or the ending of the file")]
pub(super) struct Args {
    /// Only the commits that changed this record: id, name or alias, also of one that was removed
    thing: Option<String>,
    /// Write the list to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let file = args.output.as_deref();
    let format = run.format_for("history", FORMATS, file)?;
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
    let text = match format {
        "json" => table::json(&table, &["commit"]),
        "csv" => table::csv(&table),
        "md" => table::markdown(&table),
        _ => match run.ui.terminal.filter(|_| file.is_none()) {
            Some(width) => table::drawn(&table, width),
            None => table::plain(&table),
        },
    };
    run.deliver(&text, file)
}
