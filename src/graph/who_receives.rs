//! Who receives it, directly or through whom?

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, Country, DataId, Kind, PartyId, Recorded, Register};

use super::best::Best;
use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, Place};
use super::follow::{Following, Path};
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::{CountryFilter, FlowQuery};
use super::receiver::{InActivity, Receiver};
use super::role::ReceiverRole;
use super::route::{RouteStep, Thing, Trace, Uncertain, doubts, trace};
use super::ways::MOST_WAYS;

/// The search for receivers, through one part of the register after another.
pub struct WhoReceives<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<PartyId, Found>,
    gaps: Gaps,
    searched: BTreeSet<ActivityId>,
    /// The activity named last: the receivers in one share its name.
    last: Option<Rc<InActivity>>,
}

/// What makes one route better than another: certainty, begins at the activity, length, ids.
type Rank = ((Certainty, bool, usize), Trace);

/// A receiver as found so far.
struct Found {
    rank: Rank,
    receiver: Receiver,
    /// What is not recorded along its best route.
    gaps: Vec<(Gap, String)>,
    /// All its routes, where they are asked for.
    ways: BTreeMap<Trace, (Rank, Vec<RouteStep>)>,
}

impl<'q> WhoReceives<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
            searched: BTreeSet::new(),
            last: None,
        }
    }

    /// Looks through a part of the register: whole activities, with all they are joined to.
    pub fn look(&mut self, part: &Register) {
        for graph in FlowGraph::each(part, &self.query.not_through) {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        for followed in self.query.followed(part, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            let best = Best::new(&following, self.query.max_steps, &|_| true);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if !self.query.covers(node.activity) {
                    continue;
                }
                match node.place {
                    Place::Activity if following.has(index).is_some() => {
                        self.note_activity(part, node.activity);
                    }
                    Place::Party(party) if !graph.is_controller(node.activity, party) => {
                        self.look_at(&following, &best, party, index, followed.id());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Looks at one party in the view of one activity: in each of its roles it has a best route.
    fn look_at<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        best: &Best<'_, '_, 'r>,
        party: &'r PartyId,
        index: NodeIndex,
        data: Option<&DataId>,
    ) {
        let mut is_received = false;
        let graph = following.graph();
        let role = |edge: EdgeIndex| Some(graph.role(party, &graph.graph[edge]));
        for (role, path) in following.in_roles(best, &role, index, self.query.max_steps) {
            if self.query.role.is_none_or(|wanted| wanted == role) {
                is_received |= self.note_receiver(following, party, &path, role, data);
            }
        }
        if is_received && self.query.all_paths {
            self.note_ways(following, party, index);
        }
    }

    fn note_activity(&mut self, part: &Register, id: &ActivityId) {
        let Some(activity) = part.activities.get(id) else {
            return;
        };
        if self.searched.insert(id.clone()) {
            let lacks_recipients = activity.recipient.is_not_recorded();
            self.gaps
                .note_if(lacks_recipients, Gap::Recipients, &activity.name);
            let lacks_stores = activity.store.is_not_recorded();
            self.gaps.note_if(lacks_stores, Gap::Stores, &activity.name);
        }
    }

    /// Notes a receiver, unless the question leaves it out.
    fn note_receiver<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        party: &'r PartyId,
        path: &Path,
        role: ReceiverRole,
        data: Option<&DataId>,
    ) -> bool {
        let graph = following.graph();
        let Some(last) = path.edges.last() else {
            return false;
        };
        let activity = graph.graph[*last].activity;
        let country = graph.country(*last);
        let (of_party, in_country) = (self.query.party.as_ref(), self.query.country.as_ref());
        let is_wanted = of_party.is_none_or(|whole| whole.parts.contains(party))
            && in_country.is_none_or(|wanted| wanted.fits(&country));
        if !is_wanted || self.query.stated && path.certainty != Certainty::Stated {
            return false;
        }
        // Most ways to a party that many activities name are plainly worse than one known: those
        // are not written out.
        let known = self.found.get(party).map(|found| &found.rank);
        let may_be_best = known.is_none_or(|best| path.rank() <= best.0);
        let route = may_be_best.then(|| graph.route(following, path));
        let rank = route
            .as_ref()
            .map(|route| -> Rank { (path.rank(), trace(route)) });
        let better = rank.filter(|rank| known.is_none_or(|best| rank < best));
        if let (Some(route), Some(rank)) = (route, better) {
            let mut receiver = graph.receiver(party, path, route, country, data);
            let gaps = graph.gaps_of(&receiver);
            let mut ways = BTreeMap::new();
            if let Some(before) = self.found.remove(party) {
                receiver.roles = before.receiver.roles;
                receiver.activities = before.receiver.activities;
                receiver.stopped = before.receiver.stopped;
                ways = before.ways;
            }
            let found = Found {
                rank,
                receiver,
                gaps,
                ways,
            };
            self.found.insert(party.clone(), found);
        }
        if let Some(found) = self.found.get_mut(party) {
            let in_activity = match &self.last {
                Some(last) if last.id == *activity => Rc::clone(last),
                _ => Rc::new(InActivity::of(graph, activity)),
            };
            self.last = Some(Rc::clone(&in_activity));
            found.receiver.roles.insert(role);
            found.receiver.activities.insert(in_activity);
        }
        true
    }

    /// Adds every route to a receiver.
    fn note_ways(&mut self, following: &Following<'_, '_>, party: &PartyId, index: NodeIndex) {
        let Some(found) = self.found.get_mut(party) else {
            return;
        };
        let ways = following.ways(
            &following.beginnings(),
            &[index],
            false,
            self.query.max_steps,
        );
        found.receiver.stopped |= ways.stopped;
        for path in &ways.paths {
            if self.query.stated && path.certainty != Certainty::Stated {
                continue;
            }
            let route = following.graph().route(following, path);
            let trace = trace(&route);
            let rank = (path.rank(), trace.clone());
            let is_better = found.ways.get(&trace).is_none_or(|(held, _)| rank < *held);
            if is_better {
                found.ways.insert(trace, (rank, route));
            }
        }
    }

    /// Ends the search: the receivers, stated before possible; the uncertain ones with the reason;
    /// and what is not recorded.
    pub fn finish(mut self) -> (Vec<Receiver>, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut receivers: Vec<Receiver> = Vec::new();
        for found in self.found.into_values() {
            let mut receiver = found.receiver;
            for (gap, name) in found.gaps {
                self.gaps.note(gap, name);
            }
            let mut others: Vec<_> = found.ways.into_values().collect();
            others.retain(|(rank, _)| rank.1 != found.rank.1);
            others.sort_by(|(a, _), (b, _)| a.cmp(b));
            receiver.stopped |= others.len() > MOST_WAYS;
            others.truncate(MOST_WAYS);
            receiver.more_routes = others.into_iter().map(|(_, route)| route).collect();
            receivers.push(receiver);
        }
        receivers.sort_by(|a, b| {
            let key = |receiver: &Receiver| (receiver.certainty, receiver.party.clone());
            let ((a, left), (b, right)) = (key(a), key(b));
            (a, left.name, left.id).cmp(&(b, right.name, right.id))
        });
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

impl<'r> Following<'_, 'r> {
    /// The roles in which a party receives what is followed, each with its best route; `role` is
    /// the one that an edge to it gives it.
    pub(super) fn in_roles(
        &self,
        best: &Best<'_, '_, 'r>,
        role: &dyn Fn(EdgeIndex) -> Option<ReceiverRole>,
        index: NodeIndex,
        max_steps: Option<usize>,
    ) -> Vec<(ReceiverRole, Path)> {
        let Some(path) = best.path(index) else {
            return Vec::new();
        };
        let graph = self.graph();
        let roles: BTreeSet<ReceiverRole> = graph
            .graph
            .edges_directed(index, petgraph::Direction::Incoming)
            .filter(|edge| self.can_take(edge.id(), Certainty::Possible))
            .filter_map(|edge| role(edge.id()))
            .collect();
        if roles.len() == 1 {
            return roles.into_iter().map(|role| (role, path.clone())).collect();
        }
        roles
            .into_iter()
            .filter_map(|wanted| {
                let is_allowed = |edge: EdgeIndex| {
                    let to = graph.graph.edge_endpoints(edge).map(|(_, to)| to);
                    to != Some(index) || role(edge) == Some(wanted)
                };
                let path = Best::new(self, max_steps, &is_allowed).path(index)?;
                Some((wanted, path))
            })
            .collect()
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
