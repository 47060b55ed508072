//! What leaves the UK, and where it goes from there.

use std::collections::BTreeSet;

use crate::graph::{LeavesUk, RouteStep};
use crate::model::Register;

use super::view::{Sought, StepKey, Takes, View};

pub(super) static VIEW: View = View {
    name: "transfers",
    takes: Takes::Nothing,
    about: "what leaves the UK, and where it goes from there",
    example: "ropa diagram transfers -o transfers.svg",
    depth: None,
    is_one_process: false,
    title: |name| format!("{name}: what leaves the UK"),
    choose,
};

/// The steps that `ask leaves-uk` finds.
fn choose(part: &Register, steps: &[RouteStep], sought: &Sought) -> Vec<bool> {
    // What is only possible is left out afterwards, and counted.
    let mut query = sought.query.clone();
    query.stated = false;
    let mut search = LeavesUk::new(&query);
    search.look(part);
    let departures = search.finish().0;
    let leaving: BTreeSet<StepKey> = departures
        .iter()
        .map(|departure| StepKey::from(&departure.step))
        .collect();
    steps
        .iter()
        .map(|step| leaving.contains(&StepKey::from(step)))
        .collect()
}
