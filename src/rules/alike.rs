//! Records that may be one by their names, for somebody to settle; nothing is merged on likeness.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Reference, fold, listed};

/// How alike two names are at least that may be one misspelt.
const ALIKE: f64 = 0.93;

/// Words that tell nothing of who somebody is.
const TELL_NOTHING: &[&str] = &[
    "a", "and", "co", "company", "for", "inc", "limited", "llp", "ltd", "of", "plc", "the", "uk",
];

/// More records with a word in common than these are not compared by it: the word tells nothing then.
const COMMON: usize = 200;

/// A record by what it is called.
#[derive(Debug)]
pub struct Called {
    /// The record.
    pub reference: Reference,
    /// Its name.
    pub name: String,
    /// Its name and aliases as words that tell something.
    called: Vec<Vec<String>>,
    /// The records that it says it is not, or is a part of.
    others: BTreeSet<String>,
}

listed! {
    /// Why two records may be one, the surest first.
    pub enum Likeness {
        Same: "the same but for words such as Ltd and UK";
        Nearly: "spelt nearly the same";
        Part: "one name is part of the other";
    }
    /// It in words.
    words = 0;
}

impl Likeness {
    /// Whether the names are the same or misspelt.
    pub fn is_nearly_the_same(self) -> bool {
        self != Self::Part
    }
}

impl Called {
    /// A record, with those of its kind that it is not or is a part of.
    pub fn of(
        reference: Reference,
        name: &str,
        aliases: &[String],
        others: BTreeSet<String>,
    ) -> Self {
        let all = std::iter::once(name).chain(aliases.iter().map(String::as_str));
        Self {
            reference,
            name: name.to_owned(),
            called: all.map(words).collect(),
            others,
        }
    }
}

/// The words of a name that tell something, or all where none does.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all = || folded.split_whitespace().map(str::to_owned);
    let telling: Vec<String> = all()
        .filter(|word| !TELL_NOTHING.contains(&word.as_str()))
        .collect();
    match telling.is_empty() {
        true => all().collect(),
        false => telling,
    }
}

/// The pairs of records whose names may be one, with why. Only those with a word, or the beginning of one, in common
/// are compared.
pub fn alike(named: &[Called]) -> Vec<(&Called, &Called, Likeness)> {
    let mut sharing: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, one) in named.iter().enumerate() {
        for word in one.called.iter().flatten() {
            let start: String = word.chars().take(3).collect();
            for key in [format!("{start}-"), word.clone()] {
                sharing.entry(key).or_default().insert(index);
            }
        }
    }
    let mut compared: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut found = Vec::new();
    for indices in sharing.values().filter(|indices| indices.len() <= COMMON) {
        for one in indices {
            for other in indices.range(one + 1..) {
                if !compared.insert((*one, *other)) {
                    continue;
                }
                let (a, b) = (&named[*one], &named[*other]);
                let is_settled =
                    a.others.contains(&b.reference.id) || b.others.contains(&a.reference.id);
                if let Some(why) = why(a, b).filter(|_| !is_settled) {
                    found.push((why, *one, *other));
                }
            }
        }
    }
    found.sort_unstable();
    let found = found.into_iter();
    found
        .map(|(why, one, other)| (&named[one], &named[other], why))
        .collect()
}

/// Why two records may be one, the surest first.
fn why(one: &Called, other: &Called) -> Option<Likeness> {
    let pairs = one
        .called
        .iter()
        .flat_map(|a| other.called.iter().map(move |b| (a, b)));
    let reasons = pairs.filter_map(|(a, b)| {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let (joined_a, joined_b) = (a.join(" "), b.join(" "));
        if joined_a == joined_b || a.concat() == b.concat() {
            return Some(Likeness::Same);
        }
        if strsim::jaro(&joined_a, &joined_b) >= ALIKE && numbers(&joined_a) == numbers(&joined_b) {
            return Some(Likeness::Nearly);
        }
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let is_part = short.len() < long.len() && short.iter().all(|word| long.contains(word));
        is_part.then_some(Likeness::Part)
    });
    reasons.min()
}

/// The digits of a name: what is numbered otherwise is another, and not misspelt.
fn numbers(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    fn party(id: &str, names: &[&str], others: &[&str]) -> Called {
        let aliases: Vec<String> = names[1..].iter().map(|name| (*name).to_owned()).collect();
        let others = others.iter().map(|id| (*id).to_owned()).collect();
        Called::of(Reference::new(Kind::Party, id), names[0], &aliases, others)
    }

    #[test]
    fn names_that_may_be_one_are_found_and_settled_ones_are_not() {
        let named = [
            party("civica", &["Civica UK Ltd"], &[]),
            party("civica-limited", &["Civica UK Limited"], &[]),
            party("serverlec", &["Serverlec"], &[]),
            party("servelec", &["Servelec", "Mosaic team"], &[]),
            party("police", &["Police"], &[]),
            party("essex-police", &["Essex Police"], &["kent-police"]),
            party("kent-police", &["Kent Police"], &["police"]),
            party("nhs", &["NHS"], &[]),
            party("unlike", &["Barnardo's"], &[]),
            party("the", &["The Company"], &[]),
            party("notice-113", &["Privacy notice 113"], &[]),
            party("notice-73", &["Privacy notice 73"], &[]),
        ];
        let found: Vec<String> = alike(&named)
            .iter()
            .map(|(one, other, _)| format!("{} {}", one.reference.id, other.reference.id))
            .collect();
        assert_eq!(
            found,
            [
                "civica civica-limited",
                "serverlec servelec",
                "police essex-police"
            ]
        );
    }
}
