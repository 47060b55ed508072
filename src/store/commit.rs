//! Committing a plan: revisions, their hashes and the projection, in one transaction.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use crate::model::{Record, Reference, references};

use super::error::{Fault, StoreError};
use super::hash::{Sealed, hex, revision_hash};
use super::history::{self, Commit};
use super::in_order::in_order;
use super::keys::{Keys, reference_of};
use super::plan::{Change, Plan};
use super::projection::{Projector, enter};
use super::rows::{Missing, Rows};
use super::{Store, open};

/// From this many changes on, a commit is large: keys are read at once and the cache grows.
const LARGE: usize = 2000;

impl Store {
    /// Commits a plan as one transaction; `None` when it changes nothing.
    ///
    /// `at` never goes back: where the clock did, the time of the last commit is kept.
    ///
    /// # Errors
    /// Somebody else committed since the plan was made, a reference would lead nowhere, or the
    /// store cannot be written. The register is then as it was.
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
        let large = plan.changes.len() >= LARGE;
        if large {
            self.set(open::cache_of_large_commits)?;
        }
        let committed = self.write(plan, author, message, at);
        if large {
            // The change is made or refused by now, and a cache that stays large does no harm.
            drop(self.set(open::usual_cache));
        }
        committed.map(Some).map_err(|fault| fault.of(&self.path))
    }

    fn write(
        &mut self,
        plan: &Plan,
        author: &str,
        message: &str,
        at: Timestamp,
    ) -> Result<Commit, Fault> {
        let transaction = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let commit = record(&transaction, plan, author, message, at)?;
        transaction.commit()?;
        Ok(commit)
    }
}

fn record(
    conn: &Connection,
    plan: &Plan,
    author: &str,
    message: &str,
    at: Timestamp,
) -> Result<Commit, Fault> {
    let head = history::head(conn)?;
    if head.as_ref().map(|commit| &commit.hash) != plan.base.as_ref() {
        let commits = history::since(conn, plan.base.as_deref())?;
        return Err(StoreError::Moved { commits }.into());
    }
    let at = history::whole_second(at);
    let commit = seal(plan, head.as_ref(), author, message, at);
    conn.prepare_cached("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)")?
        .execute((
            commit.seq,
            commit.at.to_string(),
            &commit.author,
            &commit.message,
            &commit.parent,
            &commit.hash,
        ))?;
    let last: i64 = conn.query_row("SELECT coalesce(max(key), 0) FROM revisions", [], |row| {
        row.get(0)
    })?;
    let numbered: Vec<(i64, &Change)> = (last + 1..).zip(&plan.changes).collect();
    project(conn, commit.seq, &numbered)?;
    Ok(commit)
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
        .map(|change| {
            let (kind, id) = (change.reference.kind.word(), change.reference.id.as_str());
            let hash = match &change.new {
                Some(new) => new.hash,
                None => revision_hash(kind, id, None),
            };
            (kind, id, hex(&hash))
        })
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

/// Writes the revisions of changes numbered by their keys, and what they change in the projection.
fn project(conn: &Connection, seq: i64, changes: &[(i64, &Change)]) -> Result<(), Fault> {
    // The old states are read again, to take out of the projection just what they had put there.
    let before = if changes.len() >= LARGE {
        Keys::all(conn)?
    } else {
        let mut olds = Vec::new();
        for (_, change) in changes {
            olds.extend(old_record(change)?);
        }
        let news = changes
            .iter()
            .filter_map(|(_, change)| change.new.as_ref().map(|new| &new.record));
        let named = changes.iter().map(|(_, change)| &change.reference);
        Keys::around(conn, named, olds.iter().chain(news))?
    };
    let mut after = before.clone();
    for (revision, change) in changes {
        let Reference { kind, id } = &change.reference;
        match (&change.new, change.key) {
            (Some(_), None) => after.insert(*kind, id, *revision),
            (None, _) => after.remove(*kind, id),
            (Some(_), Some(_)) => {}
        }
    }
    let mut projector = Projector::new(conn);
    let mut dangling: Option<StoreError> = None;
    in_order(
        changes,
        |(revision, change)| {
            let id = &change.reference.id;
            let key = change.key.unwrap_or(*revision);
            let old = old_record(change)?.map(|record| Rows::of(id, key, &record, &before));
            let new = change
                .new
                .as_ref()
                .map(|new| Rows::of(id, key, &new.record, &after));
            Ok::<_, Fault>((key, old, new))
        },
        |(revision, change), made| {
            let (key, old, new) = made?;
            let kind = change.reference.kind;
            write_revision(conn, seq, *revision, change)?;
            if let Some(old) = old {
                let old = old.map_err(|missing| lost(&change.reference, &missing))?;
                projector.take(kind, key, &old)?;
            }
            write_head(conn, *revision, key, change)?;
            match new {
                Some(Ok(rows)) => projector.put(kind, key, rows),
                Some(Err(missing)) => {
                    note_dangling(&mut dangling, &change.reference, missing);
                    Ok(())
                }
                None => Ok(()),
            }
        },
    )?;
    if let Some(dangling) = dangling {
        return Err(dangling.into());
    }
    projector.finish()?;
    for (_, change) in changes {
        if let (None, Some(key)) = (&change.new, change.key) {
            refuse_if_named(conn, &change.reference, key)?;
        }
    }
    Ok(())
}

fn old_record(change: &Change) -> Result<Option<Record>, Fault> {
    let Some(document) = &change.old else {
        return Ok(None);
    };
    let unreadable =
        |error: serde_json::Error| Fault::Unreadable(change.reference.clone(), error.to_string());
    Record::from_json(change.reference.kind, document)
        .map(Some)
        .map_err(unreadable)
}

fn write_revision(
    conn: &Connection,
    seq: i64,
    revision: i64,
    change: &Change,
) -> Result<(), Fault> {
    let (kind, id) = (change.reference.kind.word(), &change.reference.id);
    let mut insert = conn.prepare_cached("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)")?;
    match &change.new {
        Some(new) => insert.execute((revision, seq, kind, id, new.hash, &new.document))?,
        None => insert.execute((
            revision,
            seq,
            kind,
            id,
            revision_hash(kind, id, None),
            None::<&str>,
        ))?,
    };
    Ok(())
}

fn write_head(conn: &Connection, revision: i64, key: i64, change: &Change) -> Result<(), Fault> {
    let Reference { kind, id } = &change.reference;
    match (&change.new, change.key) {
        (Some(new), None) => {
            enter(conn)?.execute((key, kind.word(), id, revision, new.hash))?;
        }
        (Some(new), Some(_)) => {
            conn.prepare_cached("UPDATE record SET revision = ?, hash = ? WHERE key = ?")?
                .execute((revision, new.hash, key))?;
        }
        (None, _) => {
            conn.prepare_cached("DELETE FROM record WHERE key = ?")?
                .execute([key])?;
        }
    }
    Ok(())
}

/// A record of the store that names one that is not there: no commit of ours leaves such a thing.
fn lost(reference: &Reference, missing: &Missing) -> Fault {
    let why = format!("it names `{}`, which is not there", missing.to);
    Fault::Unreadable(reference.clone(), why)
}

fn note_dangling(first: &mut Option<StoreError>, from: &Reference, missing: Missing) {
    match first {
        Some(StoreError::Dangling { others, .. }) => *others += 1 + missing.others,
        _ => {
            *first = Some(StoreError::Dangling {
                from: from.clone(),
                place: missing.place,
                to: missing.to,
                others: missing.others,
            });
        }
    }
}

/// Refuses to remove a record that another one still names.
fn refuse_if_named(conn: &Connection, removed: &Reference, key: i64) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT activity FROM mention WHERE thing = ?1 \
         UNION ALL SELECT source FROM reference WHERE thing = ?1",
    )?;
    let sources: Vec<i64> = statement
        .query_map([key], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let Some(first) = sources.first() else {
        return Ok(());
    };
    let from = reference_of(conn, *first)?;
    let place = super::read::record(conn, &from)?
        .map(|record| references(&record))
        .unwrap_or_default()
        .into_iter()
        .find(|(_, to)| to == removed)
        .map(|(place, _)| place)
        .unwrap_or_default();
    Err(StoreError::Dangling {
        from,
        place,
        to: removed.clone(),
        others: sources.len() - 1,
    }
    .into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use serde_json::json;

    use crate::model::{Kind, Reference};

    use super::super::sample::{
        activity, change, database, day, folder, party, record, records, register, sound, words,
    };
    use super::super::{Store, StoreError};

    #[test]
    fn the_projection_is_what_the_history_makes_after_every_kind_of_change() {
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
        assert_eq!(store.totals(true).unwrap().activities, 4);
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
    fn a_reference_to_nothing_is_refused_and_the_file_stays() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let before = fs::read(&path).unwrap();
        let named = vec![activity(
            "new",
            json!({ "owner": "nobody", "store": [{ "in": "mosaic" }, { "in": "nothing" }] }),
        )];
        let plan = store.plan_change(named, &BTreeSet::new()).unwrap();
        let refused = store.commit(&plan, "ada", "", day(2)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`activity:new` names `party:nobody` at `owner`, which is not in the register (and 1 other reference)"
        );
        assert_eq!(
            refused.hint().unwrap(),
            "record the party `nobody`, or remove the reference to it"
        );
        for (gone, message) in [
            (
                Reference::new(Kind::Data, "nhs-number"),
                "`activity:conference` names `data:nhs-number` at `data[1]`, which is not in the register (and 0",
            ),
            (
                Reference::new(Kind::Party, "servelec"),
                "`system:mosaic` names `party:servelec` at `operator`",
            ),
        ] {
            let plan = store.plan_change([], &BTreeSet::from([gone])).unwrap();
            let refused = store
                .commit(&plan, "ada", "", day(2))
                .unwrap_err()
                .to_string();
            let message = message.trim_end_matches(" (and 0");
            assert!(refused.starts_with(message), "{refused}");
        }
        assert_eq!(fs::read(&path).unwrap(), before);
        sound(&store.conn);
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
