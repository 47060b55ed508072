//! What passes through a party or system, and who is beyond it?

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::{Serialize, Serializer};

use crate::model::{ActivityId, PeopleId, Recorded, Reference, Register};

use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gap::{Gap, NotRecorded};
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::made::MadeFrom;
use super::node::Place;
use super::query::FlowQuery;
use super::receiver::InActivity;
use super::thing::Thing;
use super::uncertain::Uncertain;

/// What passes through it in one activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The activity.
    pub activity: InActivity,
    /// Who answers for the activity.
    pub owner: Recorded<Thing>,
    /// By what the party is touched: itself, or the systems it runs or serves.
    pub at: BTreeSet<Thing>,
    /// The data stated to be there.
    pub stated: BTreeSet<Thing>,
    /// The data possibly there.
    pub possible: BTreeSet<Thing>,
    /// Those of the data that are made from other data.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub made_from: BTreeSet<MadeFrom>,
    /// Whether there is a flow to or from it that does not say which data.
    pub data_not_recorded: bool,
    /// Whose data it is, by the flows that touch it.
    pub people: Recorded<BTreeSet<Thing>>,
    /// Whether there is a flow to or from it of which it is not recorded whose data it carries.
    pub people_not_recorded: bool,
    /// Who receives data from it or beyond it, and how surely.
    #[serde(serialize_with = "in_a_list")]
    pub beyond: BTreeMap<String, Beyond>,
}

fn in_a_list<S: Serializer>(
    beyond: &BTreeMap<String, Beyond>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(beyond.values())
}

impl Passage {
    /// Takes whose data one more flow is about; where the record does not say, that is kept beside
    /// those that are named by others.
    fn note_people(&mut self, graph: &FlowGraph<'_>, people: Recorded<BTreeSet<&PeopleId>>) {
        match people {
            Recorded::NotRecorded => self.people_not_recorded = true,
            Recorded::None => {
                if self.people.is_not_recorded() {
                    self.people = Recorded::None;
                }
            }
            Recorded::Value(ids) => {
                let named = ids.into_iter().map(|id| graph.thing(&id));
                if let Recorded::Value(all) = &mut self.people {
                    all.extend(named);
                } else {
                    self.people = Recorded::Value(named.collect());
                }
            }
        }
    }
}

/// One receiver beyond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Beyond {
    /// Who it is.
    pub party: Thing,
    /// How sure it is.
    pub certainty: Certainty,
}

/// The search for what passes through.
pub struct Through<'q> {
    query: &'q FlowQuery,
    places: &'q BTreeSet<Reference>,
    /// What the party is part or member of: what is there possibly passes through it.
    wholes: BTreeSet<Reference>,
    found: BTreeMap<ActivityId, Passage>,
    gaps: Gaps,
    apart: SetApart,
}

impl<'q> Through<'q> {
    /// Begins the search at these places: a party with its parts and the systems it runs or serves, or a system.
    pub fn new(query: &'q FlowQuery, places: &'q BTreeSet<Reference>) -> Self {
        Self {
            query,
            places,
            wholes: BTreeSet::new(),
            found: BTreeMap::new(),
            gaps: Gaps::default(),
            apart: SetApart::default(),
        }
    }

    /// Takes what is at these places as possible: those of which the party is part or member.
    pub fn also_at(mut self, wholes: BTreeSet<Reference>) -> Self {
        self.wholes = wholes;
        self
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let (places, wholes) = (self.places, &self.wholes);
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                let touched = flow.touches(graph);
                let mut touched = touched.iter();
                touched.any(|record| places.contains(record) || wholes.contains(record))
            });
        let mut by_activity: BTreeMap<&ActivityId, Vec<NodeIndex>> = BTreeMap::new();
        for index in graph.graph.node_indices() {
            let node = graph.at(index);
            let is_there = graph.is_among(places, node) || wholes.contains(&node.reference());
            if is_there && self.query.covers(node.activity) {
                by_activity.entry(node.activity).or_default().push(index);
            }
        }
        if by_activity.is_empty() {
            return;
        }
        let mut judged = BTreeSet::new();
        for followed in self.query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            let mut passes = false;
            for (activity, nodes) in &by_activity {
                passes |= self.look_at(&following, activity, nodes, &mut judged, followed.id());
            }
            if passes {
                self.gaps.note_what_hides(&following, self.query);
            }
        }
    }

    /// Takes what is at the places in one activity; gives whether any of what is followed is.
    fn look_at<'r>(
        &mut self,
        following: &Following<'_, 'r>,
        id: &'r ActivityId,
        nodes: &[NodeIndex],
        judged: &mut BTreeSet<EdgeIndex>,
        data: Option<&crate::model::DataId>,
    ) -> bool {
        let graph = following.graph();
        let Some(activity) = graph.record(id) else {
            return false;
        };
        // A node has the data if it is reached by it, or gives it: as a source, or by handing it on
        // where how it came by it is not recorded.
        let at_whole = |node: &NodeIndex| self.wholes.contains(&graph.at(*node).reference());
        let has = |node: &NodeIndex| {
            let gives = graph
                .graph
                .edges(*node)
                .filter(|edge| edge.weight().flow.is_some())
                .filter_map(|edge| following.step(edge.id()))
                .map(super::follow::Step::certainty)
                .min();
            let has = [following.has(*node), gives].into_iter().flatten().min();
            has.map(|certainty| match at_whole(node) {
                true => Certainty::Possible,
                false => certainty,
            })
        };
        let Some(certainty) = nodes.iter().filter_map(has).min() else {
            return false;
        };
        if self.query.stated && certainty != Certainty::Stated {
            return false;
        }
        self.gaps
            .note_if(activity.owner.is_not_recorded(), Gap::Owner, &activity.name);
        let passage = self.found.entry(id.clone()).or_insert_with(|| Passage {
            activity: InActivity {
                id: id.clone(),
                name: activity.name.clone(),
                is_draft: activity.is_draft(),
            },
            owner: match &activity.owner {
                Recorded::Value(owner) => Recorded::Value(graph.thing(&owner)),
                Recorded::None => Recorded::None,
                Recorded::NotRecorded => Recorded::NotRecorded,
            },
            at: BTreeSet::new(),
            stated: BTreeSet::new(),
            possible: BTreeSet::new(),
            made_from: BTreeSet::new(),
            data_not_recorded: false,
            people: Recorded::NotRecorded,
            people_not_recorded: false,
            beyond: BTreeMap::new(),
        });
        passage.at.extend(
            nodes
                .iter()
                .filter(|node| has(node).is_some())
                .map(|node| graph.thing(graph.at(*node).record())),
        );
        if let Some(data) = data {
            let thing = graph.thing(&data);
            passage.made_from.extend(graph.made_from([data]));
            match certainty {
                Certainty::Stated => {
                    passage.possible.remove(&thing);
                    passage.stated.insert(thing);
                }
                Certainty::Possible => drop(passage.possible.insert(thing)),
            }
        }
        for node in nodes {
            for edge in graph.touching(*node) {
                if following.step(edge).is_none() {
                    continue;
                }
                passage.note_people(graph, graph.people_of(edge));
                // What is not recorded of a step is the same whatever data takes it.
                if judged.insert(edge)
                    && let Some(step) = graph.step_along(following, edge)
                {
                    passage.data_not_recorded |= step.gaps.contains(&Gap::FlowData);
                    self.gaps.note_data(&step, &activity.name);
                    self.gaps.note_agreement(&step);
                }
            }
        }
        let (wholes, own): (Vec<NodeIndex>, Vec<NodeIndex>) =
            nodes.iter().partition(|it| at_whole(it));
        let beyond = following.beyond(&own, true);
        let beyond_wholes = following.beyond(&wholes, true);
        for index in graph
            .graph
            .node_indices()
            .filter(|index| !nodes.contains(index))
        {
            let node = graph.at(index);
            let possibly = beyond_wholes[index.index()].map(|_| Certainty::Possible);
            let certainty = beyond[index.index()].or(possibly);
            let (Place::Party(party), Some(certainty)) = (node.place, certainty) else {
                continue;
            };
            if self.query.stated && certainty != Certainty::Stated
                || graph.is_inside(index, party)
                || self.places.contains(&node.reference())
            {
                continue;
            }
            let thing = graph.thing(&party);
            let held = passage.beyond.entry(thing.id.clone()).or_insert(Beyond {
                party: thing,
                certainty,
            });
            held.certainty = held.certainty.min(certainty);
        }
        true
    }

    /// Ends the search: what passes through, by activity; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Passage>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
        let passages: Vec<Passage> = self.found.into_values().collect();
        let uncertain = passages
            .iter()
            .filter(|passage| passage.data_not_recorded)
            .map(|passage| Uncertain {
                subject: Thing {
                    kind: crate::model::Kind::Activity,
                    id: passage.activity.id.to_string(),
                    name: passage.activity.name.clone(),
                },
                because: "a flow to or from it does not say which data it carries".to_owned(),
            })
            .collect();
        (passages, uncertain, self.gaps.list(), self.apart.list())
    }
}
