//! The ends of a flow.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ActivityId, BadId, Kind, PartyId, PeopleId, Reference, SystemId};

/// Where a flow begins or ends, beside the activity that records it.
///
/// Written as a party's id, or with its kind before it: `nhs`, `people:families`, `activity:adoption`;
/// in a feed, as a system's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum End {
    /// A party.
    Party(PartyId),
    /// The people the data is about.
    People(PeopleId),
    /// Another activity of the register.
    Activity(ActivityId),
    /// A system, in a feed.
    System(SystemId),
}

impl End {
    /// The record it names.
    pub fn reference(&self) -> Reference {
        match self {
            Self::Party(id) => id.reference(),
            Self::People(id) => id.reference(),
            Self::Activity(id) => id.reference(),
            Self::System(id) => id.reference(),
        }
    }

    /// The same end in a feed, where what is written without its kind is a system.
    pub(super) fn of_a_feed(self) -> Self {
        match &self {
            Self::Party(id) => SystemId::new(id.as_str()).map_or(self, Self::System),
            _ => self,
        }
    }
}

impl TryFrom<String> for End {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        match text.split_once(':') {
            None => PartyId::new(text).map(Self::Party),
            Some((kind, id)) if kind == Kind::Party.word() => PartyId::new(id).map(Self::Party),
            Some((kind, id)) if kind == Kind::People.word() => PeopleId::new(id).map(Self::People),
            Some((kind, id)) if kind == Kind::Activity.word() => {
                ActivityId::new(id).map(Self::Activity)
            }
            Some(_) => Err(BadId { text }),
        }
    }
}

impl From<End> for String {
    fn from(end: End) -> Self {
        end.to_string()
    }
}

impl fmt::Display for End {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Party(id) => write!(formatter, "{id}"),
            Self::System(id) => write!(formatter, "{id}"),
            other => write!(formatter, "{}", other.reference()),
        }
    }
}
