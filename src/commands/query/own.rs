//! An organisation's own checks: saved questions whose rows are findings.

use crate::commands::Run;
use crate::error::Error;
use crate::finding::Level;
use crate::model::{AsAt, FieldAt, Kind, Reference, Waived};
use crate::published::{Limits, Prepared, prepare};
use crate::queries::{Shown, Value};
use crate::rules::checks::{Check, Found};
use crate::store::Store;
use crate::ui::Ui;

use super::catalogue::{Saved, faulty, says_findings};
use super::given;

/// What each row of it says.
const COLUMNS: [&str; 3] = ["record", "field", "message"];

/// The tables that hold findings, which no check can ask, as it is one of them.
const OF_FINDINGS: [&str; 2] = ["finding", "finding_activity"];

/// A table of findings that a question reads.
fn reads_findings(prepared: &Prepared) -> Option<&'static str> {
    OF_FINDINGS
        .into_iter()
        .find(|table| prepared.tables.contains_key(table))
}

/// The most memory that one takes beside its tables, in bytes.
const MEMORY: u64 = 1 << 30;

/// The largest answer, in bytes.
const LARGEST: usize = 32 << 20;

/// A check of an organisation's own.
pub(in crate::commands) struct OwnCheck {
    /// It as a rule.
    pub(in crate::commands) rule: &'static Check,
    saved: Saved,
}

impl Run {
    /// The checks in the folder of an organisation's own questions.
    ///
    /// # Errors
    /// One of them is wrong: what is not asked must not pass for sound.
    pub(in crate::commands) fn own_checks(&self) -> Result<Vec<OwnCheck>, Error> {
        let catalogue = self.catalogue()?;
        let mut faults = catalogue.faults.iter();
        if let Some((file, fault)) = faults.find(|(file, _)| says_findings(file)) {
            return Err(faulty(file, fault));
        }
        let own = catalogue.queries.into_values();
        own.filter(|saved| saved.query.shown == Shown::Findings)
            .map(OwnCheck::of)
            .collect()
    }

    /// Finds, before a question in SQL that reads findings is asked, what it will read.
    pub(in crate::commands) fn find_for(
        &self,
        store: &mut Store,
        prepared: &Prepared,
    ) -> Result<(), Error> {
        if reads_findings(prepared).is_some() {
            self.findings(store, self.as_at())?;
        }
        Ok(())
    }

    /// What they find in a register on a day.
    pub(in crate::commands) fn own_found(
        &self,
        store: &Store,
        as_at: AsAt,
    ) -> Result<Vec<Found>, Error> {
        let mut found = Vec::new();
        for check in self.own_checks()? {
            found.extend(check.found(store, as_at)?);
        }
        Ok(found)
    }
}

/// Whether a question whose rows are findings has the columns for it.
pub(super) fn sound(saved: &Saved, prepared: &Prepared) -> Result<(), Error> {
    let lacks = |column: &&&str| !prepared.columns.iter().any(|has| has == **column);
    if let Some(missing) = COLUMNS.iter().find(lacks) {
        return Err(saved.at_sql(&format!(
            "its rows are findings, and it has no column `{missing}`"
        ))
        .hinted("select `record` (as in `activity:parking`), `field` (null for the whole record) and `message`"));
    }
    match reads_findings(prepared) {
        Some(table) => Err(saved
            .at_sql(&format!(
                "a check cannot read `{table}`: what it finds stands there"
            ))
            .hinted("read the tables of the register itself; `ropa sql --tables` lists them")),
        None => Ok(()),
    }
}

impl OwnCheck {
    fn of(saved: Saved) -> Result<Self, Error> {
        let query = &saved.query;
        let prepared = prepare(&query.sql).map_err(|error| saved.wrong(&error))?;
        sound(&saved, &prepared)?;
        let level = match query.level {
            Some("required") => Level::Required,
            Some("expected") => Level::Expected,
            _ => Level::Tidy,
        };
        let [title, asks] = [&query.title, &query.question].map(|words| query.by_default(words));
        let rule = Check::own(
            &query.name,
            level,
            [&title, &query.r#use, &asks, &query.sql],
        );
        Ok(Self { rule, saved })
    }

    /// What it finds, within the bounds of every question in SQL.
    ///
    /// # Errors
    /// It cannot be asked, or its answer is not one of findings.
    pub(in crate::commands) fn found(
        &self,
        store: &Store,
        as_at: AsAt,
    ) -> Result<Vec<Found>, Error> {
        let query = &self.saved.query;
        let given = given::resolve(
            store,
            query,
            given::pairs(query, &[], &|| given::example(query))?,
            false,
        )?;
        let limits = Limits {
            memory: Some(MEMORY),
            answer: LARGEST,
            end: Some(|error| Ui::stop(&error.into())),
            ..Limits::default()
        };
        let answer = store
            .ask_sql(&query.sql, &given.values, &given.narrowing, as_at, limits)
            .map_err(|error| self.saved.wrong(&error))?;
        let places = COLUMNS.map(|name| answer.columns.iter().position(|column| column == name));
        let rows = answer.rows.iter().zip(1..);
        rows.map(|(row, number)| {
            let said = |place: usize| match places[place].and_then(|place| row.get(place)) {
                None | Some(Value::Null) => String::new(),
                Some(value) => value.shown(),
            };
            let wrong = |what: String, hint: &str| {
                self.saved
                    .at_sql(&format!("row {number} of its answer {what}"))
                    .hinted(hint)
            };
            let record = self.record(store, &said(0), &wrong)?;
            let path = path(record.kind, &said(1), &wrong)?;
            let message = said(2).trim().to_owned();
            if message.is_empty() {
                return Err(wrong(
                    "has no message".to_owned(),
                    "say in `message` what is wrong there",
                ));
            }
            Ok(Found::own(self.rule, record, path, message))
        })
        .collect()
    }

    /// The record that a row is about.
    fn record(
        &self,
        store: &Store,
        said: &str,
        wrong: &dyn Fn(String, &str) -> Error,
    ) -> Result<Reference, Error> {
        let kind = said
            .split_once(':')
            .and_then(|(kind, _)| Kind::from_word(kind));
        let Some((kind, (_, id))) = kind
            .filter(|kind| Waived::KINDS.contains(kind))
            .zip(said.split_once(':'))
        else {
            return Err(wrong(
                format!("has `{said}` for its record"),
                "name a record by its kind and id, as in `'activity:' || activity.id AS record`",
            ));
        };
        let record = Reference::new(kind, id);
        match store.record(&record)? {
            Some(_) => Ok(record),
            None => Err(wrong(
                format!("is about `{record}`, and the register has no such record"),
                "write the id of a record, as the tables have it",
            )),
        }
    }
}

/// The field that a row is about, as findings have it: places in lists in brackets.
fn path(kind: Kind, said: &str, wrong: &dyn Fn(String, &str) -> Error) -> Result<String, Error> {
    let (mut path, mut name) = (String::new(), String::new());
    for part in said
        .replace('[', ".")
        .replace(']', "")
        .split('.')
        .filter(|part| !part.is_empty())
    {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            path += &format!("[{part}]");
        } else {
            for whole in [&mut path, &mut name] {
                let dot = if whole.is_empty() { "" } else { "." };
                *whole += &format!("{dot}{part}");
            }
        }
    }
    let known = kind.every_field();
    if name.is_empty() || known.iter().any(|FieldAt { path, .. }| *path == name) {
        return Ok(path);
    }
    Err(wrong(
        format!(
            "has `{said}` for its field, which {} does not have",
            kind.one()
        ),
        &format!("`ropa fields {kind}` lists the fields; null is the whole record"),
    ))
}
