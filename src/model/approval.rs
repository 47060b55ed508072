//! Approvals, bound to the content they approve.

use serde::{Deserialize, Serialize};

use super::{ActivityId, Date, Field, Fields, Kind, Shape};

/// The approval of an activity's content.
///
/// It names the hash of the content without its `review`: when the content changes, the approval
/// has lapsed, by construction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The activity that is approved.
    pub activity: ActivityId,
    /// The SHA-256 of its content without `review`, in hexadecimal.
    pub content: String,
    /// Who approves it.
    pub by: String,
    /// The day of the approval.
    pub on: Date,
    /// Anything else worth keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Approval {
    /// The fields of an approval, as written in `approvals.toml`.
    pub const FIELDS: Fields = &[&[
        Field::required(
            "activity",
            Shape::Id(Kind::Activity),
            "the activity that is approved",
        ),
        Field::required(
            "content",
            Shape::Text,
            "the hash of its content without `review`",
        ),
        Field::required("by", Shape::Text, "who approves it"),
        Field::required("on", Shape::Date, "the day of the approval"),
        Field::optional("note", Shape::Text, "anything else worth keeping"),
    ]];
}
