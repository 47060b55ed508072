//! How many records there are.

use std::collections::BTreeSet;

use crate::model::{ActivityId, Kind};

use super::super::Store;
use super::super::error::StoreError;
use super::catalogue::Totals;

impl Store {
    /// How many records of a kind there are.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn count(&self, kind: Kind) -> Result<i64, StoreError> {
        self.ask(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT count(*) FROM record WHERE kind = ?")?;
            Ok(statement.query_row([kind.word()], |row| row.get(0))?)
        })
    }

    /// How many of these activities there are, and how many flows they have.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn totals_of(&self, activities: &BTreeSet<ActivityId>) -> Result<Totals, StoreError> {
        self.ask(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT count(*), coalesce(sum(activity.n_flows), 0) FROM record \
                 JOIN activity USING (key) WHERE record.kind = 'activity' AND record.id = ?",
            )?;
            let mut totals = Totals::default();
            for id in activities {
                let (n_activities, n_flows): (i64, i64) =
                    statement.query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
                totals.activities += n_activities;
                totals.flows += n_flows;
            }
            Ok(totals)
        })
    }
}
