//! The flags of `ropa add`: one for each field, out of the tables of fields.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::model::{Field, Fields, FlowKind, Kind, Shape, Word};

use super::super::assign::singular;

/// What a command takes beside the fields of a record, so that no flag of a field may be called so.
const TAKEN: &[&str] = &[
    "as-of", "author", "format", "help", "id", "message", "name", "on", "plain", "plan",
    "register", "version",
];

/// One field as a flag.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    /// What is typed, without its hyphens.
    pub(super) name: String,
    /// The way to the field from the record or row: `review.next`.
    pub(super) path: String,
    pub(super) field: &'static Field,
}

impl Flag {
    /// What the command line calls it, which nothing else is called.
    fn key(&self) -> String {
        format!("field:{}", self.name)
    }
}

/// The kinds of record that are added by hand: there is one of the settings, and an approval is given otherwise.
pub(super) fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, Kind::Settings | Kind::Approval))
}

/// A field as a flag of its own name, unless the command takes that for something else.
fn flag_name(path: &str, is_record: bool) -> String {
    let name = path.replace(['.', '_'], "-");
    let is_own = !is_record && (name == "id" || name == "name");
    if TAKEN.contains(&&*name) && !is_own {
        format!("field-{name}")
    } else {
        name
    }
}

/// The fields of a table, those of tables inside it too. Of a list of tables only that it is none can be said.
pub(super) fn flags(fields: Fields, is_record: bool) -> Vec<Flag> {
    let mut found = Vec::new();
    collect(fields, "", is_record, &mut found);
    found
}

fn collect(fields: Fields, above: &str, is_record: bool, found: &mut Vec<Flag>) {
    for field in fields.iter().copied().flatten() {
        // A record has its name from the line itself.
        if is_record && above.is_empty() && field.name == "name" {
            continue;
        }
        let path = format!("{above}{}", field.name);
        found.push(Flag {
            name: flag_name(&path, is_record),
            path: path.clone(),
            field,
        });
        if let Shape::Table(inner) = field.shape {
            collect(inner, &format!("{path}."), is_record, found);
        }
    }
}

/// The lists of tables that records have, by what one row of them is called: the kinds and their field. Flows are apart.
pub(super) fn rows() -> BTreeMap<String, Vec<(Kind, &'static Field)>> {
    let mut found: BTreeMap<String, Vec<(Kind, &'static Field)>> = BTreeMap::new();
    for kind in kinds() {
        let tables = kind.fields().iter().copied().flatten();
        for field in tables.filter(|field| matches!(field.shape, Shape::Tables(_))) {
            if is_flow(field) {
                continue;
            }
            let name = singular(field.name);
            let name = match Kind::from_word(&name) {
                Some(_) => format!("{kind}-{name}"),
                None => name,
            };
            found.entry(name).or_default().push((kind, field));
        }
    }
    found
}

fn is_flow(field: &Field) -> bool {
    FlowKind::ALL.iter().any(|kind| kind.word() == field.name)
}

/// The lists of flows of an activity, in the order of their numbers.
pub(super) fn flow_lists() -> impl Iterator<Item = &'static Field> {
    let fields = Kind::Activity.fields().iter().copied().flatten();
    fields.filter(|field| is_flow(field))
}

/// The fields of the rows of a list of tables.
pub(super) const fn inner(field: &Field) -> Fields {
    match field.shape {
        Shape::Tables(inner) => inner,
        _ => &[],
    }
}

/// Gives a command the flags of some fields.
pub(super) fn with_flags(command: Command, flags: &[Flag]) -> Command {
    flags.iter().fold(command, |command, flag| {
        command.arg(
            Arg::new(flag.key())
                .long(flag.name.clone())
                .value_name(value_name(flag.field.shape))
                .help(help(flag.field))
                .help_heading("Fields")
                .action(ArgAction::Append)
                .num_args(if matches!(flag.field.shape, Shape::Flag) {
                    0..=1
                } else {
                    1..=1
                })
                .default_missing_value("true"),
        )
    })
}

/// What was given for the fields, as the way to each and its texts.
pub(super) fn given(matches: &ArgMatches, flags: &[Flag]) -> Vec<(String, Vec<String>)> {
    let given = flags.iter().filter_map(|flag| {
        let texts = matches.try_get_many::<String>(&flag.key()).ok()??;
        Some((flag.path.clone(), texts.cloned().collect()))
    });
    given.collect()
}

fn value_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Flag => "yes|no",
        Shape::Count => "NUMBER",
        Shape::Date => "DATE",
        Shape::Period => "PERIOD",
        Shape::Country => "COUNTRY",
        Shape::Word(_) => "WORD",
        Shape::Id(_) | Shape::End(_) => "NAME",
        Shape::Code(_) => "CODE",
        Shape::Scope => "all|NAMES",
        Shape::OneOrMany(item) | Shape::List(item) => match item {
            Shape::Id(_) => "NAMES",
            other => value_name(*other),
        },
        Shape::Table(_) | Shape::Tables(_) => "none",
        // Whatever else is written in words or signs of its own.
        _ => "TEXT",
    }
}

fn help(field: &Field) -> String {
    match field.shape.item() {
        Shape::Word(words) => {
            let words: Vec<&str> = Word::all(words).collect();
            match words.iter().all(|word| field.means.contains(word)) {
                true => field.means.to_owned(),
                false => format!("{}: {}", field.means, words.join(", ")),
            }
        }
        _ => field.means.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Whatever fields are added, each has one flag of its own, and no flag is one that the command takes itself.
    #[test]
    fn every_field_has_a_flag_of_its_own() {
        let mut all: Vec<(Vec<Flag>, bool)> = Vec::new();
        all.extend(kinds().map(|kind| (flags(kind.fields(), true), true)));
        all.extend(flow_lists().map(|field| (flags(inner(field), false), false)));
        for fields in rows().values() {
            all.extend(
                fields
                    .iter()
                    .map(|(_, field)| (flags(inner(field), false), false)),
            );
        }
        for (flags, is_record) in all {
            let names: BTreeSet<&str> = flags.iter().map(|flag| flag.name.as_str()).collect();
            assert_eq!(names.len(), flags.len());
            for flag in &flags {
                let is_own = !is_record && ["id", "name"].contains(&&*flag.name);
                assert!(is_own || !TAKEN.contains(&&*flag.name), "{}", flag.name);
                assert!(
                    !flag.name.is_empty() && !flag.name.contains(['.', '_']),
                    "{}",
                    flag.name
                );
            }
        }
        assert_eq!(flag_name("on", false), "field-on");
        assert_eq!(flag_name("id", false), "id");
        assert_eq!(flag_name("review.next", true), "review-next");
    }

    #[test]
    fn one_row_of_a_list_is_named_by_its_singular() {
        let rows = rows();
        let names: Vec<&str> = rows.keys().map(String::as_str).collect();
        for name in [
            "purpose",
            "sub-processor",
            "joint-controller",
            "offence-basis",
            "retention",
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        assert!(!names.contains(&"recipient"));
    }
}
