//! The steps of one activity, each judged once by the graph, for everything that a report says of it: those of today,
//! those to come, and those by which other activities go on with what it hands to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Certainty, FlowQuery, Graphs, NotCurrent, ReceiverRole, RouteStep, TakenOn};
use crate::model::{ActivityId, Date, Recorded, Role};

/// The steps of one activity.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Those of the flows in use, in the order of their numbers, then those that follow from them.
    pub(super) current: Vec<RouteStep>,
    /// Those to come, each with its first day and as it will be on it: of the flows that are planned, in the order of
    /// their numbers, then those that follow from these, or from an engagement that is planned.
    pub(super) planned: Vec<(Date, RouteStep)>,
    /// Those by which other activities go on with what this one hands to them.
    pub(super) taken_on: Vec<TakenOn>,
    /// The same of what is to come.
    pub(super) to_be_taken_on: Vec<(Date, TakenOn)>,
    /// The other activities to which its data comes today.
    pub(super) takers: BTreeSet<ActivityId>,
    /// The same from a day to come.
    pub(super) later_takers: Vec<(Date, ActivityId)>,
    /// What has ended, and took data out of the country.
    pub(super) ended_abroad: Vec<NotCurrent>,
    /// Whether the controller is a public authority.
    pub(super) is_of_public_authority: bool,
}

/// What tells one step from another, on whatever day.
type Key = (Option<usize>, &'static str, String, String);

fn key(step: &RouteStep) -> Key {
    let (from, to) = (step.from.id.clone(), step.to.id.clone());
    (step.number, step.kind.word(), from, to)
}

impl Steps {
    /// The steps of an activity on the day of its graph; with what others do with its data where all that it is joined
    /// with is at hand.
    pub(super) fn of<'r>(graphs: &Graphs<'r>, id: &'r ActivityId, with_others: bool) -> Self {
        let (register, on) = (graphs.register(), graphs.on());
        let activity = register.activities.get(id);
        let graph = graphs.build(&[id]);
        // Where others are acted for, the organisation is not the controller.
        let controller = match activity.map(|activity| &activity.role) {
            Some(Recorded::Value(Role::Processor)) => {
                activity.and_then(|activity| activity.controller.value())
            }
            _ => graph.organisation(id),
        };
        let mut steps = Self {
            is_of_public_authority: controller
                .is_some_and(|controller| graph.is_public_authority(controller)),
            current: surest(graph.steps(&FlowQuery::new(on))),
            ended_abroad: graph.ended_abroad(),
            ..Self::default()
        };
        let joined = match with_others {
            true => graphs.ever_joined(id),
            false => vec![id],
        };
        let mut days = graph.days_to_come();
        if joined.len() > 1 {
            let graph = graphs.build(&joined);
            days.extend(graph.days_to_come());
            let (taken_on, takers) = graph.taken_on(id);
            steps.taken_on = taken_on;
            steps.takers.extend(takers.into_iter().cloned());
        }
        let mut seen: BTreeSet<Key> = steps.current.iter().map(key).collect();
        while let Some(day) = days.pop_first() {
            let graphs = Graphs::of(register, day);
            steps.look_ahead(&graphs, id, &joined, &mut seen, &mut days);
        }
        let in_order = |(_, step): &(Date, RouteStep)| step.number.unwrap_or(usize::MAX);
        steps.planned.sort_by_key(in_order);
        steps
    }

    /// Takes in what is new on a day to come.
    fn look_ahead<'r>(
        &mut self,
        graphs: &Graphs<'r>,
        id: &'r ActivityId,
        joined: &[&'r ActivityId],
        seen: &mut BTreeSet<Key>,
        days: &mut BTreeSet<Date>,
    ) {
        let day = graphs.on();
        let graph = graphs.build(&[id]);
        days.extend(graph.days_to_come());
        let steps = surest(graph.steps(&FlowQuery::new(day)));
        let new = steps.into_iter().filter(|step| !seen.contains(&key(step)));
        let new: Vec<RouteStep> = new.collect();
        seen.extend(new.iter().map(key));
        self.planned.extend(new.into_iter().map(|step| (day, step)));
        if joined.len() < 2 {
            return;
        }
        let graph = graphs.build(joined);
        days.extend(graph.days_to_come());
        let (taken_on, takers) = graph.taken_on(id);
        for id in takers {
            let mut later = self.later_takers.iter();
            if !self.takers.contains(id) && !later.any(|(_, known)| known == id) {
                self.later_takers.push((day, id.clone()));
            }
        }
        let is_known = |one: &TakenOn, known: &TakenOn| {
            one.step.activity == known.step.activity && key(&one.step) == key(&known.step)
        };
        for one in taken_on {
            let to_come = self.to_be_taken_on.iter().map(|(_, known)| known);
            let mut known = self.taken_on.iter().chain(to_come);
            if !known.any(|known| is_known(&one, known)) {
                self.to_be_taken_on.push((day, one));
            }
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
