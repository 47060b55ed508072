//! How long data is kept, and what happens then.

use serde::{Deserialize, Serialize};

use super::{Field, Fields, Period, Recorded, Scope, Shape, Word};

/// One retention rule (Article 30(1)(f)). When use stops and when data is deleted are two clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// For which data, or all.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub data: Recorded<Scope>,
    /// When use stops.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub stop_using: Recorded<String>,
    /// The event from which the period runs.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub trigger: Recorded<String>,
    /// How long data is kept.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub period: Recorded<Period>,
    /// The criteria, where there is no period.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub criteria: Recorded<String>,
    /// What happens then.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub then: Recorded<Fate>,
    /// The enactment, guidance or local rule behind it.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub authority: Recorded<String>,
    /// The sentence as published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// What happens to data at the end of its retention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is deleted.
    Delete,
    /// It is reviewed, then deleted.
    ReviewThenDelete,
    /// It is made anonymous.
    Anonymise,
    /// It is archived.
    Archive,
}

impl Fate {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("delete", "it is deleted"),
        Word::new("review-then-delete", "it is reviewed, then deleted"),
        Word::new("anonymise", "it is made anonymous"),
        Word::new("archive", "it is archived"),
    ];

    /// What happens, as a phrase.
    pub fn phrase(self) -> &'static str {
        [
            "deleted",
            "reviewed, then deleted",
            "made anonymous",
            "archived",
        ][self as usize]
    }
}

impl Retention {
    /// The fields of a retention rule.
    pub const FIELDS: Fields = &[&[
        Field::recorded("data", Shape::Scope, "for which data, or all"),
        Field::recorded("stop_using", Shape::Text, "when use stops"),
        Field::recorded(
            "trigger",
            Shape::Text,
            "the event from which the period runs",
        ),
        Field::recorded("period", Shape::Period, "how long data is kept"),
        Field::recorded(
            "criteria",
            Shape::Text,
            "the criteria, where there is no period",
        ),
        Field::recorded("then", Shape::Word(Fate::WORDS), "what happens then"),
        Field::recorded(
            "authority",
            Shape::Text,
            "the enactment, guidance or local rule behind it",
        ),
        Field::optional("evidence", Shape::Text, "the sentence as published"),
    ]];
}
