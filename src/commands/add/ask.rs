//! The questions of `ropa add` at a terminal: a field after the other, with what there is to choose from.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::law;
use crate::model::{Date, Field, Fields, Kind, Presence, Reference, Shape, one_line};
use crate::store::Store;

use super::super::Run;
use super::super::assign::{Assign, Assignment};
use super::super::change::document;
use super::super::named::name_of;
use super::{begin_row, inner, within};

/// So many records or codes are listed to choose from.
const LISTED: usize = 20;

/// The text that ends the questions.
const ENOUGH: &str = ".";

/// Asks for the fields of a new record that are not given yet.
pub(super) fn record(
    run: &mut Run,
    store: &Store,
    reference: &Reference,
    mut values: Vec<Assignment>,
) -> Result<Vec<Assignment>, Error> {
    introduce(run);
    let on = run.today();
    let fields = reference.kind.fields();
    each(run, store, fields, &mut values, on, |values| {
        let mut document = Value::Object(Map::new());
        Assign::flags_to(store, reference, on).all(&mut document, values)
    })?;
    Ok(values)
}

/// Asks for the fields of a new row of a list.
pub(super) fn row(
    run: &mut Run,
    store: &Store,
    reference: &Reference,
    field: &'static Field,
) -> Result<Vec<Assignment>, Error> {
    introduce(run);
    let on = run.today();
    let mut values = Vec::new();
    each(run, store, inner(field), &mut values, on, |values| {
        let mut document = document(store, reference)?;
        let row = begin_row(&mut document, field);
        Assign::flags_to(store, reference, on).all(&mut document, &within(field, row, values))
    })?;
    Ok(values)
}

fn introduce(run: &mut Run) {
    run.ui.say(
        "Enter leaves a field not recorded, `none` says that there is none, and `.` ends the questions.",
    );
}

fn each(
    run: &mut Run,
    store: &Store,
    fields: Fields,
    values: &mut Vec<Assignment>,
    on: Date,
    try_out: impl Fn(&[Assignment]) -> Result<(), Error>,
) -> Result<(), Error> {
    let fields = fields.iter().copied().flatten();
    // What must be there is asked for first, and then what the law asks for.
    let mut fields: Vec<&Field> = fields.collect();
    fields.sort_by_key(|field| match field.presence {
        Presence::Required => 0,
        Presence::Recorded => 1,
        Presence::Optional => 2,
    });
    let mut is_enough = false;
    for field in fields {
        let is_given = values.iter().any(|value| value.is_of(field.name));
        let is_required = field.presence == Presence::Required;
        let is_part = matches!(field.shape, Shape::Table(_) | Shape::Tables(_));
        if is_given || is_part || is_enough && !is_required {
            continue;
        }
        let choices = choices(store, field, on)?;
        let mut question = format!("\n{}: {}\n", field.name.replace('_', " "), field.means);
        for (index, (_, shown)) in choices.iter().enumerate() {
            question.push_str(&format!("  {}  {}\n", index + 1, one_line(shown)));
        }
        run.ui.say(question.trim_end_matches('\n'));
        loop {
            let Some(answer) = run.ui.ask("> ")? else {
                return Err(Error::that(
                    "the questions were left, and nothing was changed",
                ));
            };
            if answer.is_empty() || answer == ENOUGH {
                is_enough |= answer == ENOUGH;
                if is_required {
                    run.ui.say("this one must be recorded");
                    continue;
                }
                break;
            }
            let texts = chosen(&answer, &choices);
            values.push(Assignment::set(field.name, texts));
            match try_out(values) {
                Ok(()) => break,
                Err(error) => {
                    run.ui.report(&error);
                    values.pop();
                }
            }
        }
    }
    Ok(())
}

/// The numbers of choices in an answer as what they stand for; any other answer as it is.
fn chosen(answer: &str, choices: &[(String, String)]) -> Vec<String> {
    let numbers: Option<Vec<String>> = answer
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| {
            let number: usize = part.parse().ok()?;
            let (text, _) = choices.get(number.checked_sub(1)?)?;
            Some(text.clone())
        })
        .collect();
    match numbers {
        Some(texts) if !texts.is_empty() => texts,
        _ => vec![answer.to_owned()],
    }
}

/// What there is to choose from for a field, where it is not too much: what is typed, and what is shown.
fn choices(store: &Store, field: &Field, on: Date) -> Result<Vec<(String, String)>, Error> {
    let shape = match field.shape {
        Shape::Scope => Shape::Id(Kind::Data),
        shape => shape.item(),
    };
    let found: Vec<(String, String)> = match shape {
        Shape::Word(words) => {
            let words = words.iter();
            words
                .map(|word| {
                    (
                        word.word.to_owned(),
                        format!("{}: {}", word.word, word.means),
                    )
                })
                .collect()
        }
        Shape::Id(kind) => records(store, &[kind])?,
        Shape::End(kinds) => records(store, kinds)?,
        Shape::Code(name) => {
            let entries = law::vocabulary(name).map_or(&[][..], |list| list.entries());
            let entries = entries.iter().filter(|entry| entry.in_force(on));
            entries
                .map(|entry| {
                    (
                        entry.code.clone(),
                        format!("{} ({})", entry.title_on(on), entry.code),
                    )
                })
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(if found.len() > LISTED {
        Vec::new()
    } else {
        found
    })
}

fn records(store: &Store, kinds: &[Kind]) -> Result<Vec<(String, String)>, Error> {
    let mut found = Vec::new();
    for kind in kinds {
        if store.count(*kind)? > LISTED as i64 {
            return Ok(Vec::new());
        }
        for id in store.ids(*kind)? {
            found.push((format!("{kind}:{id}"), name_of(store, *kind, &id)?));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_for_choices_and_everything_else_for_itself() {
        let choices = ["a", "b", "c"].map(|text| (text.to_owned(), text.to_uppercase()));
        assert_eq!(chosen("2", &choices), ["b"]);
        assert_eq!(chosen("1, 3", &choices), ["a", "c"]);
        for answer in ["4", "0", "1, x", "Name and address", "-1"] {
            assert_eq!(chosen(answer, &choices), [answer]);
        }
        assert_eq!(chosen("250", &[]), ["250"]);
    }
}
