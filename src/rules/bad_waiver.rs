//! A waiver names a rule by a code, and a field that its record can have.

use crate::finding::{Finding, Level};
use crate::model::{ALIKE, FieldAt, nearest};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-bad-waiver",
    level: Level::Error,
    says: "A waiver names its rule by what is not a code, or a field that its record cannot have",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let rule = said.waived.iter().filter(|word| word.path == "rule");
    let rule = rule.filter(|word| !is_code(&word.text)).map(|word| {
        let finding = RULE.at(
            &said.record,
            &word.path,
            format!("`{}` is not the code of a rule", word.text),
        );
        finding.hint(match meant(&word.text) {
            Some(code) => format!("did you mean `{code}`?"),
            None => "write the code of a rule, such as `A30-d-recipients`".to_owned(),
        })
    });
    let about = said.mention_in(&["record"]);
    let field = said.waived.iter().filter(|word| word.path == "field");
    let field = field.filter_map(|word| {
        let kind = about?.kind;
        let known = kind.every_field();
        if known.iter().any(|FieldAt { path, .. }| *path == word.text) {
            return None;
        }
        let message = format!("`{}` is not a field of {}", word.text, kind.one());
        let near = nearest(&word.text, known.iter().map(|at| at.path.as_str()), ALIKE);
        let hint = match near {
            Some(path) => format!("did you mean `{path}`?"),
            None => format!("leave it out, or write a field of {}", kind.one()),
        };
        Some(RULE.at(&said.record, &word.path, message).hint(hint))
    });
    rule.chain(field).collect()
}

/// Whether a text has the form of a rule's code: capitals or digits, then words in small letters.
fn is_code(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_start = |part: &str| {
        let starts = part.starts_with(|first: char| first.is_ascii_uppercase());
        starts
            && part
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let is_word = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let starts = parts.next().is_some_and(is_start);
    let words: Vec<&str> = parts.collect();
    starts && !words.is_empty() && words.into_iter().all(is_word)
}

/// The code that a text of other capitals or signs was meant for.
fn meant(text: &str) -> Option<String> {
    let text = text.trim().replace([' ', '_'], "-");
    let (start, rest) = text.split_once('-')?;
    let code = format!("{}-{}", start.to_uppercase(), rest.to_lowercase());
    is_code(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_code_is_known() {
        for code in [
            "A30-d-recipients",
            "LAW-basis",
            "WAI-expired",
            "SPC-schedule-wrong",
        ] {
            assert!(is_code(code), "{code}");
        }
        for text in [
            "",
            "A30",
            "a30-d",
            "LAW-",
            "LAW--basis",
            "LAW-Basis",
            "law basis",
        ] {
            assert!(!is_code(text), "{text}");
        }
        assert_eq!(meant("law basis").as_deref(), Some("LAW-basis"));
        assert_eq!(meant("basis"), None);
    }
}
