//! The graphs of a register: one for each set of activities that flows join, or of any others.
//!
//! What is asked of each graph apart cannot depend on what else is looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{ActivityId, DataId, Date, PartyId, Reference, Register};

use super::component::joined;
use super::flow_graph::{FlowGraph, NOTHING};
use super::shared::Shared;

/// The graphs of a register on a day, to be built one by one: what is the same for all is found once.
#[derive(Clone)]
pub struct Graphs<'r> {
    without: &'r BTreeSet<Reference>,
    shared: Arc<Shared<'r>>,
}

impl<'r> Graphs<'r> {
    /// The graphs of a register on a day.
    pub fn of(register: &'r Register, on: Date) -> Self {
        Self::without(register, &NOTHING, on)
    }

    /// The graphs of a register in which these parties and systems hand nothing on.
    pub fn without(register: &'r Register, without: &'r BTreeSet<Reference>, on: Date) -> Self {
        Self {
            without,
            shared: Arc::new(Shared::of(register, on)),
        }
    }

    /// The register.
    pub fn register(&self) -> &'r Register {
        self.shared.register
    }

    /// The day.
    pub fn on(&self) -> Date {
        self.shared.on
    }

    /// An activity, and those with which flows join it on any day, in the order of ids.
    pub fn ever_joined(&self, id: &'r ActivityId) -> Vec<&'r ActivityId> {
        let mut joined = BTreeSet::from([id]);
        let mut waiting = vec![id];
        while let Some(here) = waiting.pop() {
            let beside = self.shared.ever_beside(here);
            waiting.extend(beside.filter(|other| joined.insert(other)));
        }
        joined.into_iter().collect()
    }

    /// Whether a party is one legal person with whose register this is.
    pub fn is_ours(&self, party: &PartyId) -> bool {
        let settings = self.shared.register.settings.as_ref();
        let keeper = settings.and_then(|settings| settings.organisation.value());
        keeper.is_some_and(|keeper| self.shared.persons.are_one(keeper, party))
    }

    /// Whether a category is personal data, as every one is that is not recorded to be none.
    pub fn is_personal(&self, id: &DataId) -> bool {
        !self.shared.not_personal.contains(id)
    }

    /// The activities, in sets that flows join on the day, in the order of ids.
    pub fn sets(&self) -> Vec<Vec<&'r ActivityId>> {
        joined(self.shared.register, self.shared.on)
    }

    /// Builds the graph of some activities: of one of the sets, of others, or of none, to ask what is the same for all.
    pub fn build(&self, activities: &[&'r ActivityId]) -> FlowGraph<'r> {
        FlowGraph::within(&self.shared, activities.to_vec(), self.without)
    }

    /// Builds the graph of each set.
    pub fn each(self) -> impl Iterator<Item = FlowGraph<'r>> {
        let sets = self.sets().into_iter();
        sets.map(move |set| self.build(&set))
    }
}
