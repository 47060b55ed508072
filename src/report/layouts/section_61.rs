//! The record of section 61 of the Data Protection Act 2018: processing for law enforcement purposes, as controller
//! (61(2)) and as processor (61(4)), with what section 42(4) adds for sensitive processing.
//!
//! No template of the ICO is known for it, so the headings are ours, made from the words of the section.

use super::{Columns, Holds, Layout, Side};
use crate::report::subjects::law_enforcement::{BY_POLICY, ENGAGED, POLICY, PROFILING, SENSITIVE};
use crate::report::subjects::{
    Field, identity, people_and_data, purposes, recipients, retention, rights, security, transfers,
};

const FOREWORD: &[&str] = &[
    "Processing for law enforcement purposes alone, under Part 3 of the Data Protection Act 2018: the UK GDPR does not \
     apply to it. The headings are made from the words of section 61, and of section 42(4) for sensitive processing.",
    "“Not recorded” means that the register does not say; it never means that there is none.",
];

pub(super) static CONTROLLER: Layout = Layout {
    name: "section-61",
    about: "law enforcement: DPA 2018 section 61(2), as controller",
    title: "Record of law enforcement processing (controller)",
    foreword: FOREWORD,
    sheet: "Record",
    is_of_the_uk: true,
    is_of_part_3: true,
    holds: Holds::Columns(COLUMNS),
    role: Side::Controller,
    public: PUBLIC,
};

pub(super) static PROCESSOR: Layout = Layout {
    name: "section-61-processor",
    about: "law enforcement: DPA 2018 section 61(4), as processor",
    title: "Record of law enforcement processing (processor)",
    foreword: FOREWORD,
    sheet: "Record",
    is_of_the_uk: true,
    is_of_part_3: true,
    holds: Holds::Columns(OF_A_PROCESSOR),
    role: Side::Processor,
    public: &[],
};

const ENTRY: Option<&str> = Some("Entry of this register");
const RECORD: Option<&str> = Some("Section 61(2)");
const PROCESSED: Option<&str> = Some("Section 61(4)");
const SENSITIVE_GROUP: Option<&str> = Some("Section 42(4): sensitive processing");
const OTHERS: Option<&str> = Some("Beside the record");

const COLUMNS: Columns = &[
    (
        ENTRY,
        &[identity::ACTIVITY, identity::REFERENCE, identity::FUNCTION],
    ),
    (
        RECORD,
        &[
            identity::CONTROLLER.under("DPA 2018 section 61(2)(a)"),
            JOINT_CONTROLLERS,
            PURPOSE,
            recipients::RECIPIENTS.under("DPA 2018 section 61(2)(e)"),
            PEOPLE,
            DATA,
            PROFILING,
            transfers::UNDER_PART_3,
            LEGAL_BASIS,
            RETENTION,
            security::MEASURES
                .headed(MEASURES)
                .under("DPA 2018 section 61(2)(k)"),
        ],
    ),
    (SENSITIVE_GROUP, &[SENSITIVE, POLICY, BY_POLICY]),
    (OTHERS, &[RIGHTS, identity::STATUS]),
];

/// What the public may read: no links, no papers and no measures one by one.
const PUBLIC: Columns = &[(
    None,
    &[
        identity::ACTIVITY,
        identity::FUNCTION,
        JOINT_CONTROLLERS,
        PURPOSE,
        recipients::RECIPIENTS_IN_PUBLIC.under("DPA 2018 section 61(2)(e)"),
        PEOPLE,
        DATA,
        PROFILING,
        transfers::UNDER_PART_3_IN_PUBLIC,
        LEGAL_BASIS,
        RETENTION,
        security::MEASURES_IN_PUBLIC
            .headed(MEASURES)
            .under("DPA 2018 section 61(2)(k)"),
        RIGHTS,
    ],
)];

const OF_A_PROCESSOR: Columns = &[
    (
        PROCESSED,
        &[
            identity::ACTS_FOR.under("DPA 2018 section 61(4)(b)"),
            ENGAGED,
            purposes::CATEGORIES_OF_PROCESSING.under("DPA 2018 section 61(4)(d)"),
            transfers::UNDER_PART_3
                .headed("Transfers explicitly instructed by the controller (where applicable)")
                .under("DPA 2018 section 61(4)(e)"),
            security::MEASURES
                .headed(MEASURES)
                .under("DPA 2018 section 61(4)(f)"),
        ],
    ),
    (SENSITIVE_GROUP, &[SENSITIVE, POLICY, BY_POLICY]),
    (
        ENTRY,
        &[identity::ACTIVITY, identity::REFERENCE, identity::STATUS],
    ),
];

const MEASURES: &str =
    "General description of technical and organisational security measures (where possible)";

const JOINT_CONTROLLERS: Field = identity::JOINT_CONTROLLERS
    .headed("Name and contact details of joint controller (where applicable)")
    .under("DPA 2018 section 61(2)(b)");

const PURPOSE: Field = purposes::PURPOSE.under("DPA 2018 section 61(2)(d)");

const PEOPLE: Field = people_and_data::PEOPLE
    .headed("Categories of data subject")
    .under("DPA 2018 section 61(2)(f)(i)");

const DATA: Field = people_and_data::DATA.under("DPA 2018 section 61(2)(f)(ii)");

const LEGAL_BASIS: Field = purposes::BASIS
    .headed("Indication of the legal basis for the processing operations")
    .under("DPA 2018 sections 61(2)(i) and 42(4)(b)");

const RETENTION: Field = retention::RETENTION
    .headed("Envisaged time limits for erasure (where possible)")
    .under("DPA 2018 section 61(2)(j)");

const RIGHTS: Field = rights::RIGHTS.under("DPA 2018 sections 44 to 51");
