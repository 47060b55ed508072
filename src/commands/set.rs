//! `ropa set`: fields of one record.

use crate::error::Error;
use crate::store::Store;

use super::Run;
use super::assign::{Assign, Assignment};
use super::change::{Draft, document, named, record};
use super::commit::Signed;

// What can follow `ropa set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Formats: text, json

FIELD=VALUE       a value as people write it: a name, a date, a period, a code of law
FIELD=none        there is none
FIELD=not-recorded  it is not recorded again
FIELD+=VALUE      adds to a list; FIELD-=VALUE takes from it
A.B=VALUE         a field of a part, as in review.next; F3.when or recipient[NHS].when for one of several

Examples:
  ropa set Servelec country=GB
  ropa set \"Family Group Conference\" review.next=\"1 April 2027\" data+=\"NHS number\"")]
pub(super) struct Args {
    /// Id, name or alias of a record (`kind:` before it settles the kind, as in data:nhs-number), or `settings`
    thing: String,
    /// The fields and their values
    #[arg(required = true, value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("set", &args.signed)?;
    let reference = named(&store, &args.thing)?;
    let assignments = Assignment::all(&args.fields)?;
    let on = run.today();
    let mut warnings = Vec::new();
    let draft = |store: &Store| {
        let mut assign = Assign::to(store, &reference, on);
        let mut document = document(store, &reference)?;
        assign.all(&mut document, &assignments)?;
        warnings = assign.warnings;
        Ok(Draft::of(&reference, record(&reference, document)?))
    };
    let message = format!("set {reference}: {}", args.fields.join(", "));
    run.change(store, &args.signed, &message, draft)?;
    run.show_findings(&warnings);
    Ok(())
}
