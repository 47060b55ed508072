//! Waivers: findings of checks that somebody accepts for a time.

use serde::{Deserialize, Serialize};

use super::record::{Held, Present, record};
use super::walk::{Walk, Words};
use super::{BadId, Date, Kind, Presence, Recorded, Reference, Shape, check_slug};

record! {
    /// A finding that somebody accepts for a time. It changes no answer, mark or document.
    pub struct Waiver {
        /// A code that no rule has is kept: rules come and go.
        rule: String as required "the code of the rule whose finding is accepted",
        record: Waived as required "the record it is about, an activity or another with its kind before it",
        field: Option<String> = "the field it is about, if only one",
        flow: Option<String> where [Shape::Slug] = "the id of the flow it is about, if only one",
        reason: String as required "why it is accepted",
        by: Recorded<String> = "who accepts it",
        until: Recorded<Date> = "the last day on which it is accepted",
    }
}

/// The record that a waiver is about: an activity by its id alone, another with its kind before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Waived(pub Reference);

impl Waived {
    /// The kinds of record that it may be, the one first that needs no prefix.
    pub const KINDS: &[Kind] = &[
        Kind::Activity,
        Kind::Party,
        Kind::System,
        Kind::Data,
        Kind::People,
        Kind::Measure,
        Kind::Document,
        Kind::Settings,
    ];
}

impl Words for Waived {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        walk.word(shape, &String::from(self.clone()));
    }
}

impl Held for Waived {
    const SHAPE: Shape = Shape::End(Self::KINDS);
}

impl Present for Waived {
    const PRESENCE: Presence = Presence::Required;

    fn is_absent(&self) -> bool {
        false
    }
}

impl TryFrom<String> for Waived {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        let (kind, id) = match text.split_once(':') {
            None => (Some(Kind::Activity), text.as_str()),
            Some((kind, id)) => (Kind::from_word(kind), id),
        };
        let kind = kind.filter(|kind| Self::KINDS.contains(kind));
        match kind.filter(|_| check_slug(id).is_ok()) {
            Some(kind) => Ok(Self(Reference::new(kind, id))),
            None => Err(BadId { text }),
        }
    }
}

impl From<Waived> for String {
    fn from(Waived(reference): Waived) -> Self {
        reference.kind.at_end(Waived::KINDS, &reference.id)
    }
}
