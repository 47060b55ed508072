//! What a field is: each record has a table of them, in the order in which they are written.

use serde_json::Value;

use super::{FlowKind, Kind, Recorded, Reference, Register, Scheme};

/// One field of a record or of a table inside it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in text and JSON.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it means, as a phrase.
    pub means: &'static str,
}

/// Whether a field must be there, and whether it may say that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A record without it is an error.
    Required,
    /// Three-state: absent is *not recorded*, `"none"` says that there is none.
    Recorded,
    /// Absent or a value.
    Optional,
}

/// Fields in groups, so that records can share a group.
pub type Fields = &'static [&'static [Field]];

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number, not negative.
    Count,
    /// A date, ISO 8601.
    Date,
    /// A period, ISO 8601, or `permanent`.
    Period,
    /// A country, ISO 3166-1 alpha-2, or `outside-uk`.
    Country,
    /// A number or code that somebody gives out, of the form that it has.
    Identifier(Scheme),
    /// A name of its own making inside the record: a kebab-case slug.
    Slug,
    /// One of these words.
    Word(&'static [Word]),
    /// The id of a record of this kind.
    Id(Kind),
    /// The end of a flow: a record of one of these kinds, the first of which needs no prefix.
    End(&'static [Kind]),
    /// A code of the vocabulary of law with this name.
    Code(&'static str),
    /// `"all"`, or a list of ids of data.
    Scope,
    /// One of these, or a list of them.
    OneOrMany(&'static Shape),
    /// A list of these.
    List(&'static Shape),
    /// A table of fields.
    Table(Fields),
    /// A list of tables.
    Tables(Fields),
}

/// A word that stands for a value, with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// What it means, as a phrase.
    pub means: &'static str,
}

impl Word {
    /// A word and what it means.
    pub const fn new(word: &'static str, means: &'static str) -> Self {
        Self { word, means }
    }

    /// The words alone.
    pub fn all(words: &'static [Self]) -> impl Iterator<Item = &'static str> + Clone {
        words.iter().map(|word| word.word)
    }
}

impl Field {
    /// Whether it names purposes of its activity by their ids.
    pub fn names_purposes(&self) -> bool {
        matches!(self.name, "purpose" | "purposes")
    }

    /// A field that a record cannot do without.
    pub const fn required(name: &'static str, shape: Shape, means: &'static str) -> Self {
        Self {
            name,
            shape,
            presence: Presence::Required,
            means,
        }
    }

    /// A field that may be left out, which then says nothing.
    pub const fn optional(name: &'static str, shape: Shape, means: &'static str) -> Self {
        Self {
            presence: Presence::Optional,
            ..Self::required(name, shape, means)
        }
    }
}

/// A field with its path from the record: `purpose.basis`.
#[derive(Clone, Debug)]
pub struct FieldAt {
    /// The names of the tables that it is in and its own, separated by dots.
    pub path: String,
    /// The field.
    pub field: &'static Field,
}

/// The paths of the same field in the other lists of flows: `store.method` for `recipient.method`.
pub fn elsewhere(path: &str) -> Vec<String> {
    let kinds = || FlowKind::ALL.into_iter().map(FlowKind::word);
    let of_flow = path
        .split_once('.')
        .filter(|(list, _)| kinds().any(|kind| kind == *list));
    let Some((list, rest)) = of_flow else {
        return Vec::new();
    };
    kinds()
        .filter(|kind| *kind != list)
        .map(|kind| format!("{kind}.{rest}"))
        .collect()
}

/// The records of a kind as documents.
pub fn documents(register: &Register, kind: Kind) -> Vec<(Reference, Value)> {
    let records = register.clone().into_records();
    let of_kind = records.filter(|(reference, _)| reference.kind == kind);
    of_kind
        .filter_map(|(reference, record)| Some((reference, serde_json::to_value(record).ok()?)))
        .collect()
}

/// The first value of a field that some documents have; *none* is not a value.
pub fn recorded_at(documents: &[(Reference, Value)], path: &str) -> Option<Value> {
    fn inside(value: &Value, path: &[&str]) -> Option<Value> {
        match (path, value) {
            ([], value) => (*value != Recorded::<()>::NONE).then(|| value.clone()),
            (path, Value::Array(rows)) => rows.iter().find_map(|row| inside(row, path)),
            ([name, rest @ ..], value) => inside(value.get(*name)?, rest),
        }
    }
    let path: Vec<&str> = path.split('.').collect();
    let mut documents = documents.iter();
    documents.find_map(|(_, document)| inside(document, &path))
}

fn every_field(fields: Fields, above: &str, found: &mut Vec<FieldAt>) {
    for field in fields.iter().copied().flatten() {
        let path = format!("{above}{}", field.name);
        let below = format!("{path}.");
        found.push(FieldAt { path, field });
        if let Shape::Table(inner) | Shape::Tables(inner) = field.shape {
            every_field(inner, &below, found);
        }
    }
}

impl Shape {
    /// The shape of each item, where it holds several; else the shape itself.
    pub const fn item(self) -> Self {
        match self {
            Self::OneOrMany(item) | Self::List(item) => *item,
            Self::Tables(fields) => Self::Table(fields),
            other => other,
        }
    }
}

impl Kind {
    /// Every field of a record of this kind, those in its tables after their table.
    pub fn every_field(self) -> Vec<FieldAt> {
        let mut found = Vec::new();
        every_field(self.fields(), "", &mut found);
        found
    }

    /// The fields of a record of this kind, in the order in which they are written.
    pub const fn fields(self) -> Fields {
        match self {
            Self::Settings => super::Settings::FIELDS,
            Self::Party => super::Party::FIELDS,
            Self::System => super::System::FIELDS,
            Self::Data => super::Data::FIELDS,
            Self::People => super::People::FIELDS,
            Self::Measure => super::Measure::FIELDS,
            Self::Document => super::Document::FIELDS,
            Self::Activity => super::Activity::FIELDS,
            Self::Approval => super::Approval::FIELDS,
            Self::Waiver => super::Waiver::FIELDS,
        }
    }
}

/// A value of a shape, or another one, with every field of every table filled.
#[cfg(test)]
pub(crate) fn example(shape: Shape, other: bool) -> Value {
    let text = |one: &str, another: &str| Value::from(if other { another } else { one });
    let end = |length: usize| if other { 0 } else { length - 1 };
    match shape {
        Shape::Text => text("words", "other words"),
        Shape::Slug => text("a-slug", "another-slug"),
        Shape::Flag => Value::from(!other),
        Shape::Count => Value::from(if other { 4 } else { 3 }),
        Shape::Date => text("2026-11-24", "2026-11-25"),
        Shape::Period => text("P35Y", "permanent"),
        Shape::Country => text("GB", "FR"),
        Shape::Identifier(scheme) => Value::from(scheme.example(other)),
        Shape::Word(words) => Value::from(words[end(words.len())].word),
        Shape::Id(_) => text("an-id", "another-id"),
        Shape::End(kinds) => {
            let end = format!(
                "{}:{}",
                kinds[end(kinds.len())],
                if other { "another-id" } else { "an-id" }
            );
            // The first kind needs no prefix.
            Value::from(end.trim_start_matches(&format!("{}:", kinds[0])))
        }
        Shape::Code(_) => text("6/1/e", "6/1/c"),
        Shape::Scope => Value::from(vec![text("an-id", "another-id")]),
        Shape::OneOrMany(item) => Value::from(vec![example(*item, other); 2]),
        Shape::List(item) => Value::from(vec![example(*item, other)]),
        Shape::Table(fields) => example_table(fields, other),
        Shape::Tables(fields) => Value::from(vec![example_table(fields, other)]),
    }
}

#[cfg(test)]
fn example_table(fields: Fields, other: bool) -> Value {
    let fields = fields.iter().copied().flatten();
    fields
        .map(|field| (field.name.to_owned(), example(field.shape, other)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Record;
    use super::*;

    fn none_table(fields: Fields) -> Value {
        fields
            .iter()
            .copied()
            .flatten()
            .filter(|field| field.presence != Presence::Optional)
            .map(|field| {
                let value = if field.presence == Presence::Recorded {
                    json!("none")
                } else {
                    example(field.shape, false)
                };
                (field.name.to_owned(), value)
            })
            .collect()
    }

    /// A shape that is not that of its type would refuse the value, or give another back.
    #[test]
    fn what_a_shape_allows_its_type_holds() {
        for kind in Kind::ALL {
            for document in [
                example_table(kind.fields(), false),
                none_table(kind.fields()),
            ] {
                let record = Record::from_value(kind, document.clone())
                    .unwrap_or_else(|error| panic!("{kind}: {error}"));
                assert_eq!(serde_json::to_value(&record).unwrap(), document, "{kind}");
            }
        }
    }

    #[test]
    fn every_word_of_ours_is_read() {
        for kind in Kind::ALL {
            for field in kind.fields().iter().copied().flatten() {
                if let Shape::Word(words) = field.shape {
                    for word in words {
                        let mut document = none_table(kind.fields());
                        document[field.name] = json!(word.word);
                        let record = Record::from_value(kind, document.clone()).unwrap();
                        assert_eq!(
                            serde_json::to_value(&record).unwrap(),
                            document,
                            "{kind}.{}",
                            field.name
                        );
                    }
                }
            }
        }
    }
}
