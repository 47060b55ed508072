//! Which entries of any vocabulary a text names, however it is written.

use jiff::civil::Date;

use super::{Entry, VOCABULARIES, Vocabulary, spelling};

/// An entry and the vocabulary that it is in.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The vocabulary.
    pub vocabulary: &'static Vocabulary,
    /// The entry.
    pub entry: &'static Entry,
}

/// What a text names.
#[derive(Clone, Debug)]
pub enum Named {
    /// A whole vocabulary, by its name or by what its entries are called.
    Vocabulary(&'static Vocabulary),
    /// Entries that are called so: by code, citation, heading or other words.
    These {
        /// The entries.
        hits: Vec<Hit>,
        /// Others of whose words the text is a part.
        others: Vec<Hit>,
    },
    /// No entry is called so, but it is a part of what these are called.
    PartOf(Vec<Hit>),
    /// Nothing is called so.
    Nothing {
        /// What may have been meant, each of which names something: codes, then vocabularies.
        suggestions: Vec<&'static str>,
    },
}

/// More suggestions than this are no help.
const MOST: usize = 4;

/// How alike the name of a vocabulary is at least, to be suggested.
const ALIKE: f64 = 0.8;

/// Returns what a text names among all vocabularies; the day settles what is suggested for what was replaced.
pub fn look_up(text: &str, on: Date) -> Named {
    let wanted = spelling::words(text);
    let is_called = |vocabulary: &&Vocabulary| {
        [vocabulary.name(), vocabulary.title()]
            .map(spelling::words)
            .contains(&wanted)
    };
    if let Some(vocabulary) = VOCABULARIES.into_iter().find(is_called) {
        return Named::Vocabulary(vocabulary);
    }
    if let Some(named) = among(&VOCABULARIES, text) {
        return named;
    }
    // `right 15`: the vocabulary, and what is sought in it.
    let parts = text.trim().split_once(char::is_whitespace);
    let inside = parts.and_then(|(name, rest)| among(&[super::vocabulary(name)?], rest));
    inside.unwrap_or_else(|| Named::Nothing {
        suggestions: meant(text, on),
    })
}

/// What a text names among the entries of some vocabularies.
fn among(vocabularies: &[&'static Vocabulary], text: &str) -> Option<Named> {
    let each = |find: &dyn Fn(&'static Vocabulary) -> Vec<&'static Entry>| -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for vocabulary in vocabularies {
            for entry in find(vocabulary) {
                // One entry may be in the vocabularies of both laws.
                if !hits.iter().any(|hit| std::ptr::eq(hit.entry, entry)) {
                    hits.push(Hit { vocabulary, entry });
                }
            }
        }
        hits
    };
    let exact = each(&|vocabulary| vocabulary.entry(text.trim()).into_iter().collect());
    let hits = if exact.is_empty() {
        each(&|vocabulary| {
            let mut found = spelling::by_citation(text, vocabulary.entries());
            for entry in spelling::by_words(text, vocabulary.entries()) {
                if !found.iter().any(|known| known.code == entry.code) {
                    found.push(entry);
                }
            }
            fitting(text, found)
        })
    } else {
        exact
    };
    if !hits.is_empty() {
        let mut others =
            each(&|vocabulary| spelling::by_part_of_any_words(text, vocabulary.entries()));
        others.retain(|other| {
            let is_other = |hit: &Hit| {
                hit.entry.code != other.entry.code
                    || hit.vocabulary.name() != other.vocabulary.name()
            };
            hits.iter().all(is_other)
        });
        return Some(Named::These { hits, others });
    }
    // `GDPR` stands in a heading too, and nobody means that one.
    if spelling::citation(text).is_empty() {
        return None;
    }
    let readings = [
        spelling::by_beginning_of_citation,
        spelling::by_part_of_citation,
        spelling::by_part_of_any_words,
    ];
    let mut found = readings
        .into_iter()
        .map(|reading| each(&|vocabulary| fitting(text, reading(text, vocabulary.entries()))));
    found.find(|hits| !hits.is_empty()).map(Named::PartOf)
}

/// What may have been meant by a text that names nothing.
fn meant(text: &str, on: Date) -> Vec<&'static str> {
    let mut codes: Vec<&str> = Vec::new();
    for vocabulary in VOCABULARIES {
        for code in spelling::suggestions(text, vocabulary.entries(), on) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    if codes.len() > MOST || spelling::citation(text).is_empty() {
        codes.clear();
    }
    let typed = text.trim().to_lowercase();
    let names = VOCABULARIES.into_iter().map(Vocabulary::name);
    codes.extend(names.filter(|name| strsim::jaro(&typed, name) > ALIKE));
    codes.truncate(MOST);
    codes
}

/// Leaves out paragraphs and sections where the text says article, and the other way about: `para 18` is not Article 18.
fn fitting(text: &str, mut found: Vec<&'static Entry>) -> Vec<&'static Entry> {
    let words = spelling::words(text);
    let says = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let is_article = says(&["art", "article", "articles", "arts"]);
    let is_paragraph = says(&[
        "para",
        "paragraph",
        "paragraphs",
        "paras",
        "sch",
        "schedule",
    ]);
    let is_section = says(&["s", "section", "sections", "ss"]);
    found.retain(|entry| {
        let code = spelling::words(&entry.code);
        let has = |part: &str| code.iter().any(|word| word == part);
        let is_of_schedule = has("para") || has("annex");
        let is_a_section = has("s");
        match (is_article, is_paragraph, is_section) {
            (true, false, false) => !is_of_schedule && !is_a_section,
            (false, true, _) => is_of_schedule,
            (false, false, true) => is_a_section,
            _ => true,
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn shown(text: &str) -> String {
        let codes = |hits: Vec<Hit>| {
            let codes = hits.iter().map(|hit| hit.entry.code.as_str());
            codes.collect::<Vec<_>>().join(" ")
        };
        match look_up(text, date(2026, 11, 24)) {
            Named::Vocabulary(vocabulary) => format!("all of {}", vocabulary.name()),
            Named::These { hits, others } if others.is_empty() => codes(hits),
            Named::These { hits, others } => format!("{}; also {}", codes(hits), codes(others)),
            Named::PartOf(hits) => format!("among {}", codes(hits)),
            Named::Nothing { suggestions } => format!("nothing; {}", suggestions.join(" ")),
        }
    }

    #[test]
    fn an_entry_is_found_however_it_is_written() {
        for (text, found) in [
            ("6/1/e", "6/1/e"),
            ("Article 6(1)(e)", "6/1/e"),
            ("public task", "6/1/e; also annex1/1"),
            ("Sch 1 para 6", "sch1/para6"),
            ("Article 18", "18"),
            ("Annex 1 paragraph 5", "annex1/5"),
            ("DPA 2018 section 165", "dpa2018:s165"),
            ("IDTA", "idta"),
            ("france", "FR"),
            ("Article 22", "22"),
            ("section 45", "dpa2018:s45"),
            ("Article 45", "45"),
            ("section 35(2)(b)", "dpa2018:s35/2/b"),
            ("Sch 8 para 4", "sch8/para4"),
            ("s.75", "dpa2018:s73/3/b"),
            ("lawful basis", "all of lawful-basis"),
            ("Lawful bases", "all of lawful-basis"),
            ("schedule-1", "all of schedule-1"),
            ("para 18", "among sch1/para18"),
            (
                "safeguarding",
                "annex1/6 sch8/para4; also sch1/para18 sch1/para19",
            ),
            ("right 15", "15"),
            ("schedule-1 fraud", "among sch1/para14"),
            (
                "Article 6",
                "among 6/1/a 6/1/b 6/1/c 6/1/d 6/1/e 6/1/ea 6/1/f",
            ),
        ] {
            assert_eq!(shown(text), found, "{text}");
        }
    }

    #[test]
    fn words_that_tell_nothing_apart_name_nothing() {
        for text in ["GDPR", "the", "Data Protection Act 2018", "article"] {
            assert!(shown(text).starts_with("nothing"), "{text}");
        }
    }

    #[test]
    fn one_word_may_be_the_heading_of_several() {
        assert_eq!(
            shown("consent"),
            "49/1/a 6/1/a sch1/para29 dpa2018:s35/2/a dpa2018:s35/4; also 49/1/f dpa2018:s40A 7/3 9/2/a 9/2/c"
        );
    }

    /// What is suggested is typed next.
    #[test]
    fn what_is_suggested_names_something() {
        for text in [
            "pubic task",
            "frnce",
            "lawfull-basis",
            "adendum",
            "zzzz",
            "",
            "§",
        ] {
            let Named::Nothing { suggestions } = look_up(text, date(2026, 11, 24)) else {
                panic!("{text} names something");
            };
            for suggestion in suggestions {
                let found = look_up(suggestion, date(2026, 11, 24));
                assert!(
                    matches!(found, Named::These { .. } | Named::Vocabulary(_)),
                    "{text}: {suggestion}"
                );
            }
        }
        assert_eq!(shown("pubic task"), "nothing; 6/1/e");
        assert_eq!(shown("lawfull-basis"), "nothing; lawful-basis");
    }
}
