//! `ropa ask where-from`.

use crate::error::Error;
use crate::graph::WhereFrom;
use crate::model::Table;
use crate::ui::answer::{Answer, Explained};

use super::flags::{Asked, Exact, NotThrough, PartyFlag, Shared};
use super::{Found, words};

/// What can follow `ropa ask where-from`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa ask where-from \"NHS number\"\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
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
    asked.not_through(&args.not_through)?;
    let mut search = WhereFrom::new(&asked.query);
    let unfiltered = asked.unfiltered();
    let mut all = unfiltered.as_ref().map(WhereFrom::new);
    asked.look(Vec::new(), |part| {
        search.look(part);
        if let Some(all) = &mut all {
            all.look(part);
        }
    })?;
    let (origins, uncertain, gaps, not_in_use) = search.finish();
    let n_all = all.map(|all| all.finish().0.len());
    let left_out = asked.left_out(["source", "sources"], n_all, origins.len());

    let mut table = Table::new(&["from", "certainty", "activity", "when", "agreement"]);
    for origin in &origins {
        table.push([
            origin.from.name.clone(),
            origin.certainty.word().to_owned(),
            words::activity(&origin.activity),
            origin.when.clone().unwrap_or_default(),
            origin.agreement.said(),
        ]);
    }
    let what = asked.data_words();
    let sentence = match origins.len() {
        0 if asked.is_narrowed() => {
            format!("No recorded source of {what} matches these filters.")
        }
        0 => format!("No source of {what} is recorded."),
        n => words::sentence(&format!(
            "{what} comes or may come from {}: {}.",
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
        sentence,
        table,
        values: asked.values(&origins),
        routes,
        uncertain,
        gaps,
        not_in_use,
        left_out,
        ..Found::default()
    };
    asked.answer("where-from", &[&data], found)
}
