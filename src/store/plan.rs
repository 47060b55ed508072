//! What a commit would change: the records that are added, changed and removed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::{Kind, Record, Reference};
use crate::rules::Sound;

use super::change::{Change, New};
use super::error::{Fault, StoreError};
use super::in_order::in_order;
use super::log::{Hash, Log, canonical, revision_hash};
use super::{Difference, Store, gate};

/// The difference between a register and what is asked for, ready to be committed: it holds the proof that the register
/// is sound afterwards, so that nothing else can be committed.
#[derive(Debug)]
pub struct Plan {
    /// The hash of the commit it was made against.
    pub(super) base: Option<String>,
    /// The changes, by kind and id.
    pub(super) changes: Vec<Change>,
    /// Proof that they leave the register sound. It holds for the state of `base`, and no other is committed to.
    _passed: Sound,
    /// Records of the store that were not given, and stay.
    pub left_alone: Vec<Reference>,
    /// How many records were given that are in the store already, just so.
    pub unchanged: usize,
}

/// How many records a plan would add and change, and how many are there already just so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// How many come in.
    pub added: usize,
    /// How many change.
    pub changed: usize,
    /// How many stay as they are.
    pub unchanged: usize,
}

impl Plan {
    fn of(
        conn: &Connection,
        mut changes: Vec<Change>,
        left_alone: Vec<Reference>,
        unchanged: usize,
    ) -> Result<Self, Fault> {
        changes.sort_by(|a, b| a.reference.cmp(&b.reference));
        let twice = changes
            .windows(2)
            .find(|pair| pair[0].reference == pair[1].reference);
        if let Some(pair) = twice {
            let reference = pair[0].reference.clone();
            return Err(StoreError::Twice { reference }.into());
        }
        Ok(Self {
            base: Log(conn).head()?.map(|commit| commit.hash),
            _passed: gate::passed(conn, &changes)?,
            changes,
            left_alone,
            unchanged,
        })
    }

    /// The hash of the commit that it was made against; nothing where there was none.
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// Whether there is nothing to commit.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// All changes, by kind and id.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The records that come in.
    pub fn added(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.old.is_none())
    }

    /// The records that change.
    pub fn changed(&self) -> impl Iterator<Item = &Change> {
        let both = |change: &&Change| change.old.is_some() && change.new.is_some();
        self.changes.iter().filter(both)
    }

    /// The records that go.
    pub fn removed(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.new.is_none())
    }
}

impl Store {
    /// The records that differ between the store and a whole register, or are in one of them alone: what the store says
    /// as `old`. Nothing is judged.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn compare(
        &self,
        register: &BTreeMap<Reference, Arc<Record>>,
    ) -> Result<Vec<Difference>, StoreError> {
        self.ask(|conn| {
            let mut heads = all_heads(conn)?;
            let records: Vec<(&Reference, &Arc<Record>)> = register.iter().collect();
            let mut different = Vec::new();
            in_order(
                &records,
                |(reference, record)| {
                    let document = canonical(&***record);
                    let hash = revision_hash(reference.kind.word(), &reference.id, Some(&document));
                    ((*reference).clone(), document, hash)
                },
                |_, (reference, document, hash)| {
                    let head = heads.remove(&reference);
                    if head.as_ref().is_some_and(|head| head.hash == hash) {
                        return Ok(());
                    }
                    let old = match head {
                        Some(head) => Log(conn).document(head.revision)?,
                        None => None,
                    };
                    let new = Some(document);
                    different.push(Difference {
                        reference,
                        old,
                        new,
                    });
                    Ok::<(), Fault>(())
                },
            )?;
            for (reference, head) in heads {
                let (old, new) = (Log(conn).document(head.revision)?, None);
                different.push(Difference {
                    reference,
                    old,
                    new,
                });
            }
            Ok(different)
        })
    }

    /// Compares a whole register with the store.
    ///
    /// Records of the store that are not given are removed if `prune`, else left alone.
    ///
    /// # Errors
    /// A record is given twice, the register would not be sound, or the store cannot be read.
    pub fn plan(
        &self,
        records: impl IntoIterator<Item = (Reference, impl Into<Arc<Record>>)>,
        prune: bool,
    ) -> Result<Plan, StoreError> {
        let records = shared(records);
        self.ask(|conn| {
            let mut heads = all_heads(conn)?;
            let given = records.len();
            let mut changes = compare(conn, records, |reference| Ok(heads.remove(reference)))?;
            let unchanged = given - changes.len();
            let mut left_alone = Vec::new();
            if prune {
                for (reference, head) in heads {
                    changes.push(removal(conn, reference, &head)?);
                }
            } else {
                left_alone = heads.into_keys().collect();
            }
            Plan::of(conn, changes, left_alone, unchanged)
        })
    }

    /// What a plan to put some records would say, without the plan: so they need not be in memory at once.
    ///
    /// # Errors
    /// The register would not be sound, a record cannot be had, or the store cannot be read.
    pub fn outline<E: From<StoreError>>(
        &self,
        mut put: impl Iterator<Item = Result<(Reference, Record), E>>,
    ) -> Result<Outline, E> {
        const AT_ONCE: usize = 1_000;
        let mut outline = Outline::default();
        let mut gate = gate::Gate::default();
        loop {
            let records = put.by_ref().take(AT_ONCE);
            let records = shared(records.collect::<Result<Vec<_>, E>>()?);
            if records.is_empty() {
                self.ask(|conn| gate.passed(conn).map(drop))?;
                return Ok(outline);
            }
            let given = records.len();
            let changes = self.ask(|conn| {
                let changes = compare(conn, records, |reference| head_of(conn, reference))?;
                gate.judges(conn, &changes)?;
                Ok(changes)
            })?;
            outline.added += changes.iter().filter(|change| change.old.is_none()).count();
            outline.changed += changes.iter().filter(|change| change.old.is_some()).count();
            outline.unchanged += given - changes.len();
        }
    }

    /// Plans to put some records and remove others, and to leave all else as it is.
    ///
    /// # Errors
    /// A record is given twice, the register would not be sound, or the store cannot be read.
    pub fn plan_change(
        &self,
        put: impl IntoIterator<Item = (Reference, impl Into<Arc<Record>>)>,
        remove: &BTreeSet<Reference>,
    ) -> Result<Plan, StoreError> {
        let records = shared(put);
        self.ask(|conn| {
            let given = records.len();
            let mut changes = compare(conn, records, |reference| head_of(conn, reference))?;
            let unchanged = given - changes.len();
            for reference in remove {
                if let Some(head) = head_of(conn, reference)? {
                    changes.push(removal(conn, reference.clone(), &head)?);
                }
            }
            Plan::of(conn, changes, Vec::new(), unchanged)
        })
    }
}

/// The current state of a record.
struct Head {
    key: i64,
    revision: i64,
    hash: Hash,
}

/// Records that a plan shares with whoever gave them.
fn shared(
    records: impl IntoIterator<Item = (Reference, impl Into<Arc<Record>>)>,
) -> Vec<(Reference, Arc<Record>)> {
    let records = records.into_iter();
    records
        .map(|(reference, record)| (reference, record.into()))
        .collect()
}

fn compare(
    conn: &Connection,
    records: Vec<(Reference, Arc<Record>)>,
    mut head_of: impl FnMut(&Reference) -> Result<Option<Head>, Fault>,
) -> Result<Vec<Change>, Fault> {
    let mut documents = Vec::with_capacity(records.len());
    in_order(
        &records,
        |(reference, record)| {
            let document = canonical(&**record);
            let hash = revision_hash(reference.kind.word(), &reference.id, Some(&document));
            (document, hash)
        },
        |_, result| {
            documents.push(result);
            Ok::<(), Fault>(())
        },
    )?;
    let mut changes = Vec::new();
    let mut known = BTreeSet::new();
    let in_order = records.windows(2).all(|pair| pair[0].0 < pair[1].0);
    for ((reference, record), (document, hash)) in records.into_iter().zip(documents) {
        if !in_order && !known.insert(reference.clone()) {
            return Err(StoreError::Twice { reference }.into());
        }
        let head = head_of(&reference)?;
        if head.as_ref().is_some_and(|head| head.hash == hash) {
            continue;
        }
        let old = match &head {
            Some(head) => Log(conn).document(head.revision)?,
            None => None,
        };
        changes.push(Change {
            reference,
            old,
            new: Some(New {
                record,
                document,
                hash,
            }),
            key: head.map(|head| head.key),
        });
    }
    Ok(changes)
}

#[cfg(test)]
impl Plan {
    /// Plans to put some records whatever they make of the register, as another program might.
    pub(super) fn unsound(store: &Store, put: Vec<(Reference, Record)>) -> Self {
        let nothing: [(Reference, Record); 0] = [];
        let mut plan = store.plan_change(nothing, &BTreeSet::new()).unwrap();
        let changes = compare(&store.conn, shared(put), |reference| {
            head_of(&store.conn, reference)
        });
        plan.changes = changes.unwrap();
        plan
    }
}

fn removal(conn: &Connection, reference: Reference, head: &Head) -> Result<Change, Fault> {
    Ok(Change {
        reference,
        old: Log(conn).document(head.revision)?,
        new: None,
        key: Some(head.key),
    })
}

fn all_heads(conn: &Connection) -> Result<BTreeMap<Reference, Head>, Fault> {
    let mut heads = BTreeMap::new();
    for kind in Kind::ALL {
        let mut statement = conn.prepare_cached(
            "SELECT id, key, revision, hash FROM record WHERE kind = ? ORDER BY id",
        )?;
        let mut rows = statement.query([kind.word()])?;
        while let Some(row) = rows.next()? {
            let head = Head {
                key: row.get(1)?,
                revision: row.get(2)?,
                hash: row.get(3)?,
            };
            heads.insert(Reference::new(kind, row.get::<_, String>(0)?), head);
        }
    }
    Ok(heads)
}

fn head_of(conn: &Connection, reference: &Reference) -> Result<Option<Head>, Fault> {
    let mut statement =
        conn.prepare_cached("SELECT key, revision, hash FROM record WHERE kind = ? AND id = ?")?;
    let head = statement
        .query_row((reference.kind.word(), &reference.id), |row| {
            Ok(Head {
                key: row.get(0)?,
                revision: row.get(1)?,
                hash: row.get(2)?,
            })
        })
        .optional()?;
    Ok(head)
}
