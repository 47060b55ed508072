//! Records that are added or changed while a source is read: those at hand as they are, all others packed away, since a
//! large sheet speaks of more than should be in memory at once.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::packed::{Packed, unusable};
use crate::model::{Record, Reference};
use crate::store::in_chunks;

type Document = Map<String, Value>;

/// How many are at hand before they are packed away.
const AT_HAND: usize = 1_000;

/// How many a core writes or reads at a time.
const A_CORE: usize = 64;

/// The documents of records.
#[derive(Default)]
pub(in crate::import) struct Documents {
    /// The one that was asked for last, which is mostly asked for again.
    last: Option<(Reference, Document)>,
    at_hand: BTreeMap<Reference, Document>,
    /// Where each of the others is, and how long.
    places: BTreeMap<Reference, (u64, usize)>,
    packed: Packed,
}

impl Documents {
    /// Whether a record is among them.
    pub(super) fn has(&self, reference: &Reference) -> bool {
        self.is_last(reference)
            || self.at_hand.contains_key(reference)
            || self.places.contains_key(reference)
    }

    fn is_last(&self, reference: &Reference) -> bool {
        self.last
            .as_ref()
            .is_some_and(|(last, _)| last == reference)
    }

    /// Puts a document among them.
    pub(super) fn put(&mut self, reference: Reference, document: Document) {
        if self.is_last(&reference) {
            self.last = None;
        }
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
        let last = self.last.as_ref().filter(|_| self.is_last(reference));
        let last = last.map(|(_, document)| document);
        if let Some(document) = last.or_else(|| self.at_hand.get(reference)) {
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
        if !self.is_last(reference) {
            let document = match self.at_hand.remove(reference) {
                Some(document) => document,
                None => match self.places.remove(reference) {
                    Some(place) => self.unpacked(place)?,
                    None => Document::new(),
                },
            };
            self.at_hand.extend(self.last.take());
            self.last = Some((reference.clone(), document));
        }
        let empty = || (reference.clone(), Document::new());
        Ok(&mut self.last.get_or_insert_with(empty).1)
    }

    /// Packs them away where there are many.
    ///
    /// # Errors
    /// They cannot be written.
    pub(in crate::import) fn rest(&mut self) -> Result<(), ImportError> {
        if self.at_hand.len() < AT_HAND {
            return Ok(());
        }
        self.pack()
    }

    fn pack(&mut self) -> Result<(), ImportError> {
        self.at_hand.extend(self.last.take());
        let all: Vec<(Reference, Document)> =
            std::mem::take(&mut self.at_hand).into_iter().collect();
        let mut places = Vec::with_capacity(all.len());
        in_chunks(
            A_CORE,
            &all,
            |(_, document)| serde_json::to_vec(document),
            |_, text| {
                let text = text?;
                places.push((self.packed.put(&text)?, text.len()));
                Ok(())
            },
        )
        .map_err(unusable)?;
        let all = all.into_iter().map(|(reference, _)| reference);
        self.places.extend(all.zip(places));
        Ok(())
    }

    fn text(&self, (at, length): (u64, usize)) -> Result<String, ImportError> {
        let text = self.packed.read(at, length).map(String::from_utf8);
        let text = text.and_then(|text| text.map_err(io::Error::other));
        text.map_err(unusable)
    }

    fn unpacked(&self, place: (u64, usize)) -> Result<Document, ImportError> {
        let text = self.text(place)?;
        serde_json::from_str(&text).map_err(|error| unusable(error.into()))
    }

    /// All of them as records, in order.
    ///
    /// # Errors
    /// They cannot be written.
    pub(in crate::import) fn records(
        mut self,
    ) -> Result<impl Iterator<Item = Result<(Reference, Record), ImportError>>, ImportError> {
        self.pack()?;
        let mut all = std::mem::take(&mut self.places).into_iter();
        let next = move || {
            let next: Vec<_> = all.by_ref().take(AT_HAND).collect();
            (!next.is_empty()).then(|| self.read(next))
        };
        Ok(std::iter::from_fn(next).flatten())
    }

    fn read(
        &self,
        places: Vec<(Reference, (u64, usize))>,
    ) -> Vec<Result<(Reference, Record), ImportError>> {
        let texts = places.into_iter();
        let texts = texts.map(|(reference, place)| (reference, self.text(place)));
        let texts: Vec<_> = texts.collect();
        let mut records = Vec::with_capacity(texts.len());
        let read = |(reference, text): &(Reference, Result<String, ImportError>)| {
            let text = text.as_deref().unwrap_or_default();
            Record::from_json(reference.kind, text)
        };
        let Ok(()) = in_chunks(A_CORE, &texts, read, |_, record| {
            records.push(record);
            Ok::<(), std::convert::Infallible>(())
        });
        let each = texts.into_iter().zip(records);
        let each = each.map(|((reference, text), record)| match (text, record) {
            (Err(error), _) => Err(error),
            (Ok(_), Ok(record)) => Ok((reference, record)),
            (Ok(_), Err(error)) => Err(ImportError::NotARecord {
                record: reference.to_string(),
                why: error.to_string(),
            }),
        });
        each.collect()
    }
}
