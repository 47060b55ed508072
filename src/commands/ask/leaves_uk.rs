//! `ropa ask leaves-uk`.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::graph::{Departure, LeavesUk};
use crate::model::{Country, Reference, Table};
use crate::ui::answer::{Answer, Explained};

use super::flags::{Asked, CountryFlag, Exact, NotThrough, PartyFlag, Shared};
use super::{Found, about, words};

/// What can follow `ropa ask leaves-uk`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples: ropa ask leaves-uk\n          ropa ask leaves-uk \"NHS number\" --stated\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
)]
pub(super) struct Args {
    /// Category of data: id, name or alias [default: all]
    data: Option<String>,
    #[command(flatten)]
    exact: Exact,
    #[command(flatten)]
    party: PartyFlag,
    #[command(flatten)]
    country: CountryFlag,
    #[command(flatten)]
    not_through: NotThrough,
    #[command(flatten)]
    pub(super) shared: Shared,
}

pub(super) fn answer(asked: &mut Asked<'_>, args: &Args) -> Result<Answer, Error> {
    let data = match &args.data {
        Some(data) => asked.about_data(data)?,
        None => String::new(),
    };
    asked.exact(args.exact.exact);
    asked.party_flag(&args.party)?;
    asked.country_flag(&args.country);
    let outside: BTreeSet<Reference> = asked.store.outside_uk()?;
    asked.not_through(&args.not_through)?;
    let mut search = LeavesUk::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(LeavesUk::new);
    asked.look(vec![outside], |part| {
        search.look(part);
        if let Some(all) = &mut all {
            all.look(part);
        }
    })?;
    let (departures, uncertain, gaps) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["step", "steps"], n_all, departures.len());

    let what = asked.data_words();
    let sentence = match departures.len() {
        0 => format!(
            "No flow of {what} to a place recorded as outside the UK is recorded{}. Where no country is recorded, nothing is known.",
            asked.that_passes()
        ),
        n => {
            let missing = departures
                .iter()
                .filter(|departure| departure.allowed.is_missing)
                .count();
            words::sentence(&format!(
                "{what} leaves or may leave the UK by {}: {}; for {missing} of them nothing is recorded that allows it.",
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
        sentence,
        table: table(&departures),
        values: asked.values(&departures),
        routes,
        uncertain,
        gaps,
        left_out,
        ..Found::default()
    };
    asked.answer("leaves-uk", &[&data], found)
}

fn table(departures: &[Departure]) -> Table {
    let mut table = Table::new(&[
        "flow",
        "from",
        "to",
        "country",
        "certainty",
        "activity",
        "data",
        "allowed by",
        "approval",
    ]);
    for departure in departures {
        let step = &departure.step;
        let allowed = &departure.allowed;
        table.push([
            step.number.map_or_else(
                || step.kind.word().to_owned(),
                |number| format!("F{number}"),
            ),
            step.from.name.clone(),
            step.to.name.clone(),
            words::recorded(&departure.country, |countries: &Vec<Country>| {
                countries
                    .iter()
                    .map(|country| country.name().to_owned())
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            step.certainty.word().to_owned(),
            words::activity(&departure.activity),
            words::recorded(&step.carries, about::carries),
            if allowed.is_missing {
                format!("{} (missing)", allowed.recorded)
            } else {
                allowed.recorded.clone()
            },
            allowed.approval.clone().unwrap_or_default(),
        ]);
    }
    table
}
