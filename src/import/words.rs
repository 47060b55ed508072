//! How notices put things: bullets, lists inside a sentence, sentences, addresses.

/// Whether a text has one of some words, which bars separate.
pub(super) fn has(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text.contains(one))
}

/// Whether a text begins with one of some words, which bars separate.
pub(super) fn begins(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text.starts_with(one))
}

/// Whether words are one of some, which bars separate.
pub(super) fn is_one_of(text: &str, words: &str) -> bool {
    words.split('|').any(|one| text == one)
}

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
     medicines and healthcare|voluntary and community|voluntary and charitable|terms and conditions|communities and local government";

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
         officers|professionals|departments";
    const ALONE: [&str; 5] = ["police", "ofsted", "nhs", "hmrc", "dwp"];
    let last = last.rsplit_once(" and ").map_or(last, |(_, last)| last);
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
    let is_of = |item: &str| words_are(item.trim().trim_start_matches("your "), OF);
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

/// Whether words are one of some, in whatever case.
fn words_are(text: &str, words: &str) -> bool {
    is_one_of(&text.to_lowercase(), words)
}

/// Whether a piece of a list only says something of the one before it, as "who run our system" does.
fn is_about(item: &str) -> bool {
    let begins = item.split(' ').next().unwrap_or_default();
    ["who", "which", "that", "whose", "where"].contains(&begins)
}

/// Whether what stands on both sides of an `and` is two things: "your family and your social workers" is, and the
/// "Department for Work and Pensions" is not. Alone, two names without an article may be one.
fn are_two(first: &str, second: &str, is_list: bool) -> bool {
    const ARTICLES: [&str; 9] = [
        "your", "the", "our", "other", "any", "a", "an", "their", "local",
    ];
    let is_of = first.contains(" for ") || first.contains(" of ");
    let begins = second.split(' ').next().unwrap_or_default().to_lowercase();
    // "GP details" begins with letters, and is no name for that.
    let is_of_letters = second.split_once(' ').is_some_and(|(first, rest)| {
        first.chars().all(char::is_uppercase) && rest.starts_with(char::is_lowercase)
    });
    let is_name = second.starts_with(char::is_uppercase) && !is_of_letters;
    // Some are a body of their own whatever stands beside them, but for the Police and Crime Commissioner.
    const BODIES: &str = "ofsted|police|the police|dwp|hmrc|dvla|cafcass";
    const NO_BODIES: &str = "crime|commissioner|panel";
    if words_are(second.trim(), BODIES)
        || words_are(first.trim(), BODIES) && !has(&second.to_lowercase(), NO_BODIES)
    {
        return true;
    }
    // "Social care and organisations contracted to it": what says more of itself is one alone.
    const WHO: &str =
        "organisations|companies|agencies|bodies|people|individuals|professionals|anyone|those";
    if is_one_of(&begins, WHO) && second.split(' ').count() > 2 {
        return true;
    }
    // "A of B & C and D Agency" has its own joining word already.
    if is_list {
        !(is_of && is_name) || first.contains(" & ")
    } else {
        ARTICLES.contains(&begins.as_str())
            || is_body(first) && is_body(second)
            || are_each(first, second)
    }
}

/// Whether both of two names are of many, or of one whom the reader knows as theirs.
fn are_each(first: &str, second: &str) -> bool {
    if may_share_its_first(first, second) {
        return false;
    }
    are_plural(first, second)
        || words_are(first, "police|the police") && are_many(second)
        || (are_many(first) || is_one_of_yours(first))
            && (are_many(second) || is_one_of_yours(&format!("your {second}")))
}

/// Whether words are the whole name of a body: they end with what it is, or are its letters.
fn is_body(text: &str) -> bool {
    let are_letters = text.len() > 2 && text.bytes().all(|one| one.is_ascii_uppercase());
    are_letters || text.starts_with(char::is_uppercase) && ends_as_body(text)
}

/// Whether words end with what a body is called: "the probation service".
fn ends_as_body(text: &str) -> bool {
    const BODIES: &str = "police|constabulary|agency|council|authority|service|trust|tribunal|commission|ombudsman|\
         office|inspectorate|board|limited|ltd|plc|llp";
    let last = text.rsplit_once(' ').map(|(_, last)| last.to_lowercase());
    last.is_some_and(|last| is_one_of(&last, BODIES))
}

/// Whether words are one whom the reader knows as theirs, beside whom others are named: "your GP and district nurses".
fn is_one_of_yours(text: &str) -> bool {
    const ONE: &str = "gp|doctor|dentist|school|college|nursery|university|employer|landlord|solicitor|surgery|hospital|bank|insurer|carer|family|\
         social worker|health visitor|midwife|consultant|agent|representative|advocate|pharmacist|optician";
    let text = text.to_lowercase();
    ["your ", "a ", "the "]
        .iter()
        .filter_map(|article| text.strip_prefix(article))
        .any(|one| is_one_of(one, ONE))
}

/// Whether the second of two may be told by the first word of the first: in "health agencies and providers" both may be of
/// health.
fn may_share_its_first(first: &str, second: &str) -> bool {
    const ANY: &str = "providers|agencies|services|partners|professionals|organisations|bodies|authorities|departments|teams|\
         companies|contractors|suppliers";
    first.trim().contains(' ') && is_one_of(second.trim(), ANY)
}

/// Whether what stands on both sides of an `and` is of many, so that the first lacks no noun of the second: "witnesses and
/// victims". What begins large may be a name of both, and of "medical records and reports" both may be medical.
pub(super) fn are_plural(first: &str, second: &str) -> bool {
    const MOST: usize = 3;
    const LACKS: &str = "reports|records|notes|letters|documents|forms|plans|needs|assessments|details|numbers|accounts|\
         statements|certificates|yours|ours|others|theirs";
    const ONE: [&str; 5] = ["ss", "us", "is", "'s", "’s"];
    const MANY: &str = "children|people|staff|women|men|adults";
    let is_plural = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or_default();
        let is_one = last.len() < 4 || ONE.iter().any(|end| last.ends_with(end));
        last.ends_with('s') && !is_one && text.split_whitespace().count() <= MOST
    };
    let (first, second) = (first.trim(), second.trim());
    if may_share_its_first(first, second) {
        return false;
    }
    // "Children and parents" are two; "children and adult services" may be one.
    let is_of_many = words_are(first, MANY) && !second.contains(' ');
    second.starts_with(char::is_lowercase)
        && !is_one_of(second, LACKS)
        && !begins(second, "their |its ")
        && !has(first, " of | for | providing | delivering | offering |'|’")
        && (is_plural(first) || is_of_many)
        && is_plural(second)
}

/// Whether words end with what many are called, and so name all of these: "social workers", "local schools".
fn are_many(text: &str) -> bool {
    const MANY: &str = "schools|colleges|authorities|officers|nurseries|academies|universities|hospitals|gps|doctors|nurses|teachers|workers|visitors|\
         midwives|councils|courts|tribunals|solicitors|barristers|insurers|employers|landlords|associations|charities|\
         contractors|suppliers|auditors|regulators|therapists|psychologists|paediatricians|dentists|pharmacies|pharmacists|\
         counsellors|coroners|neighbours|witnesses|banks|surgeries|clinics|interpreters|translators|bailiffs|advocates|\
         volunteers|childminders|architects|surveyors|inspectors|companies|hotels|adjusters|agents|\
         agencies|bodies|friends|relatives|professionals|practitioners|trusts|boards|forces|providers|organisations";
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.split(' ').count() <= 4 && words_are(last, MANY)
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
fn outside_brackets<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
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
