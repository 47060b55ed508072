//! Whether those whom a notice speaks to give data themselves.

use super::super::words;
use super::pattern;

pattern!(
    FROM_YOU,
    r"^(?:(?:most|much|all|some) (?:of )?)?(?:(?:the|your|this|it) ?)?(?:personal )?(?:data|information)?(?: we (?:hold|have|collect))?(?: about you)? ?(?:comes? )?(?:directly )?from you(?: directly)?$|^(?:directly )?(?:from )?(?:you|yourself|(?:the )?(?:individuals?|data subjects?|applicants?)(?: themselves)?)(?:,? (?:the applicant|directly|yourself|themselves))?(?: \((?:you|directly|data subjects?|[^()]*\byou\b)[^()]*\))?$"
);
// "You as the service user through our forms", "you give it to us"
pattern!(
    YOU,
    r"^you(?:rself|rselves)? (?:as|when|for|through|via|directly|yourself|in|on|or your representative)\b|^you (?:may |can |also )*(?:give|provide|send|tell|supply|submit)\b"
);
// "A hospital or directly by you", "your school and from you"
pattern!(
    AND_YOU,
    r"^(.+?),? (?:or|and)(?: (?:is|are|it is))?(?: also| sometimes| usually)?(?: (?:provided|given|supplied|obtained|collected|received))?(?: direct(?:ly)?)?(?: (?:by|from))? (?:you|yourself)(?: direct(?:ly)?| yourself)?(?:,? (?:for|when|if|where|as|because|so that|in order) .*)?$"
);
pattern!(
    FIRST,
    r"^(?:both |either )?(.+?),? (?:or|and|as well as) (.+)$"
);

// How something is given, which names nobody.
pattern!(
    MEANS,
    r"\b(?:forms?|webforms?|telephone|phone|calls?|e-?mails?|post|letters?|websites?|online|face[ -]to[ -]face|in person|cctv|cameras?|videos?|surveys?|questionnaires?|cookies|visits?|meetings?|correspondence|interviews?|in writing|conversations?|recordings?|contact(?:ed)? us|systems?|drones?\)?)$"
);

/// Whether words say how something is given, and name nobody: "our online form".
pub(in crate::import) fn is_means(text: &str) -> bool {
    let text = words::outside_of_brackets(text);
    // "Correspondence from members of the public" is not a member.
    let head = text.split(" from ").next().unwrap_or_default();
    MEANS.is_match(text.trim()) || MEANS.is_match(head.trim())
}

/// Whether words are whom the notice speaks to.
pub(super) fn is_you(text: &str) -> bool {
    FROM_YOU.is_match(text)
}

/// The same, whatever they do: "you when you apply".
pub(super) fn are_you(text: &str) -> bool {
    FROM_YOU.is_match(text) || YOU.is_match(text)
}

/// The same, where nobody else is told of: "you via a form, from the police" tells of others.
pub(super) fn are_only_you(text: &str) -> bool {
    const OTHERS: &str = ", from | and from | or from |, by | and by | or by ";
    are_you(text) && !words::has(text, OTHERS)
}

/// The others of a list of which one is whom the notice speaks to: "you or your representative", "your school or you".
pub(super) fn others(list: &str) -> Option<&str> {
    let first = FIRST.captures(list).filter(|found| is_you(&found[1]));
    let found = first.map(|found| found.get(2));
    let last = || AND_YOU.captures(list).map(|found| found.get(1));
    found.or_else(last)?.map(|others| others.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_stand_before_or_after_whom_the_notice_speaks_to() {
        for (list, others_are) in [
            ("you or your representative", Some("your representative")),
            ("your school or directly by you", Some("your school")),
            (
                "a school/ college/ surgery or directly by you for one of these reasons",
                Some("a school/ college/ surgery"),
            ),
            ("the police, and from you directly", Some("the police")),
            ("your GP and your school", None),
        ] {
            assert_eq!(others(list), others_are, "{list}");
        }
    }
}
