//! The best route to each node: by certainty, beginning at an activity, length and ids.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::certainty::Certainty;
use super::flow_graph::Place;
use super::follow::{Following, Path};
use super::step_kind::StepKind;

/// The best routes to all nodes.
pub(super) struct Best<'f, 'g, 'r> {
    following: &'f Following<'g, 'r>,
    max_steps: Option<usize>,
    /// The searches, better ones first: routes of a better search are better whatever their length.
    searches: Vec<Search>,
}

/// The shortest routes by steps that are at least so sure, from beginnings of one sort.
struct Search {
    begins_at_activity: bool,
    /// Apart for each start to which a way leads back, since a route visits nothing twice.
    trees: Vec<Tree>,
}

/// How each node is best reached.
type Tree = BTreeMap<NodeIndex, Reached>;

/// How a node is reached: in how many steps, and by which last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reached {
    length: usize,
    last: Option<EdgeIndex>,
    is_first: bool,
}

/// Where a search begins, and what it leaves out.
struct Beginnings<'a> {
    /// Activities that hold the data.
    holding: Vec<NodeIndex>,
    /// The steps with which a route can begin, by where they start.
    firsts: BTreeMap<NodeIndex, Vec<EdgeIndex>>,
    /// The steps that can be taken after.
    usable: &'a dyn Fn(EdgeIndex) -> bool,
}

impl<'f, 'g, 'r> Best<'f, 'g, 'r> {
    /// Finds the best routes that take only allowed steps.
    pub(super) fn new(
        following: &'f Following<'g, 'r>,
        max_steps: Option<usize>,
        is_allowed: &dyn Fn(EdgeIndex) -> bool,
    ) -> Self {
        let graph = following.graph();
        let mut searches = Vec::new();
        for worst in [Certainty::Stated, Certainty::Possible] {
            let begins = |edge: EdgeIndex| following.begins(edge).is_some_and(|it| it <= worst);
            let usable = |edge: EdgeIndex| is_allowed(edge) && following.can_take(edge, worst);
            let holding: Vec<NodeIndex> = graph
                .graph
                .node_indices()
                .filter(|node| following.holds(*node).is_some())
                .collect();
            let mut firsts: BTreeMap<NodeIndex, Vec<EdgeIndex>> = BTreeMap::new();
            for edge in graph.graph.edge_references() {
                if begins(edge.id()) && is_allowed(edge.id()) {
                    firsts.entry(edge.source()).or_default().push(edge.id());
                }
            }
            let from_activities = following.trees(&Beginnings {
                holding,
                firsts: BTreeMap::new(),
                usable: &usable,
            });
            // What a place hands on that has the data by a route is reached by that route as well.
            if max_steps.is_none() {
                for (start, edges) in &mut firsts {
                    if from_activities.iter().any(|tree| tree.contains_key(start)) {
                        edges.retain(|edge| !graph.joins(*edge) || graph.is_by_handing_on(*edge));
                    }
                }
            }
            let from_others = following.trees(&Beginnings {
                holding: Vec::new(),
                firsts,
                usable: &|edge| usable(edge) && !begins(edge),
            });
            for (begins_at_activity, trees) in [(true, from_activities), (false, from_others)] {
                searches.push(Search {
                    begins_at_activity,
                    trees,
                });
            }
        }
        Self {
            following,
            max_steps,
            searches,
        }
    }

    /// The best route to a node, if one leads there.
    pub(super) fn path(&self, node: NodeIndex) -> Option<Path> {
        self.searches.iter().find_map(|search| {
            let (tree, reached) = search
                .trees
                .iter()
                .filter_map(|tree| Some((tree, tree.get(&node)?)))
                .min_by_key(|(_, reached)| reached.length)?;
            if reached.length == 0 || self.max_steps.is_some_and(|most| reached.length > most) {
                return None;
            }
            let edges = self.following.edges_to(node, tree)?;
            Some(self.following.path(edges, search.begins_at_activity))
        })
    }
}

impl Following<'_, '_> {
    /// The edges of the shortest routes from these places to any other, by every step that carries
    /// or may carry the data.
    pub(super) fn nearest(
        &self,
        places: &[NodeIndex],
    ) -> impl Fn(NodeIndex) -> Option<Vec<EdgeIndex>> {
        // That one decides jointly is no flow that leaves room for the data.
        let is_joint = |edge: EdgeIndex| self.graph().graph[edge].kind == StepKind::JointController;
        let usable = |edge| self.can_take(edge, Certainty::Possible) && !is_joint(edge);
        let tree = self.tree(places, &[], None, &usable);
        move |node| self.edges_to(node, &tree)
    }

    /// The edges that lead to a node by a tree.
    fn edges_to(&self, node: NodeIndex, tree: &Tree) -> Option<Vec<EdgeIndex>> {
        let mut edges = Vec::new();
        let mut here = *tree.get(&node)?;
        while let Some(edge) = here.last {
            edges.push(edge);
            if here.is_first {
                break;
            }
            let (before, _) = self.graph().graph.edge_endpoints(edge)?;
            here = *tree.get(&before)?;
        }
        edges.reverse();
        Some(edges)
    }

    /// The shortest routes from these beginnings.
    fn trees(&self, beginnings: &Beginnings<'_>) -> Vec<Tree> {
        let (holding, named) = (&beginnings.holding, &beginnings.firsts);
        let all: Vec<EdgeIndex> = named.values().flatten().copied().collect();
        let wide = self.tree(holding, &all, None, beginnings.usable);
        let is_entangled = |start: &NodeIndex| wide.contains_key(start);
        if !named.keys().any(is_entangled) {
            return vec![wide];
        }
        let clean: Vec<EdgeIndex> = named
            .iter()
            .filter(|(start, _)| !is_entangled(start))
            .flat_map(|(_, edges)| edges.iter().copied())
            .collect();
        let first = self.tree(holding, &clean, None, beginnings.usable);
        let others = named
            .iter()
            .filter(|(start, _)| is_entangled(start))
            .map(|(start, edges)| self.tree(&[], edges, Some(*start), beginnings.usable));
        std::iter::once(first).chain(others).collect()
    }

    /// The shortest routes from these activities and flows that do not visit one node.
    fn tree(
        &self,
        holding: &[NodeIndex],
        firsts: &[EdgeIndex],
        without: Option<NodeIndex>,
        usable: &dyn Fn(EdgeIndex) -> bool,
    ) -> Tree {
        let graph = self.graph();
        let mut queue = BinaryHeap::new();
        let mut tree = Tree::new();
        let rank = |last: Option<EdgeIndex>| last.map(|edge| graph.order(edge));
        for node in holding {
            queue.push(Reverse((0, None, *node, None, false)));
        }
        for edge in firsts {
            if let Some((_, to)) = graph.graph.edge_endpoints(*edge) {
                let last = Some(*edge);
                let length = graph.graph[*edge].n_steps();
                queue.push(Reverse((length, rank(last), to, last, true)));
            }
        }
        while let Some(Reverse((length, _, node, last, is_first))) = queue.pop() {
            if Some(node) == without || tree.contains_key(&node) {
                continue;
            }
            let reached = Reached {
                length,
                last,
                is_first,
            };
            tree.insert(node, reached);
            for edge in graph.graph.edges(node).filter(|edge| usable(edge.id())) {
                if self.visits_again(&tree, node, edge.id()) {
                    continue;
                }
                let last = Some(edge.id());
                let length = length + edge.weight().n_steps();
                queue.push(Reverse((length, rank(last), edge.target(), last, false)));
            }
        }
        tree
    }

    /// Whether a step comes back to a party by a chain of engagements, or to a system that has two nodes.
    fn visits_again(&self, tree: &Tree, node: NodeIndex, next: EdgeIndex) -> bool {
        let graph = self.graph();
        let inner = &graph.graph;
        let edge = &inner[next];
        let Some((_, to)) = inner.edge_endpoints(next) else {
            return false;
        };
        let twin = graph.twin(to);
        let target = match graph.at(to).place {
            Place::Party(target) if graph.has_engagements() => Some(target),
            _ if twin.is_some() => None,
            _ => return false,
        };
        let mut here = Some(node);
        while let Some(at) = here {
            if Some(at) == twin {
                return true;
            }
            let place = graph.at(at);
            if place.activity == edge.activity && edge.chain().any(|party| place.is_party(party)) {
                return true;
            }
            let reached = tree.get(&at);
            let last = reached.and_then(|reached| reached.last);
            let is_first = reached.is_some_and(|reached| reached.is_first);
            if let Some(last) = last {
                let before = &inner[last];
                let mut passed = before.chain();
                if before.activity == edge.activity
                    && passed.any(|party| {
                        Some(party) == target || edge.chain().any(|other| other == party)
                    })
                {
                    return true;
                }
            }
            let before = last.and_then(|edge| inner.edge_endpoints(edge));
            here = before.map(|(from, _)| from);
            if is_first {
                if here == twin && twin.is_some() {
                    return true;
                }
                if let Some(start) = here.map(|start| graph.at(start))
                    && start.activity == edge.activity
                    && edge.chain().any(|party| start.is_party(party))
                {
                    return true;
                }
                here = None;
            }
        }
        false
    }
}
