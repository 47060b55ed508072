//! The steps of the graph for drawing, and where those at their ends stand.

use crate::model::{ActivityId, PartyId, Reference, Register};

use super::flow_graph::FlowGraph;
use super::follow::Following;
use super::query::{FlowQuery, Followed};
use super::route::{RouteStep, Thing};

impl<'r> FlowGraph<'r> {
    /// Every step that carries or may carry what is asked about, as surely as the data it carries
    /// most surely: activity by activity, flows in the order of their numbers, then operators and
    /// sub-processors. A flow through a system is two steps with one number.
    pub fn steps(&self, query: &FlowQuery) -> Vec<RouteStep> {
        let all_followed = if query.data.is_none() && query.special.is_none() {
            vec![Followed::Anything]
        } else {
            query.followed(self.register, &self.mentioned())
        };
        let mut best: Vec<Option<RouteStep>> = vec![None; self.graph.edge_count()];
        for followed in all_followed {
            let following = Following::new(self, &followed, query);
            for index in self.graph.edge_indices() {
                if following.step(index).is_none() || self.graph[index].is_twin {
                    continue;
                }
                let held = &mut best[index.index()];
                match self.step_along(&following, index) {
                    Some(step)
                        if held
                            .as_ref()
                            .is_none_or(|held| step.certainty < held.certainty) =>
                    {
                        *held = Some(step);
                    }
                    _ => {}
                }
            }
        }
        let mut steps: Vec<RouteStep> = best.into_iter().flatten().collect();
        steps.sort_by(|a, b| a.activity.cmp(&b.activity));
        steps
    }

    /// The register, or the part of one, that the graph is of.
    pub fn register(&self) -> &'r Register {
        self.register
    }

    /// The organisation that carries an activity out: its controller, or whose register this is
    /// where it is done for others or its controller is not recorded.
    pub fn organisation(&self, activity: &ActivityId) -> Option<&'r PartyId> {
        self.own(activity).first().copied()
    }

    /// Whether a party is one legal person with the organisation that carries an activity out.
    pub fn belongs(&self, activity: &ActivityId, party: &PartyId) -> bool {
        let persons = self.persons();
        self.organisation(activity)
            .is_some_and(|organisation| persons.are_one(organisation, party))
    }
}

impl Thing {
    /// The record it names.
    pub fn reference(&self) -> Reference {
        Reference::new(self.kind, self.id.clone())
    }
}
