//! Where a word stands in a record: in what it is called, or in a text.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Fields, FlowKind, Kind, Record, Reference, Shape, fold};

/// How many words are shown on either side of those that were found.
const AROUND: usize = 8;

/// Letters up to which a word has to begin a word of a text.
const SHORT: usize = 3;

/// How alike a name, or a word of it, is at least to be suggested.
const ALIKE: (f64, f64) = (0.8, 0.88);

/// What is looked for.
pub(super) struct Search {
    folded: String,
    begins_a_word: bool,
}

/// One record with the places where the word stands.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) reference: Reference,
    pub(super) name: String,
    /// How well it is called so, the best first; nothing where only a text holds the word.
    pub(super) called: Option<Likeness>,
    pub(super) places: Vec<Place>,
}

/// How well a name is the one looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is the name.
    Whole,
    /// It begins the name.
    Beginning,
    /// It begins a word of the name.
    Word,
    /// It is inside a word.
    Inside,
}

/// One place where the word stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The field as it is shown: `recipient F9, evidence`.
    pub(super) label: String,
    /// The field as it is written: `recipient[2].evidence`.
    pub(super) path: String,
    /// The words around it, or the whole name.
    pub(super) words: String,
    /// Whether it is what the record is called.
    pub(super) is_name: bool,
}

impl Search {
    /// A search for a word, in texts at the beginning of words or anywhere.
    pub(super) fn new(words: &str, is_anywhere: bool) -> Self {
        let folded = fold(words);
        Self {
            begins_a_word: folded.chars().count() <= SHORT && !is_anywhere,
            folded,
        }
    }

    /// Whether only the beginnings of words were looked at.
    pub(super) fn is_short(&self) -> bool {
        self.begins_a_word
    }

    /// How well a name is the one looked for.
    fn likeness(&self, name: &str) -> Option<Likeness> {
        let name = fold(name);
        if name == self.folded {
            Some(Likeness::Whole)
        } else if name.starts_with(&self.folded) {
            Some(Likeness::Beginning)
        } else if name.contains(&format!(" {}", self.folded)) {
            Some(Likeness::Word)
        } else {
            name.contains(&self.folded).then_some(Likeness::Inside)
        }
    }

    /// The words of a text around what is looked for, where it stands in it.
    fn around(&self, text: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        // Where each word begins in the folded text. A word of nothing but punctuation folds to nothing and is left out.
        let mut folded = String::new();
        let mut begins = Vec::new();
        for word in &words {
            let word = fold(word);
            if !folded.is_empty() && !word.is_empty() {
                folded.push(' ');
            }
            begins.push(folded.len());
            folded.push_str(&word);
        }
        let mut places = folded.match_indices(&self.folded).map(|(at, _)| at);
        let at = places.find(|at| {
            let before = folded[..*at].chars().next_back();
            !self.begins_a_word || before.is_none_or(|before| before == ' ')
        })?;
        let end = at + self.folded.len();
        let first = begins.iter().rposition(|begin| *begin <= at)?;
        let after = begins.iter().position(|begin| *begin >= end);
        let after = after.unwrap_or(words.len());
        let from = first.saturating_sub(AROUND);
        let to = (after + AROUND).min(words.len());
        let shown = words.get(from..to)?.join(" ");
        let before = if from > 0 { "… " } else { "" };
        let behind = if to < words.len() { " …" } else { "" };
        Some(format!("{before}{shown}{behind}"))
    }
}

/// The record with the places where the word stands in it, if it does.
pub(super) fn found_in(search: &Search, reference: &Reference, record: &Record) -> Option<Found> {
    let (name, aliases) = record.names();
    let mut places = Vec::new();
    let mut called = Vec::new();
    let named = name.iter().map(|name| ("name", *name));
    let aliases = aliases.iter().map(|alias| ("alias", alias.as_str()));
    let id = std::iter::once(("id", reference.id.as_str()));
    for (field, words) in named.chain(aliases).chain(id) {
        let Some(likeness) = search.likeness(words) else {
            continue;
        };
        // An id that only repeats the name says nothing new.
        if field == "id" && !called.is_empty() {
            continue;
        }
        called.push(likeness);
        places.push(Place {
            label: field.to_owned(),
            path: field.to_owned(),
            words: words.to_owned(),
            is_name: true,
        });
    }
    let document = serde_json::to_value(record).unwrap_or(Value::Null);
    let mut walk = Walk {
        search,
        n_flows: 0,
        places: &mut places,
    };
    walk.table(reference.kind.fields(), &document, "", "");
    if places.is_empty() {
        return None;
    }
    Some(Found {
        reference: reference.clone(),
        name: name.unwrap_or(&reference.id).to_owned(),
        called: called.into_iter().min(),
        places,
    })
}

/// Puts what was found in the order of kinds, the best names first.
pub(super) fn in_order(found: &mut [Found]) {
    let kind = |kind: Kind| Kind::ALL.iter().position(|known| *known == kind);
    found.sort_by(|one, other| {
        let key = |found: &Found| {
            (
                kind(found.reference.kind),
                found.called.is_none(),
                found.called,
            )
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| one.reference.cmp(&other.reference))
    });
}

/// A walk through the texts of a record.
struct Walk<'s> {
    search: &'s Search,
    n_flows: usize,
    places: &'s mut Vec<Place>,
}

impl Walk<'_> {
    fn table(&mut self, fields: Fields, table: &Value, label: &str, path: &str) {
        for field in fields.iter().copied().flatten() {
            let is_at_top = path.is_empty();
            let is_name = is_at_top && matches!(field.name, "name" | "aliases");
            let Some(value) = table.get(field.name).filter(|_| !is_name) else {
                continue;
            };
            let name = field.name.replace('_', " ");
            let comma = if is_at_top { "" } else { ", " };
            let label = format!("{label}{comma}{name}");
            let dot = if is_at_top { "" } else { "." };
            let path = format!("{path}{dot}{}", field.name);
            match (field.shape, value) {
                (Shape::Text, Value::String(text)) => self.text(text, label, path),
                (Shape::Identifier(scheme), Value::String(code)) => {
                    // It is found however it is written.
                    if scheme.read(&self.search.folded).as_ref() == Some(code) {
                        self.note(code.clone(), label, path);
                    } else {
                        self.text(code, label, path);
                    }
                }
                (Shape::List(Shape::Text), Value::Array(items)) => {
                    for (item, number) in items.iter().zip(1..) {
                        if let Value::String(text) = item {
                            self.text(text, label.clone(), format!("{path}[{number}]"));
                        }
                    }
                }
                (Shape::Table(fields), Value::Object(_)) => {
                    self.table(fields, value, &label, &path);
                }
                (Shape::Tables(fields), Value::Array(rows)) => {
                    let is_flow = FlowKind::ALL.iter().any(|kind| kind.word() == field.name);
                    for (row, number) in rows.iter().zip(1..) {
                        self.n_flows += usize::from(is_flow);
                        let label = match (is_flow, rows.len()) {
                            (true, _) => format!("{label} F{}", self.n_flows),
                            (false, 1) => label.clone(),
                            (false, _) => format!("{label} {number}"),
                        };
                        self.table(fields, row, &label, &format!("{path}[{number}]"));
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, label: String, path: String) {
        if let Some(words) = self.search.around(text) {
            self.note(words, label, path);
        }
    }

    fn note(&mut self, words: String, label: String, path: String) {
        self.places.push(Place {
            label,
            path,
            words,
            is_name: false,
        });
    }
}

/// Every way in which a record is called, for what may have been meant.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Notes what a record is called.
    pub(super) fn note(&mut self, record: &Record) {
        let (name, aliases) = record.names();
        for name in name.into_iter().chain(aliases.iter().map(String::as_str)) {
            self.0.entry(fold(name)).or_insert_with(|| name.to_owned());
        }
    }

    /// The names nearest to what was looked for, the nearest first: by the whole name, or by a word of it.
    pub(super) fn nearest(&self, words: &str) -> Vec<&str> {
        let wanted = fold(words);
        let (whole, part) = ALIKE;
        let mut ranked: Vec<(f64, &str)> = Vec::new();
        for (folded, name) in &self.0 {
            let of_whole = Some(strsim::jaro(&wanted, folded)).filter(|alike| *alike > whole);
            let of_word = folded.split(' ').map(|word| strsim::jaro(&wanted, word));
            let of_word = of_word.filter(|alike| *alike > part).max_by(f64::total_cmp);
            if let Some(best) = of_whole.into_iter().chain(of_word).max_by(f64::total_cmp) {
                ranked.push((best, name));
            }
        }
        ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        ranked.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn around(words: &str, text: &str) -> Option<String> {
        Search::new(words, false).around(text)
    }

    #[test]
    fn the_words_around_are_those_of_the_text() {
        let text =
            "one two three four five six seven eight nine – Tŷ  Gobaith’s\nten 1 2 3 4 5 6 7 8 9";
        assert_eq!(
            around("TY gobaiths", text).unwrap(),
            "… three four five six seven eight nine – Tŷ Gobaith’s ten 1 2 3 4 5 6 7 …"
        );
        assert_eq!(around("one", "one").unwrap(), "one");
        assert_eq!(
            around("fraud", "Prevents fraud.").unwrap(),
            "Prevents fraud."
        );
        assert_eq!(around("nowhere", text), None);
    }

    #[test]
    fn a_short_word_begins_a_word() {
        assert_eq!(around("gp", "Sent to GPs").as_deref(), Some("Sent to GPs"));
        assert_eq!(around("it", "with it").as_deref(), Some("with it"));
        assert_eq!(around("it", "with"), None);
        assert!(Search::new("it", true).around("with").is_some());
        assert!(around("care", "healthcare").is_some());
    }

    #[test]
    fn names_are_ranked_and_texts_named_by_their_fields() {
        let record = Record::from_value(
            Kind::Activity,
            json!({
                "name": "Fostering",
                "source": [{ "from": "nhs", "evidence": "words" }],
                "recipient": [
                    { "to": "nhs" },
                    { "to": "nhs", "evidence": "to the Fostering panel", "when": "fostering" },
                ],
                "purpose": [{ "text": "Fostering children", "enactments": ["Act", "Fostering Act"] }],
            }),
        )
        .unwrap();
        let reference = Reference::new(Kind::Activity, "fostering");
        let found = found_in(&Search::new("fostering", false), &reference, &record).unwrap();
        assert_eq!(found.called, Some(Likeness::Whole));
        let places: Vec<String> = found
            .places
            .iter()
            .map(|place| format!("{} = {}", place.label, place.path))
            .collect();
        assert_eq!(
            places,
            [
                "name = name",
                "purpose, text = purpose[1].text",
                "purpose, enactments = purpose[1].enactments[2]",
                "recipient F3, when = recipient[2].when",
                "recipient F3, evidence = recipient[2].evidence",
            ]
        );
        assert!(found_in(&Search::new("adoption", false), &reference, &record).is_none());
    }

    #[test]
    fn the_nearest_names_are_suggested() {
        let mut names = Names::default();
        for name in ["Servelec", "Essex County Council", "NHS"] {
            let party = Record::from_value(Kind::Party, json!({ "name": name })).unwrap();
            names.note(&party);
        }
        assert_eq!(names.nearest("servlec"), ["Servelec"]);
        assert_eq!(names.nearest("esex"), ["Essex County Council"]);
        assert!(names.nearest("zzz").is_empty());
    }
}
