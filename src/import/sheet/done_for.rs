//! What is done for a controller, in the one cell that a layout of ours has for it: below the name of the activity what it is,
//! and a line for each purpose.

use super::gaps::is_gap;
use super::map::UNREAD;

/// The word for a column of what is done for a controller: the activity, what it is and what for.
pub const CATEGORIES: &str = "categories of processing";

/// What stands before a purpose of what is done for a controller.
const FOR_PURPOSE: &str = "for: ";

/// What a line has before it that would else be read as something other than a line of its text.
const HELD: &str = "  ";

/// What stands before what is said to be none.
const NONE: &str = "none: ";

/// What it is, as it stands in the cell. A line that would be read as a purpose or as a gap is set in.
pub fn description(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(held).collect();
    lines.join("\n")
}

/// A purpose of it, as it stands in the cell.
pub fn purpose(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) => format!("{FOR_PURPOSE}{first}\n{}", description(rest)),
        None => format!("{FOR_PURPOSE}{text}"),
    }
}

fn held(line: &str) -> String {
    let is_other = line.starts_with(FOR_PURPOSE)
        || line.starts_with(NONE)
        || line.starts_with(HELD)
        || is_gap(line.trim());
    format!("{}{line}", if is_other { HELD } else { "" })
}

/// What such a cell tells, each with the field that it is of.
pub(super) fn told(text: &str) -> Vec<(&'static str, String)> {
    let mut told: Vec<(&str, String)> = Vec::new();
    for line in text.lines().skip(1) {
        let own = line.strip_prefix(HELD);
        let purpose = line.strip_prefix(FOR_PURPOSE);
        match (own, purpose, told.last_mut()) {
            (None, _, _) if is_gap(line.trim()) => {}
            (None, _, _) if line.starts_with(NONE) => told.push((UNREAD, line.to_owned())),
            (None, Some(words), _) => told.push(("purpose.text", words.to_owned())),
            // A text may stand in several lines.
            (_, _, Some((_, words))) => {
                words.push('\n');
                words.push_str(own.unwrap_or(line));
            }
            (_, _, None) => told.push(("description", own.unwrap_or(line).to_owned())),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z(): ]{0,6}",
            "(  )?for: [a-z]{0,4}",
            "( )?(none: |Not recorded|not applicable)[a-z ]{0,4}",
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        // No text of a register begins or ends with a space.
        let lines = proptest::collection::vec(line(), 1..4);
        let text = lines.prop_map(|lines| lines.join("\n").trim().to_owned());
        text.prop_filter("no text is empty", |text| !text.is_empty())
    }

    proptest! {
        #[test]
        fn what_is_done_comes_back_as_it_was(
            what in proptest::option::of(text()),
            purposes in proptest::collection::vec(text(), 0..3),
        ) {
            let said = what.iter().map(|what| description(what));
            let said = said.chain(purposes.iter().map(|one| purpose(one)));
            let cell = std::iter::once("Payroll".to_owned()).chain(said);
            let cell = cell.collect::<Vec<_>>().join("\n");
            let expected = what.iter().map(|what| ("description", what.clone()));
            let purposes = purposes.iter().map(|one| ("purpose.text", one.clone()));
            let expected: Vec<_> = expected.chain(purposes).collect();
            prop_assert_eq!(told(&cell), expected);
        }
    }
}
