//! A list of names as it is written, made one that only commas, semicolons and "such as" part.

use super::super::words;
use super::pattern;

// "The Planning Inspectorate/Secretary of State": two, unlike "Residential/nursing care".
pattern!(
    SLASHED,
    r"((?-i:[A-Z])[\w’'-]+ (?:inspectorate|commission|council|agency|office|authority|department|service|trust|police|board|ministry|tribunal|court|ombudsman)) ?/ ?((?-i:[A-Z])[\w’'-]+ (?:of |(?-i:[A-Z])))"
);
// "Third parties (including landlords and HMRC)": those in brackets are meant.
pattern!(
    MANY_IN_BRACKETS,
    r"^((?:(?:any|some|other|third|external|partner|various) )+(?:parties|partners|organisations|agencies|bodies|people|sources)) \((?:including|such as|for example,?|e\.g\.|eg) ([^()]+)\)"
);
// "Disclosure to agencies - e.g. in respect of staff": to whom, and what for.
pattern!(DISCLOSED, r"^(?:disclosures?|referrals?) to ");
pattern!(
    WHAT_FOR,
    r" [-–—] (?:e\.g\.|eg|for example,?) (?:to|for|in|where|when|if|by|on|as) .*$"
);
// "Departments (e.g. the Home Office) for evaluation"
pattern!(AFTER_BRACKET, r"\) for (?-i:[a-z])[\w ]+$");

/// The list, without what leads to it and what it is for, and with one mark between its names.
pub(super) fn as_list(list: &str) -> String {
    let list = &*SLASHED.replace_all(list, "$1 / $2");
    // "Disclosure to agencies - e.g. in respect of staff": to whom, and what for.
    let list = &DISCLOSED.replace(list, "");
    let list = WHAT_FOR
        .find(list)
        .map_or(&**list, |what| &list[..what.start()]);
    let list = AFTER_BRACKET
        .find(list)
        .map_or(list, |what| &list[..what.start() + ")".len()]);
    // "Other departments – Trading Standards, Registration Services": these are some of them.
    let some = list.split_once(" – ").filter(|(many, each)| {
        let each = words::outside(each, ',');
        let is_proper = |one: &&str| one.trim().starts_with(char::is_uppercase);
        words::begins(many, "Other |other ") && each.len() > 1 && each.iter().all(is_proper)
    });
    let some = some.map(|(many, each)| format!("{many} including {each}"));
    let list = some.as_deref().unwrap_or(list);
    // "A school/ college/ surgery": where the slash ends a word, it ends a name.
    let list = &list.replace(" / ", "/ ");
    let n_ended = list.matches("/ ").count();
    let list = &list.replace("/ ", if n_ended > 1 { "; " } else { " / " });
    let list = &*MANY_IN_BRACKETS.replace(list, "$1 including $2");
    list.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_one_whatever_parts_its_names() {
        for (written, list) in [
            (
                "a school/ a college/ a surgery",
                "a school; a college; a surgery",
            ),
            ("the police / courts", "the police / courts"),
            ("Disclosure to banks - e.g. to confirm your pay", "banks"),
            (
                "Other departments – Trading Standards, Registration Services",
                "Other departments including Trading Standards, Registration Services",
            ),
            (
                "Departments (e.g. the Home Office) for evaluation",
                "Departments (e.g. the Home Office)",
            ),
            (
                "Other agencies - e.g. the police",
                "Other agencies - e.g. the police",
            ),
            (
                "Third parties (including landlords and HMRC)",
                "Third parties including landlords and HMRC",
            ),
        ] {
            assert_eq!(as_list(written), list);
        }
    }
}
