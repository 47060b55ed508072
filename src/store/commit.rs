//! Committing a plan: its revisions in the log and what they change in the index, in one transaction.

use jiff::Timestamp;
use rusqlite::Connection;

use super::change::Change;
use super::error::{Fault, StoreError};
use super::index::{self, LARGE, Step};
use super::log::{Appended, Commit, Log, Sealed, hex, revision_hash};
use super::plan::Plan;
use super::{Store, history, open};

impl Store {
    /// Commits a plan as one transaction; `None` when it changes nothing.
    ///
    /// `at` never goes back: where the clock did, the time of the last commit is kept.
    ///
    /// # Errors
    /// Somebody else committed since the plan was made, or the store cannot be written. The register is then as it was.
    pub fn commit(
        &mut self,
        plan: &Plan,
        author: &str,
        message: &str,
        at: Timestamp,
    ) -> Result<Option<Commit>, StoreError> {
        if plan.is_empty() {
            return Ok(None);
        }
        self.found.take();
        let large = plan.changes.len() >= LARGE;
        if large {
            self.set(open::cache_of_large_commits)?;
        }
        let committed = self.in_turn(author, &mut |_| {}, |store| {
            store.check_clock(store.head()?.as_ref(), at)?;
            let recorded = record(&store.conn, plan, author, message, at);
            recorded.map_err(|fault| fault.of(&store.path))
        });
        if large {
            // The change is made or refused by now, and a cache that stays large does no harm.
            drop(self.set(open::usual_cache));
        }
        committed.map(Some)
    }
}

fn record(
    conn: &Connection,
    plan: &Plan,
    author: &str,
    message: &str,
    at: Timestamp,
) -> Result<Commit, Fault> {
    let log = Log(conn);
    let at = history::whole_second(at);
    let commit = seal(plan, log.head()?.as_ref(), author, message, at);
    let first = log.append(plan.base.as_deref(), &commit, |append| {
        plan.changes
            .iter()
            .try_for_each(|change| append(appended(change)))
    })?;
    let steps = (first..).zip(&plan.changes).map(|(revision, change)| Step {
        revision,
        reference: &change.reference,
        key: change.key,
        old: change.old.as_deref(),
        new: change.new.as_ref().map(|new| (&*new.record, new.hash)),
    });
    index::update(conn, &commit.hash, &steps.collect::<Vec<_>>())?;
    Ok(commit)
}

/// The revision that a change makes.
fn appended(change: &Change) -> Appended<'_> {
    let (kind, id) = (change.reference.kind.word(), change.reference.id.as_str());
    let new = change.new.as_ref();
    Appended {
        kind,
        id,
        hash: new.map_or_else(|| revision_hash(kind, id, None), |new| new.hash),
        document: new.map(|new| new.document.as_str()),
    }
}

/// The commit of a plan, with its hash.
fn seal(plan: &Plan, head: Option<&Commit>, author: &str, message: &str, at: Timestamp) -> Commit {
    let mut commit = Commit {
        seq: head.map_or(1, |head| head.seq + 1),
        at: head.map_or(at, |head| at.max(head.at)),
        author: author.to_owned(),
        message: message.to_owned(),
        parent: head.map(|head| head.hash.clone()),
        hash: String::new(),
    };
    let mut revisions: Vec<(&str, &str, String)> = plan
        .changes
        .iter()
        .map(appended)
        .map(|new| (new.kind, new.id, hex(&new.hash)))
        .collect();
    revisions.sort_unstable();
    commit.hash = Sealed {
        seq: commit.seq,
        at: &commit.at.to_string(),
        author,
        message,
        parent: commit.parent.as_deref(),
        revisions,
    }
    .hash();
    commit
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use crate::model::{Kind, Reference};

    use super::super::sample::{
        activity, change, database, day, folder, party, record, records, register, sound, words,
    };
    use super::super::{Store, StoreError};

    #[test]
    fn the_index_is_what_the_history_makes_after_every_kind_of_change() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        sound(&store.conn);
        // Added, naming a record that comes later in the same commit.
        let later = [
            activity(
                "a-first",
                json!({ "recipient": [{ "to": "activity:z-last" }] }),
            ),
            activity(
                "z-last",
                json!({ "recipient": [{ "to": "activity:a-first" }] }),
            ),
            party("alpha", json!({ "part_of": "zulu" })),
            party("zulu", json!({})),
        ];
        change(&mut store, later.to_vec(), &[]);
        // One of two flows that join the same activities goes, the other stays.
        change(
            &mut store,
            vec![activity("a-first", json!({ "data": "none" }))],
            &[],
        );
        // Renamed, with an alias that was its name; retired; moved in its tree.
        change(
            &mut store,
            vec![
                record(
                    Kind::Party,
                    "nhs",
                    json!({ "name": "National", "aliases": ["nhs"] }),
                ),
                activity(
                    "adoption",
                    json!({ "status": "retired", "data": ["nhs-number"] }),
                ),
                record(
                    Kind::Data,
                    "nhs-number",
                    json!({ "name": "NHS No", "broader": "health" }),
                ),
                record(Kind::System, "mosaic", json!({ "name": "Mosaic" })),
                party("servelec", json!({ "sub_processors": "none" })),
            ],
            &[],
        );
        // Removed with all that names it, then added again.
        let gone = [
            Reference::new(Kind::Activity, "z-last"),
            Reference::new(Kind::Party, "alpha"),
            Reference::new(Kind::Party, "zulu"),
        ];
        change(&mut store, vec![], &gone);
        let again = vec![party("zulu", json!({})), activity("z-last", json!({}))];
        change(&mut store, again, &[]);
        // Everything at once.
        let plan = store.plan(records(), true).unwrap();
        assert_eq!(
            words(plan.removed().map(|change| &change.reference)),
            ["party:zulu", "activity:a-first", "activity:z-last",]
        );
        store.commit(&plan, "ada", "back", day(3)).unwrap();
        sound(&store.conn);
        assert_eq!(store.verify(None).unwrap().commits, 7);
    }

    #[test]
    fn a_large_commit_is_as_sound_as_a_small_one() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let many: Vec<_> = (0..2500)
            .map(|n| activity(&format!("a-{n}"), json!({ "data": ["health"] })))
            .collect();
        change(&mut store, many, &[]);
        let changed: Vec<_> = (0..2500)
            .map(|n| activity(&format!("a-{n}"), json!({ "data": ["nhs-number"] })))
            .collect();
        change(&mut store, changed, &[]);
        let plan = store.plan(records(), true).unwrap();
        store.commit(&plan, "ada", "back", day(3)).unwrap();
        sound(&store.conn);
        assert_eq!(
            store
                .totals(crate::store::Retired::Counted)
                .unwrap()
                .activities,
            4
        );
    }

    #[test]
    fn a_folder_and_its_database_have_one_hash() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let folder = Store::in_memory(register()).unwrap();
        assert_eq!(
            store.register_hash().unwrap(),
            folder.register_hash().unwrap()
        );
        assert_eq!(folder.head().unwrap(), None);
        assert!(matches!(folder.history(), Err(StoreError::NoHistory)));
        change(&mut store, vec![party("other", json!({}))], &[]);
        assert_ne!(
            store.register_hash().unwrap(),
            folder.register_hash().unwrap()
        );
        change(&mut store, vec![], &[Reference::new(Kind::Party, "other")]);
        assert_eq!(
            store.register_hash().unwrap(),
            folder.register_hash().unwrap()
        );
    }

    #[test]
    fn a_plan_says_what_it_would_do() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let given = vec![party("council", json!({})), party("nhs-trust", json!({}))];
        let plan = store.plan(given.clone(), false).unwrap();
        assert_eq!(
            words(plan.added().map(|change| &change.reference)),
            ["party:nhs-trust"]
        );
        assert_eq!(
            words(plan.changed().map(|change| &change.reference)),
            ["party:council"]
        );
        let council = &plan.changes()[0];
        assert_eq!(
            council.old.as_deref(),
            Some(r#"{"country":"GB","name":"council"}"#)
        );
        assert_eq!(council.new_document(), Some(r#"{"name":"council"}"#));
        assert_eq!(plan.left_alone.len(), records().len() - 1);
        let same = store.plan(records(), true).unwrap();
        assert!(same.is_empty() && same.unchanged == records().len());
        assert_eq!(store.commit(&same, "ada", "", day(3)).unwrap(), None);
        let twice = given.iter().chain(&given).cloned();
        assert!(matches!(
            store.plan(twice, false),
            Err(StoreError::Twice { .. })
        ));
        let put = vec![party("nhs", json!({}))];
        let both = store.plan_change(put, &BTreeSet::from([Reference::new(Kind::Party, "nhs")]));
        assert!(matches!(both, Err(StoreError::Twice { .. })));
    }

    #[test]
    fn whoever_comes_second_is_told_who_was_first() {
        let (_folder, path) = folder();
        let mut first = database(&path);
        let mut second = Store::open_to_write(&path).unwrap();
        let put = vec![party("new", json!({}))];
        let late = second.plan_change(put.clone(), &BTreeSet::new()).unwrap();
        change(&mut first, put, &[]);
        let refused = second.commit(&late, "bob", "", day(3)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the register changed while this change was prepared: ada committed at 2026-11-03T00:00:00Z"
        );
    }

    #[test]
    fn history_is_append_only() {
        let (_folder, path) = folder();
        let store = database(&path);
        for sql in [
            "UPDATE commits SET author = 'eve'",
            "DELETE FROM commits",
            "UPDATE revisions SET document = NULL",
            "DELETE FROM revisions",
        ] {
            assert!(store.conn.execute(sql, []).is_err(), "{sql}");
        }
    }
}
