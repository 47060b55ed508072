//! Codes of law as they are cited, with what they mean.

use crate::model::{Date, LawCode, ReadAs, Recorded};

use super::super::document::{Cell, Fact};
pub(in crate::report) use super::super::fields::law::{cited, code_words};
use super::{fact, said};

/// A code that the record gives, with whose reading it is.
pub(super) fn coded(
    label: &str,
    provision: Option<&'static str>,
    vocabulary: &str,
    code: &Recorded<LawCode>,
    read_as: Option<ReadAs>,
    on: Date,
) -> Fact {
    let cell = said(code, |code| {
        let words = code_words(vocabulary, code, on);
        match read_as {
            Some(ReadAs::Ours) => format!("{words}, as this register reads it"),
            Some(ReadAs::Published) => format!("{words}, as published"),
            None => words,
        }
    });
    fact(label, provision, cell)
}

/// Codes of classes of data, in a line.
pub(super) fn classes(codes: &[LawCode], on: Date) -> String {
    let words: Vec<String> = codes
        .iter()
        .map(|code| code_words("data-class", code, on))
        .collect();
    words.join("; ")
}

/// Codes in a cell, one a line.
pub(super) fn codes(vocabulary: &str, field: &Recorded<LawCode>, on: Date) -> Cell {
    said(field, |code| code_words(vocabulary, code, on))
}
