//! By what a system comes to have data, for whoever runs it: in one role by one flow, perhaps in another by
//! another (design rules 4 to 6).

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, End, Flow, FlowKind, FlowRole, SystemId};

use super::edge::Load;
use super::flow_graph::FlowGraph;
use super::node::Place;
use super::step_kind::StepKind;

/// What a system has, as whoever runs it has it in one role.
#[derive(Clone, Debug)]
pub(super) struct Brought<'r> {
    /// The role that the record gives whoever runs the system.
    pub(super) said: Option<FlowRole>,
    /// Whether whoever runs it receives nothing by it: what comes by a source through the system of a controller of
    /// its own.
    pub(super) is_kept_from_operator: bool,
    /// What it is.
    pub(super) load: Load<'r>,
    /// The step by which it comes, where only that is meant.
    pub(super) by: Option<EdgeIndex>,
    /// The flows that bring it, with their numbers.
    pub(super) flows: Vec<(usize, &'r Flow)>,
}

impl<'r> FlowGraph<'r> {
    /// What a system of an activity has: all together, or flow by flow where whoever runs it has it in several roles.
    pub(super) fn brought(
        &self,
        activity: &ActivityId,
        system: &SystemId,
        at: NodeIndex,
    ) -> Vec<Brought<'r>> {
        let into = self.graph.edges_directed(at, Direction::Incoming);
        // What a source gives by way of a system of its own is its own.
        let is_a_partners = matches!(self.at(at).place, Place::SystemOfAnEnd(_));
        let into = into.filter(|edge| !is_a_partners || !edge.weight().is_from_outside);
        let mut into: Vec<_> = into
            .map(|edge| {
                let (said, is_kept) = self.said_of_operator(edge.id());
                (edge.id(), (said, is_kept, edge.weight().is_for_others))
            })
            .collect();
        // Those that bring it here, and not into a partner's own.
        let numbers: BTreeSet<_> = into
            .iter()
            .filter_map(|(edge, _)| self.graph[*edge].flow)
            .map(|(number, _)| number)
            .collect();
        let mut flows = self.flows_into(activity, system);
        flows.retain(|(number, _)| numbers.contains(number));
        // Of what the system has by the words of its feeds, no flow into it says the role.
        into.extend(self.fed_from(at).map(|edge| {
            let is_for_others = self.graph[edge].is_for_others;
            (edge, (None, false, is_for_others))
        }));
        let roles: BTreeSet<_> = into.iter().map(|(_, role)| *role).collect();
        if roles.len() <= 1 {
            let (said, is_kept_from_operator, _) = roles.first().copied().unwrap_or_default();
            return vec![Brought {
                said,
                is_kept_from_operator,
                load: Load::AsStart,
                by: None,
                flows,
            }];
        }
        into.sort_unstable_by_key(|(edge, _)| *edge);
        let is_into = |edge| {
            self.graph
                .edge_endpoints(edge)
                .is_some_and(|(_, to)| to == at)
        };
        let each = into
            .into_iter()
            .map(|(edge, (said, is_kept_from_operator, _))| {
                let weight = &self.graph[edge];
                let number = weight.flow.map(|(number, _)| number);
                let is_its_own = |(one, _): &(usize, &Flow)| Some(*one) == number;
                Brought {
                    said,
                    is_kept_from_operator,
                    load: match weight.load {
                        // A source gives all of something that is not recorded.
                        Load::All if weight.is_from_outside => Load::NotRecorded,
                        // What a feed may carry beside its list says nothing of what its start has.
                        Load::Listed { list, .. } if self.is_feed_start(edge) && !is_into(edge) => {
                            Load::Listed {
                                list,
                                and_more: false,
                            }
                        }
                        load => load,
                    },
                    by: Some(edge),
                    flows: flows.iter().filter(|it| is_its_own(it)).copied().collect(),
                }
            });
        each.collect()
    }

    /// The edges by which a system starts feeds that name some data.
    pub(super) fn fed_from(&self, at: NodeIndex) -> impl Iterator<Item = EdgeIndex> {
        let edges = self.graph.edges(at).map(|edge| edge.id());
        edges.filter(|edge| {
            let load = self.graph[*edge].load;
            let names_some = matches!(load, Load::Listed { list, .. } if !list.is_empty());
            names_some && self.is_feed_start(*edge)
        })
    }

    /// The role that a flow into a system gives whoever runs the system, and whether that one then receives nothing.
    fn said_of_operator(&self, edge: EdgeIndex) -> (Option<FlowRole>, bool) {
        let end = self.graph.edge_endpoints(edge).map(|(_, to)| self.at(to));
        let edge = &self.graph[edge];
        let role = match (edge.kind, edge.flow, end.map(|end| end.place)) {
            // Whoever runs the system is the other end of the flow, or stands for it.
            (_, Some((_, flow)), Some(Place::SystemOfAnEnd(system))) => {
                let is_its_own = match &flow.to {
                    Some(End::Party(party)) => self
                        .operator(system)
                        .is_some_and(|operator| self.persons().are_one(operator, party)),
                    _ => false,
                };
                flow.role.filter(|_| is_its_own)
            }
            (StepKind::Source | StepKind::Store, Some((_, flow)), _) => flow.role,
            (StepKind::Feed, Some((_, flow)), Some(Place::System(system))) => {
                let is_fed = matches!(&flow.to, Some(End::System(to)) if to == system);
                flow.role.filter(|_| is_fed)
            }
            _ => None,
        };
        let is_kept = edge.kind == StepKind::Source && role == Some(FlowRole::Controller);
        (role, is_kept)
    }

    /// The flows by which an activity keeps data in a system, gets data by way of it, or has another
    /// system feed it.
    fn flows_into(&self, activity: &ActivityId, system: &SystemId) -> Vec<(usize, &'r Flow)> {
        let Some(record) = self.record(activity) else {
            return Vec::new();
        };
        self.current_flows(record)
            .filter(|(_, kind, flow)| match kind {
                FlowKind::Store => flow.system.as_ref() == Some(system),
                FlowKind::Source => flow.through.value() == Some(system),
                FlowKind::Feed => matches!(&flow.to, Some(End::System(to)) if to == system),
                FlowKind::Recipient | FlowKind::Onward => false,
            })
            .map(|(number, _, flow)| (number, flow))
            .collect()
    }
}
