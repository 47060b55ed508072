//! All that goes into a system or comes out of it.

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "system",
    takes: Takes::System,
    about: "all that goes into a system or comes out of it",
    example: "ropa diagram system Mosaic -o mosaic.svg",
    depth: Some(1),
    is_one_process: false,
    nothing: None,
    title: |name| format!("{name}: what goes into it and what comes out of it"),
    choose: |_, steps, _| vec![true; steps.len()],
    not_in_use,
};
