//! The record of a controller in the columns of the ICO's template.

use super::{Holds, Layout, Side};
use crate::report::subjects::{
    Field, Speaks, accountability, conditions, decisions, identity, people_and_data, purposes,
    recipients, retention, rights, security, transfers,
};

const RECORD: Option<&str> = Some("Article 30 Record of Processing Activities");
const NOTICES: Option<&str> = Some("Privacy Notices");
const CONSENT: Option<&str> = Some("Consent");
const ACCESS: Option<&str> = Some("Access Requests");
const DPIA: Option<&str> = Some("Data Protection Impact Assessments");
const BREACHES: Option<&str> = Some("Personal Data Breaches");
const SCHEDULE_1: Option<&str> =
    Some("Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data");
const ENTRY: Option<&str> = Some("Entry of this register (not in the ICO’s template)");

pub(super) static LAYOUT: Layout = Layout {
    name: "ico-controller",
    about: "Article 30(1), in the 30 columns of the ICO's controller template",
    title: "Record of processing activities (controller)",
    foreword: &[
        "Thirty headings are those of the ICO’s controller template, in its order; four more tell the \
         entries of this register apart.",
        "“Not recorded” means that the register does not say; it never means that there is none.",
    ],
    sheet: "Record",
    is_of_the_uk: true,
    holds: Holds::Columns(COLUMNS),
    role: Side::Controller,
    public: PUBLIC,
};

const COLUMNS: &[(Option<&str>, Field)] = &[
    (RECORD, identity::FUNCTION),
    (RECORD, purposes::PURPOSE),
    (RECORD, identity::JOINT_CONTROLLERS),
    (RECORD, people_and_data::PEOPLE),
    (RECORD, people_and_data::DATA),
    (RECORD, recipients::RECIPIENTS),
    (RECORD, recipients::CONTRACTS),
    (RECORD, transfers::COUNTRIES),
    (RECORD, transfers::SAFEGUARDS),
    (RECORD, retention::RETENTION),
    (RECORD, security::MEASURES),
    (NOTICES, purposes::BASIS),
    (NOTICES, conditions::ARTICLE_9),
    (NOTICES, purposes::LEGITIMATE_INTERESTS),
    (NOTICES, purposes::ASSESSMENT_OF_INTERESTS),
    (NOTICES, RIGHTS),
    (NOTICES, decisions::AUTOMATED_DECISIONS),
    (NOTICES, people_and_data::SOURCE),
    (CONSENT, accountability::CONSENT),
    (ACCESS, recipients::LOCATION),
    (DPIA, accountability::DPIA_REQUIRED),
    (DPIA, accountability::DPIA_PROGRESS),
    (DPIA, accountability::DPIA_LINK),
    (BREACHES, accountability::BREACH),
    (BREACHES, accountability::BREACH_LINK),
    (SCHEDULE_1, conditions::SCHEDULE_1),
    (SCHEDULE_1, purposes::BASIS_UNDER_SCHEDULE_1),
    (SCHEDULE_1, conditions::POLICY),
    (SCHEDULE_1, conditions::BY_POLICY),
    (SCHEDULE_1, conditions::WHY_NOT_BY_POLICY),
    (ENTRY, identity::ACTIVITY),
    (ENTRY, identity::REFERENCE),
    (ENTRY, identity::STATUS),
    (ENTRY, identity::REGIME),
];

/// Rights as published speak of the activity; those computed follow from the basis of the purpose.
const RIGHTS: Field = rights::RIGHTS.speaking(Speaks::ActivityWhere(|entry| {
    !entry.activity.rights.is_not_recorded()
}));

/// What the public may read: no links, no papers, no measures one by one, no notes, no owners, no
/// breaches, nothing about how far an assessment is, and not where data is kept.
const PUBLIC: &[(Option<&str>, Field)] = &[
    (None, identity::ACTIVITY),
    (None, identity::FUNCTION),
    (None, purposes::PURPOSE),
    (None, identity::JOINT_CONTROLLERS),
    (None, people_and_data::PEOPLE),
    (None, people_and_data::DATA),
    (None, recipients::RECIPIENTS_IN_PUBLIC),
    (None, transfers::COUNTRIES_IN_PUBLIC),
    (None, retention::RETENTION),
    (None, security::MEASURES_IN_PUBLIC),
    (None, purposes::BASIS),
    (None, conditions::ARTICLE_9_IN_PUBLIC),
    (None, RIGHTS),
    (None, decisions::AUTOMATED_DECISIONS),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of the ICO's controller template, A to AD: group and heading, verbatim.
    const TEMPLATE: [(&str, &str); 30] = [
        (
            "Article 30 Record of Processing Activities",
            "Business function",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Purpose of processing",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Name and contact details of joint controller (if applicable)",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Categories of individuals",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Categories of personal data",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Categories of recipients",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Link to contract with processor",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Names of third countries or international organisations that personal data are transferred to (if applicable)",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
        ),
        (
            "Article 30 Record of Processing Activities",
            "Retention schedule (if possible)",
        ),
        (
            "Article 30 Record of Processing Activities",
            "General description of technical and organisational security measures (if possible)",
        ),
        (
            "Privacy Notices",
            "Article 6 lawful basis for processing personal data",
        ),
        (
            "Privacy Notices",
            "Article 9 condition for processing special category data",
        ),
        (
            "Privacy Notices",
            "Legitimate interests for the processing (if applicable)",
        ),
        (
            "Privacy Notices",
            "Link to record of legitimate interests assessment (if applicable)",
        ),
        ("Privacy Notices", "Rights available to individuals"),
        (
            "Privacy Notices",
            "Existence of automated decision-making, including profiling (if applicable)",
        ),
        (
            "Privacy Notices",
            "The source of the personal data (if applicable)",
        ),
        ("Consent", "Link to record of consent"),
        ("Access Requests", "Location of personal data"),
        (
            "Data Protection Impact Assessments",
            "Data Protection Impact Assessment required?",
        ),
        (
            "Data Protection Impact Assessments",
            "Data Protection Impact Assessment progress",
        ),
        (
            "Data Protection Impact Assessments",
            "Link to Data Protection Impact Assessment",
        ),
        (
            "Personal Data Breaches",
            "Has a personal data breach occurred?",
        ),
        (
            "Personal Data Breaches",
            "Link to record of personal data breach",
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            "Data Protection Act 2018 Schedule 1 Condition for processing",
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            "GDPR Article 6 lawful basis for processing",
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            "Link to retention and erasure policy document",
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            "Is personal data retained and erased in accordance with the policy document?",
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            "Reasons for not adhering to policy document (if applicable)",
        ),
    ];

    #[test]
    fn the_first_thirty_columns_are_those_of_the_template() {
        let ours = COLUMNS.iter().take(30);
        let ours: Vec<(&str, &str)> = ours
            .map(|(group, field)| (group.unwrap_or_default(), field.heading))
            .collect();
        assert_eq!(ours, TEMPLATE);
    }
}
