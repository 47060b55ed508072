//! Which entry it is, and for whom it is done: Article 30(1)(a) and 30(2)(a).

use super::{
    Field, GOOD_PRACTICE, OURS, Parts, Speaks, fact, facts, if_said, list, optional, text, value,
    word,
};
use crate::law;
use crate::model::{
    Country, Jurisdiction, Party, PartyId, Recorded, Regime, Role, Status, day_in_words,
};
use crate::report::document::{Block, Cell, Fact};
use crate::report::entry::Entry;

/// The business function.
pub(in crate::report) const FUNCTION: Field =
    Field::new("Business function", GOOD_PRACTICE, 22, |entry| {
        text(&entry.activity.function)
    })
    .speaking(Speaks::Entry)
    .reads("function");

/// Joint controllers with their contact details, and who does what.
pub(in crate::report) const JOINT_CONTROLLERS: Field = Field::new(
    "Name and contact details of joint controller (if applicable)",
    "Article 30(1)(a)",
    30,
    |entry| {
        list(&entry.activity.joint_controllers, |joint| {
            let mut parts = Parts::of(entry);
            parts.say(contact(entry, &joint.party));
            parts.add("responsible for", &joint.does, |does| {
                format!("responsible for: {does}")
            });
            parts.joined()
        })
    },
)
.reads("joint_controllers.party");

/// The controller of the entry itself.
pub(in crate::report) const CONTROLLER: Field = Field::new(
    "Name and contact details of the controller",
    "Article 30(1)(a)",
    30,
    |entry| value(&entry.controller(), |controller| contact(entry, controller)),
)
.speaking(Speaks::Entry);

/// The controller for whom a processor acts.
pub(in crate::report) const ACTS_FOR: Field = Field::new(
    "Name and contact details of controller",
    "Article 30(2)(a)",
    34,
    |entry| list(&entry.acted_for(), |controller| contact(entry, controller)),
)
.reads("acts_for");

/// The representative of the controller for whom a processor acts.
pub(in crate::report) const REPRESENTATIVE_OF_ACTS_FOR: Field = Field::new(
    "Name and contact details of controller’s representative (if applicable)",
    "Article 30(2)(a)",
    30,
    |entry| {
        let acted_for = entry.acted_for();
        let controller = match acted_for.items() {
            [only] => Some(*only),
            _ => None,
        };
        let party = controller.and_then(|controller| entry.party(controller));
        party.map_or(Cell::NotRecorded, |party| {
            value(&party.representative, |representative| {
                contact(entry, representative)
            })
        })
    },
);

/// The name of the entry.
pub(in crate::report) const ACTIVITY: Field =
    Field::new("Processing activity", OURS, 28, |entry| {
        Cell::Text(entry.activity.name.clone())
    })
    .speaking(Speaks::Entry)
    .reads("name");

/// The organisation's own number for it.
pub(in crate::report) const REFERENCE: Field = Field::new("Reference", OURS, 12, |entry| {
    text(&entry.activity.reference)
})
.speaking(Speaks::Entry)
.reads("ref");

/// Draft, active or retired.
pub(in crate::report) const STATUS: Field = Field::new("Status of the entry", OURS, 12, |entry| {
    value(&entry.activity.status, |status| status.word().to_owned())
})
.speaking(Speaks::Entry)
.reads("status");

/// General processing, or law enforcement.
pub(in crate::report) const REGIME: Field = Field::new("Law that applies", OURS, 20, |entry| {
    value(&entry.activity.regime, |regime| {
        match regime {
            Regime::General => "UK GDPR",
            Regime::LawEnforcement => "DPA 2018 Part 3 (record under section 61)",
        }
        .to_owned()
    })
})
.speaking(Speaks::Entry)
.reads("regime");

/// A party with its contact details, as far as they are recorded.
pub(in crate::report) fn contact(entry: &Entry<'_>, id: &PartyId) -> String {
    match entry.party(id) {
        Some(party) => contact_of(party, entry.is_public),
        None => id.to_string(),
    }
}

/// The name and the contact details of a party, in a line.
pub(in crate::report) fn contact_of(party: &Party, is_public: bool) -> String {
    let mut parts = Parts::new(is_public);
    for (name, detail) in [
        ("address", &party.address),
        ("e-mail", &party.email),
        ("telephone", &party.phone),
        ("web", &party.web),
    ] {
        parts.add(name, detail, Clone::clone);
    }
    match &party.identifiers {
        Recorded::Value(identifiers) => {
            for (scheme, code) in identifiers.each() {
                parts.add_if_said(scheme.noun(), code, |code| {
                    format!("{} {code}", scheme.noun())
                });
            }
        }
        identifiers => parts.add_if_said(IDENTIFIERS, identifiers, |_| String::new()),
    }
    if parts.is_silent() {
        format!("{} (contact details not recorded)", party.name)
    } else {
        format!("{}: {}", party.name, parts.joined())
    }
}

/// What identifiers are called where there are none.
const IDENTIFIERS: &str = "number in a public register";

/// The provision that asks for the controller's, the officer's and the representative's details.
const WHO: &str = "Article 30(1)(a) UK GDPR";

/// The same of a processor.
const WHO_PROCESSES: &str = "Article 30(2)(a) UK GDPR";

/// Whose record it is: the controller, or else whose register it is; who acts as processor for
/// another keeps a record of its own.
fn answers<'r>(entry: &Entry<'r>) -> Option<&'r PartyId> {
    let settings = entry.register.settings.as_ref();
    let organisation = settings.and_then(|settings| settings.organisation.value());
    match entry.activity.role {
        Recorded::Value(Role::Processor) => organisation,
        _ => entry.activity.controller.value().or(organisation),
    }
}

/// The name of whose record it is.
pub(in crate::report) fn whose(entry: &Entry<'_>) -> String {
    answers(entry).map_or_else(
        || "Organisation not recorded".to_owned(),
        |id| entry.party_name(id),
    )
}

/// What stands at the head of a document: who answers for the activity, and how to reach them.
pub(in crate::report) fn head(entry: &Entry<'_>) -> Vec<Fact> {
    let activity = entry.activity;
    let answers = answers(entry);
    let is_processor = activity.role == Recorded::Value(Role::Processor);
    let who = Some(if is_processor { WHO_PROCESSES } else { WHO });
    let label = if is_processor {
        "Processor"
    } else if activity.controller.value().is_some() || answers.is_none() {
        "Controller"
    } else if activity.controller.is_none() {
        "Whose register it is (controller: none)"
    } else {
        "Whose register it is (the controller is not recorded)"
    };
    let controller = || value(&activity.controller, |id| reached(entry, id));
    let party = answers.and_then(|id| entry.party(id));
    let of = |field: fn(&Party) -> &Recorded<PartyId>| match party {
        Some(party) => value(field(party), |id| reached(entry, id)),
        None => Cell::NotRecorded,
    };
    let named = match answers {
        Some(id) => Cell::Text(reached(entry, id)),
        None if is_processor => Cell::NotRecorded,
        None => controller(),
    };
    let representative = match of(|party| &party.representative) {
        // Who is established here needs none (Article 27).
        Cell::NotRecorded if party.is_some_and(is_here) => Cell::NotApplicable,
        cell => cell,
    };
    let mut facts = vec![fact(label, who, named)];
    if is_processor && !activity.controller.is_not_recorded() {
        facts.push(fact("Controller", who, controller()));
    }
    facts.push(fact("Data protection officer", who, of(|party| &party.dpo)));
    if !activity.is_law_enforcement() {
        facts.push(fact("Representative", who, representative));
    }
    facts.push(fact("Supervisory authority", None, regulator(entry)));
    facts
}

fn regulator(entry: &Entry<'_>) -> Cell {
    let Some(settings) = &entry.register.settings else {
        return Cell::NotRecorded;
    };
    value(&settings.regulator, |id| {
        let contact = reached(entry, id);
        let name = law::regulator(entry.as_at);
        // The register may name an office that is no more, as the notice does that it holds.
        let is_named = contact.strip_prefix(name).is_some_and(|rest| {
            // A commissioner is not a commission.
            !rest.starts_with(char::is_alphabetic)
        });
        if settings.jurisdiction == Recorded::Value(Jurisdiction::Uk) && !is_named {
            format!("{name} (ICO)\nIn this register: {contact}")
        } else {
            contact
        }
    })
}

/// Whether a party is in the United Kingdom.
fn is_here(party: &Party) -> bool {
    party.country.value().is_some_and(Country::is_uk)
}

/// A party with how it is reached, a line for each way.
fn reached(entry: &Entry<'_>, id: &PartyId) -> String {
    let mut lines = vec![entry.party_name(id)];
    let mut unsaid = Vec::new();
    if let Some(party) = entry.party(id) {
        for (field, before, colon) in [
            (&party.address, "Address", ""),
            (&party.email, "E-mail", "E-mail: "),
            (&party.phone, "Telephone", "Telephone: "),
            (&party.web, "Web", "Web: "),
        ] {
            match field {
                Recorded::Value(words) => lines.push(format!("{colon}{words}")),
                Recorded::None => lines.push(format!("{before}: none")),
                Recorded::NotRecorded => unsaid.push(before),
            }
        }
        let mut number = |noun: &str, code: &str| {
            let (first, rest) = noun.split_at(1);
            lines.push(format!("{}{rest}: {code}", first.to_uppercase()));
        };
        match &party.identifiers {
            Recorded::Value(identifiers) => {
                for (scheme, code) in identifiers.each() {
                    match code {
                        Recorded::Value(code) => number(scheme.noun(), code),
                        Recorded::None => number(scheme.noun(), "none"),
                        Recorded::NotRecorded => {}
                    }
                }
            }
            Recorded::None => number(IDENTIFIERS, "none"),
            Recorded::NotRecorded => {}
        }
        if lines.len() == 1 {
            lines.push("(contact details not recorded)".to_owned());
        } else if !unsaid.is_empty() {
            let unsaid = unsaid.join(", ").to_lowercase();
            lines.push(format!("(not recorded: {unsaid})"));
        }
    }
    lines.join("\n")
}

/// What the activity is, and who answers for it inside the organisation.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let joint = list(&activity.joint_controllers, |joint| {
        let does = match &joint.does {
            Recorded::Value(words) => words,
            Recorded::None => "responsible for nothing",
            Recorded::NotRecorded => "what it is responsible for is not recorded",
        };
        format!("{}\nResponsible for: {does}", reached(entry, &joint.party))
    });
    let acts_for = match (&activity.acts_for, &activity.role) {
        // Who acts for itself acts for nobody else.
        (Recorded::NotRecorded, Recorded::Value(Role::Controller | Role::JointController)) => {
            Cell::NotApplicable
        }
        (_, Recorded::Value(Role::Processor)) => list(&entry.acted_for(), |id| reached(entry, id)),
        (acts_for, _) => list(acts_for, |id| reached(entry, id)),
    };
    let regime = value(&activity.regime, |regime| match regime {
        Regime::General => "general processing (UK GDPR)".to_owned(),
        Regime::LawEnforcement => "law enforcement (DPA 2018 Part 3)".to_owned(),
    });
    let role = value(&activity.role, |role| word(Role::WORDS, *role as usize));
    let mut facts = facts![
        "Reference" => text(&activity.reference),
        "Business function" ("ICO documentation template") => text(&activity.function),
        "What is done" => text(&activity.description),
        "State of this entry" => value(&activity.status, |status: &Status| status.word().to_owned()),
        "Owner" ("ICO accountability framework") => value(&activity.owner, |id| reached(entry, id)),
        "Role of the organisation" ("Article 4(1)(7) and (8) UK GDPR") => role,
        "Regime" ("DPA 2018 Parts 2 and 3") => regime,
        "Joint controllers" ("Articles 26 and 30(1)(a) UK GDPR") => joint,
        "Controllers acted for" ("Article 30(2)(a) UK GDPR") => acts_for,
    ];
    let days = [
        if_said("First day", &activity.begins, |day| day_in_words(*day)),
        if_said("Last day", &activity.ends, |day| day_in_words(*day)),
    ];
    facts.splice(4..4, days.into_iter().flatten());
    if !activity.aliases.is_empty() {
        let aliases = Cell::Text(activity.aliases.join("\n"));
        facts.insert(0, fact("Also called", None, aliases));
    }
    if !activity.distinct_from.is_empty() {
        let others = activity.distinct_from.iter();
        let others: Vec<String> = others.map(|id| entry.name(&id)).collect();
        facts.extend(facts!["Not the same as" => Cell::Text(others.join("\n"))]);
    }
    facts.extend(optional("Note", activity.note.as_ref()));
    vec![Block::Facts(facts)]
}
