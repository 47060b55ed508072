//! One activity: its sources, systems, processors and recipients (level 1).

use crate::model::Reference;

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "activity",
    takes: Takes::Activity,
    about: "one activity with its sources, systems, processors and recipients (level 1)",
    example: "ropa diagram activity \"Family Group Conference\" -o fgc.svg",
    depth: None,
    is_one_process: false,
    nothing: Some((
        "the activity has no flow recorded: no source, store, recipient or onward flow",
        "add a `[[source]]`, `[[store]]` or `[[recipient]]` to it",
    )),
    title: |name| format!("{name}: data-flow diagram (level 1)"),
    choose: |_, steps, sought| {
        let is_sought = |reference: &Reference| sought.about.contains(reference);
        steps
            .iter()
            .map(|step| {
                is_sought(&step.activity.reference())
                    || is_sought(&step.from.reference())
                    || is_sought(&step.to.reference())
            })
            .collect()
    },
    not_in_use,
};
