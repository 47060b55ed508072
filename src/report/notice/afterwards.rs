//! How long data is kept, which rights people have, and where to read more.

use crate::import::Fact;
use crate::law::Availability;
use crate::model::{
    DataId, DocumentKind, Fate, Period, Recorded, Retention, Scope, and, runs_from,
};
use crate::report::entry::Entry;
use crate::report::subjects::retention::in_systems_in_words;
use crate::report::subjects::{law_enforcement, rights as by_law};

use super::sharing::not_covered;
use super::{Lines, sentence, uncapitalised};

pub(super) fn keeping(entry: &Entry<'_>, lines: &mut Lines) {
    let rules = entry.activity.retention.items();
    for rule in rules {
        if let Recorded::Value(stop) = &rule.stop_using {
            let (subject, is_all) = subject(entry, rule);
            let subject = match is_all || subject == SOME_DATA {
                true => "your data".to_owned(),
                false => subject,
            };
            let words = format!("We will stop using {subject} {}", stop.trim());
            lines.says(sentence(&words), Fact::StopUsing(stop.clone()));
        }
        kept(entry, rule, lines);
    }
    if rules.is_empty() {
        lines.missing_by(
            entry,
            "how long data is kept, or how that is decided",
            "Article 13(2)(a)",
            "44(2)(b)",
        );
        return;
    }
    for words in in_systems_in_words(entry) {
        lines.missing_by(entry, words, "Article 13(2)(a)", "44(2)(b)");
    }
    let scopes = rules.iter().map(|rule| rule.data.value());
    let Some(scopes) = scopes.collect::<Option<Vec<&Scope>>>() else {
        // Which data a rule is about was asked: it may be the rest.
        return;
    };
    let is_for_all = scopes.iter().any(|scope| scope.is_all());
    let covered = scopes.iter().flat_map(|scope| scope.listed());
    let covered: Vec<DataId> = covered.cloned().collect();
    let left = not_covered(entry, &covered);
    if !is_for_all && !left.is_empty() {
        lines.missing_by(
            entry,
            format!(
                "how long this is kept, or how that is decided: {}",
                and(&left)
            ),
            "Article 13(2)(a)",
            "44(2)(b)",
        );
    }
}

/// What stands for data of which it is not recorded which it is.
const SOME_DATA: &str = "Data";

/// Which data a rule is about, as the subject of a sentence.
fn subject(entry: &Entry<'_>, rule: &Retention) -> (String, bool) {
    let (mut subject, mut is_all) = match &rule.data {
        Recorded::Value(scope) if !scope.is_all() => {
            let names: Vec<String> = Scope::listed(scope)
                .iter()
                .map(|id| entry.data_name(id))
                .collect();
            (and(&names), false)
        }
        // Which data it is, is not recorded: it is not all of it.
        data if data.value().is_none() => (SOME_DATA.to_owned(), false),
        _ => ("Your data".to_owned(), true),
    };
    if let Recorded::Value(systems) = &rule.systems {
        let names: Vec<String> = systems.iter().map(|id| entry.system_name(id)).collect();
        subject = format!("{subject} in {}", and(&names));
        is_all = false;
    }
    if let Recorded::Value(people) = &rule.people {
        let names: Vec<String> = people.iter().map(|id| entry.people_name(id)).collect();
        subject = format!("{subject} about {}", and(&names));
        is_all = false;
    }
    if let Recorded::Value(purpose) = &rule.purpose {
        subject = format!("{subject} used for “{}”", entry.purpose_named(purpose));
        is_all = false;
    }
    (subject, is_all)
}

fn kept(entry: &Entry<'_>, rule: &Retention, lines: &mut Lines) {
    let (subject, is_all) = subject(entry, rule);
    let then = rule.then.value().copied();
    let trigger = rule
        .trigger
        .value()
        .map(|trigger| trigger.trim().trim_end_matches('.'));
    let fact = |period: Option<&Period>, criteria: Option<&String>| Fact::Kept {
        is_all,
        period: period.cloned(),
        trigger: trigger.map(str::to_owned),
        criteria: criteria.cloned(),
        then,
    };
    let done = then.map_or("kept", |fate| match fate {
        Fate::Delete => "deleted",
        Fate::ReviewThenDelete => "reviewed, then deleted,",
        Fate::Anonymise => "anonymised",
        Fate::Archive => "archived",
    });
    let words = match (&rule.period, &rule.criteria) {
        (Recorded::Value(Period::Permanent), _) => format!("{subject} will be kept permanently."),
        (Recorded::Value(period), _) => {
            let period_words = period.words();
            match (then, trigger) {
                (None, Some(trigger)) => {
                    format!(
                        "{subject} will be kept for {period_words} {}.",
                        runs_from(trigger)
                    )
                }
                (None, None) => format!("{subject} will be kept for {period_words}."),
                (Some(_), Some(trigger)) => {
                    format!(
                        "{subject} will be {done} {period_words} {}.",
                        runs_from(trigger)
                    )
                }
                (Some(_), None) => format!("{subject} will be {done} after {period_words}."),
            }
        }
        (_, Recorded::Value(criteria)) => {
            let then = then.map_or_else(String::new, |fate| {
                format!(" It is then {}.", fate.phrase())
            });
            if is_all || subject == SOME_DATA {
                format!("{}{then}", sentence(criteria))
            } else {
                let criteria = sentence(&uncapitalised(criteria));
                let criteria = uncapitalised(&criteria);
                format!("How long {subject} will be kept: {criteria}{then}")
            }
        }
        _ => {
            lines.missing_by(
                entry,
                format!("how long this is kept, or how that is decided: {subject}"),
                "Article 13(2)(a)",
                "44(2)(b)",
            );
            return;
        }
    };
    if rule.data.value().is_none() {
        lines.missing(format!("which data this is: {words}"));
    }
    lines.says(words, fact(rule.period.value(), rule.criteria.value()));
}

/// Rights as they are told people, by the provision that gives each. A provision that is not here is no right of its own,
/// or is told elsewhere.
const RIGHTS: &[(&str, &str)] = &[
    ("13", "Your right to be informed about how we use your data"),
    ("14", "Your right to be informed about how we use your data"),
    ("15", "Your right to access your personal data"),
    ("16", "Your right for us to correct your personal data"),
    ("17", "Your right for us to erase your personal data"),
    ("18", "Your right to restrict our use of your personal data"),
    (
        "20",
        "Your right to portability: to take your personal data elsewhere",
    ),
    (
        "21",
        "Your right to object to our use of your personal data",
    ),
    ("7/3", "Your right to withdraw your consent at any time"),
    (
        "22C",
        "Your right to have a person look at a decision made by automated means alone",
    ),
    (
        "dpa2018:s44",
        "Your right to be informed about how we use your data",
    ),
    ("dpa2018:s45", "Your right to access your personal data"),
    (
        "dpa2018:s46",
        "Your right for us to correct your personal data",
    ),
    (
        "dpa2018:s47",
        "Your right for us to erase your personal data or restrict its use",
    ),
    (
        "dpa2018:s40A",
        "Your right to withdraw your consent at any time",
    ),
    (
        "dpa2018:s50C",
        "Your right to have a person look at a decision made by automated means alone",
    ),
    (
        "dpa2018:s51",
        "Your right to ask the regulator to check a restriction or refusal",
    ),
];

pub(super) fn rights(entry: &Entry<'_>, lines: &mut Lines) {
    let mut follow_from_all = true;
    let given: Vec<(&str, bool)> = if entry.activity.is_law_enforcement() {
        let rights = law_enforcement::in_force(entry).into_iter();
        rights.map(|right| (right.code.as_str(), false)).collect()
    } else {
        let (rights, is_whole) = by_law::that_follow(entry);
        follow_from_all = is_whole;
        let held = rights
            .into_iter()
            .filter_map(|right| match right.availability {
                Availability::Yes => Some((right.right.code.as_str(), false)),
                Availability::Limited => Some((right.right.code.as_str(), true)),
                Availability::No | Availability::Prohibited => None,
            });
        held.collect()
    };
    // What was published stands where nothing follows from the law.
    let published = entry.activity.rights.items().iter();
    let published = published.map(|right| (right.right.as_str(), false));
    let all: Vec<(&str, bool)> = if given.is_empty() {
        published.collect()
    } else {
        given
    };
    let mut told: Vec<&str> = Vec::new();
    for (code, is_limited) in all {
        let Some((code, words)) = RIGHTS.iter().find(|(known, _)| *known == code) else {
            continue;
        };
        if code.starts_with("22") && !has_decisions(entry) || told.contains(words) {
            continue;
        }
        told.push(words);
        let limit = if is_limited { ", in some cases" } else { "" };
        lines.item(format!("{words}{limit}"), Fact::Right(code));
    }
    if !told.is_empty() {
        lines.explains("The law has exceptions to some of these rights. To use them, contact us.");
    }
    if !follow_from_all {
        lines.missing_by(
            entry,
            "the lawful basis of every purpose, from which people’s rights follow",
            "Article 13(2)(b)",
            "44(1)(d)",
        );
    }
}

/// Whether a decision may be made by automated means alone.
fn has_decisions(entry: &Entry<'_>) -> bool {
    let mut decisions = entry.activity.automated_decisions.items().iter();
    decisions.any(|one| one.solely_automated != Recorded::Value(false))
}

pub(super) fn other_notices(entry: &Entry<'_>, lines: &mut Lines) {
    linked(entry, true, lines);
}

pub(super) fn links(entry: &Entry<'_>, lines: &mut Lines) {
    linked(entry, false, lines);
}

fn linked(entry: &Entry<'_>, are_notices: bool, lines: &mut Lines) {
    for id in entry.activity.links.items() {
        let Some(document) = entry.document(id) else {
            continue;
        };
        let is_notice = document.kind == Recorded::Value(DocumentKind::Notice);
        if is_notice != are_notices {
            continue;
        }
        let target = document.link.value().cloned();
        let words = match &target {
            Some(target) => format!("{}: {target}", document.name),
            None => document.name.clone(),
        };
        let title = document.name.clone();
        lines.item(
            words,
            Fact::Link {
                title,
                target,
                is_notice,
            },
        );
    }
}
