//! Where data goes outside the UK.

use super::super::words;
use super::{Exchange, Fact, Section, Statement, pattern, sharing};

pattern!(
    SHARED_WITH,
    r"\b(?:shared with|sent to|disclosed to|accessed by|passed to) (.+?(?:overseas|a ?broad|outside (?:of )?the (?:uk|united kingdom|eea|eu)).*)$"
);
// Words that say more than that it does not happen are not these.
pattern!(
    NOT_OVERSEAS,
    r"^(?:(?:your|the|this|all|any) (?:personal )?(?:data|information|records?)|it|we|the council) (?:(?:will|is|are|do|does) not(?: be)?|never) (?:stor|transfer|sen[dt]|shar|process|held|hold|access|pass)\w*(?: your (?:personal )?(?:data|information)| it)?(?: or (?:stored|accessible|transferred|accessed|processed|shared)(?: in| to| from)?| in or accessible)* ?(?:in|to|from|with)? ?(?:any )?(?:countr\w+|anywhere|places|organisations|anyone)? ?(?:outside (?:of )?(?:the )?(?:uk|united kingdom|eea|european economic area|eu)|overseas|a ?broad)$"
);
pattern!(
    PERMISSION,
    r"\b(?:seek|ask for|obtain|need) your (permission|consent)\b"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut latest: Option<usize> = None;
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        let lower = text.to_lowercase();
        if lower == "no" || lower.starts_with("no, ") || NOT_OVERSEAS.is_match(text) {
            into.push(section.states(&part, Fact::NotOverseas));
        } else if let Some(found) = SHARED_WITH.captures(text) {
            let list = words::listed(&found[1]);
            let [one] = &list[..] else {
                into.push(section.states(&part, Fact::Unread));
                continue;
            };
            latest = Some(into.len());
            let exchange = Exchange {
                party: sharing::name(one),
                is_overseas: true,
                ..Exchange::default()
            };
            into.push(section.states(&part, Fact::Recipient(exchange)));
        } else if let (Some(at), Some(found)) = (latest, PERMISSION.captures(text)) {
            // "If this is the case, we will seek your permission": it is of what the sentence before says.
            let statement = &mut into[at];
            statement.words = format!("{} {}", statement.words, part.text);
            if let Fact::Recipient(exchange) = &mut statement.fact {
                exchange.when = Some(format!("with your {}", found[1].to_lowercase()));
            }
        } else {
            into.push(section.states(&part, Fact::Unread));
        }
    }
}
