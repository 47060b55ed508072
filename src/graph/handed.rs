//! On which condition one activity hands data to another: both may record it, each in its own words.

use std::collections::BTreeMap;

use crate::model::{ActivityId, DataId, End, Flow, FlowKind, Recorded, Scope};

use super::current::Currency;
use super::flow_graph::FlowGraph;
use super::query::Followed;

/// A flow in use by which one activity hands data to another.
#[derive(Clone, Copy)]
pub(super) struct HandOver<'r> {
    from: &'r ActivityId,
    to: &'r ActivityId,
    flow: &'r Flow,
    /// Whether the activity that gives records it, and not the one that takes.
    is_given: bool,
}

impl HandOver<'_> {
    /// Whether it takes along what is followed, as far as its list tells.
    fn carries(&self, followed: &Followed) -> bool {
        match &self.flow.carries {
            Recorded::Value(Scope::These(list)) if followed.id().is_some() => {
                followed.named_in(list).is_some() || self.flow.and_more
            }
            Recorded::None => false,
            _ => true,
        }
    }

    /// Whether it may take along the same as another flow.
    fn overlaps(&self, other: &Flow) -> bool {
        let listed = |flow: &'_ Flow| match &flow.carries {
            Recorded::Value(Scope::These(list)) if !flow.and_more => Some(list.clone()),
            _ => None,
        };
        match (listed(self.flow), listed(other)) {
            (Some(one), Some(other)) => one.iter().any(|id: &DataId| other.contains(id)),
            _ => true,
        }
    }
}

/// The conditions of some flows, of which each has one; nothing where one has none.
fn conditions<'f>(flows: impl Iterator<Item = &'f Flow>) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for flow in flows {
        let when = flow.when.as_deref()?;
        if !found.contains(&when) {
            found.push(when);
        }
    }
    (!found.is_empty()).then(|| found.join(" or "))
}

/// What both sides say, once where it is the same.
fn both(own: Option<String>, other: Option<String>) -> Option<String> {
    match (own, other) {
        (Some(own), Some(other)) if own != other => Some(format!("{own}, and {other}")),
        (own, other) => own.or(other),
    }
}

impl<'r> FlowGraph<'r> {
    /// The flows in use by which activities at hand give to others, or take from them.
    pub(super) fn hand_overs(&self) -> Vec<HandOver<'r>> {
        let activities = self.activities.iter();
        activities.flat_map(|id| self.hand_overs_of(id)).collect()
    }

    /// Those that an activity records.
    fn hand_overs_of(&self, id: &ActivityId) -> Vec<HandOver<'r>> {
        let Some((id, activity)) = self.register.activities.get_key_value(id) else {
            return Vec::new();
        };
        let flows = activity.flows();
        let flows =
            flows.filter(|(_, flow)| Currency::of(activity, flow, self.on) == Currency::Current);
        let found = flows.filter_map(|(kind, flow)| match (kind, &flow.from, &flow.to) {
            (FlowKind::Recipient, _, Some(End::Activity(to))) => Some((id, to, flow, true)),
            (FlowKind::Source, Some(End::Activity(from)), _) => Some((from, id, flow, false)),
            _ => None,
        });
        let found = found.map(|(from, to, flow, is_given)| HandOver {
            from,
            to,
            flow,
            is_given,
        });
        found.collect()
    }

    /// On which condition a flow of an activity takes data along: its own words, and where it goes to or comes from
    /// another activity those of the flows by which that records the same.
    pub(super) fn when_of(&self, activity: &ActivityId, flow: &Flow) -> Option<String> {
        let own = flow.when.clone();
        let (other, is_given) = match (&flow.from, &flow.to) {
            (_, Some(End::Activity(to))) => (to, false),
            (Some(End::Activity(from)), _) => (from, true),
            _ => return own,
        };
        let told = self.hand_overs_of(other).into_iter().filter(|told| {
            let ends = match told.is_given {
                true => told.to == activity,
                false => told.from == activity,
            };
            ends && told.is_given == is_given && told.overlaps(flow)
        });
        let other = conditions(told.map(|told| told.flow));
        match is_given {
            // Who gives is told first.
            true => both(other, own),
            false => both(own, other),
        }
    }

    /// The other activities to which what is followed is handed, from one to the next, each with the conditions on the way.
    pub(super) fn handed_when(
        &self,
        all: &[HandOver<'r>],
        start: &ActivityId,
        followed: &Followed,
    ) -> BTreeMap<&'r ActivityId, Vec<String>> {
        let carrying: Vec<&HandOver<'r>> = all.iter().filter(|one| one.carries(followed)).collect();
        let between = |from: &ActivityId, to: &ActivityId| {
            let side = |is_given: bool| {
                let flows = carrying
                    .iter()
                    .filter(|one| one.from == from && one.to == to && one.is_given == is_given);
                conditions(flows.map(|one| one.flow))
            };
            both(side(true), side(false))
        };
        let mut found: BTreeMap<&'r ActivityId, Vec<String>> = BTreeMap::new();
        let mut due: Vec<(&ActivityId, Vec<String>)> = vec![(start, Vec::new())];
        while let Some((here, so_far)) = due.pop() {
            for next in carrying
                .iter()
                .filter(|one| one.from == here && one.to != start)
            {
                let mut conditions = so_far.clone();
                let when = between(here, next.to);
                conditions.extend(when.filter(|when| !so_far.contains(when)));
                // Of several ways the one with the fewest conditions tells when it may happen.
                let known = found.get(next.to);
                if known.is_none_or(|known| conditions.len() < known.len()) {
                    found.insert(next.to, conditions.clone());
                    due.push((next.to, conditions));
                }
            }
        }
        found
    }
}
