//! What leaves the country, flow by flow: today, as is planned, and where other entries go on with the data.

use std::collections::BTreeMap;

use super::hidden::{hidden, hidden_later};
use super::law::codes;
use super::recipients::{PLANNED_FROM, country};
use super::transfers::said_of;
use super::{column, day, dense, document, lines, text, value, yes_or_no};
use crate::graph::{Allowed, AllowedState, Leaving, NotCurrent, RouteStep, StepKind};
use crate::model::{Date, Recorded, Transfer, and, day_in_words};
use crate::report::document::{Block, Cell, Column};
use crate::report::entry::Entry;

/// The provision that asks for transfers.
const ABROAD: Option<&str> = Some("Article 30(1)(e) UK GDPR");

/// What leaves the country, with what is recorded to allow it: today, as is planned, and where other entries go on with
/// the data.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let all = entry.all();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let leaves = |step: &RouteStep| step.leaves_uk == Leaving::Yes;
    for step in all.current.iter().filter(|step| leaves(step)) {
        let row = leaving_row(entry, step);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let mut planned: Vec<Vec<Cell>> = Vec::new();
    for (first, step) in all.planned.iter().filter(|(_, step)| leaves(step)) {
        let mut row = leaving_row(entry, step);
        row.insert(1, Cell::Text(day_in_words(*first)));
        if !planned.contains(&row) {
            planned.push(row);
        }
    }
    let others = by_others(entry);
    let ended = all.ended_abroad.iter().map(ended);
    let ended: Vec<String> = ended.collect();
    let (unknown, unknown_later) = without_country(entry);
    let not_said_today = not_said(&unknown, &hidden(entry));
    let not_said_later = not_said_later(&unknown_later, entry);
    let has_more = !planned.is_empty() || !others.is_empty() || !ended.is_empty();
    let mut blocks = if rows.is_empty() {
        let none = match has_more {
            false => "No flow of this activity is recorded to leave the United Kingdom.",
            true => {
                "No flow of this activity that is in use is recorded to leave the United Kingdom."
            }
        };
        let none = match has_more {
            false => none.to_owned(),
            true => format!("{none} What else is recorded follows."),
        };
        vec![Block::Words(match &not_said_today {
            None => none,
            Some(words) => format!("{none} That is not to say that none does: {words}"),
        })]
    } else {
        let mut blocks = dense("What leaves the United Kingdom", columns(), rows);
        let more = |words| format!("More may leave the United Kingdom: {words}");
        blocks.extend(not_said_today.map(more).map(Block::Words));
        blocks
    };
    blocks.extend(not_said_later.into_iter().map(Block::Words));
    if !planned.is_empty() {
        let mut columns = columns();
        columns.insert(1, column("First day", None, 14));
        let caption = "Planned to leave the United Kingdom";
        blocks.extend(dense(caption, columns, planned));
    }
    if !others.is_empty() {
        let words = "Other entries of this register go on with what this activity hands to them, and take it out of the United Kingdom:";
        blocks.extend([Block::Words(words.to_owned()), Block::List(others)]);
    }
    if !ended.is_empty() {
        let words = "Has ended, and took data out of the United Kingdom; what became of the data there is not recorded:";
        blocks.extend([Block::Words(words.to_owned()), Block::List(ended)]);
    }
    blocks.extend(transfer_details(entry));
    blocks
}

fn columns() -> Vec<Column> {
    vec![
        column("No.", None, 6),
        column("Flow", None, 26),
        column("Country", ABROAD, 18),
        column("Data", None, 30),
        column("Certainty", None, 10),
        column("Transferred by", None, 16),
        column("What allows it", Some("Article 44A(2) UK GDPR"), 26),
        column("Approval by regulations", Some("Article 45A UK GDPR"), 22),
        column("To note", None, 20),
    ]
}

/// Those who receive, and the systems that hold, here or in other entries, of whom the country is not recorded: today, and
/// of what is planned with its first day.
fn without_country(entry: &Entry<'_>) -> (Vec<String>, Vec<(Date, String)>) {
    let all = entry.all();
    let mut names = entry.without_country();
    for taken in &all.taken_on {
        let step = &taken.step;
        if step.leaves_uk == Leaving::Possible && !names.contains(&step.to.name) {
            names.push(step.to.name.clone());
        }
    }
    let later = all.planned.iter().map(|(first, step)| (*first, step));
    let to_come = all.to_be_taken_on.iter();
    let to_come = to_come.map(|(first, taken)| (*first, &taken.step));
    let mut found: Vec<(Date, String)> = Vec::new();
    for (first, step) in later.chain(to_come) {
        let name = &step.to.name;
        let is_known = names.contains(name) || found.iter().any(|(_, known)| known == name);
        if step.leaves_uk == Leaving::Possible && !is_known {
            found.push((first, name.clone()));
        }
    }
    (names, found)
}

/// What is not recorded of what is planned from which it would be seen that data will leave, a sentence for each day.
fn not_said_later(unknown: &[(Date, String)], entry: &Entry<'_>) -> Vec<String> {
    let mut by_day: BTreeMap<Date, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for (first, name) in unknown {
        by_day.entry(*first).or_default().0.push(name.clone());
    }
    for (first, words) in hidden_later(entry) {
        by_day.entry(first).or_default().1.push(words);
    }
    let sentences = by_day.into_iter().filter_map(|(first, (unknown, hidden))| {
        let words = not_said(&unknown, &hidden)?;
        Some(format!("{PLANNED_FROM} {}: {words}", day_in_words(first)))
    });
    sentences.collect()
}

/// What other entries do with its data that takes it out of the country, a line each.
fn by_others(entry: &Entry<'_>) -> Vec<String> {
    let all = entry.all();
    let today = all.taken_on.iter().map(|taken| (None, taken));
    let later = all.to_be_taken_on.iter();
    let later = later.map(|(first, taken)| (Some(*first), taken));
    let mut lines: Vec<String> = Vec::new();
    for (first, taken) in today.chain(later) {
        let step = &taken.step;
        if step.leaves_uk != Leaving::Yes {
            continue;
        }
        let data: Vec<String> = taken.data.iter().map(|id| entry.data_name(id)).collect();
        let data = match data.is_empty() {
            true => "which data is not recorded".to_owned(),
            false => and(&data),
        };
        let country = country(step);
        let from = first.map_or_else(String::new, |first| {
            format!("{PLANNED_FROM} {}: ", day_in_words(first))
        });
        let when = step.when.as_ref().map(|when| format!("; {when}"));
        let handed = taken.handed_when.iter();
        let handed: String = handed.map(|when| format!("; handed on: {when}")).collect();
        let line = format!(
            "{from}{}: {} to {}, {} ({data}; {}{}{handed})",
            entry.name(&&step.activity),
            step.from.name,
            step.to.name,
            country.said(),
            step.certainty.word(),
            when.unwrap_or_default(),
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What has ended, in a line.
fn ended(one: &NotCurrent) -> String {
    let number = one
        .number
        .map_or_else(String::new, |number| format!("F{number}, "));
    let ends = one.ends.value();
    let until = ends.map_or_else(String::new, |day| format!(", until {}", day_in_words(*day)));
    format!("{number}{} to {}{until}", one.from.name, one.to.name)
}

fn leaving_row(entry: &Entry<'_>, step: &RouteStep) -> Vec<Cell> {
    let allowed = step.allowed.as_ref();
    let or_nothing = |words: Option<String>| words.map_or(Cell::NotApplicable, Cell::Text);
    let is_approved = |allowed: &Allowed| allowed.state == AllowedState::Approved;
    vec![
        or_nothing(step.number.map(|number| format!("F{number}"))),
        Cell::Text(format!("{} to {}", step.from.name, step.to.name)),
        country(step),
        value(&step.carries, |carried| super::carried(entry, carried)),
        Cell::Text(step.certainty.word().to_owned()),
        match &step.transferred_by {
            Some(by) => Cell::Text(by.name.clone()),
            None => Cell::NotRecorded,
        },
        match said_of(entry, &step.transfer) {
            Some(words) => Cell::Text(words),
            None if step.transfer.is_none() => Cell::None,
            // The countries are approved, so that nothing else is needed.
            None if allowed.is_some_and(is_approved) => {
                Cell::Text("approval by regulations".to_owned())
            }
            None => Cell::NotRecorded,
        },
        or_nothing(allowed.and_then(|allowed| allowed.approval.clone())),
        or_nothing(allowed.and_then(|allowed| allowed.caution.clone())),
    ]
}

/// What the record says of each transfer.
fn transfer_details(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let is_part_3 = entry.activity.is_law_enforcement();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |of: String, transfer: &Recorded<Transfer>| {
        let row = match transfer {
            Recorded::NotRecorded => return,
            Recorded::None => {
                let mut row = vec![Cell::Text(of), Cell::None];
                row.resize(if is_part_3 { 10 } else { 9 }, Cell::NotApplicable);
                row
            }
            Recorded::Value(transfer) => {
                // Each law has its own exceptions; what stands under the other one is not lost.
                let derogation = codes(entry, "derogation", &transfer.derogation);
                let circumstances = codes(entry, "special-circumstances", &transfer.section_76);
                let exception = match (&transfer.derogation, &transfer.section_76) {
                    (Recorded::NotRecorded, _) if is_part_3 => circumstances,
                    (_, Recorded::NotRecorded) => derogation,
                    _ => lines([derogation, circumstances].map(|cell| cell.said().to_owned())),
                };
                let mut row = vec![
                    Cell::Text(of),
                    codes(entry, "transfer-route", &transfer.route),
                    codes(entry, "safeguard", &transfer.instrument),
                    exception,
                ];
                if is_part_3 {
                    row.push(codes(entry, "part-3-recipient", &transfer.section_73));
                }
                row.extend([
                    // Where it matters and is not recorded, that is to be noted above.
                    match &transfer.within_limit {
                        Recorded::NotRecorded => Cell::NotApplicable,
                        within_limit => yes_or_no(within_limit),
                    },
                    value(&transfer.test, |id| document(entry, id)),
                    day(&transfer.tested),
                    value(&transfer.tested_by, |id| entry.party_name(id)),
                    text(&transfer.outcome),
                ]);
                row
            }
        };
        if !rows.contains(&row) {
            rows.push(row);
        }
    };
    for ((_, flow), number) in entry.activity.flows().zip(1..) {
        add(format!("F{number}"), &flow.transfer);
    }
    let later = entry.all().planned.iter().map(|(_, step)| step);
    let steps = entry.all().current.iter().chain(later);
    let engaged = steps.filter(|step| step.kind == StepKind::SubProcessor);
    for step in engaged {
        add(step.to.name.clone(), &step.transfer);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let exception = if is_part_3 {
        column("Special circumstances", Some("DPA 2018 section 76(1)"), 22)
    } else {
        column("Derogation", Some("Article 49(1) UK GDPR"), 22)
    };
    let mut columns = vec![
        column("No.", None, 6),
        column("Route", Some("Article 44A(2) UK GDPR"), 22),
        column("Safeguard", Some("Article 46 UK GDPR"), 22),
        exception,
        column(
            "Within the limit of the approval",
            Some("Article 45A UK GDPR"),
            14,
        ),
        column("Test record", Some("Article 46(6) UK GDPR"), 22),
        column("Tested on", None, 14),
        column("Tested by", None, 18),
        column("Outcome", None, 30),
    ];
    if is_part_3 {
        let to_whom = column("To whom", Some("DPA 2018 section 73(4)"), 22);
        columns.insert(4, to_whom);
    }
    dense("Routes and safeguards of transfers", columns, rows)
}

/// What is not recorded from which it would be seen that data leaves, as the rest of a sentence.
fn not_said(unknown: &[String], hidden: &[String]) -> Option<String> {
    let mut clauses = Vec::new();
    if !unknown.is_empty() {
        clauses.push(format!(
            "the country is not recorded of {}",
            unknown.join(", ")
        ));
    }
    if !hidden.is_empty() {
        clauses.push(format!("it is not recorded {}", hidden.join("; ")));
    }
    (!clauses.is_empty()).then(|| format!("{}.", clauses.join("; and ")))
}
