//! `ropa retire`: an activity that is no longer done, with its last day.

use crate::error::Error;
use crate::model::{Field, Kind, Shape, Word};

use super::Run;
use super::assign::{Assign, Assignment};
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;

// What can follow `ropa retire`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of an activity
    thing: String,
    /// The last day on which it was done, or `not-recorded`
    #[arg(long, value_name = "DATE")]
    last_day: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

/// The word of a status that says so.
const RETIRED: &str = "retired";

/// The field of the last day.
const ENDS: &str = "ends";

/// The field of a kind of record, where it has one of this name.
fn field(kind: Kind, name: &str) -> Option<&'static Field> {
    let mut fields = kind.fields().iter().copied().flatten();
    fields.find(|field| field.name == name)
}

/// The kinds of record of which one can be retired.
fn kinds() -> Vec<Kind> {
    let is_retired = |field: &Field| match field.shape {
        Shape::Word(words) => Word::all(words).any(|word| word == RETIRED),
        _ => false,
    };
    Kind::ALL
        .into_iter()
        .filter(|kind| field(*kind, "status").is_some_and(is_retired))
        .collect()
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("retire", &args.signed)?;
    let reference = store.resolve(&args.thing, &kinds())?;
    let status = Assignment::set("status", vec![RETIRED.to_owned()]);
    let mut ends = Vec::new();
    if field(reference.kind, ENDS).is_some() {
        let day = match &args.last_day {
            Some(day) => Some(day.clone()),
            None if run.ui.can_ask() => run.ui.ask("the last day on which it was done: ")?,
            None => None,
        };
        let Some(day) = day.filter(|day| !day.is_empty()) else {
            return Err(
                Error::that("the last day is not given, and nothing was changed").hinted(
                    "add `--last-day 2026-03-31`, or `--last-day not-recorded` where nobody knows",
                ),
            );
        };
        ends.push(Assignment::set(ENDS, vec![day]));
    } else if args.last_day.is_some() {
        return Err(Error::that(format!(
            "the last day of {} cannot be recorded",
            reference.kind.one()
        ))
        .hinted("leave out `--last-day`"));
    }
    let on = run.today();
    let message = format!("retire {reference}");
    run.change(store, &args.signed, &message, |store| {
        let mut retired = document(store, &reference)?;
        let mut assign = Assign::to(store, &reference, on);
        assign.all(&mut retired, std::slice::from_ref(&status))?;
        assign.all(&mut retired, &ends).map_err(|error| {
            Error::that(error.to_string()).hinted("write it as in `--last-day 2026-03-31`")
        })?;
        Ok(Draft::of(&reference, record(&reference, retired)?))
    })
}
