//! How wide a text is in the embedded faces, and where its lines break.

use std::ops::Range;
use std::sync::LazyLock;

use ttf_parser::Face;

use crate::typeset::{BOLD, REGULAR};

/// The family the faces belong to, and what stands in for it elsewhere.
pub(super) const FAMILIES: &str = "Liberation Sans, Arial, sans-serif";

/// What a character takes that the faces do not have, in parts of the size of the text: more than
/// any emoji or ideograph of the faces that a viewer may put in.
const UNKNOWN: f64 = 1.4;

/// A text may come out wider by a little where a viewer puts in another face.
const SAFETY: f64 = 1.02;

static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, BOLD].map(|bytes| Face::parse(bytes, 0).ok()));

/// How far the characters of most texts reach in each face, so that they are looked up once.
static COMMON: LazyLock<[Vec<f64>; 2]> = LazyLock::new(|| {
    FACES.each_ref().map(|face| {
        let common = '\0'..'\u{250}';
        common
            .map(|character| looked_up(character, face.as_ref()))
            .collect()
    })
});

/// How a text is set: its size in CSS pixels, and whether it is bold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Set {
    /// The size in CSS pixels.
    pub size: f64,
    /// Whether it is bold.
    pub is_bold: bool,
}

impl Set {
    /// Regular text of a size.
    pub const fn regular(size: f64) -> Self {
        Self {
            size,
            is_bold: false,
        }
    }

    /// Bold text of a size.
    pub const fn bold(size: f64) -> Self {
        Self {
            size,
            is_bold: true,
        }
    }

    /// From one line to the next.
    pub fn line_height(self) -> f64 {
        (self.size * 1.28).ceil()
    }

    /// From the middle of a line down to its base line.
    pub(super) fn base(self) -> f64 {
        self.size * 0.35
    }
}

/// The width of a text on one line, in CSS pixels.
pub(super) fn width(text: &str, set: Set) -> f64 {
    let face = usize::from(set.is_bold);
    let ems: f64 = text.chars().map(|character| advance(character, face)).sum();
    ems * set.size * SAFETY
}

/// The same for characters that were looked up.
fn reach(ems: &[f64], set: Set) -> f64 {
    ems.iter().sum::<f64>() * set.size * SAFETY
}

fn advance(character: char, face: usize) -> f64 {
    let common = COMMON[face].get(character as usize).copied();
    common.unwrap_or_else(|| looked_up(character, FACES[face].as_ref()))
}

fn looked_up(character: char, face: Option<&Face<'_>>) -> f64 {
    if joins(character) {
        return 0.0;
    }
    let Some(face) = face else {
        return UNKNOWN;
    };
    face.glyph_index(character)
        .and_then(|glyph| face.glyph_hor_advance(glyph))
        .map_or(UNKNOWN, |advance| {
            f64::from(advance) / f64::from(face.units_per_em())
        })
}

/// Whether the embedded faces have all characters of a text.
pub(super) fn is_covered(text: &str) -> bool {
    FACES[0].as_ref().is_some_and(|face| {
        text.chars()
            .all(|character| joins(character) || face.glyph_index(character).is_some())
    })
}

/// Whether the embedded face has a sign for a character.
pub fn has(character: char) -> bool {
    FACES[0]
        .as_ref()
        .is_some_and(|face| face.glyph_index(character).is_some())
}

/// Whether a character takes no width of its own but belongs to the one before it, or shows nothing.
fn joins(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2069}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

/// Whether a text has characters that are written from right to left.
fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(
            character,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
        )
    })
}

/// A text that does not turn round what stands beside it, without characters that XML refuses and
/// without those that reorder or hide: in one line, with single spaces.
pub(super) fn tame(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|character| match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            _ if character.is_whitespace() => ' ',
            _ if character.is_control() => '\u{fffd}',
            _ => character,
        })
        .collect();
    let line = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    isolated(&line)
}

/// A text with its words measured, to be broken into lines at several widths.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// The words with a space between each.
    text: String,
    words: Vec<Word>,
    /// How far each character of the words reaches, in parts of the size of the text.
    ems: Vec<f64>,
    /// How wide the widest word is.
    widest: f64,
    has_right_to_left: bool,
    set: Set,
}

/// A word of a paragraph: its place in the text, that of its characters, and how wide it is.
#[derive(Clone, Debug)]
struct Word {
    bytes: Range<usize>,
    ems: Range<usize>,
    width: f64,
}

impl Paragraph {
    pub(super) fn new(text: &str, set: Set) -> Self {
        let mut paragraph = Self {
            text: String::new(),
            words: Vec::new(),
            ems: Vec::new(),
            widest: 0.0,
            has_right_to_left: is_right_to_left(text),
            set,
        };
        let face = usize::from(set.is_bold);
        for word in tame_words(text) {
            if !paragraph.text.is_empty() {
                paragraph.text.push(' ');
            }
            let (byte, em) = (paragraph.text.len(), paragraph.ems.len());
            paragraph.text.push_str(&word);
            let ems = word.chars().map(|character| advance(character, face));
            paragraph.ems.extend(ems);
            let width = reach(&paragraph.ems[em..], set);
            paragraph.widest = paragraph.widest.max(width);
            paragraph.words.push(Word {
                bytes: byte..paragraph.text.len(),
                ems: em..paragraph.ems.len(),
                width,
            });
        }
        paragraph
    }

    pub(super) fn set(&self) -> Set {
        self.set
    }

    /// The paper that its words cover, however they are broken into lines.
    pub(super) fn area(&self) -> f64 {
        let width: f64 = self.words.iter().map(|word| word.width).sum();
        width * self.set.line_height()
    }

    /// How many lines it takes.
    pub(super) fn n_lines(&self, most: f64) -> usize {
        self.breaks(most).len()
    }

    /// Its lines, no wider than `most`: broken at spaces, and within a word only where the word
    /// alone is wider. Never none, and nothing is left out.
    pub(super) fn lines(&self, most: f64) -> Vec<String> {
        let lines = self.breaks(most).into_iter();
        let lines = lines.map(|bytes| &self.text[bytes]);
        if self.has_right_to_left {
            lines.map(isolated).collect()
        } else {
            lines.map(str::to_owned).collect()
        }
    }

    /// Where in its text each of its lines is.
    fn breaks(&self, most: f64) -> Vec<Range<usize>> {
        let space = width(" ", self.set);
        let mut lines = Vec::new();
        let mut line = 0..0;
        let mut width = 0.0;
        for word in &self.words {
            let joined = if line.is_empty() {
                word.width
            } else {
                width + space + word.width
            };
            if joined <= most {
                if line.is_empty() {
                    line.start = word.bytes.start;
                }
                line.end = word.bytes.end;
                width = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(line);
            }
            (line, width) = self.part(word, most, &mut lines);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Parts a word, so that each part is no wider than `most` unless it is one character: adds
    /// all but the last to some lines, and gives the last with its width.
    fn part(&self, word: &Word, most: f64, lines: &mut Vec<Range<usize>>) -> (Range<usize>, f64) {
        if word.width <= most {
            return (word.bytes.clone(), word.width);
        }
        let (mut start, mut first) = (word.bytes.start, word.ems.start);
        let mut width = 0.0;
        let mut follows_joiner = false;
        let characters = self.text[word.bytes.clone()].char_indices();
        for ((byte, character), em) in characters.zip(word.ems.clone()) {
            let own = self.ems[em] * self.set.size * SAFETY;
            let at = word.bytes.start + byte;
            if width + own > most && at > start && !follows_joiner && !joins(character) {
                lines.push(start..at);
                (start, first) = (at, em);
                width = 0.0;
            }
            width += own;
            follows_joiner = character == '\u{200d}';
        }
        let last = &self.ems[first..word.ems.end];
        (start..word.bytes.end, reach(last, self.set))
    }

    /// Its lines, as even as may be: no more lines than at `most`, but none much shorter.
    pub(super) fn even_lines(&self, most: f64) -> Vec<String> {
        let n_lines = self.n_lines(most);
        if n_lines < 2 {
            return self.lines(most);
        }
        // A narrower measure must not part a word that the wider one leaves whole.
        let is_whole = self.widest <= most;
        let (mut low, mut high) = (most / 3.0, most);
        for _ in 0..8 {
            let middle = f64::midpoint(low, high);
            if is_whole && self.widest > middle || self.n_lines(middle) > n_lines {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.lines(high)
    }
}

/// The words of a text without marks of isolation, which are put round each line again.
fn tame_words(text: &str) -> Vec<String> {
    tame(text)
        .replace(['\u{2068}', '\u{2069}'], "")
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A line in which each run of words written from right to left is set apart, so that it does not
/// turn round what stands beside it.
fn isolated(line: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in line.split(' ').map(Some).chain([None]) {
        match word {
            Some(word) if is_right_to_left(word) => run.push(word),
            other => {
                if !run.is_empty() {
                    parts.push(format!("\u{2068}{}\u{2069}", run.join(" ")));
                    run.clear();
                }
                parts.extend(other.map(str::to_owned));
            }
        }
    }
    parts.join(" ")
}

/// The lines of a text, as [`Paragraph::even_lines`] has them.
pub(super) fn wrap_evenly(text: &str, most: f64, set: Set) -> Vec<String> {
    Paragraph::new(text, set).even_lines(most)
}

/// The widest of some lines.
pub(super) fn widest(lines: &[String], set: Set) -> f64 {
    lines
        .iter()
        .map(|line| width(line, set))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: Set = Set::regular(12.0);

    fn wrap(text: &str, most: f64, set: Set) -> Vec<String> {
        Paragraph::new(text, set).lines(most)
    }

    #[test]
    fn text_is_measured_in_the_embedded_faces() {
        assert!(width("iiii", TEXT) < width("mmmm", TEXT));
        assert!(width("Mosaic", TEXT) < width("Mosaic", Set::bold(12.0)));
        assert!(width("😀", TEXT) >= 12.0);
        assert!(width("漢字", TEXT) >= 24.0);
    }

    #[test]
    fn welsh_letters_are_covered_and_emoji_are_not() {
        assert!(is_covered("Tŷ'r Ddinbych ŵ — café £"));
        assert!(!is_covered("😀"));
    }

    #[test]
    fn control_characters_and_reordering_marks_do_not_pass() {
        assert_eq!(tame("a\u{0}b\u{202e}c\n d"), "a\u{fffd}b c d");
        assert_eq!(tame("שלום"), "\u{2068}שלום\u{2069}");
        assert_eq!(
            tame("a → שלום שלום → b"),
            "a → \u{2068}שלום שלום\u{2069} → b"
        );
        assert_eq!(tame(&tame("שלום b")), tame("שלום b"));
    }

    #[test]
    fn a_word_of_three_hundred_characters_is_parted() {
        let lines = wrap(&"w".repeat(300), 140.0, TEXT);
        assert!(lines.len() > 10);
        assert_eq!(lines.concat().len(), 300);
        assert!(widest(&lines, TEXT) <= 140.0);
    }

    #[test]
    fn even_lines_are_as_few_and_part_no_more_words() {
        let lines = wrap_evenly("Arrange and hold the family group conference", 140.0, TEXT);
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines.join(" "),
            "Arrange and hold the family group conference"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_cut_off(text in "\\PC{0,80}", most in 20.0..200.0f64) {
            let without = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && !('\u{2066}'..='\u{2069}').contains(c)).collect()
            };
            for lines in [wrap(&text, most, TEXT), wrap_evenly(&text, most, TEXT)] {
                prop_assert_eq!(without(&lines.concat()), without(&tame(&text)));
                prop_assert_eq!(Paragraph::new(&text, TEXT).n_lines(most), wrap(&text, most, TEXT).len());
                for line in &lines {
                    prop_assert!(width(line, TEXT) <= most || line.chars().filter(|c| !joins(*c)).count() <= 2);
                }
            }
        }
    }
}
