//! Texts that a spreadsheet would calculate, made safe to stand in a cell of CSV, and back.

use std::borrow::Cow;

use super::visible;

/// The characters at which a spreadsheet begins to calculate.
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text safe to stand in a cell of CSV: what a spreadsheet would calculate begins with an
/// apostrophe, and what is not seen is written out.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if is_run(&shown) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

/// The text that was guarded; what is not seen stays written out.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_run(rest))
        .unwrap_or(cell)
}

/// Whether a spreadsheet would calculate a text, or would where what stands before it is taken away.
fn is_run(text: &str) -> bool {
    let is_before = |character: char| {
        character.is_whitespace() || matches!(character, '\'' | '\u{200c}' | '\u{200d}')
    };
    let after = text.trim_start_matches(is_before);
    text.starts_with(['\n', '\t']) || after.starts_with(TRIGGERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back() {
        for text in [
            "=1+1",
            "'=1",
            "''@x",
            "-5",
            "'tis",
            "plain",
            "",
            "'",
            "+44 1245",
            "a=b",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{a0}=1",
            "\n=1",
            "\nplain",
            "' =1",
            "  plain",
            "\u{3000}＝1",
        ] {
            assert_eq!(unguarded(&guarded(text)), text, "{text}");
            assert!(
                !is_run(guarded(text).trim_start_matches('\'')) || guarded(text).starts_with('\'')
            );
        }
        for (text, cell) in [
            ("\u{ad}=1", "\\u{ad}=1"),
            ("\u{180e}=1", "\\u{180e}=1"),
            ("\r=1", "\\u{d}=1"),
            ("＝1", "'＝1"),
            (" =1", "' =1"),
            ("\n=1", "'\n=1"),
            ("\nplain", "'\nplain"),
            ("  plain", "  plain"),
        ] {
            assert_eq!(guarded(text), cell);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'tis"), "'tis");
        assert_eq!(guarded("\t=1"), "'    =1");
    }
}
