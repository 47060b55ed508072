//! Nothing is above itself: parties are part of others, categories narrower than others, and agreements under others,
//! without a ring.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Level, Place};
use crate::model::{Kind, Reference};

use super::{Check, Facts, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-ring",
    level: Level::Error,
    says: "A record is part of itself, broader than itself or under itself, directly or through others",
    check: Check::Between(check),
};

/// Reports each ring once.
fn check(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, above) in &facts.above {
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in above.keys() {
            let mut way: Vec<&str> = Vec::new();
            let mut on_way: BTreeMap<&str, usize> = BTreeMap::new();
            let mut at = start.as_str();
            while !done.contains(at) && !on_way.contains_key(at) {
                on_way.insert(at, way.len());
                way.push(at);
                let Some(next) = above.get(at) else {
                    break;
                };
                at = next;
            }
            if let Some(from) = on_way.get(at).copied()
                && !done.contains(at)
                && above.contains_key(at)
            {
                findings.push(ring(*kind, &way[from..], above));
            }
            done.extend(way);
        }
    }
    findings
}

/// How many records of a ring are named.
const SHOWN: usize = 20;

fn ring(kind: Kind, ring: &[&str], above: &BTreeMap<String, String>) -> Finding {
    let mut named: Vec<String> = ring
        .iter()
        .take(SHOWN)
        .map(|id| format!("`{id}`"))
        .collect();
    if ring.len() > SHOWN {
        named.push(format!("and {} more", ring.len() - SHOWN));
    }
    named.extend(ring.first().map(|id| format!("`{id}`")));
    let (word, field) = match kind {
        Kind::Party => ("part of", "part_of"),
        Kind::Document => ("under", "under"),
        _ => ("a kind of", "broader"),
    };
    let message = if ring.len() == 1 {
        format!("{} is {word} itself", named[0])
    } else {
        format!(
            "these are {word} each other in a ring: {}",
            named.join(", ")
        )
    };
    let at = |id: &str| Reference::new(kind, id);
    let finding = RULE.at(&at(ring[0]), field, message);
    let rest = ring[1..]
        .iter()
        .take(SHOWN)
        .filter_map(|id| Some((*id, above.get(*id)?)));
    rest.fold(
        finding.hint("leave one of them out"),
        |finding, (id, next)| {
            let place = Place::field(&at(id), field);
            finding.related(place, format!("`{id}` is {word} `{next}`"))
        },
    )
}
