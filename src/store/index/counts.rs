//! How many records there are.

use std::collections::BTreeSet;

use crate::model::{ActivityId, Kind, OpenList};

use super::super::Store;
use super::super::error::StoreError;
use super::catalogue::Totals;
use super::retired::Retired;

impl Store {
    /// Whether it holds no record at all.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        self.ask(|conn| Ok(!conn.prepare_cached("SELECT 1 FROM record")?.exists([])?))
    }

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

    /// The activities of which the source says that a list is incomplete, in the order of their ids: all of them, or those
    /// among these.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn open_lists(
        &self,
        list: OpenList,
        among: Option<&BTreeSet<ActivityId>>,
        retired: Retired,
    ) -> Result<Vec<String>, StoreError> {
        self.ask(|conn| {
            let from_day = retired.first_day();
            if let Some(among) = among {
                // Reading the whole list would cost more the larger the register is.
                let mut is_open = conn.prepare_cached(
                    "SELECT 1 FROM record CROSS JOIN open_list USING (key) \
                     CROSS JOIN activity USING (key) WHERE record.kind = 'activity' \
                     AND record.id = ? AND open_list.list = ? AND activity.counts_until >= ?",
                )?;
                let mut open = Vec::new();
                for id in among {
                    if is_open.exists((id.as_str(), list.word(), &from_day))? {
                        open.push(id.to_string());
                    }
                }
                return Ok(open);
            }
            let mut statement = conn.prepare_cached(
                "SELECT activity.id FROM open_list JOIN activity USING (key) \
                 WHERE open_list.list = ? AND activity.counts_until >= ? ORDER BY activity.id",
            )?;
            let ids = statement.query_map((list.word(), from_day), |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
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
