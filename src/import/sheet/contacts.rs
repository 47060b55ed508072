//! What stands above a table: who the controller is, its data protection officer and representative, and how to reach
//! them.

use serde_json::Value;

use super::super::ImportError;
use super::super::proposal::{Outcome, same};
use super::cells::Row;
use super::rows::{Kept, Rows, Taken};
use super::said::Said;
use crate::model::{Kind, Reference, fold};

/// Whom a detail is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    Controller,
    Officer,
    Representative,
}

/// Labels with the field of a party that stands beside them.
const LABELS: [(&str, &str); 11] = [
    ("name", "name"),
    ("organisation name", "name"),
    ("name of organisation", "name"),
    ("controller name", "name"),
    ("address", "address"),
    ("contact address", "address"),
    ("email", "email"),
    ("e mail", "email"),
    ("contact email", "email"),
    ("telephone", "phone"),
    ("contact phone number", "phone"),
];

impl Rows<'_> {
    /// Reads what stands above a table. What belongs to nobody is kept with the first activity.
    pub(super) fn above(&mut self, rows: &[Row]) -> Result<(), ImportError> {
        let mut parties: [Option<Reference>; 3] = [None, None, None];
        for (place, row) in rows.iter().enumerate() {
            for (at, cell) in row.cells.iter().enumerate() {
                let label = fold(&cell.text);
                let Some((_, field)) = LABELS.iter().find(|(known, _)| *known == label) else {
                    continue;
                };
                let beside = row.cells.get(at + 1);
                let value = beside.filter(|value| value.column <= cell.column + 2);
                let Some(value) =
                    value.filter(|value| matches!(Said::of(&value.text), Said::Words(_)))
                else {
                    continue;
                };
                let kept = self.kept(row, value.column, &cell.text, &value.text);
                let Some(whom) = whom(&rows[..place], cell.column) else {
                    self.pending.push(kept);
                    continue;
                };
                let known = parties[whom as usize].clone();
                let taken = kept.taken();
                match (*field, known) {
                    ("name", _) => {
                        let id = self.names.take(Kind::Party, taken.words, &taken.at)?;
                        let party = Reference::new(Kind::Party, id);
                        parties[whom as usize] = Some(party.clone());
                        match (whom, &parties[Whom::Controller as usize]) {
                            (Whom::Controller, _) => self.controller = Some((party, kept)),
                            (_, Some(controller)) => {
                                let role = match whom {
                                    Whom::Representative => "representative",
                                    _ => "dpo",
                                };
                                let controller = controller.clone();
                                self.says(&controller, role, &party.id, &kept)?;
                            }
                            (_, None) => self.pending.push(kept),
                        }
                    }
                    (field, Some(party)) => {
                        let words = value.text.trim().to_owned();
                        self.says(&party, field, &words, &kept)?;
                    }
                    (_, None) => self.pending.push(kept),
                }
            }
        }
        Ok(())
    }

    /// What is said of a party, where nothing else is recorded.
    pub(super) fn says(
        &mut self,
        party: &Reference,
        field: &str,
        words: &str,
        kept: &Kept,
    ) -> Result<(), ImportError> {
        let there = self.names.field(party, field)?;
        let outcome = match there.as_ref().and_then(Value::as_str) {
            Some(there) if same(there, words) => Outcome::Known,
            Some(there) => Outcome::Otherwise(there.to_owned()),
            None => {
                let document = self.names.document(party)?;
                document.insert(field.to_owned(), words.into());
                Outcome::New(format!("{}: {field}: {words}", party.id))
            }
        };
        self.line(&kept.taken(), outcome)
    }
}

/// Whom a label at a column is about: the nearest heading above it, in its column or left of it.
fn whom(above: &[Row], column: u32) -> Option<Whom> {
    let cells = above.iter().enumerate().flat_map(|(place, row)| {
        let cells = row.cells.iter().filter(|cell| cell.column <= column);
        cells.map(move |cell| (cell.column, place, cell))
    });
    let mut best: Option<(u32, usize, Whom)> = None;
    for (at, place, cell) in cells {
        let text = fold(&cell.text);
        let whom = if text.contains("data protection officer") || text.contains("dpo") {
            Whom::Officer
        } else if text.contains("representative") {
            Whom::Representative
        } else if text.contains("controller")
            || text.contains("organisation")
            || text.contains("council")
        {
            Whom::Controller
        } else {
            continue;
        };
        let is_label = LABELS.iter().any(|(known, _)| *known == text);
        if !is_label && best.is_none_or(|(column, row, _)| (at, place) >= (column, row)) {
            best = Some((at, place, whom));
        }
    }
    best.map(|(_, _, whom)| whom)
}

impl Kept {
    /// The cell as it is taken.
    pub(super) fn taken(&self) -> Taken<'_> {
        Taken {
            at: self.at.clone(),
            place: self.place.clone(),
            heading: &self.heading,
            words: &self.words,
        }
    }
}
