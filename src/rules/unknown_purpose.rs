//! What speaks of a purpose speaks of one that its activity has.

use crate::finding::{Finding, Level};
use crate::model::{ALIKE, nearest, one_of};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-unknown-purpose",
    level: Level::Error,
    says: "A flow, condition or retention rule names a purpose that its activity does not have",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let known = || said.purposes.iter().map(|purpose| purpose.text.as_str());
    let unknown = said
        .serves
        .iter()
        .filter(|serves| known().all(|id| id != serves.text));
    unknown
        .map(|serves| {
            let purpose = &serves.text;
            let message = format!("this activity has no purpose with the id `{purpose}`");
            RULE.at(&said.record, &serves.path, message).hint(
                match nearest(purpose, known(), ALIKE) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if said.purposes.is_empty() => {
                        format!("give the purpose it serves `id = \"{purpose}\"`")
                    }
                    None => format!("write {}", one_of(known())),
                },
            )
        })
        .collect()
}
