//! Parties and activities that share a name, told apart by whose they are: `WHOLE / NAME`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::model::{Kind, PartyId, Record, Reference, Register, fold};

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
    let own = record.names().0.map(str::to_owned);
    Ok(if is_shared(conn, reference)? {
        whose_name(conn, &record)?.or(own)
    } else {
        own
    })
}

/// Whether others bear the name of a record too.
fn is_shared(conn: &Connection, reference: &Reference) -> Result<bool, Fault> {
    if !TOLD_APART.contains(&reference.kind) {
        return Ok(false);
    }
    let shared = "SELECT 1 FROM namesake JOIN record USING (key) WHERE kind = ? AND id = ?";
    let mut shared = conn.prepare_cached(shared)?;
    Ok(shared.exists((reference.kind.word(), &reference.id))?)
}

/// The parties and activities whose names others bear too, as they are shown.
fn all(conn: &Connection) -> Result<BTreeMap<Reference, String>, Fault> {
    // The order of the tables is that of the search: few records share a name.
    let mut statement = conn.prepare_cached(
        "SELECT record.kind, record.id FROM (SELECT DISTINCT key FROM namesake) \
         CROSS JOIN record USING (key)",
    )?;
    let references = statement.query_map([], |row| read_reference(row, 0))?;
    let mut names = BTreeMap::new();
    for reference in references {
        let reference = reference?;
        if let Some(name) = with_whose(conn, &reference)? {
            names.insert(reference, name);
        }
    }
    Ok(names)
}

/// What a record is called with whose it is before it.
fn with_whose(conn: &Connection, reference: &Reference) -> Result<Option<String>, Fault> {
    match read::record(conn, reference)? {
        Some(record) => whose_name(conn, &record),
        None => Ok(None),
    }
}

/// The names as they are shown that were looked up for one part and may be needed for the next.
#[derive(Default)]
pub(super) struct Apart(BTreeMap<Reference, Option<String>>);

impl Apart {
    /// Names the parties and activities of a part whose names others bear too as they are shown.
    pub(super) fn tell(
        &mut self,
        conn: &Connection,
        part: &mut Register,
        new: &[Reference],
    ) -> Result<(), Fault> {
        let is_any = "SELECT 1 FROM namesake LIMIT 1";
        if !conn.prepare_cached(is_any)?.exists([])? {
            return Ok(());
        }
        for kind in TOLD_APART {
            let ids = new.iter().filter(|one| one.kind == kind);
            let ids: Vec<&str> = ids.map(|one| one.id.as_str()).collect();
            let ids = serde_json::to_string(&ids).unwrap_or_default();
            let mut statement = conn.prepare_cached(SHARING)?;
            let mut rows = statement.query((ids, kind.word()))?;
            while let Some(row) = rows.next()? {
                let reference = Reference::new(kind, row.get::<_, String>(0)?);
                let name = match self.0.get(&reference) {
                    Some(name) => name.clone(),
                    None => with_whose(conn, &reference)?,
                };
                let id = reference.id.as_str();
                let own = match kind {
                    Kind::Party => part.parties.get_mut(id).map(|it| &mut it.name),
                    _ => part.activities.get_mut(id).map(|it| &mut it.name),
                };
                if let (Some(own), Some(name)) = (own, &name) {
                    own.clone_from(name);
                }
                self.0.insert(reference, name);
            }
        }
        Ok(())
    }
}

/// Of some records of a kind those whose names others bear too, looked up one by one: a part has few records, and a
/// register may have many.
const SHARING: &str = "SELECT id FROM record WHERE id IN (SELECT value FROM json_each(?)) AND kind = ? \
     AND EXISTS (SELECT 1 FROM namesake WHERE namesake.key = record.key)";

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
