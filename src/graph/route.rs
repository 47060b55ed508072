//! Routes as an answer shows them: step by step, with the words each rests on.

use serde::Serialize;

use crate::model::{
    Activity, ActivityId, Flow, Kind, LawCode, PartyId, Purpose, ReadAs, Recorded, Reference,
    Scope, Transfer,
};

use super::certainty::{Certainty, Doubt};
use super::flow_graph::{Edge, FlowGraph, Place};
use super::follow::{Following, Path, Step};
use super::step_kind::StepKind;

/// A record as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Thing {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Thing {
    /// Whether this is the party with this id.
    fn is(&self, party: &PartyId) -> bool {
        self.kind == Kind::Party && self.id == party.as_str()
    }
}

/// One step of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteStep {
    /// The activity that records it.
    pub activity: ActivityId,
    /// What kind of step it is: `store`, `recipient`, `operator`, ...
    #[serde(serialize_with = "as_word")]
    pub kind: StepKind,
    /// The flow's F-number in that activity.
    pub number: Option<usize>,
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// Which data the record says it carries: ids, `"all"`, `"none"`, or null where not recorded.
    pub carries: Recorded<Scope>,
    /// How sure the step is.
    pub certainty: Certainty,
    /// Why it is only possible.
    pub because: Option<&'static str>,
    /// The basis or gateway for it.
    pub ground: Recorded<String>,
    /// The contract or agreement that governs it.
    pub agreement: Recorded<Thing>,
    /// What allows it to leave the country.
    pub transfer: Recorded<Transfer>,
    /// The lawful bases on which the flow rests: of its purpose, or of all the activity's where it names none.
    pub basis: Vec<Basis>,
    /// When or on what condition it happens.
    pub when: Option<String>,
    /// The words it rests on.
    pub evidence: Option<String>,
}

impl RouteStep {
    /// Whether it is only possible because that its start has the data is.
    pub fn is_as_sure_as_its_start(&self) -> bool {
        self.because == Some(Doubt::StartPossible.clause())
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn as_word<S: serde::Serializer>(kind: &StepKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.word())
}

impl<'r> FlowGraph<'r> {
    /// A record as an answer names it.
    pub(super) fn thing(&self, reference: &Reference) -> Thing {
        Thing {
            kind: reference.kind,
            id: reference.id.clone(),
            name: self.name(reference),
        }
    }

    /// The steps of a path.
    pub(super) fn route(&self, following: &Following<'_, 'r>, path: &Path) -> Vec<RouteStep> {
        let mut steps: Vec<RouteStep> = Vec::new();
        for index in &path.edges {
            let Some((start, to)) = self.graph.edge_endpoints(*index) else {
                continue;
            };
            let edge = &self.graph[*index];
            let step = following.step(*index);
            let to = self.thing(&self.at(to).reference());
            let mut from = self.thing(&self.at(start).reference());
            // The chain to a sub-processor is as sure as the system at its start, up to the
            // engagement of which the record does not say what it is for.
            let at_start = match following.has(start) {
                Some(Certainty::Stated) => Step::Stated,
                _ => Step::Possible(Doubt::StartPossible),
            };
            let doubtful_from = edge.engagement.as_ref().and_then(|it| it.doubtful_from);
            // Where the way to the system already led through a processor, it is not visited again.
            let been = |id: &PartyId| {
                steps
                    .iter()
                    .filter(|step| step.activity == *edge.activity)
                    .any(|step| [&step.from, &step.to].into_iter().any(|thing| thing.is(id)))
            };
            let skip = edge
                .chain()
                .iter()
                .rposition(|processor| been(processor))
                .map_or(0, |place| place + 1);
            for (place, processor) in edge.chain().iter().enumerate().skip(skip) {
                let is_doubtful = doubtful_from.is_some_and(|first| place >= first);
                let step = if is_doubtful { step } else { Some(at_start) };
                let kind = if place == 0 {
                    StepKind::Operator
                } else {
                    StepKind::SubProcessor
                };
                let next = self.thing(&processor.reference());
                steps.push(self.step_between(edge, kind, step, from, next.clone()));
                from = next;
            }
            steps.push(self.step_between(edge, edge.kind, step, from, to));
        }
        steps
    }

    /// One edge as the step of a route.
    pub(super) fn step_along(
        &self,
        following: &Following<'_, 'r>,
        index: petgraph::graph::EdgeIndex,
    ) -> Option<RouteStep> {
        let (from, to) = self.graph.edge_endpoints(index)?;
        let edge = &self.graph[index];
        let from = match edge.chain().last() {
            Some(processor) => self.thing(&processor.reference()),
            None => self.thing(&self.at(from).reference()),
        };
        let to = self.thing(&self.at(to).reference());
        Some(self.step_between(edge, edge.kind, following.step(index), from, to))
    }

    fn step_between(
        &self,
        edge: &Edge<'r>,
        kind: StepKind,
        step: Option<Step>,
        from: Thing,
        to: Thing,
    ) -> RouteStep {
        let flow = edge.flow.map(|(_, flow)| flow);
        let doubt = match step {
            Some(Step::Possible(doubt)) => Some(doubt),
            _ => None,
        };
        RouteStep {
            activity: edge.activity.clone(),
            kind,
            number: edge.flow.map(|(number, _)| number),
            from,
            to,
            carries: flow.map_or(Recorded::Value(Scope::all()), |flow| flow.carries.clone()),
            certainty: step.map_or(Certainty::Possible, Step::certainty),
            because: doubt.map(Doubt::clause),
            ground: flow.map_or(Recorded::NotRecorded, |flow| flow.ground.clone()),
            agreement: match flow.map(|flow| &flow.agreement) {
                Some(Recorded::Value(id)) => Recorded::Value(self.thing(&id.reference())),
                Some(Recorded::None) => Recorded::None,
                Some(Recorded::NotRecorded) | None => Recorded::NotRecorded,
            },
            transfer: flow.map_or(Recorded::NotRecorded, |flow| flow.transfer.clone()),
            basis: flow.map_or_else(Vec::new, |flow| {
                self.activity_of(edge)
                    .map_or_else(Vec::new, |activity| bases(activity, flow))
            }),
            when: flow.and_then(|flow| flow.when.clone()),
            evidence: flow.and_then(|flow| flow.evidence.clone()),
        }
    }

    /// Through whom a path leads: other parties, and systems that are not the controller's own.
    pub(super) fn through(&self, path: &Path) -> Vec<Thing> {
        let mut through: Vec<Thing> = Vec::new();
        for (position, index) in path.edges.iter().enumerate() {
            let Some((from, _)) = self.graph.edge_endpoints(*index) else {
                continue;
            };
            let edge = &self.graph[*index];
            let start = self.at(from);
            let is_through = match start.place {
                Place::Activity | Place::OtherActivity(_) => false,
                Place::System(id) => !self.is_own_system(edge.activity, id),
                Place::Party(id) => !self.is_own(edge.activity, id),
                Place::People(_) => position > 0,
            };
            if is_through {
                through.push(self.thing(&start.reference()));
            }
            through.extend(
                edge.chain()
                    .iter()
                    .filter(|processor| !self.is_own(edge.activity, processor))
                    .map(|processor| self.thing(&processor.reference())),
            );
        }
        let mut seen = std::collections::BTreeSet::new();
        through.retain(|thing| seen.insert((thing.kind, thing.id.clone())));
        through
    }
}

/// A lawful basis, as published and as coded, and the purposes that rest on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The basis in the words published.
    pub published: Recorded<String>,
    /// The basis as a code of Article 6(1).
    pub code: Recorded<LawCode>,
    /// Whose reading the code is.
    pub read_as: Option<ReadAs>,
    /// The purposes that rest on it.
    pub purposes: Vec<String>,
}

/// The bases of the purpose that a flow serves, or of all purposes of its activity where it names none.
fn bases(activity: &Activity, flow: &Flow) -> Vec<Basis> {
    let mut bases: Vec<Basis> = Vec::new();
    let serves = |purpose: &Purpose| match &flow.purpose {
        Recorded::Value(id) => purpose.id.as_ref() == Some(id),
        Recorded::None => false,
        Recorded::NotRecorded => true,
    };
    for purpose in activity
        .purpose
        .items()
        .iter()
        .filter(|purpose| serves(purpose))
    {
        let same = |basis: &&mut Basis| {
            (&basis.published, &basis.code, basis.read_as)
                == (&purpose.basis_published, &purpose.basis, purpose.read_as)
        };
        match bases.iter_mut().find(same) {
            Some(basis) => basis.purposes.push(purpose.text.clone()),
            None => bases.push(Basis {
                published: purpose.basis_published.clone(),
                code: purpose.basis.clone(),
                read_as: purpose.read_as,
                purposes: vec![purpose.text.clone()],
            }),
        }
    }
    bases
}

/// What tells one route from another: its steps, by activity, kind, flow and ends.
pub(super) type Trace = Vec<(ActivityId, &'static str, Option<usize>, String, String)>;

/// What tells a route from others.
pub(super) fn trace(route: &[RouteStep]) -> Trace {
    let step = |step: &RouteStep| {
        (
            step.activity.clone(),
            step.kind.word(),
            step.number,
            step.from.id.clone(),
            step.to.id.clone(),
        )
    };
    route.iter().map(step).collect()
}

/// Something that is only possible, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// What it is.
    pub subject: Thing,
    /// Why it is no more than possible.
    pub because: String,
}

impl Serialize for Uncertain {
    /// As `{"party": {"id", "name"}, "because"}`, with the kind of the thing as the first key.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(2))?;
        let subject = serde_json::json!({ "id": self.subject.id, "name": self.subject.name });
        map.serialize_entry(self.subject.kind.word(), &subject)?;
        map.serialize_entry("because", &self.because)?;
        map.end()
    }
}

/// Why a route is no more than possible, step by step.
pub(super) fn doubts(route: &[RouteStep]) -> String {
    let mut clauses: Vec<String> = Vec::new();
    for step in route {
        // That a step is as sure as its start says nothing new after the doubt at the start.
        let is_echo = !clauses.is_empty() && step.is_as_sure_as_its_start();
        if let Some(because) = step.because.filter(|_| !is_echo) {
            let number = step
                .number
                .map_or_else(String::new, |number| format!("F{number}, "));
            clauses.push(format!(
                "{because} ({number}{} to {})",
                step.from.name, step.to.name
            ));
        }
    }
    clauses.dedup();
    clauses.join("; ")
}
