//! Writing the projection: what a commit changes, or all of it from the revisions.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, Connection};

use crate::model::{Kind, Record, Reference};

use super::error::Fault;
use super::hash::Hash;
use super::in_order::in_order;
use super::keys::{Keys, read_reference};
use super::rows::{Rows, tables_of};

/// The tables that the projection is made of, each with a statement that reads it in the order of
/// its key, and one that empties it.
pub(super) const TABLES: &[(&str, &str, &str)] = &[
    (
        "record",
        "SELECT * FROM record ORDER BY key",
        "DELETE FROM record",
    ),
    (
        "name",
        "SELECT * FROM name ORDER BY folded, key",
        "DELETE FROM name",
    ),
    (
        "mention",
        "SELECT * FROM mention ORDER BY thing, activity",
        "DELETE FROM mention",
    ),
    (
        "reference",
        "SELECT * FROM reference ORDER BY thing, source",
        "DELETE FROM reference",
    ),
    (
        "link",
        "SELECT * FROM link ORDER BY activity, other",
        "DELETE FROM link",
    ),
    (
        "party",
        "SELECT * FROM party ORDER BY key",
        "DELETE FROM party",
    ),
    (
        "sub_processor",
        "SELECT * FROM sub_processor ORDER BY processor, number",
        "DELETE FROM sub_processor",
    ),
    (
        "system",
        "SELECT * FROM system ORDER BY key",
        "DELETE FROM system",
    ),
    (
        "data",
        "SELECT * FROM data ORDER BY key",
        "DELETE FROM data",
    ),
    (
        "people",
        "SELECT * FROM people ORDER BY key",
        "DELETE FROM people",
    ),
    (
        "measure",
        "SELECT * FROM measure ORDER BY key",
        "DELETE FROM measure",
    ),
    (
        "document",
        "SELECT * FROM document ORDER BY key",
        "DELETE FROM document",
    ),
    (
        "activity",
        "SELECT * FROM activity ORDER BY key",
        "DELETE FROM activity",
    ),
    (
        "flow",
        "SELECT * FROM flow ORDER BY activity, number",
        "DELETE FROM flow",
    ),
    (
        "total",
        // A count of nothing may have no row: a register in which nothing was put yet has none.
        "SELECT * FROM total WHERE n <> 0 ORDER BY what",
        "DELETE FROM total",
    ),
];

/// Puts records into the projection and takes them out.
///
/// The tables that are not in the order of records (names, mentions, links) are gathered and
/// written sorted at the end, so that a large commit fills their trees from left to right.
pub(super) struct Projector<'c> {
    conn: &'c Connection,
    names: Vec<(String, i64, String)>,
    mentions: Vec<(i64, i64)>,
    references: Vec<(i64, i64)>,
    links: Vec<(i64, i64)>,
    /// Activities, those of them without data recorded, and flows: in use, and of retired activities.
    activities: [i64; 2],
    thin: [i64; 2],
    flows: [i64; 2],
}

impl<'c> Projector<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            names: Vec::new(),
            mentions: Vec::new(),
            references: Vec::new(),
            links: Vec::new(),
            activities: [0; 2],
            thin: [0; 2],
            flows: [0; 2],
        }
    }

    /// Puts the rows of a record.
    pub(super) fn put(&mut self, kind: Kind, key: i64, rows: Rows) -> Result<(), Fault> {
        for (table, cells) in rows.rows {
            let mut statement = self.conn.prepare_cached(table.insert)?;
            for (index, cell) in cells.iter().enumerate() {
                statement.raw_bind_parameter(index + 1, cell)?;
            }
            statement.raw_execute()?;
        }
        let names = rows.names.into_iter();
        self.names
            .extend(names.map(|(folded, written)| (folded, key, written)));
        let pairs = rows.mentions.into_iter().map(|thing| (thing, key));
        if kind == Kind::Activity {
            self.mentions.extend(pairs);
            self.links
                .extend(rows.links.into_iter().map(|other| (key, other)));
            self.activities[usize::from(rows.retired)] += 1;
            self.thin[usize::from(rows.retired)] += i64::from(rows.thin);
            self.flows[usize::from(rows.retired)] += rows.flows;
        } else {
            self.references.extend(pairs);
        }
        Ok(())
    }

    /// Takes out the rows that a record had put.
    pub(super) fn take(&mut self, kind: Kind, key: i64, rows: &Rows) -> Result<(), Fault> {
        for table in tables_of(kind) {
            self.conn.prepare_cached(table.delete)?.execute([key])?;
        }
        let mut forget = self
            .conn
            .prepare_cached("DELETE FROM name WHERE folded = ? AND key = ?")?;
        for (folded, _) in &rows.names {
            forget.execute((folded, key))?;
        }
        let mut unmention = self.conn.prepare_cached(if kind == Kind::Activity {
            "DELETE FROM mention WHERE thing = ? AND activity = ?"
        } else {
            "DELETE FROM reference WHERE thing = ? AND source = ?"
        })?;
        for thing in &rows.mentions {
            unmention.execute((thing, key))?;
        }
        if kind == Kind::Activity {
            self.conn
                .prepare_cached("DELETE FROM link WHERE activity = ?")?
                .execute([key])?;
            self.activities[usize::from(rows.retired)] -= 1;
            self.thin[usize::from(rows.retired)] -= i64::from(rows.thin);
            self.flows[usize::from(rows.retired)] -= rows.flows;
        }
        Ok(())
    }

    /// Writes what was gathered.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        self.names.sort_unstable();
        let mut statement = self
            .conn
            .prepare_cached("INSERT INTO name VALUES (?, ?, ?)")?;
        for (folded, key, written) in self.names {
            statement.execute((folded, key, written))?;
        }
        for (mut pairs, insert) in [
            (self.mentions, "INSERT INTO mention VALUES (?, ?)"),
            (self.references, "INSERT INTO reference VALUES (?, ?)"),
            (self.links, "INSERT INTO link VALUES (?, ?)"),
        ] {
            pairs.sort_unstable();
            let mut statement = self.conn.prepare_cached(insert)?;
            for pair in pairs {
                statement.execute(pair)?;
            }
        }
        let mut count = self.conn.prepare_cached(
            "INSERT INTO total VALUES (?1, ?2) ON CONFLICT (what) DO UPDATE SET n = n + excluded.n",
        )?;
        for (what, n) in [
            ("activities", self.activities[0]),
            ("retired-activities", self.activities[1]),
            ("thin-activities", self.thin[0]),
            ("retired-thin-activities", self.thin[1]),
            ("flows", self.flows[0]),
            ("flows-of-retired", self.flows[1]),
        ] {
            count.execute((what, n))?;
        }
        Ok(())
    }
}

/// The statement that enters a record.
pub(super) fn enter(conn: &Connection) -> Result<CachedStatement<'_>, Fault> {
    Ok(conn.prepare_cached("INSERT INTO record VALUES (?, ?, ?, ?, ?)")?)
}

/// The state of a record after its last revision.
#[derive(Clone, Copy)]
struct Last {
    /// The revision with which it came in.
    key: i64,
    revision: i64,
    hash: Hash,
}

/// Fills the empty projection of `target` from the revisions of `source`.
pub(super) fn rebuild(source: &Connection, target: &Connection) -> Result<(), Fault> {
    let mut lasts: BTreeMap<Reference, Last> = BTreeMap::new();
    let mut statement = source
        .prepare("SELECT kind, id, key, hash, document IS NULL FROM revisions ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let reference = read_reference(row, 0)?;
        let (revision, hash) = (row.get(2)?, row.get(3)?);
        if row.get(4)? {
            lasts.remove(&reference);
        } else {
            let last = lasts.entry(reference).or_insert(Last {
                key: revision,
                revision,
                hash,
            });
            last.revision = revision;
            last.hash = hash;
        }
    }
    let mut keys = Keys::default();
    for (reference, last) in &lasts {
        keys.insert(reference.kind, &reference.id, last.key);
    }
    let mut heads: Vec<(Reference, Last)> = lasts.into_iter().collect();
    heads.sort_unstable_by_key(|(_, last)| last.key);

    let mut projector = Projector::new(target);
    for batch in heads.chunks(4096) {
        let mut documents = Vec::with_capacity(batch.len());
        for (reference, last) in batch {
            documents.push((
                reference,
                *last,
                super::plan::document_of(source, last.revision)?,
            ));
        }
        in_order(
            &documents,
            |(reference, last, document)| {
                let unreadable = |why: String| Fault::Unreadable((*reference).clone(), why);
                let record = Record::from_json(reference.kind, document)
                    .map_err(|error| unreadable(error.to_string()))?;
                Rows::of(&reference.id, last.key, &record, &keys).map_err(|missing| {
                    unreadable(format!("it names `{}`, which is not there", missing.to))
                })
            },
            |(reference, last, _), rows: Result<Rows, Fault>| {
                enter(target)?.execute((
                    last.key,
                    reference.kind.word(),
                    &reference.id,
                    last.revision,
                    last.hash,
                ))?;
                projector.put(reference.kind, last.key, rows?)
            },
        )?;
    }
    projector.finish()
}
