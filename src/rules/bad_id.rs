//! A purpose or flow has an id that is one.

use crate::finding::{Finding, Level};
use crate::model::{check_slug, slug_of};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-bad-id",
    level: Level::Error,
    says: "The id of a purpose or flow has letters or signs that an id may not have",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let bad = said.bad_ids.iter().filter_map(|word| {
        let error = check_slug(&word.text).err()?;
        let meant = slug_of(&word.text);
        let hint = if check_slug(&meant).is_ok() {
            format!("write `{meant}`")
        } else {
            "write a name such as `case-work`".to_owned()
        };
        Some(
            RULE.at(&said.record, &word.path, error.to_string())
                .hint(hint),
        )
    });
    bad.collect()
}
