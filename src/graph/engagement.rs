//! Whom a party engages to process what it has, and whom they engage in turn (design rule 7).

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;

use crate::model::{Country, PartyId, Recorded, Reference, Register, SubProcessor, SystemId};

use super::certainty::Doubt;

/// One link of a chain of engagements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'r> {
    /// Who is engaged, or, as the first, who engages.
    pub(super) party: &'r PartyId,
    /// By which engagement; the first has none.
    pub(super) entry: Option<&'r SubProcessor>,
}

/// A chain of engagements by which a sub-processor comes to have what a party has.
#[derive(Debug)]
pub(super) struct Engagement<'r> {
    /// Who engages, the first of all where it is not on the way, and then each that is engaged.
    links: Vec<Link<'r>>,
    /// Whether the first engager is on the way; otherwise it is only known to engage.
    is_engager_on_the_way: bool,
    /// From which link on the chain is only possible, and why.
    pub(super) doubt: Option<(usize, Doubt)>,
}

impl<'r> Engagement<'r> {
    /// The links before the last that are on the way.
    pub(super) fn before(&self) -> &[Link<'r>] {
        let end = self.links.len() - 1;
        &self.links[usize::from(!self.is_engager_on_the_way).min(end)..end]
    }

    /// The last link: the sub-processor itself.
    pub(super) fn last(&self) -> Link<'r> {
        self.links[self.links.len() - 1]
    }

    /// Who engages the last.
    pub(super) fn by(&self) -> &'r PartyId {
        self.links[self.links.len().saturating_sub(2)].party
    }

    /// The links that are on the way.
    pub(super) fn links_on_the_way(&self) -> &[Link<'r>] {
        &self.links[self.first_place()..]
    }

    /// The place in the whole chain of the first link that is on the way.
    pub(super) fn first_place(&self) -> usize {
        usize::from(!self.is_engager_on_the_way)
    }

    /// The place of the last link: the sub-processor itself.
    pub(super) fn last_place(&self) -> usize {
        self.links.len() - 1
    }

    /// The link at a place of the whole chain.
    pub(super) fn link(&self, place: usize) -> Option<Link<'r>> {
        self.links.get(place).copied()
    }

    /// Whether the link at a place is on the way.
    pub(super) fn is_on_the_way(&self, place: usize) -> bool {
        place >= self.first_place()
    }

    /// Who engages the link at a place of the chain.
    pub(super) fn engager_of(&self, place: usize) -> Option<&'r PartyId> {
        Some(self.links[place.checked_sub(1)?].party)
    }
}

/// Through which system a party gets what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way<'r> {
    /// Through this one.
    System(&'r SystemId),
    /// Through none, as recorded.
    NoSystem,
    /// It is not recorded.
    NotRecorded,
}

/// A chain as it waits its turn: its length, its parties, where doubt begins and why, the country
/// and the place of its last engagement among those of the party before.
type Waiting<'r> = Reverse<(
    usize,
    Vec<&'r PartyId>,
    Option<(usize, Doubt)>,
    Option<&'r Country>,
    Vec<usize>,
)>;

/// Where the chains of a party begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start<'r> {
    /// Who engages.
    pub(super) party: &'r PartyId,
    /// Through which system it gets what it has.
    pub(super) way: Way<'r>,
    /// Why all that it engages has it possibly at most.
    pub(super) at_most: Option<Doubt>,
}

/// Those whom a party engages, each with its best chain: by certainty, length and ids.
///
/// Listing every chain would take for ever where processors engage each other. A party is visited
/// at most twice for each engager and country: by a chain that is sure all along, and by
/// one that is not, which can lead on by a shorter way. Parties that hand nothing on engage nobody.
pub(super) fn engagements_of<'r>(
    register: &'r Register,
    start: Start<'r>,
    without: &BTreeSet<Reference>,
) -> Vec<Rc<Engagement<'r>>> {
    let search = Search {
        register,
        without,
        first_for: None,
    };
    let first = Link {
        party: start.party,
        entry: None,
    };
    let doubt = start.at_most.map(|doubt| (1, doubt));
    search.chains(first, start.way, doubt)
}

/// Those engaged for a system of which it is not recorded who runs it, with whom they engage.
pub(super) fn engagements_for_system<'r>(
    register: &'r Register,
    system: &'r SystemId,
    without: &BTreeSet<Reference>,
) -> Vec<Rc<Engagement<'r>>> {
    let search = Search {
        register,
        without,
        first_for: Some(system),
    };
    let mut found: Vec<Rc<Engagement<'r>>> = Vec::new();
    for (engager, party) in &register.parties {
        let names_it = |entry: &SubProcessor| entry.systems.items().contains(system);
        if !party.sub_processors.items().iter().any(names_it) {
            continue;
        }
        let first = Link {
            party: engager,
            entry: None,
        };
        let doubt = Some((1, Doubt::OperatorNotRecorded));
        found.extend(search.chains(first, Way::System(system), doubt));
    }
    found
}

struct Search<'r, 'w> {
    register: &'r Register,
    without: &'w BTreeSet<Reference>,
    /// The system for which the first engager must engage, if it is not on the way itself: what else
    /// it engages others for says nothing of that system.
    first_for: Option<&'r SystemId>,
}

impl<'r> Search<'r, '_> {
    fn engaged_by(&self, party: &PartyId) -> &'r [SubProcessor] {
        let hands_on = self.without.is_empty() || !self.without.contains(&party.reference());
        let record = self.register.parties.get(party).filter(|_| hands_on);
        record.map_or(&[][..], |record| record.sub_processors.items())
    }

    fn chains(
        &self,
        first: Link<'r>,
        way: Way<'r>,
        doubt: Option<(usize, Doubt)>,
    ) -> Vec<Rc<Engagement<'r>>> {
        let is_engager_on_the_way = self.first_for.is_none();
        let mut queue: BinaryHeap<Waiting<'r>> = BinaryHeap::new();
        let mut seen: BTreeSet<(&'r PartyId, &'r PartyId, bool, Option<&'r Country>)> =
            BTreeSet::new();
        let mut found: Vec<Rc<Engagement<'r>>> = Vec::new();
        self.push(&mut queue, &[first.party], &[], doubt, way);
        while let Some(Reverse((_, parties, doubt, country, places))) = queue.pop() {
            let [.., engager, party] = parties[..] else {
                continue;
            };
            // A chain that is sure makes any other by the same engager to the same party and country
            // needless, unless that other came first and is shorter.
            // The engager that is not on the way can come in on it.
            let on_the_way = &parties[usize::from(!is_engager_on_the_way)..parties.len() - 1];
            if on_the_way.contains(&party)
                || seen.contains(&(engager, party, false, country))
                || !seen.insert((engager, party, doubt.is_some(), country))
            {
                continue;
            }
            self.push(&mut queue, &parties, &places, doubt, way);
            let entries = parties
                .iter()
                .zip(&places)
                .map(|(engager, place)| self.engaged_by(engager).get(*place));
            let rest = parties[1..].iter().zip(entries);
            let mut links = vec![first];
            links.extend(rest.map(|(party, entry)| Link { party, entry }));
            found.push(Rc::new(Engagement {
                links,
                is_engager_on_the_way,
                doubt,
            }));
        }
        let key = |engagement: &Rc<Engagement<'r>>| {
            let last = engagement.last();
            (
                last.party,
                engagement.by(),
                last.entry.and_then(|entry| entry.country.value()),
            )
        };
        found.sort_by(|a, b| (key(a), a.doubt.is_some()).cmp(&(key(b), b.doubt.is_some())));
        found.dedup_by(|a, b| key(a) == key(b));
        found
    }

    /// Puts the chains in the queue that are longer by one engagement.
    fn push(
        &self,
        queue: &mut BinaryHeap<Waiting<'r>>,
        parties: &[&'r PartyId],
        places: &[usize],
        doubt: Option<(usize, Doubt)>,
        way: Way<'r>,
    ) {
        let Some(engager) = parties.last() else {
            return;
        };
        // Nobody engages itself.
        let engaged = self.engaged_by(engager).iter().enumerate();
        let first_for = self.first_for.filter(|_| parties.len() == 1);
        let is_meant =
            |entry: &SubProcessor| first_for.is_none_or(|it| entry.systems.items().contains(it));
        for (place, entry) in
            engaged.filter(|(_, entry)| entry.party != **engager && is_meant(entry))
        {
            let new = match (&entry.systems, way) {
                (Recorded::None, _) => continue,
                (Recorded::Value(systems), way) if !systems.is_empty() => match way {
                    Way::System(system) if systems.contains(system) => None,
                    Way::NotRecorded => Some(Doubt::ThroughNotRecorded),
                    Way::System(_) | Way::NoSystem => continue,
                },
                _ => Some(Doubt::SystemsNotRecorded),
            };
            let doubt = doubt.or(new.map(|doubt| (parties.len(), doubt)));
            let mut longer = parties.to_vec();
            longer.push(&entry.party);
            let mut longer_places = places.to_vec();
            longer_places.push(place);
            queue.push(Reverse((
                longer.len(),
                longer,
                doubt,
                entry.country.value(),
                longer_places,
            )));
        }
    }
}
