//! Words in a cell that name nothing: a sentence, a doubt, a pointer to somewhere else, or all there is.

use super::super::words;
use super::said::yes_or_no;
use crate::model::fold;

/// Whether words can be the name of something, and are not a sentence about it.
pub(in crate::import) fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_sentence = text.contains(". ") || text.ends_with('.') && text.contains(' ');
    text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && !text.contains('@')
        && !is_sentence
        && !says_otherwise(&lower)
        && !text.starts_with("as ")
        && !text.starts_with("As ")
        && yes_or_no(text).is_none()
        && !is_doubtful(text)
}

/// Whether words, in small letters, deny, doubt, ask, point elsewhere, mean all there is or say when: "None outside the
/// council", "As per asset register", "Multiple systems".
fn says_otherwise(lower: &str) -> bool {
    const OF_WHAT: &str =
        "colleagues|departments|organisations|parties|places|services|sources|staff|systems|teams";
    let (first, rest) = lower.split_once(' ').unwrap_or((lower, ""));
    match first {
        "any" | "copies" | "depending" | "depends" | "if" | "in-house" | "internally" | "may"
        | "maybe" | "n/a" | "no" | "nobody" | "none" | "not" | "only" | "perhaps" | "please"
        | "possibly" | "potentially" | "published" | "see" | "self" | "some" | "sometimes"
        | "tba" | "tbc" | "tbd" | "varies" | "various" | "we" | "where" => true,
        "a" => words::begins(rest, "copy |redacted "),
        "all" => rest == "of the above",
        "as" => words::begins(rest, "above|and|per"),
        "data" => words::begins(rest, "owner"),
        "etc" | "everything" | "pending" | "recipient" | "vacancy" | "vacant" | "yes" => {
            rest.is_empty()
        }
        "in" => words::begins(rest, "house|line with |order "),
        // "Internal Audit" and "Multiple Sclerosis Society" are names.
        "internal" | "multiple" | "other" | "others" | "several" => {
            rest.is_empty() || words::is_one_of(rest, OF_WHAT) || words::begins(rest, "only|use")
        }
        // "To the intended recipient" says of whom it is asked, and not who that is.
        "intended" => rest == "recipient",
        "the" => words::is_one_of(rest, "intended recipient|recipient"),
        "refer" => words::begins(rest, "to "),
        // What leads to examples names none of its own.
        "e.g." | "e.g" | "eg" | "eg." => true,
        "for" => words::begins(rest, "example|instance"),
        "same" => words::begins(rest, "as "),
        "such" => words::begins(rest, "as "),
        "shared" => words::begins(rest, "internally|with |within "),
        "to" => words::begins(rest, "be "),
        "with" => words::begins(rest, "consent"),
        "within" => words::begins(rest, "the "),
        _ => false,
    }
}

/// Whether whoever wrote it was not sure.
pub(super) fn is_doubtful(text: &str) -> bool {
    let text = text.trim_end_matches([' ', ')', '.']);
    let begin = text.len().saturating_sub(3);
    let end = text.get(begin..).unwrap_or_default();
    text.ends_with('?')
        || end.eq_ignore_ascii_case("tbc")
        || text.ends_with("(vacant")
        || text.ends_with("(Vacant")
}

/// Whether words say of which class data is, and not which: "Sensitive".
pub(super) fn says_a_class_alone(words: &str) -> bool {
    const CLASSES: [&str; 9] = [
        "both",
        "non sensitive",
        "personal",
        "personal and sensitive",
        "sensitive",
        "special",
        "special category",
        "special category data",
        "standard",
    ];
    CLASSES.contains(&fold(words).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_no_name() {
        for name in [
            "HMRC",
            "Northmere County Council",
            "NHS (GPs)",
            "Multiple Sclerosis Society",
            "Internal Drainage Board",
            "Shared Lives carers",
            "Northmere Council",
            "Asda",
        ] {
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
            "As Rents",
            "Only",
            "In-house",
            "Self",
            "TBC - procurement underway",
            "None outside council",
            "No external sharing",
            "Not routinely shared",
            "N/A - not shared outside",
            "Internal only",
            "Internal teams",
            "Shared internally",
            "With consent: GP",
            "Maybe photos",
            "office@example.org",
            "Head of HR (vacant)",
            "Vacant",
            "Depends",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
