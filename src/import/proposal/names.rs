//! Which record a name in a source means: one that is there, one that is new, or one that somebody has to settle.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Kind, Record, Reference, fold, nearest, slug_of};
use crate::store::{NameError, Store, StoreError};

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision, Settled, name_of, record_of};

/// The records that a source speaks of, as they are and as they become.
pub(in crate::import) struct Names<'s> {
    store: &'s Store,
    settled: &'s Settled,
    /// Those that are new, by kind and folded name.
    named: BTreeMap<(Kind, String), Reference>,
    /// Every record that is added or changed.
    pub(in crate::import) documents: BTreeMap<Reference, Map<String, Value>>,
    /// The file that is read.
    pub(in crate::import) file: String,
    /// What has to be settled, and what was.
    pub(in crate::import) decisions: Vec<Decision>,
}

impl<'s> Names<'s> {
    pub(in crate::import) fn new(store: &'s Store, settled: &'s Settled) -> Self {
        Self {
            store,
            settled,
            named: BTreeMap::new(),
            documents: BTreeMap::new(),
            file: String::new(),
            decisions: Vec::new(),
        }
    }

    /// Asks a question; gives its answer where it is settled, else nothing.
    ///
    /// # Errors
    /// The answer is none of those that the question takes.
    pub(in crate::import) fn settle(
        &mut self,
        mut decision: Decision,
    ) -> Result<Vec<String>, ImportError> {
        let answer = self.settled.answer(self.store, &mut decision)?;
        if !self.decisions.contains(&decision) {
            self.decisions.push(decision);
        }
        Ok(answer)
    }

    /// The record of a kind that is there under a name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn known(
        &self,
        kind: Kind,
        name: &str,
    ) -> Result<Option<Reference>, ImportError> {
        if let Some(reference) = self.named.get(&(kind, fold(name))) {
            return Ok(Some(reference.clone()));
        }
        Ok(called(self.store, kind, name)?)
    }

    /// What a line names: the whole of it where that is the name of a record, however it could be taken apart, else the
    /// name that was read out of it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn whole<'t>(
        &self,
        kind: Kind,
        name: &'t str,
        line: &'t str,
    ) -> Result<&'t str, ImportError> {
        if !may_be_one(name, line) {
            return Ok(name);
        }
        Ok(self.known(kind, line)?.map_or(name, |_| line))
    }

    /// The record of a kind that a name means; where none is there, a new one. Which it is is asked where the name is
    /// that of several, or only like that of one.
    ///
    /// # Errors
    /// The store cannot be read, or which record is meant was answered wrongly.
    pub(in crate::import) fn take(
        &mut self,
        kind: Kind,
        name: &str,
        at: &At,
    ) -> Result<String, ImportError> {
        if let Some(reference) = self.known(kind, name)? {
            return Ok(reference.id);
        }
        let choices = self.may_mean(kind, name)?;
        let answer = if choices.is_empty() {
            Vec::new()
        } else {
            self.settle(Decision {
                file: self.file.clone(),
                at: at.clone(),
                asks: name_of(kind),
                words: name.to_owned(),
                question: format!("is this a new {}, or one that is there?", kind.noun()),
                answers: Answers::Record(kind, choices),
                is_first: true,
                answer: Vec::new(),
            })?
        };
        let is_there = answer.first().and_then(|answer| record_of(kind, answer));
        let reference = match is_there {
            Some(reference) => reference,
            None => {
                let reference = self.fresh(kind, name)?;
                let mut document = Map::new();
                document.insert("name".to_owned(), name.into());
                self.documents.insert(reference.clone(), document);
                reference
            }
        };
        self.named.insert((kind, fold(name)), reference.clone());
        Ok(reference.id)
    }

    /// The document of a record as it becomes: as it is where nothing changed it yet.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn document(
        &mut self,
        reference: &Reference,
    ) -> Result<&mut Map<String, Value>, ImportError> {
        if !self.documents.contains_key(reference) {
            let record = self.store.record(reference)?;
            let document = record.map_or_else(Map::new, |record| object(&record));
            self.documents.insert(reference.clone(), document);
        }
        Ok(self.documents.entry(reference.clone()).or_default())
    }

    /// What a record says now, whether it changes or not.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(in crate::import) fn field(
        &self,
        reference: &Reference,
        field: &str,
    ) -> Result<Option<Value>, ImportError> {
        let document = match self.documents.get(reference) {
            Some(document) => document.get(field).cloned(),
            None => self
                .store
                .record(reference)?
                .and_then(|record| object(&record).get(field).cloned()),
        };
        Ok(document)
    }

    /// The records that a name may mean: those that bear it, where there are several, and bodies, systems and activities
    /// with a name like it. Nothing is joined on likeness alone.
    fn may_mean(&self, kind: Kind, name: &str) -> Result<Vec<Choice>, ImportError> {
        let asked = matches!(kind, Kind::Party | Kind::System | Kind::Activity);
        match self.store.resolve(name, &[kind]) {
            Err(NameError::Store(error)) => Err(error.into()),
            Err(NameError::Ambiguous { choices, named, .. }) => Ok(choices
                .into_iter()
                .enumerate()
                .map(|(place, choice)| Choice {
                    answer: choice.to_string(),
                    means: named.get(place).cloned().unwrap_or_default(),
                })
                .collect()),
            Err(NameError::Unknown { suggestions, .. }) if asked => Ok(suggestions
                .into_iter()
                .filter(|one| one.reference.kind == kind && is_alike(name, &one.name))
                .map(|one| Choice::plain(one.name))
                .collect()),
            _ => Ok(Vec::new()),
        }
    }

    /// A new record with an id that none has.
    fn fresh(&self, kind: Kind, name: &str) -> Result<Reference, ImportError> {
        let slug = slug_of(name);
        let stem = if slug.is_empty() {
            kind.word().to_owned()
        } else {
            slug
        };
        for number in 1_usize.. {
            let id = if number == 1 {
                stem.clone()
            } else {
                format!(
                    "{}-{number}",
                    stem.get(..90).unwrap_or(&stem).trim_end_matches('-')
                )
            };
            let is_sound = crate::model::check_slug(&id).is_ok();
            let reference = Reference::new(kind, id);
            let is_taken =
                self.documents.contains_key(&reference) || self.store.record(&reference)?.is_some();
            if is_sound && !is_taken {
                return Ok(reference);
            }
        }
        Ok(Reference::new(kind, stem))
    }
}

/// Whether a line out of which a name was read may be a longer name itself, and no sentence.
pub(in crate::import) fn may_be_one(name: &str, line: &str) -> bool {
    const MOST_WORDS: usize = 12;
    line.split_whitespace().count() <= MOST_WORDS
        && !line.ends_with('.')
        && fold(line) != fold(name)
}

/// The record of a kind that a register has under a name; nothing where it has none, or more than one.
///
/// # Errors
/// The store cannot be read.
pub(in crate::import) fn called(
    store: &Store,
    kind: Kind,
    name: &str,
) -> Result<Option<Reference>, StoreError> {
    match store.resolve(&format!("{kind}:{name}"), &[kind]) {
        Ok(reference) => Ok(Some(reference)),
        Err(NameError::Store(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// A record as its document.
fn object(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(document)) => document,
        _ => Map::new(),
    }
}

/// How alike two names are at least to be asked about: a letter or two apart.
const CLOSE: f64 = 0.92;

/// Whether two names may well be one: a letter or two apart, or the same but for what companies are called after.
fn is_alike(one: &str, other: &str) -> bool {
    const FORMS: [&str; 6] = ["ltd", "limited", "plc", "llp", "uk", "inc"];
    let bare = |name: &str| {
        let folded = fold(name);
        let words = folded.split(' ').filter(|word| !FORMS.contains(word));
        words.collect::<String>()
    };
    let (one, other) = (bare(one), bare(other));
    one == other || nearest(&one, [other.as_str()], CLOSE).is_some()
}
