//! What the rules find in a register, kept in its index for its head and a day: whoever asks again is answered at once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use rusqlite::TransactionBehavior;
use serde_json::json;

use crate::model::{ApprovalId, Date, Kind, Reference, Register};
use crate::rules::checks::{
    self, Asking, Brief, Fix, Found, Gathered, Gathering, Item, Past, Row, Status, Unreadable,
    View, pack_as_json, unpack,
};

use super::error::Fault;
use super::log::{Log, content_hash, hashed};
use super::{Broken, Store, StoreError, index};

/// The most that is kept, in bytes; what is found in a larger register is found anew each time.
const MOST_KEPT: usize = 128 << 20;

/// So many other days are kept beside the one that was asked about last.
const OTHER_DAYS: u32 = 2;

/// What is kept: what was found, and where the register stands.
const FINDINGS: &str = "findings";
const STATUS: &str = "status";

/// What checks need beside the register: what an organisation's own found, and how it is told that one is put right.
pub struct Checking {
    /// What an organisation's own checks found in the register, on the day asked about.
    pub own: Vec<Found>,
    /// How a finding is put right, in words.
    pub told: fn(&Fix, &Reference) -> String,
    /// Who is told how many of all activities were looked at.
    pub step: Box<dyn Fn(usize, usize)>,
}

impl fmt::Debug for Checking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Checking")
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

impl Default for Checking {
    fn default() -> Self {
        Self {
            own: Vec::new(),
            told: Fix::lines,
            step: Box::new(|_, _| {}),
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
        Self {
            lapsed: lapsed(&register),
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

/// The approvals of a content that their activity, where it is at hand, no longer has.
fn lapsed(register: &Register) -> BTreeSet<ApprovalId> {
    let approvals = register.approvals.iter();
    let lapsed = approvals.filter(|(_, approval)| {
        let activity = register.activities.get(&approval.activity);
        activity
            .is_some_and(|activity| content_hash(&approval.activity, activity) != approval.content)
    });
    lapsed.map(|(id, _)| id.clone()).collect()
}

/// What was found, and where the register stands.
type Standing = (Gathered, Status);

/// For what findings are kept.
struct Key {
    on: Date,
    /// The last change of the register.
    head: Option<String>,
    /// The hash of all that they hold for.
    made_for: String,
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

    /// Everything that is found in the register on a day, also what is waived, worst first, without its words.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn found_on(&self, on: Date) -> Result<Rc<Gathered>, StoreError> {
        if let Some((_, found)) = self.found.get().filter(|(day, _)| *day == on) {
            return Ok(Rc::clone(found));
        }
        let key = self.key(on)?;
        let found = match self.kept_findings(key.as_ref())? {
            Some(found) => found,
            None => self.find(on, key.as_ref())?.0,
        };
        let found = Rc::new(found);
        // A store is asked about one day.
        drop(self.found.set((on, Rc::clone(&found))));
        Ok(found)
    }

    /// Hands over what is found in the register on a day, worst first, with all that is told of it: those that are wanted.
    ///
    /// # Errors
    /// `each` failed, or the store cannot be read.
    pub fn each_finding<E: From<StoreError>>(
        &self,
        on: Date,
        is_wanted: impl Fn(&Brief<'_>) -> bool,
        mut each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        enum Ended<E> {
            Unreadable,
            Theirs(E),
        }
        impl<E> From<Unreadable> for Ended<E> {
            fn from(_: Unreadable) -> Self {
                Self::Unreadable
            }
        }
        let found = self.found_on(on)?;
        let done = found.each_item(is_wanted, |item| each(item).map_err(Ended::Theirs));
        done.map_err(|ended| match ended {
            Ended::Theirs(error) => error,
            Ended::Unreadable => E::from(StoreError::Corrupt {
                path: self.path.clone(),
                what: "what is kept of its findings cannot be read".to_owned(),
            }),
        })
    }

    /// Where the register stands on a day.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn status(&self, on: Date) -> Result<Status, StoreError> {
        let key = self.key(on)?;
        let kept = self.kept(STATUS, key.as_ref())?;
        let kept = kept.first().and_then(|kept| unpack(kept));
        if let Some(status) = kept.and_then(|kept| serde_json::from_slice(&kept).ok()) {
            return Ok(status);
        }
        Ok(self.find(on, key.as_ref())?.1)
    }

    /// Asks every rule about the register on a day, a part of it at a time, and keeps what it finds.
    fn find(&self, on: Date, key: Option<&Key>) -> Result<Standing, StoreError> {
        let standing = self.at_once(|store| store.ask_rules(on))?;
        if let Some(key) = key {
            // Where it cannot be kept, nothing is lost but time.
            drop(self.keep(key, &standing));
        }
        Ok(standing)
    }

    fn ask_rules(&self, on: Date) -> Result<Standing, StoreError> {
        let past = self.past(on)?;
        let told = self.checking.told;
        let tell = |view: &View<'_>, found, is_waived| Row::of(view, found, is_waived, told);
        let names = self.names_shared()?;
        let mut asking = Asking::telling(&tell)
            .with_own(&self.checking.own)
            .counting(names.clone());
        let mut gathering = Gathering::telling_apart(names);
        let mut in_parts = self.in_parts()?;
        let mut n_done = 0;
        in_parts.each(|part, n_all| {
            let view = View::of(part, on)
                .with_lapsed(lapsed(part))
                .with_past(past.as_ref());
            asking.part(&view);
            gathering.take(part, asking.take_found());
            n_done += part.activities.len();
            (self.checking.step)(n_done, n_all);
            Ok::<_, StoreError>(())
        })?;
        asking.across(&View::of(&in_parts.register, on));
        in_parts.each_of(&asking.wanted(), |part| {
            asking.late(&View::of(part, on));
            gathering.take(part, asking.take_found());
            Ok::<_, StoreError>(())
        })?;
        let whole = View::of(&in_parts.register, on).with_past(past.as_ref());
        let asked = asking.finish(&whole, |rows| gathering.take(&in_parts.register, rows));
        let found = gathering.finish();
        let status = asked.status(&whole, &found);
        Ok((found, status))
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
            let mut days = conn.prepare("SELECT DISTINCT on_day FROM main.kept")?;
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
        let kept = [FINDINGS, STATUS].map(|what| self.kept(what, key.as_ref()));
        let [findings, status] = kept;
        let kept = [(FINDINGS, findings?), (STATUS, status?)];
        if kept.iter().all(|(_, parts)| parts.is_empty()) {
            return Ok(());
        }
        let standing = self.at_once(|store| store.ask_rules(on))?;
        for ((what, kept), fresh) in kept.iter().zip(parts(&standing)) {
            let is_same = || kept.iter().eq(fresh.iter().map(|part| &**part));
            if !kept.is_empty() && !is_same() {
                return Err(Broken::Index {
                    table: "kept",
                    found: format!("other {what}"),
                    made: format!("the {what} by the rules"),
                });
            }
        }
        Ok(())
    }

    /// What was found and is kept, if it still holds.
    fn kept_findings(&self, key: Option<&Key>) -> Result<Option<Gathered>, StoreError> {
        let mut parts = self.kept(FINDINGS, key)?.into_iter();
        let found = parts.next().and_then(|packed| unpack(&packed));
        let found = found.and_then(|found| serde_json::from_slice::<Gathered>(&found).ok());
        Ok(found.and_then(|found| found.with_words(parts.collect())))
    }

    /// For what findings hold: the head, the day, what an organisation's own checks found, and the rules. Nothing where none
    /// can be kept: in a folder, on a past day, or where the index of the file does not hold.
    fn key(&self, on: Date) -> Result<Option<Key>, StoreError> {
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
            let head = Log(conn).head()?.map(|head| head.hash);
            let made_for = hashed(&json!({
                "head": head,
                "on": on,
                "own": own,
                "version": env!("CARGO_PKG_VERSION"),
                "rules": checks::rules().map(|rule| (rule.code, rule.level, rule.title, rule.rests_on)).collect::<Vec<_>>(),
            }));
            Ok(Some(Key { on, head, made_for }))
        })
    }

    /// The parts of what is kept, if it still holds.
    fn kept(&self, what: &str, key: Option<&Key>) -> Result<Vec<Vec<u8>>, StoreError> {
        let Some(key) = key else {
            return Ok(Vec::new());
        };
        self.ask(|conn| {
            let sql = "SELECT document FROM main.kept \
                       WHERE on_day = ? AND what = ? AND made_for = ? ORDER BY part";
            let mut statement = conn.prepare(sql)?;
            let parts =
                statement.query_map((key.on.to_string(), what, &key.made_for), |row| row.get(0))?;
            Ok(parts.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps what was found, if nobody else writes and nothing was committed since, beside what still holds of the other
    /// days that were kept last.
    fn keep(&self, key: &Key, standing: &Standing) -> Result<(), StoreError> {
        // To open a file again gives up the locks on it.
        if !self.conn.is_autocommit() {
            return Ok(());
        }
        let kept = parts(standing);
        let n_bytes: usize = kept.iter().flatten().map(|part| part.len()).sum();
        if n_bytes > MOST_KEPT || kept.iter().any(Vec::is_empty) {
            return Ok(());
        }
        let mut other = Self::open_to_write_with(&self.path, Duration::ZERO)?;
        let kept = (|| {
            let conn = &mut other.conn;
            let keeping = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if Log(&keeping).head()?.map(|head| head.hash) != key.head {
                return Ok(());
            }
            let on = key.on.to_string();
            let old = "DELETE FROM kept WHERE on_day = ?1 OR head IS NOT ?2 OR on_day NOT IN \
                       (SELECT on_day FROM kept WHERE on_day <> ?1 AND head IS ?2 \
                        GROUP BY on_day ORDER BY max(rowid) DESC LIMIT ?3)";
            keeping.execute(old, (&on, &key.head, OTHER_DAYS))?;
            let sql = "INSERT INTO kept (on_day, what, part, head, made_for, document) \
                       VALUES (?, ?, ?, ?, ?, ?)";
            for (what, parts) in [FINDINGS, STATUS].iter().zip(&kept) {
                for (part, document) in (0..).zip(parts) {
                    let row = (&on, what, part, &key.head, &key.made_for, &**document);
                    keeping.execute(sql, row)?;
                }
            }
            // The file counts this change as one more.
            keeping.execute("UPDATE made_for SET counter = counter + 1", [])?;
            Ok::<_, Fault>(keeping.commit()?)
        })();
        kept.map_err(|fault| fault.of(&self.path))
    }
}

/// The parts in which what was found is kept, and where the register stands; nothing where they cannot be made.
fn parts((found, status): &Standing) -> [Vec<Cow<'_, [u8]>>; 2] {
    let packed = pack_as_json(found).map(Cow::from);
    let mut findings: Vec<_> = packed.into_iter().collect();
    if !findings.is_empty() {
        findings.extend(found.words().iter().map(Cow::from));
    }
    let status = pack_as_json(status).map(Cow::from);
    [findings, status.into_iter().collect()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::tests::register;
    use crate::graph::tests::strategy::{config, documents};
    use crate::model::{ActivityId, Record, visit_references};

    const DAY: Date = Date::constant(2026, 11, 27);

    /// A register in which everything is that its records name.
    fn complete(mut register: Register) -> Register {
        let mut named = BTreeSet::new();
        for (_, record) in register.clone().into_records() {
            visit_references(&record, &mut |_, kind, id| {
                named.insert(Reference::new(kind, id));
            });
        }
        named.retain(|reference| register.name(reference).is_none());
        for reference in named {
            let record = json!({ "name": reference.id });
            let record = Record::from_value(reference.kind, record).unwrap();
            register.insert(&reference.id, record).unwrap();
        }
        register
    }

    /// What the rules find in a whole register, as lines.
    fn whole(register: &Register) -> Vec<String> {
        let checks = Checks::of(register.clone(), DAY);
        let found = checks::found_with(&checks.view(), &[]);
        let lines = found.iter().map(|(found, is_waived)| {
            let finding = &found.finding;
            let activities: Vec<&str> = found.activities.iter().map(ActivityId::as_str).collect();
            format!(
                "{:?} {} {} {} {} {activities:?} {} {is_waived}",
                finding.level,
                finding.code,
                found.record,
                found.path,
                finding.message,
                found.is_draft
            )
        });
        lines.collect()
    }

    /// The same, as it is gathered from parts of one.
    fn by_parts(store: &Store) -> Vec<String> {
        let mut lines = Vec::new();
        let each = |item: Item| {
            lines.push(format!(
                "{:?} {} {} {} {} {:?} {} {}",
                item.level,
                item.code,
                item.record,
                item.field,
                item.why,
                item.activities,
                item.is_draft,
                item.is_waived
            ));
            Ok::<_, StoreError>(())
        };
        store.each_finding(DAY, |_| true, each).unwrap();
        lines
    }

    proptest! {
        #![proptest_config(config())]

        /// What is found does not depend on how a register is split, here into sets of joined activities.
        #[test]
        fn parts_are_found_to_be_the_whole(documents in documents()) {
            let register = complete(register(documents));
            let store = Store::in_memory_unsound(register.clone());
            prop_assert_eq!(by_parts(&store), whole(&register));
        }
    }
}
