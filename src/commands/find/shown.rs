//! What was found, in every form.

use serde_json::{Value, json};

use crate::model::{Kind, Table};
use crate::ui::one_line;
use crate::ui::text::hung;

use super::search::{Found, Place};

/// How many records of a kind are shown at first.
const RECORDS: usize = 5;

/// How many texts of a record are shown at first.
const TEXTS: usize = 2;

/// Values for programs: a record each, with every place.
pub(super) fn values(found: &[Found]) -> Vec<Value> {
    let values = found.iter().map(|found| {
        let places = found.places.iter();
        let places: Vec<Value> = places
            .map(|place| json!({ "field": place.path, "words": place.words }))
            .collect();
        json!({
            "kind": found.reference.kind,
            "id": found.reference.id,
            "name": found.name,
            "found": places,
        })
    });
    values.collect()
}

/// A table with a row for each place.
pub(super) fn table(found: &[Found]) -> Table {
    let mut table = Table::new(&["kind", "id", "name", "found in", "words"]);
    for found in found {
        for place in &found.places {
            table.push([
                found.reference.kind.word().to_owned(),
                found.reference.id.clone(),
                found.name.clone(),
                place.path.clone(),
                place.words.clone(),
            ]);
        }
    }
    table
}

/// The first few of each kind, or all.
pub(super) fn text(found: &[Found], words: &str, all: bool, width: usize) -> String {
    if found.is_empty() {
        return String::new();
    }
    let n_named = found.iter().filter(|found| found.called.is_some()).count();
    let n_texts = found.len() - n_named;
    let words = one_line(words);
    let sentence = match (n_named, n_texts) {
        (0, n) => format!("{} in a text.", mention(n, &words)),
        (n, 0) => format!("{} in {} name.", mention(n, &words), its(n)),
        (n, more) => format!(
            "{} in {} name, and {more} more in a text.",
            mention(n, &words),
            its(n)
        ),
    };
    let mut lines = vec![hung(&sentence, width, 0)];
    for kind in Kind::ALL {
        let of_kind: Vec<&Found> = found
            .iter()
            .filter(|found| found.reference.kind == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(heading(kind, of_kind.len()));
        let n_shown = if all { of_kind.len() } else { RECORDS };
        for found in of_kind.iter().take(n_shown) {
            lines.extend(record(found, all, width));
        }
        lines.extend(more(of_kind.len(), n_shown, 2));
    }
    lines.join("\n") + "\n"
}

fn mention(n: usize, words: &str) -> String {
    if n == 1 {
        format!("1 record has `{words}`")
    } else {
        format!("{n} records have `{words}`")
    }
}

fn its(n: usize) -> &'static str {
    if n == 1 { "its" } else { "their" }
}

fn heading(kind: Kind, n: usize) -> String {
    let plural = kind.several();
    let mut letters = plural.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let plural: String = first.into_iter().chain(letters).collect();
    format!("{plural} ({n})")
}

fn record(found: &Found, all: bool, width: usize) -> Vec<String> {
    let head = format!("{} ({})", found.name, found.reference);
    let mut lines = vec![hung(&one_line(&head), width, 2)];
    // The name is in the head already.
    let (names, texts): (Vec<&Place>, Vec<&Place>) = found
        .places
        .iter()
        .filter(|place| place.path != "name")
        .partition(|place| place.is_name);
    let names = names.into_iter().filter(|place| place.path != "id");
    let n_shown = if all { texts.len() } else { TEXTS };
    for place in names.chain(texts.iter().copied().take(n_shown)) {
        let line = format!("{}: {}", place.label, place.words);
        lines.push(hung(&one_line(&line), width, 4));
    }
    lines.extend(more(texts.len(), n_shown, 4));
    lines
}

/// How many more there are, and what shows them.
fn more(n: usize, n_shown: usize, indent: usize) -> Option<String> {
    let n_more = n.saturating_sub(n_shown);
    let indent = " ".repeat(indent);
    (n_more > 0).then(|| format!("{indent}{n_more} more: --all"))
}
