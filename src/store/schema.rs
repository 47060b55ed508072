//! What a file is made of, compared with a new register: a trigger, view or index of somebody else could make the
//! register lie without changing any of its rows, so it is found before it acts.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use rusqlite::Connection;

use super::error::Fault;
use super::{index, log};

/// The objects of a schema by kind and name.
type Objects = BTreeMap<(String, String), Object>;

/// One object of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Object {
    /// The table it belongs to.
    table: String,
    /// The statement that makes it; nothing where SQLite makes it by itself.
    sql: Option<String>,
}

/// What a file is made of that a new register is not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// What it is: `the trigger`, `the table`.
    kind: String,
    name: String,
    what: What,
    /// Whether it belongs to the history, and not to what is made from it.
    pub of_log: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Foreign,
    Altered,
    Missing,
}

impl Odd {
    /// Whether it is there, so that it could act.
    pub(super) fn acts(&self) -> bool {
        self.what != What::Missing
    }
}

impl fmt::Display for Odd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, .. } = self;
        match self.what {
            What::Foreign => write!(formatter, "a register has no {kind} `{name}`"),
            What::Altered => write!(formatter, "the {kind} `{name}` was altered"),
            What::Missing => write!(formatter, "the {kind} `{name}` is missing"),
        }
    }
}

/// What SQLite keeps beside a database to choose how it searches: no answer depends on it.
const STATISTICS: &[&str] = &["sqlite_stat1", "sqlite_stat4"];

/// Everything in which a file is made otherwise than a new register. An index of another version may have tables of its
/// own, as it is made anew before anything is asked of it.
pub(super) fn oddities(conn: &Connection) -> Result<Vec<Odd>, Fault> {
    let (found, new) = (objects(conn)?, written());
    let is_of_log = |object: &Object| matches!(object.table.as_str(), "commits" | "revisions");
    let made_for = found.get(&("table".to_owned(), "made_for".to_owned()));
    let may_be_asked = made_for.is_none_or(is_plain);
    let is_ours = may_be_asked && made_for.is_some() && index::is_known(conn)?;
    let mut odd = Vec::new();
    for (key, object) in &found {
        let (kind, name) = key;
        let of_log = is_of_log(object);
        let what = match new.get(key) {
            Some(expected) if expected == object => continue,
            // It comes with its table.
            None if object.sql.is_none() => continue,
            _ if STATISTICS.contains(&name.as_str()) && is_plain(object) => continue,
            _ if !is_ours && !of_log && may_stay(kind, name, object) => continue,
            Some(_) => What::Altered,
            None => What::Foreign,
        };
        let (kind, name) = (kind.clone(), name.clone());
        odd.push(Odd {
            kind,
            name,
            what,
            of_log,
        });
    }
    for ((kind, name), object) in new {
        let of_log = is_of_log(&object);
        let key = (kind, name);
        if (is_ours || of_log) && !found.contains_key(&key) {
            let (kind, name) = key;
            let what = What::Missing;
            odd.push(Odd {
                kind,
                name,
                what,
                of_log,
            });
        }
    }
    // What belongs to the history first.
    odd.sort_by_key(|odd| !odd.of_log);
    Ok(odd)
}

/// Whether an object of an index of another version does nothing by itself.
fn may_stay(kind: &str, name: &str, object: &Object) -> bool {
    match kind {
        "table" => is_plain(object),
        "index" => true,
        "view" => index::had_view(name),
        _ => false,
    }
}

/// Whether it is an ordinary table, and no module stands behind it.
fn is_plain(object: &Object) -> bool {
    object
        .sql
        .as_deref()
        .is_some_and(|sql| sql.starts_with("CREATE TABLE"))
}

fn objects(conn: &Connection) -> Result<Objects, Fault> {
    let mut statement = conn.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema")?;
    let rows = statement.query_map([], |row| {
        let (table, sql) = (row.get(2)?, row.get(3)?);
        Ok(((row.get(0)?, row.get(1)?), Object { table, sql }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is wrong in what the indexes of a file hold. A tree that lost its only page is whole to SQLite's own check, and
/// is not to whoever looks something up in it.
pub(super) fn broken_index(conn: &Connection) -> Result<Option<String>, Fault> {
    let indexes = new()?.iter().filter(|((kind, _), _)| kind == "index");
    for ((_, name), Object { table, sql }) in indexes {
        let only = sql.as_deref().and_then(|sql| sql.split_once(" WHERE "));
        let only = only.map_or_else(String::new, |(_, only)| format!(" WHERE {only}"));
        let count = |how: &str| -> rusqlite::Result<i64> {
            // Summed up, as SQLite counts rows by whichever index is the smallest.
            let sql = format!("SELECT coalesce(sum(1), 0) FROM main.{table} {how}{only}");
            conn.query_row(&sql, [], |row| row.get(0))
        };
        let is_there: bool = conn.query_row(
            "SELECT count(*) FROM main.sqlite_schema WHERE type = 'index' AND name = ?",
            [name],
            |row| row.get(0),
        )?;
        if !is_there {
            continue;
        }
        match (count(&format!("INDEXED BY {name}")), count("NOT INDEXED")) {
            (Ok(found), Ok(expected)) if found == expected => {}
            _ => return Ok(Some(format!("the index `{name}` cannot be read"))),
        }
    }
    Ok(None)
}

/// What a new register is made of, as we write it: every opening asks, and to have SQLite make one takes longer than to
/// open the file.
fn written() -> Objects {
    let mut objects = Objects::new();
    for statement in statements(log::SCHEMA).chain(statements(index::SCHEMA)) {
        let words = statement.split_whitespace().skip(1);
        let mut words = words.filter(|word| *word != "UNIQUE");
        let (kind, name) = (words.next(), words.next());
        let mut words = words.skip_while(|word| *word != "ON").skip(1);
        let (Some(kind), Some(name)) = (kind.map(str::to_lowercase), name) else {
            continue;
        };
        let table = match kind.as_str() {
            "table" => name,
            _ => words.next().unwrap_or_default(),
        };
        let (table, sql) = (table.to_owned(), Some(statement.to_owned()));
        objects.insert((kind, name.to_owned()), Object { table, sql });
    }
    objects
}

/// The statements of a schema, each of which begins a line.
fn statements(schema: &str) -> impl Iterator<Item = &str> {
    let places = schema.match_indices("\nCREATE ").map(|(at, _)| at + 1);
    let ends = places.clone().skip(1).chain([schema.len()]);
    let each = places.zip(ends);
    each.filter_map(|(from, to)| Some(schema[from..to].rsplit_once(';')?.0))
}

/// What a new register is made of.
fn new() -> Result<&'static Objects, Fault> {
    static NEW: OnceLock<Objects> = OnceLock::new();
    if let Some(new) = NEW.get() {
        return Ok(new);
    }
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(log::SCHEMA)?;
    conn.execute_batch(index::SCHEMA)?;
    let made = objects(&conn)?;
    Ok(NEW.get_or_init(|| made))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_write_is_what_sqlite_makes_of_it() {
        let mut made = new().unwrap().clone();
        made.retain(|_, object| object.sql.is_some());
        assert!(made.len() > 20);
        assert_eq!(written(), made);
    }
}
