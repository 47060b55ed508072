//! Whom a party engages to process what it has, and whom they engage in turn (design rule 7).

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use crate::model::{
    ActivityId, Country, Date, Flow, PartyId, Recorded, Reference, Register, SubProcessor, SystemId,
};

use super::certainty::Doubt;
use super::current::Currency;
use super::node::Place;

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
    /// The links between the first and this one stand for many by which it may come there.
    known_from: usize,
    /// From which link on the chain is only possible, and why.
    pub(super) doubt: Option<(usize, Doubt)>,
    /// The systems, other than the one by which the first engager has the data, that a route must have
    /// passed before: those for which somebody is engaged.
    pub(super) passed: Vec<&'r SystemId>,
    /// The place of the last engagement among those of the party before.
    place: usize,
}

impl<'r> Engagement<'r> {
    /// The links before the last that are on the way.
    pub(super) fn before(&self) -> &[Link<'r>] {
        let end = self.links.len() - 1;
        &self.links[usize::from(!self.is_engager_on_the_way).min(end)..end]
    }

    /// Those before the last whom a route visits by the chain, whichever others stand between.
    pub(super) fn visited(&self) -> impl Iterator<Item = &'r PartyId> {
        let links = self.links[..self.last_place()].iter().enumerate();
        let is_first = |place: usize| place == 0 && self.is_engager_on_the_way;
        let visited = links.filter(move |(place, _)| is_first(*place) || *place >= self.known_from);
        visited.map(|(_, link)| link.party)
    }

    /// The last link: the sub-processor itself.
    pub(super) fn last(&self) -> Link<'r> {
        self.links[self.links.len() - 1]
    }

    /// What tells the last engagement from others of the same party by the same engager.
    pub(super) fn terms(&self) -> Terms<'r> {
        let entry = self.last().entry;
        let has_its_own = entry.is_some_and(|entry| {
            !entry.agreement.is_not_recorded() || !entry.transfer.is_not_recorded()
        });
        (
            entry.map(|entry| &entry.country),
            has_its_own.then_some(self.place),
        )
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

impl<'r> Way<'r> {
    /// Through which system the end of a flow gets what it carries.
    pub(super) fn of(flow: &'r Flow) -> Self {
        match &flow.through {
            Recorded::Value(system) => Self::System(system),
            Recorded::None => Self::NoSystem,
            Recorded::NotRecorded => Self::NotRecorded,
        }
    }
}

/// A chain as it waits its turn.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Chain<'r> {
    length: usize,
    /// The systems that a route must have passed.
    passed: BTreeSet<&'r SystemId>,
    parties: Vec<&'r PartyId>,
    /// Where doubt begins, and why.
    doubt: Option<(usize, Doubt)>,
    /// The place of each engagement among those of the party before.
    places: Vec<usize>,
    /// From which party on it is known; those between the first and this one stand for many.
    known_from: usize,
}

/// What tells an engagement from others of the same party by the same engager: in which country it is, and its place in
/// the list of that one where it has an agreement or a transfer of its own.
pub(super) type Terms<'r> = (Option<&'r Recorded<Country>>, Option<usize>);

/// By which chains an engagement has been found. What tells it from others: who is engaged, by whom,
/// whether that one is on the way, and on which terms.
type Seen<'r> = BTreeMap<(&'r PartyId, &'r PartyId, bool, Terms<'r>), Vec<Asks<'r>>>;

/// What a chain asks of a route before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asks<'r> {
    is_doubted: bool,
    /// Which systems it must have passed.
    passed: BTreeSet<&'r SystemId>,
    /// Whom it must not have passed, though it can.
    not_passed: BTreeSet<&'r PartyId>,
}

impl Asks<'_> {
    /// Whether a chain that asks this makes another needless.
    fn covers(&self, other: &Self) -> bool {
        self.is_doubted <= other.is_doubted
            && self.passed.is_subset(&other.passed)
            && self.not_passed.is_subset(&other.not_passed)
    }
}

/// So many chains are kept of one engagement, where routes may be in the way of some. If there are
/// more, one more stands for all others, which only possibly leads there.
const MOST_CHAINS: usize = 16;

/// An engagement that is not in use on the day, and would reach what its engager has.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotInForce<'r> {
    /// Who engages.
    pub(super) engager: &'r PartyId,
    /// Whom, and for what.
    pub(super) entry: &'r SubProcessor,
    /// Whether it is planned or has ended.
    pub(super) currency: Currency,
}

/// Those whom a party engages.
#[derive(Debug, Default)]
pub(super) struct Engaged<'r> {
    /// Each with its best chain.
    pub(super) chains: Vec<Arc<Engagement<'r>>>,
    /// Those not engaged on the day.
    pub(super) apart: Vec<NotInForce<'r>>,
    /// Whether some are engaged for named activities, so that others may be engaged in another activity.
    pub(super) is_by_activity: bool,
}

/// The part of a register in which engagements are looked for, and the day.
#[derive(Clone, Copy)]
pub(super) struct Among<'r, 'w> {
    /// The register.
    pub(super) register: &'r Register,
    /// The parties and systems that hand nothing on.
    pub(super) without: &'w BTreeSet<Reference>,
    /// The activity whose data it is.
    pub(super) activity: &'r ActivityId,
    /// The day on which an engagement must be in use.
    pub(super) on: Date,
}

/// Where the chains of a party begin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start<'r> {
    /// Who engages.
    pub(super) party: &'r PartyId,
    /// Through which system it gets what it has.
    pub(super) way: Way<'r>,
    /// The systems and those who engage others that a route can have passed before.
    pub(super) before: BTreeSet<Place<'r>>,
    /// The joint controllers of the activity.
    pub(super) joint: BTreeSet<&'r PartyId>,
    /// Why all that it engages has it possibly at most.
    pub(super) at_most: Option<Doubt>,
}

/// Those whom a party engages, each with its best chain: by certainty, length and ids.
///
/// Listing every chain would take for ever where processors engage each other. A party is visited
/// at most twice for each engager and terms: by a chain that is sure all along, and by one that is
/// not, which can lead on by a shorter way; more often only where it depends on the route before it,
/// which must have passed some system or not have passed a party of the chain. Parties that hand nothing on engage nobody.
pub(super) fn engagements_of<'r>(among: Among<'r, '_>, start: &Start<'r>) -> Engaged<'r> {
    let search = Search {
        among,
        first_for: None,
        way: start.way,
        before: &start.before,
        joint: &start.joint,
        apart: RefCell::default(),
        is_by_activity: Cell::new(false),
    };
    let first = Link {
        party: start.party,
        entry: None,
    };
    let doubt = start.at_most.map(|doubt| (1, doubt));
    let chains = search.chains(first, doubt);
    search.with(chains)
}

/// Those engaged for a system of which it is not recorded who runs it, with whom they engage.
pub(super) fn engagements_for_system<'r>(
    among: Among<'r, '_>,
    (system, engaging): (&'r SystemId, &[(&'r PartyId, &'r SubProcessor)]),
    before: &BTreeSet<Place<'r>>,
) -> Engaged<'r> {
    let search = Search {
        among,
        first_for: Some(system),
        way: Way::System(system),
        before,
        joint: &BTreeSet::new(),
        apart: RefCell::default(),
        is_by_activity: Cell::new(false),
    };
    let mut found: Vec<Arc<Engagement<'r>>> = Vec::new();
    for each in engaging.chunk_by(|(one, _), (other, _)| one == other) {
        let first = Link {
            party: each[0].0,
            entry: None,
        };
        let doubt = Some((1, Doubt::OperatorNotRecorded));
        found.extend(search.chains(first, doubt));
    }
    search.with(found)
}

/// For what somebody is engaged, as far as one field says.
#[derive(Clone, Copy)]
enum Named<'r, T> {
    NotRecorded,
    Nothing,
    These(&'r [T]),
}

impl<'r, T> Named<'r, T> {
    fn of(field: &'r Recorded<Vec<T>>) -> Self {
        match field {
            Recorded::None => Self::Nothing,
            Recorded::Value(named) if !named.is_empty() => Self::These(named),
            Recorded::Value(_) | Recorded::NotRecorded => Self::NotRecorded,
        }
    }
}

struct Search<'r, 'w> {
    among: Among<'r, 'w>,
    /// The system for which the first engager must engage, if it is not on the way itself: what else
    /// it engages others for says nothing of that system.
    first_for: Option<&'r SystemId>,
    /// Through which system the first engager gets what it has.
    way: Way<'r>,
    /// The systems and those who engage others that a route can have passed before.
    before: &'w BTreeSet<Place<'r>>,
    /// The joint controllers: what they engage others for is not known.
    joint: &'w BTreeSet<&'r PartyId>,
    /// The engagements found that are not in use.
    apart: RefCell<Vec<NotInForce<'r>>>,
    /// Whether one was found that names activities.
    is_by_activity: Cell<bool>,
}

impl<'r> Search<'r, '_> {
    /// What was found: these chains, and what was met on the way.
    fn with(self, chains: Vec<Arc<Engagement<'r>>>) -> Engaged<'r> {
        Engaged {
            chains,
            apart: self.apart.into_inner(),
            is_by_activity: self.is_by_activity.get(),
        }
    }

    fn engaged_by(&self, party: &PartyId) -> &'r [SubProcessor] {
        let without = self.among.without;
        let hands_on = without.is_empty() || !without.contains(&party.reference());
        let record = self.among.register.parties.get(party).filter(|_| hands_on);
        record.map_or(&[][..], |record| record.sub_processors.items())
    }

    fn chains(&self, first: Link<'r>, doubt: Option<(usize, Doubt)>) -> Vec<Arc<Engagement<'r>>> {
        let mut queue: BinaryHeap<Reverse<Chain<'r>>> = BinaryHeap::new();
        let mut seen: Seen<'r> = BTreeMap::new();
        let mut found: Vec<Arc<Engagement<'r>>> = Vec::new();
        let start = Chain {
            length: 1,
            passed: BTreeSet::new(),
            parties: vec![first.party],
            doubt,
            places: Vec::new(),
            known_from: 1,
        };
        self.push(&mut queue, &start);
        while let Some(Reverse(mut chain)) = queue.pop() {
            let mut engagement = self.engagement(first, &chain);
            let (party, engager) = (engagement.last().party, engagement.by());
            if engagement.last().entry.is_none() {
                continue;
            }
            // A chain that is sure makes any other by the same engager to the same party on the same terms
            // needless, unless that other came first and is shorter, or asks less of the route.
            // The engager that is not on the way can come in on it.
            let is_by_the_way = !engagement.before().is_empty();
            let others = seen
                .entry((engager, party, is_by_the_way, engagement.terms()))
                .or_default();
            let is_needless = |asks: &Asks<'r>| others.iter().any(|other| other.covers(asks));
            let comes_back = engagement.visited().any(|before| before == party);
            if comes_back || is_needless(&self.asks(&engagement)) {
                continue;
            }
            if others.len() >= MOST_CHAINS {
                chain.passed.clear();
                chain.doubt = Some((1, Doubt::SearchStopped));
                chain.known_from = chain.length - 1;
                engagement = self.engagement(first, &chain);
                if is_needless(&self.asks(&engagement)) {
                    continue;
                }
            }
            others.push(self.asks(&engagement));
            self.push(&mut queue, &chain);
            found.push(Arc::new(engagement));
        }
        let key = |engagement: &Arc<Engagement<'r>>| {
            let (last, by) = (engagement.last(), engagement.by());
            let is_by_the_way = engagement.links_on_the_way().len() > 1;
            let terms = engagement.terms();
            let asks = self.asks(engagement);
            let asks = (engagement.passed.clone(), asks.not_passed);
            (last.party, by, is_by_the_way, terms, asks)
        };
        found.sort_by(|a, b| (key(a), a.doubt.is_some()).cmp(&(key(b), b.doubt.is_some())));
        found.dedup_by(|a, b| key(a) == key(b));
        found
    }

    /// A chain with the engagements that it is made of.
    fn engagement(&self, first: Link<'r>, chain: &Chain<'r>) -> Engagement<'r> {
        let parties = &chain.parties;
        let entries = parties
            .iter()
            .zip(&chain.places)
            .map(|(engager, place)| self.engaged_by(engager).get(*place));
        let rest = parties[1..].iter().zip(entries);
        let rest = rest.map(|(party, entry)| Link { party, entry });
        Engagement {
            links: std::iter::once(first).chain(rest).collect(),
            is_engager_on_the_way: self.first_for.is_none(),
            known_from: chain.known_from,
            doubt: chain.doubt,
            passed: chain.passed.iter().copied().collect(),
            place: chain.places.last().copied().unwrap_or_default(),
        }
    }

    /// What a chain asks of a route before it.
    fn asks(&self, engagement: &Engagement<'r>) -> Asks<'r> {
        let in_the_way = |party: &&PartyId| self.before.contains(&Place::Party(party));
        Asks {
            is_doubted: engagement.doubt.is_some(),
            passed: engagement.passed.iter().copied().collect(),
            not_passed: engagement.visited().filter(in_the_way).collect(),
        }
    }

    /// Puts the chains in the queue that are longer by one engagement.
    fn push(&self, queue: &mut BinaryHeap<Reverse<Chain<'r>>>, chain: &Chain<'r>) {
        let Some(engager) = chain.parties.last() else {
            return;
        };
        // Nobody engages itself.
        let engaged = self.engaged_by(engager).iter().enumerate();
        let first_for = self.first_for.filter(|_| chain.length == 1);
        let is_meant =
            |entry: &SubProcessor| first_for.is_none_or(|it| entry.systems.items().contains(it));
        for (place, entry) in
            engaged.filter(|(_, entry)| entry.party != **engager && is_meant(entry))
        {
            let reaches = self.reaches(entry);
            let currency = Currency::between(&entry.begins, &entry.ends, self.among.on);
            if currency != Currency::Current {
                if !reaches.is_empty() {
                    self.apart.borrow_mut().push(NotInForce {
                        engager,
                        entry,
                        currency,
                    });
                }
                continue;
            }
            for (new, asked) in reaches {
                let is_joint = chain.length > 1 && self.joint.contains(engager);
                let new = new.or(is_joint.then_some(Doubt::NotAProcessor));
                let mut longer = chain.clone();
                longer.length += 1;
                longer.passed.extend(asked);
                longer.parties.push(&entry.party);
                longer.doubt = chain.doubt.or(new.map(|doubt| (chain.length, doubt)));
                longer.places.push(place);
                queue.push(Reverse(longer));
            }
        }
    }

    /// How an engagement reaches what the engager has: with which doubt, if any, and which system a
    /// route must have passed before, if it is not the one by which the first engager has it.
    fn reaches(&self, entry: &'r SubProcessor) -> Vec<(Option<Doubt>, Option<&'r SystemId>)> {
        let activities = Named::of(&entry.activities);
        let is_for_it = match activities {
            Named::These(activities) => {
                self.is_by_activity.set(true);
                if !activities.contains(self.among.activity) {
                    return Vec::new();
                }
                true
            }
            Named::Nothing | Named::NotRecorded => false,
        };
        let systems = match (Named::of(&entry.systems), activities) {
            (Named::These(systems), _) => systems,
            (_, Named::These(_)) => return vec![(None, None)],
            (Named::NotRecorded, Named::NotRecorded) => {
                return vec![(Some(Doubt::SystemsNotRecorded), None)];
            }
            (Named::Nothing, _) | (_, Named::Nothing) => return Vec::new(),
        };
        if matches!(self.way, Way::System(system) if systems.contains(system)) {
            return vec![(None, None)];
        }
        let is_before = |system: &&SystemId| self.before.contains(&Place::System(system));
        let before = systems.iter().filter(is_before);
        let mut ways: Vec<_> = before.map(|system| (None, Some(system))).collect();
        // By the activity it is known for what it is engaged.
        if self.way == Way::NotRecorded && !is_for_it {
            ways.push((Some(Doubt::ThroughNotRecorded), None));
        }
        ways
    }
}
