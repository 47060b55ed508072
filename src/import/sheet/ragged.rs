//! Rows of CSV that have more cells than their table, or fewer: a comma in one of them may not be in quotation marks, or one
//! may be missing, so that what follows stands below the wrong headings. Which, a person has to say.

use super::super::ImportError;
use super::super::decision::{Answers, At, Choice, Decision};
use super::cells::{Cell, Row, letters};
use super::headed::Column;
use super::keeping::kept;
use super::provisions::is_bare_basis;
use super::rows::Rows;
use crate::model::{date_meant, one_line};

/// The answer that every cell stands below its heading.
const AS_IT_IS: &str = "as it is";

/// How much is shown of what a cell says.
const SHOWN: usize = 60;

/// What may be wrong with a row, and how many cells it has too many or too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ragged {
    TooMany(u32),
    TooFew(u32, u32),
}

/// Whether the cells of a row stand out of place: it has more than its table, or what it says belongs below other headings.
fn ragged(columns: &[Column], row: &Row, width: u32) -> Option<Ragged> {
    if width == 0 || row.width == 0 {
        return None;
    }
    if row.width > width {
        return Some(Ragged::TooMany(row.width - width));
    }
    if let Some(first) = misplaced(columns, row, |column| column.checked_add(width - row.width))
        && row.width < width
    {
        return Some(Ragged::TooFew(width - row.width, first));
    }
    // Of too many the last may be left out, as it says nothing.
    let goes_on = row.cells.iter().find(|cell| cell.text.starts_with(' '))?;
    let after = misplaced(columns, row, |column| column.checked_sub(1))?;
    (after > goes_on.column).then_some(Ragged::TooMany(1))
}

impl Rows<'_> {
    /// A row whose cells stand below their headings; nothing where that has to be settled first.
    ///
    /// # Errors
    /// The store cannot be read, or an answer is none of those that its question takes.
    pub(super) fn evened(&mut self, row: Row) -> Result<Option<Row>, ImportError> {
        let Some(ragged) = ragged(&self.columns, &row, self.width) else {
            return Ok(Some(row));
        };
        let (places, ask) = match ragged {
            Ragged::TooMany(n_extra) => {
                let separator = name_of(row.separator);
                let ask = format!(
                    "a {separator} in it may not be in quotation marks. Which cells are one?"
                );
                (joined(&row, n_extra), ask)
            }
            Ragged::TooFew(_, first) => {
                let ask = "a cell may be missing. Before which one?".to_owned();
                (missing(&self.columns, first), ask)
            }
        };
        let choices = places.iter().map(|(_, choice)| choice.clone());
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: At::Cell {
                sheet: self.sheet.clone(),
                cell: format!("row {}", row.number),
            },
            asks: "cells of a row".to_owned(),
            words: said(&row),
            question: format!(
                "the row has {} cells below {} headings, and is not read: {ask}",
                row.width, self.width
            ),
            answers: Answers::OneOf(choices.chain([Choice::plain(AS_IT_IS)]).collect()),
            is_first: false,
            answer: Vec::new(),
        })?;
        let Some(answer) = answer.first() else {
            self.is_in_doubt = true;
            return Ok(None);
        };
        let place = places.iter().find(|(_, choice)| choice.answer == *answer);
        Ok(Some(match (place, ragged) {
            (None, _) => row,
            (Some((place, _)), Ragged::TooMany(n_extra)) => with_one(row, *place, n_extra),
            (Some((place, _)), Ragged::TooFew(n_missing, _)) => with_gap(row, *place, n_missing),
        }))
    }
}

/// What a separator of cells is called.
fn name_of(separator: char) -> &'static str {
    match separator {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "vertical bar",
        ',' => "comma",
        _ => "separator",
    }
}

/// What a row says, cell by cell.
fn said(row: &Row) -> String {
    let cells = row.cells.iter().map(|cell| one_line(&cell.text));
    cells.collect::<Vec<_>>().join(", ")
}

/// Which cells of a row that has some too many may be one: those after whose comma a space stands first, as it does in a
/// sentence.
fn joined(row: &Row, n_extra: u32) -> Vec<(u32, Choice)> {
    let said = |column: u32| row.cell(column).map_or("", |cell| &cell.text);
    let firsts = 0..row.width.saturating_sub(n_extra);
    let both = firsts.filter(|first| !said(*first).is_empty() && !said(first + 1).is_empty());
    let (likely, others): (Vec<u32>, Vec<u32>) =
        both.partition(|first| said(first + 1).starts_with(' '));
    let each = likely.into_iter().chain(others);
    let choice = |first: u32| {
        let whole: Vec<&str> = (first..=first + n_extra).map(said).collect();
        let whole = one_line(&whole.join(row.separator.to_string().as_str()));
        let shown: String = whole.chars().take(SHOWN).collect();
        let more = if shown.len() < whole.len() { "…" } else { "" };
        Choice {
            answer: format!("{} to {}", letters(first), letters(first + n_extra)),
            means: format!("{shown}{more}"),
        }
    };
    each.map(|first| (first, choice(first))).collect()
}

/// Before which columns a cell may be missing, where those from one on stand below the wrong headings.
fn missing(columns: &[Column], first: u32) -> Vec<(u32, Choice)> {
    let may_be = columns.iter().filter(|column| column.column <= first);
    may_be
        .rev()
        .map(|column| {
            let choice = Choice {
                answer: letters(column.column),
                means: one_line(&column.heading),
            };
            (column.column, choice)
        })
        .collect()
}

/// The first cell of a row that says what another heading asks for, and not what its own does.
fn misplaced(columns: &[Column], row: &Row, other: impl Fn(u32) -> Option<u32>) -> Option<u32> {
    let of = |column: u32| columns.iter().find(|one| one.column == column);
    let asks = |column: &Column, what: &str| {
        let mut paths = column.paths.iter();
        paths.any(|path| path.split('.').next() == Some(what))
    };
    let is_of_other = |cell: &&Cell| {
        let (Some(own), Some(there)) = (of(cell.column), other(cell.column).and_then(of)) else {
            return false;
        };
        let words = cell.text.trim();
        let says = |what: &str| match what {
            "retention" => kept(words).is_some_and(|rule| rule.contains_key("period")),
            "review" => date_meant(words).is_some(),
            _ => is_bare_basis(words),
        };
        !own.paths.is_empty()
            && ["retention", "review", "purpose"].iter().any(|what| {
                let is_basis = *what != "purpose" || there.holds("purpose.basis");
                let is_other =
                    !asks(own, what) || *what == "purpose" && !own.holds("purpose.basis");
                asks(there, what) && is_other && is_basis && says(what)
            })
    };
    let found = row.cells.iter().find(is_of_other);
    found.map(|cell| cell.column)
}

/// A row in which some cells from a column on are one.
fn with_one(row: Row, first: u32, n_extra: u32) -> Row {
    let is_of_it = |cell: &&Cell| (first..=first + n_extra).contains(&cell.column);
    let whole: Vec<&str> = row
        .cells
        .iter()
        .filter(is_of_it)
        .map(|cell| cell.text.as_str())
        .collect();
    let whole = whole.join(row.separator.to_string().as_str());
    let mut cells: Vec<Cell> = Vec::new();
    for cell in row.cells {
        match cell.column {
            column if column == first => cells.push(Cell {
                text: whole.clone(),
                ..cell
            }),
            column if column > first + n_extra => cells.push(Cell {
                column: column - n_extra,
                ..cell
            }),
            column if column < first => cells.push(cell),
            _ => {}
        }
    }
    Row { cells, ..row }
}

/// A row with room for some cells before a column.
fn with_gap(mut row: Row, before: u32, n_missing: u32) -> Row {
    let after = row.cells.iter_mut().filter(|cell| cell.column >= before);
    after.for_each(|cell| cell.column += n_missing);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(cells: &[&str]) -> Row {
        let each = (0..).zip(cells).map(|(column, text)| Cell {
            column,
            text: (*text).to_owned(),
            is_spread: false,
        });
        Row {
            number: 2,
            cells: each.filter(|cell| !cell.text.is_empty()).collect(),
            width: u32::try_from(cells.len()).unwrap(),
            separator: ',',
        }
    }

    fn columns() -> Vec<Column> {
        let each = [
            ("Activity", "name"),
            ("Shared with", "recipient.to"),
            ("Kept", "retention"),
            ("Stored", "store.in"),
        ];
        (0..)
            .zip(each)
            .map(|(column, (heading, path))| Column {
                column,
                heading: heading.to_owned(),
                group: None,
                paths: vec![path.to_owned()],
                is_by_words: false,
            })
            .collect()
    }

    #[test]
    fn cells_that_a_comma_split_are_one_again() {
        let split = row(&["Permits", "To issue permits", " and refunds", "6 years"]);
        let choices = joined(&split, 1);
        assert_eq!(
            choices[0].1.to_string(),
            "B to C (To issue permits, and refunds)"
        );
        assert_eq!(
            with_one(split, 1, 1).cells,
            row(&["Permits", "To issue permits, and refunds", "6 years"]).cells
        );
    }

    #[test]
    fn a_cell_below_the_heading_before_its_own_shows_that_one_is_missing() {
        let of = |cells: &[&str]| ragged(&columns(), &row(cells), 4);
        let missing = Ragged::TooFew(1, 1);
        assert_eq!(of(&["Plots", "6 years", "Excel"]), Some(missing));
        // What ends early has only nothing more to say.
        assert_eq!(of(&["Plots", "Police", "6 years"]), None);
        assert_eq!(
            with_gap(row(&["Plots", "6 years", "Excel"]), 1, 1).cells,
            row(&["Plots", "", "6 years", "Excel"]).cells
        );
    }

    #[test]
    fn a_row_has_too_many_cells_though_the_last_say_nothing_or_are_left_out() {
        let of = |cells: &[&str]| ragged(&columns(), &row(cells), 4);
        let one = Some(Ragged::TooMany(1));
        assert_eq!(of(&["Plots", "Police", " courts", "6 years", ""]), one);
        assert_eq!(of(&["Plots", "Police", " courts", "6 years"]), one);
        assert_eq!(of(&["Plots", " Police", "6 years", "Excel"]), None);
        assert_eq!(of(&["Plots", "Police", "", "6 years"]), None);
    }

    proptest! {
        #[test]
        fn what_a_comma_splits_is_put_together(
            texts in prop::collection::vec("[a-z]{1,6}", 3..9),
            at in 0_usize..8,
        ) {
            let at = at % texts.len();
            let mut split: Vec<&str> = texts.iter().map(String::as_str).collect();
            split.insert(at + 1, " and more");
            let whole = with_one(row(&split), u32::try_from(at).unwrap(), 1);
            let mut texts = texts.clone();
            texts[at].push_str(", and more");
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(whole.cells, row(&texts).cells);
        }
    }
}
