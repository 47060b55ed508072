//! Making text safe to show: what a terminal would act on is made visible.

use std::borrow::Cow;

/// The text with control characters, and marks that reorder or hide text, written as `\u{1b}`, so
/// that no name or note can move the cursor, colour the screen or change what is read. Line ends
/// stay; a tab becomes spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text
        .chars()
        .any(|character| character == '\t' || is_hidden(character))
    {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\t' => shown.push_str("    "),
            hidden if is_hidden(hidden) => shown.extend(hidden.escape_unicode()),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// The text on one line, safe to show.
pub fn one_line(text: &str) -> String {
    visible(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a character is acted on and not shown. A joiner (U+200D) stays: emoji are made with it.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\u{200d}' => false,
        '\u{061c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_act_on() {
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("C1: \u{9b}31m"), "C1: \\u{9b}31m");
        assert_eq!(visible("Tŷ – 漢字 👨‍👩‍👧\nnext"), "Tŷ – 漢字 👨‍👩‍👧\nnext");
        assert_eq!(one_line("two\n  lines\r"), "two lines\\u{d}");
    }
}
