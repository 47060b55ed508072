//! `ropa status`: where the register stands, on one screen.

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Date, Table, day_in_words};
use crate::report::{self, Block, Document, Section};
use crate::rules::checks::{Due, OfArticle30, OutOf, Status};
use crate::ui;

use super::Run;
use super::form::{ALL, Form, HELP, Output, Screen, What};

// What can follow `ropa status`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

/// For so many days ahead it is told what is due.
const AHEAD: [i32; 2] = [30, 90];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("status", ALL, &args.output, What::Answer)?;
    let mut store = run.open()?;
    let on = run.as_at().on;
    let progress = run.check_with_own(&mut store, run.as_at())?;
    let status = store.status(on);
    progress.end();
    let status = status?;
    match form {
        Form::Values => run.deliver(&ui::json(&status), args.output.file()),
        Form::Document(format) => {
            let whole = sections(&status, on, true);
            // A file that holds one table has that of the activities.
            let sections = if format.is_bare() {
                vec![article_30(&status, true)]
            } else {
                whole
            };
            let mut document = Document {
                title: "Where the register stands".to_owned(),
                subtitle: organisation(&store)?,
                as_at: run.as_at(),
                head: Vec::new(),
                sections,
            };
            run.deliver_document(&mut document, format, &args.output)
        }
        _ => {
            let page = run.page(form, &args.output, args.screen.all);
            run.deliver_text(sections(&status, on, !page.is_screen()), page, &args.output)
        }
    }
}

fn sections(status: &Status, on: Date, is_whole: bool) -> Vec<Section<'static>> {
    let activities: Vec<String> = status
        .by_status
        .iter()
        .map(|(word, n)| match word.as_ref() {
            "not recorded" => format!("{n} whose status is not recorded"),
            word => format!("{n} {word}"),
        })
        .collect();
    let activities = if activities.is_empty() {
        "none".to_owned()
    } else {
        activities.join(", ")
    };
    let count = |level: &str| status.findings.get(level).copied().unwrap_or_default();
    let waived = match status.waived {
        0 => String::new(),
        n => format!("; {n} more accepted by waivers"),
    };
    let mut lines = vec![
        format!("Activities: {activities}"),
        format!(
            "Findings: {} required by law, {} expected, {} tidy{waived}{}",
            count("required"),
            count("expected"),
            count("tidy"),
            if is_whole { "" } else { " (`ropa check`)" },
        ),
        out_of(
            "Processors with a contract in force",
            &status.contracts,
            is_whole,
        ),
        out_of(
            "Others that data goes to, under an agreement in force",
            &status.agreements,
            is_whole,
        ),
        out_of(
            "Activities approved as they stand",
            &status.approved,
            is_whole,
        ),
    ];
    lines.extend(due_in_words(&status.due, on));
    let mut sections = vec![section(Section::ANSWER, Block::List(lines))];
    if !status.by_function.is_empty() {
        sections.push(article_30(status, is_whole));
    }
    let due = status
        .due
        .iter()
        .filter(|due| days(due, on) <= i64::from(AHEAD[1]));
    let mut table = Table::new(&["day", "what", "name"]);
    for due in due {
        table.push([day_in_words(due.on), due.what.to_string(), due.name.clone()]);
    }
    if !table.rows.is_empty() {
        sections.push(section(
            "Overdue, and due in 90 days",
            Block::Table(report::Table::of_text("Due", table)),
        ));
    }
    let mut table = Table::new(&["function", "activities", "required", "expected", "tidy"]);
    for (function, of) in &status.by_function {
        let counts = [of.activities, of.required, of.expected, of.tidy].map(|n| n.to_string());
        table.push([function.clone()].into_iter().chain(counts));
    }
    if !table.rows.is_empty() {
        sections.push(section(
            "By business function, with findings",
            Block::Table(report::Table::of_text("Functions", table)),
        ));
    }
    sections
}

/// What Article 30 asks for, the activities with most missing first.
fn article_30(status: &Status, is_whole: bool) -> Section<'static> {
    let mut all: Vec<&OfArticle30> = status
        .article_30
        .iter()
        .filter(|of| is_whole || !of.not_recorded.is_empty())
        .collect();
    all.sort_by_key(|of| std::cmp::Reverse(of.not_recorded.len()));
    let mut table = Table::new(&["activity", "recorded", "none", "not recorded"]);
    for of in all {
        let n_asked = of.filled.len() + of.none.len() + of.not_recorded.len();
        let missing = if of.not_recorded.is_empty() {
            "nothing".to_owned()
        } else {
            of.not_recorded.join(", ")
        };
        table.push([
            of.marked(),
            format!("{} of {n_asked}", of.filled.len()),
            of.none.len().to_string(),
            missing,
        ]);
    }
    let block = match table.rows.is_empty() && !is_whole {
        true => Block::Words("Nothing of it is missing.".to_owned()),
        false => Block::Table(report::Table::of_text("Article 30", table)),
    };
    let mut told = section("What Article 30 asks for", block);
    if status.law_enforcement > 0 {
        told.blocks.push(Block::Words(format!(
            "Not among them: {} {} for law enforcement, whose record is that of section 61 of the Data Protection Act 2018.",
            status.law_enforcement,
            if status.law_enforcement == 1 { "activity" } else { "activities" },
        )));
    }
    told
}

fn section(heading: &str, block: Block<'static>) -> Section<'static> {
    Section {
        heading: heading.to_owned(),
        blocks: vec![block],
    }
}

/// So many of so many, with the names of the first few that are missing.
fn out_of(what: &str, out_of: &OutOf, is_whole: bool) -> String {
    const SHOWN: usize = 3;
    let n_shown = if is_whole {
        out_of.missing.len()
    } else {
        SHOWN
    };
    let shown: Vec<&str> = out_of
        .missing
        .iter()
        .take(n_shown)
        .map(String::as_str)
        .collect();
    let more = match out_of.missing.len().saturating_sub(n_shown) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let missing = if shown.is_empty() {
        String::new()
    } else {
        format!("; not: {}{more}", shown.join("; "))
    };
    format!("{what}: {} of {}{missing}", out_of.n, out_of.of)
}

fn days(due: &Due, on: Date) -> i64 {
    i64::from((due.on - on).get_days())
}

/// How much is overdue, and due in the days ahead.
fn due_in_words(due: &[Due], on: Date) -> Option<String> {
    let n_within = |least: i64, most: i64| {
        due.iter()
            .filter(|due| (least..=most).contains(&days(due, on)))
            .count()
    };
    let overdue = due.iter().filter(|due| days(due, on) < 0).count();
    let ahead: Vec<String> = AHEAD
        .iter()
        .map(|most| format!("{} in {most} days", n_within(0, i64::from(*most))))
        .collect();
    (!due.is_empty()).then(|| {
        format!(
            "Reviews, agreements and waivers: {overdue} overdue, due {}",
            ahead.join(" and ")
        )
    })
}
