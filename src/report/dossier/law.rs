//! Codes of law as they are cited, with what they mean.

use crate::model::{Date, LawCode, ReadAs, Recorded};

use super::super::document::{Cell, Fact};
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
            let words = code_words(vocabulary, code, self.as_at);
            match read_as {
                Some(ReadAs::Ours) => format!("{words}, as this register reads it"),
                Some(ReadAs::Published) => format!("{words}, as published"),
                None => words,
            }
        });
        fact(label, provision, cell)
    }

    /// A code of law in a cell.
    pub(super) fn codes(&self, vocabulary: &str, field: &Recorded<LawCode>) -> Cell {
        said(field, |code| code_words(vocabulary, code, self.as_at))
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
