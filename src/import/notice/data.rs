//! Which categories of data a notice names.

use super::super::words;
use super::{Fact, Section, Statement, is_sentence, leads, pattern, says_nothing};

pattern!(
    INCLUDES,
    r"^(?:these|this|it) (?:may |can |will )?includes?:? (?:basic details about you,? )?(?:for example,? )?"
);
pattern!(
    HELD,
    r"^(?:if .{0,60}? )?(?:we|the council) (?:will |may |also |might |only )*(?:hold|collect|record|keep)s? (?:(?:the following |some |certain )?(?:personal )?(?:information|data|details) (?:about you(?: and your (?:family|household))?,? )?(?:including|such as):? (?:your |their )?|(?:information about )?(?:your |their ))(.+?)(?:,? (?:(?:so that we can|in order to|to) (.+)|(?:when|if) you .+))?$"
);

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
        if is_sentence(&part) || says_nothing(&part) || denies(&part.text) {
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

/// Whether words say that something is not so: "Sound is not recorded."
fn denies(text: &str) -> bool {
    let lower = text.to_lowercase();
    if words::begins(&lower, "n/a |not applicable ") {
        return true;
    }
    [" is not ", " are not ", " do not ", " does not "]
        .iter()
        .any(|words| text.contains(words))
}

/// The items of a line: a semicolon, a bullet, a wide gap or a comma after a bracket separates them; any other comma
/// may stand inside a name.
fn items(line: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut found = vec![String::new()];
    let line = INCLUDES
        .replace(line, "")
        .replace("   ", "\t")
        .replace("), ", ");");
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
                .or(item.strip_prefix("Your "))
                .or(item.strip_prefix("and, "))
                .or(item.strip_prefix("and "))
                .unwrap_or(item)
        })
        .map(words::capitalised)
        .filter(|item| !item.is_empty())
        .collect()
}

/// The data that a sentence says is held of whom it speaks to, and what for.
pub(super) fn told(text: &str) -> Vec<Fact> {
    const NO_NAME: [&str; 5] = ["data", "information", "personal", "details", "records"];
    let Some(found) = HELD.captures(text) else {
        return Vec::new();
    };
    let names = words::listed(&found[1]);
    let is_none = |name: &String| name.split(' ').count() > 10 || name.contains("whether ");
    let begins = |word: &&str| found[1].starts_with(*word);
    if NO_NAME.iter().any(begins) || names.iter().any(is_none) {
        return Vec::new();
    }
    let data = names.iter().map(|name| Fact::Data {
        name: words::capitalised(name),
        is_special: false,
    });
    let purpose = found.get(2).map(|text| Fact::Purpose {
        text: words::capitalised(text.as_str()),
        basis: None,
    });
    data.chain(purpose).collect()
}
