//! All that the register holds: what is in it, and how, is in `report/full`.

use super::{Holds, Layout, Side};

pub(super) static LAYOUT: Layout = Layout {
    name: "full",
    about: "everything the register holds, a sheet for each kind of record and list",
    title: "Register of processing activities, in full",
    foreword: &[],
    sheet: "Activities",
    is_of_the_uk: true,
    is_of_part_3: false,
    holds: Holds::Everything,
    role: Side::Any,
    public: &[],
};
