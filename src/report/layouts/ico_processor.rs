//! The record of a processor, Article 30(2).
//!
//! The ICO's own processor template was not at hand, so the headings are ours: made from Article 30(2)
//! and the words of the controller template.

use super::{Holds, Layout, Side};
use crate::report::subjects::{Field, identity, purposes, recipients, security, transfers};

pub(super) static LAYOUT: Layout = Layout {
    name: "ico-processor",
    about: "Article 30(2), a row for each controller acted for",
    title: "Record of processing activities (processor)",
    foreword: &[
        "The headings are made from Article 30(2) and the words of the ICO’s controller template; they \
         are not checked against the ICO’s processor template.",
        "“Not recorded” means that the register does not say; it never means that there is none.",
    ],
    sheet: "Record",
    is_of_the_uk: true,
    holds: Holds::Columns(COLUMNS),
    role: Side::Processor,
    public: &[],
};

const COLUMNS: &[(Option<&str>, Field)] = &[
    (None, identity::ACTS_FOR),
    (None, identity::REPRESENTATIVE_OF_ACTS_FOR),
    (None, purposes::CATEGORIES_OF_PROCESSING),
    (None, recipients::CONTRACT_WITH_CONTROLLER),
    (None, transfers::COUNTRIES.under("Article 30(2)(c)")),
    (None, transfers::SAFEGUARDS.under("Article 30(2)(c)")),
    (None, security::MEASURES.under("Article 30(2)(d)")),
    (None, identity::ACTIVITY),
    (None, identity::REFERENCE),
    (None, identity::STATUS),
    (None, identity::REGIME),
];
