//! What the words of a cell say: nothing, that there is none, that it does not apply, or something.

use super::super::words;
use crate::model::fold;

/// What a cell says, before anybody asks of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Said<'t> {
    /// Nothing: it is not recorded.
    Nothing,
    /// That there is none.
    None,
    /// That it does not apply.
    NotApplicable,
    /// That nobody knows yet, or what a spreadsheet writes where it could not calculate.
    Unknown,
    /// Something.
    Words(&'t str),
}

impl<'t> Said<'t> {
    /// What a text says.
    pub(in crate::import) fn of(text: &'t str) -> Self {
        let text = text.trim();
        let folded = fold(text);
        // What a spreadsheet writes where it could not calculate.
        const ERRORS: [&str; 7] = ["ref", "value", "name", "div 0", "null", "num", "n a"];
        if text.starts_with('#') && ERRORS.contains(&folded.as_str()) {
            return Self::Unknown;
        }
        match folded.as_str() {
            "" if text.contains('?') => Self::Unknown,
            "" | "not recorded" => Self::Nothing,
            "none" | "nil" | "none recorded" | "none held" => Self::None,
            "n a" | "na" | "not applicable" | "does not apply" => Self::NotApplicable,
            "tbc" | "tbd" | "to be confirmed" | "to be determined" | "unknown" | "not known"
            | "not sure" => Self::Unknown,
            _ => Self::Words(text),
        }
    }
}

/// The values in a cell: a line, a bullet, what a semicolon or one of other marks separates, and of names in a sentence
/// each.
pub(super) fn values(text: &str, separators: &[String], are_names: bool) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    for separator in ["\n", ";", "•", "·", "▪", "●"]
        .into_iter()
        .chain(separators.iter().map(String::as_str))
    {
        parts = parts
            .iter()
            .flat_map(|part| outside_brackets(part, separator))
            .collect();
    }
    let mut found: Vec<String> = Vec::new();
    for part in &parts {
        let part = part.trim();
        let part = words::bullet(part).unwrap_or(part);
        let several = if are_names {
            words::listed(part)
        } else {
            vec![words::trimmed(part).to_owned()]
        };
        for one in several {
            if !one.is_empty() && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// The parts of a text between separators that are not in brackets; one inside an address separates nothing.
fn outside_brackets(text: &str, separator: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(one) = rest.chars().next() {
        let begun = parts.last().map_or("", String::as_str);
        let begun = begun.rsplit(char::is_whitespace).next().unwrap_or_default();
        let ahead = rest.split(char::is_whitespace).next().unwrap_or_default();
        let is_address = words::address_in(&format!("{begun}{ahead}")).is_some();
        if depth == 0 && !is_address && rest.starts_with(separator) {
            parts.push(String::new());
            rest = &rest[separator.len()..];
            continue;
        }
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(one);
        }
        rest = &rest[one.len_utf8()..];
    }
    parts
}

/// Whether words can be the name of something, and are not a sentence about it.
pub(in crate::import) fn is_name(text: &str) -> bool {
    const NOT_NAMES: [&str; 12] = [
        "yes",
        "no",
        "see ",
        "as above",
        "as per",
        "if ",
        "only ",
        "where ",
        "possibly ",
        "may ",
        "any ",
        "we ",
    ];
    let lower = text.to_lowercase();
    let is_sentence = text.contains(". ") || text.ends_with('.') && text.contains(' ');
    let begins = NOT_NAMES
        .iter()
        .any(|begin| lower == begin.trim() || begin.ends_with(' ') && lower.starts_with(begin));
    let is_all = matches!(
        lower.as_str(),
        "as above" | "other" | "others" | "etc" | "various"
    );
    text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && !is_sentence
        && !begins
        && !is_all
        && !text.starts_with("as above")
}

/// Whether words say yes or no, and nothing else.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "required" => Some(true),
        "no" | "n" | "false" | "not required" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_not_applicable_and_nothing_are_three_things() {
        for (text, said) in [
            ("", Said::Nothing),
            (" - ", Said::Nothing),
            ("–", Said::Nothing),
            ("Nil", Said::None),
            ("None.", Said::None),
            ("N/A", Said::NotApplicable),
            ("n/a", Said::NotApplicable),
            ("Not applicable", Said::NotApplicable),
            ("TBC", Said::Unknown),
            ("?", Said::Unknown),
            ("#REF!", Said::Unknown),
            ("Name", Said::Words("Name")),
            (" Payroll ", Said::Words("Payroll")),
        ] {
            assert_eq!(Said::of(text), said, "{text}");
        }
    }

    #[test]
    fn the_values_in_a_cell_are_told_apart() {
        let names = |text: &str| values(text, &[], true).join(" | ");
        assert_eq!(
            names("Name; address\nDate of birth"),
            "Name | address | Date of birth"
        );
        assert_eq!(names("• Staff\n• Councillors"), "Staff | Councillors");
        assert_eq!(
            names("Name, address (home, work) and bank details"),
            "Name | address (home, work) | bank details"
        );
        assert_eq!(values("a, b; c", &[], false), ["a, b", "c"]);
        assert_eq!(
            values("Resident/councillor", &["/".to_owned()], true),
            ["Resident", "councillor"]
        );
        assert_eq!(
            values("https://a.uk/b/c", &["/".to_owned()], true),
            ["https://a.uk/b/c"]
        );
    }

    #[test]
    fn a_sentence_is_no_name() {
        for name in ["HMRC", "Northmere County Council", "NHS (GPs)"] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Yes",
            "See above",
            "It is sent. Then kept",
            "possibly phone number",
            "12",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
