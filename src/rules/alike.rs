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
    /// Its name and aliases.
    called: Vec<Name>,
    /// The records that it says it is not, or is a part of.
    others: BTreeSet<String>,
}

/// A name as it is compared, worked out once.
#[derive(Debug)]
struct Name {
    /// The words that tell something.
    words: Vec<String>,
    /// These with a space between them.
    joined: String,
    /// Its digits: what is numbered otherwise is another, and not misspelt.
    digits: String,
    /// How many letters there are of each of some sorts, and of all.
    letters: [u8; 32],
    n_letters: usize,
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
            called: all.map(Name::of).collect(),
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

impl Name {
    fn of(name: &str) -> Self {
        let words = words(name);
        let joined = words.join(" ");
        let mut letters = [0_u8; 32];
        for letter in joined.chars() {
            let count = &mut letters[letter as usize % 32];
            *count = count.saturating_add(1);
        }
        Self {
            n_letters: joined.chars().count(),
            digits: joined.chars().filter(char::is_ascii_digit).collect(),
            words,
            joined,
            letters,
        }
    }

    /// Whether it is another misspelt. Names that have too few letters in common cannot be, which is told without
    /// looking at their order.
    fn is_nearly(&self, other: &Self) -> bool {
        let both = self.letters.iter().zip(&other.letters);
        let common: usize = both.map(|(one, other)| usize::from(*one.min(other))).sum();
        let n_letters = [self.n_letters, other.n_letters];
        let share: f64 = n_letters.iter().map(|n| ratio(common, *n)).sum();
        share + 1.0 >= 3.0 * ALIKE
            && self.digits == other.digits
            && strsim::jaro(&self.joined, &other.joined) >= ALIKE
    }
}

/// One number as a part of another.
fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

/// The pairs of records whose names may be one, with why. Only those with a word, or the beginning of one, in common
/// are compared.
pub fn alike(named: &[Called]) -> Vec<(&Called, &Called, Likeness)> {
    let keys = |one: &Called| {
        let words = one.called.iter().flat_map(|name| name.words.clone());
        let keys = words.flat_map(|word| {
            let start: String = word.chars().take(3).collect();
            [format!("{start}-"), word]
        });
        keys.collect::<BTreeSet<String>>()
    };
    let mut sharing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, one) in named.iter().enumerate() {
        for key in keys(one) {
            sharing.entry(key).or_default().push(index);
        }
    }
    sharing.retain(|_, indices| (2..=COMMON).contains(&indices.len()));
    let mut found = Vec::new();
    for (one, a) in named.iter().enumerate() {
        let shared = keys(a).into_iter().filter_map(|key| sharing.get(&key));
        let mut others: Vec<usize> = shared
            .flat_map(|indices| &indices[indices.partition_point(|other| *other <= one)..])
            .copied()
            .collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            let b = &named[other];
            let is_settled =
                || a.others.contains(&b.reference.id) || b.others.contains(&a.reference.id);
            if let Some(why) = why(a, b).filter(|_| !is_settled()) {
                found.push((why, one, other));
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
        if a.words.is_empty() || b.words.is_empty() {
            return None;
        }
        let letters = |name: &'_ str| name.replace(' ', "");
        if a.joined == b.joined
            || a.letters[1..] == b.letters[1..] && letters(&a.joined) == letters(&b.joined)
        {
            return Some(Likeness::Same);
        }
        if a.is_nearly(b) {
            return Some(Likeness::Nearly);
        }
        let (short, long) = if a.words.len() < b.words.len() {
            (&a.words, &b.words)
        } else {
            (&b.words, &a.words)
        };
        let is_part = short.len() < long.len() && short.iter().all(|word| long.contains(word));
        is_part.then_some(Likeness::Part)
    });
    reasons.min()
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
