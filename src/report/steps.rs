//! The steps of one activity, each judged once by the graph, for everything that a report says of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{
    Certainty, Currency, FlowGraph, FlowQuery, Graphs, InUse, ReceiverRole, RouteStep,
};
use crate::model::{ActivityId, Recorded, Role};

/// The steps of one activity.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Those of the flows in use, in the order of their numbers, then those that follow from them.
    pub(super) current: Vec<RouteStep>,
    /// Those of the flows that are planned, as they will be on their first days.
    pub(super) planned: Vec<RouteStep>,
    /// Whether the controller is a public authority.
    pub(super) is_of_public_authority: bool,
}

impl Steps {
    /// The steps of an activity on the day of its graph.
    pub(super) fn of<'r>(graphs: &Graphs<'r>, id: &'r ActivityId) -> Self {
        let (register, on) = (graphs.register(), graphs.on());
        let on_day = |day| FlowGraph::alone(register, id, day).steps(&FlowQuery::new(day));
        let activity = register.activities.get(id);
        let mut planned = Vec::new();
        let flows = activity.into_iter().flat_map(|activity| {
            let flows = activity.flows().zip(1..);
            flows.map(move |((_, flow), number)| (InUse::of_flow(activity, flow), number))
        });
        for (in_use, number) in flows {
            if let (Currency::Planned, Recorded::Value(first)) = (in_use.on(on), in_use.begins) {
                let steps = on_day(*first).into_iter();
                planned.extend(steps.filter(|step| step.number == Some(number)));
            }
        }
        let graph = graphs.build(&[id]);
        // Where others are acted for, the organisation is not the controller.
        let controller = match activity.map(|activity| &activity.role) {
            Some(Recorded::Value(Role::Processor)) => {
                activity.and_then(|activity| activity.controller.value())
            }
            _ => graph.organisation(id),
        };
        Self {
            is_of_public_authority: controller
                .is_some_and(|controller| graph.is_public_authority(controller)),
            current: surest(graph.steps(&FlowQuery::new(on))),
            planned,
        }
    }
}

/// What follows from flows, each once: somebody may be engaged in one way more surely than in another. In each of its
/// roles whoever runs a system has what it has; without one only where it has none.
fn surest(mut steps: Vec<RouteStep>) -> Vec<RouteStep> {
    let mut best: BTreeMap<_, BTreeMap<_, (Certainty, usize)>> = BTreeMap::new();
    for (place, step) in steps.iter().enumerate() {
        let of_no_flow = (step.kind, &step.from, &step.to, &step.whereabouts);
        let which = (step.number.map(|_| place), of_no_flow);
        let in_roles = best.entry(which).or_default();
        let role = (step.role, step.on_own_account);
        let held = in_roles.entry(role).or_insert((step.certainty, place));
        *held = (*held).min((step.certainty, place));
    }
    let has_a_role = |(role, _): &(Option<ReceiverRole>, bool)| role.is_some();
    let kept = best.into_values().flat_map(|mut in_roles| {
        if in_roles.keys().any(has_a_role) {
            in_roles.retain(|role, _| has_a_role(role));
        }
        in_roles.into_values().map(|(_, place)| place)
    });
    let kept: BTreeSet<usize> = kept.collect();
    let mut place = 0..;
    steps.retain(|_| place.next().is_some_and(|place| kept.contains(&place)));
    steps
}
