//! An answer as values: a sentence, a table, the routes with their reasons, what is not certain,
//! what is not recorded and what was searched; and the envelope of JSON that all answers share.

use serde::Serialize;
use serde_json::{Value, json};

use crate::graph::{NotInUse, NotRecorded, RouteStep, Thing, Uncertain};
use crate::model::{AsAt, OpenList, Table, shown_json};

/// The version of the JSON of answers: keys are only added to it.
pub const VERSION: u32 = 2;

/// An answer to a question, before it becomes bytes.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question as it can be asked again: `who-receives data:nhs-number`.
    pub question: String,
    /// The question in words, as a title: `Who receives NHS Number`.
    pub title: String,
    /// Whose register was asked; empty where that is not recorded.
    pub organisation: String,
    /// The day as at which it is answered, and the state of recording.
    pub as_at: AsAt,
    /// The answer in a sentence.
    pub sentence: String,
    /// What the rows of the table are: `Recipients`.
    pub rows: &'static str,
    /// The answer as a table.
    pub table: Table,
    /// The answer as values, one for each row; left out where no JSON is asked for.
    pub values: Value,
    /// Routes with their reasons.
    pub routes: Vec<Explained>,
    /// What is only possible, and why.
    pub uncertain: Vec<Uncertain>,
    /// What is not recorded.
    pub not_recorded: Vec<NotRecorded>,
    /// Lists that the source says are incomplete, of activities that bear on the question.
    pub open: Vec<Open>,
    /// Flows that bear on the question and are not in use on the day: they do not count.
    pub not_in_use: NotInUse,
    /// What was searched.
    pub searched: Searched,
    /// Linked receivers, where they are asked for.
    pub linked: Option<LinkedRows>,
    /// What routes may not pass, and so was left out.
    pub left_out: Option<LeftOut>,
    /// Words about the answer: a limit reached, parts included, drafts counted.
    pub notes: Vec<String>,
}

/// A route with what it leads to.
#[derive(Clone, Debug)]
pub struct Explained {
    /// What it leads to, and how surely.
    pub title: String,
    /// Its steps.
    pub steps: Vec<RouteStep>,
}

/// A list that the source of some activities says is incomplete: there are others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Which list.
    pub list: OpenList,
    /// What is to be said of it.
    pub what: &'static str,
    /// Of how many activities.
    pub count: usize,
    /// The names of the first few.
    pub examples: Vec<String>,
}

impl Open {
    /// It in a sentence.
    pub(super) fn sentence(&self) -> String {
        let names = self.examples.join(", ");
        let of = match self.count.saturating_sub(self.examples.len()) {
            0 => names,
            n_more => format!("{names} and {n_more} more"),
        };
        let (items, others) = (self.list.items(), OpenList::OTHERS);
        format!("The list of {items} of {of} is open: {others}.")
    }
}

/// What was left out of an answer because it passes certain parties or systems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The parties and systems.
    pub not_through: Vec<Thing>,
    /// How many rows the answer has fewer for it, where that can be told.
    pub removed: Option<usize>,
    /// The word for one row and for many.
    #[serde(skip)]
    pub what: [&'static str; 2],
}

impl LeftOut {
    /// It in a sentence.
    pub fn sentence(&self) -> String {
        let names: Vec<&str> = self.not_through.iter().map(|it| it.name.as_str()).collect();
        let [one, many] = self.what;
        let removed = match self.removed {
            None => format!("how many {many} that removes was not counted"),
            Some(0) => format!("that removes no {one}"),
            Some(1) => format!("that removes 1 {one}"),
            Some(n) => format!("that removes {n} {many}"),
        };
        format!(
            "Left out is what comes from or through {}: {removed}.",
            names.join(" or ")
        )
    }
}

/// Linked receivers: what no record says, so that it stands apart from the answer.
#[derive(Clone, Debug)]
pub struct LinkedRows {
    /// What is to be said of them all.
    pub note: String,
    /// One row for each, in the columns of the answer.
    pub table: Table,
    /// One value for each; left out where no JSON is asked for.
    pub values: Value,
    /// The routes from what is shared.
    pub routes: Vec<Explained>,
    /// Whether the search stopped, so that there may be more.
    pub stopped: bool,
}

/// What was searched for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// How many flows.
    pub flows: i64,
    /// In how many activities.
    pub activities: i64,
}

impl Answer {
    /// The answer in the one envelope that all questions share.
    pub fn json(&self) -> String {
        let mut envelope = json!({
            "version": VERSION,
            "question": self.question,
            "as_of": self.as_at.recorded,
            "on": self.as_at.on,
            "answer": self.values,
            "planned": self.not_in_use.planned,
            "ended": self.not_in_use.ended,
            "open": self.open,
            "notes": self.notes,
            "uncertain": self.uncertain,
            "not_recorded": self.not_recorded,
            "searched": self.searched,
        });
        if let Some(linked) = &self.linked {
            envelope["linked"] = linked.values.clone();
            envelope["linked_stopped"] = json!(linked.stopped);
        }
        if let Some(left_out) = &self.left_out {
            envelope["left_out"] = json!(left_out);
        }
        shown_json(&envelope)
    }
}
