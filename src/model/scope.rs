//! Lists that may also be one word: all of it, or a single item.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::DataId;

/// Which data: all that there is, or these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Scope {
    /// `"all"`: whatever the start of the flow has, or all the activity holds.
    All(All),
    /// These, and no others unless the record says so.
    These(Vec<DataId>),
}

impl<'de> Deserialize<'de> for Scope {
    /// Reads the word or the list as it comes, since most of what records say is such lists.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrList;

        impl<'de> Visitor<'de> for WordOrList {
            type Value = Scope;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("`all` or a list of data")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Scope, E> {
                if word == Scope::ALL {
                    Ok(Scope::all())
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(word), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Scope, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(items)).map(Scope::These)
            }
        }

        deserializer.deserialize_any(WordOrList)
    }
}

/// The word `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum All {
    /// All of it.
    #[serde(rename = "all")]
    All,
}

impl Scope {
    /// The word that stands for everything.
    pub const ALL: &'static str = "all";

    /// Everything.
    pub const fn all() -> Self {
        Self::All(All::All)
    }

    /// Whether this is everything, whatever it is.
    pub const fn is_all(&self) -> bool {
        matches!(self, Self::All(_))
    }

    /// The data listed; nothing where the word is `all`.
    pub fn listed(&self) -> &[DataId] {
        match self {
            Self::All(_) => &[],
            Self::These(list) => list,
        }
    }
}

/// One item, or a list of them: a single item is written without brackets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Written<T>", into = "Written<T>")]
pub struct OneOrMany<T: Clone>(pub Vec<T>);

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Written<T> {
    One(T),
    Many(Vec<T>),
}

impl<T: Clone> From<Written<T>> for OneOrMany<T> {
    fn from(written: Written<T>) -> Self {
        match written {
            Written::One(item) => Self(vec![item]),
            Written::Many(items) => Self(items),
        }
    }
}

impl<T: Clone> From<OneOrMany<T>> for Written<T> {
    fn from(OneOrMany(mut items): OneOrMany<T>) -> Self {
        if items.len() == 1 {
            Self::One(items.remove(0))
        } else {
            Self::Many(items)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_are_one_form_each() {
        for (written, kept) in [
            (r#""a""#, r#""a""#),
            (r#"["a"]"#, r#""a""#),
            (r#"["a","b"]"#, r#"["a","b"]"#),
        ] {
            let list: OneOrMany<String> = serde_json::from_str(written).unwrap();
            assert_eq!(serde_json::to_string(&list).unwrap(), kept);
        }
    }

    #[test]
    fn all_is_a_word_and_a_list_is_a_list() {
        assert!(serde_json::from_str::<Scope>(r#""all""#).unwrap().is_all());
        assert_eq!(
            serde_json::from_str::<Scope>(r#"["nhs-number"]"#)
                .unwrap()
                .listed()
                .len(),
            1
        );
        assert!(serde_json::from_str::<Scope>(r#""everything""#).is_err());
    }
}
