//! The graph: flows as edges between parties, people, systems and activities.
//!
//! Routes stay inside one activity, so a party or system is a node of its own in each activity
//! that mentions it. Only a flow between two activities joins them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

use crate::model::{
    Activity, ActivityId, DataId, End, Flow, Kind, PartyId, PeopleId, Recorded, Reference,
    Register, Scope, SystemId,
};

use super::component::joined;
use super::engagement::{Engagement, engagements_for};
use super::query::Followed;
use super::step_kind::StepKind;

/// A node: something in the view of one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node<'r> {
    /// The activity in whose view it stands.
    pub(super) activity: &'r ActivityId,
    /// What it is.
    pub(super) place: Place<'r>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'r> {
    /// The activity itself.
    Activity,
    /// Another activity, which is not among those looked at: nothing continues inside it.
    OtherActivity(&'r ActivityId),
    /// A party.
    Party(&'r PartyId),
    /// The people the data is about.
    People(&'r PeopleId),
    /// A system.
    System(&'r SystemId),
}

impl Node<'_> {
    /// Whether it is an activity, this or another.
    pub(super) fn is_activity(&self) -> bool {
        matches!(self.place, Place::Activity | Place::OtherActivity(_))
    }

    /// The record it stands for.
    pub(super) fn reference(&self) -> Reference {
        match self.place {
            Place::Activity => self.activity.reference(),
            Place::OtherActivity(id) => id.reference(),
            Place::Party(id) => id.reference(),
            Place::People(id) => id.reference(),
            Place::System(id) => id.reference(),
        }
    }
}

/// An edge: one step that data can take.
#[derive(Clone, Debug)]
pub(super) struct Edge<'r> {
    /// The activity that records it.
    pub(super) activity: &'r ActivityId,
    /// What kind of step it is.
    pub(super) kind: StepKind,
    /// The flow behind it with its F-number; operators and sub-processors have none.
    pub(super) flow: Option<(usize, &'r Flow)>,
    /// What it carries.
    pub(super) load: Load<'r>,
    /// Whose having the data decides whether the edge carries it: the start of the flow, also for
    /// the second step of a flow through a system; for what comes from outside, the activity.
    pub(super) anchor: NodeIndex,
    /// The first step of a flow through a system, where this is the second.
    pub(super) first_half: Option<EdgeIndex>,
    /// By what chain of engagements a sub-processor comes to have what a system has.
    pub(super) engagement: Option<Rc<Engagement<'r>>>,
}

impl<'r> Edge<'r> {
    /// The processors between a system and a sub-processor, the operator first.
    pub(super) fn chain(&self) -> &[&'r PartyId] {
        self.engagement
            .as_ref()
            .map_or(&[], |engagement| &engagement.chain)
    }

    /// How many steps the edge stands for: a sub-processor is reached through each processor before it.
    pub(super) fn n_steps(&self) -> usize {
        1 + self.chain().len()
    }
}

/// What an edge carries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Load<'r> {
    /// The record does not say.
    NotRecorded,
    /// No personal data.
    Nothing,
    /// Whatever its start has.
    All,
    /// These, and perhaps more.
    Listed { list: &'r [DataId], and_more: bool },
    /// Whatever the system has, as surely.
    AsSystem,
    /// Perhaps what the system has: for which systems is not recorded.
    PerhapsAsSystem,
}

impl<'r> Load<'r> {
    fn of(flow: &'r Flow) -> Self {
        match &flow.carries {
            Recorded::NotRecorded => Self::NotRecorded,
            Recorded::None => Self::Nothing,
            Recorded::Value(Scope::All(_)) => Self::All,
            Recorded::Value(Scope::These(list)) => Self::Listed {
                list,
                and_more: flow.and_more,
            },
        }
    }

    /// Whether the edge may carry the data that is followed, if its start has it.
    pub(super) fn may_carry(&self, followed: &Followed) -> bool {
        self.bearing(followed) != Bearing::Closed
    }

    /// What the edge says of the data that is followed.
    pub(super) fn bearing(&self, followed: &Followed) -> Bearing {
        use super::certainty::Doubt;
        match (self, followed) {
            (Self::Nothing, _) => Bearing::Closed,
            (Self::NotRecorded, _) => Bearing::Open(Doubt::DataNotRecorded),
            (Self::All | Self::AsSystem, _) => Bearing::AsStart,
            (Self::PerhapsAsSystem, _) => Bearing::Open(Doubt::SystemsNotRecorded),
            (Self::Listed { list, .. }, Followed::Anything) if !list.is_empty() => Bearing::Names,
            (Self::Listed { list, .. }, Followed::Category { id, .. }) if list.contains(id) => {
                Bearing::Names
            }
            (Self::Listed { list, .. }, Followed::Category { broader, .. })
                if list.iter().any(|listed| broader.contains(listed)) =>
            {
                Bearing::Open(Doubt::BroaderNamed)
            }
            (Self::Listed { and_more: true, .. }, _) => Bearing::Open(Doubt::ListIncomplete),
            (Self::Listed { .. }, _) => Bearing::Closed,
        }
    }
}

/// What an edge says of the data that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// It names the data.
    Names,
    /// It carries what its start has, as surely.
    AsStart,
    /// It may carry it, if its start has it.
    Open(super::certainty::Doubt),
    /// It does not carry it.
    Closed,
}

/// The flows of a register, or of the part that a question needs, as a graph.
pub struct FlowGraph<'r> {
    pub(super) register: &'r Register,
    /// The parties and systems that hand nothing on.
    without: &'r BTreeSet<Reference>,
    activities: Vec<&'r ActivityId>,
    pub(super) graph: DiGraph<Node<'r>, Edge<'r>>,
    nodes: BTreeMap<Node<'r>, NodeIndex>,
    /// The place of each edge in the order that settles ties.
    order: Vec<usize>,
}

/// No party or system: all hand on what they have.
pub(super) static NOTHING: BTreeSet<Reference> = BTreeSet::new();

impl<'r> FlowGraph<'r> {
    /// Builds the graph of all activities of the register.
    pub fn new(register: &'r Register) -> Self {
        Self::without(register, &NOTHING)
    }

    /// Builds the graph of all activities, in which these parties and systems hand nothing on.
    ///
    /// No route passes them then: every step that begins at one of them is left out, both steps of
    /// a flow that begins there, and what they engage others for. What ends there stays.
    pub fn without(register: &'r Register, without: &'r BTreeSet<Reference>) -> Self {
        Self::of(register, register.activities.keys().collect(), without)
    }

    /// Builds the graph of one activity alone: nothing continues inside any other.
    pub fn alone(register: &'r Register, activity: &'r ActivityId) -> Self {
        Self::of(register, vec![activity], &NOTHING)
    }

    /// Builds a graph for each set of activities that flows join. What is asked of each apart
    /// cannot depend on what else is looked at.
    pub(super) fn each(
        register: &'r Register,
        without: &'r BTreeSet<Reference>,
    ) -> impl Iterator<Item = Self> {
        joined(register)
            .into_iter()
            .map(|activities| Self::of(register, activities, without))
    }

    /// Builds the graph of some activities of the register.
    pub(super) fn of(
        register: &'r Register,
        activities: Vec<&'r ActivityId>,
        without: &'r BTreeSet<Reference>,
    ) -> Self {
        let mut graph = Self {
            register,
            without,
            activities,
            graph: DiGraph::new(),
            nodes: BTreeMap::new(),
            order: Vec::new(),
        };
        for id in graph.activities.clone() {
            if let Some(activity) = register.activities.get(id) {
                graph.add_activity(id, activity);
            }
        }
        graph.add_operators();
        graph.order = graph.ordered();
        graph
    }

    /// What settles ties between edges: ids, then the order in which flows are written.
    pub(super) fn order(&self, edge: EdgeIndex) -> usize {
        self.order[edge.index()]
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
            (ends, edge.kind, edge.activity, number, edge.chain().len())
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

    /// All data that its activities mention, in their holdings or their flows.
    pub(super) fn mentioned(&self) -> BTreeSet<&'r DataId> {
        let mut mentioned = BTreeSet::new();
        for id in &self.activities {
            if let Some(activity) = self.register.activities.get(*id) {
                mentioned.extend(activity.data.items());
                for (_, flow) in activity.flows() {
                    mentioned.extend(flow.carries.value().map_or(&[][..], Scope::listed));
                }
            }
        }
        mentioned
    }

    fn ensure(&mut self, activity: &'r ActivityId, place: Place<'r>) -> NodeIndex {
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
            End::Activity(id) if self.register.activities.contains_key(id) => {
                self.ensure(id, Place::Activity)
            }
            End::Activity(id) => self.ensure(activity, Place::OtherActivity(id)),
        }
    }

    fn add_activity(&mut self, id: &'r ActivityId, activity: &'r Activity) {
        let here = self.ensure(id, Place::Activity);
        for (index, (kind, flow)) in activity.flows().enumerate() {
            let from = flow.from.as_ref().map_or(here, |end| self.end(id, end));
            let to = match (&flow.system, &flow.to) {
                (Some(system), _) => self.ensure(id, Place::System(system)),
                (None, Some(end)) => self.end(id, end),
                (None, None) => here,
            };
            let mut edge = Edge {
                activity: id,
                kind: kind.into(),
                flow: Some((index + 1, flow)),
                load: Load::of(flow),
                anchor: from,
                first_half: None,
                engagement: None,
            };
            if Self::is_outside_source(&edge) {
                edge.anchor = here;
            }
            if !self.hands_on(from) {
                continue;
            }
            match flow.through.value() {
                Some(system) => {
                    let middle = self.ensure(id, Place::System(system));
                    let first_half = self.graph.add_edge(from, middle, edge.clone());
                    if middle != to && self.hands_on(middle) {
                        edge.first_half = Some(first_half);
                        self.graph.add_edge(middle, to, edge);
                    }
                }
                None => drop(self.graph.add_edge(from, to, edge)),
            }
        }
    }

    /// Gives every system of an activity its operator and that operator's sub-processors.
    fn add_operators(&mut self) {
        let register = self.register;
        let systems: Vec<(&'r ActivityId, &'r SystemId, NodeIndex)> = self
            .nodes
            .iter()
            .filter_map(|(node, index)| match node.place {
                Place::System(system) => Some((node.activity, system, *index)),
                _ => None,
            })
            .collect();
        let mut engagements: BTreeMap<&'r SystemId, Vec<Rc<Engagement<'r>>>> = BTreeMap::new();
        for (activity, system, start) in systems {
            if !self.hands_on(start) {
                continue;
            }
            let Some(operator) = register
                .systems
                .get(system)
                .and_then(|system| system.operator.value())
            else {
                continue;
            };
            let end = self.ensure(activity, Place::Party(operator));
            let edge = Edge {
                activity,
                kind: StepKind::Operator,
                flow: None,
                load: Load::AsSystem,
                anchor: start,
                first_half: None,
                engagement: None,
            };
            self.graph.add_edge(start, end, edge.clone());
            let engaged = engagements
                .entry(system)
                .or_insert_with(|| engagements_for(register, system, operator, self.without));
            for engagement in engaged {
                let end = self.ensure(activity, Place::Party(&engagement.entry.party));
                let edge = Edge {
                    kind: StepKind::SubProcessor,
                    load: if engagement.doubtful_from.is_some() {
                        Load::PerhapsAsSystem
                    } else {
                        Load::AsSystem
                    },
                    engagement: Some(Rc::clone(engagement)),
                    ..edge.clone()
                };
                self.graph.add_edge(start, end, edge);
            }
        }
    }

    /// Whether a place hands anything on.
    pub(super) fn hands_on(&self, index: NodeIndex) -> bool {
        self.without.is_empty() || !self.without.contains(&self.at(index).reference())
    }

    /// Whether a flow hands its data on as far as its end.
    pub(super) fn arrives(&self, flow: &Flow) -> bool {
        let from = flow.from.as_ref().map(End::reference);
        let through = flow.through.value().map(SystemId::reference);
        self.without.is_empty()
            || ![from, through]
                .into_iter()
                .flatten()
                .any(|place| self.without.contains(&place))
    }

    /// The activity that an edge belongs to.
    pub(super) fn activity_of(&self, edge: &Edge<'r>) -> Option<&'r Activity> {
        self.register.activities.get(edge.activity)
    }

    /// Whether an edge brings data in from outside: no part of the way to a receiver.
    pub(super) fn is_outside_source(edge: &Edge<'r>) -> bool {
        edge.kind == StepKind::Source
            && !edge
                .flow
                .is_some_and(|(_, flow)| matches!(flow.from, Some(End::Activity(_))))
    }

    /// The name of a record, or its id where the part of the register does not hold it.
    pub(super) fn name(&self, reference: &Reference) -> String {
        let register = self.register;
        let id = reference.id.as_str();
        let name = match reference.kind {
            Kind::Party => register.parties.get(id).map(|record| &record.name),
            Kind::System => register.systems.get(id).map(|record| &record.name),
            Kind::Data => register.data.get(id).map(|record| &record.name),
            Kind::People => register.people.get(id).map(|record| &record.name),
            Kind::Measure => register.measures.get(id).map(|record| &record.name),
            Kind::Document => register.documents.get(id).map(|record| &record.name),
            Kind::Activity => register.activities.get(id).map(|record| &record.name),
            Kind::Settings | Kind::Approval => None,
        };
        name.cloned().unwrap_or_else(|| reference.id.clone())
    }
}
