//! How notices put things: bullets, lists inside a sentence, sentences, addresses.

pub(super) use super::among::{are, begins, has, is_one_of, may_begin};
use super::two::{are_each, are_two, ends_as_body, is_one_of_yours};
pub(super) use super::two::{are_many, are_plural};

/// What follows the bullet or number before an item; nothing where there is none.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text
        .strip_prefix(['•', '·', '▪', '‣', '◦', '●', '○', '*', '–', '-', 'o'])
        .filter(|rest| rest.starts_with([' ', '\t']))
        .or_else(|| {
            let digits = text.trim_start_matches(|one: char| one.is_ascii_digit());
            let is_number = digits.len() < text.len() && text.len() - digits.len() <= 2;
            digits
                .strip_prefix(['.', ')'])
                .filter(|rest| is_number && rest.starts_with(' '))
        })?;
    Some(rest.trim())
}

/// A text without the spaces that only set its words apart. A wide gap may stand between two columns, but for one after or
/// before a word that joins what is on its sides: "Date    of birth".
pub(super) fn unspaced(text: &str) -> String {
    const WIDE: usize = 3;
    const BEFORE: &str = "of|and|or|the|to|for|with|a|an|in|your|our|their";
    const AFTER: &str = "of|and|or";
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("  ") {
        let (before, after) = rest.split_at(at);
        let gap = after.len() - after.trim_start_matches(' ').len();
        let after = &after[gap..];
        let first = after.split(' ').next().unwrap_or_default();
        whole.push_str(before);
        let last = whole.rsplit(' ').next().unwrap_or_default();
        let is_joined = is_one_of(&last.to_lowercase(), BEFORE) || is_one_of(first, AFTER);
        let is_one = gap < WIDE || is_joined;
        whole.push_str(if is_one { " " } else { &rest[at..at + gap] });
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// A text without the number that it bears in a list, as `(a)`, `b)`, `iv.` or `2.1`.
pub(super) fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(' ').unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let inner = number.trim_matches(['(', ')', '.']);
    let is_marked = number.len() > inner.len() || number.contains('.');
    let is_letter = inner.len() == 1 && inner.bytes().all(|one| one.is_ascii_lowercase());
    let is_roman = inner.len() <= 4 && inner.bytes().all(|one| b"ivx".contains(&one));
    let is_number = inner.len() <= 5
        && inner.bytes().all(|one| one.is_ascii_digit() || one == b'.')
        && inner.split('.').all(|part| matches!(part.len(), 1 | 2));
    if is_marked && !inner.is_empty() && (is_letter || is_roman || is_number) {
        rest.trim()
    } else {
        text
    }
}

/// A text without the `and` or `or` that leads to the next item of its list.
pub(super) fn unjoined(text: &str) -> &str {
    let text = text.trim();
    let bare = text
        .trim_end_matches(" and / or")
        .trim_end_matches(" and/or")
        .trim_end_matches(" and")
        .trim_end_matches(" or")
        .trim_end();
    if bare.len() < text.len() && bare.ends_with([';', ',']) {
        bare
    } else {
        text
    }
}

/// Names and terms that hold an `and` or a comma inside.
const WHOLE: &str = "environment, food and rural affairs|levelling up, housing and communities|\
     housing, communities and local government|communities and local government|business, energy and industrial strategy|\
     digital, culture, media and sport|culture, media and sport|science, innovation and technology|\
     business and trade|work and pensions|employment, social security and social protection|\
     employment and social security and social protection|social security and social protection|\
     revenue and customs|health and social care|education and skills|children and families|\
     parents and carers|fire and rescue|search and rescue|courts and tribunals|prison and probation|\
     health and safety executive|local government and social care|parliamentary and health service|\
     disclosure and barring|date of birth|children and young people|births and deaths|births, deaths and marriages|driver and vehicle|\
     crown office and procurator fiscal|medicines and healthcare|voluntary and community|voluntary and charitable|terms and conditions|communities and local government";

/// A text in which what only looks like a list is one word: [`shown`] gives it back.
pub(super) fn held_together(text: &str) -> String {
    let mut held = text.to_owned();
    for whole in WHOLE.split('|') {
        let mut from = 0;
        while let Some(at) = held.get(from..).and_then(|rest| find_any_case(rest, whole)) {
            let (start, end) = (from + at, from + at + whole.len());
            let inside = held[start..end].replace(' ', "\u{1}").replace(',', "\u{2}");
            held.replace_range(start..end, &inside);
            from = end;
        }
    }
    held
}

/// A text that was [`held_together`] as it was written.
pub(super) fn shown(held: &str) -> String {
    held.replace('\u{1}', " ").replace('\u{2}', ",")
}

/// Where words that are all ASCII stand in a text, in whatever case.
fn find_any_case(text: &str, words: &str) -> Option<usize> {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    text.windows(words.len())
        .position(|there| there.eq_ignore_ascii_case(words))
}

/// The address on the web that a word is, without what encloses it.
pub(super) fn address_in(word: &str) -> Option<&str> {
    let word = word.trim_matches(['<', '>', '(', ')', '[', ']', '"', '“', '”', ',', ';']);
    let word = word.trim_end_matches(['.', ',', ')']);
    ["https://", "http://", "www."]
        .iter()
        .any(|begin| word.starts_with(begin))
        .then_some(word)
}

/// The sentences of a text. An abbreviation, a number and an address do not end one.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    const SHORT: [&str; 12] = [
        "e.g", "i.e", "etc", "no", "mr", "mrs", "ms", "dr", "st", "art", "sch", "para",
    ];
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '?', '!']) {
        let end = at + mark.len();
        let before = text[start..at].rsplit(char::is_whitespace).next();
        let before = before.unwrap_or_default().trim_start_matches('(');
        let goes_on = !text[end..].is_empty() && !text[end..].starts_with(char::is_whitespace);
        let next = text[end..].trim_start().chars().next();
        let is_initial = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
        let is_short =
            mark == "." && (is_initial || SHORT.contains(&before.to_lowercase().as_str()));
        if goes_on || is_short || next.is_some_and(char::is_lowercase) {
            continue;
        }
        found.push(text[start..end].trim());
        start = end;
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// The items of a list inside a sentence: separated by commas, semicolons and the last `and` or `or`, but not inside
/// brackets.
pub(super) fn listed(text: &str) -> Vec<String> {
    separated(text, false)
}

/// The same of names of which the sentence says that they are several.
pub(super) fn several(text: &str) -> Vec<String> {
    separated(text, true)
}

fn separated(text: &str, are_several: bool) -> Vec<String> {
    let text = &held_together(text).replace(" / ", ";");
    // Where semicolons separate, a comma or an `and` is of a name.
    let pieces = outside(text, ';');
    if pieces.len() > 1 {
        let pieces = pieces.iter().map(|piece| piece.trim());
        let pieces = pieces.map(|piece| {
            piece
                .strip_prefix("and ")
                .or(piece.strip_prefix("or "))
                .unwrap_or(piece)
        });
        return pieces.map(|piece| shown(trimmed(piece))).collect();
    }
    let mut parts: Vec<String> = vec![String::new()];
    let mut depth = 0_usize;
    for one in text.chars() {
        match one {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '\t' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(one);
        }
    }
    // What only says something of the last ends no list.
    while !are_several && parts.len() > 1 && parts.last().is_some_and(|part| is_about(part.trim()))
    {
        parts.pop();
    }
    let is_list = are_several || parts.len() > 1;
    let last = parts.pop().unwrap_or_default();
    let last = last.trim();
    let joined = last
        .strip_prefix("and ")
        .or_else(|| last.strip_prefix("or "))
        .unwrap_or(last);
    let may_split = parts.is_empty() || joined.len() == last.len();
    let mut items: Vec<String> = parts;
    if share_a_noun(&items, joined) || share_records(&items, joined) {
        return vec![shown(trimmed(text))];
    }
    if let Some(items) = with_shared_records(&items, last) {
        return items;
    }
    match outside_brackets(joined, &[" and ", " or "]) {
        Some((first, second)) if may_split && are_two(first, second, is_list) => {
            items.extend([first.to_owned(), second.to_owned()]);
        }
        // "Banks & insurance companies", unlike "Baker & Sons".
        None if may_split
            && let Some((first, second)) = outside_brackets(joined, &[" & "])
            && are_plural(first, second) =>
        {
            items.extend([first.to_owned(), second.to_owned()]);
        }
        _ => items.push(joined.to_owned()),
    }
    let each = items.iter().enumerate();
    let each = each.flat_map(|(at, item)| taken_apart(item.trim(), at == 0));
    each.map(|item| shown(trimmed(&item)))
        .filter(|item| !item.is_empty() && !is_about(item))
        .collect()
}

/// The names in a piece of a list: "your GP or hospital, the police and schools" has two in the first.
fn taken_apart(item: &str, is_first: bool) -> Vec<String> {
    let others = outside_brackets(item, &[" and other ", " or other "]);
    let (names, other) = match others {
        Some((names, other)) => (names, Some(format!("other {other}"))),
        None => (item, None),
    };
    let two = outside_brackets(names, &[" and ", " or "]);
    match two.filter(|(first, second)| are_each(first.trim(), second.trim())) {
        Some((first, second)) => {
            let both = [first, second].map(str::to_owned).into_iter();
            both.chain(other).collect()
        }
        None => match other {
            // What begins large within a list is a name: "schools, Ofgem and other regulators".
            Some(other)
                if is_one_of_yours(&format!("your {names}"))
                    || are_many(names)
                    || !is_first
                        && (names.starts_with(char::is_uppercase) || ends_as_body(names)) =>
            {
                vec![names.to_owned(), other]
            }
            _ => vec![item.to_owned()],
        },
    }
}

/// Whether the last of a list has the noun that those before it lack, as in "bus, taxi and minibus operators".
fn share_a_noun(before: &[String], last: &str) -> bool {
    const NOUNS: &str = "operators|services|providers|agencies|companies|teams|authorities|councils|bodies|organisations|\
         officers|professionals|departments|employers|advisers|advisors|practitioners|workers|landlords|institutions|staff|residents|\
         tenants|pupils|students|patients|employees|customers|suppliers";
    const ALONE: [&str; 5] = ["police", "ofsted", "nhs", "hmrc", "dwp"];
    // "Past or prospective employers of individuals", "welfare advisers or practitioners"
    let last = last.split(" of ").next().unwrap_or_default();
    let last = match last.rsplit_once(" or ") {
        Some((before, noun)) if is_one_of(noun, NOUNS) => before,
        _ => last,
    };
    let last = [" and ", " or "]
        .iter()
        .find_map(|joint| last.rsplit_once(joint))
        .map_or(last, |(_, last)| last);
    let noun = last
        .rsplit_once(' ')
        .filter(|(first, _)| first.split(' ').count() <= 2);
    let has_noun = noun.is_some_and(|(first, noun)| {
        first.starts_with(char::is_lowercase)
            && !first.starts_with("other")
            && is_one_of(noun, NOUNS)
    });
    has_noun
        && before.iter().enumerate().all(|(at, item)| {
            let item = item.trim();
            let is_name = at > 0 && item.starts_with(char::is_uppercase)
                || ALONE.contains(&item.to_lowercase().as_str());
            !item.contains(' ') && !item.ends_with('s') && !is_name
        })
        && !before.is_empty()
}

/// The same of data: "health, education and social care records" names records of each.
fn share_records(before: &[String], last: &str) -> bool {
    const NOUNS: &str = "records|details|data|information|history|reports|documents|files";
    const OF: &str = "health|education|educational|medical|financial|housing|employment|criminal|social|benefit|tax|pension|school|\
         care|social care|police|court|clinical|dental|legal|family|training|attendance";
    let is_of = |item: &str| are(item.trim().trim_start_matches("your "), OF);
    let (within, last) = last.rsplit_once(" and ").unwrap_or(("", last));
    let Some((first, noun)) = last.rsplit_once(' ') else {
        return false;
    };
    is_one_of(noun, NOUNS)
        && is_of(first)
        && (within.is_empty() || is_of(within))
        && before.iter().all(|item| is_of(item))
        && (!before.is_empty() || !within.is_empty())
}

/// The items of a list within which a few share a word: "health, education and social care records, your name".
fn with_shared_records(before: &[String], last: &str) -> Option<Vec<String>> {
    let whole: Vec<&str> = before.iter().map(String::as_str).chain([last]).collect();
    let shares = |begin: usize, end: usize| {
        let before: Vec<String> = whole[begin..end]
            .iter()
            .map(|&one| one.to_owned())
            .collect();
        whole[end].contains(" and ")
            && (share_records(&before, whole[end].trim())
                || share_a_noun(&before, whole[end].trim()))
    };
    let pairs = (0..whole.len()).flat_map(|end| (0..end).map(move |begin| (begin, end)));
    let mut pairs = pairs.filter(|(begin, end)| end - begin < whole.len() - 1);
    let (begin, end) = pairs.find(|(begin, end)| shares(*begin, *end))?;
    let shared: Vec<&str> = whole[begin..=end]
        .iter()
        .map(|piece| piece.trim())
        .collect();
    let held = shared
        .join(", ")
        .replace(' ', "\u{1}")
        .replace(',', "\u{2}");
    let list: Vec<&str> = whole[..begin]
        .iter()
        .copied()
        .chain([held.as_str()])
        .chain(whole[end + 1..].iter().copied())
        .collect();
    Some(separated(&list.join(","), true))
}

/// Whether a piece of a list only says something of the one before it, as "who run our system" does.
fn is_about(item: &str) -> bool {
    let begins = item.split(' ').next().unwrap_or_default();
    ["who", "which", "that", "whose", "where"].contains(&begins)
}

/// The pieces of a text that a mark separates outside of brackets.
pub(super) fn outside(text: &str, mark: char) -> Vec<&str> {
    let mut depth = 0_usize;
    let pieces = text.split(|one: char| {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && one == mark
    });
    pieces.filter(|piece| !piece.trim().is_empty()).collect()
}

/// A text without what stands in brackets.
pub(super) fn outside_of_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for one in text.chars() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(one),
            _ => {}
        }
    }
    kept
}

/// What stands before and after the first of some words that is not in brackets.
pub(super) fn outside_brackets<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    let mut depth = 0_usize;
    for (at, one) in text.char_indices() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some(word) = words.iter().find(|word| text[at..].starts_with(**word)) {
                    return Some((&text[..at], &text[at + word.len()..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// A text without what only encloses or ends it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim()
        .trim_matches(['"', '“', '”', '‘', '*', '_'])
        .trim_end_matches(['.', ',', ';', ':'])
        .trim()
}

/// Words with their first letter small.
pub(super) fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Words with their first letter large.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_outside_brackets_only() {
        let items = |text: &str| listed(text).join(" | ");
        assert_eq!(
            items(
                "GP's, hospitals, community matrons, district nurses and social care practitioners."
            ),
            "GP's | hospitals | community matrons | district nurses | social care practitioners"
        );
        assert_eq!(
            items("Your family network and your social workers."),
            "Your family network | your social workers"
        );
        assert_eq!(
            items("NHS bodies (GPs, hospitals and trusts), police"),
            "NHS bodies (GPs, hospitals and trusts) | police"
        );
        assert_eq!(
            items("schools, colleges, and nurseries"),
            "schools | colleges | nurseries"
        );
        assert_eq!(items("the police"), "the police");
        assert_eq!(
            items("Police, the Department for Work and Pensions"),
            "Police | the Department for Work and Pensions"
        );
        assert_eq!(
            items("Department for Work and Pensions"),
            "Department for Work and Pensions"
        );
        assert_eq!(items("health and social care"), "health and social care");
        assert_eq!(
            items("social workers and health visitors"),
            "social workers | health visitors"
        );
        for (list, each) in [
            ("your GP or hospital", "your GP | hospital"),
            ("the police and fire service", "the police | fire service"),
            (
                "Police and Crime Commissioner",
                "Police and Crime Commissioner",
            ),
            ("witnesses and victims", "witnesses | victims"),
            (
                "you, your GP or hospital and other clinicians",
                "you | your GP | hospital | other clinicians",
            ),
            ("bank statements and details", "bank statements and details"),
            ("children and young people", "children and young people"),
        ] {
            assert_eq!(items(list), each);
        }
        assert_eq!(
            items("adult and children's services"),
            "adult and children's services"
        );
        for whole in [
            "health, education and social care records",
            "medical and housing records",
            "health, education and social care professionals",
        ] {
            assert_eq!(items(whole), whole);
        }
        assert_eq!(
            items("your health, education and social care records, your income and your rent"),
            "your health, education and social care records | your income | your rent"
        );
        assert_eq!(
            items("name, address and contact details"),
            "name | address | contact details"
        );
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            sentences("We keep it, e.g. in Mosaic. See www.example.org/a for more. Why? Because."),
            [
                "We keep it, e.g. in Mosaic.",
                "See www.example.org/a for more.",
                "Why?",
                "Because."
            ]
        );
    }

    #[test]
    fn bullets_are_taken_off() {
        assert_eq!(bullet("• Name"), Some("Name"));
        assert_eq!(bullet("12. Name"), Some("Name"));
        assert_eq!(bullet("2018 Act"), None);
        assert_eq!(bullet("one"), None);
        assert_eq!(bullet("- a"), Some("a"));
    }
}
