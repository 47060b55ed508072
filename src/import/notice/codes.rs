//! From the words of notices to codes of law. Each of these is our interpretation of words that name no provision.

use crate::model::fold;

use super::super::words;
use super::{Provision, pattern};

/// Words for the points of Article 6(1).
const BASES: &[(&str, &str)] = &[
    ("public task", "6/1/e"),
    ("official capacity", "6/1/e"),
    ("official function", "6/1/e"),
    ("task in the public interest", "6/1/e"),
    ("task carried out in the public interest", "6/1/e"),
    ("task we carry out in the public interest", "6/1/e"),
    ("performed in the public interest", "6/1/e"),
    ("official authority", "6/1/e"),
    ("substantial public interest", ""),
    ("public interest", "6/1/e"),
    ("public duty", "6/1/e"),
    ("statutory function", "6/1/e"),
    ("legal obligation", "6/1/c"),
    ("legally obliged", "6/1/c"),
    ("required by law", "6/1/c"),
    ("statutory obligation", "6/1/c"),
    ("statutory duty", "6/1/c"),
    ("statutory duties", "6/1/c"),
    ("statutory requirement", "6/1/c"),
    ("legal duty", "6/1/c"),
    ("legal requirement", "6/1/c"),
    ("comply with the law", "6/1/c"),
    ("required to by law", "6/1/c"),
    ("law requires", "6/1/c"),
    ("contract", "6/1/b"),
    ("consent", "6/1/a"),
    ("vital interest", "6/1/d"),
    ("recognised legitimate interest", "6/1/ea"),
    ("legitimate interest", "6/1/f"),
];

/// Words for the points of Article 9(2).
const CONDITIONS: &[(&str, &str)] = &[
    ("explicit consent", "9/2/a"),
    ("employment social security", "9/2/b"),
    ("employment and social security", "9/2/b"),
    ("social security and social protection", "9/2/b"),
    ("social security or social protection", "9/2/b"),
    ("social protection law", "9/2/b"),
    ("vital interest", "9/2/c"),
    ("manifestly made public", "9/2/e"),
    ("made your information publicly available", "9/2/e"),
    ("made public by", "9/2/e"),
    ("legal claim", "9/2/f"),
    ("legal proceedings", "9/2/f"),
    ("legal cases", "9/2/f"),
    ("substantial public interest", "9/2/g"),
    ("health and social care", "9/2/h"),
    ("health or social care", "9/2/h"),
    ("provision of social care", "9/2/h"),
    ("provision of health", "9/2/h"),
    ("medical diagnosis", "9/2/h"),
    ("preventive or occupational medicine", "9/2/h"),
    ("public health", "9/2/i"),
    ("archiving", "9/2/j"),
    ("not for profit", "9/2/d"),
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
    ("copy of", "15"),
    ("rectif", "16"),
    ("put right", "16"),
    ("accurate", "16"),
    ("correct", "16"),
    ("erase", "17"),
    ("erasure", "17"),
    ("forgotten", "17"),
    ("delete", "17"),
    ("restrict", "18"),
    ("limit", "18"),
    ("portab", "20"),
    ("object", "21"),
    ("withdraw", "7/3"),
    ("complain to the information commission", "dpa2018:s165"),
    ("complain to the ico", "dpa2018:s165"),
];

fn found(text: &str, among: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    let text = fold(text);
    let mut codes: Vec<&'static str> = Vec::new();
    let mut rest = text.clone();
    for (words, code) in among {
        // What one entry has taken, as "recognised legitimate interest", no later one takes again.
        if rest.contains(words) {
            rest = rest.replace(words, "\u{1}");
            if !code.is_empty() && !codes.contains(code) {
                codes.push(code);
            }
        }
    }
    codes
}

// A letter alone may be the article "a": it is a point only in brackets, or before a mark or the end.
pattern!(
    ARTICLE_6,
    r"(?:\b(?:art\.?|article|gdpr) ?6 ?(?:[.(]? ?1 ?[).]*,? ?)?|^6 ?\(1\) ?)(?:\(\s?(ea|[a-f])\s?\)|(ea|[b-f])\b|(a)(?: ?[-–:,;)]|$))(?: ?(?:&|and|or|,) ?\((ea|[a-f])\))?"
);
pattern!(
    ARTICLE_9,
    r"(?:\b(?:art\.?|article|gdpr) ?9 ?(?:[.(]? ?2 ?[).]*,? ?)?|^9 ?\(2\) ?)(?:\(\s?([a-j])\s?\)|([b-j])\b|(a)(?: ?[-–:,;)]|$))(?: ?(?:&|and|or|,) ?\(([a-j])\))?"
);

/// A lawful basis that words name: the point of Article 6 where they name one, else as they are understood.
fn provision(
    published: &str,
    among: &[(&'static str, &'static str)],
    (article, point): (&regex::Regex, &str),
) -> Provision {
    let mut named: Vec<&'static str> = Vec::new();
    for found in article.captures_iter(published) {
        for letter in found.iter().skip(1).flatten() {
            let code = format!("{point}{}", letter.as_str().to_lowercase());
            let known = among
                .iter()
                .map(|(_, known)| *known)
                .find(|known| *known == code);
            named.extend(known.filter(|known| !named.contains(known)));
        }
    }
    let is_named = !named.is_empty();
    Provision {
        published: published.to_owned(),
        codes: if is_named {
            named
        } else {
            found(published, among)
        },
        is_named,
    }
}

/// The lawful basis that words name.
pub(in crate::import) fn basis(published: &str) -> Provision {
    provision(published, BASES, (&ARTICLE_6, "6/1/"))
}

/// The condition for special kinds of data that words name.
pub(in crate::import) fn condition(published: &str) -> Provision {
    provision(published, CONDITIONS, (&ARTICLE_9, "9/2/"))
}

/// Words that name several provisions, taken apart so that each names one; as they are where that is not possible.
pub(super) fn each(published: &str, read: fn(&str) -> Provision) -> Vec<Provision> {
    let whole = read(published);
    if whole.codes.len() < 2 {
        return vec![whole];
    }
    let held = words::held_together(published);
    let read = |text: &str| read(&words::shown(text));
    let mut groups: Vec<String> = Vec::new();
    let mut rest = held.as_str();
    let mut before = "";
    while !rest.is_empty() {
        let cut = [", and ", ", ", "; ", " and ", " or ", " & "]
            .iter()
            .filter_map(|mark| Some((rest.find(mark)?, *mark)));
        let (piece, mark, after) = match cut.min_by_key(|(at, mark)| (*at, usize::MAX - mark.len()))
        {
            Some((at, mark)) => (&rest[..at], mark, &rest[at + mark.len()..]),
            None => (rest, "", ""),
        };
        let lower = piece.trim().to_lowercase();
        let begins = [
            "for ",
            "to ",
            "necessary ",
            "the establishment",
            "under ",
            "that ",
        ]
        .iter()
        .any(|one| lower.starts_with(one));
        match groups.last_mut() {
            Some(group)
                if read(group).codes.is_empty()
                    || !begins
                        && read(&format!("{group}{before}{piece}")).codes == read(group).codes =>
            {
                group.push_str(before);
                group.push_str(piece);
            }
            _ => groups.push(piece.to_owned()),
        }
        before = mark;
        rest = after;
    }
    let each: Vec<Provision> = groups
        .iter()
        .map(|group| read(words::trimmed(group)))
        .collect();
    if each.iter().all(|one| one.codes.len() == 1) {
        each
    } else {
        vec![whole]
    }
}

/// Whether words cite an enactment and no more.
pub(super) fn is_enactment(text: &str) -> bool {
    const VERBS: [&str; 5] = [" is ", " are ", " we ", " under the ", " to "];
    let text = text.trim();
    let padded = format!(" {text} ").to_lowercase();
    ENACTMENT.is_match(text) && !VERBS.iter().any(|verb| padded.contains(verb))
}

pattern!(
    ENACTMENT,
    r"^(?:the |section \d+[a-z]?(?: ?\(\w+\))* (?:of )?(?:the )?|regulation \d+ of (?:the )?)?[A-Z][\w'’,()&/ -]*\b(?:act|regulations|order|rules|code|directive|measure)s?(?: \([^)]*\))*(?: of)? (?:1[89]|20)\d\d(?:,? ?\(?(?:as amended|s\.? ?\d.*|sections? \d.*|part \d.*|schedule \d.*|and (?:associated|related) .*|\(?[A-Z]+\))\)?)*$"
);

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
                assert!(
                    code.is_empty() || vocabulary.entry(code).is_some(),
                    "{code}"
                );
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

    #[test]
    fn words_that_name_several_provisions_are_taken_apart() {
        let each_of = |text: &str, read| {
            let each = each(text, read).into_iter();
            let said = each.map(|one| format!("{}={}", one.published, one.codes.join("+")));
            said.collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            each_of(
                "legal obligation and for a task in the public interest",
                basis
            ),
            "legal obligation=6/1/c | for a task in the public interest=6/1/e"
        );
        let one =
            "a task carried out in the public interest or in the exercise of official authority";
        assert_eq!(each_of(one, basis), format!("{one}=6/1/e"));
        assert_eq!(
            each_of(
                "substantial public interest and employment, social security and social protection law",
                condition
            ),
            "substantial public interest=9/2/g | employment, social security and social protection law=9/2/b"
        );
        assert_eq!(
            each_of(
                "under Health and Social Care, substantial public interest and for the establishment or defence of legal claims",
                condition
            ),
            "under Health and Social Care=9/2/h | substantial public interest=9/2/g | for the establishment or defence of legal claims=9/2/f"
        );
    }

    #[test]
    fn points_and_enactments_are_read_as_they_are_cited() {
        for (text, code) in [
            ("Article 6.1 c", "6/1/c"),
            ("Article 6(1) a legal obligation", "6/1/c"),
            ("Art. 6(1)(b)", "6/1/b"),
            ("Article 6(1)(a): consent", "6/1/a"),
        ] {
            assert_eq!(basis(text).codes, [code], "{text}");
        }
        assert_eq!(
            basis("GDPR Article 6(1) (b) & (e)").codes,
            ["6/1/b", "6/1/e"]
        );
        assert_eq!(
            condition("Article 9.2 g - Substantial public interest").codes,
            ["9/2/g"]
        );
        assert!(is_enactment("Road Traffic Regulation Act 1984 s.32"));
        assert!(is_enactment("The Equality Act 2010"));
        assert!(!is_enactment("This is supported by the Care Act 2014"));
        assert!(!is_enactment(
            "Deciding under the Equality Act 2010 who may park"
        ));
    }
}
