//! What a field asks for, in words and as an example.

use crate::law;
use crate::model::{Kind, Shape};

use super::nearest::one_of;

/// A record of a kind with its article: `a party`.
pub(super) fn a(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "the settings",
        Kind::Party => "a party",
        Kind::System => "a system",
        Kind::Data => "a category of data",
        Kind::People => "a category of people",
        Kind::Measure => "a measure",
        Kind::Document => "a document",
        Kind::Activity => "an activity",
        Kind::Approval => "an approval",
    }
}

/// What a shape asks for, in words.
pub(super) fn expected(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Count => "a whole number".to_owned(),
        Shape::Date => "a date, year first".to_owned(),
        Shape::Period => "a period".to_owned(),
        Shape::Country => "a country code".to_owned(),
        Shape::Slug => "a short name in lower case".to_owned(),
        Shape::Word(words) => one_of(words.iter().copied()),
        Shape::Id(kind) => format!("the id of {}", a(kind)),
        Shape::End(kinds) => {
            format!("the id of {}", alternatives(kinds))
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

/// A line that shows how a field is written.
pub(super) fn example(name: &str, shape: Shape) -> String {
    match shape {
        Shape::Table(_) => format!("[{name}]"),
        Shape::Tables(_) => format!("[[{name}]]"),
        other => format!("{name} = {}", example_value(other)),
    }
}

fn example_value(shape: Shape) -> String {
    match shape {
        Shape::Text => "\"in your words\"".to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Count => "120".to_owned(),
        Shape::Date => "2026-11-24".to_owned(),
        Shape::Period => "\"P35Y\"".to_owned(),
        Shape::Country => "\"GB\"".to_owned(),
        Shape::Slug => "\"a-short-name\"".to_owned(),
        Shape::Word(words) => quoted(words.first().copied().unwrap_or_default()),
        Shape::Id(kind) => quoted(example_id(kind)),
        Shape::End(kinds) => quoted(kinds.first().map_or("nhs", |kind| example_id(*kind))),
        Shape::Code(name) => {
            let first = law::vocabulary(name).and_then(|vocabulary| vocabulary.entries().first());
            quoted(first.map_or("6/1/e", |entry| entry.code.as_str()))
        }
        Shape::Scope => "[\"nhs-number\"]".to_owned(),
        Shape::OneOrMany(item) => example_value(*item),
        Shape::List(item) => format!("[{}]", example_value(*item)),
        Shape::Table(_) | Shape::Tables(_) => "{ }".to_owned(),
    }
}

/// `a party, a category of people or an activity`.
fn alternatives(kinds: &[Kind]) -> String {
    match kinds {
        [] => String::new(),
        [only] => a(*only).to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(|kind| a(*kind)).collect();
            format!("{} or {}", most.join(", "), a(*last))
        }
    }
}

/// An id that a record of a kind might have.
pub(super) fn example_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "register",
        Kind::Party => "nhs",
        Kind::System => "mosaic",
        Kind::Data => "nhs-number",
        Kind::People => "families",
        Kind::Measure => "encryption",
        Kind::Document => "sharing-agreement",
        Kind::Activity => "adoption",
        Kind::Approval => "adoption-2026",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
