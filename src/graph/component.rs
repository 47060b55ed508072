//! Which activities are joined by flows.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActivityId, Date, End, Register};

use super::current::Currency;

/// The activities of the register, in sets that flows in use on a day join, in the order of ids.
pub(super) fn joined(register: &Register, on: Date) -> Vec<Vec<&ActivityId>> {
    let mut beside: BTreeMap<&ActivityId, Vec<&ActivityId>> = BTreeMap::new();
    for (id, activity) in &register.activities {
        beside.entry(id).or_default();
        for end in activity
            .flows()
            .filter(|(_, flow)| Currency::of(activity, flow, on) == Currency::Current)
            .flat_map(|(_, flow)| [&flow.from, &flow.to])
        {
            if let Some(End::Activity(other)) = end
                && register.activities.contains_key(other)
            {
                beside.entry(id).or_default().push(other);
                beside.entry(other).or_default().push(id);
            }
        }
    }
    let mut sets = Vec::new();
    let mut seen = BTreeSet::new();
    for start in register.activities.keys() {
        let mut set = BTreeSet::new();
        let mut queue = vec![start];
        while let Some(id) = queue.pop() {
            if seen.insert(id) {
                set.insert(id);
                queue.extend(beside.get(id).into_iter().flatten().copied());
            }
        }
        if !set.is_empty() {
            sets.push(set.into_iter().collect());
        }
    }
    sets
}

/// Of each activity those with which a flow joins it, on any day.
pub(super) fn ever_beside(register: &Register) -> BTreeMap<&ActivityId, BTreeSet<&ActivityId>> {
    let mut beside: BTreeMap<&ActivityId, BTreeSet<&ActivityId>> = BTreeMap::new();
    for (id, activity) in &register.activities {
        for end in activity
            .flows()
            .flat_map(|(_, flow)| [&flow.from, &flow.to])
        {
            if let Some(End::Activity(other)) = end
                && let Some((other, _)) = register.activities.get_key_value(other)
            {
                beside.entry(id).or_default().insert(other);
                beside.entry(other).or_default().insert(id);
            }
        }
    }
    beside
}
