//! How does it get from here to there, and what allows each step?

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use serde::Serialize;

use crate::model::{ActivityId, Kind, Reference, Register};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::FlowQuery;
use super::route::{RouteStep, Thing, Uncertain, doubts};

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
}

/// What tells one way from another: its steps, by activity, kind, flow and ends.
type Trace = Vec<(ActivityId, &'static str, Option<usize>, String, String)>;

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
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        let graph = FlowGraph::new(part);
        let of = |wanted: &BTreeSet<Reference>| -> Vec<NodeIndex> {
            graph
                .graph
                .node_indices()
                .filter(|index| wanted.contains(&graph.at(*index).reference()))
                .collect()
        };
        let (starts, goals) = (of(self.from), of(self.to));
        if starts.is_empty() || goals.is_empty() {
            return;
        }
        let starts: Vec<_> = starts.into_iter().map(|start| (start, None)).collect();
        for followed in self.query.followed(part, &graph.mentioned()) {
            let following = Following::new(&graph, &followed, self.query);
            let ways = following.ways(&starts, &goals, true, self.query.max_steps);
            self.stopped |= ways.stopped;
            for path in ways.paths.iter().filter(|path| !path.edges.is_empty()) {
                if self.query.stated && path.certainty != Certainty::Stated {
                    continue;
                }
                let route = graph.route(&following, path);
                let data = followed.id().map(|id| id.to_string());
                self.note(data, path.certainty, route);
            }
        }
    }

    fn note(&mut self, data: Option<String>, certainty: Certainty, route: Vec<RouteStep>) {
        let trace: Trace = route
            .iter()
            .map(|step| {
                (
                    step.activity.clone(),
                    step.kind.word(),
                    step.number,
                    step.from.id.clone(),
                    step.to.id.clone(),
                )
            })
            .collect();
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
    /// uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Way>, bool, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut ways: Vec<(Trace, Way)> = self.ways.into_iter().collect();
        ways.sort_by(|a, b| {
            (a.1.certainty, a.1.route.len(), &a.0).cmp(&(b.1.certainty, b.1.route.len(), &b.0))
        });
        let ways: Vec<Way> = ways.into_iter().map(|(_, way)| way).collect();
        let mut gaps = Gaps::default();
        let mut uncertain: Vec<Uncertain> = Vec::new();
        for way in &ways {
            for step in way
                .route
                .iter()
                .filter(|step| step.number.is_some() && step.to.kind == Kind::Party)
            {
                gaps.note_if(
                    step.agreement.is_not_recorded(),
                    Gap::Agreement,
                    &step.to.name,
                );
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
        (ways, self.stopped, uncertain, gaps.list())
    }
}
