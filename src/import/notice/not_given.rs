//! What happens where data is not given.

use super::parts::has_verb;
use super::{Fact, Section, Statement, leads};

/// Reads the sentences of a section as one text, since they are of one field.
pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut told: Option<usize> = None;
    for part in section.parts() {
        if leads(&part) || !has_verb(&part.text) {
            let fact = if leads(&part) {
                Fact::Leading
            } else {
                Fact::Unread
            };
            into.push(section.states(&part, fact));
            continue;
        }
        match told.and_then(|at| into.get_mut(at)) {
            Some(first) => {
                first.words = format!("{} {}", first.words, part.text);
                first.fact = Fact::IfNotProvided(first.words.clone());
            }
            None => {
                told = Some(into.len());
                into.push(section.states(&part, Fact::IfNotProvided(part.text.clone())));
            }
        }
    }
}
