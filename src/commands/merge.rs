//! `ropa merge`: two records that are one. Whatever names the first names the second from then on.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::{Date, Difference, Fields, Kind, Reference, Shape, one_line, value_in_words};
use crate::store::Store;

use super::Run;
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;
use super::named::Names;
use super::names::are_distinct;
use super::rename::{NAMED, also_called};
use super::repoint;

// What can follow `ropa merge`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// Id, name or alias of the record that goes; its name is kept as an alias
    thing: String,
    /// The record that stays, and takes over what only the other says
    into: String,
    /// Where both say different things, keep what the one that stays says
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let store = run.open_to_change("merge", &args.signed)?;
    let goes = store.resolve(&args.thing, NAMED)?;
    let stays = store.resolve(&args.into, &[goes.kind])?;
    if goes == stays {
        return Err(Error::that(format!(
            "`{}` and `{}` are one record already: `{stays}`",
            args.thing, args.into
        )));
    }
    let (mut clashes, mut left) = (Vec::new(), Vec::new());
    let on = run.as_at().on;
    let message = format!("merge {goes} into {stays}");
    let done = run.change(store, &args.signed, &message, |store| {
        let united = united(store, on, &goes, &stays)?;
        (clashes, left) = (united.clashes, united.left);
        if !clashes.is_empty() && !args.force {
            return Err(Error::that(format!(
                "nothing was changed: `{goes}` and `{stays}` say different things"
            ))
            .hinted(format!(
                "make them agree with `ropa set`, or give `--force` to keep what `{stays}` says"
            )));
        }
        let mut draft = Draft::of(&stays, record(&stays, united.document)?);
        draft.remove.insert(goes.clone());
        repoint::everywhere(store, &mut draft, &goes, &stays.id, &[&goes, &stays])?;
        Ok(draft)
    });
    for clash in clashes.iter().filter(|_| done.is_err() || args.force) {
        run.ui.say(clash);
    }
    if done.is_ok() && !left.is_empty() {
        run.ui.say(&format!(
            "`{stays}` keeps its own status and dates; not taken over: {}",
            left.join("; ")
        ));
    }
    done
}

/// What two records make together.
struct United {
    document: Value,
    /// Where they say different things, as lines.
    clashes: Vec<String>,
    /// What the one that goes says alone and the other does not take over.
    left: Vec<String>,
}

/// Whether and when an activity is done. One that says nothing of it is done: to take over that another is a draft, is
/// retired, begins later or has ended would change every answer about it.
const WHEN_DONE: [&str; 3] = ["status", "begins", "ends"];

fn united(store: &Store, on: Date, goes: &Reference, stays: &Reference) -> Result<United, Error> {
    let names = Names::of(store, on);
    let mut from = document(store, goes)?;
    let mut into = document(store, stays)?;
    if are_distinct(goes, &from, stays, &into) {
        return Err(Error::that(format!(
            "`{goes}` and `{stays}` are recorded as not being one"
        ))
        .hinted(format!(
            "take that back first, with `ropa set {goes} distinct_from=not-recorded` or the same for `{stays}`"
        )));
    }
    let called: Vec<String> = std::iter::once(&from["name"])
        .chain(from["aliases"].as_array().into_iter().flatten())
        .filter_map(|name| name.as_str().map(str::to_owned))
        .chain([goes.id.clone()])
        .collect();
    let called: Vec<&str> = called.iter().map(String::as_str).collect();
    for document in [&mut from, &mut into] {
        repoint::within(goes.kind, document, goes, &stays.id);
        without_itself(stays, document);
    }
    let (mut clashes, mut left) = (Vec::new(), Vec::new());
    if let (Value::Object(from), Value::Object(into)) = (&mut from, &mut into) {
        from.remove("name");
        from.remove("aliases");
        for field in WHEN_DONE.iter().filter(|_| goes.kind == Kind::Activity) {
            let is_harmless = |said: &Value| is_done_all_the_same(field, said, on);
            if !into.contains_key(*field)
                && !from.get(*field).is_some_and(is_harmless)
                && let Some(said) = from.remove(*field)
            {
                let mut said = Difference {
                    place: (*field).to_owned(),
                    old: None,
                    new: Some(said),
                };
                names.put_in(goes.kind, &mut said)?;
                left.push(said.words());
            }
        }
        unite(goes.kind.fields(), from, into, "", &mut clashes);
        for clash in &mut clashes {
            names.put_in(goes.kind, clash)?;
        }
    }
    also_called(&mut into, stays, &called);
    let clashes = clashes.iter().map(side_by_side);
    Ok(United {
        document: into,
        clashes: clashes.collect(),
        left,
    })
}

/// Where two records say different things, in a line.
fn side_by_side(clash: &Difference) -> String {
    let said = |value: &Option<Value>| value.as_ref().map(value_in_words).unwrap_or_default();
    format!(
        "{}: {} in the one that goes, {} in the one that stays",
        one_line(&clash.place),
        said(&clash.old),
        said(&clash.new)
    )
}

/// Whether an activity that says so of its status or its first day is done on a day, as one is that says nothing of it.
fn is_done_all_the_same(field: &str, said: &Value, on: Date) -> bool {
    let said = said.as_str().unwrap_or_default();
    match field {
        "status" => said == "active",
        "begins" => said.parse::<Date>().is_ok_and(|day| day <= on),
        _ => false,
    }
}

/// Takes out what a record says of itself as of another: that it is above it, or is one of its list.
fn without_itself(reference: &Reference, document: &mut Value) {
    let Value::Object(table) = document else {
        return;
    };
    for field in reference.kind.fields().iter().copied().flatten() {
        let is_own = matches!(field.shape.item(), Shape::Id(kind) if kind == reference.kind);
        let id = Value::from(reference.id.as_str());
        let is_empty = match table.get_mut(field.name).filter(|_| is_own) {
            Some(Value::Array(items)) => {
                items.retain(|item| *item != id);
                items.is_empty()
            }
            Some(value) => *value == id,
            None => false,
        };
        if is_empty {
            table.remove(field.name);
        }
    }
}

/// Takes over what only one of two tables says. Lists are joined; so is a note.
fn unite(
    fields: Fields,
    from: &Map<String, Value>,
    into: &mut Map<String, Value>,
    above: &str,
    clashes: &mut Vec<Difference>,
) {
    for field in fields.iter().copied().flatten() {
        let Some(theirs) = from.get(field.name) else {
            continue;
        };
        let place = format!("{above}{}", field.name);
        match (field.shape, theirs, into.get_mut(field.name)) {
            (_, theirs, None) => drop(into.insert(field.name.to_owned(), theirs.clone())),
            (_, theirs, Some(mine)) if theirs == mine => {}
            (Shape::Table(inner), Value::Object(theirs), Some(Value::Object(mine))) => {
                unite(inner, theirs, mine, &format!("{place}."), clashes);
            }
            (_, Value::Array(theirs), Some(Value::Array(mine))) => {
                for item in theirs {
                    if !mine.contains(item) {
                        mine.push(item.clone());
                    }
                }
            }
            (Shape::Text, Value::String(theirs), Some(Value::String(mine)))
                if field.name == "note" =>
            {
                mine.push('\n');
                mine.push_str(theirs);
            }
            (_, theirs, Some(mine)) => clashes.push(Difference {
                place,
                old: Some(theirs.clone()),
                new: Some(mine.clone()),
            }),
        }
    }
}
