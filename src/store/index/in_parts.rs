//! The whole register in parts, for those who must look at every activity and cannot hold all of them.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{Kind, Record, Reference, Register};

use super::super::Store;
use super::super::error::{Fault, Stop, StoreError};
use super::super::in_order::in_order;
use super::read;

/// About so many activities are held at a time; few in tests, so that their registers come in parts too.
const AT_A_TIME: usize = if cfg!(test) { 1 } else { 4096 };

/// A register without its activities, to be looked at with some of them at a time.
#[derive(Debug)]
pub struct InParts<'s> {
    store: &'s Store,
    /// All records but the activities.
    pub register: Register,
}

impl Store {
    /// The register without its activities.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn in_parts(&self) -> Result<InParts<'_>, StoreError> {
        let mut register = Register::default();
        let kinds = Kind::ALL.into_iter().filter(|it| *it != Kind::Activity);
        self.each_record(&kinds.collect::<Vec<_>>(), |reference, record| {
            let put = register.insert(&reference.id, record);
            put.map_err(|id| self.damaged(&id))
        })?;
        Ok(InParts {
            store: self,
            register,
        })
    }
}

impl InParts<'_> {
    /// Hands over the register with some of its activities at a time, in the order of the first of those that flows ever
    /// join, which come together; and how many there are.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each<E: From<StoreError>>(
        &mut self,
        mut each: impl FnMut(&Register, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let (store, register) = (self.store, &mut self.register);
        store.hand_over(|conn| {
            let sets = joined(conn)?;
            let n_all = sets.iter().map(Vec::len).sum();
            let mut sets = sets.into_iter().peekable();
            let mut part: Vec<Reference> = Vec::new();
            while let Some(set) = sets.next() {
                part.extend(set);
                let next = sets.peek().map_or(usize::MAX, Vec::len);
                if part.len().saturating_add(next) > AT_A_TIME {
                    register.activities.clear();
                    put(conn, register, &std::mem::take(&mut part))?;
                    each(register, n_all).map_err(Stop::Theirs)?;
                }
            }
            register.activities.clear();
            Ok(())
        })
    }

    /// Hands over the register with some activities, a few at a time.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_of<E: From<StoreError>>(
        &mut self,
        activities: &BTreeSet<Reference>,
        mut each: impl FnMut(&Register) -> Result<(), E>,
    ) -> Result<(), E> {
        let (store, register) = (self.store, &mut self.register);
        let activities: Vec<Reference> = activities.iter().cloned().collect();
        store.hand_over(|conn| {
            for part in activities.chunks(AT_A_TIME) {
                register.activities.clear();
                put(conn, register, part)?;
                each(register).map_err(Stop::Theirs)?;
            }
            register.activities.clear();
            Ok(())
        })
    }
}

/// Reads some activities into a register, those that are there.
fn put(conn: &Connection, register: &mut Register, activities: &[Reference]) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT revisions.document FROM record \
         JOIN revisions ON revisions.key = record.revision WHERE record.kind = ? AND record.id = ?",
    )?;
    let mut documents: Vec<(&Reference, String)> = Vec::with_capacity(activities.len());
    for activity in activities {
        let mut rows = statement.query((activity.kind.word(), &activity.id))?;
        if let Some(row) = rows.next()? {
            documents.push((activity, row.get(0)?));
        }
    }
    in_order(
        &documents,
        |(reference, document)| read::parse(reference, document),
        |(reference, _), record: Result<Record, Fault>| {
            register
                .insert(&reference.id, record?)
                .map_err(|error| Fault::Unreadable((*reference).clone(), error.to_string()))
        },
    )
}

/// All activities, in sets that flows join, whether or not these are in use: each sorted, in the order of their first.
fn joined(conn: &Connection) -> Result<Vec<Vec<Reference>>, Fault> {
    let mut statement =
        conn.prepare_cached("SELECT key, id FROM record WHERE kind = ? ORDER BY id")?;
    let rows = statement.query_map([Kind::Activity.word()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let activities: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
    let mut places: Vec<(i64, usize)> = (activities.iter().enumerate())
        .map(|(place, (key, _))| (*key, place))
        .collect();
    places.sort_unstable();
    let place_of = |key: i64| {
        let at = places.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(places[at].1)
    };
    // Of each activity one before it that it is joined to, or itself.
    let mut before: Vec<usize> = (0..activities.len()).collect();
    let first = |before: &mut Vec<usize>, mut place: usize| {
        while before[place] != place {
            before[place] = before[before[place]];
            place = before[place];
        }
        place
    };
    let mut statement = conn.prepare_cached("SELECT activity, other FROM link")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let (Some(one), Some(other)) = (place_of(row.get(0)?), place_of(row.get(1)?)) {
            let (one, other) = (first(&mut before, one), first(&mut before, other));
            before[one.max(other)] = one.min(other);
        }
    }
    let mut sets: Vec<Vec<Reference>> = activities.iter().map(|_| Vec::new()).collect();
    for (place, (_, id)) in activities.into_iter().enumerate() {
        sets[first(&mut before, place)].push(Reference::new(Kind::Activity, id));
    }
    sets.retain(|set| !set.is_empty());
    Ok(sets)
}
