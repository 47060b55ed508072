//! `ropa ask where-from`.

use crate::graph::{Origin, WhereFrom};
use crate::model::Table;

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question};
use super::{AskError, Asked, Found, filter, words};

/// Whom do we get the data from?
pub(super) static QUESTION: Entry = Entry {
    name: "where-from",
    about: "Whom do we get the data from?",
    arguments: &[Argument::DATA],
    filters: &[filter::EXACT, filter::PARTY, filter::NOT_THROUGH],
    examples: &["ropa ask where-from \"NHS number\""],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("from", Of::Each),
    ("certainty", Of::Certainty),
    ("how", Of::Counted),
    ("activity", Of::Activities),
    ("agreement", Of::Counted),
    ("when", Of::Counted),
];

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let data = asked.subject(question)?;
    asked.filters(question)?;
    let unfiltered = asked.unfiltered();
    let (origins, found) = asked.rows(
        (&asked.query, unfiltered.as_ref()),
        ["source", "sources"],
        (WhereFrom::new, WhereFrom::look, WhereFrom::finish),
    )?;

    let made = asked.made()?;
    let search = (WhereFrom::new, WhereFrom::look, WhereFrom::finish);
    let (made, gaps_of_made) = asked.made_rows(&made, search, &found.not_in_use, &|origins| {
        Ok(table(origins))
    })?;
    let table = table(&origins);
    let what = asked.data_words();
    let sentence = match origins.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded source of {what} matches these filters.")
        }
        0 => format!("No source of {what} is recorded."),
        n => words::sentence(&format!(
            "{what} {} from {}: {}.",
            asked.or_may("comes", "may come"),
            words::count(n, "source", "sources"),
            words::by_certainty(origins.iter().map(|origin| origin.certainty))
        )),
    };
    let routes = origins
        .iter()
        .map(|origin| Explained {
            title: format!("{} - {}", origin.from.name, origin.certainty.word()),
            steps: origin.route.clone(),
        })
        .collect();
    let found = Found {
        title: format!("Where {what} comes from"),
        rows: "Sources",
        sentence,
        table: asked.told(table, BRIEF, || {
            let within = origins.iter();
            within
                .map(|it| vec![(it.activity.clone(), it.certainty)])
                .collect()
        })?,
        routes,
        apart: made.into_iter().collect(),
        gaps: [found.gaps, gaps_of_made].concat(),
        ..found
    };
    asked.answer("where-from", &[&data], found)
}

fn table(origins: &[Origin]) -> Table {
    let mut table = Table::new(&["from", "certainty", "how", "activity", "when", "agreement"]);
    for origin in origins {
        table.push([
            origin.from.name.clone(),
            origin.certainty.word().to_owned(),
            how(origin),
            words::activity(&origin.activity),
            origin.when.clone().unwrap_or_default(),
            origin.agreement.said(),
        ]);
    }
    table
}

/// Straight from them, or by way of a system: the source's own portal, or one of ours.
fn how(origin: &Origin) -> String {
    match &origin.route[..] {
        [first, _, ..] => format!("through {}", first.to.name),
        _ => "direct".to_owned(),
    }
}
