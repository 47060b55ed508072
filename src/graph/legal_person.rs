//! Legal persons: which parties are one, and what only makes a party a member of others.
//!
//! `part_of` a body (an organisation, a public authority or a team; also where the kind of the
//! whole is not recorded) makes one legal person with it. `part_of` a class, group or the public is
//! membership and no more: nothing passes to a member.

use std::collections::BTreeMap;

use crate::model::{Party, PartyId, PartyKind, Recorded, Register};

/// Whether parties of this kind are bodies, which what is part of them is one legal person with.
fn is_body(kind: &Recorded<PartyKind>) -> bool {
    !kind.value().is_some_and(|kind| kind.has_members())
}

/// The legal persons of a register.
pub(super) struct LegalPersons<'r> {
    /// Of the parties that are part of a body all that they are part of, the nearest first: most are part of none.
    above: BTreeMap<&'r PartyId, Vec<&'r PartyId>>,
}

impl<'r> LegalPersons<'r> {
    /// The legal persons of a register, or of the part of one that is at hand.
    pub(super) fn of(register: &'r Register) -> Self {
        let parties = register.parties.iter();
        let parts = parties.filter_map(|(id, record)| Some((id, body_above(register, record)?)));
        let above = parts.map(|(part, above)| {
            let mut bodies = vec![part];
            let mut next = Some(above);
            while let Some(here) = next.filter(|here| !bodies.contains(here)) {
                bodies.push(here);
                let record = register.parties.get(here);
                next = record.and_then(|record| body_above(register, record));
            }
            bodies.remove(0);
            (part, bodies)
        });
        Self {
            above: above.collect(),
        }
    }

    /// A party and the bodies it is part of, itself first.
    pub(super) fn up<'s: 'p, 'p>(&'s self, party: &'p PartyId) -> impl Iterator<Item = &'p PartyId>
    where
        'r: 'p,
    {
        let above = self.above.get(party).into_iter().flatten();
        std::iter::once(party).chain(above.copied())
    }

    /// The outermost body that a party is part of, or the party itself: what stands for the legal person.
    pub(super) fn whole<'p>(&self, party: &'p PartyId) -> &'p PartyId
    where
        'r: 'p,
    {
        let above = self.above.get(party);
        above
            .and_then(|above| above.last())
            .copied()
            .unwrap_or(party)
    }

    /// Whether two parties are one legal person.
    pub(super) fn are_one(&self, one: &PartyId, other: &PartyId) -> bool {
        one == other || self.whole(one) == self.whole(other)
    }
}

/// The body that a party is itself part of.
fn body_above<'r>(register: &'r Register, party: &'r Party) -> Option<&'r PartyId> {
    let above = party.part_of.as_ref()?;
    let is_whole = match register.parties.get(above) {
        Some(record) => is_body(&record.kind),
        None => true,
    };
    is_whole.then_some(above)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::register;
    use super::*;

    #[test]
    fn bodies_make_one_legal_person_and_classes_do_not() {
        let register = register(json!({ "party": {
            "council": { "kind": "public-authority" },
            "education": { "kind": "team", "part_of": "council" },
            "schools": { "part_of": "education" },
            "agencies": { "kind": "class" },
            "experian": { "kind": "organisation", "part_of": "agencies" },
            "equifax": { "kind": "organisation", "part_of": "agencies" },
            "ring": { "part_of": "rang" },
            "rang": { "part_of": "ring" },
        } }));
        let persons = LegalPersons::of(&register);
        let id = |text: &str| PartyId::new(text).unwrap();
        let are_one = |one: &str, other: &str| persons.are_one(&id(one), &id(other));
        assert!(are_one("schools", "council") && are_one("council", "education"));
        assert!(!are_one("experian", "equifax") && !are_one("experian", "agencies"));
        assert!(are_one("ring", "ring") && !are_one("ring", "council"));
        assert_eq!(persons.whole(&id("schools")).as_str(), "council");
    }
}
