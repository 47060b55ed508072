//! What only a person can settle, and what was answered.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::{Kind, Reference, fold};
use crate::store::Store;

use super::ImportError;

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum At {
    /// A line, from 1.
    Line(usize),
    /// A cell of a sheet, as `B4`.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell; of an answer in a document of Word, where it stands in words.
        cell: String,
    },
}

impl fmt::Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Cell { sheet, cell } if sheet.is_empty() => write!(out, "{cell}"),
            Self::Cell { sheet, cell } => write!(out, "{sheet}!{cell}"),
        }
    }
}

/// A question that only a person can settle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The file.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// What is asked, in a word or two: with the file and the words it tells one question from another.
    pub asks: String,
    /// The words in question.
    pub words: String,
    /// What has to be settled, as a question.
    pub question: String,
    /// What can be answered.
    pub answers: Answers,
    /// Whether nothing is imported before it is settled.
    pub is_first: bool,
    /// The answer; empty while it is open.
    pub answer: Vec<String>,
}

/// What can be answered to a question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answers {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Some of these.
    SomeOf(Vec<Choice>),
    /// [`NEW`], one of these, or any other record of the kind.
    Record(Kind, Vec<Choice>),
    /// Any words.
    Words,
}

/// The answer that a name means a record that is not there yet.
pub const NEW: &str = "new";

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// What is written as the answer.
    pub answer: String,
    /// What it means, where it does not say that itself.
    pub means: String,
}

impl Choice {
    /// Words that say themselves what they mean.
    pub fn plain(answer: impl Into<String>) -> Self {
        Self {
            answer: answer.into(),
            means: String::new(),
        }
    }

    /// The entries of a list of codes.
    pub fn codes(vocabulary: &str) -> Vec<Self> {
        let list = crate::law::vocabulary(vocabulary);
        let entries = list.map_or(&[][..], |list| list.entries());
        entries
            .iter()
            .map(|entry| Self {
                answer: entry.code.clone(),
                means: entry.title.clone(),
            })
            .collect()
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.means.is_empty() {
            return write!(out, "{}", self.answer);
        }
        write!(out, "{} ({})", self.answer, self.means)
    }
}

impl Decision {
    /// What there is to choose from.
    pub fn choices(&self) -> Vec<Choice> {
        match &self.answers {
            Answers::OneOf(choices) | Answers::SomeOf(choices) => choices.clone(),
            Answers::Record(_, alike) => {
                let new = Choice {
                    answer: NEW.to_owned(),
                    means: "none of those that are there".to_owned(),
                };
                [new].into_iter().chain(alike.iter().cloned()).collect()
            }
            Answers::Words => Vec::new(),
        }
    }

    /// The answer that some words are; what is wrong with them otherwise. A number is that of a choice.
    ///
    /// # Errors
    /// The words are no answer to this question.
    pub fn read(&self, store: &Store, texts: &[String]) -> Result<Vec<String>, String> {
        let choices = self.choices();
        let chosen = |text: &String| {
            let is_it = |choice: &&Choice| {
                let shown = choice.to_string();
                [&choice.answer, &shown].iter().any(|one| same(one, text))
            };
            let numbered = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let found = choices.iter().find(is_it);
            let found = found.or_else(|| choices.get(numbered?));
            found.map(|choice| choice.answer.clone())
        };
        let [first, rest @ ..] = texts else {
            return Ok(Vec::new());
        };
        if !rest.is_empty() && !matches!(self.answers, Answers::SomeOf(_)) {
            return Err("takes one answer".to_owned());
        }
        match &self.answers {
            Answers::Words => {
                let is_line = !first.contains(['\n', '\r']) && first.chars().count() <= 200;
                let answer = vec![first.trim().to_owned()];
                is_line
                    .then_some(answer)
                    .ok_or_else(|| "takes one line of up to 200 characters".to_owned())
            }
            Answers::Record(kind, _) => {
                let choice = chosen(first);
                let record = match &choice {
                    Some(answer) if answer == NEW => return Ok(vec![answer.clone()]),
                    Some(answer) => answer,
                    None => first,
                };
                let is_nowhere = |name: &String| {
                    let found = store.called(name, &[*kind]);
                    found.is_ok_and(|found| found.is_empty())
                };
                match store.resolve(record, &[*kind]) {
                    Ok(found) => Ok(vec![found.to_string()]),
                    // One that the same sources make is in no register yet.
                    Err(error) => choice
                        .filter(is_nowhere)
                        .map(|choice| vec![choice])
                        .ok_or_else(|| error.to_string()),
                }
            }
            Answers::OneOf(_) | Answers::SomeOf(_) => {
                let each = texts.iter().map(|text| {
                    chosen(text).ok_or_else(|| format!("`{text}` is not one of the choices"))
                });
                each.collect()
            }
        }
    }

    /// Whether something is an answer to this question.
    pub(super) fn is_answered_by(&self, answer: &Answer) -> bool {
        let of_file = answer.file.as_ref().is_none_or(|file| *file == self.file);
        answer.asks == self.asks && of_file && same(&answer.words, &self.words)
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim() == other.trim() || !fold(one).is_empty() && fold(one) == fold(other)
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub asks: String,
    /// The file in question; nothing where it is the same for all.
    pub file: Option<String>,
    /// The words in question.
    pub words: String,
    /// What was answered.
    pub texts: Vec<String>,
    /// Where it is written: the file and the line.
    pub from: Option<(PathBuf, usize)>,
}

/// What was settled before anything is proposed.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    answers: BTreeMap<(String, String), Vec<Answer>>,
}

impl Settled {
    /// Takes an answer; of two to one question the later holds.
    pub fn take(&mut self, answer: Answer) {
        let key = (answer.asks.clone(), fold(&answer.words));
        self.answers.entry(key).or_default().insert(0, answer);
    }

    /// What was answered to a question, which keeps it as it was written; nothing where it is open.
    ///
    /// # Errors
    /// What was answered is no answer to it.
    pub fn answer(
        &self,
        store: &Store,
        decision: &mut Decision,
    ) -> Result<Vec<String>, ImportError> {
        let key = (decision.asks.clone(), fold(&decision.words));
        let found = self.answers.get(&key).into_iter().flatten();
        let Some(answer) = found.into_iter().find(|one| decision.is_answered_by(one)) else {
            return Ok(Vec::new());
        };
        decision.answer.clone_from(&answer.texts);
        decision
            .read(store, &answer.texts)
            .map_err(|why| ImportError::WrongAnswer {
                from: answer.from.clone(),
                words: decision.words.clone(),
                why,
                choices: decision.choices().iter().map(Choice::to_string).collect(),
            })
    }
}

/// What asks which record of a kind a name means.
pub fn name_of(kind: Kind) -> String {
    format!("which {}", kind.noun())
}

/// The record that an answer names; nothing where it is [`NEW`].
pub(super) fn record_of(kind: Kind, answer: &str) -> Option<Reference> {
    let id = answer.strip_prefix(kind.word())?.strip_prefix(':')?;
    Some(Reference::new(kind, id))
}
