//! `ropa add`: a record, a flow, or a row of another list, out of flags or of what is answered at a terminal.

mod ask;
mod flags;

use clap::{Arg, ArgMatches, Command, FromArgMatches};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::{Field, Fields, Kind, Presence, Reference, check_slug, one_line, slug_of};
use crate::store::Store;

use self::flags::{Flag, flags, flow_lists, given, inner, kinds, rows, with_flags};
use super::Run;
use super::assign::{Assign, Assignment, quoted};
use super::change::{Draft, document, record};
use super::commit::Signed;
use super::rename::{NAMED, free_id};

/// What can follow `ropa add`.
#[derive(Debug)]
pub(super) struct Args {
    adds: Adds,
    /// The fields that were given, with what was typed.
    given: Vec<(String, Vec<String>)>,
    signed: Signed,
}

/// What is added.
#[derive(Debug)]
enum Adds {
    /// A record of a kind, by its name and id.
    Record {
        kind: Kind,
        name: Option<String>,
        id: Option<String>,
    },
    /// A row of a list in a record that is named: the list by the kind of record.
    Row {
        lists: Vec<(Kind, &'static Field)>,
        thing: String,
    },
}

const AFTER: &str = "Examples:
  ropa add party \"Shelfmark Ltd\" --kind organisation --country GB
  ropa add activity \"Library membership\" --role controller --data \"Name, Books on loan\"
  ropa add purpose \"Library membership\" --text \"Lending books\" --basis \"public task\"
  ropa add flow \"Library membership\" recipient --to \"Library consortium\" --carries Name

At a terminal, without a name and fields, each is asked for.";

/// Words that a field may be given whatever it holds.
const STATES: &str = "Formats: text, json

A field that is left out is not recorded; `none` says that there is none. A list is given with commas, or by its flag
several times.";

impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        tree(command.after_help(AFTER))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// A command for each kind of record and each list in records.
fn tree(command: Command) -> Command {
    let leaf = |name: String, about: String| {
        // What signs a change has words of its own for a command, which this one says otherwise.
        let command = <Signed as clap::Args>::augment_args(Command::new(name));
        command.about(about).after_help(STATES)
    };
    let mut command = command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("WHAT")
        .subcommand_help_heading("What can be added");
    for kind in kinds() {
        let id = Arg::new("id").long("id").value_name("ID");
        let mut record = leaf(kind.word().to_owned(), format!("Add {}", kind.one()))
            .arg(id.help("Its id [default: made of what it is called]"));
        if has_name(kind) {
            let name = Arg::new("name").value_name("NAME");
            let also = Arg::new("also-name").long("name").value_name("NAME");
            record = record
                .arg(name.help("Its name as people know it"))
                .arg(also.hide(true).conflicts_with("name"));
        }
        command = command.subcommand(with_flags(record, &flags(kind.fields(), true)));
    }
    let thing = |kinds: &str| {
        Arg::new("thing")
            .value_name("THING")
            .required(true)
            .help(format!("Id, name or alias of {kinds}"))
    };
    let lists = flow_lists().fold(
        Command::new("flow")
            .about("Add a flow to an activity")
            .arg(thing(Kind::Activity.one()))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand_value_name("LIST")
            .subcommand_help_heading("Which flow"),
        |flow, field| {
            let list = leaf(field.name.to_owned(), field.means.to_owned());
            flow.subcommand(with_flags(list, &flags(inner(field), false)))
        },
    );
    command = command.subcommand(lists);
    for (name, lists) in rows() {
        let of: Vec<Kind> = lists.iter().map(|(kind, _)| *kind).collect();
        let of = Kind::one_of(&of);
        let about = lists.first().map_or("", |(_, field)| field.means);
        let row = leaf(name, format!("To {of}: {about}")).arg(thing(&of));
        command = command.subcommand(with_flags(row, &flags_of(&lists)));
    }
    command
}

/// The flags of a list, of all the kinds of record that have one of its name.
fn flags_of(lists: &[(Kind, &'static Field)]) -> Vec<Flag> {
    let mut found: Vec<Flag> = Vec::new();
    for (_, field) in lists {
        for flag in flags(inner(field), false) {
            if found.iter().all(|known| known.name != flag.name) {
                found.push(flag);
            }
        }
    }
    found
}

fn has_name(kind: Kind) -> bool {
    NAMED.contains(&kind)
}

impl FromArgMatches for Args {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (what, leaf) = matches.subcommand().ok_or_else(missing)?;
        let text = |matches: &ArgMatches, name: &str| {
            let text = matches.try_get_one::<String>(name).ok().flatten();
            text.cloned()
        };
        if let Some(kind) = kinds().find(|kind| kind.word() == what) {
            return Ok(Self {
                adds: Adds::Record {
                    kind,
                    name: text(leaf, "name").or_else(|| text(leaf, "also-name")),
                    id: text(leaf, "id"),
                },
                given: given(leaf, &flags(kind.fields(), true)),
                signed: Signed::from_arg_matches(leaf)?,
            });
        }
        let thing = text(leaf, "thing").unwrap_or_default();
        let (lists, leaf) = if what == "flow" {
            let (list, leaf) = leaf.subcommand().ok_or_else(missing)?;
            let field = flow_lists().find(|field| field.name == list);
            let field = field.map(|field| (Kind::Activity, field));
            (field.into_iter().collect(), leaf)
        } else {
            (rows().remove(what).unwrap_or_default(), leaf)
        };
        Ok(Self {
            given: given(leaf, &flags_of(&lists)),
            signed: Signed::from_arg_matches(leaf)?,
            adds: Adds::Row { lists, thing },
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    let Args {
        adds,
        given,
        signed,
    } = args;
    let store = run.open_to_change("add", &signed)?;
    match adds {
        Adds::Record { kind, name, id } => {
            let [name, id] = [name.as_deref(), id.as_deref()];
            new_record(run, store, kind, name, id, given, &signed)
        }
        Adds::Row { lists, thing } => {
            let kinds: Vec<Kind> = lists.iter().map(|(kind, _)| *kind).collect();
            let reference = store.resolve(&thing, &kinds)?;
            let list = lists.iter().find(|(kind, _)| *kind == reference.kind);
            match list {
                Some((_, field)) => new_row(run, store, &reference, field, given, &signed),
                // It was resolved among these kinds.
                None => Ok(()),
            }
        }
    }
}

fn new_record(
    run: &mut Run,
    store: Store,
    kind: Kind,
    name: Option<&str>,
    id: Option<&str>,
    given: Vec<(String, Vec<String>)>,
    signed: &Signed,
) -> Result<(), Error> {
    let name = name.map(|name| kind.bare(name));
    let is_asked = given.is_empty() && name.is_none() && run.ui.can_ask();
    let on = run.today();
    let mut values: Vec<Assignment> = Vec::new();
    // What it is called while its id is not settled, in which nothing is looked for.
    let slug = name.map(slug_of).filter(|slug| !slug.is_empty());
    let unnamed = Reference::new(kind, id.or(slug.as_deref()).unwrap_or("new"));
    if let Some(name) = name {
        values.push(Assignment::set("name", vec![name.to_owned()]));
    }
    values.extend(set(given));
    if is_asked {
        values = ask::record(run, &store, &unnamed, values)?;
    }
    let mut warnings = Vec::new();
    let mut settled = unnamed.clone();
    let make = |store: &Store, settled: &mut Reference| {
        let mut assign = Assign::flags_to(store, &unnamed, on);
        let mut document = Value::Object(Map::new());
        assign.all(&mut document, &values)?;
        let warnings = assign.warnings;
        let missing = missing(kind.fields(), &document);
        if !missing.is_empty() {
            return Err(required(&format!("`add {kind}`"), &missing, has_name(kind)));
        }
        let reference = Reference::new(kind, new_id(id, &document, kind)?);
        free(store, &reference)?;
        let draft = Draft::of(&reference, record(&reference, document)?);
        *settled = reference;
        Ok::<_, Error>((draft, warnings))
    };
    store.at_once(|store| make(store, &mut settled))?;
    let message = format!("add {settled}");
    run.change(store, signed, &message, |store| {
        let (draft, found) = make(store, &mut settled)?;
        warnings = found;
        Ok(draft)
    })?;
    run.show_findings(&warnings);
    Ok(())
}

fn new_row(
    run: &mut Run,
    store: Store,
    reference: &Reference,
    field: &'static Field,
    given: Vec<(String, Vec<String>)>,
    signed: &Signed,
) -> Result<(), Error> {
    let is_asked = given.is_empty() && run.ui.can_ask();
    let on = run.today();
    let mut values = set(given);
    if is_asked {
        values = ask::row(run, &store, reference, field)?;
    }
    let mut warnings = Vec::new();
    let message = format!("add {} to {reference}", field.name);
    run.change(store, signed, &message, |store| {
        let mut document = document(store, reference)?;
        let row = begin_row(&mut document, field);
        let mut assign = Assign::flags_to(store, reference, on);
        assign.all(&mut document, &within(field, row, &values))?;
        warnings = assign.warnings;
        let missing = missing(inner(field), &document[field.name][row]);
        if !missing.is_empty() {
            return Err(required(&format!("`{}`", field.name), &missing, false));
        }
        Ok(Draft::of(reference, record(reference, document)?))
    })?;
    run.show_findings(&warnings);
    Ok(())
}

/// Begins a row at the end of a list; gives its index.
fn begin_row(document: &mut Value, field: &Field) -> usize {
    let mut rows = document[field.name].as_array().cloned().unwrap_or_default();
    rows.push(Value::Object(Map::new()));
    let row = rows.len() - 1;
    document[field.name] = Value::Array(rows);
    row
}

/// Values of a row, as values of its record.
fn within(field: &Field, row: usize, values: &[Assignment]) -> Vec<Assignment> {
    let place = format!("{}[{}]", field.name, row + 1);
    values.iter().map(|value| value.within(&place)).collect()
}

fn set(given: Vec<(String, Vec<String>)>) -> Vec<Assignment> {
    let given = given.into_iter();
    given
        .map(|(path, texts)| Assignment::set(path, texts))
        .collect()
}

/// The fields that a table must have and has not.
fn missing(fields: Fields, document: &Value) -> Vec<&'static Field> {
    let fields = fields.iter().copied().flatten();
    fields
        .filter(|field| field.presence == Presence::Required && document.get(field.name).is_none())
        .collect()
}

/// What must be given and is not.
fn required(what: &str, missing: &[&Field], has_name: bool) -> Error {
    let flag = |field: &&Field| match field.name {
        "name" if has_name => "`NAME`, the name as people know it".to_owned(),
        name => format!("`--{}`, {}", name.replace('_', "-"), field.means),
    };
    let flags: Vec<String> = missing.iter().map(flag).collect();
    Error::that(format!("{what} needs {}", flags.join("; and ")))
        .hinted("give it, or run this at a terminal without any to be asked for each")
}

/// The id of a new record: as given, else made of its name, or of what it must say where it has none.
fn new_id(given: Option<&str>, document: &Value, kind: Kind) -> Result<String, Error> {
    if let Some(id) = given {
        return Ok(id.to_owned());
    }
    let fields = kind.fields().iter().copied().flatten();
    let must = fields.filter(|field| field.presence == Presence::Required);
    let told = must.filter_map(|field| document.get(field.name)?.as_str());
    let told: Vec<&str> = told.take(if has_name(kind) { 1 } else { 2 }).collect();
    let id = slug_of(&told.join(" "));
    match check_slug(&id) {
        Ok(()) => Ok(id),
        Err(_) => Err(Error::that(format!("no id can be made for {}", kind.one()))
            .hinted("give one with `--id`, of lower-case letters, digits and single hyphens")),
    }
}

/// Refuses the id of a record that is there.
fn free(store: &Store, reference: &Reference) -> Result<(), Error> {
    free_id(store, &Reference::new(reference.kind, ""), &reference.id).map_err(|error| match store
        .record(reference)
    {
        Ok(Some(there)) => {
            let name = one_line(there.names().0.unwrap_or(&reference.id)).to_string();
            Error::that(format!(
                "there is {} called `{name}` already, with the id `{}`",
                reference.kind.one(),
                reference.id
            ))
            .hinted(format!(
                "change that one with `ropa set {} FIELD=VALUE`, or give another name and id with `--id`",
                quoted(&reference.to_string())
            ))
        }
        _ => error,
    })
}
