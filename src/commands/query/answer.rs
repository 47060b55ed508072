//! The answer to a question in SQL, in every form.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::ask::VERSION;
use crate::graph::NotRecorded;
use crate::model::{AsAt, Date, one_line, shown_json};
use crate::published::SqlAnswer;
use crate::queries::{Query, Value};
use crate::report::{self, Block, Cell, Document, Fact, Section};

use super::hidden::Hidden;

/// An answer with what it answers.
pub(in crate::commands) struct Answered {
    /// The question as it can be asked again.
    pub(in crate::commands) question: String,
    /// The question in words, where it is a saved one.
    pub(in crate::commands) words: Option<Words>,
    /// The day as at which it is answered, and the state of recording.
    pub(in crate::commands) as_at: AsAt,
    /// Whose register was asked.
    pub(in crate::commands) organisation: String,
    /// The answer.
    pub(in crate::commands) answer: SqlAnswer,
    /// On a screen, in which activities its rows are, where it may not show all of them.
    pub(in crate::commands) screen: Option<String>,
    /// Whether rows are told together that differ only in the record that they are of.
    pub(in crate::commands) is_gathered: bool,
    /// What it may not show.
    pub(in crate::commands) hidden: Hidden,
}

/// A saved question in words.
pub(in crate::commands) struct Words {
    /// Its title with what it is asked about.
    pub(super) title: String,
    /// The question.
    pub(super) question: String,
    /// What its answer is for.
    r#use: String,
}

/// What says that a record does not say.
pub(super) const NOT_RECORDED: &str = "not recorded";

impl Words {
    /// A saved question, asked with these: each in its place in the words, else after them.
    pub(super) fn of(query: &Query, with: &[(String, String)]) -> Self {
        let of = |words: &str| {
            let mut filled = words.to_owned();
            let mut after = Vec::new();
            for (name, said) in with {
                let place = format!("{{{name}}}");
                if filled.contains(&place) {
                    filled = filled.replace(&place, said);
                } else {
                    after.push(format!("{name} = {said}"));
                }
            }
            match after.as_slice() {
                [] => filled,
                after => format!("{filled} ({})", after.join(", ")),
            }
        };
        Self {
            title: of(&query.title),
            question: of(&query.question),
            r#use: query.r#use.clone(),
        }
    }
}

impl Answered {
    /// The names of the columns, each unlike the others.
    fn columns(&self) -> Vec<String> {
        let mut given = BTreeSet::new();
        let mut columns = Vec::new();
        for column in &self.answer.columns {
            let mut name = column.clone();
            let mut number = 1;
            while !given.insert(name.clone()) {
                number += 1;
                name = format!("{column}_{number}");
            }
            columns.push(name);
        }
        columns
    }

    /// How many rows there are, what may hide others, and what was searched.
    fn foot(&self) -> String {
        let n_rows = self.answer.rows.len() as u64 + self.answer.n_left_out;
        let tables: Vec<String> = self
            .answer
            .tables
            .iter()
            .map(|(name, n)| format!("{name} ({n})"))
            .collect();
        let rows = match n_rows {
            0 => "No rows".to_owned(),
            1 => "1 row".to_owned(),
            n => format!("{n} rows"),
        };
        let left_out = match self.answer.n_left_out {
            0 => String::new(),
            1 => ", of which the last is not shown: write them to a file with `-o`".to_owned(),
            n => format!(", of which the last {n} are not shown: write them to a file with `-o`"),
        };
        let searched = if tables.is_empty() || self.screen.is_some() {
            String::new()
        } else {
            format!(" Searched {}.", tables.join(", "))
        };
        let hidden = match self.hidden.words(n_rows == 0, self.screen.is_some()) {
            hidden if hidden.is_empty() => hidden,
            hidden => format!(" {hidden}"),
        };
        let gathered = match self.is_gathered {
            true => {
                " Records of one kind that one change added or removed are one row: `--all` has each."
            }
            false => "",
        };
        format!(
            "{rows}{within}{left_out}.{gathered}{hidden}{searched} As at {}.",
            self.as_at.in_words(),
            within = self.screen.as_deref().unwrap_or_default()
        )
    }

    /// Sentences beside the answer: rows and retired activities that are left out.
    fn notes(&self) -> Vec<String> {
        let left_out = match self.answer.n_left_out {
            0 => None,
            1 => Some("1 row is not shown: write the answer to a file with `-o`.".to_owned()),
            n => Some(format!(
                "{n} rows are not shown: write the answer to a file with `-o`."
            )),
        };
        left_out.into_iter().chain(self.hidden.retired()).collect()
    }

    /// The answer in the envelope that all questions share. What is uncertain and what is not in use,
    /// SQL says in its columns; what is not recorded is told where it may hide rows.
    pub(in crate::commands) fn json(&self) -> String {
        shown_json(&Envelope {
            answer: Rows(self),
            as_of: self.as_at.recorded,
            ended: (),
            not_recorded: &self.hidden.not_recorded,
            notes: self.notes(),
            on: self.as_at.on,
            open: [],
            planned: (),
            question: &self.question,
            retired_left_out: self.hidden.n_retired,
            searched: &self.answer.tables,
            uncertain: (),
            version: VERSION,
        })
    }

    /// The answer as a document; of its table alone, with the names of its columns as they are.
    pub(in crate::commands) fn document(&self, is_bare: bool) -> Document<'_> {
        let words = self.words.as_ref();
        let title = words.map_or("Answer", |words| &words.title);
        let fact = |label: &str, said: String| Fact {
            label: label.to_owned(),
            provision: None,
            cell: Cell::Text(said),
        };
        let mut head = vec![fact("Asked with", format!("ropa {}", self.question))];
        head.extend(words.map(|words| fact("Use", words.r#use.clone())));
        let mut columns = self.columns();
        if !is_bare {
            let columns = columns.iter_mut();
            columns.for_each(|column| *column = column.replace('_', " "));
        }
        let rows = &self.answer.rows;
        let question = words.map(|words| Block::Words(one_line(&words.question)));
        let has_table = is_bare || !rows.is_empty();
        let table = || report::Table::of_texts(title, columns, rows, Value::shown);
        let table = has_table.then(|| Block::Table(table()));
        let foot = Block::Words(one_line(&self.foot()));
        let section = Section {
            heading: title.to_owned(),
            blocks: question.into_iter().chain(table).chain([foot]).collect(),
        };
        Document {
            title: title.to_owned(),
            subtitle: self.organisation.clone(),
            as_at: self.as_at,
            head,
            sections: vec![section],
        }
    }
}

/// The envelope that all questions share, its keys in their order.
#[derive(Serialize)]
struct Envelope<'a> {
    answer: Rows<'a>,
    as_of: Date,
    ended: (),
    not_recorded: &'a Option<Vec<NotRecorded>>,
    notes: Vec<String>,
    on: Date,
    open: [(); 0],
    planned: (),
    question: &'a str,
    retired_left_out: Option<i64>,
    searched: &'a BTreeMap<&'static str, u64>,
    uncertain: (),
    version: u32,
}

/// The rows of an answer, each an object with its keys in their order, written one by one.
struct Rows<'a>(&'a Answered);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let columns: BTreeMap<String, usize> = self.0.columns().into_iter().zip(0..).collect();
        let rows = self.0.answer.rows.iter();
        out.collect_seq(rows.map(|row| Row {
            columns: &columns,
            row,
        }))
    }
}

struct Row<'a> {
    columns: &'a BTreeMap<String, usize>,
    row: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns.iter();
        out.collect_map(columns.map(|(name, place)| (name, json_of(&self.row[*place]))))
    }
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) if text == NOT_RECORDED => Json::Null,
        Value::Integer(number) => json!(number),
        // What is no number in JSON is its word.
        Value::Real(number) if !number.is_finite() => json!(number.to_string()),
        Value::Real(number) => json!(number),
        other => json!(other.shown()),
    }
}
