//! What a field is, in words: what it may be, whether it must be there, and what its words mean.

use crate::law;
use crate::model::{Fields, Kind, Presence, Shape, Word};
use crate::text::EXAMPLE_DAY;

/// The heading of a table inside a record, as it is written: `[[recipient]]`, `[recipient.transfer]`.
pub(super) fn heading(kind: Kind, path: &str, shape: Shape) -> String {
    let path = match kind {
        Kind::Activity => path.to_owned(),
        // A file with several records names the record first.
        _ => format!("ID.{path}"),
    };
    match shape {
        Shape::Tables(_) => format!("[[{path}]]"),
        _ => format!("[{path}]"),
    }
}

/// What a field may be, in words.
pub(super) fn may_be(kind: Kind, path: &str, shape: Shape) -> String {
    match shape {
        Shape::Table(_) => format!("a table headed {}", heading(kind, path, shape)),
        Shape::Tables(_) => format!("any number of tables headed {}", heading(kind, path, shape)),
        shape => value(shape),
    }
}

/// What a single value or a list may be.
fn value(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Count => "a whole number".to_owned(),
        Shape::Date => "a date, as in 2026-11-24".to_owned(),
        Shape::Period => "a period, as in P6Y (6 years) or P6M (6 months), or permanent".to_owned(),
        Shape::Country => "a country code, as in GB or FR, or outside-uk".to_owned(),
        Shape::Identifier(scheme) => format!(
            "{}, as in {} ({})",
            scheme.one(),
            scheme.example(false),
            scheme.form()
        ),
        Shape::Slug => "a short name in small letters, as in case-work".to_owned(),
        Shape::Word(words) => {
            let words: Vec<&str> = Word::all(words).collect();
            format!("one of: {}", words.join(", "))
        }
        Shape::Id(kind) => format!("the id of {}", kind.one()),
        Shape::End(kinds) => end(kinds),
        Shape::Code(name) => code(name),
        Shape::Scope => "all, or a list of ids of categories of data".to_owned(),
        Shape::OneOrMany(item) => format!("{}; or a list of them", value(*item)),
        Shape::List(Shape::Text) => "a list of texts".to_owned(),
        Shape::List(Shape::Id(kind)) => format!("a list of ids of {}", kind.several()),
        Shape::List(item) => format!("a list; each: {}", value(*item)),
        Shape::Table(_) | Shape::Tables(_) => "a table".to_owned(),
    }
}

/// The end of a flow: an id, with its kind before it where it is not of the first.
fn end(kinds: &[Kind]) -> String {
    let [first, others @ ..] = kinds else {
        return String::new();
    };
    let others = others
        .iter()
        .map(|kind| format!(", or {kind}: and the id of {}", kind.one()));
    format!("the id of {}{}", first.one(), others.collect::<String>())
}

fn code(name: &'static str) -> String {
    let title = law::vocabulary(name).map_or(name, law::Vocabulary::title);
    let words = law::vocabulary(name).into_iter();
    let words = words.flat_map(law::Vocabulary::entries);
    let words: Vec<&str> = words
        .flat_map(|entry| entry.words.iter().map(String::as_str))
        .collect();
    let words = if words.is_empty() {
        String::new()
    } else {
        format!(", or one of: {}", words.join(", "))
    };
    let part_3 = law::vocabulary_under(name, true).filter(|known| known.name() != name);
    let part_3 = part_3.map_or_else(String::new, |known| {
        let name = known.name();
        format!(
            "; for law enforcement, of the {} (`ropa law {name}`)",
            known.title()
        )
    });
    format!("a code of the {title}{words} (`ropa law {name}`){part_3}")
}

/// Whether a field must be there, for people.
pub(super) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Recorded => "three ways",
        Presence::Optional => "optional",
    }
}

/// What that means.
pub(super) const STATES: &str = "Three ways: left out (not recorded: the register does not say), \
    \"none\" (there is none), or a value.";

/// The most codes of law that are listed with a field; `ropa law` lists more.
const CODES: usize = 12;

/// The words or codes that a field may be, each with what it means: all of them, or none where there are many.
pub(super) fn meanings(shape: Shape) -> Vec<(&'static str, &'static str)> {
    match shape.item() {
        Shape::Word(words) => words.iter().map(|word| (word.word, word.means)).collect(),
        Shape::Code(name) => {
            let entries = law::vocabulary(name).into_iter();
            let entries = entries.flat_map(law::Vocabulary::entries);
            let entries = entries.filter(|entry| entry.in_force(EXAMPLE_DAY));
            let codes = entries.map(|entry| (entry.code.as_str(), entry.title_on(EXAMPLE_DAY)));
            let codes: Vec<(&str, &str)> = codes.collect();
            if codes.len() > CODES {
                Vec::new()
            } else {
                codes
            }
        }
        _ => Vec::new(),
    }
}

/// The fields inside a field that is a table or a list of tables.
pub(super) fn inner(shape: Shape) -> Option<Fields> {
    match shape {
        Shape::Table(fields) | Shape::Tables(fields) => Some(fields),
        _ => None,
    }
}
