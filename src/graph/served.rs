//! What a step serves: the purposes of the flows behind it, or else all of its activity.

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, Flow, Recorded, Role};

use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::serving::Serving;

impl<'r> FlowGraph<'r> {
    /// What the flows of an activity serve together, or where there are none all of the activity.
    pub(super) fn serving<'a>(&self, activity: &'a ActivityId, flows: &[&Flow]) -> Serving<'a> {
        let record = self.record(activity);
        let is_for_others = |flow: Option<&&Flow>| {
            let served = flow.and_then(|flow| flow.purpose.value());
            record.is_some_and(|record| {
                let mut purposes = record.purpose.items().iter();
                let purpose = purposes.find(|one| served.is_some() && one.id.as_ref() == served);
                let role = purpose.map_or(&record.role, |purpose| record.role_for(purpose));
                *role == Recorded::Value(Role::Processor)
            })
        };
        let is_for_others = match flows {
            [] => is_for_others(None),
            flows => flows.iter().all(|flow| is_for_others(Some(flow))),
        };
        Serving {
            activity,
            is_for_others,
        }
    }

    /// All that is done in an activity.
    pub(super) fn whole_activity<'a>(&self, activity: &'a ActivityId) -> Serving<'a> {
        self.serving(activity, &[])
    }

    /// The flows whose purposes a step serves: its own, or those on which it rests.
    pub(super) fn flows_served(&self, edge: &Edge<'r>) -> Vec<&'r Flow> {
        match (edge.flow, edge.rests_on.or(edge.first_half)) {
            (Some((_, flow)), _) => vec![flow],
            (None, Some(below)) => self.flows_served(&self.graph[below]),
            // Whoever runs a system, or is engaged for it, serves all that leads there.
            (None, None) if self.at(edge.anchor).is_system() => {
                let into = self.graph.edges_directed(edge.anchor, Direction::Incoming);
                let mut edges: Vec<_> = into.map(|edge| edge.id()).collect();
                if edges.is_empty() {
                    edges.extend(self.fed_from(edge.anchor));
                }
                let edges = edges.into_iter();
                edges
                    .filter_map(|edge| Some(self.graph[edge].flow?.1))
                    .collect()
            }
            (None, None) => edge.by_flows.iter().map(|(_, flow)| *flow).collect(),
        }
    }
}
