//! What was found, in every form.

use serde_json::{Value, json};

use crate::model::{Kind, Table};
use crate::report::{Block, Section};
use crate::ui::one_line;

use super::search::{Found, Place};

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

/// The records of each kind, with the places in them; of texts the first few, or all.
pub(super) fn document(found: &[Found], words: &str, is_whole: bool) -> Vec<Section<'static>> {
    if found.is_empty() {
        return Vec::new();
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
    let mut blocks = vec![Block::Words(sentence)];
    for kind in Kind::ALL {
        let of_kind = found.iter().filter(|found| found.reference.kind == kind);
        let items: Vec<String> = of_kind.map(|found| record(found, is_whole)).collect();
        if !items.is_empty() {
            blocks.push(Block::Heading(heading(kind, items.len())));
            blocks.push(Block::List(items));
        }
    }
    vec![Section {
        heading: Section::ANSWER.to_owned(),
        blocks,
    }]
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

fn record(found: &Found, is_whole: bool) -> String {
    let mut lines = vec![one_line(&format!("{} ({})", found.name, found.reference))];
    // The name is in the head already.
    let (names, texts): (Vec<&Place>, Vec<&Place>) = found
        .places
        .iter()
        .filter(|place| place.path != "name")
        .partition(|place| place.is_name);
    let names = names.into_iter().filter(|place| place.path != "id");
    let n_shown = if is_whole {
        texts.len()
    } else {
        TEXTS.min(texts.len())
    };
    for place in names.chain(texts.iter().copied().take(n_shown)) {
        lines.push(one_line(&format!("{}: {}", place.label, place.words)));
    }
    match texts.len() - n_shown {
        0 => {}
        n_more => lines.push(format!("{n_more} more: `--all`")),
    }
    lines.join("\n")
}
