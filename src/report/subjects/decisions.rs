//! Decisions made without a person: Articles 22A to 22D.

use super::{Field, GOOD_PRACTICE, Parts, facts, list, optional, text, yes_or_no};
use crate::model::{AutomatedDecision, Recorded};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

/// Automated decisions.
pub(in crate::report) const AUTOMATED_DECISIONS: Field = Field::new(
    "Existence of automated decision-making, including profiling (if applicable)",
    GOOD_PRACTICE,
    30,
    |entry| {
        list(&entry.activity.automated_decisions, |decision| {
            decision_words(entry, decision)
        })
    },
);

fn decision_words(entry: &Entry<'_>, decision: &AutomatedDecision) -> String {
    let mut parts = Parts::of(entry);
    parts.say(decision.what.clone());
    for (words, field) in [
        ("solely automated", &decision.solely_automated),
        ("significant", &decision.significant),
        ("profiling", &decision.profiling),
    ] {
        parts.add(words, field, |is_so| {
            if *is_so {
                words.to_owned()
            } else {
                format!("not {words}")
            }
        });
    }
    parts.add("safeguards", &decision.safeguards, |safeguards| {
        format!("safeguards: {safeguards}")
    });
    parts.joined()
}

/// The provisions on automated decisions.
const ARTICLES: &str = "Articles 22A to 22D UK GDPR";

/// Decisions made by automated means.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let Recorded::Value(decisions) = &entry.activity.automated_decisions else {
        let cell = list(&entry.activity.automated_decisions, |_| String::new());
        return vec![Block::Facts(
            facts!["Automated decisions, including profiling" (ARTICLES) => cell],
        )];
    };
    let mut blocks = Vec::new();
    for (at, decision) in decisions.iter().enumerate() {
        let mut facts = facts![
            "What is decided" (ARTICLES) => Cell::Text(decision.what.clone()),
            "Without meaningful human involvement" ("Article 22A UK GDPR") => yes_or_no(&decision.solely_automated),
            "With legal or similarly significant effect" ("Article 22A UK GDPR") => yes_or_no(&decision.significant),
            "Includes profiling" => yes_or_no(&decision.profiling),
            "Safeguards" ("Article 22C UK GDPR") => text(&decision.safeguards),
        ];
        facts.extend(optional(
            "The words it rests on",
            decision.evidence.as_ref(),
        ));
        if decisions.len() > 1 {
            blocks.push(Block::Heading(format!("Decision {}", at + 1)));
        }
        blocks.push(Block::Facts(facts));
    }
    blocks
}
