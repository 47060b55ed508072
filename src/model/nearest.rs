//! What was probably meant.

use std::collections::BTreeSet;

use super::fold;

/// How alike two words are at least, for one to be offered in place of the other.
pub const ALIKE: f64 = 0.7;

/// The candidate nearest to what was written: one that folds alike, else the most alike.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    alike: f64,
) -> Option<&'a str> {
    let folded = fold(written);
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        if candidate == written {
            continue;
        }
        let score = if !folded.is_empty() && fold(candidate) == folded {
            2.0
        } else {
            strsim::jaro(written, candidate)
        };
        if score > alike && best.is_none_or(|(_, so_far)| score > so_far) {
            best = Some((candidate, score));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// The three candidates most alike by a measure, the nearest first.
pub fn most_alike<T>(
    candidates: impl IntoIterator<Item = T>,
    alike: f64,
    likeness: impl Fn(&T) -> f64,
) -> Vec<T> {
    let measured = candidates
        .into_iter()
        .map(|candidate| (likeness(&candidate), candidate));
    let mut ranked: Vec<(f64, T)> = measured.filter(|(measure, _)| *measure > alike).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked
        .into_iter()
        .take(3)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// `` `a`, `b` or `c` ``, each once.
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let words: Vec<String> = words
        .into_iter()
        .filter(|word| seen.insert(*word))
        .map(|word| format!("`{word}`"))
        .collect();
    alternatives(&words)
}

/// Words as a choice: `a, b or c`.
pub fn alternatives(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
