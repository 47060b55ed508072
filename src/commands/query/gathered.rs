//! Rows of an answer that differ only in the record that they are of, told as one for each kind of record.

use std::collections::BTreeMap;

use crate::commands::kinds::{OfKind, by_kind};
use crate::commands::named::name_of;
use crate::error::Error;
use crate::model::{Kind, Reference};
use crate::published::SqlAnswer;
use crate::queries::Value;
use crate::store::Store;

/// Puts rows together that differ only in one column, which has records, where these are of one kind; the first are
/// named, and each row stands where its first one did. Whether any were.
///
/// # Errors
/// The names of the records cannot be read.
pub(super) fn gather(store: &Store, answer: &mut SqlAnswer, column: &str) -> Result<bool, Error> {
    let Some(at) = answer.columns.iter().position(|known| known == column) else {
        return Ok(false);
    };
    let n_rows = answer.rows.len();
    let mut rows: Vec<(Vec<Value>, Vec<Reference>)> = Vec::new();
    let mut known: BTreeMap<(Kind, Vec<String>), usize> = BTreeMap::new();
    for row in answer.rows.drain(..) {
        let Some(record) = reference(&row[at]) else {
            rows.push((row, Vec::new()));
            continue;
        };
        let others = row.iter().enumerate().filter(|(column, _)| *column != at);
        let others: Vec<String> = others.map(|(_, value)| value.shown()).collect();
        let place = *known.entry((record.kind, others)).or_insert(rows.len());
        if place == rows.len() {
            rows.push((row, Vec::new()));
        }
        rows[place].1.push(record);
    }
    for (mut row, records) in rows {
        if records.len() > 1 {
            let named = by_kind(&records, |record| name_of(store, record.kind, &record.id))?;
            let words: Vec<String> = named.iter().map(OfKind::words).collect();
            row[at] = Value::Text(words.join("; "));
        }
        answer.rows.push(row);
    }
    Ok(answer.rows.len() < n_rows)
}

/// The record that a value refers to by kind and id.
fn reference(value: &Value) -> Option<Reference> {
    let Value::Text(text) = value else {
        return None;
    };
    let (kind, id) = text.split_once(':')?;
    Some(Reference::new(Kind::from_word(kind)?, id))
}
