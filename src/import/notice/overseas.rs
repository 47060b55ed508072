//! Where data goes outside the UK.

use super::super::words;
use super::{Exchange, Fact, Section, Statement, pattern, sharing};

pattern!(
    SHARED_WITH,
    r"\b(?:shared with|sent to|disclosed to|accessed by|passed to) (.+?(?:overseas|a ?broad|outside (?:of )?the (?:uk|united kingdom|eea|eu)).*)$"
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
        if lower == "no" || lower == "no, it will not" || lower == "no, they will not" {
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
