//! Words that say too little, and provisions that are no longer in force: lists that are data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::model::{Date, fold, iso_date};

/// A list of phrases, each between spaces; in its file they are a line each, and one that begins with `#` is a remark.
pub(super) struct Phrases(BTreeSet<String>);

/// Purposes that are too vague to be specified and explicit.
pub(super) static PURPOSES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/vague-purposes.txt")));
/// Retention rules that say nothing of how long.
pub(super) static RETENTION: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/vague-retention.txt")));
/// Measures that nobody could look for.
pub(super) static MEASURES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/vague-measures.txt")));
/// Names of recipients that mean nobody in particular.
pub(super) static RECIPIENTS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/vague-recipients.txt")));
/// Words for what happens often.
pub(super) static OFTEN: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/often.txt")));
/// International organisations, by their names.
pub(super) static INTERNATIONAL: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/international-organisations.txt")));
/// Words by which permission is asked.
pub(super) static PERMISSION: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(include_str!("data/permission.txt")));

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Phrases {
    fn of(text: &'static str) -> Self {
        Self(lines(text).map(|phrase| format!(" {phrase} ")).collect())
    }

    /// Whether a text is one of them, however it is written.
    pub(super) fn have(&self, text: &str) -> bool {
        self.0.contains(&format!(" {} ", fold(text)))
    }

    /// Whether one of them is among the words of a text.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let folded = format!(" {} ", fold(text));
        self.0.iter().any(|phrase| folded.contains(phrase))
    }
}

/// A provision that is no longer in force.
struct Repealed {
    /// The first day on which it is not.
    from: Date,
    place: &'static str,
    /// As it is cited, and the same before a number in brackets; a phrase between spaces.
    cited: String,
    within: String,
    /// What took its place.
    now: &'static str,
}

static REPEALED: LazyLock<Vec<Repealed>> = LazyLock::new(|| {
    let all = lines(include_str!("data/repealed.txt")).filter_map(|line| {
        let mut parts = line.split('|').map(str::trim);
        let (from, place) = (iso_date(parts.next()?)?, parts.next()?);
        let (provision, now) = (parts.next()?.to_lowercase(), parts.next()?);
        Some(Repealed {
            from,
            place,
            within: format!("{provision}("),
            cited: match place {
                "words" => format!(" {provision} "),
                _ => provision,
            },
            now,
        })
    });
    all.collect()
});

/// Whether a text cites section 251A or 251B, the duties to use a consistent identifier and to share for health and adult
/// social care.
pub(super) fn cites_251(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut numbers = numbers_after(&lower, &["section", "sections", "s", "ss"]).into_iter();
    let is_it = |number: &str| {
        ["251a", "251b"]
            .iter()
            .any(|it| number == *it || number.starts_with(&format!("{it}(")))
    };
    numbers.any(is_it) && lower.contains("social care")
}

/// What took the place of a provision that a text cites and that is no longer in force on a day.
pub(super) fn repealed(text: &str, on: Date) -> Option<&'static str> {
    let folded = format!(" {} ", fold(text));
    let lower = text.to_lowercase();
    let clauses = || lower.split([';', ',', '\n']);
    let (articles, sections): (Vec<&str>, Vec<String>) = (
        clauses().flat_map(articles).collect(),
        clauses().flat_map(sections).collect(),
    );
    let is_of_the_eu = folded.contains(" eu ");
    let mut gone = REPEALED.iter().filter(|one| one.from <= on);
    let cited = gone.find(|one| {
        let is_it = |cited: &str| cited == one.cited || cited.starts_with(&one.within);
        match one.place {
            "words" => folded.contains(&one.cited),
            "gdpr" => !is_of_the_eu && articles.iter().any(|article| is_it(article)),
            _ => sections.iter().any(|section| is_it(section)),
        }
    });
    cited.map(|one| one.now)
}

/// The articles of the GDPR that a clause cites: `22(1)`, `45a`.
fn articles(clause: &str) -> Vec<&str> {
    if !clause.contains("gdpr") && !clause.contains("general data protection regulation") {
        return Vec::new();
    }
    numbers_after(clause, &["article", "articles", "art", "arts"])
}

/// The sections of the Data Protection Act 2018 that a clause cites, where it names no other act.
fn sections(clause: &str) -> Vec<String> {
    let others = clause.replace("data protection act 2018", "dpa");
    if !others.contains("dpa") || fold(&others).split(' ').any(|word| word == "act") {
        return Vec::new();
    }
    let numbers = numbers_after(&others, &["section", "sections", "s", "ss"]);
    numbers.into_iter().map(str::to_owned).collect()
}

/// The numbers that follow one of some words, also after `and`, `or` and `to`.
fn numbers_after<'c>(clause: &'c str, words: &[&str]) -> Vec<&'c str> {
    let is_part = |character: char| character.is_alphanumeric() || "()".contains(character);
    let mut is_after = false;
    let mut found = Vec::new();
    for token in clause
        .split(|character| !is_part(character))
        .filter(|token| !token.is_empty())
    {
        // `s17` and `art22` are written as one.
        let bare = token.trim_start_matches(char::is_alphabetic);
        let word = &token[..token.len() - bare.len()];
        if words.contains(&word) {
            is_after = true;
        } else if !word.is_empty() {
            is_after &= ["and", "or", "to"].contains(&word) && bare.is_empty();
        }
        if is_after && bare.starts_with(|first: char| first.is_ascii_digit()) {
            found.push(bare);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_of_what_is_gone_is_told_from_one_that_is_not() {
        let on = Date::constant(2026, 11, 27);
        for (text, now) in [
            ("Article 45 UK GDPR", Some("Articles 45A to 45C")),
            ("UK GDPR art 6(4)", Some("Article 8A")),
            ("Art. 22(1) of the UK GDPR", Some("Articles 22A to 22D")),
            (
                "Children Act 1989 s.17, DPA 2018 s.14",
                Some("UK GDPR Articles 22A to 22D"),
            ),
            (
                "Data Protection Act 1998",
                Some("the UK GDPR and the Data Protection Act 2018"),
            ),
            ("Article 45A UK GDPR", None),
            ("UK GDPR Article 6(1)(e)", None),
            ("Article 22 of the EU GDPR", None),
            ("Article 22 of the Convention", None),
            ("Children Act 1989 s.17 and s.18", None),
            ("Care Act 2014 s.18 and DPA 2018 s.8", None),
        ] {
            assert_eq!(repealed(text, on), now, "{text}");
        }
        assert_eq!(
            repealed("Article 45 UK GDPR", Date::constant(2026, 2, 4)),
            None
        );
    }

    #[test]
    fn phrases_are_folded_and_sorted_as_they_are_looked_for() {
        for phrases in [
            &PURPOSES,
            &RETENTION,
            &MEASURES,
            &PERMISSION,
            &RECIPIENTS,
            &OFTEN,
            &INTERNATIONAL,
        ] {
            assert!(phrases.0.len() > 3);
            for phrase in &phrases.0 {
                let phrase = phrase.trim();
                assert_eq!(fold(phrase), phrase);
                assert!(
                    phrases.have(&phrase.to_uppercase())
                        && phrases.are_in(&format!("so {phrase}, so"))
                );
            }
        }
    }
}
