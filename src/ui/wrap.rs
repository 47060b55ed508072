//! Lines of text, wrapped.

use super::one_line;

/// How wide text is where no terminal says.
pub const WIDTH: usize = 100;

/// Text made safe and wrapped at a width, standing in by so many columns; what follows the first
/// line stands in by two more.
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    if text.starts_with("- ") {
        return hung(text, width, indent.saturating_sub(2));
    }
    laid(text, width, indent, if indent > 0 { indent + 2 } else { 0 })
}

/// As [`wrapped`], and what follows the first line always stands in, so that no line of a text can
/// be taken for a field.
pub fn hung(text: &str, width: usize, indent: usize) -> String {
    laid(text, width, indent, indent + 2)
}

fn laid(text: &str, width: usize, first: usize, rest: usize) -> String {
    let [first, rest] = [first, rest].map(|indent| " ".repeat(indent));
    let text = one_line(text);
    let width = width.max(first.len() + 20);
    if text.is_ascii() && !text.is_empty() && first.len() + text.len() <= width {
        return first + &text;
    }
    let options = textwrap::Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&text, options)
}
