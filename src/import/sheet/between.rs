//! What stands in a table beside its entries: marks that repeat what is above, sums, and the headings of the next table.

use std::collections::BTreeMap;

use super::cells::Row;
use crate::model::fold;

/// What stands in each column of the rows above.
#[derive(Default)]
pub(super) struct Above {
    by_column: BTreeMap<u32, String>,
}

impl Above {
    /// Puts what is above in the place of a mark that repeats it.
    pub(super) fn repeated_in(&mut self, row: &mut Row) {
        for cell in &mut row.cells {
            let above = self.by_column.entry(cell.column).or_default();
            if !repeats(&cell.text) {
                above.clone_from(&cell.text);
            } else if !above.is_empty() {
                cell.text.clone_from(above);
            }
        }
    }
}

/// Whether a text only repeats what is above it.
pub(super) fn repeats(text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() > 20 {
        return false;
    }
    matches!(
        text,
        "\"" | "\"\"" | "''" | "”" | "“" | "〃" | "- \" -" | "-\"-"
    ) || matches!(
        fold(text).as_str(),
        "ditto" | "do" | "as above" | "same as above" | "same" | "as previous"
    )
}

/// Whether a row only sums up: its first cell says so, and little else stands in it.
pub(super) fn is_sum(words: &[&str], n_columns: usize) -> bool {
    const OF: [&str; 8] = [
        "number",
        "of",
        "activities",
        "records",
        "entries",
        "rows",
        "assets",
        "processing",
    ];
    let first = fold(words.first().copied().unwrap_or_default());
    let mut parts = first
        .split(' ')
        .skip_while(|word| matches!(*word, "grand" | "sub"));
    let is_total = matches!(
        parts.next(),
        Some("total" | "totals" | "subtotal" | "subtotals")
    );
    let is_number = |word: &str| word.chars().all(|one| one.is_ascii_digit());
    is_total
        && parts.all(|word| OF.contains(&word) || is_number(word))
        && words.len() * 2 <= n_columns
}

/// Whether a row names a part of the table, and no entry: all that is said of it is its number and its name, and these
/// look like a heading.
pub(super) fn may_head(name: &str, number: &str) -> bool {
    let has_digit = |text: &str| text.contains(|one: char| one.is_ascii_digit());
    let is_loud = name.chars().any(char::is_alphabetic) && !name.contains(char::is_lowercase);
    is_loud || !has_digit(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_repeat_what_is_above_and_words_do_not() {
        for text in ["\"", "ditto", "Do.", "As above", " same as above "] {
            assert!(repeats(text), "{text}");
        }
        for text in ["", "See above", "Do not keep", "As above, and health", "-"] {
            assert!(!repeats(text), "{text}");
        }
    }

    #[test]
    fn sums_and_parts_are_told_from_entries() {
        for first in [
            "Total",
            "Sub-total: 2 activities",
            "Grand total: 3",
            "Total number of records",
        ] {
            assert!(is_sum(&[first, "3"], 8), "{first}");
        }
        assert!(!is_sum(&["Total Place programme", "3"], 8));
        assert!(!is_sum(&["Total", "a", "b", "c"], 5));
        assert!(may_head("PLACE", "B1") && may_head("Place", "B"));
        assert!(!may_head("Payroll", "A1"));
    }
}
