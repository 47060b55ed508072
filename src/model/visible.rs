//! Making text safe to show: what a terminal would act on is made visible.

use std::borrow::Cow;

use serde::Serialize;

/// The text with control characters and direction overrides written out as `\u{1b}`, so that no
/// name or note can move the cursor, colour the screen or reorder what is read. Line ends stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
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
            '\t' => shown.push_str("    "),
            hidden if is_hidden(hidden) => shown.extend(hidden.escape_unicode()),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// The text on one line, safe to show.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    add_one_line(&mut line, text);
    line
}

/// Adds a text on one line, safe to show, to what is written already.
pub fn add_one_line(written: &mut String, text: &str) {
    let is_spaced = || text.contains("  ") || text.starts_with(' ') || text.ends_with(' ');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !is_spaced() {
        written.push_str(text);
        return;
    }
    for (number, word) in visible(text).split_whitespace().enumerate() {
        if number > 0 {
            written.push(' ');
        }
        written.push_str(word);
    }
}

/// The lines of a text on one line, safe to show: what begins like a sentence of its own after a line without a stop is
/// set apart by a semicolon, so that a list does not read as one sentence. A line that goes on in lower case or in
/// brackets was only broken.
pub fn in_a_line(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines().map(one_line).filter(|line| !line.is_empty()) {
        if !whole.is_empty() {
            let is_stopped = whole.ends_with(['.', ',', ':', ';', '!', '?']);
            let goes_on = line.starts_with(|first: char| first.is_lowercase() || first == '(');
            whole.push_str(if is_stopped || goes_on { " " } else { "; " });
        }
        whole.push_str(&line);
    }
    whole
}

/// Names in a sentence: `A`, `A and B`, `A, B and C`.
pub fn and<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// A value as JSON, in lines; what a terminal would act on is written as JSON escapes it, so that it
/// is the same value.
pub fn json(value: &impl Serialize) -> String {
    escaped(serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

/// The same on one line, without an end of line.
pub fn json_on_a_line(value: &impl Serialize) -> String {
    escaped(serde_json::to_string(value).unwrap_or_default())
}

fn escaped(json: String) -> String {
    let is_safe = |character: char| character == '\n' || !is_hidden(character);
    if json.chars().all(is_safe) {
        return json;
    }
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_safe(character) {
            shown.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    shown
}

/// Whether a character is acted on and not shown: controls, marks that change the direction of
/// reading, what takes no room and what is no character. The two joiners stay: scripts and family
/// emoji need them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00ad}'
                | '\u{034f}'
                | '\u{061c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                // No characters at all: XML has no place for them.
                | '\u{fffe}'..='\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        for (names, said) in [
            (&[][..], ""),
            (&["A"], "A"),
            (&["A", "B"], "A and B"),
            (&["A", "B", "C"], "A, B and C"),
        ] {
            assert_eq!(and(names), said);
        }
    }

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_act_on() {
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(
            visible("soft\u{ad}hyphen\u{180e}"),
            "soft\\u{ad}hyphen\\u{180e}"
        );
        assert_eq!(visible("C1: \u{9b}31m"), "C1: \\u{9b}31m");
        assert_eq!(visible("Tŷ – 漢字 😀\nnext"), "Tŷ – 漢字 😀\nnext");
        assert_eq!(one_line("two\n  lines\r"), "two lines\\u{d}");
        assert_eq!(
            in_a_line("Health\n\n  Housing need\nwhich was\n(once)\n  broken.\nNotes"),
            "Health; Housing need which was (once) broken. Notes"
        );
    }

    #[test]
    fn json_that_acts_on_nothing_is_the_same_value() {
        let value = "\u{9b}31m \u{202e}x\u{e0041}\n Tŷ 👩‍👧";
        let text = json(&value);
        assert_eq!(text, "\"\\u009b31m \\u202ex\\udb40\\udc41\\n Tŷ 👩‍👧\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
        assert_eq!(json_on_a_line(&value) + "\n", text);
    }
}
