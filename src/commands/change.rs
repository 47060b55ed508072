//! Changing some records: planned against the rest of the register, shown, and committed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::error::Error;
use crate::model::{ActivityId, Kind, Record, Reference, Settings, day_in_words, fold, one_line};
use crate::store::{Plan, Store, StoreError, content_hash};
use crate::ui;
use crate::ui::text::wrapped;

use super::Run;
use super::commit::{Prepared, Signed};
use super::form::Output;
use super::named::Names;
use super::planned;

/// The formats of a plan.
const FORMATS: &[&str] = &["text", "json"];

/// The line of help about them.
pub(super) const HELP: &str = "Formats: text, json";

/// What becomes of some records; all others stay as they are.
#[derive(Default)]
pub(super) struct Draft {
    /// Records as they are from now on.
    pub(super) put: BTreeMap<Reference, Record>,
    /// Records that go.
    pub(super) remove: BTreeSet<Reference>,
}

impl Draft {
    /// The change of one record.
    pub(super) fn of(reference: &Reference, record: Record) -> Self {
        Self {
            put: BTreeMap::from([(reference.clone(), record)]),
            ..Self::default()
        }
    }
}

/// A draft as it is committed.
struct Drafted {
    plan: Plan,
    /// The approvals that lapse, in words.
    lapsed: Vec<String>,
}

impl Prepared for Drafted {
    fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl Run {
    /// Opens the database that a command changes.
    pub(super) fn open_to_change(
        &self,
        command: &'static str,
        signed: &Signed,
    ) -> Result<Store, Error> {
        self.format(command, FORMATS, &Output::default())?;
        self.refuse_the_past(command)?;
        let path = self.path_to_change(command)?;
        Ok(if signed.plan {
            Store::open(&path)?
        } else {
            Store::open_to_write(&path)?
        })
    }

    /// Shows what a draft changes and, unless only a plan is asked for, commits it. Where somebody else changed the
    /// register meanwhile, the draft is made once more of what the register says then.
    pub(super) fn change(
        &mut self,
        mut store: Store,
        signed: &Signed,
        message: &str,
        mut draft: impl FnMut(&Store) -> Result<Draft, Error>,
    ) -> Result<(), Error> {
        let author = signed.author(self);
        let mut prepare = |run: &mut Self, store: &Store| {
            let draft = draft(store)?;
            run.drafted(store, draft)
        };
        let drafted = store.at_once(|store| prepare(self, store))?;
        let text = match self.format("a plan", FORMATS, &Output::default())? {
            "json" => as_json(&drafted),
            _ => {
                let names = Names::planned(&store, &drafted.plan, self.as_at().on);
                as_text(&drafted, &names, self.ui.width())?
            }
        };
        if signed.plan || drafted.plan.is_empty() {
            return self.ui.data(&text);
        }
        let author = author?;
        self.show_before_commit(&text)?;
        let message = signed.message.as_deref().unwrap_or(message);
        self.commit(&mut store, drafted, prepare, &author, message)
    }

    fn drafted(&mut self, store: &Store, draft: Draft) -> Result<Drafted, Error> {
        match store.plan_change(draft.put, &draft.remove) {
            Err(StoreError::Unsound { findings }) => {
                self.show_findings(&findings);
                Err(
                    Error::that("nothing was changed: the register would have the errors above")
                        .hinted("give other values, or change the records named above too"),
                )
            }
            Err(other) => Err(other.into()),
            Ok(plan) => Ok(Drafted {
                lapsed: lapsed(store, &plan)?,
                plan,
            }),
        }
    }
}

/// The approvals that are of the content of activities as they are, and not as they become.
fn lapsed(store: &Store, plan: &Plan) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for change in plan.changes() {
        let reference = &change.reference;
        let (Kind::Activity, Some(old), Ok(id)) =
            (reference.kind, &change.old, ActivityId::new(&reference.id))
        else {
            continue;
        };
        let content = |document: &str| match Record::from_json(Kind::Activity, document) {
            Ok(Record::Activity(activity)) => Some(content_hash(&id, &activity)),
            _ => None,
        };
        let before = content(old);
        if before.is_none() || change.new_document().and_then(content) == before {
            continue;
        }
        for referring in store.referring_to(reference)? {
            if let Some(Record::Approval(approval)) = store.record(&referring)?
                && Some(approval.content) == before
            {
                let day = day_in_words(approval.on);
                found.push(format!(
                    "{} ({}, {day})",
                    reference.id,
                    one_line(&approval.by)
                ));
            }
        }
    }
    Ok(found)
}

fn as_text(drafted: &Drafted, names: &Names<'_>, width: usize) -> Result<String, Error> {
    let mut lines = planned::lines(&drafted.plan, names, width)?;
    lines.extend(planned::count(&drafted.plan));
    let lapsed = &drafted.lapsed;
    if !lapsed.is_empty() {
        let (n, named) = (lapsed.len(), lapsed.join(", "));
        let lapse = if n == 1 {
            "approval lapses, as what it approves changes"
        } else {
            "approvals lapse, as what they approve changes"
        };
        lines.push(wrapped(&format!("{n} {lapse}: {named}"), width, 0));
    }
    Ok(lines.join("\n") + "\n")
}

fn as_json(drafted: &Drafted) -> String {
    ui::json(&json!({
        "changes": planned::values(&drafted.plan),
        "lapsed_approvals": drafted.lapsed.len(),
        "unchanged": drafted.plan.unchanged,
    }))
}

/// The record that a text names; the settings go by that word, recorded or not.
pub(super) fn named(store: &Store, text: &str) -> Result<Reference, Error> {
    if fold(text) == Kind::Settings.word() {
        return Ok(Reference::new(Kind::Settings, Settings::ID));
    }
    Ok(store.resolve(text, super::show::NAMED)?)
}

/// A record as values that can be changed field by field.
pub(super) fn document(store: &Store, reference: &Reference) -> Result<Value, Error> {
    match store.record(reference)? {
        Some(record) => Ok(serde_json::to_value(&record).unwrap_or_default()),
        None if reference.kind == Kind::Settings => Ok(json!({})),
        None => Err(gone(reference)),
    }
}

/// Somebody removed a record while it was being changed.
pub(super) fn gone(reference: &Reference) -> Error {
    Error::that(format!("`{reference}` is no longer in the register"))
        .hinted("`ropa history` says who removed it")
}

/// The record that values say, which were checked one by one.
pub(super) fn record(reference: &Reference, document: Value) -> Result<Record, Error> {
    Record::from_value(reference.kind, document).map_err(|error| {
        Error::that(format!("{} cannot be kept: {error}", reference.kind.one())).hinted(format!(
            "`ropa fields {}` lists what it holds",
            reference.kind
        ))
    })
}
