//! Parties and activities that share a name, told apart by whose they are: `WHOLE / NAME`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::model::{Kind, PartyId, Record, Reference, fold};

use super::super::Store;
use super::super::error::{Fault, StoreError};
use super::keys::read_reference;
use super::read;

/// The kinds of which several records may share a name.
pub(super) const TOLD_APART: [Kind; 2] = [Kind::Party, Kind::Activity];

impl Store {
    /// The name of a record as it is shown: where another bears the same, with whose it is before it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn name_shown(&self, reference: &Reference) -> Result<Option<String>, StoreError> {
        self.ask(|conn| shown(conn, reference))
    }

    /// The parties and activities whose names others bear too, as they are shown.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn names_shared(&self) -> Result<BTreeMap<Reference, String>, StoreError> {
        self.ask(all)
    }
}

/// Whose a record is: the whole of a party, the controller of an activity.
pub(super) fn whose(conn: &Connection, reference: &Reference) -> Result<Option<Reference>, Fault> {
    if !TOLD_APART.contains(&reference.kind) {
        return Ok(None);
    }
    let record = read::record(conn, reference)?;
    Ok(record.and_then(|record| whose_of(&record)))
}

fn whose_of(record: &Record) -> Option<Reference> {
    match record {
        Record::Party(party) => party.part_of.as_ref().map(PartyId::reference),
        Record::Activity(activity) => activity.controller.value().map(PartyId::reference),
        _ => None,
    }
}

/// What a record is called with whose it is before it.
fn whose_name(conn: &Connection, record: &Record) -> Result<Option<String>, Fault> {
    let Some(whole) = whose_of(record) else {
        return Ok(None);
    };
    let whole = read::record(conn, &whole)?;
    let whole = whole.as_ref().and_then(|whole| whole.names().0);
    Ok(whole
        .zip(record.names().0)
        .map(|(whole, name)| format!("{whole} / {name}")))
}

/// The name of a record as it is shown.
pub(super) fn shown(conn: &Connection, reference: &Reference) -> Result<Option<String>, Fault> {
    let Some(record) = read::record(conn, reference)? else {
        return Ok(None);
    };
    let is_shared = "SELECT 1 FROM namesake JOIN record USING (key) WHERE kind = ? AND id = ?";
    let mut is_shared = conn.prepare_cached(is_shared)?;
    let own = record.names().0.map(str::to_owned);
    let is_shared = TOLD_APART.contains(&reference.kind)
        && is_shared.exists((reference.kind.word(), &reference.id))?;
    Ok(if is_shared {
        whose_name(conn, &record)?.or(own)
    } else {
        own
    })
}

/// The parties and activities whose names others bear too, as they are shown.
pub(super) fn all(conn: &Connection) -> Result<BTreeMap<Reference, String>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT record.kind, record.id FROM namesake JOIN record USING (key)",
    )?;
    let references = statement.query_map([], |row| read_reference(row, 0))?;
    let mut names = BTreeMap::new();
    for reference in references {
        let reference = reference?;
        if let Some(record) = read::record(conn, &reference)?
            && let Some(name) = whose_name(conn, &record)?
        {
            names.insert(reference, name);
        }
    }
    Ok(names)
}

/// What some records are called with whose they are, where that tells all of them apart.
pub(super) fn whose_names(conn: &Connection, choices: &[Reference]) -> Result<Vec<String>, Fault> {
    let mut named = Vec::new();
    for choice in choices {
        if let Some(record) = read::record(conn, choice)? {
            named.extend(whose_name(conn, &record)?);
        }
    }
    let apart: BTreeSet<String> = named.iter().map(|name| fold(name)).collect();
    if apart.len() != choices.len() {
        named.clear();
    }
    Ok(named)
}
