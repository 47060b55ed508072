//! Where data goes outside the UK.

use super::super::words;
use super::{Exchange, Fact, Section, Statement, automated, names, pattern};
use crate::model::Country;

pattern!(
    SHARED_WITH,
    r"\b(?:shared with|sent to|disclosed to|accessed by|passed to) (.+?(?:overseas|a ?broad|outside (?:of )?the (?:uk|united kingdom|eea|eu)).*)$"
);
// Words that say more than that it does not happen are not these.
pattern!(
    NOT_OVERSEAS,
    r"^(?:(?:your|the|this|all|any) (?:personal )?(?:data|information|records?)|it|we|the council) (?:(?:will|is|are|do|does) not(?: be)?|never) (?:stor|transfer|sen[dt]|shar|process|held|hold|access|pass)\w*(?: your (?:personal )?(?:data|information)| it)?(?: or (?:stored|accessible|transferred|accessed|processed|shared)(?: in| to| from)?| in or accessible)* ?(?:in|to|from|with)? ?(?:any )?(?:countr\w+|anywhere|places|organisations|anyone)? ?(?:outside (?:of )?(?:(?:,| and| or|/)? ?(?:the )?(?:uk|united kingdom|eea|european economic area|eu|european union))+|overseas|a ?broad)$"
);
// What is said to be here only is nowhere else.
pattern!(
    HERE,
    r"^(?:no[,.:;–-]* )?(?:all |your |the |this |our |personal )*(?:data|information|records|servers) (?:is|are|will be) (?:only |all )?(?:stored|held|kept|processed|hosted|located)(?: securely| only)? ?(?:on (?:secure )?(?:servers|systems)(?: located| based)? )?(?:in|within) (?:the )?(?:uk|united kingdom|england)(?: only)?$"
);
pattern!(
    HOSTED,
    r"^((?-i:(?:Our |The )?[A-Z]?[\w&'’.-]+)(?: [\w&'’.()-]+){0,6}?),? (?:(?:who|which) )?(?:stores?|hosts?|holds?|process(?:es)?|keeps?) (?:some |all |your |this |the |our |personal |of )*(?:data|information)(?: on servers)? (?:in|within) (?:the )?((?-i:[A-Z])[\w ]+?)(?:,? (?:under|using|with|on the basis of|subject to|where) (.+))?$"
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
            into.push(section.states(part, Fact::NotOverseas));
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
fn instrument(lower: &str) -> Option<(&'static str, &'static str)> {
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
    let lower = text.to_lowercase();
    let is_all = lower.starts_with("all ") || lower.contains(" all ") || lower.contains(" only ");
    if NOT_OVERSEAS.is_match(text) || is_all && HERE.is_match(text) {
        return vec![Fact::NotOverseas];
    }
    let Some(found) = HOSTED.captures(text) else {
        return Vec::new();
    };
    let who = found[1].to_lowercase();
    let is_nobody = NOBODY
        .iter()
        .any(|one| who == *one || who.starts_with("some "));
    match Country::from_words(&found[2]) {
        Ok(country) if !is_nobody && !country.is_uk() => vec![Fact::Recipient(Exchange {
            party: names::name(&found[1]),
            is_overseas: true,
            country: Some(country),
            allowed: found
                .get(3)
                .and_then(|words| instrument(&words.as_str().to_lowercase())),
            ..Exchange::default()
        })],
        _ => Vec::new(),
    }
}
