//! A vocabulary of the law, its entries, and how a code stands on a day.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::spelling;

/// The text of a data file, which the build has written as JSON (`build.rs`).
macro_rules! data {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
}

pub(super) use data;

/// A vocabulary that says more of an entry than all of them do: its entries out of their data file, the vocabulary, and how
/// an entry is found by its code.
macro_rules! entries {
    (
        $list:ident: $entry:ty = $file:literal;
        $vocabulary:ident = $name:literal, $title:literal;
        $(#[$about:meta])*
        fn $find:ident;
    ) => {
        static $list: std::sync::LazyLock<Vec<$entry>> = std::sync::LazyLock::new(|| {
            $crate::law::vocabulary::read($crate::law::vocabulary::data!($file))
        });

        pub(super) static $vocabulary: $crate::law::vocabulary::Vocabulary =
            $crate::law::vocabulary::Vocabulary::new($name, $title, || {
                $list.iter().map(|one| &one.entry).collect()
            });

        $(#[$about])*
        pub fn $find(code: &str) -> Option<&'static $entry> {
            $list.iter().find(|one| one.entry.code == code)
        }
    };
}

pub(super) use entries;

/// One thing the law names: a basis, a condition, a right, a country.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Entry {
    /// Its id within the vocabulary, as in `6/1/e` or `sch1/para18`; the numbering is that of the provision.
    pub code: String,
    /// Its heading, or a few words of our own.
    pub title: String,
    /// Other words people write for it; they lead to suggestions only.
    #[serde(default)]
    pub also: Vec<String>,
    /// Words that are accepted in place of the code beside its title: those by which a field's description names it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Other provisions by which it is cited, as it is by its own.
    #[serde(default)]
    pub cited: Vec<String>,
    /// Of an entry of Part 3 of the Data Protection Act 2018: the codes of the UK GDPR for what comes nearest.
    #[serde(default)]
    pub like: Vec<String>,
    /// The first day in force; absent means always, as far as this register goes.
    pub from: Option<Date>,
    /// The first day no longer in force; absent means that it still is.
    pub until: Option<Date>,
    /// The codes of the same vocabulary that took its place.
    #[serde(default)]
    pub replaced_by: Vec<String>,
    /// What else to know about it.
    pub note: Option<String>,
    /// How its title or note read before.
    #[serde(default)]
    earlier: Vec<Earlier>,
    /// The provision, the act that amended it, and where to read it.
    pub source: String,
    /// Whether it was read in the law, or in a source that quotes or restates it. If not, it is general knowledge.
    pub confirmed: bool,
    /// The part of a confirmed entry that was not confirmed.
    pub not_confirmed: Option<String>,
}

/// How an entry read before a day: only what was different.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Earlier {
    /// The first day on which it no longer read so.
    until: Date,
    title: Option<String>,
    note: Option<String>,
}

impl Entry {
    /// Its title as it read on a day.
    pub fn title_on(&self, on: Date) -> &str {
        self.earlier(on, |earlier| earlier.title.as_deref())
            .unwrap_or(&self.title)
    }

    /// Its note as it read on a day.
    pub fn note_on(&self, on: Date) -> Option<&str> {
        self.earlier(on, |earlier| earlier.note.as_deref())
            .or(self.note.as_deref())
    }

    /// What a part of it read on a day, where that was not what it reads now.
    fn earlier<'e>(
        &'e self,
        on: Date,
        part: impl Fn(&'e Earlier) -> Option<&'e str>,
    ) -> Option<&'e str> {
        let then = self.earlier.iter().filter(|earlier| on < earlier.until);
        then.filter_map(|earlier| Some((earlier.until, part(earlier)?)))
            .min_by_key(|(until, _)| *until)
            .map(|(_, words)| words)
    }

    /// The provision it stands in: its source without the addresses.
    pub fn provision(&self) -> &str {
        let provision = self.source.split("http").next().unwrap_or_default();
        provision.trim_end_matches([' ', ',', ';', '(', ':'])
    }

    /// Whether all of it was confirmed ([`confirmed`](Self::confirmed), [`not_confirmed`](Self::not_confirmed)).
    pub fn is_all_confirmed(&self) -> bool {
        self.confirmed && self.not_confirmed.is_none()
    }

    /// Whether it is in force on a day.
    pub fn in_force(&self, on: Date) -> bool {
        !self.not_yet(on) && !self.repealed(on)
    }

    /// Whether it comes into force only after a day.
    fn not_yet(&self, on: Date) -> bool {
        self.from.is_some_and(|from| on < from)
    }

    /// Whether it is no longer in force on a day.
    pub(super) fn repealed(&self, on: Date) -> bool {
        self.until.is_some_and(|until| until <= on)
    }
}

/// How a code stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be relied on.
    InForce(&'static Entry),
    /// It comes into force later ([`Entry::from`]).
    NotYet(&'static Entry),
    /// It was in force once ([`Entry::until`], [`Entry::replaced_by`]).
    Repealed(&'static Entry),
    /// The vocabulary has no such code.
    Unknown {
        /// The codes that may be meant, best first; none rather than a long list of guesses.
        suggestions: Vec<&'static str>,
    },
}

/// A list of codes that the law can lengthen, read from its data file when first asked for.
#[derive(Debug)]
pub struct Vocabulary {
    name: &'static str,
    title: &'static str,
    entries: LazyLock<Vec<&'static Entry>>,
}

impl Vocabulary {
    pub(super) const fn new(
        name: &'static str,
        title: &'static str,
        load: fn() -> Vec<&'static Entry>,
    ) -> Self {
        Vocabulary {
            name,
            title,
            entries: LazyLock::new(load),
        }
    }

    /// Its name, by which other modules refer to it, as in `lawful-basis`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What its entries are, in the plural, as in `lawful bases`.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// Its entries in the order of the law, repealed ones last.
    pub fn entries(&self) -> &[&'static Entry] {
        &self.entries
    }

    /// Returns the entry with exactly this code, in force or not.
    pub fn entry(&self, code: &str) -> Option<&'static Entry> {
        self.entries
            .iter()
            .find(|entry| entry.code == code)
            .copied()
    }

    /// Returns the code that a text names for certain: the words for it ([`Entry::words`]), its title, or its
    /// provision as it is cited (`Article 6(1)(e)`, `Sch 1 para 6`), however they are spelt; nothing for
    /// everything else, which has suggestions ([`Standing::Unknown`]).
    pub fn code_for(&self, text: &str) -> Option<&'static str> {
        spelling::named(text, &self.entries).map(|entry| entry.code.as_str())
    }

    /// Says how a code stands on a day. The code must be written exactly; other spellings are unknown, with suggestions.
    pub fn standing(&self, code: &str, on: Date) -> Standing {
        match self.entry(code) {
            None => Standing::Unknown {
                suggestions: spelling::suggestions(code, &self.entries, on),
            },
            Some(entry) if entry.not_yet(on) => Standing::NotYet(entry),
            Some(entry) if entry.repealed(on) => Standing::Repealed(entry),
            Some(entry) => Standing::InForce(entry),
        }
    }
}

/// A data file with nothing but entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DataFile<T> {
    entry: Vec<T>,
}

/// An entry to which its vocabulary adds nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    #[serde(flatten)]
    entry: Entry,
}

/// Reads the entries of an embedded data file.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Vec<T> {
    parse::<DataFile<T>>(text).entry
}

/// Reads the entries of an embedded data file whose vocabulary adds nothing to them.
pub(super) fn read_plain(text: &str) -> Vec<&'static Entry> {
    let entries: Vec<Entry> = read::<Plain>(text)
        .into_iter()
        .map(|plain| plain.entry)
        .collect();
    // Read once and kept as long as the program runs, like the static that asks for them.
    entries.leak().iter().collect()
}

/// Reads an embedded data file.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect(
        "an embedded data file is fixed when the program is built, and the tests read each one",
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::vocabulary;
    use super::*;

    fn standing(name: &str, code: &str, on: Date) -> Standing {
        vocabulary(name).unwrap().standing(code, on)
    }

    #[test]
    fn every_entry_names_its_provision() {
        for vocabulary in super::super::VOCABULARIES {
            for entry in vocabulary.entries() {
                let provision = entry.provision();
                assert!(!provision.is_empty(), "{}", entry.code);
                assert!(!provision.ends_with(" at"), "{}: {provision}", entry.code);
            }
        }
    }

    #[test]
    fn an_entry_is_in_force_from_its_first_day() {
        let day_before = standing("lawful-basis", "6/1/ea", date(2026, 2, 4));
        assert!(matches!(day_before, Standing::NotYet(entry) if entry.code == "6/1/ea"));
        let first_day = standing("lawful-basis", "6/1/ea", date(2026, 2, 5));
        assert!(matches!(first_day, Standing::InForce(entry) if entry.code == "6/1/ea"));
    }

    #[test]
    fn a_repealed_entry_names_what_took_its_place() {
        let last_day = standing("right", "22", date(2026, 2, 4));
        assert!(matches!(last_day, Standing::InForce(_)));
        let Standing::Repealed(entry) = standing("right", "22", date(2026, 2, 5)) else {
            panic!("article 22 was replaced that day");
        };
        assert_eq!(entry.replaced_by, ["22A", "22B", "22C", "22D"]);
        assert!(matches!(
            standing("right", "77", date(2026, 6, 18)),
            Standing::InForce(_)
        ));
        assert!(matches!(
            standing("right", "77", date(2026, 6, 19)),
            Standing::Repealed(_)
        ));
        assert!(matches!(
            standing("right", "dpa2018:s164A", date(2026, 6, 18)),
            Standing::NotYet(_)
        ));
        assert!(matches!(
            standing("transfer-route", "45", date(2026, 2, 5)),
            Standing::Repealed(_)
        ));
    }

    #[test]
    fn an_entry_reads_as_it_did_on_the_day() {
        let title = |name: &str, code: &str, on| {
            let entry = vocabulary(name).unwrap().entry(code).unwrap();
            (entry.title_on(on), entry.note_on(on).unwrap_or_default())
        };
        let (before, after) = (date(2026, 9, 29), date(2026, 9, 30));
        assert_eq!(
            title("right", "dpa2018:s165", before).0,
            "Complain to the Information Commissioner"
        );
        assert_eq!(
            title("right", "dpa2018:s165", after).0,
            "Complain to the Information Commission"
        );
        let compelling = |on| title("derogation", "49/1/second-subparagraph", on).1;
        assert!(compelling(before).contains("the Information Commissioner and"));
        assert!(compelling(after).contains("the Information Commission and"));
        // A part that did not change reads the same.
        assert_eq!(
            title("derogation", "49/1/second-subparagraph", before).0,
            "Compelling legitimate interests"
        );
        assert_eq!(
            title("schedule-1", "sch1/para10", date(2025, 8, 19)).0,
            "Preventing or detecting unlawful acts"
        );
    }

    #[test]
    fn a_word_for_a_code_is_taken_however_it_is_spelt_and_no_other_words_are() {
        let code_for = |name: &str, words: &str| vocabulary(name).unwrap().code_for(words);
        for words in ["safeguards", " Safeguards ", "Appropriate safeguards"] {
            assert_eq!(code_for("transfer-route", words), Some("44A/2/b"));
        }
        for words in ["schedule 1", "Schedule-1", "SCHEDULE 1"] {
            assert_eq!(code_for("offence-route", words), Some("schedule-1"));
        }
        for words in ["", "safe", "safeguard", "exception"] {
            assert_eq!(code_for("transfer-route", words), None, "{words}");
        }
    }

    #[test]
    fn an_undated_entry_is_always_in_force() {
        assert!(matches!(
            standing("lawful-basis", "6/1/e", date(2018, 5, 25)),
            Standing::InForce(_)
        ));
    }

    #[test]
    fn a_misspelt_key_in_a_data_file_is_refused() {
        let of = |more: &str| {
            let entry = r#""code": "x", "title": "x", "source": "x", "confirmed": true"#;
            serde_json::from_str::<DataFile<Plain>>(&format!(r#"{{"entry": [{{{entry}{more}}}]}}"#))
        };
        assert_eq!(of("").unwrap().entry.len(), 1);
        assert!(of(r#", "form": "2026-02-05""#).is_err());
    }
}
