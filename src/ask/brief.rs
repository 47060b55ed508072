//! The table of an answer for a screen: where it is about more than a few activities, rows that differ
//! in nothing but their activity are one, and activities are counted by function.

use std::collections::BTreeMap;

use crate::graph::{Certainty, InActivity};
use crate::model::{ActivityId, Record, Recorded, Table};
use crate::report::Document;

use super::{AskError, Asked, Reader, words};

/// A column of the table for a screen: its name in the whole table, and how rows are one in it.
pub(super) type Column = (&'static str, Of);

/// How rows are one in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Rows that differ in it stay apart.
    Each,
    /// What they say, each once.
    All,
    /// The same, each with how many say it.
    Counted,
    /// How many are stated and how many possible.
    Certainty,
    /// The function of the activity, which the whole table does not say: rows of different functions stay apart.
    Function,
    /// The activities.
    Activities,
}

impl Of {
    /// The heading of the column of this name.
    fn heading(self, name: &'static str) -> &'static str {
        match (self, name) {
            (Self::Activities, "activity") => "activities",
            (_, name) => name,
        }
    }
}

/// In which activities a row is, and how surely in each.
pub(super) type Within = Vec<(InActivity, Certainty)>;

/// So many activities and other things are named; more are counted.
const NAMED: usize = 3;

/// So many functions are named.
const FUNCTIONS: usize = 2;

/// Rows that are one on a screen.
#[derive(Default)]
struct Group<'r> {
    rows: Vec<&'r [String]>,
    within: Vec<&'r Within>,
}

impl Group<'_> {
    fn activities(&self) -> BTreeMap<&ActivityId, &InActivity> {
        let within = self.within.iter().copied().flatten();
        within
            .map(|(activity, _)| (&activity.id, activity))
            .collect()
    }

    /// How sure each of its rows is; each in each of its activities.
    fn certainties(&self) -> impl Iterator<Item = Certainty> {
        let within = self.within.iter().copied().flatten();
        within.map(|(_, certainty)| *certainty)
    }
}

impl Asked<'_> {
    /// The table of an answer as its reader wants it: whole, or for a screen in these columns.
    pub(super) fn told(
        &self,
        whole: Table,
        columns: &[Column],
        within: impl FnOnce() -> Vec<Within>,
    ) -> Result<Table, AskError> {
        if self.reader != Reader::Screen {
            return Ok(whole);
        }
        let within = within();
        let all = Group {
            rows: Vec::new(),
            within: within.iter().collect(),
        };
        if all.activities().len() <= NAMED {
            return Ok(in_order(&whole, columns));
        }
        let place = |name: &str| whole.columns.iter().position(|known| known == name);
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut functions = BTreeMap::new();
        for (row, within) in whole.rows.iter().zip(&within) {
            let mut key = Vec::new();
            for (name, of) in columns {
                match (of, place(name), within.first()) {
                    (Of::Each, Some(at), _) => key.push(row[at].clone()),
                    (Of::Function, _, Some((activity, _))) => {
                        key.push(self.function(&activity.id, &mut functions)?);
                    }
                    _ => {}
                }
            }
            let at = *places.entry(key).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[at].rows.push(row);
            groups[at].within.push(within);
        }
        groups.sort_by_key(|group| group.certainties().min());
        let mut table = Table::new(
            &columns
                .iter()
                .map(|(name, of)| of.heading(name))
                .collect::<Vec<_>>(),
        );
        for (number, group) in groups.iter().enumerate() {
            let mut cells = Vec::new();
            for (name, of) in columns {
                let mut said: BTreeMap<&str, usize> = BTreeMap::new();
                for row in group.rows.iter().filter_map(|row| row.get(place(name)?)) {
                    *said.entry(row).or_default() += 1;
                }
                let activities = group.activities();
                let n = activities.len();
                // Nobody sees more rows than these.
                let is_seen = number < Document::FIRST_ROWS;
                let is_by_function = columns.iter().any(|(_, of)| *of == Of::Function);
                cells.push(match of {
                    Of::Certainty => words::by_certainty(group.certainties()),
                    Of::Function => match activities.keys().next() {
                        Some(id) => self.function(id, &mut functions)?,
                        None => String::new(),
                    },
                    Of::Activities if n <= NAMED => words::activities(activities.into_values()),
                    Of::Activities if is_seen && !is_by_function => {
                        format!("{n}: {}", self.counted(&activities, &mut functions)?)
                    }
                    Of::Activities => n.to_string(),
                    Of::Counted if group.rows.len() > 1 => {
                        let said = said.iter().filter(|(said, _)| !said.is_empty());
                        few(said.map(|(said, n)| format!("{said} ({n})")))
                    }
                    Of::Each | Of::All | Of::Counted => few(said
                        .into_keys()
                        .filter(|said| !said.is_empty())
                        .map(str::to_owned)),
                });
            }
            table.rows.push(cells);
        }
        Ok(table)
    }

    /// How many activities are of which functions, those with most of them first.
    fn counted(
        &self,
        activities: &BTreeMap<&ActivityId, &InActivity>,
        known: &mut BTreeMap<ActivityId, String>,
    ) -> Result<String, AskError> {
        let functions = activities.keys().map(|id| self.function(id, known));
        Ok(by_function(
            functions.collect::<Result<Vec<_>, _>>()?.into_iter(),
        ))
    }

    /// The broadest function of an activity, in words.
    fn function(
        &self,
        id: &ActivityId,
        known: &mut BTreeMap<ActivityId, String>,
    ) -> Result<String, AskError> {
        if let Some(function) = known.get(id) {
            return Ok(function.clone());
        }
        let record = self.store.record(&id.reference())?;
        let said = match record {
            Some(Record::Activity(activity)) => broadest(&activity.function),
            _ => broadest(&Recorded::NotRecorded),
        };
        known.insert(id.clone(), said.clone());
        Ok(said)
    }
}

/// The whole table, with the columns for a screen first.
fn in_order(whole: &Table, columns: &[Column]) -> Table {
    let places = 0..whole.columns.len();
    let rank = |at: &usize| {
        let mut names = columns.iter().map(|(name, _)| *name);
        names
            .position(|name| whole.columns[*at] == name)
            .unwrap_or(columns.len())
    };
    let mut places: Vec<usize> = places.collect();
    places.sort_by_key(rank);
    let ordered = |row: &Vec<String>| places.iter().map(|at| row[*at].clone()).collect();
    Table {
        columns: places.iter().map(|at| whole.columns[*at].clone()).collect(),
        rows: whole.rows.iter().map(ordered).collect(),
    }
}

/// The broadest step of a function, in words.
pub fn broadest(function: &Recorded<String>) -> String {
    match function {
        Recorded::NotRecorded => "function not recorded".to_owned(),
        Recorded::None => "without a function".to_owned(),
        Recorded::Value(path) => path.split('/').next().unwrap_or(path).trim().to_owned(),
    }
}

/// How many things are of which functions, those that have most of them first.
pub fn by_function(functions: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for function in functions {
        *counts.entry(function).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let named = counts.iter().take(FUNCTIONS);
    let mut said: Vec<String> = named
        .map(|(function, n)| format!("{function} {n}"))
        .collect();
    match counts.iter().skip(FUNCTIONS).map(|(_, n)| n).sum::<usize>() {
        0 => {}
        rest => said.push(format!("others {rest}")),
    }
    said.join(", ")
}

/// The first few, and how many more there are.
pub(super) fn few(said: impl Iterator<Item = String>) -> String {
    let mut said: Vec<String> = said.collect();
    let more = match said.len().saturating_sub(NAMED) {
        0 => String::new(),
        n_more => format!("; and {n_more} more"),
    };
    said.truncate(NAMED);
    format!("{}{more}", said.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_function_and_none_recorded_are_told_apart() {
        let path = Recorded::Value("Housing / Adaptations".to_owned());
        assert_eq!(broadest(&path), "Housing");
        assert_eq!(broadest(&Recorded::None), "without a function");
        assert_eq!(broadest(&Recorded::NotRecorded), "function not recorded");
    }
}
