//! Codes of law: whether the law has them on a day.

use crate::finding::Finding;
use crate::law::{self, Standing};
use crate::model::Date;

use super::nearest::one_of;

/// What is wrong with a code of a vocabulary on a day, if anything.
pub(super) fn check(vocabulary: &str, code: &str, on: Date) -> Option<Finding> {
    // A vocabulary that the law lacks is our fault, found by a test, and not the user's.
    let vocabulary = law::vocabulary(vocabulary)?;
    match vocabulary.standing(code, on) {
        Standing::InForce(_) => None,
        Standing::Unknown { suggestions } => {
            let finding = Finding::error(
                "TEXT-unknown-code",
                format!("`{code}` is not among the {}", vocabulary.title()),
            );
            let hint = if suggestions.is_empty() {
                let codes = vocabulary
                    .entries()
                    .iter()
                    .filter(|entry| entry.in_force(on));
                let known: Vec<&str> = codes.map(|entry| entry.code.as_str()).collect();
                let more = if known.len() > 8 { ", and others" } else { "" };
                format!("write {}{more}", one_of(known.iter().copied().take(8)))
            } else {
                format!("did you mean {}?", one_of(suggestions))
            };
            Some(finding.hint(hint))
        }
        Standing::NotYet(entry) => {
            let from = entry
                .from
                .map_or_else(String::new, |day| format!(" before {day}"));
            Some(Finding::warning(
                "TEXT-code-not-yet",
                format!("`{code}` ({}) is not in force{from}", entry.title),
            ))
        }
        Standing::Repealed(entry) => {
            let since = entry
                .until
                .map_or_else(String::new, |day| format!(" since {day}"));
            let finding = Finding::warning(
                "TEXT-code-repealed",
                format!("`{code}` ({}) is no longer in force{since}", entry.title),
            );
            Some(if entry.replaced_by.is_empty() {
                finding.hint("nothing took its place")
            } else {
                let codes = entry.replaced_by.iter().map(String::as_str);
                finding.hint(format!("{} took its place", one_of(codes)))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::law;
    use crate::model::{Fields, Kind, Shape};

    #[test]
    fn every_vocabulary_that_a_field_names_is_known() {
        fn each(fields: Fields) {
            for field in fields.iter().copied().flatten() {
                shape(field.shape);
            }
        }
        fn shape(shape_of: Shape) {
            match shape_of {
                Shape::Code(name) => assert!(law::vocabulary(name).is_some(), "{name}"),
                Shape::OneOrMany(item) | Shape::List(item) => shape(*item),
                Shape::Table(fields) | Shape::Tables(fields) => each(fields),
                _ => {}
            }
        }
        for kind in Kind::ALL {
            each(kind.fields());
        }
    }
}
