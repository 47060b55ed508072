//! What stands above a table: who the controller is, its data protection officer and representative, and how to reach
//! them.

use serde_json::Value;

use super::super::ImportError;
use super::super::proposal::{Outcome, same};
use super::cells::{Cell, Row};
use super::headed::Column;
use super::rows::{Kept, Rows, Taken};
use super::said::Said;
use super::whom::{Whom, detail};
use crate::model::{Kind, Reference, Settings, fold};

/// What a label asks of a party, without whose it is, with the field. A person who can be asked is no name of the
/// organisation.
const LABELS: [(&str, &str); 13] = [
    ("name", "name"),
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
    ("contact name", ""),
];

impl Rows<'_> {
    /// Reads what stands above a table. What belongs to nobody is kept with the first activity, as is a line with a date
    /// or an address; titles, keys and instructions are not.
    pub(super) fn above(&mut self, rows: &[Row]) -> Result<(), ImportError> {
        self.own_parties = [const { None }; 4];
        for (place, row) in rows.iter().enumerate() {
            let mut beside = None;
            for (at, cell) in row.cells.iter().enumerate() {
                let Some((whose, field)) = label(&cell.text) else {
                    if beside != Some(at) && !cell.is_spread && is_dated(&cell.text) {
                        let kept = self.kept(row, cell.column, "", &cell.text);
                        self.pending.push(kept);
                    }
                    continue;
                };
                let is_value = |value: &&Cell| {
                    let is_near = value.column <= cell.column + 2;
                    let is_said = matches!(Said::of(&value.text), Said::Words(_));
                    is_near && is_said && label(&value.text).is_none() && !is_caption(&value.text)
                };
                let Some(value) = row.cells.get(at + 1).filter(is_value) else {
                    continue;
                };
                beside = Some(at + 1);
                let kept = self.kept(row, value.column, &cell.text, &value.text);
                // "Organisation name" may stand in the block of a representative.
                let sure = whose.filter(|_| is_sure(&cell.text));
                let above = || whom(&rows[..place], cell.column);
                match sure.or_else(above).or(whose) {
                    // Who acts for others keeps this record; above any other, somebody else may be meant.
                    Some(Whom::Processor) if self.is_of_a_processor => {
                        self.of_party(Whom::Controller, field, kept)?;
                    }
                    Some(Whom::Processor) => self.pending.push(kept),
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
        let mut known = self.own_parties[whom as usize].clone();
        // Whose register it is need not be said in every sheet.
        if whom == Whom::Controller && known.is_none() && !matches!(field, "" | "name") {
            known = self.own_organisation()?;
        }
        match (field, known) {
            // An address in the place of a name is of nobody who is named.
            ("" | "name", _) if kept.words.contains('@') => self.pending.push(kept),
            // Who is to be asked about data protection is its officer.
            ("", None) if whom == Whom::Officer => self.of_party(whom, "name", kept)?,
            ("name", _) => {
                let taken = kept.taken();
                let id = self.names.take(Kind::Party, taken.words, &taken.at)?;
                let party = Reference::new(Kind::Party, id);
                self.own_parties[whom as usize] = Some(party.clone());
                let controller = match self.own_parties[Whom::Controller as usize].clone() {
                    None => self.own_organisation()?,
                    named => named,
                };
                match (whom, controller) {
                    (Whom::Controller, _) if self.is_of_a_processor => {
                        let settings = Reference::new(Kind::Settings, Settings::ID);
                        self.says(&settings, "organisation", &party.id, &kept)?;
                    }
                    (Whom::Controller, _) => self.controller = Some((party, kept)),
                    (_, Some(controller)) => {
                        let role = match whom {
                            Whom::Representative => "representative",
                            _ => "dpo",
                        };
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

    /// The organisation that keeps the register, where that is recorded.
    pub(super) fn own_organisation(&mut self) -> Result<Option<Reference>, ImportError> {
        let settings = Reference::new(Kind::Settings, Settings::ID);
        let own = self.names.field(&settings, "organisation")?;
        let own = own.as_ref().and_then(Value::as_str);
        Ok(own.map(|id| Reference::new(Kind::Party, id)))
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

/// Whose a detail is, in the words of a label.
const WHOSE: [&str; 10] = [
    "data",
    "protection",
    "officer",
    "dpo",
    "controller",
    "processor",
    "organisation",
    "council",
    "of",
    "representative",
];

/// Whether words only say whose the details below them are: "Data Protection Officer (if applicable)".
fn is_caption(text: &str) -> bool {
    const BESIDE: [&str; 8] = [
        "if",
        "applicable",
        "contact",
        "details",
        "name",
        "and",
        "the",
        "s",
    ];
    let folded = fold(text);
    folded
        .split(' ')
        .all(|word| WHOSE.contains(&word) || BESIDE.contains(&word))
}

/// Of whom words speak.
fn of_whom(folded: &str) -> Option<Whom> {
    let is_of = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if is_of(&["data protection officer", "dpo"]) {
        Some(Whom::Officer)
    } else if is_of(&["representative"]) {
        Some(Whom::Representative)
    } else if is_of(&["controller", "organisation", "council"]) {
        Some(Whom::Controller)
    } else if is_of(&["processor"]) {
        Some(Whom::Processor)
    } else {
        None
    }
}

/// What a label asks for, and of whom where it says that itself: "DPO email". "Data controller" asks for its name.
fn label(text: &str) -> Option<(Option<Whom>, &'static str)> {
    let folded = fold(text);
    let rest: Vec<&str> = folded
        .split(' ')
        .filter(|word| !WHOSE.contains(word))
        .collect();
    let whose = of_whom(&folded);
    let asked = match (rest.join(" "), whose) {
        (rest, Some(_)) if rest.is_empty() => "name".to_owned(),
        (rest, _) => rest,
    };
    let (_, field) = LABELS.iter().find(|(known, _)| *known == asked)?;
    Some((whose, field))
}

/// Whether a label says of whom it asks whatever stands above it.
fn is_sure(label: &str) -> bool {
    let folded = fold(label);
    of_whom(&folded) != Some(Whom::Controller) || folded.contains("controller")
}

/// Whom a label at a column is about: the nearest heading above it, in its column or left of it.
fn whom(above: &[Row], column: u32) -> Option<Whom> {
    let cells = above.iter().enumerate().flat_map(|(place, row)| {
        let cells = row.cells.iter().enumerate();
        // What stands beside a label is its answer, whatever its words: "Name", "Northmere County Council".
        let answers = |at: usize| {
            let before = at.checked_sub(1).map(|before| &row.cells[before]);
            before.is_some_and(|before| label(&before.text).is_some())
        };
        let cells = cells.filter(move |(at, cell)| {
            let is_heading = || label(&cell.text).is_some() || is_caption(&cell.text);
            cell.column <= column && (!answers(*at) || is_heading())
        });
        cells.map(move |(_, cell)| (cell.column, place, cell))
    });
    let mut best: Option<(u32, usize, Whom)> = None;
    for (at, place, cell) in cells {
        let Some(whom) = of_whom(&fold(&cell.text)) else {
            continue;
        };
        if label(&cell.text).is_some() && !is_sure(&cell.text) {
            continue;
        }
        if best.is_none_or(|(column, row, _)| (at, place) >= (column, row)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_it_asks_for_and_of_whom() {
        for (text, whose, field) in [
            ("Address:", None, "address"),
            ("DPO email", Some(Whom::Officer), "email"),
            ("Data Controller:", Some(Whom::Controller), "name"),
            ("Name of organisation", Some(Whom::Controller), "name"),
            ("Contact name:", None, ""),
        ] {
            assert_eq!(label(text), Some((whose, field)), "{text}");
        }
        for text in [
            "Council contact details",
            "Midshire District Council",
            "Status",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_with_a_year_says_something_of_its_own() {
        assert!(is_dated("Last reviewed May 2025") && is_dated("v2 12/03/2024"));
        assert!(!is_dated("Record of processing activities") && !is_dated("Row 12345"));
    }
}
