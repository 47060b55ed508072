//! Whose register this is.

use serde::{Deserialize, Serialize};

use super::{Field, Fields, Kind, PartyId, Recorded, Shape, Word};

/// Whose register this is, who supervises it and under which law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The organisation that keeps the register.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub organisation: Recorded<PartyId>,
    /// The supervisory authority.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub regulator: Recorded<PartyId>,
    /// The law that governs it.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub jurisdiction: Recorded<Jurisdiction>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The law that governs a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Jurisdiction {
    /// The UK GDPR and the Data Protection Act 2018.
    Uk,
    /// The GDPR of the European Union.
    Eu,
}

impl Jurisdiction {
    /// The words, in the order of the variants.
    pub const WORDS: &[Word] = &[
        Word::new("uk", "the UK GDPR and the Data Protection Act 2018"),
        Word::new("eu", "the GDPR of the European Union"),
    ];
}

impl Settings {
    /// The id of the one settings record.
    pub const ID: &str = "register";

    /// The fields of the settings, as written in `register.toml`.
    pub const FIELDS: Fields = &[&[
        Field::recorded(
            "organisation",
            Shape::Id(Kind::Party),
            "the organisation that keeps the register",
        ),
        Field::recorded(
            "regulator",
            Shape::Id(Kind::Party),
            "the supervisory authority",
        ),
        Field::recorded(
            "jurisdiction",
            Shape::Word(Jurisdiction::WORDS),
            "the law that governs it",
        ),
        Field::optional("note", Shape::Text, "anything else worth keeping"),
    ]];
}
