//! What a field asks for, in words.

use crate::law;
use crate::model::{Field, Kind, Shape, Word, one_of};

/// What a shape asks for, in words.
pub(super) fn expected(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Count => "a whole number".to_owned(),
        Shape::Date => "a date, year first".to_owned(),
        Shape::Period => "a period".to_owned(),
        Shape::Country => "a country code".to_owned(),
        Shape::Identifier(scheme) => scheme.one().to_owned(),
        Shape::Slug => "a short name in lower case".to_owned(),
        Shape::Word(words) => one_of(Word::all(words)),
        Shape::Id(kind) => format!("the id of {}", kind.one()),
        Shape::End(kinds) => {
            format!("the id of {}", Kind::one_of(kinds))
        }
        Shape::Code(name) => law::vocabulary(name).map_or_else(
            || "a code of law".to_owned(),
            |vocabulary| format!("a code of the {}", vocabulary.title()),
        ),
        Shape::Scope => "`\"all\"` or a list of ids of data".to_owned(),
        Shape::OneOrMany(item) => format!("{}, or a list of them", expected(*item)),
        Shape::List(Shape::Id(_)) => "a list of ids".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Table(_) => "a table".to_owned(),
        Shape::Tables(_) => "a list of tables".to_owned(),
    }
}

/// A field that is a table or a list of tables, as it is headed.
pub(super) fn header(field: &Field) -> String {
    match field.shape {
        Shape::Tables(_) => format!("[[{}]]", field.name),
        _ => format!("[{}]", field.name),
    }
}
