//! `ropa ask leaves-uk`.

use crate::error::Error;
use crate::graph::{Allowed, Departure, LeavesUk};
use crate::model::Table;
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
    asked.not_through(&args.not_through)?;
    let mut search = LeavesUk::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(LeavesUk::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        if let Some(all) = &mut all {
            all.look(part);
        }
    })?;
    let (departures, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["step", "steps"], n_all, departures.len());

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
        sentence,
        table: table(asked, &departures),
        values: asked.values(&departures),
        routes,
        uncertain,
        gaps,
        not_in_use,
        left_out,
        ..Found::default()
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
            words::step(step, asked.format),
            step.from.name.clone(),
            step.to.name.clone(),
            words::whereabouts(&step.whereabouts, asked.format),
            step.certainty.word().to_owned(),
            words::activity(&departure.activity),
            words::recorded(&step.carries, |scope| about::carries(asked, scope)),
            allowed.map_or_else(|| "not recorded (missing)".to_owned(), Allowed::by),
            allowed.map_or_else(String::new, Allowed::to_note),
        ]);
    }
    table
}
