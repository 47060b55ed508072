//! Systems: where data rests.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{Country, Field, Fields, Kind, OneOrMany, PartyId, Recorded, Shape};

/// Where data rests: an application, a shared record, a filing room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The name as people know it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The party that runs it and so has what it has.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub operator: Recorded<PartyId>,
    /// The countries in which it is hosted, ISO 3166.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub hosted_in: Recorded<OneOrMany<Country>>,
    /// How to find a person in it.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub search: Recorded<String>,
}

impl System {
    /// The fields of a system, as written in `systems.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::recorded(
                "operator",
                Shape::Id(Kind::Party),
                "the party that runs it and so has what it has",
            ),
            Field::recorded(
                "hosted_in",
                Shape::OneOrMany(&Shape::Country),
                "the countries where its data rests",
            ),
            Field::recorded("search", Shape::Text, "how to find a person in it"),
        ],
    ];
}
