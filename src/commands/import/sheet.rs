//! `ropa import sheet`: tables of others, and our own exports, put into the register.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::error::Error;
use crate::import::sheet::{Book, Found, Line, Map, Rows, Tabled, draft, read, tables};
use crate::import::{Decision, ImportError, Outcome, Settled};
use crate::model::{Record, Reference, one_line};
use crate::report::{self, Back, Fault, Layout};
use crate::store::{Outline, Plan, Store, StoreError};
use crate::ui;
use crate::ui::text::{hung, wrapped};

use super::super::commit::Prepared;
use super::super::named::Names;
use super::super::{Run, planned};
use super::into::{Into, Proposed};
use super::notice::shown_name;
use super::shown::{self, counted};
use super::unreadable;

// What can follow `ropa import sheet`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

Reads workbooks (.xlsx), spreadsheets of LibreOffice (.ods) and CSV. Our own exports, the ICO's template for controllers,
the LGA's register, registers of information assets and the sheets of parish councils are known by their headings; for
others `--suggest-map` drafts a file that says which column holds what. Every value keeps its words and its cell. What is
recorded already stays, and the same file again changes nothing.

Examples:
  ropa import sheet ropa.xlsx
  ropa import sheet ropa.xlsx --apply --message \"The register of 2024\"
  ropa import sheet our-own.xlsx --suggest-map
  ropa import sheet our-own.xlsx --map our-own.map.toml --decisions decisions.toml")]
pub(super) struct Args {
    /// The workbook, spreadsheet or CSV
    file: PathBuf,
    /// A file that says which column holds which field [default: the name of the sheet with .map.toml, where it is there]
    #[arg(long, value_name = "MAP")]
    map: Option<PathBuf>,
    /// Draft such a file from the headings and what stands under them, beside the sheet
    #[arg(long, conflicts_with_all = ["apply", "map"])]
    suggest_map: bool,
    #[command(flatten)]
    into: Into,
}

/// What is put into the register.
struct Imported {
    file: String,
    plan: Plan,
    /// What the plan would say, where all of it need not be known.
    outline: Option<Outline>,
    /// How the columns are known.
    by: String,
    /// Where each record stands, of our own layout in full.
    places: BTreeMap<Reference, String>,
    tabled: Tabled,
}

impl Proposed for Imported {
    fn decisions(&self) -> &[Decision] {
        &self.tabled.decisions
    }

    fn write(
        &self,
        format: &str,
        width: usize,
        names: &Names<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        if format == "json" {
            return write_json(self, out).map_err(Error::Output);
        }
        let place = |reference: &Reference| self.places.get(reference).cloned();
        let records = match self.tabled.n_activities {
            0 => planned::lines_with_places(&self.plan, names, width, &place)?,
            _ => Vec::new(),
        };
        write_text(self, &records, width, out).map_err(Error::Output)
    }

    fn message(&self) -> String {
        format!("import {} by {}", self.file, self.by)
    }
}

impl Prepared for Imported {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let format = Into::format(run, "import sheet")?;
    let mut book = Book::open(&args.file).map_err(unreadable)?;
    say_hidden(run, &book);
    if args.suggest_map {
        return suggest(run, args, &mut book);
    }
    let map = map(args)?;
    let book = std::cell::RefCell::new(book);
    // What is only shown in words need not be planned record by record.
    let is_whole = args.into.apply || format == "json";
    let prepare = |run: &mut Run, store: &Store, settled: &Settled| {
        let book = &mut book.borrow_mut();
        prepared(run, store, args, map.as_ref(), book, settled, is_whole)
    };
    args.into.run(run, ("import sheet", format), prepare)
}

/// The map of a sheet: the file that is named, or the one beside it.
fn map(args: &Args) -> Result<Option<Map>, Error> {
    let beside = beside(&args.file);
    let Some(path) = args
        .map
        .as_ref()
        .or(Some(&beside).filter(|path| path.is_file()))
    else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(path).map_err(|source| Error::unread(path, &source))?;
    let mut map = Map::read(&text).map_err(|(line, why, hint)| {
        let why = Error::that(format!("line {line} of `{}`: {why}", path.display()));
        if hint.is_empty() {
            why
        } else {
            why.hinted(hint)
        }
    })?;
    map.name = one_line(&path.display().to_string());
    Ok(Some(map))
}

/// The file beside a sheet that says which column holds what.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("map.toml")
}

fn suggest(run: &mut Run, args: &Args, book: &mut Book) -> Result<(), Error> {
    const HEAD: &str = "\
# Which column holds which field of an activity: `ropa fields activity` lists them. `unread` keeps the words as text that
# no field took, and `ignore` leaves a column out. Two or more fields of one column: [\"name\", \"purpose.text\"].
";
    let path = beside(&args.file);
    if path.exists() {
        return Err(
            Error::that(format!("`{}` is there already", path.display()))
                .hinted("change it there, or take it away to have it drafted again"),
        );
    }
    let text = draft(book, &shown_name(&args.file)).map_err(unreadable)?;
    run.deliver(&format!("{HEAD}{text}"), Some(&path))?;
    let n_unsure = text.matches("# not sure").count();
    run.ui.say(&format!(
        "{} to look at. Change it there, then import the sheet: it is used from now on",
        counted(n_unsure, "column", "columns")
    ));
    Ok(())
}

fn prepared(
    run: &mut Run,
    store: &Store,
    args: &Args,
    map: Option<&Map>,
    book: &mut Book,
    settled: &Settled,
    is_whole: bool,
) -> Result<Imported, Error> {
    let back = match map {
        None => report::back(book, store, run.today()).map_err(unreadable)?,
        Some(_) => None,
    };
    if let Some(Back { records, faults }) = back {
        refuse(&faults, args)?;
        let places = records.iter();
        let places = places.map(|(reference, _, place)| (reference.clone(), place.clone()));
        let places = places.collect();
        let records = records.into_iter();
        let records = records.map(|(reference, record, _)| (reference, record));
        let plan = planned(run, store, records.collect())?;
        return Ok(Imported {
            file: shown_name(&args.file),
            plan,
            outline: None,
            by: "our own layout `full`".to_owned(),
            places,
            tabled: Tabled::default(),
        });
    }
    let ours = report::LAYOUTS.iter();
    let ours = ours.filter_map(|layout| Some((*layout, layout.map()?)));
    let ours: Vec<(&'static Layout, Map)> = ours.collect();
    let known: Vec<Map> = ours
        .iter()
        .map(|(_, map)| map.clone())
        .chain(Map::known())
        .collect();
    let (found, left) = tables(book, map, &known).map_err(unreadable)?;
    if found.is_empty() {
        return Err(not_known(args, map, book));
    }
    if !left.is_empty() {
        run.ui.say(&format!(
            "not read, since their columns are not known: {}",
            one_line(&left.join(", "))
        ));
    }
    let mut rows =
        Rows::new(store, settled, &shown_name(&args.file), run.today()).map_err(unreadable)?;
    let progress = ui::Progress::counting("Reading row");
    for one in &found {
        let layout = ours
            .iter()
            .find(|(_, map)| map.is_ours && map.name == one.map.name);
        if let Some((layout, _)) = layout {
            rows.compare(report::in_cells(store, layout, run.today())?);
        }
        read(book, one, &mut rows, &|| progress.step()).map_err(unreadable)?;
    }
    progress.end();
    let mut tabled = rows.done().map_err(unreadable)?;
    let records = std::mem::replace(&mut tabled.records, Box::new(std::iter::empty()));
    let (plan, outline) = if is_whole {
        let records = records.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        (planned(run, store, records)?, None)
    } else {
        let outline = match store.outline(records) {
            Err(ImportError::Store(error)) => return Err(unsound(run, error)),
            outline => outline.map_err(unreadable)?,
        };
        (planned(run, store, Vec::new())?, Some(outline))
    };
    Ok(Imported {
        file: shown_name(&args.file),
        plan,
        outline,
        by: by(&found, book),
        places: BTreeMap::new(),
        tabled,
    })
}

/// How the tables of a file are known: by which map, on which sheets.
fn by(found: &[Found], book: &Book) -> String {
    let each = found.iter().map(|one| {
        let sheet = &book.sheets[one.sheet].name;
        let place = if sheet.is_empty() {
            format!("headings in row {}", one.headed.row)
        } else {
            format!(
                "sheet `{}`, headings in row {}",
                one_line(sheet),
                one.headed.row
            )
        };
        format!("{} ({place})", one.map.name)
    });
    each.collect::<Vec<_>>().join("; ")
}

fn not_known(args: &Args, map: Option<&Map>, book: &Book) -> Error {
    let file = args.file.display();
    if book
        .sheets
        .iter()
        .any(|sheet| sheet.name == crate::import::form::ABOUT)
    {
        return Error::that(format!("`{file}` is a form, and not a table"))
            .hinted(format!("read it with `ropa import form {file}`"));
    }
    match map {
        Some(map) => Error::that(format!(
            "no sheet of `{file}` has a heading that `{}` names",
            map.name
        ))
        .hinted("look at `header_row`, `sheets` and the headings there"),
        None => Error::that(format!("the columns of `{file}` are not known")).hinted(format!(
            "`ropa import sheet {file} --suggest-map` drafts a file that says which column holds what"
        )),
    }
}

pub(super) fn planned(
    run: &mut Run,
    store: &Store,
    records: Vec<(Reference, Record)>,
) -> Result<Plan, Error> {
    let plan = store.plan_change(records, &BTreeSet::new());
    plan.map_err(|error| unsound(run, error))
}

/// Why nothing is imported: what would be wrong is shown first.
fn unsound(run: &mut Run, error: StoreError) -> Error {
    let StoreError::Unsound { findings } = error else {
        return error.into();
    };
    run.show_findings(&findings);
    Error::that("nothing was imported: the register would have the errors above")
        .hinted("correct the file or the register where they meet")
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

/// All of it as text: what becomes of records of a sheet that is of no activities, and each line of one that is.
fn write_text(
    imported: &Imported,
    records: &[String],
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tabled = &imported.tabled;
    writeln!(out, "{}", wrapped(&summary(imported), width, 0))?;
    for line in records {
        writeln!(out, "{line}")?;
    }
    let mut is_begun = false;
    let shown = |one: Line| line(&one, width);
    tabled.lines.each(shown, |line| {
        if let Some(line) = line {
            if !is_begun {
                writeln!(out)?;
            }
            is_begun = true;
            writeln!(out, "{line}")?;
        }
        Ok(())
    })?;
    if is_begun {
        writeln!(
            out,
            "\n+ new   ~ changed   ? not understood, kept as it is   ! said otherwise in the register{}",
            if tabled.lines.count("gone") > 0 {
                "   - said no more"
            } else {
                ""
            }
        )?;
    }
    for line in shown::open(&tabled.decisions, width) {
        writeln!(out, "{line}")?;
    }
    let count = match &imported.outline {
        Some(outline) => planned::outlined(outline, 0),
        None => planned::count(&imported.plan),
    };
    if let Some(count) = count {
        writeln!(out, "\n{count}")?;
    } else if tabled.n_activities > 0 {
        writeln!(out, "\nno changes")?;
    }
    Ok(())
}

fn summary(imported: &Imported) -> String {
    let tabled = &imported.tabled;
    let by = &imported.by;
    let file = one_line(&imported.file);
    if tabled.n_activities == 0 {
        return format!("{file}, by {by}:");
    }
    let n = |word: &str| tabled.lines.count(word);
    let mut said = vec![format!("{} new", n("new"))];
    for (word, words) in [
        ("changed", "changed"),
        ("known", "recorded already"),
        ("otherwise", "said otherwise in the register, which stays"),
        ("unread", "kept as text that no field took"),
        ("gone", "said no more"),
    ] {
        if n(word) > 0 {
            said.push(format!("{} {words}", n(word)));
        }
    }
    format!(
        "{file}, by {by}: {}: of their cells {}",
        counted(tabled.n_activities, "activity", "activities"),
        said.join(", ")
    )
}

fn line(one: &Line, width: usize) -> Option<String> {
    let words = one_line(&one.words);
    let said = match &one.outcome {
        Outcome::New(what) => format!("+ {}", one_line(what)),
        Outcome::Changed(what) => format!("~ {}", one_line(what)),
        Outcome::Unread if one.heading.is_empty() => format!("? {words}"),
        Outcome::Unread => format!("? {}: {words}", one_line(&one.heading)),
        Outcome::Otherwise(there) => {
            format!("! {words} (the register says: {})", one_line(there))
        }
        Outcome::Gone(what) => format!("- {}", one_line(what)),
        Outcome::Known | Outcome::Leading => return None,
    };
    Some(hung(&format!("{} {said}", one.at), width, 0))
}

fn write_json(imported: &Imported, out: &mut dyn Write) -> io::Result<()> {
    let mut cells: Vec<Value> = Vec::new();
    let shown = |one: Line| {
        let (becomes, what) = one.outcome.word();
        json!({
            "at": one.at.to_string(), "heading": one.heading, "words": one.words,
            "becomes": becomes, "what": what,
        })
    };
    imported.tabled.lines.each(shown, |cell| {
        cells.push(cell);
        Ok(())
    })?;
    let changes = imported.plan.changes().iter();
    let changes: Vec<Value> = changes
        .zip(planned::values(&imported.plan))
        .map(|(change, mut value)| {
            if let Some(place) = imported.places.get(&change.reference) {
                value["at"] = json!(place);
            }
            value
        })
        .collect();
    let text = ui::json(&json!({
        "file": imported.file, "by": imported.by, "cells": cells, "changes": changes,
        "decisions": shown::decisions(&imported.tabled.decisions), "unchanged": imported.plan.unchanged,
    }));
    out.write_all(text.as_bytes())
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
