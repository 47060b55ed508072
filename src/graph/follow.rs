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
//! - a route begins at an activity that holds the data, at a source that brings it in through a
//!   system, or at the start of an onward flow that names it.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{Activity, ActivityId, DataId, End, FlowKind, Recorded, Scope};

use super::certainty::{Certainty, Doubt};
use super::edge::{Bearing, Edge, Load, Naming};
use super::flow_graph::{FlowGraph, Place};
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
    /// How surely an activity holds the data by its own record, by node.
    holds: Vec<Option<Certainty>>,
    /// How surely each node has the data, by node.
    has: Vec<Option<Certainty>>,
    /// How surely a party has the data by what its own onward flows name, by node.
    own_words: Vec<Option<Certainty>>,
    /// How sure each step is, by edge; nothing where the step does not carry the data.
    steps: Vec<Option<Step>>,
    /// How surely a route can begin with the step, by edge.
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
            .map(|index| graph.fit(index, query))
            .collect();
        let mut bearings: Vec<Bearing> = inner
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
        let holds: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| {
                let is_supposed = supposed.contains(&index);
                let held = graph.holding(index, followed, query);
                as_sure(held.or_else(|| is_supposed.then_some(Certainty::Possible)))
            })
            .collect();
        let own_words: Vec<Option<Certainty>> = inner
            .node_indices()
            .map(|index| as_sure(graph.own_words(index, &bearings, &sure)))
            .collect();
        let mut begins: Vec<Option<Certainty>> = inner
            .edge_indices()
            .map(|index| graph.begins_by_own_words(index, &bearings, &sure, &own_words))
            .collect();
        let [stated, possible] = [Certainty::Stated, Certainty::Possible].map(|level| {
            let carrying = Carrying {
                bearings: &bearings,
                sure: &sure,
                begins: &begins,
                holds: &holds,
                level,
            };
            Reach::new(graph, &carrying).nodes()
        });
        let mut has: Vec<Option<Certainty>> = stated
            .into_iter()
            .zip(possible)
            .map(|(stated, possible)| match (stated, possible) {
                (true, _) => Some(Certainty::Stated),
                (false, true) => Some(Certainty::Possible),
                (false, false) => None,
            })
            .collect();
        let handing_on = graph.handing_on(followed, query, &has);
        for &index in &handing_on {
            if fits[index.index()] == Fit::Never {
                continue;
            }
            let doubt = inner[index].at_most.unwrap_or(Doubt::HandsOn);
            bearings[index.index()] = Bearing::Open(doubt);
            begins[index.index()] = Some(Certainty::Possible);
            if let Some((_, to)) = inner.edge_endpoints(index) {
                has[to.index()].get_or_insert(Certainty::Possible);
            }
        }
        if !handing_on.is_empty() {
            // What they hand on goes on from there.
            let carrying = Carrying {
                bearings: &bearings,
                sure: &sure,
                begins: &begins,
                holds: &holds,
                level: Certainty::Possible,
            };
            for (has, is_reached) in has.iter_mut().zip(Reach::new(graph, &carrying).nodes()) {
                if is_reached {
                    has.get_or_insert(Certainty::Possible);
                }
            }
        }
        let steps: Vec<Option<Step>> = inner
            .edge_references()
            .map(|edge| {
                let index = edge.id().index();
                let weight = edge.weight();
                let is_outside = weight.is_from_outside;
                let of_another = weight.flow.is_some() && !graph.at(weight.anchor).is_activity();
                let at_start = weight.anchor.index();
                let has = match [has[at_start], own_words[at_start]]
                    .into_iter()
                    .flatten()
                    .min()
                {
                    // Whoever hands on whatever it may be has something.
                    None if followed.id().is_none() && of_another => Some(Certainty::Possible),
                    None if graph.is_by_handing_on(edge.id()) => Some(Certainty::Possible),
                    has => has,
                };
                let step = match (bearings[index], has) {
                    (Bearing::Closed, _) => None,
                    (Bearing::Names, _) => Some(Step::Stated),
                    (Bearing::Open(doubt), None) if begins[index].is_some() => {
                        Some(Step::Possible(doubt))
                    }
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
        for index in inner.edge_indices() {
            if graph.is_source_into_system(index) {
                begins[index.index()] = steps[index.index()].map(Step::certainty);
            }
        }
        Self {
            graph,
            holds,
            has,
            own_words,
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

    /// Whether a party has the data by what its own onward flows name.
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
            if let Some(half) = inner[edges[place]].first_half
                && inner.edge_endpoints(half) == inner.edge_endpoints(edges[place - 1])
                && certainty(half).is_some_and(|half| Some(half) <= certainty(edges[place - 1]))
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
        }
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

    /// Whether an edge stands for having what one hands on, or follows from such an edge.
    pub(super) fn is_by_handing_on(&self, index: EdgeIndex) -> bool {
        let is = |edge: &Edge<'r>| edge.kind == StepKind::HandsOn;
        let edge = &self.graph[index];
        is(edge)
            || edge.kind == StepKind::SubProcessor
                && edge.rests_on.is_some_and(|flow| is(&self.graph[flow]))
    }

    /// How far what an edge says of its people fits those asked about.
    fn fit(&self, index: EdgeIndex, query: &FlowQuery) -> Fit {
        if query.people.is_none() {
            return Fit::Sure;
        }
        let edge = &self.graph[index];
        let Some(activity) = self.activity_of(edge) else {
            return Fit::Never;
        };
        match (edge.flow, edge.rests_on, edge.kind) {
            (Some((_, flow)), ..) => query.fit_of_flow(activity, flow),
            (None, Some(below), _) => self.fit(below, query),
            (None, None, StepKind::HandsOn) => {
                let flow = edge.by_flows.first();
                flow.map_or(Fit::Never, |(_, flow)| query.fit_of_flow(activity, flow))
            }
            // A joint controller has of what its activity has about whomever it is about.
            // What a system has, whoever runs it has: the doubt, if any, stands at the step before.
            (None, None, _) => Fit::Sure,
        }
    }

    /// Whether an activity holds the data by what it says of its holdings and its flows (rule 2).
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
        let own = activity.data.items();
        let own = (own, query.fit(activity, &Recorded::NotRecorded, own));
        let flows = self
            .current_flows(activity)
            .filter(|(_, kind, flow)| match kind {
                FlowKind::Source => self.arrives(flow),
                FlowKind::Store | FlowKind::Recipient => true,
                // An onward flow speaks of its own start.
                FlowKind::Onward => false,
            })
            .map(|(_, _, flow)| {
                let listed = flow.carries.value().map_or(&[][..], Scope::listed);
                (listed, query.fit_of_flow(activity, flow))
            });
        let held = std::iter::once(own)
            .chain(flows)
            .filter_map(|(list, fit)| {
                let most = match fit {
                    Fit::Sure => Certainty::Stated,
                    Fit::Unsure => Certainty::Possible,
                    Fit::Never => return None,
                };
                Self::named(followed, list).map(|named| named.max(most))
            })
            .min();
        held.or_else(|| Self::may_hold_something(activity, followed, query))
    }

    /// How surely a list speaks of what is followed.
    fn named(followed: &Followed, list: &[DataId]) -> Option<Certainty> {
        match followed {
            Followed::Anything => (!list.is_empty()).then_some(Certainty::Stated),
            Followed::Unnamed => None,
            Followed::Category { .. } => followed.named_in(list).map(|naming| match naming {
                Naming::Itself => Certainty::Stated,
                Naming::Broader | Naming::Including => Certainty::Possible,
            }),
        }
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
            && query.fit(activity, &Recorded::NotRecorded, &[]) != Fit::Never;
        may.then_some(Certainty::Possible)
    }

    /// How surely a party has the data by what its own onward flows name: stated if one of them
    /// names it, possibly if one names something broader or that may include it.
    fn own_words(
        &self,
        index: NodeIndex,
        bearings: &[Bearing],
        sure: &[bool],
    ) -> Option<Certainty> {
        if !matches!(self.at(index).place, Place::Party(_)) {
            return None;
        }
        self.graph
            .edges(index)
            .filter(|edge| self.is_onward_start(edge.id()))
            .filter_map(|edge| match bearings[edge.id().index()] {
                Bearing::Names if sure[edge.id().index()] => Some(Certainty::Stated),
                Bearing::Names | Bearing::Open(Doubt::BroaderNamed | Doubt::IncludingNamed) => {
                    Some(Certainty::Possible)
                }
                _ => None,
            })
            .min()
    }

    fn is_onward_start(&self, edge: EdgeIndex) -> bool {
        let weight = &self.graph[edge];
        weight.kind == StepKind::Onward && weight.first_half.is_none() && self.joins(edge)
    }

    /// How surely a route can begin with a step, because its start has the data by its own words.
    fn begins_by_own_words(
        &self,
        edge: EdgeIndex,
        bearings: &[Bearing],
        sure: &[bool],
        own_words: &[Option<Certainty>],
    ) -> Option<Certainty> {
        // What a source names it brings into the system by way of which it comes.
        if self.is_source_into_system(edge) {
            return match bearings[edge.index()] {
                Bearing::Names if sure[edge.index()] => Some(Certainty::Stated),
                Bearing::Names | Bearing::Open(Doubt::BroaderNamed | Doubt::IncludingNamed) => {
                    Some(Certainty::Possible)
                }
                _ => None,
            };
        }
        // Whom the start of an onward flow engages is reached by that flow.
        let rests_on = self.graph[edge].rests_on.filter(|_| self.joins(edge));
        let is_start =
            self.is_onward_start(edge) || rests_on.is_some_and(|flow| self.is_onward_start(flow));
        let own = own_words[self.graph[edge].anchor.index()].filter(|_| is_start)?;
        match bearings[edge.index()] {
            Bearing::Closed => None,
            Bearing::Names | Bearing::AsStart if sure[edge.index()] => Some(own),
            Bearing::Names | Bearing::AsStart | Bearing::Open(_) => Some(Certainty::Possible),
        }
    }

    /// The edges by which whoever hands the data on possibly has it: it names the data itself, is no
    /// source of it and gets it by no route (rule 10). That is judged before the people asked about.
    fn handing_on(
        &self,
        followed: &Followed,
        query: &FlowQuery,
        has: &[Option<Certainty>],
    ) -> Vec<EdgeIndex> {
        let inner = &self.graph;
        let naming: Vec<(EdgeIndex, NodeIndex)> = inner
            .edge_references()
            .filter(|edge| edge.weight().kind == StepKind::HandsOn)
            .filter(|edge| followed.id().is_some() && edge.weight().load.names(followed))
            .map(|edge| (edge.id(), edge.target()))
            .collect();
        if naming.is_empty() {
            return Vec::new();
        }
        let is_filtered = query.people.is_some() || self.whole.is_some();
        let open: BTreeSet<EdgeIndex> = if is_filtered {
            let everything = FlowQuery {
                people: None,
                ..query.clone()
            };
            let whole = self.whole.as_deref().unwrap_or(self);
            let all = Following::new(whole, followed, &everything);
            let found: BTreeSet<_> = whole
                .graph
                .edge_indices()
                .filter(|edge| whole.graph[*edge].kind == StepKind::HandsOn)
                .filter(|edge| all.begins(*edge).is_some())
                .map(|edge| whole.handed_on(edge))
                .collect();
            let edges = naming.into_iter().map(|(edge, _)| edge);
            edges
                .filter(|edge| found.contains(&self.handed_on(*edge)))
                .collect()
        } else {
            naming
                .into_iter()
                .filter(|(edge, party)| {
                    has[party.index()].is_none() && !self.is_a_source(*edge, *party, followed)
                })
                .map(|(edge, _)| edge)
                .collect()
        };
        inner
            .edge_indices()
            .filter(|index| {
                open.contains(index)
                    || self.is_by_handing_on(*index)
                        && inner[*index]
                            .rests_on
                            .is_some_and(|flow| open.contains(&flow))
            })
            .collect()
    }

    /// Whether a party is a possible source of the data in the activity of an edge.
    fn is_a_source(&self, edge: EdgeIndex, party: NodeIndex, followed: &Followed) -> bool {
        let activity = self.graph[edge].activity;
        let Place::Party(party) = self.at(party).place else {
            return false;
        };
        self.register
            .activities
            .get(activity)
            .is_some_and(|record| {
                self.current_flows(record).any(|(_, kind, flow)| {
                    kind == FlowKind::Source
                        && flow.from.as_ref() == Some(&End::Party(party.clone()))
                        && Load::of(flow).may_carry(followed)
                })
            })
    }

    /// The flow by which an edge says that one has what it hands on.
    fn handed_on(&self, edge: EdgeIndex) -> Option<(&'r ActivityId, usize)> {
        let edge = &self.graph[edge];
        let (number, _) = edge.by_flows.first()?;
        Some((edge.activity, *number))
    }
}
