//! People and the public at the end of a flow (design rule 10 and section 5).

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::model::{PartyId, PartyKind, PeopleId, Recorded};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::node::Place;

impl<'r> FlowGraph<'r> {
    /// How surely the people at the end of an edge are recipients: where all whose data it carries lie
    /// within or above them it goes to themselves, and they are none; possibly where it is not
    /// recorded whose data that is.
    pub(super) fn receive_of_others(&self, edge: EdgeIndex) -> Option<Certainty> {
        let (_, to) = self.graph.edge_endpoints(edge)?;
        let Place::People(people) = self.at(to).place else {
            return None;
        };
        match self.people_of(edge) {
            Recorded::Value(about) => {
                let is_own = |one: &&'r PeopleId| {
                    self.lies_within(one, people) || self.lies_within(people, one)
                };
                (!about.iter().all(is_own)).then_some(Certainty::Stated)
            }
            Recorded::NotRecorded | Recorded::None => Some(Certainty::Possible),
        }
    }

    /// Whether people are of a category, or of one narrower.
    fn lies_within(&self, people: &PeopleId, category: &PeopleId) -> bool {
        let mut seen = BTreeSet::new();
        let mut here = Some(people);
        while let Some(id) = here.filter(|id| *id != category && seen.insert(*id)) {
            let record = self.register.people.get(id);
            here = record.and_then(|record| record.broader.as_ref());
        }
        here == Some(category)
    }

    /// Whether a party is of a kind.
    fn is_of_kind(&self, party: &PartyId, kind: PartyKind) -> bool {
        let record = self.register.parties.get(party);
        record.is_some_and(|record| record.kind == Recorded::Value(kind))
    }

    /// Whether a party is the public: what goes to it is published, and can be read anywhere.
    pub(super) fn is_public(&self, party: &PartyId) -> bool {
        self.is_of_kind(party, PartyKind::Public)
    }

    /// Whether what ends at a place is published.
    pub(super) fn is_published(&self, place: NodeIndex) -> bool {
        matches!(self.at(place).place, Place::Party(party) if self.is_public(party))
    }

    /// Whether a party, or the body it is part of, is an international organisation, and so outside the
    /// UK wherever it is.
    pub(super) fn is_international(&self, party: &PartyId) -> bool {
        let international = PartyKind::InternationalOrganisation;
        let mut bodies = self.persons().up(party);
        bodies.any(|body| self.is_of_kind(body, international))
    }
}
