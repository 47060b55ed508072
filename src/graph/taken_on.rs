//! What other activities do with what one hands to them, and what is still to come or has been: what has to be
//! looked at before it is said of an activity that nobody has its data, or that none leaves the country.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::model::{ActivityId, DataId, Date, Recorded};

use super::apart::NotCurrent;
use super::certainty::Doubt;
use super::current::{Currency, InUse};
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::leaves_uk::LeavesUk;
use super::node::Place;
use super::query::FlowQuery;
use super::route::RouteStep;

/// A step of another activity by which it does something with what it was handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOn {
    /// The step, no surer than the way to it.
    pub step: RouteStep,
    /// The categories that come to it so surely.
    pub data: BTreeSet<DataId>,
    /// The conditions on which they are handed to its activity.
    pub handed_when: Vec<String>,
}

impl<'r> FlowGraph<'r> {
    /// The steps of other activities that take on what an activity hands to them, and the activities that come by it.
    pub fn taken_on(&self, activity: &ActivityId) -> (Vec<TakenOn>, BTreeSet<&'r ActivityId>) {
        let mut best: BTreeMap<_, TakenOn> = BTreeMap::new();
        let mut reached = BTreeSet::new();
        let is_start = |node: &NodeIndex| {
            let node = self.at(*node);
            node.place == Place::Activity && node.activity == activity
        };
        let starts: Vec<NodeIndex> = self.graph.node_indices().filter(is_start).collect();
        if starts.is_empty() || self.activities.len() < 2 {
            return (Vec::new(), reached);
        }
        let query = FlowQuery::new(self.on);
        let hand_overs = self.hand_overs();
        for followed in query.followed(&self.shared, &self.mentioned()) {
            let following = Following::new(self, &followed, &query);
            let handed = self.handed_when(&hand_overs, activity, &followed);
            let beyond = following.beyond(&starts, true);
            for node in self.graph.node_indices() {
                let is_there = beyond[node.index()].is_some() && !starts.contains(&node);
                let node = self.at(node);
                if is_there && node.place == Place::Activity {
                    reached.insert(node.activity);
                }
            }
            for index in self.graph.edge_indices() {
                let edge = &self.graph[index];
                let from = self.graph.edge_endpoints(index).map(|(from, _)| from);
                let way = from.and_then(|from| beyond[from.index()]);
                let Some(way) = way.filter(|_| edge.activity != activity) else {
                    continue;
                };
                let Some(mut step) = self.step_along(&following, index) else {
                    continue;
                };
                if way > step.certainty {
                    step.certainty = way;
                    step.because = Some(Doubt::StartPossible.clause());
                }
                let (by, ends) = (step.kind.word(), (step.from.clone(), step.to.clone()));
                let handed_when = handed.get(&step.activity).cloned().unwrap_or_default();
                let key = (
                    step.activity.clone(),
                    step.number.is_none(),
                    step.number,
                    by,
                    ends,
                    handed_when.clone(),
                );
                let held = best.entry(key).or_insert_with(|| TakenOn {
                    step: step.clone(),
                    data: BTreeSet::new(),
                    handed_when,
                });
                if step.certainty < held.step.certainty {
                    held.step = step.clone();
                    held.data.clear();
                }
                let is_as_sure = step.certainty == held.step.certainty;
                held.data
                    .extend(followed.id().filter(|_| is_as_sure).cloned());
            }
        }
        (best.into_values().collect(), reached)
    }

    /// The days after its own on which a flow of its activities, or an engagement for them, begins.
    pub fn days_to_come(&self) -> BTreeSet<Date> {
        let flows = self.apart.iter();
        let flows = flows.filter(|apart| apart.currency == Currency::Planned);
        let flows = flows.map(|apart| InUse::of_flow(apart.record, apart.flow).begins);
        let engaged = self.not_in_force.iter().map(|(_, engaged)| engaged);
        let engaged = engaged.filter(|engaged| engaged.currency == Currency::Planned);
        let engaged = engaged.map(|engaged| &engaged.entry.begins);
        let days = flows.chain(engaged).filter_map(Recorded::value).copied();
        days.filter(|day| *day > self.on).collect()
    }

    /// What has ended, and took data out of the UK.
    pub fn ended_abroad(&self) -> Vec<NotCurrent> {
        let mut states = self.apart.iter().map(|apart| apart.currency);
        let mut engaged = self.not_in_force.iter().map(|(_, one)| one.currency);
        let is_ended = |state: Currency| state == Currency::Ended;
        if !states.any(is_ended) && !engaged.any(is_ended) {
            return Vec::new();
        }
        let query = FlowQuery::new(self.on);
        let mut search = LeavesUk::new(&query);
        search.look_through(self);
        let (.., not_in_use) = search.finish();
        not_in_use.ended
    }
}
