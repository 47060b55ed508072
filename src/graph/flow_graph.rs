//! The graph: flows as edges between parties, people, systems and activities.
//!
//! Routes stay inside one activity, so a party or system is a node of its own in each activity
//! that mentions it. Only a flow between two activities joins them.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{
    Activity, ActivityId, DataId, End, Flow, FlowKind, Kind, PartyId, PeopleId, Recorded,
    Reference, Register, Scope, SystemId,
};

use super::query::Followed;

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
    /// A party.
    Party(&'r PartyId),
    /// The people the data is about.
    People(&'r PeopleId),
    /// A system.
    System(&'r SystemId),
}

impl Node<'_> {
    /// The record it stands for.
    pub(super) fn reference(&self) -> Reference {
        match self.place {
            Place::Activity => self.activity.reference(),
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
    /// The processors between a system and a sub-processor, the operator first.
    pub(super) chain: Vec<&'r PartyId>,
}

/// What kind of step an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// Somebody gives data to an activity.
    Source,
    /// An activity keeps data in a system.
    Store,
    /// An activity gives data to somebody.
    Recipient,
    /// A receiver hands data on.
    Onward,
    /// The operator of a system has what the system has.
    Operator,
    /// A processor engages another.
    SubProcessor,
}

impl StepKind {
    /// The word for it in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Store => "store",
            Self::Recipient => "recipient",
            Self::Onward => "onward",
            Self::Operator => "operator",
            Self::SubProcessor => "sub-processor",
        }
    }
}

impl From<FlowKind> for StepKind {
    fn from(kind: FlowKind) -> Self {
        match kind {
            FlowKind::Source => Self::Source,
            FlowKind::Store => Self::Store,
            FlowKind::Recipient => Self::Recipient,
            FlowKind::Onward => Self::Onward,
        }
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
    pub(super) graph: DiGraph<Node<'r>, Edge<'r>>,
    nodes: BTreeMap<Node<'r>, NodeIndex>,
}

impl<'r> FlowGraph<'r> {
    /// Builds the graph of all activities of the register.
    pub fn new(register: &'r Register) -> Self {
        let mut graph = Self {
            register,
            graph: DiGraph::new(),
            nodes: BTreeMap::new(),
        };
        for (id, activity) in &register.activities {
            graph.add_activity(id, activity);
        }
        graph.add_operators();
        graph
    }

    /// The node at an index.
    pub(super) fn at(&self, index: NodeIndex) -> Node<'r> {
        self.graph[index]
    }

    /// All data that the activities mention, in their holdings or their flows.
    pub(super) fn mentioned(&self) -> BTreeSet<&'r DataId> {
        let mut mentioned = BTreeSet::new();
        for activity in self.register.activities.values() {
            mentioned.extend(activity.data.items());
            for (_, flow) in activity.flows() {
                mentioned.extend(flow.carries.value().map_or(&[][..], Scope::listed));
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
            End::Activity(id) => self.ensure(id, Place::Activity),
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
            let edge = Edge {
                activity: id,
                kind: kind.into(),
                flow: Some((index + 1, flow)),
                load: Load::of(flow),
                chain: Vec::new(),
            };
            match flow.through.value() {
                Some(system) => {
                    let middle = self.ensure(id, Place::System(system));
                    if middle == to {
                        self.graph.add_edge(from, to, edge);
                    } else {
                        self.graph.add_edge(from, middle, edge.clone());
                        self.graph.add_edge(middle, to, edge);
                    }
                }
                None => drop(self.graph.add_edge(from, to, edge)),
            }
        }
    }

    /// Gives every system of an activity its operator and that operator's sub-processors.
    fn add_operators(&mut self) {
        let systems: Vec<(&'r ActivityId, &'r SystemId, NodeIndex)> = self
            .nodes
            .iter()
            .filter_map(|(node, index)| match node.place {
                Place::System(system) => Some((node.activity, system, *index)),
                _ => None,
            })
            .collect();
        for (activity, system, start) in systems {
            let register = self.register;
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
                chain: Vec::new(),
            };
            self.graph.add_edge(start, end, edge);
            let mut chain = vec![operator];
            self.add_sub_processors(activity, system, start, &mut chain, Load::AsSystem);
        }
    }

    fn add_sub_processors(
        &mut self,
        activity: &'r ActivityId,
        system: &'r SystemId,
        start: NodeIndex,
        chain: &mut Vec<&'r PartyId>,
        load: Load<'r>,
    ) {
        let register = self.register;
        let Some(processor) = chain.last().and_then(|id| register.parties.get(*id)) else {
            return;
        };
        for engaged in processor.sub_processors.items() {
            if chain.contains(&&engaged.party) {
                continue;
            }
            let load = match &engaged.systems {
                Recorded::Value(systems) if systems.contains(system) => load,
                Recorded::Value(systems) if !systems.is_empty() => continue,
                Recorded::None => continue,
                _ => Load::PerhapsAsSystem,
            };
            let end = self.ensure(activity, Place::Party(&engaged.party));
            let edge = Edge {
                activity,
                kind: StepKind::SubProcessor,
                flow: None,
                load,
                chain: chain.clone(),
            };
            self.graph.add_edge(start, end, edge);
            chain.push(&engaged.party);
            self.add_sub_processors(activity, system, start, chain, load);
            chain.pop();
        }
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
