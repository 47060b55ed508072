//! The business function of a row, where several columns name it: a directorate, a service within it, and a team.

use serde_json::Value;

use super::super::ImportError;
use super::super::proposal::Outcome;
use super::headed::Column;
use super::rows::{Rows, Taken};
use super::said::Said;
use crate::model::fold;

/// What the columns of a function are headed, the broader before the narrower.
const NAMED: [&[&str]; 4] = [
    &["directorate", "directorates", "group"],
    &["department", "departments", "dept", "division", "business"],
    &["service", "services", "section", "function", "area", "unit"],
    &["team", "teams"],
];

/// How narrow what a heading names is.
fn narrowness(heading: &str) -> usize {
    let heading = fold(heading);
    let is_named = |names: &&[&str]| heading.split(' ').any(|word| names.contains(&word));
    // What is headed by none of these words is a service, as most are.
    NAMED.iter().position(is_named).unwrap_or(2)
}

/// The path that some cells name. What repeats the end of it adds nothing.
fn path(cells: &[&Taken<'_>]) -> String {
    let mut path = String::new();
    for cell in cells {
        if path.is_empty() {
            path.push_str(cell.words);
        } else if !fold(&path).ends_with(&fold(cell.words)) {
            path.push_str(" / ");
            path.push_str(cell.words);
        }
    }
    path
}

impl Rows<'_> {
    /// The cells that name the function of a row, the broader before the narrower, where several do.
    pub(super) fn functions_of<'s, 'c>(
        &self,
        said: &'s [(&'c Column, Taken<'c>)],
    ) -> Vec<&'s Taken<'c>> {
        if self.is_ours {
            return Vec::new();
        }
        let cells = said.iter().filter(|(column, cell)| {
            column.holds("function") && matches!(Said::of(cell.words), Said::Words(_))
        });
        let mut cells: Vec<&Taken<'_>> = cells.map(|(_, cell)| cell).collect();
        cells.sort_by_key(|cell| narrowness(cell.heading));
        if cells.len() > 1 { cells } else { Vec::new() }
    }

    /// Takes the function of a row from the cells that name it: the path by the narrowest, and each as its evidence.
    pub(super) fn function(&mut self, cells: &[&Taken<'_>]) -> Result<(), ImportError> {
        let Some((narrowest, broader)) = cells.split_last() else {
            return Ok(());
        };
        let path = path(cells);
        self.take("function", &narrowest.saying(&path))?;
        let there = self.document()?.get("function").cloned();
        let is_so = there.is_some_and(|there| there.as_str() == Some(path.as_str()));
        for cell in broader {
            self.hears_words("function", cell.words);
            let outcome = if !is_so {
                self.keep(cell)?
            } else if self.evidence("function", cell)? {
                Outcome::Known
            } else {
                self.without_former_words("function", cell)?;
                Outcome::New(format!("function: {path}"))
            };
            self.line(cell, outcome)?;
        }
        Ok(())
    }

    /// Takes out what a cell said of a field before it said what it says now.
    fn without_former_words(&mut self, about: &str, cell: &Taken<'_>) -> Result<(), ImportError> {
        if let Some(Value::Array(evidence)) = self.document()?.get_mut("evidence") {
            evidence.retain(|one| {
                let says = |field: &str, words: &str| one.get(field) == Some(&Value::from(words));
                !says("about", about) || !says("place", &cell.place) || says("words", cell.words)
            });
        }
        Ok(())
    }
}
