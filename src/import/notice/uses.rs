//! What data is used for, and what gives the right to.

use super::super::words;
use super::{Fact, Section, Statement, codes, is_sentence, leads, pattern, says_nothing};

pattern!(
    BASIS,
    r"^(?:our|the) (?:legal|lawful) bas[ie]s for (?:us(?:ing|e of)|processing|holding|collecting|sharing)[^.:]*? (?:is|are)\b:? ?(?:that it is )?(.*)$"
);
pattern!(
    BASIS_ALONE,
    r"^(?:our|the) (?:legal|lawful) bas[ie]s (?:is|are)\b:? ?(.*)$"
);
pattern!(
    NOT_PROVIDED,
    r"^if (?:we cannot|we are unable to|you do not|you don.t|you cannot|you choose not to|you are unable to)\b.*\b(?:use|provide|give|supply|share)\b"
);

/// What a list that follows is of.
#[derive(Clone, Copy, PartialEq)]
enum Following {
    Purposes,
    Bases { is_special: bool },
}

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut following = Following::Purposes;
    for part in section.parts() {
        let text = part.text.trim();
        let bare = words::trimmed(text);
        if let Some(found) = BASIS.captures(bare).or_else(|| BASIS_ALONE.captures(bare)) {
            let lower = bare.to_lowercase();
            let said = lower
                .find(" is ")
                .or(lower.find(" are "))
                .unwrap_or(lower.len());
            let before = &lower[..said];
            let is_special = before.contains("special") || before.contains("sensitive");
            let published = words::trimmed(&found[1]);
            following = Following::Bases { is_special };
            let fact = if published.is_empty() {
                Fact::Leading
            } else {
                provision(published, is_special)
            };
            into.push(section.states(&part, fact));
        } else if NOT_PROVIDED.is_match(bare) {
            into.push(section.states(&part, Fact::IfNotProvided(text.to_owned())));
        } else if leads(&part) {
            let lower = bare.to_lowercase();
            if lower.contains("use your") || lower.contains("purpose") {
                following = Following::Purposes;
            }
            into.push(section.states(&part, Fact::Leading));
        } else if is_sentence(&part) || says_nothing(&part) || !part.is_item {
            into.push(section.states(&part, Fact::Unread));
        } else if let Following::Bases { is_special } = following {
            let fact = provision(bare, is_special);
            let is_known = match &fact {
                Fact::Basis(said) | Fact::Condition(said) => !said.codes.is_empty(),
                _ => false,
            };
            let fact = if is_known { fact } else { Fact::Unread };
            into.push(section.states(&part, fact));
        } else {
            into.push(section.states(&part, Fact::Purpose(bare.to_owned())));
        }
    }
}

fn provision(published: &str, is_special: bool) -> Fact {
    if is_special {
        Fact::Condition(codes::condition(published))
    } else {
        Fact::Basis(codes::basis(published))
    }
}
