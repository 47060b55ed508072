//! Whom the operator of a system engages to process, and whom they engage in turn.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;

use crate::model::{PartyId, Recorded, Reference, Register, SubProcessor, SystemId};

/// The best chain of engagements by which a sub-processor comes to have what a system has.
#[derive(Debug)]
pub(super) struct Engagement<'r> {
    /// The processors before it, the operator first.
    pub(super) chain: Vec<&'r PartyId>,
    /// The last engagement of the chain: that of the sub-processor itself.
    pub(super) entry: &'r SubProcessor,
    /// The first engagement of the chain (1 is the operator's own) for which no systems are recorded.
    pub(super) doubtful_from: Option<usize>,
}

/// A chain as it waits its turn: its length, its parties, where doubt begins, and the place of its
/// last engagement among those of the processor before.
type Waiting<'r> = Reverse<(usize, Vec<&'r PartyId>, Option<usize>, usize)>;

/// The sub-processors of a system's operator, each with its best chain: by certainty, length and ids.
///
/// Listing every chain would take for ever where processors engage each other. A party is visited
/// at most twice: by a chain of which the systems are recorded all along, and by one of which they
/// are not, which can lead on by a shorter way. Parties that hand nothing on engage nobody.
pub(super) fn engagements_for<'r>(
    register: &'r Register,
    system: &'r SystemId,
    operator: &'r PartyId,
    without: &BTreeSet<Reference>,
) -> Vec<Rc<Engagement<'r>>> {
    let engaged_by = |party: &PartyId| {
        let hands_on = without.is_empty() || !without.contains(&party.reference());
        let record = register.parties.get(party).filter(|_| hands_on);
        record.map_or(&[][..], |record| record.sub_processors.items())
    };
    let mut queue: BinaryHeap<Waiting<'r>> = BinaryHeap::new();
    let mut seen: BTreeSet<(&'r PartyId, bool)> = BTreeSet::from([(operator, false)]);
    let mut found: Vec<Rc<Engagement<'r>>> = Vec::new();
    let push = |queue: &mut BinaryHeap<_>, chain: &[&'r PartyId], doubtful_from: Option<usize>| {
        let Some(processor) = chain.last() else {
            return;
        };
        for (place, entry) in engaged_by(processor).iter().enumerate() {
            let doubtful_from = match &entry.systems {
                Recorded::Value(systems) if systems.contains(system) => doubtful_from,
                Recorded::Value(systems) if !systems.is_empty() => continue,
                Recorded::None => continue,
                _ => doubtful_from.or(Some(chain.len())),
            };
            let mut longer = chain.to_vec();
            longer.push(&entry.party);
            queue.push(Reverse((longer.len(), longer, doubtful_from, place)));
        }
    };
    push(&mut queue, &[operator], None);
    while let Some(Reverse((_, chain, doubtful_from, place))) = queue.pop() {
        let Some((party, before)) = chain.split_last() else {
            continue;
        };
        // A chain whose systems are recorded makes any other to the same party needless, unless
        // that other came first and is shorter.
        if *party == operator
            || seen.contains(&(*party, false))
            || !seen.insert((*party, doubtful_from.is_some()))
        {
            continue;
        }
        let Some(entry) = before
            .last()
            .and_then(|processor| engaged_by(processor).get(place))
        else {
            continue;
        };
        push(&mut queue, &chain, doubtful_from);
        found.push(Rc::new(Engagement {
            chain: before.to_vec(),
            entry,
            doubtful_from,
        }));
    }
    found.sort_by_key(|engagement| (&engagement.entry.party, engagement.doubtful_from.is_some()));
    found.dedup_by_key(|engagement| &engagement.entry.party);
    found
}
