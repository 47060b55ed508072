//! No two records of a kind are called alike: an answer about one would be taken for the other. Parties of different
//! wholes and activities of different controllers may be, since they are told apart by whose they are.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level, Place};
use crate::model::{Kind, Reference};

use super::facts::Called;
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
        let mut of_nobody: Option<&Called> = None;
        let mut first_of: BTreeMap<&str, &Called> = BTreeMap::new();
        for other in called {
            let whose = facts.whose(*kind, &other.id);
            let first = match whose {
                Some(whose) => first_of.get(whose).copied().or(of_nobody),
                None => called.first().filter(|first| first.id != other.id),
            };
            match whose {
                Some(whose) => drop(first_of.entry(whose).or_insert(other)),
                None => drop(of_nobody.get_or_insert(other)),
            }
            let Some(first) = first else {
                continue;
            };
            let message = format!(
                "`{}` may be the {} `{}` or `{}`",
                other.text,
                kind.noun(),
                first.id,
                other.id
            );
            let whose = match kind {
                Kind::Party => ", or record of what each is a part, if these differ",
                Kind::Activity => ", or record their controllers, if these differ",
                _ => "",
            };
            findings.push(
                RULE.at(&Reference::new(*kind, &other.id), &other.path, message)
                    .hint(format!(
                        "give one of them another name, or make them one record{whose}"
                    ))
                    .related(
                        Place::field(&Reference::new(*kind, &first.id), &first.path),
                        format!("`{}` is called `{}` here", first.id, first.text),
                    ),
            );
        }
    }
    findings
}
