//! Filling published tables from a register, in one read transaction and only those that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::graph::NotRecorded;
use crate::model::{AsAt, Kind, Record, Reference};
use crate::store::{Fault, Store, StoreError};

use super::filling::{Filling, Narrowing, Needed};
use super::graphs::{Asked, graphs};
use super::{Facts, Row, Source};

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
                    Source::Graph(_) | Source::Steps(_) => {}
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
    let shared = store.names_shared()?;
    store.each_made(
        &kinds,
        |reference, mut record| {
            if let Some(name) = shared.get(&reference) {
                record.call(name);
            }
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
