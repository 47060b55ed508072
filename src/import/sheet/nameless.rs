//! Words in a cell that name nothing: a sentence, a doubt, a pointer to somewhere else, or all there is.

use super::super::words;
use super::said::yes_or_no;

/// Whether words can be the name of something, and are not a sentence about it.
pub(in crate::import) fn is_name(text: &str) -> bool {
    const NOT_NAMES: [&str; 37] = [
        "a copy ",
        "a redacted ",
        "copies ",
        "nobody ",
        "no one ",
        "in order ",
        "published ",
        "some ",
        "yes",
        "no",
        "see ",
        "as above",
        "as per",
        "as per ",
        "same as ",
        "refer to ",
        "in line with ",
        "please ",
        "to be ",
        "not yet ",
        "depends",
        "depends ",
        "depending ",
        "varies",
        "varies ",
        "various ",
        "multiple",
        "multiple ",
        "as and",
        "as and ",
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
    // "To the intended recipient" says of whom it is asked, and not who that is.
    const ANY: &str = "as above|all of the above|everything|pending|vacant|vacancy|other|others|etc|various|recipient|the recipient|intended recipient|the intended recipient";
    let is_all = words::is_one_of(&lower, ANY);
    text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && !is_sentence
        && !begins
        && !is_all
        && yes_or_no(text).is_none()
        && !is_doubtful(text)
        && !text.starts_with("as above")
}

/// Whether whoever wrote it was not sure.
pub(super) fn is_doubtful(text: &str) -> bool {
    let text = text.trim_end_matches([' ', ')', '.']);
    let begin = text.len().saturating_sub(3);
    let end = text.get(begin..).unwrap_or_default();
    text.ends_with('?') || end.eq_ignore_ascii_case("tbc")
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "Y",
            "Mailchimp?",
            "Courts (tbc)",
            "As per asset register",
            "Refer to information security policy",
            "Various - see contract register",
            "Multiple systems",
            "All of the above",
            "As and",
            "Vacant",
            "Depends",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
