//! All that goes to a party or comes from it.

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "party",
    takes: Takes::Party,
    about: "all that goes to a party or comes from it, its parts and the systems it runs included",
    example: "ropa diagram party Servelec -o servelec.svg",
    depth: Some(1),
    is_one_process: false,
    nothing: None,
    title: |name| format!("{name}: what goes to it and what comes from it"),
    choose: |_, steps, _| vec![true; steps.len()],
    not_in_use,
};
