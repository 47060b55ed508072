//! Which decisions are made by automated means.

use super::super::words;
use super::{Fact, Section, Statement, leads, pattern};

// As the notices say it that are written here.
pattern!(
    DECIDED,
    r"^this is decided by automated means(?: alone)?: (.+)$"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        let lower = text.to_lowercase();
        let answer = lower.split([' ', ',', '.']).next().unwrap_or_default();
        let fact = match answer {
            _ if leads(&part) => Fact::Leading,
            "no" | "none" if !is_hedged(&lower) => Fact::NotAutomated,
            _ if lower.contains("all ")
                && lower.contains("decisions")
                && words::has(&lower, "human|a person")
                && !is_hedged(&lower) =>
            {
                Fact::NotAutomated
            }
            "yes" => Fact::Automated(
                text[3..]
                    .trim_matches([' ', ',', '.', '–', '-', ':'])
                    .to_owned(),
            ),
            _ => told(text).pop().unwrap_or(Fact::Unread),
        };
        let is_bare = fact == Fact::Automated(String::new());
        into.push(section.states(&part, if is_bare { Fact::Unread } else { fact }));
    }
}

/// Whether a sentence says more than yes or no.
pub(super) fn is_hedged(lower: &str) -> bool {
    const HEDGES: &str =
        "unless|except|no other|none other| but |however|although| may |routinely|normally";
    words::has(lower, HEDGES)
}

/// What a sentence says of automated decisions.
pub(super) fn told(text: &str) -> Vec<Fact> {
    if let Some(found) = DECIDED.captures(text) {
        return vec![Fact::Automated(found[1].to_owned())];
    }
    const OF: [&str; 5] = ["decision", "decide", "profil", "process", "marked"];
    const VERBS: [&str; 7] = [" is ", " are ", " will ", " be ", " use", " make", " award"];
    const NOT: [&str; 6] = [" not ", "no ", "n't ", "n’t ", " no ", "never "];
    let lower = text.to_lowercase();
    let is_made = words::has(&lower, "automat|by computer|by a computer|computer alone");
    let is_about = is_made && OF.iter().any(|word| lower.contains(word));
    // A sentence of a right, a request or a question states no decision.
    let is_other = ["right", "you can", "you may", "if ", "whether", "?"];
    let has_verb = VERBS.iter().any(|verb| lower.contains(verb));
    if !is_about || !has_verb || is_other.iter().any(|word| lower.contains(word)) {
        return Vec::new();
    }
    let denies = NOT.iter().any(|word| match word.strip_suffix(' ') {
        Some("no" | "never") => lower.starts_with(word),
        _ => lower.contains(word),
    });
    match (denies, is_hedged(&lower)) {
        (true, false) => vec![Fact::NotAutomated],
        (true, true) => Vec::new(),
        (false, _) => vec![Fact::Automated(text.to_owned())],
    }
}
