//! Whom do we get it from?

use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::model::{
    Activity, ActivityId, DataId, End, Flow, FlowKind, OpenList, Recorded, Reference, Register,
};

use super::agreement::Agreement;
use super::apart::{NotInUse, SetApart};
use super::certainty::Certainty;
use super::flow_graph::FlowGraph;
use super::follow::{Following, Step};
use super::gap::{Gap, NotRecorded};
use super::gaps::Gaps;
use super::graphs::Graphs;
use super::node::Place;
use super::query::FlowQuery;
use super::receiver::InActivity;
use super::route::RouteStep;
use super::step_kind::StepKind;
use super::thing::Thing;
use super::uncertain::{Uncertain, doubts};

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
    pub agreement: Agreement,
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
    apart: SetApart,
}

impl<'q> WhereFrom<'q> {
    /// Begins the search.
    pub fn new(query: &'q FlowQuery) -> Self {
        Self {
            query,
            found: BTreeMap::new(),
            having: BTreeSet::new(),
            gaps: Gaps::default(),
            apart: SetApart::default(),
        }
    }

    /// Looks through a part of the register.
    pub fn look(&mut self, part: &Register) {
        for graph in Graphs::without(part, &self.query.not_through, self.query.on).each() {
            self.look_through(&graph);
        }
    }

    fn look_through(&mut self, graph: &FlowGraph<'_>) {
        let part = graph.register;
        let party = self.query.party.as_ref();
        self.apart
            .note(graph, self.query, &mut self.gaps, &|graph, flow| {
                flow.kind() == StepKind::Source
                    && party.is_none_or(|whole| whole.is_touched(&flow.touches(graph)))
            });
        self.gaps.note_unclassed(graph, self.query);
        for followed in self.query.followed(&graph.shared, &graph.mentioned()) {
            let following = Following::new(graph, &followed, self.query);
            self.gaps.note_what_hides(&following, self.query);
            for index in graph.graph.node_indices() {
                let node = graph.at(index);
                if node.place != Place::Activity
                    || following.has(index).is_none()
                    || !self.query.covers(node.activity)
                {
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
                    let is_open = activity.is_open(OpenList::Source);
                    self.gaps.note_if(is_open, Gap::OpenSource, &activity.name);
                }
                for edge in graph
                    .graph
                    .edges_directed(index, petgraph::Direction::Incoming)
                {
                    let weight = edge.weight();
                    if let (Some(step), Some((number, flow))) =
                        (following.step(edge.id()), weight.flow)
                    {
                        let from = flow
                            .from
                            .as_ref()
                            .map_or_else(|| weight.activity.reference(), End::reference);
                        let number = if weight.activity == node.activity {
                            number
                        } else {
                            number_here(activity, &from, flow).unwrap_or(number)
                        };
                        let halves = [weight.first_half, Some(edge.id())];
                        let route = halves
                            .into_iter()
                            .flatten()
                            .filter_map(|half| graph.step_along(&following, half));
                        let origin = Origin {
                            data: followed.id().cloned().into_iter().collect(),
                            ..origin(graph, &from, node.activity, activity, route.collect(), step)
                        };
                        self.note(number, origin);
                    }
                }
            }
        }
    }

    fn note(&mut self, number: usize, origin: Origin) {
        let is_wanted = self
            .query
            .party
            .as_ref()
            .is_none_or(|whole| whole.is_touched(&[origin.from.reference()]));
        if !is_wanted || self.query.stated && origin.certainty != Certainty::Stated {
            return;
        }
        self.gaps.note_if(
            origin.agreement.is_missing(),
            Gap::Agreement,
            &origin.from.name,
        );
        let key = (origin.activity.id.clone(), number, origin.from.clone());
        match self.found.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert(origin)),
            Entry::Occupied(mut entry) => {
                let held = entry.get_mut();
                match origin.certainty.cmp(&held.certainty) {
                    Ordering::Less => *held = origin,
                    Ordering::Equal => {
                        held.data.extend(origin.data.iter().cloned());
                        // Of the two records of one flow, the activity's own is shown.
                        let is_own = |origin: &Origin| {
                            let last = origin.route.last();
                            last.is_some_and(|step| step.activity == origin.activity.id)
                        };
                        if is_own(&origin) && !is_own(held) {
                            let data = std::mem::take(&mut held.data);
                            *held = Origin { data, ..origin };
                        }
                    }
                    Ordering::Greater => {}
                }
            }
        }
    }

    /// Ends the search: the origins, stated before possible; what is uncertain and what is not recorded.
    pub fn finish(self) -> (Vec<Origin>, Vec<Uncertain>, Vec<NotRecorded>, NotInUse) {
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
        (origins, uncertain, self.gaps.list(), self.apart.list())
    }
}

/// An origin by the step or steps that lead from it.
fn origin(
    graph: &FlowGraph<'_>,
    from: &Reference,
    id: &ActivityId,
    activity: &Activity,
    route: Vec<RouteStep>,
    step: Step,
) -> Origin {
    let last = route.last();
    Origin {
        from: graph.thing(from),
        activity: InActivity {
            id: id.clone(),
            name: activity.name.clone(),
            is_draft: activity.is_draft(),
        },
        certainty: step.certainty(),
        data: BTreeSet::new(),
        ground: last.map_or(Recorded::NotRecorded, |step| step.ground.clone()),
        agreement: last.map_or_else(Agreement::default, |step| step.agreement.clone()),
        when: last.and_then(|step| step.when.clone()),
        evidence: last.and_then(|step| step.evidence.clone()),
        route,
    }
}

/// The F-number under which an activity itself records what another records to send it: both ends
/// recorded is one flow.
fn number_here(activity: &Activity, from: &Reference, there: &Flow) -> Option<usize> {
    let mut own: Vec<(usize, &Flow)> = Vec::new();
    for (index, (kind, flow)) in activity.flows().enumerate() {
        let start = flow.from.as_ref().map(End::reference);
        if kind == FlowKind::Source && start.as_ref() == Some(from) {
            own.push((index + 1, flow));
        }
    }
    let same = own.iter().find(|(_, flow)| flow.carries == there.carries);
    same.or(own.first()).map(|(number, _)| *number)
}
