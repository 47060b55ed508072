//! What stands above a table: who the controller is, its data protection officer and representative, and how to reach
//! them.

use serde_json::Value;

use super::super::ImportError;
use super::super::proposal::{Outcome, same};
use super::cells::Row;
use super::headed::Column;
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
const LABELS: [(&str, &str); 18] = [
    ("name", "name"),
    ("organisation name", "name"),
    ("name of organisation", "name"),
    ("controller name", "name"),
    ("council name", "name"),
    ("name of council", "name"),
    ("address", "address"),
    ("contact address", "address"),
    ("postal address", "address"),
    ("email", "email"),
    ("e mail", "email"),
    ("email address", "email"),
    ("contact email", "email"),
    ("telephone", "phone"),
    ("phone", "phone"),
    ("contact phone number", "phone"),
    ("contact telephone", "phone"),
    // A person who can be asked is no name of the organisation.
    ("contact name", ""),
];

/// Of whom a column of contact details speaks, and which detail it holds: `organisation.email`, `dpo.name`.
pub(super) fn detail(path: &str) -> Option<(Whom, &str)> {
    let (whom, field) = path.split_once('.')?;
    let whom = match whom {
        "organisation" => Whom::Controller,
        "dpo" => Whom::Officer,
        "representative" => Whom::Representative,
        _ => return None,
    };
    let is_field = matches!(field, "name" | "address" | "email" | "phone");
    is_field.then_some((whom, field))
}

impl Rows<'_> {
    /// Reads what stands above a table. What belongs to nobody is kept with the first activity, as is a line with a date
    /// or an address; titles, keys and instructions are not.
    pub(super) fn above(&mut self, rows: &[Row]) -> Result<(), ImportError> {
        self.own_parties = [None, None, None];
        for (place, row) in rows.iter().enumerate() {
            let mut beside = None;
            for (at, cell) in row.cells.iter().enumerate() {
                let label = fold(&cell.text);
                let Some((_, field)) = LABELS.iter().find(|(known, _)| *known == label) else {
                    if beside != Some(at) && !cell.is_spread && is_dated(&cell.text) {
                        let kept = self.kept(row, cell.column, "", &cell.text);
                        self.pending.push(kept);
                    }
                    continue;
                };
                let value = row.cells.get(at + 1);
                let value = value.filter(|value| value.column <= cell.column + 2);
                let Some(value) =
                    value.filter(|value| matches!(Said::of(&value.text), Said::Words(_)))
                else {
                    continue;
                };
                beside = Some(at + 1);
                let kept = self.kept(row, value.column, &cell.text, &value.text);
                match whom(&rows[..place], cell.column) {
                    Some(whom) => self.of_party(whom, field, kept)?,
                    None => self.pending.push(kept),
                }
            }
        }
        Ok(())
    }

    /// Takes the cells of a row that say how to reach whom the register is of.
    pub(super) fn details(
        &mut self,
        said: &mut Vec<(&Column, Taken<'_>)>,
    ) -> Result<(), ImportError> {
        let mut rest = Vec::new();
        for (column, cell) in std::mem::take(said) {
            let of = column.paths.first().and_then(|path| detail(path));
            match (of, Said::of(cell.words)) {
                (Some((whom, field)), Said::Words(_)) => {
                    let kept = Kept {
                        at: cell.at,
                        place: cell.place,
                        heading: column.heading.clone(),
                        words: cell.words.to_owned(),
                    };
                    self.of_party(whom, field, kept)?;
                }
                _ => rest.push((column, cell)),
            }
        }
        *said = rest;
        Ok(())
    }

    /// Takes a detail of the controller, its officer or its representative. One of whom nobody is named is kept.
    fn of_party(&mut self, whom: Whom, field: &str, kept: Kept) -> Result<(), ImportError> {
        let known = self.own_parties[whom as usize].clone();
        match (field, known) {
            ("name", _) => {
                let taken = kept.taken();
                let id = self.names.take(Kind::Party, taken.words, &taken.at)?;
                let party = Reference::new(Kind::Party, id);
                self.own_parties[whom as usize] = Some(party.clone());
                match (whom, &self.own_parties[Whom::Controller as usize]) {
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
            ("", _) | (_, None) => self.pending.push(kept),
            (field, Some(party)) => {
                let words = kept.words.clone();
                self.says(&party, field, &words, &kept)?;
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

/// Whether a line says something of its own: it has a year or an address of e-mail.
fn is_dated(text: &str) -> bool {
    let is_year = |word: &str| {
        let word = word.trim_matches(|one: char| !one.is_ascii_digit());
        word.rsplit(['/', '-', '.'])
            .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
    };
    text.split_whitespace()
        .any(|word| is_year(word) || word.contains('@'))
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
