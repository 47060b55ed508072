//! Every code of law is one that the law has, or had.

use crate::finding::{Finding, Level};
use crate::law::{self, Standing, Vocabulary, vocabulary_under};
use crate::model::{Date, alternatives, fold};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-unknown-code",
    level: Level::Error,
    says: "A code of law is not in its vocabulary",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let unknown = said.unknown_codes.iter().filter_map(|(name, word)| {
        // No day is asked about: a code is offered that is in force as far as is known.
        let (message, hint) = unknown_code(
            vocabulary_under(name, said.is_part_3)?,
            &word.text,
            Date::MAX,
        )?;
        Some(RULE.at(&said.record, &word.path, message).hint(hint))
    });
    unknown.collect()
}

/// What is wrong with a code that a vocabulary does not have, and what to write instead on a day.
pub fn unknown_code(known: &Vocabulary, code: &str, on: Date) -> Option<(String, String)> {
    let Standing::Unknown { suggestions } = known.standing(code, on) else {
        return None;
    };
    // A code says little to who does not know it.
    let with_title = |code: &str| {
        let title = known.entry(code).map(|entry| entry.title_on(on));
        title.map_or_else(
            || format!("`{code}`"),
            |title| format!("`{code}` ({title})"),
        )
    };
    let hint = if is_some_special(known, code) {
        let special = known.entries().iter().filter(|entry| {
            law::is_special_category(&entry.code) || law::is_criminal_offence(&entry.code)
        });
        let special: Vec<String> = special.map(|entry| with_title(&entry.code)).collect();
        format!("write which: {}", alternatives(&special))
    } else if suggestions.is_empty() {
        let codes = known.entries().iter().filter(|entry| entry.in_force(on));
        let codes: Vec<String> = codes.map(|entry| with_title(&entry.code)).collect();
        match codes.len() {
            ..9 => format!("write {}", alternatives(&codes)),
            n => format!("write {}, ... ({n} in all)", codes[..4].join(", ")),
        }
    } else {
        let suggestions: Vec<String> = suggestions.iter().map(|code| with_title(code)).collect();
        format!("did you mean {}?", alternatives(&suggestions))
    };
    Some((format!("`{code}` is not among the {}", known.title()), hint))
}

/// Whether a text says of data that it is special or sensitive, and not which category it is: whichever it is, it is not
/// the class whose title says that it is of no special one.
fn is_some_special(known: &Vocabulary, text: &str) -> bool {
    let text = fold(text);
    known.name() == "data-class" && ["special", "sensitive"].iter().any(|it| text.contains(it))
}
