//! A table has the fields that it needs, and none that belongs in another list: who a recipient is, and not where it
//! comes from.

use crate::finding::{Finding, Level};
use crate::model::Misfit;

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-missing-field",
    level: Level::Error,
    says: "A table lacks a field that it cannot do without, or has one that its list does not take",
    check: Check::Within(check),
};

/// What text calls a field that its table does not take.
const UNKNOWN_KEY: &str = "TEXT-unknown-key";

fn check(said: &Said) -> Vec<Finding> {
    let found = said.misfits.iter().map(|(path, headed, misfit)| {
        let whole = match headed.as_str() {
            "" => format!("the {} `{}`", said.record.kind, said.record.id),
            headed => format!("this `{headed}`"),
        };
        match misfit {
            Misfit::Missing(field) => {
                let message = format!("{whole} has no `{}`", field.name);
                let hint = format!(
                    "add `{}`, {}, or leave out the whole",
                    field.name, field.means
                );
                RULE.at(&said.record, path, message).hint(hint)
            }
            Misfit::Stray(name) => {
                let message = format!("{whole} has no field `{name}`");
                let mut finding = RULE.at(&said.record, path, message);
                finding.code = UNKNOWN_KEY;
                finding.hint("leave it out, or say it where it belongs")
            }
        }
    });
    found.collect()
}
