//! Ids: kebab-case slugs, one type for each kind of record.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use internment::Intern;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::listed;

listed! {
    /// The kinds of record in a register, in the order in which a register is written.
    #[derive(Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Kind {
        Settings: "settings", "settings", "the settings",
            "whose register this is, who supervises it and under which law";
        Party: "party", "parties", "a party",
            "anyone data comes from or goes to: organisations, teams, groups of people, and classes such as hospitals";
        System: "system", "systems", "a system", "where data is kept: applications, shared records, filing rooms";
        Data: "data", "data", "a category of data", "categories of personal data, such as the NHS number";
        People: "people", "people", "a category of people", "categories of people whose data it is, such as children";
        Measure: "measure", "measures", "a measure", "technical and organisational security measures (Article 32(1))";
        Document: "document", "documents", "a document",
            "contracts, agreements, assessments, policies, notices and other documents that the register points to";
        Activity: "activity", "activities", "an activity",
            "the entries of the register: what is done with data, why, and every flow of it (Article 30)";
        Approval: "approval", "approvals", "an approval", "who approved the content of an activity, and when";
        Waiver: "waiver", "waivers", "a waiver", "findings of checks that somebody accepts for a time";
    }
    /// The kind's word in text, JSON, SQL and on the command line.
    word = 0;
    /// The word for several records of the kind.
    plural = 1;
    /// A record of the kind in a sentence: `a category of data`.
    one = 2;
    /// What records of the kind are, as a phrase.
    means = 3;
}

impl Kind {
    /// The kind without its article: `category of data`.
    pub fn noun(self) -> &'static str {
        let (_, noun) = self.one().split_once(' ').unwrap_or_default();
        noun
    }

    /// Several records of the kind in a sentence: `categories of data`.
    pub const fn several(self) -> &'static str {
        match self {
            Self::Data => "categories of data",
            Self::People => "categories of people",
            kind => kind.plural(),
        }
    }

    /// A record of any of some kinds: `a party, a category of people or an activity`.
    pub fn one_of(kinds: &[Self]) -> String {
        let [most @ .., last] = kinds else {
            return String::new();
        };
        let most: Vec<&str> = most.iter().map(|kind| kind.one()).collect();
        if most.is_empty() {
            return last.one().to_owned();
        }
        format!("{} or {}", most.join(", "), last.one())
    }

    /// The id of a record of the kind as the end of a flow that may be of some kinds: the first needs no prefix.
    pub fn at_end(self, kinds: &[Self], id: &str) -> String {
        if kinds.first().is_none_or(|first| *first == self) {
            id.to_owned()
        } else {
            format!("{self}:{id}")
        }
    }

    /// The kind a word names, singular or plural.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word || kind.plural() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id: use lower-case letters, digits and single hyphens")]
pub struct BadId {
    /// What was written.
    pub text: String,
}

/// Checks that a text is a kebab-case slug: `a-z`, `0-9`, single hyphens inside, at most 100 characters.
pub fn check_slug(text: &str) -> Result<(), BadId> {
    // Every id of every record that is read comes by here, so the text is walked once.
    let mut before = b'-';
    let each = text.bytes().all(|byte| {
        let begins_a_part = std::mem::replace(&mut before, byte) == b'-';
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' && !begins_a_part
    });
    // What ends with a hyphen, or is empty, lacks a part.
    let sound = each && before != b'-' && text.len() <= 100 && text != "none" && text != "all";
    if sound {
        Ok(())
    } else {
        Err(BadId {
            text: text.to_owned(),
        })
    }
}

/// A slug made of any text: folded, with hyphens between its words; empty where nothing remains.
pub fn slug_of(text: &str) -> String {
    let folded = super::fold(text).replace(' ', "-");
    let mut slug: String = folded
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .collect();
    slug.truncate(100);
    slug.trim_matches('-').to_owned()
}

/// A record named by its kind and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The kind of record.
    pub kind: Kind,
    /// Its id.
    pub id: String,
}

impl Reference {
    /// Names a record.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.kind, self.id)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $kind:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// A register names few things many times: each id stands in memory once for the whole program.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(serialize_with = "as_text")] Intern<str>);

        impl $name {
            /// Takes an id, or says why the text is not one.
            pub fn new(text: impl AsRef<str>) -> Result<Self, BadId> {
                let text = text.as_ref();
                check_slug(text)?;
                Ok(Self(once(text)))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The record it names.
            pub fn reference(&self) -> Reference {
                Reference::new(Kind::$kind, self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(Slug).map(Self)
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                // Most that are compared are the same, or differ at once.
                match self == other {
                    true => Ordering::Equal,
                    false => self.as_str().cmp(other.as_str()),
                }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

/// How many ids a thread remembers.
const REMEMBERED: usize = 512;

thread_local! {
    static REMEMBERS: RefCell<[Option<Intern<str>>; REMEMBERED]> =
        const { RefCell::new([None; REMEMBERED]) };
}

/// A text that stands in memory once, whoever asks. All threads share one table with one lock, so each remembers what it
/// asked for last: records name the same few things again and again.
fn once(text: &str) -> Intern<str> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let place = (hasher.finish() % REMEMBERED as u64) as usize;
    REMEMBERS.with_borrow_mut(|remembers| match remembers[place] {
        Some(known) if &*known == text => known,
        _ => *remembers[place].insert(Intern::from(text)),
    })
}

fn as_text<S: Serializer>(text: &Intern<str>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(text)
}

/// Reads an id where it stands, so that none is copied that is known.
struct Slug;

impl Visitor<'_> for Slug {
    type Value = Intern<str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        check_slug(text).map_err(E::custom)?;
        Ok(once(text))
    }
}

ids! {
    /// The id of a party.
    PartyId: Party;
    /// The id of a system.
    SystemId: System;
    /// The id of a category of personal data.
    DataId: Data;
    /// The id of a category of data subjects.
    PeopleId: People;
    /// The id of a security measure.
    MeasureId: Measure;
    /// The id of a document.
    DocumentId: Document;
    /// The id of an activity.
    ActivityId: Activity;
    /// The id of an approval.
    ApprovalId: Approval;
    /// The id of a waiver.
    WaiverId: Waiver;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_kebab_case() {
        for good in ["nhs-number", "a", "0-19-service"] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "NHS",
            "nhs number",
            "-nhs",
            "nhs-",
            "a--b",
            "tŷ",
            "none",
            "all",
            "a/b",
            &"a".repeat(101),
        ] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_makes_a_slug() {
        assert_eq!(
            slug_of("Children’s Social Care – Tŷ Hafan"),
            "childrens-social-care-ty-hafan"
        );
        assert_eq!(slug_of("!!!"), "");
    }

    #[test]
    fn kinds_are_known_by_their_words() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            assert_eq!(Kind::from_word(kind.plural()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }
}
