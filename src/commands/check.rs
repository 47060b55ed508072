//! `ropa check`: what is missing, unlawful, overdue or vague, worst first; and `ropa explain`: the rules.

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use serde_json::json;

use crate::ask::organisation;
use crate::error::Error;
use crate::finding::{Finding, Level, Lines, Place};
use crate::model::{AsAt, Date, Kind, Record, Table, day_in_words, nearest, path_steps};
use crate::report::{Block, By, Document, Glance, Section, Seen, Work};
use crate::rules::checks::{self, Brief, Check, Fix, Gathered, Item};
use crate::store::{Checking, Store, StoreError};
use crate::ui::Progress;
use crate::ui::text::Page;
use crate::{text, ui};

use super::Run;
use super::check_dpia;
use super::fixes::command;
use super::form::{ALL, Form, Output, Screen, What};
use super::output::List;
use super::query::OwnCheck;

// What can follow `ropa check`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Formats: text, json, csv, md, html, docx, pdf, xlsx, sarif, junit; by --format or the ending of the file

Exit code 1 where anything found is of the level of --fail-on or worse.

Examples:
  ropa check
  ropa check --activity \"Family Group Conference\" --all
  ropa check --level required --by function
  ropa check --owner \"Head of Children\" -o work.xlsx
  ropa check dpia \"Family Group Conference\""
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<Within>,
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

// What is checked by itself.
#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
enum Within {
    /// Check whether an activity needs an impact assessment: each criterion, and what the register says of it
    Dpia(check_dpia::Args),
}

// What can follow `ropa explain`.
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
    if let Some(Within::Dpia(args)) = &args.what {
        return check_dpia::run(run, args);
    }
    let name = run.format("check", FORMATS, &args.output)?;
    let form = match name {
        "sarif" | "junit" => None,
        _ => Some(run.form("check", FORMATS, &args.output, What::Answer)?),
    };
    let codes = codes(&args.rules, &run.own_checks()?)?;
    let mut store = run.open()?;
    let as_at = run.as_at();
    let found = run.findings(&mut store, as_at)?;
    let activities = selected(&store, args)?;
    let is_meant = |brief: &Brief<'_>| {
        let is_asked = codes.is_empty() || codes.iter().any(|code| is_meant(brief.code(), code));
        let is_within = activities
            .as_ref()
            .is_none_or(|asked| brief.activities().any(|id| asked.contains(id)));
        is_asked && is_within && args.level.is_none_or(|least| brief.level() <= least)
    };
    let needs_history = checks::NEED_A_HISTORY.iter().copied();
    let is_left_out = |code: &&str| {
        !store.has_history()
            && (codes.is_empty() || codes.iter().any(|asked| self::is_meant(code, asked)))
    };
    let not_asked: Vec<&'static str> = needs_history.filter(is_left_out).collect();
    let least = args.level.filter(|least| *least != Level::Tidy);
    let page = match form {
        Some(Form::Text | Form::Picture(_)) => {
            Some(run.page(Form::Text, &args.output, args.screen.all))
        }
        _ => None,
    };
    let screen = page.filter(Page::is_screen);
    let mut glance = Glance::new(args.by, least);
    // A screen shows no words of single findings, which take most of the time and room.
    if screen.is_some() && args.new_since.is_none() {
        let meant = found.iter().filter(is_meant);
        meant.for_each(|brief| glance.add(&brief.into()));
    }
    let mut items = Vec::new();
    if screen.is_none() || args.new_since.is_some() {
        store.each_finding(as_at.on, is_meant, |item| {
            items.push(item);
            Ok::<_, StoreError>(())
        })?;
        if let Some(day) = args.new_since {
            run.leave_out_what_was_there(&mut items, day)?;
        }
        let seen = items.iter().filter_map(Seen::of);
        seen.for_each(|seen| glance.add(&seen));
    }
    let n_failing = args.fail_on.0.map_or(0, |least| glance.n_of(least));
    match (form, screen) {
        (_, Some(page)) => run.deliver_text(glance.screen(&not_asked, MORE), page, &args.output)?,
        (form, None) => {
            if let Some(folder) = run.register_path().ok().filter(|path| path.is_dir()) {
                place_in_text(&mut items, &folder)?;
            }
            let mut work = Work::of(items, args.by, not_asked);
            work.least = least;
            deliver(run, args, &store, &work, (name, form, page))?;
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

/// Writes every finding with all that is told of it, in a form.
fn deliver(
    run: &mut Run,
    args: &Args,
    store: &Store,
    work: &Work,
    (name, form, page): (&str, Option<Form>, Option<Page>),
) -> Result<(), Error> {
    match form {
        None if name == "sarif" => run.deliver(&ui::json(&work.sarif()), args.output.file()),
        None => {
            let report = work
                .junit()
                .map_err(|error| Error::that(error.to_string()))?;
            run.deliver(&report, args.output.file())
        }
        Some(Form::Values) => run.deliver(&ui::json(&work.values()), args.output.file()),
        Some(Form::Text | Form::Picture(_)) => {
            run.deliver_text(work.sections(), page.unwrap_or_default(), &args.output)
        }
        Some(Form::Document(format)) => {
            let mut document = Document {
                title: "Findings".to_owned(),
                subtitle: organisation(store)?,
                as_at: run.as_at(),
                head: Vec::new(),
                sections: if format.is_of_rows() {
                    work.rows()
                } else {
                    work.sections()
                },
            };
            run.deliver_document(&mut document, format, &args.output)
        }
    }
}

/// Puts the file and line to each finding of a folder.
fn place_in_text(items: &mut [Item], folder: &Path) -> Result<(), Error> {
    let place = |item: &Item| {
        let place = item
            .reference()
            .map(|record| Place::field(&record, item.field.clone()));
        let finding = Finding::new("", item.level, String::new());
        place.map_or(finding.clone(), |place| finding.at(place))
    };
    let mut findings: Vec<Finding> = items.iter().map(place).collect();
    text::place_in_text(folder, &mut findings.iter_mut().collect::<Vec<_>>())?;
    let mut counted = Lines::default();
    for (item, finding) in items.iter_mut().zip(&findings) {
        if let Some(passage) = finding.place.as_ref().and_then(Place::text) {
            item.file = Some(passage.file.clone());
            item.line = Some(counted.of(passage));
        }
    }
    Ok(())
}

impl Run {
    /// Says what checks need beside the register: what an organisation's own find in it, how to put right what is found,
    /// and the bar that tells a terminal how far they are.
    pub(super) fn check_with_own(
        &self,
        store: &mut Store,
        as_at: AsAt,
    ) -> Result<Rc<Progress>, Error> {
        let own = self.own_found(store, as_at)?;
        let told = match store.has_history() {
            true => command,
            false => Fix::lines,
        };
        let progress = Rc::new(Progress::later("Checking"));
        let bar = Rc::clone(&progress);
        let step = Box::new(move |n_done, n_all| bar.at(n_done, n_all));
        store.check_with(Checking { own, told, step });
        Ok(progress)
    }

    /// Everything that is found in a register on a day, also what is waived; a terminal is told how far it is.
    pub(super) fn findings(&self, store: &mut Store, as_at: AsAt) -> Result<Rc<Gathered>, Error> {
        let progress = self.check_with_own(store, as_at)?;
        let found = store.found_on(as_at.on);
        progress.end();
        Ok(found?)
    }
}

impl Run {
    /// Leaves out what the same rules found, by what they say, in the register as it was at the end of a day. Before the
    /// register began nothing was found.
    fn leave_out_what_was_there(&mut self, now: &mut Vec<Item>, day: Date) -> Result<(), Error> {
        let store = self.open_database("check --new-since")?;
        let mut then = match store.as_of(day) {
            Err(StoreError::BeforeHistory { begins, .. }) => {
                self.ui.say(&format!(
                    "the register began on {}: all that is found in it is new",
                    day_in_words(begins)
                ));
                return Ok(());
            }
            then => then?,
        };
        let as_at = AsAt {
            on: day,
            recorded: day,
        };
        self.findings(&mut then, as_at)?;
        let said = |item: &Item| (item.code.clone(), item.record.clone(), item.why.clone());
        let mut known = BTreeSet::new();
        let is_there = |brief: &Brief<'_>| !brief.is_waived();
        then.each_finding(as_at.on, is_there, |item| {
            known.insert(said(&item));
            Ok::<_, StoreError>(())
        })?;
        now.retain(|item| !known.contains(&said(item)));
        Ok(())
    }
}

/// The activities that were asked for; nothing where all were.
fn selected(store: &Store, args: &Args) -> Result<Option<BTreeSet<String>>, Error> {
    let mut ids = BTreeSet::new();
    for name in &args.activities {
        ids.insert(store.resolve(name, &[Kind::Activity])?.id);
    }
    let owner = args.owner.as_ref();
    let owner = owner
        .map(|name| store.resolve(name, &[Kind::Party]))
        .transpose()?;
    let function = args.function.as_ref().map(|function| path_steps(function));
    if owner.is_none() && function.is_none() {
        return Ok((!ids.is_empty()).then_some(ids));
    }
    let named = std::mem::take(&mut ids);
    store.each_record(&[Kind::Activity], |reference, record| {
        let Record::Activity(activity) = record else {
            return Ok(());
        };
        let is_of_owner = owner.as_ref().is_none_or(|owner| {
            let own = activity.owner.value();
            own.is_some_and(|id| id.as_str() == owner.id)
        });
        let is_of_function = function.as_ref().is_none_or(|steps| {
            let own = activity.function.value();
            own.is_some_and(|own| path_steps(own).starts_with(steps))
        });
        if (named.is_empty() || named.contains(&reference.id)) && is_of_owner && is_of_function {
            ids.insert(reference.id);
        }
        Ok::<_, StoreError>(())
    })?;
    if ids.is_empty() {
        return Err(Error::that("no activity is of that owner and function")
            .hinted("`ropa list activity` lists the activities with their functions"));
    }
    Ok(Some(ids))
}

/// Whether a code or the family of some codes means a rule.
fn is_meant(rule: &str, code: &str) -> bool {
    rule == code
        || rule
            .strip_prefix(code)
            .is_some_and(|rest| rest.starts_with('-'))
}

/// Every rule at hand: ours, and the checks of an organisation's own.
fn at_hand(own: &[OwnCheck]) -> impl Iterator<Item = &'static Check> {
    checks::rules().chain(own.iter().map(|own| own.rule))
}

/// The codes that were asked for, however their letters are written.
fn codes(asked: &[String], own: &[OwnCheck]) -> Result<Vec<String>, Error> {
    let known = |text: &str| {
        let mut all = at_hand(own)
            .flat_map(|rule| [rule.code, rule.code.split('-').next().unwrap_or_default()]);
        all.find(|code| code.eq_ignore_ascii_case(text))
            .map(str::to_owned)
    };
    asked
        .iter()
        .map(|text| known(text).ok_or_else(|| unknown(text, own)))
        .collect()
}

fn unknown(text: &str, own: &[OwnCheck]) -> Error {
    let codes = || {
        let rules = at_hand(own).map(|rule| rule.code);
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
pub(super) fn rule_called(code: &str, own: &[OwnCheck]) -> Result<&'static Check, Error> {
    let rule = at_hand(own).find(|rule| rule.code.eq_ignore_ascii_case(code));
    rule.ok_or_else(|| unknown(code, own))
}

pub(super) fn explain(run: &mut Run, args: &Explain) -> Result<(), Error> {
    let form = run.form("explain", ALL, &args.output, What::Answer)?;
    let own = run.own_checks()?;
    let Some(code) = args.code.as_ref().filter(|_| !args.list) else {
        let mut table = Table::new(&["rule", "level", "what is wrong", "rests on"]);
        for rule in at_hand(&own) {
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
            let rule = rule_called(code, &own)?;
            let mut value = json!({
                "code": rule.code, "level": rule.level, "title": rule.title, "rests_on": rule.rests_on, "states": rule.states,
                "can_be_waived": rule.can_be_waived(),
            });
            let more = match rule.is_own() {
                true => json!({ "sql": rule.trips }),
                false => json!({
                    "looks_at": rule.over.words(), "in_force_from": rule.from, "trips": rule.trips, "passes": rule.passes,
                }),
            };
            if let (Some(value), Some(more)) = (value.as_object_mut(), more.as_object()) {
                value.extend(more.clone());
            }
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
    ];
    if rule.is_own() {
        words.push(rule.states.to_owned());
    }
    if !rule.is_own() {
        words.push(format!("Looks at {}.", rule.over.words()));
    }
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
    let answer = section(Section::ANSWER, vec![Block::Words(words.join("\n"))]);
    if rule.is_own() {
        let sql = vec![Block::Words(rule.trips.to_owned())];
        return vec![answer, section("How it is asked, in SQL", sql)];
    }
    vec![
        answer,
        section(
            "What it makes of a field",
            vec![Block::List(by_state(rule.states))],
        ),
        section(
            "A register with a finding",
            vec![Block::Words(rule.trips.to_owned())],
        ),
        section(
            "A register without one",
            vec![Block::Words(rule.passes.to_owned())],
        ),
    ]
}

/// What a rule does with a field that is not recorded, that is `none`, and that has a value, each by itself.
fn by_state(states: &str) -> Vec<String> {
    let mut rest = states;
    let mut items = Vec::new();
    for (next, named) in [
        (" None: ", "Not recorded: "),
        (" Value: ", "None: "),
        ("\n", "Value: "),
    ] {
        let (item, after) = rest.split_once(next).unwrap_or((rest, ""));
        items.push(format!("{named}{}", item.trim_start_matches(named)));
        rest = after;
    }
    items
}
