//! The gate before the history: what a change would make of the register must pass every rule.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::finding::Finding;
use crate::model::{Kind, Reference};
use crate::rules::{Facts, Said, Sound};

use super::Store;
use super::change::Change;
use super::error::{Fault, StoreError};
use super::in_order::in_order;
use super::index::Beside;

impl Store {
    /// What is wrong within and between the records as they are, by the rules that forbid a commit: nothing, unless
    /// something else wrote the file, or it is older than a rule.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        let mut facts = Facts::default();
        self.each_record(&Kind::ALL, |reference, record| {
            facts.add(Said::of(reference, &record));
            Ok::<(), StoreError>(())
        })?;
        Ok(facts.sound().err().unwrap_or_default())
    }
}

/// Proof that the register is sound once changes are made, or what would be wrong with it.
///
/// Only what changes is judged, together with the records that it could be at odds with: those that mention what goes,
/// that are called alike, or that are above it. So it costs what is changed, and not what the register holds.
pub(super) fn passed(conn: &Connection, changes: &[Change]) -> Result<Sound, Fault> {
    let mut gate = Gate::default();
    gate.judges(conn, changes)?;
    gate.passed(conn)
}

/// Changes on their way through the gate.
#[derive(Default)]
pub(super) struct Gate {
    facts: Facts,
    beside: BTreeSet<Reference>,
    changed: BTreeSet<Reference>,
}

impl Gate {
    /// Takes some of them.
    pub(super) fn judges(&mut self, conn: &Connection, changes: &[Change]) -> Result<(), Fault> {
        let register = Beside(conn);
        in_order(
            changes,
            |change| {
                let new = change.new.as_ref()?;
                Some(Said::of(change.reference.clone(), &*new.record))
            },
            |change, said| {
                self.changed.insert(change.reference.clone());
                if let Some(said) = said {
                    let alike = register.called_alike(said.record().kind, said.names())?;
                    self.beside.extend(alike);
                    self.facts.add(said);
                } else if let Some(key) = change.key {
                    self.beside.extend(register.mentioning(key)?);
                }
                Ok::<_, Fault>(())
            },
        )
    }

    /// Proof that the register is sound with all of them.
    pub(super) fn passed(self, conn: &Connection) -> Result<Sound, Fault> {
        let Self {
            mut facts,
            mut beside,
            changed,
        } = self;
        let register = Beside(conn);
        let mut seen: BTreeSet<Reference> = BTreeSet::new();
        loop {
            beside.extend(facts.above_unread());
            beside.retain(|reference| !changed.contains(reference) && !seen.contains(reference));
            if beside.is_empty() {
                break;
            }
            for reference in std::mem::take(&mut beside) {
                if let Some(record) = register.record(&reference)? {
                    facts.note(Said::of(reference.clone(), &record));
                }
                seen.insert(reference);
            }
        }
        facts.resolve(|reference| {
            Ok::<_, Fault>(!changed.contains(reference) && register.has(reference)?)
        })?;
        facts
            .sound()
            .map_err(|findings| StoreError::Unsound { findings }.into())
    }
}

#[cfg(test)]
mod tests {

    use serde_json::json;

    use super::super::Plan;
    use super::super::sample::{activity, change, database, day, folder, party, record};
    use super::*;
    use crate::model::Record;
    use crate::rules::tests::faulty;

    /// What is said of a plan that is refused, a finding on each line.
    fn refused(
        store: &Store,
        put: Vec<(Reference, Record)>,
        remove: &[(Kind, &str)],
    ) -> Vec<String> {
        let remove = remove.iter().map(|(kind, id)| Reference::new(*kind, *id));
        match store.plan_change(put, &remove.collect()) {
            Err(StoreError::Unsound { findings }) => findings
                .iter()
                .filter_map(|finding| {
                    Some(format!("{}: {}", finding.place.as_ref()?, finding.message))
                })
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_outline_says_what_a_plan_would() {
        let (_folder, path) = folder();
        let store = database(&path);
        let put = || {
            let new = (0..2_500).map(|number| party(&format!("new-{number}"), json!({})));
            new.chain([party("council", json!({ "note": "It is one." }))])
        };
        let plan = store.plan_change(put(), &BTreeSet::new()).unwrap();
        let outlined = |put: Vec<_>| store.outline(put.into_iter().map(Ok::<_, StoreError>));
        let outline = outlined(put().collect()).unwrap();
        assert_eq!(
            (outline.added, outline.changed, outline.unchanged),
            (2_500, 1, 0)
        );
        assert_eq!((plan.added().count(), plan.changed().count()), (2_500, 1));
        // One record refers to another that comes in much later.
        let mut late: Vec<_> = put().collect();
        late.insert(0, activity("new", json!({ "owner": "new-2499" })));
        assert_eq!(outlined(late.clone()).unwrap().added, 2_501);
        late.retain(|(reference, _)| reference.id != "new-2499");
        assert!(matches!(outlined(late), Err(StoreError::Unsound { .. })));
    }

    #[test]
    fn a_change_that_would_be_at_odds_with_the_rest_is_refused() {
        let (_folder, path) = folder();
        let store = database(&path);
        let before = std::fs::read(&path).unwrap();
        let named = vec![activity(
            "new",
            json!({ "owner": "nobody", "store": [{ "in": "mosaic" }, { "in": "nothing" }] }),
        )];
        assert_eq!(
            refused(&store, named, &[]),
            [
                "activity `new`, field `owner`: there is no party `nobody`",
                "activity `new`, field `store[2].in`: there is no system `nothing`",
            ]
        );
        assert_eq!(
            refused(
                &store,
                vec![],
                &[(Kind::Data, "nhs-number"), (Kind::Party, "servelec")]
            ),
            [
                "system `mosaic`, field `operator`: there is no party `servelec`",
                "document `contract`, field `parties[1]`: there is no party `servelec`",
                "activity `conference`, field `data[1]`: there is no category of data `nhs-number`",
                "activity `conference`, field `source[1].carries[1]`: there is no category of data `nhs-number`",
            ]
        );
        // Called as one that stays, and above one that is above it.
        assert_eq!(
            refused(&store, vec![party("health-service", json!({}))], &[]),
            [
                "party `nhs`, field `aliases[1]`: `Health Service` may be the party `health-service` or `nhs`"
            ]
        );
        assert_eq!(
            refused(
                &store,
                vec![party("council", json!({ "part_of": "family-solutions" }))],
                &[]
            ),
            [
                "party `council`, field `part_of`: these are part of each other in a ring: `council`, `family-solutions`, `council`"
            ]
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_change_that_takes_all_along_passes() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        // The name goes to another record in the same change, and the ring turns round.
        let put = vec![
            party("nhs", json!({})),
            party("health-service", json!({})),
            party("council", json!({ "part_of": "family-solutions" })),
            party("family-solutions", json!({})),
            record(Kind::System, "mosaic", json!({ "name": "Mosaic" })),
            record(Kind::Document, "contract", json!({ "name": "Contract" })),
        ];
        change(&mut store, put, &[Reference::new(Kind::Party, "servelec")]);
        assert_eq!(store.findings().unwrap(), []);
    }

    /// No register that a rule forbids comes into a store, as a whole or record by record.
    #[test]
    fn no_rule_is_passed_by() {
        for (id, register) in faulty() {
            let Err(StoreError::Unsound { findings }) = Store::in_memory(register.clone()) else {
                panic!("{id}");
            };
            assert_eq!(findings, crate::rules::sound(&register));
        }
    }

    /// A store that something else wrote, or that is older than a rule.
    #[test]
    fn what_is_wrong_in_a_store_is_found_and_can_be_put_right() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let put = vec![party("nhs-trust", json!({ "aliases": ["NHS"] }))];
        let plan = Plan::unsound(&store, put);
        store.commit(&plan, "eve", "", day(2)).unwrap();
        let found = store.findings().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].place.as_ref().unwrap().to_string(),
            "party `nhs-trust`, field `aliases[1]`"
        );
        assert_eq!(store.verify(None).unwrap().commits, 2);
        // It forbids no change of something else, and none that mends it.
        change(&mut store, vec![party("other", json!({}))], &[]);
        change(&mut store, vec![party("nhs-trust", json!({}))], &[]);
        assert_eq!(store.findings().unwrap(), []);
        assert_eq!(store.ids(Kind::Party).unwrap().len(), 8);
    }
}
