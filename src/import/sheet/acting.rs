//! For whom the organisation acts as processor: the controllers of a row, and how to reach them.

use super::super::ImportError;
use super::super::proposal::Outcome;
use super::addressed::{Addressed, addressed};
use super::map::ACTS_FOR;
use super::rows::{Kept, Rows, Taken};
use crate::model::{Kind, Role};

impl Rows<'_> {
    /// Takes for whom a row says that its activity is done; the organisation does that as a processor.
    /// Whose record it is does nothing for itself: that is kept as text.
    pub(super) fn acts_for(&mut self, cell: &Taken<'_>) -> Result<Outcome, ImportError> {
        match addressed(cell.words, cell.heading) {
            Addressed::Not => {
                for name in self.several(Kind::Party, cell.words)? {
                    if self.is_whose_record_it_is(&name)? {
                        return self.keep(cell);
                    }
                }
                let outcome = self.listed(ACTS_FOR, Kind::Party, cell)?;
                self.acts_as_processor(cell)?;
                Ok(outcome)
            }
            Addressed::Unclear => self.keep(cell),
            Addressed::One(name, _) if self.is_whose_record_it_is(&name)? => self.keep(cell),
            Addressed::One(name, details) => self.acts_for_one(&name, &details, cell),
        }
    }

    fn is_whose_record_it_is(&mut self, name: &str) -> Result<bool, ImportError> {
        let own = self.own_organisation()?;
        Ok(own.is_some() && own == self.names.known(Kind::Party, name)?)
    }

    /// Takes one for whom an activity is done, with how to reach them.
    pub(super) fn acts_for_one(
        &mut self,
        name: &str,
        details: &[(&str, String)],
        cell: &Taken<'_>,
    ) -> Result<Outcome, ImportError> {
        let outcome = self.listed(ACTS_FOR, Kind::Party, &cell.saying(name))?;
        self.acts_as_processor(&cell.saying(name))?;
        for (field, words) in details {
            self.reaches(name, field, &cell.saying(words))?;
        }
        Ok(outcome)
    }

    /// Takes how to reach whom the row names as acted for; of several it is not told which.
    pub(super) fn acted_for_at(
        &mut self,
        field: &str,
        cell: &Taken<'_>,
    ) -> Result<(), ImportError> {
        match self.acted_for.clone() {
            Some(name) => self.reaches(&name, field, cell),
            None => {
                let outcome = self.keep(cell)?;
                self.line(cell, outcome)
            }
        }
    }

    fn reaches(&mut self, name: &str, field: &str, cell: &Taken<'_>) -> Result<(), ImportError> {
        let Some(party) = self.names.known(Kind::Party, name)? else {
            let outcome = self.keep(cell)?;
            return self.line(cell, outcome);
        };
        let kept = Kept {
            at: cell.at.clone(),
            place: cell.place.clone(),
            heading: cell.heading.to_owned(),
            words: cell.words.to_owned(),
        };
        self.says(&party, field, cell.words, &kept)
    }

    /// Notes that the organisation acts as processor where the row says for whom.
    fn acts_as_processor(&mut self, cell: &Taken<'_>) -> Result<(), ImportError> {
        let names = self.several(Kind::Party, cell.words)?;
        self.acted_for = match &names[..] {
            [name] => Some(name.clone()),
            _ => None,
        };
        let has_some = self.document()?.contains_key(ACTS_FOR);
        if has_some {
            let role = Role::Processor.word();
            let outcome = self.set(&[], "role", role.into(), cell)?;
            if outcome != Outcome::Known {
                self.line(cell, outcome)?;
            }
        }
        Ok(())
    }
}
