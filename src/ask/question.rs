//! A question as plain data, and the entry that says of each which arguments and filters it takes.

use serde::{Deserialize, Serialize};

use super::error::AskError;
use super::{Answer, Asked, Told, filter::Filter};

/// A question as somebody asks it, with names as they were typed. Its [`Entry`] says which parts it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// The category of data: id, name or alias.
    pub data: Option<String>,
    /// The party: id, name or alias.
    pub party: Option<String>,
    /// The party or system that data passes through.
    pub place: Option<String>,
    /// Where a way begins.
    pub from: Option<String>,
    /// Where a way ends.
    pub to: Option<String>,
    /// Only the category itself and nothing narrower.
    pub exact: bool,
    /// Only recipients in this role.
    pub role: Option<String>,
    /// Only in this country.
    pub country: Option<String>,
    /// Only routes of at most so many steps.
    pub max_steps: Option<u16>,
    /// All routes, and not only the best.
    pub all_paths: bool,
    /// The parties and systems that routes may not pass.
    pub not_through: Vec<String>,
    /// Also who could get it only because two activities share something.
    pub linked: bool,
    /// Who is cut off if the place goes.
    pub cut: bool,
    /// Only data about these people.
    pub people: Option<String>,
    /// Only these activities.
    pub activity: Vec<String>,
    /// Only special category data and data on offences.
    pub special: bool,
    /// Only what is stated.
    pub stated: bool,
    /// Retired activities count too.
    pub retired: bool,
}

/// One entry of the table of questions: what a command line and a page need to know to ask it.
#[derive(Debug)]
pub struct Entry {
    /// Its name: `who-receives`.
    pub name: &'static str,
    /// What it asks, as a sentence.
    pub about: &'static str,
    /// What has to be named, in order.
    pub arguments: &'static [Argument],
    /// The filters that it takes beside those of every question.
    pub filters: &'static [Filter],
    /// Command lines that ask it of the worked example; the first is listed.
    pub examples: &'static [&'static str],
    /// Whether its answer is nothing but its routes, which are then always told.
    pub is_of_routes: bool,
    pub(super) answer: fn(&mut Asked<'_>, &Question) -> Result<Answer, AskError>,
}

/// Something that a question names before its filters.
#[derive(Debug)]
pub struct Argument {
    /// The field of the question that it fills.
    pub name: &'static str,
    /// What it may be, as help says it.
    pub about: &'static str,
    /// Whether the question can be asked without it.
    pub is_optional: bool,
    /// The filters with any of which it can be left out.
    pub unless: &'static [&'static str],
}

/// What has to be named.
pub(super) fn named<'q>(
    name: &'static str,
    typed: &'q Option<String>,
) -> Result<&'q str, AskError> {
    typed.as_deref().ok_or(AskError::Missing { name })
}

impl Argument {
    /// A category of data, which `--special` or `--people` may stand for.
    pub(super) const DATA: Self = Self {
        name: "data",
        about: "Category of data: id, name or alias; not needed with --special or --people",
        is_optional: false,
        unless: &["special", "people"],
    };

    /// Something that has to be named.
    pub(super) const fn required(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            is_optional: false,
            unless: &[],
        }
    }
}

impl Entry {
    /// How much of an answer is told, in short or as a whole.
    pub fn told(&self, is_whole: bool) -> Told {
        match (self.is_of_routes, is_whole) {
            (true, _) => Told::Routes,
            (false, true) => Told::Whole,
            (false, false) => Told::InShort,
        }
    }

    /// Every filter that it takes: its own, and those of every question.
    pub fn all_filters(&self) -> impl Iterator<Item = &'static Filter> {
        self.filters.iter().chain(super::SHARED)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::QUESTIONS;
    use super::*;

    #[test]
    fn all_that_an_entry_takes_is_a_field_of_a_question() {
        let fields = serde_json::to_value(Question::default()).unwrap();
        let fields = fields.as_object().unwrap();
        let mut names = BTreeSet::new();
        for entry in QUESTIONS {
            assert!(names.insert(entry.name), "{}", entry.name);
            assert!(!entry.about.is_empty() && !entry.examples.is_empty());
            let arguments = entry.arguments.iter().map(|argument| argument.name);
            let mut taken = BTreeSet::new();
            for name in arguments.chain(entry.all_filters().map(|filter| filter.name)) {
                assert!(taken.insert(name), "{}: {name} twice", entry.name);
                assert!(fields.contains_key(&name.replace('-', "_")), "{name}");
            }
        }
    }

    #[test]
    fn a_question_comes_back_from_its_values_and_no_other_field_is_taken() {
        let question: Question =
            serde_json::from_str(r#"{"data": "NHS number", "max_steps": 2}"#).unwrap();
        let text = serde_json::to_string(&question).unwrap();
        assert_eq!(serde_json::from_str::<Question>(&text).unwrap(), question);
        assert!(serde_json::from_str::<Question>(r#"{"datum": "x"}"#).is_err());
    }
}
