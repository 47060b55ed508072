//! Texts too long for a cell, which go on elsewhere.

use std::borrow::Cow;

use super::letters;

/// The most characters that a cell holds, counted as Excel counts them.
const LONGEST: usize = 32_767;

/// Where a text stands, and where it goes on if it is too long for its cell.
pub(super) struct Whole<'b> {
    /// The name of its sheet.
    pub(super) name: &'b str,
    /// The name of the sheet on which it goes on.
    pub(super) last: &'b str,
}

impl Whole<'_> {
    /// As much of a text as its cell holds; the rest is noted.
    pub(super) fn fitting<'w>(
        &self,
        row: u32,
        place: u16,
        words: &'w str,
        continued: &mut Vec<[String; 3]>,
    ) -> Cow<'w, str> {
        // Excel counts in UTF-16; no text has more units than bytes.
        if words.len() <= LONGEST || words.encode_utf16().count() <= LONGEST {
            return Cow::Borrowed(words);
        }
        let from = format!("{}!{}{}", self.name, letters(place), row + 1);
        let note = format!("… [continued on the sheet {}, from {from}]", self.last);
        let mut pieces = pieces(words, LONGEST - note.encode_utf16().count());
        let first = pieces.remove(0);
        for (piece, number) in pieces.into_iter().zip(2..) {
            continued.push([from.clone(), piece, number.to_string()]);
        }
        Cow::Owned(first + &note)
    }
}

/// A text in pieces of at most so many UTF-16 units, parted between characters.
fn pieces(words: &str, most: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut n_units = 0;
    for character in words.chars() {
        if n_units + character.len_utf16() > most {
            pieces.push(String::new());
            n_units = 0;
        }
        n_units += character.len_utf16();
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    }
    pieces
}
