//! How long data is kept, in words: Article 30(1)(f).

use super::{
    Field, Parts, Speaks, facts, if_said, lines, list, names, optional, scope, text, value,
};
use crate::model::{Fate, PeopleId, Period, Recorded, Retention, Scope, SystemId, runs_from};
use crate::report::document::{Block, Cell, Fact};
use crate::report::entry::Entry;

/// The provision that asks for time limits.
const HOW_LONG: &str = "Article 30(1)(f) UK GDPR";

/// The envisaged time limits.
pub(in crate::report) const RETENTION: Field = Field::new(
    "Retention schedule (if possible)",
    "Article 30(1)(f)",
    34,
    |entry| match &entry.activity.retention {
        Recorded::Value(rules) => {
            let rules = rules.iter().filter(|rule| {
                entry.is_for(rule.purpose.value().map_or(&[][..], std::slice::from_ref))
            });
            lines(rules.map(|rule| words(entry, rule)))
        }
        other => list(other, |_| String::new()),
    },
)
.speaking(Speaks::NamedWhere(|entry| {
    let mut rules = entry.activity.retention.items().iter();
    rules.any(|rule| rule.purpose.value().is_some())
}))
.reads("retention");

/// One rule as a sentence.
fn words(entry: &Entry<'_>, rule: &Retention) -> String {
    let mut parts = Parts::of(entry);
    let mut data = String::new();
    match &rule.data {
        Recorded::Value(scope) if scope.is_all() => "All data: ".clone_into(&mut data),
        Recorded::Value(scope) => data = format!("{}: ", entry.data_names(Scope::listed(scope))),
        other => parts.add("which data", other, |_| String::new()),
    }
    let is_permanent = rule.period == Recorded::Value(Period::Permanent);
    let kept = match (&rule.period, &rule.criteria) {
        (Recorded::Value(Period::Permanent), _) => Some("kept permanently".to_owned()),
        (Recorded::Value(period), _) => Some(format!("kept for {}", period.words())),
        (_, Recorded::Value(criteria)) => Some(kept_by(criteria)),
        _ => None,
    };
    match (kept, &rule.trigger) {
        (Some(kept), Recorded::Value(trigger)) if !is_permanent => {
            parts.say(format!("{kept} {}", runs_from(trigger)));
        }
        (kept, trigger) => {
            kept.into_iter().for_each(|kept| parts.say(kept));
            // What is kept for ever runs from nothing.
            if !(is_permanent && trigger.is_not_recorded()) {
                parts.add("from when", trigger, |trigger| runs_from(trigger));
            }
        }
    }
    match (&rule.period, &rule.criteria) {
        (Recorded::Value(_), criteria) => {
            parts.add_if_said("criteria", criteria, |criteria| {
                format!("criteria: {criteria}")
            });
        }
        (period, Recorded::Value(_)) => parts.add_if_said("period", period, Period::words),
        (period, criteria) => {
            parts.add("how long", period, Period::words);
            parts.add_if_said("criteria", criteria, Clone::clone);
        }
    }
    parts.add("when use stops", &rule.stop_using, |stop| {
        format!("use stops {stop}")
    });
    parts.add("what happens then", &rule.then, |fate: &Fate| {
        format!("then {}", fate.phrase())
    });
    parts.add("authority", &rule.authority, |authority| {
        format!("authority: {authority}")
    });
    parts.add_if_said("purpose", &rule.purpose, |id| {
        format!("for: {}", entry.purpose_named(id))
    });
    // Where data is kept is not for the public.
    if !entry.is_public {
        parts.add_if_said("which systems", &rule.systems, |ids| {
            let names = names(entry, ids.iter().map(SystemId::reference));
            format!("in {names}")
        });
    }
    if let Recorded::Value(people) = &rule.people {
        let names = names(entry, people.iter().map(PeopleId::reference));
        data = format!("{data}about {names}: ");
    } else {
        parts.add_if_said("which people", &rule.people, |_| String::new());
    }
    format!("{data}{}", parts.joined())
}

/// How long data is kept by criteria in words: what says no time at its beginning does not follow "kept".
fn kept_by(criteria: &str) -> String {
    const TIMES: [&str; 12] = [
        "until",
        "for",
        "as",
        "while",
        "so long",
        "at",
        "up to",
        "no longer",
        "permanently",
        "indefinitely",
        "during",
        "from",
    ];
    let lower = criteria.to_lowercase();
    let is_time = TIMES.iter().any(|time| {
        let rest = lower.strip_prefix(time);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    if !is_time {
        return format!("how long: {criteria}");
    }
    let mut letters = criteria.chars();
    let first = letters.next().map(char::to_lowercase).into_iter().flatten();
    format!("kept {}", first.chain(letters).collect::<String>())
}

/// How long data is kept, rule by rule.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let Recorded::Value(rules) = &entry.activity.retention else {
        let cell = list(&entry.activity.retention, |_| String::new());
        return vec![Block::Facts(facts!["Time limits" (HOW_LONG) => cell])];
    };
    let mut blocks = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        if rules.len() > 1 {
            blocks.push(Block::Heading(format!("Time limit {}", at + 1)));
        }
        blocks.push(Block::Facts(rule_facts(entry, rule)));
    }
    blocks
}

fn rule_facts(entry: &Entry<'_>, rule: &Retention) -> Vec<Fact> {
    let mut facts = facts![
        "For which data" (HOW_LONG) => value(&rule.data, |data| scope(entry, data)),
        "When use stops" => text(&rule.stop_using),
        "Kept for" (HOW_LONG) => value(&rule.period, Period::words),
        "From" => match (&rule.trigger, &rule.period) {
            // What is kept for ever runs from nothing.
            (Recorded::NotRecorded, Recorded::Value(Period::Permanent)) => Cell::NotApplicable,
            (trigger, _) => text(trigger),
        },
        "Criteria" => match (&rule.criteria, &rule.period) {
            (Recorded::NotRecorded, Recorded::Value(_)) => Cell::NotApplicable,
            (criteria, _) => text(criteria),
        },
        "Then" => value(&rule.then, |fate| fate.phrase().to_owned()),
        "Authority" => text(&rule.authority),
    ];
    let where_and_whom = [
        if_said("In which systems", &rule.systems, |ids| {
            names(entry, ids.iter().map(SystemId::reference))
        }),
        if_said("About which people", &rule.people, |ids| {
            names(entry, ids.iter().map(PeopleId::reference))
        }),
        if_said("For which purpose", &rule.purpose, |id| {
            entry.purpose_named(id)
        }),
    ];
    facts.splice(1..1, where_and_whom.into_iter().flatten());
    facts.extend(optional("The words it rests on", rule.evidence.as_ref()));
    facts
}
