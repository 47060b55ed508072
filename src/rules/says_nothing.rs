//! What is recorded says something: an empty text, list or table is neither *not recorded* nor *none*.

use crate::finding::{Finding, Level};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-says-nothing",
    level: Level::Error,
    says: "A text, list or table is there and empty",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let empty = said.empty.iter().map(|path| {
        let field = path.rsplit('.').next().unwrap_or_default();
        let field = field.split('[').next().unwrap_or_default();
        let message = format!("`{field}` says nothing");
        RULE.at(&said.record, path, message)
            .hint("leave it out, or say what it is")
    });
    empty.collect()
}
