//! Categories of personal data.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{DataId, Field, Fields, Kind, LawCode, OneOrMany, Recorded, Shape};

/// A category of personal data, such as the NHS number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The category this one is a kind of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broader: Option<DataId>,
    /// What the law calls it: `personal`, kinds of Article 9(1), `criminal-offence`.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub class: Recorded<OneOrMany<LawCode>>,
    /// The classes it can contain without being one, as case files do.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub may_include: Recorded<OneOrMany<LawCode>>,
    /// Its term in the W3C Data Privacy Vocabulary, an IRI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpv: Option<String>,
}

impl Data {
    /// The fields of a category of data, as written in `data.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::optional(
                "broader",
                Shape::Id(Kind::Data),
                "the category this one is a kind of",
            ),
            Field::recorded(
                "class",
                Shape::OneOrMany(&Shape::Code("data-class")),
                "personal, kinds of special category data (Article 9(1)), criminal-offence (Article 10)",
            ),
            Field::recorded(
                "may_include",
                Shape::OneOrMany(&Shape::Code("data-class")),
                "classes it can contain without being one",
            ),
            Field::optional(
                "dpv",
                Shape::Text,
                "term in the W3C Data Privacy Vocabulary (IRI)",
            ),
        ],
    ];
}
