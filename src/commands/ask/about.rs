//! `ropa ask about`.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::graph::{About, Dealing, Direction};
use crate::model::{PartyId, Reference, Scope, Table};
use crate::ui::answer::Answer;

use super::flags::{Asked, DataFlag, Shared};
use super::{Found, words};

/// What can follow `ropa ask about`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa ask about \"Social workers\"\n\nFormats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid"
)]
pub(super) struct Args {
    /// Party: id, name or alias
    party: String,
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    pub(super) shared: Shared,
}

pub(super) fn answer(asked: &mut Asked<'_>, args: &Args) -> Result<Answer, Error> {
    let whole = asked.whole(&args.party)?;
    asked.data_flag(&args.data)?;
    let itself: BTreeSet<Reference> = whole.parts.iter().map(PartyId::reference).collect();
    let near = asked.places_of(&whole)?;
    let mut search = About::new(&asked.query, &itself);
    asked.places.clone_from(&near);
    asked.look(vec![near], |part| search.look(part))?;
    let (dealings, uncertain, gaps) = search.finish();

    let n = |direction: Direction| {
        dealings
            .iter()
            .filter(|dealing| dealing.direction == direction)
            .count()
    };
    let what = asked.data_words();
    let sentence = if dealings.is_empty() {
        format!(
            "No flow of {what} to or from {} is recorded{}.",
            whole.name,
            asked.that_passes()
        )
    } else {
        format!(
            "{} of {what} to {} and {} from it {} recorded.",
            words::count(n(Direction::Out), "flow", "flows"),
            whole.name,
            words::count(n(Direction::In), "flow", "flows"),
            if dealings.len() == 1 { "is" } else { "are" }
        )
    };
    let found = Found {
        sentence,
        table: table(&dealings),
        values: asked.values(&dealings),
        uncertain,
        gaps,
        ..Found::default()
    };
    asked.answer("about", &[&whole.id.reference().to_string()], found)
}

fn table(dealings: &[Dealing]) -> Table {
    let mut table = Table::new(&[
        "flow",
        "direction",
        "from",
        "to",
        "activity",
        "data",
        "through",
        "when",
        "ground",
        "agreement",
        "words",
    ]);
    for dealing in dealings {
        let step = &dealing.step;
        table.push([
            step.number.map_or_else(
                || step.kind.word().to_owned(),
                |number| format!("F{number}"),
            ),
            dealing.direction.word().to_owned(),
            step.from.name.clone(),
            step.to.name.clone(),
            words::activity(&dealing.activity),
            words::recorded(&step.carries, carries),
            dealing
                .through
                .as_ref()
                .map_or_else(String::new, |system| system.name.clone()),
            step.when.clone().unwrap_or_default(),
            words::recorded(&step.ground, Clone::clone),
            words::recorded(&step.agreement, |agreement| agreement.name.clone()),
            step.evidence.clone().unwrap_or_default(),
        ]);
    }
    table
}

/// What a flow carries, in words.
pub(super) fn carries(scope: &Scope) -> String {
    match scope {
        Scope::All(_) => "all it has".to_owned(),
        Scope::These(list) => list
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    }
}
