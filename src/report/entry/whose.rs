//! Whose an entry is, and for whom it is done.

use super::Entry;
use crate::graph::Agreement;
use crate::model::{PartyId, Recorded, Role};

impl<'r> Entry<'r> {
    /// Whose register this is.
    fn keeper(&self) -> Option<&'r PartyId> {
        let settings = self.register.settings.as_ref();
        settings.and_then(|settings| settings.organisation.value())
    }

    /// Who decides on what rows are about. What the organisation does on its own account in an activity that it does
    /// for others is its own.
    pub(in crate::report) fn controller(&self) -> Recorded<&'r PartyId> {
        let is_for_others = self.activity.role == Recorded::Value(Role::Processor);
        match &self.activity.controller {
            _ if is_for_others && self.is_of_controllers() => match self.keeper() {
                Some(keeper) => Recorded::Value(keeper),
                None => Recorded::NotRecorded,
            },
            Recorded::Value(controller) => Recorded::Value(controller),
            Recorded::None => Recorded::None,
            Recorded::NotRecorded => Recorded::NotRecorded,
        }
    }

    /// The controllers for whom it is done; of an entry for one of them, that one.
    pub(in crate::report) fn acted_for(&self) -> Recorded<Vec<&'r PartyId>> {
        if let Some(one) = self.acts_for {
            return Recorded::Value(vec![one]);
        }
        self.graphs.build(&[]).acted_for(self.activity)
    }

    /// Whether a party is one legal person with whose register this is.
    pub(in crate::report) fn is_ours(&self, party: &PartyId) -> bool {
        self.graphs.is_ours(party)
    }

    /// The contract with a controller for whom the entry is done.
    pub(in crate::report) fn contract_with(&self, controller: &PartyId) -> Agreement {
        self.graphs.build(&[]).contract_with(self.id, controller)
    }
}
