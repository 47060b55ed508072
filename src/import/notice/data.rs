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
    let mut is_special = is_special;
    for part in section.parts() {
        if leads(&part) {
            let lower = part.text.to_lowercase();
            is_special |= ["special categor", "special type", "sensitive"]
                .iter()
                .any(|words| lower.contains(words));
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

/// The items of a line: a semicolon, a bullet, a wide gap or a comma after a bracket separates them; any other comma
/// may stand inside a name.
fn items(line: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut found = vec![String::new()];
    let line = line.replace("   ", "\t").replace("), ", ");");
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
        .map(|item| words::trimmed(words::unjoined(item)))
        .map(|item| {
            item.strip_prefix("your ")
                .or(item.strip_prefix("and "))
                .unwrap_or(item)
        })
        .map(words::capitalised)
        .filter(|item| !item.is_empty())
        .collect()
}
