//! Questions to the log: commits, what they changed, and the register as it was on a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Time;
use rusqlite::Connection;

use crate::model::{Date, Reference, london};

use super::error::{Fault, StoreError};
use super::log::{Appended, Commit, Log};
use super::{Store, index};

/// The time of the one commit of a register that has no history.
pub(super) const BEGINNING: Timestamp = Timestamp::UNIX_EPOCH;

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
        self.ask(|conn| Log(conn).head())
    }

    /// All commits, the oldest first.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn history(&self) -> Result<Vec<Commit>, StoreError> {
        self.historic(|conn| Log(conn).commits_after(0))
    }

    /// All states of one record, the oldest first.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn revisions_of(&self, reference: &Reference) -> Result<Vec<Revision>, StoreError> {
        self.historic(|conn| {
            let log = Log(conn);
            let commits = log.commits_after(0)?;
            let of = |seq: i64| commits.iter().find(|commit| commit.seq == seq);
            let revisions = log.revisions_of(reference)?.into_iter();
            Ok(revisions
                .filter_map(|(seq, document)| {
                    let commit = of(seq)?.clone();
                    Some(Revision { commit, document })
                })
                .collect())
        })
    }

    /// The commit with a hash, or with a hash that begins so (at least eight characters).
    ///
    /// # Errors
    /// There is no such commit, the register has no history, or the store cannot be read.
    pub fn commit_of_hash(&self, hash: &str) -> Result<Commit, StoreError> {
        self.historic(|conn| {
            let found = Log(conn).commits_after(0)?.into_iter().find(|commit| {
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
            let log = Log(conn);
            let mut touched: BTreeMap<Reference, i64> = BTreeMap::new();
            log.each_revision(after, up_to, |revision| {
                touched.insert(revision.reference()?, revision.key);
                Ok::<_, Fault>(())
            })?;
            let mut differences = Vec::new();
            for (reference, last) in touched {
                let mut earlier = log.revisions_of(&reference)?;
                earlier.retain(|(seq, _)| *seq <= after);
                let old = earlier.pop().and_then(|(_, document)| document);
                let new = log.document(last)?;
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
            let log = Log(conn);
            let commits = log.commits_after(base.seq)?;
            let mut changed = BTreeMap::new();
            log.each_revision(base.seq, i64::MAX, |revision| {
                let commit = commits.iter().find(|commit| commit.seq == revision.seq);
                if let Some(commit) = commit {
                    changed.insert(revision.reference()?, commit.clone());
                }
                Ok::<_, Fault>(())
            })?;
            Ok(changed)
        })
    }

    /// The records that changed, or went, since they first came in.
    ///
    /// # Errors
    /// The register has no history, or the store cannot be read.
    pub fn changed_at_all(&self) -> Result<BTreeSet<Reference>, StoreError> {
        self.historic(|conn| {
            let (mut once, mut changed) = (BTreeSet::new(), BTreeSet::new());
            Log(conn).each_revision(0, i64::MAX, |revision| {
                let reference = revision.reference()?;
                if !once.insert(reference.clone()) {
                    changed.insert(reference);
                }
                Ok::<_, Fault>(())
            })?;
            Ok(changed)
        })
    }

    /// The register as it was at the end of a day in London. Only questions can be put to it.
    ///
    /// # Errors
    /// The history begins later, there is none, or the store cannot be read.
    pub fn as_of(self, day: Date) -> Result<Self, StoreError> {
        let commit = self.commit_of_day(day)?;
        if self.head()?.is_some_and(|head| head.seq > commit.seq) {
            self.set(|conn| index::turn_back(conn, commit.seq))?;
        }
        Ok(self)
    }

    /// The register as a commit left it, in memory.
    ///
    /// # Errors
    /// There is no history, or the store cannot be read.
    pub fn at_commit(&self, commit: &Commit) -> Result<Self, StoreError> {
        let past = Self::empty_in_memory(&self.path)?;
        self.historic(|conn| {
            let copy = past.conn.unchecked_transaction()?;
            let (log, past) = (Log(conn), Log(&copy));
            let commits = log.commits_after(0)?.into_iter();
            for one in commits.take_while(|one| one.seq <= commit.seq) {
                past.append(one.parent.as_deref(), &one, |append| {
                    log.each_revision(one.seq - 1, one.seq, |revision| {
                        append(Appended {
                            kind: &revision.kind,
                            id: &revision.id,
                            hash: revision.hash,
                            document: log.document(revision.key)?.as_deref(),
                        })
                    })
                })?;
            }
            index::make(&copy, 0)?;
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

/// A time without fractions of a second, so that times in text sort as times.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn commit_of_day(conn: &Connection, day: Date) -> Result<Commit, Fault> {
    let commits = Log(conn).commits_after(0)?;
    let Some(first) = commits.first() else {
        return Err(StoreError::NothingCommitted.into());
    };
    let last_second = day.to_datetime(Time::constant(23, 59, 59, 0));
    let end = london().to_timestamp(last_second).unwrap_or(Timestamp::MAX);
    let last = commits.iter().rfind(|commit| commit.at <= end);
    last.cloned().ok_or_else(|| {
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
        let open = || Store::open(&path).unwrap();
        let past = open().as_of(date("2026-11-02")).unwrap();
        assert_eq!(past.register_hash().unwrap(), begun);
        assert_eq!(past.head().unwrap(), Some(first.clone()));
        let anew = past.at_commit(&first).unwrap();
        assert_eq!(anew.verify(None).unwrap().commits, 1);
        sound(&anew.conn);
        let today = open().as_of(date("2026-11-24")).unwrap();
        assert_eq!(
            today.register_hash().unwrap(),
            store.register_hash().unwrap()
        );
        assert_eq!(
            open().as_of(date("2026-11-01")).unwrap_err().to_string(),
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
        let open = || Store::open(&path).unwrap();
        assert!(open().as_of(date("2026-07-02")).is_ok());
        assert_eq!(
            open()
                .as_of(date("2026-07-01"))
                .unwrap_err()
                .hint()
                .unwrap(),
            "ask for 2026-07-02 or later, or with `--on 2026-07-01` for what was so on that day by what is recorded now"
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
        let changed = store.changed_at_all().unwrap();
        assert_eq!(words(&changed), ["party:a", "party:nhs"]);
        assert_eq!(since[&a].seq, 3);
        assert!(matches!(
            store.changed_since("0000"),
            Err(StoreError::NoSuchCommit { .. })
        ));
    }
}
