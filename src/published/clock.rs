//! The functions of SQL over times, without the clock and the zone of the machine, which would answer differently from
//! run to run.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Error, params_from_iter};

use crate::store::Fault;

/// The functions, with how many arguments stand before the first time and how many times they take.
const OF_TIMES: [(&str, usize, usize); 7] = [
    ("date", 0, 1),
    ("time", 0, 1),
    ("datetime", 0, 1),
    ("julianday", 0, 1),
    ("unixepoch", 0, 1),
    ("strftime", 1, 1),
    ("timediff", 0, 2),
];

/// Takes the clock away from a database.
pub(super) fn take_away(conn: &Connection) -> Result<(), Fault> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    // What is computed, the database's own functions compute, in a database of their own.
    let computing = Arc::new(Mutex::new(Connection::open_in_memory()?));
    for (name, before, n_times) in OF_TIMES {
        let computing = Arc::clone(&computing);
        conn.create_scalar_function(name, -1, flags, move |context| {
            let values = told(name, context, before, n_times)?;
            let places = vec!["?"; values.len()].join(", ");
            let computing = computing.lock().unwrap_or_else(PoisonError::into_inner);
            let mut computed = computing.prepare_cached(&format!("SELECT {name}({places})"))?;
            computed.query_row(params_from_iter(values), |row| row.get::<_, Value>(0))
        })?;
    }
    Ok(())
}

/// What a function is asked with, if that tells all times and no zone.
fn told(
    name: &str,
    context: &Context<'_>,
    before: usize,
    n_times: usize,
) -> Result<Vec<Value>, Error> {
    let values = (0..context.len()).map(|place| context.get(place));
    let values: Vec<Value> = values.collect::<Result<_, _>>()?;
    let mut words = values.iter().skip(before).map(word);
    let is_now = |word: String| ["now", "subsec", "subsecond"].contains(&word.as_str());
    let asks = if values.len() == before || words.by_ref().take(n_times).any(is_now) {
        Some("what time it is: the day is `:on`")
    } else if words.any(|word| ["localtime", "utc"].contains(&word.as_str())) {
        Some("which zone it is in: times are those of UTC")
    } else {
        None
    };
    match asks {
        Some(what) => {
            let why = format!("`{name}` would ask the machine {what}");
            Err(Error::UserFunctionError(why.into()))
        }
        None => Ok(values),
    }
}

/// A value as the database reads words in it: up to the first NUL, in small letters.
fn word(value: &Value) -> String {
    let bytes = match value {
        Value::Text(text) => text.as_bytes(),
        Value::Blob(bytes) => bytes,
        _ => return String::new(),
    };
    let word = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(word).to_ascii_lowercase()
}
