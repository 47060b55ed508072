//! What an activity holds, and whose data, by all its words: its own lists, and what its flows in use name.

use std::collections::BTreeMap;

use crate::model::{Activity, DataId, Date, FlowKind, PeopleId, Scope};

use super::current::Currency;
use super::pairs::people_in_pairs;

/// By which words of an activity something counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByWords {
    /// Whether the list of the activity itself names it.
    pub is_listed: bool,
    /// Whether the activity holds it: an onward flow speaks of its own start only (design rule 2).
    pub is_held: bool,
}

impl ByWords {
    const OWN: Self = Self {
        is_listed: true,
        is_held: true,
    };

    fn of_flow(kind: FlowKind) -> Self {
        Self {
            is_listed: false,
            is_held: kind != FlowKind::Onward,
        }
    }

    fn also(&mut self, other: Self) {
        self.is_listed |= other.is_listed;
        self.is_held |= other.is_held;
    }
}

/// The categories of data that an activity holds or its flows in use carry on a day, by all its words.
pub fn data_by_words(activity: &Activity, on: Date) -> BTreeMap<&DataId, ByWords> {
    let mut found: BTreeMap<&DataId, ByWords> = BTreeMap::new();
    for id in activity.data.items() {
        found.entry(id).or_default().also(ByWords::OWN);
    }
    for (kind, flow) in in_use(activity, on) {
        for id in flow.carries.value().map_or(&[][..], Scope::listed) {
            found.entry(id).or_default().also(ByWords::of_flow(kind));
        }
    }
    found
}

/// Whose data an activity holds or its flows in use carry on a day, by all its words: its pairs count too.
pub fn people_by_words(activity: &Activity, on: Date) -> BTreeMap<&PeopleId, ByWords> {
    let mut found: BTreeMap<&PeopleId, ByWords> = BTreeMap::new();
    for id in activity.people.items() {
        found.entry(id).or_default().also(ByWords::OWN);
    }
    for id in people_in_pairs(activity) {
        let held = ByWords::of_flow(FlowKind::Store);
        found.entry(id).or_default().also(held);
    }
    for (kind, flow) in in_use(activity, on) {
        for id in flow.people.items() {
            found.entry(id).or_default().also(ByWords::of_flow(kind));
        }
    }
    found
}

/// The flows of an activity that are in use on a day, with their kinds.
pub(super) fn in_use(
    activity: &Activity,
    on: Date,
) -> impl Iterator<Item = (FlowKind, &crate::model::Flow)> {
    let flows = activity.flows();
    flows.filter(move |(_, flow)| Currency::of(activity, flow, on) == Currency::Current)
}
