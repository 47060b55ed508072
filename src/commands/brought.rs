//! What a change brings: the findings that were not there before it, worst first.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::finding::Level;
use crate::model::{Date, Kind, Reference, one_line};
use crate::report::{By, Glance, Seen};
use crate::rules::checks::{self, Found};
use crate::store::{Around, Plan, Store};

use super::Run;

/// So many records of a change are looked at, and so many activities that they touch: a large one is not kept waiting.
const MOST: usize = 50;

/// So many findings are told.
const TOLD: usize = 3;

/// What a finding is known by: its rule, and the record or what that is called.
type Known = (&'static str, Kind, String);

/// What a change touches, as it was before.
pub(super) struct Before {
    changed: Vec<Reference>,
    known: BTreeSet<Known>,
}

impl Before {
    /// What was found before a change in what it touches.
    pub(super) fn of(store: &Store, plan: &Plan, on: Date) -> Result<Self, Error> {
        let changed: Vec<Reference> = plan
            .changes()
            .iter()
            .map(|it| it.reference.clone())
            .collect();
        let around = around(store, &changed, on)?;
        let mut known = BTreeSet::new();
        for found in found(&around) {
            known.extend(known_by(&found, &around));
        }
        Ok(Self { changed, known })
    }
}

/// The records that are looked at first are activities, as most is found there.
fn around(store: &Store, changed: &[Reference], on: Date) -> Result<Around, Error> {
    let mut first: Vec<&Reference> = changed.iter().collect();
    first.sort_by_key(|record| record.kind != Kind::Activity);
    Ok(store.around(&first, MOST, on)?)
}

/// What is found in what a change touches.
fn found(around: &Around) -> Vec<Found> {
    let mut checked = checks::check(&around.checks.view());
    checked.found.retain(|found| {
        // That a new record is used by nothing yet, and the like, is nothing to be told at once.
        if found.finding.level > Level::Expected {
            return false;
        }
        let mut activities = found.activities.iter();
        around.touched.contains(&found.record)
            || activities.any(|id| around.touched.contains(&id.reference()))
    });
    checked.found
}

fn known_by(found: &Found, around: &Around) -> [Known; 2] {
    let (code, kind) = (found.rule.code, found.record.kind);
    let name = around.checks.register.name(&found.record);
    let name = name.map_or_else(String::new, |name| format!("name {name}"));
    [(code, kind, found.record.id.clone()), (code, kind, name)]
}

impl Run {
    /// Says what a change brought. It is made by then, so that nothing that fails here is told.
    pub(super) fn say_what_it_brought(&mut self, store: &Store, before: Option<Before>) {
        let Some(lines) = before.and_then(|before| self.brought(store, &before).ok()) else {
            return;
        };
        lines.iter().for_each(|line| self.ui.say(line));
    }

    fn brought(&self, store: &Store, before: &Before) -> Result<Vec<String>, Error> {
        let on = self.today();
        let around = around(store, &before.changed, on)?;
        let mut new = found(&around);
        new.retain(|found| {
            let by = known_by(found, &around);
            !by.iter().any(|by| before.known.contains(by))
        });
        // What is found at a record that other activities name too may have been found there before.
        let mut found_before = BTreeSet::new();
        for record in new.iter().map(|found| &found.record) {
            if !around.touched.contains(record) {
                let by = store.referring_to(record)?;
                let is_other =
                    |by: &Reference| by.kind == Kind::Activity && !around.touched.contains(by);
                found_before.extend(by.iter().any(is_other).then(|| record.clone()));
            }
        }
        new.retain(|found| !found_before.contains(&found.record));
        let mut lines = Vec::new();
        let activities: BTreeSet<_> = new
            .iter()
            .flat_map(|found| &found.activities)
            .cloned()
            .collect();
        let n = new.len();
        if n > 0 {
            let findings = if n == 1 {
                "1 finding"
            } else {
                &format!("{n} findings")
            };
            let register = &around.checks.register;
            let mut glance = Glance::new(By::Thing, None);
            new.iter()
                .for_each(|found| glance.add(&Seen::at(found, register)));
            lines.push(format!("this change brings {findings}, worst first:"));
            lines.extend(glance.first(TOLD).iter().map(|line| one_line(line)));
            let narrowed = match activities.first() {
                Some(only) if activities.len() == 1 => format!(" --activity {only}"),
                _ => String::new(),
            };
            lines.push(format!("`ropa check{narrowed}` says more of each"));
        }
        let n = around.n_left_out;
        if n > 0 {
            let (s, were) = if n == 1 { ("", "was") } else { ("s", "were") };
            lines.push(format!(
                "{n} more record{s} that it touches {were} not looked at: `ropa check` looks at all"
            ));
        }
        Ok(lines)
    }
}
