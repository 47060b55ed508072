//! All ways from one place to another, and the best of them.

use std::collections::BTreeMap;

use petgraph::algo::{all_simple_paths, dijkstra};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::{Following, Path, Step, n_steps};

/// At most so many ways are listed; a longer list says that it stopped.
pub(super) const MOST_WAYS: usize = 100;

/// Ways are sought up to so many steps where the question does not say.
pub(super) const MOST_STEPS: usize = 12;

/// The ways found.
pub(super) struct Ways {
    /// The ways, best first.
    pub(super) paths: Vec<Path>,
    /// Whether there are more than are listed.
    pub(super) stopped: bool,
}

impl<'r> Following<'_, 'r> {
    /// All ways from the starts to the goals that visit nothing twice. Between two nodes the
    /// surest step stands for all.
    pub(super) fn ways(
        &self,
        starts: &[(NodeIndex, Option<EdgeIndex>)],
        goals: &[NodeIndex],
        include_sources: bool,
        max_steps: Option<usize>,
    ) -> Ways {
        let max_steps = max_steps.unwrap_or(MOST_STEPS);
        let inner = &self.graph().graph;
        let mut surest: BTreeMap<(NodeIndex, NodeIndex), EdgeIndex> = BTreeMap::new();
        for edge in inner.edge_references() {
            let usable = include_sources || !FlowGraph::is_outside_source(edge.weight());
            if let Some(step) = self.step(edge.id()).filter(|_| usable) {
                let held = surest
                    .entry((edge.source(), edge.target()))
                    .or_insert(edge.id());
                let rank = |edge: EdgeIndex, step: Step| (step.certainty(), self.order(edge));
                if self
                    .step(*held)
                    .is_some_and(|other| rank(edge.id(), step) < rank(*held, other))
                {
                    *held = edge.id();
                }
            }
        }
        let mut search: DiGraph<(), EdgeIndex> = DiGraph::new();
        for _ in inner.node_indices() {
            search.add_node(());
        }
        for ((from, to), edge) in &surest {
            search.add_edge(*from, *to, *edge);
        }
        let mut found = Ways {
            paths: Vec::new(),
            stopped: false,
        };
        for goal in goals {
            // Only what leads to the goal is searched, so that a dead end costs nothing.
            let to_goal = dijkstra(Reversed(&search), *goal, None, |_| 1_usize);
            let useful = search.filter_map(|index, ()| Some(index), |_, edge| Some(*edge));
            let useful = useful.filter_map(
                |index, _| to_goal.contains_key(&index).then_some(index),
                |_, edge| Some(*edge),
            );
            let place: BTreeMap<NodeIndex, NodeIndex> = useful
                .node_indices()
                .map(|index| (useful[index], index))
                .collect();
            let Some(end) = place.get(goal) else { continue };
            for (start, first) in starts {
                let Some(begin) = place.get(start) else {
                    continue;
                };
                if begin == end {
                    if let Some(path) = self
                        .path(&[*start], *first, &surest)
                        .filter(|path| !path.edges.is_empty())
                    {
                        found.add(path, max_steps);
                    }
                    continue;
                }
                let paths = all_simple_paths::<Vec<NodeIndex>, _, std::hash::RandomState>(
                    &useful,
                    *begin,
                    *end,
                    0,
                    Some(max_steps),
                );
                for nodes in paths {
                    let nodes: Vec<NodeIndex> =
                        nodes.into_iter().map(|node| useful[node]).collect();
                    if let Some(path) = self.path(&nodes, *first, &surest) {
                        found.add(path, max_steps);
                    }
                    if found.stopped {
                        break;
                    }
                }
            }
        }
        found.paths.sort_by_cached_key(|path| {
            (
                path.rank(),
                path.edges
                    .iter()
                    .map(|edge| self.order(*edge))
                    .collect::<Vec<_>>(),
            )
        });
        found.paths.dedup();
        found
    }

    /// The path through these nodes, after the edge with which it begins.
    fn path(
        &self,
        nodes: &[NodeIndex],
        first: Option<EdgeIndex>,
        surest: &BTreeMap<(NodeIndex, NodeIndex), EdgeIndex>,
    ) -> Option<Path> {
        let inner = &self.graph().graph;
        let mut edges: Vec<EdgeIndex> = first.into_iter().collect();
        if let Some((start, _)) = first.and_then(|edge| inner.edge_endpoints(edge))
            && nodes.contains(&start)
        {
            return None;
        }
        for pair in nodes.windows(2) {
            edges.push(*surest.get(&(pair[0], pair[1]))?);
        }
        let certainty = edges
            .iter()
            .filter_map(|edge| self.step(*edge))
            .map(Step::certainty)
            .max()
            .unwrap_or(Certainty::Stated);
        let length = edges.iter().map(|edge| n_steps(&inner[*edge])).sum();
        Some(Path {
            certainty,
            begins_at_activity: first.is_none(),
            length,
            edges,
        })
    }
}

impl Ways {
    fn add(&mut self, path: Path, max_steps: usize) {
        if path.length > max_steps {
            return;
        }
        if self.paths.len() >= MOST_WAYS {
            self.stopped = true;
        } else {
            self.paths.push(path);
        }
    }
}
