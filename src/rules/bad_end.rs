//! A flow begins and ends at records of the kinds that its field takes.

use crate::finding::{Finding, Level};
use crate::model::{Kind, place};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-bad-end",
    level: Level::Error,
    says: "A flow begins or ends at a record of a kind that cannot stand there",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let wrong = said.bad_ends.iter().map(|mention| {
        let (kind, only) = (mention.kind, Kind::one_of(mention.ends));
        let message = format!("`{kind}:{}` is not the id of {only}", said.id(mention));
        let hint = format!("{} cannot stand here, only {only}", kind.one());
        RULE.at(&said.record, &place(said.way(mention)), message)
            .hint(hint)
    });
    wrong.collect()
}
