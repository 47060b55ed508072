//! Each id of a purpose, and each of a flow, stands once in its activity.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level, Place};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-duplicate-id",
    level: Level::Error,
    says: "Two purposes or two flows of an activity have one id",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (what, ids) in [("purpose", &said.purposes), ("flow", &said.flows)] {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for word in ids {
            let id = word.text.as_str();
            let Some(first) = seen.get(id) else {
                seen.insert(id, &word.path);
                continue;
            };
            let message = format!("two {what}s of this activity have the id `{id}`");
            let first = Place::field(&said.record, *first);
            findings.push(
                RULE.at(&said.record, &word.path, message)
                    .hint("give one of them another id")
                    .related(first, format!("`{id}` stands first here")),
            );
        }
    }
    findings
}
