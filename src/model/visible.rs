//! Making text safe to show: what a terminal would act on is made visible.

use std::borrow::Cow;

/// The text with control characters and direction overrides written out as `\u{1b}`, so that no
/// name or note can move the cursor, colour the screen or reorder what is read. Line ends stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text
        .chars()
        .any(|character| is_hidden(character) && character != '\n')
    {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
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

/// Whether a character is acted on and not shown: controls, and marks that change the direction of reading.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_act_on() {
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("C1: \u{9b}31m"), "C1: \\u{9b}31m");
        assert_eq!(visible("Tŷ – 漢字 😀\nnext"), "Tŷ – 漢字 😀\nnext");
        assert_eq!(one_line("two\n  lines\r"), "two lines\\u{d}");
    }
}
