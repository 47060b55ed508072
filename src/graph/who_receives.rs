//! Who receives it, directly or through whom?

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{DataId, Kind, PartyId, Reference, Register};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::best::Best;
use super::follow::{Following, Path};
use super::gap::{Gap, NotRecorded};
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::node::Place;
use super::query::{CountryFilter, FlowQuery, Whole};
use super::receiver::{Arrival, InActivity, Named, Receiver};
use super::receiver_role::ReceiverRole;
use super::route::RouteStep;
use super::step_kind::StepKind;
use super::thing::Thing;
use super::trace::{Trace, is_before, kept};
use super::uncertain::Uncertain;
use super::ways::MOST_WAYS;
use super::whereabouts::{Whereabouts, countries};

/// The search for receivers, through one part of the register after another.
pub struct WhoReceives<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<Reference, Found>,
    gaps: Gaps,
    apart: SetApart,
    /// Whether every activity found to have the data records that it gives it to nobody; nothing
    /// where none has it.
    having: Option<bool>,
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
            apart: SetApart::default(),
            having: None,
            last: None,
        }
    }

    /// Looks through a part of the register: whole activities, with all they are joined to.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        let party = self.query.party.as_ref();
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                flow.kind() != StepKind::Source
                    && party.is_none_or(|whole| whole.is_touched(&flow.touches(graph)))
            });
        self.gaps.note_unclassed(graph, self.query);
        for followed in self.query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            let best = Best::new(&following, self.query.max_steps, &|_| true);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if node.place == Place::Activity && following.has(index).is_some() {
                    let record = part.activities.get(node.activity);
                    let gives_to_nobody = record.is_some_and(|activity| {
                        activity.recipient.is_none()
                            && activity.joint_controllers.items().is_empty()
                    });
                    self.having = Some(self.having.unwrap_or(true) && gives_to_nobody);
                }
                if let Place::Party(party) = node.place
                    && self.query.covers(node.activity)
                    && self.is_asked_for(graph, index, party)
                {
                    let role = |edge: EdgeIndex| graph.role_by(edge);
                    let to = (party.reference(), index);
                    self.look_at(&following, &best, to, &role, followed.id());
                }
                if let Place::People(people) = node.place
                    && self.query.covers(node.activity)
                    && self.query.party.is_none()
                {
                    let to = (people.reference(), index);
                    self.look_at_people(&following, &best, to, followed.id());
                }
            }
            self.gaps.note_what_hides(&following, self.query);
        }
    }

    /// Whether a party can be a recipient of an activity: its controller is none, and who is inside the controller
    /// is shown only where that role is asked for.
    fn is_asked_for(&self, graph: &FlowGraph<'_>, index: NodeIndex, party: &PartyId) -> bool {
        let is_internal = self.query.role == Some(ReceiverRole::Internal);
        let is_wanted = self
            .query
            .party
            .as_ref()
            .is_none_or(|whole| whole.includes(party));
        is_wanted
            && if is_internal {
                !graph.is_controller(graph.at(index).activity, party)
            } else {
                !graph.is_inside(index, party)
            }
    }

    /// Looks at people in the view of one activity, to whom data about others goes; possibly, where it
    /// is not recorded whose it is.
    fn look_at_people<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        best: &Best<'_, '_, 'r>,
        (people, index): (Reference, NodeIndex),
        data: Option<&DataId>,
    ) {
        let graph = following.graph();
        for sure in [Certainty::Stated, Certainty::Possible] {
            let role = |edge: EdgeIndex| {
                let received = graph.receive_of_others(edge)?;
                (received <= sure).then_some(ReceiverRole::Recipient)
            };
            if self.look_at(following, best, (people.clone(), index), &role, data) {
                return;
            }
        }
    }

    /// Looks at one party in the view of one activity: in each of its roles, which the edges to it give
    /// it, it has a best route. Says whether it is a recipient.
    fn look_at<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        best: &Best<'_, '_, 'r>,
        (party, index): (Reference, NodeIndex),
        role: &dyn Fn(EdgeIndex) -> Option<ReceiverRole>,
        data: Option<&DataId>,
    ) -> bool {
        let mut is_received = false;
        for (in_role, path) in following.in_roles(best, role, index, self.query.max_steps) {
            let is_wanted = match self.query.role {
                Some(wanted) => wanted == in_role,
                None => in_role != ReceiverRole::Internal,
            };
            if is_wanted {
                let to = (&party, index);
                is_received |= self.note_receiver(following, to, &path, (in_role, role), data);
            }
        }
        if is_received && self.query.all_paths {
            self.note_ways(following, &party, index, role);
        }
        is_received
    }

    /// Notes a recipient, unless the question leaves it out.
    fn note_receiver<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        (party, index): (&Reference, NodeIndex),
        path: &Path,
        (role, role_by): (ReceiverRole, &dyn Fn(EdgeIndex) -> Option<ReceiverRole>),
        data: Option<&DataId>,
    ) -> bool {
        let graph = following.graph();
        let Some(last) = path.edges.last() else {
            return false;
        };
        let activity = graph.graph[*last].activity;
        // It may be engaged in one country by one and in another by another.
        let arrivals: Vec<_> = graph
            .graph
            .edges_directed(index, petgraph::Direction::Incoming)
            .filter(|edge| following.step(edge.id()).is_some())
            .filter(|edge| graph.joins(edge.id()) && role_by(edge.id()) == Some(role))
            .map(|edge| {
                let (whereabouts, leaves_uk) = graph.arrival(edge.id());
                Arrival {
                    whereabouts,
                    leaves_uk,
                    on_own_account: edge.weight().is_on_own_account(),
                }
            })
            .collect();
        let in_country = self.query.country.as_ref();
        let fits_country = in_country.is_none_or(|wanted| {
            arrivals
                .iter()
                .any(|arrival| wanted.fits(&arrival.whereabouts))
        });
        let is_member = self
            .query
            .party
            .as_ref()
            .is_some_and(|whole| !whole.parts.contains(party.id.as_str()));
        let is_people = party.kind == Kind::People;
        let may_be_own = is_people && graph.receive_of_others(*last) == Some(Certainty::Possible);
        let certainty = if is_member || may_be_own {
            Certainty::Possible
        } else {
            path.certainty
        };
        if !fits_country || self.query.stated && certainty != Certainty::Stated {
            return false;
        }
        // Most ways to a party that many activities name are plainly worse than one known: those
        // are not written out.
        let found = self.found.get_mut(party);
        let known = found.as_ref().map(|found| &found.rank);
        let mut in_order = path.rank();
        if may_be_own {
            in_order.0 = Certainty::Possible;
        }
        let trace = || graph.trace_of(&path.edges);
        let is_better = known.is_none_or(|(best, best_trace)| {
            in_order < *best || in_order == *best && is_before(&trace(), best_trace)
        });
        let best = match is_better {
            false => None,
            true => {
                let rank: Rank = (in_order, kept(&trace()));
                let route = graph.route(following, path);
                let Some(mut receiver) = graph.receiver(party, path, route, data) else {
                    return false;
                };
                receiver.certainty = certainty;
                Some((rank, graph.gaps_of(&receiver), receiver))
            }
        };
        let found = match (found, best) {
            (found, None) => found,
            (Some(found), Some((rank, gaps, receiver))) => {
                let before = std::mem::replace(&mut found.receiver, receiver);
                found.receiver.take_from(before);
                (found.rank, found.gaps) = (rank, gaps);
                Some(found)
            }
            (None, Some((rank, gaps, receiver))) => {
                let ways = BTreeMap::new();
                let entry = self.found.entry(party.clone());
                Some(entry.or_insert(Found {
                    rank,
                    receiver,
                    gaps,
                    ways,
                }))
            }
        };
        let Some(Found { receiver, .. }) = found else {
            return true;
        };
        let in_activity = match &self.last {
            Some(last) if last.id == *activity => Rc::clone(last),
            _ => Rc::new(InActivity::of(graph, activity)),
        };
        self.last = Some(Rc::clone(&in_activity));
        for arrival in &arrivals {
            receiver.note_activity(&in_activity, role, certainty, arrival);
        }
        if arrivals.is_empty() {
            receiver.note_activity(&in_activity, role, certainty, &Arrival::default());
        }
        true
    }

    /// Adds every route to a receiver.
    fn note_ways(
        &mut self,
        following: &Following<'_, '_>,
        party: &Reference,
        index: NodeIndex,
        role: &dyn Fn(EdgeIndex) -> Option<ReceiverRole>,
    ) {
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
            let graph = following.graph();
            // What it has inside the controller, or in no role of its own, it receives as no recipient.
            let last = path.edges.last();
            let in_role = last.and_then(|last| role(*last));
            let is_inside = in_role == Some(ReceiverRole::Internal) && self.query.role != in_role;
            if in_role.is_none() || is_inside {
                continue;
            }
            let trace = kept(&graph.trace_of(&path.edges));
            let rank = (path.rank(), trace.clone());
            let is_better = found.ways.get(&trace).is_none_or(|(held, _)| rank < *held);
            if is_better {
                let route = graph.route(following, path);
                found.ways.insert(trace, (rank, route));
            }
        }
    }

    /// Whether the record itself says that nobody receives the data: every activity that has it
    /// records that it gives it to nobody, and nothing is left open that may hide somebody.
    pub fn is_nobody(&self) -> bool {
        self.having == Some(true) && self.found.is_empty() && self.gaps.is_empty()
    }

    /// Ends the search: the recipients, stated before possible; the uncertain ones with the reason;
    /// what is not recorded; and what is not in use.
    pub fn finish(mut self) -> (Vec<Receiver>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let mut receivers: Vec<Receiver> = Vec::new();
        for found in self.found.into_values() {
            let mut receiver = found.receiver;
            receiver.in_activities.settle();
            if let Some(asked) = &self.query.party {
                asked.stand_in_for(&mut receiver);
            }
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
                    kind: receiver.party.reference().kind,
                    id: receiver.party.id.to_string(),
                    name: receiver.party.name.clone(),
                },
                because: receiver.because(),
            })
            .collect();
        (receivers, uncertain, self.gaps.list(), self.apart.list())
    }
}

impl<'r> Following<'_, 'r> {
    /// The best route by which a party receives what is followed in a role of its own: inside the controller it
    /// receives nothing.
    pub(super) fn best_as_recipient(
        &self,
        best: &Best<'_, '_, 'r>,
        index: NodeIndex,
    ) -> Option<Path> {
        let graph = self.graph();
        let role = |edge: EdgeIndex| graph.role_by(edge);
        let roles = self.in_roles(best, &role, index, None).into_iter();
        let roles = roles.filter(|(role, _)| *role != ReceiverRole::Internal);
        roles.map(|(_, path)| path).min_by_key(Path::rank)
    }

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
        let leads_here = |edge: EdgeIndex| {
            self.can_take(edge, Certainty::Possible) || self.begins(edge).is_some()
        };
        let roles: BTreeSet<Option<ReceiverRole>> = graph
            .graph
            .edges_directed(index, petgraph::Direction::Incoming)
            .filter(|edge| leads_here(edge.id()))
            .map(|edge| role(edge.id()))
            .collect();
        let is_only_way = roles.len() == 1;
        let roles = roles.into_iter().flatten();
        if is_only_way {
            return roles.map(|role| (role, path.clone())).collect();
        }
        roles
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
    /// Whether where something is received passes the filter.
    pub(super) fn fits(&self, whereabouts: &Whereabouts) -> bool {
        match self {
            Self::Is(wanted) => countries(whereabouts).contains(wanted),
            Self::NotRecorded => whereabouts.is_not_recorded(),
        }
    }
}

impl Whole {
    /// Whether what goes to a party goes, or possibly goes, to the one asked about.
    pub(super) fn includes(&self, party: &PartyId) -> bool {
        self.parts.contains(party) || self.wholes.contains_key(party)
    }

    /// Whether the one asked about is among some records, itself or by what it is part of.
    pub(super) fn is_touched(&self, records: &[Reference]) -> bool {
        records.iter().any(|record| {
            let is = |party: &PartyId| *record == party.reference();
            self.parts.iter().any(is) || self.wholes.keys().any(is)
        })
    }

    /// Puts the one asked about in the place of what it is part or member of.
    fn stand_in_for(&self, receiver: &mut Receiver) {
        if self.parts.contains(&receiver.party.id) {
            return;
        }
        let whole = std::mem::replace(
            &mut receiver.party,
            Named {
                id: self.id.clone(),
                name: self.name.clone(),
                kind: self.kind.clone(),
                is_people: false,
            },
        );
        receiver.as_part_of = Some(Thing {
            kind: Kind::Party,
            id: whole.id.to_string(),
            name: whole.name,
        });
    }
}
