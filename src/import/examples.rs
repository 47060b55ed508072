//! What is no name of a category of data: examples of one, what stands for any, and what only says that there may be more.

use super::words;
use crate::model::fold;

/// What leads from a category to examples of it.
const EXAMPLES: [&str; 14] = [
    "this could include ",
    "this may include ",
    "which could include ",
    "which may include ",
    "e.g. ",
    "e.g.",
    "eg. ",
    "i.e. ",
    "ie ",
    "eg ",
    "such as ",
    "for example, ",
    "for example ",
    "like ",
];

/// The examples in words that begin with what leads to them.
pub(super) fn led(words: &str) -> Option<&str> {
    let lower = words.to_lowercase();
    let lead = EXAMPLES.iter().find(|lead| lower.starts_with(**lead))?;
    words.get(lead.len()..).map(str::trim)
}

/// The name of a category, and the examples that follow it: "contact details (such as your phone number)". Examples are
/// what it may hold, and no part of what it is called.
pub(super) fn without_examples(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let within = text
        .strip_suffix(')')
        .and_then(|text| Some((text, text.rfind(" (")?)));
    let within = within.map(|(text, at)| (&text[..at], &text[at + 2..]));
    if let Some((name, inside)) = within
        && let Some(examples) = led(inside)
        && !name.is_empty()
    {
        return (name.trim(), Some(examples));
    }
    let at = EXAMPLES[..13].iter().filter_map(|lead| {
        let at = text.find(&format!(" {lead}"))?;
        let is_outside = text[..at].matches('(').count() == text[..at].matches(')').count();
        is_outside.then_some(at)
    });
    let like = text.find(", like ").map(|at| at + 1);
    match at.chain(like).min() {
        Some(at) => {
            let name = text[..at].trim_end_matches([' ', ',', '–', '-', ':']);
            (name, led(text[at..].trim()))
        }
        None => (text, None),
    }
}

/// Whether words stand for any data, so that their examples are what there is: "personal details such as your name".
pub(super) fn is_a_word_for_any(name: &str) -> bool {
    const ANY: &str = "as|all|required|necessary|personal|basic|general|your|the|some|other|any|details|information|data|about|you|things|following|relevant|identifying|special|category|categories|sensitive|criminal|types|of";
    fold(name)
        .split(' ')
        .all(|word| words::is_one_of(word, ANY))
}

/// Whether words only say that there may be more data: "any other information that you provide". "Other information about
/// your health" names some.
pub(super) fn says_no_more(name: &str) -> bool {
    const MORE: &str = "other|any|additional|further|extra|such|relevant";
    const WHICH: &str = "and|or|all|personal|necessary|appropriate|supporting|sensitive|useful|pertinent|the|your|general|\
         essential|specific|required";
    const NOUNS: &str = "data|information|details|info";
    const GOES_ON: &str = "deemed|considered|relevant|necessary|required|needed|appropriate|provided|supplied|given|held|\
         pertinent|specific|you|we|that|which|as|to|where|when|if|obtained|collected|may|volunteered|submitted|in|within|\
         contained|included";
    let folded = fold(name);
    if words::begins(&format!("{folded} "), "anything else |anything you ") {
        return true;
    }
    let mut each = folded.split(' ');
    let mut n_more = 0;
    let noun = each.find(|word| {
        n_more += usize::from(words::is_one_of(word, MORE));
        !words::is_one_of(word, MORE) && !words::is_one_of(word, WHICH)
    });
    let is_any = n_more > 0 && noun.is_some_and(|noun| words::is_one_of(noun, NOUNS));
    is_any
        && each
            .next()
            .is_none_or(|next| words::is_one_of(next, GOES_ON))
}

/// The names in a part of a cell before what leads, outside of brackets, to examples; and these with what leads to them.
/// Where what is before it stands for any data, they are what there is.
pub(super) fn before_examples(part: &str) -> (&str, Option<&str>) {
    if led(part).is_some() {
        return ("", Some(part));
    }
    match without_examples(part) {
        (name, Some(examples)) if !part[name.len()..].trim_start().starts_with('(') => {
            match is_a_word_for_any(name) {
                true => (examples, None),
                false => (
                    name,
                    Some(part[name.len()..].trim_start_matches([' ', ',', '–', '-', ':'])),
                ),
            }
        }
        _ => (part, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_says_that_there_may_be_more_is_no_name() {
        for any in [
            "Other personal data deemed necessary",
            "any other information that you provide",
            "Other personal details relevant to your enquiry",
            "Additional information",
            "Anything else you tell us",
            "any other personal information in your supporting documents",
            "Any relevant personal information",
        ] {
            assert!(says_no_more(any), "{any}");
        }
        for name in [
            "Other information about your health",
            "Personal details",
            "Relevant medical information",
            "Other contact details",
            "Any disabilities",
            "Other names you are known by",
        ] {
            assert!(!says_no_more(name), "{name}");
        }
    }

    #[test]
    fn names_stand_before_their_examples() {
        for (part, names, examples) in [
            (
                "Name, e.g. full name, alias",
                "Name",
                Some("e.g. full name, alias"),
            ),
            (
                "Name (e.g. full name), alias",
                "Name (e.g. full name), alias",
                None,
            ),
            (
                "e.g. passport, driving licence",
                "",
                Some("e.g. passport, driving licence"),
            ),
            (
                "Personal details such as name, address",
                "name, address",
                None,
            ),
            ("Name, address", "Name, address", None),
        ] {
            assert_eq!(before_examples(part), (names, examples));
        }
    }

    #[test]
    fn examples_are_no_part_of_a_name() {
        for (text, name, examples) in [
            (
                "Contact details (such as phone and e-mail)",
                "Contact details",
                Some("phone and e-mail"),
            ),
            ("Income (e.g. wages)", "Income", Some("wages")),
            (
                "Family details, this could include their ages",
                "Family details",
                Some("their ages"),
            ),
            (
                "Characteristics, like your ethnicity",
                "Characteristics",
                Some("your ethnicity"),
            ),
            (
                "Identity documents such as a passport",
                "Identity documents",
                Some("a passport"),
            ),
            (
                "Safeguarding information i.e. reports",
                "Safeguarding information",
                Some("reports"),
            ),
            (
                "Offences (including alleged offences)",
                "Offences (including alleged offences)",
                None,
            ),
            (
                "Unique pupil number (UPN)",
                "Unique pupil number (UPN)",
                None,
            ),
        ] {
            assert_eq!(without_examples(text), (name, examples));
        }
        assert!(is_a_word_for_any("Personal details") && !is_a_word_for_any("Contact details"));
    }
}
