//! Following one category of data through the graph: who has it, by which steps, how surely.
//!
//! This is *receives*, the meaning the whole product rests on (design, section 4):
//!
//! - an activity has the data stated if its `data`, or the list of a source, store or recipient of
//!   it, contains it, possibly if one of them contains something broader or that may include it;
//! - a flow is stated if its list contains the data, or it carries all that its start has and its
//!   start has the data stated; it is possible if its list contains something broader or that may
//!   include it, is not recorded or incomplete, or carries all, and its start has the data at least
//!   possibly; the start of an onward flow has what one of its onward flows names;
//! - parties and systems have the data as surely as their best route;
//! - a route begins at an activity that holds the data, at a system that starts a feed that names it,
//!   at a source that brings it in through a system, or at the start of an onward flow that names it.

pub(super) mod best;

use std::cell::RefCell;
use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use self::best::Best;
use super::certainty::{Certainty, Doubt};
use super::edge::{Bearing, Edge};
use super::flow_graph::FlowGraph;
use super::node::Place;
use super::query::{Fit, FlowQuery, Followed};
use super::reach::{Carrying, Reach};
use super::step_kind::StepKind;

/// How sure a step is, and if it is only possible, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// Why it is only possible.
    pub(super) fn because(self) -> Option<&'static str> {
        match self {
            Self::Stated => None,
            Self::Possible(doubt) => Some(doubt.clause()),
        }
    }
}

/// One category followed through the graph.
pub(super) struct Following<'g, 'r> {
    graph: &'g FlowGraph<'r>,
    /// How surely an activity holds the data by its own record, or a system by what its feeds name, by node.
    holds: Vec<Option<Certainty>>,
    /// How surely each node has the data, by node.
    has: Vec<Option<Certainty>>,
    /// How surely a party or system has the data by what its own onward flows or feeds name, by node.
    own_words: Vec<Option<Certainty>>,
    /// How sure each step is, by edge; nothing where the step does not carry the data.
    steps: Vec<Option<Step>>,
    /// How surely a route can begin with the step, by edge.
    begins: Vec<Option<Certainty>>,
    /// To where the search for a route stopped, as far as routes were looked for.
    stopped_at: RefCell<BTreeSet<NodeIndex>>,
}

/// What the records say of the data that is followed, edge by edge.
struct Said<'f> {
    followed: &'f Followed,
    bearings: Vec<Bearing>,
    /// Whether each edge is surely about the people asked about.
    sure: Vec<bool>,
    /// How surely a route can begin with each edge, because its start has the data by its own words.
    begins: Vec<Option<Certainty>>,
}

/// A way through the graph: its steps in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) certainty: Certainty,
    /// Whether it begins at an activity; otherwise at a source that brings the data in, or where how
    /// its start came by the data is not recorded.
    pub(super) begins_at_activity: bool,
    /// How many steps it has.
    pub(super) length: usize,
    pub(super) edges: Vec<EdgeIndex>,
    /// Whether only a last step is told, since the search for the way to it stopped.
    pub(super) is_unfinished: bool,
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
            .edge_indices()
            .map(|index| graph.fit(index, followed, query))
            .collect();
        let bearings: Vec<Bearing> = inner
            .edge_indices()
            .map(|index| match fits[index.index()] {
                Fit::Never => Bearing::Closed,
                // Whether it has it in no other way is known only at the end.
                _ if graph.is_by_handing_on(index) => Bearing::Closed,
                _ => inner[index].bearing(followed),
            })
            .collect();
        let sure: Vec<bool> = fits
            .iter()
            .map(|fit| *fit == Fit::Sure && followed.is_sure())
            .collect();
        let as_sure = |held: Option<Certainty>| match held {
            Some(Certainty::Stated) if !followed.is_sure() => Some(Certainty::Possible),
            held => held,
        };
        let own_words: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| as_sure(graph.own_words(index, &bearings, &sure)))
            .collect();
        let holds: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| {
                let is_supposed = supposed.contains(&index);
                // A system that starts a feed that names the data holds it.
                let held = match graph.at(index).place {
                    Place::System(_) => own_words[index.index()],
                    _ => as_sure(graph.holding(index, followed, query)),
                };
                held.or_else(|| is_supposed.then_some(Certainty::Possible))
            })
            .collect();
        let begins: Vec<Option<Certainty>> = inner
            .edge_indices()
            .map(|index| {
                let is_open = followed.id().is_none() && bearings[index.index()] != Bearing::Closed;
                let hands_on_something = is_open && graph.is_of_another(index);
                graph
                    .begins_by_own_words(index, &bearings, &sure, &own_words)
                    .or_else(|| hands_on_something.then_some(Certainty::Possible))
            })
            .collect();
        let mut following = Self {
            graph,
            holds,
            has: Vec::new(),
            own_words,
            steps: Vec::new(),
            begins,
            stopped_at: RefCell::default(),
        };
        let mut said = Said {
            followed,
            bearings,
            sure,
            begins: following.begins.clone(),
        };
        following.has = following.reached(&said, Certainty::Stated);
        following.leave_out_what_no_route_reaches(&said);
        let handing_on = graph.handing_on(followed, query, &following.has);
        for &index in &handing_on {
            if fits[index.index()] == Fit::Never {
                continue;
            }
            let doubt = inner[index].at_most.unwrap_or(Doubt::HandsOn);
            said.bearings[index.index()] = Bearing::Open(doubt);
            said.begins[index.index()] = Some(Certainty::Possible);
            if let Some((_, to)) = inner.edge_endpoints(index) {
                following.has[to.index()].get_or_insert(Certainty::Possible);
            }
        }
        if !handing_on.is_empty() {
            // What they hand on goes on from there.
            let further = following.reached(&said, Certainty::Possible);
            for (has, further) in following.has.iter_mut().zip(further) {
                *has = has.or(further);
            }
            following.leave_out_what_no_route_reaches(&said);
        }
        following.take_steps(&said);
        following.take_only_after_what_is_passed();
        following
    }

    /// How surely each node has the data where every walk is a route, from the best level on.
    fn reached(&self, said: &Said<'_>, best: Certainty) -> Vec<Option<Certainty>> {
        let mut has = vec![None; self.graph.graph.node_count()];
        for level in [Certainty::Stated, Certainty::Possible] {
            if level < best {
                continue;
            }
            let carrying = Carrying {
                bearings: &said.bearings,
                sure: &said.sure,
                begins: &said.begins,
                holds: &self.holds,
                level,
            };
            let reached = Reach::new(self.graph, &carrying).nodes();
            for (has, is_reached) in has.iter_mut().zip(reached) {
                *has = has.or_else(|| is_reached.then_some(level));
            }
        }
        has
    }

    /// Where walks go in circles, leaves out of those who have the data whom only a walk reaches that
    /// visits something twice.
    fn leave_out_what_no_route_reaches(&mut self, said: &Said<'_>) {
        while self.graph.is_tangled {
            self.take_steps(said);
            let best = Best::new(self, None, &|_| true);
            if !best.is_tangled() {
                return;
            }
            let has: Vec<Option<Certainty>> = self
                .graph
                .graph
                .node_indices()
                .map(|node| {
                    let has = self.has(node)?;
                    let reached = [best.certainty(node, has), self.holds(node)];
                    reached.into_iter().flatten().min().map(|it| it.max(has))
                })
                .collect();
            drop(best);
            if has == self.has {
                return;
            }
            self.has = has;
        }
    }

    /// Says of each step how sure it is, given who has the data, and whether a route can begin with it.
    fn take_steps(&mut self, said: &Said<'_>) {
        let edges = self.graph.graph.edge_indices();
        self.steps = edges.map(|edge| self.step_as_said(edge, said)).collect();
        for index in self.graph.graph.edge_indices() {
            self.begins[index.index()] = if self.graph.is_source_into_system(index) {
                self.step(index).map(Step::certainty)
            } else {
                said.begins[index.index()]
            };
        }
    }

    fn step_as_said(&self, edge: EdgeIndex, said: &Said<'_>) -> Option<Step> {
        let (graph, followed) = (self.graph, said.followed);
        let weight = &graph.graph[edge];
        let at_start = weight.anchor.index();
        let has = [self.has[at_start], self.own_words[at_start]];
        let has = match has.into_iter().flatten().min() {
            // Whoever hands on whatever it may be has something.
            None if followed.id().is_none() && graph.is_of_another(edge) => {
                Some(Certainty::Possible)
            }
            None if graph.is_by_handing_on(edge) => Some(Certainty::Possible),
            has => has,
        };
        // Of what one flow brings into a system, whoever runs it has no more than that, nor more surely.
        let by = match graph.by_one(edge) {
            Some(by) => Some(self.step_as_said(by, said)?.certainty()),
            None => None,
        };
        let step = match (said.bearings[edge.index()], has) {
            (Bearing::Closed, _) => None,
            (Bearing::Names, _) => Some(Step::Stated),
            (Bearing::Open(doubt), None) if said.begins[edge.index()].is_some() => {
                Some(Step::Possible(doubt))
            }
            (_, None) => None,
            (Bearing::Open(doubt), Some(_)) => Some(Step::Possible(doubt)),
            (Bearing::AsStart, Some(_)) if weight.is_from_outside => {
                Some(Step::Possible(Doubt::DataNotRecorded))
            }
            (Bearing::AsStart, Some(Certainty::Stated)) => Some(Step::Stated),
            (Bearing::AsStart, Some(Certainty::Possible)) => {
                Some(Step::Possible(Doubt::StartPossible))
            }
        };
        match step {
            Some(Step::Stated) if by == Some(Certainty::Possible) => {
                Some(Step::Possible(Doubt::StartPossible))
            }
            Some(Step::Stated) if !followed.is_sure() => Some(Step::Possible(Doubt::MayInclude)),
            Some(Step::Stated) if !said.sure[edge.index()] => {
                Some(Step::Possible(Doubt::PeopleNotRecorded))
            }
            step => step,
        }
    }

    /// Takes the steps that ask for a system passed before only where a route passes it, as surely as
    /// the surest of them.
    fn take_only_after_what_is_passed(&mut self) {
        let inner = &self.graph.graph;
        let asking: Vec<EdgeIndex> = inner
            .edge_indices()
            .filter(|edge| !inner[*edge].passed().is_empty() && self.step(*edge).is_some())
            .collect();
        for edge in asking {
            let Some((_, end)) = inner.edge_endpoints(edge) else {
                continue;
            };
            let leads_on = |other: EdgeIndex| {
                other == edge || inner.edge_endpoints(other).is_some_and(|(_, to)| to != end)
            };
            let certainty = Best::new(self, None, &leads_on).certainty(end, Certainty::Stated);
            self.steps[edge.index()] = match (self.step(edge), certainty) {
                (_, None) => None,
                (Some(Step::Stated), Some(Certainty::Possible)) => {
                    let is_stopped = self.stopped_at.borrow().contains(&end);
                    Some(Step::Possible(if is_stopped {
                        Doubt::SearchStopped
                    } else {
                        Doubt::StartPossible
                    }))
                }
                (step, _) => step,
            };
        }
    }

    /// The graph followed.
    pub(super) fn graph(&self) -> &'g FlowGraph<'r> {
        self.graph
    }

    /// How surely an activity holds the data by its own record, or a system by what its feeds name.
    pub(super) fn holds(&self, node: NodeIndex) -> Option<Certainty> {
        self.holds[node.index()]
    }

    /// How surely a node has the data.
    pub(super) fn has(&self, node: NodeIndex) -> Option<Certainty> {
        self.has[node.index()]
    }

    /// Whether a party or system has the data by what its own onward flows or feeds name.
    pub(super) fn has_by_own_words(&self, node: NodeIndex) -> bool {
        self.own_words[node.index()].is_some()
    }

    /// How sure the step along an edge is, if it carries the data at all.
    pub(super) fn step(&self, edge: EdgeIndex) -> Option<Step> {
        self.steps[edge.index()]
    }

    /// How surely a route can begin with a step.
    pub(super) fn begins(&self, edge: EdgeIndex) -> Option<Certainty> {
        self.begins[edge.index()]
    }

    /// Whether a route to a recipient can go on by a step, and is then no less sure than this.
    pub(super) fn can_take(&self, edge: EdgeIndex, worst: Certainty) -> bool {
        self.graph.joins(edge)
            && !self.graph.is_by_handing_on(edge)
            && self
                .step(edge)
                .is_some_and(|step| step.certainty() <= worst)
    }

    /// The path along these edges. A flow through a system is followed by both its steps where
    /// another flow leads to the system as well: the words of the two belong together.
    pub(super) fn path(&self, mut edges: Vec<EdgeIndex>, begins_at_activity: bool) -> Path {
        let inner = &self.graph.graph;
        let certainty = |edge: EdgeIndex| self.step(edge).map(Step::certainty);
        for place in 1..edges.len() {
            let by = self.graph.by_one(edges[place]);
            if let Some(half) = by.or(inner[edges[place]].first_half)
                && inner.edge_endpoints(half) == inner.edge_endpoints(edges[place - 1])
                && (by.is_some()
                    || certainty(half).is_some_and(|it| Some(it) <= certainty(edges[place - 1])))
            {
                edges[place - 1] = half;
            }
        }
        Path {
            certainty: edges
                .iter()
                .filter_map(|edge| certainty(*edge))
                .max()
                .unwrap_or(Certainty::Stated),
            begins_at_activity,
            length: edges.iter().map(|edge| inner[*edge].n_steps()).sum(),
            edges,
            is_unfinished: false,
        }
    }

    /// The path of which only the last step is told, since the search for the way to it stopped.
    pub(super) fn unfinished(&self, last: EdgeIndex) -> Path {
        Path {
            certainty: Certainty::Possible,
            is_unfinished: true,
            ..self.path(vec![last], false)
        }
    }

    /// Notes that the search for a route to a place stopped.
    pub(super) fn note_stop(&self, node: NodeIndex) {
        self.stopped_at.borrow_mut().insert(node);
    }

    /// To where the search for a route stopped, or for the engagements by which one could lead there.
    pub(super) fn stopped_at(&self) -> BTreeSet<NodeIndex> {
        let inner = &self.graph.graph;
        let is_stopped = |edge: &EdgeIndex| {
            inner[*edge].at_most == Some(Doubt::SearchStopped) && self.step(*edge).is_some()
        };
        let ends = inner.edge_indices().filter(is_stopped);
        let ends = ends.filter_map(|edge| Some(inner.edge_endpoints(edge)?.1));
        ends.chain(self.stopped_at.borrow().iter().copied())
            .collect()
    }

    /// How surely what the starts have goes on from them to each node, by steps that carry the data.
    ///
    /// A source brings on what it gives only where it is a start: what an activity sent and gets
    /// back goes no further by that.
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
                            let is_source = edge.weight().is_from_outside;
                            !is_source || include_sources && self.is_given(starts, edge.id())
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

    /// Whether a step of a source begins at one of the starts, or passes a system that is one.
    fn is_given(&self, starts: &[NodeIndex], edge: EdgeIndex) -> bool {
        let inner = &self.graph.graph;
        let begins = |edge: EdgeIndex| {
            let from = inner.edge_endpoints(edge).map(|(from, _)| from);
            from.is_some_and(|from| starts.contains(&from))
        };
        begins(edge) || inner[edge].first_half.is_some_and(begins)
    }
}

impl<'r> FlowGraph<'r> {
    /// Whether an edge can be a step of the way to a recipient: what comes from outside is none, and
    /// no way leads from a place to itself.
    pub(super) fn joins(&self, edge: EdgeIndex) -> bool {
        let ends = self.graph.edge_endpoints(edge);
        !self.graph[edge].is_from_outside && ends.is_some_and(|(from, to)| from != to)
    }

    /// Whether an edge is of a flow that begins elsewhere than at its activity.
    fn is_of_another(&self, index: EdgeIndex) -> bool {
        let edge = &self.graph[index];
        edge.flow.is_some() && !self.at(edge.anchor).is_activity()
    }

    /// Whether an edge stands for having what one hands on, or follows from such an edge.
    pub(super) fn is_by_handing_on(&self, index: EdgeIndex) -> bool {
        let is = |edge: &Edge<'r>| edge.kind == StepKind::HandsOn;
        let edge = &self.graph[index];
        is(edge)
            || edge.kind == StepKind::SubProcessor
                && edge.rests_on.is_some_and(|flow| is(&self.graph[flow]))
    }
}
