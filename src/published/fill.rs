//! Filling published tables from a register, in one read transaction and only those that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Statement, ToSql};

use crate::graph::NotRecorded;
use crate::model::{ActivityId, AsAt, DataId, Kind, PartyId, PeopleId, Record, Reference};
use crate::store::{Fault, Store, StoreError};

use super::graphs::{Asked, graphs};
use super::{Facts, PublishedTable, Row, Source};

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

/// What came of filling some tables.
#[derive(Default)]
pub(super) struct Filled {
    /// How many rows each has.
    pub(super) counts: BTreeMap<&'static str, u64>,
    /// What is not recorded and bears on what was computed, where that was found out.
    pub(super) not_recorded: Vec<NotRecorded>,
}

/// Fills the tables of a private database.
pub(super) fn fill(
    store: &Store,
    private: &Connection,
    needed: &[Needed<'_>],
    narrowing: &BTreeMap<String, Narrowing>,
    as_at: AsAt,
    retired: bool,
) -> Result<Filled, StoreError> {
    let facts = Facts { as_at };
    let mut counts = BTreeMap::new();
    let mut not_recorded = Vec::new();
    store
        .at_once(|store| -> Result<(), Fault> {
            let all = private.unchecked_transaction()?;
            let mut of_records = Vec::new();
            for needed in needed {
                match needed.table.source {
                    Source::Records(kinds, make) => of_records.push((*needed, kinds, make)),
                    Source::Whole(make) => {
                        let mut filling = Filling::new(private, *needed)?;
                        make(store, &facts, &mut |row| filling.put(&row))?;
                        filling.end(&mut counts);
                    }
                    Source::Graph(_) => {}
                }
            }
            records(store, private, &of_records, &facts, &mut counts)?;
            let asked = Asked {
                narrowing,
                as_at: as_at.on,
                retired,
            };
            not_recorded = graphs(store, private, needed, &asked, &mut counts)?;
            for index in needed.iter().filter_map(|needed| needed.table.index()) {
                private.execute_batch(&index)?;
            }
            Ok(all.commit()?)
        })
        .map_err(|fault| fault.of(store.path()))?;
    Ok(Filled {
        counts,
        not_recorded,
    })
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

/// How rows are made of a record.
type Make = fn(&Facts, &Reference, &Record, &mut Vec<Row>);

/// Fills the tables that records make, reading each record once.
fn records(
    store: &Store,
    private: &Connection,
    tables: &[(Needed<'_>, &'static [Kind], Make)],
    facts: &Facts,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Fault> {
    if tables.is_empty() {
        return Ok(());
    }
    let mut fillings = Vec::new();
    for (needed, _, _) in tables {
        fillings.push(Filling::new(private, *needed)?);
    }
    let kinds: BTreeSet<Kind> = tables
        .iter()
        .flat_map(|(_, kinds, _)| kinds.iter().copied())
        .collect();
    let kinds: Vec<Kind> = kinds.into_iter().collect();
    store.each_made(
        &kinds,
        |reference, record| {
            let mut made: Vec<Vec<Row>> = tables.iter().map(|_| Vec::new()).collect();
            for ((_, _, make), rows) in tables.iter().zip(&mut made) {
                make(facts, &reference, &record, rows);
            }
            made
        },
        |made| {
            for (filling, rows) in fillings.iter_mut().zip(made) {
                for row in rows {
                    filling.put(&row)?;
                }
            }
            Ok::<_, Fault>(())
        },
    )?;
    for filling in fillings {
        filling.end(counts);
    }
    Ok(())
}
