//! `ropa copy`: a new record that says what another says, but for what is that one's alone.

use serde_json::Value;

use crate::error::Error;
use crate::model::{Kind, Reference, check_slug, fold, slug_of};

use super::Run;
use super::assign::{Assign, Assignment};
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;
use super::rename::{NAMED, free_id};
use super::repoint;

// What can follow `ropa copy`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of the record to copy; `kind:` before it settles the kind
    thing: String,
    /// The name of the new record
    name: String,
    /// Fields in which it differs, as `ropa set` takes them
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// Its id [default: made of its name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

/// What is said of one record alone, and so is not copied: other names and numbers of it, its days, what was assessed,
/// agreed to or lost in it, when it was looked at, and the words of a document about it.
const OWN: &[&str] = &[
    "aliases",
    "begins",
    "breaches",
    "consent",
    "distinct_from",
    "dpia",
    "ends",
    "identifiers",
    "ref",
    "review",
    "signed",
    "unread",
];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("copy", &args.signed)?;
    let reference = store.resolve(&args.thing, NAMED)?;
    let mut fields = Assignment::all(&args.fields)?;
    fields.insert(0, Assignment::set("name", vec![args.name.clone()]));
    let id = args.id.clone().unwrap_or_else(|| slug_of(&args.name));
    if check_slug(&id).is_err() && args.id.is_none() {
        return Err(Error::that(format!("no id can be made of `{}`", args.name))
            .hinted("give one with `--id`, of lower-case letters, digits and single hyphens"));
    }
    let new = Reference::new(reference.kind, id);
    let on = run.today();
    let mut left_out: Vec<String> = Vec::new();
    let mut warnings = Vec::new();
    let message = format!("copy {reference} to {new}");
    run.change(store, &args.signed, &message, |store| {
        let copied = store.record(&reference)?;
        let name = copied.as_ref().and_then(|record| record.names().0);
        if name.is_some_and(|name| fold(name) == fold(&args.name)) {
            let why = format!("a copy has a name of its own, and {reference} is called that");
            return Err(Error::that(why).hinted("give it another name: it says what is different"));
        }
        if new == reference {
            let why = format!(
                "a copy has an id of its own, and `{}` is that of {reference}",
                new.id
            );
            return Err(Error::that(why).hinted("give another with `--id`"));
        }
        free_id(store, &reference, &new.id)?;
        let mut copied = document(store, &reference)?;
        left_out = own_taken_out(&mut copied);
        if new.kind == Kind::Activity {
            copied["status"] = Value::from("draft");
        }
        repoint::within(new.kind, &mut copied, &reference, &new.id);
        let mut assign = Assign::to(store, &new, on);
        assign.all(&mut copied, &fields)?;
        warnings = assign.warnings;
        Ok(Draft::of(&new, record(&new, copied)?))
    })?;
    run.show_findings(&warnings);
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        run.ui.say(&format!(
            "not copied, as it is said of {reference} alone: {names}"
        ));
    }
    Ok(())
}

/// Takes out what is said of one record alone; gives the fields that were there.
fn own_taken_out(document: &mut Value) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    if let Some(record) = document.as_object_mut() {
        for field in OWN {
            if record.remove(*field).is_some() {
                taken.push((*field).to_owned());
            }
        }
    }
    if without_evidence(document) {
        taken.push("evidence".to_owned());
    }
    taken
}

/// Takes the words out on which the fields of another record rest; says whether there were any.
fn without_evidence(value: &mut Value) -> bool {
    match value {
        Value::Object(table) => {
            let mut found = table.remove("evidence").is_some();
            for value in table.values_mut() {
                found |= without_evidence(value);
            }
            found
        }
        Value::Array(items) => {
            let found = items.iter_mut().map(without_evidence);
            found.fold(false, |found, one| found | one)
        }
        _ => false,
    }
}
