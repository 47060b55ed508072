//! What was understood of notices, and what becomes of it.

use serde_json::{Value, json};

use crate::import::{Decision, Outcome, Proposal, Proposed};
use crate::store::Plan;
use crate::ui;
use crate::ui::one_line;
use crate::ui::text::{hung, wrapped};

use super::super::planned;

/// A number with the words for one and for several.
pub(in crate::commands) fn counted(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

/// The proposal: of one notice each statement, of several a line each; then what has to be settled, and what is put.
pub(super) fn as_text(proposal: &Proposal, plan: &Plan, width: usize) -> String {
    let mut lines = Vec::new();
    let is_one = proposal.notices.len() == 1;
    for notice in &proposal.notices {
        lines.push(wrapped(&summary(notice), width, 0));
        if is_one {
            lines.extend(statements(notice, width));
        }
    }
    lines.extend(open(&proposal.decisions, width));
    lines.push(String::new());
    lines.push(planned::count(plan).unwrap_or_else(|| "no changes".to_owned()));
    lines.join("\n") + "\n"
}

/// What is open of what has to be settled.
pub(super) fn open(decisions: &[Decision], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let open = decisions.iter().filter(|one| one.answer.is_empty());
    let (first, later): (Vec<&Decision>, Vec<&Decision>) = open.partition(|one| one.is_first);
    if !later.is_empty() {
        lines.push("\nTo settle, now or later".to_owned());
        lines.extend(each(&later, width));
    }
    if !first.is_empty() {
        lines.push(format!("\n{}", to_settle(&first, width).trim_end()));
    }
    lines
}

/// What has to be settled before anything is imported.
pub(super) fn to_settle(open: &[&Decision], width: usize) -> String {
    let mut lines = vec!["To settle before anything is imported".to_owned()];
    lines.extend(each(open, width));
    lines.join("\n") + "\n"
}

/// So many decisions are shown; a file of decisions has them all.
const MOST: usize = 20;

fn each(decisions: &[&Decision], width: usize) -> Vec<String> {
    let shown = decisions.iter().take(MOST);
    let mut lines: Vec<String> = shown.map(|one| decision(one, width)).collect();
    if decisions.len() > MOST {
        let more = decisions.len() - MOST;
        let more =
            format!("and {more} more: `--decisions decisions.toml` writes them all into a file");
        lines.push(wrapped(&more, width, 0));
    }
    lines
}

/// Where a decision comes from, and what is asked.
pub(super) fn head(one: &Decision) -> String {
    let words = if one.words.is_empty() {
        String::new()
    } else {
        format!("“{}”: ", one_line(&one.words))
    };
    format!(
        "{} {}: {words}{}",
        one_line(&one.file),
        one.at,
        one.question
    )
}

fn decision(one: &Decision, width: usize) -> String {
    let choices: Vec<String> = one
        .choices()
        .iter()
        .map(|choice| one_line(&choice.answer))
        .collect();
    let choices = match choices.len() {
        0 => String::new(),
        1..=6 => format!(" ({})", choices.join(", ")),
        many => format!(" ({many} choices)"),
    };
    hung(&format!("{}{choices}", head(one)), width, 0)
}

fn number(notice: &Proposed, is_it: fn(&Outcome) -> bool) -> usize {
    notice
        .lines
        .iter()
        .filter(|(_, outcome)| is_it(outcome))
        .count()
}

fn summary(notice: &Proposed) -> String {
    let file = one_line(&notice.file);
    let Some(activity) = &notice.activity else {
        return format!("{file}: not imported");
    };
    let new = number(notice, |outcome| matches!(outcome, Outcome::New(_)));
    let changed = number(notice, |outcome| matches!(outcome, Outcome::Changed(_)));
    let known = number(notice, |outcome| *outcome == Outcome::Known);
    let unread = number(notice, |outcome| *outcome == Outcome::Unread);
    let otherwise = number(notice, |outcome| matches!(outcome, Outcome::Otherwise(_)));
    let mut said = vec![format!("{new} new")];
    if changed > 0 {
        said.push(format!("{changed} changed"));
    }
    let gone = number(notice, |outcome| matches!(outcome, Outcome::Gone(_)));
    if gone > 0 {
        said.push(format!("{gone} gone"));
    }
    said.push(format!("{known} recorded already"));
    if otherwise > 0 {
        said.push(format!(
            "{otherwise} said otherwise in the register, which stays"
        ));
    }
    if unread > 0 {
        said.push(format!(
            "{} kept as text that no field took",
            counted(unread, "sentence", "sentences")
        ));
    }
    format!("{file}: {activity}: {}", said.join(", "))
}

fn statements(notice: &Proposed, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (statement, outcome) in &notice.lines {
        let said = match outcome {
            Outcome::New(what) => format!("+ {}", one_line(what)),
            Outcome::Changed(what) => format!("~ {}", one_line(what)),
            Outcome::Known => format!("= {}", one_line(&statement.words)),
            Outcome::Unread => format!("? {}", one_line(&statement.words)),
            Outcome::Otherwise(there) => format!(
                "! {} (the register says: {})",
                one_line(&statement.words),
                one_line(there)
            ),
            Outcome::Gone(what) => format!("- {}", one_line(what)),
            Outcome::Leading => continue,
        };
        lines.push(hung(&format!("{:4} {said}", statement.line), width, 0));
    }
    if !lines.is_empty() {
        lines.insert(0, "\nline".to_owned());
        const MARKS: &str = "+ new   ~ changed   = recorded already   ? not understood, kept as it is   ! said otherwise in the register, which stays";
        let is_gone = |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Gone(_));
        let gone = if notice.lines.iter().any(is_gone) {
            "   - said no more, taken out"
        } else {
            ""
        };
        lines.push(format!(
            "\n{}",
            wrapped(&format!("{MARKS}{gone}"), width, 0)
        ));
    }
    lines
}

/// The same for programs.
pub(super) fn as_json(proposal: &Proposal, plan: &Plan) -> String {
    let decisions = decisions(&proposal.decisions);
    let notices: Vec<Value> = proposal
        .notices
        .iter()
        .map(|notice| {
            let statements: Vec<Value> = notice
                .lines
                .iter()
                .map(|(statement, outcome)| {
                    let (becomes, what) = outcome.word();
                    json!({
                        "line": statement.line, "place": statement.place, "words": statement.words,
                        "becomes": becomes, "what": what,
                    })
                })
                .collect();
            json!({
                "file": notice.file, "activity": notice.activity, "statements": statements,
            })
        })
        .collect();
    ui::json(&json!({
        "notices": notices, "decisions": decisions, "changes": planned::values(plan),
    }))
}

/// Decisions as values.
pub(super) fn decisions(decisions: &[Decision]) -> Vec<Value> {
    let value = |one: &Decision| {
        let choices: Vec<String> = one.choices().into_iter().map(|one| one.answer).collect();
        json!({
            "file": one.file, "at": one.at.to_string(), "words": one.words, "asks": one.asks,
            "question": one.question, "choices": choices, "first": one.is_first, "answer": one.answer,
        })
    };
    decisions.iter().map(value).collect()
}
