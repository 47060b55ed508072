//! `ropa query`: saved questions, in plain SQL over the published tables.

pub(super) mod answer;
mod catalogue;
mod check;
pub(super) mod for_people;
mod gathered;
mod given;
mod graph;
pub(super) mod hidden;
mod own;
mod within;

use std::fs;

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Table, check_slug, one_line};
use crate::published::{LARGEST_ANSWER, Limits, prepare};
use crate::queries::{CORE, Shown, Topic};
use crate::report::{self, Block, Cell, Fact, Section};
use crate::ui::Ui;
use crate::ui::text::{self, Page};

use self::answer::{Answered, Words};
use self::catalogue::{Catalogue, Saved};
use self::hidden::Hidden;
pub(super) use self::own::OwnCheck;
use super::Run;
use super::form::{ALL, DRAWN, Drawable, Form, Output, Screen, What};
use super::output::List;

// What can follow `ropa query`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa query contracts-ending days=60\n\nFormats: text, json, csv, md, html, docx, pdf, xlsx; where the answer is a graph also dot, mermaid, svg, png; by --format or the ending of the file\n\nWithout a name, the saved questions are listed. An organisation's own stand in a folder `queries` beside its register."
)]
pub(super) struct Args {
    /// Name of a saved question, or of a topic to list its questions
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
    drawable: Drawable,
}

// What can be said of every question in SQL.
#[derive(Debug, clap::Args)]
pub(super) struct Asking {
    #[command(flatten)]
    pub(super) output: Output,
    #[command(flatten)]
    pub(super) screen: Screen,
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

/// The largest answer that is written as JSON, in bytes.
const LARGEST_VALUES: usize = 128 << 20;

/// The largest answer that is set on pages, in bytes: setting takes a hundred times as much.
const LARGEST_ON_PAGES: usize = 8 << 20;

/// The largest answer that is laid out in lines, in bytes.
const LARGEST_LAID_OUT: usize = 32 << 20;

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    if let Some(name) = &args.new {
        return make(run, name);
    }
    let catalogue = run.catalogue()?;
    if args.check {
        return check::run(run, &catalogue, args.name.as_deref());
    }
    let Some(name) = &args.name else {
        return list(run, &catalogue, None, &args.asking);
    };
    let topic = catalogue.topics().find(|topic| topic.word() == name);
    if let Some(topic) = topic.filter(|_| !args.show && args.values.is_empty()) {
        return list(run, &catalogue, Some(topic), &args.asking);
    }
    let saved = catalogue.find(name)?;
    if args.show {
        return show(run, saved, &args.asking.output);
    }
    ask(run, args, saved)
}

/// The bounds of a question that is asked on its own.
pub(super) fn limits(run: &Run, asking: &Asking, form: Form) -> Limits {
    let is_shown = asking.output.file().is_none() && run.ui.is_screen;
    Limits {
        seconds: asking.seconds,
        most_rows: is_shown.then_some(MOST_ROWS),
        memory: Some(MEMORY),
        answer: match form {
            Form::Values => LARGEST_VALUES,
            // Their rows are written one by one.
            Form::Document(format) if ["csv", "xlsx"].contains(&format.name) => LARGEST_ANSWER,
            Form::Document(format) if ["pdf", "docx"].contains(&format.name) => LARGEST_ON_PAGES,
            _ => LARGEST_LAID_OUT,
        },
        // Nothing is written before the answer is there, and what is read is a copy.
        end: Some(|error| Ui::stop(&error.into())),
    }
}

fn ask(run: &mut Run, args: &Args, saved: &Saved) -> Result<(), Error> {
    let query = &saved.query;
    let output = &args.asking.output;
    let form = if query.shown == Shown::Graph {
        run.form("query", DRAWN, output, What::Drawable(&args.drawable))?
    } else if let Some(flag) = args.drawable.given() {
        let name = &query.name;
        return Err(Error::that(format!(
            "`{flag}` says how to draw, and `{name}` is answered by a table"
        ))
        .hinted(format!("leave `{flag}` out")));
    } else {
        run.form("query", ALL, output, What::Answer)?
    };
    let example = || run.own_names().in_example(&given::example(query));
    let typed = given::pairs(query, &args.values, &example)?;
    let in_file = |error| saved.wrong(&error);
    let prepared = prepare(&query.sql).map_err(in_file)?;
    let mut store = run.open()?;
    run.find_for(&mut store, &prepared)?;
    let as_at = run.as_at();
    let is_whole = args.asking.screen.all || !form.is_for_people() || form.name() == "xlsx";
    let gather = query.gather.as_deref().filter(|_| !is_whole);
    let mut limits = limits(run, &args.asking, form);
    if gather.is_some() {
        // Every row is counted in one that is shown.
        limits.most_rows = None;
    }
    let (answered, drawn) = store.at_once(|store| -> Result<_, Error> {
        let given = given::resolve(store, query, typed, args.asking.retired)?;
        let mut answer = store
            .ask_sql(&query.sql, &given.values, &given.narrowing, as_at, limits)
            .map_err(in_file)?;
        let hidden = Hidden::of(store, &prepared, &answer, args.asking.retired, as_at)?;
        let mut is_gathered = false;
        if form.is_for_people() && !matches!(form, Form::Picture(_)) {
            if let Some(column) = gather {
                is_gathered = gathered::gather(store, &mut answer, column)?;
            }
            for_people::put(store, &mut answer, as_at.on, form.name() != "xlsx")?;
        }
        let screen = match run.page(form, output, args.asking.screen.all).is_screen() {
            true => Some(within::words(store, &answer)?),
            false => None,
        };
        let answered = Answered {
            question: given.question,
            screen,
            words: Some(Words::of(query, &given.with)),
            as_at,
            organisation: organisation(store)?,
            is_gathered,
            hidden,
            answer,
        };
        let drawn = match form {
            Form::Picture(_) => Some(graph::diagram(store, &answered)?),
            _ => None,
        };
        Ok((answered, drawn))
    })?;
    match (form, drawn) {
        (Form::Picture(format), Some(diagram)) => {
            let drawing = &args.drawable.drawing;
            run.deliver_drawing(&diagram, format, drawing, output)
        }
        (form, _) => deliver(run, &answered, form, &args.asking),
    }
}

/// Writes an answer to its file, or shows it.
pub(super) fn deliver(
    run: &mut Run,
    answered: &Answered,
    form: Form,
    asking: &Asking,
) -> Result<(), Error> {
    let output = &asking.output;
    match form {
        Form::Values => run.deliver(&answered.json(), output.file())?,
        Form::Document(format) => {
            let mut document = answered.document(format.is_bare());
            run.deliver_document(&mut document, format, output)?;
        }
        Form::Text | Form::Picture(_) => {
            let page = Page {
                has_lines: !run.globals.plain,
                ..run.page(form, &asking.output, asking.screen.all)
            };
            let text = text::document(&mut answered.document(false), page)?;
            run.deliver(&text, output.file())?;
        }
    }
    if answered.answer.rows.is_empty() {
        run.say_which_register();
    }
    Ok(())
}

/// The saved questions with a line about each: of a topic, or of all.
fn list(
    run: &mut Run,
    catalogue: &Catalogue,
    only: Option<Topic>,
    asking: &Asking,
) -> Result<(), Error> {
    let form = run.form("query", ALL, &asking.output, What::Answer)?;
    let of = |topic: Topic| {
        let queries = catalogue.queries.values();
        queries.filter(move |saved| saved.query.topic == topic)
    };
    let topics = catalogue.topics();
    let topics = topics.filter(|topic| only.is_none_or(|only| only == *topic));
    let page = Page {
        has_lines: !run.globals.plain,
        ..run.page(form, &asking.output, asking.screen.all)
    };
    if matches!(form, Form::Text) {
        let mut blocks = Vec::new();
        for topic in topics {
            if page.is_screen() && only.is_none() {
                let names: Vec<&str> = of(topic).map(|saved| saved.query.name.as_str()).collect();
                blocks.push(Block::Facts(vec![Fact {
                    label: topic.heading().to_owned(),
                    provision: None,
                    cell: Cell::Text(names.join(", ")),
                }]));
                continue;
            }
            let mut table = Table::new(&["name", "title", "parameters"]);
            for saved in of(topic) {
                let [name, title, parameters, _] = row(saved);
                table.push([name, title, parameters]);
            }
            blocks.push(Block::Heading(topic.heading().to_owned()));
            blocks.push(Block::Table(report::Table::of_text(topic.heading(), table)));
        }
        if page.is_screen() && only.is_none() {
            let words: Vec<&str> = catalogue.topics().map(Topic::word).collect();
            blocks.push(Block::Words(format!(
                "`ropa query NAME` asks one, `--show` says what it asks. What each asks: `--all`, or a topic, as in \
                 `ropa query suppliers` ({}).",
                words.join(", ")
            )));
        }
        let section = Section {
            heading: Section::ANSWER.to_owned(),
            blocks,
        };
        run.deliver_text(vec![section], page, &asking.output)?;
    } else {
        let mut table = Table::new(&["name", "title", "parameters", "of", "topic"]);
        for saved in topics.flat_map(of) {
            let [name, title, parameters, whose] = row(saved);
            let topic = match form {
                Form::Values => saved.query.topic.word(),
                _ => saved.query.topic.heading(),
            };
            table.push([name, title, parameters, whose, topic.to_owned()]);
        }
        let list = List {
            title: "Saved questions",
            table,
            ..List::default()
        };
        run.deliver_list(form, &asking.output, list)?;
    }
    check::tell(run, &catalogue.faults);
    Ok(())
}

/// A saved question in a line: its name, its title, its parameters, and whose it is.
fn row(saved: &Saved) -> [String; 4] {
    let query = &saved.query;
    let parameters = query.parameters.iter();
    let parameters: Vec<&str> = parameters
        .map(|parameter| parameter.name.as_str())
        .collect();
    let whose = if saved.file.is_some() { "own" } else { "core" };
    [
        query.name.clone(),
        query.by_default(&query.title),
        parameters.join(", "),
        whose.to_owned(),
    ]
}

/// What a question asks, its parameters and its SQL.
fn show(run: &mut Run, saved: &Saved, output: &Output) -> Result<(), Error> {
    run.format("query --show", &["text"], output)?;
    let query = &saved.query;
    let mut text = format!(
        "{}\n{}\nUse: {}\n",
        one_line(&query.by_default(&query.title)),
        one_line(&query.by_default(&query.question)),
        one_line(&query.r#use)
    );
    let example = run.own_names().in_example(&given::example(query));
    text.push_str(&format!("Example: {example}\n"));
    if !query.rules.is_empty() {
        let rules = query.rules.join(" --rule ");
        text.push_str(&format!(
            "As a check, where the law asks for it: ropa check --rule {rules}\n"
        ));
    }
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
    run.deliver(&visible_lines(&text), output.file())
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
        return Err(
            Error::that(format!("`{name}` cannot be the name of a question")).hinted(
                "write small letters and digits, separated by hyphens, as in `contracts-ending`",
            ),
        );
    }
    let file = catalogue.folder.join(format!("{name}.sql"));
    let is_core = CORE.iter().any(|core| core.name == name);
    if is_core || file.exists() {
        let error = Error::that(format!("there is a saved question `{name}` already"));
        return Err(if is_core {
            error.hinted("give another name, or copy what `--show` shows into a file of that name with `overrides = true`")
        } else {
            error
        });
    }
    let folder = &catalogue.folder;
    fs::create_dir_all(folder).map_err(|error| Error::unwritten(folder, &error))?;
    let question = TEMPLATE.replace("NAME", name);
    fs::File::create_new(&file)
        .and_then(|mut new| std::io::Write::write_all(&mut new, question.as_bytes()))
        .map_err(|error| Error::unwritten(&file, &error))?;
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
    fn a_question_names_rules_that_there_are() {
        let mut n_named = 0;
        for core in CORE {
            let query = crate::queries::parse(core.name, core.text).unwrap();
            for code in &query.rules {
                assert!(
                    crate::rules::checks::rule(code).is_some(),
                    "{}: {code}",
                    core.name
                );
                n_named += 1;
            }
        }
        assert!(n_named > 10);
    }

    #[test]
    fn what_is_made_new_is_sound() {
        let query = crate::queries::parse("new", &TEMPLATE.replace("NAME", "new")).unwrap();
        check::sound(&catalogue::Saved { query, file: None }).unwrap();
    }
}
