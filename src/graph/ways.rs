//! All ways from one place to another, the best first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::certainty::Certainty;
use super::follow::{Following, Path, Step};
use super::node::Place;
use super::step_kind::StepKind;
use crate::model::ActivityId;

/// At most so many ways are listed; a longer list says that it stopped.
pub(super) const MOST_WAYS: usize = 100;

/// Once it has found some, the search for ways gives up after looking at so many nodes, and says so.
const MOST_LOOKS: usize = 1_000_000;

/// The ways found.
pub(super) struct Ways {
    /// The ways, best first.
    pub(super) paths: Vec<Path>,
    /// Whether there are more than are listed.
    pub(super) stopped: bool,
}

/// The steps that can be taken: between two nodes the surest stands for all that ask for the same
/// systems passed before, of those that give a role and of those that do not.
struct Steps {
    onward: BTreeMap<NodeIndex, Vec<(NodeIndex, EdgeIndex)>>,
    backward: BTreeMap<NodeIndex, Vec<(NodeIndex, EdgeIndex)>>,
}

/// How good a way can become at best: certainty, whether it begins elsewhere than at an activity, length.
type Promise = (Certainty, bool, usize);

/// The beginning of a way, as it waits its turn.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    promise: Promise,
    /// What settles ties: the order of its edges.
    order: Vec<usize>,
    nodes: Vec<NodeIndex>,
    edges: Vec<EdgeIndex>,
}

impl Waiting {
    fn at(start: NodeIndex) -> Self {
        Self {
            promise: (Certainty::Stated, false, 0),
            order: Vec::new(),
            nodes: vec![start],
            edges: Vec::new(),
        }
    }
}

impl Following<'_, '_> {
    /// All ways from the starts to each of the goals that visit nothing twice, up to
    /// [`MOST_WAYS`] for each goal.
    ///
    /// The beginning that can still become the best way is continued first, and only to where the
    /// goal can be reached without visiting anything twice. So ways come best first, and what leads
    /// nowhere costs nothing.
    pub(super) fn ways(
        &self,
        starts: &[(NodeIndex, Option<EdgeIndex>)],
        goals: &[NodeIndex],
        include_sources: bool,
        max_steps: Option<usize>,
    ) -> Ways {
        let steps = self.surest_steps(include_sources);
        let mut found = Ways {
            paths: Vec::new(),
            stopped: false,
        };
        for goal in goals {
            self.ways_to(*goal, starts, &steps, max_steps, &mut found);
        }
        found
            .paths
            .sort_by_cached_key(|path| (path.rank(), self.order_of(&path.edges)));
        found.paths.dedup();
        found
    }

    /// The nodes at which routes to receivers begin, each with the edge taken at once where the
    /// route begins at the start of a flow that names the data.
    pub(super) fn beginnings(&self) -> Vec<(NodeIndex, Option<EdgeIndex>)> {
        let inner = &self.graph().graph;
        let holding = inner
            .node_indices()
            .filter(|node| self.holds(*node).is_some())
            .map(|node| (node, None));
        let named = inner
            .edge_references()
            .filter(|edge| self.begins_as_surely(edge.id()) && self.holds(edge.source()).is_none())
            .map(|edge| (edge.target(), Some(edge.id())));
        holding.chain(named).collect()
    }

    /// Whether a route can begin with a step as surely as that is taken; otherwise it is taken so surely
    /// after others alone.
    fn begins_as_surely(&self, edge: EdgeIndex) -> bool {
        let step = self.step(edge).map(Step::certainty);
        let begins = self.begins(edge);
        begins.is_some_and(|begins| step.is_none_or(|step| begins <= step))
    }

    fn order_of(&self, edges: &[EdgeIndex]) -> Vec<usize> {
        edges.iter().map(|edge| self.graph().order(*edge)).collect()
    }

    fn surest_steps(&self, include_sources: bool) -> Steps {
        let inner = &self.graph().graph;
        let mut surest: BTreeMap<_, (Certainty, usize, usize, EdgeIndex)> = BTreeMap::new();
        for edge in inner.edge_references() {
            let is_source = edge.weight().is_from_outside;
            let usable = if is_source {
                include_sources && edge.source() != edge.target()
            } else {
                self.graph().joins(edge.id()) && !self.graph().is_by_handing_on(edge.id())
            };
            if let Some(step) = self.step(edge.id()).filter(|_| usable) {
                let order = self.graph().order(edge.id());
                let new = (step.certainty(), edge.weight().n_steps(), order, edge.id());
                surest
                    .entry((
                        edge.source(),
                        edge.target(),
                        edge.weight().passed(),
                        edge.weight().is_without_role,
                    ))
                    .and_modify(|held| *held = new.min(*held))
                    .or_insert(new);
            }
        }
        let mut steps = Steps {
            onward: BTreeMap::new(),
            backward: BTreeMap::new(),
        };
        for ((from, to, ..), (.., edge)) in surest {
            steps.onward.entry(from).or_default().push((to, edge));
            steps.backward.entry(to).or_default().push((from, edge));
        }
        steps
    }

    fn ways_to(
        &self,
        goal: NodeIndex,
        starts: &[(NodeIndex, Option<EdgeIndex>)],
        steps: &Steps,
        max_steps: Option<usize>,
        found: &mut Ways,
    ) {
        let inner = &self.graph().graph;
        let mut queue = BinaryHeap::new();
        let free = self.distances(goal, &[], steps);
        let leads_there = |node: &NodeIndex| free[1].contains_key(node);
        // That one has what it hands on leads to itself and no further.
        let may_begin = |start: &NodeIndex, first: &Option<EdgeIndex>| {
            let is_by_handing_on = first.is_some_and(|edge| self.graph().is_by_handing_on(edge));
            leads_there(start) && (!is_by_handing_on || *start == goal)
        };
        for (start, first) in starts
            .iter()
            .filter(|(start, first)| may_begin(start, first))
        {
            let source = first.and_then(|edge| inner.edge_endpoints(edge));
            let Some((source, _)) = source else {
                let mut waiting = Waiting::at(*start);
                waiting.promise.1 = self.graph().at(*start).is_system();
                self.wait(&mut queue, waiting, &free);
                continue;
            };
            if source != goal {
                let mut waiting = Waiting::at(source);
                waiting.promise.1 = true;
                waiting.edges.extend(first);
                waiting.nodes.push(*start);
                let distances = self.distances(goal, &[source], steps);
                self.wait(&mut queue, waiting, &distances);
            }
        }
        let (mut n_found, mut n_looks) = (0, 0);
        while let Some(Reverse(waiting)) = queue.pop() {
            if max_steps.is_some_and(|most| waiting.promise.2 > most) {
                continue;
            }
            if n_found == MOST_WAYS || n_found > 0 && n_looks > MOST_LOOKS {
                found.stopped = true;
                return;
            }
            let Some(here) = waiting.nodes.last() else {
                continue;
            };
            if *here == goal {
                if !waiting.edges.is_empty() && !self.visits_twice(&waiting.edges) {
                    n_found += 1;
                    let is_late = waiting.promise.1;
                    found.paths.push(self.path(waiting.edges, !is_late));
                }
                continue;
            }
            let next: Vec<(NodeIndex, EdgeIndex)> = steps
                .onward
                .get(here)
                .into_iter()
                .flatten()
                .filter(|(next, _)| leads_there(next) && !waiting.nodes.contains(next))
                .copied()
                .collect();
            // Where there is one step only, it keeps the promise.
            if let [(next, edge)] = next[..] {
                let mut waiting = waiting;
                waiting.order.push(self.graph().order(edge));
                waiting.nodes.push(next);
                waiting.edges.push(edge);
                queue.push(Reverse(waiting));
                continue;
            }
            let distances = self.distances(goal, &waiting.nodes, steps);
            n_looks += distances[1].len();
            for (next, edge) in next {
                let mut longer = waiting.clone();
                longer.nodes.push(next);
                longer.edges.push(edge);
                self.wait(&mut queue, longer, &distances);
            }
        }
    }

    /// Puts the beginning of a way in the queue, if it can lead to the goal.
    fn wait(
        &self,
        queue: &mut BinaryHeap<Reverse<Waiting>>,
        mut waiting: Waiting,
        distances: &Distances,
    ) {
        let inner = &self.graph().graph;
        let Some(here) = waiting.nodes.last() else {
            return;
        };
        let edges = &waiting.edges;
        let so_far: usize = edges.iter().map(|edge| inner[*edge].n_steps()).sum();
        let is_stated = edges
            .iter()
            .all(|edge| self.step(*edge) == Some(Step::Stated));
        let (certainty, rest) = match (distances[0].get(here), distances[1].get(here)) {
            (Some(rest), _) if is_stated => (Certainty::Stated, rest),
            (_, Some(rest)) => (Certainty::Possible, rest),
            (_, None) => return,
        };
        waiting.promise = (certainty, waiting.promise.1, so_far + rest);
        waiting.order = self.order_of(edges);
        queue.push(Reverse(waiting));
    }

    /// How far the goal is from each node, by stated steps and by any, without these nodes.
    fn distances(&self, goal: NodeIndex, without: &[NodeIndex], steps: &Steps) -> Distances {
        [Certainty::Stated, Certainty::Possible].map(|worst| {
            let mut queue = BinaryHeap::from([Reverse((0, goal))]);
            let mut distances = BTreeMap::new();
            while let Some(Reverse((distance, node))) = queue.pop() {
                if distances.contains_key(&node) {
                    continue;
                }
                distances.insert(node, distance);
                for (before, edge) in steps.backward.get(&node).into_iter().flatten() {
                    let step = self.step(*edge).map(Step::certainty);
                    if step.is_some_and(|step| step <= worst) && !without.contains(before) {
                        let n_steps = self.graph().graph[*edge].n_steps();
                        queue.push(Reverse((distance + n_steps, *before)));
                    }
                }
            }
            distances
        })
    }

    /// Whether a way leads twice to the same place, by the chains through which sub-processors come
    /// in too, or twice through one activity, by what an activity sent and is given back; or does not
    /// pass the systems for which its steps ask.
    fn visits_twice(&self, edges: &[EdgeIndex]) -> bool {
        let graph = self.graph();
        if self.comes_back(edges) {
            return true;
        }
        !graph.is_route(edges)
    }

    /// Whether a way leads twice through one activity.
    fn comes_back(&self, edges: &[EdgeIndex]) -> bool {
        let graph = self.graph();
        let inner = &graph.graph;
        let mut left: BTreeSet<&ActivityId> = BTreeSet::new();
        let mut here: Option<&ActivityId> = None;
        for edge in edges {
            let Some((from, to)) = inner.edge_endpoints(*edge) else {
                return false;
            };
            for activity in [graph.at(from).activity, graph.at(to).activity] {
                if here.is_some_and(|here| here != activity) {
                    left.extend(here);
                }
                if left.contains(activity) {
                    return true;
                }
                here = Some(activity);
            }
        }
        // What comes from a source did not come from the activity only where nothing but parties
        // that hand it on stand before.
        let is_source = |edge: &EdgeIndex| inner[*edge].is_from_outside;
        let hands_on = |edge: &EdgeIndex| is_source(edge) || inner[*edge].kind == StepKind::Onward;
        edges.iter().rposition(is_source).is_some_and(|last| {
            let start = inner
                .edge_endpoints(edges[0])
                .map(|(from, _)| graph.at(from).place);
            let is_given = matches!(start, Some(Place::System(_) | Place::SystemOfAnEnd(_)));
            let before = &edges[..last];
            !before.iter().all(hands_on) || is_given && !before.iter().all(is_source)
        })
    }
}

/// How far the goal is from each node, by stated steps and by any.
type Distances = [BTreeMap<NodeIndex, usize>; 2];
