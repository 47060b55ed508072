//! Records that are added or changed while a source is read: those at hand as they are, all others packed away, since a
//! large sheet speaks of more than should be in memory at once. They are packed while more of the source is read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::thread::{self, JoinHandle};

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::packed::{Packed, unusable};
use crate::model::{Record, Reference};
use crate::store::in_chunks;

type Document = Map<String, Value>;

/// How many are at hand before they are packed away.
const AT_HAND: usize = 1_000;

/// How many a core reads at a time.
const A_CORE: usize = 64;

/// The documents of records.
#[derive(Default)]
pub(in crate::import) struct Documents {
    /// The one that was asked for last, which is mostly asked for again.
    last: Option<(Reference, Document)>,
    at_hand: BTreeMap<Reference, Document>,
    away: RefCell<Away>,
}

/// The documents that are packed away.
#[derive(Default)]
struct Away {
    /// Those that are being packed.
    packing: Option<Packing>,
    /// Where each is, and how long; nothing while it is being packed.
    places: BTreeMap<Reference, Option<(u64, usize)>>,
    packed: Packed,
}

/// Documents on their way: each as text.
type Packing = JoinHandle<io::Result<Vec<(Reference, Vec<u8>)>>>;

impl Away {
    /// Begins to pack documents, once those before are packed.
    fn pack(&mut self, all: BTreeMap<Reference, Document>) -> io::Result<()> {
        self.wait()?;
        let on_their_way = all.keys().map(|reference| (reference.clone(), None));
        self.places.extend(on_their_way);
        let pack = || {
            let text = |(reference, document)| Ok((reference, serde_json::to_vec(&document)?));
            all.into_iter().map(text).collect()
        };
        self.packing = Some(thread::Builder::new().spawn(pack)?);
        Ok(())
    }

    /// Waits until all are packed.
    fn wait(&mut self) -> io::Result<()> {
        let Some(packing) = self.packing.take() else {
            return Ok(());
        };
        let failed = |_| io::Error::other("what packs the documents failed");
        for (reference, text) in packing.join().map_err(failed)?? {
            let place = (self.packed.put(&text)?, text.len());
            self.places.insert(reference, Some(place));
        }
        Ok(())
    }

    /// A document; nothing where it is not among them.
    fn document(&mut self, reference: &Reference) -> io::Result<Option<Document>> {
        if let Some(None) = self.places.get(reference) {
            self.wait()?;
        }
        let Some(Some(place)) = self.places.get(reference).copied() else {
            return Ok(None);
        };
        let text = self.text(place)?;
        Ok(Some(serde_json::from_str(&text)?))
    }

    fn text(&self, (at, length): (u64, usize)) -> io::Result<String> {
        let text = self.packed.read(at, length)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}

impl Documents {
    /// Whether a record is among them.
    pub(super) fn has(&self, reference: &Reference) -> bool {
        self.is_last(reference)
            || self.at_hand.contains_key(reference)
            || self.away.borrow().places.contains_key(reference)
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
        let document = self.away.borrow_mut().document(reference);
        let document = document.map_err(unusable)?;
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
                None => {
                    let away = self.away.get_mut();
                    let document = away.document(reference).map_err(unusable)?;
                    away.places.remove(reference);
                    document.unwrap_or_default()
                }
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
        let all = std::mem::take(&mut self.at_hand);
        self.away.get_mut().pack(all).map_err(unusable)
    }

    /// All of them as records, in order.
    ///
    /// # Errors
    /// They cannot be written.
    pub(in crate::import) fn records(
        mut self,
    ) -> Result<impl Iterator<Item = Result<(Reference, Record), ImportError>>, ImportError> {
        self.pack()?;
        let mut away = self.away.into_inner();
        away.wait().map_err(unusable)?;
        let mut all = std::mem::take(&mut away.places).into_iter();
        let next = move || {
            let next: Vec<_> = all.by_ref().take(AT_HAND).collect();
            (!next.is_empty()).then(|| away.read(next))
        };
        Ok(std::iter::from_fn(next).flatten())
    }
}

impl Away {
    fn read(
        &self,
        places: Vec<(Reference, Option<(u64, usize)>)>,
    ) -> Vec<Result<(Reference, Record), ImportError>> {
        let texts = places.into_iter().filter_map(|(reference, place)| {
            let text = self.text(place?);
            Some((reference, text.map_err(unusable)))
        });
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Kind;

    #[test]
    fn what_is_packed_while_others_come_is_there_and_can_be_changed() {
        let mut documents = Documents::default();
        let party = |number: usize| Reference::new(Kind::Party, format!("party-{number:04}"));
        for number in 0..3 * AT_HAND {
            let document = json!({ "name": format!("Party {number}") });
            let document = document.as_object().unwrap().clone();
            documents.put(party(number), document);
            documents.rest().unwrap();
            // One that is on its way, and one that has long been packed.
            for earlier in [number / AT_HAND * AT_HAND, 7].map(|it| it.saturating_sub(1)) {
                assert!(documents.has(&party(earlier)) || earlier > number);
            }
            if number % 500 == 499 {
                let name = documents.field(&party(number - 400), "name").unwrap();
                let said = Value::from(format!("Party {}", number - 400));
                assert_eq!(name.flatten(), Some(said));
                let note = Value::from(format!("changed at {number}"));
                let changed = documents.at(&party(number - 300)).unwrap();
                changed.insert("note".to_owned(), note);
            }
        }
        assert!(documents.field(&party(9_999), "name").unwrap().is_none());
        let records = documents.records().unwrap().map(Result::unwrap);
        let records: Vec<(Reference, Record)> = records.collect();
        assert_eq!(records.len(), 3 * AT_HAND);
        for (number, (reference, record)) in records.into_iter().enumerate() {
            let Record::Party(record) = record else {
                panic!("{reference} is a party");
            };
            assert_eq!(reference, party(number));
            assert_eq!(record.name, format!("Party {number}"));
            let changed = format!("changed at {}", number + 300);
            assert_eq!(record.note, (number % 500 == 199).then_some(changed));
        }
    }
}
