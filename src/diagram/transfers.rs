//! What leaves the UK, and where it goes from there.

use std::collections::BTreeSet;

use crate::graph::{LeavesUk, NotInUse, RouteStep};
use crate::model::Register;

use super::view::{Sought, StepKey, Takes, View};

pub(super) static VIEW: View = View {
    name: "transfers",
    takes: Takes::Nothing,
    about: "what leaves the UK, and where it goes from there",
    example: "ropa diagram transfers -o transfers.svg",
    depth: None,
    is_one_process: false,
    nothing: Some((
        "no flow to a place recorded as outside the UK is recorded; where no country is recorded, nothing is known",
        "`ropa ask leaves-uk` says what was searched",
    )),
    title: |name| format!("{name}: what leaves the UK"),
    choose,
    not_in_use: |graph, sought| searched(graph.register(), sought).1,
};

/// What `ask leaves-uk` finds, and the flows that would leave if they were in use.
fn searched(part: &Register, sought: &Sought) -> (BTreeSet<StepKey>, NotInUse) {
    // What is only possible is left out afterwards, and counted.
    let mut query = sought.query.clone();
    query.stated = false;
    let mut search = LeavesUk::new(&query);
    search.look(part);
    let (departures, _, _, not_in_use) = search.finish();
    let leaving = departures
        .iter()
        .filter(|departure| !departure.is_published)
        .map(|departure| StepKey::from(&departure.step))
        .collect();
    (leaving, not_in_use)
}

fn choose(part: &Register, steps: &[RouteStep], sought: &Sought) -> Vec<bool> {
    let (leaving, _) = searched(part, sought);
    steps
        .iter()
        .map(|step| leaving.contains(&StepKey::from(step)))
        .collect()
}
