//! Purposes, special conditions and the basis for data on offences.

use serde::{Deserialize, Serialize};

use super::{DataId, DocumentId, Field, Fields, Kind, LawCode, Recorded, Shape, Word};

/// Why data is used, and what gives the right to. One basis for each purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// A slug by which flows refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the data is used for.
    pub text: String,
    /// The condition on which alone it is done, such as consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// The lawful basis in the words published.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub basis_published: Recorded<String>,
    /// The lawful basis as a code of Article 6(1).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub basis: Recorded<LawCode>,
    /// Whose reading the code is, where it is not the publisher's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_as: Option<ReadAs>,
    /// The enactments or rules of law cited for it (Article 6(3)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub enactments: Recorded<Vec<String>>,
    /// The legitimate interest pursued (Article 6(1)(f)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub legitimate_interest: Recorded<String>,
    /// The recognised legitimate interest (Annex 1).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub recognised_interest: Recorded<LawCode>,
    /// Its assessments and other papers.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub documents: Recorded<Vec<DocumentId>>,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// Whose reading a code of law is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadAs {
    /// Ours: the published words do not name the provision.
    Ours,
    /// The publisher's: the published words name the provision.
    Published,
}

impl ReadAs {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new(
            "ours",
            "our interpretation: the published words do not name the provision",
        ),
        Word::new("published", "the published words name the provision"),
    ];
}

/// What lifts the prohibition on special category data (Article 9(2)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// For which data.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub data: Recorded<Vec<DataId>>,
    /// The condition in the words published.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub published: Recorded<String>,
    /// The point of Article 9(2).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub article_9: Recorded<LawCode>,
    /// The paragraph of DPA 2018 Schedule 1.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub schedule_1: Recorded<LawCode>,
    /// Whose reading the codes are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_as: Option<ReadAs>,
    /// The appropriate policy document (DPA 2018 Schedule 1 paragraph 39).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub policy: Recorded<DocumentId>,
    /// Whether data is kept and erased by that policy (paragraph 41).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub erased_by_policy: Recorded<bool>,
    /// If not, why (paragraph 41).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub why_not_by_policy: Recorded<String>,
    /// Why it is done without consent, where the condition asks.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub why_not_consent: Recorded<String>,
    /// Under whose duty of secrecy (Article 9(3), DPA 2018 section 11(1)).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub secrecy: Recorded<String>,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// What allows data on criminal convictions and offences (Article 10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffenceBasis {
    /// For which data.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub data: Recorded<Vec<DataId>>,
    /// The basis in the words published.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub published: Recorded<String>,
    /// Official authority, or a condition of Schedule 1.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub route: Recorded<LawCode>,
    /// The official authority relied on.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub official_authority: Recorded<String>,
    /// The paragraph of DPA 2018 Schedule 1.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub schedule_1: Recorded<LawCode>,
    /// Whose reading the codes are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_as: Option<ReadAs>,
    /// The appropriate policy document (DPA 2018 Schedule 1 paragraph 39).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub policy: Recorded<DocumentId>,
    /// Whether data is kept and erased by that policy (paragraph 41).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub erased_by_policy: Recorded<bool>,
    /// If not, why (paragraph 41).
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub why_not_by_policy: Recorded<String>,
    /// Why it is done without consent, where the condition asks.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub why_not_consent: Recorded<String>,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

const DATA: &[Field] = &[
    Field::recorded(
        "data",
        Shape::List(&Shape::Id(Kind::Data)),
        "for which data",
    ),
    Field::recorded("published", Shape::Text, "in the words published"),
];

const SCHEDULE_1: &[Field] = &[
    Field::recorded(
        "schedule_1",
        Shape::Code("schedule-1"),
        "paragraph of DPA 2018 Schedule 1",
    ),
    Field::optional(
        "read_as",
        Shape::Word(ReadAs::WORDS),
        "whose interpretation the codes are",
    ),
    Field::recorded(
        "policy",
        Shape::Id(Kind::Document),
        "appropriate policy document (Schedule 1 para 39)",
    ),
    Field::recorded(
        "erased_by_policy",
        Shape::Flag,
        "kept and erased by that policy (Schedule 1 para 41)",
    ),
    Field::recorded(
        "why_not_by_policy",
        Shape::Text,
        "if not, why (Schedule 1 para 41)",
    ),
    Field::recorded(
        "why_not_consent",
        Shape::Text,
        "why it is done without consent",
    ),
];

const EVIDENCE: &[Field] = &[Field::optional(
    "evidence",
    Shape::Text,
    "the words it rests on",
)];

impl Purpose {
    /// The fields of a purpose.
    pub const FIELDS: Fields = &[
        &[
            Field::optional("id", Shape::Slug, "a short name by which flows refer to it"),
            Field::required("text", Shape::Text, "what the data is used for"),
            Field::optional(
                "only_if",
                Shape::Text,
                "the condition on which alone it is done",
            ),
            Field::recorded(
                "basis_published",
                Shape::Text,
                "lawful basis in the words published",
            ),
            Field::recorded(
                "basis",
                Shape::Code("lawful-basis"),
                "lawful basis (Article 6(1))",
            ),
            Field::optional(
                "read_as",
                Shape::Word(ReadAs::WORDS),
                "whose interpretation the code is",
            ),
            Field::recorded(
                "enactments",
                Shape::List(&Shape::Text),
                "enactments cited (Article 6(3))",
            ),
            Field::recorded(
                "legitimate_interest",
                Shape::Text,
                "legitimate interest pursued (Article 6(1)(f))",
            ),
            Field::recorded(
                "recognised_interest",
                Shape::Code("recognised-interest"),
                "recognised legitimate interest (Annex 1)",
            ),
            Field::recorded(
                "documents",
                Shape::List(&Shape::Id(Kind::Document)),
                "assessments and other documents",
            ),
        ],
        EVIDENCE,
    ];
}

impl Condition {
    /// The fields of a special condition.
    pub const FIELDS: Fields = &[
        DATA,
        &[Field::recorded(
            "article_9",
            Shape::Code("special-condition"),
            "point of Article 9(2)",
        )],
        SCHEDULE_1,
        &[Field::recorded(
            "secrecy",
            Shape::Text,
            "under whose duty of secrecy (Article 9(3))",
        )],
        EVIDENCE,
    ];
}

impl OffenceBasis {
    /// The fields of a basis for data on offences.
    pub const FIELDS: Fields = &[
        DATA,
        &[
            Field::recorded(
                "route",
                Shape::Code("offence-route"),
                "official authority or Schedule 1 (Article 10)",
            ),
            Field::recorded(
                "official_authority",
                Shape::Text,
                "official authority relied on",
            ),
        ],
        SCHEDULE_1,
        EVIDENCE,
    ];
}
