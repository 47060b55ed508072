//! The record of a processor, Article 30(2).
//!
//! The ICO's own processor template was not at hand, so the headings are ours: made from Article 30(2)
//! and the words of the controller template.

use super::{Columns, Holds, Layout, Side};
use crate::report::subjects::{identity, purposes, recipients, security, transfers};

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
    is_of_part_3: false,
    holds: Holds::Columns(COLUMNS),
    role: Side::Processor,
    public: &[],
};

const COLUMNS: Columns = &[(
    None,
    &[
        identity::ACTS_FOR,
        identity::REPRESENTATIVE_OF_ACTS_FOR,
        purposes::CATEGORIES_OF_PROCESSING,
        recipients::CONTRACT_WITH_CONTROLLER,
        transfers::COUNTRIES.under("Article 30(2)(c)"),
        transfers::SAFEGUARDS.under("Article 30(2)(c)"),
        security::MEASURES.under("Article 30(2)(d)"),
        identity::ACTIVITY,
        identity::REFERENCE,
        identity::STATUS,
        identity::REGIME,
    ],
)];
