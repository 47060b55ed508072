//! Filling the index: the rows of each record in and out of it, and all of it from the log.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{CachedStatement, Connection};

use crate::model::{Kind, Record, Reference};

use super::super::error::Fault;
use super::super::in_order::in_order;
use super::super::log::{Hash, Log, Logged};
use super::VERSION;
use super::keys::Keys;
use super::namesakes::TOLD_APART;
use super::read::parse;
use super::rows::{ActivityRow, Rows};

/// Puts records into the index and takes them out.
///
/// The tables that are not in the order of records (names, mentions, links) are gathered and
/// written sorted at the end, so that a large commit fills their trees from left to right.
pub(super) struct Projector<'c> {
    conn: &'c Connection,
    names: Vec<(String, i64, String)>,
    /// Names that came or went, of which it is to be seen again who shares them; in an index that is made anew, those
    /// that come twice.
    touched: BTreeSet<String>,
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
            touched: BTreeSet::new(),
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
        let conn = self.conn;
        if let Some(upper) = rows.above {
            conn.prepare_cached("INSERT INTO above VALUES (?, ?)")?
                .execute((key, upper))?;
        }
        if let Some(party) = rows.operator {
            conn.prepare_cached("INSERT INTO operator VALUES (?, ?)")?
                .execute((key, party))?;
        }
        if rows.may_include {
            conn.prepare_cached("INSERT INTO may_include VALUES (?)")?
                .execute([key])?;
        }
        for origin in &rows.made_from {
            conn.prepare_cached("INSERT INTO made_from VALUES (?, ?)")?
                .execute((key, origin))?;
        }
        for (number, engaged) in (1..).zip(&rows.engaged) {
            conn.prepare_cached("INSERT INTO sub_processor VALUES (?, ?, ?, ?, ?)")?
                .execute((key, number, engaged.party, engaged.state, &engaged.systems))?;
        }
        let names = rows.names.into_iter();
        self.names
            .extend(names.map(|(folded, written)| (folded, key, written)));
        let pairs = rows.mentions.into_iter().map(|thing| (thing, key));
        if kind == Kind::Activity {
            self.mentions.extend(pairs);
            self.links
                .extend(rows.links.into_iter().map(|other| (key, other)));
            let row = &rows.activity;
            conn.prepare_cached("INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?)")?
                .execute((
                    key,
                    &row.id,
                    row.retired,
                    &row.counts_until,
                    row.has_data,
                    row.n_flows,
                ))?;
            for list in &rows.open {
                conn.prepare_cached("INSERT INTO open_list VALUES (?, ?)")?
                    .execute((list, key))?;
            }
            self.count(&rows.activity, 1);
        } else {
            self.references.extend(pairs);
        }
        Ok(())
    }

    /// Takes out the rows that a record had put.
    pub(super) fn take(&mut self, kind: Kind, key: i64, rows: &Rows) -> Result<(), Fault> {
        let own: &[&str] = match kind {
            Kind::Party => &[
                "DELETE FROM above WHERE key = ?",
                "DELETE FROM sub_processor WHERE processor = ?",
            ],
            Kind::System => &["DELETE FROM operator WHERE key = ?"],
            Kind::Data => &[
                "DELETE FROM above WHERE key = ?",
                "DELETE FROM may_include WHERE key = ?",
                "DELETE FROM made_from WHERE key = ?",
            ],
            Kind::People => &["DELETE FROM above WHERE key = ?"],
            Kind::Activity => &[
                "DELETE FROM activity WHERE key = ?",
                "DELETE FROM link WHERE activity = ?",
                "DELETE FROM open_list WHERE key = ?",
            ],
            _ => &[],
        };
        for delete in own {
            self.conn.prepare_cached(delete)?.execute([key])?;
        }
        let mut forget = self
            .conn
            .prepare_cached("DELETE FROM name WHERE folded = ? AND key = ?")?;
        for (folded, _) in &rows.names {
            self.touched.insert(folded.clone());
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
            self.count(&rows.activity, -1);
        }
        Ok(())
    }

    /// Counts an activity, or one less.
    pub(super) fn count(&mut self, activity: &ActivityRow, by: i64) {
        let retired = usize::from(activity.retired);
        self.activities[retired] += by;
        self.thin[retired] += by * i64::from(!activity.has_data);
        self.flows[retired] += by * activity.n_flows;
    }

    /// Writes what was gathered; of a whole register, in an index that was empty.
    pub(super) fn finish(mut self, is_whole: bool) -> Result<(), Fault> {
        self.names.sort_unstable();
        let twice = self.names.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let twice: Vec<String> = twice.map(|pair| pair[0].0.clone()).collect();
        self.touched.extend(twice);
        if !is_whole {
            let came = self.names.iter().map(|(folded, ..)| folded.clone());
            self.touched.extend(came.collect::<Vec<_>>());
        }
        let mut statement = self
            .conn
            .prepare_cached("INSERT INTO name VALUES (?, ?, ?)")?;
        for (folded, key, written) in self.names {
            statement.execute((folded, key, written))?;
        }
        for folded in self.touched {
            self.conn
                .prepare_cached("DELETE FROM namesake WHERE folded = ?")?
                .execute([&folded])?;
            note_namesakes(self.conn, &folded)?;
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

/// Notes who shares a name with others of its kind.
pub(super) fn note_namesakes(conn: &Connection, folded: &str) -> Result<(), Fault> {
    // In words that SQLite can look up by key also where a view stands for a table.
    let mut called = conn.prepare_cached(
        "SELECT record.kind, record.key FROM name JOIN record USING (key) WHERE name.folded = ?",
    )?;
    let called = called.query_map([folded], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let called: Vec<(String, i64)> = called.collect::<Result<_, _>>()?;
    let mut insert = conn.prepare_cached("INSERT INTO namesake VALUES (?, ?)")?;
    for kind in TOLD_APART {
        let keys = called.iter().filter(|(one, _)| one == kind.word());
        if keys.clone().count() > 1 {
            for (_, key) in keys {
                insert.execute((folded, key))?;
            }
        }
    }
    Ok(())
}

/// The statement that enters a record.
pub(super) fn enter(conn: &Connection) -> Result<CachedStatement<'_>, Fault> {
    Ok(conn.prepare_cached("INSERT INTO record VALUES (?, ?, ?, ?, ?)")?)
}

/// The state of a record after its last revision.
#[derive(Clone, Copy)]
pub(super) struct Last {
    /// The revision with which it came in.
    pub(super) key: i64,
    pub(super) revision: i64,
    pub(super) hash: Hash,
}

impl Last {
    /// The state after one more revision; none where that removes the record.
    pub(super) fn after(last: Option<Self>, revision: &Logged) -> Option<Self> {
        (!revision.is_removal).then(|| Self {
            key: last.map_or(revision.key, |last| last.key),
            revision: revision.key,
            hash: revision.hash,
        })
    }
}

/// Fills the empty index of `target` from the log of `source`, a file that by its own count will then
/// have been changed so often.
pub(in super::super) fn fill(
    source: &Connection,
    target: &Connection,
    counter: u32,
) -> Result<(), Fault> {
    fill_and_look(source, target, counter, |_, _| (), |()| ())
}

/// The same, where each record is looked at on the way, on all cores, and what was seen is handed over.
pub(in super::super) fn fill_and_look<S: Send>(
    source: &Connection,
    target: &Connection,
    counter: u32,
    look: impl Fn(&Reference, &Record) -> S + Sync,
    mut seen: impl FnMut(S),
) -> Result<(), Fault> {
    let log = Log(source);
    let mut lasts: BTreeMap<Reference, Last> = BTreeMap::new();
    log.each_revision(i64::MIN, i64::MAX, |revision| {
        let reference = revision.reference()?;
        let before = lasts.remove(&reference);
        lasts.extend(Last::after(before, &revision).map(|last| (reference, last)));
        Ok::<_, Fault>(())
    })?;
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
            let document = log.document(last.revision)?.unwrap_or_default();
            documents.push((reference, *last, document));
        }
        in_order(
            &documents,
            |(reference, last, document)| {
                let record = parse(reference, document)?;
                let rows = Rows::of(&reference.id, last.key, &record, &keys)
                    .map_err(|why| Fault::Unreadable((*reference).clone(), why))?;
                Ok::<_, Fault>((rows, look(reference, &record)))
            },
            |(reference, last, _), made| {
                let (rows, looked) = made?;
                seen(looked);
                enter(target)?.execute((
                    last.key,
                    reference.kind.word(),
                    &reference.id,
                    last.revision,
                    last.hash,
                ))?;
                projector.put(reference.kind, last.key, rows)
            },
        )?;
    }
    projector.finish(true)?;
    let head = log.head()?.map(|head| head.hash);
    target.execute(
        "INSERT INTO made_for VALUES (?, ?, ?)",
        (VERSION, head, counter),
    )?;
    Ok(())
}
