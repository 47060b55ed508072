//! Whom do we get it from?

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::model::{ActivityId, DataId, Kind, Recorded, Register};

use super::certainty::Certainty;
use super::flow_graph::{FlowGraph, Place};
use super::follow::{Following, Step};
use super::gaps::{Gap, Gaps, NotRecorded};
use super::query::FlowQuery;
use super::route::{RouteStep, Thing, Uncertain, doubts};
use super::who_receives::InActivity;

/// One from whom an activity gets the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Who or what gives it: a party, people or another activity.
    pub from: Thing,
    /// The activity that gets it.
    pub activity: InActivity,
    /// How sure it is.
    pub certainty: Certainty,
    /// The categories that come, the one asked about or narrower ones.
    pub data: BTreeSet<DataId>,
    /// The basis or gateway for it.
    pub ground: Recorded<String>,
    /// The agreement that governs it.
    pub agreement: Recorded<Thing>,
    /// On what condition.
    pub when: Option<String>,
    /// The words it rests on.
    pub evidence: Option<String>,
    /// The step, or the two steps through a system.
    pub route: Vec<RouteStep>,
}

/// The search for origins.
pub struct WhereFrom<'q> {
    query: &'q FlowQuery,
    found: BTreeMap<(ActivityId, usize, Thing), Origin>,
    having: BTreeSet<ActivityId>,
    gaps: Gaps,
}

impl<'q> WhereFrom<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            having: BTreeSet::new(),
            gaps: Gaps::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        let graph = FlowGraph::new(part);
        for followed in self.query.followed(part, &graph.mentioned()) {
            let following = Following::new(&graph, &followed, self.query);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if node.place != Place::Activity || following.has(index).is_none() {
                    continue;
                }
                let Some(activity) = part.activities.get(node.activity) else {
                    continue;
                };
                if self.having.insert(node.activity.clone()) {
                    self.gaps.note_if(
                        activity.source.is_not_recorded(),
                        Gap::Sources,
                        &activity.name,
                    );
                }
                for edge in graph
                    .graph
                    .edges_directed(index, petgraph::Direction::Incoming)
                {
                    let Some(step) = following.step(edge.id()) else {
                        continue;
                    };
                    let Some((number, flow)) = edge.weight().flow else {
                        continue;
                    };
                    let start = match flow.from.as_ref() {
                        Some(end) => graph.thing(&end.reference()),
                        None => graph.thing(&edge.weight().activity.reference()),
                    };
                    let mut route: Vec<RouteStep> = Vec::new();
                    if let Place::System(_) = graph.at(edge.source()).place {
                        let halves = graph
                            .graph
                            .edges_directed(edge.source(), petgraph::Direction::Incoming);
                        route.extend(
                            halves
                                .filter(|half| {
                                    half.weight().flow.is_some_and(|(other, _)| other == number)
                                })
                                .filter(|half| half.weight().activity == edge.weight().activity)
                                .filter_map(|half| graph.step_along(&following, half.id())),
                        );
                    }
                    route.extend(graph.step_along(&following, edge.id()));
                    self.note(
                        number,
                        start,
                        node.activity,
                        activity,
                        step,
                        followed.id(),
                        route,
                    );
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one origin has as many sides")]
    fn note(
        &mut self,
        number: usize,
        from: Thing,
        id: &ActivityId,
        activity: &crate::model::Activity,
        step: Step,
        data: Option<&DataId>,
        route: Vec<RouteStep>,
    ) {
        let is_wanted =
            self.query.party.as_ref().is_none_or(|whole| {
                from.kind == Kind::Party && whole.parts.contains(from.id.as_str())
            });
        if !is_wanted || self.query.stated && step != Step::Stated {
            return;
        }
        let Some(last) = route.last() else { return };
        self.gaps.note_if(
            from.kind == Kind::Party && last.agreement.is_not_recorded(),
            Gap::Agreement,
            &from.name,
        );
        let origin = Origin {
            from: from.clone(),
            activity: InActivity {
                id: id.clone(),
                name: activity.name.clone(),
                is_draft: activity.is_draft(),
            },
            certainty: step.certainty(),
            data: BTreeSet::new(),
            ground: last.ground.clone(),
            agreement: last.agreement.clone(),
            when: last.when.clone(),
            evidence: last.evidence.clone(),
            route,
        };
        let held = self
            .found
            .entry((id.clone(), number, from))
            .or_insert_with(|| origin.clone());
        if origin.certainty < held.certainty {
            let data = std::mem::take(&mut held.data);
            *held = origin;
            held.data = if held.certainty == Certainty::Stated {
                BTreeSet::new()
            } else {
                data
            };
        }
        if step.certainty() == held.certainty {
            held.data.extend(data.cloned());
        }
    }

    /// Ends the search: the origins, stated before possible; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Origin>, Vec<Uncertain>, Vec<NotRecorded>) {
        let mut origins: Vec<Origin> = self.found.into_values().collect();
        origins.sort_by(|a, b| {
            (a.certainty, &a.from.name, &a.from.id, &a.activity.id).cmp(&(
                b.certainty,
                &b.from.name,
                &b.from.id,
                &b.activity.id,
            ))
        });
        let uncertain = origins
            .iter()
            .filter(|origin| origin.certainty == Certainty::Possible)
            .map(|origin| Uncertain {
                subject: origin.from.clone(),
                because: doubts(&origin.route),
            })
            .collect();
        (origins, uncertain, self.gaps.list())
    }
}
