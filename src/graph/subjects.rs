//! Whose data a step is about, by the words of its own flow or else of its activity.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{PeopleId, Recorded, Reference};

use super::flow_graph::FlowGraph;
use super::node::{Node, Place};
use super::pairs::people_by_pairs;
use super::step_kind::StepKind;

impl<'r> FlowGraph<'r> {
    /// The edges that lead to a node or from it, each once.
    pub(super) fn touching(&self, node: NodeIndex) -> BTreeSet<EdgeIndex> {
        [Direction::Incoming, Direction::Outgoing]
            .into_iter()
            .flat_map(|direction| self.graph.edges_directed(node, direction))
            .map(|edge| edge.id())
            .collect()
    }

    /// Whose data an edge is about: what its flow says, or else its activity; of who runs a system,
    /// what all flows into that system say.
    pub(super) fn people_of(&self, index: EdgeIndex) -> Recorded<BTreeSet<&'r PeopleId>> {
        let edge = &self.graph[index];
        let activity = self.activity_of(edge);
        let own = activity.map_or(&Recorded::NotRecorded, |activity| &activity.people);
        if let (Some(activity), Some((_, flow))) = (activity, edge.flow)
            && let Some(people) = people_by_pairs(activity, flow)
        {
            return people;
        }
        let recorded = match (edge.flow, edge.rests_on, edge.kind) {
            (Some((_, flow)), ..) if !flow.people.is_not_recorded() => &flow.people,
            (None, Some(below), _) => return self.people_of(below),
            (None, None, StepKind::HandsOn)
                if edge
                    .by_flows
                    .iter()
                    .any(|(_, flow)| !flow.people.is_not_recorded()) =>
            {
                edge.by_flows.first().map_or(own, |(_, flow)| &flow.people)
            }
            (None, None, StepKind::Operator | StepKind::SubProcessor) => {
                return self.people_into(edge.anchor);
            }
            _ => own,
        };
        match recorded {
            Recorded::NotRecorded => Recorded::NotRecorded,
            Recorded::None => Recorded::None,
            Recorded::Value(list) => Recorded::Value(list.iter().collect()),
        }
    }

    /// Whose data the flows into a system are about.
    pub(super) fn people_into(&self, system: NodeIndex) -> Recorded<BTreeSet<&'r PeopleId>> {
        let mut all = BTreeSet::new();
        let mut is_unsaid = false;
        for edge in self.graph.edges_directed(system, Direction::Incoming) {
            match self.people_of(edge.id()) {
                Recorded::NotRecorded => is_unsaid = true,
                Recorded::None => {}
                Recorded::Value(people) => all.extend(people),
            }
        }
        match (all.is_empty(), is_unsaid) {
            (false, _) => Recorded::Value(all),
            (true, true) => Recorded::NotRecorded,
            (true, false) => Recorded::None,
        }
    }

    /// Whether a node stands for one of some records. The organisation whose activity it is stands
    /// where its activity does.
    pub(super) fn is_among(&self, places: &BTreeSet<Reference>, node: Node<'r>) -> bool {
        places.contains(&node.reference())
            || node.place == Place::Activity
                && self
                    .own(node.activity)
                    .into_iter()
                    .any(|own| places.contains(&own.reference()))
    }
}
