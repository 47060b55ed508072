//! An answer in every form: a sentence, a table, the routes with their reasons, what is not
//! certain, what is not recorded and what was searched.

use serde::Serialize;
use serde_json::{Value, json};

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{
    Basis, NotCurrent, NotInUse, NotRecorded, RouteStep, StepKind, Thing, Uncertain,
};
use crate::law;
use crate::model::{Date, Kind, ReadAs, Recorded, Scope, Table};
use crate::report;

use super::one_line;
use super::table;

/// An answer to a question, before it becomes bytes.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question as it can be asked again: `who-receives data:nhs-number`.
    pub question: String,
    /// The day as at which it is answered.
    pub as_of: Date,
    /// The answer in a sentence.
    pub sentence: String,
    /// The answer as a table.
    pub table: Table,
    /// The answer as values, one for each row; left out where no JSON is asked for.
    pub values: Value,
    /// Routes with their reasons.
    pub routes: Vec<Explained>,
    /// What is only possible, and why.
    pub uncertain: Vec<Uncertain>,
    /// What is not recorded.
    pub not_recorded: Vec<NotRecorded>,
    /// Flows that bear on the question and are not in use on the day: they do not count.
    pub not_in_use: NotInUse,
    /// What was searched.
    pub searched: Searched,
    /// Linked receivers, where they are asked for.
    pub linked: Option<LinkedRows>,
    /// What routes may not pass, and so was left out.
    pub left_out: Option<LeftOut>,
    /// Words about the answer: a limit reached, parts included, drafts counted.
    pub notes: Vec<String>,
}

/// A route with what it leads to.
#[derive(Clone, Debug)]
pub struct Explained {
    /// What it leads to, and how surely.
    pub title: String,
    /// Its steps.
    pub steps: Vec<RouteStep>,
}

impl Explained {
    /// Adds the route to a text.
    fn add_to(&self, text: &mut String, width: usize) {
        text.push_str(&format!("\n{}\n", wrapped(&self.title, width, 0)));
        for line in told(&self.steps) {
            text.push_str(&format!("{}\n", wrapped(&line.text, width, line.indent)));
        }
    }

    /// Adds the route to a text in Markdown.
    fn add_markdown_to(&self, text: &mut String) {
        let escaped = |text: &str| report::escaped(&one_line(text));
        text.push_str(&format!("\n### {}\n\n", escaped(&self.title)));
        for line in told(&self.steps) {
            let indent = if line.indent > 4 { "  " } else { "" };
            text.push_str(&format!("{indent}- {}\n", escaped(&line.text)));
        }
    }
}

/// What was left out of an answer because it passes certain parties or systems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The parties and systems.
    pub not_through: Vec<Thing>,
    /// How many rows the answer has fewer for it, where that can be told.
    pub removed: Option<usize>,
    /// The word for one row and for many.
    #[serde(skip)]
    pub what: [&'static str; 2],
}

impl LeftOut {
    /// It in a sentence.
    pub fn sentence(&self) -> String {
        let names: Vec<&str> = self.not_through.iter().map(|it| it.name.as_str()).collect();
        let [one, many] = self.what;
        let removed = match self.removed {
            None => format!("how many {many} that removes was not counted"),
            Some(0) => format!("that removes no {one}"),
            Some(1) => format!("that removes 1 {one}"),
            Some(n) => format!("that removes {n} {many}"),
        };
        format!(
            "Left out is what comes from or through {}: {removed}.",
            names.join(" or ")
        )
    }
}

/// Linked receivers: what no record says, so that it stands apart from the answer.
#[derive(Clone, Debug)]
pub struct LinkedRows {
    /// What is to be said of them all.
    pub note: String,
    /// One row for each, in the columns of the answer.
    pub table: Table,
    /// One value for each; left out where no JSON is asked for.
    pub values: Value,
    /// The routes from what is shared.
    pub routes: Vec<Explained>,
    /// Whether the search stopped, so that there may be more.
    pub stopped: bool,
}

/// The heading over linked receivers.
pub const LINKED: &str = "Linked through a shared system or party, not recorded";

/// What was searched for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// How many flows.
    pub flows: i64,
    /// In how many activities.
    pub activities: i64,
}

/// How wide text is where no terminal says.
pub const WIDTH: usize = 100;

impl Answer {
    /// The answer as text: drawn for a terminal of a width, or plain where there is none.
    pub fn text(&self, terminal: Option<usize>) -> String {
        let width = terminal.unwrap_or(WIDTH);
        let mut text = format!("{}\n", wrapped(&self.sentence, width, 0));
        for note in &self.notes {
            text.push_str(&format!("{}\n", wrapped(note, width, 0)));
        }
        if !self.table.rows.is_empty() {
            text.push('\n');
            text.push_str(&match terminal {
                Some(width) => table::drawn(&self.table, width),
                None => table::plain(&self.table),
            });
        }
        if !self.routes.is_empty() {
            text.push_str("\nHow, step by step\n");
            self.routes
                .iter()
                .for_each(|route| route.add_to(&mut text, width));
        }
        let bases = self.bases();
        if !bases.is_empty() {
            text.push_str("\nLawful basis\n");
            for line in bases {
                text.push_str(&format!("{}\n", wrapped(&format!("- {line}"), width, 2)));
            }
        }
        if !self.uncertain.is_empty() {
            text.push_str("\nNot certain\n");
            for uncertain in &self.uncertain {
                let line = format!("- {}: {}", uncertain.subject.name, uncertain.because);
                text.push_str(&format!("{}\n", wrapped(&line, width, 2)));
            }
        }
        for (heading, flows) in self.apart() {
            text.push_str(&format!("\n{heading}\n"));
            for flow in flows {
                let line = format!("- {}", not_current(flow));
                text.push_str(&format!("{}\n", wrapped(&line, width, 2)));
            }
        }
        if let Some(linked) = &self.linked {
            text.push_str(&format!(
                "\n{LINKED}\n\n{}\n",
                wrapped(&linked.note, width, 0)
            ));
            if !linked.table.rows.is_empty() {
                text.push('\n');
                text.push_str(&match terminal {
                    Some(width) => table::drawn(&linked.table, width),
                    None => table::plain(&linked.table),
                });
            }
            linked
                .routes
                .iter()
                .for_each(|route| route.add_to(&mut text, width));
        }
        if !self.not_recorded.is_empty() {
            text.push_str("\nNot recorded\n");
            for gap in &self.not_recorded {
                text.push_str(&format!("{}\n", wrapped(&gap_line(gap), width, 2)));
            }
        }
        text.push_str(&format!("\n{}\n", wrapped(&self.foot(), width, 0)));
        text
    }

    /// The answer as Markdown.
    pub fn markdown(&self) -> String {
        let escaped = |text: &str| report::escaped(&one_line(text));
        let mut text = format!("{}\n", escaped(&self.sentence));
        for note in &self.notes {
            text.push_str(&format!("\n{}\n", escaped(note)));
        }
        if !self.table.rows.is_empty() {
            text.push_str(&format!("\n{}", table::markdown(&self.table)));
        }
        if !self.routes.is_empty() {
            text.push_str("\n## How, step by step\n");
            self.routes
                .iter()
                .for_each(|route| route.add_markdown_to(&mut text));
        }
        let bases = self.bases();
        if !bases.is_empty() {
            text.push_str("\n## Lawful basis\n\n");
            for line in bases {
                text.push_str(&format!("- {}\n", escaped(&line)));
            }
        }
        if !self.uncertain.is_empty() {
            text.push_str("\n## Not certain\n\n");
            for uncertain in &self.uncertain {
                text.push_str(&format!(
                    "- {}: {}\n",
                    escaped(&uncertain.subject.name),
                    escaped(&uncertain.because)
                ));
            }
        }
        for (heading, flows) in self.apart() {
            text.push_str(&format!("\n## {heading}\n\n"));
            for flow in flows {
                text.push_str(&format!("- {}\n", escaped(&not_current(flow))));
            }
        }
        if let Some(linked) = &self.linked {
            text.push_str(&format!("\n## {LINKED}\n\n{}\n", escaped(&linked.note)));
            if !linked.table.rows.is_empty() {
                text.push_str(&format!("\n{}", table::markdown(&linked.table)));
            }
            linked
                .routes
                .iter()
                .for_each(|route| route.add_markdown_to(&mut text));
        }
        if !self.not_recorded.is_empty() {
            text.push_str("\n## Not recorded\n\n");
            for gap in &self.not_recorded {
                text.push_str(&format!(
                    "- {}\n",
                    escaped(gap_line(gap).trim_start_matches("- "))
                ));
            }
        }
        text.push_str(&format!("\n{}\n", escaped(&self.foot())));
        text
    }

    /// The answer's table as CSV; linked receivers come last, and each is marked.
    pub fn csv(&self) -> String {
        let mut table = self.table.clone();
        let linked = self.linked.iter().flat_map(|linked| &linked.table.rows);
        table.rows.extend(linked.cloned());
        table::csv(&table)
    }

    /// The answer in the one envelope that all questions share.
    pub fn json(&self) -> String {
        let mut envelope = json!({
            "version": VERSION,
            "question": self.question,
            "as_of": self.as_of,
            "on": self.as_of,
            "answer": self.values,
            "planned": self.not_in_use.planned,
            "ended": self.not_in_use.ended,
            "open": [],
            "notes": self.notes,
            "uncertain": self.uncertain,
            "not_recorded": self.not_recorded,
            "searched": self.searched,
        });
        if let Some(linked) = &self.linked {
            envelope["linked"] = linked.values.clone();
            envelope["linked_stopped"] = json!(linked.stopped);
        }
        if let Some(left_out) = &self.left_out {
            envelope["left_out"] = json!(left_out);
        }
        super::json(&envelope)
    }

    /// The flows that are not in use, under their headings.
    fn apart(&self) -> impl Iterator<Item = (&'static str, &Vec<NotCurrent>)> {
        let NotInUse { planned, ended } = &self.not_in_use;
        [
            ("Planned, and not counted", planned),
            ("Ended, and not counted", ended),
        ]
        .into_iter()
        .filter(|(_, flows)| !flows.is_empty())
    }

    /// The lawful bases on which the flows of the routes rest, told once for each activity.
    fn bases(&self) -> Vec<String> {
        let steps = || self.routes.iter().flat_map(|route| &route.steps);
        let names: BTreeMap<&str, &str> = steps()
            .flat_map(|step| [&step.from, &step.to])
            .filter(|thing| thing.kind == Kind::Activity)
            .map(|thing| (thing.id.as_str(), thing.name.as_str()))
            .collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for step in steps().filter(|step| step.number.is_some()) {
            let id = step.activity.as_str();
            let name = names.get(id).unwrap_or(&id);
            told.insert(format!("{name}: {}", bases(&step.basis, self.as_of)));
        }
        told.into_iter().collect()
    }

    fn foot(&self) -> String {
        let Searched { flows, activities } = self.searched;
        format!(
            "Searched {flows} flow{} in {activities} activit{}, as at {}.",
            if flows == 1 { "" } else { "s" },
            if activities == 1 { "y" } else { "ies" },
            day(self.as_of)
        )
    }
}

/// A date in words: `24 November 2026`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// That so many retired activities do not count, in a sentence.
pub fn retired_left_out(n_retired: i64) -> Option<String> {
    match n_retired {
        0 => None,
        1 => Some("1 retired activity is left out (`--retired` counts it).".to_owned()),
        n => Some(format!(
            "{n} retired activities are left out (`--retired` counts them)."
        )),
    }
}

/// The version of the JSON of answers: keys are only added to it.
pub const VERSION: u32 = 2;

/// A flow that is not in use, in words.
fn not_current(flow: &NotCurrent) -> String {
    let begins = flow
        .begins
        .value()
        .map(|first| format!(", from {}", day(*first)));
    let ends = flow
        .ends
        .value()
        .map(|last| format!(", until {}", day(*last)));
    format!(
        "F{} of {}: {} to {}{}{}",
        flow.number,
        flow.activity.name,
        flow.from.name,
        flow.to.name,
        begins.unwrap_or_default(),
        ends.unwrap_or_default()
    )
}

/// A line of a route, and how far it stands in.
struct Line {
    indent: usize,
    text: String,
}

/// A route in words, each step with its reason; words that two steps share are told once.
fn told(steps: &[RouteStep]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (position, step) in steps.iter().enumerate() {
        let number = step
            .number
            .map_or_else(String::new, |number| format!("F{number} "));
        let carries = match (&step.carries, step.kind) {
            (_, StepKind::Operator) => "runs it and has what it has".to_owned(),
            (_, StepKind::SubProcessor) => "is engaged by it".to_owned(),
            (_, StepKind::JointController) => "decides jointly".to_owned(),
            (_, StepKind::HandsOn) => "hands it on".to_owned(),
            (Recorded::NotRecorded, _) => "which data: not recorded".to_owned(),
            (Recorded::None, _) => "no personal data".to_owned(),
            (Recorded::Value(Scope::All(_)), _) => "all the data it has".to_owned(),
            (Recorded::Value(Scope::These(_)), _) => step.carries_named.join(", "),
        };
        let mut text = format!(
            "{number}{} -> {} [{}]: {carries}",
            step.from.name,
            step.to.name,
            step.kind.word()
        );
        // Where the flow says nothing of its data, or the step before was in doubt, that is said already.
        let is_said = step.carries.is_not_recorded() || step.is_as_sure_as_its_start();
        if let Some(because) = step.because.filter(|_| !is_said) {
            text.push_str(&format!(" (possible: {because})"));
        }
        lines.push(Line { indent: 4, text });
        // Of a flow through a system both halves rest on the same words: its end tells them.
        let next = steps.get(position + 1);
        let is_told_next = next.is_some_and(|next| next.number == step.number);
        if step.number.is_none() || is_told_next {
            continue;
        }
        if let Some(when) = &step.when {
            lines.push(Line {
                indent: 6,
                text: format!("when: {when}"),
            });
        }
        lines.extend(reasons(step).map(|text| Line { indent: 6, text }));
        if let Some(evidence) = &step.evidence {
            lines.push(Line {
                indent: 6,
                text: format!("“{evidence}”"),
            });
        }
    }
    lines
}

/// The lawful bases of a step in words, as published and as coded.
fn bases(bases: &[Basis], on: Date) -> String {
    if bases.is_empty() {
        return "not recorded".to_owned();
    }
    let told: Vec<String> = bases.iter().map(|one| basis(one, on)).collect();
    told.join("; ")
}

fn basis(basis: &Basis, on: Date) -> String {
    let code = basis.code.value().map(|code| {
        let entry = law::vocabulary("lawful-basis").and_then(|list| list.entry(code.as_str()));
        let title = entry.map_or_else(String::new, |entry| {
            format!("{}, ", entry.title_on(on).to_lowercase())
        });
        let reading = match basis.read_as {
            Some(ReadAs::Ours) => ", our interpretation",
            Some(ReadAs::Published) | None => "",
        };
        format!("{title}{code}{reading}")
    });
    let words = match (&basis.published, code) {
        (Recorded::Value(published), Some(code)) => format!("“{published}” ({code})"),
        (Recorded::Value(published), None) => format!("“{published}” (not coded)"),
        (_, Some(code)) => code,
        (Recorded::None, None) => "none".to_owned(),
        (Recorded::NotRecorded, None) => "not recorded".to_owned(),
    };
    format!("{words}, for: {}", basis.purposes.join(" / "))
}

/// What allows a step, as far as it is recorded or is to be: of a flow through a system its end.
fn reasons(step: &RouteStep) -> Option<String> {
    if step.is_into_what_it_passes() {
        return None;
    }
    let gateway = step
        .gateway()
        .map(|words| format!("legal gateway: {words}"));
    let agreement = Some(step.agreement.said()).filter(|words| !words.is_empty());
    let agreement = agreement.map(|words| format!("agreement: {words}"));
    let said: Vec<String> = [gateway, agreement].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn gap_line(gap: &NotRecorded) -> String {
    let more = gap.count.saturating_sub(gap.examples.len());
    let rest = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    format!(
        "- {} ({}): {}{rest}",
        gap.what,
        gap.count,
        gap.examples.join(", ")
    )
}

/// Text made safe and wrapped at a width, standing in by so many columns; what follows the first
/// line stands in by two more.
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    if text.starts_with("- ") {
        return hung(text, width, indent.saturating_sub(2));
    }
    laid(text, width, indent, if indent > 0 { indent + 2 } else { 0 })
}

/// As [`wrapped`], and what follows the first line always stands in, so that no line of a text can
/// be taken for a field.
pub fn hung(text: &str, width: usize, indent: usize) -> String {
    laid(text, width, indent, indent + 2)
}

fn laid(text: &str, width: usize, first: usize, rest: usize) -> String {
    let [first, rest] = [first, rest].map(|indent| " ".repeat(indent));
    let options = textwrap::Options::new(width.max(first.len() + 20))
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&one_line(text), options)
}
