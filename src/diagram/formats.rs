//! The formats in which a picture is written.

use super::drawing::{self, LayoutError, Options, PngError};
use super::picture::{Arrow, Diagram};
use super::{dot, json, mermaid, text};
use crate::typeset::PdfError;

/// One form of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word for it after `--format`.
    pub name: &'static str,
    /// The endings of file names that mean it.
    pub endings: &'static [&'static str],
    /// What it is, as a phrase.
    pub about: &'static str,
    /// Whether it is text that may be shown on a terminal.
    pub is_text: bool,
    /// Writes a picture, arranged as asked.
    pub write: fn(&Diagram, &Options) -> Result<Written, FormatError>,
}

/// What a format makes of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files: one, but for a picture on several sheets in a format without pages; never none.
    pub files: Vec<Vec<u8>>,
    /// What was chosen and why, for who asked for the picture: its size in print, its sheets.
    pub said: Vec<String>,
}

impl Written {
    /// One file of text, in which nothing was chosen.
    pub(super) fn text(text: String) -> Self {
        Self {
            files: vec![text.into_bytes()],
            said: Vec::new(),
        }
    }
}

/// Why a picture could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// It has no places.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// It is no PNG.
    #[error(transparent)]
    Png(#[from] PngError),
    /// It is no PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// Every format, by name.
pub static FORMATS: &[&Format] = &[
    &dot::FORMAT,
    &json::FORMAT,
    &mermaid::FORMAT,
    &drawing::PDF,
    &drawing::PNG,
    &drawing::SVG,
    &text::FORMAT,
];

/// The format with a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// The format that the ending of a file's name means; capitals make no difference.
pub fn format_of_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| {
        format
            .endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// Words longer than this stand under the drawing, and the flow's number alone on its line.
const LEGIBLE: usize = 60;

/// What stands at a flow's line, line by line: its number, and its words where they are few.
pub(super) fn at_line(arrow: &Arrow) -> Vec<String> {
    let mut lines = vec![arrow.number.clone()];
    if !is_long(arrow) {
        lines.push(arrow.words());
    }
    lines.extend(arrow.marks.iter().map(|mark| format!("[{}]", mark.words)));
    lines
}

/// What stands under the drawing, for the flows whose words are many or that have a condition.
pub(super) fn under(arrow: &Arrow) -> Option<String> {
    let mut words = Vec::new();
    if is_long(arrow) {
        words.push(arrow.words());
    }
    words.extend(arrow.when.as_ref().map(|when| format!("when: {when}")));
    (!words.is_empty()).then(|| format!("{}  {}", arrow.number, words.join("; ")))
}

fn is_long(arrow: &Arrow) -> bool {
    arrow.words().chars().count() > LEGIBLE
}

/// Ids for a drawing language, made from the keys and numbers of a picture and never from names.
#[derive(Default)]
pub(super) struct Ids {
    given: std::collections::BTreeSet<String>,
}

impl Ids {
    /// An id that stays the same while the key does, and that no other key has.
    pub(super) fn give(&mut self, prefix: &str, key: &str) -> String {
        let plain: String = key
            .chars()
            .map(|character| match character {
                'a'..='z' | '0'..='9' => character,
                'A'..='Z' => character.to_ascii_lowercase(),
                _ => '_',
            })
            .collect();
        let wanted = format!("{prefix}{plain}");
        let mut id = wanted.clone();
        let mut n = 1;
        while !self.given.insert(id.clone()) {
            n += 1;
            id = format!("{wanted}_{n}");
        }
        id
    }
}

/// The first number of a flow: the others of a run come and go.
pub(super) fn first_number(arrow: &Arrow) -> &str {
    let end = arrow.number.find(['-', ',']).unwrap_or(arrow.number.len());
    &arrow.number[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_unique_and_documented() {
        assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
        let mut endings: Vec<&str> = FORMATS
            .iter()
            .flat_map(|format| format.endings.iter().copied())
            .collect();
        let n_endings = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), n_endings);
        for format in FORMATS {
            assert!(!format.about.is_empty() && !format.endings.is_empty());
        }
        assert_eq!(format_of_ending("DOT").unwrap().name, "dot");
        assert!(format_of_ending("doc").is_none());
    }

    #[test]
    fn ids_are_plain_and_unlike() {
        let mut ids = Ids::default();
        assert_eq!(ids.give("n_", "party:nhs/source"), "n_party_nhs_source");
        assert_eq!(ids.give("n_", "party:nhs-source"), "n_party_nhs_source_2");
        assert_eq!(ids.give("n_", "a\"; b"), "n_a___b");
    }
}
