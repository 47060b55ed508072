//! What is found once for all graphs of a register: the catalogues are the same for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::model::{
    ActivityId, Data, DataId, Date, Document, DocumentId, PartyId, Register, SubProcessor, SystemId,
};

use super::component::ever_beside;
use super::engagement::{Engaged, Start};
use super::legal_person::LegalPersons;
use super::node::Place;
use super::special::{may_include, not_personal};

/// Who is engaged on the day of the graphs, as far as it was looked for and is the same in any activity.
pub(super) struct KnownEngaged<'r, K>(Mutex<BTreeMap<K, Arc<Engaged<'r>>>>);

impl<K> Default for KnownEngaged<'_, K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<'r, K: Ord> KnownEngaged<'r, K> {
    /// Who is engaged, if it is known.
    pub(super) fn get(&self, asked: &K) -> Option<Arc<Engaged<'r>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(asked).map(Arc::clone)
    }

    /// Takes in who is engaged.
    pub(super) fn insert(&self, asked: K, found: &Arc<Engaged<'r>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(asked, Arc::clone(found));
    }
}

/// What is found once for all graphs of a register on a day.
pub(super) struct Shared<'r> {
    /// The register.
    pub(super) register: &'r Register,
    /// The day on which flows are in use and law and agreements are in force.
    pub(super) on: Date,
    /// Who is one legal person with whom.
    pub(super) persons: LegalPersons<'r>,
    /// The categories that are no personal data.
    pub(super) not_personal: BTreeSet<&'r DataId>,
    /// The categories that may include others, by the classes of these.
    pub(super) may_include: Vec<(&'r DataId, &'r Data)>,
    /// Whom each party engages that stands where it does.
    pub(super) engaged_by: KnownEngaged<'r, Start<'r>>,
    /// Who is engaged for each system, after what a route can have passed.
    pub(super) engaged_for: KnownEngaged<'r, (&'r SystemId, BTreeSet<Place<'r>>)>,
    agreements: OnceLock<BTreeMap<&'r PartyId, Vec<(&'r DocumentId, &'r Document)>>>,
    engaging: OnceLock<BTreeMap<&'r SystemId, Vec<(&'r PartyId, &'r SubProcessor)>>>,
    beside: OnceLock<BTreeMap<&'r ActivityId, BTreeSet<&'r ActivityId>>>,
}

impl<'r> Shared<'r> {
    /// What the graphs of a register share.
    pub(super) fn of(register: &'r Register, on: Date) -> Self {
        Self {
            register,
            on,
            persons: LegalPersons::of(register),
            not_personal: not_personal(&register.data),
            may_include: may_include(&register.data),
            engaged_by: KnownEngaged::default(),
            engaged_for: KnownEngaged::default(),
            agreements: OnceLock::new(),
            engaging: OnceLock::new(),
            beside: OnceLock::new(),
        }
    }

    /// The activities with which a flow joins one, on any day.
    pub(super) fn ever_beside(&self, id: &ActivityId) -> impl Iterator<Item = &'r ActivityId> {
        let beside = self.beside.get_or_init(|| ever_beside(self.register));
        beside.get(id).into_iter().flatten().copied()
    }

    /// The documents that name a legal person, in the order of their ids.
    pub(super) fn agreements_naming(&self, person: &PartyId) -> &[(&'r DocumentId, &'r Document)] {
        let by_person = self.agreements.get_or_init(|| {
            let mut by_person: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for (id, document) in &self.register.documents {
                let parties = document.parties.items().iter();
                let named: BTreeSet<_> = parties.map(|party| self.persons.whole(party)).collect();
                for person in named {
                    by_person.entry(person).or_default().push((id, document));
                }
            }
            by_person
        });
        by_person.get(person).map_or(&[], Vec::as_slice)
    }

    /// The engagements that name a system, by whom, in the order of ids.
    pub(super) fn engaging_for(&self, system: &SystemId) -> &[(&'r PartyId, &'r SubProcessor)] {
        let by_system = self.engaging.get_or_init(|| {
            let mut by_system: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for (engager, party) in &self.register.parties {
                for entry in party.sub_processors.items() {
                    for system in entry.systems.items() {
                        by_system.entry(system).or_default().push((engager, entry));
                    }
                }
            }
            by_system
        });
        by_system.get(system).map_or(&[], Vec::as_slice)
    }
}
