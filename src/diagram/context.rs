//! The controller as one process, with all its activities merged (level 0).

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "context",
    takes: Takes::Nothing,
    about: "the controller as one process, all activities merged (level 0)",
    example: "ropa diagram context -o context.svg",
    depth: None,
    is_one_process: true,
    nothing: Some((
        "no flow is recorded",
        "add a `[[source]]`, `[[store]]` or `[[recipient]]` to an activity",
    )),
    title: |name| format!("{name}: context diagram (level 0)"),
    choose: |_, steps, _| vec![true; steps.len()],
    not_in_use,
};
