//! How does it get from here to there, and what allows each step?

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::Serialize;

use crate::model::{ActivityId, Reference, Register};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gap::NotRecorded;
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::query::FlowQuery;
use super::route::RouteStep;
use super::thing::Thing;
use super::trace::{Trace, trace};
use super::uncertain::{Uncertain, doubts};
use super::ways::MOST_WAYS;

/// One way from the start to the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// How sure it is, for the data that goes the whole way most surely.
    pub certainty: Certainty,
    /// The data stated to go the whole way.
    pub stated: BTreeSet<String>,
    /// The data that possibly goes the whole way.
    pub possible: BTreeSet<String>,
    /// The activities it leads through.
    pub activities: BTreeSet<ActivityId>,
    /// Its steps.
    pub route: Vec<RouteStep>,
}

/// The search for ways between two places.
pub struct Why<'q> {
    query: &'q FlowQuery,
    from: &'q BTreeSet<Reference>,
    to: &'q BTreeSet<Reference>,
    ways: BTreeMap<Trace, Way>,
    stopped: bool,
    gaps: Gaps,
    apart: SetApart,
}

impl<'q> Why<'q> {
    /// Begins the search between two places, each with its parts.
    pub fn new(
        query: &'q FlowQuery,
        from: &'q BTreeSet<Reference>,
        to: &'q BTreeSet<Reference>,
    ) -> Self {
        Self {
            query,
            from,
            to,
            ways: BTreeMap::new(),
            stopped: false,
            gaps: Gaps::default(),
            apart: SetApart::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
            // Of an activity between two others it matters only what leads to one of them, or from it.
            let ends = [self.from, self.to];
            let no_gap = &mut Gaps::default();
            self.apart.note(&graph, self.query, no_gap, &|graph, flow| {
                let mut touched = flow.touches(graph).into_iter();
                touched.any(|one| ends.iter().any(|end| end.contains(&one)))
            });
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let of = |wanted: &BTreeSet<Reference>| -> Vec<NodeIndex> {
            graph
                .graph
                .node_indices()
                .filter(|index| graph.is_among(wanted, graph.at(*index)))
                .collect()
        };
        let (starts, goals) = (of(self.from), of(self.to));
        // A processor hands on what a system has to those it engages.
        let engages = graph.graph.edge_indices().filter(|index| {
            let mut chain = graph.graph[*index].chain();
            chain.any(|processor| self.from.contains(&processor.reference()))
        });
        let starts: Vec<(NodeIndex, Option<EdgeIndex>)> = engages
            .filter_map(|index| Some((graph.graph.edge_endpoints(index)?.1, Some(index))))
            .chain(starts.into_iter().map(|start| (start, None)))
            .collect();
        if starts.is_empty() || goals.is_empty() {
            return;
        }
        for followed in self.query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            let carrying: Vec<_> = starts
                .iter()
                .filter(|(_, first)| first.is_none_or(|edge| following.step(edge).is_some()))
                .copied()
                .collect();
            if !carrying.is_empty() {
                self.gaps.note_what_hides(&following, self.query);
            }
            let ways = following.ways(&carrying, &goals, true, self.query.max_steps);
            self.stopped |= ways.stopped;
            for path in &ways.paths {
                // A way is in the activity in which it ends.
                let Some(last) = path.edges.last() else {
                    continue;
                };
                if !self.query.covers(graph.graph[*last].activity) {
                    continue;
                }
                if self.query.stated && path.certainty != Certainty::Stated {
                    continue;
                }
                let mut route = graph.route(&following, path);
                let is_start = |thing: &Thing| self.from.contains(&thing.reference());
                if let Some(last) = route.iter().rposition(|step| is_start(&step.from)) {
                    route.drain(..last);
                }
                let data = followed.id().map(ToString::to_string);
                self.note(data, path.certainty, route);
            }
        }
    }

    fn note(&mut self, data: Option<String>, certainty: Certainty, route: Vec<RouteStep>) {
        let (Some(first), Some(last)) = (route.first(), route.last()) else {
            return;
        };
        let new = Way {
            from: first.from.clone(),
            to: last.to.clone(),
            certainty,
            stated: BTreeSet::new(),
            possible: BTreeSet::new(),
            activities: route.iter().map(|step| step.activity.clone()).collect(),
            route,
        };
        let trace = trace(&new.route);
        let is_new = !self.ways.contains_key(&trace);
        let way = self.ways.entry(trace).or_insert_with(|| new.clone());
        if !is_new && certainty < way.certainty {
            way.certainty = certainty;
            way.route = new.route;
        }
        if let Some(data) = data {
            match certainty {
                Certainty::Stated => way.stated.insert(data),
                Certainty::Possible => way.possible.insert(data),
            };
        }
    }

    /// Ends the search: the ways, best first; whether there are more than were listed; what is
    /// uncertain, what is not recorded, and which flows to or from the two are planned or have ended.
    pub fn finish(self) -> (Vec<Way>, bool, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let mut ways: Vec<(Trace, Way)> = self.ways.into_iter().collect();
        ways.sort_by(|a, b| {
            (a.1.certainty, a.1.route.len(), &a.0).cmp(&(b.1.certainty, b.1.route.len(), &b.0))
        });
        let stopped = self.stopped || ways.len() > MOST_WAYS;
        let ways: Vec<Way> = ways
            .into_iter()
            .map(|(_, way)| way)
            .take(MOST_WAYS)
            .collect();
        let mut gaps = self.gaps;
        let mut uncertain: Vec<Uncertain> = Vec::new();
        for way in &ways {
            for step in &way.route {
                gaps.note_agreement(step);
            }
            let because = doubts(&way.route);
            if way.certainty == Certainty::Possible && !because.is_empty() {
                uncertain.push(Uncertain {
                    subject: way.to.clone(),
                    because,
                });
            }
        }
        uncertain.dedup();
        (ways, stopped, uncertain, gaps.list(), self.apart.list())
    }
}
