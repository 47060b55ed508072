//! `ropa ask leaves-uk`.

use crate::graph::{Allowed, Departure, LeavesUk};
use crate::model::Table;

use super::answer::{Answer, Explained};
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question};
use super::{AskError, Asked, Found, about, filter, words};

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
    let (departures, found) = asked.rows(
        (&asked.query, unfiltered.as_ref()),
        ["step", "steps"],
        (LeavesUk::new, LeavesUk::look, LeavesUk::finish),
    )?;

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
                "{what} leaves or may leave the UK by {}: {}; {missing}.",
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
        table: asked.told(table(asked, &departures), BRIEF, || {
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

fn table(asked: &Asked<'_>, departures: &[Departure]) -> Table {
    let mut table = Table::new(&[
        "flow",
        "from",
        "to",
        "country",
        "certainty",
        "activity",
        "data",
        "allowed by",
        "to note",
    ]);
    for departure in departures {
        let step = &departure.step;
        let allowed = step.allowed.as_ref();
        table.push([
            words::step(step, asked.reader),
            step.from.name.clone(),
            step.to.name.clone(),
            words::whereabouts(&step.whereabouts, asked.reader),
            step.certainty.word().to_owned(),
            words::activity(&departure.activity),
            words::recorded(&step.carries, |scope| about::carries(asked, scope)),
            allowed.map_or_else(|| "not recorded (missing)".to_owned(), Allowed::by),
            allowed.map_or_else(String::new, Allowed::to_note),
        ]);
    }
    table
}
