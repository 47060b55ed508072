//! Whom parties engage to process what they have.

use std::collections::BTreeMap;

use ropa::model::{PartyId, Recorded, SubProcessor, SystemId};

/// A party as it has data: what it has decides whom else it reaches.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub(super) party: PartyId,
    /// The system by way of which it has the data, where that is recorded.
    pub(super) by: Option<SystemId>,
    /// Whether it processes the data for somebody; a recipient may engage others for its own ends.
    pub(super) is_processor: bool,
}

/// Whom each party engages.
#[derive(Default)]
pub(super) struct Engagements(BTreeMap<PartyId, Vec<SubProcessor>>);

impl Engagements {
    pub(super) fn add(&mut self, party: PartyId, engaged: Recorded<Vec<SubProcessor>>) {
        if let Recorded::Value(engaged) = engaged {
            self.0.insert(party, engaged);
        }
    }

    /// Where a party stands that has data in some way. How it got it makes no difference where it
    /// engages nobody.
    pub(super) fn standing(
        &self,
        party: &PartyId,
        by: Option<&SystemId>,
        is_processor: bool,
    ) -> Standing {
        let engages = self.0.contains_key(party);
        Standing {
            party: party.clone(),
            by: by.filter(|_| engages).cloned(),
            is_processor: engages && is_processor,
        }
    }

    /// Whom a party engages for what it has so, and whether these surely have what it has.
    pub(super) fn engaged_by(&self, engager: &Standing) -> Vec<(Standing, bool)> {
        let by = engager.by.as_ref();
        let engaged = self.0.get(&engager.party).into_iter().flatten();
        let reached = engaged.filter_map(|engaged| {
            let systems = engaged.systems.items();
            let is_for_it = by.is_some_and(|system| systems.contains(system));
            let is_for_others = !systems.is_empty() && by.is_some() && !is_for_it;
            if engaged.systems.is_none() || is_for_others {
                return None;
            }
            let next = self.standing(&engaged.party, by, true);
            Some((next, is_for_it && engager.is_processor))
        });
        reached.collect()
    }

    /// All who have what a party has so, itself first among them, and whether surely.
    pub(super) fn all_with(&self, first: &Standing) -> BTreeMap<PartyId, bool> {
        let mut found: BTreeMap<PartyId, bool> = BTreeMap::new();
        let mut queue = vec![(first.clone(), true)];
        while let Some((here, is_sure)) = queue.pop() {
            let known = found.get(&here.party);
            if known.is_some_and(|known| *known || !is_sure) {
                continue;
            }
            let next = self.engaged_by(&here).into_iter();
            queue.extend(next.map(|(next, surely)| (next, is_sure && surely)));
            found.insert(here.party, is_sure);
        }
        found
    }
}
