//! Commits: the last one, all of them, what they changed, and the register as it was on a day.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Time;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::model::{Date, Reference, london};

use super::error::{Fault, Stop, StoreError};
use super::hash::hex;
use super::keys::read_reference;
use super::{Store, projection};

/// The time of the one commit of a register that has no history.
pub(super) const BEGINNING: Timestamp = Timestamp::UNIX_EPOCH;

/// One entry of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its number, from 1.
    pub seq: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub author: String,
    /// Why.
    pub message: String,
    /// The hash of the commit before it.
    pub parent: Option<String>,
    /// Its hash, which covers all before it.
    pub hash: String,
}

/// What one record was and became between two commits; as canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which record it is.
    pub reference: Reference,
    /// What it was; absent where it was not there.
    pub old: Option<String>,
    /// What it became; absent where it went.
    pub new: Option<String>,
}

/// One state of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit that made it.
    pub commit: Commit,
    /// The document as canonical JSON; absent where the record was removed.
    pub document: Option<String>,
}

impl Store {
    /// The last commit; `None` for an empty register and for one of text.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn head(&self) -> Result<Option<Commit>, StoreError> {
        if !self.has_history {
            return Ok(None);
        }
        self.ask(head)
    }

    /// All commits, the oldest first.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn history(&self) -> Result<Vec<Commit>, StoreError> {
        self.historic(|conn| commits_after(conn, 0))
    }

    /// All states of one record, the oldest first.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn revisions_of(&self, reference: &Reference) -> Result<Vec<Revision>, StoreError> {
        self.historic(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT commits.*, revisions.document FROM revisions JOIN commits USING (seq) \
                 WHERE revisions.kind = ? AND revisions.id = ? ORDER BY revisions.key",
            )?;
            let rows = statement.query_map((reference.kind.word(), &reference.id), |row| {
                Ok(Revision {
                    commit: read_commit(row)?,
                    document: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The commit with a hash, or with a hash that begins so (at least eight characters).
    ///
    /// # Errors
    /// There is no such commit, the register has no history, or the store cannot be read.
    pub fn commit_of_hash(&self, hash: &str) -> Result<Commit, StoreError> {
        self.historic(|conn| {
            let found = commits_after(conn, 0)?.into_iter().find(|commit| {
                commit.hash == hash || hash.len() >= 8 && commit.hash.starts_with(hash)
            });
            found.ok_or_else(|| {
                let hash = hash.to_owned();
                StoreError::NoSuchCommit { hash }.into()
            })
        })
    }

    /// The last commit at or before the end of a day in London.
    ///
    /// # Errors
    /// The history begins later, there is none, or the store cannot be read.
    pub fn commit_of_day(&self, day: Date) -> Result<Commit, StoreError> {
        self.historic(|conn| commit_of_day(conn, day))
    }

    /// What changed after commit `after` (0 for the beginning) up to commit `up_to`, by kind and id.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn differences(&self, after: i64, up_to: i64) -> Result<Vec<Difference>, StoreError> {
        self.historic(|conn| {
            let mut touched: BTreeMap<Reference, Option<String>> = BTreeMap::new();
            let mut statement = conn.prepare_cached(
                "SELECT kind, id, document FROM revisions WHERE seq > ? AND seq <= ? ORDER BY key",
            )?;
            let mut rows = statement.query((after, up_to))?;
            while let Some(row) = rows.next()? {
                touched.insert(read_reference(row, 0)?, row.get(2)?);
            }
            let mut earlier = conn.prepare_cached(
                "SELECT document FROM revisions WHERE kind = ? AND id = ? AND seq <= ? \
                 ORDER BY key DESC LIMIT 1",
            )?;
            let mut differences = Vec::new();
            for (reference, new) in touched {
                let old: Option<String> = earlier
                    .query_row((reference.kind.word(), &reference.id, after), |row| {
                        row.get(0)
                    })
                    .optional()?
                    .flatten();
                if old != new {
                    differences.push(Difference {
                        reference,
                        old,
                        new,
                    });
                }
            }
            Ok(differences)
        })
    }

    /// The records that changed since the commit with a hash, with the last commit that changed each.
    ///
    /// # Errors
    /// There is no such commit, the register has no history, or the store cannot be read.
    pub fn changed_since(&self, hash: &str) -> Result<BTreeMap<Reference, Commit>, StoreError> {
        let base = self.commit_of_hash(hash)?;
        self.historic(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT commits.*, revisions.kind, revisions.id FROM revisions \
                 JOIN commits USING (seq) WHERE revisions.seq > ? ORDER BY revisions.key",
            )?;
            let rows = statement.query_map([base.seq], |row| {
                Ok((read_reference(row, 6)?, read_commit(row)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Hands over every change of a record, the oldest first: the number of its commit, the record, the
    /// hash of its content, and whether it was removed.
    ///
    /// # Errors
    /// `each` failed, the register has no history, or the store cannot be read.
    pub fn each_change<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(i64, Reference, String, bool) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.has_history {
            return Err(StoreError::NoHistory.into());
        }
        self.hand_over(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT seq, kind, id, hash, document IS NULL FROM revisions ORDER BY key",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let hash = hex(&row.get(3)?);
                each(row.get(0)?, read_reference(row, 1)?, hash, row.get(4)?)
                    .map_err(Stop::Theirs)?;
            }
            Ok(())
        })
    }

    /// The register as it was at the end of a day in London, in memory.
    ///
    /// # Errors
    /// The history begins later, there is none, or the store cannot be read.
    pub fn as_of(&self, day: Date) -> Result<Self, StoreError> {
        let commit = self.commit_of_day(day)?;
        self.at_commit(&commit)
    }

    /// The register as a commit left it, in memory.
    ///
    /// # Errors
    /// There is no history, or the store cannot be read.
    pub fn at_commit(&self, commit: &Commit) -> Result<Self, StoreError> {
        let past = Self::empty_in_memory(&self.path)?;
        self.historic(|conn| {
            let copy = past.conn.unchecked_transaction()?;
            copy_until(
                conn,
                &copy,
                commit.seq,
                "SELECT * FROM commits WHERE seq <= ? ORDER BY seq",
                "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            copy_until(
                conn,
                &copy,
                commit.seq,
                "SELECT * FROM revisions WHERE seq <= ? ORDER BY key",
                "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            projection::rebuild(&copy, &copy)?;
            Ok(copy.commit()?)
        })?;
        Ok(past)
    }

    /// Asks something about the history.
    pub(super) fn historic<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if !self.has_history {
            return Err(StoreError::NoHistory);
        }
        self.ask(question)
    }
}

/// Copies the rows of a table of six columns up to a commit.
fn copy_until(
    from: &Connection,
    to: &Connection,
    seq: i64,
    select: &'static str,
    insert: &'static str,
) -> Result<(), Fault> {
    let mut select = from.prepare_cached(select)?;
    let mut insert = to.prepare_cached(insert)?;
    let mut rows = select.query([seq])?;
    while let Some(row) = rows.next()? {
        for column in 0..6 {
            let value = ToSqlOutput::Borrowed(row.get_ref(column)?);
            insert.raw_bind_parameter(column + 1, value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

/// The last commit.
pub(super) fn head(conn: &Connection) -> Result<Option<Commit>, Fault> {
    Ok(conn
        .prepare_cached("SELECT * FROM commits ORDER BY seq DESC LIMIT 1")?
        .query_row([], read_commit)
        .optional()?)
}

/// The commits after one.
pub(super) fn commits_after(conn: &Connection, seq: i64) -> Result<Vec<Commit>, Fault> {
    let mut statement = conn.prepare_cached("SELECT * FROM commits WHERE seq > ? ORDER BY seq")?;
    let rows = statement.query_map([seq], read_commit)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The commits after the one with a hash; none where there is no such commit.
pub(super) fn since(conn: &Connection, hash: Option<&str>) -> Result<Vec<Commit>, Fault> {
    let all = commits_after(conn, 0)?;
    let Some(hash) = hash else {
        return Ok(all);
    };
    let known = all.iter().position(|commit| commit.hash == hash);
    Ok(known.map_or_else(Vec::new, |index| all[index + 1..].to_vec()))
}

fn read_commit(row: &Row<'_>) -> rusqlite::Result<Commit> {
    let at: String = row.get(1)?;
    let at = at.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Commit {
        seq: row.get(0)?,
        at,
        author: row.get(2)?,
        message: row.get(3)?,
        parent: row.get(4)?,
        hash: row.get(5)?,
    })
}

/// A time without fractions of a second, so that times in text sort as times.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn commit_of_day(conn: &Connection, day: Date) -> Result<Commit, Fault> {
    let first: Option<Commit> = conn
        .prepare_cached("SELECT * FROM commits ORDER BY seq LIMIT 1")?
        .query_row([], read_commit)
        .optional()?;
    let Some(first) = first else {
        return Err(StoreError::NothingCommitted.into());
    };
    let last_second = day.to_datetime(Time::constant(23, 59, 59, 0));
    let end = london()
        .to_timestamp(last_second)
        .unwrap_or(Timestamp::MAX)
        .to_string();
    conn.prepare_cached("SELECT * FROM commits WHERE at <= ? ORDER BY seq DESC LIMIT 1")?
        .query_row([end], read_commit)
        .optional()?
        .ok_or_else(|| {
            let begins = london().to_datetime(first.at).date();
            StoreError::BeforeHistory { date: day, begins }.into()
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Kind;

    use super::super::sample::{change, database, day, folder, party, sound, words};
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_register_is_as_it_was_at_the_end_of_a_day_in_london() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let begun = store.register_hash().unwrap();
        let first = store.head().unwrap().unwrap();
        change(&mut store, vec![party("new", json!({}))], &[]);
        let past = store.as_of(date("2026-11-02")).unwrap();
        assert_eq!(past.register_hash().unwrap(), begun);
        assert_eq!(past.head().unwrap(), Some(first));
        assert_eq!(past.verify(None).unwrap().commits, 1);
        sound(&past.conn);
        let today = store.as_of(date("2026-11-24")).unwrap();
        assert_eq!(
            today.register_hash().unwrap(),
            store.register_hash().unwrap()
        );
        assert_eq!(
            store.as_of(date("2026-11-01")).unwrap_err().to_string(),
            "the register had not begun on 2026-11-01: its history begins on 2026-11-02"
        );
        let (_folder, path) = super::super::sample::folder();
        let empty = Store::create(&path).unwrap();
        assert!(matches!(
            empty.as_of(date("2026-11-02")),
            Err(StoreError::NothingCommitted)
        ));
    }

    #[test]
    fn a_day_ends_by_the_clocks_of_london() {
        // Half past midnight of 2 July by the clocks, which is still the first of July in UTC.
        let (_folder, path) = folder();
        let mut store = Store::create(&path).unwrap();
        let plan = store.plan([party("a", json!({}))], false).unwrap();
        let at = "2026-07-01T23:30:00Z".parse().unwrap();
        store.commit(&plan, "ada", "", at).unwrap();
        assert!(store.as_of(date("2026-07-02")).is_ok());
        assert_eq!(
            store.as_of(date("2026-07-01")).unwrap_err().hint().unwrap(),
            "ask for 2026-07-02 or later"
        );
    }

    #[test]
    fn time_never_goes_back() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let plan = store.plan([party("a", json!({}))], false).unwrap();
        let commit = store.commit(&plan, "ada", "", day(-9)).unwrap().unwrap();
        assert_eq!(commit.at, day(1));
        assert!(store.verify(None).is_ok());
    }

    #[test]
    fn history_says_what_changed() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let first = store.head().unwrap().unwrap();
        change(
            &mut store,
            vec![party("a", json!({})), party("nhs", json!({}))],
            &[],
        );
        let a = Reference::new(Kind::Party, "a");
        change(&mut store, vec![], std::slice::from_ref(&a));
        let changed = store.differences(1, 3).unwrap();
        assert_eq!(
            words(changed.iter().map(|one| &one.reference)),
            ["party:nhs"]
        );
        assert_eq!(changed[0].new.as_deref(), Some(r#"{"name":"nhs"}"#));
        assert_eq!(store.differences(1, 2).unwrap().len(), 2);
        let states = store.revisions_of(&a).unwrap();
        let documents: Vec<Option<&str>> = states
            .iter()
            .map(|state| state.document.as_deref())
            .collect();
        assert_eq!(documents, [Some(r#"{"name":"a"}"#), None]);
        let since = store.changed_since(&first.hash[..12]).unwrap();
        assert_eq!(words(since.keys()), ["party:a", "party:nhs"]);
        assert_eq!(since[&a].seq, 3);
        assert!(matches!(
            store.changed_since("0000"),
            Err(StoreError::NoSuchCommit { .. })
        ));
    }
}
