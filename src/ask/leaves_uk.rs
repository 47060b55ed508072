//! `ropa ask leaves-uk`.

use crate::graph::{Allowed, Departure, LeavesUk};
use crate::model::Table;

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question};
use super::{ApartRows, AskError, Asked, Found, about, filter, words};

/// What leaves the UK, and under what safeguard?
pub(super) static QUESTION: Entry = Entry {
    name: "leaves-uk",
    about: "What leaves the UK, and under what safeguard?",
    arguments: &[Argument {
        about: "Category of data: id, name or alias [default: all]",
        is_optional: true,
        unless: &[],
        ..Argument::DATA
    }],
    filters: &[
        filter::EXACT,
        filter::PARTY,
        filter::COUNTRY,
        filter::NOT_THROUGH,
    ],
    examples: &[
        "ropa ask leaves-uk",
        "ropa ask leaves-uk \"NHS number\" --stated",
    ],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("to", Of::Each),
    ("country", Of::Each),
    ("allowed by", Of::Each),
    ("certainty", Of::Certainty),
    ("activity", Of::Activities),
    ("to note", Of::Counted),
];

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let data = asked.subject(question)?;
    asked.filters(question)?;
    let unfiltered = asked.unfiltered();
    let (all, mut found) = asked.rows(
        (&asked.query, unfiltered.as_ref()),
        ["step", "steps"],
        (LeavesUk::new, LeavesUk::look, LeavesUk::finish),
    )?;
    let (published, departures): (Vec<Departure>, Vec<Departure>) = all
        .into_iter()
        .partition(|departure| departure.is_published);
    if !published.is_empty() {
        found.values = asked.values(&departures);
        found.apart.push(ApartRows {
            key: "published",
            heading: "Published: can be read anywhere",
            note: "What is published leaves no country, and is counted as no transfer.".to_owned(),
            table: told(asked, &published, false),
            not_in_use: Vec::new(),
            values: asked.values(&published),
        });
    }
    let made = asked.made()?;
    let search = (LeavesUk::new, LeavesUk::look, LeavesUk::finish);
    let (made, gaps_of_made) = asked.made_rows(&made, search, &found.not_in_use, &|steps| {
        Ok(told(asked, steps, true))
    })?;
    found.apart.extend(made);
    found.gaps.extend(gaps_of_made);

    let what = asked.data_words();
    let sentence = match departures.len() {
        0 => format!(
            "No flow of {what} to a place recorded as outside the UK is recorded{}.",
            asked.that_passes()
        ),
        n => {
            let missing = departures
                .iter()
                .filter(|departure| departure.is_missing())
                .count();
            let missing = match (n, missing) {
                (_, 0) => "what allows it is recorded or not needed".to_owned(),
                (1, _) => "nothing is recorded that allows it".to_owned(),
                (_, missing) => format!("for {missing} of them nothing is recorded that allows it"),
            };
            words::sentence(&format!(
                "{what} {} the UK by {}: {}; {missing}.",
                asked.or_may("leaves", "may leave"),
                words::count(n, "step", "steps"),
                words::by_certainty(departures.iter().map(|departure| departure.step.certainty))
            ))
        }
    };
    let routes = departures
        .iter()
        .map(|departure| Explained {
            title: format!(
                "{} - {}",
                departure.step.to.name,
                departure.step.certainty.word()
            ),
            steps: vec![departure.step.clone()],
        })
        .collect();
    let found = Found {
        title: format!("What leaves the UK: {what}"),
        rows: "Steps out of the UK",
        sentence,
        table: asked.told(told(asked, &departures, true), BRIEF, || {
            let within = departures.iter();
            within
                .map(|it| vec![(it.activity.clone(), it.step.certainty)])
                .collect()
        })?,
        routes,
        ..found
    };
    asked.answer("leaves-uk", &[&data], found)
}

/// The steps as rows, with what allows them where they are transfers.
fn told(asked: &Asked<'_>, departures: &[Departure], are_transfers: bool) -> Table {
    let mut columns = vec![
        "flow",
        "from",
        "to",
        "country",
        "certainty",
        "activity",
        "data",
    ];
    if are_transfers {
        columns.extend(["allowed by", "to note"]);
    }
    let mut table = Table::new(&columns);
    for departure in departures {
        let step = &departure.step;
        let mut row = vec![
            words::step(step, asked.reader),
            step.from.name.clone(),
            step.to.name.clone(),
            words::whereabouts(&step.whereabouts, asked.reader),
            step.certainty.word().to_owned(),
            words::activity(&departure.activity),
            about::carries(step),
        ];
        if are_transfers {
            let allowed = step.allowed.as_ref();
            row.push(allowed.map_or_else(|| "not recorded (missing)".to_owned(), Allowed::by));
            row.push(allowed.map_or_else(String::new, Allowed::to_note));
        }
        table.rows.push(row);
    }
    table
}
