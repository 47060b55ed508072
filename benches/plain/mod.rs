//! The same question in plain SQL: a recursive query over tables of nodes, edges and what they
//! carry. Its tables are filled from the records by rules written a second time, so that two
//! answers that agree are worth something.
//!
//! Some rules of receiving are left out, because no made-up register has what they speak of:
//!
//! - flows that begin or end, that carry `"none"`, that go to people, and sources through a system;
//! - flows recorded to pass no system (`through = "none"`), and onward flows through one or to an activity;
//! - those engaged for a system of which nobody is recorded to run it: engagements name systems of
//!   the engager only;
//! - legal persons of several parties: teams are part of a council, but no flow goes to one and none
//!   runs a system; and classes have no members;
//! - engagements of those whose activity it is and of joint controllers: only suppliers engage others,
//!   and they are neither;
//! - activities without a controller (`controller = "none"`), or done for others under one;
//! - categories that have the class of a broader one: each has its own.

mod engaged;
mod filling;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use ropa::model::{ActivityId, Record, Reference};
use rusqlite::{Connection, OpenFlags};

use self::filling::Filling;

/// Who receives an item, by id, and whether that is stated.
pub(crate) type Receivers = BTreeMap<String, bool>;

/// Fills the tables, and gives the number of edges in them.
pub(crate) fn fill(
    path: &Path,
    records: impl Iterator<Item = (Reference, Record)>,
) -> rusqlite::Result<i64> {
    let conn = Connection::open(path)?;
    conn.execute_batch(include_str!("tables.sql"))?;
    conn.execute_batch("BEGIN")?;
    let mut filling = Filling::new(&conn)?;
    // Activities come last, in the order of kinds: all that they name is known by then.
    for (reference, record) in records {
        match record {
            Record::Activity(activity) if activity.is_retired() => {}
            Record::Activity(activity) => {
                let id = ActivityId::new(reference.id).expect("ids of records are ids");
                filling.activity(&id, &activity)?;
            }
            other => filling.catalogue(&reference.id, other)?,
        }
    }
    let n_edges = filling.finish()?;
    conn.execute_batch("COMMIT")?;
    conn.execute_batch(include_str!("indexes.sql"))?;
    Ok(n_edges)
}

/// Asks who receives an item, from opening the file on.
pub(crate) fn who_receives(path: &Path, data: &str) -> rusqlite::Result<Receivers> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    let mut statement = conn.prepare(include_str!("who-receives.sql"))?;
    let rows = statement.query_map([data], |row| {
        // The name is read too: an answer shows it.
        let _: String = row.get(1)?;
        Ok((row.get(0)?, row.get::<_, i64>(2)? == 0))
    })?;
    rows.collect()
}
