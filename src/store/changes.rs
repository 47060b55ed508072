//! What each commit did to each record: whether it came, changed or went, and what it was before.

use std::collections::BTreeMap;

use crate::model::{Reference, listed};

use super::error::{Stop, StoreError};
use super::log::{Log, Logged, hex};
use super::{Difference, Store};

listed! {
    /// What a commit did to a record.
    pub enum Alteration {
        Added: "added";
        Changed: "changed";
        Removed: "removed";
    }

    /// The word for it.
    word = 0;
}

/// A record as one commit left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Altered {
    /// The number of the commit.
    pub seq: i64,
    /// Which record it is.
    pub reference: Reference,
    /// What the commit did to it.
    pub alteration: Alteration,
    /// The hash of its content.
    pub hash: String,
}

impl Store {
    /// Hands over what each commit did to each record, the oldest first.
    ///
    /// # Errors
    /// `each` failed, the register has no history, or the store cannot be read.
    pub fn each_altered<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Altered) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_with_before(|_, revision, reference, before| {
            let alteration = match (before, revision.is_removal) {
                (_, true) => Alteration::Removed,
                (None, false) => Alteration::Added,
                (Some(_), false) => Alteration::Changed,
            };
            each(Altered {
                seq: revision.seq,
                reference,
                alteration,
                hash: hex(&revision.hash),
            })
            .map_err(Stop::Theirs)
        })
    }

    /// Hands over what each commit made of records that were there before it and stay, the oldest first, with its
    /// number. What came in or went has no fields that changed, and its documents are not read.
    ///
    /// # Errors
    /// `each` failed, the register has no history, or the store cannot be read.
    pub fn each_difference<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(i64, Difference) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_with_before(|log, revision, reference, before| {
            let Some(before) = before.filter(|_| !revision.is_removal) else {
                return Ok(());
            };
            let (old, new) = (log.document(before)?, log.document(revision.key)?);
            let difference = Difference {
                reference,
                old,
                new,
            };
            each(revision.seq, difference).map_err(Stop::Theirs)
        })
    }

    /// Hands over every revision, with the key of the one before it of a record that was there.
    fn each_with_before<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Log<'_>, Logged, Reference, Option<i64>) -> Result<(), Stop<E>>,
    ) -> Result<(), E> {
        if !self.has_history {
            return Err(StoreError::NoHistory.into());
        }
        self.hand_over(|conn| {
            let log = Log(conn);
            let mut there: BTreeMap<Reference, i64> = BTreeMap::new();
            log.each_revision(i64::MIN, i64::MAX, |revision| {
                let reference = revision.reference()?;
                let before = match revision.is_removal {
                    true => there.remove(&reference),
                    false => there.insert(reference.clone(), revision.key),
                };
                each(log, revision, reference, before)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Kind;

    use super::super::sample::{change, database, folder, party};
    use super::*;

    #[test]
    fn a_record_comes_changes_goes_and_comes_again() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let first = store.head().unwrap().unwrap().seq;
        change(&mut store, vec![party("a", json!({}))], &[]);
        change(
            &mut store,
            vec![party("a", json!({ "country": "IE" }))],
            &[],
        );
        let a = Reference::new(Kind::Party, "a");
        change(&mut store, vec![], std::slice::from_ref(&a));
        change(&mut store, vec![party("a", json!({}))], &[]);
        let mut of_a = Vec::new();
        store
            .each_altered(|altered| {
                if altered.reference == a {
                    of_a.push((altered.seq - first, altered.alteration.word()));
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let all = [(1, "added"), (2, "changed"), (3, "removed"), (4, "added")];
        assert_eq!(of_a, all);
        let mut differences = Vec::new();
        store
            .each_difference(|seq, difference| {
                differences.push((seq - first, difference));
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(differences.len(), 1);
        let (seq, Difference { old, new, .. }) = &differences[0];
        assert_eq!(*seq, 2);
        assert_eq!(old.as_deref(), Some(r#"{"name":"a"}"#));
        assert_eq!(new.as_deref(), Some(r#"{"country":"IE","name":"a"}"#));
    }
}
