//! What do we send them, and what do we get from them?

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Reference, Register};

use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::FlowQuery;
use super::receiver::InActivity;
use super::route::{RouteStep, Thing, Uncertain};
use super::step_kind::StepKind;

/// Whether data goes to the party or comes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It goes to the party.
    Out,
    /// It comes from the party.
    In,
}

impl Direction {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Out => "to",
            Self::In => "from",
        }
    }
}

/// One flow to or from the party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dealing {
    /// Whether data goes to the party or comes from it.
    pub direction: Direction,
    /// The activity.
    pub activity: InActivity,
    /// The flow as a step; its certainty is about the data asked about, or any data.
    #[serde(flatten)]
    pub step: RouteStep,
    /// The system it passes through.
    pub through: Option<Thing>,
}

/// What tells one dealing from another, in the order in which they are listed.
type Place = (Direction, InActivity, Option<usize>, StepKind, Thing, Thing);

/// The search for flows of a party.
pub struct About<'q> {
    query: &'q FlowQuery,
    places: &'q BTreeSet<Reference>,
    found: BTreeMap<Place, Dealing>,
    gaps: Gaps,
}

impl<'q> About<'q> {
    /// Begins the search for a party, with its parts.
    pub fn new(query: &'q FlowQuery, places: &'q BTreeSet<Reference>) -> Self {
        Self {
            query,
            places,
            found: BTreeMap::new(),
            gaps: Gaps::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in FlowGraph::each(part, &self.query.not_through) {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        let all_followed = match &self.query.data {
            None if self.query.special.is_none() => vec![super::query::Followed::Anything],
            _ => self.query.followed(part, &graph.mentioned()),
        };
        for followed in all_followed {
            let following = Following::new(graph, &followed, self.query);
            for index in graph.graph.edge_indices() {
                let Some((from, to)) = graph.graph.edge_endpoints(index) else {
                    continue;
                };
                let edge = &graph.graph[index];
                if !self.query.covers(edge.activity) {
                    continue;
                }
                let comes = self.places.contains(&graph.at(from).reference())
                    || edge
                        .chain()
                        .last()
                        .is_some_and(|processor| self.places.contains(&processor.reference()));
                let goes = self.places.contains(&graph.at(to).reference());
                let Some(mut step) = graph
                    .step_along(&following, index)
                    .filter(|_| following.step(index).is_some())
                else {
                    continue;
                };
                if !comes && !goes || self.query.stated && step.certainty != Certainty::Stated {
                    continue;
                }
                // A flow through a system is told whole, from its start to its end.
                let through = edge
                    .flow
                    .and_then(|(_, flow)| flow.through.value())
                    .map(|id| graph.thing(&id.reference()));
                if let (Some(_), Some((_, flow))) = (&through, edge.flow) {
                    let here = graph.thing(&edge.activity.reference());
                    let end = |end: Option<&crate::model::End>| {
                        end.map(|end| graph.thing(&end.reference()))
                    };
                    step.from = end(flow.from.as_ref()).unwrap_or_else(|| here.clone());
                    let at_system = flow.system.as_ref().map(|id| graph.thing(&id.reference()));
                    step.to = end(flow.to.as_ref()).or(at_system).unwrap_or(here);
                }
                let name = graph.name(&edge.activity.reference());
                let is_draft = part
                    .activities
                    .get(edge.activity)
                    .is_some_and(crate::model::Activity::is_draft);
                let activity = InActivity {
                    id: edge.activity.clone(),
                    name,
                    is_draft,
                };
                for direction in [
                    goes.then_some(Direction::Out),
                    comes.then_some(Direction::In),
                ]
                .into_iter()
                .flatten()
                {
                    let with = match direction {
                        Direction::Out => &step.to,
                        Direction::In => &step.from,
                    };
                    let is_own = graph.is_own_by_id(edge.activity, &with.id);
                    let dealing = Dealing {
                        direction,
                        activity: activity.clone(),
                        step: step.clone(),
                        through: through.clone(),
                    };
                    self.note(dealing, is_own);
                }
            }
        }
    }

    /// Notes a flow; with the organisation's own teams no agreement is looked for.
    fn note(&mut self, dealing: Dealing, is_own: bool) {
        let is_flow = dealing.step.number.is_some();
        let label = || {
            format!(
                "{} F{}",
                dealing.activity.name,
                dealing.step.number.unwrap_or_default()
            )
        };
        if is_flow && dealing.step.carries.is_not_recorded() {
            self.gaps.note(Gap::FlowData, label());
        }
        if is_flow && !is_own && dealing.step.agreement.is_not_recorded() {
            self.gaps.note(Gap::FlowAgreement, label());
        }
        let place: Place = (
            dealing.direction,
            dealing.activity.clone(),
            dealing.step.number,
            dealing.step.kind,
            dealing.step.to.clone(),
            dealing.step.from.clone(),
        );
        match self.found.entry(place) {
            Entry::Vacant(entry) => drop(entry.insert(dealing)),
            Entry::Occupied(mut entry) => {
                if dealing.step.certainty < entry.get().step.certainty {
                    entry.insert(dealing);
                }
            }
        }
    }

    /// Ends the search: the flows, those to the party first; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Dealing>, Vec<Uncertain>, Vec<NotRecorded>) {
        let found: Vec<Dealing> = self.found.into_values().collect();
        let uncertain = found
            .iter()
            .filter_map(|dealing| {
                let because = dealing.step.because?;
                let number = dealing
                    .step
                    .number
                    .map_or_else(String::new, |number| format!(" (F{number})"));
                let subject = if dealing.direction == Direction::Out {
                    &dealing.step.to
                } else {
                    &dealing.step.from
                };
                Some(Uncertain {
                    subject: subject.clone(),
                    because: format!("{because}{number}"),
                })
            })
            .collect();
        (found, uncertain, self.gaps.list())
    }
}
