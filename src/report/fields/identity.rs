//! Which entry it is, and for whom it is done: Article 30(1)(a) and 30(2)(a).

use super::{Field, GOOD_PRACTICE, OURS, Parts, Speaks, list, text, value};
use crate::model::{Party, PartyId, Recorded, Regime};
use crate::report::document::Cell;
use crate::report::entry::Entry;

/// The business function.
pub(in crate::report) const FUNCTION: Field =
    Field::new("Business function", GOOD_PRACTICE, 22, |entry| {
        text(&entry.activity.function)
    })
    .speaking(Speaks::Entry);

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
);

/// The controller of the entry itself.
pub(in crate::report) const CONTROLLER: Field = Field::new(
    "Name and contact details of the controller",
    "Article 30(1)(a)",
    30,
    |entry| {
        value(&entry.activity.controller, |controller| {
            contact(entry, controller)
        })
    },
)
.speaking(Speaks::Entry);

/// The controller for whom a processor acts.
pub(in crate::report) const ACTS_FOR: Field = Field::new(
    "Name and contact details of controller",
    "Article 30(2)(a)",
    34,
    |entry| match entry.acts_for {
        Some(controller) => Cell::Text(contact(entry, controller)),
        // A processor's entry may name its controller and no list of those acted for.
        None => match (&entry.activity.acts_for, &entry.activity.controller) {
            (Recorded::NotRecorded, Recorded::Value(controller)) => {
                Cell::Text(contact(entry, controller))
            }
            (acts_for, _) => list(acts_for, |controller| contact(entry, controller)),
        },
    },
);

/// The representative of the controller for whom a processor acts.
pub(in crate::report) const REPRESENTATIVE_OF_ACTS_FOR: Field = Field::new(
    "Name and contact details of controller’s representative (if applicable)",
    "Article 30(2)(a)",
    30,
    |entry| {
        let controller = entry.acts_for.or(match &entry.activity.acts_for {
            Recorded::NotRecorded => entry.activity.controller.value(),
            _ => None,
        });
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
    .speaking(Speaks::Entry);

/// The organisation's own number for it.
pub(in crate::report) const REFERENCE: Field = Field::new("Reference", OURS, 12, |entry| {
    text(&entry.activity.reference)
})
.speaking(Speaks::Entry);

/// Draft, active or retired.
pub(in crate::report) const STATUS: Field = Field::new("Status of the entry", OURS, 12, |entry| {
    value(&entry.activity.status, |status| status.word().to_owned())
})
.speaking(Speaks::Entry);

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
.speaking(Speaks::Entry);

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
    if parts.is_silent() {
        format!("{} (contact details not recorded)", party.name)
    } else {
        format!("{}: {}", party.name, parts.joined())
    }
}
