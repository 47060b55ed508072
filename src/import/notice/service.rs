//! Which service a notice is about.

use super::super::words;
use super::{Fact, Section, Statement};

/// The longest name that a service is taken to have, in characters.
const LONGEST: usize = 80;

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let parts = section.parts();
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    // A colon in a line of its own may be of the name.
    let dashes: &[&str] = if rest.is_empty() {
        &[" – ", " — ", " - ", ": "]
    } else {
        &[" – ", " — ", " - "]
    };
    let dash = dashes
        .iter()
        .filter_map(|dash| first.text.split_once(dash))
        .min_by_key(|(name, _)| name.len());
    let whole: String = parts
        .iter()
        .map(|part| part.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    match dash {
        Some((name, _)) if name.chars().count() <= LONGEST => {
            into.push(Statement {
                words: name.trim().to_owned(),
                ..section.states(first, Fact::Name(words::trimmed(name).to_owned()))
            });
            let said = whole[name.len()..].trim_start_matches([' ', '–', '—', '-', ':']);
            into.push(Statement {
                words: said.to_owned(),
                ..section.states(first, Fact::Description(words::capitalised(said)))
            });
        }
        _ if first.text.chars().count() <= LONGEST && !first.text.ends_with('.') => {
            into.push(section.states(first, Fact::Name(words::trimmed(&first.text).to_owned())));
            if let Some(second) = rest.first() {
                let said = whole[first.text.len()..].trim();
                into.push(Statement {
                    words: said.to_owned(),
                    ..section.states(second, Fact::Description(said.to_owned()))
                });
            }
        }
        _ => into.push(Statement {
            words: whole.clone(),
            ..section.states(first, Fact::Description(whole))
        }),
    }
}
