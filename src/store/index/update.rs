//! What a commit changes in the index.

use rusqlite::Connection;

use crate::model::{Record, Reference, references};

use super::super::error::{Fault, StoreError};
use super::super::in_order::in_order;
use super::super::log::Hash;
use super::fill::{Projector, enter};
use super::keys::{Keys, reference_of};
use super::read::{parse, record};
use super::rows::{Missing, Rows};

/// From this many changes on, a commit is large: keys are read at once and the cache grows.
pub(in super::super) const LARGE: usize = 2000;

/// The change of one record.
pub(in super::super) struct Step<'c> {
    /// The key of its revision.
    pub(in super::super) revision: i64,
    pub(in super::super) reference: &'c Reference,
    /// The key of the record, where there is one.
    pub(in super::super) key: Option<i64>,
    /// Its document until now.
    pub(in super::super) old: Option<&'c str>,
    /// What it becomes.
    pub(in super::super) new: Option<(&'c Record, Hash)>,
}

/// Takes the steps of a commit into the index, which is then made for the hash of that commit.
pub(in super::super) fn update(
    conn: &Connection,
    head: &str,
    steps: &[Step<'_>],
) -> Result<(), Fault> {
    // The old states are read again, to take out of the index just what they had put there.
    let before = if steps.len() >= LARGE {
        Keys::all(conn)?
    } else {
        let mut olds = Vec::new();
        for step in steps {
            olds.extend(old_record(step)?);
        }
        let news = steps
            .iter()
            .filter_map(|step| step.new.map(|(record, _)| record));
        let named = steps.iter().map(|step| step.reference);
        Keys::around(conn, named, olds.iter().chain(news))?
    };
    let mut after = before.clone();
    for step in steps {
        let Reference { kind, id } = step.reference;
        match (&step.new, step.key) {
            (Some(_), None) => after.insert(*kind, id, step.revision),
            (None, _) => after.remove(*kind, id),
            (Some(_), Some(_)) => {}
        }
    }
    let mut projector = Projector::new(conn);
    let mut dangling: Option<StoreError> = None;
    in_order(
        steps,
        |step| {
            let id = &step.reference.id;
            let key = step.key.unwrap_or(step.revision);
            let old = old_record(step)?.map(|record| Rows::of(id, key, &record, &before));
            let new = step
                .new
                .map(|(record, _)| Rows::of(id, key, record, &after));
            Ok::<_, Fault>((key, old, new))
        },
        |step, made| {
            let (key, old, new) = made?;
            let kind = step.reference.kind;
            if let Some(old) = old {
                let old = old.map_err(|missing| lost(step.reference, &missing))?;
                projector.take(kind, key, &old)?;
            }
            write_head(conn, key, step)?;
            match new {
                Some(Ok(rows)) => projector.put(kind, key, rows),
                Some(Err(missing)) => {
                    note_dangling(&mut dangling, step.reference, missing);
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
    for step in steps {
        if let (None, Some(key)) = (step.new, step.key) {
            refuse_if_named(conn, step.reference, key)?;
        }
    }
    // The file counts this change as one more.
    conn.execute(
        "UPDATE made_for SET head = ?, counter = counter + 1",
        [head],
    )?;
    Ok(())
}

fn old_record(step: &Step<'_>) -> Result<Option<Record>, Fault> {
    step.old
        .map(|document| parse(step.reference, document))
        .transpose()
}

fn write_head(conn: &Connection, key: i64, step: &Step<'_>) -> Result<(), Fault> {
    let Reference { kind, id } = step.reference;
    match (&step.new, step.key) {
        (Some((_, hash)), None) => {
            enter(conn)?.execute((key, kind.word(), id, step.revision, hash))?;
        }
        (Some((_, hash)), Some(_)) => {
            conn.prepare_cached("UPDATE record SET revision = ?, hash = ? WHERE key = ?")?
                .execute((step.revision, hash, key))?;
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
    let place = record(conn, &from)?
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
