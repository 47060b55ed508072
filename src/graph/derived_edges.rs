//! The edges that follow from other records than flows: who runs a system, who is engaged, who
//! decides jointly, who must have what it hands on (design rules 5 to 8 and 10).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{ActivityId, End, FlowKind, FlowRole, PartyId, Recorded, SystemId};

use super::certainty::Doubt;
use super::circles::OneByOne;
use super::edge::{Edge, Load};
use super::engagement::{
    Among, Engaged, Engagement, Start, Way, engagements_for_system, engagements_of,
};
use super::flow_graph::FlowGraph;
use super::node::{Node, Place};
use super::receiver_role::ReceiverRole;
use super::shared::KnownEngaged;
use super::step_kind::StepKind;

/// From where and as what data goes to those who are engaged.
#[derive(Clone, Copy)]
struct Given<'r> {
    from: NodeIndex,
    anchor: NodeIndex,
    load: Load<'r>,
    rests_on: Option<EdgeIndex>,
    /// By which step it comes to where it goes on from, where only that is meant.
    by: Option<EdgeIndex>,
}

/// Who is engaged in one activity, as far as it was looked for and depends on the activity.
struct ByActivity<'r, K>(BTreeMap<(K, &'r ActivityId), Arc<Engaged<'r>>>);

impl<K> Default for ByActivity<'_, K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'r, K: Ord + Clone> ByActivity<'r, K> {
    /// Who is engaged: as it is known, as it is shared by all graphs, or as it is looked for.
    fn get_or(
        &mut self,
        activity: &'r ActivityId,
        asked: K,
        shared: Option<&KnownEngaged<'r, K>>,
        look: impl FnOnce(&K) -> Engaged<'r>,
    ) -> Arc<Engaged<'r>> {
        if let Some(found) = shared.and_then(|shared| shared.get(&asked)) {
            return found;
        }
        let key = (asked, activity);
        if let Some(found) = self.0.get(&key) {
            return Arc::clone(found);
        }
        let found = Arc::new(look(&key.0));
        match shared.filter(|_| !found.is_by_activity) {
            Some(shared) => shared.insert(key.0, &found),
            None => drop(self.0.insert(key, Arc::clone(&found))),
        }
        found
    }
}

impl<'r> FlowGraph<'r> {
    /// Gives every system of an activity whoever runs it, and where that is not recorded those who
    /// are engaged for it.
    pub(super) fn add_operators(&mut self) {
        let systems: Vec<(&'r ActivityId, &'r SystemId, NodeIndex)> = self
            .nodes()
            .filter_map(|(node, index)| match node.place {
                Place::System(system) => Some((node.activity, system, index)),
                _ => None,
            })
            .collect();
        self.add_other_parts();
        self.before = self.places_before();
        let mut known = ByActivity::default();
        for (activity, system, start) in systems {
            if !self.hands_on(start) {
                continue;
            }
            let record = self.register.systems.get(system);
            let operator = record.map_or(&Recorded::NotRecorded, |record| &record.operator);
            if operator.is_none() {
                continue;
            }
            for brought in self.brought(activity, system, start) {
                let is_on_own_account = brought.said == Some(FlowRole::Controller);
                match operator {
                    Recorded::Value(operator) if !brought.is_kept_from_operator => {
                        let end = self.ensure(activity, Place::Party(operator));
                        let kind = StepKind::Operator;
                        let mut edge = Edge::new(activity, kind, brought.load, start);
                        edge.said = brought.said;
                        edge.first_half = brought.by;
                        edge.by_flows = brought.flows;
                        self.add_step(start, end, edge);
                    }
                    Recorded::NotRecorded if !is_on_own_account => {
                        let before = self.before(start);
                        let among = self.among(activity);
                        let engaging = self.shared.engaging_for(system);
                        let shared = self.all_hand_on().then_some(&self.shared.engaged_for);
                        let asked = (system, before);
                        let found = known.get_or(activity, asked, shared, |(_, before)| {
                            engagements_for_system(among, (system, engaging), before)
                        });
                        let given = Given {
                            from: start,
                            anchor: start,
                            load: brought.load,
                            rests_on: None,
                            by: brought.by,
                        };
                        self.add_all_engaged(activity, given, &found);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Lets another part of the legal person at the end of a flow, that runs the system which the flow
    /// passes, have what the system has.
    fn add_other_parts(&mut self) {
        let systems: Vec<(&'r ActivityId, &'r SystemId, NodeIndex)> = self
            .nodes()
            .filter_map(|(node, index)| match node.place {
                Place::SystemOfAnEnd(system) => Some((node.activity, system, index)),
                _ => None,
            })
            .collect();
        for (activity, system, start) in systems {
            let Some(operator) = self.operator(system).filter(|_| self.hands_on(start)) else {
                continue;
            };
            let end = self.ensure(activity, Place::Party(operator));
            if self.is_passed(start) && !self.all_goes_on_to(start, operator) {
                for brought in self.brought(activity, system, start) {
                    let kind = StepKind::Operator;
                    let mut edge = Edge::new(activity, kind, brought.load, start);
                    edge.is_without_role = true;
                    edge.first_half = brought.by;
                    edge.engages_nobody = brought.said == Some(FlowRole::Controller);
                    self.add_step(start, end, edge);
                }
            }
        }
    }

    /// Whether a flow of an activity, or one handed on, passes a system: a source of its own does not count.
    fn is_passed(&self, system: NodeIndex) -> bool {
        let mut into = self
            .graph
            .edges_directed(system, petgraph::Direction::Incoming);
        into.any(|edge| !edge.weight().is_from_outside)
    }

    /// Whether all that passes a system goes on to one party itself.
    fn all_goes_on_to(&self, system: NodeIndex, party: &PartyId) -> bool {
        let into = self.graph.edges_directed(system, Direction::Incoming);
        let mut into = into.filter(|edge| !edge.weight().is_from_outside);
        into.all(|edge| {
            let to = edge.weight().flow.and_then(|(_, flow)| flow.to.as_ref());
            to == Some(&End::Party(party.clone()))
        })
    }

    /// Gives every party those it engages, joint controllers what their activity holds, and whoever
    /// hands data on what it hands on.
    pub(super) fn add_engagements(&mut self) {
        let mut known = ByActivity::default();
        let flows_and_operators = self.edges_to_parties();
        for edge in flows_and_operators {
            self.engage(edge, &mut known);
        }
        let rest = [self.add_joint_controllers(), self.add_hands_on()].concat();
        for edge in rest {
            self.engage(edge, &mut known);
        }
    }

    fn edges_to_parties(&self) -> Vec<EdgeIndex> {
        self.graph
            .edge_references()
            .filter(|edge| matches!(self.at(edge.target()).place, Place::Party(_)))
            .filter(|edge| edge.weight().kind != StepKind::SubProcessor)
            .map(|edge| edge.id())
            .collect()
    }

    /// Gives the party at the end of an edge those it engages.
    fn engage(&mut self, index: EdgeIndex, known: &mut ByActivity<'r, Start<'r>>) {
        let Some((from, to)) = self.graph.edge_endpoints(index) else {
            return;
        };
        let Place::Party(party) = self.at(to).place else {
            return;
        };
        let record = self.register.parties.get(party);
        if record.is_none_or(|record| record.sub_processors.items().is_empty()) {
            return;
        }
        let edge = &self.graph[index];
        // Whom one engages on its own account is its own affair.
        if edge.is_on_own_account() || edge.engages_nobody {
            return;
        }
        let (activity, load, anchor) = (edge.activity, edge.load, edge.anchor);
        let way = match (edge.flow, self.at(from).place) {
            (Some((_, flow)), _) => Way::of(flow),
            (None, Place::System(system) | Place::SystemOfAnEnd(system)) => Way::System(system),
            (None, _) => Way::NotRecorded,
        };
        let is_followed_as_a_processor = match self.role(party, edge) {
            Some(ReceiverRole::Processor | ReceiverRole::SubProcessor | ReceiverRole::Internal) => {
                true
            }
            Some(ReceiverRole::Recipient | ReceiverRole::JointController) | None => false,
        };
        let start = Start {
            party,
            way,
            // How one came by what it hands on is not recorded, nor then through what.
            before: match edge.kind {
                StepKind::HandsOn => BTreeSet::new(),
                _ => self.before(from),
            },
            joint: self.joint_controllers(activity),
            at_most: (!is_followed_as_a_processor).then_some(Doubt::NotAProcessor),
        };
        let among = self.among(activity);
        let shared = self.all_hand_on().then_some(&self.shared.engaged_by);
        let found = known.get_or(activity, start, shared, |start| {
            engagements_of(among, start)
        });
        let given = Given {
            from,
            anchor,
            load,
            rests_on: Some(index),
            by: None,
        };
        self.add_all_engaged(activity, given, &found);
    }

    /// Whether nobody is left out: who is engaged is then the same for all graphs of a register.
    fn all_hand_on(&self) -> bool {
        self.without.is_empty()
    }

    /// Where engagements are looked for.
    pub(super) fn among(&self, activity: &'r ActivityId) -> Among<'r, 'r> {
        Among {
            register: self.register,
            without: self.without,
            activity,
            on: self.on,
        }
    }

    fn add_all_engaged(&mut self, activity: &'r ActivityId, given: Given<'r>, found: &Engaged<'r>) {
        if !found.apart.is_empty() {
            let into = self.graph.edges_directed(given.from, Direction::Incoming);
            let into = into.map(|edge| edge.id()).min();
            let by = given.rests_on.or(given.by).or(into);
            let apart = found.apart.iter();
            self.not_in_force
                .extend(apart.filter_map(|it| Some((by?, *it))));
        }
        let mut told = BTreeSet::new();
        for engagement in &found.chains {
            let (last, by) = (engagement.last(), engagement.by());
            let is_by_the_way = engagement.links_on_the_way().len() > 1;
            let key = (
                last.party,
                by,
                is_by_the_way,
                engagement.terms(),
                engagement.passed.clone(),
            );
            let added = self.add_engaged(activity, given, Arc::clone(engagement));
            // By another chain it is the same step.
            if let Some(edge) = added
                && !told.insert(key)
            {
                self.graph[edge].is_twin = true;
            }
        }
    }

    fn add_engaged(
        &mut self,
        activity: &'r ActivityId,
        given: Given<'r>,
        engagement: Arc<Engagement<'r>>,
    ) -> Option<EdgeIndex> {
        let Given { from, rests_on, .. } = given;
        // No route comes back to where it began.
        let start = self.at(from).place;
        let links = engagement.links_on_the_way();
        if links.iter().any(|link| start == Place::Party(link.party)) {
            return None;
        }
        let end = self.ensure(activity, Place::Party(engagement.last().party));
        let kind = StepKind::SubProcessor;
        let mut edge = Edge::new(activity, kind, given.load, given.anchor);
        edge.at_most = engagement.doubt.map(|(_, doubt)| doubt);
        edge.rests_on = rests_on;
        edge.first_half = given.by;
        edge.is_twin = rests_on.is_some_and(|below| self.graph[below].is_twin);
        edge.engagement = Some(engagement);
        Some(self.add_step(from, end, edge))
    }

    /// Those joint controllers of an activity whose role that is.
    fn joint_controllers(&self, activity: &ActivityId) -> BTreeSet<&'r PartyId> {
        let record = self.record(activity);
        let joint = record.map_or(&[][..], |record| record.joint_controllers.items());
        let parties = joint.iter().map(|joint| &joint.party);
        parties.filter(|it| !self.is_own(activity, it)).collect()
    }

    /// Why a joint controller has something of what its activity holds; nothing if something ends at
    /// its legal person.
    fn doubt_of_joint(&self, activity: &'r ActivityId, party: &PartyId) -> Option<Doubt> {
        let person = self.persons().whole(party);
        if self.is_reached(activity, person, false) {
            None
        } else if self.is_reached(activity, person, true) {
            Some(Doubt::SearchStopped)
        } else {
            Some(Doubt::JointController)
        }
    }

    /// Whether something of an activity ends at a legal person, other than what comes from itself;
    /// where the search for a way stopped, that is as given.
    fn is_reached(&self, activity: &'r ActivityId, person: &PartyId, if_stopped: bool) -> bool {
        let persons = self.persons();
        let is_it = |node: NodeIndex| match self.at(node).place {
            Place::Party(party) => persons.whole(party) == person,
            _ => false,
        };
        let mut ends = self
            .nodes()
            .filter(|(node, index)| node.activity == activity && is_it(*index));
        ends.any(|(_, end)| self.is_reached_from_elsewhere(end, if_stopped))
    }

    /// Whether something leads to a place other than by systems from that place itself, or from those
    /// by whom it is engaged.
    fn is_reached_from_elsewhere(&self, end: NodeIndex, if_stopped: bool) -> bool {
        let into = |node: NodeIndex| {
            let into = self
                .graph
                .edges_directed(node, petgraph::Direction::Incoming);
            into.filter(|edge| self.leads_on(edge.weight()))
                .filter(|edge| self.is_taken_by_some_route(edge.id(), if_stopped))
        };
        let (last, is_end) = (into(end), |node: NodeIndex| node == end);
        let mut last = last.filter(|edge| !is_end(edge.source()));
        last.any(|last| match self.at(last.source()).place {
            // What a feed names, the system has that starts it.
            Place::System(_) | Place::SystemOfAnEnd(_) => {
                self.fed_from(last.source()).next().is_some()
                    || into(last.source()).any(|first| {
                        let from = self.at(first.source());
                        let mut chain = last.weight().chain();
                        !is_end(first.source()) && !chain.any(|party| from.is_party(party))
                    })
            }
            _ => true,
        })
    }

    /// Whether some route passes the systems for which an edge asks.
    fn is_taken_by_some_route(&self, edge: EdgeIndex, if_stopped: bool) -> bool {
        if self.graph[edge].passed().is_empty() {
            return true;
        }
        let Some((_, end)) = self.graph.edge_endpoints(edge) else {
            return false;
        };
        let is_start = |(node, index): &(Node<'r>, NodeIndex)| {
            let mut fed = self.graph.edges(*index);
            let mut feeds =
                || fed.any(|fed| self.is_feed_start(fed.id()) && self.leads_on(fed.weight()));
            !node.is_system() || feeds()
        };
        let starts: Vec<_> = self
            .nodes()
            .filter(is_start)
            .map(|(_, it)| (it, None))
            .collect();
        let edges = self.graph.edge_references();
        let usable: Vec<bool> = edges
            .map(|other| {
                let leads_there = other.target() != end || other.id() == edge;
                leads_there && self.joins(other.id()) && self.leads_on(other.weight())
            })
            .collect();
        let at_least = self.distances(&starts, &usable);
        let routes = OneByOne {
            starts,
            usable,
            at_least,
        };
        let found = routes.find(self, end, None);
        found.map_or(if_stopped, |route| route.is_some())
    }

    /// Whether an edge stands for something recorded that can carry data on.
    fn leads_on(&self, edge: &Edge<'r>) -> bool {
        let is_supposed =
            |kind: StepKind| matches!(kind, StepKind::JointController | StepKind::HandsOn);
        // Whom a joint controller at whom nothing ends engages is engaged for what is not known.
        let rests_on = edge.rests_on.map(|below| self.graph[below].kind);
        !is_supposed(edge.kind)
            && !rests_on.is_some_and(is_supposed)
            && !matches!(edge.load, Load::Nothing)
    }

    /// Gives joint controllers at whom nothing ends something of what their activity holds.
    fn add_joint_controllers(&mut self) -> Vec<EdgeIndex> {
        let whole = self.whole.as_deref().unwrap_or(self);
        let activities = self.activities.iter();
        let joint: Vec<(&'r ActivityId, &'r PartyId, Doubt)> = activities
            .filter_map(|id| self.register.activities.get_key_value(*id))
            .flat_map(|(id, activity)| {
                let joint = activity.joint_controllers.items().iter();
                joint.map(move |joint| (id, &joint.party))
            })
            .filter(|(id, party)| !self.is_own(id, party))
            .filter_map(|(id, party)| Some((id, party, whole.doubt_of_joint(id, party)?)))
            .collect();
        let mut added = Vec::new();
        for (id, party, doubt) in joint {
            let here = self.ensure(id, Place::Activity);
            let there = self.ensure(id, Place::Party(party));
            let mut edge = Edge::new(id, StepKind::JointController, Load::AsStart, here);
            edge.at_most = Some(doubt);
            added.push(self.add_step(here, there, edge));
        }
        added
    }

    /// Lets whoever starts an onward flow that names data possibly receive it. Whether it does in
    /// another way is told when the data is followed.
    fn add_hands_on(&mut self) -> Vec<EdgeIndex> {
        let mut added = Vec::new();
        for id in self.activities.clone() {
            let Some(activity) = self.record(id) else {
                continue;
            };
            let here = self.ensure(id, Place::Activity);
            for (number, kind, flow) in self.current_flows(activity).collect::<Vec<_>>() {
                let load = self.load(flow);
                if let Some(End::Party(party)) = &flow.from
                    && kind == FlowKind::Onward
                    && matches!(load, Load::Listed { .. })
                {
                    let there = self.ensure(id, Place::Party(party));
                    let mut edge = Edge::new(id, StepKind::HandsOn, load, here);
                    edge.at_most = Some(Doubt::HandsOn);
                    edge.by_flows = vec![(number, flow)];
                    added.push(self.add_step(here, there, edge));
                }
            }
        }
        added
    }
}
