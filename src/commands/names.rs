//! `ropa names`: records that may be one, for somebody to settle; nothing is merged on likeness.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ask::organisation;
use crate::error::Error;
use crate::model::{Kind, Record, Reference, Table, fold};
use crate::rules::TREES;
use crate::store::{Store, StoreError};

use super::Run;
use super::change::{Draft, HELP, document, record};
use super::commit::Signed;
use super::form::{ALL, Output, Screen, What};
use super::output::List;
use super::rename::NAMED;

/// What can follow `ropa names`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    does: Does,
}

#[derive(Debug, clap::Subcommand)]
enum Does {
    /// List records that may be one by their names, with what settles each
    Suggest(Suggest),
    /// Record that two records that look alike are not one, so that they are not suggested again
    Distinct(Distinct),
}

/// What can follow `ropa names suggest`.
#[derive(Debug, clap::Args)]
#[command(after_help = super::form::HELP)]
struct Suggest {
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

/// What can follow `ropa names distinct`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
struct Distinct {
    /// Id, name or alias of a record; `kind:` before it settles the kind
    thing: String,
    /// Another of the same kind
    other: String,
    #[command(flatten)]
    signed: Signed,
}

/// The field that says that a record is not another.
const DISTINCT: &str = "distinct_from";

/// How alike two names are at least that may be one misspelt.
const ALIKE: f64 = 0.93;

/// Words that tell nothing of who somebody is.
const TELL_NOTHING: &[&str] = &[
    "a", "and", "co", "company", "for", "inc", "limited", "llp", "ltd", "of", "plc", "the", "uk",
];

/// More records with a word in common than these are not compared by it: the word tells nothing then.
const COMMON: usize = 200;

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match &args.does {
        Does::Suggest(args) => suggest(run, args),
        Does::Distinct(args) => distinct(run, args),
    }
}

fn suggest(run: &mut Run, args: &Suggest) -> Result<(), Error> {
    let form = run.form("names suggest", ALL, &args.output, What::Answer)?;
    let store = run.open()?;
    let mut table = Table {
        columns: ["kind", "one", "other", "why"].map(Cow::Borrowed).to_vec(),
        rows: Vec::new(),
    };
    for kind in NAMED {
        let named = named(&store, *kind)?;
        for (one, other, why) in pairs(&named) {
            let cell = |named: &Named| match form.is_for_people() {
                true => format!("{} ({})", named.name, named.reference),
                false => named.reference.to_string(),
            };
            let row = [
                kind.noun().to_owned(),
                cell(one),
                cell(other),
                why.to_owned(),
            ];
            table.rows.push(row.to_vec());
        }
    }
    if table.rows.is_empty() {
        run.ui.say("no two records have names that may be one");
        run.say_which_register();
    } else {
        run.ui.say(
            "`ropa merge ONE OTHER` makes them one record; `ropa names distinct ONE OTHER` says that they are not",
        );
    }
    let list = List {
        title: "Names that may be one",
        subtitle: organisation(&store)?,
        table,
        numbers: &[],
        has_lines: false,
        is_whole: args.screen.all,
    };
    run.deliver_list(form, &args.output, list)
}

fn distinct(run: &mut Run, args: &Distinct) -> Result<(), Error> {
    let store = run.open_to_change("names distinct", &args.signed)?;
    let one = store.resolve(&args.thing, NAMED)?;
    let other = store.resolve(&args.other, &[one.kind])?;
    let mut fields = one.kind.fields().iter().copied().flatten();
    if one == other {
        return Err(Error::that(format!(
            "`{}` and `{}` are one record: `{one}`",
            args.thing, args.other
        )));
    }
    if !fields.any(|field| field.name == DISTINCT) {
        return Err(Error::that(format!(
            "of {} it cannot be recorded that it is not another",
            one.kind.one()
        )));
    }
    let message = format!("{one} is not {other}");
    run.change(store, &args.signed, &message, |store| {
        let mut changed = document(store, &one)?;
        if are_distinct(&one, &changed, &other, &document(store, &other)?) {
            return Ok(Draft::default());
        }
        let mut known = changed[DISTINCT].as_array().cloned().unwrap_or_default();
        known.push(Value::from(other.id.as_str()));
        changed[DISTINCT] = Value::Array(known);
        Ok(Draft::of(&one, record(&one, changed)?))
    })
}

/// Whether one of two records says that it is not the other.
pub(super) fn are_distinct(
    one: &Reference,
    of_one: &Value,
    other: &Reference,
    of_other: &Value,
) -> bool {
    let says = |document: &Value, id: &str| {
        let known = document.get(DISTINCT).and_then(Value::as_array);
        known.is_some_and(|known| known.iter().any(|known| known == id))
    };
    says(of_one, &other.id) || says(of_other, &one.id)
}

/// A record by what it is called.
struct Named {
    reference: Reference,
    name: String,
    /// Its name and aliases as words that tell something.
    called: Vec<Vec<String>>,
    /// The records that it says it is not, or is a part of.
    others: BTreeSet<String>,
}

fn named(store: &Store, kind: Kind) -> Result<Vec<Named>, Error> {
    let mut found = Vec::new();
    store.each_record(&[kind], |reference, record: Record| {
        let (Some(name), aliases) = record.names() else {
            return Ok::<_, StoreError>(());
        };
        let called = std::iter::once(name).chain(aliases.iter().map(String::as_str));
        let value = serde_json::to_value(&record).unwrap_or_default();
        let mut others = BTreeSet::new();
        for field in TREES.iter().chain([&DISTINCT]) {
            match value.get(*field) {
                Some(Value::String(id)) => drop(others.insert(id.clone())),
                Some(Value::Array(ids)) => {
                    others.extend(ids.iter().filter_map(|id| id.as_str().map(str::to_owned)));
                }
                _ => {}
            }
        }
        found.push(Named {
            reference,
            name: name.to_owned(),
            called: called.map(words).collect(),
            others,
        });
        Ok(())
    })?;
    Ok(found)
}

/// The words of a name that tell something, or all where none does.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all = || folded.split_whitespace().map(str::to_owned);
    let telling: Vec<String> = all()
        .filter(|word| !TELL_NOTHING.contains(&word.as_str()))
        .collect();
    match telling.is_empty() {
        true => all().collect(),
        false => telling,
    }
}

/// The pairs of records whose names may be one, with why. Only those with a word, or the beginning of one, in common
/// are compared.
fn pairs(named: &[Named]) -> Vec<(&Named, &Named, &'static str)> {
    let mut sharing: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, one) in named.iter().enumerate() {
        for word in one.called.iter().flatten() {
            let start: String = word.chars().take(3).collect();
            for key in [format!("{start}-"), word.clone()] {
                sharing.entry(key).or_default().insert(index);
            }
        }
    }
    let mut compared: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut found = Vec::new();
    for indices in sharing.values().filter(|indices| indices.len() <= COMMON) {
        for one in indices {
            for other in indices.range(one + 1..) {
                if !compared.insert((*one, *other)) {
                    continue;
                }
                let (a, b) = (&named[*one], &named[*other]);
                let is_settled =
                    a.others.contains(&b.reference.id) || b.others.contains(&a.reference.id);
                if let Some((rank, why)) = why(a, b).filter(|_| !is_settled) {
                    found.push((rank, *one, *other, why));
                }
            }
        }
    }
    found.sort_unstable();
    let found = found.into_iter();
    found
        .map(|(_, one, other, why)| (&named[one], &named[other], why))
        .collect()
}

/// Why two records may be one, the surest first.
fn why(one: &Named, other: &Named) -> Option<(u8, &'static str)> {
    let pairs = one
        .called
        .iter()
        .flat_map(|a| other.called.iter().map(move |b| (a, b)));
    let reasons = pairs.filter_map(|(a, b)| {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let (joined_a, joined_b) = (a.join(" "), b.join(" "));
        if joined_a == joined_b || a.concat() == b.concat() {
            return Some((0, "the same but for words such as Ltd and UK"));
        }
        if strsim::jaro(&joined_a, &joined_b) >= ALIKE {
            return Some((1, "spelt nearly the same"));
        }
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let is_part = short.len() < long.len() && short.iter().all(|word| long.contains(word));
        is_part.then_some((2, "one name is part of the other"))
    });
    reasons.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str, names: &[&str], others: &[&str]) -> Named {
        Named {
            reference: Reference::new(Kind::Party, id),
            name: names[0].to_owned(),
            called: names.iter().map(|name| words(name)).collect(),
            others: others.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn names_that_may_be_one_are_found_and_settled_ones_are_not() {
        let named = [
            party("civica", &["Civica UK Ltd"], &[]),
            party("civica-limited", &["Civica UK Limited"], &[]),
            party("serverlec", &["Serverlec"], &[]),
            party("servelec", &["Servelec", "Mosaic team"], &[]),
            party("police", &["Police"], &[]),
            party("essex-police", &["Essex Police"], &["kent-police"]),
            party("kent-police", &["Kent Police"], &["police"]),
            party("nhs", &["NHS"], &[]),
            party("unlike", &["Barnardo's"], &[]),
            party("the", &["The Company"], &[]),
        ];
        let found: Vec<String> = pairs(&named)
            .iter()
            .map(|(one, other, _)| format!("{} {}", one.reference.id, other.reference.id))
            .collect();
        assert_eq!(
            found,
            [
                "civica civica-limited",
                "serverlec servelec",
                "police essex-police"
            ]
        );
    }
}
