//! What becomes of a cell, by the field that its column holds.

use super::super::ImportError;
use super::addressed::{Addressed, addressed};
use super::asked::is_of_a_part;
use super::map::{
    ACTS_FOR, HOSTED, IGNORE, MEDIUM, OPERATOR, PROCESSOR, SUPPLIER, TRANSFER, UNREAD, field,
    is_of_flows,
};
use super::ours;
use super::rows::{Rows, Taken};
use super::said::{Said, yes_or_no};
use super::whom::of_who_is_acted_for;
use crate::model::Recorded;

impl Rows<'_> {
    /// Takes what a cell says of a field.
    pub(super) fn take(&mut self, path: &str, cell: &Taken<'_>) -> Result<(), ImportError> {
        // A flow is taken whole, and so is what is said of other countries.
        if matches!(path, IGNORE | TRANSFER) || is_of_flows(path) {
            return Ok(());
        }
        self.hears_words(path, cell.words);
        if let (Some(field), Said::Words(_)) = (of_who_is_acted_for(path), Said::of(cell.words)) {
            return self.acted_for_at(field, cell);
        }
        let outcome = match (path, Said::of(cell.words)) {
            (_, Said::Nothing) => return Ok(()),
            (_, Said::NotApplicable) if self.is_ours => return Ok(()),
            (PROCESSOR | SUPPLIER, Said::None) => self.says_that("recipient", cell)?,
            (path, Said::None) if is_of_a_part(path, cell.heading) => self.says_that(path, cell)?,
            (UNREAD, Said::None) | (_, Said::NotApplicable) => self.says_that(path, cell)?,
            (path, Said::None) if self.partly.iter().any(|one| one == path) => {
                self.says_that(path, cell)?
            }
            // That no special category is held is not that no data is.
            ("data" | UNREAD, Said::Words(words))
                if yes_or_no(words) == Some(false) && is_of_a_part("data", cell.heading) =>
            {
                self.says_that("data", cell)?
            }
            (UNREAD, _) | (_, Said::Unknown) => self.keep(cell)?,
            (ours::BASIS, _) => self.basis_by_provision(cell)?,
            ("joint_controllers.party" | PROCESSOR, Said::Words(words))
                if !self.is_ours && addressed(words, cell.heading) != Addressed::Not =>
            {
                self.reached_at(path, cell)?
            }
            (ACTS_FOR, Said::Words(_)) if !self.is_ours => self.acts_for(cell)?,
            (PROCESSOR, Said::Words(_)) => self.processor(cell)?,
            (OPERATOR, Said::Words(_)) => self.run_by(cell)?,
            (HOSTED, Said::Words(_)) => self.hosted_in(cell)?,
            (MEDIUM, Said::Words(_)) => self.is_on(cell)?,
            (path, said) => match field(path) {
                Some(field) => self.value(path, field, said, cell)?,
                None => self.keep(cell)?,
            },
        };
        self.line(cell, outcome)
    }

    /// Takes a part of a cell of ours, with what is said of it beside.
    pub(super) fn take_part(
        &mut self,
        part: &ours::Part,
        cell: &Taken<'_>,
    ) -> Result<(), ImportError> {
        if part.path == ours::OPERATOR {
            for (_, system) in &part.also {
                self.runs(&part.words, system, cell)?;
            }
            return Ok(());
        }
        if part.path == ours::ELSEWHERE {
            for (_, country) in &part.also {
                self.is_in(&part.words, country, cell)?;
            }
            return Ok(());
        }
        if part.path == ACTS_FOR && part.words != Recorded::<()>::NONE {
            let outcome = self.acts_for_one(&part.words, &part.also, cell)?;
            return self.line(cell, outcome);
        }
        let list = part.path.split('.').next().unwrap_or_default();
        if !part.also.is_empty() {
            self.items.remove(list);
        }
        let carries = part
            .also
            .iter()
            .find(|(path, _)| path.ends_with(".carries"));
        if let Some((_, words)) = carries {
            self.beside = self.carried(words)?;
            if self.beside.is_none() {
                // Data that is not there cannot be told from a remark.
                return self.take(UNREAD, cell);
            }
        }
        self.take(part.path, &cell.saying(&part.words))?;
        self.beside = None;
        for (path, words) in &part.also {
            if *path == ours::CLASS {
                self.class(&part.words, words)?;
            } else {
                self.take(path, &cell.saying(words))?;
            }
        }
        Ok(())
    }
}
