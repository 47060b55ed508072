//! `ropa ask through`.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::graph::{Passage, Through};
use crate::model::{Kind, Table};
use crate::ui::answer::Answer;

use super::flags::{Asked, DataFlag, Shared};
use super::{Found, cut, words};

/// What can follow `ropa ask through`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples: ropa ask through Servelec\n          ropa ask through Mosaic --cut\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
)]
pub(super) struct Args {
    /// Party or system: id, name or alias
    place: String,
    /// Who is cut off if it goes, and who still gets the data some other way
    #[arg(long)]
    cut: bool,
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    pub(super) shared: Shared,
}

pub(super) fn answer(asked: &mut Asked<'_>, args: &Args) -> Result<Answer, Error> {
    let reference = asked
        .store
        .resolve(&args.place, &[Kind::Party, Kind::System])?;
    asked.data_flag(&args.data)?;
    let places = asked.places_at(&reference)?;
    if args.cut {
        return cut::answer(asked, &reference, &places);
    }
    let near = asked.near_place(&reference)?;
    let mut search = Through::new(&asked.query, &places);
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
                "{name} has or may have {what} in {}; beyond it, {} or may receive data.",
                words::count(n, "activity", "activities"),
                match beyond.len() {
                    0 => "no other party receives".to_owned(),
                    n => words::count(n, "other party receives", "other parties receive"),
                }
            )
        }
    };
    let found = Found {
        sentence,
        table: table(&passages),
        values: passage_values(asked, &passages),
        uncertain,
        gaps,
        not_in_use,
        ..Found::default()
    };
    asked.answer("through", &[&reference.to_string()], found)
}

fn passage_values(asked: &Asked<'_>, passages: &[Passage]) -> serde_json::Value {
    let mut values = asked.values(passages);
    for (value, passage) in values.as_array_mut().into_iter().flatten().zip(passages) {
        value["beyond"] =
            serde_json::to_value(passage.beyond.values().collect::<Vec<_>>()).unwrap_or_default();
    }
    values
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
            words::names(&passage.stated),
            words::names(&passage.possible),
            people(passage),
            beyond.join(", "),
        ]);
    }
    table
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
