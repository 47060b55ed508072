//! The best route to each node: by certainty, beginning at an activity, length and ids.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::super::certainty::Certainty;
use super::super::circles::{OneByOne, Stopped};
use super::super::node::Node;
use super::super::step_kind::StepKind;
use super::{Following, Path};

/// The best routes to all nodes.
pub(in crate::graph) struct Best<'f, 'g, 'r> {
    following: &'f Following<'g, 'r>,
    max_steps: Option<usize>,
    /// The searches, better ones first: routes of a better search are better whatever their length.
    searches: Vec<Search>,
}

/// The shortest routes by steps that are at least so sure, from beginnings of one sort.
struct Search {
    worst: Certainty,
    begins_at_activity: bool,
    /// Apart for each start to which a way leads back, since a route visits nothing twice.
    trees: Vec<Tree>,
    /// Where the trees may lack a place or a shorter route.
    others: Option<OneByOne>,
}

/// How each node is best reached, by node; of a tree without beginnings nothing is held.
#[derive(Default)]
struct Tree(Vec<Option<Reached>>);

impl Tree {
    fn get(&self, node: NodeIndex) -> Option<&Reached> {
        self.0.get(node.index())?.as_ref()
    }

    fn has(&self, node: NodeIndex) -> bool {
        self.get(node).is_some()
    }
}

/// How a node is reached: in how many steps, and by which last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reached {
    length: usize,
    last: Option<EdgeIndex>,
    is_first: bool,
}

/// Where a search begins, and what it leaves out.
struct Beginnings<'a> {
    /// Activities, or other places, that hold the data.
    holding: Vec<NodeIndex>,
    /// Whether it begins at activities.
    at_activity: bool,
    /// The steps with which a route can begin, in the order of where they start.
    firsts: Vec<(NodeIndex, EdgeIndex)>,
    /// The steps that can be taken after.
    usable: &'a dyn Fn(EdgeIndex) -> bool,
    /// The steps that need not be taken after, since a route can begin with them.
    needless: &'a dyn Fn(EdgeIndex) -> bool,
}

impl<'f, 'g, 'r> Best<'f, 'g, 'r> {
    /// Finds the best routes that take only allowed steps.
    pub(in crate::graph) fn new(
        following: &'f Following<'g, 'r>,
        max_steps: Option<usize>,
        is_allowed: &dyn Fn(EdgeIndex) -> bool,
    ) -> Self {
        let graph = following.graph();
        let mut searches = Vec::new();
        for worst in [Certainty::Stated, Certainty::Possible] {
            let begins = |edge: EdgeIndex| following.begins(edge).is_some_and(|it| it <= worst);
            let usable = |edge: EdgeIndex| is_allowed(edge) && following.can_take(edge, worst);
            let holding = graph.graph.node_indices();
            let holding = holding.filter(|node| following.holds(*node).is_some());
            let (holding, systems): (Vec<NodeIndex>, Vec<NodeIndex>) =
                holding.partition(|node| !graph.at(*node).is_system());
            let firsts = graph.graph.edge_references();
            let firsts = firsts.filter(|edge| begins(edge.id()) && is_allowed(edge.id()));
            let firsts = firsts.map(|edge| (edge.source(), edge.id()));
            let mut firsts: Vec<(NodeIndex, EdgeIndex)> = firsts.collect();
            firsts.sort_unstable();
            let from_activities = following.search(
                worst,
                &Beginnings {
                    holding,
                    at_activity: true,
                    firsts: Vec::new(),
                    usable: &usable,
                    needless: &|_| false,
                },
            );
            // What a place hands on that has the data by a route is reached by that route as well.
            if max_steps.is_none() && from_activities.others.is_none() {
                firsts.retain(|(start, edge)| {
                    let mut trees = from_activities.trees.iter();
                    let is_reached = trees.any(|tree| tree.has(*start));
                    !is_reached || !graph.joins(*edge) || graph.is_by_handing_on(*edge)
                });
            }
            let from_others = following.search(
                worst,
                &Beginnings {
                    holding: Vec::new(),
                    at_activity: false,
                    firsts,
                    usable: &usable,
                    needless: &begins,
                },
            );
            searches.extend([from_activities, from_others]);
            // Apart, since another route may lead to a system that holds the data less surely.
            if !systems.is_empty() {
                let firsts = systems.iter().flat_map(|system| {
                    let edges = graph.graph.edges(*system).map(|edge| edge.id());
                    let edges = edges.filter(|edge| usable(*edge) && graph.is_route(&[*edge]));
                    edges.map(|edge| (*system, edge))
                });
                let from_systems = Beginnings {
                    holding: Vec::new(),
                    at_activity: false,
                    firsts: firsts.collect(),
                    usable: &usable,
                    needless: &|_| false,
                };
                searches.push(following.search(worst, &from_systems));
            }
        }
        Self {
            following,
            max_steps,
            searches,
        }
    }

    /// The best route to a node, if one leads there.
    pub(in crate::graph) fn path(&self, node: NodeIndex) -> Option<Path> {
        let mut last_step = None;
        let as_good = |one: &Search, other: &Search| {
            (one.worst, one.begins_at_activity) == (other.worst, other.begins_at_activity)
        };
        for searches in self.searches.chunk_by(as_good) {
            let mut found: Vec<Path> = Vec::new();
            for search in searches {
                match search.edges_to(self.following, node, self.max_steps) {
                    Ok(Some(edges)) if !edges.is_empty() => {
                        found.push(self.following.path(edges, search.begins_at_activity));
                    }
                    Ok(_) => {}
                    Err(last) => last_step = last_step.or(last),
                }
            }
            if let Some(best) = found.into_iter().min_by_key(Path::rank) {
                return Some(best);
            }
        }
        last_step.map(|last| self.following.unfinished(last))
    }

    /// How surely a route leads to a node, possibly where the search for one stopped; that one does
    /// more surely than this is not looked for.
    pub(in crate::graph) fn certainty(
        &self,
        node: NodeIndex,
        most: Certainty,
    ) -> Option<Certainty> {
        let mut best = None;
        for search in self.searches.iter().filter(|search| search.worst >= most) {
            match search.edges_to(self.following, node, None) {
                Ok(Some(_)) => return Some(search.worst),
                Ok(None) => {}
                Err(_) => best = Some(Certainty::Possible),
            }
        }
        best
    }

    /// Whether a walk may lead where no route does.
    pub(in crate::graph) fn is_tangled(&self) -> bool {
        self.searches.iter().any(|search| search.others.is_some())
    }
}

impl Search {
    /// The edges of the shortest route to a node of at most so many steps, none where it begins
    /// there; or, where the search stopped and knows of none, a step that leads there.
    fn edges_to(
        &self,
        following: &Following<'_, '_>,
        node: NodeIndex,
        max_steps: Option<usize>,
    ) -> Result<Option<Vec<EdgeIndex>>, Option<EdgeIndex>> {
        let reached = self.trees.iter();
        let reached = reached.filter_map(|tree| Some((tree, tree.get(node)?.length)));
        let is_short = |(_, length): &(_, usize)| max_steps.is_none_or(|most| *length <= most);
        let nearest = reached.filter(is_short).min_by_key(|(_, length)| *length);
        let length = nearest.map(|(_, length)| length);
        let length = length.or(max_steps.map(|most| most + 1));
        let others = self.others.as_ref();
        let others = others.filter(|others| others.may_find(node, length));
        let shorter = others.map(|others| others.find(following.graph(), node, length));
        match (shorter, nearest) {
            (Some(Ok(Some(edges))), _) => Ok(Some(edges)),
            (_, Some((tree, _))) => Ok(following.edges_to(node, tree)),
            (Some(Err(Stopped)), None) => {
                following.note_stop(node);
                Err(others.and_then(|others| others.last_step(following.graph(), node)))
            }
            (_, None) => Ok(None),
        }
    }
}

impl<'r> Following<'_, 'r> {
    /// The shortest routes from these places to any other, by every step that carries or may carry
    /// the data.
    pub(in crate::graph) fn nearest(
        &self,
        places: &[NodeIndex],
    ) -> impl Fn(NodeIndex) -> Option<Path> {
        // That one decides jointly is no flow that leaves room for the data.
        let is_joint = |edge: EdgeIndex| self.graph().graph[edge].kind == StepKind::JointController;
        let usable = |edge| self.can_take(edge, Certainty::Possible) && !is_joint(edge);
        let beginnings = Beginnings {
            holding: places.to_vec(),
            at_activity: !places.is_empty(),
            firsts: Vec::new(),
            usable: &usable,
            needless: &|_| false,
        };
        let search = self.search(Certainty::Possible, &beginnings);
        move |node| match search.edges_to(self, node, None) {
            Ok(edges) => edges.map(|edges| self.path(edges, true)),
            Err(last) => last.map(|last| self.unfinished(last)),
        }
    }

    /// The edges that lead to a node by a tree.
    fn edges_to(&self, node: NodeIndex, tree: &Tree) -> Option<Vec<EdgeIndex>> {
        let mut edges = Vec::new();
        let mut here = *tree.get(node)?;
        while let Some(edge) = here.last {
            edges.push(edge);
            if here.is_first {
                break;
            }
            let (before, _) = self.graph().graph.edge_endpoints(edge)?;
            here = *tree.get(before)?;
        }
        edges.reverse();
        Some(edges)
    }

    /// The shortest routes from these beginnings.
    fn search(&self, worst: Certainty, beginnings: &Beginnings<'_>) -> Search {
        let (trees, is_complete) = self.trees(beginnings);
        Search {
            worst,
            begins_at_activity: beginnings.at_activity,
            trees,
            others: (!is_complete).then(|| self.one_by_one(beginnings)),
        }
    }

    /// The trees of the shortest routes, and whether no other route can lead further.
    fn trees(&self, beginnings: &Beginnings<'_>) -> (Vec<Tree>, bool) {
        let (holding, named) = (&beginnings.holding, &beginnings.firsts);
        let usable = |edge| (beginnings.usable)(edge) && !(beginnings.needless)(edge);
        let (wide, is_complete) = self.tree(holding, named, None, &usable);
        let is_entangled = |(start, _): &(NodeIndex, EdgeIndex)| wide.has(*start);
        if !named.iter().any(is_entangled) {
            return (vec![wide], is_complete);
        }
        let clean = named.iter().filter(|it| !is_entangled(it));
        let clean: Vec<_> = clean.copied().collect();
        let first = self.tree(holding, &clean, None, &usable);
        let others = named
            .chunk_by(|(one, _), (other, _)| one == other)
            .filter(|of_one| is_entangled(&of_one[0]))
            .map(|of_one| self.tree(&[], of_one, Some(of_one[0].0), &usable));
        let (trees, complete): (_, Vec<bool>) = std::iter::once(first).chain(others).unzip();
        (trees, complete.into_iter().all(|it| it))
    }

    /// The same beginnings, to look for routes one by one.
    fn one_by_one(&self, beginnings: &Beginnings<'_>) -> OneByOne {
        let inner = &self.graph().graph;
        let holding = beginnings.holding.iter().map(|node| (*node, None));
        let firsts = beginnings.firsts.iter();
        let firsts = firsts.filter_map(|(_, edge)| {
            let (_, to) = inner.edge_endpoints(*edge)?;
            Some((to, Some(*edge)))
        });
        let starts: Vec<(NodeIndex, Option<EdgeIndex>)> = holding.chain(firsts).collect();
        let usable: Vec<bool> = inner.edge_indices().map(beginnings.usable).collect();
        let at_least = self.graph().distances(&starts, &usable);
        OneByOne {
            starts,
            usable,
            at_least,
        }
    }

    /// The shortest routes from these activities and flows that do not visit one node, and whether
    /// no step was left out because it would visit something twice.
    fn tree(
        &self,
        holding: &[NodeIndex],
        firsts: &[(NodeIndex, EdgeIndex)],
        without: Option<NodeIndex>,
        usable: &dyn Fn(EdgeIndex) -> bool,
    ) -> (Tree, bool) {
        if holding.is_empty() && firsts.is_empty() {
            return (Tree::default(), true);
        }
        let graph = self.graph();
        let mut queue = BinaryHeap::new();
        let mut tree = Tree(vec![None; graph.graph.node_count()]);
        let mut is_complete = true;
        let rank = |last: Option<EdgeIndex>| last.map(|edge| graph.order(edge));
        for node in holding {
            queue.push(Reverse((0, None, *node, None, false)));
        }
        for (_, edge) in firsts {
            if let Some((_, to)) = graph.graph.edge_endpoints(*edge) {
                let last = Some(*edge);
                let length = graph.graph[*edge].n_steps();
                queue.push(Reverse((length, rank(last), to, last, true)));
            }
        }
        while let Some(Reverse((length, _, node, last, is_first))) = queue.pop() {
            if Some(node) == without || tree.has(node) {
                continue;
            }
            let reached = Reached {
                length,
                last,
                is_first,
            };
            tree.0[node.index()] = Some(reached);
            let visited = LazyCell::new(|| self.visited(&tree, node));
            let next = graph.graph.edges(node).filter(|edge| usable(edge.id()));
            for edge in next.filter(|edge| !tree.has(edge.target())) {
                if graph.is_tangled && !graph.can_go_on(&visited, reached.last, edge.id()) {
                    is_complete = false;
                    continue;
                }
                let last = Some(edge.id());
                let length = length + edge.weight().n_steps();
                queue.push(Reverse((length, rank(last), edge.target(), last, false)));
            }
        }
        (tree, is_complete)
    }

    /// What the route to a node visits.
    fn visited(&self, tree: &Tree, node: NodeIndex) -> Vec<Node<'r>> {
        let graph = self.graph();
        let mut visited = Vec::new();
        let mut here = node;
        while let Some(reached) = tree.get(here) {
            let Some(last) = reached.last else {
                visited.push(graph.once(here));
                break;
            };
            visited.extend(graph.visits(last));
            if reached.is_first {
                visited.extend(graph.visited_first(last));
                break;
            }
            let Some((before, _)) = graph.graph.edge_endpoints(last) else {
                break;
            };
            here = before;
        }
        visited
    }
}
