//! Which kind of record and which field a text names, and what was meant where it names none.

use crate::error::Error;
use crate::model::{Kind, fold, most_alike};

use super::super::kinds;
use super::{Of, file_of};

/// How alike a name is at least, to be suggested.
const ALIKE: f64 = 0.75;

/// The kind that a word or a file names.
pub(super) fn kind_of(text: &str) -> Result<Kind, Error> {
    let typed = text.trim().to_lowercase();
    if let Some(kind) = Kind::from_word(&typed) {
        return Ok(kind);
    }
    let mut by_file = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Activity)
        .filter(|kind| typed.trim_end_matches(".toml") == file_of(*kind).trim_end_matches(".toml"));
    if let Some(kind) = by_file.next() {
        return Ok(kind);
    }
    if typed.starts_with("activities/") {
        return Ok(Kind::Activity);
    }
    if kinds::are_flows(text) {
        let lists = ["source", "store", "recipient", "onward"];
        let each: Vec<String> = lists
            .iter()
            .map(|list| format!("`ropa fields activity {list}`"))
            .collect();
        return Err(Error::nothing_called(
            "kind of record",
            text,
            &each,
            String::new(),
        ));
    }
    // A field without its kind.
    let steps = fold(text);
    let fields = Kind::ALL.into_iter().flat_map(|kind| {
        let fields = kind.every_field().into_iter();
        fields.map(move |at| (kind, at.path))
    });
    let named = fields.filter(|(_, path)| is_called(path, &steps));
    let mut suggestions: Vec<String> = named
        .take(3)
        .map(|(kind, path)| format!("`ropa fields {kind} {path}`"))
        .collect();
    if let Some(kind) = kinds::meant(text).filter(|_| suggestions.is_empty()) {
        return Ok(kind);
    }
    if suggestions.is_empty() {
        let words = Kind::ALL
            .into_iter()
            .flat_map(|kind| [kind.word(), kind.plural()]);
        let nearest = most_alike(words, ALIKE, |word| strsim::jaro(&typed, word));
        suggestions.extend(nearest.first().map(|word| format!("`{word}`")));
    }
    let kinds: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
    Err(Error::nothing_called(
        "kind of record",
        text,
        &suggestions,
        format!("the kinds are {}", kinds.join(", ")),
    ))
}

/// Whether a field is called so, by its whole path or its own name.
fn is_called(path: &str, folded: &str) -> bool {
    let own = path.rsplit('.').next().unwrap_or(path);
    fold(path) == folded || fold(own) == folded
}

/// The fields of a kind that a text names: the fields in a table by the name of the table, one field by its path, all
/// that are called so by their own name.
pub(super) fn field_of<'o>(kind: Kind, fields: &'o [Of], text: &str) -> Result<Vec<&'o Of>, Error> {
    let folded = fold(text);
    let exact = fields.iter().find(|of| fold(&of.path) == folded);
    let named: Vec<&Of> = match exact {
        Some(of) => vec![of],
        None => fields
            .iter()
            .filter(|of| is_called(&of.path, &folded))
            .collect(),
    };
    if let [table] = named.as_slice() {
        let begins = format!("{}.", table.path);
        let inside = fields.iter().filter(|of| of.path.starts_with(&begins));
        let all: Vec<&Of> = std::iter::once(*table).chain(inside).collect();
        return Ok(all);
    }
    if !named.is_empty() {
        return Ok(named);
    }
    let typed = text.trim().to_lowercase();
    let suggestions = most_alike(fields, ALIKE, |of| {
        let own = of.path.rsplit('.').next().unwrap_or_default();
        strsim::jaro(&typed, own).max(strsim::jaro(&typed, &of.path))
    });
    let shown = suggestions.iter().map(|of| format!("`{}`", of.path));
    Err(Error::nothing_called(
        "field of this kind of record",
        text,
        &shown.collect::<Vec<_>>(),
        format!("`ropa fields {kind} --all` lists the fields"),
    ))
}
