//! The published tables: what SQL over a register may read, documented and versioned.
//!
//! The store's own tables stay free to change; these do not, or [`PUBLISHED_VERSION`] does. A table
//! is an entry of one file here: its name, its columns with a line about each, and what fills it.
//! User SQL never meets the register itself: what it reads is copied to a private database in
//! memory, in one read transaction, and what is not published is not there (see `sandbox`).
//!
//! A column marked *three-state* is null where the record does not say, the word `none` where it
//! says that there is none, and else the value. Where such a field is a list, its items are a table
//! of their own, and a column `…_state` of the record says `not-recorded`, `none` or `recorded`.

/// A published table that records of one kind fill: what it is, the kind (with the day, the record's reference and the
/// record), what a row stands for where a record makes several, and each column with what fills it.
macro_rules! table {
    (
        $table:ident = $name:literal, $about:literal;
        $kind:ident($facts:pat, $reference:ident, $record:ident) $(, for $row:pat in $rows:expr)?;
        $(let $given:ident = $value:expr;)*
        $($column:expr => $cell:expr,)*
    ) => {
        published! {
            $table = $name, $about, [$($column),*],
            $crate::published::Source::Records(
                &[$crate::model::Kind::$kind],
                |$facts, $reference, record, rows| {
                    let $crate::model::Record::$kind($record) = record else {
                        return;
                    };
                    $(for $row in $rows)? {
                        $(let $given = $value;)*
                        rows.push(vec![$($cell),*]);
                    }
                },
            )
        }
    };
}

/// The same, filled by the steps of the graph of flows.
macro_rules! step_table {
    (
        $table:ident = $name:literal, $about:literal;
        |$step:ident| $(for $row:pat in $rows:expr)?;
        $(let $given:ident = $value:expr;)*
        $($column:expr => $cell:expr,)*
    ) => {
        published! {
            $table = $name, $about, [$($column),*],
            $crate::published::Source::Steps(|$step, rows| {
                $(for $row in $rows)? {
                    $(let $given = $value;)*
                    rows.push(vec![$($cell),*]);
                }
            })
        }
    };
}

macro_rules! published {
    ($table:ident = $name:literal, $about:literal, $columns:expr, $source:expr) => {
        pub(super) static $table: $crate::published::PublishedTable =
            $crate::published::PublishedTable {
                name: $name,
                about: $about,
                columns: &$columns,
                source: $source,
            };
    };
}

mod activities;
mod catalogues;
mod cell;
mod clock;
mod computed;
mod error;
mod export;
mod fill;
mod filling;
mod findings;
mod flows;
mod gaps;
mod graphs;
mod grounds;
mod history;
mod law;
mod sandbox;
mod steps;
#[cfg(test)]
mod tests;

use crate::graph::PlacedStep;
use crate::model::{AsAt, Kind, Record, Reference};
use crate::store::{Fault, Store};

use self::cell::{Cell, n, o, scope, state, t, w};

pub(crate) use computed::catalogue;
pub use error::SqlError;
pub use export::is_sqlite_export;
pub use filling::Narrowing;
pub use sandbox::{LARGEST_ANSWER, Limits, Prepared, RETIRED, SqlAnswer, prepare};

/// The version of the published tables. It changes when a table or column goes or changes its
/// meaning; that one is added changes nothing for who reads the others.
///
/// Version 2: every judgement about a step is in `step` and the tables beside it; `receives` no longer
/// lists parties that are one legal person with the controller; flows that are planned or have ended
/// count in no computed table; `receives`, `carries`, `held` and `leaves_uk` mark drafts.
pub const PUBLISHED_VERSION: i64 = 2;

/// One published table.
#[derive(Debug)]
pub struct PublishedTable {
    /// Its name in SQL.
    pub name: &'static str,
    /// What a row of it is, as a phrase.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [PublishedColumn],
    source: Source,
}

/// One column of a published table.
#[derive(Clone, Copy, Debug)]
pub struct PublishedColumn {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its type in SQL: `TEXT`, `INTEGER` or `ANY`.
    pub sql_type: &'static str,
    /// Whether null is *not recorded* and the word `none` is *none*.
    pub is_three_state: bool,
    /// What it says, as a phrase.
    pub about: &'static str,
}

/// One row.
type Row = Vec<Cell>;

/// Takes one row after the other.
type Put<'p> = &'p mut dyn FnMut(Row) -> Result<(), Fault>;

/// What fills a table.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// The rows that each record of some kinds makes.
    Records(
        &'static [Kind],
        fn(&Facts, &Reference, &Record, &mut Vec<Row>),
    ),
    /// Rows handed over one by one.
    Whole(fn(&Store, &Facts, Put<'_>) -> Result<(), Fault>),
    /// The rows that each step of the graph of flows makes, so that one look through them fills all such tables.
    Steps(OfStep),
    /// What the program computes on the graph of flows.
    Graph(Graph),
}

/// The rows that a step makes.
type OfStep = fn(&PlacedStep<'_>, &mut Vec<Row>);

/// What is computed on the graph of flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Graph {
    Receives,
    Carries,
    Held,
    LeavesUk,
    LeavesUkAbout,
    StepData,
    StepAbout,
}

/// What the rows of a record depend on beside the record.
#[derive(Clone, Copy, Debug)]
struct Facts {
    as_at: AsAt,
}

/// Every published table, by name.
pub fn published_tables() -> &'static [&'static PublishedTable] {
    static TABLES: &[&PublishedTable] = &[
        &activities::ACTIVITY,
        &activities::ABOUT,
        &activities::ALL_DATA,
        &activities::ALL_PEOPLE,
        &activities::DATA,
        &activities::DOCUMENT,
        &activities::MEASURE,
        &activities::OPEN,
        &activities::PARTY,
        &activities::PEOPLE,
        &grounds::SPECIAL,
        &catalogues::ALIAS,
        &activities::APPROVAL,
        &activities::AUTOMATED_DECISION,
        &computed::CARRIES,
        &history::CHANGE,
        &law::CODE,
        &grounds::CONDITION,
        &law::COUNTRY,
        &catalogues::DATA,
        &catalogues::DATA_BELOW,
        &catalogues::DATA_CLASS,
        &catalogues::DATA_DERIVED,
        &computed::DATA_SPECIAL,
        &catalogues::DISTINCT,
        &catalogues::DOCUMENT,
        &catalogues::DOCUMENT_COVERS,
        &catalogues::DOCUMENT_PARTY,
        &catalogues::DOCUMENT_SIGNATURE,
        &activities::DPIA_CRITERION,
        &activities::EVIDENCE,
        &findings::FINDING,
        &findings::FINDING_ACTIVITY,
        &flows::FLOW,
        &flows::FLOW_DATA,
        &flows::FLOW_PEOPLE,
        &gaps::GAP,
        &computed::HELD,
        &computed::LEAVES_UK,
        &computed::LEAVES_UK_ABOUT,
        &catalogues::MEASURE,
        &grounds::OFFENCE_BASIS,
        &catalogues::PARTY,
        &catalogues::PARTY_PART,
        &catalogues::PEOPLE,
        &catalogues::PEOPLE_BELOW,
        &grounds::PURPOSE,
        &grounds::PURPOSE_DATA,
        &grounds::PURPOSE_PEOPLE,
        &computed::RECEIVES,
        &catalogues::RECORD,
        &history::REGISTER,
        &grounds::RETENTION,
        &grounds::RETENTION_DATA,
        &grounds::RETENTION_PEOPLE,
        &grounds::RETENTION_SYSTEM,
        &activities::REVIEW,
        &history::REVISION,
        &history::REVISION_FIELD,
        &activities::RIGHT_PUBLISHED,
        &steps::STEP,
        &steps::STEP_ABOUT,
        &steps::STEP_AGREEMENT,
        &steps::STEP_COUNTRY,
        &steps::STEP_DATA,
        &steps::STEP_GAP,
        &steps::STEP_PEOPLE,
        &catalogues::SUB_PROCESSOR,
        &catalogues::SUB_PROCESSOR_ACTIVITY,
        &catalogues::SUB_PROCESSOR_SYSTEM,
        &catalogues::SUB_PROCESSOR_TRANSFER,
        &catalogues::SYSTEM,
        &catalogues::SYSTEM_COUNTRY,
        &catalogues::SYSTEM_MEASURE,
        &catalogues::SYSTEM_MEDIUM,
        &flows::TRANSFER,
        &activities::UNREAD,
        &catalogues::WAIVER,
    ];
    TABLES
}

/// The published table with a name.
fn table(name: &str) -> Option<&'static PublishedTable> {
    let tables = published_tables();
    let place = tables.binary_search_by(|table| table.name.cmp(name)).ok()?;
    Some(tables[place])
}

impl PublishedTable {
    /// The statement that makes it.
    pub fn create(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("  {} {}", column.name, column.sql_type))
            .collect();
        format!(
            "CREATE TABLE {} (\n{}\n) STRICT;",
            self.name,
            columns.join(",\n")
        )
    }

    /// Whether the program computes it on the graph of flows, so that it can be narrowed.
    pub fn is_computed(&self) -> bool {
        matches!(self.source, Source::Graph(_) | Source::Steps(_))
    }

    /// Whether it can be narrowed to what is about a record of a kind: by its column of that name, or,
    /// since a step touches a party or an activity, with the others about steps by `step`.
    pub fn can_narrow(&self, kind: &str) -> bool {
        let has_column = self.columns.iter().any(|column| column.name == kind);
        match self.source {
            Source::Steps(_) => {
                self.name == self.narrowed_as() && matches!(kind, "activity" | "party" | "data")
            }
            Source::Graph(Graph::StepData) => has_column || kind == "party",
            Source::Graph(graph) => has_column && graph != Graph::LeavesUk,
            Source::Records(..) | Source::Whole(_) => false,
        }
    }

    /// The table by whose name it is narrowed.
    fn narrowed_as(&self) -> &'static str {
        match self.source {
            Source::Steps(_) => steps::STEP.name,
            _ => self.name,
        }
    }

    /// The statement that makes its index, by which its rows are found from those of another table.
    /// What is large and most often read whole has none.
    fn index(&self) -> Option<String> {
        if self.is_computed() || self.name == gaps::GAP.name {
            return None;
        }
        let mut columns = self.columns.iter().map(|column| column.name);
        let mut indexed: Vec<&str> = columns.by_ref().take(1).collect();
        indexed.extend(columns.take_while(|name| matches!(*name, "number" | "kind" | "id")));
        let (name, columns) = (self.name, indexed.join(", "));
        Some(format!("CREATE INDEX {name}_index ON {name} ({columns})"))
    }

    fn insert(&self) -> String {
        let places = vec!["?"; self.columns.len()].join(", ");
        format!("INSERT INTO {} VALUES ({places})", self.name)
    }
}

const fn column(
    name: &'static str,
    sql_type: &'static str,
    is_three_state: bool,
    about: &'static str,
) -> PublishedColumn {
    PublishedColumn {
        name,
        sql_type,
        is_three_state,
        about,
    }
}

/// A column of text.
const fn text(name: &'static str, about: &'static str) -> PublishedColumn {
    column(name, "TEXT", false, about)
}

/// A column of whole numbers.
const fn number(name: &'static str, about: &'static str) -> PublishedColumn {
    column(name, "INTEGER", false, about)
}

/// A three-state column of text.
const fn recorded(name: &'static str, about: &'static str) -> PublishedColumn {
    column(name, "TEXT", true, about)
}

/// A three-state column of numbers, where `none` is a word.
const fn recorded_number(name: &'static str, about: &'static str) -> PublishedColumn {
    column(name, "ANY", true, about)
}
