//! Receivers as an answer shows them.

use std::collections::BTreeSet;
use std::rc::Rc;

use petgraph::graph::EdgeIndex;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::{
    Activity, ActivityId, DataId, Kind, PartyId, PartyKind, Recorded, Reference, Transfer,
};

use super::agreement::Agreement;
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Path;
use super::gap::Gap;
use super::receiver_role::ReceiverRole;
use super::route::RouteStep;
use super::thing::Thing;
use super::uncertain::doubts;
use super::whereabouts::{Leaving, Whereabouts};

/// A party as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: Recorded<PartyKind>,
    /// Whether it is no party, but a category of people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_people: bool,
}

impl Named {
    /// The record it names.
    pub fn reference(&self) -> Reference {
        let kind = if self.is_people {
            Kind::People
        } else {
            Kind::Party
        };
        Reference::new(kind, self.id.as_str())
    }
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
        let record = graph.record(id);
        Self {
            id: id.clone(),
            name: graph.name(&id),
            is_draft: record.is_some_and(Activity::is_draft),
        }
    }
}

impl From<InActivity> for ActivityId {
    fn from(activity: InActivity) -> Self {
        activity.id
    }
}

/// In which activities a recipient has the data; what many recipients have in common is held once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InActivities(Vec<(Rc<InActivity>, ByActivity)>);

/// Among so many of the last ones an activity is looked for: a search looks through those that flows join one after the
/// other, and each of them several times.
const LAST: usize = 4;

/// In which roles and how surely a recipient has the data in one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByActivity {
    /// How sure it is in its surest role.
    pub certainty: Certainty,
    /// How sure it is in each role, in the order of [`ReceiverRole::ALL`].
    roles: [Option<Certainty>; ReceiverRole::ALL.len()],
    /// Whether the record says of some of it that it has it as a controller on its own account.
    pub on_own_account: bool,
}

/// How a recipient comes to have data by one step.
#[derive(Debug)]
pub(super) struct Arrival {
    /// Where it receives.
    pub(super) whereabouts: Whereabouts,
    /// Whether data leaves the UK with it.
    pub(super) leaves_uk: Leaving,
    /// Whether the record says that it receives it as a controller on its own account.
    pub(super) on_own_account: bool,
}

impl Default for Arrival {
    /// Nothing is recorded of it.
    fn default() -> Self {
        Self {
            whereabouts: Recorded::NotRecorded,
            leaves_uk: Leaving::No,
            on_own_account: false,
        }
    }
}

impl ByActivity {
    /// Nothing is known yet but how sure it is.
    fn new(certainty: Certainty) -> Self {
        Self {
            certainty,
            roles: [None; ReceiverRole::ALL.len()],
            on_own_account: false,
        }
    }

    /// Takes in how sure it is in one role.
    fn note(&mut self, role: ReceiverRole, certainty: Certainty) {
        self.certainty = self.certainty.min(certainty);
        let held = self.roles[role as usize].get_or_insert(certainty);
        *held = certainty.min(*held);
    }

    /// In which roles, and how surely in each.
    pub fn roles(&self) -> impl Iterator<Item = (ReceiverRole, Certainty)> {
        let roles = ReceiverRole::ALL.into_iter().zip(self.roles);
        roles.filter_map(|(role, certainty)| Some((role, certainty?)))
    }
}

impl InActivities {
    /// The activities, each with the roles, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&InActivity, &ByActivity)> {
        self.0.iter().map(|(activity, by)| (activity.as_ref(), by))
    }

    fn note(
        &mut self,
        activity: &Rc<InActivity>,
        role: ReceiverRole,
        certainty: Certainty,
    ) -> &mut ByActivity {
        let n_before = self.0.len().saturating_sub(LAST);
        let mut last = self.0[n_before..].iter();
        let known = last.position(|(one, _)| one.id == activity.id);
        let place = known.map_or(self.0.len(), |place| n_before + place);
        if known.is_none() {
            self.0
                .push((Rc::clone(activity), ByActivity::new(certainty)));
        }
        let by = &mut self.0[place].1;
        by.note(role, certainty);
        by
    }

    /// Ends the search: each activity once, in the order of ids.
    pub(super) fn settle(&mut self) {
        self.0.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.0.dedup_by(|(again, more), (activity, by)| {
            let is_it = again.id == activity.id;
            if is_it {
                by.on_own_account |= more.on_own_account;
                more.roles()
                    .for_each(|(role, certainty)| by.note(role, certainty));
            }
            is_it
        });
        self.0.shrink_to_fit();
    }
}

impl Serialize for InActivities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            activity: &'a ActivityId,
            roles: Vec<ReceiverRole>,
            certainty: Certainty,
            draft: bool,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            on_own_account: bool,
        }
        let activities: Vec<&ActivityId> = self.iter().map(|(activity, _)| &activity.id).collect();
        let by_activity: Vec<Told<'_>> = self
            .iter()
            .map(|(activity, by)| Told {
                activity: &activity.id,
                roles: by.roles().map(|(role, _)| role).collect(),
                certainty: by.certainty,
                draft: activity.is_draft,
                on_own_account: by.on_own_account,
            })
            .collect();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("activities", &activities)?;
        map.serialize_entry("by_activity", &by_activity)?;
        map.end()
    }
}

/// One who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// Who it is.
    pub party: Named,
    /// As part or member of whom it possibly receives it, where the record names only these.
    pub as_part_of: Option<Thing>,
    /// In which roles it receives it.
    pub roles: BTreeSet<ReceiverRole>,
    /// Whether the record says of some of it that it receives it as a controller on its own account.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub on_own_account: bool,
    /// How sure its best route is.
    pub certainty: Certainty,
    /// The category that is followed to it: the one asked about, or a narrower one.
    pub data: Option<DataId>,
    /// Whether no other party, and no system but the controller's own, is between.
    pub direct: bool,
    /// Through whom.
    pub through: Vec<Thing>,
    /// In which activities, and in which roles and how surely in each.
    #[serde(flatten)]
    pub in_activities: InActivities,
    /// Where it receives, ISO 3166, and whose country that is: in all activities together.
    #[serde(rename = "where")]
    pub whereabouts: Whereabouts,
    /// Whether data leaves the UK with a step that ends at it.
    pub leaves_uk: Leaving,
    /// The basis or gateway for the last step of its best route.
    pub ground: Recorded<String>,
    /// The agreement under which that step stands.
    pub agreement: Agreement,
    /// What is recorded to allow that step to leave the UK.
    pub transfer: Recorded<Transfer>,
    /// The words that step rests on.
    pub evidence: Option<String>,
    /// Whether the best route begins at an activity; otherwise at a source, or where how its start
    /// came by the data is not recorded.
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

impl Receiver {
    /// Why it is no more than possible.
    pub(super) fn because(&self) -> String {
        let doubts = doubts(&self.route);
        if self.party.is_people && doubts.is_empty() {
            return "not recorded whose data it is: it may be about themselves alone".to_owned();
        }
        let Some(whole) = &self.as_part_of else {
            return doubts;
        };
        let part = format!(
            "as part of {}: whether what goes there reaches it is not recorded",
            whole.name
        );
        if doubts.is_empty() {
            part
        } else {
            format!("{part}; {doubts}")
        }
    }

    /// Takes over what was noted by activity before a better route was found.
    pub(super) fn take_from(&mut self, before: Self) {
        self.roles = before.roles;
        self.on_own_account = before.on_own_account;
        self.in_activities = before.in_activities;
        self.whereabouts = before.whereabouts;
        self.leaves_uk = before.leaves_uk;
        self.stopped = before.stopped;
    }

    /// Takes what is known of it in one more activity.
    pub(super) fn note_activity(
        &mut self,
        activity: &Rc<InActivity>,
        role: ReceiverRole,
        certainty: Certainty,
        arrival: &Arrival,
    ) {
        self.roles.insert(role);
        self.on_own_account |= arrival.on_own_account;
        let by = self.in_activities.note(activity, role, certainty);
        by.on_own_account |= arrival.on_own_account;
        self.leaves_uk = self.leaves_uk.min(arrival.leaves_uk);
        self.whereabouts = join(std::mem::take(&mut self.whereabouts), &arrival.whereabouts);
    }
}

/// Both whereabouts together.
fn join(one: Whereabouts, other: &Whereabouts) -> Whereabouts {
    match (one, other) {
        (Recorded::Value(mut all), Recorded::Value(more)) => {
            let new = more.iter().filter(|located| !all.contains(located));
            all.extend(new.cloned().collect::<Vec<_>>());
            all.sort();
            all.dedup();
            Recorded::Value(all)
        }
        (Recorded::Value(all), _) => Recorded::Value(all),
        (_, Recorded::Value(more)) => Recorded::Value(more.clone()),
        (Recorded::NotRecorded, other) => other.clone(),
        (Recorded::None, _) => Recorded::None,
    }
}

impl<'r> FlowGraph<'r> {
    /// A recipient by its best route; what it has by activity is noted apart.
    pub(super) fn receiver(
        &self,
        party: &Reference,
        path: &Path,
        route: Vec<RouteStep>,
        data: Option<&DataId>,
    ) -> Option<Receiver> {
        let record = self.register.parties.get(party.id.as_str());
        let is_people = party.kind == Kind::People;
        let record = record.filter(|_| !is_people);
        let through = self.through(path);
        let last = route.last();
        Some(Receiver {
            party: Named {
                id: PartyId::new(party.id.as_str()).ok()?,
                name: self.name(party),
                kind: record.map_or(Recorded::NotRecorded, |record| record.kind.clone()),
                is_people,
            },
            as_part_of: None,
            roles: BTreeSet::new(),
            on_own_account: false,
            certainty: path.certainty,
            data: data.cloned(),
            direct: through.is_empty(),
            through,
            in_activities: InActivities::default(),
            whereabouts: Recorded::NotRecorded,
            leaves_uk: Leaving::No,
            ground: last.map_or(Recorded::NotRecorded, |step| step.ground.clone()),
            agreement: last.map_or_else(Agreement::default, |step| step.agreement.clone()),
            transfer: last.map_or(Recorded::NotRecorded, |step| step.transfer.clone()),
            evidence: last.and_then(|step| step.evidence.clone()),
            begins_at_activity: path.begins_at_activity,
            route,
            more_routes: Vec::new(),
            stopped: false,
        })
    }

    /// What is not recorded of a recipient: its country, its agreement, and who it is exactly.
    pub(super) fn gaps_of(&self, receiver: &Receiver) -> Vec<(Gap, String)> {
        let name = &receiver.party.name;
        let last = receiver.route.last();
        let mut gaps: Vec<(Gap, String)> = last
            .into_iter()
            .flat_map(|step| &step.gaps)
            .filter(|gap| matches!(gap, Gap::Country | Gap::Agreement))
            .map(|gap| (*gap, name.clone()))
            .collect();
        if receiver.party.kind == Recorded::Value(PartyKind::Class) {
            gaps.push((Gap::Members, name.clone()));
        }
        gaps
    }

    /// Where data comes by an edge to the party at its end, and whether it leaves the UK with it.
    pub(super) fn arrival(&self, index: EdgeIndex) -> (Whereabouts, Leaving) {
        let edge = &self.graph[index];
        let Some((_, to)) = self.graph.edge_endpoints(index) else {
            return (Recorded::NotRecorded, Leaving::No);
        };
        let place = self.at(to).place;
        let engaged = edge
            .engagement
            .as_ref()
            .and_then(|engagement| engagement.last().entry);
        let whereabouts = self.ends_in(place, engaged);
        let leaves = self.leaves(place, &whereabouts, edge, engaged);
        (whereabouts, leaves)
    }
}
