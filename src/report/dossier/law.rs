//! Codes of law as they are cited, with what they mean.

use crate::law;
use crate::model::{Date, LawCode, ReadAs, Recorded};

use super::super::document::{Cell, Fact};
use super::super::fields::law::OURS;
pub(in crate::report) use super::super::fields::law::{cited, code_words};
use super::{Dossier, fact, said};

impl Dossier {
    /// A code that the record gives, with whose reading it is.
    pub(super) fn coded(
        &self,
        label: &str,
        provision: Option<&'static str>,
        vocabulary: &str,
        code: &Recorded<LawCode>,
        read_as: Option<ReadAs>,
    ) -> Fact {
        let cell = said(code, |code| {
            let words = self.code(vocabulary, code);
            match read_as {
                Some(ReadAs::Ours) => format!("{words}{OURS}"),
                Some(ReadAs::Published) => format!("{words}, as published"),
                None => words,
            }
        });
        fact(label, provision, cell)
    }

    /// A code of law in a cell.
    pub(super) fn codes(&self, vocabulary: &str, field: &Recorded<LawCode>) -> Cell {
        said(field, |code| self.code(vocabulary, code))
    }

    /// A code of the UK GDPR in words. Where that does not apply, it is said by its title alone, and
    /// no provision is cited.
    fn code(&self, vocabulary: &str, code: &LawCode) -> String {
        if !self.activity.is_law_enforcement() {
            return code_words(vocabulary, code, self.as_at);
        }
        let entry = law::vocabulary(vocabulary).and_then(|known| known.entry(code.as_str()));
        entry.map_or_else(
            || code.to_string(),
            |entry| entry.title_on(self.as_at).to_owned(),
        )
    }
}

/// Codes of classes of data, in a line.
pub(super) fn classes(codes: &[LawCode], on: Date) -> String {
    let words: Vec<String> = codes
        .iter()
        .map(|code| code_words("data-class", code, on))
        .collect();
    words.join("; ")
}
