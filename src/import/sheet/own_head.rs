//! Who keeps the record, as it stands at the head of a workbook of ours or in each row of its CSV.

use serde_json::Value;

use super::super::ImportError;
use super::super::proposal::Outcome;
use super::cells::Row;
use super::rows::{Kept, Rows};
use super::said::Said;
use super::whom::{DETAILS, Whom};
use crate::model::{Kind, Recorded, Reference, Settings};

/// What a column of CSV is headed with, after whom it is about.
const IN_A_LINE: &str = "name and contact details";

impl Rows<'_> {
    /// Takes a row of the head: a label, and beside it what it is of.
    pub(super) fn head_of_ours(&mut self, row: &Row) -> Result<(), ImportError> {
        let [label, value, ..] = &row.cells[..] else {
            return Ok(());
        };
        match label.text.split_once(": ") {
            Some((whom, what)) => {
                let kept = self.kept(row, value.column, &label.text, &value.text);
                self.of_whom(whom, what, &kept)
            }
            None => Ok(()),
        }
    }

    /// Takes a cell in a column that no field of an activity has: who keeps the record may stand there.
    pub(super) fn column_of_ours(&mut self, kept: &Kept) -> Result<(), ImportError> {
        let Some((whom, IN_A_LINE)) = kept.heading.split_once(": ") else {
            return Ok(());
        };
        let silent = kept.words.strip_suffix(" (contact details not recorded)");
        let (name, details) = match (silent, kept.words.split_once(": ")) {
            (Some(name), _) => (name, ""),
            (None, Some(both)) => both,
            (None, None) => (kept.words.as_str(), ""),
        };
        let of = |words: &str| Kept {
            at: kept.at.clone(),
            place: kept.place.clone(),
            heading: kept.heading.clone(),
            words: words.to_owned(),
        };
        self.of_whom(whom, "name", &of(name))?;
        for (field, words) in super::whom::details(details) {
            let what = DETAILS.iter().find(|(_, one)| *one == field);
            let what = what.map_or(field, |(what, _)| what);
            self.of_whom(whom, what, &of(words))?;
        }
        Ok(())
    }

    fn of_whom(&mut self, whom: &str, what: &str, kept: &Kept) -> Result<(), ImportError> {
        let whom = match whom {
            "Data protection officer" => Whom::Officer,
            "Representative" => Whom::Representative,
            "Controller" | "Processor" => Whom::Controller,
            whom if whom.starts_with("Organisation (") => Whom::Controller,
            _ => return Ok(()),
        };
        let detail = DETAILS.iter().find(|(known, _)| *known == what);
        let words = match Said::of(&kept.words) {
            Said::Words(words) => words.to_owned(),
            Said::None => Recorded::<()>::NONE.to_owned(),
            Said::NotApplicable if whom == Whom::Representative => return self.is_here(kept),
            _ => return Ok(()),
        };
        let organisation = self.own_parties[Whom::Controller as usize].clone();
        match (what, detail) {
            ("name", _) => {
                let is_none = words == Recorded::<()>::NONE;
                let id = match is_none {
                    true => words,
                    false => self.names.take(Kind::Party, &words, &kept.at)?,
                };
                if !is_none {
                    let party = Reference::new(Kind::Party, id.clone());
                    self.own_parties[whom as usize] = Some(party);
                }
                match (whom, organisation) {
                    (Whom::Controller, _) => {
                        let settings = Reference::new(Kind::Settings, Settings::ID);
                        self.says(&settings, "organisation", &id, kept)
                    }
                    (Whom::Officer, Some(of)) => self.says(&of, "dpo", &id, kept),
                    (Whom::Representative, Some(of)) => self.says(&of, "representative", &id, kept),
                    (Whom::Processor, _) | (_, None) => Ok(()),
                }
            }
            (_, Some((_, field))) => match self.own_parties[whom as usize].clone() {
                Some(party) => self.says(&party, field, &words, kept),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A representative does not apply to who is established in the United Kingdom (Article 27).
    fn is_here(&mut self, kept: &Kept) -> Result<(), ImportError> {
        let Some(organisation) = self.own_parties[Whom::Controller as usize].clone() else {
            return Ok(());
        };
        if self.names.field(&organisation, "country")?.is_some() {
            return self.line(&kept.taken(), Outcome::Known);
        }
        let document = self.names.document(&organisation)?;
        document.insert("country".to_owned(), Value::from("GB"));
        self.line(
            &kept.taken(),
            Outcome::New(format!("{}: country: GB", organisation.id)),
        )
    }
}
