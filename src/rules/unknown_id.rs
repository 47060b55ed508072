//! Every record that is mentioned is there, and is of the kind that the field asks for.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level};
use crate::model::{Kind, check_slug, one_of, slug_of};

use super::{Check, Facts, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-unknown-id",
    level: Level::Error,
    says: "A record mentions one that is not in the register, or is of another kind",
    check: Check::Between(check),
};

/// For how many records that are missing it is sought what was meant.
const SOUGHT: usize = 1000;

fn check(facts: &Facts) -> Vec<Finding> {
    // A register without one of its files mentions the same few records very often.
    let mut hints: BTreeMap<(Kind, &[Kind], &str), Option<String>> = BTreeMap::new();
    let missing = facts.missing().map(|mention| {
        let (kind, ends, id) = (mention.kind, mention.ends, mention.id.as_str());
        // What was meant is sought among all records: more of it than anybody reads would take very long.
        let is_sought = hints.len() < SOUGHT;
        let hint = hints
            .entry((kind, ends, id))
            .or_insert_with(|| is_sought.then(|| facts.meant(kind, ends, id)).flatten())
            .clone();
        let message = format!("there is no {} `{id}`", kind.noun());
        let mut finding = RULE.at(&mention.by, &mention.path, message);
        finding.hint = hint;
        finding
    });
    missing.collect()
}

impl Facts {
    /// What was meant by an id that no record has.
    pub fn meant(&self, kind: Kind, ends: &[Kind], id: &str) -> Option<String> {
        let kinds = || std::iter::once(kind).chain(ends.iter().copied());
        let called = kinds().find_map(|kind| {
            let (word, rest) = id.split_once(':')?;
            let is_kind = Kind::from_word(word.trim()) == Some(kind);
            let found = self.called(kind, rest).filter(|_| is_kind)?;
            Some(format!("write `{}`", kind.at_end(ends, found)))
        });
        if called.is_some() {
            return called;
        }
        let elsewhere = Kind::ALL
            .into_iter()
            .find(|other| *other != kind && self.has(*other, id));
        if let Some(other) = elsewhere {
            return Some(if ends.contains(&other) {
                format!("`{id}` is {}: write `{other}:{id}`", other.one())
            } else {
                format!("`{id}` is {}, not {}", other.one(), kind.one())
            });
        }
        let namesakes = kinds().find_map(|kind| {
            let ids = self.namesakes(kind, id).into_iter();
            let choices: Vec<String> = ids.map(|id| kind.at_end(ends, id)).collect();
            let named = choices.iter().map(String::as_str);
            (!choices.is_empty()).then(|| format!("did you mean {}?", one_of(named)))
        });
        if namesakes.is_some() {
            return namesakes;
        }
        let near = kinds().find_map(|kind| {
            let near = self.near(kind, id)?;
            Some(format!("did you mean `{}`?", kind.at_end(ends, near)))
        });
        if near.is_some() {
            return near;
        }
        let new = slug_of(id);
        if check_slug(&new).is_err() {
            let ids = kinds().find_map(|kind| Some((kind, self.ids(kind).next()?)));
            return ids.map(|(kind, id)| {
                let end = kind.at_end(ends, id);
                format!("write an id that is recorded, such as `{end}`")
            });
        }
        let record = (self.making)(kind, &new);
        Some(if new == id {
            record
        } else {
            format!("write `{}`, and {record}", kind.at_end(ends, &new))
        })
    }
}
