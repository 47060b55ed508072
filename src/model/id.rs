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

    /// A text without the kind before it, where it is written so: `nhs` of `party:nhs`.
    pub fn bare(self, text: &str) -> &str {
        let text = text.trim();
        match text.split_once(':') {
            Some((word, rest)) if Self::from_word(word.trim()) == Some(self) => rest.trim(),
            _ => text,
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
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Once);

        impl $name {
            /// Takes an id, or says why the text is not one.
            pub fn new(text: impl AsRef<str>) -> Result<Self, BadId> {
                let text = text.as_ref();
                check_slug(text)?;
                Ok(Self(Once::of(text)))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0.whole
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

/// A text that stands in memory once, with its beginning at hand: most that are compared are the same, or differ there.
#[derive(Clone, Copy, Debug)]
struct Once {
    /// Its first bytes as numbers that come in the order of the text; nothing beyond its end.
    begins: [u64; 2],
    whole: Intern<Box<str>>,
}

/// How many texts a thread remembers.
const REMEMBERED: usize = 4096;

thread_local! {
    static REMEMBERS: RefCell<[Option<Intern<Box<str>>>; REMEMBERED]> =
        const { RefCell::new([None; REMEMBERED]) };
}

impl Once {
    /// A text, whoever asks. All threads share one table with one lock, so each remembers what it asked for last: records
    /// name the same few things again and again.
    fn of(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let place = (hasher.finish() % REMEMBERED as u64) as usize;
        let whole = REMEMBERS.with_borrow_mut(|remembers| match remembers[place] {
            Some(known) if **known == *text => known,
            _ => *remembers[place].insert(Intern::from_ref(text)),
        });
        let (first, rest) = text.as_bytes().split_at(text.len().min(8));
        let begins = [first, rest].map(|bytes| {
            let mut begins = [0; 8];
            let n_bytes = bytes.len().min(8);
            begins[..n_bytes].copy_from_slice(&bytes[..n_bytes]);
            u64::from_be_bytes(begins)
        });
        Self { begins, whole }
    }
}

impl PartialEq for Once {
    fn eq(&self, other: &Self) -> bool {
        self.whole == other.whole
    }
}

impl Eq for Once {}

impl Ord for Once {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let begins = self.begins.cmp(&other.begins);
        begins.then_with(|| self.whole.cmp(&other.whole))
    }
}

impl PartialOrd for Once {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Once {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.whole)
    }
}

/// Reads an id where it stands, so that none is copied that is known.
struct Slug;

impl Visitor<'_> for Slug {
    type Value = Once;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        check_slug(text).map_err(E::custom)?;
        Ok(Once::of(text))
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
    fn ids_come_in_the_order_of_their_texts() {
        let texts = [
            "a",
            "a-b",
            "a0",
            "ab",
            "abcdefgh",
            "abcdefgh-i",
            "abcdefghi",
            "abcdefghijklmnop",
            "abcdefghijklmnop-q",
            "abcdefghijklmnopq",
            "abcdefghijklmnopr",
            "b",
        ];
        for one in texts {
            for other in texts {
                let ids = [one, other].map(|text| PartyId::new(text).unwrap());
                assert_eq!(ids[0].cmp(&ids[1]), one.cmp(other), "{one} and {other}");
                assert_eq!(ids[0] == ids[1], one == other, "{one} and {other}");
            }
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
            assert_eq!(kind.bare(&format!("{kind}:a: b")), "a: b");
            assert_eq!(kind.bare(" note: a"), "note: a");
        }
    }
}
