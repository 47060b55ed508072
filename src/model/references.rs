//! What a record says, word by word, and which records it refers to, by the table of fields.

use serde::ser::{
    Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

use super::{Fields, Kind, Record, Recorded, Scope, Shape};

/// What walking a record can fail with: nothing that our own records do.
type Never = serde::de::value::Error;

/// One step on the way from a record to a value in it.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Into a field.
    Field(&'static str),
    /// To an item of a list, counted from 0.
    Item(usize),
}

/// The place of a value in a record, as `recipient[2].to` (items counted from 1).
pub fn place(steps: &[Step]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Item(index) => {
                write!(text, "[{}]", index + 1).ok();
            }
        }
    }
    text
}

/// Calls `visit` with the place, kind and id of every reference of a record.
pub fn visit_references(record: &Record, visit: &mut dyn FnMut(&[Step], Kind, &str)) {
    let fields = record.kind().fields();
    visit_words(fields, record, may_refer, &mut |steps, shape, word| {
        if let Some((kind, id)) = referred(shape, word) {
            visit(steps, kind, id);
        }
    });
}

/// The record that a word of a shape refers to, if it is the shape of a reference.
pub fn referred(shape: Shape, word: &str) -> Option<(Kind, &str)> {
    match (shape, word.split_once(':')) {
        (Shape::Id(kind), _) => Some((kind, word)),
        (Shape::End(_), Some((kind, id))) => Some((Kind::from_word(kind)?, id)),
        (Shape::End(kinds), None) => Some((*kinds.first()?, word)),
        _ => None,
    }
}

/// Calls `visit` with the place, shape and text of every word of a record or table, in the order of its fields.
///
/// It is walked as it would be written, without writing it: nothing is copied, and fields whose shape is not wanted are
/// passed over. The words for *none* and for all data are left out; a list or table that holds nothing is an empty word.
pub fn visit_words(
    fields: Fields,
    content: &impl Serialize,
    wanted: fn(Shape) -> bool,
    visit: &mut dyn FnMut(&[Step], Shape, &str),
) {
    let mut steps = Vec::new();
    let walk = Walk {
        shape: Shape::Table(fields),
        wanted,
        steps: &mut steps,
        visit,
    };
    // A record is made of structs, lists and words, and walking these does not fail.
    let walked = content.serialize(walk);
    debug_assert!(walked.is_ok(), "{walked:?}");
}

/// Whether a value of a shape can hold a reference.
const fn may_refer(shape: Shape) -> bool {
    match shape {
        Shape::Id(_) | Shape::End(_) | Shape::Scope | Shape::Table(_) | Shape::Tables(_) => true,
        Shape::OneOrMany(item) | Shape::List(item) => may_refer(*item),
        _ => false,
    }
}

struct Walk<'a> {
    shape: Shape,
    wanted: fn(Shape) -> bool,
    steps: &'a mut Vec<Step>,
    visit: &'a mut dyn FnMut(&[Step], Shape, &str),
}

impl Walk<'_> {
    fn word(self, word: &str) {
        match self.shape {
            Shape::OneOrMany(item) => Walk {
                shape: *item,
                ..self
            }
            .word(word),
            Shape::Text => (self.visit)(self.steps, self.shape, word),
            // The words of the other two states and of scopes are no ids.
            _ if word == Recorded::<()>::NONE || word == Scope::ALL => {}
            shape => (self.visit)(self.steps, shape, word),
        }
    }
}

/// The items of a list, or the fields of a table.
struct Inside<'a> {
    walk: Walk<'a>,
    next: usize,
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        let shape = match self.walk.shape {
            Shape::List(item) | Shape::OneOrMany(item) => *item,
            Shape::Scope => Shape::Id(Kind::Data),
            Shape::Tables(fields) => Shape::Table(fields),
            _ => Shape::Text,
        };
        self.walk.steps.push(Step::Item(self.next));
        self.next += 1;
        value.serialize(Walk {
            shape,
            wanted: self.walk.wanted,
            steps: self.walk.steps,
            visit: self.walk.visit,
        })?;
        self.walk.steps.pop();
        Ok(())
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        let Shape::Table(fields) = self.walk.shape else {
            return Ok(());
        };
        let field = fields
            .iter()
            .copied()
            .flatten()
            .find(|field| field.name == name);
        let Some(shape) = field
            .map(|field| field.shape)
            .filter(|shape| (self.walk.wanted)(*shape))
        else {
            return Ok(());
        };
        self.walk.steps.push(Step::Field(name));
        value.serialize(Walk {
            shape,
            wanted: self.walk.wanted,
            steps: self.walk.steps,
            visit: self.walk.visit,
        })?;
        self.walk.steps.pop();
        Ok(())
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

macro_rules! passed_over {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, _: $type) -> Result<(), Never> {
            Ok(())
        }
    )*};
}

impl<'a> Serializer for Walk<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Impossible<(), Never>;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Impossible<(), Never>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Impossible<(), Never>;

    passed_over! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn serialize_str(self, word: &str) -> Result<(), Never> {
        self.word(word);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<(), Never> {
        self.word(word);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Inside<'a>, Never> {
        if length == Some(0) {
            (self.visit)(self.steps, self.shape, "");
        }
        Ok(Inside {
            walk: self,
            next: 0,
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Never> {
        Ok(Inside {
            walk: self,
            next: 0,
        })
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Never> {
        Err(serde::ser::Error::custom("records hold no tuples"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        Err(serde::ser::Error::custom("records hold no tuples"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Never> {
        Err(serde::ser::Error::custom("records hold no maps"))
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Inside<'a>, Never> {
        if length == 0 {
            (self.visit)(self.steps, self.shape, "");
        }
        Ok(Inside {
            walk: self,
            next: 0,
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Never> {
        Err(serde::ser::Error::custom("records hold no such variants"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Reference;
    use super::super::{Fields, Kind, Record};
    use super::*;

    /// A value of a shape with every field filled, and the places of the references in it.
    fn full(shape: Shape, at: &str, places: &mut Vec<String>) -> Value {
        match shape {
            Shape::Text => json!("words"),
            Shape::Slug => json!("a-slug"),
            Shape::Flag => json!(true),
            Shape::Count => json!(3),
            Shape::Date => json!("2026-11-24"),
            Shape::Period => json!("P35Y"),
            Shape::Country => json!("GB"),
            Shape::Identifier(scheme) => json!(scheme.example(false)),
            Shape::Word(words) => json!(words[0].word),
            Shape::Code(_) => json!("6/1/e"),
            Shape::Id(_) | Shape::End(_) => {
                places.push(at.to_owned());
                json!("an-id")
            }
            Shape::Scope => json!([full(Shape::Id(Kind::Data), &format!("{at}[1]"), places)]),
            Shape::List(item) => json!([full(*item, &format!("{at}[1]"), places)]),
            Shape::OneOrMany(item) => json!([
                full(*item, &format!("{at}[1]"), places),
                full(*item, &format!("{at}[2]"), places)
            ]),
            Shape::Table(fields) => table(fields, &format!("{at}."), places),
            Shape::Tables(fields) => json!([table(fields, &format!("{at}[1]."), places)]),
        }
    }

    fn table(fields: Fields, at: &str, places: &mut Vec<String>) -> Value {
        fields
            .iter()
            .copied()
            .flatten()
            .map(|field| {
                let value = full(field.shape, &format!("{at}{}", field.name), places);
                (field.name.to_owned(), value)
            })
            .collect()
    }

    /// All references of a record with their places, in the order of its fields.
    fn references(record: &Record) -> Vec<(String, Reference)> {
        let mut found = Vec::new();
        visit_references(record, &mut |steps, kind, id| {
            found.push((place(steps), Reference::new(kind, id)));
        });
        found
    }

    #[test]
    fn every_reference_of_every_kind_is_found() {
        for kind in Kind::ALL {
            let mut expected = Vec::new();
            let document = table(kind.fields(), "", &mut expected);
            let record = Record::from_value(kind, document).unwrap();
            let mut found: Vec<String> =
                references(&record).into_iter().map(|(at, _)| at).collect();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{kind}");
        }
    }

    #[test]
    fn ends_name_their_kind_and_words_are_no_ids() {
        let record = Record::from_value(
            Kind::Activity,
            json!({
                "name": "A",
                "controller": "none",
                "data": "none",
                "source": [{ "from": "people:families", "carries": "all" }],
                "recipient": [{ "to": "activity:b", "carries": ["x"] }, { "to": "nhs", "through": "none" }],
            }),
        )
        .unwrap();
        let found: Vec<String> = references(&record)
            .into_iter()
            .map(|(at, to)| format!("{at} {to}"))
            .collect();
        assert_eq!(
            found,
            [
                "source[1].from people:families",
                "recipient[1].to activity:b",
                "recipient[1].carries[1] data:x",
                "recipient[2].to party:nhs",
            ]
        );
    }
}
