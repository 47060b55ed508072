//! Words in a cell that name nothing: a sentence, a doubt, a pointer to somewhere else, or all there is.

use super::super::words;
use super::said::yes_or_no;
use crate::model::fold;

/// Whether words can be the name of something, and are not a sentence about it.
pub(in crate::import) fn is_name(text: &str) -> bool {
    // What denies, doubts, asks, points elsewhere or says when: "None outside the council", "As per asset register".
    const BEGINS: &str = "a copy |a redacted |any |as above|as and|as per|copies |data owner|depending |depends|if |in house |in line with |in order |in-house|internally|maybe|may |n/a|no |no one |nobody|none |not |only |perhaps |please |possibly |potentially |published |refer to |same as |see |self |shared internally|shared with |shared within |some |sometimes |tba |tbc |tbd |to be |varies|various |we |where |with consent|within the ";
    // "To the intended recipient" says of whom it is asked, and not who that is.
    const ANY: &str = "all of the above|etc|everything|internal|internal only|internal use|internal use only|intended recipient|multiple|no|other|others|pending|recipient|the intended recipient|the recipient|vacancy|vacant|various|yes";
    const MANY: [&str; 4] = ["internal", "multiple", "other", "several"];
    const OF_WHAT: &str =
        "colleagues|departments|organisations|parties|places|services|sources|staff|systems|teams";
    let lower = text.to_lowercase();
    let is_sentence = text.contains(". ") || text.ends_with('.') && text.contains(' ');
    let are_many = lower
        .split_once(' ')
        .is_some_and(|(many, what)| MANY.contains(&many) && words::is_one_of(what, OF_WHAT));
    text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && !text.contains('@')
        && !is_sentence
        && !are_many
        && !words::begins(&format!("{lower} "), BEGINS)
        && !words::is_one_of(&lower, ANY)
        && !text.starts_with("as ")
        && !text.starts_with("As ")
        && yes_or_no(text).is_none()
        && !is_doubtful(text)
}

/// Whether whoever wrote it was not sure.
pub(super) fn is_doubtful(text: &str) -> bool {
    let text = text.trim_end_matches([' ', ')', '.']);
    let begin = text.len().saturating_sub(3);
    let end = text.get(begin..).unwrap_or_default();
    text.ends_with('?')
        || end.eq_ignore_ascii_case("tbc")
        || text.to_lowercase().ends_with("(vacant")
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
