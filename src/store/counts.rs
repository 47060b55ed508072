//! How many records there are.

use std::collections::BTreeSet;

use crate::model::{ActivityId, Kind};

use super::Store;
use super::catalogue::Totals;
use super::error::StoreError;

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
                "SELECT count(DISTINCT record.key), count(flow.activity) FROM record \
                 LEFT JOIN flow ON flow.activity = record.key \
                 WHERE record.kind = 'activity' AND record.id = ?",
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
