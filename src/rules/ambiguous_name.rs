//! No two records of a kind are called alike: an answer about one would be taken for the other.

use crate::finding::{Finding, Level, Place};
use crate::model::Reference;

use super::{Check, Facts, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-ambiguous-name",
    level: Level::Error,
    says: "Two records of one kind are called alike, so that a name may mean either",
    check: Check::Between(check),
};

fn check(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((kind, _), called) in &facts.names {
        let [first, others @ ..] = called.as_slice() else {
            continue;
        };
        for other in others {
            let message = format!(
                "`{}` may be the {} `{}` or `{}`",
                other.text,
                kind.noun(),
                first.id,
                other.id
            );
            findings.push(
                RULE.at(&Reference::new(*kind, &other.id), &other.path, message)
                    .hint("give one of them another name, or make them one record")
                    .related(
                        Place::field(&Reference::new(*kind, &first.id), &first.path),
                        format!("`{}` is called `{}` here", first.id, first.text),
                    ),
            );
        }
    }
    findings
}
