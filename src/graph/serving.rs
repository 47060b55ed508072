//! In which role the organisation acts in what a step serves: that of its purposes, or else of its
//! activity (design rule 6).

use petgraph::Direction;

use crate::model::{ActivityId, Flow, PartyId, Recorded, Role};

use super::edge::Edge;
use super::flow_graph::FlowGraph;
use super::role::ReceiverRole;
use super::step_kind::StepKind;

impl<'r> FlowGraph<'r> {
    /// The role of whoever processes by a step: a sub-processor where the organisation acts for others
    /// in all that the step serves, or where another processor engages it.
    pub(super) fn by_purpose(
        &self,
        role: ReceiverRole,
        edge: &Edge<'r>,
        engaged_by: Option<&PartyId>,
    ) -> ReceiverRole {
        let is_engaged_by_processor =
            || engaged_by.is_some_and(|party| !self.is_own(edge.activity, party));
        match role {
            ReceiverRole::Processor | ReceiverRole::SubProcessor if is_engaged_by_processor() => {
                ReceiverRole::SubProcessor
            }
            ReceiverRole::Processor | ReceiverRole::SubProcessor => {
                self.processing(edge.activity, &self.flows_served(edge))
            }
            other => other,
        }
    }

    /// The role of whom the organisation has process what flows of an activity carry.
    fn processing(&self, activity: &ActivityId, flows: &[&Flow]) -> ReceiverRole {
        let record = self.register.activities.get(activity);
        let acts_for_others = |flow: Option<&Flow>| {
            let served = flow.and_then(|flow| flow.purpose.value());
            record.is_some_and(|record| {
                let mut purposes = record.purpose.items().iter();
                let purpose = purposes.find(|one| served.is_some() && one.id.as_ref() == served);
                let role = purpose.map_or(&record.role, |purpose| record.role_for(purpose));
                *role == Recorded::Value(Role::Processor)
            })
        };
        let is_sub_processor = if flows.is_empty() {
            acts_for_others(None)
        } else {
            flows.iter().all(|flow| acts_for_others(Some(flow)))
        };
        if is_sub_processor {
            ReceiverRole::SubProcessor
        } else {
            ReceiverRole::Processor
        }
    }

    /// The flows whose purposes a step serves: its own, or those on which it rests.
    fn flows_served(&self, edge: &Edge<'r>) -> Vec<&'r Flow> {
        match (edge.flow, edge.rests_on) {
            (Some((_, flow)), _) => vec![flow],
            (None, Some(below)) => self.flows_served(&self.graph[below]),
            // Whoever runs a system serves all that leads there.
            (None, None) if edge.kind == StepKind::Operator => {
                let into = self.graph.edges_directed(edge.anchor, Direction::Incoming);
                into.filter_map(|into| Some(into.weight().flow?.1))
                    .collect()
            }
            (None, None) => edge.by_flows.iter().map(|(_, flow)| *flow).collect(),
        }
    }
}
