//! `ropa import form`: forms that came back, and what their answers change.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::error::Error;
use crate::import::form::{Clash, Returned, returned};
use crate::import::sheet::Book;
use crate::import::{Decision, Settled};
use crate::model::{Record, Reference, one_line};
use crate::store::{Plan, Store};

use super::super::commit::{Prepared, Signed};
use super::super::form::Output;
use super::super::{Run, planned};
use super::notice::shown_name;
use super::settle::Settle;
use super::sheet::planned as plan_of;
use super::shown::open;
use super::unreadable;

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa import form`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

Only what was changed in a form since it left is looked at. What the register changed meanwhile stays; where both changed
the same, both are shown, and nothing is imported until that is settled.

Examples:
  ropa import form form.xlsx
  ropa import form returned/*.xlsx --apply --message \"Forms of spring\"")]
pub(super) struct Args {
    /// Workbooks that `ropa form` made
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Put what was changed into the register; otherwise nothing is changed
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    settle: Settle,
    /// Who makes the change [default: the login name]
    #[arg(long, env = "ROPA_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why the change is made
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// What is put into the register.
struct Imported {
    plan: Plan,
    clashes: Vec<Clash>,
    decisions: Vec<Decision>,
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

fn decisions(imported: &Imported) -> &[Decision] {
    &imported.decisions
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("import form", FORMATS, &Output::default())?;
    run.refuse_the_past("import form")?;
    let books = args
        .files
        .iter()
        .map(|file| Book::open(file).map_err(unreadable));
    let books = RefCell::new(books.collect::<Result<Vec<Book>, Error>>()?);
    let path = run.path_to_change("import form")?;
    let mut store = if args.apply {
        Store::open_to_write(&path)?
    } else {
        Store::open(&path)?
    };
    let (mut settled, kept) = args.settle.settled(run, &store)?;
    let prepare = |run: &mut Run, store: &Store, settled: &Settled| {
        prepared(run, store, args, &mut books.borrow_mut(), settled)
    };
    let imported = store.at_once(|store| -> Result<Imported, Error> {
        let again = |run: &mut Run, settled: &Settled| prepare(run, store, settled);
        let imported = again(run, &settled)?;
        args.settle
            .ask(run, store, &mut settled, imported, decisions, again)
    })?;
    args.settle.keep(run, decisions(&imported), &kept)?;
    let text = if format == "json" {
        as_json(&imported)
    } else {
        as_text(&imported, run.ui.width())
    };
    if args.apply {
        args.settle.refuse_open(run, decisions(&imported))?;
        refuse_clashes(&imported.clashes)?;
    }
    run.ui.data(&text)?;
    if !args.apply || imported.plan.is_empty() {
        return Ok(());
    }
    let author = Signed::new(args.author.clone()).author(run)?;
    let names: Vec<String> = args.files.iter().map(|file| shown_name(file)).collect();
    let message = args.message.clone();
    let message = message.unwrap_or_else(|| format!("answers in {}", names.join(", ")));
    let prepare = |run: &mut Run, store: &Store| prepare(run, store, &settled);
    run.commit(&mut store, imported, prepare, &author, &message)
}

fn prepared(
    run: &mut Run,
    store: &Store,
    args: &Args,
    books: &mut [Book],
    settled: &Settled,
) -> Result<Imported, Error> {
    let mut by_activity: BTreeMap<Reference, String> = BTreeMap::new();
    let mut records: BTreeMap<Reference, Record> = BTreeMap::new();
    let (mut clashes, mut decisions) = (Vec::new(), Vec::new());
    for (file, book) in args.files.iter().zip(books) {
        let name = shown_name(file);
        let Returned {
            tabled,
            clashes: met,
            activities,
        } = returned(store, book, &name, settled, run.today()).map_err(unreadable)?;
        for activity in activities {
            if let Some(other) = by_activity.insert(activity.clone(), name.clone()) {
                return Err(Error::that(format!(
                    "`{other}` and `{name}` are both forms for `{activity}`"
                ))
                .hinted("import one of them, then the other: what it still changes is shown"));
            }
        }
        records.extend(tabled.records);
        clashes.extend(met);
        decisions.extend(tabled.decisions);
    }
    Ok(Imported {
        plan: plan_of(run, store, records.into_iter().collect())?,
        clashes,
        decisions,
    })
}

/// What both the form and the register changed, side by side.
fn side_by_side(clashes: &[Clash]) -> String {
    let mut text = String::new();
    for clash in clashes {
        text.push_str(&format!("{}\n", clash.activity));
        for place in &clash.places {
            text.push_str(&format!("  {}\n", one_line(&place.place)));
            for (by, value) in [("form", &place.old), ("register", &place.new)] {
                let said = value.as_ref().map_or_else(
                    || "not recorded".to_owned(),
                    |value| match value.as_str() {
                        Some(text) => text.to_owned(),
                        None => value.to_string(),
                    },
                );
                text.push_str(&format!("    in the {by}: {}\n", one_line(&said)));
            }
        }
    }
    text
}

fn refuse_clashes(clashes: &[Clash]) -> Result<(), Error> {
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Error::that(format!(
        "nothing was imported: the form and the register both changed these since the form left\n{}",
        side_by_side(clashes).trim_end()
    ))
    .hinted("put in the form what should hold, or record it with `ropa set`, and send out a new form"))
}

fn as_json(imported: &Imported) -> String {
    let clashes: Vec<Value> = imported
        .clashes
        .iter()
        .flat_map(|clash| {
            clash.places.iter().map(|place| {
                json!({ "activity": clash.activity.id, "field": place.place, "form": place.old, "register": place.new })
            })
        })
        .collect();
    let text = json!({
        "changes": planned::values(&imported.plan),
        "clashes": clashes,
        "decisions": super::shown::decisions(&imported.decisions),
    });
    format!("{text:#}\n")
}

fn as_text(imported: &Imported, width: usize) -> String {
    let mut lines: Vec<String> = planned::lines(&imported.plan, width);
    if !imported.clashes.is_empty() {
        lines.push("Changed in the form and in the register".to_owned());
        lines.push(side_by_side(&imported.clashes));
    }
    lines.extend(open(&imported.decisions, width));
    lines.extend(planned::count(&imported.plan));
    lines.join("\n") + "\n"
}
