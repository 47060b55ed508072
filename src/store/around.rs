//! What some records touch: the activities that mention them, and all that these rest on.

use std::collections::BTreeSet;

use crate::model::{
    ActivityId, Date, Kind, Record, Reference, Register, Settings, visit_references,
};

use super::{Checks, Retired, Selection, Store, StoreError};

/// The part of a register that some records touch.
#[derive(Debug)]
pub struct Around {
    /// The records with all that they and the activities rest on.
    pub checks: Checks,
    /// The records themselves, and the activities among them and that mention them.
    pub touched: BTreeSet<Reference>,
    /// How many records and activities it leaves out, since there are too many.
    pub n_left_out: usize,
}

impl Store {
    /// What some records touch on a day, of which at most so many are looked at, and as many activities.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn around(
        &self,
        records: &[&Reference],
        most: usize,
        on: Date,
    ) -> Result<Around, StoreError> {
        self.at_once(|store| {
            let looked_at = &records[..records.len().min(most)];
            let mut touched: BTreeSet<Reference> =
                looked_at.iter().map(|record| (*record).clone()).collect();
            let mut waiting = vec![Reference::new(Kind::Settings, Settings::ID)];
            for record in looked_at.iter().filter(|it| it.kind != Kind::Activity) {
                let (activities, others): (Vec<_>, Vec<_>) = store
                    .referring_to(record)?
                    .into_iter()
                    .partition(|other| other.kind == Kind::Activity);
                touched.extend(activities);
                waiting.extend(others);
            }
            let is_activity = |it: &&Reference| it.kind == Kind::Activity;
            let over: Vec<Reference> = touched
                .iter()
                .filter(is_activity)
                .skip(most)
                .cloned()
                .collect();
            touched.retain(|it| !over.contains(it));
            let mut register = Register::default();
            let mut put = |reference: &Reference, record| {
                let put = register.insert(&reference.id, record);
                put.map_err(|id| store.damaged(&id))
            };
            let ids = touched.iter().filter(is_activity);
            let ids = ids.filter_map(|activity| ActivityId::new(&activity.id).ok());
            let selection = Selection {
                any_of: Vec::new(),
                activities: Some(ids.collect()),
                retired: Retired::on(on, true),
            };
            store.each_part(&selection, most, |part| -> Result<(), StoreError> {
                let mut records = part.clone().into_records();
                records.try_for_each(|(reference, record)| put(&reference, record))
            })?;
            for activity in touched.iter().filter(is_activity) {
                let others = store.referring_to(activity)?;
                waiting.extend(others.into_iter().filter(|it| it.kind != Kind::Activity));
            }
            waiting.extend(touched.iter().cloned());
            let mut seen = BTreeSet::new();
            while let Some(reference) = waiting.pop() {
                if !seen.insert(reference.clone()) {
                    continue;
                }
                let Some(record) = store.record(&reference)? else {
                    continue;
                };
                // Of other activities it matters only that they are there.
                if reference.kind != Kind::Activity || touched.contains(&reference) {
                    follow(&record, &mut waiting);
                }
                put(&reference, record)?;
            }
            Ok(Around {
                checks: Checks::of(register, on),
                touched,
                n_left_out: records.len() - looked_at.len() + over.len(),
            })
        })
    }
}

fn follow(record: &Record, waiting: &mut Vec<Reference>) {
    visit_references(record, &mut |_, kind, id| {
        waiting.push(Reference::new(kind, id));
    });
}
