//! `ropa ask through`.

use std::collections::BTreeSet;

use crate::graph::{Certainty, MadeFrom, Passage, Thing, Through};
use crate::model::{Kind, Table};

use super::answer::Answer;
use super::brief::{Column, Of};
use super::question::{Argument, Entry, Question, named};
use super::{AskError, Asked, Found, cut, filter, words};

/// What passes through a party or system, and who is beyond it?
pub(super) static QUESTION: Entry = Entry {
    name: "through",
    about: "What passes through a party or system, and who is beyond it?",
    arguments: &[Argument::required(
        "place",
        "Party or system: id, name or alias",
    )],
    filters: &[filter::CUT, filter::DATA, filter::EXACT],
    examples: &["ropa ask through Servelec", "ropa ask through Mosaic --cut"],
    is_of_routes: false,
    answer,
};

/// The columns for a screen.
const BRIEF: &[Column] = &[
    ("function", Of::Function),
    ("activity", Of::Activities),
    ("at", Of::All),
    ("stated data", Of::All),
    ("possible data", Of::All),
    ("beyond it", Of::All),
];

pub(super) fn answer(asked: &mut Asked<'_>, question: &Question) -> Result<Answer, AskError> {
    let place = named("place", &question.place)?;
    let reference = asked.store.resolve(place, &[Kind::Party, Kind::System])?;
    asked.only_data(question)?;
    asked.exact(question);
    let places = asked.places_at(&reference)?;
    if question.cut {
        return cut::answer(asked, &reference, &places);
    }
    let near = asked.near_place(&reference)?;
    let wholes = asked.wholes_at(&reference)?;
    let mut search = Through::new(&asked.query, &places).also_at(wholes.clone());
    asked.look(near, |part| search.look(part))?;
    let (passages, uncertain, gaps, not_in_use) = search.finish();

    asked.places.clone_from(&places);
    let name = asked.name(&reference)?;
    let what = asked.data_words();
    let sentence = match passages.len() {
        0 => format!(
            "No flow of {what} to, from or through {name} is recorded{}.",
            asked.that_passes()
        ),
        n => {
            let beyond: BTreeSet<&String> = passages
                .iter()
                .flat_map(|passage| passage.beyond.keys())
                .collect();
            format!(
                "{name} {} {what} in {}; beyond it, {} data.",
                asked.or_may("has", "may have"),
                words::count(n, "activity", "activities"),
                asked.or_may(
                    &match beyond.len() {
                        0 if asked.query.stated => "no other party is stated to receive".to_owned(),
                        0 => "no other party receives".to_owned(),
                        n => words::count(n, "other party receives", "other parties receive"),
                    },
                    "may receive"
                )
            )
        }
    };
    let made = asked.made()?;
    let search = (
        |query| Through::new(query, &places).also_at(wholes.clone()),
        Through::look,
        Through::finish,
    );
    let (made, gaps_of_made) =
        asked.made_rows(&made, search, &not_in_use, &|passages| Ok(table(passages)))?;
    let found = Found {
        title: format!("What passes through {name}: {what}"),
        rows: "Activities",
        sentence,
        table: asked.told(table(&passages), BRIEF, || {
            let within = passages.iter();
            within
                .map(|it| vec![(it.activity.clone(), certainty(it))])
                .collect()
        })?,
        values: asked.values(&passages),
        uncertain,
        gaps: [gaps, gaps_of_made].concat(),
        apart: made.into_iter().collect(),
        not_in_use,
        ..Found::default()
    };
    asked.answer("through", &[&reference.to_string()], found)
}

fn table(passages: &[Passage]) -> Table {
    let mut table = Table::new(&[
        "activity",
        "owner",
        "at",
        "stated data",
        "possible data",
        "people",
        "beyond it",
    ]);
    for passage in passages {
        let beyond: Vec<String> = passage
            .beyond
            .values()
            .map(|beyond| format!("{} ({})", beyond.party.name, beyond.certainty.word()))
            .collect();
        table.push([
            words::activity(&passage.activity),
            words::recorded(&passage.owner, |owner| owner.name.clone()),
            words::names(&passage.at),
            data(passage, &passage.stated),
            data(passage, &passage.possible),
            people(passage),
            beyond.join(", "),
        ]);
    }
    table
}

/// Names of data, each with what it is made from.
fn data(passage: &Passage, data: &BTreeSet<Thing>) -> String {
    let made: Vec<MadeFrom> = passage.made_from.iter().cloned().collect();
    let names = data.iter().map(|it| MadeFrom::named(&made, &it.name));
    names.collect::<Vec<_>>().join(", ")
}

/// How surely anything passes in an activity.
fn certainty(passage: &Passage) -> Certainty {
    match passage.stated.is_empty() {
        true => Certainty::Possible,
        false => Certainty::Stated,
    }
}

/// Whose data it is, and that some flow does not say.
fn people(passage: &Passage) -> String {
    let named = words::recorded(&passage.people, |people| words::names(people));
    match (&passage.people, passage.people_not_recorded) {
        (crate::model::Recorded::Value(_), true) => {
            format!("{named}; of some flows not recorded")
        }
        (_, true) => "not recorded".to_owned(),
        (_, false) => named,
    }
}
