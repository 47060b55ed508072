//! What leaves the country: Article 30(1)(e) and 30(2)(c), for the United Kingdom and for the Union.

use std::collections::BTreeSet;

use super::law::code_words;
use super::recipients;
use super::{Field, Parts, Speaks};
use crate::graph::ReceiverRole;
use crate::law;
use crate::model::{Country, Date, End, FlowKind, Recorded, Transfer};
use crate::report::document::Cell;
use crate::report::entry::Entry;

const HEADING: &str = "Names of third countries or international organisations that personal data \
                       are transferred to (if applicable)";
const SAFEGUARDS_HEADING: &str = "Safeguards for exceptional transfers of personal data to third \
                                  countries or international organisations (if applicable)";

/// Third countries, seen from the United Kingdom, with what allows each transfer.
pub(in crate::report) const COUNTRIES: Field =
    Field::new(HEADING, "Article 30(1)(e)", 36, |entry| {
        countries(entry, &FROM_THE_UK)
    })
    .speaking(Speaks::Flows);

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

/// From where a country is looked at.
struct View {
    /// Whether a country is a third country; nothing where the record does not tell.
    is_third: fn(&Country) -> Option<bool>,
    /// Whether approvals by UK regulations count.
    has_uk_approvals: bool,
    /// What is said where every place is recorded and none is a third country.
    at_home: &'static str,
}

static FROM_THE_UK: View = View {
    is_third: |country| Some(!country.is_uk()),
    has_uk_approvals: true,
    at_home: "no transfer: every place is recorded in the United Kingdom, or as no transfer",
};

static FROM_THE_UNION: View = View {
    is_third: |country| match country {
        Country::OutsideUk => None,
        country => Some(!is_in_the_eea(country)),
    },
    has_uk_approvals: false,
    at_home: "no transfer: every place is recorded in the European Economic Area, or as no transfer",
};

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

/// A place to which data of a row goes.
struct Place<'r> {
    who: String,
    countries: Recorded<Vec<Country>>,
    transfer: &'r Recorded<Transfer>,
}

static UNSAID: Recorded<Transfer> = Recorded::NotRecorded;

/// Every place to which data of a row goes.
fn places<'r>(entry: &Entry<'r>) -> Vec<Place<'r>> {
    let mut places = Vec::new();
    for kind in [FlowKind::Recipient, FlowKind::Onward] {
        for flow in entry.flows(kind) {
            if let Some(End::Party(to)) = &flow.to
                && !flow.carries.is_none()
            {
                let party = entry.party(to);
                places.push(Place {
                    who: entry.party_name(to),
                    countries: party.map_or(Recorded::NotRecorded, |party| one(&party.country)),
                    transfer: &flow.transfer,
                });
            }
        }
    }
    let mut seen = BTreeSet::new();
    for kind in FlowKind::ALL {
        for flow in entry.flows(kind) {
            for id in flow.system.iter().chain(flow.through.value()) {
                // What allows a recipient's transfer was said there.
                let transfer = if flow.system.is_some() {
                    &flow.transfer
                } else {
                    &UNSAID
                };
                if seen.insert((id, flow.system.is_some())) {
                    let system = entry.system(id);
                    places.push(Place {
                        who: entry.system_name(id),
                        countries: system.map_or(Recorded::NotRecorded, |system| {
                            mapped(&system.hosted_in, |hosts| hosts.0.clone())
                        }),
                        transfer,
                    });
                }
            }
        }
    }
    for engaged in entry.engaged() {
        if engaged.role != ReceiverRole::Internal {
            places.push(Place {
                who: entry.party_name(&engaged.party),
                countries: one(&engaged.country),
                transfer: &UNSAID,
            });
        }
    }
    places
}

/// A country as a list of one.
fn one(country: &Recorded<Country>) -> Recorded<Vec<Country>> {
    mapped(country, |country| vec![country.clone()])
}

/// The same state with another value.
fn mapped<T, U>(field: &Recorded<T>, value: impl FnOnce(&T) -> U) -> Recorded<U> {
    match field {
        Recorded::NotRecorded => Recorded::NotRecorded,
        Recorded::None => Recorded::None,
        Recorded::Value(known) => Recorded::Value(value(known)),
    }
}

/// Whether the record says all from which a transfer would be seen: who receives, who runs the
/// systems, and whom these engage.
fn is_settled(entry: &Entry<'_>) -> bool {
    let mut processors = entry.processors();
    recipients::is_settled(entry)
        && processors.all(|engaged| {
            let party = entry.party(&engaged.party);
            party.is_some_and(|party| !party.sub_processors.is_not_recorded())
        })
}

/// What a place is, seen from somewhere.
enum Seen<'p> {
    Home,
    Unknown(&'p str),
    /// The record says that it is in no country.
    Nowhere(&'p str),
    Third(&'p str, &'p Country),
}

fn seen<'p>(place: &'p Place<'_>, view: &View) -> Vec<Seen<'p>> {
    match &place.countries {
        // The record says that nothing leaves with it.
        Recorded::NotRecorded | Recorded::None if place.transfer.is_none() => vec![Seen::Home],
        Recorded::NotRecorded => vec![Seen::Unknown(&place.who)],
        Recorded::None => vec![Seen::Nowhere(&place.who)],
        Recorded::Value(countries) if countries.is_empty() => vec![Seen::Unknown(&place.who)],
        Recorded::Value(countries) => countries
            .iter()
            .map(|country| match (view.is_third)(country) {
                Some(true) => Seen::Third(&place.who, country),
                Some(false) => Seen::Home,
                None => Seen::Unknown(&place.who),
            })
            .collect(),
    }
}

fn countries(entry: &Entry<'_>, view: &View) -> Cell {
    let mut found: Vec<String> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    let mut nowhere: Vec<String> = Vec::new();
    for place in &places(entry) {
        for seen in seen(place, view) {
            let (list, words) = match seen {
                Seen::Home => continue,
                Seen::Nowhere(who) => (&mut nowhere, who.to_owned()),
                // A transfer is recorded, and only the country is not.
                Seen::Unknown(who) if matches!(place.transfer, Recorded::Value(_)) => {
                    let allowed = allowed(place.transfer, None, entry.as_at);
                    (
                        &mut found,
                        format!("Country not recorded: {who} ({allowed})"),
                    )
                }
                Seen::Unknown(who) => (&mut unknown, who.to_owned()),
                Seen::Third(who, country) => {
                    let approving = view.has_uk_approvals.then_some(country);
                    let allowed = allowed(place.transfer, approving, entry.as_at);
                    (&mut found, format!("{}: {who} ({allowed})", named(country)))
                }
            };
            if !list.contains(&words) {
                list.push(words);
            }
        }
    }
    let is_known = unknown.is_empty() && is_settled(entry);
    if !nowhere.is_empty() {
        found.push(format!(
            "Country: none, as recorded: {}",
            nowhere.join(", ")
        ));
    }
    if found.is_empty() {
        return if is_known {
            Cell::Text(view.at_home.to_owned())
        } else {
            Cell::NotRecorded
        };
    }
    if !unknown.is_empty() {
        found.push(format!("Country not recorded: {}", unknown.join(", ")));
    }
    if !is_known {
        found.push(NOT_FOR_ALL.to_owned());
    }
    Cell::Text(found.join("\n"))
}

/// What is said where some countries are recorded, and there may be others.
const NOT_FOR_ALL: &str = "Not recorded for all recipients, systems and suppliers";

fn countries_alone(entry: &Entry<'_>, view: &View) -> Cell {
    let places = places(entry);
    let mut found: Vec<&str> = Vec::new();
    let mut is_known = is_settled(entry);
    for seen in places.iter().flat_map(|place| seen(place, view)) {
        match seen {
            Seen::Home => {}
            Seen::Unknown(_) | Seen::Nowhere(_) => is_known = false,
            Seen::Third(_, country) => {
                if !found.contains(&named(country)) {
                    found.push(named(country));
                }
            }
        }
    }
    match (found.is_empty(), is_known) {
        (true, true) => Cell::Text(view.at_home.to_owned()),
        (true, false) => Cell::NotRecorded,
        (false, _) => {
            if !is_known {
                found.push(NOT_FOR_ALL);
            }
            Cell::Text(found.join("\n"))
        }
    }
}

fn safeguards(entry: &Entry<'_>, view: &View) -> Cell {
    let mut exceptional = Vec::new();
    let mut is_open = !is_settled(entry);
    for place in &places(entry) {
        let Recorded::Value(transfer) = place.transfer else {
            // What allows it is not said, unless the country is approved without limit.
            is_open |= seen(place, view).into_iter().any(|seen| match seen {
                Seen::Home => false,
                Seen::Unknown(_) | Seen::Nowhere(_) => true,
                Seen::Third(_, country) => {
                    !view.has_uk_approvals
                        || law::approval(country.as_str(), entry.as_at)
                            .is_none_or(law::ApprovedCountry::is_partial)
                }
            });
            continue;
        };
        let derogation = transfer
            .derogation
            .value()
            .map(crate::model::LawCode::as_str);
        if derogation
            .and_then(law::derogation)
            .is_some_and(|derogation| derogation.safeguards_in_record)
        {
            exceptional.push(format!("{}: {}", place.who, documented(entry, transfer)));
        } else {
            is_open |= transfer.route.is_not_recorded()
                && transfer.instrument.is_not_recorded()
                && derogation.is_none();
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

/// What documents the safeguards of an exceptional transfer.
fn documented(entry: &Entry<'_>, transfer: &Transfer) -> String {
    let mut parts = Parts::of(entry);
    parts.add("record of the test", &transfer.test, |id| {
        entry.document_words(id)
    });
    parts.add("day of the test", &transfer.tested, |day| {
        format!("assessed on {day}")
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

/// What allows a transfer, as far as it is recorded or follows from the approvals of the day.
fn allowed(transfer: &Recorded<Transfer>, country: Option<&Country>, on: Date) -> String {
    let mut parts: Vec<String> = Vec::new();
    match transfer {
        Recorded::NotRecorded => {}
        // That nothing leaves is said of a place that is elsewhere.
        Recorded::None => {
            parts.push("recorded as no transfer, which the country contradicts".to_owned());
        }
        Recorded::Value(transfer) => {
            // One is relied on, so that another that is not recorded is not missing.
            let mut said = Parts::new(false);
            said.add_if_said("route", &transfer.route, |code| {
                code_words("transfer-route", code, on)
            });
            said.add_if_said("safeguard", &transfer.instrument, |code| {
                code_words("safeguard", code, on)
            });
            said.add_if_said("derogation", &transfer.derogation, |code| {
                code_words("derogation", code, on)
            });
            if !said.is_silent() {
                parts.push(said.joined());
            }
        }
    }
    let approved = country.and_then(|country| law::approval(country.as_str(), on));
    match approved {
        Some(approved) if parts.is_empty() => {
            let limit = approved.limit.as_ref();
            let only = limit.map_or_else(String::new, |limit| format!(", but only: {limit}"));
            parts.push(format!(
                "approved by regulations{only}; what is relied on is not recorded"
            ));
        }
        _ if parts.is_empty() => parts.push("what allows it is not recorded".to_owned()),
        _ => {}
    }
    parts.join("; ")
}
