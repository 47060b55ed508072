//! All activities of a service.

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "function",
    takes: Takes::Function,
    about: "all activities of a service, by its path or the beginning of it",
    example: "ropa diagram function \"not recorded\" -o service.svg",
    depth: None,
    is_one_process: false,
    nothing: None,
    title: |name| format!("{name}: data-flow diagram of the service"),
    choose: |_, steps, sought| {
        steps
            .iter()
            .map(|step| sought.about.contains(&step.activity.reference()))
            .collect()
    },
    not_in_use,
};
