//! Receivers as an answer shows them.

use std::collections::BTreeSet;
use std::rc::Rc;

use petgraph::graph::EdgeIndex;
use serde::{Serialize, Serializer};

use crate::model::{
    Activity, ActivityId, Country, DataId, Kind, PartyId, PartyKind, Recorded, Transfer,
};

use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, Place};
use super::follow::Path;
use super::gaps::Gap;
use super::role::ReceiverRole;
use super::route::{RouteStep, Thing};
use super::step_kind::StepKind;

/// A party as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: Recorded<PartyKind>,
}

/// An activity as an answer names it; in JSON its id alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "ActivityId")]
pub struct InActivity {
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub name: String,
    /// Whether it is a draft, which is marked.
    pub is_draft: bool,
}

impl InActivity {
    /// An activity of the graph.
    pub(super) fn of(graph: &FlowGraph<'_>, id: &ActivityId) -> Self {
        let record = graph.register.activities.get(id);
        Self {
            id: id.clone(),
            name: graph.name(&id.reference()),
            is_draft: record.is_some_and(Activity::is_draft),
        }
    }
}

impl From<InActivity> for ActivityId {
    fn from(activity: InActivity) -> Self {
        activity.id
    }
}

fn as_ids<S: Serializer>(
    activities: &BTreeSet<Rc<InActivity>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(activities.iter().map(|activity| &activity.id))
}

/// One who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// Who it is.
    pub party: Named,
    /// In which roles it receives it.
    pub roles: BTreeSet<ReceiverRole>,
    /// How sure its best route is.
    pub certainty: Certainty,
    /// The category that is followed to it: the one asked about, or a narrower one.
    pub data: Option<DataId>,
    /// Whether no other party, and no system but the controller's own, is between.
    pub direct: bool,
    /// Through whom.
    pub through: Vec<Thing>,
    /// In which activities; what many receivers have in common is held once.
    #[serde(serialize_with = "as_ids")]
    pub activities: BTreeSet<Rc<InActivity>>,
    /// Where it is, ISO 3166.
    pub country: Recorded<Country>,
    /// The basis or gateway for the disclosure.
    pub ground: Recorded<String>,
    /// The agreement that governs it.
    pub agreement: Recorded<Thing>,
    /// What allows it to leave the country.
    pub transfer: Recorded<Transfer>,
    /// The words it rests on.
    pub evidence: Option<String>,
    /// Whether the best route begins at an activity; otherwise how its start came by the data is not recorded.
    pub begins_at_activity: bool,
    /// The best route.
    pub route: Vec<RouteStep>,
    /// All other routes, where they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_routes: Vec<Vec<RouteStep>>,
    /// Whether there are more routes than are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

impl<'r> FlowGraph<'r> {
    /// Where the party at the end of an edge gets data, as far as it is recorded.
    pub(super) fn country(&self, edge: EdgeIndex) -> Recorded<Country> {
        let Some(Place::Party(party)) = self
            .graph
            .edge_endpoints(edge)
            .map(|(_, to)| self.at(to).place)
        else {
            return Recorded::NotRecorded;
        };
        // A sub-processor works where its engagement says, if that says where.
        let engagement = self.graph[edge].engagement.as_ref();
        match engagement.map(|engagement| &engagement.entry.country) {
            Some(country @ Recorded::Value(_)) => country.clone(),
            _ => self
                .register
                .parties
                .get(party)
                .map_or(Recorded::NotRecorded, |party| party.country.clone()),
        }
    }

    /// A receiver by its best route.
    pub(super) fn receiver(
        &self,
        party: &PartyId,
        path: &Path,
        route: Vec<RouteStep>,
        country: Recorded<Country>,
        data: Option<&DataId>,
    ) -> Receiver {
        let record = self.register.parties.get(party);
        let through = self.through(path);
        let last =
            |is_wanted: fn(&RouteStep) -> bool| route.iter().rev().find(|step| is_wanted(step));
        let last_flow = last(|step| step.number.is_some());
        Receiver {
            party: Named {
                id: party.clone(),
                name: self.name(&party.reference()),
                kind: record.map_or(Recorded::NotRecorded, |record| record.kind.clone()),
            },
            roles: BTreeSet::new(),
            certainty: path.certainty,
            data: data.cloned(),
            direct: through.is_empty(),
            through,
            activities: BTreeSet::new(),
            country,
            ground: last(|step| !step.ground.is_not_recorded())
                .map_or(Recorded::NotRecorded, |step| step.ground.clone()),
            agreement: last_flow.map_or(Recorded::NotRecorded, |step| step.agreement.clone()),
            transfer: last_flow.map_or(Recorded::NotRecorded, |step| step.transfer.clone()),
            evidence: last(|step| step.evidence.is_some()).and_then(|step| step.evidence.clone()),
            begins_at_activity: path.begins_at_activity,
            route,
            more_routes: Vec::new(),
            stopped: false,
        }
    }

    /// What is not recorded of a receiver and along its route.
    pub(super) fn gaps_of(&self, receiver: &Receiver) -> Vec<(Gap, String)> {
        let mut gaps: Vec<(Gap, String)> = Vec::new();
        let mut note = |is_missing: bool, gap: Gap, name: &str| {
            if is_missing {
                gaps.push((gap, name.to_owned()));
            }
        };
        for step in &receiver.route {
            for thing in [&step.from, &step.to] {
                if thing.kind == Kind::System
                    && let Some(system) = self.register.systems.get(thing.id.as_str())
                {
                    let is_missing = system.operator.is_not_recorded();
                    note(is_missing, Gap::Operator, &system.name);
                }
            }
            if matches!(step.kind, StepKind::Operator | StepKind::SubProcessor)
                && let Some(processor) = self.register.parties.get(step.to.id.as_str())
                && !self.is_own_by_id(&step.activity, &step.to.id)
            {
                let is_missing = processor.sub_processors.is_not_recorded();
                note(is_missing, Gap::SubProcessors, &processor.name);
            }
        }
        let name = &receiver.party.name;
        note(receiver.country.is_not_recorded(), Gap::Country, name);
        note(receiver.agreement.is_not_recorded(), Gap::Agreement, name);
        gaps
    }
}
