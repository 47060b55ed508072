//! Which steps are about some people, for every category of people at once (design rule 11).
//!
//! What is told here is what the questions answer with a filter by people. Categories of people that
//! stand alike to all that a graph names fare alike, so each such set is followed only once.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::EdgeIndex;

use crate::model::{Activity, ActivityId, People, PeopleId, Recorded};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::{Following, Step};
use super::leaves_uk::{Departure, LeavesUk};
use super::pairs::people_in_pairs;
use super::query::{FlowQuery, Followed, Subjects};

/// The categories of people as a tree.
#[derive(Clone, Debug, Default)]
pub struct PeopleTree {
    nodes: BTreeMap<PeopleId, Subjects>,
}

impl PeopleTree {
    /// The tree of a whole catalogue.
    pub fn new(catalogue: &BTreeMap<PeopleId, People>) -> Self {
        let mut nodes: BTreeMap<PeopleId, Subjects> = BTreeMap::new();
        for (id, people) in catalogue {
            let mut broader = BTreeSet::new();
            let mut next = people.broader.as_ref();
            while let Some(above) = next.filter(|above| broader.insert((*above).clone())) {
                next = catalogue
                    .get(above)
                    .and_then(|above| above.broader.as_ref());
            }
            for whole in broader.iter().chain([id]) {
                let node = nodes.entry(whole.clone()).or_default();
                node.narrower.extend([whole.clone(), id.clone()]);
            }
            let node = nodes.entry(id.clone()).or_default();
            node.name.clone_from(&people.name);
            node.broader = broader;
        }
        Self { nodes }
    }

    /// A category with everything narrower and broader.
    pub fn subjects(&self, people: &PeopleId) -> Subjects {
        self.nodes.get(people).cloned().unwrap_or_default()
    }

    /// All categories, or one alone, in sets of those that stand alike to all that a graph names; each set with one
    /// that stands for it.
    fn alike(
        &self,
        graph: &FlowGraph<'_>,
        only: Option<&PeopleId>,
    ) -> Vec<(Vec<&PeopleId>, &Subjects)> {
        let named = named(graph);
        let mut alike: BTreeMap<[Vec<&PeopleId>; 2], (Vec<&PeopleId>, &Subjects)> = BTreeMap::new();
        for (people, subjects) in &self.nodes {
            if only.is_none_or(|only| only == people) {
                let near = [&subjects.narrower, &subjects.broader]
                    .map(|set| set.iter().filter(|one| named.contains(one)).collect());
                let (set, _) = alike.entry(near).or_insert((Vec::new(), subjects));
                set.push(people);
            }
        }
        alike.into_values().collect()
    }
}

/// A step that is or may be about some people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepAbout<'r> {
    /// The people.
    pub people: &'r PeopleId,
    /// The activity that records the step.
    pub activity: &'r ActivityId,
    /// The place of the step in its activity.
    pub place: usize,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why it is only possible.
    pub because: Option<&'static str>,
}

/// The steps of a graph that are or may be about each category of people, or about one alone.
pub fn steps_about<'r>(
    graph: &FlowGraph<'r>,
    tree: &'r PeopleTree,
    only: Option<&PeopleId>,
) -> Vec<StepAbout<'r>> {
    let query = FlowQuery::new(graph.on);
    let anything = Following::new(graph, &Followed::Anything, &query);
    let places = graph.places_of(&anything, &query);
    let mut found = Vec::new();
    for (alike, subjects) in tree.alike(graph, only) {
        let steps = graph.steps_about(subjects);
        for people in alike {
            found.extend(steps.iter().filter_map(|(edge, step)| {
                Some(StepAbout {
                    people,
                    activity: graph.graph[*edge].activity,
                    place: places[edge.index()]?,
                    certainty: step.certainty(),
                    because: step.because(),
                })
            }));
        }
    }
    found
}

/// What leaves the UK of what is or may be about each category of people, as that question answers with them.
pub fn leaving_about<'r>(
    graph: &FlowGraph<'r>,
    tree: &'r PeopleTree,
) -> Vec<(Vec<&'r PeopleId>, Vec<Departure>)> {
    let sets = tree.alike(graph, None).into_iter();
    sets.map(|(alike, subjects)| {
        let query = FlowQuery {
            people: Some(subjects.clone()),
            ..FlowQuery::new(graph.on)
        };
        let mut search = LeavesUk::new(&query);
        search.look_through(graph);
        (alike, search.finish().0)
    })
    .collect()
}

/// The people that a graph names.
fn named<'r>(graph: &FlowGraph<'r>) -> BTreeSet<&'r PeopleId> {
    let activities = graph.activities.iter();
    let activities = activities.filter_map(|id| graph.record(id));
    let lists = |activity: &'r Activity| {
        let flows = activity.flows().map(|(_, flow)| &flow.people);
        let lists = std::iter::once(&activity.people).chain(flows);
        lists
            .flat_map(Recorded::items)
            .chain(people_in_pairs(activity))
    };
    activities.flat_map(lists).collect()
}

impl FlowGraph<'_> {
    /// The steps that are or may be about some people, each as sure as that is.
    fn steps_about(&self, people: &Subjects) -> Vec<(EdgeIndex, Step)> {
        let query = FlowQuery {
            people: Some(people.clone()),
            ..FlowQuery::new(self.on)
        };
        // No category is followed more surely than anything at all is, but for what one hands on of
        // which it is not recorded how one came by it.
        let anything = Following::new(self, &Followed::Anything, &query);
        let edges = self.graph.edge_indices();
        let at_most = edges.filter_map(|edge| Some((edge, self.sureness(&anything, edge)?)));
        let mut open: BTreeMap<EdgeIndex, Certainty> = at_most
            .map(|(edge, step)| (edge, step.certainty()))
            .collect();
        let hands_on = self
            .graph
            .edge_indices()
            .any(|it| self.is_by_handing_on(it));
        let mut steps: BTreeMap<EdgeIndex, Step> = BTreeMap::new();
        for followed in query.followed(&self.shared, &self.mentioned()) {
            if open.is_empty() && !hands_on {
                break;
            }
            let following = Following::new(self, &followed, &query);
            for edge in self.graph.edge_indices() {
                if let Some(step) = self.sureness(&following, edge) {
                    let held = steps.entry(edge).or_insert(step);
                    if step.certainty() < held.certainty() {
                        *held = step;
                    }
                    if open
                        .get(&edge)
                        .is_some_and(|most| held.certainty() <= *most)
                    {
                        open.remove(&edge);
                    }
                }
            }
        }
        steps.into_iter().collect()
    }
}
