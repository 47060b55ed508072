//! What of an entry under Part 3 of the Data Protection Act 2018 stands beside the record of Article 30:
//! what section 61 asks for and the register holds, with no provision of the UK GDPR.

use super::Columns;
use crate::report::subjects::{
    Field, identity, people_and_data, purposes, recipients, retention, security,
};

/// The name of its table.
pub(in crate::report) const SHEET: &str = "Law enforcement processing";

/// The provision that asks for the record.
const SECTION_61: &str = "DPA 2018 section 61";

/// Its columns.
pub(in crate::report) fn columns(is_public: bool) -> Columns {
    if is_public { PUBLIC } else { COLUMNS }
}

const COLUMNS: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::REFERENCE,
        identity::FUNCTION,
        identity::CONTROLLER.under(SECTION_61),
        JOINT_CONTROLLERS,
        purposes::PURPOSE.under(SECTION_61),
        recipients::RECIPIENTS.under(SECTION_61),
        people_and_data::PEOPLE.under(SECTION_61),
        people_and_data::DATA.under(SECTION_61),
        retention::RETENTION.under(SECTION_61),
        security::MEASURES.under(SECTION_61),
        identity::STATUS,
    ],
)];

const PUBLIC: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::FUNCTION,
        JOINT_CONTROLLERS,
        purposes::PURPOSE.under(SECTION_61),
        recipients::RECIPIENTS_IN_PUBLIC.under(SECTION_61),
        people_and_data::PEOPLE.under(SECTION_61),
        people_and_data::DATA.under(SECTION_61),
        retention::RETENTION.under(SECTION_61),
        security::MEASURES_IN_PUBLIC.under(SECTION_61),
    ],
)];

const JOINT_CONTROLLERS: Field = identity::JOINT_CONTROLLERS
    .headed("Joint controllers (where applicable)")
    .under(SECTION_61);
