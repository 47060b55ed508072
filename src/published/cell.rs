//! One value of a published row, and what fields and texts are as such.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use crate::model::{Recorded, Scope};

/// One value of a row.
#[derive(Debug)]
pub(super) enum Cell {
    Null,
    Number(i64),
    Word(&'static str),
    Text(String),
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Word(word) => ValueRef::Text(word.as_bytes()),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Cell {
    pub(super) fn flag(flag: bool) -> Self {
        Self::Number(i64::from(flag))
    }

    /// A three-state count, where `none` is a word.
    pub(super) fn count(count: &Recorded<u64>) -> Self {
        match count.value() {
            Some(count) => Self::Number(i64::try_from(*count).unwrap_or(i64::MAX)),
            None => w(count),
        }
    }
}

/// The three states as words.
pub(super) fn state<T>(field: &Recorded<T>) -> Cell {
    Cell::Word(match field {
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
        Recorded::Value(_) => "recorded",
    })
}

/// Which data a list names, as a word.
pub(super) fn scope(field: &Recorded<Scope>) -> Cell {
    Cell::Word(match field {
        Recorded::NotRecorded => "not-recorded",
        Recorded::None => "none",
        Recorded::Value(Scope::All(_)) => "all",
        Recorded::Value(Scope::These(_)) => "listed",
    })
}

/// Text in a cell.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an option hands its value over, and a field a reference"
)]
pub(super) fn t(text: impl ToString) -> Cell {
    Cell::Text(text.to_string())
}

/// Text that may be absent.
pub(super) fn o<T: ToString>(text: Option<T>) -> Cell {
    text.map_or(Cell::Null, t)
}

/// A three-state field as the word it is in JSON; null where it is not recorded.
pub(super) fn w<T: serde::Serialize>(field: &Recorded<T>) -> Cell {
    if field.is_not_recorded() {
        return Cell::Null;
    }
    match serde_json::to_value(field) {
        Ok(serde_json::Value::String(word)) => Cell::Text(word),
        Ok(other) => Cell::Text(other.to_string()),
        Err(_) => Cell::Null,
    }
}

/// A number.
pub(super) fn n(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}
