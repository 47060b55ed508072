//! A record and its fields written once: the struct, how it is read, written and walked, and the table of its fields.

use super::{Country, Date, Kind, LawCode, OneOrMany, Period, Presence, Recorded, Scope, Shape};

/// Whether a field of this type must be there, and when it is left out.
pub(crate) trait Present {
    /// Whether it must be there.
    const PRESENCE: Presence;

    /// Whether the record does not say it, so that it is not written.
    fn is_absent(&self) -> bool;
}

/// What a field of this type holds.
pub(crate) trait Held {
    /// Its shape.
    const SHAPE: Shape;
}

impl<T> Present for Recorded<T> {
    const PRESENCE: Presence = Presence::Recorded;

    fn is_absent(&self) -> bool {
        self.is_not_recorded()
    }
}

impl<T: Held> Held for Recorded<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T> Present for Option<T> {
    const PRESENCE: Presence = Presence::Optional;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Held> Held for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T> Present for Vec<T> {
    const PRESENCE: Presence = Presence::Optional;

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Held> Held for Vec<T> {
    const SHAPE: Shape = match T::SHAPE {
        Shape::Table(fields) => Shape::Tables(fields),
        _ => Shape::List(&T::SHAPE),
    };
}

impl Present for bool {
    const PRESENCE: Presence = Presence::Optional;

    fn is_absent(&self) -> bool {
        !self
    }
}

impl<T: Held + Clone> Held for OneOrMany<T> {
    const SHAPE: Shape = Shape::OneOrMany(&T::SHAPE);
}

/// Says of a type, which a record cannot do without where it stands alone, what it holds. A code of law does not tell of
/// which vocabulary it is: its field says that.
macro_rules! held {
    ($($held:ty $(: $shape:expr)?;)*) => {$(
        impl Present for $held {
            const PRESENCE: Presence = Presence::Required;

            fn is_absent(&self) -> bool {
                false
            }
        }

        $(impl Held for $held {
            const SHAPE: Shape = $shape;
        })?
    )*};
}

held! {
    String: Shape::Text;
    Date: Shape::Date;
    super::PartyId: Shape::Id(Kind::Party);
    super::SystemId: Shape::Id(Kind::System);
    super::DataId: Shape::Id(Kind::Data);
    super::PeopleId: Shape::Id(Kind::People);
    super::MeasureId: Shape::Id(Kind::Measure);
    super::DocumentId: Shape::Id(Kind::Document);
    super::ActivityId: Shape::Id(Kind::Activity);
    LawCode;
    Period: Shape::Period;
    Country: Shape::Country;
    Scope: Shape::Scope;
    u64: Shape::Count;
}

impl Held for bool {
    const SHAPE: Shape = Shape::Flag;
}

/// A record, or a table inside one, with its fields in the order in which they are written.
///
/// A field is its name (and its key in text, where that is no name of Rust), its type, its shape where the type does not
/// tell it, and what it means: `= "..."` for a field that may be absent, `as required "..."` for one that must be there.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $record:ident {$(
            $(#[$more:meta])*
            $field:ident $($key:literal)? : $held:ty
                $(where [$shape:expr])? $(= $means:literal)? $(as required $needed:literal)?,
        )*}
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $record {$(
            $(#[doc = $needed])?
            $(
                #[doc = $means]
                #[serde(default, skip_serializing_if = "crate::model::record::Present::is_absent")]
            )?
            #[doc = ""]
            $(#[$more])*
            $(#[serde(rename = $key)])?
            pub $field: $held,
        )*}

        impl $record {
            /// Its fields, in the order in which they are written.
            pub const FIELDS: $crate::model::Fields = &[&[$($crate::model::Field {
                name: $crate::model::record::first!($($key,)? stringify!($field)),
                shape: $crate::model::record::first!(
                    $($shape,)? <$held as $crate::model::record::Held>::SHAPE
                ),
                presence: $crate::model::record::first!(
                    $($crate::model::record::required!($needed),)?
                    <$held as $crate::model::record::Present>::PRESENCE
                ),
                means: concat!($($means)? $($needed)?),
            }),*]];
        }

        impl $crate::model::walk::Words for $record {
            fn walk(&self, shape: $crate::model::Shape, walk: &mut $crate::model::walk::Walk<'_>) {
                walk.table(shape, |table| {$(
                    if $crate::model::record::first!(
                        $($crate::model::record::written!($needed),)?
                        !$crate::model::record::Present::is_absent(&self.$field)
                    ) {
                        let name = $crate::model::record::first!($($key,)? stringify!($field));
                        table.field(name, &self.$field);
                    }
                )*});
            }
        }

        impl $crate::model::record::Held for $record {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Table(Self::FIELDS);
        }
    };
}

/// A record of a catalogue, with the type of its id: it has a name, aliases, a note and those it is not before its own
/// fields.
macro_rules! catalogue_record {
    ($(#[$meta:meta])* pub struct $record:ident: $id:ty { $($fields:tt)* }) => {
        $crate::model::record::record! {
            $(#[$meta])*
            #[derive(Default)]
            pub struct $record {
                name: String as required "the name as people know it",
                aliases: Vec<String> = "other ways in which it is written",
                note: Option<String> = "anything else worth keeping",
                distinct_from: Vec<$id> = "others of its kind that look alike and are not the same",
                $($fields)*
            }
        }
    };
}

/// A list of words of our own, one of which a field holds: the variant, its word, and what it means.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $words:ident {$(
            $(#[$more:meta])*
            $variant:ident = $word:literal, $means:literal,
        )*}
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $words {$(
            #[doc = $means]
            $(#[$more])*
            #[serde(rename = $word)]
            $variant,
        )*}

        impl $words {
            /// The words, in the order of the variants.
            pub const WORDS: &[$crate::model::Word] =
                &[$($crate::model::Word::new($word, $means)),*];

            /// Its word.
            pub const fn word(self) -> &'static str {
                Self::WORDS[self as usize].word
            }
        }

        impl $crate::model::walk::Words for $words {
            fn walk(&self, shape: $crate::model::Shape, walk: &mut $crate::model::walk::Walk<'_>) {
                walk.word(shape, self.word());
            }
        }

        impl $crate::model::record::Held for $words {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Word(Self::WORDS);
        }
    };
}

/// A type that is text in JSON and for people: read by `FromStr`, written by `as_str`.
macro_rules! text_form {
    ($text:ty, $bad:ty) => {
        impl TryFrom<String> for $text {
            type Error = $bad;

            fn try_from(text: String) -> Result<Self, $bad> {
                text.parse()
            }
        }

        impl From<$text> for String {
            fn from(value: $text) -> Self {
                value.as_str().to_owned()
            }
        }

        impl std::fmt::Display for $text {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

/// The first of several expressions.
macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}

/// That a field must be there, whatever its type.
macro_rules! required {
    ($needed:literal) => {
        $crate::model::Presence::Required
    };
}

/// That a field that must be there is always written.
macro_rules! written {
    ($needed:literal) => {
        true
    };
}

pub(crate) use {catalogue_record, first, record, required, text_form, words, written};
