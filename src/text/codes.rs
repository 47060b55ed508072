//! Codes of law: whether the law has them on a day.

use crate::finding::Finding;
use crate::law::{self, Standing};
use crate::model::{Date, one_of};
use crate::rules::{other_law, unknown_code};

/// The code for which the words were written by which a field's description names it, under one law or the other.
pub(super) fn written(name: &str, is_part_3: bool, words: &str) -> Option<&'static str> {
    let vocabulary = law::vocabulary_under(name, is_part_3)?;
    // Nearly all that stands in a register is a code as it should be, which names no other.
    match vocabulary.entry(words) {
        Some(_) => None,
        None => vocabulary.code_for(words),
    }
}

/// What is wrong with a code of a vocabulary on a day, if anything: that the law of the activity (Part 3 of the Data
/// Protection Act 2018, or the UK GDPR) does not have it, or how it stands there.
pub(super) fn check(name: &str, is_part_3: bool, code: &str, on: Date) -> Option<Finding> {
    if let Some((message, hint)) = other_law(name, code, is_part_3, on) {
        return Some(Finding::error("TEXT-other-law", message).hint(hint));
    }
    // A vocabulary that the law lacks is our fault, found by a test, and not the user's.
    let vocabulary = law::vocabulary_under(name, is_part_3)?;
    match vocabulary.standing(code, on) {
        Standing::InForce(_) => None,
        Standing::Unknown { .. } => {
            let (message, hint) = unknown_code(vocabulary, code, on)?;
            Some(Finding::error("TEXT-unknown-code", message).hint(hint))
        }
        Standing::NotYet(entry) => {
            let from = entry
                .from
                .map_or_else(String::new, |day| format!(" before {day}"));
            Some(Finding::warning(
                "TEXT-code-not-yet",
                format!("`{code}` ({}) is not in force{from}", entry.title_on(on)),
            ))
        }
        Standing::Repealed(entry) => {
            let since = entry
                .until
                .map_or_else(String::new, |day| format!(" since {day}"));
            let finding = Finding::warning(
                "TEXT-code-repealed",
                format!(
                    "`{code}` ({}) is no longer in force{since}",
                    entry.title_on(on)
                ),
            );
            Some(if entry.replaced_by.is_empty() {
                finding.hint(entry.note_on(on).unwrap_or("nothing took its place"))
            } else {
                let codes = entry.replaced_by.iter().map(String::as_str);
                finding.hint(format!("{} took its place", one_of(codes)))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Country, Field, Fields, Kind, Shape, Word};

    /// Every field of every record and table, with its shape or that of its items.
    fn fields() -> Vec<(&'static Field, Shape)> {
        fn each(fields: Fields, found: &mut Vec<(&'static Field, Shape)>) {
            for field in fields.iter().copied().flatten() {
                shape(field, field.shape, found);
            }
        }
        fn shape(field: &'static Field, of: Shape, found: &mut Vec<(&'static Field, Shape)>) {
            match of {
                Shape::OneOrMany(item) | Shape::List(item) => shape(field, *item, found),
                Shape::Table(fields) | Shape::Tables(fields) => each(fields, found),
                _ => found.push((field, of)),
            }
        }
        let mut found = Vec::new();
        for kind in Kind::ALL {
            each(kind.fields(), &mut found);
        }
        found
    }

    fn today() -> Date {
        Date::constant(2026, 11, 24)
    }

    #[test]
    fn every_vocabulary_that_a_field_names_is_known() {
        for (_, shape) in fields() {
            if let Shape::Code(name) = shape {
                assert!(law::vocabulary(name).is_some(), "{name}");
            }
        }
    }

    /// A description that reads `a, b or c (Article 1)` names words, and who reads it types them.
    #[test]
    fn every_word_that_the_description_of_a_field_names_is_accepted() {
        let mut n_words = 0;
        for (field, shape) in fields() {
            let means = field.means.split('(').next().unwrap();
            if !means.contains(" or ") {
                continue;
            }
            for word in means.split(" or ").flat_map(|part| part.split(", ")) {
                let word = word.trim();
                match shape {
                    Shape::Code(name) => {
                        let is_part_3 = law::vocabulary_under(name, false).is_none();
                        let code = written(name, is_part_3, word).unwrap_or(word);
                        assert_eq!(
                            check(name, is_part_3, code, today()),
                            None,
                            "{}: {word}",
                            field.name
                        );
                    }
                    Shape::Word(words) => assert!(
                        Word::all(words).any(|known| known == word),
                        "{}: {word}",
                        field.name
                    ),
                    _ => continue,
                }
                n_words += 1;
            }
        }
        assert!(n_words >= 5);
    }

    /// The other way about: a word is accepted for a code only where a description names it.
    #[test]
    fn every_word_that_is_accepted_stands_in_the_description_of_a_field() {
        for vocabulary in law::VOCABULARIES {
            // What a field takes under Part 3 is described with it.
            let of_it = |shape: &Shape| {
                matches!(shape, Shape::Code(name)
                if [false, true].into_iter().any(|is_part_3| {
                    let taken = law::vocabulary_under(name, is_part_3);
                    taken.is_some_and(|taken| taken.name() == vocabulary.name())
                }))
            };
            for word in vocabulary.entries().iter().flat_map(|entry| &entry.words) {
                let named = fields()
                    .into_iter()
                    .any(|(field, shape)| of_it(&shape) && field.means.contains(word));
                assert!(named, "{word} of the {}", vocabulary.title());
            }
        }
    }

    /// What a finding suggests is typed next.
    #[test]
    fn every_code_that_a_finding_suggests_is_accepted() {
        for (vocabulary, is_part_3) in law::VOCABULARIES
            .into_iter()
            .flat_map(|vocabulary| [(vocabulary, false), (vocabulary, true)])
        {
            for entry in vocabulary.entries() {
                for typed in entry.also.iter().chain([&entry.title, &entry.code]) {
                    let Some(finding) = check(vocabulary.name(), is_part_3, typed, today()) else {
                        continue;
                    };
                    let hint = finding.hint.unwrap_or_default();
                    if hint.starts_with("leave it out") || hint.starts_with("leave out") {
                        continue;
                    }
                    for code in hint.split('`').skip(1).step_by(2) {
                        let next = check(vocabulary.name(), is_part_3, code, today());
                        assert!(next.is_none_or(|next| !next.is_error()), "{typed}: {code}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_code_names_no_other_code() {
        for vocabulary in law::VOCABULARIES {
            for entry in vocabulary.entries() {
                let named = vocabulary.code_for(&entry.code);
                assert!(
                    named.is_none_or(|named| named == entry.code),
                    "{}: {}",
                    vocabulary.name(),
                    entry.code
                );
            }
        }
    }

    #[test]
    fn the_list_of_approved_countries_names_countries() {
        let list = law::vocabulary("approved-country").unwrap();
        for entry in list.entries() {
            assert!(entry.code.parse::<Country>().is_ok(), "{}", entry.code);
        }
    }
}
