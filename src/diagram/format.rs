//! What a format of pictures is, and why a picture cannot be written in it.

use super::paper::Options;
use super::picture::{Arrow, Diagram};
use crate::typeset::PdfError;

/// One form of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word for it after `--format`.
    pub name: &'static str,
    /// The endings of file names that mean it.
    pub endings: &'static [&'static str],
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

/// Why there is no drawing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// There are no boxes.
    #[error("there is nothing to draw")]
    Empty,
    /// An arrow or a box names a place in a list that has none.
    #[error("the diagram is not whole: {what} is not there")]
    Broken {
        /// What is missing.
        what: String,
    },
    /// The engine gave up.
    #[error("no layout was found: {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
}

impl LayoutError {
    /// A fault of the program in its layout, which must not take the rest down.
    pub(super) fn broken_down() -> Self {
        Self::Engine {
            reason: "the layout engine broke down on this picture".to_owned(),
        }
    }
}

/// Why there is no PNG.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// It would take too much memory.
    #[error(
        "a PNG of {width} by {height} pixels is too large: write SVG or PDF, or choose a narrower view"
    )]
    TooLarge {
        /// Its width in pixels.
        width: u64,
        /// Its height in pixels.
        height: u64,
    },
    /// The library refused.
    #[error("the PNG could not be drawn: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
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
    /// The ids of the boxes, in their order.
    pub(super) fn of_boxes(&mut self, diagram: &Diagram) -> Vec<String> {
        let boxes = diagram.boxes.iter();
        boxes.map(|one| self.give("n_", &one.key)).collect()
    }

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
    fn ids_are_plain_and_unlike() {
        let mut ids = Ids::default();
        assert_eq!(ids.give("n_", "party:nhs/source"), "n_party_nhs_source");
        assert_eq!(ids.give("n_", "party:nhs-source"), "n_party_nhs_source_2");
        assert_eq!(ids.give("n_", "a\"; b"), "n_a___b");
    }
}
