//! Technical and organisational security measures.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{Field, Fields, Recorded, Shape, Word};

/// A technical or organisational security measure (Article 32(1)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Technical or organisational.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub kind: Recorded<MeasureKind>,
    /// Whether it is in place.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub status: Recorded<MeasureStatus>,
}

/// Whether a measure is technical or organisational.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// Encryption, access control and the like.
    Technical,
    /// Training, policies and the like.
    Organisational,
}

impl MeasureKind {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("technical", "encryption, access control and the like"),
        Word::new("organisational", "training, policies and the like"),
    ];
}

/// Whether a measure is in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureStatus {
    /// Meant for later.
    Planned,
    /// At work.
    InPlace,
    /// No longer at work.
    Withdrawn,
}

impl MeasureStatus {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("planned", "meant for later"),
        Word::new("in-place", "in use"),
        Word::new("withdrawn", "no longer in use"),
    ];
}

impl Measure {
    /// The fields of a measure, as written in `measures.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::recorded(
                "kind",
                Shape::Word(MeasureKind::WORDS),
                "technical or organisational",
            ),
            Field::recorded(
                "status",
                Shape::Word(MeasureStatus::WORDS),
                "whether it is in place",
            ),
        ],
    ];
}
