//! `ropa ask where-held`.

use std::collections::BTreeSet;

use crate::graph::{Holding, KeptFor, WhereHeld};
use crate::model::{ActivityId, Recorded, Scope, Table, runs_from};

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question};
use super::{AskError, Asked, Found, filter, words};

/// Which systems hold the data, run by whom, in which countries?
pub(super) static QUESTION: Entry = Entry {
    name: "where-held",
    about: "Which systems hold the data, run by whom, in which countries?",
    arguments: &[Argument::DATA],
    filters: &[
        filter::EXACT,
        filter::PARTY,
        filter::COUNTRY,
        filter::NOT_THROUGH,
    ],
    examples: &[
        "ropa ask where-held \"NHS number\"",
        "ropa ask where-held --people Children",
    ],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("system", Of::Each),
    ("certainty", Of::Certainty),
    ("operator", Of::Each),
    ("hosted in", Of::Each),
    ("activity", Of::Activities),
    ("kept", Of::Each),
    ("how to search", Of::Each),
];

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let data = asked.subject(question)?;
    asked.filters(question)?;
    let unfiltered = asked.unfiltered();
    let (holdings, found) = asked.rows(
        (&asked.query, unfiltered.as_ref()),
        ["system", "systems"],
        (WhereHeld::new, WhereHeld::look, WhereHeld::finish),
    )?;

    let made = asked.made()?;
    let search = (WhereHeld::new, WhereHeld::look, WhereHeld::finish);
    let (made, gaps_of_made) = asked.made_rows(&made, search, &found.not_in_use, &|holdings| {
        table(asked, holdings)
    })?;
    let table = table(asked, &holdings)?;
    let what = asked.data_words();
    let sentence = match holdings.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded system that holds {what} matches these filters.")
        }
        0 => format!("No system that holds {what} is recorded."),
        n => format!(
            "{} {what}: {}.",
            asked.or_may(&words::count(n, "system holds", "systems hold"), "may hold"),
            words::by_certainty(holdings.iter().map(|holding| holding.certainty))
        ),
    };
    let routes = holdings
        .iter()
        .map(|holding| Explained {
            title: format!("{} - {}", holding.system.name, holding.certainty.word()),
            steps: holding.route.clone(),
        })
        .collect();
    let found = Found {
        title: format!("Where {what} is held"),
        rows: "Systems",
        sentence,
        table: asked.told(table, BRIEF, || {
            let within = holdings.iter().map(|holding| {
                let activities = holding.in_activities.iter();
                activities
                    .map(|(one, certainty)| (one.clone(), certainty))
                    .collect()
            });
            within.collect()
        })?,
        routes,
        apart: made.into_iter().collect(),
        gaps: [found.gaps, gaps_of_made].concat(),
        ..found
    };
    asked.answer("where-held", &[&data], found)
}

fn table(asked: &Asked<'_>, holdings: &[Holding]) -> Result<Table, AskError> {
    let mut table = Table::new(&[
        "system",
        "certainty",
        "operator",
        "hosted in",
        "activity",
        "kept",
        "how to search",
    ]);
    for holding in holdings {
        table.push([
            holding.system.name.clone(),
            holding.certainty.word().to_owned(),
            words::recorded(&holding.operator, |operator| operator.name.clone()),
            words::recorded(&holding.hosted_in, |hosts| {
                hosts
                    .0
                    .iter()
                    .map(|country| words::country(country, asked.reader).to_owned())
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            words::by_activity(holding.in_activities.iter()),
            kept(asked, holding)?,
            words::recorded(&holding.search, Clone::clone),
        ]);
    }
    Ok(table)
}

/// Retention rules in words. Where several activities share the system, each with those whose rule it is; an activity
/// without any is not passed over.
fn kept(asked: &Asked<'_>, holding: &Holding) -> Result<String, AskError> {
    // Two activities may say the same in rules that rest on different words.
    let mut told: Vec<(String, BTreeSet<&ActivityId>)> = Vec::new();
    let mut without: BTreeSet<&ActivityId> =
        holding.in_activities.iter().map(|(it, _)| &it.id).collect();
    for kept in &holding.retention {
        let words = rule(asked, kept)?;
        without.retain(|id| !kept.activities.contains(*id));
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, activities)) => activities.extend(&kept.activities),
            None => told.push((words, kept.activities.iter().collect())),
        }
    }
    let (none, not_recorded): (BTreeSet<&ActivityId>, BTreeSet<&ActivityId>) =
        (without.into_iter()).partition(|id| holding.without_limit.contains(*id));
    for (words, ids) in [("none", none), ("not recorded", not_recorded)] {
        if !ids.is_empty() {
            told.push((words.to_owned(), ids));
        }
    }
    let is_shared = holding.in_activities.iter().nth(1).is_some();
    let told = told.into_iter().map(|(words, ids)| {
        let within = holding.in_activities.iter().map(|(it, _)| it);
        let within = words::activities(within.filter(|it| ids.contains(&it.id)));
        match is_shared {
            true => format!("{words}, in {within}"),
            false => words,
        }
    });
    Ok(told.collect::<Vec<_>>().join("; "))
}

fn rule(asked: &Asked<'_>, kept: &KeptFor) -> Result<String, AskError> {
    let rule = &kept.rule;
    let how_long = match (&rule.period, &rule.criteria) {
        (Recorded::Value(period), _) => period.words(),
        (_, Recorded::Value(criteria)) => criteria.clone(),
        (Recorded::None, _) => "no period".to_owned(),
        (Recorded::NotRecorded, _) => "period not recorded".to_owned(),
    };
    let then = match &rule.then {
        Recorded::Value(fate) => format!(", then {}", fate.phrase()),
        Recorded::None => ", then nothing".to_owned(),
        Recorded::NotRecorded => String::new(),
    };
    let from = match &rule.trigger {
        Recorded::Value(trigger) => format!(" {}", runs_from(trigger)),
        Recorded::None => String::new(),
        Recorded::NotRecorded => ", from when not recorded".to_owned(),
    };
    let which = match &rule.data {
        Recorded::Value(Scope::These(list)) => {
            let mut names = Vec::new();
            for id in list {
                names.push(asked.name(&id.reference())?);
            }
            format!("{}: ", names.join(", "))
        }
        Recorded::Value(Scope::All(_)) => "all data: ".to_owned(),
        Recorded::None => "no data: ".to_owned(),
        Recorded::NotRecorded => "which data is not recorded: ".to_owned(),
    };
    let mut people = Vec::new();
    for id in rule.people.items() {
        people.push(asked.name(&id.reference())?);
    }
    let whose = match people.as_slice() {
        [] => String::new(),
        people => format!("about {}: ", people.join(", ")),
    };
    let why = match (&kept.purpose, &rule.purpose) {
        (Some(purpose), _) => format!(", for: {purpose}"),
        (None, Recorded::None) => ", for no purpose".to_owned(),
        (None, _) => String::new(),
    };
    let place = if rule.systems.is_not_recorded() {
        " (not recorded for which systems)"
    } else {
        ""
    };
    Ok(format!("{which}{whose}{how_long}{from}{then}{why}{place}"))
}
