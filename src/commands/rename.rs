//! `ropa rename`: another name or id for a record. Whatever names it goes on doing so.

use serde_json::Value;

use crate::error::Error;
use crate::model::{Kind, Reference, check_slug, fold, slug_of};
use crate::store::Store;

use super::Run;
use super::assign::{Assign, Assignment, quoted};
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;
use super::repoint;

// What can follow `ropa rename`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of a record; `kind:` before it settles the kind, as in data:nhs-number
    thing: String,
    /// Its new name; the old one is kept as an alias
    #[arg(required_unless_present = "id")]
    name: Option<String>,
    /// Its new id, which takes the place of the old one everywhere
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Keep the old name and id as no aliases
    #[arg(long)]
    forget: bool,
    #[command(flatten)]
    signed: Signed,
}

/// The kinds of record that have names.
pub(super) const NAMED: &[Kind] = &[
    Kind::Activity,
    Kind::Party,
    Kind::System,
    Kind::Data,
    Kind::People,
    Kind::Measure,
    Kind::Document,
];

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("rename", &args.signed)?;
    let reference = store.resolve(&args.thing, NAMED)?;
    if let Some(id) = &args.id {
        free_id(&store, &reference, id)?;
    }
    let on = run.today();
    let draft = |store: &Store| {
        let mut changed = document(store, &reference)?;
        let old_name = changed["name"].as_str().unwrap_or_default().to_owned();
        if let Some(name) = &args.name {
            let name = Assignment::set("name", vec![name.clone()]);
            Assign::to(store, &reference, on).all(&mut changed, &[name])?;
        }
        let mut draft = Draft::default();
        let mut now = reference.clone();
        if let Some(id) = args.id.as_ref().filter(|id| **id != reference.id) {
            free_id(store, &reference, id)?;
            now.id.clone_from(id);
            repoint::within(reference.kind, &mut changed, &reference, id);
            repoint::everywhere(store, &mut draft, &reference, id, &[&reference])?;
            draft.remove.insert(reference.clone());
        }
        let old = [old_name.as_str(), reference.id.as_str()];
        also_called(&mut changed, &now, if args.forget { &[] } else { &old });
        draft.put.insert(now.clone(), record(&now, changed)?);
        Ok(draft)
    };
    let message = match (&args.name, &args.id) {
        (Some(name), Some(id)) => format!("rename {reference} to {name} ({id})"),
        (name, id) => format!(
            "rename {reference} to {}",
            name.iter()
                .chain(id)
                .map(String::as_str)
                .collect::<String>()
        ),
    };
    run.change(store, &args.signed, &message, draft)
}

/// Makes old names aliases, but for those by which the record is called in any case.
pub(super) fn also_called(document: &mut Value, reference: &Reference, old: &[&str]) {
    let name = document["name"].as_str().unwrap_or_default().to_owned();
    let known = document["aliases"].as_array().cloned().unwrap_or_default();
    let known = known
        .into_iter()
        .filter_map(|alias| alias.as_str().map(str::to_owned));
    let mut called = vec![fold(&name), fold(&reference.id)];
    let mut aliases: Vec<Value> = Vec::new();
    for alias in known.chain(old.iter().map(|name| (*name).to_owned())) {
        let folded = fold(&alias);
        if !folded.is_empty() && !called.contains(&folded) {
            called.push(folded);
            aliases.push(Value::from(alias));
        }
    }
    if let Some(record) = document.as_object_mut() {
        match aliases.is_empty() {
            true => drop(record.remove("aliases")),
            false => drop(record.insert("aliases".to_owned(), Value::Array(aliases))),
        }
    }
}

/// Refuses an id that is none, or that another record of the kind has.
pub(super) fn free_id(store: &Store, reference: &Reference, id: &str) -> Result<(), Error> {
    if let Err(error) = check_slug(id) {
        let meant = slug_of(id);
        let error = Error::that(error.to_string());
        return Err(match check_slug(&meant) {
            Ok(()) => error.hinted(format!("write `--id {meant}`")),
            Err(_) => error.hinted("write it as in `--id family-network`"),
        });
    }
    let new = Reference::new(reference.kind, id);
    if new != *reference && store.record(&new)?.is_some() {
        return Err(Error::that(format!(
            "there is {} with the id `{id}` already",
            new.kind.one()
        ))
        .hinted(format!(
            "give another id; `ropa show {}` shows that one",
            quoted(&new.to_string())
        )));
    }
    Ok(())
}
