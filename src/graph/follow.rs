//! Following one category of data through the graph: who has it, by which steps, how surely.
//!
//! This is *receives*, the meaning the whole product rests on:
//!
//! - an activity has the data stated if its `data` or a source's list contains it, possibly if
//!   one of them contains something broader;
//! - a flow is stated if its list contains the data, or it carries all that its start has and its
//!   start has the data stated; it is possible if its list contains something broader, is not
//!   recorded or incomplete, or carries all, and its start has the data at least possibly;
//! - parties and systems have the data as surely as their best route;
//! - a route begins at an activity, or else at the start of a flow that names the data.

use petgraph::Direction;
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef, NodeIndexable};

use crate::model::{Activity, Recorded};

use super::certainty::{Certainty, Doubt};
use super::flow_graph::{Bearing, Edge, FlowGraph, Place};
use super::query::{Fit, FlowQuery, Followed};

/// How sure a step is, and if it is only possible, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The record says so.
    Stated,
    /// The record leaves it open.
    Possible(Doubt),
}

impl Step {
    /// How sure the step is.
    pub(super) fn certainty(self) -> Certainty {
        match self {
            Self::Stated => Certainty::Stated,
            Self::Possible(_) => Certainty::Possible,
        }
    }
}

/// One category followed through the graph.
pub(super) struct Following<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    /// How surely an activity holds the data by its own record, by node.
    holds: Vec<Option<Certainty>>,
    /// How surely each node has the data, by node.
    has: Vec<Option<Certainty>>,
    /// How sure each step is, by edge; nothing where the step does not carry the data.
    steps: Vec<Option<Step>>,
    /// Whether the step names the data, by edge.
    names: Vec<bool>,
}

/// A way through the graph: its steps in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) certainty: Certainty,
    /// Whether it begins at an activity; otherwise how its start came by the data is not recorded.
    pub(super) begins_at_activity: bool,
    /// How many steps it has.
    pub(super) length: usize,
    pub(super) edges: Vec<EdgeIndex>,
}

impl Path {
    /// What makes one path better than another, ids aside.
    pub(super) fn rank(&self) -> (Certainty, bool, usize) {
        (self.certainty, !self.begins_at_activity, self.length)
    }
}

/// A node or edge of the graph in which shortest paths are sought, and what a step costs.
const LATE_START: usize = 1 << 32;

/// How many steps an edge stands for: a sub-processor is reached through each processor before it.
pub(super) fn n_steps(edge: &Edge<'_>) -> usize {
    1 + edge.chain.len()
}

impl<'g, 'r> Following<'g, 'r> {
    /// Follows the data through the graph.
    pub(super) fn new(graph: &'g FlowGraph<'r>, followed: &Followed, query: &FlowQuery) -> Self {
        let inner = &graph.graph;
        let fits: Vec<Fit> = inner
            .edge_weights()
            .map(|edge| {
                let not_recorded = Recorded::NotRecorded;
                let people = edge.flow.map_or(&not_recorded, |(_, flow)| &flow.people);
                // What a system has, its operator has: the doubt, if any, stands at the step before.
                if edge.flow.is_none() {
                    return Fit::Sure;
                }
                graph
                    .activity_of(edge)
                    .map_or(Fit::Never, |activity| query.fit(activity, people))
            })
            .collect();
        let bearings: Vec<Bearing> = inner
            .edge_indices()
            .map(|index| match fits[index.index()] {
                Fit::Never => Bearing::Closed,
                _ => inner[index].load.bearing(followed),
            })
            .collect();
        let outside: Vec<bool> = inner
            .edge_weights()
            .map(FlowGraph::is_outside_source)
            .collect();
        let sure = |index: EdgeIndex| fits[index.index()] == Fit::Sure;

        let mut stated_starts = Vec::new();
        let mut possible_starts = Vec::new();
        let holds: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| graph.holding(index, followed, query))
            .collect();
        for index in inner.node_indices() {
            match holds[index.index()] {
                Some(Certainty::Stated) => stated_starts.push(index),
                Some(Certainty::Possible) => possible_starts.push(index),
                None => {}
            }
        }
        for edge in inner.edge_references() {
            if bearings[edge.id().index()] == Bearing::Names && !outside[edge.id().index()] {
                let starts = if sure(edge.id()) {
                    &mut stated_starts
                } else {
                    &mut possible_starts
                };
                starts.push(edge.target());
            }
        }
        let stated = reached(graph, &stated_starts, |edge| {
            bearings[edge.index()] == Bearing::AsStart && sure(edge) && !outside[edge.index()]
        });
        possible_starts.extend(inner.node_indices().filter(|node| stated[node.index()]));
        let possible = reached(graph, &possible_starts, |edge| {
            bearings[edge.index()] != Bearing::Closed && !outside[edge.index()]
        });

        let has: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(
                |node| match (stated[node.index()], possible[node.index()]) {
                    (true, _) => Some(Certainty::Stated),
                    (false, true) => Some(Certainty::Possible),
                    (false, false) => None,
                },
            )
            .collect();
        let steps = inner
            .edge_references()
            .map(|edge| {
                let index = edge.id().index();
                // What comes from outside is as likely as the activity is to have it at all.
                let anchor = if outside[index] {
                    edge.target()
                } else {
                    edge.source()
                };
                let step = match (bearings[index], has[anchor.index()]) {
                    (Bearing::Closed, _) => None,
                    (Bearing::Names, _) => Some(Step::Stated),
                    (_, None) => None,
                    (Bearing::Open(doubt), Some(_)) => Some(Step::Possible(doubt)),
                    (Bearing::AsStart, Some(_)) if outside[index] => {
                        Some(Step::Possible(Doubt::DataNotRecorded))
                    }
                    (Bearing::AsStart, Some(Certainty::Stated)) => Some(Step::Stated),
                    (Bearing::AsStart, Some(Certainty::Possible)) => {
                        Some(Step::Possible(Doubt::StartPossible))
                    }
                };
                match step {
                    Some(Step::Stated) if !sure(edge.id()) => {
                        Some(Step::Possible(Doubt::PeopleNotRecorded))
                    }
                    step => step,
                }
            })
            .collect();
        let names = bearings
            .iter()
            .map(|bearing| *bearing == Bearing::Names)
            .collect();
        Self {
            graph,
            holds,
            has,
            steps,
            names,
        }
    }

    /// How surely a node has the data.
    pub(super) fn has(&self, node: NodeIndex) -> Option<Certainty> {
        self.has[node.index()]
    }

    /// How sure the step along an edge is, if it carries the data at all.
    pub(super) fn step(&self, edge: EdgeIndex) -> Option<Step> {
        self.steps[edge.index()]
    }

    /// The best path to every node that has one, from the activities and from flows that name the data.
    pub(super) fn best_paths(&self, max_steps: Option<usize>) -> Vec<Option<Path>> {
        let short = |path: &Path| max_steps.is_none_or(|most| path.length <= most);
        let stated = self.shortest(Certainty::Stated);
        let possible = self.shortest(Certainty::Possible);
        stated
            .into_iter()
            .zip(possible)
            .map(|(stated, possible)| stated.filter(short).or_else(|| possible.filter(short)))
            .collect()
    }

    /// The shortest path to every node by steps that are at least so sure.
    fn shortest(&self, worst: Certainty) -> Vec<Option<Path>> {
        let inner = &self.graph.graph;
        let usable = |edge: EdgeIndex| {
            !FlowGraph::is_outside_source(&inner[edge])
                && self.steps[edge.index()].is_some_and(|step| step.certainty() <= worst)
        };
        // The same nodes, with one more from which all routes begin. An edge holds what it costs
        // and the flow's edge it stands for.
        let mut search: DiGraph<(), (usize, Option<EdgeIndex>)> =
            DiGraph::with_capacity(inner.node_count() + 1, inner.edge_count());
        for _ in inner.node_indices() {
            search.add_node(());
        }
        let origin = search.add_node(());
        for edge in inner.edge_references().filter(|edge| usable(edge.id())) {
            search.add_edge(
                edge.source(),
                edge.target(),
                (n_steps(edge.weight()), Some(edge.id())),
            );
        }
        for (node, named) in self.beginnings() {
            match named {
                None => drop(search.add_edge(origin, node, (0, None))),
                Some(edge) if usable(edge) => {
                    search.add_edge(origin, node, (LATE_START + n_steps(&inner[edge]), named));
                }
                Some(_) => {}
            }
        }
        let costs = dijkstra(&search, origin, None, |edge| edge.weight().0);
        inner
            .node_indices()
            .map(|node| {
                let cost = *costs.get(&node)?;
                let mut edges = Vec::new();
                let mut here = node;
                while here != origin {
                    let before = search
                        .edges_directed(here, Direction::Incoming)
                        .filter(|edge| {
                            costs
                                .get(&edge.source())
                                .is_some_and(|so_far| so_far + edge.weight().0 == costs[&here])
                        })
                        .min_by_key(|edge| edge.weight().1.map(|edge| self.order(edge)))?;
                    edges.extend(before.weight().1);
                    here = before.source();
                }
                edges.reverse();
                if edges.is_empty() {
                    return None;
                }
                let certainty = edges
                    .iter()
                    .filter_map(|edge| self.step(*edge))
                    .map(Step::certainty)
                    .max()?;
                Some(Path {
                    certainty,
                    begins_at_activity: cost < LATE_START,
                    length: cost % LATE_START,
                    edges,
                })
            })
            .collect()
    }

    /// The nodes at which routes begin, each with the edge taken at once where the route begins
    /// at the start of a flow that names the data.
    pub(super) fn beginnings(&self) -> Vec<(NodeIndex, Option<EdgeIndex>)> {
        let inner = &self.graph.graph;
        let is_activity = |node: NodeIndex| matches!(self.graph.at(node).place, Place::Activity);
        let names = |edge: EdgeIndex| {
            self.names[edge.index()] && !FlowGraph::is_outside_source(&inner[edge])
        };
        let activities = inner
            .node_indices()
            .filter(|node| is_activity(*node))
            .filter(|node| {
                self.holds[node.index()].is_some()
                    || inner.edges(*node).any(|edge| names(edge.id()))
            })
            .map(|node| (node, None));
        let named = inner
            .edge_references()
            .filter(|edge| names(edge.id()) && !is_activity(edge.source()))
            .map(|edge| (edge.target(), Some(edge.id())));
        activities.chain(named).collect()
    }

    /// What settles ties between edges: ids, then the order in which flows are written.
    pub(super) fn order(&self, edge: EdgeIndex) -> impl Ord + use<'r> {
        let inner = &self.graph.graph;
        let (from, to) = inner.edge_endpoints(edge).map_or_else(
            || unreachable!("an edge of this graph has two ends"),
            |(from, to)| (self.graph.at(from), self.graph.at(to)),
        );
        let weight = &inner[edge];
        (
            from,
            to,
            weight.kind,
            weight.flow.map(|(number, _)| number),
            weight.chain.len(),
        )
    }

    /// The nodes that can be reached from these by steps that carry the data.
    pub(super) fn beyond(&self, starts: &[NodeIndex]) -> Vec<bool> {
        reached(self.graph, starts, |edge| {
            self.steps[edge.index()].is_some()
        })
    }

    /// The graph followed.
    pub(super) fn graph(&self) -> &'g FlowGraph<'r> {
        self.graph
    }
}

/// The nodes that can be reached from the starts, themselves included, along usable edges.
fn reached(
    graph: &FlowGraph<'_>,
    starts: &[NodeIndex],
    usable: impl Fn(EdgeIndex) -> bool,
) -> Vec<bool> {
    let filtered = petgraph::visit::EdgeFiltered::from_fn(
        &graph.graph,
        |edge: petgraph::graph::EdgeReference<'_, Edge<'_>>| usable(edge.id()),
    );
    let mut search = Dfs::empty(&filtered);
    for start in starts {
        search.move_to(*start);
        while search.next(&filtered).is_some() {}
    }
    (0..graph.graph.node_bound())
        .map(|index| search.discovered[index])
        .collect()
}

impl<'r> FlowGraph<'r> {
    /// Whether an activity holds the data by what it says of its holdings and sources.
    fn holding(
        &self,
        index: NodeIndex,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Option<Certainty> {
        let node = self.at(index);
        if node.place != Place::Activity {
            return None;
        }
        let activity = self.register.activities.get(node.activity)?;
        let held = best_holding(activity, followed, query)?;
        match query.fit(activity, &Recorded::NotRecorded) {
            Fit::Sure => Some(held),
            Fit::Unsure => Some(Certainty::Possible),
            Fit::Never => None,
        }
    }
}

/// How surely an activity holds the data, by its `data` and its sources' lists.
fn best_holding(activity: &Activity, followed: &Followed, query: &FlowQuery) -> Option<Certainty> {
    let lists = std::iter::once(activity.data.items()).chain(
        activity
            .source
            .items()
            .iter()
            .filter(|flow| query.fit(activity, &flow.people) != Fit::Never)
            .filter_map(|flow| flow.carries.value())
            .map(crate::model::Scope::listed),
    );
    match followed {
        // Whoever processes personal data has some; whether any is recorded makes it stated.
        Followed::Anything if activity.data.is_none() => None,
        Followed::Anything => Some(if activity.data.items().is_empty() {
            Certainty::Possible
        } else {
            Certainty::Stated
        }),
        Followed::Category { id, broader } => lists
            .flatten()
            .filter_map(|listed| {
                if listed == id {
                    Some(Certainty::Stated)
                } else {
                    broader.contains(listed).then_some(Certainty::Possible)
                }
            })
            .min(),
    }
}
