//! Where data comes from, rests and goes: the picture, and each flow with its number.

use crate::diagram::{Illustration, NoIllustration};
use crate::graph::{Currency, InUse, RouteStep};
use crate::model::{End, Flow, FlowKind, FlowRole, OpenList, PeopleId, Recorded};

use super::people_and_data::SOURCE;
use super::recipients::{LOCATION, RECIPIENTS, agreement};
use super::{column, day, dense, document, fact, facts, names, remark, text, told_others, value};
use crate::report::document::{Block, Cell, Figure};
use crate::report::entry::{Entry, when_in_use};

/// The provision that asks for recipients.
const RECEIVED: &str = "Article 30(1)(d) UK GDPR";

/// A picture with its flows in words, and what is not recorded about what it shows.
pub(in crate::report) fn picture(
    has_flows: bool,
    drawn: &Result<Illustration, NoIllustration>,
) -> Vec<Block<'static>> {
    let picture = match drawn {
        Ok(picture) => picture,
        Err(NoIllustration::NoFlow) => {
            let why = if has_flows {
                "no flow of this activity is in use on the day; those that are planned or have ended are listed"
            } else {
                "no flow of this activity is recorded"
            };
            return vec![Block::Words(format!("There is no picture: {why}."))];
        }
        Err(NoIllustration::Layout(error)) => {
            return vec![Block::Words(format!("There is no picture: {error}."))];
        }
    };
    let mut blocks = vec![Block::Figure(Figure {
        caption: picture.title.clone(),
        sheets: picture.sheets.clone(),
        words: picture.flows.clone(),
    })];
    if !picture.notes.is_empty() {
        blocks.push(Block::Heading("About the picture".to_owned()));
        blocks.push(Block::List(picture.notes.clone()));
    }
    blocks
}

/// What is said of an end that is not recorded.
const UNSAID: &str = "not recorded";

/// Where data comes from, rests and goes, and what of it is planned or has ended.
pub(in crate::report) fn lists(entry: &Entry<'_>) -> Block<'static> {
    let list = |flows: &Recorded<Vec<Flow>>, is_wanted: fn(FlowKind) -> bool| {
        let lines = flows_that_are(entry, Currency::Current, is_wanted);
        match value(flows, |_| lines.join("\n")) {
            Cell::Text(words) if words.is_empty() => Cell::NotRecorded,
            cell => cell,
        }
    };
    let handed_on = list(&entry.activity.onward, |kind| kind == FlowKind::Onward);
    let mut facts = facts![
        "Sources of the data" ("Article 14(2)(f) UK GDPR") => SOURCE.said(entry),
        "Where the data rests" ("ICO documentation template") => LOCATION.said(entry),
        "Recipients" (RECEIVED) => RECIPIENTS.said(entry),
        "What recipients hand on" => handed_on,
    ];
    // No law asks for feeds: where none is recorded, nothing is said.
    if !entry.activity.feed.is_not_recorded() {
        let fed = list(&entry.activity.feed, |kind| kind == FlowKind::Feed);
        facts.push(fact("What systems pass to each other", None, fed));
    }
    for (label, currency) in [("Planned", Currency::Planned), ("Ended", Currency::Ended)] {
        let flows = flows_that_are(entry, currency, |_| true);
        if !flows.is_empty() {
            facts.push(fact(label, None, Cell::Text(flows.join("\n"))));
        }
    }
    Block::Facts(facts)
}

/// The flows that are in use, planned or have ended, a line each.
fn flows_that_are(
    entry: &Entry<'_>,
    currency: Currency,
    is_wanted: fn(FlowKind) -> bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    for ((kind, flow), number) in entry.activity.flows().zip(1..) {
        if Currency::of(entry.activity, flow, entry.as_at) != currency || !is_wanted(kind) {
            continue;
        }
        let (from, to) = ends(entry, kind, flow, UNSAID);
        let line = match currency {
            Currency::Current => format!("{from} to {to}"),
            _ => {
                let when = when_in_use(InUse::of_flow(entry.activity, flow), currency);
                format!("F{number}, {from} to {to}: {when}")
            }
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Where a flow begins and where it ends, by name, or in these words where that is not recorded.
pub(in crate::report) fn ends(
    entry: &Entry<'_>,
    kind: FlowKind,
    flow: &Flow,
    unsaid: &str,
) -> (String, String) {
    let here = entry.activity.name.clone();
    let unsaid = || unsaid.to_owned();
    let end = |end: &Option<End>| end.as_ref().map_or_else(unsaid, |end| entry.end_name(end));
    let system = flow.system.as_ref();
    match kind {
        FlowKind::Source => (end(&flow.from), here),
        FlowKind::Store => (here, system.map_or_else(unsaid, |id| entry.system_name(id))),
        FlowKind::Recipient => (here, end(&flow.to)),
        FlowKind::Onward | FlowKind::Feed => (end(&flow.from), end(&flow.to)),
    }
}

/// The flows one by one, as they are recorded.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut what: [Vec<Vec<Cell>>; 3] = Default::default();
    let mut how = Vec::new();
    let mut words = Vec::new();
    for ((kind, flow), number) in entry.activity.flows().zip(1..) {
        let (from, to) = ends(entry, kind, flow, UNSAID);
        let currency = Currency::of(entry.activity, flow, entry.as_at);
        let in_use = InUse::of_flow(entry.activity, flow);
        let agreement = agreement_of(entry, number, flow);
        let number = format!("F{number}");
        what[currency as usize].push(vec![
            Cell::Text(number.clone()),
            Cell::Text(from),
            Cell::Text(to),
            carries(entry, flow),
            through(entry, kind, flow),
            remark(flow.when.as_ref()),
            text(&flow.ground),
            agreement,
            match currency {
                Currency::Planned => day(in_use.begins),
                Currency::Current => Cell::NotApplicable,
                Currency::Ended => day(in_use.ends),
            },
        ]);
        how.push(vec![
            Cell::Text(number.clone()),
            value(&flow.people, |ids| {
                names(entry, ids.iter().map(PeopleId::reference))
            }),
            value(&flow.purpose, |slug| entry.purpose_named(slug)),
            Cell::Text(
                flow.role
                    .map_or_else(String::new, |role| recorded_role(role).to_owned()),
            ),
            text(&flow.method),
            text(&flow.frequency),
            text(&flow.volume),
            day(&flow.begins),
            day(&flow.ends),
        ]);
        if flow.evidence.is_some() || flow.note.is_some() {
            words.push(vec![
                Cell::Text(number),
                remark(flow.evidence.as_ref()),
                remark(flow.note.as_ref()),
            ]);
        }
    }
    let open = [OpenList::Source, OpenList::Store, OpenList::Recipient];
    let open = open.into_iter().filter_map(|list| told_others(entry, list));
    let mut blocks: Vec<Block<'static>> = open.collect();
    if how.is_empty() {
        return blocks;
    }
    let [planned, current, ended] = what;
    for (caption, last, rows) in [
        ("What goes where", "Day", current),
        ("Planned", "First day", planned),
        ("Ended", "Last day", ended),
    ] {
        let columns = vec![
            column("No.", None, 6),
            column("From", None, 22),
            column("To", Some(RECEIVED), 22),
            column("Data", Some("Article 30(1)(c) UK GDPR"), 34),
            column("Through", None, 16),
            column("When", None, 20),
            column("Basis or gateway", None, 18),
            column("Agreement", None, 18),
            column(last, None, 14),
        ];
        if !rows.is_empty() {
            blocks.extend(dense(caption, columns, rows));
        }
    }
    let columns = vec![
        column("No.", None, 6),
        column("People", Some("Article 30(1)(c) UK GDPR"), 22),
        column("Purpose", Some("Article 30(1)(b) UK GDPR"), 26),
        column("Role, as recorded", Some("Articles 26 and 28 UK GDPR"), 16),
        column("Means", None, 20),
        column("Frequency", None, 16),
        column("Volume", None, 16),
        column("Begins", None, 14),
        column("Ends", None, 14),
    ];
    let mut how = dense("How it goes", columns, how);
    // Numbers alone say nothing.
    how.retain(|block| !matches!(block, Block::Table(table) if table.columns.len() == 1));
    blocks.extend(how);
    if !words.is_empty() {
        let columns = vec![
            column("No.", None, 6),
            column("Words it rests on", None, 74),
            column("Note", None, 60),
        ];
        blocks.extend(dense("What the flows rest on", columns, words));
    }
    blocks
}

/// A role that a flow records, as it is read.
fn recorded_role(role: FlowRole) -> &'static str {
    match role {
        FlowRole::Processor => "processor",
        FlowRole::JointController => "joint controller",
        FlowRole::Controller => "controller on its own account",
        FlowRole::Internal => "internal",
    }
}

fn carries(entry: &Entry<'_>, flow: &Flow) -> Cell {
    match (&flow.carries, flow.and_more) {
        (Recorded::NotRecorded, true) => {
            Cell::Text("not recorded which data; known to be more than recorded".to_owned())
        }
        (carries, is_more) => value(carries, |carried| {
            let more = if is_more {
                "; and more, not recorded which"
            } else {
                ""
            };
            let listed = carried.listed().iter();
            let (personal, others): (Vec<_>, Vec<_>) =
                listed.cloned().partition(|id| entry.is_personal(id));
            if others.is_empty() {
                return format!("{}{more}", super::carried(entry, carried));
            }
            let others = format!("{} (no personal data)", entry.carried_names(&others, ", "));
            match personal.is_empty() {
                true => format!("{others}{more}"),
                false => format!("{}; {others}{more}", entry.carried_names(&personal, ", ")),
            }
        }),
    }
}

/// The agreement under which a flow stands; of one that is not in use, what it cites.
fn agreement_of(entry: &Entry<'_>, number: usize, flow: &Flow) -> Cell {
    let is_nobody_known = |step: &RouteStep| entry.without_operator().contains(&step.to.name);
    match entry.last_step(number) {
        Some(step) if !step.agreement.found.is_not_recorded() => agreement(entry, &step.agreement),
        // With ourselves, or with the people the data is about, there is none to record.
        Some(step)
            if flow.agreement.is_not_recorded()
                && !step.agreement.is_expected
                && !is_nobody_known(step) =>
        {
            Cell::NotApplicable
        }
        _ => value(&flow.agreement, |id| document(entry, id)),
    }
}

/// The system that a flow passes; a store is its own.
fn through(entry: &Entry<'_>, kind: FlowKind, flow: &Flow) -> Cell {
    match &flow.through {
        Recorded::NotRecorded if kind == FlowKind::Store => Cell::NotApplicable,
        through => value(through, |id| entry.system_name(id)),
    }
}
