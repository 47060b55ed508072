//! What a notice says that the register does not hold yet, as records to put.
//!
//! Every value keeps the words it rests on, as evidence; a statement whose words are evidence already is
//! known, so that the same notice again proposes nothing, and whatever was put right since stays so.

mod documents;
mod entry;
mod gone;
mod names;
mod own;
mod parties;
mod provisions;
mod settled;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::model::{Kind, Record, Reference, fold};
use crate::store::Store;

use super::ImportError;
use super::decision::{Answers, At, Decision, Settled};
use super::notice::{Fact, Notice, Statement};

use self::entry::Entry;
pub(super) use self::gone::is_as_made;
pub(super) use self::names::{Names, called, may_be_one};
use self::own::Own;
pub use self::own::{OwnNotice, unread};

/// What is proposed of some notices.
#[derive(Debug, Default)]
pub struct Proposal {
    /// What becomes of each notice.
    pub notices: Vec<Proposed>,
    /// The records to put, by kind and id.
    pub records: Vec<(Reference, Record)>,
    /// What somebody has to settle, and what was settled, by file and place.
    pub decisions: Vec<Decision>,
}

/// What becomes of one notice.
#[derive(Debug)]
pub struct Proposed {
    /// The file, as evidence names it.
    pub file: String,
    /// The activity that it is about; nothing where nobody says what the service is called.
    pub activity: Option<Reference>,
    /// Each statement with what becomes of it, in the order of reading.
    pub lines: Vec<(Statement, Outcome)>,
}

/// What becomes of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is put into the register: as what.
    New(String),
    /// The register holds it already.
    Known,
    /// It takes the place of what the register says, as was settled: as what.
    Changed(String),
    /// It is kept as text that no field took.
    Unread,
    /// It only leads to what follows.
    Leading,
    /// The register says otherwise, which stays: what it says.
    Otherwise(String),
    /// The source said it before and says it no more: what goes.
    Gone(String),
}

impl Outcome {
    /// The word for it, and what it says beside.
    pub fn word(&self) -> (&'static str, Option<&String>) {
        match self {
            Self::New(what) => ("new", Some(what)),
            Self::Changed(what) => ("changed", Some(what)),
            Self::Known => ("known", None),
            Self::Unread => ("unread", None),
            Self::Leading => ("leading", None),
            Self::Otherwise(there) => ("otherwise", Some(there)),
            Self::Gone(what) => ("gone", Some(what)),
        }
    }
}

/// Proposes what notices say that a register does not hold: each with its file, and with the name of its activity where
/// that is settled beforehand.
///
/// # Errors
/// The store cannot be read, or an answer is none of those that its question takes.
pub fn propose(
    store: &Store,
    notices: &[(String, Notice)],
    name: Option<&str>,
    settled: &Settled,
    own: OwnNotice<'_>,
) -> Result<Proposal, ImportError> {
    let mut names = Names::new(store, settled);
    let mut proposal = Proposal::default();
    for (file, notice) in notices {
        names.file.clone_from(file);
        let one = proposed(&mut names, (file, notice), name, own, &proposal.notices)?;
        proposal.notices.push(one);
    }
    proposal.decisions = names.decisions;
    proposal.records = names.documents.records()?.collect::<Result<_, _>>()?;
    Ok(proposal)
}

fn proposed(
    names: &mut Names<'_>,
    (file, notice): (&str, &Notice),
    name: Option<&str>,
    own: OwnNotice<'_>,
    before: &[Proposed],
) -> Result<Proposed, ImportError> {
    let titled = match &notice.title {
        Some(title) => own::activity_of(names, &title.words)?.map(|name| (name, title.line)),
        None => None,
    };
    let named = notice.statements.iter().find_map(|one| match &one.fact {
        Fact::Name(name) => Some((name.clone(), one.line)),
        _ => None,
    });
    let mut proposed = Proposed {
        file: file.to_owned(),
        activity: None,
        lines: Vec::new(),
    };
    let is_own = titled.is_some();
    let named = name.map(|name| (name.to_owned(), 1)).or(titled).or(named);
    let named = match named {
        Some(named) => Some(named),
        None => {
            let answer = names.settle(Decision {
                file: file.to_owned(),
                at: At::Line(1),
                asks: "service".to_owned(),
                words: String::new(),
                question: "what is the service called? The notice does not say".to_owned(),
                answers: Answers::Words,
                is_first: false,
                answer: Vec::new(),
            })?;
            answer.into_iter().next().map(|name| (name, 1))
        }
    };
    let Some((name, line)) = named else {
        return Ok(proposed);
    };
    let id = names.take(Kind::Activity, &name, &At::Line(line))?;
    let activity = Reference::new(Kind::Activity, id);
    // Of two notices of one activity neither says all that is known of it.
    let is_again = before
        .iter()
        .any(|other| other.activity.as_ref() == Some(&activity));
    // Only a notice that was written here is held against our own words: of others there may be something to settle.
    let own = Own::of(if is_own { own(&activity.id)? } else { None });
    if own.says_all_of(notice) {
        let known = |statement: &Statement| (statement.clone(), Outcome::Known);
        proposed.lines = notice.statements.iter().map(known).collect();
        proposed.activity = Some(activity);
        return Ok(proposed);
    }
    let mut entry = Entry::new(names, activity.clone(), &name)?;
    let notice_id = entry.notice.id.clone();
    let was_imported = !is_again && gone::was_imported(entry.document()?, &notice_id, notice);
    entry.has_purposes = entry.document()?.contains_key("purpose")
        || notice
            .statements
            .iter()
            .any(|one| matches!(one.fact, Fact::Purpose { .. }))
        || entry.purpose_by_name(&name, notice)?;
    let mut outcomes: Vec<Option<Outcome>> = vec![None; notice.statements.len()];
    // Data first, since flows name it wherever they stand.
    for is_turn_of_data in [true, false] {
        for (outcome, statement) in outcomes.iter_mut().zip(&notice.statements) {
            let is_data = matches!(statement.fact, Fact::Data { .. });
            if is_data == is_turn_of_data {
                *outcome = Some(if !is_data && own.says(statement) {
                    Outcome::Known
                } else {
                    entry.take(statement)?
                });
            }
        }
    }
    let gone = match was_imported {
        true => entry.without_what_is_gone(notice)?,
        false => Vec::new(),
    };
    entry.finish(notice)?;
    settled::drop_what_is_read(names.document(&activity)?, &notice_id, notice);
    proposed.activity = Some(activity);
    let outcomes = outcomes.into_iter().flatten();
    proposed.lines = notice.statements.iter().cloned().zip(outcomes).collect();
    proposed.lines.extend(gone);
    Ok(proposed)
}

/// Whether two texts are the same but for case and punctuation.
pub(super) fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// The items of a list in a document.
pub(super) fn items<'d>(document: &'d Map<String, Value>, field: &str) -> &'d [Value] {
    document
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Puts an item at the end of a list in a document; a list recorded as none is begun, since something is stated.
pub(super) fn push(document: &mut Map<String, Value>, field: &str, item: Value) {
    match document.get_mut(field) {
        Some(Value::Array(list)) => list.push(item),
        _ => {
            document.insert(field.to_owned(), json!([item]));
        }
    }
}

/// All words that a document rests on, folded.
pub(super) fn all_words(document: &Map<String, Value>) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if matches!(name.as_str(), "evidence" | "words") => {
                            found.push(fold(text));
                        }
                        other => walk(other, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    document.values().for_each(|value| walk(value, &mut found));
    found
}
