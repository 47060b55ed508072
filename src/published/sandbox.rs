//! Where user SQL runs: a private database in memory that holds published rows and nothing else.
//!
//! What is not published is not there, so that no trick of SQL can reach it. On top of that the
//! database refuses everything but reading: `query_only`, the defensive mode, an authorizer that
//! lets through reading, functions and recursion and nothing else, and the database's own word that
//! a statement is read-only (`VACUUM INTO` passes the authorizer, and only that stops it). Time,
//! memory, the length of a value and of the SQL itself are bounded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement};

use crate::graph::NotRecorded;
use crate::model::AsAt;
use crate::queries::{self, Value, Word, line_and_column};
use crate::store::{Fault, Store};

use super::clock;
use super::fill::{Filled, fill};
use super::filling::{Narrowing, Needed};
use super::{SqlError, published_tables, table};

/// How far a question may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many seconds it may take, once its tables are filled.
    pub seconds: u64,
    /// How many rows are handed over; the others are counted.
    pub most_rows: Option<usize>,
    /// How many bytes of memory it may take beside its tables. The limit is that of the whole
    /// process, so only a program that asks one question sets it.
    pub memory: Option<u64>,
    /// How many bytes its answer may have, with what keeping it takes.
    pub answer: usize,
    /// What ends the program where one step of the database goes on although the time is over: SQLite looks at no
    /// clock and at no interruption within a step.
    pub end: Option<fn(SqlError)>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds: 5,
            most_rows: None,
            memory: None,
            answer: LARGEST_ANSWER,
            end: None,
        }
    }
}

/// The longest value, in bytes.
const LONGEST_VALUE: i32 = 1_000_000;

/// The longest SQL, in bytes.
const LONGEST_SQL: i32 = 100_000;

/// The longest pattern of LIKE and GLOB, in bytes.
const LONGEST_PATTERN: i32 = 1_000;

/// The largest answer, in bytes.
pub const LARGEST_ANSWER: usize = 512 << 20;

/// How long a question may go on after its time before the program is ended.
const GRACE: Duration = Duration::from_millis(500);

/// After how many steps of the database the clock is looked at.
const STEPS: i32 = 10_000;

/// Functions that reach outside, or answer differently from run to run. Those of times answer
/// without the clock (see `clock`).
const REFUSED: &[&str] = &[
    "current_date",
    "current_time",
    "current_timestamp",
    "edit",
    "fts3_tokenizer",
    "load_extension",
    "random",
    "randomblob",
    "readfile",
    "writefile",
];

/// What a question has in it, found out without running it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The names of the columns of its answer.
    pub columns: Vec<String>,
    /// Its parameters, with the colon.
    pub parameters: Vec<String>,
    /// The published tables that it reads, and the columns of each.
    pub tables: BTreeMap<&'static str, BTreeSet<String>>,
    /// Whether tables are joined by `NATURAL` or `USING`. The columns that these compare are not
    /// among those said to be read.
    joins_by_name: bool,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SqlAnswer {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
    /// How many more rows there are.
    pub n_left_out: u64,
    /// The published tables that were read, with how many rows each has.
    pub tables: BTreeMap<&'static str, u64>,
    /// What is not recorded and bears on what was computed for it, where that was found out.
    pub not_recorded: Vec<NotRecorded>,
}

/// The parameter that says whether retired activities count: 0, or 1 if they do. It always has a value.
pub const RETIRED: &str = ":retired";

/// Finds out what a question has in it, and whether it may run.
///
/// # Errors
/// It is not one SELECT over the published tables.
pub fn prepare(sql: &str) -> Result<Prepared, SqlError> {
    if sql.len() > usize::try_from(LONGEST_SQL).unwrap_or_default() {
        return Err(SqlError::TooLarge {
            what: "its text has more than 100,000 bytes",
        });
    }
    let wrong = |message: &str, at: usize| SqlError::Wrong {
        message: message.to_owned(),
        place: Some(line_and_column(sql, at)),
    };
    if let Some(at) = sql.find('\0') {
        return Err(wrong("it contains a character that is not text (NUL)", at));
    }
    if queries::second_statement(sql).is_some() {
        return Err(SqlError::Several);
    }
    let mut joins_by_name = false;
    for token in queries::tokens(sql) {
        match token.word {
            Word::Plain(word) => {
                joins_by_name |= ["natural", "using"]
                    .iter()
                    .any(|joins| word.eq_ignore_ascii_case(joins));
            }
            Word::Text(text) if text.eq_ignore_ascii_case("now") => {
                return Err(wrong(
                    "`'now'` would ask the clock, and the day is `:on`",
                    token.at,
                ));
            }
            _ => {}
        }
    }
    let names: BTreeSet<&str> = published_tables().iter().map(|table| table.name).collect();
    let mut private = Private::new(&names).map_err(unreadable)?;
    private.guard().map_err(unreadable)?;
    let statement = private.prepare(sql)?;
    let columns = statement.column_names();
    if columns.len() == 0 {
        return Err(SqlError::NotAllowed {
            what: "this is not a SELECT".to_owned(),
        });
    }
    let parameters = (1..=statement.parameter_count()).map(|place| {
        // What has no name has a number.
        let name = statement.parameter_name(place);
        name.map_or_else(|| format!("?{place}"), str::to_owned)
    });
    let prepared = Prepared {
        columns: columns.into_iter().map(str::to_owned).collect(),
        parameters: parameters.collect(),
        tables: BTreeMap::new(),
        joins_by_name,
    };
    drop(statement);
    let mut tables = private.seen().tables;
    if joins_by_name {
        // Nor are tables of which nothing else is read.
        for table in published_tables() {
            if names_table(sql, table.name) {
                tables.entry(table.name).or_default();
            }
        }
    }
    Ok(Prepared { tables, ..prepared })
}

/// Whether a statement has a name in it.
fn names_table(sql: &str, name: &str) -> bool {
    let is_name = |word: &str| word.eq_ignore_ascii_case(name);
    let mut tokens = queries::tokens(sql).into_iter();
    tokens.any(|token| match token.word {
        Word::Plain(word) => is_name(word),
        Word::Quoted => {
            let quoted = sql[token.at..].get(1..).unwrap_or_default();
            let end = quoted.find(['"', '`', ']']).unwrap_or(quoted.len());
            is_name(&quoted[..end])
        }
        _ => false,
    })
}

impl Store {
    /// Answers a question in SQL over the published tables. Values are by the names of parameters,
    /// with the colon; `:on` and `:as_at` need not be among them, nor [`RETIRED`], which is 0 unless it is given
    /// and decides whether retired activities count in what is computed.
    ///
    /// # Errors
    /// It is not one SELECT over the published tables, a value is missing, it goes beyond a limit,
    /// or the store cannot be read.
    pub fn ask_sql(
        &self,
        sql: &str,
        values: &BTreeMap<String, Value>,
        narrowing: &BTreeMap<String, Narrowing>,
        as_at: AsAt,
        limits: Limits,
    ) -> Result<SqlAnswer, SqlError> {
        let prepared = prepare(sql)?;
        let (on, recorded) = (as_at.on, as_at.recorded);
        let (on, recorded) = (
            Value::Text(on.to_string()),
            Value::Text(recorded.to_string()),
        );
        let retired = values.get(RETIRED).unwrap_or(&Value::Integer(0));
        let mut bound = Vec::new();
        for name in &prepared.parameters {
            let value = match name.as_str() {
                ":on" => &on,
                ":as_at" => &recorded,
                RETIRED => retired,
                name => values.get(name).ok_or_else(|| SqlError::NoValue {
                    name: name.to_owned(),
                })?,
            };
            bound.push(value);
        }
        let names: BTreeSet<&str> = prepared.tables.keys().copied().collect();
        let mut private = Private::new(&names).map_err(unreadable)?;
        let needed: Vec<Needed> = prepared
            .tables
            .iter()
            .filter_map(|(name, columns)| {
                Some(Needed {
                    table: table(name)?,
                    columns: (!prepared.joins_by_name).then_some(columns),
                })
            })
            .collect();
        let is_retired = *retired != Value::Integer(0);
        let filled = fill(self, &private.conn, &needed, narrowing, as_at, is_retired)?;
        clock::take_away(&private.conn).map_err(unreadable)?;
        private.limit(limits).map_err(unreadable)?;
        private.guard().map_err(unreadable)?;
        let watched = limits
            .end
            .map(|end| Watched::new(&private.conn, limits.seconds, end));
        let answer = private.answer(sql, &bound, limits, filled);
        drop(watched);
        answer
    }
}

/// Who ends the program where a question cannot be interrupted. Letting go of it ends the watch.
struct Watched {
    _is_asked: Sender<()>,
}

impl Watched {
    fn new(conn: &Connection, seconds: u64, end: fn(SqlError)) -> Self {
        let (is_asked, over) = mpsc::channel::<()>();
        let interrupt = conn.get_interrupt_handle();
        std::thread::spawn(move || {
            let is_over = |time| over.recv_timeout(time) != Err(RecvTimeoutError::Timeout);
            if is_over(Duration::from_secs(seconds)) {
                return;
            }
            interrupt.interrupt();
            if !is_over(GRACE) {
                end(SqlError::TooLong { seconds });
            }
        });
        Self {
            _is_asked: is_asked,
        }
    }
}

/// A failure of the private database itself.
fn unreadable(fault: Fault) -> SqlError {
    SqlError::Store(fault.of(std::path::Path::new("(memory)")))
}

/// What the authorizer saw.
#[derive(Clone, Debug, Default)]
struct Seen {
    tables: BTreeMap<&'static str, BTreeSet<String>>,
    refused: Option<String>,
}

/// A private database in memory.
pub(super) struct Private {
    pub(super) conn: Connection,
    seen: Arc<Mutex<Seen>>,
}

impl Private {
    /// A database with some published tables, all empty.
    pub(super) fn new(names: &BTreeSet<&str>) -> Result<Self, Fault> {
        let conn = Connection::open_in_memory()?;
        conn.pragma_update(None, "trusted_schema", false)?;
        // Nothing of a register is written to the disk beside it.
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        conn.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
        for name in names {
            if let Some(table) = table(name) {
                conn.execute_batch(&table.create())?;
            }
        }
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        Ok(Self {
            conn,
            seen: Arc::default(),
        })
    }

    /// From now on only reading is let through.
    fn guard(&mut self) -> Result<(), Fault> {
        self.conn.pragma_update(None, "query_only", true)?;
        for (limit, most) in [
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL),
            (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
        ] {
            self.conn.set_limit(limit, most)?;
        }
        let seen = Arc::clone(&self.seen);
        self.conn.authorizer(Some(move |context: AuthContext<'_>| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            match refusal(context.action, &mut seen) {
                None => Authorization::Allow,
                Some(what) => {
                    seen.refused.get_or_insert(what);
                    Authorization::Deny
                }
            }
        }))?;
        Ok(())
    }

    /// From now on time and memory are bounded.
    fn limit(&mut self, limits: Limits) -> Result<(), Fault> {
        if let Some(memory) = limits.memory {
            let pages: i64 = self
                .conn
                .pragma_query_value(None, "page_count", |row| row.get(0))?;
            let size: i64 = self
                .conn
                .pragma_query_value(None, "page_size", |row| row.get(0))?;
            // What is there stays, with as much again for how it is kept.
            let memory = i64::try_from(memory).unwrap_or(i64::MAX);
            let most = pages.saturating_mul(size).saturating_mul(2);
            let most = most.saturating_add(memory);
            self.conn
                .pragma_update_and_check(None, "hard_heap_limit", most, |_| Ok(()))?;
        }
        let begun = Instant::now();
        let longest = Duration::from_secs(limits.seconds);
        self.conn
            .progress_handler(STEPS, Some(move || begun.elapsed() > longest))?;
        Ok(())
    }

    fn seen(&self) -> Seen {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Prepares a question that only reads.
    fn prepare(&self, sql: &str) -> Result<Statement<'_>, SqlError> {
        let statement = self.conn.prepare(sql).map_err(|error| self.wrong(error))?;
        if statement.readonly() {
            Ok(statement)
        } else {
            Err(SqlError::NotAllowed {
                what: "this writes".to_owned(),
            })
        }
    }

    /// Why a statement could not be prepared.
    fn wrong(&self, error: rusqlite::Error) -> SqlError {
        if let Some(what) = self.seen().refused {
            return SqlError::NotAllowed { what };
        }
        match error {
            rusqlite::Error::Empty => SqlError::Empty,
            rusqlite::Error::MultipleStatement => SqlError::Several,
            rusqlite::Error::SqlInputError {
                msg, sql, offset, ..
            } => SqlError::Wrong {
                message: msg,
                place: usize::try_from(offset)
                    .ok()
                    .map(|at| line_and_column(&sql, at)),
            },
            rusqlite::Error::SqliteFailure(code, Some(message))
                if code.code == ErrorCode::Unknown =>
            {
                SqlError::Wrong {
                    message,
                    place: None,
                }
            }
            other => failure(&other, Limits::default()),
        }
    }

    fn answer(
        &self,
        sql: &str,
        values: &[&Value],
        limits: Limits,
        filled: Filled,
    ) -> Result<SqlAnswer, SqlError> {
        let mut statement = self.prepare(sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let failed = |error: rusqlite::Error| failure(&error, limits);
        for (place, value) in (1..).zip(values) {
            let value = ToSqlOutput::Borrowed(match value {
                Value::Null => ValueRef::Null,
                Value::Integer(number) => ValueRef::Integer(*number),
                Value::Real(number) => ValueRef::Real(*number),
                Value::Text(text) => ValueRef::Text(text.as_bytes()),
                Value::Blob(bytes) => ValueRef::Blob(bytes),
            });
            statement.raw_bind_parameter(place, value).map_err(failed)?;
        }
        let mut answer = SqlAnswer {
            columns,
            rows: Vec::new(),
            n_left_out: 0,
            tables: filled.counts,
            not_recorded: filled.not_recorded,
        };
        let mut size = 0;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            if limits
                .most_rows
                .is_some_and(|most| answer.rows.len() >= most)
            {
                answer.n_left_out += 1;
                continue;
            }
            let mut cells = Vec::with_capacity(answer.columns.len());
            for place in 0..answer.columns.len() {
                let value = match row.get_ref(place).map_err(failed)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Integer(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                };
                size += value.size();
                cells.push(value);
            }
            size += size_of::<Vec<Value>>();
            if size > limits.answer {
                return Err(SqlError::TooLargeAnswer {
                    megabytes: limits.answer >> 20,
                });
            }
            answer.rows.push(cells);
        }
        Ok(answer)
    }
}

/// Why a question failed while it ran.
fn failure(error: &rusqlite::Error, limits: Limits) -> SqlError {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => SqlError::TooLong {
            seconds: limits.seconds,
        },
        Some(ErrorCode::TooBig) => SqlError::TooLarge {
            what: "a value in it has more than 1 MB",
        },
        Some(ErrorCode::OutOfMemory) => SqlError::TooLarge {
            what: "it needs more memory than a question may take",
        },
        Some(ErrorCode::ReadOnly | ErrorCode::AuthorizationForStatementDenied) => {
            SqlError::NotAllowed {
                what: "this does something else".to_owned(),
            }
        }
        _ => SqlError::Failed {
            message: match error {
                rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
                other => other.to_string(),
            },
        },
    }
}

/// What a statement would do that it may not; notes what it reads.
fn refusal(action: AuthAction<'_>, seen: &mut Seen) -> Option<String> {
    Some(match action {
        AuthAction::Select | AuthAction::Recursive => return None,
        AuthAction::Function { function_name }
            if REFUSED
                .iter()
                .any(|name| function_name.eq_ignore_ascii_case(name)) =>
        {
            match function_name.to_ascii_lowercase().as_str() {
                "random" | "randomblob" => {
                    format!("`{function_name}` answers differently each time")
                }
                name if name.starts_with("current_") => {
                    format!("`{function_name}` would ask the clock: the day is `:on`")
                }
                _ => format!("`{function_name}` reaches outside"),
            }
        }
        AuthAction::Function { .. } => return None,
        AuthAction::Read {
            table_name,
            column_name,
        } => {
            if let Some(published) = table(table_name) {
                let columns = seen.tables.entry(published.name).or_default();
                columns.insert(column_name.to_owned());
                return None;
            }
            let is_json = ["json_each", "json_tree"].contains(&table_name);
            let is_of_the_database = ["sqlite_", "pragma_", "dbstat", "fts"]
                .iter()
                .any(|start| table_name.to_ascii_lowercase().starts_with(start));
            // A common table expression that is only counted comes here by its name.
            if is_json || column_name.is_empty() && !is_of_the_database {
                return None;
            }
            format!("`{table_name}` is not one of them")
        }
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => "this attaches a file".to_owned(),
        AuthAction::Pragma { pragma_name, .. } => format!("this is `PRAGMA {pragma_name}`"),
        AuthAction::Insert { table_name }
        | AuthAction::Delete { table_name }
        | AuthAction::Update { table_name, .. } => format!("this changes `{table_name}`"),
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => {
            "this begins or ends a transaction".to_owned()
        }
        _ => "this changes the database".to_owned(),
    })
}
