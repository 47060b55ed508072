//! The one table of fields: for each its heading, the provision that it answers, what it reads out
//! of an entry, and what it prints for *not recorded* and *none*.

pub(super) mod accountability;
pub(super) mod conditions;
pub(super) mod identity;
pub(super) mod law;
pub(super) mod needs;
pub(super) mod people_and_data;
pub(super) mod purposes;
pub(super) mod recipients;
pub(super) mod retention;
pub(super) mod rights;
pub(super) mod transfers;

use crate::model::{Purpose, Recorded};

use super::document::{Cell, Column};
use super::entry::Entry;

/// One field of a layout.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its heading.
    pub(super) heading: &'static str,
    /// The provision that asks for it.
    pub(super) provision: &'static str,
    /// What it prints where the record does not say.
    pub(super) not_recorded: &'static str,
    /// What it prints where the record says that there is none.
    pub(super) none: &'static str,
    /// How wide it is, in characters.
    pub(super) width: u16,
    /// What an entry says.
    pub(super) cell: fn(&Entry<'_>) -> Cell,
}

/// What no law asks for and the Commissioner recommends.
pub(super) const GOOD_PRACTICE: &str = "ICO good practice";

/// What tells entries apart, and is no part of any template.
pub(super) const OURS: &str = "this register";

impl Field {
    /// A field that prints the usual words.
    pub(super) const fn new(
        heading: &'static str,
        provision: &'static str,
        width: u16,
        cell: fn(&Entry<'_>) -> Cell,
    ) -> Self {
        Self {
            heading,
            provision,
            not_recorded: "not recorded",
            none: "none",
            width,
            cell,
        }
    }

    /// The same under another heading.
    pub(super) const fn headed(self, heading: &'static str) -> Self {
        Self { heading, ..self }
    }

    /// The same, answering another provision.
    pub(super) const fn under(self, provision: &'static str) -> Self {
        Self { provision, ..self }
    }

    /// The same, with other words for *none*.
    pub(super) const fn none_is(self, none: &'static str) -> Self {
        Self { none, ..self }
    }

    /// Its column.
    pub(super) fn column(&self, group: Option<&'static str>) -> Column {
        Column {
            heading: self.heading.to_owned(),
            group,
            provision: Some(self.provision),
            not_recorded: self.not_recorded,
            none: self.none,
            width: self.width,
        }
    }
}

/// The cell of a text.
pub(super) fn text(field: &Recorded<String>) -> Cell {
    value(field, Clone::clone)
}

/// The cell of a value in words.
pub(super) fn value<T>(field: &Recorded<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match field {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(value) => Cell::Text(words(value)),
    }
}

/// The cell of a list, an item to a line. A list with nothing in it says nothing.
pub(super) fn list<T>(field: &Recorded<Vec<T>>, words: impl FnMut(&T) -> String) -> Cell {
    match field {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::None,
        Recorded::Value(items) => lines(items.iter().map(words)),
    }
}

/// The cell of lines; not recorded where there is none.
pub(super) fn lines(lines: impl IntoIterator<Item = String>) -> Cell {
    let lines: Vec<String> = lines.into_iter().collect();
    if lines.is_empty() {
        Cell::NotRecorded
    } else {
        Cell::Text(lines.join("\n"))
    }
}

/// What each purpose of a row says. One purpose is a plain cell; of several, those that say the
/// same say it once, and else each is numbered as the purposes are.
pub(super) fn by_purpose(entry: &Entry<'_>, cell: impl Fn(&Purpose) -> Cell) -> Cell {
    match entry.purposes() {
        Recorded::NotRecorded => Cell::NotRecorded,
        Recorded::None => Cell::NotApplicable,
        Recorded::Value(purposes) => numbered(purposes.into_iter().map(cell)),
    }
}

/// Several cells in one: once where all say the same, else each with its number.
pub(super) fn numbered(cells: impl IntoIterator<Item = Cell>) -> Cell {
    let cells: Vec<Cell> = cells.into_iter().collect();
    let Some(first) = cells.first() else {
        return Cell::NotRecorded;
    };
    if cells.iter().all(|cell| cell == first) {
        return first.clone();
    }
    let plain = Column::new(String::new(), 0);
    let lines: Vec<String> = cells
        .iter()
        .zip(1..)
        .map(|(cell, number)| format!("{number}. {}", cell.shown(&plain)))
        .collect();
    Cell::Text(lines.join("\n"))
}

/// A clause, where there is one.
pub(super) fn clause(before: &str, field: &Recorded<String>) -> Option<String> {
    field.value().map(|words| format!("{before}{words}"))
}

#[cfg(test)]
mod tests;
