//! Nodes: activities, parties, people and systems, each in the view of one activity.

use crate::model::{ActivityId, PartyId, PeopleId, Reference, Refers, SystemId};

/// A node: something in the view of one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node<'r> {
    /// The activity in whose view it stands.
    pub(super) activity: &'r ActivityId,
    /// What it is.
    pub(super) place: Place<'r>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'r> {
    /// The activity itself.
    Activity,
    /// Another activity, which is not among those looked at: nothing continues inside it.
    OtherActivity(&'r ActivityId),
    /// A party.
    Party(&'r PartyId),
    /// The people the data is about.
    People(&'r PeopleId),
    /// A system: whoever runs it has what it has.
    System(&'r SystemId),
    /// The same, for flows at whose end is whoever runs it: that is no role of its own.
    SystemOfAnEnd(&'r SystemId),
}

impl<'r> Node<'r> {
    /// The id of the record it stands for.
    pub(super) fn id(&self) -> &'r str {
        self.record().id()
    }

    /// Whether it is an activity, this or another.
    pub(super) fn is_activity(&self) -> bool {
        matches!(self.place, Place::Activity | Place::OtherActivity(_))
    }

    /// Whether it is a system.
    pub(super) fn is_system(&self) -> bool {
        matches!(self.place, Place::System(_) | Place::SystemOfAnEnd(_))
    }

    /// The record it stands for.
    pub(super) fn reference(&self) -> Reference {
        Reference::new(self.record().kind(), self.record().id())
    }

    /// The id of that record.
    pub(super) fn record(&self) -> &'r dyn Refers {
        match self.place {
            Place::Activity => self.activity,
            Place::OtherActivity(id) => id,
            Place::Party(id) => id,
            Place::People(id) => id,
            Place::System(id) | Place::SystemOfAnEnd(id) => id,
        }
    }

    /// Whether it is a party of this name.
    pub(super) fn is_party(&self, party: &PartyId) -> bool {
        matches!(self.place, Place::Party(id) if id == party)
    }
}
