//! What of an entry under Part 3 of the Data Protection Act 2018 stands beside the record of Article 30:
//! what section 61 asks for and the register holds, with no provision of the UK GDPR.

use crate::report::subjects::{
    Field, identity, people_and_data, purposes, recipients, retention, security,
};

/// The name of its table.
pub(in crate::report) const SHEET: &str = "Law enforcement processing";

/// The provision that asks for the record.
const SECTION_61: &str = "DPA 2018 section 61";

/// Its columns.
pub(in crate::report) fn columns(is_public: bool) -> &'static [(Option<&'static str>, Field)] {
    if is_public { PUBLIC } else { COLUMNS }
}

const COLUMNS: &[(Option<&str>, Field)] = &[
    (None, identity::ACTIVITY),
    (None, identity::REFERENCE),
    (None, identity::FUNCTION),
    (None, identity::CONTROLLER.under(SECTION_61)),
    (None, JOINT_CONTROLLERS),
    (None, purposes::PURPOSE.under(SECTION_61)),
    (None, recipients::RECIPIENTS.under(SECTION_61)),
    (None, people_and_data::PEOPLE.under(SECTION_61)),
    (None, people_and_data::DATA.under(SECTION_61)),
    (None, retention::RETENTION.under(SECTION_61)),
    (None, security::MEASURES.under(SECTION_61)),
    (None, identity::STATUS),
];

const PUBLIC: &[(Option<&str>, Field)] = &[
    (None, identity::ACTIVITY),
    (None, identity::FUNCTION),
    (None, JOINT_CONTROLLERS),
    (None, purposes::PURPOSE.under(SECTION_61)),
    (None, recipients::RECIPIENTS_IN_PUBLIC.under(SECTION_61)),
    (None, people_and_data::PEOPLE.under(SECTION_61)),
    (None, people_and_data::DATA.under(SECTION_61)),
    (None, retention::RETENTION.under(SECTION_61)),
    (None, security::MEASURES_IN_PUBLIC.under(SECTION_61)),
];

const JOINT_CONTROLLERS: Field = identity::JOINT_CONTROLLERS
    .headed("Joint controllers (where applicable)")
    .under(SECTION_61);
