//! Names of sheets that Excel accepts, each once.

use std::collections::BTreeSet;

use crate::model::one_line;

/// The most characters of a sheet's name, counted as Excel counts them.
const LONGEST: usize = 31;

/// The names that are taken, folded as Excel compares them.
#[derive(Default)]
pub(super) struct SheetNames {
    taken: BTreeSet<String>,
}

impl SheetNames {
    /// A name like the words given, legal and unlike every other.
    pub(super) fn take(&mut self, words: &str) -> String {
        let cleaned: String = one_line(words)
            .chars()
            .map(|character| match character {
                '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
                plain => plain,
            })
            .collect();
        let trimmed = cleaned.trim_matches(['\'', ' ']);
        let base = match trimmed {
            "" => "Sheet",
            // Excel keeps this name to itself.
            name if name.eq_ignore_ascii_case("history") => "History of the register",
            name => name,
        };
        (1..)
            .map(|number: usize| {
                let tail = if number == 1 {
                    String::new()
                } else {
                    format!(" ({number})")
                };
                let head = first_units(base, LONGEST - tail.len());
                format!("{}{tail}", head.trim_end_matches(['\'', ' ']))
            })
            .find(|name| self.taken.insert(name.to_lowercase()))
            .unwrap_or_default()
    }
}

/// The first characters of a text, as many as fit into so many UTF-16 units.
fn first_units(text: &str, most: usize) -> String {
    let mut n_units = 0;
    text.chars()
        .take_while(|character| {
            n_units += character.len_utf16();
            n_units <= most
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_unlike() {
        let mut names = SheetNames::default();
        for (words, name) in [
            ("Record", "Record"),
            ("record", "record (2)"),
            ("a/b:c*d?e[f]g\\h", "a-b-c-d-e-f-g-h"),
            ("'quoted'", "quoted"),
            ("", "Sheet"),
            ("History", "History of the register"),
            (&"x".repeat(40), &"x".repeat(31)),
            (&"x".repeat(40), &format!("{} (2)", "x".repeat(27))),
            (&"😀".repeat(20), &"😀".repeat(15)),
        ] {
            assert_eq!(names.take(words), name);
        }
    }
}
