//! What a commit changes in the index.

use rusqlite::Connection;

use crate::model::{Record, Reference};

use super::super::error::Fault;
use super::super::in_order::in_order;
use super::super::log::Hash;
use super::fill::{Projector, enter};
use super::keys::Keys;
use super::read::parse;
use super::rows::Rows;

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
            // No plan of ours leaves a record that names one that is not there.
            let lost = |why: String| Fault::Unreadable(step.reference.clone(), why);
            if let Some(old) = old {
                projector.take(kind, key, &old.map_err(lost)?)?;
            }
            write_head(conn, key, step)?;
            match new {
                Some(new) => projector.put(kind, key, new.map_err(lost)?),
                None => Ok(()),
            }
        },
    )?;
    projector.finish(false)?;
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
