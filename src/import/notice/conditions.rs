//! What a list of names says beside the names: on which condition, and what for.

use super::super::words;
use super::parts::has_verb;
use super::pattern;

// "... for the prevention and detection of crime"
pattern!(
    AIM,
    r",? (?:for (?:the )?(?:purposes?|(?-i:[a-z])\w*(?:tion|ing|ment) (?:of|and|or))\b|as part of|in accordance with|in order to|to (?:help|assist|enable|comply|prevent|protect|verify|confirm|check|obtain|carry|compile|manage|meet|ensure|support|deliver|provide|investigate|undertake)\b)"
);

// "A Ltd to administer our leases": whatever is done to something is what a name is told for.
pattern!(
    TO_DO,
    r",? to ((?-i:[a-z])[a-z-]+)(?: (?:and|or) (?-i:[a-z])[a-z-]+)? (?:our|your|the|their|an?|this|these|any|its|his|her|that|those|each|all|such|some|you|us|them|people|residents|whether)\b"
);

/// Where words begin that say what is done, and what for.
fn aim_at(text: &str) -> Option<usize> {
    // "Access to all the schools", "those who need to see your file"
    const NO_VERBS: &str = "the|our|your|their|his|her|its|any|all|both|each|some|other|others|those|these|this|that|a|an|whom|which|us|you|them|it|him|\
         work|people|children|families|schools|residents|staff|parents";
    const BEFORE: &str = "need|needs|needed|have|has|had|able|required|wish|wishes|want|wants|order|authorised|permitted|entitled|allowed|\
         obliged|duty|power|powers|right|rights|responsible|asked|likely|relating|according|due|next|subject|similar|close|\
         related|relevant|seek|seeks|trying|try|choose|agreed|agree|access|referred|up|who|which";
    let to_do = TO_DO.captures_iter(text).find_map(|found| {
        let at = found.get(0)?.start();
        let before = text[..at].rsplit(' ').next().unwrap_or_default();
        let is_verb = !words::is_one_of(&found[1].to_lowercase(), NO_VERBS);
        // "Anyone who asks to see the register"
        let is_of_clause = words::has(&text[..at], " who | that | which ");
        let is_aim = !words::is_one_of(&before.to_lowercase(), BEFORE);
        (is_verb && is_aim && !is_of_clause).then_some(at)
    });
    // "Bodies responsible for auditing of funds" are told by that.
    const OPEN: &str = "responsible|used|needed|required|necessary|eligible|apply|applying|charged|liable|accountable|provided";
    let is_whole = |aim: &regex::Match<'_>| {
        let before = text[..aim.start()].rsplit(' ').next().unwrap_or_default();
        !words::is_one_of(before, OPEN)
    };
    let aim = AIM.find_iter(text).find(is_whole).map(|aim| aim.start());
    aim.into_iter().chain(to_do).min()
}

/// Whether words after "to" say what is done, and name nobody: "administer our leases".
pub(super) fn begins_with_aim(text: &str) -> bool {
    aim_at(&format!(" to {text}")) == Some(0)
}

// "The police (for safeguarding purposes)"
pattern!(
    FOR_PURPOSES,
    r" \(for (?:the purposes? of [^()]+|[\w ]{3,40} purposes?)\)$"
);

// "Suppliers who host our data", "contractors where the complaint is about them"
pattern!(
    CLAUSE,
    r"^((?-i:[A-Z])[^,;]*?),? (?:who|which|that|where|when|if) [^,;]*$"
);

/// On which condition somebody in a list is told of, where a clause after the name says it.
pub(super) fn condition_of_clause(text: &str) -> Option<String> {
    let rest = text[without_clause(text).len()..].trim_start_matches([',', ' ']);
    words::begins(rest, "where |when |if ").then(|| rest.to_owned())
}

/// Somebody in a list without what the line says of them in a clause.
pub(super) fn without_clause(text: &str) -> &str {
    let who = CLAUSE.captures(text).and_then(|found| found.get(1));
    let who = who.map(|who| who.as_str());
    who.filter(|who| is_closed(who) && !has_verb(who) && !who.to_lowercase().starts_with("we "))
        .unwrap_or(text)
}

// "Where necessary", which tells of no one in a list what it tells of another.
pattern!(
    VAGUE,
    r"^(?:as|as and when|where|when|if|only where|only when|only if)(?: it is| this is|ever)? (?:necessary|appropriate|relevant|applicable|required|needed|possible)$"
);

/// Whether a condition says no more than that there may be one.
pub(super) fn is_vague(condition: &str) -> bool {
    VAGUE.is_match(condition)
}

// "If you are over 16, ..." and "... where you have agreed", of those whom the notice speaks to
pattern!(
    OF_SOME,
    r"\b(?:if|where|when|unless) (?:you|your|the (?:person|child|applicant|customer|patient|resident|employee)|someone|somebody|people|they) |\bfor [^,;]{3,60} only\b"
);

/// Whether words hold of some people or data alone, as a basis may.
pub(in crate::import) fn is_of_some(text: &str) -> bool {
    OF_SOME.is_match(text)
}

// "The regional agency", which after a name may say what that is.
pattern!(
    WHAT_IT_IS,
    r"^(the|an?|our|its) (?-i:[a-z]).*\b(?:agency|body|regulator|charity|company|provider|supplier|contractor|partnership|firm|organisation|consortium|watchdog|association|operator|programme|scheme|network)$"
);

/// Whether of two beside each other in a list the second may say what the first is: "Adopt East, the regional agency".
pub(super) fn tells_what(first: &str, second: &str) -> bool {
    let is_proper = first.split(' ').all(|word| {
        word.starts_with(char::is_uppercase) || words::is_one_of(word, "of|and|for|the|&")
    });
    let are_several = first.ends_with('s') && !first.contains(' ');
    is_proper
        && !are_several
        && !words::begins(first, "The |Your |Our |Other ")
        && WHAT_IT_IS.is_match(second)
}

/// What follows a label such as "Where relevant:" happens so.
pub(super) fn condition_of_all(text: &str) -> Option<String> {
    const MOST: usize = 8;
    let lower = format!(" {}", text.to_lowercase());
    let condition = condition_in(lower.trim_end_matches(" with").trim_end_matches(',')).1?;
    // "By law we must share it with:" is of no one in the list more than of another.
    // "Occasions when your information is shared include:" says of nobody when it is so.
    let is_of_list = words::has(&condition, "shar|disclos|includ|following|such as");
    let is_short =
        condition.split(' ').count() <= MOST && !condition.starts_with("by law") && !is_of_list;
    is_short.then_some(condition)
}

/// A list without the condition that ends it: "the police where the law requires it".
pub(super) fn condition_in(list: &str) -> (&str, Option<String>) {
    const BEGINS: [&str; 40] = [
        " in relation to ",
        " in connection with ",
        " regarding ",
        " as appropriate",
        " as necessary",
        " by law",
        ", as required by law",
        ", but only ",
        " but only ",
        " – only ",
        " - only ",
        " only if ",
        " with your consent",
        " with your agreement",
        " with your permission",
        ", with your ",
        ", with permission",
        ", with consent",
        ", at your ",
        ", following ",
        " unless ",
        " except where ",
        " except when ",
        " except if ",
        ", except ",
        " once ",
        " in the event of ",
        " where ",
        " when ",
        " if ",
        " in order to ",
        " so that ",
        " (where ",
        " (subject to ",
        " (when ",
        " (if ",
        " (only ",
        " (with your ",
        " (with permission",
        " (with consent",
    ];
    // What stands in brackets is of the name before it, unless it begins as a condition.
    let is_outside = |at: &usize| is_closed(&list[..*at]);
    let lower = list.to_ascii_lowercase();
    let at = BEGINS.iter().filter_map(|words| lower.find(words));
    let at = at.chain(FOR_PURPOSES.find(list).map(|found| found.start()));
    match at.filter(is_outside).min() {
        Some(at) if list[at..].starts_with(" (") && !list.ends_with(')') => (list, None),
        Some(at) => {
            let condition = list[at..].trim_matches([' ', '(', ')', ',', '–', '-']);
            let before = list[..at].trim_end_matches([' ', '–', '-', ',']);
            (before, Some(condition.to_owned()))
        }
        None => (list, None),
    }
}

/// A condition without the names that follow it, and these. Nothing where it is not clear where it ends.
pub(super) fn ended(condition: String) -> Option<(Option<String>, Option<String>)> {
    const SHORT: [&str; 6] = [
        "relevant",
        "appropriate",
        "necessary",
        "applicable",
        "required",
        "needed",
    ];
    const NAMES: [&str; 5] = ["the ", "other ", "your ", "our ", "and "];
    let Some((first, rest)) = condition.split_once(", ") else {
        return Some((Some(condition), None));
    };
    let rest = rest.trim();
    let begins = |text: &str| {
        text.starts_with(char::is_uppercase) || NAMES.iter().any(|name| text.starts_with(name))
    };
    let is_short = SHORT.iter().any(|word| first.ends_with(word)) && first.split(' ').count() <= 3;
    if !is_short && !begins(rest) {
        return None;
    }
    let rest = rest.strip_prefix("and ").unwrap_or(rest);
    (!is_sentence_about(rest)).then(|| (Some(first.to_owned()), Some(rest.to_owned())))
}

/// A list without what it says of its being open.
fn closed(list: &str) -> &str {
    let end = list.to_lowercase().find("including but not limited to");
    end.and_then(|end| list.get(..end)).unwrap_or(list)
}

/// Whether words say what somebody is told something for.
pub(super) fn says_aim(text: &str) -> bool {
    aim_at(text).is_some()
}

/// A name without what it is told for: "former employers to obtain references".
pub(super) fn without_aim(text: &str) -> &str {
    let aim = aim_at(text).filter(|aim| is_closed(&text[..*aim]));
    aim.map_or(text, |aim| &text[..aim])
}

/// A list without what it is told for: "district councils, to check your address".
pub(super) fn without_aims(list: &str) -> &str {
    let cut = cut(
        list,
        &[
            ", to ",
            ", as ",
            ", including in ",
            ", including to ",
            ", who have ",
            ", who will ",
            " who will use ",
            ", which ",
            " - for example to ",
            " – for example to ",
            " – to ",
            " - to ",
            "- to ",
            " – under ",
            " – Under ",
            " – through ",
            " - through ",
            " – via ",
            "- using ",
            "- via ",
        ],
    );
    // What follows an aim may go on with names.
    let is_last = |aim: &usize| {
        let rest = &cut[aim + 1..];
        is_closed(&cut[..*aim])
            && !words::has(
                rest,
                ", | and the | and with | and to the | and to your | and to other ",
            )
    };
    let cut = aim_at(cut).filter(is_last).map_or(cut, |aim| &cut[..aim]);
    without_what_for(cut)
}

/// One name without what follows a comma and "for": "the emergency services, for action on what was reported".
fn without_what_for(list: &str) -> &str {
    let Some((name, aim)) = list.split_once(", for ") else {
        return list;
    };
    let is_aim = aim.starts_with(char::is_lowercase)
        && !words::begins(aim, "example|instance|the |your |our ")
        && !aim.contains([',', ';', ':']);
    let is_one = !name.contains([',', ';', ':']) && !words::has(name, " and | or ");
    if is_aim && is_one { name } else { list }
}

/// A text up to the first of some words that is not in brackets.
fn cut<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let is_outside = |at: &usize| is_closed(&text[..*at]);
    let at = words
        .iter()
        .filter_map(|word| text.find(word))
        .filter(is_outside)
        .min();
    at.map_or(text, |at| &text[..at])
}

/// Whether every bracket of a text is closed in it.
fn is_closed(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
}

/// Whether words have a verb of their own, and so name nobody alone.
pub(super) fn is_sentence_about(text: &str) -> bool {
    // "Companies that have to find out" names companies, and a condition has its verb.
    has_verb(condition_in(without_aims(closed(text))).0)
}

/// When or for what the one name before it is told, where the second piece of a list says that and names nobody: "hospitals
/// abroad, in an emergency". Nothing where it is not clear of whom it is said.
pub(super) fn circumstance(names: &mut Vec<String>, is_joined: bool) -> Option<Option<String>> {
    const WHEN: &str =
        "in |during |at |on |under |after |before |upon |by |through |via |as |from time ";
    const AIM: &str = "for ";
    let told: Vec<bool> = names
        .windows(2)
        .map(|two| tells_what(&two[0], &two[1]))
        .collect();
    if told.contains(&true) {
        // "Adopt East, the regional agency, and Ofsted": whether these are two or three is not told. "Wellby, a charity" is one.
        let is_one = |name: &str| words::begins(name, "a |an ") || told.len() == 1 && !is_joined;
        let mut at = 0;
        let mut is_clear = true;
        names.retain(|name| {
            let is_told = at > 0 && told[at - 1];
            at += 1;
            is_clear &= !is_told || is_one(name);
            !is_told
        });
        return is_clear.then_some(None);
    }
    let is_of_another = |one: &String| words::begins(one, WHEN) || one.starts_with(AIM);
    if names.iter().skip(1).any(is_of_another) {
        let [_, about] = &names[..] else {
            return None;
        };
        let when = (!about.starts_with(AIM)).then(|| about.clone());
        names.truncate(1);
        return Some(when);
    }
    // "Evolve, the system that our partners provide" is one, told twice.
    let is_told_twice = !is_joined
        && matches!(&names[..], [_, second] if words::begins(second, "the |a |an |our ")
            && words::has(second, " that | which | who "));
    (!is_told_twice).then_some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_where_what_it_is_told_for_begins() {
        for (text, name) in [
            ("A Ltd to administer our leases", "A Ltd"),
            ("A Ltd to create and run our permits", "A Ltd"),
            ("former employers to obtain references", "former employers"),
            (
                "those who need to see your file",
                "those who need to see your file",
            ),
            (
                "anyone who asks to read the register",
                "anyone who asks to read the register",
            ),
            ("Access to Work", "Access to Work"),
            ("services to children", "services to children"),
            (
                "bodies responsible for auditing of public funds",
                "bodies responsible for auditing of public funds",
            ),
        ] {
            assert_eq!(without_aim(text), name);
        }
    }
}
