//! `ropa check`: what is missing, unlawful, overdue or vague, worst first; and `ropa explain`: the rules.

use std::collections::BTreeSet;

use serde_json::json;

use crate::ask::organisation;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::model::{
    ActivityId, ApprovalId, Date, Kind, Recorded, Reference, Register, Table, nearest, path_steps,
};
use crate::report::{Block, By, Document, Section, Work};
use crate::rules::checks::{self, Check, Checked, Fix, Found, Past, View};
use crate::store::{Store, StoreError, content_hash};
use crate::{text, ui};

use super::Run;
use super::fixes::command;
use super::form::{ALL, Form, Output, Screen, What};
use super::output::List;

/// What can follow `ropa check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: text, json, csv, md, html, docx, pdf, xlsx, sarif, junit; by --format or the ending of the file

Exit code 1 where anything found is of the level of --fail-on or worse.

Examples:
  ropa check
  ropa check --activity \"Family Group Conference\" --all
  ropa check --level required --by function
  ropa check --owner \"Head of Children\" -o work.xlsx"
)]
pub(super) struct Args {
    /// Only what is of this level or worse: required, expected or tidy
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<Level>,
    /// Only what this rule finds, or the rules of this family, such as A30 (may be given again)
    #[arg(long = "rule", value_name = "CODE")]
    rules: Vec<String>,
    /// Only what concerns this activity (may be given again)
    #[arg(long = "activity", value_name = "ACTIVITY")]
    activities: Vec<String>,
    /// Only what concerns activities of this business function, or of one below it
    #[arg(long, value_name = "FUNCTION")]
    function: Option<String>,
    /// Only what concerns activities that this party answers for
    #[arg(long, value_name = "PARTY")]
    owner: Option<String>,
    /// Group by thing, owner, function or rule
    #[arg(long, value_name = "WHAT", default_value = "thing", value_parser = by)]
    by: By,
    /// End with exit code 1 where anything found is of this level or worse: required, expected, tidy or never
    #[arg(long, value_name = "LEVEL", default_value = "required", value_parser = fail_on)]
    fail_on: FailOn,
    /// Only what was not found in the register as it was at the end of this day
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    new_since: Option<Date>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

/// What can follow `ropa explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
pub(super) struct Explain {
    /// The code of a rule, such as A30-d-recipients, or of an error, such as TEXT-unknown-id; without it, the rules
    /// are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// List the rules, one line each
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

/// From which level on a finding ends the command with exit code 1.
#[derive(Clone, Copy, Debug)]
struct FailOn(Option<Level>);

/// What a first screen says last.
const MORE: &str =
    "`--all` lists every finding with what to do; `ropa explain CODE` explains a rule.";

/// The formats of findings.
const FORMATS: &[&str] = &[
    "text", "json", "csv", "md", "html", "docx", "pdf", "xlsx", "sarif", "junit",
];

const LEVELS: [Level; 3] = [Level::Required, Level::Expected, Level::Tidy];

fn level(word: &str) -> Result<Level, String> {
    let level = LEVELS.into_iter().find(|level| level.word() == word);
    level.ok_or_else(|| "the levels are required, expected and tidy".to_owned())
}

fn fail_on(word: &str) -> Result<FailOn, String> {
    match word {
        "never" => Ok(FailOn(None)),
        word => level(word)
            .map(|level| FailOn(Some(level)))
            .map_err(|words| format!("{words}; or never")),
    }
}

fn by(word: &str) -> Result<By, String> {
    let by = By::ALL.into_iter().find(|by| by.word() == word);
    by.ok_or_else(|| "findings are grouped by thing, owner, function or rule".to_owned())
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let name = run.format("check", FORMATS, &args.output)?;
    let form = match name {
        "sarif" | "junit" => None,
        _ => Some(run.form("check", FORMATS, &args.output, What::Answer)?),
    };
    let codes = codes(&args.rules)?;
    let store = run.open()?;
    let checks = Checks::of(&store, run.as_at().on)?;
    let register = &checks.register;
    let mut checked = checks.checked();
    if let Some(day) = args.new_since {
        let then = run.open_database("check --new-since")?.as_of(day)?;
        leave_out_what_was_there(&mut checked, &then, day)?;
    }
    let activities = selected(&store, register, args)?;
    checked.found.retain(|found| {
        let is_asked = codes.is_empty() || codes.iter().any(|code| is_meant(found.rule, code));
        let is_within = activities
            .as_ref()
            .is_none_or(|asked| found.activities.iter().any(|id| asked.contains(id)));
        is_asked && is_within && args.level.is_none_or(|least| found.finding.level <= least)
    });
    checked.not_asked.retain(|code| {
        codes.is_empty()
            || checks::rule(code).is_some_and(|rule| codes.iter().any(|it| is_meant(rule, it)))
    });
    let folder = run.register_path().ok().filter(|path| path.is_dir());
    if let Some(folder) = &folder {
        let mut findings: Vec<&mut Finding> = checked
            .found
            .iter_mut()
            .map(|found| &mut found.finding)
            .collect();
        text::place_in_text(folder, &mut findings)?;
    }
    let told = |fix: &Fix, record: &Reference| match &folder {
        Some(_) => fix.lines(record),
        None => command(fix, record),
    };
    let work = Work::of(&checked, register, args.by, &told);
    let n_failing = args.fail_on.0.map_or(0, |least| {
        work.items.iter().filter(|item| item.level <= least).count()
    });
    match form {
        None if name == "sarif" => run.deliver(&ui::json(&work.sarif()), args.output.file())?,
        None => {
            let report = work
                .junit()
                .map_err(|error| Error::that(error.to_string()))?;
            run.deliver(&report, args.output.file())?;
        }
        Some(Form::Values) => run.deliver(&ui::json(&work.values()), args.output.file())?,
        Some(Form::Text | Form::Picture(_)) => {
            let page = run.page(Form::Text, &args.output, args.screen.all);
            let sections = if page.is_screen() {
                work.screen(MORE)
            } else {
                work.sections()
            };
            run.deliver_text(sections, page, &args.output)?;
        }
        Some(Form::Document(format)) => {
            let mut document = Document {
                title: "Findings".to_owned(),
                subtitle: organisation(&store)?,
                as_at: run.as_at(),
                head: Vec::new(),
                sections: if format.is_of_rows() {
                    work.rows()
                } else {
                    work.sections()
                },
            };
            run.deliver_document(&mut document, format, &args.output)?;
        }
    }
    match (n_failing, args.fail_on.0) {
        (n_found @ 1.., Some(level)) => Err(Error::Found {
            n_found,
            level: level.word(),
        }),
        _ => Ok(()),
    }
}

/// A whole register, to be checked as it is on a day.
pub(super) struct Checks {
    /// The register.
    pub(super) register: Register,
    lapsed: BTreeSet<ApprovalId>,
    past: Option<Past>,
    on: Date,
}

impl Checks {
    /// The register of a store.
    pub(super) fn of(store: &Store, on: Date) -> Result<Self, StoreError> {
        let mut register = Register::default();
        store.each_record(&Kind::ALL, |reference, record| {
            register
                .insert(&reference.id, record)
                .map_err(|id| store.damaged(&id))
        })?;
        let approvals = register.approvals.iter();
        let lapsed = approvals.filter(|(_, approval)| {
            let activity = register.activities.get(&approval.activity);
            activity.is_some_and(|activity| {
                content_hash(&approval.activity, activity) != approval.content
            })
        });
        let lapsed = lapsed.map(|(id, _)| id.clone()).collect();
        Ok(Self {
            register,
            lapsed,
            past: store.past(on)?,
            on,
        })
    }

    /// It as rules read it.
    pub(super) fn view(&self) -> View<'_> {
        View::of(&self.register, self.on)
            .with_lapsed(self.lapsed.clone())
            .with_past(self.past.as_ref())
    }

    /// What is found, but for what is waived.
    pub(super) fn checked(&self) -> Checked {
        checks::check(&self.view())
    }
}

/// Leaves out what the same rules found, by what they say, in the register as it was at the end of a day.
fn leave_out_what_was_there(
    checked_now: &mut Checked,
    then: &Store,
    day: Date,
) -> Result<(), Error> {
    let then = Checks::of(then, day)?.checked();
    let said = |found: &Found| {
        (
            found.rule.code,
            found.record.clone(),
            found.finding.message.clone(),
        )
    };
    let known: BTreeSet<_> = then.found.iter().map(said).collect();
    checked_now
        .found
        .retain(|found| !known.contains(&said(found)));
    Ok(())
}

/// The activities that were asked for; nothing where all were.
fn selected(
    store: &Store,
    register: &Register,
    args: &Args,
) -> Result<Option<BTreeSet<ActivityId>>, Error> {
    if args.activities.is_empty() && args.function.is_none() && args.owner.is_none() {
        return Ok(None);
    }
    let mut named = BTreeSet::new();
    for name in &args.activities {
        named.insert(store.resolve(name, &[Kind::Activity])?.id);
    }
    let owner = args
        .owner
        .as_ref()
        .map(|name| store.resolve(name, &[Kind::Party]))
        .transpose()?;
    let function = args.function.as_ref().map(|function| path_steps(function));
    let is_asked = |id: &ActivityId| {
        let Some(activity) = register.activities.get(id) else {
            return false;
        };
        let is_of_owner = owner.as_ref().is_none_or(|owner| {
            activity
                .owner
                .value()
                .is_some_and(|id| id.as_str() == owner.id)
        });
        let is_of_function = function
            .as_ref()
            .is_none_or(|steps| match &activity.function {
                Recorded::Value(own) => path_steps(own).starts_with(steps),
                _ => false,
            });
        (named.is_empty() || named.contains(id.as_str())) && is_of_owner && is_of_function
    };
    let ids: BTreeSet<ActivityId> = register
        .activities
        .keys()
        .filter(|id| is_asked(id))
        .cloned()
        .collect();
    if ids.is_empty() {
        return Err(Error::that("no activity is of that owner and function")
            .hinted("`ropa list activity` lists the activities with their functions"));
    }
    Ok(Some(ids))
}

/// Whether a code or the family of some codes means a rule.
fn is_meant(rule: &Check, code: &str) -> bool {
    rule.code == code
        || rule
            .code
            .strip_prefix(code)
            .is_some_and(|rest| rest.starts_with('-'))
}

/// The codes that were asked for, however their letters are written.
fn codes(asked: &[String]) -> Result<Vec<String>, Error> {
    let known = |text: &str| {
        let all = checks::rules()
            .flat_map(|rule| [rule.code, rule.code.split('-').next().unwrap_or_default()]);
        all.into_iter()
            .find(|code| code.eq_ignore_ascii_case(text))
            .map(str::to_owned)
    };
    asked
        .iter()
        .map(|text| known(text).ok_or_else(|| unknown(text)))
        .collect()
}

fn unknown(text: &str) -> Error {
    let codes = || {
        let rules = checks::rules().map(|rule| rule.code);
        rules.chain(text::faults().map(|(code, _)| code))
    };
    let begins = |code: &&str| {
        let start = code.get(..text.len());
        start.is_some_and(|start| !text.is_empty() && start.eq_ignore_ascii_case(text))
    };
    let mut meant: Vec<&str> = codes().filter(begins).take(3).collect();
    if meant.is_empty() {
        meant.extend(nearest(text, codes(), 0.7));
    }
    let meant: Vec<String> = meant.iter().map(|code| format!("`{code}`")).collect();
    Error::nothing_called("rule", text, &meant, "`ropa explain` lists the rules")
}

/// The rule of a code, however its letters are written.
pub(super) fn rule_called(code: &str) -> Result<&'static Check, Error> {
    let rule = checks::rules().find(|rule| rule.code.eq_ignore_ascii_case(code));
    rule.ok_or_else(|| unknown(code))
}

pub(super) fn explain(run: &mut Run, args: &Explain) -> Result<(), Error> {
    let form = run.form("explain", ALL, &args.output, What::Answer)?;
    let Some(code) = args.code.as_ref().filter(|_| !args.list) else {
        let mut table = Table::new(&["rule", "level", "what is wrong", "rests on"]);
        for rule in checks::rules() {
            table
                .push([rule.code, rule.level.word(), rule.title, rule.rests_on].map(str::to_owned));
        }
        let list = List {
            title: "Rules of ropa check",
            table,
            is_whole: args.screen.all,
            ..List::default()
        };
        return run.deliver_list(form, &args.output, list);
    };
    let fault = text::faults().find(|(fault, _)| fault.eq_ignore_ascii_case(code));
    let (code, title, value, sections) = match fault {
        Some((code, title)) => {
            let words = format!(
                "{title} ({code}, error)\nNothing is done until it is put right. The error names the place and what to \
                 write there; `ropa fields` lists what can be recorded."
            );
            let heading = Section::ANSWER.to_owned();
            let blocks = vec![Block::Words(words)];
            let value = json!({ "code": code, "level": Level::Error, "title": title });
            (code, title, value, vec![Section { heading, blocks }])
        }
        None => {
            let rule = rule_called(code)?;
            let value = json!({
                "code": rule.code, "level": rule.level, "title": rule.title, "rests_on": rule.rests_on, "states": rule.states,
                "looks_at": rule.over.words(), "in_force_from": rule.from, "can_be_waived": rule.can_be_waived(),
                "trips": rule.trips, "passes": rule.passes,
            });
            (rule.code, rule.title, value, explained(rule))
        }
    };
    match form {
        Form::Values => run.deliver(&ui::json(&value), args.output.file()),
        Form::Document(format) => {
            let mut document = Document {
                title: title.to_owned(),
                subtitle: code.to_owned(),
                as_at: run.as_at(),
                head: Vec::new(),
                sections,
            };
            run.deliver_document(&mut document, format, &args.output)
        }
        _ => {
            let page = run.page(form, &args.output, true);
            run.deliver_text(sections, page, &args.output)
        }
    }
}

/// A rule in full.
fn explained(rule: &Check) -> Vec<Section<'static>> {
    let mut words = vec![
        format!("{} ({}, {})", rule.title, rule.code, rule.level.word()),
        format!("Rests on {}.", rule.rests_on),
        rule.states.to_owned(),
        format!("Looks at {}.", rule.over.words()),
    ];
    if let Some(day) = rule.from {
        words.push(format!("Asked since {}.", crate::model::day_in_words(day)));
    }
    if !rule.can_be_waived() {
        words.push(
            "It cannot be waived: the law knows no exception from what the record must hold."
                .to_owned(),
        );
    }
    let section = |heading: &str, blocks| Section {
        heading: heading.to_owned(),
        blocks,
    };
    vec![
        section(Section::ANSWER, vec![Block::Words(words.join("\n"))]),
        section(
            "A register on which it trips",
            vec![Block::Words(rule.trips.to_owned())],
        ),
        section(
            "A register on which it does not",
            vec![Block::Words(rule.passes.to_owned())],
        ),
    ]
}
