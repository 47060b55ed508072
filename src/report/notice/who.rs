//! Who decides, who acts for them, and whom to turn to.

use std::collections::BTreeSet;

use crate::graph::{Certainty, ReceiverRole, StepKind};
use crate::import::{Contact, Fact};
use crate::law;
use crate::model::{Kind, Party, PartyId, Recorded, Role, and, day_in_words};
use crate::report::entry::Entry;

use super::sharing::doubtful;
use super::{Lines, sentence};

/// The regulator as it is reached, published at <https://ico.org.uk/global/contact-us/> and in the councils' notices. Its
/// postal address is left out: whether it stayed the same when the Information Commission was made is not confirmed.
const REGULATOR: [(&str, &str); 2] = [
    ("web", "https://ico.org.uk/make-a-complaint/"),
    ("phone", "0303 123 1113"),
];

const OFFICER: &str = "how to reach the data protection officer";

/// What the rows of an address are headed by.
const ROWS: [(&str, &str); 4] = [
    ("address", "Postal address"),
    ("email", "Email"),
    ("phone", "Phone"),
    ("web", "Website"),
];

pub(super) fn who(entry: &Entry<'_>, lines: &mut Lines) {
    match entry.controller().value().copied() {
        Some(id) => controller(entry, id, lines),
        None => lines.missing_by(
            entry,
            "who the controller is",
            "Article 13(1)(a)",
            "44(1)(a)",
        ),
    }
    let own = Recorded::Value(Role::JointController);
    let joint = entry.activity.joint_controllers.items();
    for one in joint.iter().filter(|one| !entry.is_ours(&one.party)) {
        let name = entry.party_name(&one.party);
        let does = one.does.value().map_or_else(String::new, |does| {
            format!(" It is responsible for this: {}", sentence(does))
        });
        let together = Fact::Controllers {
            names: vec![name.clone()],
            are_joint: true,
        };
        let words =
            format!("{name} decides with us how your data is used (joint controller).{does}");
        lines.says(words, together);
    }
    if joint.is_empty() && entry.activity.role == own {
        lines.missing_by(
            entry,
            "who the other controllers are, and who does what",
            "Article 26(2)",
            "58(2)",
        );
    }
    officer(entry, lines);
    processors(entry, lines);
}

fn controller(entry: &Entry<'_>, id: &PartyId, lines: &mut Lines) {
    let name = entry.party_name(id);
    lines.says(
        format!("The Data Controller is {name}."),
        Fact::Controller(name.clone()),
    );
    let party = entry.party(id);
    let ways: Vec<String> = party
        .into_iter()
        .flat_map(reached)
        .map(|(_, _, value)| value)
        .collect();
    // Who is reached by way of its officer is reached.
    if ways.is_empty() {
        let what = format!("how to reach {name}");
        lines.missing_by(entry, what, "Article 13(1)(a)", "44(1)(a)");
    } else {
        lines.explains(format!("You can reach {name} here: {}.", ways.join("; ")));
    }
    if let Some(representative) = party.and_then(|party| party.representative.value()) {
        let name = entry.party_name(representative);
        lines.explains(format!(
            "{name} is its representative in the United Kingdom."
        ));
    }
}

/// The contact details of a party, each with its field and what its row is headed by.
fn reached(party: &Party) -> Vec<(&'static str, &'static str, String)> {
    let details = [&party.address, &party.email, &party.phone, &party.web];
    let rows = ROWS.into_iter().zip(details);
    rows.filter_map(|((field, label), detail)| Some((field, label, detail.value()?.clone())))
        .collect()
}

/// The officer of the controller, where one is recorded.
fn officer_of<'r>(entry: &Entry<'r>) -> Option<(&'r PartyId, Option<&'r Party>)> {
    let controller = entry.controller().value().copied()?;
    let officer = entry.party(controller)?.dpo.value()?;
    Some((officer, entry.party(officer)))
}

fn officer(entry: &Entry<'_>, lines: &mut Lines) {
    let Some(controller) = entry.controller().value().copied() else {
        return;
    };
    let of = entry.party_name(controller);
    let Some((_, officer)) = officer_of(entry) else {
        if entry
            .party(controller)
            .is_none_or(|party| party.dpo.is_not_recorded())
        {
            lines.missing_by(entry, OFFICER, "Article 13(1)(b)", "44(1)(b)");
        }
        return;
    };
    let details = officer.map(reached).unwrap_or_default();
    let email = details.iter().find(|(field, ..)| *field == "email");
    match email {
        Some((_, _, email)) => lines.says(
            format!("The Data Protection Officer for {of} can be contacted at {email}."),
            Fact::Officer {
                of,
                email: email.clone(),
            },
        ),
        None if details.is_empty() => {
            lines.missing_by(entry, OFFICER, "Article 13(1)(b)", "44(1)(b)");
        }
        // The ways to reach them stand below, where people are told how to complain.
        None => {}
    }
}

/// Those who act for the controller, with the systems that they run.
fn processors(entry: &Entry<'_>, lines: &mut Lines) {
    let mut seen = BTreeSet::new();
    let doubtful = doubtful(entry);
    let today = entry.steps().map(|step| (None, step));
    let later = entry.planned().into_iter();
    let later = later.map(|(first, step)| (Some(first), step));
    for (first, step) in today.chain(later) {
        let Some(role) = step.role.filter(|role| role.is_processor()) else {
            continue;
        };
        let party = step.to.name.clone();
        let is_doubtful = match first {
            None => doubtful.contains(&step.to.id),
            Some(_) => step.certainty == Certainty::Possible,
        };
        if step.number.is_none() && is_doubtful {
            if seen.insert(party.clone()) {
                lines.missing(format!("whether {party} processes the data"));
            }
            continue;
        }
        let runs = step.kind == StepKind::Operator && step.from.kind == Kind::System;
        let system = runs.then(|| step.from.name.clone());
        let is_one = match first {
            None => format!("{party} is a Data Processor"),
            Some(first) => format!(
                "From {} {party} will be a Data Processor",
                day_in_words(first)
            ),
        };
        let words = match (&system, role) {
            (Some(system), _) => {
                format!("{is_one} supporting this purpose through their system {system}.")
            }
            (None, ReceiverRole::SubProcessor) if step.kind == StepKind::SubProcessor => {
                format!("{is_one} engaged for {}.", step.from.name)
            }
            (None, _) => format!("{is_one} supporting this purpose."),
        };
        if seen.insert(words.clone()) {
            lines.says(
                words,
                Fact::Processor {
                    party,
                    system,
                    when: None,
                },
            );
        }
    }
    let unknown = entry.without_operator();
    if !unknown.is_empty() {
        lines.missing(format!("who runs {}", and(unknown)));
    }
    for (first, unsaid) in entry.unsaid_later() {
        if !unsaid.operators.is_empty() {
            let first = day_in_words(*first);
            let names = and(&unsaid.operators);
            lines.missing(format!("who will run {names} from {first}"));
        }
    }
}

pub(super) fn concerns(entry: &Entry<'_>, lines: &mut Lines) {
    let controller = entry.controller().value().copied();
    let officer = officer_of(entry).and_then(|(_, party)| party);
    let whom = officer.or_else(|| entry.party(controller?));
    let rows = whom.map(reached).unwrap_or_default();
    if rows.is_empty() {
        lines.missing("how people can complain to you (Data Protection Act 2018 section 164A)");
    }
    for (field, label, value) in rows {
        let words = format!("{label}: {value}");
        let fact = match officer {
            Some(_) => Fact::OfficerContact(Contact { field, value }),
            None => Fact::Leading,
        };
        lines.item(words, fact);
    }
    let right = law::vocabulary("right").and_then(|list| list.entry(TO_THE_CONTROLLER));
    if right.is_some_and(|right| right.in_force(entry.as_at)) {
        lines.explains(
            "We will tell you within 30 days that we have your complaint, look into it without undue delay, and tell you the outcome.",
        );
    }
}

/// The right to complain to the controller, in force since 19 June 2026.
const TO_THE_CONTROLLER: &str = "dpa2018:s164A";

pub(super) fn regulator(entry: &Entry<'_>, lines: &mut Lines) {
    let name = law::regulator(entry.as_at);
    lines.says(
        format!("You have the right to complain to the {name}, which oversees data protection in the United Kingdom."),
        Fact::Right("dpa2018:s165"),
    );
    for (field, value) in REGULATOR {
        let label = ROWS.iter().find(|(known, _)| *known == field);
        let label = label.map_or(field, |(_, label)| label);
        let contact = Contact {
            field,
            value: value.to_owned(),
        };
        lines.item(format!("{label}: {value}"), Fact::RegulatorContact(contact));
    }
}
