//! Categories of data subjects.

use serde::{Deserialize, Serialize};

use super::field::NAMED;
use super::{Field, Fields, Kind, PeopleId, Recorded, Shape};

/// A category of data subjects, such as children.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
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
    pub broader: Option<PeopleId>,
    /// Whether they are vulnerable data subjects.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub vulnerable: Recorded<bool>,
    /// About how many of them there are.
    #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
    pub about_how_many: Recorded<u64>,
}

impl People {
    /// The fields of a category of people, as written in `people.toml`.
    pub const FIELDS: Fields = &[
        NAMED,
        &[
            Field::optional(
                "broader",
                Shape::Id(Kind::People),
                "the category this one is a kind of",
            ),
            Field::recorded(
                "vulnerable",
                Shape::Flag,
                "whether they are vulnerable data subjects",
            ),
            Field::recorded("about_how_many", Shape::Count, "about how many there are"),
        ],
    ];
}
