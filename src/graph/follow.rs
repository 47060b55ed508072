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

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{Activity, Recorded, Scope};

use super::certainty::{Certainty, Doubt};
use super::flow_graph::{Bearing, FlowGraph, Place};
use super::query::{Fit, FlowQuery, Followed};
use super::reach::Reach;

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
    /// Whether a route can begin with the step, because it names the data, by edge.
    begins: Vec<bool>,
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

impl<'g, 'r> Following<'g, 'r> {
    /// Follows the data through the graph.
    pub(super) fn new(graph: &'g FlowGraph<'r>, followed: &Followed, query: &FlowQuery) -> Self {
        Self::supposing(graph, followed, query, &BTreeSet::new())
    }

    /// Follows the data through the graph as if these places possibly held it.
    pub(super) fn supposing(
        graph: &'g FlowGraph<'r>,
        followed: &Followed,
        query: &FlowQuery,
        supposed: &BTreeSet<NodeIndex>,
    ) -> Self {
        let inner = &graph.graph;
        let fits: Vec<Fit> = inner
            .edge_weights()
            .map(|edge| {
                // What a system has, its operator has: the doubt, if any, stands at the step before.
                edge.flow.map_or(Fit::Sure, |(_, flow)| {
                    graph
                        .activity_of(edge)
                        .map_or(Fit::Never, |activity| query.fit(activity, &flow.people))
                })
            })
            .collect();
        let bearings: Vec<Bearing> = inner
            .edge_indices()
            .map(|index| match fits[index.index()] {
                Fit::Never => Bearing::Closed,
                _ => inner[index].load.bearing(followed),
            })
            .collect();
        let sure: Vec<bool> = fits
            .iter()
            .map(|fit| *fit == Fit::Sure && followed.is_sure())
            .collect();
        let holds: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| {
                let is_supposed = supposed.contains(&index);
                let held = graph.holding(index, followed, query);
                held.or_else(|| is_supposed.then_some(Certainty::Possible))
            })
            .map(|held| match held {
                Some(Certainty::Stated) if !followed.is_sure() => Some(Certainty::Possible),
                held => held,
            })
            .collect();
        let [stated, possible] = [Certainty::Stated, Certainty::Possible]
            .map(|level| Reach::new(graph, &bearings, &sure, &holds, level).nodes());
        let has: Vec<Option<Certainty>> = stated
            .into_iter()
            .zip(possible)
            .map(|(stated, possible)| match (stated, possible) {
                (true, _) => Some(Certainty::Stated),
                (false, true) => Some(Certainty::Possible),
                (false, false) => None,
            })
            .collect();
        let steps = inner
            .edge_references()
            .map(|edge| {
                let index = edge.id().index();
                let weight = edge.weight();
                let is_outside = FlowGraph::is_outside_source(weight);
                let of_another = weight.flow.is_some() && !graph.at(weight.anchor).is_activity();
                let has = match has[weight.anchor.index()] {
                    // Whoever hands on whatever it may be has something.
                    None if followed.id().is_none() && of_another => Some(Certainty::Possible),
                    has => has,
                };
                let step = match (bearings[index], has) {
                    (Bearing::Closed, _) => None,
                    (Bearing::Names, _) => Some(Step::Stated),
                    (_, None) => None,
                    (Bearing::Open(doubt), Some(_)) => Some(Step::Possible(doubt)),
                    (Bearing::AsStart, Some(_)) if is_outside => {
                        Some(Step::Possible(Doubt::DataNotRecorded))
                    }
                    (Bearing::AsStart, Some(Certainty::Stated)) => Some(Step::Stated),
                    (Bearing::AsStart, Some(Certainty::Possible)) => {
                        Some(Step::Possible(Doubt::StartPossible))
                    }
                };
                match step {
                    Some(Step::Stated) if !followed.is_sure() => {
                        Some(Step::Possible(Doubt::MayInclude))
                    }
                    Some(Step::Stated) if !sure[index] => {
                        Some(Step::Possible(Doubt::PeopleNotRecorded))
                    }
                    step => step,
                }
            })
            .collect();
        let begins = inner
            .edge_indices()
            .map(|index| bearings[index.index()] == Bearing::Names && graph.may_begin(index))
            .collect();
        Self {
            graph,
            holds,
            has,
            steps,
            begins,
        }
    }

    /// The graph followed.
    pub(super) fn graph(&self) -> &'g FlowGraph<'r> {
        self.graph
    }

    /// How surely an activity holds the data by its own record.
    pub(super) fn holds(&self, node: NodeIndex) -> Option<Certainty> {
        self.holds[node.index()]
    }

    /// How surely a node has the data.
    pub(super) fn has(&self, node: NodeIndex) -> Option<Certainty> {
        self.has[node.index()]
    }

    /// How sure the step along an edge is, if it carries the data at all.
    pub(super) fn step(&self, edge: EdgeIndex) -> Option<Step> {
        self.steps[edge.index()]
    }

    /// Whether a route can begin with a step, because it names the data.
    pub(super) fn begins(&self, edge: EdgeIndex) -> bool {
        self.begins[edge.index()]
    }

    /// Whether a route to a receiver can take a step, and is then no less sure than this.
    pub(super) fn can_take(&self, edge: EdgeIndex, worst: Certainty) -> bool {
        self.graph.joins(edge)
            && self
                .step(edge)
                .is_some_and(|step| step.certainty() <= worst)
    }

    /// The path along these edges. A flow through a system is followed by both its steps where
    /// another flow leads to the system as well: the words of the two belong together.
    pub(super) fn path(&self, mut edges: Vec<EdgeIndex>, begins_at_activity: bool) -> Path {
        let inner = &self.graph.graph;
        for place in 1..edges.len() {
            if let Some(half) = inner[edges[place]].first_half
                && inner.edge_endpoints(half) == inner.edge_endpoints(edges[place - 1])
            {
                edges[place - 1] = half;
            }
        }
        let certainty = edges
            .iter()
            .filter_map(|edge| self.step(*edge))
            .map(Step::certainty)
            .max()
            .unwrap_or(Certainty::Stated);
        Path {
            certainty,
            begins_at_activity,
            length: edges.iter().map(|edge| inner[*edge].n_steps()).sum(),
            edges,
        }
    }

    /// How surely what the starts have goes on from them to each node, by steps that carry the data.
    pub(super) fn beyond(
        &self,
        starts: &[NodeIndex],
        include_sources: bool,
    ) -> Vec<Option<Certainty>> {
        let inner = &self.graph.graph;
        let mut found = vec![None; inner.node_count()];
        for level in [Certainty::Stated, Certainty::Possible] {
            let mut queue: Vec<NodeIndex> = starts.to_vec();
            let mut seen = vec![false; inner.node_count()];
            while let Some(node) = queue.pop() {
                if std::mem::replace(&mut seen[node.index()], true) {
                    continue;
                }
                found[node.index()].get_or_insert(level);
                queue.extend(
                    inner
                        .edges(node)
                        .filter(|edge| {
                            include_sources || !FlowGraph::is_outside_source(edge.weight())
                        })
                        .filter(|edge| {
                            self.step(edge.id())
                                .is_some_and(|step| step.certainty() <= level)
                        })
                        .map(|edge| edge.target()),
                );
            }
        }
        found
    }
}

impl FlowGraph<'_> {
    /// Whether an edge can be a step of the way to a receiver: what comes from outside is none, and
    /// no way leads from a place to itself.
    pub(super) fn joins(&self, edge: EdgeIndex) -> bool {
        let to = self.graph.edge_endpoints(edge).map(|(_, to)| to);
        !Self::is_outside_source(&self.graph[edge]) && to != Some(self.graph[edge].anchor)
    }

    /// Whether a route can begin with an edge if it names the data: with a flow, and at its start.
    pub(super) fn may_begin(&self, edge: EdgeIndex) -> bool {
        self.joins(edge) && self.graph[edge].first_half.is_none()
    }

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
        // Each list speaks of the people that it, or else the activity, is recorded to be about.
        let own = (
            activity.data.items(),
            query.fit(activity, &Recorded::NotRecorded),
        );
        let arriving = activity.source.items().iter();
        let sources = arriving.filter(|flow| self.arrives(flow)).map(|flow| {
            let listed = flow.carries.value().map_or(&[][..], Scope::listed);
            (listed, query.fit(activity, &flow.people))
        });
        let held = std::iter::once(own)
            .chain(sources)
            .filter_map(|(list, fit)| {
                let most = match fit {
                    Fit::Sure => Certainty::Stated,
                    Fit::Unsure => Certainty::Possible,
                    Fit::Never => return None,
                };
                let listed = match followed {
                    Followed::Anything => (!list.is_empty()).then_some(Certainty::Stated),
                    Followed::Unnamed => None,
                    Followed::Category { id, .. } if list.contains(id) => Some(Certainty::Stated),
                    Followed::Category { broader, .. } => list
                        .iter()
                        .any(|listed| broader.contains(listed))
                        .then_some(Certainty::Possible),
                };
                listed.map(|listed| listed.max(most))
            })
            .min();
        held.or_else(|| Self::may_hold_something(activity, followed, query))
    }

    /// Whoever processes personal data has some, unless the record says that it has none; and where
    /// it lists them, it has none that are not named.
    fn may_hold_something(
        activity: &Activity,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Option<Certainty> {
        let may = followed.id().is_none()
            && !activity.data.is_none()
            && activity.data.items().is_empty()
            && query.fit(activity, &Recorded::NotRecorded) != Fit::Never;
        may.then_some(Certainty::Possible)
    }
}
