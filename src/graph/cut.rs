//! Who is cut off if a party or system goes, and who still gets the data some other way?
//!
//! Every category is followed twice: with the party or system, and as if it handed nothing on.
//! Who has the data the first time and not the second has no other way in that activity; whether
//! another activity gives it to them is looked up after.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use serde::Serialize;

use crate::model::{DataId, PartyId, Reference, Register};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::best::Best;
use super::follow::{Following, Path};
use super::gap::NotRecorded;
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::node::Place;
use super::query::{FlowQuery, Followed};
use super::receiver::InActivity;
use super::route::RouteStep;
use super::thing::Thing;
use super::trace::{Trace, kept};
use super::uncertain::{Uncertain, doubts};

/// One receiver beyond the party or system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutOff {
    /// Who it is.
    pub party: Thing,
    /// What it gets by no other recorded way.
    pub loses: Vec<Loss>,
    /// What it still gets some other way.
    pub keeps: Vec<Kept>,
}

/// Data from which a receiver is cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The category; nothing where no list names what is carried.
    pub data: Option<Thing>,
    /// How sure it is that it gets it now.
    pub certainty: Certainty,
    /// In which activities it gets it now.
    pub activities: BTreeSet<InActivity>,
    /// The best route by which it gets it now.
    pub route: Vec<RouteStep>,
}

/// Data that a receiver still gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The category; nothing where no list names what is carried.
    pub data: Option<Thing>,
    /// How sure it is that it still gets it.
    pub certainty: Certainty,
    /// In which activities it still gets it as surely.
    pub activities: BTreeSet<InActivity>,
}

/// One category at one receiver, as found so far.
struct Found {
    party: Thing,
    data: Option<Thing>,
    followed: Followed,
    /// How surely it is received now, and where.
    now: (Certainty, BTreeSet<InActivity>),
    /// How surely it is still received, and where.
    still: Option<(Certainty, BTreeSet<InActivity>)>,
    /// The best route now, where in one activity at least there is no other.
    route: Option<(Rank, Vec<RouteStep>)>,
}

/// What makes one route better than another.
type Rank = ((Certainty, bool, usize), Trace);

/// The search for those who are cut off: first where the party or system is, then elsewhere.
pub struct Cut<'q> {
    query: &'q FlowQuery,
    places: &'q BTreeSet<Reference>,
    found: BTreeMap<(PartyId, Option<DataId>), Found>,
    gaps: Gaps,
}

impl<'q> Cut<'q> {
    /// Begins the search at these places: a party with its parts and the systems it runs or serves, or a system.
    pub fn new(query: &'q FlowQuery, places: &'q BTreeSet<Reference>) -> Self {
        Self {
            query,
            places,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
        }
    }

    /// Looks through a part of the register that mentions the places.
    pub fn look(&mut self, part: &Register) {
        let with = Graphs::without(part, &self.query.not_through, self.query.on).each();
        for (with, without) in with.zip(Graphs::without(part, self.places, self.query.on).each()) {
            let is_place = |node: &NodeIndex| self.places.contains(&with.at(*node).reference());
            let places: Vec<NodeIndex> = with.graph.node_indices().filter(is_place).collect();
            let engages = with.graph.edge_weights().any(|edge| {
                let engager = edge.engaged_by().map(PartyId::reference);
                engager.is_some_and(|engager| self.places.contains(&engager))
            });
            if places.is_empty() && !engages {
                continue;
            }
            for followed in self.query.followed(&with.shared, &with.mentioned()) {
                self.compare(&with, &without, &places, &followed);
            }
        }
    }

    /// Follows one category with the places and without them.
    fn compare<'r>(
        &mut self,
        with: &FlowGraph<'r>,
        without: &FlowGraph<'r>,
        places: &[NodeIndex],
        followed: &Followed,
    ) {
        let now = Following::new(with, followed, self.query);
        let still = Following::new(without, followed, self.query);
        let beyond = now.beyond(places, true);
        // Who receives it is told by its routes, here as in the question who receives it.
        let best = Best::new(&now, None, &|_| true);
        let best_left = LazyCell::new(|| Best::new(&still, None, &|_| true));
        for node in with.graph.node_indices() {
            let at = with.at(node);
            let Place::Party(party) = at.place else {
                continue;
            };
            let Some(path) = now.best_as_recipient(&best, node) else {
                continue;
            };
            let certainty = path.certainty;
            let left = without
                .node(at)
                .and_then(|node| still.best_as_recipient(&best_left, node));
            let left = left.map(|path| path.certainty);
            if beyond[node.index()].is_none() && left.is_some()
                || places.contains(&node)
                || with.is_inside(node, party)
                || !self.query.covers(at.activity)
                || self.query.stated && certainty != Certainty::Stated
            {
                continue;
            }
            let activity = InActivity::of(with, at.activity);
            let found = self
                .found
                .entry((party.clone(), followed.id().cloned()))
                .or_insert_with(|| Found {
                    party: with.thing(&party),
                    data: followed.id().map(|data| with.thing(&data)),
                    followed: followed.clone(),
                    now: (certainty, BTreeSet::new()),
                    still: None,
                    route: None,
                });
            found.now.0 = found.now.0.min(certainty);
            found.now.1.insert(activity.clone());
            match left {
                Some(certainty) => found.keep(certainty, activity),
                None => found.note_route(with, &now, &path),
            }
        }
        if places.iter().any(|place| now.has(*place).is_some()) {
            self.gaps.note_what_hides(&now, self.query);
        }
        self.gaps.note_stopped(&still, self.query);
    }

    /// The receivers that may still get something elsewhere, or get it more surely.
    pub fn unsettled(&self) -> BTreeSet<PartyId> {
        let is_settled = |found: &Found| matches!(found.still, Some((Certainty::Stated, _)));
        let unsettled = self.found.iter().filter(|(_, found)| !is_settled(found));
        unsettled.map(|((party, _), _)| party.clone()).collect()
    }

    /// Looks for other ways to these receivers through any part of the register.
    pub fn look_elsewhere(&mut self, part: &Register) {
        for graph in Graphs::without(part, self.places, self.query.on).each() {
            let mut receivers: BTreeMap<PartyId, Vec<NodeIndex>> = BTreeMap::new();
            for node in graph.graph.node_indices() {
                let at = graph.at(node);
                if let Place::Party(party) = at.place
                    && !graph.is_inside(node, party)
                {
                    receivers.entry(party.clone()).or_default().push(node);
                }
            }
            let mut wanted: BTreeMap<Followed, Vec<&mut Found>> = BTreeMap::new();
            for ((party, _), found) in &mut self.found {
                if receivers.contains_key(party) {
                    wanted
                        .entry(found.followed.clone())
                        .or_default()
                        .push(found);
                }
            }
            for (followed, found) in wanted {
                let following = Following::new(&graph, &followed, self.query);
                let best = Best::new(&following, None, &|_| true);
                for found in found {
                    let nodes = receivers.get(found.party.id.as_str());
                    for node in nodes.into_iter().flatten() {
                        if let Some(path) = following.best_as_recipient(&best, *node) {
                            found.keep(
                                path.certainty,
                                InActivity::of(&graph, graph.at(*node).activity),
                            );
                        }
                    }
                }
                self.gaps.note_stopped(&following, self.query);
            }
        }
    }

    /// Ends the search: the receivers, those who lose something first; what is uncertain and what is
    /// not recorded.
    pub fn finish(self) -> (Vec<CutOff>, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut receivers: BTreeMap<PartyId, CutOff> = BTreeMap::new();
        let mut uncertain = Vec::new();
        for ((party, _), found) in self.found {
            let receiver = receivers.entry(party).or_insert_with(|| CutOff {
                party: found.party.clone(),
                loses: Vec::new(),
                keeps: Vec::new(),
            });
            if let Some((certainty, activities)) = found.still {
                receiver.keeps.push(Kept {
                    data: found.data,
                    certainty,
                    activities,
                });
                continue;
            }
            let (certainty, activities) = found.now;
            let route = found.route.map(|(_, route)| route).unwrap_or_default();
            if certainty == Certainty::Possible {
                uncertain.push(Uncertain {
                    subject: found.party,
                    because: doubts(&route),
                });
            }
            receiver.loses.push(Loss {
                data: found.data,
                certainty,
                activities,
                route,
            });
        }
        uncertain.dedup();
        let mut receivers: Vec<CutOff> = receivers.into_values().collect();
        receivers.sort_by(|a, b| {
            let key = |receiver: &CutOff| {
                let surest = receiver.loses.iter().map(|loss| loss.certainty).min();
                (
                    surest.is_none(),
                    surest,
                    receiver.party.name.clone(),
                    receiver.party.id.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        (receivers, uncertain, self.gaps.list())
    }
}

impl Found {
    /// Notes an activity in which the data is still received, where none is surer.
    fn keep(&mut self, certainty: Certainty, activity: InActivity) {
        let (best, activities) = self
            .still
            .get_or_insert_with(|| (certainty, BTreeSet::new()));
        if certainty < *best {
            *best = certainty;
            activities.clear();
        }
        if certainty == *best {
            activities.insert(activity);
        }
    }

    fn note_route<'r>(
        &mut self,
        graph: &FlowGraph<'r>,
        following: &Following<'_, 'r>,
        path: &Path,
    ) {
        let known = self.route.as_ref().map(|(rank, _)| rank);
        if known.is_some_and(|best| path.rank() > best.0) {
            return;
        }
        let rank = (path.rank(), kept(&graph.trace_of(&path.edges)));
        if known.is_none_or(|best| rank < *best) {
            self.route = Some((rank, graph.route(following, path)));
        }
    }
}
