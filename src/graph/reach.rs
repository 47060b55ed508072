//! Who has the data, at one level of certainty.
//!
//! A node has the data if a route leads to it, and routes visit nothing twice. Where a route
//! begins at an activity that holds the data, any walk will do: it can be shortened to a route.
//! Where it begins at the start of a flow that names the data, a walk that comes back to that start
//! is no route, since nobody receives data by having handed it on. So such a start is set aside
//! while what it hands on is followed, but only where a way back exists at all.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::certainty::Certainty;
use super::edge::Bearing;
use super::flow_graph::FlowGraph;

/// What each edge and node says of the data that is followed.
#[derive(Clone, Copy)]
pub(super) struct Carrying<'c> {
    /// What each edge says of it.
    pub(super) bearings: &'c [Bearing],
    /// Whether each edge is surely about the people asked about.
    pub(super) sure: &'c [bool],
    /// How surely a route can begin with each edge, because its start has the data by its own words.
    pub(super) begins: &'c [Option<Certainty>],
    /// How surely each node holds it by its own record.
    pub(super) holds: &'c [Option<Certainty>],
    /// How sure those sought must be.
    pub(super) level: Certainty,
}

/// The search for those who have the data at least so surely.
pub(super) struct Reach<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    /// Where each node hands the data on, by which edge, and whether a route can begin with it.
    hands_on: Vec<Vec<(NodeIndex, EdgeIndex, bool)>>,
    /// Those from whom all that is reached is reached by a route.
    settled: Vec<bool>,
    has: Vec<bool>,
}

impl<'g, 'r> Reach<'g, 'r> {
    /// Finds those who have the data.
    pub(super) fn new(graph: &'g FlowGraph<'r>, carrying: &Carrying<'_>) -> Self {
        let n_nodes = graph.graph.node_count();
        let level = carrying.level;
        let mut reach = Self {
            graph,
            hands_on: vec![Vec::new(); n_nodes],
            settled: vec![false; n_nodes],
            has: vec![false; n_nodes],
        };
        let carries = |edge: EdgeIndex| match level {
            Certainty::Stated => {
                // All that an outside source has is surely nothing in particular.
                carrying.sure[edge.index()]
                    && match carrying.bearings[edge.index()] {
                        Bearing::Names => true,
                        Bearing::AsStart => !graph.graph[edge].is_from_outside,
                        Bearing::Open(_) | Bearing::Closed => false,
                    }
            }
            Certainty::Possible => carrying.bearings[edge.index()] != Bearing::Closed,
        };
        let mut named: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        let mut brought_in: Vec<NodeIndex> = Vec::new();
        for edge in graph.graph.edge_indices() {
            let Some((_, to)) = graph.graph.edge_endpoints(edge) else {
                continue;
            };
            let is_step = graph.joins(edge) || graph.is_source_into_system(edge);
            if !is_step || !carries(edge) {
                continue;
            }
            // What is brought in from outside by way of a system is had where the activity has it.
            let anchor = graph.graph[edge].anchor;
            // What is named is carried as surely from where it is only possibly held.
            let is_named = level == Certainty::Stated
                && carrying.holds[anchor.index()] == Some(Certainty::Possible)
                && carrying.bearings[edge.index()] == Bearing::Names;
            let begins =
                is_named || carrying.begins[edge.index()].is_some_and(|begins| begins <= level);
            reach.hands_on[anchor.index()].push((to, edge, begins));
            if begins && graph.is_source_into_system(edge) {
                // Nothing leads back from the system to who or what the data came from.
                brought_in.push(to);
            } else if begins {
                named.entry(anchor).or_default().push(to);
            }
        }
        let holding: Vec<NodeIndex> = graph
            .graph
            .node_indices()
            .filter(|node| carrying.holds[node.index()].is_some())
            .collect();
        let begins =
            |node: &NodeIndex| carrying.holds[node.index()].is_some_and(|held| held <= level);
        let mut starts: Vec<NodeIndex> = holding.iter().copied().filter(begins).collect();
        starts.extend(brought_in);
        // An activity that holds the data less surely begins routes that are as sure, once it is
        // surely given the data.
        loop {
            reach.settle(&starts);
            named.retain(|start, _| !reach.settled[start.index()]);
            reach.spread_from_names(&named);
            let is_new = |node: &NodeIndex| reach.has[node.index()] && !reach.settled[node.index()];
            starts = holding.iter().copied().filter(is_new).collect();
            if starts.is_empty() {
                return reach;
            }
        }
    }

    /// Whether each node has the data.
    pub(super) fn nodes(self) -> Vec<bool> {
        self.has
    }

    /// Spreads the data from flows that name it and whose start is not known to have it.
    fn spread_from_names(&mut self, named: &BTreeMap<NodeIndex, Vec<NodeIndex>>) {
        let all: Vec<NodeIndex> = named.values().flatten().copied().collect();
        let wide = self.reached(&all, false, None);
        let (clean, entangled): (Vec<_>, Vec<_>) =
            named.iter().partition(|(start, _)| !wide.contains(*start));
        let clean: Vec<NodeIndex> = clean
            .into_iter()
            .flat_map(|(_, ends)| ends)
            .copied()
            .collect();
        self.settle(&clean);
        // A further flow that names the data is a beginning of its own, so it need not be followed.
        let found: Vec<BTreeSet<NodeIndex>> = entangled
            .into_iter()
            .map(|(start, ends)| self.reached(ends, false, Some(*start)))
            .collect();
        for node in found.into_iter().flatten() {
            self.has[node.index()] = true;
        }
    }

    /// Marks all that is reached from the starts by any way.
    fn settle(&mut self, starts: &[NodeIndex]) {
        for node in self.reached(starts, true, None) {
            self.settled[node.index()] = true;
            self.has[node.index()] = true;
        }
    }

    /// What is reached from the starts, themselves included, beside what is settled.
    fn reached(
        &self,
        starts: &[NodeIndex],
        by_names: bool,
        without: Option<NodeIndex>,
    ) -> BTreeSet<NodeIndex> {
        let mut seen = BTreeSet::new();
        let mut queue = starts.to_vec();
        while let Some(node) = queue.pop() {
            if Some(node) == without || self.settled[node.index()] || !seen.insert(node) {
                continue;
            }
            queue.extend(
                self.hands_on[node.index()]
                    .iter()
                    .filter(|(_, edge, begins)| {
                        (by_names || !begins) && !self.passes(*edge, without)
                    })
                    .map(|(to, ..)| *to),
            );
        }
        seen
    }

    /// Whether a chain of engagements leads through a node that is set aside.
    fn passes(&self, edge: EdgeIndex, without: Option<NodeIndex>) -> bool {
        let Some(without) = without.map(|node| self.graph.at(node)) else {
            return false;
        };
        let edge = &self.graph.graph[edge];
        let mut engagement = edge.engagement.iter();
        edge.activity == without.activity
            && engagement.any(|it| it.visited().any(|party| without.is_party(party)))
    }
}
