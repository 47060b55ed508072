//! The record of a controller in the columns of the ICO's template.

use super::{Columns, Holds, Layout, Side};
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
    is_of_part_3: false,
    holds: Holds::Columns(COLUMNS),
    role: Side::Controller,
    public: PUBLIC,
};

const COLUMNS: Columns = &[
    (
        RECORD,
        &[
            identity::FUNCTION,
            purposes::PURPOSE,
            identity::JOINT_CONTROLLERS,
            people_and_data::PEOPLE,
            people_and_data::DATA,
            recipients::RECIPIENTS,
            recipients::CONTRACTS,
            transfers::COUNTRIES,
            transfers::SAFEGUARDS,
            retention::RETENTION,
            security::MEASURES,
        ],
    ),
    (
        NOTICES,
        &[
            purposes::BASIS,
            conditions::ARTICLE_9,
            purposes::LEGITIMATE_INTERESTS,
            purposes::ASSESSMENT_OF_INTERESTS,
            RIGHTS,
            decisions::AUTOMATED_DECISIONS,
            people_and_data::SOURCE,
        ],
    ),
    (CONSENT, &[accountability::CONSENT]),
    (ACCESS, &[recipients::LOCATION]),
    (
        DPIA,
        &[
            accountability::DPIA_REQUIRED,
            accountability::DPIA_PROGRESS,
            accountability::DPIA_LINK,
        ],
    ),
    (
        BREACHES,
        &[accountability::BREACH, accountability::BREACH_LINK],
    ),
    (
        SCHEDULE_1,
        &[
            conditions::SCHEDULE_1,
            purposes::BASIS_UNDER_SCHEDULE_1,
            conditions::POLICY,
            conditions::BY_POLICY,
            conditions::WHY_NOT_BY_POLICY,
        ],
    ),
    (
        ENTRY,
        &[
            identity::ACTIVITY,
            identity::REFERENCE,
            identity::STATUS,
            identity::REGIME,
        ],
    ),
];

/// Rights as published speak of the activity; those computed follow from the basis of the purpose.
const RIGHTS: Field = rights::RIGHTS
    .speaking(Speaks::ActivityWhere(|entry| {
        !entry.activity.rights.is_not_recorded()
    }))
    .reads("rights.right");

/// What the public may read: no links, no papers, no measures one by one, no notes, no owners, no
/// breaches, nothing about how far an assessment is, and not where data is kept.
const PUBLIC: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::FUNCTION,
        purposes::PURPOSE,
        identity::JOINT_CONTROLLERS,
        people_and_data::PEOPLE,
        people_and_data::DATA,
        recipients::RECIPIENTS_IN_PUBLIC,
        transfers::COUNTRIES_IN_PUBLIC,
        retention::RETENTION,
        security::MEASURES_IN_PUBLIC,
        purposes::BASIS,
        conditions::ARTICLE_9_IN_PUBLIC,
        RIGHTS,
        decisions::AUTOMATED_DECISIONS,
    ],
)];

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of the ICO's controller template, A to AD: each group with its headings, verbatim.
    const TEMPLATE: [(&str, &[&str]); 7] = [
        (
            "Article 30 Record of Processing Activities",
            &[
                "Business function",
                "Purpose of processing",
                "Name and contact details of joint controller (if applicable)",
                "Categories of individuals",
                "Categories of personal data",
                "Categories of recipients",
                "Link to contract with processor",
                "Names of third countries or international organisations that personal data are transferred to (if applicable)",
                "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
                "Retention schedule (if possible)",
                "General description of technical and organisational security measures (if possible)",
            ],
        ),
        (
            "Privacy Notices",
            &[
                "Article 6 lawful basis for processing personal data",
                "Article 9 condition for processing special category data",
                "Legitimate interests for the processing (if applicable)",
                "Link to record of legitimate interests assessment (if applicable)",
                "Rights available to individuals",
                "Existence of automated decision-making, including profiling (if applicable)",
                "The source of the personal data (if applicable)",
            ],
        ),
        ("Consent", &["Link to record of consent"]),
        ("Access Requests", &["Location of personal data"]),
        (
            "Data Protection Impact Assessments",
            &[
                "Data Protection Impact Assessment required?",
                "Data Protection Impact Assessment progress",
                "Link to Data Protection Impact Assessment",
            ],
        ),
        (
            "Personal Data Breaches",
            &[
                "Has a personal data breach occurred?",
                "Link to record of personal data breach",
            ],
        ),
        (
            "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
            &[
                "Data Protection Act 2018 Schedule 1 Condition for processing",
                "GDPR Article 6 lawful basis for processing",
                "Link to retention and erasure policy document",
                "Is personal data retained and erased in accordance with the policy document?",
                "Reasons for not adhering to policy document (if applicable)",
            ],
        ),
    ];

    #[test]
    fn the_first_thirty_columns_are_those_of_the_template() {
        let ours = COLUMNS.iter().take(TEMPLATE.len()).map(|(group, fields)| {
            let headings: Vec<&str> = fields.iter().map(|field| field.heading).collect();
            (group.unwrap_or_default(), headings)
        });
        let template = TEMPLATE.map(|(group, headings)| (group, headings.to_vec()));
        assert_eq!(ours.collect::<Vec<_>>(), template);
        let n_headings = template.iter().map(|(_, headings)| headings.len());
        assert_eq!(n_headings.sum::<usize>(), 30);
    }
}
