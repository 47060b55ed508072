//! Which record a text named at any time: what was removed or renamed has a history too.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{Kind, Reference, fold};

use super::Store;
use super::error::Fault;
use super::index::{NameError, Suggestion, by_id, names, only, parse, parts, suggest};
use super::log::Log;

impl Store {
    /// The record that a text names now, or else named at any time of the history.
    ///
    /// An id written exactly wins, also that of a record removed, since an id is never given to
    /// another; then what is called so now, then what was called so once.
    ///
    /// # Errors
    /// Nothing or more than one record was ever called so, there is no history, or the store cannot
    /// be read.
    pub fn resolve_ever(&self, text: &str, kinds: &[Kind]) -> Result<Reference, NameError> {
        let (name, among) = parts(text, kinds)?;
        if self.ask(|conn| by_id(conn, name, &among))?.is_empty() {
            let gone = self.historic(|conn| ids_ever(conn, name, &among))?;
            if let Some(one) = only(text, gone) {
                return one;
            }
        }
        let unknown = match self.resolve(text, kinds) {
            Err(NameError::Unknown { .. } | NameError::OtherKind { .. }) => {
                self.historic(names_ever)?
            }
            other => return other,
        };
        let folded = fold(name);
        let is_called = |known: &&Suggestion| {
            fold(&known.name) == folded
                && (among.is_empty() || among.contains(&known.reference.kind))
        };
        let called = unknown.iter().filter(is_called);
        let choices = called.map(|known| known.reference.clone()).collect();
        if let Some(one) = only(text, choices) {
            return one;
        }
        let mut known = self.ask(names)?;
        known.extend(unknown);
        Err(NameError::Unknown {
            text: text.trim().to_owned(),
            suggestions: suggest(name, &among, known),
            kinds: among,
        })
    }
}

/// The records that ever had an id.
fn ids_ever(conn: &Connection, id: &str, kinds: &[Kind]) -> Result<BTreeSet<Reference>, Fault> {
    let kinds = if kinds.is_empty() { &Kind::ALL } else { kinds };
    let mut found = BTreeSet::new();
    for reference in kinds.iter().map(|kind| Reference::new(*kind, id)) {
        if !Log(conn).revisions_of(&reference)?.is_empty() {
            found.insert(reference);
        }
    }
    Ok(found)
}

/// Every way in which a record was ever called, the latest first.
fn names_ever(conn: &Connection) -> Result<Vec<Suggestion>, Fault> {
    let log = Log(conn);
    let mut called = Vec::new();
    log.each_revision(i64::MIN, i64::MAX, |revision| {
        let Some(document) = log.document(revision.key)? else {
            return Ok::<_, Fault>(());
        };
        let reference = revision.reference()?;
        let record = parse(&reference, &document)?;
        let (name, aliases) = record.names();
        let own = name.into_iter().chain(aliases.iter().map(String::as_str));
        let own = own.chain([reference.id.as_str()]).map(|name| Suggestion {
            reference: reference.clone(),
            name: name.to_owned(),
        });
        called.push(own.collect::<Vec<_>>());
        Ok(())
    })?;
    Ok(called.into_iter().rev().flatten().collect())
}
