//! The index as an earlier commit left it: that of today, with what changed since taken back.
//!
//! Only this connection sees it: its own tables hold the rows of the records that changed since, as they were, and its
//! views go before the tables of the file that have the same names. All other rows are read where they are.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{Kind, Record, Reference, fold};

use super::super::error::Fault;
use super::super::log::Log;
use super::fill::{Last, Projector, enter, note_namesakes};
use super::keys::{Keys, key_of};
use super::read::{self, parse};
use super::rows::{ActivityRow, Rows};
use super::update::LARGE;
use super::{TABLES, create_beside, is_beside, make_beside};

/// The tables with rows of records: the column that says of which, and the kinds that have any.
const OWNED: &[(&str, &str, &[Kind])] = &[
    ("record", "key", &Kind::ALL),
    ("name", "key", &Kind::ALL),
    ("mention", "activity", &[Kind::Activity]),
    ("link", "activity", &[Kind::Activity]),
    ("activity", "key", &[Kind::Activity]),
    ("open_list", "key", &[Kind::Activity]),
    ("reference", "source", &Kind::ALL),
    ("above", "key", &[Kind::Party, Kind::Data, Kind::People]),
    ("sub_processor", "processor", &[Kind::Party]),
    ("operator", "key", &[Kind::System]),
    ("may_include", "key", &[Kind::Data]),
    ("made_from", "key", &[Kind::Data]),
];

/// Which records changed since, and which names had to do with them: the latter settle who shares one.
const CHANGED: &str = "CREATE TEMP TABLE changed (key INTEGER PRIMARY KEY) STRICT;
CREATE TEMP TABLE changed_name (folded TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;";

/// The number of the commit to which a connection was turned back.
pub(in super::super) fn turned_back(conn: &Connection) -> Result<Option<i64>, Fault> {
    let is_limited = "SELECT 1 FROM temp.sqlite_schema WHERE type = 'view' AND name = 'commits'";
    if !conn.prepare(is_limited)?.exists([])? {
        return Ok(None);
    }
    Ok(Log(conn).head()?.map(|head| head.seq))
}

/// Lets a connection see the register as a commit left it. Until it is closed it reads one state of the file, unless so
/// much changed since that an index of its own is made.
pub(in super::super) fn turn_back(conn: &Connection, seq: i64) -> Result<(), Fault> {
    if conn.is_autocommit() {
        let views = "DROP VIEW IF EXISTS temp.commits; DROP VIEW IF EXISTS temp.revisions";
        conn.execute_batch(views)?;
    } else {
        // What was made to look back less far goes with its transaction.
        conn.execute_batch("ROLLBACK")?;
    }
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    let was_beside = is_beside(conn)?;
    conn.execute_batch("BEGIN")?;
    let changed = changed_since(conn, seq)?;
    if was_beside || changed.len() >= LARGE {
        if was_beside {
            for (table, _) in TABLES {
                conn.execute_batch(&format!("DROP TABLE temp.{table}"))?;
            }
        }
        limit(conn, seq)?;
        conn.execute_batch("COMMIT")?;
        return make_beside(conn);
    }
    let now = Now::of(conn, &changed)?;
    limit(conn, seq)?;
    let then = then(conn, &changed)?;
    create_beside(conn)?;
    conn.execute_batch(CHANGED)?;
    conn.execute_batch("INSERT INTO temp.total SELECT * FROM main.total")?;
    let mut names = now.names;
    let mut projector = Projector::new(conn);
    for row in &now.activities {
        projector.count(row, -1);
    }
    for (reference, last, rows) in then {
        names.extend(rows.names.iter().map(|(folded, _)| folded.clone()));
        enter(conn)?.execute((
            last.key,
            reference.kind.word(),
            &reference.id,
            last.revision,
            last.hash,
        ))?;
        projector.put(reference.kind, last.key, rows)?;
    }
    projector.finish(false)?;
    let mut insert = conn.prepare("INSERT INTO changed VALUES (?)")?;
    for key in now.keys {
        insert.execute([key])?;
    }
    for (table, owner, kinds) in OWNED {
        if changed.iter().any(|one| kinds.contains(&one.kind)) {
            cover(conn, table, owner, "SELECT key FROM temp.changed")?;
        } else {
            conn.execute_batch(&format!("DROP TABLE temp.{table}"))?;
        }
    }
    conn.execute_batch("DROP TABLE temp.made_for; DELETE FROM temp.namesake")?;
    let mut insert = conn.prepare("INSERT INTO changed_name VALUES (?)")?;
    for folded in names {
        insert.execute([&folded])?;
        note_namesakes(conn, &folded)?;
    }
    cover(
        conn,
        "namesake",
        "folded",
        "SELECT folded FROM temp.changed_name",
    )
}

/// Lets the log end with a commit.
fn limit(conn: &Connection, seq: i64) -> Result<(), Fault> {
    for table in ["commits", "revisions"] {
        conn.execute_batch(&format!(
            "CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE seq <= {seq}"
        ))?;
    }
    Ok(())
}

/// Puts the rows of a table of this connection in the place of those in the file that are out of date.
fn cover(conn: &Connection, table: &str, column: &str, out_of_date: &str) -> Result<(), Fault> {
    conn.execute_batch(&format!(
        "ALTER TABLE temp.{table} RENAME TO then_{table}; \
         CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {column} NOT IN ({out_of_date}) \
         UNION ALL SELECT * FROM temp.then_{table}"
    ))?;
    Ok(())
}

/// The records that a later commit changed.
fn changed_since(conn: &Connection, seq: i64) -> Result<BTreeSet<Reference>, Fault> {
    let mut changed = BTreeSet::new();
    Log(conn).each_revision(seq, i64::MAX, |revision| {
        changed.insert(revision.reference()?);
        Ok::<_, Fault>(())
    })?;
    Ok(changed)
}

/// What the index says today of the records that changed.
#[derive(Default)]
struct Now {
    keys: Vec<i64>,
    names: BTreeSet<String>,
    activities: Vec<ActivityRow>,
}

impl Now {
    fn of(conn: &Connection, changed: &BTreeSet<Reference>) -> Result<Self, Fault> {
        let mut now = Self::default();
        for reference in changed {
            let Some(key) = key_of(conn, reference)? else {
                continue;
            };
            now.keys.push(key);
            let record = read::record(conn, reference)?;
            let (name, aliases) = record.as_ref().map_or((None, &[][..]), Record::names);
            let called = name.into_iter().chain(aliases.iter().map(String::as_str));
            now.names.extend(called.chain([&*reference.id]).map(fold));
            if reference.kind == Kind::Activity {
                now.activities.push(conn.query_row(
                    "SELECT retired, has_data, n_flows FROM activity WHERE key = ?",
                    [key],
                    |row| {
                        Ok(ActivityRow {
                            retired: row.get(0)?,
                            has_data: row.get(1)?,
                            n_flows: row.get(2)?,
                            ..ActivityRow::default()
                        })
                    },
                )?);
            }
        }
        Ok(now)
    }
}

/// The records that changed as they were, with the rows that they made, in a log that ends where it did.
fn then<'r>(
    conn: &Connection,
    changed: &'r BTreeSet<Reference>,
) -> Result<Vec<(&'r Reference, Last, Rows)>, Fault> {
    let log = Log(conn);
    let mut records = Vec::new();
    for reference in changed {
        let logged = log.logged_of(reference)?;
        let last = logged.iter().fold(None, Last::after);
        if let Some(last) = last {
            let document = log.document(last.revision)?.unwrap_or_default();
            records.push((reference, last, parse(reference, &document)?));
        }
    }
    let mut keys = Keys::around(
        conn,
        std::iter::empty(),
        records.iter().map(|(_, _, record)| record),
    )?;
    for Reference { kind, id } in changed {
        keys.remove(*kind, id);
    }
    for (Reference { kind, id }, last, _) in &records {
        keys.insert(*kind, id, last.key);
    }
    let rows = records.into_iter().map(|(reference, last, record)| {
        let rows = Rows::of(&reference.id, last.key, &record, &keys)
            .map_err(|why| Fault::Unreadable(reference.clone(), why))?;
        Ok((reference, last, rows))
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::types::Value;
    use serde_json::json;

    use crate::model::{Kind, Reference};

    use super::super::super::Store;
    use super::super::super::sample::{activity, change, database, folder, party, record};
    use super::*;

    /// The rows of all tables of an index but that which says for what it was made.
    fn rows(conn: &Connection) -> Vec<(&'static str, Vec<Vec<Value>>)> {
        let tables = TABLES.iter().filter(|(table, _)| *table != "made_for");
        tables
            .map(|(table, what)| {
                let sql = format!("SELECT {}", what.replace("main.", ""));
                let mut statement = conn.prepare(&sql).unwrap();
                let n_columns = statement.column_count();
                let rows = statement.query_map([], |row| {
                    (0..n_columns).map(|column| row.get(column)).collect()
                });
                (*table, rows.unwrap().map(Result::unwrap).collect())
            })
            .collect()
    }

    #[test]
    fn every_table_is_covered() {
        let mut covered: BTreeSet<&str> = OWNED.iter().map(|(table, ..)| *table).collect();
        covered.extend(["made_for", "namesake", "total"]);
        assert_eq!(covered, TABLES.iter().map(|(table, _)| *table).collect());
    }

    #[test]
    fn an_index_turned_back_is_the_one_that_the_log_makes() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let named = |kind, id: &str| Reference::new(kind, id);
        // Every kind of row comes, changes and goes, with names that are shared and no longer.
        change(
            &mut store,
            vec![
                party(
                    "twin",
                    json!({ "part_of": "nhs", "aliases": ["Help Desk"] }),
                ),
                party(
                    "desk",
                    json!({ "part_of": "council", "aliases": ["Help Desk"] }),
                ),
                party(
                    "printer",
                    json!({ "sub_processors": [{ "party": "twin" }] }),
                ),
                record(
                    Kind::System,
                    "mosaic",
                    json!({ "name": "Mosaic", "operator": "twin" }),
                ),
                record(
                    Kind::Data,
                    "health",
                    json!({ "name": "Health", "may_include": ["health"], "derived_from": [{ "data": "nhs-number" }] }),
                ),
                activity(
                    "parking",
                    json!({ "open": ["data"], "data": ["health"], "recipient": [{ "to": "twin", "carries": "all" }] }),
                ),
                activity(
                    "burials",
                    json!({ "controller": "nhs", "aliases": ["Conference"] }),
                ),
            ],
            &[
                named(Kind::Activity, "old"),
                named(Kind::Party, "family-solutions"),
            ],
        );
        change(
            &mut store,
            vec![
                activity(
                    "parking",
                    json!({ "status": "retired", "recipient": [{ "to": "activity:burials" }] }),
                ),
                record(
                    Kind::Data,
                    "health",
                    json!({ "name": "Health", "broader": "identifiers" }),
                ),
                record(Kind::Measure, "training", json!({ "name": "Learning" })),
                party("desk", json!({ "part_of": "council" })),
            ],
            &[],
        );
        change(
            &mut store,
            vec![
                activity("parking", json!({})),
                activity("old", json!({ "data": ["health"] })),
            ],
            &[named(Kind::Activity, "burials")],
        );
        let commits = store.history().unwrap();
        let first = store.at_commit(&commits[0]).unwrap();
        for commit in commits {
            let anew = store.at_commit(&commit).unwrap();
            let then = Store::open(&path).unwrap();
            turn_back(&then.conn, commit.seq).unwrap();
            assert_eq!(then.head().unwrap(), Some(commit.clone()));
            assert_eq!(rows(&then.conn), rows(&anew.conn), "{}", commit.seq);
            assert_eq!(then.register_hash().unwrap(), anew.register_hash().unwrap());
            turn_back(&then.conn, 1).unwrap();
            assert_eq!(rows(&then.conn), rows(&first.conn), "{} and 1", commit.seq);
            turn_back(&then.conn, commit.seq).unwrap();
            let copied = then.apart();
            assert_eq!(rows(&copied.conn), rows(&anew.conn), "{}", commit.seq);
        }
    }

    #[test]
    fn of_a_file_whose_index_does_not_fit_it_is_made_from_the_log() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let first = store.head().unwrap().unwrap();
        change(&mut store, vec![party("new", json!({}))], &[]);
        let anew = store.at_commit(&first).unwrap();
        store.conn.execute("DELETE FROM name", []).unwrap();
        let then = Store::open(&path).unwrap();
        assert!(is_beside(&then.conn).unwrap());
        for _ in 0..2 {
            turn_back(&then.conn, first.seq).unwrap();
            assert_eq!(rows(&then.conn), rows(&anew.conn));
        }
        assert_eq!(rows(&then.apart().conn), rows(&anew.conn));
    }
}
