//! Whom something is given to, where they stand before what that is: "we provide the police with evidence".

use super::super::{categories, words};
use super::conditions::without_aim;
use super::pattern;

// "We may provide the police with evidence to take action"
pattern!(
    WITH,
    r"^(?:we|the council|the service|the \w+ team) (?:may |will |can |could |must |also |sometimes |routinely |regularly |need to |have to |are required to )*(?:provide|supply|issue|furnish|present)(?:s|ies|es)? (.+?) with (.+)$"
);
// "We send your GP a copy of your report"
pattern!(
    TWO,
    r"^(?:we|the council|the service|the \w+ team) (?:may |will |can |could |must |also |sometimes |routinely |regularly |need to |have to |are required to )*(?:give|send|pass|supply|show|offer)s? (.{3,60}?) ((?:your|copies of|a copy of|details of|access to (?:your|this)|(?:personal )?(?:information|data) about (?:you|your))\b.*)$"
);
// What is given, where that is of people.
pattern!(
    OF_PEOPLE,
    r"^(?:(?:any|some|the|this|that|these|relevant|necessary|copies of|a copy of|details of|personal|limited|basic) )*(?:your\b|evidence\b|footage|recordings?\b|images\b|photographs?\b|statements?\b|names?\b|address(?:es)?\b|cctv\b|personal (?:data|information))|\b(?:information|data|details|reports?|records) (?:about|on|of) (?:you|your|the (?:child|person|individual|patient|pupil|incident|offence|offender)|those involved)\b|^(?:the|this|that|relevant|necessary) (?:information|data|details|records)\b"
);
// What is told of the service, and is of nobody.
pattern!(
    OF_US,
    r"\b(?:information|data|details|statistics|figures) (?:about|on|of) (?:our|how|what|the services?|services|support)\b|\b(?:statistical|anonymised|anonymous|aggregated?)\b"
);
// What is said to be given to whom stands after it: "your details", which are nobody.
pattern!(
    IS_DATA,
    r"^(?:(?:some|any|all|your|this|that|these|the|personal|relevant|necessary|certain|limited|basic|contact|of|copies|a copy) )*(?:information|data|details|records|it|them|copies|footage|images|reports?|evidence)\b|\b(?:of|to|about|from|for|on|in|by)$|^(?:your|their) (?:name|address|personal|data|date|contact|full)"
);

/// Whom a sentence says that something is given to, and which known data: nothing where it is no such sentence, and nobody
/// where what it says is not told of people.
pub(super) fn to(text: &str) -> Option<(Option<&str>, Vec<String>)> {
    let found = WITH
        .captures(text)
        .or_else(|| TWO.captures(text))
        .filter(|found| !IS_DATA.is_match(&found[1]))?;
    let what = found.get(2)?.as_str();
    let whom = found.get(1)?.as_str();
    let is_of_people = OF_PEOPLE.is_match(what) && !OF_US.is_match(what);
    let named = words::trimmed(without_aim(what));
    let named = named.split(" to ").next().unwrap_or_default();
    let each = categories::listed(named.trim_start_matches("your "));
    let are_known = !each.is_empty() && each.iter().all(|one| categories::is_known(one));
    let carries = if are_known { each } else { Vec::new() };
    let carries = carries.iter().map(|one| words::capitalised(one));
    Some((is_of_people.then_some(whom), carries.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_something_is_given_to_stands_before_it() {
        for (text, whom) in [
            (
                "We may provide the police and other agencies with evidence to take action",
                Some(Some("the police and other agencies")),
            ),
            (
                "We supply the coroner with your name and address",
                Some(Some("the coroner")),
            ),
            (
                "We send your GP a copy of your report",
                Some(Some("your GP")),
            ),
            ("We provide residents with a parking permit", Some(None)),
            (
                "We provide schools with information about our services",
                Some(None),
            ),
            ("We may give your details to the police", None),
            ("We send some of your details to the police", None),
            ("We may provide your information to schools", None),
        ] {
            assert_eq!(to(text).map(|(whom, _)| whom), whom, "{text}");
        }
        let (_, carries) = to("We supply the coroner with your name and address").unwrap();
        assert_eq!(carries, ["Name", "Address"]);
    }
}
