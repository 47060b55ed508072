//! Text that is read beside the register of a database.

use std::cell::RefCell;

use crate::error::Error;
use crate::model::{Kind, Reference};
use crate::rules::{Facts, Said};
use crate::store::{Store, StoreError};
use crate::text::{Beside, ReadError, Reading};

/// Reads text in which records of a database may be named.
pub(super) fn read(
    store: &Store,
    read: impl FnOnce(&Beside<'_>) -> Result<Reading, ReadError>,
) -> Result<Reading, Error> {
    let failed: RefCell<Option<StoreError>> = RefCell::new(None);
    let has = |reference: &Reference| match store.record(reference) {
        Ok(record) => record.is_some(),
        Err(error) => {
            failed.borrow_mut().get_or_insert(error);
            false
        }
    };
    let facts = || {
        let mut facts = Facts::default();
        let noted = store.each_record(&Kind::ALL, |reference, record| {
            facts.note(Said::of(reference, &record));
            Ok::<_, StoreError>(())
        });
        if let Err(error) = noted {
            failed.borrow_mut().get_or_insert(error);
        }
        facts
    };
    let reading = read(&Beside {
        has: &has,
        facts: &facts,
    })?;
    match failed.into_inner() {
        Some(error) => Err(error.into()),
        None => Ok(reading),
    }
}
