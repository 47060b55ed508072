//! `ropa ask where-held`.

use crate::error::Error;
use crate::graph::{KeptFor, WhereHeld};
use crate::model::{Recorded, Retention, Scope, Table};
use crate::ui::answer::{Answer, Explained};

use super::flags::{Asked, CountryFlag, Exact, NotThrough, PartyFlag, Shared};
use super::{Found, words};

/// What can follow `ropa ask where-held`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples: ropa ask where-held \"NHS number\"\n          ropa ask where-held --people Children\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
)]
pub(super) struct Args {
    /// Category of data: id, name or alias; not needed with --special or --people
    #[arg(required_unless_present_any = ["special", "people"])]
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
    let mut search = WhereHeld::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(WhereHeld::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        if let Some(all) = &mut all {
            all.look(part);
        }
    })?;
    let (holdings, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["system", "systems"], n_all, holdings.len());

    let mut table = Table::new(&[
        "system",
        "certainty",
        "operator",
        "hosted in",
        "activity",
        "kept",
        "how to search",
    ]);
    for holding in &holdings {
        table.push([
            holding.system.name.clone(),
            holding.certainty.word().to_owned(),
            words::recorded(&holding.operator, |operator| operator.name.clone()),
            words::recorded(&holding.hosted_in, |hosts| {
                hosts
                    .0
                    .iter()
                    .map(|country| words::country(country, asked.format).to_owned())
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            words::activities(&holding.activities),
            kept(asked, &holding.retention)?,
            words::recorded(&holding.search, Clone::clone),
        ]);
    }
    let what = asked.data_words();
    let sentence = match holdings.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded system that holds {what} matches these filters.")
        }
        0 => format!("No system that holds {what} is recorded."),
        n => format!(
            "{} or may hold {what}: {}.",
            words::count(n, "system holds", "systems hold"),
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
        sentence,
        table,
        values: asked.values(&holdings),
        routes,
        uncertain,
        gaps,
        not_in_use,
        left_out,
        ..Found::default()
    };
    asked.answer("where-held", &[&data], found)
}

/// Retention rules in words.
fn kept(asked: &Asked<'_>, rules: &[KeptFor]) -> Result<String, Error> {
    if rules.is_empty() {
        return Ok("not recorded".to_owned());
    }
    let told: Vec<String> = rules
        .iter()
        .map(|KeptFor(kept)| rule(asked, kept))
        .collect::<Result<_, _>>()?;
    Ok(told.join("; "))
}

fn rule(asked: &Asked<'_>, rule: &Retention) -> Result<String, Error> {
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
        Recorded::Value(trigger) => format!(" from {trigger}"),
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
    Ok(format!("{which}{how_long}{from}{then}"))
}
