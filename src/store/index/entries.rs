//! Handing over the entries of the register one after the other, with all that they name.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{ActivityId, Kind, Reference, Register};

use super::super::Store;
use super::super::error::{Fault, Stop, StoreError};
use super::keys::key_of;
use super::needed::Extent;
use super::parts::{Beside, load};

impl Store {
    /// Hands over entries of the register, each once, in the order of their ids, about `batch` at a
    /// time; all of them, or only those given. Beside them stand the records they name: the parties, systems, data,
    /// people, measures and documents, with those that their graph needs, and what earlier entries named.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_entry<E: From<StoreError>>(
        &self,
        only: Option<&BTreeSet<ActivityId>>,
        batch: usize,
        mut each: impl FnMut(&Register) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hand_over(|conn| {
            let mut beside = Beside::new(conn)?;
            let mut after = String::new();
            loop {
                let members = members_after(conn, only, &after, batch.max(1))?;
                let Some(last) = members.last() else {
                    return Ok(());
                };
                after.clone_from(&last.id);
                load(conn, &members, &mut beside, Extent::Entries)?;
                each(&beside.register).map_err(Stop::Theirs)?;
            }
        })
    }
}

/// The next activities after an id, in the order of ids.
fn members_after(
    conn: &Connection,
    only: Option<&BTreeSet<ActivityId>>,
    after: &str,
    batch: usize,
) -> Result<Vec<Reference>, Fault> {
    if let Some(only) = only {
        let due = only.iter().filter(|id| id.as_str() > after);
        let mut members = Vec::new();
        for id in due {
            let reference = id.reference();
            if members.len() < batch && key_of(conn, &reference)?.is_some() {
                members.push(reference);
            }
        }
        return Ok(members);
    }
    let mut statement = conn.prepare_cached(
        "SELECT id FROM record WHERE kind = 'activity' AND id > ? ORDER BY id LIMIT ?",
    )?;
    let limit = i64::try_from(batch).unwrap_or(i64::MAX);
    let rows = statement.query_map((after, limit), |row| row.get::<_, String>(0))?;
    rows.map(|id| Ok(Reference::new(Kind::Activity, id?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{register, words};
    use super::*;

    /// The ids of the entries of each part, with the names beside them.
    fn parts(store: &Store, only: Option<&BTreeSet<ActivityId>>, batch: usize) -> Vec<String> {
        let mut parts = Vec::new();
        let done: Result<(), StoreError> = store.each_entry(only, batch, |entries| {
            let ids = words(entries.activities.keys()).join(" ");
            let names: Vec<&String> = entries.elsewhere.values().collect();
            parts.push(format!("{ids} {names:?}"));
            Ok(())
        });
        done.unwrap();
        parts
    }

    #[test]
    fn each_entry_comes_once_in_the_order_of_ids() {
        let store = Store::in_memory(register()).unwrap();
        assert_eq!(
            parts(&store, None, 2),
            ["adoption conference []", "old parking []"]
        );
        // One that is not in the part is named.
        assert_eq!(
            parts(&store, None, 1)[..2],
            ["adoption []", r#"conference ["adoption"]"#]
        );
        let only = ["parking", "nowhere", "adoption"].map(|id| ActivityId::new(id).unwrap());
        assert_eq!(
            parts(&store, Some(&BTreeSet::from(only)), 1),
            ["adoption []", "parking []"]
        );
    }

    #[test]
    fn an_entry_comes_with_its_measures_and_documents() {
        let mut whole = register();
        let measure = serde_json::from_str(r#"{"name":"Encryption"}"#).unwrap();
        whole
            .measures
            .insert(crate::model::MeasureId::new("encryption").unwrap(), measure);
        let activity = whole.activities.values_mut().next().unwrap();
        activity.measures = vec![crate::model::MeasureId::new("encryption").unwrap()].into();
        let store = Store::in_memory(whole).unwrap();
        let mut held = Vec::new();
        let done: Result<(), StoreError> = store.each_entry(None, 1, |entries| {
            held.push(words(entries.measures.keys()).join(" "));
            Ok(())
        });
        done.unwrap();
        let both = "encryption training";
        assert_eq!(held, ["encryption", both, both, both]);
    }
}
