//! `ropa import sheet`: tables of others, and our own exports, put into the register.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;

use crate::error::Error;
use crate::import::sheet::Book;
use crate::model::{Reference, one_line};
use crate::report::{self, Back, Fault};
use crate::store::{Plan, Store, StoreError};
use crate::ui;
use crate::ui::text::hung;

use super::super::commit::{Prepared, Signed};
use super::super::form::Output;
use super::super::{Run, planned};
use super::notice::shown_name;
use super::shown::counted;
use super::unreadable;

const FORMATS: &[&str] = &["text", "json"];

/// What can follow `ropa import sheet`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

Reads workbooks (.xlsx), spreadsheets of LibreOffice (.ods) and CSV. Without `--apply` it only shows what would change,
each with its cell.

Examples:
  ropa export article30 --layout full -o register.xlsx
  ropa import sheet register.xlsx
  ropa import sheet register.xlsx --apply --message \"Corrections from the service managers\"")]
pub(super) struct Args {
    /// The workbook or CSV
    file: PathBuf,
    /// Put what is new into the register; otherwise nothing is changed
    #[arg(long)]
    apply: bool,
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
    places: BTreeMap<Reference, String>,
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = run.format("import sheet", FORMATS, &Output::default())?;
    run.refuse_the_past("import sheet")?;
    let mut book = Book::open(&args.file).map_err(unreadable)?;
    say_hidden(run, &book);
    let path = run.path_to_change("import sheet")?;
    let mut store = if args.apply {
        Store::open_to_write(&path)?
    } else {
        Store::open(&path)?
    };
    let mut prepare = |run: &mut Run, store: &Store| prepared(run, store, args, &mut book);
    let imported = store.at_once(|store| prepare(run, store))?;
    let file = shown_name(&args.file);
    let text = if format == "json" {
        let changes = imported
            .plan
            .changes()
            .iter()
            .zip(planned::values(&imported.plan));
        let changes = changes.map(|(change, mut value)| {
            value["place"] = json!(imported.places.get(&change.reference));
            value
        });
        ui::json(
            &json!({ "file": file, "changes": changes.collect::<Vec<_>>(), "unchanged": imported.plan.unchanged }),
        )
    } else {
        as_text(&imported, run.ui.width())
    };
    run.ui.data(&text)?;
    if !args.apply || imported.plan.is_empty() {
        return Ok(());
    }
    let author = Signed::new(args.author.clone()).author(run)?;
    let message = args.message.clone();
    let message = message.unwrap_or_else(|| format!("import {file}").replace('`', ""));
    run.commit(&mut store, imported, prepare, &author, &message)
}

fn prepared(run: &mut Run, store: &Store, args: &Args, book: &mut Book) -> Result<Imported, Error> {
    let back = report::back(book, store, run.today()).map_err(unreadable)?;
    let Some(Back { records, faults }) = back else {
        return Err(Error::that(format!(
            "the columns of `{}` are not known",
            args.file.display()
        )));
    };
    refuse(&faults, args)?;
    let mut places = BTreeMap::new();
    let records: Vec<_> = records
        .into_iter()
        .map(|(reference, record, place)| {
            places.insert(reference.clone(), place);
            (reference, record)
        })
        .collect();
    match store.plan_change(records, &std::collections::BTreeSet::new()) {
        Ok(plan) => Ok(Imported { plan, places }),
        Err(StoreError::Unsound { findings }) => {
            run.show_findings(&findings);
            Err(
                Error::that("nothing was imported: the register would have the errors above")
                    .hinted("correct the sheet or the register where they meet"),
            )
        }
        Err(other) => Err(other.into()),
    }
}

/// Refuses what has faults, each with its cell.
fn refuse(faults: &[Fault], args: &Args) -> Result<(), Error> {
    const MOST: usize = 20;
    if faults.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<String> = faults
        .iter()
        .take(MOST)
        .map(|fault| {
            let hint = fault.hint.as_deref();
            let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
            format!(
                "\n  {}: {}{hint}",
                one_line(&fault.place),
                one_line(&fault.why)
            )
        })
        .collect();
    if faults.len() > MOST {
        lines.push(format!("\n  and {} more", faults.len() - MOST));
    }
    Err(Error::that(format!(
        "nothing was imported: `{}` has {} that cannot be read{}",
        args.file.display(),
        counted(faults.len(), "cell", "cells"),
        lines.concat()
    ))
    .hinted("correct them in the file and import it again"))
}

fn as_text(imported: &Imported, width: usize) -> String {
    let place = |reference: &Reference| imported.places.get(reference).cloned();
    let mut lines = planned::lines_with_places(&imported.plan, width, &place);
    if let Some(count) = planned::count(&imported.plan) {
        lines.push(String::new());
        lines.push(count);
    }
    lines.join("\n") + "\n"
}

/// Says what a person who looks at the file does not see, and what is read all the same.
fn say_hidden(run: &mut Run, book: &Book) {
    let width = run.ui.width();
    for sheet in &book.sheets {
        let mut said = Vec::new();
        if sheet.is_hidden {
            said.push("is hidden".to_owned());
        }
        let n_rows = sheet.hidden_rows.len();
        if n_rows > 0 {
            said.push(format!(
                "has {}",
                counted(n_rows, "hidden row", "hidden rows")
            ));
        } else if sheet.hides_rows {
            said.push("has hidden rows".to_owned());
        }
        let n_columns: u32 = sheet
            .hidden_columns
            .iter()
            .map(|(first, last)| last.saturating_sub(*first).saturating_add(1))
            .fold(0, u32::saturating_add);
        if n_columns > 0 {
            let n_columns = usize::try_from(n_columns).unwrap_or(usize::MAX);
            said.push(format!(
                "has {}",
                counted(n_columns, "hidden column", "hidden columns")
            ));
        }
        if !said.is_empty() {
            let name = one_line(&sheet.name);
            let line = format!("the sheet `{name}` {}: read all the same", said.join(", "));
            run.ui.say_laid_out(&(hung(&line, width, 0) + "\n"));
        }
        if let Some(first) = sheet.uncomputed.first() {
            let n = counted(sheet.uncomputed.len(), "formula", "formulas");
            let line = format!(
                "the sheet `{}` has {n} whose value was never calculated, such as in {first}: read as empty; open the \
                 file in a spreadsheet and save it to have them",
                one_line(&sheet.name)
            );
            run.ui.say_laid_out(&(hung(&line, width, 0) + "\n"));
        }
    }
}
