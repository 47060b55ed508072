//! `ropa query`: saved questions, in plain SQL over the published tables.

pub(super) mod answer;
mod catalogue;
mod check;
pub(super) mod for_people;
mod given;
mod graph;
pub(super) mod hidden;

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagram;
use crate::error::{Error, QuestionError};
use crate::model::{Kind, Record, Reference, Settings, Table, check_slug};
use crate::published::{Limits, prepare};
use crate::queries::{CORE, Shown};
use crate::report;
use crate::store::Store;
use crate::typeset;
use crate::ui::table;

use self::answer::{Answered, Words};
use self::catalogue::{Catalogue, Saved};
use self::hidden::Hidden;
use super::Run;
use super::drawing::Drawing;

/// What can follow `ropa query`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa query contracts-ending days=60\n\nFormats: text, json, csv, md, html, docx, pdf, xlsx; where the answer is a graph also dot, mermaid, svg, png; by --format or the ending of the file\n\nWithout a name, the saved questions are listed. An organisation's own stand in a folder `queries` beside its register."
)]
pub(super) struct Args {
    /// Name of a saved question
    name: Option<String>,
    /// Values of its parameters, such as days=60 or "party=NHS Trust"
    #[arg(value_name = "NAME=VALUE", requires = "name")]
    values: Vec<String>,
    /// Show what the question asks, its parameters and its SQL
    #[arg(long, requires = "name", conflicts_with_all = ["check", "new"])]
    show: bool,
    /// Check all saved questions, or the one named, without asking them
    #[arg(long, conflicts_with_all = ["new", "output"])]
    check: bool,
    /// Make a file for a new question of your own
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "output"])]
    new: Option<String>,
    #[command(flatten)]
    pub(super) asking: Asking,
    #[command(flatten)]
    drawing: Drawing,
}

/// What can be said of every question in SQL.
#[derive(Debug, clap::Args)]
pub(super) struct Asking {
    /// Write the answer to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Stop the question after so many seconds
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(super) seconds: u64,
    /// Count retired activities too
    #[arg(long)]
    pub(super) retired: bool,
}

/// The most rows that are shown on a terminal.
const MOST_ROWS: usize = 10_000;

/// The most memory of a question beside its tables, in bytes.
const MEMORY: u64 = 512 << 20;

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    if let Some(name) = &args.new {
        return make(run, name);
    }
    let catalogue = run.catalogue()?;
    if args.check {
        return check::run(run, &catalogue, args.name.as_deref());
    }
    let Some(name) = &args.name else {
        return list(run, &catalogue, args.asking.output.as_deref());
    };
    let saved = catalogue.find(name)?;
    if args.show {
        return show(run, saved, args.asking.output.as_deref());
    }
    ask(run, args, saved)
}

/// The forms in which an answer can be shown.
pub(super) enum Form {
    Table(&'static str),
    Drawn(&'static diagram::Format),
}

/// The form asked for, else that of the file's ending, else text.
pub(super) fn form(
    run: &Run,
    command: &'static str,
    asking: &Asking,
    drawing: Option<&Drawing>,
) -> Result<Form, Error> {
    let file = asking.output.as_deref();
    let is_drawn = drawing.is_some();
    let known = if is_drawn { DRAWN } else { answer::FORMATS };
    let name = run.format_for(command, known, file)?;
    let found = named(name, is_drawn).ok_or_else(|| Error::Format {
        command,
        format: name.to_owned(),
        known,
    })?;
    if let Some(file) = file {
        run.check_target(file)?;
    }
    match (&found, drawing) {
        (Form::Drawn(format), Some(_)) => run.check_drawing(format, file)?,
        (Form::Table(name), _) => {
            let document = report::FORMATS.iter().find(|format| format.name == *name);
            let is_text = document.is_none_or(|format| format.is_text);
            if !is_text && file.is_none() && run.ui.is_screen {
                return Err(Error::NeedsFile { format: name });
            }
            if *name == "pdf" && !typeset::HAS_PDF {
                return Err(report::ReportError::from(typeset::PdfError::LeftOut).into());
            }
        }
        (Form::Drawn(_), None) => {}
    }
    Ok(found)
}

/// The formats of an answer that is a graph; a test holds them against the tables.
const DRAWN: &[&str] = &[
    "text", "json", "csv", "md", "html", "docx", "pdf", "xlsx", "dot", "mermaid", "svg", "png",
];

/// The form with a name. What can be drawn is drawn, but that text and JSON are of the table.
fn named(name: &str, is_drawn: bool) -> Option<Form> {
    let table = |names: &'static [&'static str]| {
        let known = names.iter().find(|known| **known == name);
        known.map(|known| Form::Table(known))
    };
    table(answer::TEXTS)
        .or_else(|| diagram::format(name).filter(|_| is_drawn).map(Form::Drawn))
        .or_else(|| table(answer::FORMATS))
}

/// The bounds of a question that is asked on its own.
pub(super) fn limits(run: &Run, asking: &Asking) -> Limits {
    let is_shown = asking.output.is_none() && run.ui.is_screen;
    Limits {
        seconds: asking.seconds,
        most_rows: is_shown.then_some(MOST_ROWS),
        memory: Some(MEMORY),
    }
}

fn ask(run: &mut Run, args: &Args, saved: &Saved) -> Result<(), Error> {
    let query = &saved.query;
    let drawing = (query.shown == Shown::Graph).then_some(&args.drawing);
    let form = form(run, "query", &args.asking, drawing)?;
    match (&form, drawing, args.drawing.given()) {
        (Form::Table(format), Some(_), Some(flag)) => {
            return Err(Error::NotDrawn {
                flag,
                format,
                drawn: &["svg", "png", "pdf"],
            });
        }
        (_, None, Some(flag)) => {
            return Err(QuestionError::IsTable {
                query: query.name.clone(),
                flag,
            }
            .into());
        }
        _ => {}
    }
    let typed = given::pairs(query, &args.values)?;
    let store = run.open()?;
    let as_at = run.as_of();
    let limits = limits(run, &args.asking);
    let (answered, drawn) = store.at_once(|store| -> Result<_, Error> {
        let given = given::resolve(store, query, typed, args.asking.retired)?;
        let in_file = |error| QuestionError::InFile {
            name: query.name.clone(),
            file: saved.file.clone(),
            error: Box::new(error),
        };
        let prepared = prepare(&query.sql).map_err(in_file)?;
        let mut answer = store
            .ask_sql(&query.sql, &given.values, &given.narrowing, as_at, limits)
            .map_err(in_file)?;
        let hidden = Hidden::of(store, &prepared, &answer, args.asking.retired, as_at)?;
        match form {
            Form::Drawn(_) | Form::Table("json" | "csv") => {}
            Form::Table(format) => {
                for_people::put(store, &mut answer, as_at, format != "xlsx")?;
            }
        }
        let answered = Answered {
            question: given.question,
            words: Some(Words::of(query, &given.with)),
            as_at,
            organisation: organisation(store)?,
            hidden,
            answer,
        };
        let drawn = match form {
            Form::Drawn(_) => Some(graph::diagram(store, &answered)?),
            Form::Table(_) => None,
        };
        Ok((answered, drawn))
    })?;
    let file = args.asking.output.as_deref();
    match (form, drawn) {
        (Form::Drawn(format), Some(diagram)) => {
            run.deliver_drawing(&diagram, format, &args.drawing, file)
        }
        (Form::Table(format), _) => deliver(run, &answered, format, file),
        (Form::Drawn(_), None) => Ok(()),
    }
}

/// Writes an answer to its file, or shows it.
pub(super) fn deliver(
    run: &mut Run,
    answered: &Answered,
    format: &str,
    file: Option<&Path>,
) -> Result<(), Error> {
    let terminal = run.ui.terminal.filter(|_| file.is_none());
    let bytes = answered.write(format, terminal)?;
    run.deliver_bytes(&bytes, file)?;
    if answered.answer.rows.is_empty() {
        run.say_which_register();
    }
    Ok(())
}

/// Whose register it is.
pub(super) fn organisation(store: &Store) -> Result<String, Error> {
    let settings = Reference::new(Kind::Settings, Settings::ID);
    let party = match store.record(&settings)? {
        Some(Record::Settings(settings)) => settings.organisation.value().cloned(),
        _ => None,
    };
    let Some(party) = party else {
        return Ok(String::new());
    };
    let record = store.record(&party.reference())?;
    let name = record.and_then(|record| record.names().0.map(str::to_owned));
    Ok(name.unwrap_or_else(|| party.to_string()))
}

/// The saved questions with a line about each.
fn list(run: &mut Run, catalogue: &Catalogue, file: Option<&Path>) -> Result<(), Error> {
    let format = run.format_for("query", &["text", "json", "csv", "md"], file)?;
    let mut shown = Table::new(&["name", "title", "parameters", "of"]);
    for (name, saved) in &catalogue.queries {
        let parameters: Vec<&str> = saved
            .query
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        let of = if saved.file.is_some() { "own" } else { "core" };
        shown.push([
            name.clone(),
            saved.query.by_default(&saved.query.title),
            parameters.join(", "),
            of.to_owned(),
        ]);
    }
    let text = match format {
        "json" => table::json(&shown, &[]),
        "csv" => table::csv(&shown),
        "md" => table::markdown(&shown),
        _ => match run.ui.terminal.filter(|_| file.is_none()) {
            Some(width) => table::drawn(&shown, width),
            None => table::aligned(&shown),
        },
    };
    run.deliver(&text, file)?;
    check::tell(run, &catalogue.faults);
    Ok(())
}

/// What a question asks, its parameters and its SQL.
fn show(run: &mut Run, saved: &Saved, file: Option<&Path>) -> Result<(), Error> {
    run.format_for("query --show", &["text"], file)?;
    let query = &saved.query;
    let mut text = format!(
        "{}\n{}\nUse: {}\n",
        query.by_default(&query.title),
        query.by_default(&query.question),
        query.r#use
    );
    text.push_str(&format!("Example: {}\n", given::example(query)));
    if let Some(file) = &saved.file {
        text.push_str(&format!("File: {}\n", file.display()));
    }
    if !query.parameters.is_empty() {
        text.push_str("\nParameters\n");
        for parameter in &query.parameters {
            let default = match (&parameter.default, parameter.is_optional) {
                (Some(default), _) => format!(" [default: {default}]"),
                (None, true) => " [may be left out]".to_owned(),
                (None, false) => String::new(),
            };
            let (name, kind, help) = (&parameter.name, &parameter.kind, &parameter.help);
            text.push_str(&format!("  {name}={kind}  {help}{default}\n"));
        }
    }
    text.push_str(&format!("\n{}", query.sql));
    run.deliver(&visible_lines(&text), file)
}

/// Text of several lines without what a terminal would act on.
fn visible_lines(text: &str) -> String {
    text.lines()
        .map(|line| crate::ui::visible(&line.replace('\t', "    ")).into_owned() + "\n")
        .collect()
}

/// Makes a file for a new question.
fn make(run: &mut Run, name: &str) -> Result<(), Error> {
    let catalogue = run.catalogue()?;
    if check_slug(name).is_err() {
        return Err(QuestionError::BadName {
            name: name.to_owned(),
        }
        .into());
    }
    let file = catalogue.folder.join(format!("{name}.sql"));
    let is_core = CORE.iter().any(|core| core.name == name);
    if is_core || file.exists() {
        return Err(QuestionError::Exists {
            name: name.to_owned(),
            is_core,
        }
        .into());
    }
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        move |source| QuestionError::Io {
            path,
            is_writing: true,
            source,
        }
    };
    fs::create_dir_all(&catalogue.folder).map_err(unwritten(&catalogue.folder))?;
    let mut new = fs::File::create_new(&file).map_err(unwritten(&file))?;
    std::io::Write::write_all(&mut new, TEMPLATE.replace("NAME", name).as_bytes())
        .map_err(unwritten(&file))?;
    run.ui.say(&format!(
        "made `{}`; write its question, and try it with `ropa query {name}`",
        file.display()
    ));
    Ok(())
}

/// A new question, which can be asked as it is.
const TEMPLATE: &str = include_str!("new.sql");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_are_those_of_the_tables() {
        let documents = report::FORMATS.iter().map(|format| format.name);
        let drawings = diagram::FORMATS.iter().map(|format| format.name);
        for name in DRAWN {
            assert!(named(name, true).is_some(), "{name}");
        }
        for name in answer::FORMATS {
            let is_document = documents.clone().any(|known| known == *name);
            assert!(is_document || answer::TEXTS.contains(name), "{name}");
        }
        for name in documents.filter(|name| *name != "markdown") {
            assert!(answer::FORMATS.contains(&name), "{name}");
        }
        for name in drawings {
            assert!(DRAWN.contains(&name), "{name}");
        }
    }

    #[test]
    fn what_is_made_new_is_sound() {
        let query = crate::queries::parse("new", &TEMPLATE.replace("NAME", "new")).unwrap();
        check::sound(&query).unwrap();
    }
}
