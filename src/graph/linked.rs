//! Who could receive the data only because two activities share a party or system?
//!
//! That Casebook holds a category for one activity does not prove that another activity discloses
//! it. So such receivers are no receivers; they are *linked*, shown apart and only on request, and
//! never more than a question to ask:
//!
//! - a party or system is shared if it has the data in one activity (as a receiver or a store), and
//!   another activity has flows with it;
//! - in that other activity, it is supposed to have the data; and so is the activity, if it uses the
//!   system, or the party is a source of it that may bring the data, whatever the activity lists of
//!   its own;
//! - who is then reached by flows whose own words leave room for the data is linked, unless any
//!   record makes them a receiver already.
//!
//! It goes one shared thing far and no further.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::model::{ActivityId, DataId, End, PartyId, Reference, Register};

use super::agreement::Agreement;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::follow::best::Best;
use super::graphs::Graphs;
use super::node::Place;
use super::query::{FlowQuery, Followed};
use super::receiver::InActivity;
use super::receiver_role::ReceiverRole;
use super::route::RouteStep;
use super::thing::Thing;
use super::trace::{Trace, kept};
use super::whereabouts::Whereabouts;

/// One who could receive the data, if what is shared carried it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedReceiver {
    /// Who it is.
    pub party: Thing,
    /// In which role it would receive it.
    pub role: ReceiverRole,
    /// The category: the one asked about, or a narrower one.
    pub data: Option<DataId>,
    /// The party or system that two activities share.
    pub shared: Thing,
    /// An activity in which what is shared has or may have the data.
    pub has_it_in: InActivity,
    /// The activity that shares it, in which the route begins.
    pub activity: InActivity,
    /// Where the party receives, ISO 3166, and whose country that is.
    #[serde(rename = "where")]
    pub whereabouts: Whereabouts,
    /// The agreement under which the last step stands.
    pub agreement: Agreement,
    /// How many more links there are: other things shared, or by other activities.
    pub more_links: usize,
    /// The shortest route from what is shared, or from the activity that uses it.
    pub route: Vec<RouteStep>,
}

/// What makes one link better than another: its length, then ids.
type Rank = (usize, Reference, Trace);

/// The search for linked receivers: first for what has the data, then for what shares it.
pub struct Linked<'q> {
    query: &'q FlowQuery,
    /// Those who receive the data by any record, and those whose activities hold it.
    known: BTreeSet<PartyId>,
    /// What has each category, and the first two activities in which it does.
    shared: BTreeMap<Followed, BTreeMap<Reference, BTreeSet<InActivity>>>,
    found: BTreeMap<PartyId, Found>,
}

/// A linked receiver as found so far.
struct Found {
    rank: Rank,
    receiver: LinkedReceiver,
    /// What is shared, and by which activity.
    links: BTreeSet<(Reference, ActivityId)>,
}

/// A place in the graph that has the data in another activity.
struct SharedPlace<'s> {
    reference: &'s Reference,
    has_it_in: &'s InActivity,
    /// The activity that shares it.
    activity: InActivity,
    /// From where the data would go on: the place, and the activities that would have it from there.
    starts: BTreeSet<NodeIndex>,
}

impl<'q> Linked<'q> {
    /// Begins the search. The activities of the question are those in which the data is.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            known: BTreeSet::new(),
            shared: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Looks for what has the data, through a part of the register.
    pub fn look_for_holders(&mut self, part: &Register) {
        let query = self.query;
        // A recorded receiver stays one where the question leaves out how it receives the data.
        each_holder(part, query, &BTreeSet::new(), |graph, index, _| {
            let node = graph.at(index);
            match node.place {
                Place::Activity => self
                    .known
                    .extend(graph.own(node.activity).into_iter().cloned()),
                Place::Party(party) => drop(self.known.insert(party.clone())),
                _ => {}
            }
        });
        each_holder(part, query, &query.not_through, |graph, index, followed| {
            let node = graph.at(index);
            let is_shareable = match node.place {
                Place::System(_) | Place::SystemOfAnEnd(_) => true,
                Place::Party(party) => !graph.is_inside(index, party),
                Place::Activity | Place::OtherActivity(_) | Place::People(_) => false,
            };
            if is_shareable && graph.hands_on(index) && query.covers(node.activity) {
                let things = self.shared.entry(followed.clone()).or_default();
                let activities = things.entry(node.reference()).or_default();
                activities.insert(InActivity::of(graph, node.activity));
                // Of two, one at least is another activity than the one that shares it.
                if activities.len() > 2 {
                    activities.pop_last();
                }
            }
        });
    }

    /// What has the data in some activity: those that mention it may share it.
    pub fn shared(&self) -> BTreeSet<Reference> {
        self.shared
            .values()
            .flat_map(BTreeMap::keys)
            .cloned()
            .collect()
    }

    /// Looks for those who share it, through any part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            for (followed, things) in &self.shared {
                for place in graph.shared_places(things, followed, self.query) {
                    let starts = &place.starts;
                    let following = Following::supposing(&graph, followed, self.query, starts);
                    note_beyond(
                        &mut self.found,
                        &self.known,
                        &following,
                        &place,
                        followed,
                        self.query,
                    );
                }
            }
        }
    }

    /// Ends the search: the linked receivers, by name.
    pub fn finish(self) -> Vec<LinkedReceiver> {
        let counted = |found: Found| LinkedReceiver {
            more_links: found.links.len().saturating_sub(1),
            ..found.receiver
        };
        let mut linked: Vec<LinkedReceiver> = self.found.into_values().map(counted).collect();
        linked.sort_by(|a, b| (&a.party.name, &a.party.id).cmp(&(&b.party.name, &b.party.id)));
        linked
    }
}

/// Hands over every place that has or may have the data, if these hand nothing on.
fn each_holder(
    part: &Register,
    query: &FlowQuery,
    without: &BTreeSet<Reference>,
    mut hand_over: impl FnMut(&FlowGraph<'_>, NodeIndex, &Followed),
) {
    for graph in Graphs::without(part, without, query.on).each() {
        for followed in query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(&graph, &followed, query);
            // A receiver is told by its routes, here as in the question who receives it.
            let best = Best::new(&following, None, &|_| true);
            let has = |index: &NodeIndex| match graph.at(*index).place {
                Place::Party(_) => {
                    best.path(*index).is_some() || following.has_by_own_words(*index)
                }
                _ => following.has(*index).is_some() || best.path(*index).is_some(),
            };
            for index in graph.graph.node_indices().filter(has) {
                hand_over(&graph, index, &followed);
            }
        }
    }
}

/// Notes who is reached from a shared place and receives the data by no record.
fn note_beyond(
    found: &mut BTreeMap<PartyId, Found>,
    known: &BTreeSet<PartyId>,
    following: &Following<'_, '_>,
    place: &SharedPlace<'_>,
    followed: &Followed,
    query: &FlowQuery,
) {
    let graph = following.graph();
    let starts: Vec<NodeIndex> = place.starts.iter().copied().collect();
    let nearest = following.nearest(&starts);
    for index in graph.graph.node_indices() {
        let node = graph.at(index);
        let Place::Party(party) = node.place else {
            continue;
        };
        if known.contains(party) || graph.is_inside(index, party) {
            continue;
        }
        let Some(path) = nearest(index) else {
            continue;
        };
        let Some(last) = path.edges.last().copied() else {
            continue;
        };
        let Some(role) = graph.role(party, &graph.graph[last]) else {
            continue;
        };
        let (whereabouts, _) = graph.arrival(last);
        if query.role.is_some_and(|wanted| wanted != role)
            || query
                .party
                .as_ref()
                .is_some_and(|whole| !whole.parts.contains(party))
            || query
                .country
                .as_ref()
                .is_some_and(|wanted| !wanted.fits(&whereabouts))
        {
            continue;
        }
        let trace = kept(&graph.trace_of(&path.edges));
        let rank = (path.length, place.reference.clone(), trace);
        let link = (place.reference.clone(), place.activity.id.clone());
        let mut links = BTreeSet::from([link.clone()]);
        if let Some(held) = found.get_mut(party) {
            held.links.insert(link);
            if held.rank <= rank {
                continue;
            }
            links = std::mem::take(&mut held.links);
        }
        let route = graph.route(following, &path);
        let receiver = LinkedReceiver {
            party: graph.thing(&party),
            role,
            data: followed.id().cloned(),
            shared: graph.thing(place.reference),
            has_it_in: place.has_it_in.clone(),
            activity: place.activity.clone(),
            whereabouts,
            agreement: route
                .last()
                .map_or_else(Agreement::default, |step| step.agreement.clone()),
            more_links: 0,
            route,
        };
        let linked = Found {
            rank,
            receiver,
            links,
        };
        found.insert(party.clone(), linked);
    }
}

impl<'r> FlowGraph<'r> {
    /// The places that have the data in another activity than the one in whose view they stand.
    fn shared_places<'s>(
        &self,
        things: &'s BTreeMap<Reference, BTreeSet<InActivity>>,
        followed: &Followed,
        query: &FlowQuery,
    ) -> Vec<SharedPlace<'s>> {
        let mut places = Vec::new();
        for index in self.graph.node_indices() {
            let node = self.at(index);
            let Some((reference, activities)) = things.get_key_value(&node.reference()) else {
                continue;
            };
            let is_other = |activity: &&InActivity| activity.id != *node.activity;
            if let Some(has_it_in) = activities.iter().find(is_other) {
                let mut starts = BTreeSet::from([index]);
                starts.extend(self.fed_by(index, followed, query));
                places.push(SharedPlace {
                    reference,
                    has_it_in,
                    activity: InActivity::of(self, node.activity),
                    starts,
                });
            }
        }
        places
    }

    /// The activities that would have the data if this place has it: those that use it as a system,
    /// or have it as a source that may bring the data. Those recorded to hold no data are none.
    fn fed_by(
        &self,
        index: NodeIndex,
        followed: &Followed,
        query: &FlowQuery,
    ) -> BTreeSet<NodeIndex> {
        let may_bring = |edge: EdgeIndex| {
            let edge = &self.graph[edge];
            let (activity, flow) = (self.activity_of(edge), edge.flow);
            activity.zip(flow).is_some_and(|(activity, (_, flow))| {
                edge.load.may_carry(followed) && query.may_be_about(activity, flow, followed)
            })
        };
        let near: Vec<NodeIndex> = match self.at(index).place {
            Place::System(_) | Place::SystemOfAnEnd(_) => {
                let ends = self
                    .graph
                    .edges_directed(index, petgraph::Direction::Incoming);
                let ends = ends.map(|edge| edge.source());
                ends.chain(self.graph.edges(index).map(|edge| edge.target()))
                    .collect()
            }
            Place::Party(party) => self
                .graph
                .edge_references()
                .filter(|edge| {
                    let from = edge.weight().flow.and_then(|(_, flow)| flow.from.as_ref());
                    edge.weight().is_from_outside
                        && from == Some(&End::Party(party.clone()))
                        && may_bring(edge.id())
                })
                .map(|edge| edge.target())
                .filter(|target| self.at(*target).activity == self.at(index).activity)
                .collect(),
            _ => Vec::new(),
        };
        let holds_none = |node: &NodeIndex| {
            let record = self.record(self.at(*node).activity);
            record.is_none_or(|activity| activity.data.is_none())
        };
        near.into_iter()
            .filter(|node| self.at(*node).place == Place::Activity && !holds_none(node))
            .collect()
    }
}
