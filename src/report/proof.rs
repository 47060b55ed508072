//! The proof of an export: what was asked, of which state of the register, and how much was really
//! handed over.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use crate::model::AsAt;
use crate::store::Commit;

use super::document::{Block, Cell, Column, Fact, Rows, Section, Table, Take};

/// What is known of an export before it is written.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What was asked for, as labels and values that say it again.
    pub asked: Vec<(&'static str, String)>,
    /// The command that makes it again, without paths.
    pub command: String,
    /// The day as at which it speaks, and the state of recording.
    pub as_at: AsAt,
    /// The program and its version.
    pub tool: String,
    /// The hash over all records.
    pub register_hash: String,
    /// The last commit; a register of text has none.
    pub commit: Option<Commit>,
    /// How many activities the register has.
    pub n_activities: u64,
    /// Whose record it is, as at its head.
    pub head: Vec<Fact>,
    /// The names of the activities that are kept apart from those under the UK GDPR.
    pub law_enforcement: Vec<String>,
    /// What is counted while it is written.
    pub tally: Tally,
}

/// What is counted while a document is written: from what each format was really handed.
#[derive(Clone, Debug, Default)]
pub struct Tally(Rc<RefCell<Counts>>);

/// The counts themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many activities were selected.
    pub n_selected: u64,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
    /// What each table was made of, in order.
    pub tables: Vec<TableCounts>,
}

/// What one table was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCounts {
    /// Its caption.
    pub caption: String,
    /// How many rows.
    pub n_rows: u64,
    /// What its cells said, column by column.
    pub columns: Vec<ColumnCounts>,
}

/// What the cells of one column said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnCounts {
    /// Its heading.
    pub heading: String,
    /// How many cells say something.
    pub n_filled: u64,
    /// How many say that there is none.
    pub n_none: u64,
    /// How many are not recorded.
    pub n_not_recorded: u64,
    /// How many have no meaning in their row.
    pub n_not_applicable: u64,
}

impl Tally {
    /// The counts so far.
    pub fn counts(&self) -> Counts {
        self.0.borrow().clone()
    }

    /// Notes an activity that is in the export.
    pub(super) fn selected(&self) {
        self.0.borrow_mut().n_selected += 1;
    }

    /// Notes that an activity that was selected is not written, and why.
    pub(super) fn left_out_after_all(&self, reason: &'static str) {
        self.0.borrow_mut().n_selected -= 1;
        self.left_out(reason, 1);
    }

    /// Notes activities that are not, and why.
    pub(super) fn left_out(&self, reason: &'static str, count: u64) {
        if count > 0 {
            *self.0.borrow_mut().left_out.entry(reason).or_default() += count;
        }
    }

    /// A table whose cells are counted as they are taken.
    pub(super) fn counting<'a>(
        &self,
        caption: &str,
        columns: Vec<Column>,
        mut rows: Rows<'a>,
    ) -> Table<'a> {
        let tally = self.clone();
        let fresh = TableCounts {
            caption: caption.to_owned(),
            n_rows: 0,
            columns: columns
                .iter()
                .map(|column| ColumnCounts {
                    heading: column.heading.clone(),
                    n_filled: 0,
                    n_none: 0,
                    n_not_recorded: 0,
                    n_not_applicable: 0,
                })
                .collect(),
        };
        let rows: Rows<'a> = Box::new(move |take: &mut Take<'_>| {
            let mut counts = fresh.clone();
            rows(&mut |row| {
                take(row)?;
                counts.add(row);
                Ok(())
            })?;
            tally.0.borrow_mut().tables.push(counts);
            Ok(())
        });
        Table::handing_over(caption, columns, rows)
    }
}

impl TableCounts {
    fn add(&mut self, row: &[Cell]) {
        self.n_rows += 1;
        for (counts, cell) in self.columns.iter_mut().zip(row) {
            *match cell {
                Cell::Text(_) => &mut counts.n_filled,
                Cell::None => &mut counts.n_none,
                Cell::NotRecorded => &mut counts.n_not_recorded,
                Cell::NotApplicable => &mut counts.n_not_applicable,
            } += 1;
        }
    }
}

impl Proof {
    /// The label of the hash over all records.
    pub const REGISTER_HASH: &'static str = "Register hash";
    /// The label of the hash of the last commit.
    pub const COMMIT: &'static str = "Commit";
    /// The label of the number of that commit.
    pub const COMMIT_NUMBER: &'static str = "Commit number";
    /// The label of the time of that commit.
    pub const COMMITTED_AT: &'static str = "Committed at";
    /// The label of the program.
    pub const PROGRAM: &'static str = "Program";
    /// The label of the day.
    pub const AS_AT: &'static str = "As at";
    /// The label of the day of the register, where it is another.
    pub const RECORDED: &'static str = "By the register of";
    /// The label of the names of what is kept apart.
    const LAW_ENFORCEMENT: &'static str = "Law enforcement processing, kept apart";
    /// The caption of the table of facts.
    pub const FACTS: &'static str = "Proof of this export";
    /// The caption of the table of counts.
    pub const COUNTS: &'static str = "Cells by column";

    /// The last section of the document; it is made when it is written, and so counts what was.
    /// For people its day is in words; for programs it is as it is read back.
    pub(super) fn section<'a>(&self, is_for_people: bool) -> Section<'a> {
        let (facts, counted) = (self.clone(), self.tally.clone());
        let facts: Rows<'a> = Box::new(move |take| {
            let day = super::shown::date(facts.as_at.on);
            facts.facts().into_iter().try_for_each(|(label, value)| {
                let is_day = is_for_people && label == Self::AS_AT;
                let value = if is_day { day.clone() } else { value };
                take(&[Cell::Text(label), Cell::Text(value)])
            })
        });
        let columns = Box::new(move |take: &mut Take<'_>| {
            for table in counted.counts().tables {
                for column in table.columns {
                    let count = |n: u64| Cell::Text(n.to_string());
                    take(&[
                        Cell::Text(table.caption.clone()),
                        Cell::Text(column.heading),
                        count(table.n_rows),
                        count(column.n_filled),
                        count(column.n_none),
                        count(column.n_not_recorded),
                        count(column.n_not_applicable),
                    ])?;
                }
            }
            Ok(())
        });
        let column = |heading: &str, width| Column::new(heading.to_owned(), width);
        Section {
            heading: Section::PROOF.to_owned(),
            blocks: vec![
                Block::Words(
                    "What was asked, of which state of the register, and how many activities, rows and \
                     cells were written. `ropa export verify FILE` compares a workbook or a JSON file \
                     with the register, cell by cell."
                        .to_owned(),
                ),
                Block::Table(Table::handing_over(
                    Self::FACTS,
                    vec![column("What", 34), column("Value", 70)],
                    facts,
                )),
                Block::Table(Table::handing_over(
                    Self::COUNTS,
                    vec![
                        column("Table", 34),
                        column("Column", 70),
                        column("Rows", 12),
                        column("Filled", 12),
                        column("None", 12),
                        column("Not recorded", 14),
                        column("Not applicable", 14),
                    ],
                    columns,
                )),
            ],
        }
    }

    /// What is proved, as labels and values.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let counts = self.tally.counts();
        let mut facts: Vec<(String, String)> = self
            .asked
            .iter()
            .map(|(label, value)| ((*label).to_owned(), value.clone()))
            .collect();
        let mut fact = |label: &str, value: String| facts.push((label.to_owned(), value));
        fact("Command", self.command.clone());
        fact(Self::AS_AT, self.as_at.on.to_string());
        if self.as_at.on != self.as_at.recorded {
            fact(Self::RECORDED, self.as_at.recorded.to_string());
        }
        fact(Self::REGISTER_HASH, self.register_hash.clone());
        fact(
            Self::COMMIT,
            self.commit.as_ref().map_or_else(
                || "none: the register is a folder of text".to_owned(),
                |commit| commit.hash.clone(),
            ),
        );
        if let Some(commit) = &self.commit {
            fact(Self::COMMIT_NUMBER, commit.seq.to_string());
            fact(Self::COMMITTED_AT, commit.at.to_string());
        }
        fact(Self::PROGRAM, self.tool.clone());
        fact("Activities in the register", self.n_activities.to_string());
        fact("Activities selected", counts.n_selected.to_string());
        for (reason, count) in &counts.left_out {
            fact(&format!("Activities left out: {reason}"), count.to_string());
        }
        if !self.law_enforcement.is_empty() {
            fact(Self::LAW_ENFORCEMENT, self.law_enforcement.join("; "));
        }
        for table in &counts.tables {
            fact(
                &format!("Rows written: {}", table.caption),
                table.n_rows.to_string(),
            );
        }
        facts
    }

    /// The proof as JSON, for the file beside a format that holds nothing but a table.
    pub fn json(&self) -> Value {
        let counts = self.tally.counts();
        let asked: serde_json::Map<String, Value> = self
            .asked
            .iter()
            .map(|(label, value)| (label.to_lowercase().replace(' ', "_"), json!(value)))
            .collect();
        json!({
            "asked": asked,
            "command": self.command,
            "as_at": self.as_at.on,
            "by_the_register_of": self.as_at.recorded,
            "register_hash": self.register_hash,
            "commit": self.commit.as_ref().map(|commit| json!({
                "number": commit.seq,
                "hash": commit.hash,
                "at": commit.at,
            })),
            "program": self.tool,
            "head": self.head.iter().map(super::json::fact).collect::<Vec<_>>(),
            "law_enforcement": self.law_enforcement,
            "activities": {
                "in_the_register": self.n_activities,
                "selected": counts.n_selected,
                "left_out": counts.left_out,
            },
            "tables": counts.tables.iter().map(|table| json!({
                "table": table.caption,
                "rows": table.n_rows,
                "columns": table.columns.iter().map(|column| json!({
                    "column": column.heading,
                    "filled": column.n_filled,
                    "none": column.n_none,
                    "not_recorded": column.n_not_recorded,
                    "not_applicable": column.n_not_applicable,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }

    /// The proof in a few lines, for the screen.
    pub fn words(&self) -> String {
        let counts = self.tally.counts();
        let n_rows: u64 = counts.tables.iter().map(|table| table.n_rows).sum();
        let activities = match (counts.n_selected, self.n_activities) {
            (1, 1) => "1 activity".to_owned(),
            (n, 1) => format!("{n} of 1 activity"),
            (n, all) => format!("{n} of {all} activities"),
        };
        let mut text = format!(
            "wrote {activities} in {n_rows} row{}, as at {}",
            if n_rows == 1 { "" } else { "s" },
            self.as_at.in_words(),
        );
        for (reason, count) in &counts.left_out {
            text.push_str(&format!("\n  left out: {count} {reason}"));
        }
        if !self.law_enforcement.is_empty() {
            text.push_str(&format!(
                "\n  {}: {}",
                Self::LAW_ENFORCEMENT.to_lowercase(),
                self.law_enforcement.join("; ")
            ));
        }
        text.push_str(&format!("\n  register hash: {}", self.register_hash));
        if let Some(commit) = &self.commit {
            text.push_str(&format!("\n  commit {}: {}", commit.seq, commit.hash));
        }
        text
    }
}
