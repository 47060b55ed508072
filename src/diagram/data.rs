//! Everything that can carry one category of data: the picture of `ask who-receives`.

use super::view::{Takes, View, not_in_use};

pub(super) static VIEW: View = View {
    name: "data",
    takes: Takes::Data,
    about: "everything that carries or may carry a category of data, or a narrower one",
    example: "ropa diagram data \"NHS number\" -o nhs-number.svg",
    depth: None,
    is_one_process: false,
    nothing: None,
    title: |name| format!("{name}: where it comes from, where it is held and who receives it"),
    // The steps are already those that can carry it.
    choose: |_, steps, _| vec![true; steps.len()],
    not_in_use,
};
