//! Which retired activities count, and which are left out.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::{Activity, ActivityId, Date};

use super::super::Store;
use super::super::error::{Fault, StoreError};
use super::rows::ALWAYS;

/// Which retired activities count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retired {
    /// None.
    #[default]
    LeftOut,
    /// Those whose last day is recorded and is not before this day.
    UntilLastDay(Date),
    /// All, whatever their last days.
    Counted,
}

impl Retired {
    /// Those that count on a day: all where they are asked for.
    pub fn on(day: Date, are_asked_for: bool) -> Self {
        if are_asked_for {
            Self::Counted
        } else {
            Self::UntilLastDay(day)
        }
    }

    /// Whether an activity counts, as far as it is a question of being retired.
    pub fn counts(self, activity: &Activity) -> bool {
        let last = activity.ends.value();
        !activity.is_retired()
            || match self {
                Self::LeftOut => false,
                Self::UntilLastDay(day) => last.is_some_and(|last| *last >= day),
                Self::Counted => true,
            }
    }

    /// The first day until which an activity that counts does so, as the index has it.
    pub(super) fn first_day(self) -> String {
        match self {
            Self::LeftOut => ALWAYS.to_owned(),
            Self::UntilLastDay(day) => day.to_string(),
            Self::Counted => String::new(),
        }
    }

    /// How many retired activities count, and how many flows and activities without data they have.
    pub(super) fn totals(self, conn: &Connection) -> Result<[i64; 3], Fault> {
        match self {
            Self::LeftOut => return Ok([0; 3]),
            Self::Counted => {
                return Ok([
                    total(conn, "retired-activities")?,
                    total(conn, "flows-of-retired")?,
                    total(conn, "retired-thin-activities")?,
                ]);
            }
            Self::UntilLastDay(_) => {}
        }
        let mut sums = conn.prepare_cached(
            "SELECT count(*), coalesce(sum(n_flows), 0), coalesce(sum(has_data = 0), 0) \
             FROM activity WHERE retired = 1 AND counts_until >= ?",
        )?;
        Ok(sums.query_row([self.first_day()], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        })?)
    }
}

/// The retired activities that do not count on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub count: i64,
    /// How many of them have no last day recorded, so that it cannot be told when they counted.
    pub n_undated: i64,
    /// The ids of the first few of those, in order.
    pub undated: Vec<String>,
}

impl Store {
    /// The retired activities, all or of these, that do not count.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn retired_left_out(
        &self,
        retired: Retired,
        of: Option<&BTreeSet<ActivityId>>,
        first: usize,
    ) -> Result<LeftOut, StoreError> {
        self.ask(|conn| {
            let from_day = retired.first_day();
            let mut left_out = LeftOut::default();
            if let Some(of) = of {
                let mut until = conn.prepare_cached(
                    "SELECT counts_until FROM record JOIN activity USING (key) \
                     WHERE record.kind = 'activity' AND record.id = ?",
                )?;
                for id in of {
                    let until: Option<String> = until
                        .query_row([id.as_str()], |row| row.get(0))
                        .optional()?;
                    let until = until.filter(|until| *until < from_day);
                    left_out.count += i64::from(until.is_some());
                    if until.is_some_and(|until| until.is_empty()) {
                        left_out.n_undated += 1;
                        left_out.undated.push(id.to_string());
                    }
                }
                left_out.undated.truncate(first);
                return Ok(left_out);
            }
            let mut count = conn.prepare_cached(
                "SELECT count(*), coalesce(sum(counts_until = ''), 0) FROM activity \
                 WHERE retired = 1 AND counts_until < ?",
            )?;
            (left_out.count, left_out.n_undated) =
                count.query_row([from_day], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if left_out.n_undated > 0 {
                let mut ids = conn.prepare_cached(
                    "SELECT id FROM activity INDEXED BY activity_undated \
                     WHERE retired = 1 AND counts_until = '' ORDER BY id LIMIT ?",
                )?;
                let first = i64::try_from(first).unwrap_or(i64::MAX);
                let ids = ids.query_map([first], |row| row.get(0))?;
                left_out.undated = ids.collect::<Result<_, _>>()?;
            }
            Ok(left_out)
        })
    }
}

/// One of the counts that are kept.
pub(super) fn total(conn: &Connection, what: &str) -> Result<i64, Fault> {
    Ok(conn
        .prepare_cached("SELECT coalesce(sum(n), 0) FROM total WHERE what = ?")?
        .query_row([what], |row| row.get(0))?)
}
