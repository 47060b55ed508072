//! The record of a controller under Article 30(1) of the GDPR of the European Union.

use super::{Columns, Holds, Layout, Side};
use crate::report::subjects::{
    identity, people_and_data, purposes, recipients, retention, security, transfers,
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
    is_of_part_3: false,
    holds: Holds::Columns(COLUMNS),
    role: Side::Controller,
    public: PUBLIC,
};

const COLUMNS: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::REFERENCE,
        identity::CONTROLLER,
        identity::JOINT_CONTROLLERS.headed("Joint controllers (where applicable)"),
        purposes::PURPOSE.headed("Purposes of the processing"),
        people_and_data::PEOPLE.headed("Categories of data subjects"),
        people_and_data::DATA,
        recipients::RECIPIENTS,
        transfers::COUNTRIES_FROM_THE_UNION
            .headed("Third countries or international organisations (where applicable)"),
        transfers::SAFEGUARDS_FROM_THE_UNION
            .headed("Suitable safeguards, Article 49(1) second subparagraph (where applicable)"),
        retention::RETENTION.headed("Envisaged time limits for erasure (where possible)"),
        security::MEASURES
            .headed("Technical and organisational security measures (where possible)"),
        purposes::BASIS_IN_THE_UNION,
        identity::STATUS,
    ],
)];

/// What the public may read, as in the layout of the ICO.
const PUBLIC: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::JOINT_CONTROLLERS.headed("Joint controllers (where applicable)"),
        purposes::PURPOSE.headed("Purposes of the processing"),
        people_and_data::PEOPLE.headed("Categories of data subjects"),
        people_and_data::DATA,
        recipients::RECIPIENTS_IN_PUBLIC,
        transfers::COUNTRIES_FROM_THE_UNION_IN_PUBLIC
            .headed("Third countries or international organisations (where applicable)"),
        retention::RETENTION.headed("Envisaged time limits for erasure (where possible)"),
        security::MEASURES_IN_PUBLIC,
        purposes::BASIS_IN_THE_UNION,
    ],
)];
