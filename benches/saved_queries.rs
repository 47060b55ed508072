//! How fast saved questions are answered, and what the same SQL costs on an exported file.
//!
//! `cargo bench --bench saved_queries -- council` asks every question of the core pack on a
//! register of one size; names after the size choose some. Beside each stands the same SQL on the
//! file that `ropa export sqlite` writes, where every table stands ready with indexes: what filling
//! tables for one question costs, and what writing them all once would save.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod generate;
mod measure;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode};

use ropa::model::{Date, Kind, Reference};
use ropa::published::{Limits, Narrowing, RETIRED};
use ropa::queries::{CORE, ParameterType, Query, Typed, Value, parse};
use ropa::store::Store;
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;

use self::generate::Size;
use self::measure::{Spread, Table, measure, mebibytes, once, shown, used_by};

/// The day on which the questions are asked.
const DAY: &str = "2026-11-24";

fn main() -> ExitCode {
    if let Some(code) = measure::run_as_child() {
        return code;
    }
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (size, only) = words
        .split_first()
        .map_or((Some(Size::Council), &[][..]), |(size, only)| {
            (Size::from_word(size), only)
        });
    let Some(size) = size else {
        let sizes = Size::ALL.map(Size::word).join("|");
        println!("usage: cargo bench --bench saved_queries -- [{sizes}] [QUESTION...]");
        return ExitCode::from(2);
    };
    run(size, only);
    ExitCode::SUCCESS
}

fn run(size: Size, only: &[String]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = generate::database(size, folder);
    let store = Store::open(&path).expect("the register was loaded");
    let day: Date = DAY.parse().expect("a day");
    let conn = exported(&store, size, folder, day);

    let n_runs = if size == Size::Council { 11 } else { 1 };
    let mut table = Table::new(&[
        "question",
        "rows",
        "ropa",
        "process",
        "memory",
        "exported",
        "ropa / exported",
    ]);
    for core in CORE
        .iter()
        .filter(|core| only.is_empty() || only.iter().any(|name| name == core.name))
    {
        let query = parse(core.name, core.text).expect("the core pack is sound");
        let asked = Asked::new(&store, size, &query);
        let limits = Limits {
            seconds: 3600,
            ..Limits::default()
        };
        let ask = || {
            store
                .ask_sql(
                    &query.sql,
                    &asked.values,
                    &asked.narrowing,
                    day.into(),
                    limits,
                )
                .expect("the core pack is sound")
                .rows
        };
        let plain = || {
            let conn = conn.as_ref()?;
            Some(in_plain_sql(conn, &query, &asked.values))
        };
        if let Some(n_rows) = plain() {
            assert_eq!(ask().len(), n_rows, "{}", query.name);
        }
        let time = |run: &mut dyn FnMut() -> usize| {
            if n_runs == 1 {
                Spread::of_one(once(run).1)
            } else {
                measure(n_runs, run)
            }
        };
        let ours = time(&mut || ask().len()).median;
        let theirs = conn
            .is_some()
            .then(|| time(&mut || plain().unwrap_or_default()).median);
        let ratio = theirs.map(|theirs| ours.as_secs_f64() / theirs.as_secs_f64());
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropa"));
        command
            .arg("-r")
            .arg(&path)
            .args(["query", &query.name])
            .args(&asked.typed);
        command.args(["--seconds", "3600", "--format", "csv"]);
        let used = used_by(&command).expect("the question can be asked");
        table.push([
            query.name.clone(),
            ask().len().to_string(),
            shown(ours),
            shown(used.processor),
            mebibytes(used.peak),
            theirs.map_or_else(String::new, shown),
            ratio.map_or_else(String::new, |ratio| format!("{ratio:.1}")),
        ]);
    }
    println!("{table}");
}

/// The register as an exported file; that of a nation would take longer to write than all questions.
fn exported(store: &Store, size: Size, folder: &Path, day: Date) -> Option<Connection> {
    if size == Size::Nation {
        return None;
    }
    let path = folder.join(format!("bench-{}-export.sqlite", size.word()));
    drop(std::fs::remove_file(&path));
    drop(std::fs::File::create_new(&path).expect("the folder of the bench can be written"));
    let (_, writing) = once(|| {
        store
            .export_sqlite(&path, day.into())
            .expect("it can be exported");
    });
    let length = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!(
        "{}: exported in {}, {}\n",
        size.word(),
        shown(writing),
        mebibytes(length)
    );
    Some(Connection::open(&path).expect("it was exported"))
}

/// A question with values out of the register.
struct Asked {
    values: BTreeMap<String, Value>,
    narrowing: BTreeMap<String, Narrowing>,
    typed: Vec<String>,
}

impl Asked {
    fn new(store: &Store, size: Size, query: &Query) -> Self {
        let mut asked = Self {
            values: BTreeMap::new(),
            narrowing: BTreeMap::new(),
            typed: Vec::new(),
        };
        for (place, parameter) in query.parameters.iter().enumerate() {
            let text = match (&parameter.kind, &parameter.default) {
                (ParameterType::Record(Kind::Data), _) => generate::common_item(size).to_string(),
                (ParameterType::Record(Kind::Party), _) if place == 0 => {
                    generate::why_receiver(size).to_string()
                }
                (ParameterType::Record(kind), _) => {
                    let ids = store.ids(*kind).expect("the register can be read");
                    ids[ids.len() / 2].clone()
                }
                (_, Some(default)) => default.clone(),
                (ParameterType::Choice(words), None) => words[0].clone(),
                (_, None) => continue,
            };
            asked.typed.push(format!("{}={text}", parameter.name));
            let value = match parameter.kind.read(&text).expect("a value of its type") {
                Typed::Value(value) => value,
                Typed::Named(kind, id) => {
                    for table in &parameter.narrows {
                        let narrowing = asked.narrowing.entry(table.clone()).or_default();
                        narrowing.to(&Reference::new(kind, id.as_str()));
                    }
                    Value::Text(id)
                }
            };
            asked.values.insert(format!(":{}", parameter.name), value);
        }
        for parameter in &query.parameters {
            let name = format!(":{}", parameter.name);
            asked.values.entry(name).or_insert(Value::Null);
        }
        asked.values.insert(RETIRED.to_owned(), Value::Integer(0));
        asked
    }
}

/// How many rows the same SQL gives on the exported file.
fn in_plain_sql(conn: &Connection, query: &Query, values: &BTreeMap<String, Value>) -> usize {
    let mut statement = conn
        .prepare(&query.sql)
        .expect("it runs on an exported file");
    for place in 1..=statement.parameter_count() {
        let name = statement
            .parameter_name(place)
            .expect("parameters have names")
            .to_owned();
        let value = match values.get(&name) {
            Some(Value::Text(text)) => SqlValue::Text(text.clone()),
            Some(Value::Integer(number)) => SqlValue::Integer(*number),
            Some(_) => SqlValue::Null,
            None => SqlValue::Text(DAY.to_owned()),
        };
        statement
            .raw_bind_parameter(place, value)
            .expect("a value can be bound");
    }
    let mut rows = statement.raw_query();
    let mut n_rows = 0;
    while rows.next().expect("a row can be read").is_some() {
        n_rows += 1;
    }
    n_rows
}
