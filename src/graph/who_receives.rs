//! Who receives it, directly or through whom?

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{
    ActivityId, Country, DataId, Kind, PartyId, PartyKind, Recorded, Register, Transfer,
};

use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, Place, StepKind};
use super::follow::{Following, Path};
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::{CountryFilter, FlowQuery};
use super::role::ReceiverRole;
use super::route::{RouteStep, Thing, Uncertain, doubts};

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

impl From<InActivity> for ActivityId {
    fn from(activity: InActivity) -> Self {
        activity.id
    }
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
    /// In which activities.
    pub activities: BTreeSet<InActivity>,
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

/// The search for receivers, through one part of the register after another.
pub struct WhoReceives<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<PartyId, (Rank, Receiver)>,
    gaps: Gaps,
    having: BTreeSet<ActivityId>,
}

/// What makes one route better than another: certainty, begins at the activity, length, ids.
type Rank = ((Certainty, bool, usize), Vec<(ActivityId, String, String)>);

impl<'q> WhoReceives<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
            having: BTreeSet::new(),
        }
    }

    /// Looks through a part of the register: whole activities, with all they are joined to.
    pub fn look(&mut self, part: &Register) {
        let graph = FlowGraph::new(part);
        let mentioned = graph.mentioned();
        for followed in self.query.followed(part, &mentioned) {
            let following = Following::new(&graph, &followed, self.query);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if node.place == Place::Activity && following.has(index).is_some() {
                    self.note_activity(part, node.activity);
                }
            }
            let paths = following.best_paths(self.query.max_steps);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if let (Place::Party(party), Some(path)) = (node.place, &paths[index.index()]) {
                    self.note_receiver(&graph, &following, party, path, followed.id());
                    if self.query.all_paths {
                        self.note_ways(&graph, &following, party, index);
                    }
                }
            }
        }
    }

    fn note_activity(&mut self, part: &Register, id: &ActivityId) {
        let Some(activity) = part.activities.get(id) else {
            return;
        };
        if self.having.insert(id.clone()) {
            self.gaps.note_if(
                activity.recipient.is_not_recorded(),
                Gap::Recipients,
                &activity.name,
            );
            self.gaps.note_if(
                activity.store.is_not_recorded(),
                Gap::Stores,
                &activity.name,
            );
        }
    }

    fn note_receiver<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        party: &'r PartyId,
        path: &Path,
        data: Option<&DataId>,
    ) {
        let Some(last) = path.edges.last().map(|edge| &graph.graph[*edge]) else {
            return;
        };
        let activity = last.activity;
        let record = graph.register.parties.get(party);
        let country = record.map_or(Recorded::NotRecorded, |record| record.country.clone());
        let role = graph.role(activity, party, last.kind);
        let wanted = !graph.is_controller(activity, party)
            && self
                .query
                .party
                .as_ref()
                .is_none_or(|whole| whole.parts.contains(party))
            && self.query.role.is_none_or(|wanted| wanted == role)
            && self
                .query
                .country
                .as_ref()
                .is_none_or(|wanted| wanted.fits(&country));
        if !wanted || self.query.stated && path.certainty != Certainty::Stated {
            return;
        }
        let route = graph.route(following, path);
        let rank: Rank = (
            path.rank(),
            route
                .iter()
                .map(|step| {
                    (
                        step.activity.clone(),
                        step.from.id.clone(),
                        step.to.id.clone(),
                    )
                })
                .collect(),
        );
        let better = self.found.get(party).is_none_or(|(best, _)| rank < *best);
        let mut receiver = if better {
            let before = self.found.remove(party).map(|(_, receiver)| receiver);
            let last_flow =
                |value: fn(&RouteStep) -> bool| route.iter().rev().find(|step| value(step));
            let through = graph.through(path);
            let mut receiver = Receiver {
                party: Named {
                    id: party.clone(),
                    name: graph.name(&party.reference()),
                    kind: record.map_or(Recorded::NotRecorded, |record| record.kind.clone()),
                },
                roles: BTreeSet::new(),
                certainty: path.certainty,
                data: data.cloned(),
                direct: through.is_empty(),
                through,
                activities: BTreeSet::new(),
                country,
                ground: last_flow(|step| !step.ground.is_not_recorded())
                    .map_or(Recorded::NotRecorded, |step| step.ground.clone()),
                agreement: last_flow(|step| step.number.is_some())
                    .map_or(Recorded::NotRecorded, |step| step.agreement.clone()),
                transfer: last_flow(|step| step.number.is_some())
                    .map_or(Recorded::NotRecorded, |step| step.transfer.clone()),
                evidence: last_flow(|step| step.evidence.is_some())
                    .and_then(|step| step.evidence.clone()),
                begins_at_activity: path.begins_at_activity,
                route,
                more_routes: Vec::new(),
                stopped: false,
            };
            if let Some(before) = before {
                receiver.roles = before.roles;
                receiver.activities = before.activities;
                receiver.more_routes = before.more_routes;
                receiver.stopped = before.stopped;
            }
            (rank, receiver)
        } else {
            let Some(found) = self.found.remove(party) else {
                return;
            };
            found
        };
        let name = graph.name(&activity.reference());
        let is_draft = graph
            .register
            .activities
            .get(activity)
            .is_some_and(crate::model::Activity::is_draft);
        receiver.1.roles.insert(role);
        receiver.1.activities.insert(InActivity {
            id: activity.clone(),
            name,
            is_draft,
        });
        self.note_gaps(graph, &receiver.1);
        self.found.insert(party.clone(), receiver);
    }

    /// Adds every other route to a receiver.
    fn note_ways<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        party: &'r PartyId,
        index: petgraph::graph::NodeIndex,
    ) {
        let Some((_, receiver)) = self.found.get_mut(party) else {
            return;
        };
        let ways = following.ways(
            &following.beginnings(),
            &[index],
            false,
            self.query.max_steps,
        );
        receiver.stopped |= ways.stopped;
        for path in &ways.paths {
            let route = graph.route(following, path);
            let is_new = route != receiver.route && !receiver.more_routes.contains(&route);
            if is_new && !(self.query.stated && path.certainty != Certainty::Stated) {
                receiver.more_routes.push(route);
            }
        }
    }

    fn note_gaps(&mut self, graph: &FlowGraph<'_>, receiver: &Receiver) {
        let name = &receiver.party.name;
        for step in &receiver.route {
            let system = [&step.from, &step.to]
                .into_iter()
                .find(|thing| thing.kind == Kind::System);
            if let Some(system) =
                system.and_then(|thing| graph.register.systems.get(thing.id.as_str()))
            {
                self.gaps.note_if(
                    system.operator.is_not_recorded(),
                    Gap::Operator,
                    &system.name,
                );
            }
            if matches!(step.kind, StepKind::Operator | StepKind::SubProcessor)
                && let Some(processor) = graph.register.parties.get(step.to.id.as_str())
                && !graph.is_own_by_id(&step.activity, &step.to.id)
            {
                self.gaps.note_if(
                    processor.sub_processors.is_not_recorded(),
                    Gap::SubProcessors,
                    &processor.name,
                );
            }
        }
        self.gaps
            .note_if(receiver.country.is_not_recorded(), Gap::Country, name);
        self.gaps
            .note_if(receiver.agreement.is_not_recorded(), Gap::Agreement, name);
    }

    /// Ends the search: the receivers, stated before possible; the uncertain ones with the reason;
    /// and what is not recorded.
    pub fn finish(self) -> (Vec<Receiver>, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut receivers: Vec<(Rank, Receiver)> = self.found.into_values().collect();
        receivers.sort_by(|a, b| {
            (a.1.certainty, &a.1.party.name, &a.1.party.id).cmp(&(
                b.1.certainty,
                &b.1.party.name,
                &b.1.party.id,
            ))
        });
        let receivers: Vec<Receiver> = receivers
            .into_iter()
            .map(|(_, mut receiver)| {
                receiver
                    .more_routes
                    .retain(|route| *route != receiver.route);
                receiver
            })
            .collect();
        let uncertain = receivers
            .iter()
            .filter(|receiver| receiver.certainty == Certainty::Possible)
            .map(|receiver| Uncertain {
                subject: Thing {
                    kind: Kind::Party,
                    id: receiver.party.id.to_string(),
                    name: receiver.party.name.clone(),
                },
                because: doubts(&receiver.route),
            })
            .collect();
        (receivers, uncertain, self.gaps.list())
    }
}

impl CountryFilter {
    /// Whether a recorded country passes the filter.
    pub(super) fn fits(&self, country: &Recorded<Country>) -> bool {
        match self {
            Self::Is(wanted) => country.value() == Some(wanted),
            Self::NotRecorded => country.is_not_recorded(),
        }
    }
}
