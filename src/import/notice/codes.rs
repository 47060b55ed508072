//! From the words of notices to codes of law. Each of these is our interpretation of words that name no provision.

use crate::model::fold;

use super::Provision;

/// Words for the points of Article 6(1).
const BASES: &[(&str, &str)] = &[
    ("public task", "6/1/e"),
    ("task in the public interest", "6/1/e"),
    ("task carried out in the public interest", "6/1/e"),
    ("task we carry out in the public interest", "6/1/e"),
    ("performed in the public interest", "6/1/e"),
    ("official authority", "6/1/e"),
    ("article 6 1 e", "6/1/e"),
    ("legal obligation", "6/1/c"),
    ("legally obliged", "6/1/c"),
    ("required by law", "6/1/c"),
    ("statutory obligation", "6/1/c"),
    ("statutory duty", "6/1/c"),
    ("article 6 1 c", "6/1/c"),
    ("contract", "6/1/b"),
    ("article 6 1 b", "6/1/b"),
    ("consent", "6/1/a"),
    ("article 6 1 a", "6/1/a"),
    ("vital interest", "6/1/d"),
    ("article 6 1 d", "6/1/d"),
    ("recognised legitimate interest", "6/1/ea"),
    ("article 6 1 ea", "6/1/ea"),
    ("legitimate interest", "6/1/f"),
    ("article 6 1 f", "6/1/f"),
];

/// Words for the points of Article 9(2).
const CONDITIONS: &[(&str, &str)] = &[
    ("explicit consent", "9/2/a"),
    ("article 9 2 a", "9/2/a"),
    ("employment social security", "9/2/b"),
    ("employment and social security", "9/2/b"),
    ("social protection law", "9/2/b"),
    ("article 9 2 b", "9/2/b"),
    ("vital interest", "9/2/c"),
    ("article 9 2 c", "9/2/c"),
    ("manifestly made public", "9/2/e"),
    ("article 9 2 e", "9/2/e"),
    ("legal claim", "9/2/f"),
    ("article 9 2 f", "9/2/f"),
    ("substantial public interest", "9/2/g"),
    ("article 9 2 g", "9/2/g"),
    ("health and social care", "9/2/h"),
    ("health or social care", "9/2/h"),
    ("article 9 2 h", "9/2/h"),
    ("public health", "9/2/i"),
    ("article 9 2 i", "9/2/i"),
    ("archiving", "9/2/j"),
    ("article 9 2 j", "9/2/j"),
];

/// Words for kinds of data that the law sets apart.
const CLASSES: &[(&str, &str)] = &[
    ("health", "health"),
    ("medical", "health"),
    ("disabilit", "health"),
    ("racial", "racial-or-ethnic-origin"),
    ("ethnic", "racial-or-ethnic-origin"),
    ("political", "political-opinions"),
    ("religio", "religious-or-philosophical-beliefs"),
    ("philosophical", "religious-or-philosophical-beliefs"),
    ("trade union", "trade-union-membership"),
    ("genetic", "genetic"),
    ("biometric", "biometric"),
    ("sexual orientation", "sexual-orientation"),
    ("sex life", "sex-life"),
    ("sexual life", "sex-life"),
    ("offence", "criminal-offence"),
    ("criminal", "criminal-offence"),
    ("conviction", "criminal-offence"),
];

/// Words for rights.
const RIGHTS: &[(&str, &str)] = &[
    ("informed", "13"),
    ("access", "15"),
    ("rectif", "16"),
    ("correct", "16"),
    ("erase", "17"),
    ("erasure", "17"),
    ("forgotten", "17"),
    ("delete", "17"),
    ("restrict", "18"),
    ("portab", "20"),
    ("object", "21"),
    ("withdraw", "7/3"),
];

fn found(text: &str, among: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    let text = fold(text);
    let mut codes: Vec<&'static str> = Vec::new();
    let mut rest = text.clone();
    for (words, code) in among {
        // What one entry has taken, as "recognised legitimate interest", no later one takes again.
        if rest.contains(words) {
            rest = rest.replace(words, "\u{1}");
            if !codes.contains(code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn provision(published: &str, among: &[(&'static str, &'static str)], article: &str) -> Provision {
    Provision {
        published: published.to_owned(),
        codes: found(published, among),
        is_named: fold(published).contains(article),
    }
}

/// The lawful basis that words name.
pub(in crate::import) fn basis(published: &str) -> Provision {
    provision(published, BASES, "article 6")
}

/// The condition for special kinds of data that words name.
pub(in crate::import) fn condition(published: &str) -> Provision {
    provision(published, CONDITIONS, "article 9")
}

/// The classes of data that a name speaks of, as codes.
pub(in crate::import) fn classes(name: &str) -> Vec<&'static str> {
    found(name, CLASSES)
}

/// The right that words name, where they name one.
pub(in crate::import) fn right(words: &str) -> Option<&'static str> {
    let codes = found(words, RIGHTS);
    (codes.len() == 1).then(|| codes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_law() {
        for (vocabulary, table) in [
            ("lawful-basis", BASES),
            ("special-condition", CONDITIONS),
            ("data-class", CLASSES),
            ("right", RIGHTS),
        ] {
            let vocabulary = crate::law::vocabulary(vocabulary).unwrap();
            for (words, code) in table {
                assert!(vocabulary.entry(code).is_some(), "{code}");
                assert_eq!(fold(words), *words);
            }
        }
    }

    #[test]
    fn words_that_mean_two_things_are_not_settled() {
        assert_eq!(
            basis("necessary for a task in the public interest").codes,
            ["6/1/e"]
        );
        assert_eq!(
            basis("a legal obligation and a task in the public interest").codes,
            ["6/1/e", "6/1/c"]
        );
        assert_eq!(basis("contract and consent").codes, ["6/1/b", "6/1/a"]);
        assert_eq!(basis("The Children Act 1989").codes, [] as [&str; 0]);
        assert_eq!(basis("recognised legitimate interest").codes, ["6/1/ea"]);
        assert!(basis("Article 6(1)(e): public task").is_named);
        assert_eq!(condition("Health and Social care support").codes, ["9/2/h"]);
        assert_eq!(
            classes("Criminal proceedings, outcomes and sentences"),
            ["criminal-offence"]
        );
        assert_eq!(
            right("Your Right for us to Rectify your personal data"),
            Some("16")
        );
    }
}
