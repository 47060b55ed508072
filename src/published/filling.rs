//! One published table that is being filled: which of its columns matter, and to what it is narrowed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Statement, ToSql};

use crate::model::{ActivityId, DataId, Kind, PartyId, PeopleId, Reference};
use crate::store::Fault;

use super::PublishedTable;

/// To what the tables that are computed may be narrowed, since the question is about nothing else:
/// a category of data with everything narrower, a party with its parts, an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// Only this category and narrower ones.
    pub data: Option<DataId>,
    /// Only this party and its parts.
    pub party: Option<PartyId>,
    /// Only this category of people.
    pub people: Option<PeopleId>,
    /// Only this activity.
    pub activity: Option<ActivityId>,
}

impl Narrowing {
    /// Narrows to a record; of kinds other than those above nothing is narrowed.
    pub fn to(&mut self, record: &Reference) {
        let id = record.id.as_str();
        match record.kind {
            Kind::Data => self.data = DataId::new(id).ok(),
            Kind::Party => self.party = PartyId::new(id).ok(),
            Kind::People => self.people = PeopleId::new(id).ok(),
            Kind::Activity => self.activity = ActivityId::new(id).ok(),
            _ => {}
        }
    }

    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A table to fill, and which of its columns matter: the others stay null.
#[derive(Clone, Copy)]
pub(super) struct Needed<'c> {
    pub(super) table: &'static PublishedTable,
    /// The names of the columns that are read; all where none are given.
    pub(super) columns: Option<&'c BTreeSet<String>>,
}

impl Needed<'_> {
    /// Whether a column is read. Names are folded as the database folds them.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.columns
            .is_none_or(|columns| columns.iter().any(|read| read.eq_ignore_ascii_case(name)))
    }
}

/// A table that is being filled.
pub(super) struct Filling<'c> {
    name: &'static str,
    insert: Statement<'c>,
    /// Whether each column is read.
    reads: Vec<bool>,
    n_rows: u64,
}

impl<'c> Filling<'c> {
    pub(super) fn new(private: &'c Connection, needed: Needed<'_>) -> Result<Self, Fault> {
        let table = needed.table;
        let columns = table.columns.iter();
        Ok(Self {
            name: table.name,
            insert: private.prepare(&table.insert())?,
            reads: columns.map(|column| needed.reads(column.name)).collect(),
            n_rows: 0,
        })
    }

    pub(super) fn put(&mut self, row: &[impl ToSql]) -> Result<(), Fault> {
        // What was never bound is null.
        for ((place, cell), is_read) in (1..).zip(row).zip(&self.reads) {
            if *is_read {
                self.insert.raw_bind_parameter(place, cell)?;
            }
        }
        self.insert.raw_execute()?;
        self.n_rows += 1;
        Ok(())
    }

    pub(super) fn end(self, counts: &mut BTreeMap<&'static str, u64>) {
        counts.insert(self.name, self.n_rows);
    }
}
