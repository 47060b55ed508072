//! Keys that are no fields: what they were meant to be, and where they belong.

use crate::finding::Finding;
use crate::model::{Fields, Kind, Shape};

use super::check::Level;
use super::expected::example;
use super::nearest::{ALIKE, nearest, one_of};

/// Says that a table has no such field.
pub(super) fn unknown_key(key: &str, level: Level, kind: Kind) -> Finding {
    let names: Vec<&str> = names(level.fields).collect();
    let finding = Finding::error(
        "TEXT-unknown-key",
        format!("{} has no field `{key}`", level.name(kind)),
    );
    if let Some(home) = home(key, level, kind) {
        return finding.hint(home);
    }
    finding.hint(match nearest(key, names.iter().copied(), ALIKE) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => match other_word(key) {
            Some(meant) if names.contains(&meant) => format!("did you mean `{meant}`?"),
            _ => format!("it may have {}", one_of(names)),
        },
    })
}

/// Where a key belongs that is a field of another level of the same record.
fn home(key: &str, level: Level, kind: Kind) -> Option<String> {
    if level.field.is_some() && names(kind.fields()).any(|name| name == key) {
        let place = match kind {
            Kind::Activity => "the activity itself, above its first `[table]`",
            _ => "the record itself, above its first `[[table]]`",
        };
        return Some(format!("`{key}` belongs to {place}"));
    }
    let mut homes = Vec::new();
    homes_of(key, kind.fields(), &mut homes);
    (!homes.is_empty()).then(|| {
        format!(
            "`{key}` belongs in {}",
            one_of(homes.iter().map(String::as_str))
        )
    })
}

fn homes_of(key: &str, fields: Fields, homes: &mut Vec<String>) {
    for field in fields.iter().copied().flatten() {
        if let Shape::Table(inner) | Shape::Tables(inner) = field.shape {
            let shown = example(field.name, field.shape);
            if names(inner).any(|name| name == key) && !homes.contains(&shown) {
                homes.push(shown);
            }
            homes_of(key, inner, homes);
        }
    }
}

/// Words that people use for fields, beyond what is merely misspelt.
fn other_word(key: &str) -> Option<&'static str> {
    Some(match key {
        "title" => "name",
        "notes" | "comment" | "comments" | "remark" => "note",
        "also" | "also_known_as" | "synonyms" => "aliases",
        "subjects" | "data_subjects" | "who" => "people",
        "security" => "measures",
        "legal_basis" | "lawful_basis" => "basis",
        "sub_processor" | "subprocessors" => "sub_processors",
        "url" | "website" => "web",
        "supplier" | "provider" | "vendor" => "operator",
        _ => return None,
    })
}

fn names(fields: Fields) -> impl Iterator<Item = &'static str> {
    fields.iter().copied().flatten().map(|field| field.name)
}
