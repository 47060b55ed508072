//! `ropa import form`: forms that came back, and what their answers change.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::error::Error;
use crate::import::form::{Clash, Opened, Returned, returned};
use crate::import::{Decision, Settled};
use crate::model::{Record, Reference, one_line, value_in_words};
use crate::store::{Plan, Store};

use super::super::commit::Prepared;
use super::super::named::Names;
use super::super::{Run, planned};
use super::into::{Into, Proposed};
use super::notice::shown_name;
use super::sheet::planned as plan_of;
use super::shown::open;
use super::unreadable;

// What can follow `ropa import form`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

Only what was changed in a form since it left is looked at. What the register changed meanwhile stays; where both changed
the same, both are shown, and nothing is imported until that is settled.

Examples:
  ropa import form form.xlsx
  ropa import form returned/*.xlsx --apply --message \"Forms of spring\"")]
pub(super) struct Args {
    /// Workbooks and Word documents that `ropa form` made
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    into: Into,
}

/// What is put into the register.
struct Imported {
    files: Vec<String>,
    plan: Plan,
    clashes: Vec<Clash>,
    decisions: Vec<Decision>,
}

impl Proposed for Imported {
    fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    fn write(
        &self,
        format: &str,
        width: usize,
        names: &Names<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let text = match format {
            "json" => as_json(self),
            _ => as_text(self, names, width)?,
        };
        out.write_all(text.as_bytes()).map_err(Error::Output)
    }

    fn message(&self) -> String {
        format!("answers in {}", self.files.join(", "))
    }

    fn check(&self, names: &Names<'_>) -> Result<(), Error> {
        refuse_clashes(names, &self.clashes)
    }
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = Into::format(run, "import form")?;
    let files = args.files.iter();
    let books = files.map(|file| Opened::open(file).map_err(unreadable));
    let books = RefCell::new(books.collect::<Result<Vec<Opened>, Error>>()?);
    let prepare = |run: &mut Run, store: &Store, settled: &Settled| {
        prepared(run, store, args, &mut books.borrow_mut(), settled)
    };
    args.into.run(run, ("import form", format), prepare)
}

fn prepared(
    run: &mut Run,
    store: &Store,
    args: &Args,
    books: &mut [Opened],
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
        for record in tabled.records {
            let (reference, record) = record.map_err(unreadable)?;
            records.insert(reference, record);
        }
        clashes.extend(met);
        decisions.extend(tabled.decisions);
    }
    Ok(Imported {
        files: args.files.iter().map(|file| shown_name(file)).collect(),
        plan: plan_of(run, store, records.into_iter().collect())?,
        clashes,
        decisions,
    })
}

/// What both the form and the register changed, side by side.
fn side_by_side(names: &Names<'_>, clashes: &[Clash]) -> Result<String, Error> {
    let mut text = String::new();
    for clash in clashes {
        text.push_str(&format!("{}\n", clash.activity));
        for place in &clash.places {
            let mut place = place.clone();
            names.put_in(clash.activity.kind, &mut place)?;
            text.push_str(&format!("  {}\n", one_line(&place.place)));
            for (by, value) in [("form", &place.old), ("register", &place.new)] {
                let said = value.as_ref().map(value_in_words);
                let said = said.unwrap_or_else(|| "not recorded".to_owned());
                text.push_str(&format!("    in the {by}: {said}\n"));
            }
        }
    }
    Ok(text)
}

fn refuse_clashes(names: &Names<'_>, clashes: &[Clash]) -> Result<(), Error> {
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Error::that(format!(
        "nothing was imported: the form and the register both changed these since the form left\n{}",
        side_by_side(names, clashes)?.trim_end()
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

fn as_text(imported: &Imported, names: &Names<'_>, width: usize) -> Result<String, Error> {
    let mut lines: Vec<String> = planned::lines(&imported.plan, names, width)?;
    if !imported.clashes.is_empty() {
        lines.push("Changed in the form and in the register".to_owned());
        lines.push(side_by_side(names, &imported.clashes)?);
    }
    lines.extend(open(&imported.decisions, width));
    lines.extend(planned::count(&imported.plan));
    Ok(lines.join("\n") + "\n")
}
