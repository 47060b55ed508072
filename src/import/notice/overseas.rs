//! Where data goes outside the UK.

use super::super::words;
use super::{Abroad, Exchange, Fact, Section, Statement, automated, names, pattern};
use crate::model::Country;

pattern!(
    SHARED_WITH,
    r"\b(?:shared with|sent to|disclosed to|accessed by|passed to) (.+?(?:overseas|a ?broad|outside (?:of )?the (?:uk|united kingdom|eea|eu)).*)$"
);
// Words that say more than that it does not happen are not these.
pattern!(
    NOT_OVERSEAS,
    r"^(?:(?:(?:your|the|this|all|any|our|of) )*(?:personal )?(?:data|information|records?)|it|we|the council) (?:(?:will|is|are|do|does) not(?: be)?|never) (?:stor|transfer|sen[dt]|shar|process|held|hold|access|pass)\w*(?: your (?:personal )?(?:data|information)| it)?(?: or (?:stored|accessible|transferred|accessed|processed|shared)(?: in| to| from)?| in or accessible)* ?(?:in|to|from|with)? ?(?:any )?(?:countr\w+|anywhere|places|organisations|anyone)? ?(?:outside (?:of )?((?:(?:,| and| or|/)? ?(?:the )?(?:uk|united kingdom|eea|european economic area|eu|european union))+)|overseas|a ?broad|(?:such|these|those) (?:other )?countr\w+)$"
);
// What is said to be here only is nowhere else.
pattern!(
    HERE,
    r"^(?:no[,.:;–-]* )?(?:all |of |your |the |this |our |personal )*(?:data|information|records|servers) (?:is|are|will be) (?:only |all )?(?:stored|held|kept|processed|hosted|located)(?: securely| only)? ?(?:on (?:secure )?(?:servers|systems)(?: located| based)? )?(?:in|within) (?:the )?(?:uk|united kingdom|england)(?: only)?$"
);
pattern!(
    HOSTED,
    r"^((?-i:(?:Our |The )?[A-Z]?[\w&'’.-]+)(?: [\w&'’.()-]+){0,6}?),? (?:(?:who|which) )?(?:stores?|hosts?|holds?|process(?:es)?|keeps?) (?:some |all |your |this |the |our |personal |of )*(?:data|information)(?: on servers)? (?:in|within) (?:the )?((?-i:[A-Z])[\w ]+?)(?:,? (?:under|using|with|on the basis of|subject to|where) (.+))?$"
);
// "Some of our data is stored on servers in Ireland", "we may process your information in the USA": nobody is named.
pattern!(
    NOBODY_IN,
    r"^(?:no[,.:;–-]* )?(?:(?:some|all|most|much|any|part|other|of|our|your|the|this|these|that|personal|electronic|survey|booking|and|which|we|you) )*(?:(?:data|information|records?|details|servers?|systems?|backups?|copies|responses|website|database|e-?mails?|it|they)(?: (?:that )?(?:we|you) (?:hold|collect|provide|process|give|give us|send us|store)(?: about you)?)? (?:(?:is|are|may|might|can|could|will|be|also|only|sometimes|securely|all|currently|then) ?)+(?:stored|held|kept|hosted|processed|located|based|transferred|sent|backed up|saved)|(?:[\w’'-]+ ){1,4}(?:(?:is|are|may|might|can|could|will|be|also|only|sometimes|securely|currently) )+(?:stored|held|kept|hosted|processed|transferred|sent|backed up|saved)|(?:supplier|provider|contractor|processor|partner|organisation|companie|company|service)s?(?: that we use| we use| we work with)? (?:may |might |can |will |also )*(?:stores?|holds?|keeps?|hosts?|process(?:es)?|transfers?|uses? servers|are based|is based)(?: (?:some|all|your|the|our|this|personal|of))*(?: (?:data|information|records|details|it))?|(?:may |might |can |will |also |sometimes )*(?:store|hold|keep|host|process|transfer|send)(?: (?:some|all|your|the|our|this|personal|of))* (?:data|information|records|details|it))(?: securely| safely| electronically| only)*(?: (?:on|by|at|using)(?: (?:secure|cloud|our|its|their|the|a|an|remote|external|third|party|company|supplier|provider|servers?|systems?|computers?|data|cent(?:re|er)s?|platforms?|based|located|hosted|which|that|are|is))+)? (in|within|inside|to|outside(?: of)?) (.+)$"
);
// "Your data is stored in Ireland by Mailwell Inc"
pattern!(
    THERE_BY,
    r"^(?-i:[A-Z])[\w’' -]{1,50}? (?:(?:is|are|may|might|will|be|also|securely) ?)+(?:stored|held|kept|hosted|processed) (?:on (?:secure )?servers )?in (?:the )?(?P<in>(?-i:[A-Z])[\w ]+?),? by (?:our [a-z ]*?(?:supplier|provider|partner|contractor|processor),? )?(?P<by>(?-i:[A-Z])[^,]+?)(?:,? (?:under|using|with|on the basis of|subject to|where) (?P<as>.+))?$"
);
// "Your answers are held by Mailwell Inc in the United States"
pattern!(
    HELD_BY,
    r"^(?-i:[A-Z])[\w’' -]{1,50}? (?:(?:is|are|may|might|will|be|also|securely) ?)+(?:stored|held|kept|hosted|processed|managed) (?:securely )?(?:on (?:our|the council.s) behalf )?by ([^,]+?),? (?:(?:who|which) (?:is|are) )?(?:based |located )?in (?:the )?((?-i:[A-Z])[\w ]+?)(?:,? (?:under|using|with|on the basis of|subject to|where) (.+))?$"
);
pattern!(
    PERMISSION,
    r"\b(?:seek|ask for|obtain|need) your (permission|consent)\b"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut latest: Option<usize> = None;
    let parts = section.parts();
    for part in &parts {
        let text = words::trimmed(&part.text);
        let lower = text.to_lowercase();
        // What is stored here may be seen from elsewhere, as another sentence may say.
        let is_here = parts.len() == 1 && HERE.is_match(text);
        let answer = lower
            .split([' ', ',', '.', ':', ';'])
            .next()
            .unwrap_or_default();
        // Only the first words answer the heading: what stands after them may be of something else.
        let is_first = std::ptr::eq(part, &raw const parts[0]);
        if is_here || is_first && matches!(answer, "no" | "none") && !automated::is_hedged(&lower) {
            let abroad = NOBODY_IN.captures(text).map(|found| abroad(&found));
            let abroad = abroad.filter(|facts| !facts.is_empty());
            // "No, it is stored in the UK or the EEA" does not say that it is here.
            let facts = match abroad {
                None if names_europe(&lower) => Vec::new(),
                facts => facts.unwrap_or_else(|| vec![Fact::NotOverseas]),
            };
            section.state(part, facts, into);
        } else if let Some(found) = SHARED_WITH.captures(text) {
            let list = words::listed(&found[1]);
            let [one] = &list[..] else {
                into.push(section.states(part, Fact::Unread));
                continue;
            };
            latest = Some(into.len());
            let exchange = Exchange {
                party: names::name(one),
                is_overseas: true,
                ..Exchange::default()
            };
            into.push(section.states(part, Fact::Recipient(exchange)));
        } else if let (Some(at), Some(found)) = (latest, PERMISSION.captures(text)) {
            // "If this is the case, we will seek your permission": it is of what the sentence before says.
            let statement = &mut into[at];
            statement.words = format!("{} {}", statement.words, part.text);
            if let Fact::Recipient(exchange) = &mut statement.fact {
                exchange.when = Some(format!("with your {}", found[1].to_lowercase()));
            }
        } else if let (Some(found), Some(last)) = (instrument(&lower), hosted_before(into))
            && told(text).is_empty()
        {
            // "Standard contractual clauses are in place" is of who the sentence before names.
            last.allowed = Some(found);
            let at = into.len() - 1;
            into[at].words = format!("{} {}", into[at].words, part.text);
        } else {
            section.state(part, told(text), into);
        }
    }
}

/// Who the statement before says has data in another country, where nothing is said yet of what allows that.
fn hosted_before(into: &mut [Statement]) -> Option<&mut Exchange> {
    match &mut into.last_mut()?.fact {
        Fact::Recipient(one) if one.country.is_some() && one.allowed.is_none() => Some(one),
        _ => None,
    }
}

/// What words say allows data to go to another country.
pub(in crate::import) fn instrument(lower: &str) -> Option<(&'static str, &'static str)> {
    const INSTRUMENTS: [(&str, &str, &str); 7] = [
        ("transfer agreement", "instrument", "idta"),
        ("idta", "instrument", "idta"),
        ("addendum", "instrument", "addendum"),
        ("data bridge", "route", "44A/2/a"),
        ("adequacy", "route", "44A/2/a"),
        ("adequate", "route", "44A/2/a"),
        ("binding corporate rules", "instrument", "46/2/b"),
    ];
    let denies = lower.contains(" not ") || lower.contains("no ");
    let found = INSTRUMENTS.iter().find(|(words, ..)| lower.contains(words));
    found
        .filter(|_| !denies)
        .map(|(_, field, code)| (*field, *code))
}

/// What a sentence says of where data is.
pub(super) fn told(text: &str) -> Vec<Fact> {
    let lower = text.to_lowercase();
    let is_all = lower.starts_with("all ") || lower.contains(" all ") || lower.contains(" only ");
    if let Some(found) = NOT_OVERSEAS.captures(text) {
        let beyond = found.get(1).map_or("", |region| region.as_str());
        // What is not outside of the EEA may be in it.
        return vec![if names_europe(&beyond.to_lowercase()) {
            Fact::Abroad(Abroad {
                or_here: true,
                ..Abroad::default()
            })
        } else {
            Fact::NotOverseas
        }];
    }
    if is_all && HERE.is_match(text) {
        return vec![Fact::NotOverseas];
    }
    let group = |found: &regex::Captures<'_>, name: usize| {
        found.get(name).map(|group| group.as_str().to_owned())
    };
    let hosted = HOSTED.captures(text).or_else(|| HELD_BY.captures(text));
    let hosted = hosted.map(|found| [1, 2, 3].map(|name| group(&found, name)));
    let there = || {
        let found = THERE_BY.captures(text)?;
        Some([2, 1, 3].map(|name| group(&found, name)))
    };
    let told = hosted.or_else(there).map(told_of).unwrap_or_default();
    if !told.is_empty() {
        return told;
    }
    let nobody = NOBODY_IN.captures(text).map(|found| abroad(&found));
    nobody.unwrap_or_default()
}

/// Whether words name more of Europe than the UK.
fn names_europe(lower: &str) -> bool {
    let mut words = lower.split(|one: char| !one.is_alphanumeric());
    words.any(|word| matches!(word, "eea" | "eu" | "europe" | "european"))
}

/// Where words say that data is, that name nobody who has it there. Nothing where a place is none that is known.
fn abroad(found: &regex::Captures<'_>) -> Vec<Fact> {
    const CONDITIONS: &str = "if |where |when |unless |should |once |how ";
    if words::begins(&found[0].to_lowercase(), CONDITIONS) {
        return Vec::new();
    }
    const ENDS: [&str; 14] = [
        ", under ",
        " under ",
        ", using ",
        " using ",
        ", with ",
        " with ",
        " on the basis of ",
        " subject to ",
        " where ",
        ", which ",
        " which ",
        " by our ",
        " if ",
        " when ",
    ];
    let is_outside = found[1].to_lowercase().starts_with("outside");
    let whole = words::trimmed(&found[2]);
    let end = ENDS.iter().filter_map(|end| whole.find(end)).min();
    let (places, rest) = whole.split_at(end.unwrap_or(whole.len()));
    let allowed = instrument(&rest.to_lowercase());
    let places = words::outside_of_brackets(places);
    let places = places
        .trim()
        .trim_start_matches("both ")
        .trim_start_matches("either ");
    let is_country = |place: &str| Country::from_words(bare(place)).is_ok();
    let list = if is_country(places) {
        vec![places.to_owned()]
    } else {
        words::several(places)
    };
    let (mut or_here, mut countries, mut is_wide) = (false, Vec::new(), false);
    for place in &list {
        let place = bare(place);
        // A code written small is a word.
        let named = Country::from_words(place).ok();
        match named.filter(|_| place.starts_with(char::is_uppercase)) {
            Some(country) if country.is_uk() => or_here = true,
            Some(country) => countries.push(country),
            None => match place.to_lowercase().as_str() {
                "eea" | "european economic area" | "eu" | "european union" => is_wide = true,
                // It is a part of Europe.
                "europe" => (is_wide, or_here) = (true, true),
                _ => return Vec::new(),
            },
        }
    }
    if is_outside {
        // What is outside of a region is anywhere else.
        let is_region = countries.is_empty() && (or_here || is_wide);
        or_here = false;
        countries.clear();
        is_wide = is_region;
    }
    let wide = is_wide.then_some(None);
    let each = countries.into_iter().map(Some).chain(wide);
    each.map(|country| {
        Fact::Abroad(Abroad {
            country,
            or_here,
            allowed,
        })
    })
    .collect()
}

/// A place without its article and what leads to it.
fn bare(place: &str) -> &str {
    let mut place = place.trim();
    for lead in [
        "countries in ",
        "countries within ",
        "elsewhere in ",
        "other parts of ",
        "within ",
        "in ",
        "the ",
    ] {
        place = place.strip_prefix(lead).unwrap_or(place);
    }
    place
}

/// Who has data in a country, by words that name both.
fn told_of([who, place, allowed]: [Option<String>; 3]) -> Vec<Fact> {
    let (name, place) = (who.unwrap_or_default(), place.unwrap_or_default());
    let place = place.strip_prefix("Republic of ").unwrap_or(&place);
    const NOBODY: [&str; 10] = [
        "we",
        "it",
        "the council",
        "some",
        "they",
        "this",
        "who",
        "which",
        "the service",
        "you",
    ];
    const UNNAMED: &str = "a |an |one of |another |third |external ";
    let who = name.to_lowercase();
    let is_nobody = NOBODY
        .iter()
        .any(|one| who == *one || who.starts_with("some "));
    let country = Country::from_words(place);
    let allowed = allowed.and_then(|words| instrument(&words.to_lowercase()));
    match country {
        Ok(country) if country.is_uk() || is_nobody => Vec::new(),
        Ok(country) if words::begins(&who, UNNAMED) => vec![Fact::Abroad(Abroad {
            country: Some(country),
            or_here: false,
            allowed,
        })],
        Ok(country) => vec![Fact::Recipient(Exchange {
            party: names::name(&name),
            is_overseas: true,
            country: Some(country),
            allowed,
            ..Exchange::default()
        })],
        Err(_) => Vec::new(),
    }
}
