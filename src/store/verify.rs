//! Proving that the history is unbroken and that the index is what it makes.

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};

use crate::rules::{Facts, Said};

use super::error::{Fault, StoreError};
use super::log::{Commit, Log, Logged, Sealed, hex, revision_hash};
use super::{Odd, Store, index, schema};

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many commits there are.
    pub commits: i64,
    /// How many revisions.
    pub revisions: i64,
    /// How many records.
    pub records: i64,
    /// The last commit.
    pub head: Option<Commit>,
    /// The hash over the records as they are.
    pub register_hash: String,
    /// Whether nothing is wrong within and between the records, as far as that was seen on the way: where it is not so,
    /// [`Store::findings`] says what.
    pub is_sound: bool,
    /// The commit with the hash that was expected; `None` where the register hash was.
    pub expected: Option<Commit>,
}

/// The first thing that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// A commit is not what its hash says, or does not follow the one before.
    #[error("commit {seq} is broken: {what}")]
    Commit {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        what: String,
    },
    /// The document of a revision is not what its hash says.
    #[error("revision {key} of `{kind}:{id}`, made by commit {seq}, was altered")]
    Revision {
        /// Its key.
        key: i64,
        /// The kind of record.
        kind: String,
        /// The id of the record.
        id: String,
        /// The commit that made it.
        seq: i64,
    },
    /// The file is made otherwise than a register.
    #[error("another program changed what the file is made of: {0}")]
    Schema(Odd),
    /// The pages of the file contradict each other.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The index is not what the revisions make.
    #[error(
        "the table `{table}` does not match the history: it has {found}, and should have {made}"
    )]
    Index {
        /// The table.
        table: &'static str,
        /// The first row that differs, as it is.
        found: String,
        /// The row as it should be.
        made: String,
    },
    /// The history is whole, but it is another one.
    #[error("neither the register nor any of its commits has the hash `{expected}`")]
    Expected {
        /// The hash that was expected.
        expected: String,
    },
    /// The store could not be verified.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What to do where the history itself may be intact.
const REPAIRABLE: &str = "keep the file as evidence; `ropa verify --repair` makes everything but the history anew, if the history is intact; else restore a backup";

impl Broken {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Schema(odd) if !odd.of_log => Some(REPAIRABLE.to_owned()),
            Self::Index { .. } | Self::Damaged(_) => Some(REPAIRABLE.to_owned()),
            Self::Commit { .. } | Self::Revision { .. } | Self::Schema(_) => Some(
                "another program changed this file: keep it as evidence and restore a backup"
                    .to_owned(),
            ),
            Self::Expected { .. } => Some(
                "the hash is of another register, or the history was rewritten as a whole"
                    .to_owned(),
            ),
            Self::Store(error) => error.hint(),
        }
    }
}

impl Store {
    /// Checks the chain of hashes and the index, and names the first fault.
    ///
    /// `expect` is a hash that an export printed: of the register as it is, or of any commit.
    ///
    /// # Errors
    /// Something is broken, the hash is not there, or the register has no history.
    pub fn verify(&self, expect: Option<&str>) -> Result<Verified, Broken> {
        if !self.has_history {
            return Err(StoreError::NoHistory.into());
        }
        // Also asked of a file that no other question can be asked of.
        let _reading = self
            .conn
            .unchecked_transaction()
            .map_err(|error| Fault::from(error).of(&self.path))?;
        self.at_once(|_| {
            let checked = whole(&self.conn);
            let (revisions, is_sound) = checked.map_err(|fault| fault.of(&self.path))??;
            let commits = self.history()?;
            let register_hash = self.register_hash()?;
            let mut verified = Verified {
                commits: i64::try_from(commits.len()).unwrap_or(i64::MAX),
                revisions,
                records: self.ask(count_records)?,
                head: commits.last().cloned(),
                register_hash,
                is_sound,
                expected: None,
            };
            if let Some(expected) = expect
                && expected != verified.register_hash
            {
                match commits.into_iter().find(|commit| commit.hash == expected) {
                    Some(commit) => verified.expected = Some(commit),
                    None => {
                        let expected = expected.to_owned();
                        return Err(Broken::Expected { expected });
                    }
                }
            }
            Ok(verified)
        })
    }
}

/// Checks everything: what the file is made of, before it can act; the history; the pages; and the index. Says how many
/// revisions there are, and whether the records were seen to be sound.
fn whole(conn: &Connection) -> Result<Result<(i64, bool), Broken>, Fault> {
    let mut odd = schema::oddities(conn)?.into_iter();
    if let Some(acting) = odd.clone().find(Odd::acts) {
        return Ok(Err(Broken::Schema(acting)));
    }
    let revisions = match chain(conn)? {
        Ok(revisions) => revisions,
        Err(broken) => return Ok(Err(broken)),
    };
    if let Some(missing) = odd.next() {
        return Ok(Err(Broken::Schema(missing)));
    }
    let damaged = match damage(conn, "")? {
        None => schema::broken_index(conn)?,
        damaged => damaged,
    };
    if let Some(what) = damaged {
        return Ok(Err(Broken::Damaged(what)));
    }
    Ok(compare(conn)?.map(|is_sound| (revisions, is_sound)))
}

/// What SQLite itself finds wrong in a file, or in one of its tables and what belongs to it.
pub(super) fn damage(conn: &Connection, table: &str) -> Result<Option<String>, Fault> {
    let only = if table.is_empty() {
        String::new()
    } else {
        format!("({table})")
    };
    let mut check = conn.prepare(&format!("PRAGMA main.integrity_check{only}"))?;
    let first: String = check.query_row([], |row| row.get(0))?;
    Ok((first != "ok").then_some(first))
}

fn count_records(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?)
}

/// Checks every revision and commit; says how many revisions there are, or what is broken.
pub(super) fn chain(conn: &Connection) -> Result<Result<i64, Broken>, Fault> {
    let mut parent: Option<Commit> = None;
    let (mut n_revisions, mut last_key) = (0, 0);
    let log = Log(conn);
    for commit in log.commits_after(0)? {
        let seq = commit.seq;
        let broken = |what: &str| {
            Ok(Err(Broken::Commit {
                seq,
                what: what.to_owned(),
            }))
        };
        let expected = parent.as_ref().map_or(1, |parent| parent.seq + 1);
        if seq != expected {
            return broken(&format!("commit {expected} is missing before it"));
        }
        if commit.parent.as_ref() != parent.as_ref().map(|parent| &parent.hash) {
            return broken("it does not follow the commit before it");
        }
        if parent.as_ref().is_some_and(|parent| commit.at < parent.at) {
            return broken("it is older than the commit before it");
        }
        let mut revisions: Vec<(String, String, String)> = Vec::new();
        let mut altered = None;
        log.each_revision(seq - 1, seq, |revision| {
            let document = log.document(revision.key)?;
            let Logged {
                key,
                kind,
                id,
                hash,
                ..
            } = revision;
            if revision_hash(&kind, &id, document.as_deref()) != hash || key <= last_key {
                altered.get_or_insert(Broken::Revision { key, kind, id, seq });
                return Ok::<_, Fault>(());
            }
            last_key = key;
            n_revisions += 1;
            revisions.push((kind, id, hex(&hash)));
            Ok(())
        })?;
        if let Some(altered) = altered {
            return Ok(Err(altered));
        }
        revisions.sort_unstable();
        let sealed = Sealed {
            seq,
            at: &commit.at.to_string(),
            author: &commit.author,
            message: &commit.message,
            parent: commit.parent.as_deref(),
            revisions: revisions
                .iter()
                .map(|(kind, id, hash)| (kind.as_str(), id.as_str(), hash.clone()))
                .collect(),
        };
        if sealed.hash() != commit.hash {
            return broken("it, or the list of what it changed, was altered");
        }
        parent = Some(commit);
    }
    let seq = parent.map_or(0, |parent| parent.seq);
    if log.n_revisions()? != n_revisions {
        let what = "revisions were added that no commit lists".to_owned();
        return Ok(Err(Broken::Commit { seq, what }));
    }
    Ok(Ok(n_revisions))
}

/// Makes the index anew from the log and finds the first difference. Each record is read for that, and judged by the
/// rules in passing: where there is no difference, says whether they all hold.
pub(super) fn compare(conn: &Connection) -> Result<Result<bool, Broken>, Fault> {
    if !index::is_known(conn)? {
        // Nobody asks it: it is made anew before.
        return Ok(Ok(false));
    }
    // A private file of SQLite that is gone when it is closed, as a large register needs room.
    let fresh = Connection::open("")?;
    fresh.pragma_update(None, "synchronous", "OFF")?;
    fresh.set_prepared_statement_cache_capacity(64);
    let filling = fresh.unchecked_transaction()?;
    filling.execute_batch(index::SCHEMA)?;
    let mut facts = Facts::default();
    index::fill_and_look(
        conn,
        &filling,
        0,
        |reference, record| Said::of(reference.clone(), record),
        |said| facts.add(said),
    )?;
    for (table, what) in index::TABLES {
        let ordered = format!("SELECT {what}");
        let (mut found, mut made) = (conn.prepare(&ordered)?, filling.prepare(&ordered)?);
        let columns = found.column_count();
        let (mut found, mut made) = (found.query([])?, made.query([])?);
        loop {
            let pair = (next(&mut found, columns)?, next(&mut made, columns)?);
            if pair.0 != pair.1 {
                return Ok(Err(Broken::Index {
                    table,
                    found: show(pair.0),
                    made: show(pair.1),
                }));
            }
            if pair.0.is_none() {
                break;
            }
        }
    }
    // Who is named first in a finding goes by the order of ids, which is not that of the log.
    Ok(Ok(facts.sound().is_ok()))
}

fn next(rows: &mut Rows<'_>, columns: usize) -> Result<Option<Vec<Value>>, Fault> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut values = Vec::with_capacity(columns);
    for column in 0..columns {
        values.push(row.get(column)?);
    }
    Ok(Some(values))
}

fn show(row: Option<Vec<Value>>) -> String {
    let Some(row) = row else {
        return "no such row".to_owned();
    };
    let cells: Vec<String> = row
        .into_iter()
        .map(|value| match value {
            Value::Null => "null".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => format!("`{text}`"),
            Value::Blob(bytes) => format!("{} bytes", bytes.len()),
        })
        .collect();
    format!("({})", cells.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::{Record, Reference};

    use super::super::Store;
    use super::super::sample::{change, database, day, folder, party, records};

    /// What `verify` says after somebody ran SQL on the file.
    fn after(sql: &str) -> String {
        let (_folder, path) = folder();
        let mut store = database(&path);
        change(&mut store, vec![party("new", json!({}))], &[]);
        let tampered = "DROP TRIGGER commits_stay; DROP TRIGGER commits_remain; \
                        DROP TRIGGER revisions_stay; DROP TRIGGER revisions_remain; \
                        PRAGMA foreign_keys = OFF;";
        store.conn.execute_batch(tampered).unwrap();
        store.conn.execute_batch(sql).unwrap();
        // Whoever did it put the triggers back.
        let triggers = super::super::log::SCHEMA.find("CREATE TRIGGER").unwrap();
        let triggers = &super::super::log::SCHEMA[triggers..];
        store.conn.execute_batch(triggers).unwrap();
        drop(store);
        match Store::open(&path).unwrap().verify(None) {
            Ok(verified) => format!("sound: {} records", verified.records),
            Err(broken) => broken
                .to_string()
                .replace(&path.display().to_string(), "[path]"),
        }
    }

    #[test]
    fn every_kind_of_tampering_is_named() {
        for (sql, message) in [
            ("SELECT 1", "sound: 20 records"),
            (
                "UPDATE revisions SET document = '{\"name\":\"NHS!\"}' WHERE id = 'nhs'",
                "revision 5 of `party:nhs`, made by commit 1, was altered",
            ),
            (
                "UPDATE commits SET author = 'eve' WHERE seq = 1",
                "commit 1 is broken: it, or the list of what it changed, was altered",
            ),
            (
                "UPDATE commits SET at = '2026-11-02T05:30:00+05:30' WHERE seq = 1",
                "`[path]` is damaged: the time `2026-11-02T05:30:00+05:30` is not written as `2026-11-02T00:00:00Z`",
            ),
            (
                "DELETE FROM commits WHERE seq = 1",
                "commit 2 is broken: commit 1 is missing before it",
            ),
            (
                "DELETE FROM revisions WHERE id = 'training'",
                "commit 1 is broken: it, or the list of what it changed, was altered",
            ),
            (
                "INSERT INTO revisions VALUES (99, 9, 'party', 'eve', x'00', '{}')",
                "commit 2 is broken: revisions were added that no commit lists",
            ),
            (
                "UPDATE commits SET hash = 'x' WHERE seq = 1",
                "commit 1 is broken: it, or the list of what it changed, was altered",
            ),
            (
                "DELETE FROM mention WHERE thing = 5",
                "the table `mention` does not match the history: it has (8, 17), and should have (5, 17)",
            ),
            (
                "UPDATE above SET upper = 5",
                "the table `above` does not match the history: it has (4, 5), and should have (4, 3)",
            ),
        ] {
            assert_eq!(after(sql), message, "{sql}");
        }
    }

    /// The history and the index agree whatever was committed, down to the empty register.
    #[test]
    fn every_state_is_sound() {
        let (_folder, path) = folder();
        let mut store = Store::create(&path).unwrap();
        let verified = |store: &Store| store.verify(None).map(|verified| verified.records);
        assert_eq!(verified(&store).unwrap(), 0);
        let nothing = Vec::<(Reference, Record)>::new;
        let mut all: Vec<_> = records();
        for n in 1..=all.len() {
            // A reference may still lead nowhere, and nothing is committed then.
            let plan = store.plan(all[..n].to_vec(), false);
            drop(plan.and_then(|plan| store.commit(&plan, "ada", "", day(1))));
            verified(&store).unwrap();
        }
        assert_eq!(
            usize::try_from(verified(&store).unwrap()).unwrap(),
            all.len()
        );
        while !all.is_empty() {
            let last = all.pop().map(|(reference, _)| reference);
            let plan = store.plan_change(nothing(), &last.into_iter().collect());
            drop(plan.and_then(|plan| store.commit(&plan, "ada", "", day(1))));
            verified(&store).unwrap();
        }
        let plan = store.plan(nothing(), true).unwrap();
        store.commit(&plan, "ada", "", day(1)).unwrap();
        assert_eq!(verified(&store).unwrap(), 0);
        let plan = store.plan(records(), true).unwrap();
        store.commit(&plan, "ada", "", day(1)).unwrap();
        assert_eq!(verified(&store).unwrap(), 19);
        assert_eq!(verified(&Store::open(&path).unwrap()).unwrap(), 19);
    }

    #[test]
    fn an_index_that_was_altered_is_made_anew() {
        let (_folder, path) = folder();
        let store = database(&path);
        let altered = "DELETE FROM mention; DELETE FROM total; UPDATE activity SET n_flows = 9; \
                       DELETE FROM record WHERE key > 9; INSERT INTO name VALUES ('x', 1, 'X')";
        store.conn.execute_batch(altered).unwrap();
        assert!(store.verify(None).is_err());
        drop(store);
        Store::repair(&path).unwrap();
        let store = Store::open(&path).unwrap();
        assert_eq!(store.verify(None).unwrap().records, 19);
    }

    #[test]
    fn a_hash_that_an_export_printed_is_found_again() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let first = store.head().unwrap().unwrap();
        let begun = store.register_hash().unwrap();
        assert_eq!(store.verify(Some(&begun)).unwrap().expected, None);
        change(&mut store, vec![party("new", json!({}))], &[]);
        let verified = store.verify(Some(&first.hash)).unwrap();
        assert_eq!(verified.expected, Some(first));
        let other = store.verify(Some(&"0".repeat(64))).unwrap_err();
        assert!(
            other
                .to_string()
                .starts_with("neither the register nor any")
        );
    }
}
