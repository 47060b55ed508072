//! The record of a controller under Article 30(1) of the GDPR of the European Union.

use super::{Holds, Layout, Side};
use crate::report::subjects::{
    Field, identity, people_and_data, purposes, recipients, retention, security, transfers,
};

pub(super) static LAYOUT: Layout = Layout {
    name: "eu",
    about: "Article 30(1) of the GDPR of the European Union",
    title: "Record of processing activities (Article 30(1) GDPR, European Union)",
    foreword: &[
        "The entries are those of a register kept under the UK GDPR. A third country is here one outside \
         the European Economic Area, so that the United Kingdom is one; adequacy decisions of the \
         Commission are not held in this register.",
        "A recognised legitimate interest (Article 6(1)(ea) UK GDPR) does not exist in the Union and is \
         flagged where it is recorded.",
        "“Not recorded” means that the register does not say; it never means that there is none.",
    ],
    sheet: "Record",
    is_of_the_uk: false,
    holds: Holds::Columns(COLUMNS),
    role: Side::Controller,
    public: PUBLIC,
};

const COLUMNS: &[(Option<&str>, Field)] = &[
    (None, identity::ACTIVITY),
    (None, identity::REFERENCE),
    (None, identity::CONTROLLER),
    (
        None,
        identity::JOINT_CONTROLLERS.headed("Joint controllers (where applicable)"),
    ),
    (None, purposes::PURPOSE.headed("Purposes of the processing")),
    (
        None,
        people_and_data::PEOPLE.headed("Categories of data subjects"),
    ),
    (None, people_and_data::DATA),
    (None, recipients::RECIPIENTS),
    (
        None,
        transfers::COUNTRIES_FROM_THE_UNION
            .headed("Third countries or international organisations (where applicable)"),
    ),
    (
        None,
        transfers::SAFEGUARDS_FROM_THE_UNION
            .headed("Suitable safeguards, Article 49(1) second subparagraph (where applicable)"),
    ),
    (
        None,
        retention::RETENTION.headed("Envisaged time limits for erasure (where possible)"),
    ),
    (
        None,
        security::MEASURES
            .headed("Technical and organisational security measures (where possible)"),
    ),
    (None, purposes::BASIS_IN_THE_UNION),
    (None, identity::STATUS),
];

/// What the public may read, as in the layout of the ICO.
const PUBLIC: &[(Option<&str>, Field)] = &[
    (None, identity::ACTIVITY),
    (
        None,
        identity::JOINT_CONTROLLERS.headed("Joint controllers (where applicable)"),
    ),
    (None, purposes::PURPOSE.headed("Purposes of the processing")),
    (
        None,
        people_and_data::PEOPLE.headed("Categories of data subjects"),
    ),
    (None, people_and_data::DATA),
    (None, recipients::RECIPIENTS_IN_PUBLIC),
    (
        None,
        transfers::COUNTRIES_FROM_THE_UNION_IN_PUBLIC
            .headed("Third countries or international organisations (where applicable)"),
    ),
    (
        None,
        retention::RETENTION.headed("Envisaged time limits for erasure (where possible)"),
    ),
    (None, security::MEASURES_IN_PUBLIC),
    (None, purposes::BASIS_IN_THE_UNION),
];
