//! How long data is kept, in words: Article 30(1)(f).

use super::{
    Field, Parts, Speaks, fact, facts, if_said, lines, list, names, optional, scope, text, value,
};
use crate::graph::{data_by_words, is_covered, without_limit};
use crate::model::{
    DataId, Fate, PeopleId, Period, Recorded, Retention, Scope, SystemId, runs_from,
};
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
            let rules = rules.map(|rule| words(entry, rule));
            // What the rules leave open is not hidden behind them.
            let left = match entry.is_public || !entry.is_for(&[]) {
                true => Vec::new(),
                false => without_limit_in_words(entry),
            };
            let left = left
                .into_iter()
                .map(|words| format!("Not recorded: {words}"));
            lines(rules.chain(left))
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
    match &rule.systems {
        // Where data is kept is not for the public; that the rule is not for all of it is.
        Recorded::Value(systems) if entry.is_public => {
            data = in_some_systems(&data, systems.len());
        }
        systems => parts.add_if_said("which systems", systems, |ids| {
            let names = names(entry, ids.iter().map(SystemId::reference));
            format!("in {names}")
        }),
    }
    if let Recorded::Value(people) = &rule.people {
        let names = names(entry, people.iter().map(PeopleId::reference));
        data = format!("{data}about {names}: ");
    } else {
        parts.add_if_said("which people", &rule.people, |_| String::new());
    }
    format!("{data}{}", parts.joined())
}

/// What rules leave open, in words: how long data is kept that none is for, and in systems that none names.
pub(in crate::report) fn without_limit_in_words(entry: &Entry<'_>) -> Vec<String> {
    let rules = entry.activity.retention.items();
    let is_within = |id: &DataId, among: &[DataId]| is_covered(&entry.register.data, id, among);
    let scopes = rules.iter().map(|rule| rule.data.value());
    let mut found = Vec::new();
    // A rule of which it is not recorded for which data it is may be for the rest.
    if let Some(scopes) = scopes.collect::<Option<Vec<&Scope>>>()
        && !rules.is_empty()
        && !scopes.iter().any(|scope| scope.is_all())
    {
        let covered = scopes.iter().flat_map(|scope| scope.listed());
        let covered: Vec<DataId> = covered.cloned().collect();
        let held = data_by_words(entry.activity, entry.as_at).into_iter();
        let left =
            held.filter(|(id, by)| by.is_held && entry.is_personal(id) && !is_within(id, &covered));
        let names: Vec<String> = left.map(|(id, _)| entry.data_name(id)).collect();
        if !names.is_empty() {
            found.push(format!("how long this is kept: {}", names.join(", ")));
        }
    }
    found.extend(in_systems_in_words(entry));
    found
}

/// The systems in which no rule says how long data is kept, though rules say so elsewhere.
pub(in crate::report) fn in_systems_in_words(entry: &Entry<'_>) -> Vec<String> {
    let is_within = |id: &DataId, among: &[DataId]| is_covered(&entry.register.data, id, among);
    let systems = without_limit(entry.activity, entry.as_at, &is_within).into_iter();
    let words = systems.filter_map(|one| {
        let personal = one.data.iter().filter(|id| entry.is_personal(id));
        let names: Vec<String> = personal.map(|id| entry.data_name(id)).collect();
        let system = entry.system_name(one.system);
        match one.is_all {
            true => Some(format!("how long data is kept in {system}")),
            false if names.is_empty() => None,
            false => Some(format!(
                "how long this is kept in {system}: {}",
                names.join(", ")
            )),
        }
    });
    words.collect()
}

/// Which data a rule is about, and in how many systems.
fn in_some_systems(data: &str, n_systems: usize) -> String {
    let systems = match n_systems {
        1 => "in one of the systems".to_owned(),
        several => format!("in {several} of the systems"),
    };
    match data.strip_suffix(": ") {
        Some(data) => format!("{data} {systems}: "),
        None => format!("Data {systems}: "),
    }
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
    let left = without_limit_in_words(entry).into_iter();
    let left = left.map(|words| {
        let label = words.replacen("how", "How", 1);
        fact(&label, Some(HOW_LONG), Cell::NotRecorded)
    });
    let left: Vec<Fact> = left.collect();
    if !left.is_empty() {
        blocks.extend([
            Block::Heading("What no time limit is for".to_owned()),
            Block::Facts(left),
        ]);
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
