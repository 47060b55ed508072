//! Records that are added or changed while a source is read: those at hand as they are, all others packed away, since a
//! large sheet speaks of more than should be in memory at once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::packed::{Packed, unusable};
use crate::model::{Record, Reference};

type Document = Map<String, Value>;

/// How many are at hand before they are packed away.
const AT_HAND: usize = 1_000;

/// The documents of records.
#[derive(Default)]
pub(in crate::import) struct Documents {
    at_hand: BTreeMap<Reference, Document>,
    /// Where each of the others is, and how long.
    places: BTreeMap<Reference, (u64, usize)>,
    packed: Packed,
}

impl Documents {
    /// Whether a record is among them.
    pub(super) fn has(&self, reference: &Reference) -> bool {
        self.at_hand.contains_key(reference) || self.places.contains_key(reference)
    }

    /// Puts a document among them.
    pub(super) fn put(&mut self, reference: Reference, document: Document) {
        self.at_hand.insert(reference, document);
    }

    /// What a document says in a field; nothing where it is not among them.
    ///
    /// # Errors
    /// What was packed away cannot be read.
    pub(super) fn field(
        &self,
        reference: &Reference,
        field: &str,
    ) -> Result<Option<Option<Value>>, ImportError> {
        if let Some(document) = self.at_hand.get(reference) {
            return Ok(Some(document.get(field).cloned()));
        }
        let place = self.places.get(reference);
        let document = place.map(|place| self.unpacked(*place)).transpose()?;
        Ok(document.map(|mut document| document.remove(field)))
    }

    /// A document, to be changed.
    ///
    /// # Errors
    /// What was packed away cannot be read.
    pub(super) fn at(&mut self, reference: &Reference) -> Result<&mut Document, ImportError> {
        // What is spoken of is mostly at hand, and those packed away are many.
        if !self.at_hand.contains_key(reference)
            && let Some(place) = self.places.remove(reference)
        {
            let document = self.unpacked(place)?;
            self.at_hand.insert(reference.clone(), document);
        }
        Ok(self.at_hand.entry(reference.clone()).or_default())
    }

    /// Packs them away where there are many.
    ///
    /// # Errors
    /// They cannot be written.
    pub(in crate::import) fn rest(&mut self) -> Result<(), ImportError> {
        if self.at_hand.len() < AT_HAND {
            return Ok(());
        }
        for (reference, document) in std::mem::take(&mut self.at_hand) {
            let text = Value::Object(document).to_string();
            let at = self.packed.put(text.as_bytes()).map_err(unusable)?;
            self.places.insert(reference, (at, text.len()));
        }
        Ok(())
    }

    fn unpacked(&self, (at, length): (u64, usize)) -> Result<Document, ImportError> {
        let text = self.packed.read(at, length).map_err(unusable)?;
        serde_json::from_slice(&text).map_err(|error| unusable(error.into()))
    }

    /// All of them as records, in order.
    pub(in crate::import) fn records(
        mut self,
    ) -> impl Iterator<Item = Result<(Reference, Record), ImportError>> {
        let all = self.at_hand.keys().chain(self.places.keys()).cloned();
        let all: BTreeSet<Reference> = all.collect();
        all.into_iter().map(move |reference| {
            let document = std::mem::take(self.at(&reference)?);
            self.at_hand.remove(&reference);
            let record = Record::from_value(reference.kind, Value::Object(document));
            match record {
                Ok(record) => Ok((reference, record)),
                Err(error) => Err(ImportError::NotARecord {
                    record: reference.to_string(),
                    why: error.to_string(),
                }),
            }
        })
    }
}
