//! Who has the data, at one level of certainty.
//!
//! A node has the data if a route leads to it, and routes visit nothing twice. Where a route
//! begins at an activity that holds the data, any walk will do: it can be shortened to a route.
//! Where it begins at the start of a flow that names the data, a walk that comes back to that start
//! is no route, since nobody receives data by having handed it on. So such a start is set aside
//! while what it hands on is followed, but only where a way back exists at all.

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

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

/// One way on that carries the data.
#[derive(Clone, Copy)]
struct Onward {
    /// Whose having the data decides whether it is taken.
    from: NodeIndex,
    to: NodeIndex,
    edge: EdgeIndex,
    /// Whether a route can begin with it.
    begins: bool,
}

/// The search for those who have the data at least so surely.
pub(super) struct Reach<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    /// Where the data is handed on, in the order of those who hand it on.
    onward: Vec<Onward>,
    /// Of each node where its ways on begin among them, and after the last where all end.
    first: Vec<usize>,
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
            onward: Vec::with_capacity(graph.graph.edge_count()),
            first: Vec::with_capacity(n_nodes + 1),
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
        // Where what each start names is handed on to.
        let mut named: Vec<(NodeIndex, NodeIndex)> = Vec::new();
        let mut starts: Vec<NodeIndex> = Vec::new();
        let begins =
            |node: NodeIndex| carrying.holds[node.index()].is_some_and(|held| held <= level);
        starts.extend(graph.graph.node_indices().filter(|node| begins(*node)));
        for edge in graph.graph.edge_references() {
            let (edge, to, anchor) = (edge.id(), edge.target(), edge.weight().anchor);
            let is_brought_in = graph.is_source_into_system(edge);
            if !(is_brought_in || graph.joins(edge)) || !carries(edge) {
                continue;
            }
            // What is brought in from outside by way of a system is had where the activity has it.
            // What is named is carried as surely from where it is only possibly held.
            let is_named = level == Certainty::Stated
                && carrying.holds[anchor.index()] == Some(Certainty::Possible)
                && carrying.bearings[edge.index()] == Bearing::Names;
            let begins =
                is_named || carrying.begins[edge.index()].is_some_and(|begins| begins <= level);
            reach.onward.push(Onward {
                from: anchor,
                to,
                edge,
                begins,
            });
            if begins && is_brought_in {
                // Nothing leads back from the system to who or what the data came from.
                starts.push(to);
            } else if begins {
                named.push((anchor, to));
            }
        }
        reach.onward.sort_unstable_by_key(|it| (it.from, it.edge));
        reach.first = first_of_each(&reach.onward, n_nodes);
        named.sort_unstable();
        // An activity that holds the data less surely begins routes that are as sure, once it is
        // surely given the data.
        loop {
            reach.settle(&starts);
            named.retain(|(start, _)| !reach.settled[start.index()]);
            reach.spread_from_names(&named);
            let is_new = |node: &NodeIndex| {
                carrying.holds[node.index()].is_some()
                    && reach.has[node.index()]
                    && !reach.settled[node.index()]
            };
            starts = graph.graph.node_indices().filter(is_new).collect();
            if starts.is_empty() {
                return reach;
            }
        }
    }

    /// Whether each node has the data.
    pub(super) fn nodes(self) -> Vec<bool> {
        self.has
    }

    /// Spreads the data from flows that name it and whose start is not known to have it: of each start,
    /// in their order, where it goes.
    fn spread_from_names(&mut self, named: &[(NodeIndex, NodeIndex)]) {
        if named.is_empty() {
            return;
        }
        let all: Vec<NodeIndex> = named.iter().map(|(_, to)| *to).collect();
        let mut is_wide = vec![false; self.has.len()];
        for node in self.reached(&all, false, None) {
            is_wide[node.index()] = true;
        }
        let clean = named.iter().filter(|(start, _)| !is_wide[start.index()]);
        let clean: Vec<NodeIndex> = clean.map(|(_, to)| *to).collect();
        self.settle(&clean);
        // A further flow that names the data is a beginning of its own, so it need not be followed.
        let of_one = named.chunk_by(|(one, _), (other, _)| one == other);
        for of_one in of_one.filter(|of_one| is_wide[of_one[0].0.index()]) {
            let ends: Vec<NodeIndex> = of_one.iter().map(|(_, to)| *to).collect();
            for node in self.reached(&ends, false, Some(of_one[0].0)) {
                self.has[node.index()] = true;
            }
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
    ) -> Vec<NodeIndex> {
        let mut reached = Vec::new();
        let mut seen = vec![false; self.has.len()];
        let mut queue = starts.to_vec();
        while let Some(node) = queue.pop() {
            let is_left_out = Some(node) == without || self.settled[node.index()];
            if is_left_out || std::mem::replace(&mut seen[node.index()], true) {
                continue;
            }
            reached.push(node);
            let onward = self.first[node.index()]..self.first[node.index() + 1];
            let onward = self.onward[onward].iter();
            let taken =
                onward.filter(|it| (by_names || !it.begins) && !self.passes(it.edge, without));
            queue.extend(taken.map(|it| it.to));
        }
        reached
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

/// Of each node where its ways on begin, and after the last where all end.
fn first_of_each(onward: &[Onward], n_nodes: usize) -> Vec<usize> {
    let mut first = vec![0; n_nodes + 1];
    for it in onward {
        first[it.from.index() + 1] += 1;
    }
    for node in 0..n_nodes {
        first[node + 1] += first[node];
    }
    first
}
