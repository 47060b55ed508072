//! The three states of a field: not recorded, none, or a value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{
    MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer, StringDeserializer,
};
use serde::de::{IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field the law asks for. *Not recorded* is never shown, exported or counted as *none*.
///
/// In text and JSON the three states are: the key is absent, the word `"none"` stands in place of
/// the value, or the value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recorded<T> {
    /// The record does not say.
    #[default]
    NotRecorded,
    /// The record says that there is none.
    None,
    /// The record says what it is.
    Value(T),
}

impl<T> Recorded<T> {
    /// The word that stands for [`Recorded::None`] in text and JSON.
    pub const NONE: &'static str = "none";

    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotRecorded | Self::None => None,
        }
    }

    /// Whether the record does not say.
    pub fn is_not_recorded(&self) -> bool {
        matches!(self, Self::NotRecorded)
    }

    /// Whether the record says that there is none.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl<T> Recorded<Vec<T>> {
    /// The items of a list; nothing where there are none or they are not recorded.
    pub fn items(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }
}

impl<T> From<T> for Recorded<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Recorded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // Fields that are not recorded are skipped by the record that holds them.
            Self::NotRecorded => serializer.serialize_none(),
            Self::None => serializer.serialize_str(Self::NONE),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Recorded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RecordedVisitor(PhantomData))
    }
}

struct RecordedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for RecordedVisitor<T> {
    type Value = Recorded<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value, or `\"none\"`")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Recorded::NotRecorded)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Recorded::Value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Recorded::Value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Recorded::Value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
        if value == Recorded::<T>::NONE {
            return Ok(Recorded::None);
        }
        T::deserialize(StrDeserializer::new(value)).map(Recorded::Value)
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Self::Value, E> {
        if value == Recorded::<T>::NONE {
            return Ok(Recorded::None);
        }
        T::deserialize(StringDeserializer::new(value)).map(Recorded::Value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(items)).map(Recorded::Value)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(entries)).map(Recorded::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize, PartialEq, Debug, Default)]
    struct Sample {
        #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
        list: Recorded<Vec<String>>,
        #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
        flag: Recorded<bool>,
        #[serde(default, skip_serializing_if = "Recorded::is_not_recorded")]
        count: Recorded<u64>,
    }

    #[test]
    fn the_three_states_survive_json() {
        for text in [
            "{}",
            r#"{"list":"none","flag":"none","count":"none"}"#,
            r#"{"list":["a","none"],"flag":false,"count":3}"#,
        ] {
            let sample: Sample = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&sample).unwrap(), text);
        }
    }

    #[test]
    fn not_recorded_is_not_none() {
        let sample: Sample = serde_json::from_str(r#"{"list":"none"}"#).unwrap();
        assert!(sample.list.is_none() && !sample.list.is_not_recorded());
        assert!(sample.flag.is_not_recorded() && !sample.flag.is_none());
    }
}
