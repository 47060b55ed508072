//! Documents that the register points to.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{Date, Field, Fields, Kind, PartyId, Recorded, Shape, Word};

/// A contract, agreement, assessment, policy, notice, record or link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What kind of document it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub kind: Recorded<DocumentKind>,
    /// Where it is found.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub link: Recorded<String>,
    /// The day it was made or signed.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub dated: Recorded<Date>,
    /// The last day it is good for.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub expires: Recorded<Date>,
    /// Between whom it is.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub parties: Recorded<Vec<PartyId>>,
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A contract with a processor (Article 28(3)).
    Contract,
    /// A data sharing agreement.
    SharingAgreement,
    /// An arrangement between joint controllers (Article 26).
    JointControllerArrangement,
    /// A data protection impact assessment (Article 35).
    Dpia,
    /// A legitimate interests assessment.
    Lia,
    /// An appropriate policy document (DPA 2018 Schedule 1 paragraph 39).
    AppropriatePolicyDocument,
    /// A privacy notice (Articles 13 and 14).
    Notice,
    /// A test of the protection of data transferred abroad (Article 46(6)).
    TransferTest,
    /// A record of consent.
    ConsentRecord,
    /// A record of a personal data breach (Article 33(5)).
    BreachRecord,
    /// A retention schedule or other policy.
    Policy,
    /// A related link.
    Link,
}

impl DocumentKind {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("contract", "a contract with a processor (Article 28(3))"),
        Word::new("sharing-agreement", "a data sharing agreement"),
        Word::new(
            "joint-controller-arrangement",
            "an arrangement between joint controllers (Article 26)",
        ),
        Word::new("dpia", "a data protection impact assessment (Article 35)"),
        Word::new("lia", "a legitimate interests assessment"),
        Word::new(
            "appropriate-policy-document",
            "an appropriate policy document (DPA 2018 Schedule 1 paragraph 39)",
        ),
        Word::new("notice", "a privacy notice (Articles 13 and 14)"),
        Word::new(
            "transfer-test",
            "a test of how data sent outside the UK is protected (Article 46(6))",
        ),
        Word::new("consent-record", "a record of consent"),
        Word::new(
            "breach-record",
            "a record of a personal data breach (Article 33(5))",
        ),
        Word::new("policy", "a retention schedule or other policy"),
        Word::new("link", "a related link"),
    ];

    /// Whether documents of this kind govern what parties do with each other's data.
    pub fn is_agreement(self) -> bool {
        matches!(
            self,
            Self::Contract | Self::SharingAgreement | Self::JointControllerArrangement
        )
    }
}

impl Document {
    /// The fields of a document, as written in `documents.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::recorded(
                "kind",
                Shape::Word(DocumentKind::WORDS),
                "what kind of document it is",
            ),
            Field::recorded("link", Shape::Text, "where it is found"),
            Field::recorded("dated", Shape::Date, "the day it was made or signed"),
            Field::recorded("expires", Shape::Date, "the last day it is good for"),
            Field::recorded(
                "parties",
                Shape::List(&Shape::Id(Kind::Party)),
                "who it is between",
            ),
        ],
    ];
}
