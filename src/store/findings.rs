//! What the rules find in a register, kept in its index for its head and a day: whoever asks again is answered at once.

use std::collections::BTreeSet;
use std::time::Duration;

use rusqlite::{OptionalExtension as _, TransactionBehavior};
use serde_json::json;

use crate::model::{ApprovalId, Date, Kind, Reference, Register};
use crate::rules::checks::{self, Fix, Found, Item, Past, Status, View};

use super::error::Fault;
use super::log::{Log, content_hash, hashed};
use super::{Broken, Store, StoreError, index};

/// The most that is kept, in bytes; what is found in a larger register is found anew each time.
const MOST_KEPT: usize = 64 << 20;

/// What checks need beside the register: what an organisation's own found, and how it is told that one is put right.
#[derive(Debug)]
pub struct Checking {
    /// What an organisation's own checks found in the register, on the day asked about.
    pub own: Vec<Found>,
    /// How a finding is put right, in words.
    pub told: fn(&Fix, &Reference) -> String,
}

impl Default for Checking {
    fn default() -> Self {
        Self {
            own: Vec::new(),
            told: Fix::lines,
        }
    }
}

/// A whole register, to be checked as it is on a day.
#[derive(Debug)]
pub struct Checks {
    /// The register.
    pub register: Register,
    lapsed: BTreeSet<ApprovalId>,
    past: Option<Past>,
    on: Date,
}

impl Checks {
    /// A register, or the part of one that matters, without its history.
    pub fn of(register: Register, on: Date) -> Self {
        let approvals = register.approvals.iter();
        let lapsed = approvals.filter(|(_, approval)| {
            let activity = register.activities.get(&approval.activity);
            activity.is_some_and(|activity| {
                content_hash(&approval.activity, activity) != approval.content
            })
        });
        Self {
            lapsed: lapsed.map(|(id, _)| id.clone()).collect(),
            register,
            past: None,
            on,
        }
    }

    /// It as rules read it.
    pub fn view(&self) -> View<'_> {
        View::of(&self.register, self.on)
            .with_lapsed(self.lapsed.clone())
            .with_past(self.past.as_ref())
    }
}

impl Store {
    /// The whole register, to be checked.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn checks(&self, on: Date) -> Result<Checks, StoreError> {
        let mut register = Register::default();
        self.each_record(&Kind::ALL, |reference, record| {
            let put = register.insert(&reference.id, record);
            put.map_err(|id| self.damaged(&id))
        })?;
        Ok(Checks {
            past: self.past(on)?,
            ..Checks::of(register, on)
        })
    }

    /// Says what checks need beside the register.
    pub fn check_with(&mut self, checking: Checking) {
        self.checking = checking;
        self.found.take();
    }

    /// Everything that is found in the register on a day, also what is waived, worst first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn found_on(&self, on: Date) -> Result<Vec<Item>, StoreError> {
        if let Some((_, found)) = self.found.get().filter(|(day, _)| *day == on) {
            return Ok(found.clone());
        }
        let found = self.kept_or("findings", on, items)?;
        // A store is asked about one day.
        drop(self.found.set((on, found.clone())));
        Ok(found)
    }

    /// Where the register stands on a day.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn status(&self, on: Date) -> Result<Status, StoreError> {
        self.kept_or("status", on, status)
    }

    /// The days of what is kept.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn kept_days(&self) -> Result<BTreeSet<Date>, StoreError> {
        if !self.has_history {
            return Ok(BTreeSet::new());
        }
        self.ask(|conn| {
            let mut days = conn.prepare("SELECT on_day FROM main.kept")?;
            let days = days.query_map([], |row| row.get::<_, String>(0))?;
            let days = days.collect::<Result<Vec<_>, _>>()?;
            Ok(days.iter().filter_map(|day| day.parse().ok()).collect())
        })
    }

    /// Checks that what is kept for a day, if it holds for the register as it is, is what the rules find.
    ///
    /// # Errors
    /// It is not, or the store cannot be read.
    pub fn verify_kept(&self, on: Date) -> Result<(), Broken> {
        let key = self.key(on)?;
        let kept = [self.kept("findings", &key)?, self.kept("status", &key)?];
        if kept.iter().all(Option::is_none) {
            return Ok(());
        }
        let checks = self.checks(on)?;
        let fresh = [
            serde_json::to_string(&items(&checks, &self.checking)),
            serde_json::to_string(&status(&checks, &self.checking)),
        ];
        for ((what, kept), fresh) in ["findings", "status"].iter().zip(kept).zip(fresh) {
            if kept.is_some_and(|kept| fresh.is_ok_and(|fresh| fresh != kept)) {
                return Err(Broken::Index {
                    table: "kept",
                    found: format!("other {what}"),
                    made: format!("the {what} by the rules"),
                });
            }
        }
        Ok(())
    }

    /// What is kept for a day and still holds, else what is made anew, which is kept then.
    fn kept_or<T: serde::Serialize + serde::de::DeserializeOwned>(
        &self,
        what: &str,
        on: Date,
        make: impl FnOnce(&Checks, &Checking) -> T,
    ) -> Result<T, StoreError> {
        let key = self.key(on)?;
        if let Some(kept) = self.kept(what, &key)?
            && let Ok(kept) = serde_json::from_str(&kept)
        {
            return Ok(kept);
        }
        let made = make(&self.checks(on)?, &self.checking);
        if let (Some(key), Ok(document)) = (key, serde_json::to_string(&made)) {
            // Where it cannot be kept, nothing is lost but time.
            drop(self.keep(what, on, &key, &document));
        }
        Ok(made)
    }

    /// For what findings hold: the head, the day, what an organisation's own checks found, and the rules. Nothing where none
    /// can be kept: in a folder, on a past day, or where the index of the file does not hold.
    fn key(&self, on: Date) -> Result<Option<String>, StoreError> {
        if !self.has_history || !self.path.is_file() {
            return Ok(None);
        }
        self.ask(|conn| {
            if index::is_beside(conn)? || index::turned_back(conn)?.is_some() {
                return Ok(None);
            }
            let own = self.checking.own.iter();
            let own: Vec<_> = own
                .map(|found| (found.rule.code, found.finding.level, &found.record, &found.path, &found.finding.message))
                .collect();
            let key = json!({
                "head": Log(conn).head()?.map(|head| head.hash),
                "on": on,
                "own": own,
                "version": env!("CARGO_PKG_VERSION"),
                "rules": checks::rules().map(|rule| (rule.code, rule.level, rule.title, rule.rests_on)).collect::<Vec<_>>(),
            });
            Ok(Some(hashed(&key)))
        })
    }

    fn kept(&self, what: &str, key: &Option<String>) -> Result<Option<String>, StoreError> {
        let Some(key) = key else { return Ok(None) };
        self.ask(|conn| {
            let sql = "SELECT document FROM main.kept WHERE what = ? AND made_for = ?";
            Ok(conn
                .query_row(sql, [what, key], |row| row.get(0))
                .optional()?)
        })
    }

    /// Keeps what was found, if nobody else writes and nothing was committed since.
    fn keep(&self, what: &str, on: Date, key: &str, document: &str) -> Result<(), StoreError> {
        // To open a file again gives up the locks on it.
        if !self.conn.is_autocommit() || document.len() > MOST_KEPT {
            return Ok(());
        }
        let head = self.head()?.map(|head| head.hash);
        let mut other = Self::open_to_write_with(&self.path, Duration::ZERO)?;
        let kept = (|| {
            let conn = &mut other.conn;
            let keeping = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if Log(&keeping).head()?.map(|head| head.hash) != head {
                return Ok(());
            }
            let sql = "INSERT OR REPLACE INTO kept (what, on_day, made_for, document) VALUES (?, ?, ?, ?)";
            keeping.execute(sql, [what, &on.to_string(), key, document])?;
            // The file counts this change as one more.
            keeping.execute("UPDATE made_for SET counter = counter + 1", [])?;
            Ok::<_, Fault>(keeping.commit()?)
        })();
        kept.map_err(|fault| fault.of(&self.path))
    }
}

/// Where a register stands.
fn status(checks: &Checks, checking: &Checking) -> Status {
    let view = checks.view();
    Status::of(&view, &checks::check_with(&view, &checking.own))
}

/// Everything that is found in a register.
fn items(checks: &Checks, checking: &Checking) -> Vec<Item> {
    let found = checks::found_with(&checks.view(), &checking.own);
    let tell = |found| Item::of(found, &checks.register, checking.told);
    found.iter().map(tell).collect()
}
