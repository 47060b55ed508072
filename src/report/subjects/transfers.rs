//! What leaves the country: Article 30(1)(e) and 30(2)(c), for the United Kingdom and for the Union.

use super::hidden::{hidden, hidden_later};
use super::law::of_the_entry;
use super::recipients::PLANNED_FROM;
use super::{Field, Parts, Speaks};
use crate::graph::{AllowedState, Certainty, Leaving, ReceiverRole, RouteStep, StepKind};
use crate::law;
use crate::model::{Country, Date, LawCode, Recorded, Transfer, and, day_in_words};
use crate::report::document::Cell;
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
    for (first, step) in entry.planned() {
        let words = match (view.seen)(step) {
            Seen::Third(third) => transfer_words(entry, view, step, &third),
            Seen::Unknown if !unknown.contains(&step.to.name) => {
                format!("Country not recorded: {}", step.to.name)
            }
            Seen::Unknown | Seen::Home | Seen::Nowhere => continue,
        };
        let line = format!("{PLANNED_FROM} {}: {words}", day_in_words(first));
        if !planned.contains(&line) {
            planned.push(line);
        }
    }
    planned.extend(not_recorded_later(entry));
    let is_known = unknown.is_empty() && hidden(entry).is_empty();
    if !nowhere.is_empty() {
        found.push(format!(
            "Country: none, as recorded: {}",
            nowhere.join(", ")
        ));
    }
    if found.is_empty() && is_known {
        found.push(at_home(entry, view, planned.is_empty()));
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

/// What is said where every place in use is recorded and none is a third country: of what is planned, and of other
/// entries that go on with the data, something else may be true.
fn at_home(entry: &Entry<'_>, view: &View, is_all: bool) -> String {
    let mut words = view.at_home.to_owned();
    if !is_all {
        words = words.replacen("no transfer", "no transfer at present", 1);
    }
    let others = entry.handed_to();
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|name| format!("“{name}”")).collect();
        words.push_str(&format!(
            "\nHanded to {} of this register: where it goes from there, that entry says",
            and(&names)
        ));
    }
    words
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

/// What is not recorded of what is planned from which it would be seen that data leaves, a line each.
fn not_recorded_later(entry: &Entry<'_>) -> Vec<String> {
    let later = hidden_later(entry).into_iter();
    let line = |(first, words)| {
        format!(
            "{PLANNED_FROM} {}: not recorded {words}",
            day_in_words(first)
        )
    };
    later.map(line).collect()
}

fn countries_alone(entry: &Entry<'_>, view: &View) -> Cell {
    // Each with when data goes there: what only may happen is not told as what does.
    let mut there: Vec<(String, Vec<Option<&str>>)> = Vec::new();
    let mut is_known = hidden(entry).is_empty();
    for step in entry.steps() {
        match (view.seen)(step) {
            Seen::Home => {}
            Seen::Unknown | Seen::Nowhere => is_known = false,
            Seen::Third(third) => {
                is_known &= !third.is_empty();
                let when = step.when.as_deref();
                for name in third.iter().map(named) {
                    match there.iter_mut().find(|(known, _)| known == name) {
                        Some((_, whens)) if whens.contains(&when) => {}
                        Some((_, whens)) => whens.push(when),
                        None => there.push((name.to_owned(), vec![when])),
                    }
                }
            }
        }
    }
    let there = there.into_iter();
    let mut found: Vec<String> = there
        .map(
            |(name, whens)| match whens.into_iter().collect::<Option<Vec<&str>>>() {
                Some(whens) => format!("{name} ({})", whens.join("; ")),
                None => name,
            },
        )
        .collect();
    let mut planned: Vec<String> = Vec::new();
    let mut is_settled = hidden_later(entry).is_empty();
    for (first, step) in entry.planned() {
        let (first, seen) = (day_in_words(first), (view.seen)(step));
        is_settled &= !matches!(seen, Seen::Unknown);
        if let Seen::Third(third) = seen {
            let names = third.iter().map(named);
            let lines = names.map(|name| format!("{PLANNED_FROM} {first}: {name}"));
            let new: Vec<String> = lines.filter(|line| !planned.contains(line)).collect();
            planned.extend(new);
        }
    }
    match (found.is_empty(), is_known) {
        (true, true) => found.push(at_home(entry, view, planned.is_empty() && is_settled)),
        (true, false) if planned.is_empty() => return Cell::NotRecorded,
        (_, true) => {}
        (_, false) => found.push("There may be others, which are not recorded".to_owned()),
    }
    found.extend(planned);
    Cell::Text(found.join("\n"))
}

/// The code of the route that relies on a derogation (Article 44A(2)(c)).
const BY_DEROGATION: &str = "44A/2/c";

fn safeguards(entry: &Entry<'_>, view: &View) -> Cell {
    let mut exceptional: Vec<String> = Vec::new();
    let mut is_open = !hidden(entry).is_empty();
    let mut open_later: Vec<String> = Vec::new();
    let planned = entry.planned().into_iter();
    let planned = planned.map(|(first, step)| {
        let from = format!("{PLANNED_FROM} {}: ", day_in_words(first));
        (Some(from), step)
    });
    let steps = entry.steps().map(|step| (None, step));
    for (from, step) in steps.chain(planned) {
        let (is_exceptional, lacks) = exception(view, step);
        let name = &step.to.name;
        if let Some(transfer) = step.transfer.value().filter(|_| is_exceptional) {
            let from = from.as_deref().unwrap_or_default();
            let words = format!("{from}{name}: {}", documented(entry, transfer));
            if !exceptional.contains(&words) {
                exceptional.push(words);
            }
        }
        match from {
            None => is_open |= lacks,
            Some(from) if lacks => {
                let line = format!("{from}not recorded of {name}");
                if !open_later.contains(&line) {
                    open_later.push(line);
                }
            }
            Some(_) => {}
        }
    }
    open_later.extend(not_recorded_later(entry));
    if !exceptional.is_empty() {
        Cell::Text(exceptional.join("\n"))
    } else if is_open {
        Cell::NotRecorded
    } else if open_later.is_empty() || entry.is_public {
        Cell::NotApplicable
    } else {
        let now = "no exceptional transfer at present".to_owned();
        super::lines([now].into_iter().chain(open_later))
    }
}

/// Whether a step is an exceptional transfer, and whether it is not recorded whether it is one.
fn exception(view: &View, step: &RouteStep) -> (bool, bool) {
    let Some(transfer) = step.transfer.value() else {
        // What allows it is not said, unless nothing need be.
        let lacks = match (view.seen)(step) {
            Seen::Home => false,
            Seen::Unknown | Seen::Nowhere => true,
            Seen::Third(_) => !(view.is_approved)(step),
        };
        return (false, lacks);
    };
    let derogation = transfer.derogation.value().map(LawCode::as_str);
    let is_exceptional = derogation
        .and_then(law::derogation)
        .is_some_and(|derogation| derogation.safeguards_in_record);
    let relies_on_one = |route: &LawCode| route.as_str() == BY_DEROGATION;
    // It may be the one that asks for safeguards.
    let lacks = derogation.is_none()
        && match &transfer.route {
            Recorded::Value(route) => relies_on_one(route),
            _ => transfer.instrument.is_not_recorded(),
        };
    (is_exceptional, lacks)
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
pub(super) fn said_of(entry: &Entry<'_>, transfer: &Recorded<Transfer>) -> Option<String> {
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
