//! Which rights a notice names.

use super::super::words;
use super::{Fact, Section, Statement, codes, leads};

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    if section.heading.ends_with(':') {
        into.push(section.headed(Fact::Leading));
    }
    for part in section.parts() {
        let facts = match named(&part.text) {
            _ if leads(&part) => vec![Fact::Leading],
            facts if facts.is_empty() => vec![Fact::Unread],
            facts => facts,
        };
        into.extend(facts.into_iter().map(|fact| section.states(&part, fact)));
    }
}

/// The rights that words name: one, or a list of which each names one.
fn named(text: &str) -> Vec<Fact> {
    if text.contains("not apply") {
        return Vec::new();
    }
    if let Some(code) = codes::right(text) {
        return vec![Fact::Right(code)];
    }
    let text = text
        .replace(" and ", ",")
        .replace(" or ", ",")
        .replace(" / ", ",");
    let pieces = text.split([',', ';', '•', '\t']).map(words::trimmed);
    let each = pieces.filter(|piece| !piece.is_empty()).map(codes::right);
    let each: Option<Vec<_>> = each.collect();
    each.unwrap_or_default()
        .into_iter()
        .map(Fact::Right)
        .collect()
}

/// The rights that a sentence says somebody has.
pub(super) fn told(text: &str) -> Vec<Fact> {
    const SAYS: &str = "you have the right|you have rights|you have a right|you also have the right|you can ask|\
         you may ask|you can see";
    let lower = text.to_lowercase();
    // Where to read something is no right to it.
    let is_elsewhere = words::has(&lower, "notice|website|web site");
    if words::begins(&lower, SAYS) && !(lower.starts_with("you can") && is_elsewhere) {
        named(text)
    } else {
        Vec::new()
    }
}
