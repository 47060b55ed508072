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

/// Puts a text as [`hung`] gives it after what is written already, and ends the line.
pub(super) fn hang(written: &mut String, text: &str, width: usize, indent: usize) {
    lay(written, text, width, indent, indent + 2);
    written.push('\n');
}

fn laid(text: &str, width: usize, first: usize, rest: usize) -> String {
    let mut laid = String::with_capacity(first + text.len() + text.len() / 16);
    lay(&mut laid, text, width, first, rest);
    laid
}

fn lay(written: &mut String, text: &str, width: usize, first: usize, rest: usize) {
    let text = one_line(text);
    let width = width.max(first + 20);
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let longest = width.saturating_sub(first.max(rest));
    if is_plain && !text.is_empty() && text.split(' ').all(|word| word.len() <= longest) {
        lay_plain(written, &text, width, first, rest);
        return;
    }
    let [first, rest] = [first, rest].map(|indent| " ".repeat(indent));
    let options = textwrap::Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    written.push_str(&textwrap::fill(&text, options));
}

/// The same for words each of which fits a line, and of which each character takes one column, as nearly all do.
fn lay_plain(written: &mut String, text: &str, width: usize, first: usize, rest: usize) {
    let mut column = first;
    written.extend(std::iter::repeat_n(' ', first));
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 && column + 1 + word.len() > width {
            written.push('\n');
            written.extend(std::iter::repeat_n(' ', rest));
            column = rest;
        } else if number > 0 {
            written.push(' ');
            column += 1;
        }
        written.push_str(word);
        column += word.len();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is laid out without looking at each character comes out as with it.
        #[test]
        fn plain_text_is_wrapped_as_any_other(
            words in prop::collection::vec("[!-~]{1,24}", 1..40),
            width in 1_usize..60,
            first in 0_usize..8,
            rest in 0_usize..8,
        ) {
            let text = words.join(" ");
            let [begins, goes_on] = [first, rest].map(|indent| " ".repeat(indent));
            let options = textwrap::Options::new(width.max(first + 20))
                .initial_indent(&begins)
                .subsequent_indent(&goes_on)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            prop_assert_eq!(laid(&text, width, first, rest), textwrap::fill(&text, options));
        }
    }
}
