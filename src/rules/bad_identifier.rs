//! A number or code that somebody else gives out has the form that they publish.

use crate::finding::{Finding, Level};
use crate::model::Scheme;

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-bad-identifier",
    level: Level::Error,
    says: "A registration number or code has not the form that its register publishes",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let bad = said.bad_identifiers.iter().map(|(scheme, word)| {
        let (message, hint) = bad_identifier(*scheme, &word.text);
        RULE.at(&said.record, &word.path, message).hint(hint)
    });
    bad.collect()
}

/// What is wrong with a text that is not an identifier, and what to write instead.
pub fn bad_identifier(scheme: Scheme, text: &str) -> (String, String) {
    let message = format!("`{text}` is not {}: it is {}", scheme.one(), scheme.form());
    let hint = format!(
        "write one such as `{}` or `{}`, or leave it out where nobody knows it",
        scheme.example(false),
        scheme.example(true)
    );
    (message, hint)
}
