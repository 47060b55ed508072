//! Which categories of data a notice names.

use super::super::words;
use super::{Fact, Section, Statement, is_sentence, leads, says_nothing};

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    named(section, false, into);
}

pub(super) fn read_special(section: &Section, into: &mut Vec<Statement>) {
    named(section, true, into);
}

fn named(section: &Section, is_special: bool, into: &mut Vec<Statement>) {
    let mut is_first = true;
    for part in section.parts() {
        if leads(&part) {
            into.push(section.states(&part, Fact::Leading));
            continue;
        }
        if is_sentence(&part) || says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
            continue;
        }
        if is_first && section.heading.to_lowercase().contains("from you") {
            into.push(section.headed(Fact::FromYou { is_special }));
            is_first = false;
        }
        for name in items(&part.text) {
            let fact = Fact::Data { name, is_special };
            into.push(section.states(&part, fact));
        }
    }
}

/// The items of a line: a semicolon, a bullet or a tab separates them; a comma may stand inside a name.
fn items(line: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut found = vec![String::new()];
    for one in line.chars() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | '\t' | '•' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(one);
        }
    }
    found
        .iter()
        .map(|item| words::capitalised(words::trimmed(item)))
        .filter(|item| !item.is_empty())
        .collect()
}
