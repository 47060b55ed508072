//! Whom the data is about.

use super::super::words;
use super::{Fact, Section, Statement, is_sentence, leads, says_nothing};

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        if leads(&part) {
            into.push(section.states(&part, Fact::Leading));
        } else if is_sentence(&part) || says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else {
            let names = words::listed(&part.text).into_iter();
            into.extend(names.map(|name| {
                let name = words::capitalised(&name);
                section.states(&part, Fact::People(name))
            }));
        }
    }
}
