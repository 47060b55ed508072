//! Which record a text named at any time: what was removed or renamed has a history too.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{Kind, Reference, fold};

use super::Store;
use super::error::Fault;
use super::keys::read_reference;
use super::names::{NameError, Suggestion, by_id, names, only, parts, suggest};
use super::read::parse;

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
    let mut statement =
        conn.prepare_cached("SELECT DISTINCT kind, id FROM revisions WHERE id = ?")?;
    let rows = statement.query_map([id], |row| read_reference(row, 0))?;
    let mut found: BTreeSet<Reference> = rows.collect::<Result<_, _>>()?;
    found.retain(|reference| kinds.is_empty() || kinds.contains(&reference.kind));
    Ok(found)
}

/// Every way in which a record was ever called, the latest first.
fn names_ever(conn: &Connection) -> Result<Vec<Suggestion>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, id, document FROM revisions WHERE document IS NOT NULL ORDER BY key DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut called = Vec::new();
    while let Some(row) = rows.next()? {
        let reference = read_reference(row, 0)?;
        let record = parse(&reference, row.get_ref(2)?.as_str().unwrap_or_default())?;
        let (name, aliases) = record.names();
        let own = name.into_iter().chain(aliases.iter().map(String::as_str));
        for name in own.chain([reference.id.as_str()]) {
            called.push(Suggestion {
                reference: reference.clone(),
                name: name.to_owned(),
            });
        }
    }
    Ok(called)
}
