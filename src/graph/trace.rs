//! What tells one route from another: its steps, by activity, kind, flow and ends.

use petgraph::graph::EdgeIndex;

use crate::model::{ActivityId, PartyId};

use super::flow_graph::FlowGraph;
use super::route::RouteStep;

/// What tells one route from another: its steps, by activity, kind, flow and ends.
pub(super) type Trace = Vec<(ActivityId, &'static str, Option<usize>, String, String)>;

/// One step of what tells a route from another, as it is in the register.
pub(super) type Traced<'r> = (
    &'r ActivityId,
    &'static str,
    Option<usize>,
    &'r str,
    &'r str,
);

/// What tells a route from another, to be kept beyond the part of the register that it is in.
pub(super) fn kept(trace: &[Traced<'_>]) -> Trace {
    let step = |step: &Traced<'_>| {
        let (activity, kind, number, from, to) = *step;
        let (from, to) = (from.to_owned(), to.to_owned());
        (activity.clone(), kind, number, from, to)
    };
    trace.iter().map(step).collect()
}

/// Whether what tells a route comes before that of another, in the order of steps.
pub(super) fn is_before(trace: &[Traced<'_>], other: &Trace) -> bool {
    let one = trace.iter();
    let one = one
        .map(|(activity, kind, number, from, to)| (activity.as_str(), *kind, *number, *from, *to));
    one.lt(other.iter().map(|(activity, kind, number, from, to)| {
        (
            activity.as_str(),
            *kind,
            *number,
            from.as_str(),
            to.as_str(),
        )
    }))
}

/// What tells a route from others.
pub(super) fn trace(route: &[RouteStep]) -> Trace {
    let step = |step: &RouteStep| {
        (
            step.activity.clone(),
            step.kind.word(),
            step.number,
            step.from.id.clone(),
            step.to.id.clone(),
        )
    };
    route.iter().map(step).collect()
}

impl<'r> FlowGraph<'r> {
    /// What tells a path from others, without its judgements.
    pub(super) fn trace_of(&self, edges: &[EdgeIndex]) -> Vec<Traced<'r>> {
        let mut trace = Vec::with_capacity(edges.len());
        for index in edges {
            self.trace_along(*index, &mut trace);
        }
        trace
    }

    fn trace_along(&self, index: EdgeIndex, trace: &mut Vec<Traced<'r>>) {
        let edge = &self.graph[index];
        let Some((from, to)) = self.graph.edge_endpoints(index) else {
            return;
        };
        let number = edge.flow.map(|(number, _)| number);
        let step = |from, to| (edge.activity, edge.kind.word(), number, from, to);
        let Some(engagement) = &edge.engagement else {
            trace.push(step(self.at(from).id(), self.at(to).id()));
            return;
        };
        if let Some(below) = edge.rests_on {
            self.trace_along(below, trace);
        }
        let n_links = engagement.links_on_the_way().len();
        let first = engagement.first_place() + usize::from(edge.rests_on.is_some());
        for place in first..engagement.first_place() + n_links {
            let engager = engagement
                .engager_of(place)
                .filter(|_| engagement.is_on_the_way(place - 1));
            let from = engager.map_or_else(|| self.at(from).id(), PartyId::as_str);
            let link = engagement.link(place);
            trace.extend(link.map(|link| step(from, link.party.as_str())));
        }
    }
}
