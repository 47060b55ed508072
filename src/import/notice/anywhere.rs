//! Sentences that say what they are about themselves, wherever they stand.

use super::super::words;
use super::{
    Fact, automated, data, keeping, opening, overseas, pattern, people, processors, rights,
    sharing, uses, who,
};

/// How a sentence is read.
type Told = fn(&str) -> Vec<Fact>;

/// What sentences of a subject have one of, and how they are read.
const SUBJECTS: [(&str, Told); 11] = [
    ("officer", who::told),
    ("controller", who::told_of_controllers),
    (
        "bas|legislation|law|rel|process|because|if |offence|purpose|use|collect|need|article|failure|without",
        uses::told,
    ),
    (
        "uk|kingdom|overseas|broad|eea|europe|store|host|hold|held|process|keep|kept|server|locat|transfer",
        overseas::told,
    ),
    ("automat", automated::told),
    (
        "share|disclos|pass|sen|giv|provid|report|receiv|get |obtain|collect|buy|access|come",
        sharing::told,
    ),
    ("year|yr|month|week|day|until|as long", keeping::told),
    ("you ", rights::told),
    (" about | on | relat", people::told),
    ("hold|collect|record|keep|includ|such as", data::told),
    (
        "process|behalf|run by|operated|managed|supplied|provided|hosted|uses|we use|host|supports|contract|appoint",
        processors::told,
    ),
];

// Whose notice it is, by what it is: "The organisation collects ..."
pattern!(
    OURSELVES,
    r"(^|, )the (?:organisation|school|academy|trust|authority|force|service|practice|college|university|department) ((?:may|will|can|also|is|are|has|have|need|collect|process|hold|use|share|receive|obtain|keep|store|record|get|disclose|pass|retain)(?:s|es)?\b)"
);

/// What a sentence states that its section did not know; nothing where no subject knows it.
pub(super) fn facts(text: &str) -> Vec<Fact> {
    let facts = stated(text);
    if !facts.is_empty() || !OURSELVES.is_match(text) {
        return facts;
    }
    stated(&OURSELVES.replace(text, "${1}the council $2"))
}

fn stated(text: &str) -> Vec<Fact> {
    let told = |text: &str| {
        let lower = text.to_lowercase();
        let may_be = |words: &str| words.split('|').any(|word| lower.contains(word));
        let mut each = SUBJECTS.iter().filter(|(words, _)| may_be(words));
        each.find_map(|(_, told)| Some(told(text)).filter(|facts| !facts.is_empty()))
            .unwrap_or_default()
    };
    let text = words::trimmed(text);
    // "The council does not send it abroad and does not decide by machine": both or neither.
    let both = [" and does not ", " and do not "].iter().find_map(|mark| {
        let (first, second) = text.split_once(mark)?;
        Some((told(first), told(&format!("we do not {second}"))))
    });
    match both {
        Some((first, second)) if !first.is_empty() && !second.is_empty() => {
            first.into_iter().chain(second).collect()
        }
        _ => Some(told(text))
            .filter(|facts| !facts.is_empty())
            .unwrap_or_else(|| opening::after(text, told)),
    }
}
