//! A vocabulary of the law, its entries, and how a code stands on a day.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::spelling;

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
    /// The first day in force; absent means always, as far as this register goes.
    pub from: Option<Date>,
    /// The first day no longer in force; absent means that it still is.
    pub until: Option<Date>,
    /// The codes of the same vocabulary that took its place.
    #[serde(default)]
    pub replaced_by: Vec<String>,
    /// What else to know about it.
    pub note: Option<String>,
    /// The provision, the act that amended it, and where to read it.
    pub source: String,
    /// Whether it was read in the law, or in a source that quotes or restates it. If not, it is general knowledge.
    pub confirmed: bool,
    /// The part of a confirmed entry that was not confirmed.
    pub not_confirmed: Option<String>,
}

impl Entry {
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
    toml::from_str(text).expect(
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
    fn an_undated_entry_is_always_in_force() {
        assert!(matches!(
            standing("lawful-basis", "6/1/e", date(2018, 5, 25)),
            Standing::InForce(_)
        ));
    }

    #[test]
    fn a_misspelt_key_in_a_data_file_is_refused() {
        let text = "[[entry]]\ncode = \"x\"\ntitle = \"x\"\nsource = \"x\"\nconfirmed = true\n";
        assert_eq!(
            toml::from_str::<DataFile<Plain>>(text).unwrap().entry.len(),
            1
        );
        assert!(
            toml::from_str::<DataFile<Plain>>(&format!("{text}form = \"2026-02-05\"\n")).is_err()
        );
    }
}
