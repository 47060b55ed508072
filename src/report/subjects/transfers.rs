//! What leaves the country: Article 30(1)(e) and 30(2)(c), for the United Kingdom and for the Union.

use super::law::{codes, of_the_entry};
use super::recipients::{country, hidden};
use super::{Field, Parts, Speaks, column, day, dense, document, lines, text, value, yes_or_no};
use crate::graph::{Allowed, AllowedState, Certainty, Leaving, ReceiverRole, RouteStep, StepKind};
use crate::law;
use crate::model::{Country, Date, LawCode, Recorded, Transfer, day_in_words};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

const HEADING: &str = "Names of third countries or international organisations that personal data \
                       are transferred to (if applicable)";
const SAFEGUARDS_HEADING: &str = "Safeguards for exceptional transfers of personal data to third \
                                  countries or international organisations (if applicable)";

/// Third countries for the record of section 61, with what allows each transfer.
pub(in crate::report) const UNDER_PART_3: Field = COUNTRIES
    .headed("Categories of transfers to third countries or international organisations (where applicable)")
    .under("DPA 2018 section 61(2)(h)");

/// The same for the public: which countries, and not through whom or what.
pub(in crate::report) const UNDER_PART_3_IN_PUBLIC: Field = COUNTRIES_IN_PUBLIC
    .headed("Categories of transfers to third countries or international organisations (where applicable)")
    .under("DPA 2018 section 61(2)(h)");

/// Third countries, seen from the United Kingdom, with what allows each transfer.
pub(in crate::report) const COUNTRIES: Field =
    Field::new(HEADING, "Article 30(1)(e)", 36, |entry| {
        countries(entry, &FROM_THE_UK)
    })
    .speaking(Speaks::Flows)
    .reads("who is elsewhere");

/// Third countries, seen from the Union.
pub(in crate::report) const COUNTRIES_FROM_THE_UNION: Field =
    Field::new(HEADING, "Article 30(1)(e)", 36, |entry| {
        countries(entry, &FROM_THE_UNION)
    })
    .speaking(Speaks::Flows);

/// The same for the public: which countries, and not through whom or what.
pub(in crate::report) const COUNTRIES_IN_PUBLIC: Field =
    Field::new(HEADING, "Article 30(1)(e)", 30, |entry| {
        countries_alone(entry, &FROM_THE_UK)
    })
    .speaking(Speaks::Flows);

/// The same for the public, seen from the Union.
pub(in crate::report) const COUNTRIES_FROM_THE_UNION_IN_PUBLIC: Field =
    Field::new(HEADING, "Article 30(1)(e)", 30, |entry| {
        countries_alone(entry, &FROM_THE_UNION)
    })
    .speaking(Speaks::Flows);

/// Documentation of suitable safeguards, which Article 30 asks for in the exceptional transfers of
/// the second subparagraph of Article 49(1) alone.
pub(in crate::report) const SAFEGUARDS: Field =
    Field::new(SAFEGUARDS_HEADING, "Article 30(1)(e)", 32, |entry| {
        safeguards(entry, &FROM_THE_UK)
    })
    .speaking(Speaks::Flows);

/// The same, seen from the Union.
pub(in crate::report) const SAFEGUARDS_FROM_THE_UNION: Field =
    Field::new(SAFEGUARDS_HEADING, "Article 30(1)(e)", 32, |entry| {
        safeguards(entry, &FROM_THE_UNION)
    })
    .speaking(Speaks::Flows);

/// From where a transfer is looked at.
struct View {
    /// Where a step leads.
    seen: fn(&RouteStep) -> Seen,
    /// What allows it, in words.
    allowed: fn(&Entry<'_>, &RouteStep) -> Vec<String>,
    /// Whether it may do without safeguards that are recorded.
    is_approved: fn(&RouteStep) -> bool,
    /// What is said where every place is recorded and none is a third country.
    at_home: &'static str,
}

static FROM_THE_UK: View = View {
    seen: |step| match step.leaves_uk {
        Leaving::Yes => Seen::Third(abroad(step, |country| !country.is_uk())),
        Leaving::Possible => Seen::Unknown,
        // A place in no country is in none of another; what is ours, or goes nowhere, is at home.
        Leaving::No if step.whereabouts.is_none() && !is_at_home(step) => Seen::Nowhere,
        Leaving::No => Seen::Home,
    },
    allowed: allowed_by_the_uk,
    is_approved: |step| {
        let allowed = step.allowed.as_ref();
        allowed.is_none_or(|allowed| allowed.state == AllowedState::Approved)
    },
    at_home: "no transfer: every place is recorded in the United Kingdom, or as no transfer",
};

/// What allows a transfer is judged by the law of the United Kingdom; the register holds no decision of
/// the Commission.
static FROM_THE_UNION: View = View {
    seen: |step| {
        let third = abroad(step, |country| !is_in_the_eea(country));
        let is_recorded = step.transfer.value().is_some() && step.leaves_uk == Leaving::Yes;
        match &step.whereabouts {
            _ if step.role == Some(ReceiverRole::Internal) => Seen::Home,
            _ if !third.is_empty() => Seen::Third(third),
            Recorded::Value(_) => Seen::Home,
            Recorded::NotRecorded if is_recorded => Seen::Third(Vec::new()),
            Recorded::NotRecorded if step.leaves_uk == Leaving::Possible => Seen::Unknown,
            Recorded::None if !is_at_home(step) => Seen::Nowhere,
            _ => Seen::Home,
        }
    },
    allowed: allowed_by_the_union,
    is_approved: |_| false,
    at_home: "no transfer: every place is recorded in the European Economic Area, or as no transfer",
};

/// The countries in which a step ends that are elsewhere.
fn abroad(step: &RouteStep, is_elsewhere: impl Fn(&Country) -> bool) -> Vec<Country> {
    let mut countries = step.countries();
    countries.retain(is_elsewhere);
    countries
}

/// Whether nothing leaves with a step whatever its country: it ends with us, or the record says so.
fn is_at_home(step: &RouteStep) -> bool {
    step.transfer.is_none() || step.role == Some(ReceiverRole::Internal)
}

/// Whether a country is in the European Economic Area. The list of approvals marks its members.
fn is_in_the_eea(country: &Country) -> bool {
    let list = law::vocabulary("approved-country");
    let entry = list.and_then(|list| list.entry(country.as_str()));
    // An approval may end; membership is read from the entry on a day on which it holds.
    entry.is_some_and(|entry| {
        let day = entry.from.unwrap_or(Date::constant(2021, 1, 1));
        law::approval(country.as_str(), day).is_some_and(|approved| approved.eea)
    })
}

/// Where a step leads, seen from somewhere.
enum Seen {
    Home,
    Unknown,
    /// The record says that it is in no country.
    Nowhere,
    /// In these third countries; in none where only the transfer is recorded.
    Third(Vec<Country>),
}

fn countries(entry: &Entry<'_>, view: &View) -> Cell {
    let mut found: Vec<String> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    let mut nowhere: Vec<String> = Vec::new();
    for step in entry.steps() {
        let who = &step.to.name;
        let (list, words) = match (view.seen)(step) {
            Seen::Home => continue,
            Seen::Nowhere => (&mut nowhere, who.clone()),
            Seen::Unknown => (&mut unknown, who.clone()),
            Seen::Third(third) => (&mut found, transfer_words(entry, view, step, &third)),
        };
        if !list.contains(&words) {
            list.push(words);
        }
    }
    let mut planned: Vec<String> = Vec::new();
    for step in entry.planned() {
        if let (Seen::Third(third), Recorded::Value(first)) = ((view.seen)(step), &step.begins) {
            let words = transfer_words(entry, view, step, &third);
            planned.push(format!("Planned from {}: {words}", day_in_words(*first)));
        }
    }
    let is_known = unknown.is_empty() && hidden(entry).is_empty();
    if !nowhere.is_empty() {
        found.push(format!(
            "Country: none, as recorded: {}",
            nowhere.join(", ")
        ));
    }
    if found.is_empty() && is_known {
        found.push(view.at_home.to_owned());
    } else if found.is_empty() && planned.is_empty() {
        return Cell::NotRecorded;
    } else {
        if !unknown.is_empty() {
            found.push(format!("Country not recorded: {}", unknown.join(", ")));
        }
        if !is_known {
            found.push(NOT_FOR_ALL.to_owned());
        }
    }
    found.extend(planned);
    Cell::Text(found.join("\n"))
}

/// A transfer in words: the countries, who receives, and what allows it.
fn transfer_words(entry: &Entry<'_>, view: &View, step: &RouteStep, third: &[Country]) -> String {
    let names: Vec<&str> = third.iter().map(named).collect();
    let place = match &step.whereabouts {
        _ if !names.is_empty() => names.join(", "),
        Recorded::None => "Country: none, as recorded".to_owned(),
        _ => "Country not recorded".to_owned(),
    };
    let mut parts: Vec<String> = Vec::new();
    if step.number.is_none() && step.certainty == Certainty::Possible {
        parts.push("possible".to_owned());
    }
    let is_by_another = matches!(step.kind, StepKind::SubProcessor | StepKind::Onward);
    if let Some(by) = step.transferred_by.as_ref().filter(|_| is_by_another) {
        parts.push(format!("transferred by {}", by.name));
    }
    parts.extend((view.allowed)(entry, step));
    format!("{place}: {} ({})", step.to.name, parts.join("; "))
}

/// What is said where some countries are recorded, and there may be others.
const NOT_FOR_ALL: &str = "Not recorded for all recipients, systems and suppliers";

fn countries_alone(entry: &Entry<'_>, view: &View) -> Cell {
    let mut found: Vec<String> = Vec::new();
    let mut is_known = hidden(entry).is_empty();
    for step in entry.steps() {
        match (view.seen)(step) {
            Seen::Home => {}
            Seen::Unknown | Seen::Nowhere => is_known = false,
            Seen::Third(third) => {
                is_known &= !third.is_empty();
                for name in third.iter().map(named) {
                    if !found.iter().any(|known| known == name) {
                        found.push(name.to_owned());
                    }
                }
            }
        }
    }
    match (found.is_empty(), is_known) {
        (true, true) => Cell::Text(view.at_home.to_owned()),
        (true, false) => Cell::NotRecorded,
        (false, _) => {
            if !is_known {
                found.push("There may be others, which are not recorded".to_owned());
            }
            Cell::Text(found.join("\n"))
        }
    }
}

/// The code of the route that relies on a derogation (Article 44A(2)(c)).
const BY_DEROGATION: &str = "44A/2/c";

fn safeguards(entry: &Entry<'_>, view: &View) -> Cell {
    let mut exceptional: Vec<String> = Vec::new();
    let mut is_open = !hidden(entry).is_empty();
    for step in entry.steps() {
        let seen = (view.seen)(step);
        let Some(transfer) = step.transfer.value() else {
            // What allows it is not said, unless nothing need be.
            is_open |= match seen {
                Seen::Home => false,
                Seen::Unknown | Seen::Nowhere => true,
                Seen::Third(_) => !(view.is_approved)(step),
            };
            continue;
        };
        let derogation = transfer.derogation.value().map(LawCode::as_str);
        let is_exceptional = derogation
            .and_then(law::derogation)
            .is_some_and(|derogation| derogation.safeguards_in_record);
        let relies_on_one = |route: &LawCode| route.as_str() == BY_DEROGATION;
        if is_exceptional {
            let words = format!("{}: {}", step.to.name, documented(entry, transfer));
            if !exceptional.contains(&words) {
                exceptional.push(words);
            }
        } else if derogation.is_none() {
            // It may be the one that asks for safeguards.
            is_open |= match &transfer.route {
                Recorded::Value(route) => relies_on_one(route),
                _ => transfer.instrument.is_not_recorded(),
            };
        }
    }
    if !exceptional.is_empty() {
        Cell::Text(exceptional.join("\n"))
    } else if is_open {
        Cell::NotRecorded
    } else {
        Cell::NotApplicable
    }
}

/// What is said of a transfer that the record denies and the country does not.
const DENIED: &str = "recorded as no transfer, which the country contradicts";

/// What documents the safeguards of an exceptional transfer.
fn documented(entry: &Entry<'_>, transfer: &Transfer) -> String {
    let mut parts = Parts::of(entry);
    parts.add("record of the test", &transfer.test, |id| {
        entry.document_words(id)
    });
    parts.add("day of the test", &transfer.tested, |day| {
        format!("assessed on {}", day_in_words(*day))
    });
    parts.add("who tested", &transfer.tested_by, |by| {
        format!("by {}", entry.party_name(by))
    });
    parts.add("outcome", &transfer.outcome, |outcome| {
        format!("outcome: {outcome}")
    });
    if parts.is_silent() {
        "safeguards not recorded".to_owned()
    } else {
        parts.joined()
    }
}

/// A country's name; `outside-uk` names none.
fn named(country: &Country) -> &str {
    match country {
        Country::OutsideUk => "Outside the UK, country not recorded",
        country => country.name(),
    }
}

/// What is said where nothing allows a transfer.
const NOT_SAID: &str = "what allows it is not recorded";

/// What the record says of a transfer, in words; nothing where it says nothing.
fn said_of(entry: &Entry<'_>, transfer: &Recorded<Transfer>) -> Option<String> {
    let transfer = transfer.value()?;
    // One is relied on, so that another that is not recorded is not missing.
    let mut said = Parts::new(false);
    for (name, vocabulary, code) in [
        ("route", "transfer-route", &transfer.route),
        ("safeguard", "safeguard", &transfer.instrument),
        ("derogation", "derogation", &transfer.derogation),
        (
            "special circumstances",
            "special-circumstances",
            &transfer.section_76,
        ),
        ("recipient", "part-3-recipient", &transfer.section_73),
    ] {
        said.add_if_said(name, code, |code| of_the_entry(entry, vocabulary, code));
    }
    // That there is no limit allows nothing.
    let is_silent = said.is_silent() && transfer.within_limit.value().is_none();
    said.add_if_said(
        "limit of the approval",
        &transfer.within_limit,
        |is_within| {
            let word = if *is_within { "within" } else { "not within" };
            format!("{word} the limit of the approval")
        },
    );
    match (is_silent, said.is_silent()) {
        (false, _) => Some(said.joined()),
        (true, false) => Some(format!("{}; {NOT_SAID}", said.joined())),
        (true, true) => None,
    }
}

/// What allows a transfer, for those whose data it is: what is recorded, or that the country is approved.
pub(in crate::report) fn what_allows(entry: &Entry<'_>, step: &RouteStep) -> Option<String> {
    let approved = step
        .allowed
        .as_ref()
        .filter(|it| it.state == AllowedState::Approved);
    let approval = approved.and_then(|it| it.approval.clone());
    approval.or_else(|| said_of(entry, &step.transfer))
}

/// What allows a transfer by the law of the United Kingdom: what is recorded, the approval of the
/// countries with its limits, and why it may not do.
fn allowed_by_the_uk(entry: &Entry<'_>, step: &RouteStep) -> Vec<String> {
    let mut parts: Vec<String> = said_of(entry, &step.transfer).into_iter().collect();
    let Some(allowed) = &step.allowed else {
        return parts;
    };
    if step.transfer.is_none() {
        // That nothing leaves is said of a place that is elsewhere: the caution says it at length.
        parts.push(DENIED.to_owned());
    } else if parts.is_empty() && allowed.state != AllowedState::Approved {
        parts.push(NOT_SAID.to_owned());
    }
    parts.extend(allowed.approval.clone());
    parts.extend(allowed.caution.clone().filter(|_| !step.transfer.is_none()));
    parts
}

/// What is recorded of a transfer from the Union: approvals and limits there are not held here.
fn allowed_by_the_union(entry: &Entry<'_>, step: &RouteStep) -> Vec<String> {
    let mut parts: Vec<String> = match &step.transfer {
        Recorded::None => vec![DENIED.to_owned()],
        transfer => said_of(entry, transfer).into_iter().collect(),
    };
    if parts.is_empty() {
        parts.push(NOT_SAID.to_owned());
    }
    if step.countries().contains(&Country::OutsideUk) {
        parts.push("whether it is in the European Economic Area is not recorded".to_owned());
    }
    parts
}

/// The provision that asks for transfers.
const ABROAD: Option<&str> = Some("Article 30(1)(e) UK GDPR");

/// The flows that leave the country, with what is recorded to allow them.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let leaving = entry.all().current.iter();
    for step in leaving.filter(|step| step.leaves_uk == Leaving::Yes) {
        let row = leaving_row(entry, step);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let not_said = not_said(&entry.without_country(), &hidden(entry));
    let mut blocks = if rows.is_empty() {
        let none = "No flow of this activity is recorded to leave the United Kingdom.";
        vec![Block::Words(match not_said {
            None => none.to_owned(),
            Some(words) => format!("{none} That is not to say that none does: {words}"),
        })]
    } else {
        let columns = vec![
            column("No.", None, 6),
            column("Flow", None, 26),
            column("Country", ABROAD, 18),
            column("Data", None, 30),
            column("Certainty", None, 10),
            column("Transferred by", None, 16),
            column("What allows it", Some("Article 44A(2) UK GDPR"), 26),
            column("Approval by regulations", Some("Article 45A UK GDPR"), 22),
            column("To note", None, 20),
        ];
        let mut blocks = dense("What leaves the United Kingdom", columns, rows);
        let more = |words| format!("More may leave the United Kingdom: {words}");
        blocks.extend(not_said.map(more).map(Block::Words));
        blocks
    };
    blocks.extend(transfer_details(entry));
    blocks
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
    let steps = entry.all().current.iter();
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
