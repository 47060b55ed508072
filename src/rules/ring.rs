//! Nothing is above itself or made from itself: parties are part of others, categories narrower than
//! others or made from them, and agreements under others, without a ring.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Level, Place};
use crate::model::{Kind, Reference};

use super::said::DERIVED_FROM;
use super::{Check, Facts, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-ring",
    level: Level::Error,
    says: "A record is part of itself, broader than itself, under itself or made from itself, directly or through others",
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
    findings.extend(made_from_itself(&facts.made_from));
    findings
}

/// Reports the rings in which categories are made from each other, each once.
fn made_from_itself(made_from: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in made_from.keys() {
        // The way to where the search is, each place with what is still to be looked at from there.
        let mut way: Vec<(&str, Vec<&str>)> = Vec::new();
        let origins = |id: &str| {
            let origins = made_from.get(id).into_iter().flatten();
            origins.map(String::as_str).collect::<Vec<_>>()
        };
        if done.insert(start) {
            way.push((start, origins(start)));
        }
        while let Some((_, due)) = way.last_mut() {
            let Some(next) = due.pop() else {
                way.pop();
                continue;
            };
            if let Some(from) = way.iter().position(|(id, _)| *id == next) {
                let members: Vec<&str> = way[from..].iter().map(|(id, _)| *id).collect();
                let message = format!(
                    "these are made from each other in a ring: {}",
                    named(&members).join(", ")
                );
                let record = Reference::new(Kind::Data, members[0]);
                let finding = RULE.at(&record, DERIVED_FROM, message);
                findings.push(finding.hint("leave one of them out"));
            } else if done.insert(next) {
                way.push((next, origins(next)));
            }
        }
    }
    findings
}

/// How many records of a ring are named.
const SHOWN: usize = 20;

/// The records of a ring, with the first again at the end.
fn named(ring: &[&str]) -> Vec<String> {
    let quoted = |id: &&str| format!("`{id}`");
    let mut named: Vec<String> = ring.iter().take(SHOWN).map(quoted).collect();
    if ring.len() > SHOWN {
        named.push(format!("and {} more", ring.len() - SHOWN));
    }
    named.extend(ring.first().map(quoted));
    named
}

fn ring(kind: Kind, ring: &[&str], above: &BTreeMap<String, String>) -> Finding {
    let named = named(ring);
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
