//! Routes where data may go in circles: a route visits nothing twice (design rule 9).
//!
//! The best routes to all places are found by a search that keeps one route to each place. Where
//! data may come back to where it was, that one can be in the way of a longer one, and where an
//! engagement asks for a system passed before, it may be the other that passed it. Such places are
//! looked for one by one, among all routes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::Direction;
use petgraph::algo::{is_cyclic_directed, tarjan_scc};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef, Reversed};

use crate::model::{ActivityId, PartyId, SystemId};

use super::flow_graph::FlowGraph;
use super::node::{Node, Place};
use super::step_kind::StepKind;

/// The search for a route to one place stops after so many beginnings of routes, and says so.
const MOST_LOOKS: usize = 20_000;

/// The search for a route stopped before it was told whether there is one.
pub(super) struct Stopped;

impl<'r> FlowGraph<'r> {
    /// The systems for which somebody is engaged that a route can have passed before a place, and those
    /// who engage others that it can have passed if it can come back to them.
    pub(super) fn before(&self, index: NodeIndex) -> BTreeSet<Place<'r>> {
        self.before.get(&index).cloned().unwrap_or_default()
    }

    /// Of each place where a flow begins what it is to be known of that a route can have passed before.
    pub(super) fn places_before(&self) -> BTreeMap<NodeIndex, BTreeSet<Place<'r>>> {
        let mut before: BTreeMap<NodeIndex, BTreeSet<Place<'r>>> = BTreeMap::new();
        if !self.goes_on_to_whoever_engages() {
            return before;
        }
        let leads = self.leads();
        let parties = leads.node_weights().filter_map(|node| match node.place {
            Place::Party(party) => self.register.parties.get(party),
            _ => None,
        });
        let engaged = parties.flat_map(|party| party.sub_processors.items());
        let named: BTreeSet<&SystemId> = engaged.flat_map(|it| it.systems.items()).collect();
        let begins_a_flow = |index: &NodeIndex| {
            self.graph.node_weight(*index).is_some() && leads.edges(*index).next().is_some()
        };
        for start in self.graph.node_indices() {
            let (Place::System(system) | Place::SystemOfAnEnd(system)) = leads[start].place else {
                continue;
            };
            if named.contains(system) {
                let mut beyond = Dfs::new(&leads, start);
                while let Some(here) = beyond.next(&leads) {
                    if here != start && begins_a_flow(&here) {
                        let before = before.entry(here).or_default();
                        before.insert(Place::System(system));
                    }
                }
            }
        }
        for circle in tarjan_scc(&leads).into_iter().filter(|it| it.len() > 1) {
            let nodes = circle.iter().map(|index| leads[*index]);
            let engagers = nodes.filter(|node| self.engages(*node));
            let engagers: BTreeSet<Place<'r>> = engagers.map(|node| node.place).collect();
            // Where a flow leads back, a chain of engagements can be in the way of a later step.
            let flows = self
                .graph
                .edge_references()
                .filter(|edge| self.joins(edge.id()));
            let mut ends = flows.map(|edge| [edge.source(), edge.target()]);
            let leads_back = ends.any(|ends| ends.iter().all(|end| circle.contains(end)));
            let mut into = Dfs::new(Reversed(&leads), circle[0]);
            let before_it = std::iter::from_fn(|| into.next(Reversed(&leads)));
            let places: Vec<NodeIndex> = if leads_back {
                before_it.collect()
            } else {
                circle
            };
            for index in places.into_iter().filter(begins_a_flow) {
                before.entry(index).or_default().extend(&engagers);
            }
        }
        before
    }

    /// Whether what comes to a party, to a system that feeds another, or to an activity from another, goes
    /// on from there to anybody who engages others: only then engagements depend on what a route has
    /// passed before.
    fn goes_on_to_whoever_engages(&self) -> bool {
        let goes_on = |edge: &EdgeIndex| {
            let ends = self.graph.edge_endpoints(*edge);
            self.joins(*edge)
                && ends.is_some_and(|(from, to)| {
                    matches!(self.at(from).place, Place::Party(_))
                        || self.at(to).place == Place::Activity
                        || self.graph[*edge].kind == StepKind::Feed
                })
        };
        let further = self.graph.edge_indices().filter(goes_on);
        let ends = further.filter_map(|edge| self.graph.edge_endpoints(edge));
        let mut queue: Vec<NodeIndex> = ends.map(|(_, to)| to).collect();
        let mut seen = vec![false; self.graph.node_count()];
        while let Some(index) = queue.pop() {
            if std::mem::replace(&mut seen[index.index()], true) {
                continue;
            }
            let node = self.at(index);
            let operator = match node.place {
                Place::System(system) | Place::SystemOfAnEnd(system) => match self.operator(system)
                {
                    None => return true,
                    operator => operator,
                },
                _ => None,
            };
            let operator = operator.map(|party| Node {
                activity: node.activity,
                place: Place::Party(party),
            });
            let has_joint = node.place == Place::Activity
                && self
                    .record(node.activity)
                    .is_some_and(|record| !record.joint_controllers.items().is_empty());
            if self.engages(node) || operator.is_some_and(|it| self.engages(it)) || has_joint {
                return true;
            }
            queue.extend(operator.and_then(|it| self.node(it)));
            let edges = self.graph.edges(index).filter(|edge| self.joins(edge.id()));
            queue.extend(edges.map(|edge| edge.target()));
        }
        false
    }

    fn engages(&self, node: Node<'r>) -> bool {
        let Place::Party(party) = node.place else {
            return false;
        };
        let record = self.register.parties.get(party);
        record.is_some_and(|record| !record.sub_processors.items().is_empty())
    }

    /// Where data may go by any flow, engagement or joint controller: the places of the graph, and then
    /// those who are only engaged.
    fn leads(&self) -> DiGraph<Node<'r>, ()> {
        let mut leads: DiGraph<Node<'r>, ()> = self.graph.map(|_, node| *node, |_, _| ());
        leads.retain_edges(|_, edge| self.joins(edge));
        let mut engaged: BTreeMap<Node<'r>, NodeIndex> = BTreeMap::new();
        let mut queue: Vec<NodeIndex> = leads.node_indices().collect();
        while let Some(from) = queue.pop() {
            let node = leads[from];
            for party in self.may_have(node.place, node.activity) {
                let party = Node {
                    activity: node.activity,
                    place: Place::Party(party),
                };
                let to = self.node(party).unwrap_or_else(|| {
                    *engaged.entry(party).or_insert_with(|| {
                        let index = leads.add_node(party);
                        queue.push(index);
                        index
                    })
                });
                leads.add_edge(from, to, ());
            }
        }
        leads
    }

    /// Who may have what a place has by no flow: whoever runs it or is engaged for it, is engaged by it,
    /// or decides jointly.
    fn may_have(&self, place: Place<'r>, activity: &ActivityId) -> Vec<&'r PartyId> {
        match place {
            Place::System(system) | Place::SystemOfAnEnd(system) => match self.operator(system) {
                Some(operator) => vec![operator],
                None => {
                    let engaging = self.shared.engaging_for(system).iter();
                    engaging.map(|(_, entry)| &entry.party).collect()
                }
            },
            Place::Party(party) => {
                let record = self.register.parties.get(party);
                let entries = record.map_or(&[][..], |record| record.sub_processors.items());
                entries.iter().map(|entry| &entry.party).collect()
            }
            Place::Activity => {
                let record = self.record(activity);
                let joint = record.map_or(&[][..], |record| record.joint_controllers.items());
                joint.iter().map(|joint| &joint.party).collect()
            }
            Place::OtherActivity(_) | Place::People(_) => Vec::new(),
        }
    }

    /// A place by its one name: a system can have two nodes.
    pub(super) fn once(&self, index: NodeIndex) -> Node<'r> {
        let node = self.at(index);
        match node.place {
            Place::SystemOfAnEnd(system) => Node {
                place: Place::System(system),
                ..node
            },
            _ => node,
        }
    }

    /// What an edge visits: those who engage, and its end.
    pub(super) fn visits(&self, edge: EdgeIndex) -> impl Iterator<Item = Node<'r>> {
        let weight = &self.graph[edge];
        let engagement = weight.engagement.iter();
        let chain = engagement.flat_map(|it| it.visited());
        let chain = chain.map(|party| Node {
            activity: weight.activity,
            place: Place::Party(party),
        });
        let end = self.graph.edge_endpoints(edge).map(|(_, to)| self.once(to));
        chain.chain(end)
    }

    /// Where a route begins that begins with an edge: of what one hands on, with its end.
    pub(super) fn visited_first(&self, edge: EdgeIndex) -> Option<Node<'r>> {
        let from = self.graph.edge_endpoints(edge).map(|(from, _)| from)?;
        (!self.is_by_handing_on(edge)).then(|| self.once(from))
    }

    /// The step by which a system has what an edge stands for, where it is of that alone: what whoever
    /// runs it has in one role, and those engaged for that.
    pub(super) fn by_one(&self, edge: EdgeIndex) -> Option<EdgeIndex> {
        let edge = &self.graph[edge];
        match (edge.flow, edge.first_half) {
            (Some(_), _) => None,
            (None, Some(by)) => Some(by),
            (None, None) => self.by_one(edge.rests_on?),
        }
    }

    /// Whether a route that has come by a step, or begins here, can go on by an edge: by that which is of
    /// one step alone only after that one. What a system has by the words of a feed begins there.
    pub(super) fn follows(&self, last: Option<EdgeIndex>, edge: EdgeIndex) -> bool {
        let Some(by) = self.by_one(edge) else {
            return true;
        };
        let ends = |edge| self.graph.edge_endpoints(edge);
        let here = ends(edge).map(|(here, _)| here);
        let is_fed = here.is_some() && here == ends(by).map(|(from, _)| from);
        match last {
            Some(last) => !is_fed && ends(last) == ends(by),
            None => is_fed || here.is_some_and(|here| self.fed_from(here).next().is_none()),
        }
    }

    /// Whether a route that has come by a step and visited these places can go on by an edge: it visits
    /// nothing twice, leads through no activity twice, and has passed the systems for which the edge stands.
    pub(super) fn can_go_on(
        &self,
        visited: &[Node<'r>],
        last: Option<EdgeIndex>,
        edge: EdgeIndex,
    ) -> bool {
        if !self.follows(last, edge) {
            return false;
        }
        let Some((from, to)) = self.graph.edge_endpoints(edge) else {
            return false;
        };
        let view = self.at(to).activity;
        let is_left = self.at(from).activity != view;
        let is_back = |next: Node<'r>| {
            let mut visited = visited.iter();
            visited.any(|node| *node == next || is_left && node.activity == view)
        };
        let is_passed = |system| {
            let mut visited = visited.iter();
            visited.any(|node| node.place == Place::System(system))
        };
        let mut passed = self.graph[edge].passed().iter();
        !self.visits(edge).any(is_back) && passed.all(|system| is_passed(system))
    }

    /// Whether these edges are a route.
    pub(super) fn is_route(&self, edges: &[EdgeIndex]) -> bool {
        let first = edges.first().and_then(|edge| self.visited_first(*edge));
        let mut visited: Vec<Node<'r>> = first.into_iter().collect();
        let mut last = None;
        edges.iter().all(|edge| {
            let can_go_on = self.can_go_on(&visited, last.replace(*edge), *edge);
            visited.extend(self.visits(*edge));
            can_go_on
        })
    }

    /// How far each place is at least from these starts, by usable edges.
    pub(super) fn distances(
        &self,
        starts: &[(NodeIndex, Option<EdgeIndex>)],
        usable: &[bool],
    ) -> BTreeMap<NodeIndex, usize> {
        let length = |first: &Option<EdgeIndex>| first.map_or(0, |it| self.graph[it].n_steps());
        let starts = starts.iter();
        let mut queue: BinaryHeap<Reverse<(usize, NodeIndex)>> = starts
            .map(|(start, first)| Reverse((length(first), *start)))
            .collect();
        let mut distances = BTreeMap::new();
        while let Some(Reverse((distance, node))) = queue.pop() {
            if distances.contains_key(&node) {
                continue;
            }
            distances.insert(node, distance);
            let next = self.graph.edges(node);
            queue.extend(
                next.filter(|edge| usable[edge.id().index()])
                    .map(|edge| Reverse((distance + edge.weight().n_steps(), edge.target()))),
            );
        }
        distances
    }

    /// Whether data may come back to where it was or to an activity that it left, or an edge asks for
    /// a system passed before or a certain step. Otherwise every walk is a route.
    pub(super) fn goes_in_circles(&self) -> bool {
        let mut places =
            DiGraph::<(), ()>::with_capacity(self.graph.node_count(), self.graph.edge_count());
        let mut activities = DiGraph::<(), ()>::new();
        let mut activity_of: BTreeMap<&ActivityId, NodeIndex> = BTreeMap::new();
        for _ in self.graph.node_indices() {
            places.add_node(());
        }
        for edge in self.graph.edge_references() {
            if !self.joins(edge.id()) && !self.is_source_into_system(edge.id()) {
                continue;
            }
            let weight = edge.weight();
            let (from, to) = (edge.source(), edge.target());
            if !weight.passed().is_empty() || !self.is_after_any(edge.id(), from) {
                return true;
            }
            if to_another_activity(self.at(from), self.at(to)) {
                let [from, to] = [from, to].map(|index| {
                    let known = activity_of.entry(self.at(index).activity);
                    *known.or_insert_with(|| activities.add_node(()))
                });
                activities.update_edge(from, to, ());
            }
            if weight.kind == StepKind::HandsOn {
                continue;
            }
            let chain = weight.chain().filter_map(|party| {
                self.node(Node {
                    activity: weight.activity,
                    place: Place::Party(party),
                })
            });
            let mut before = (!self.is_by_handing_on(edge.id())).then(|| self.first_node(from));
            for next in chain.chain([self.first_node(to)]) {
                if let Some(before) = before {
                    places.add_edge(before, next, ());
                }
                before = Some(next);
            }
        }
        is_cyclic_directed(&places) || is_cyclic_directed(&activities)
    }

    /// Whether an edge can be taken by whatever step one comes to where it begins.
    fn is_after_any(&self, edge: EdgeIndex, from: NodeIndex) -> bool {
        let mut into = self.graph.edges_directed(from, Direction::Incoming);
        self.by_one(edge).is_none()
            || into.all(|last| self.follows(Some(last.id()), edge))
                && self.fed_from(from).next().is_none()
    }

    /// The first of the nodes of one place: a system can have two.
    fn first_node(&self, index: NodeIndex) -> NodeIndex {
        match self.at(index).place {
            Place::SystemOfAnEnd(_) => self.twin(index).unwrap_or(index),
            _ => index,
        }
    }
}

/// Whether a step leads from the view of one activity to that of another.
fn to_another_activity(from: Node<'_>, to: Node<'_>) -> bool {
    !std::ptr::eq(from.activity, to.activity) && from.activity != to.activity
}

/// Routes looked for one by one.
pub(super) struct OneByOne {
    /// Where they begin, with the first edge where they begin with one.
    pub(super) starts: Vec<(NodeIndex, Option<EdgeIndex>)>,
    /// Whether each edge can be taken after.
    pub(super) usable: Vec<bool>,
    /// How far each place is at least.
    pub(super) at_least: BTreeMap<NodeIndex, usize>,
}

/// The beginning of a route as it waits its turn: how long the route is at least, what settles ties,
/// and its edges with the place where it begins.
type Waiting = Reverse<(usize, Vec<usize>, NodeIndex, Vec<EdgeIndex>)>;

impl OneByOne {
    /// Whether a route to a place may be found that is shorter than this.
    pub(super) fn may_find(&self, goal: NodeIndex, length: Option<usize>) -> bool {
        let at_least = self.at_least.get(&goal);
        at_least.is_some_and(|least| length.is_none_or(|length| *least < length))
    }

    /// A step that leads to a place from where some walk does, to stand for the route for which the
    /// search stopped.
    pub(super) fn last_step(&self, graph: &FlowGraph<'_>, goal: NodeIndex) -> Option<EdgeIndex> {
        let into = graph.graph.edges_directed(goal, Direction::Incoming);
        let into = into.filter(|edge| self.usable[edge.id().index()]);
        let into = into.filter(|edge| self.at_least.contains_key(&edge.source()));
        into.map(|edge| edge.id()).min_by_key(|it| graph.order(*it))
    }

    /// The shortest route to a place, if there is one that is shorter than this.
    pub(super) fn find(
        &self,
        graph: &FlowGraph<'_>,
        goal: NodeIndex,
        length: Option<usize>,
    ) -> Result<Option<Vec<EdgeIndex>>, Stopped> {
        let rest = self.distances(graph, goal);
        let mut queue: BinaryHeap<Waiting> = BinaryHeap::new();
        for (start, first) in &self.starts {
            let edges: Vec<EdgeIndex> = first.iter().copied().collect();
            let so_far: usize = edges.iter().map(|edge| graph.graph[*edge].n_steps()).sum();
            let order = edges.iter().map(|edge| graph.order(*edge)).collect();
            if *start == goal && first.is_none() {
                continue;
            }
            if let Some(rest) = rest.get(start).filter(|_| graph.is_route(&edges)) {
                queue.push(Reverse((so_far + rest, order, *start, edges)));
            }
        }
        let mut n_looks = 0;
        while let Some(Reverse((promise, order, here, edges))) = queue.pop() {
            n_looks += 1;
            if length.is_some_and(|length| promise >= length) {
                return Ok(None);
            }
            if n_looks > MOST_LOOKS {
                return Err(Stopped);
            }
            if here == goal {
                return Ok(Some(edges));
            }
            let first = edges.first();
            let first = first.map_or(Some(graph.once(here)), |edge| graph.visited_first(*edge));
            let visited = edges.iter().flat_map(|edge| graph.visits(*edge));
            let visited: Vec<Node<'_>> = first.into_iter().chain(visited).collect();
            let so_far: usize = edges.iter().map(|edge| graph.graph[*edge].n_steps()).sum();
            for edge in graph
                .graph
                .edges(here)
                .filter(|edge| self.usable[edge.id().index()])
            {
                if let Some(rest) = rest.get(&edge.target())
                    && graph.can_go_on(&visited, edges.last().copied(), edge.id())
                {
                    let promise = so_far + edge.weight().n_steps() + rest;
                    let longer = |list: &[EdgeIndex]| [list, &[edge.id()]].concat();
                    let order = [&order[..], &[graph.order(edge.id())]].concat();
                    queue.push(Reverse((promise, order, edge.target(), longer(&edges))));
                }
            }
        }
        Ok(None)
    }

    /// How far a place is from each other at least.
    fn distances(&self, graph: &FlowGraph<'_>, goal: NodeIndex) -> BTreeMap<NodeIndex, usize> {
        let mut queue = BinaryHeap::from([Reverse((0, goal))]);
        let mut distances = BTreeMap::new();
        while let Some(Reverse((distance, node))) = queue.pop() {
            if distances.contains_key(&node) {
                continue;
            }
            distances.insert(node, distance);
            let before = graph.graph.edges_directed(node, Direction::Incoming);
            for edge in before.filter(|edge| self.usable[edge.id().index()]) {
                queue.push(Reverse((distance + edge.weight().n_steps(), edge.source())));
            }
        }
        distances
    }
}
