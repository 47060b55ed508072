//! The graph: flows as edges between parties, people, systems and activities.
//!
//! Routes stay inside one activity, so a party or system is a node of its own in each activity
//! that mentions it. Only a flow between two activities joins them. Flows that are not in use on
//! the day are no edges; they are told apart.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{
    Activity, ActivityId, DataId, Date, End, Flow, FlowKind, Recorded, Reference, Refers, Register,
    Scope, SystemId,
};

use super::current::Currency;
use super::edge::{Edge, Load};
use super::engagement::NotInForce;
use super::node::{Node, Place};
use super::receiver_role::ReceiverRole;
use super::shared::Shared;
use super::special::personal_data_of;
use super::step_kind::StepKind;

/// A flow that is not in use on the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart<'r> {
    /// The activity that records it.
    pub(super) activity: &'r ActivityId,
    /// What it records.
    pub(super) record: &'r Activity,
    /// Its F-number there.
    pub(super) number: usize,
    /// What kind of flow it is.
    pub(super) kind: FlowKind,
    /// The flow.
    pub(super) flow: &'r Flow,
    /// Whether it is planned or has ended.
    pub(super) currency: Currency,
}

impl<'r> Apart<'r> {
    fn of(
        activity: &'r ActivityId,
        record: &'r Activity,
        (number, kind, flow): (usize, FlowKind, &'r Flow),
        on: Date,
    ) -> Self {
        Self {
            activity,
            record,
            number,
            kind,
            flow,
            currency: Currency::of(record, flow, on),
        }
    }
}

/// The flows of a register, or of the part that a question needs, as a graph.
pub struct FlowGraph<'r> {
    pub(super) register: &'r Register,
    /// The parties and systems that hand nothing on.
    pub(super) without: &'r BTreeSet<Reference>,
    /// The day on which flows are in use and law and agreements are in force.
    pub(super) on: Date,
    pub(super) activities: Vec<&'r ActivityId>,
    /// The records of its activities, in the order of ids.
    records: Vec<(&'r ActivityId, &'r Activity)>,
    /// The activities that have not begun, or have ended: nothing of them counts.
    pub(super) not_done: Vec<&'r ActivityId>,
    pub(super) graph: DiGraph<Node<'r>, Edge<'r>>,
    nodes: BTreeMap<Node<'r>, NodeIndex>,
    /// The place of each edge in the order that settles ties.
    order: Vec<usize>,
    /// The flows that are not in use.
    pub(super) apart: Vec<Apart<'r>>,
    /// The engagements that are not in use, each with the edge by which data comes to where it would go on from.
    pub(super) not_in_force: Vec<(EdgeIndex, NotInForce<'r>)>,
    /// Of each place those that a route can have passed before and on which engagements depend.
    pub(super) before: BTreeMap<NodeIndex, BTreeSet<Place<'r>>>,
    /// Whether a walk by its edges may be no route, because it comes back to where it was or because
    /// an edge asks for a system passed before.
    pub(super) is_tangled: bool,
    /// The same with all handing on what they have, where some hand nothing on: who possibly has the
    /// data for want of any flow to it is judged before anything is left out.
    pub(super) whole: Option<Box<Self>>,
    /// The role that each edge gives the party at its end, once it was asked for.
    roles: Vec<OnceCell<Option<ReceiverRole>>>,
    /// What was found once for all graphs of a register.
    pub(super) shared: Arc<Shared<'r>>,
}

/// The system that a flow passes on its way: one at which it begins or ends is none.
pub(super) fn passed_by(flow: &Flow) -> Option<&SystemId> {
    let mut ends = [&flow.from, &flow.to].into_iter().flatten();
    let passed = flow.through.value()?;
    let is_passed = !ends.any(|end| matches!(end, End::System(end) if end == passed));
    is_passed.then_some(passed)
}

/// The records of some activities, in the order of ids.
fn records<'r>(
    register: &'r Register,
    ids: &[&'r ActivityId],
) -> Vec<(&'r ActivityId, &'r Activity)> {
    let records = ids
        .iter()
        .filter_map(|id| register.activities.get_key_value(*id));
    let mut records: Vec<_> = records.collect();
    records.sort_unstable_by_key(|(id, _)| *id);
    records
}

/// No party or system: all hand on what they have.
pub(super) static NOTHING: BTreeSet<Reference> = BTreeSet::new();

impl<'r> FlowGraph<'r> {
    /// Builds the graph of all activities of the register, as it is on a day.
    pub fn new(register: &'r Register, on: Date) -> Self {
        Self::without(register, &NOTHING, on)
    }

    /// Builds the graph of all activities, in which these parties and systems hand nothing on.
    ///
    /// No route passes them then: every step that begins at one of them is left out, both steps of
    /// a flow that begins there, and what they engage others for. What ends there stays.
    pub fn without(register: &'r Register, without: &'r BTreeSet<Reference>, on: Date) -> Self {
        let shared = Arc::new(Shared::of(register, on));
        Self::within(&shared, register.activities.keys().collect(), without)
    }

    /// Builds the graph of one activity alone: nothing continues inside any other.
    pub fn alone(register: &'r Register, activity: &'r ActivityId, on: Date) -> Self {
        let shared = Arc::new(Shared::of(register, on));
        Self::within(&shared, vec![activity], &NOTHING)
    }

    /// Builds the graph of some activities.
    pub(super) fn within(
        shared: &Arc<Shared<'r>>,
        activities: Vec<&'r ActivityId>,
        without: &'r BTreeSet<Reference>,
    ) -> Self {
        let (register, on) = (shared.register, shared.on);
        let mut graph = Self {
            register,
            without,
            on,
            records: records(register, &activities),
            activities,
            not_done: Vec::new(),
            graph: DiGraph::new(),
            nodes: BTreeMap::new(),
            order: Vec::new(),
            apart: Vec::new(),
            not_in_force: Vec::new(),
            before: BTreeMap::new(),
            is_tangled: false,
            whole: None,
            roles: Vec::new(),
            shared: Arc::clone(shared),
        };
        if !without.is_empty() {
            let activities = graph.activities.clone();
            let whole = Self::within(shared, activities, &NOTHING);
            graph.whole = Some(Box::new(whole));
        }
        let (done, not_done) = graph.activities.iter().partition(|id| graph.is_done(id));
        graph.activities = done;
        graph.not_done = not_done;
        for id in graph.activities.clone() {
            if let Some(activity) = register.activities.get(id) {
                graph.add_activity(id, activity);
            }
        }
        for id in graph.not_done.clone() {
            if let Some(activity) = register.activities.get(id) {
                let flows = activity.flows().zip(1..);
                graph.apart.extend(flows.map(|((kind, flow), number)| {
                    Apart::of(id, activity, (number, kind, flow), on)
                }));
            }
        }
        graph
            .apart
            .sort_by_key(|apart| (apart.activity, apart.number));
        graph.add_twins();
        graph.add_operators();
        graph.add_engagements();
        graph.order = graph.ordered();
        graph.is_tangled = graph.goes_in_circles();
        graph.roles = vec![OnceCell::new(); graph.graph.edge_count()];
        graph
    }

    /// The role that an edge gives the party at its end, if a party is there and it gives it one.
    pub(super) fn role_by(&self, edge: EdgeIndex) -> Option<ReceiverRole> {
        let role = || match self.at(self.graph.edge_endpoints(edge)?.1).place {
            Place::Party(party) => self.role(party, &self.graph[edge]),
            _ => None,
        };
        // While the graph is built, edges still come.
        self.roles
            .get(edge.index())
            .map_or_else(role, |known| *known.get_or_init(role))
    }

    /// What settles ties between edges: ids, then the order in which flows are written.
    pub(super) fn order(&self, edge: EdgeIndex) -> usize {
        self.order.get(edge.index()).copied().unwrap_or_default()
    }

    fn ordered(&self) -> Vec<usize> {
        let mut edges: Vec<EdgeIndex> = self.graph.edge_indices().collect();
        edges.sort_by_cached_key(|index| {
            let edge = &self.graph[*index];
            let ends = self
                .graph
                .edge_endpoints(*index)
                .map(|(from, to)| (self.at(from), self.at(to)));
            let number = edge.flow.map(|(number, _)| number);
            (ends, edge.kind, edge.activity, number, edge.n_steps())
        });
        let mut order = vec![0; edges.len()];
        for (place, edge) in edges.into_iter().enumerate() {
            order[edge.index()] = place;
        }
        order
    }

    /// The node at an index.
    pub(super) fn at(&self, index: NodeIndex) -> Node<'r> {
        self.graph[index]
    }

    /// Where this stands in the graph, if it does.
    pub(super) fn node(&self, node: Node<'r>) -> Option<NodeIndex> {
        self.nodes.get(&node).copied()
    }

    /// The nodes, in the order of what they are.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (Node<'r>, NodeIndex)> {
        self.nodes.iter().map(|(node, index)| (*node, *index))
    }

    /// The record of an activity: most that are asked for are in the graph, which has few beside the register.
    pub(super) fn record(&self, id: &ActivityId) -> Option<&'r Activity> {
        let place = self.records.binary_search_by(|(one, _)| (*one).cmp(id));
        place.map_or_else(
            |_| self.register.activities.get(id),
            |place| Some(self.records[place].1),
        )
    }

    /// Whether an activity is one of the register that is done on the day.
    fn is_done(&self, id: &ActivityId) -> bool {
        self.record(id)
            .is_some_and(|activity| Currency::of_activity(activity, self.on) == Currency::Current)
    }

    /// Whether a category is personal data, as every one is that is not recorded to be none.
    pub(super) fn is_personal(&self, id: &DataId) -> bool {
        !self.shared.not_personal.contains(id)
    }

    /// What a flow carries, without what is no personal data.
    pub(super) fn load(&self, flow: &'r Flow) -> Load<'r> {
        Load::of(flow, &self.shared.not_personal)
    }

    /// What a flow is recorded to carry, without what is no personal data; none where nothing is left.
    pub(super) fn carries(&self, flow: &Flow) -> Recorded<Scope> {
        personal_data_of(flow, |id| self.is_personal(id))
    }

    /// All personal data that its activities mention, in their holdings or their flows.
    pub(super) fn mentioned(&self) -> BTreeSet<&'r DataId> {
        let mut mentioned = BTreeSet::new();
        for id in self.activities.iter().chain(&self.not_done) {
            if let Some(activity) = self.record(id) {
                mentioned.extend(activity.data.items());
                for (_, flow) in activity.flows() {
                    mentioned.extend(flow.carries.value().map_or(&[][..], Scope::listed));
                }
            }
        }
        if !self.shared.not_personal.is_empty() {
            mentioned.retain(|id| self.is_personal(id));
        }
        mentioned
    }

    /// The current flows of an activity, with their F-numbers.
    pub(super) fn current_flows(
        &self,
        activity: &'r Activity,
    ) -> impl Iterator<Item = (usize, FlowKind, &'r Flow)> {
        let on = self.on;
        (1..)
            .zip(activity.flows())
            .map(|(number, (kind, flow))| (number, kind, flow))
            .filter(move |(_, _, flow)| Currency::of(activity, flow, on) == Currency::Current)
    }

    pub(super) fn ensure(&mut self, activity: &'r ActivityId, place: Place<'r>) -> NodeIndex {
        let node = Node { activity, place };
        let graph = &mut self.graph;
        *self
            .nodes
            .entry(node)
            .or_insert_with(|| graph.add_node(node))
    }

    fn end(&mut self, activity: &'r ActivityId, end: &'r End) -> NodeIndex {
        match end {
            End::Party(id) => self.ensure(activity, Place::Party(id)),
            End::People(id) => self.ensure(activity, Place::People(id)),
            End::System(id) => self.ensure(activity, Place::System(id)),
            End::Activity(id) if self.is_done(id) => self.ensure(id, Place::Activity),
            End::Activity(id) => self.ensure(activity, Place::OtherActivity(id)),
        }
    }

    fn add_activity(&mut self, id: &'r ActivityId, activity: &'r Activity) {
        let here = self.ensure(id, Place::Activity);
        for (index, (kind, flow)) in activity.flows().enumerate() {
            let number = index + 1;
            if Currency::of(activity, flow, self.on) != Currency::Current {
                let numbered = (number, kind, flow);
                self.apart.push(Apart::of(id, activity, numbered, self.on));
                continue;
            }
            let from = flow.from.as_ref().map_or(here, |end| self.end(id, end));
            let to = match (&flow.system, &flow.to) {
                (Some(system), _) => self.ensure(id, Place::System(system)),
                (None, Some(end)) => self.end(id, end),
                (None, None) => here,
            };
            let mut edge = Edge::new(id, kind.into(), self.load(flow), from);
            edge.flow = Some((number, flow));
            // Of a source and a store it is the role of whoever runs the system.
            edge.said = match kind {
                FlowKind::Recipient | FlowKind::Onward => flow.role,
                FlowKind::Source | FlowKind::Store | FlowKind::Feed => None,
            };
            // What comes from another activity comes along its routes, if that is looked at.
            edge.is_from_outside =
                kind == FlowKind::Source && self.at(from).place != Place::Activity;
            if edge.is_from_outside {
                edge.anchor = here;
            }
            if !self.hands_on(from) {
                continue;
            }
            match passed_by(flow) {
                Some(system) => {
                    let place = if self.is_run_by_an_end(flow, system) {
                        Place::SystemOfAnEnd(system)
                    } else {
                        Place::System(system)
                    };
                    let middle = self.ensure(id, place);
                    let first_half = self.add_step(from, middle, edge.clone());
                    // Nobody receives from itself.
                    if middle != to && from != to && self.hands_on(middle) {
                        edge.first_half = Some(first_half);
                        if !edge.is_from_outside {
                            edge.anchor = middle;
                        }
                        self.add_step(middle, to, edge);
                    }
                }
                None => drop(self.add_step(from, to, edge)),
            }
        }
    }

    /// Adds an edge, in the role in which the organisation acts in what it serves.
    pub(super) fn add_step(
        &mut self,
        from: NodeIndex,
        to: NodeIndex,
        mut edge: Edge<'r>,
    ) -> EdgeIndex {
        let served = self.flows_served(&edge);
        edge.is_for_others = self.serving(edge.activity, &served).is_for_others;
        self.graph.add_edge(from, to, edge)
    }

    /// Lets flows that pass or leave a system go on from both its nodes: what it has by one it has by the other,
    /// and only whoever runs it has it by one alone.
    fn add_twins(&mut self) {
        let seconds: Vec<(NodeIndex, NodeIndex, Edge<'r>)> = self
            .graph
            .edge_references()
            .filter(|edge| {
                let is_feed = edge.weight().kind == StepKind::Feed;
                let leaves_a_system = edge.weight().first_half.is_some() || is_feed;
                leaves_a_system && !edge.weight().is_from_outside
            })
            .filter_map(|edge| {
                let twin = self.twin(edge.source())?;
                Some((twin, edge.target(), edge.weight().clone()))
            })
            .collect();
        for (twin, to, mut edge) in seconds {
            edge.anchor = twin;
            edge.is_twin = true;
            self.graph.add_edge(twin, to, edge);
        }
    }

    /// The other node of a system, if it has two.
    pub(super) fn twin(&self, index: NodeIndex) -> Option<NodeIndex> {
        let Node { activity, place } = self.at(index);
        let place = match place {
            Place::System(system) => Place::SystemOfAnEnd(system),
            Place::SystemOfAnEnd(system) => Place::System(system),
            _ => return None,
        };
        self.node(Node { activity, place })
    }

    /// Whether a party at an end of a flow runs the system that the flow passes through: a partner's
    /// own portal.
    fn is_run_by_an_end(&self, flow: &Flow, system: &SystemId) -> bool {
        let Some(operator) = self.operator(system) else {
            return false;
        };
        let persons = self.persons();
        [&flow.from, &flow.to]
            .into_iter()
            .flatten()
            .any(|end| matches!(end, End::Party(party) if persons.are_one(party, operator)))
    }

    /// Whether a place hands anything on.
    pub(super) fn hands_on(&self, index: NodeIndex) -> bool {
        self.without.is_empty() || !self.without.contains(&self.at(index).reference())
    }

    /// Whether a flow hands its data on as far as its end.
    pub(super) fn arrives(&self, flow: &Flow) -> bool {
        let from = flow.from.as_ref().map(End::reference);
        let through = passed_by(flow).map(SystemId::reference);
        self.without.is_empty()
            || ![from, through]
                .into_iter()
                .flatten()
                .any(|place| self.without.contains(&place))
    }

    /// The activity that an edge belongs to.
    pub(super) fn activity_of(&self, edge: &Edge<'r>) -> Option<&'r Activity> {
        self.record(edge.activity)
    }

    /// Whether an edge brings data from outside into a system that is not the source's own: a web
    /// form, a call centre. The system then holds it, and who runs it has it.
    pub(super) fn is_source_into_system(&self, index: EdgeIndex) -> bool {
        let edge = &self.graph[index];
        let to = self.graph.edge_endpoints(index).map(|(_, to)| self.at(to));
        edge.is_from_outside
            && edge.first_half.is_none()
            && matches!(
                to,
                Some(Node {
                    place: Place::System(_),
                    ..
                })
            )
    }

    /// The edge at which the flow of an edge ends: of a flow through a system its second step.
    pub(super) fn whole_flow(&self, index: EdgeIndex) -> EdgeIndex {
        let edge = &self.graph[index];
        if edge.flow.is_none() || edge.first_half.is_some() {
            return index;
        }
        let middle = self.graph.edge_endpoints(index).map(|(_, to)| to);
        middle
            .into_iter()
            .flat_map(|middle| self.graph.edges(middle))
            .find(|second| {
                let second = second.weight();
                second.first_half == Some(index) && second.flow.is_some()
            })
            .map_or(index, |second| second.id())
    }

    /// The name of a record, or its id where the part of the register does not hold it.
    pub(super) fn name(&self, record: &(impl Refers + ?Sized)) -> String {
        let name = self.register.name(record);
        name.cloned().unwrap_or_else(|| record.id().to_owned())
    }
}
