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
    let decisions: Vec<&Decision> = proposal
        .notices
        .iter()
        .flat_map(|notice| &notice.decisions)
        .collect();
    if !decisions.is_empty() {
        lines.push("\nTo settle, now or later".to_owned());
        lines.extend(decisions.iter().map(|one| decision(one, width)));
    }
    if !proposal.names.is_empty() {
        lines.push(format!(
            "\n{}",
            to_settle(&proposal.names, width).trim_end()
        ));
    }
    lines.push(String::new());
    lines.push(planned::count(plan).unwrap_or_else(|| "no changes".to_owned()));
    lines.join("\n") + "\n"
}

/// The names that have to be settled before anything is imported.
pub(super) fn to_settle(names: &[Decision], width: usize) -> String {
    let mut lines = vec!["Names to settle before anything is imported".to_owned()];
    lines.extend(names.iter().map(|one| decision(one, width)));
    lines.join("\n") + "\n"
}

fn decision(one: &Decision, width: usize) -> String {
    let words = if one.words.is_empty() {
        String::new()
    } else {
        format!("“{}”: ", one_line(&one.words))
    };
    let choices = if one.choices.is_empty() {
        String::new()
    } else {
        format!(" ({})", one_line(&one.choices.join(", ")))
    };
    let line = format!(
        "{} line {}: {words}{}{choices}",
        one_line(&one.file),
        one.line,
        one.question
    );
    hung(&line, width, 0)
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
    let known = number(notice, |outcome| *outcome == Outcome::Known);
    let unread = number(notice, |outcome| *outcome == Outcome::Unread);
    let otherwise = number(notice, |outcome| matches!(outcome, Outcome::Otherwise(_)));
    let mut said = vec![format!("{new} new"), format!("{known} known")];
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
            Outcome::Unread => format!("? {}", one_line(&statement.words)),
            Outcome::Otherwise(there) => format!(
                "! {} (the register says: {})",
                one_line(&statement.words),
                one_line(there)
            ),
            Outcome::Known | Outcome::Leading => continue,
        };
        lines.push(hung(&format!("{:4} {said}", statement.line), width, 0));
    }
    if !lines.is_empty() {
        lines.insert(0, "\nline".to_owned());
        lines.push(
            "\n+ new   ? not understood, kept as it is   ! said otherwise in the register"
                .to_owned(),
        );
    }
    lines
}

/// The same for programs.
pub(super) fn as_json(proposal: &Proposal, plan: &Plan) -> String {
    let decisions = |list: &[Decision]| -> Vec<Value> {
        list.iter()
            .map(|one| {
                json!({
                    "file": one.file, "line": one.line, "words": one.words,
                    "question": one.question, "choices": one.choices,
                })
            })
            .collect()
    };
    let notices: Vec<Value> = proposal
        .notices
        .iter()
        .map(|notice| {
            let statements: Vec<Value> = notice
                .lines
                .iter()
                .map(|(statement, outcome)| {
                    let (becomes, what) = match outcome {
                        Outcome::New(what) => ("new", Some(what)),
                        Outcome::Known => ("known", None),
                        Outcome::Unread => ("unread", None),
                        Outcome::Leading => ("leading", None),
                        Outcome::Otherwise(there) => ("otherwise", Some(there)),
                    };
                    json!({
                        "line": statement.line, "place": statement.place, "words": statement.words,
                        "becomes": becomes, "what": what,
                    })
                })
                .collect();
            json!({
                "file": notice.file, "activity": notice.activity, "statements": statements,
                "to_settle": decisions(&notice.decisions),
            })
        })
        .collect();
    ui::json(&json!({
        "notices": notices, "names_to_settle": decisions(&proposal.names), "changes": planned::values(plan),
    }))
}
