//! Which record a name in a source means: one that is there, one that is new, or one that somebody has to settle.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Kind, Record, Reference, fold, nearest, slug_of};
use crate::store::{NameError, Store, StoreError};

use super::super::ImportError;
use super::Decision;

/// How names are settled beforehand: a name, and what it means.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Names with the records that they mean.
    pub same: BTreeMap<String, Reference>,
    /// Names that are new, however alike they are to others.
    pub new: Vec<String>,
}

/// The records that a source speaks of, as they are and as they become.
pub(super) struct Names<'s> {
    store: &'s Store,
    settled: &'s Settled,
    /// Those that are new, by kind and folded name.
    named: BTreeMap<(Kind, String), Reference>,
    /// Every record that is added or changed.
    pub(super) documents: BTreeMap<Reference, Map<String, Value>>,
    /// The file that is read.
    pub(super) file: String,
    /// What has to be settled about names.
    pub(super) decisions: Vec<Decision>,
}

impl<'s> Names<'s> {
    pub(super) fn new(store: &'s Store, settled: &'s Settled) -> Self {
        Self {
            store,
            settled,
            named: BTreeMap::new(),
            documents: BTreeMap::new(),
            file: String::new(),
            decisions: Vec::new(),
        }
    }

    /// The record of a kind that is there under a name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn known(&self, kind: Kind, name: &str) -> Result<Option<Reference>, ImportError> {
        if let Some(reference) = self.settled.same.get(&fold(name)) {
            return Ok(Some(reference.clone()).filter(|it| it.kind == kind));
        }
        let known = called(self.store, kind, name)?;
        Ok(known.or_else(|| self.named.get(&(kind, fold(name))).cloned()))
    }

    /// The record of a kind that a name means; where none is there, a new one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn take(
        &mut self,
        kind: Kind,
        name: &str,
        line: usize,
    ) -> Result<String, ImportError> {
        if let Some(reference) = self.known(kind, name)? {
            return Ok(reference.id);
        }
        let is_settled = self.settled.new.iter().any(|new| fold(new) == fold(name));
        if !is_settled {
            self.ask_if_alike(kind, name, line);
        }
        let reference = self.fresh(kind, name)?;
        self.named.insert((kind, fold(name)), reference.clone());
        let mut document = Map::new();
        document.insert("name".to_owned(), name.into());
        self.documents.insert(reference.clone(), document);
        Ok(reference.id)
    }

    /// The document of a record as it becomes: as it is where nothing changed it yet.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn document(
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
    pub(super) fn field(
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

    /// Asks whether a body or a system is one that is there, written otherwise: nothing is joined on likeness alone.
    fn ask_if_alike(&mut self, kind: Kind, name: &str, line: usize) {
        if !matches!(kind, Kind::Party | Kind::System) {
            return;
        }
        let Err(NameError::Unknown { suggestions, .. }) = self.store.resolve(name, &[kind]) else {
            return;
        };
        let alike: Vec<String> = suggestions
            .into_iter()
            .filter(|one| one.reference.kind == kind && is_alike(name, &one.name))
            .map(|one| one.name)
            .collect();
        if !alike.is_empty() {
            self.decisions.push(Decision {
                file: self.file.clone(),
                line,
                words: name.to_owned(),
                question: format!(
                    "is this a new {}, or another name for one that is there",
                    kind.noun()
                ),
                choices: alike,
            });
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
