//! Which rights a notice names.

use super::{Fact, Section, Statement, codes, leads};

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    if section.heading.ends_with(':') {
        into.push(section.headed(Fact::Leading));
    }
    for part in section.parts() {
        let fact = if leads(&part) {
            Fact::Leading
        } else {
            codes::right(&part.text).map_or(Fact::Unread, Fact::Right)
        };
        into.push(section.states(&part, fact));
    }
}
