//! The answer to a question in SQL, in every form.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::error::Error;
use crate::model::{Date, Table};
use crate::published::SqlAnswer;
use crate::queries::{Query, Value};
use crate::report::{self, Block, Cell, Column, Document, Fact, Section};
use crate::ui::answer::{VERSION, WIDTH, day, wrapped};
use crate::ui::{self, table};

use super::hidden::Hidden;

/// An answer with what it answers.
pub(in crate::commands) struct Answered {
    /// The question as it can be asked again.
    pub(in crate::commands) question: String,
    /// The question in words, where it is a saved one.
    pub(in crate::commands) words: Option<Words>,
    /// The day as at which it is answered.
    pub(in crate::commands) as_at: Date,
    /// Whose register was asked.
    pub(in crate::commands) organisation: String,
    /// The answer.
    pub(in crate::commands) answer: SqlAnswer,
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

/// The formats that are written here, of the table alone; what reports call so is not meant.
pub(in crate::commands) const TEXTS: &[&str] = &["text", "json", "csv", "md"];

/// The formats of a table, with those of documents that a table goes into.
pub(in crate::commands) const FORMATS: &[&str] =
    &["text", "json", "csv", "md", "html", "docx", "pdf", "xlsx"];

/// What says that a record does not say.
const NOT_RECORDED: &str = "not recorded";

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
    /// Writes the answer in a format that is a table.
    pub(in crate::commands) fn write(
        &self,
        format: &str,
        terminal: Option<usize>,
    ) -> Result<Vec<u8>, Error> {
        Ok(match format {
            "json" => self.json().into_bytes(),
            "csv" => table::csv(&self.table()).into_bytes(),
            "md" => self.markdown().into_bytes(),
            "text" => self.text(terminal).into_bytes(),
            name => self.document(name)?,
        })
    }

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

    fn table(&self) -> Table {
        let rows = self.answer.rows.iter();
        Table {
            columns: self.columns().into_iter().map(Cow::Owned).collect(),
            rows: rows
                .map(|row| row.iter().map(Value::shown).collect())
                .collect(),
        }
    }

    fn text(&self, terminal: Option<usize>) -> String {
        let width = terminal.unwrap_or(WIDTH);
        let mut text = String::new();
        if let Some(words) = &self.words {
            text.push_str(&format!("{}\n\n", wrapped(&words.question, width, 0)));
        }
        let shown = self.table();
        if !shown.rows.is_empty() {
            text.push_str(&match terminal {
                Some(width) => table::drawn(&shown, width),
                // A table of few narrow columns is best read as one; what is wide, row by row.
                None if is_narrow(&shown) => table::aligned(&shown),
                None => table::plain(&shown),
            });
            text.push('\n');
        }
        text.push_str(&format!("{}\n", wrapped(&self.foot(), width, 0)));
        text
    }

    fn markdown(&self) -> String {
        let escaped = |text: &str| report::escaped(&ui::one_line(text));
        let mut text = String::new();
        if let Some(words) = &self.words {
            let (title, question) = (escaped(&words.title), escaped(&words.question));
            text.push_str(&format!("# {title}\n\n{question}\n\n"));
        }
        if !self.answer.rows.is_empty() {
            text.push_str(&format!("{}\n", table::markdown(&self.table())));
        }
        text.push_str(&format!("{}\n", escaped(&self.foot())));
        text
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
        let searched = if tables.is_empty() {
            String::new()
        } else {
            format!(" Searched {}.", tables.join(", "))
        };
        let hidden = match self.hidden.words(n_rows == 0) {
            hidden if hidden.is_empty() => hidden,
            hidden => format!(" {hidden}"),
        };
        format!(
            "{rows}{left_out}.{hidden}{searched} As at {}.",
            day(self.as_at)
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
    fn json(&self) -> String {
        let columns = self.columns();
        let rows: Vec<Json> = self
            .answer
            .rows
            .iter()
            .map(|row| {
                let cells = columns.iter().cloned().zip(row.iter().map(json_of));
                Json::Object(cells.collect::<Map<String, Json>>())
            })
            .collect();
        let envelope = json!({
            "version": VERSION,
            "question": self.question,
            "as_of": self.as_at,
            "on": self.as_at,
            "answer": rows,
            "planned": null,
            "ended": null,
            "open": [],
            "notes": self.notes(),
            "uncertain": null,
            "not_recorded": self.hidden.not_recorded,
            "retired_left_out": self.hidden.n_retired,
            "searched": self.answer.tables,
        });
        ui::json(&envelope)
    }

    /// The answer as a document of one table.
    fn document(&self, format: &str) -> Result<Vec<u8>, Error> {
        let format = report::FORMATS.iter().find(|known| known.name == format);
        let Some(format) = format else {
            return Ok(Vec::new());
        };
        let words = self.words.as_ref();
        let title = words.map_or_else(|| "Answer".to_owned(), |words| words.title.clone());
        let fact = |label: &str, said: String| Fact {
            label: label.to_owned(),
            provision: None,
            cell: Cell::Text(said),
        };
        let mut head = vec![fact("Asked with", format!("ropa {}", self.question))];
        head.extend(words.map(|words| fact("Use", words.r#use.clone())));
        let names = self.columns();
        let columns = names.iter().enumerate().map(|(place, name)| Column {
            heading: name.replace('_', " "),
            group: None,
            provision: None,
            not_recorded: NOT_RECORDED,
            none: "none",
            width: self.width_of(place, name),
        });
        let rows = self
            .answer
            .rows
            .iter()
            .map(|row| row.iter().map(cell).collect());
        let shown = report::Table::of(&title, columns.collect(), rows.collect());
        let mut blocks: Vec<Block<'_>> = words
            .map(|words| Block::Words(words.question.clone()))
            .into_iter()
            .collect();
        if !self.answer.rows.is_empty() {
            blocks.push(Block::Table(shown));
        }
        blocks.push(Block::Words(self.foot()));
        let mut document = Document {
            title: title.clone(),
            subtitle: self.organisation.clone(),
            as_at: self.as_at,
            head,
            sections: vec![Section {
                heading: title,
                blocks,
            }],
        };
        let mut bytes = Vec::new();
        (format.write)(&mut document, &mut bytes)?;
        Ok(bytes)
    }

    /// How wide a column should be, by what stands in it.
    fn width_of(&self, place: usize, name: &str) -> u16 {
        let cells = self
            .answer
            .rows
            .iter()
            .map(|row| row[place].shown().chars().count());
        let widest = cells
            .chain([name.chars().count()])
            .max()
            .unwrap_or_default();
        u16::try_from(widest.clamp(6, 40)).unwrap_or(40)
    }
}

/// The most characters of a row that is shown as one line where no terminal says.
fn is_narrow(shown: &Table) -> bool {
    let widths = (0..shown.columns.len()).map(|place| {
        let cells = shown.rows.iter().map(|row| row[place].chars().count());
        cells
            .chain([shown.columns[place].chars().count()])
            .max()
            .unwrap_or_default()
    });
    widths.sum::<usize>() + 2 * shown.columns.len() <= WIDTH
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

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Text(String::new()),
        Value::Text(text) if text == NOT_RECORDED => Cell::NotRecorded,
        Value::Text(text) if text == "none" => Cell::None,
        other => Cell::Text(other.shown()),
    }
}
