//! From what people write for a provision to the codes they may mean.

use jiff::civil::Date;

use super::Entry;

/// More candidates than this are no help. Article 22 became four articles, and all four are worth naming.
const MOST: usize = 4;

/// Words that people put around a number and that tell nothing apart within a vocabulary.
const NOISE: &[&str] = &[
    "2018",
    "act",
    "art",
    "article",
    "articles",
    "arts",
    "condition",
    "data",
    "dpa",
    "eu",
    "gdpr",
    "of",
    "para",
    "paragraph",
    "paragraphs",
    "paras",
    "point",
    "points",
    "protection",
    "s",
    "sch",
    "schedule",
    "section",
    "the",
    "uk",
    "ukgdpr",
    "under",
];

/// Returns the codes that `text` may mean, best first; for a repealed one, those that took its place.
pub(super) fn suggestions(text: &str, entries: &[&'static Entry], on: Date) -> Vec<&'static str> {
    let readings = [
        by_citation,
        by_words,
        by_part_of_citation,
        by_part_of_title,
        by_typing_error,
    ];
    let found = readings
        .iter()
        .map(|reading| reading(text, entries))
        .find(|found| (1..=MOST).contains(&found.len()))
        .unwrap_or_default();

    let mut codes: Vec<&str> = Vec::new();
    for entry in found {
        // What was repealed and not replaced is still what was meant.
        let is_replaced = entry.repealed(on) && !entry.replaced_by.is_empty();
        let meant = if is_replaced {
            entry.replaced_by.as_slice()
        } else {
            std::slice::from_ref(&entry.code)
        };
        for code in meant {
            // A provision and what stood before it lead to the same one.
            if !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
    }
    codes
}

/// The entry that a text names and could name no other: by its title, the words for it, or its provision.
pub(super) fn named(text: &str, entries: &[&'static Entry]) -> Option<&'static Entry> {
    let wanted = words(text);
    let by_words = filter(entries, |entry| {
        let mut names = entry.words.iter().chain([&entry.title]);
        names.any(|name| words(name) == wanted)
    });
    let cited = citation(text);
    let by_citation = filter(entries, |entry| {
        let mut codes = entry.cited.iter().chain([&entry.code]);
        codes.any(|code| citation(code) == cited) && is_of(entry, &wanted)
    });
    match (by_words.as_slice(), by_citation.as_slice()) {
        ([only], _) | ([], [only]) if !wanted.is_empty() => Some(only),
        _ => None,
    }
}

/// Whether all that a citation says around its number is said of the provision of an entry too: section 6 is not Article 6,
/// and the law of the EU is not that of the UK.
fn is_of(entry: &Entry, citation: &[String]) -> bool {
    let provision = entry.provision().split([',', ';']).next();
    let provision = words(provision.unwrap_or_default());
    let around = citation.iter().map(String::as_str);
    let around = around.filter(|word| NOISE.contains(word) && !EMPTY.contains(word));
    around.into_iter().all(|word| {
        let kind = kind_of(word);
        provision.iter().any(|known| kind_of(known) == kind)
    })
}

/// Words around a number that say nothing of where it is.
const EMPTY: [&str; 6] = ["condition", "of", "point", "points", "the", "under"];

/// The one form of a word for a provision or an act.
fn kind_of(word: &str) -> &str {
    match word {
        "article" | "articles" | "arts" => "art",
        "paragraph" | "paragraphs" | "paras" => "para",
        "schedule" => "sch",
        "section" => "s",
        "ukgdpr" => "gdpr",
        "data" | "protection" | "act" => "dpa",
        word => word,
    }
}

/// `Article 6(1)(e)`, `ukgdpr:6/1/e`, and `6(1)(e) and section 8`, which begins with a code.
pub(super) fn by_citation(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    let wanted = citation(text);
    let exact = filter(entries, |entry| {
        spellings(entry).any(|spelling| citation(spelling) == wanted)
    });
    if !wanted.is_empty() && !exact.is_empty() {
        return exact;
    }
    let length = |entry: &Entry| citation(&entry.code).len();
    // Only a code with a number in it: `no idea` does not begin with the code of Norway.
    let has_number = |entry: &Entry| {
        citation(&entry.code)
            .iter()
            .any(|part| part.contains(char::is_numeric))
    };
    let begun = filter(entries, |entry| {
        has_number(entry) && wanted.starts_with(&citation(&entry.code))
    });
    let longest = begun.iter().map(|entry| length(entry)).max();
    filter(&begun, |entry| Some(length(entry)) == longest)
}

/// The title, or other words for it: `Public task`.
pub(super) fn by_words(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    let wanted = words(text);
    filter(entries, |entry| {
        spellings(entry)
            .chain([entry.title.as_str()])
            .any(|spelling| words(spelling) == wanted)
    })
}

/// `paragraph 18` ends the code `sch1/para18`, and `44A` begins three codes; `6(1)e` lacks a bracket.
pub(super) fn by_part_of_citation(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    let wanted = citation(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let ends = filter(entries, |entry| citation(&entry.code).ends_with(&wanted));
    if !ends.is_empty() {
        return ends;
    }
    let begins = by_beginning_of_citation(text, entries);
    if !begins.is_empty() {
        return begins;
    }
    filter(entries, |entry| {
        citation(&entry.code).concat() == wanted.concat()
    })
}

/// `Article 6` begins the codes of all lawful bases.
pub(super) fn by_beginning_of_citation(
    text: &str,
    entries: &[&'static Entry],
) -> Vec<&'static Entry> {
    let wanted = citation(text);
    filter(entries, |entry| {
        !wanted.is_empty() && citation(&entry.code).starts_with(&wanted)
    })
}

/// `safeguarding` is in the titles of two conditions.
fn by_part_of_title(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    // One interest or several: who writes the commoner word for one basis may mean the other.
    let singular = |text: &str| -> Vec<String> {
        let words = words(text).into_iter();
        words
            .map(|word| word.trim_end_matches('s').to_owned())
            .collect()
    };
    let wanted = singular(text);
    filter(entries, |entry| {
        wanted.concat().len() >= 4
            && singular(&entry.title)
                .windows(wanted.len())
                .any(|w| w == wanted)
    })
}

/// The same in any of the words for it, also where a word is only begun: `safeguard`.
pub(super) fn by_part_of_any_words(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    let wanted = words(text).join(" ");
    filter(entries, |entry| {
        wanted.len() >= 3
            && entry
                .words
                .iter()
                .chain(&entry.also)
                .chain([&entry.title])
                .any(|words_for_it| {
                    let known = format!(" {}", words(words_for_it).join(" "));
                    known.contains(&format!(" {wanted}"))
                })
    })
}

/// One slip in four letters, in the code or in the words for it.
fn by_typing_error(text: &str, entries: &[&'static Entry]) -> Vec<&'static Entry> {
    let wanted = text.trim().to_lowercase();
    let slips = |entry: &Entry| {
        spellings(entry)
            .chain([entry.title.as_str()])
            .map(|spelling| strsim::damerau_levenshtein(&spelling.to_lowercase(), &wanted))
            .min()
    };
    let fewest = entries.iter().filter_map(|entry| slips(entry)).min();
    let allowed = fewest.filter(|fewest| *fewest <= wanted.chars().count() / 4);
    filter(entries, |entry| {
        allowed.is_some() && slips(entry) == allowed
    })
}

fn filter(entries: &[&'static Entry], is_meant: impl Fn(&Entry) -> bool) -> Vec<&'static Entry> {
    entries
        .iter()
        .copied()
        .filter(|entry| is_meant(entry))
        .collect()
}

/// The code and the other words people write for it.
fn spellings(entry: &Entry) -> impl Iterator<Item = &str> {
    [&entry.code]
        .into_iter()
        .chain(&entry.words)
        .chain(&entry.cited)
        .chain(&entry.also)
        .map(String::as_str)
}

/// The parts that make a citation: `DPA 2018 Sch. 1 Part 2 para 18` is `1`, `18`, and so is `sch1/para18`.
pub(super) fn citation(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_number_of_part = false;
    for word in words(text) {
        let is_part = word == "part" || word == "pt";
        if !is_part && !is_number_of_part && !NOISE.contains(&word.as_str()) {
            let number = word.trim_start_matches('0');
            parts.push(if number.is_empty() {
                word.clone()
            } else {
                number.to_owned()
            });
        }
        is_number_of_part = is_part;
    }
    parts
}

/// Letters and digits in lower case, apart at everything else and where a number follows a letter (`para18`, but `22A`).
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    for character in text.to_lowercase().chars() {
        if !character.is_alphanumeric() || (previous.is_alphabetic() && character.is_numeric()) {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            words
                .last_mut()
                .expect("the list starts with one word and only grows")
                .push(character);
        }
        previous = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use std::collections::BTreeSet;

    use super::super::{Standing, VOCABULARIES, vocabulary};
    use super::spellings;

    fn suggest(name: &str, text: &str) -> String {
        match vocabulary(name).unwrap().standing(text, date(2026, 11, 24)) {
            Standing::Unknown { suggestions } => suggestions.join(" "),
            known => panic!("{text} is known: {known:?}"),
        }
    }

    #[test]
    fn a_provision_may_be_written_in_many_ways() {
        for text in [
            "Art 6(1)(e)",
            "6(1)(e)",
            "6(1)e",
            "6.1.e",
            "ukgdpr:6/1/e",
            "UK GDPR Article 6 (1) (e)",
            "point (e)",
        ] {
            assert_eq!(suggest("lawful-basis", text), "6/1/e", "{text}");
        }
        assert_eq!(suggest("lawful-basis", "Article 6(1)(ea)"), "6/1/ea");
        assert_eq!(
            suggest("lawful-basis", "6(1)(e) and section 8 of the DPA 2018"),
            "6/1/e"
        );
        assert_eq!(suggest("special-condition", "Article 9(2)(h)"), "9/2/h");
        assert_eq!(
            suggest("recognised-interest", "Annex 1 paragraph 5"),
            "annex1/5"
        );
        assert_eq!(
            suggest("derogation", "Article 49(1), second subparagraph"),
            "49/1/second-subparagraph"
        );
        assert_eq!(suggest("dpia-criterion", "ICO HR 7"), "ico-hr-07");
        assert_eq!(suggest("right", "Section 164A"), "dpa2018:s164A");
        for text in [
            "Schedule 1 paragraph 18",
            "dpa2018:sch1/para18",
            "DPA 2018, Sch. 1 Part 2 para 18(2)",
            "para 18",
        ] {
            assert_eq!(suggest("schedule-1", text), "sch1/para18", "{text}");
        }
        assert_eq!(suggest("schedule-1", "paragraph 11"), "sch1/para11");
    }

    #[test]
    fn words_lead_to_codes() {
        assert_eq!(suggest("lawful-basis", "Public task"), "6/1/e");
        assert_eq!(
            suggest("schedule-1", "safeguarding"),
            "sch1/para18 sch1/para19"
        );
        assert_eq!(
            suggest("schedule-1", "Regulatory requirements"),
            "sch1/para12"
        );
        assert_eq!(
            suggest("schedule-1", "preventing or detecting unlawful acts"),
            "sch1/para10"
        );
        assert_eq!(
            suggest("data-class", "Ethnicity"),
            "racial-or-ethnic-origin"
        );
        assert_eq!(suggest("approved-country", "France"), "FR");
    }

    #[test]
    fn a_provision_that_was_replaced_leads_to_the_new_ones() {
        assert_eq!(suggest("right", "Article 22"), "22A 22B 22C 22D");
        assert_eq!(suggest("transfer-route", "Art. 45"), "44A/2/a");
        assert_eq!(suggest("transfer-route", "46"), "44A/2/b");
        assert_eq!(suggest("transfer-route", "Article 49"), "44A/2/c");
    }

    /// A number that is not a provision of its own, or clauses that allow nothing alone, lead to no other law.
    #[test]
    fn no_suggestion_leads_to_other_law_than_was_written() {
        for text in ["Article 49(2)", "49/2", "49(2)"] {
            assert_eq!(suggest("derogation", text), "", "{text}");
        }
        for text in ["SCCs", "EU SCCs", "standard contractual clauses"] {
            assert_eq!(suggest("safeguard", text), "eu-clauses", "{text}");
        }
        assert_eq!(suggest("safeguard", "UK Addendum"), "addendum");
    }

    /// Whatever is written, nothing is suggested twice, and what is suggested is known to the law of the day.
    #[test]
    fn suggestions_are_known_and_never_repeat() {
        let on = date(2026, 11, 24);
        for vocabulary in VOCABULARIES {
            let mut texts = BTreeSet::new();
            for entry in vocabulary.entries() {
                let spellings = spellings(entry).chain([entry.title.as_str()]);
                for spelling in
                    spellings.flat_map(|spelling| [spelling.to_owned(), format!("x {spelling}")])
                {
                    for word in super::words(&spelling) {
                        texts.insert(word);
                    }
                    texts.insert(spelling);
                }
                texts.extend(
                    (1..entry.title.len())
                        .filter_map(|end| entry.title.get(..end).map(str::to_owned)),
                );
                texts.extend(
                    (1..entry.code.len())
                        .filter_map(|end| entry.code.get(..end).map(str::to_owned)),
                );
            }
            for text in texts {
                let Standing::Unknown { suggestions } = vocabulary.standing(&text, on) else {
                    continue;
                };
                let once: BTreeSet<_> = suggestions.iter().collect();
                assert_eq!(once.len(), suggestions.len(), "{text}: {suggestions:?}");
                for code in suggestions {
                    assert!(
                        match vocabulary.standing(code, on) {
                            Standing::InForce(_) | Standing::NotYet(_) => true,
                            // The last of its line; the finding says what to know about it.
                            Standing::Repealed(entry) => entry.replaced_by.is_empty(),
                            Standing::Unknown { .. } => false,
                        },
                        "{text} leads to {code} in {}",
                        vocabulary.name()
                    );
                }
            }
        }
        assert_eq!(suggest("transfer-route", "safeguard"), "44A/2/b");
    }

    /// What is taken in place of a code names one provision and no other; the rest is asked back.
    #[test]
    fn a_provision_named_for_certain_is_taken() {
        let named = |name: &str, text: &str| vocabulary(name).unwrap().code_for(text);
        for text in [
            "public task",
            "Article 6(1)(e)",
            "6(1)(e)",
            "Art. 6(1)e UK GDPR",
            "6/1/E",
        ] {
            assert_eq!(named("lawful-basis", text), Some("6/1/e"), "{text}");
        }
        for text in [
            "Sch 1 para 6",
            "Schedule 1, Part 2, paragraph 6",
            "DPA 2018 Sch. 1 para 6",
        ] {
            assert_eq!(named("schedule-1", text), Some("sch1/para6"), "{text}");
        }
        assert_eq!(named("special-condition", "Article 9(2)(h)"), Some("9/2/h"));
        assert_eq!(named("right", "Section 164A"), Some("dpa2018:s164A"));
        for text in [
            "section 35(2)(b)",
            "s.35(2)(b)",
            "DPA 2018 s35(2)(b)",
            "35(2)(b)",
        ] {
            assert_eq!(named("section-35", text), Some("dpa2018:s35/2/b"), "{text}");
        }
        for text in [
            "Sch 8 para 4",
            "Schedule 8, paragraph 4",
            "DPA 2018 Sch. 8 para 4",
        ] {
            assert_eq!(named("schedule-8", text), Some("sch8/para4"), "{text}");
        }
        for (text, code) in [
            ("s.74", "dpa2018:s73/3/a"),
            ("section 74AA", "dpa2018:s73/3/a"),
            ("section 75", "dpa2018:s73/3/b"),
            ("s.76", "dpa2018:s73/3/c"),
            ("section 73(3)(c)", "dpa2018:s73/3/c"),
        ] {
            assert_eq!(named("part-3-route", text), Some(code), "{text}");
        }
        assert_eq!(
            named("special-circumstances", "s.76(1)(a)"),
            Some("dpa2018:s76/1/a")
        );
        assert_eq!(
            named("part-3-safeguard", "section 75(1A)(b)"),
            Some("dpa2018:s75/1A/b")
        );
        assert_eq!(named("part-3-right", "section 45"), Some("dpa2018:s45"));
        // It was in force once, and how it stands is said of it.
        assert_eq!(named("right", "Article 22"), Some("22"));
        for (name, unclear) in [
            ("lawful-basis", "Section 6(1)(e)"),
            ("lawful-basis", "EU GDPR Article 6(1)(e)"),
            ("lawful-basis", "DPA 2018 6(1)(e)"),
            ("lawful-basis", "6(1)(e) and section 8 of the DPA 2018"),
            ("lawful-basis", "public interest"),
            ("lawful-basis", "Article 6"),
            ("lawful-basis", "publik task"),
            ("lawful-basis", ""),
            ("schedule-1", "Schedule 2 para 6"),
            ("schedule-1", "para 6"),
            ("schedule-1", "18(2)"),
            ("transfer-route", "Art. 46"),
            ("safeguard", "SCCs"),
            ("section-35", "Article 35(2)(b)"),
            ("schedule-8", "Schedule 1 para 4"),
        ] {
            assert_eq!(named(name, unclear), None, "{unclear}");
        }
    }

    #[test]
    fn typing_errors_are_forgiven() {
        assert_eq!(suggest("data-class", "helth"), "health");
        assert_eq!(suggest("safeguard", "adendum"), "addendum");
        assert_eq!(suggest("right", "22a"), "22A");
        assert_eq!(suggest("approved-country", "Frnce"), "FR");
    }

    #[test]
    fn a_guess_among_many_is_not_made() {
        assert_eq!(suggest("lawful-basis", "6/1/x"), "");
        assert_eq!(suggest("lawful-basis", "Article 6"), "");
        assert_eq!(suggest("approved-country", "IN"), "");
        assert_eq!(suggest("approved-country", "no idea"), "");
        assert_eq!(suggest("lawful-basis", ""), "");
        assert_eq!(suggest("lawful-basis", "because we always have"), "");
    }
}
