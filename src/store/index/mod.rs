//! The index, a cache that answers questions: tables made from the log, with their version and what
//! they were made for. What does not fit is made anew and never migrated.

mod beside;
mod catalogue;
mod counts;
mod entries;
mod fill;
mod in_parts;
mod keys;
mod names;
mod namesakes;
mod needed;
mod parts;
mod past;
mod read;
mod retired;
mod rows;
mod update;

use rusqlite::{Connection, OptionalExtension as _};

use super::error::Fault;
use super::log::Log;

pub(super) use self::beside::Beside;
pub use self::catalogue::{Family, Thin, Totals};
pub(super) use self::fill::{fill, fill_and_look};
pub use self::in_parts::InParts;
pub use self::names::{NameError, Suggestion};
pub(super) use self::names::{by_id, names, only, parts, suggest};
pub use self::parts::Selection;
pub(super) use self::past::{turn_back, turned_back};
pub(super) use self::read::parse;
pub use self::retired::{LeftOut, Retired};
pub(super) use self::update::{LARGE, Step, update};

/// The version of the index: it changes with any of its tables and with what fills them.
const VERSION: i64 = 7;

/// The tables of the index.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// The tables, each with what of it is compared with one made anew, in which order.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("made_for", "version, head FROM main.made_for"),
    ("record", "* FROM main.record ORDER BY kind, id"),
    ("name", "* FROM main.name ORDER BY folded, key"),
    ("mention", "* FROM main.mention ORDER BY thing, activity"),
    ("reference", "* FROM main.reference ORDER BY thing, source"),
    ("link", "* FROM main.link ORDER BY activity, other"),
    ("above", "* FROM main.above ORDER BY key"),
    (
        "sub_processor",
        "* FROM main.sub_processor ORDER BY processor, number",
    ),
    ("operator", "* FROM main.operator ORDER BY key"),
    ("may_include", "* FROM main.may_include ORDER BY key"),
    ("made_from", "* FROM main.made_from ORDER BY key, origin"),
    ("activity", "* FROM main.activity ORDER BY key"),
    ("namesake", "* FROM main.namesake ORDER BY folded, key"),
    ("open_list", "* FROM main.open_list ORDER BY list, key"),
    // A count of nothing may have no row: a register in which nothing was put yet has none.
    ("total", "* FROM main.total WHERE n <> 0 ORDER BY what"),
];

/// The table of what was computed and is kept: it is as true as its key says, and compared by whoever can compute it.
const KEPT: &str = "kept";

/// What earlier indexes had and this one has not.
const FORMER: &[&str] = &[
    "VIEW v_activity",
    "VIEW v_data",
    "VIEW v_data_closure",
    "VIEW v_document",
    "VIEW v_flow",
    "VIEW v_flow_data",
    "VIEW v_measure",
    "VIEW v_mention",
    "VIEW v_party",
    "VIEW v_people",
    "VIEW v_people_closure",
    "VIEW v_record",
    "VIEW v_sub_processor",
    "VIEW v_sub_processor_system",
    "VIEW v_system",
    "TABLE data",
    "TABLE document",
    "TABLE flow",
    "TABLE measure",
    "TABLE party",
    "TABLE people",
    "TABLE system",
];

/// Whether an index can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fitness {
    /// It was made for what the file holds.
    Fits,
    /// It is of another version.
    Other,
    /// Something other than a commit changed the file since.
    Changed,
}

/// Whether the index of a file fits, which by its own count was changed so often.
pub(super) fn fitness(conn: &Connection, counter: u32) -> Result<Fitness, Fault> {
    let Some(version) = version(conn)? else {
        return Ok(Fitness::Changed);
    };
    if version != VERSION {
        return Ok(Fitness::Other);
    }
    let made_for = conn.query_row("SELECT head, counter FROM main.made_for", [], |row| {
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, i64>(1)?))
    })?;
    let head = Log(conn).head()?.map(|head| head.hash);
    Ok(match made_for == (head, i64::from(counter)) {
        true => Fitness::Fits,
        false => Fitness::Changed,
    })
}

/// The version of the index of a file, where it says one.
fn version(conn: &Connection) -> Result<Option<i64>, Fault> {
    if !conn.table_exists(Some("main"), "made_for")? {
        return Ok(None);
    }
    let version = "SELECT version FROM main.made_for";
    Ok(conn.query_row(version, [], |row| row.get(0)).optional()?)
}

/// Whether a file has an index that this program could ask.
pub(super) fn is_known(conn: &Connection) -> Result<bool, Fault> {
    Ok(version(conn)?.is_none_or(|version| version == VERSION))
}

/// Whether an earlier index had a view of this name.
pub(super) fn had_view(name: &str) -> bool {
    FORMER
        .iter()
        .any(|former| former.strip_prefix("VIEW ") == Some(name))
}

/// Makes the index of a file anew, which will then have been changed so often.
pub(super) fn make(conn: &Connection, counter: u32) -> Result<(), Fault> {
    let tables = TABLES.iter().map(|(table, _)| *table).chain([KEPT]);
    let tables = tables.map(|table| format!("TABLE {table}"));
    for former in FORMER
        .iter()
        .map(|former| (*former).to_owned())
        .chain(tables)
    {
        let (what, name) = former.split_once(' ').unwrap_or_default();
        conn.execute_batch(&format!("DROP {what} IF EXISTS main.{name}"))?;
    }
    conn.execute_batch(SCHEMA)?;
    fill(conn, conn, counter)
}

/// Whether an index in memory is asked in place of the one in the file.
pub(super) fn is_beside(conn: &Connection) -> Result<bool, Fault> {
    Ok(conn.table_exists(Some("temp"), "made_for")?)
}

/// Makes an index in memory that is asked in place of the one in the file, which stays as it is.
pub(super) fn make_beside(conn: &Connection) -> Result<(), Fault> {
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    let making = conn.unchecked_transaction()?;
    create_beside(conn)?;
    fill(conn, conn, 0)?;
    Ok(making.commit()?)
}

/// Makes the tables of an index for one connection alone; they go before those of the file that have the same names.
/// What is kept is kept in the file.
fn create_beside(conn: &Connection) -> Result<(), Fault> {
    conn.execute_batch(&SCHEMA.replace("CREATE TABLE", "CREATE TEMP TABLE"))?;
    Ok(conn.execute_batch(&format!("DROP TABLE temp.{KEPT}"))?)
}
