//! Layouts: which fields of which entries, in which order, under which headings.
//!
//! A layout is a file with its `LAYOUT` and an entry in [`LAYOUTS`].

mod eu;
mod full;
mod ico_controller;
mod ico_processor;
pub(super) mod law_enforcement;
mod section_61;

use crate::import::sheet::Map;

pub(super) use super::side::Side;
use super::subjects::Field;

/// One way of laying out the record.
pub struct Layout {
    /// The word for it after `--layout`.
    pub name: &'static str,
    /// What it is, as a phrase.
    pub about: &'static str,
    /// The title of the document.
    pub title: &'static str,
    /// What a reader should know before reading.
    pub foreword: &'static [&'static str],
    /// The name of its table.
    pub(super) sheet: &'static str,
    /// Whether it answers to the law of the United Kingdom.
    pub(super) is_of_the_uk: bool,
    /// Whether it is of processing for law enforcement (Part 3 of the Data Protection Act 2018), and of no other.
    pub(super) is_of_part_3: bool,
    /// What it holds.
    pub(super) holds: Holds,
    /// Which activities are in it, by the organisation's role.
    pub(super) role: Side,
    /// The columns that may be published; none where it is not for the public.
    pub(super) public: Columns,
}

impl Layout {
    /// Which field of an activity each of its columns is read back into; none where it holds everything.
    pub fn map(&self) -> Option<Map> {
        let Holds::Columns(columns) = self.holds else {
            return None;
        };
        let columns = each_column(columns).map(|(_, field)| (field.heading, field.reads));
        let name = format!("our own layout `{}`", self.name);
        Some(Map::ours(&name, columns))
    }

    /// Whether there is something in it for the public.
    pub fn is_public(&self) -> bool {
        !self.public.is_empty()
    }
}

/// Columns of a table, under the heading over each group of them.
pub(super) type Columns = &'static [(Option<&'static str>, &'static [Field])];

/// Each column with the heading over it.
pub(super) fn each_column(columns: Columns) -> impl Iterator<Item = (Option<&'static str>, Field)> {
    let grouped = columns.iter();
    grouped.flat_map(|(group, fields)| fields.iter().map(move |field| (*group, *field)))
}

/// What a layout holds.
pub(super) enum Holds {
    /// One table with these columns, each with the heading over it.
    Columns(Columns),
    /// All there is, a table for each kind of record.
    Everything,
}

/// Every layout, the usual one first.
pub static LAYOUTS: &[&Layout] = &[
    &ico_controller::LAYOUT,
    &ico_processor::LAYOUT,
    &eu::LAYOUT,
    &section_61::CONTROLLER,
    &section_61::PROCESSOR,
    &full::LAYOUT,
];

/// The layout of a name.
pub fn layout(name: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().copied().find(|layout| layout.name == name)
}
