//! Records shown to people: names in place of ids, words in place of codes of countries and periods.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::Error;
use crate::law;
use crate::model::{
    Country, Date, Difference, Fields, Kind, Period, Recorded, Reference, Shape, day_in_words,
};
use crate::store::{Change, Plan, Store};

/// What records are called: as the register calls them, or as they will be once a plan is committed.
pub(super) struct Names<'n> {
    store: &'n Store,
    plan: Option<&'n Plan>,
    /// The changes of the plan, once a name was looked for in it.
    planned: OnceCell<BTreeMap<&'n Reference, &'n Change>>,
    on: Date,
}

impl<'n> Names<'n> {
    /// As the register calls them; codes are titled by the law of a day.
    pub(super) fn of(store: &'n Store, on: Date) -> Self {
        Self {
            store,
            plan: None,
            planned: OnceCell::new(),
            on,
        }
    }

    /// As they will be called once a plan is committed.
    pub(super) fn planned(store: &'n Store, plan: &'n Plan, on: Date) -> Self {
        Self {
            plan: Some(plan),
            ..Self::of(store, on)
        }
    }

    fn of_record(&self, kind: Kind, id: &str) -> Result<String, Error> {
        match self.planned_name(&Reference::new(kind, id)) {
            Some(name) => Ok(name),
            None => name_of(self.store, kind, id),
        }
    }

    /// What a record that the plan puts will be called.
    fn planned_name(&self, reference: &Reference) -> Option<String> {
        let by_record = || {
            let changes = self.plan.into_iter().flat_map(Plan::changes);
            changes.map(|change| (&change.reference, change)).collect()
        };
        let change = self.planned.get_or_init(by_record).get(reference)?;
        let document: Value = serde_json::from_str(change.new_document()?).ok()?;
        Some(document.get("name")?.as_str()?.to_owned())
    }

    /// Puts names and words into what a field of a record of a kind was and became.
    pub(super) fn put_in(&self, kind: Kind, difference: &mut Difference) -> Result<(), Error> {
        let Some(shape) = shape_at(kind.fields(), &difference.place) else {
            return Ok(());
        };
        let mut named = difference.clone();
        let states = [&mut named.old, &mut named.new];
        for value in states.into_iter().flatten() {
            name_value(self, shape, value)?;
        }
        // Two that are called the same are told apart by their ids alone.
        if named.old != named.new {
            *difference = named;
        }
        Ok(())
    }
}

/// The name of a record, or its id where it has none.
pub(super) fn name_of(store: &Store, kind: Kind, id: &str) -> Result<String, Error> {
    let name = store.name_shown(&Reference::new(kind, id))?;
    Ok(name.unwrap_or_else(|| id.to_owned()))
}

/// Countries by name, where they are codes.
pub(super) fn countries(codes: &str) -> String {
    let named = codes.split(", ").map(|code| match code.parse::<Country>() {
        Ok(country) => country.name().to_owned(),
        Err(_) => code.to_owned(),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// Puts names and words into a document of a record in the form of JSON.
pub(super) fn name_all(
    names: &Names<'_>,
    fields: Fields,
    document: &mut Value,
) -> Result<(), Error> {
    for field in fields.iter().copied().flatten() {
        if let Some(value) = document.get_mut(field.name) {
            name_value(names, field.shape, value)?;
        }
    }
    Ok(())
}

/// What the field at a place holds that a difference names: `recipient[nhs].carries`.
pub(super) fn shape_at(fields: Fields, place: &str) -> Option<Shape> {
    let (name, rest) = place.split_at(place.find(['.', '[']).unwrap_or(place.len()));
    let mut known = fields.iter().copied().flatten();
    match known.find(|field| field.name == name)?.shape {
        shape if rest.is_empty() => Some(shape),
        Shape::Table(inside) => shape_at(inside, rest.strip_prefix('.')?),
        // What a row says of itself may hold brackets too: it ends where a field follows.
        Shape::Tables(inside) => {
            let mut ends = rest.match_indices("].");
            ends.find_map(|(at, end)| shape_at(inside, &rest[at + end.len()..]))
        }
        _ => None,
    }
}

fn name_value(names: &Names<'_>, shape: Shape, value: &mut Value) -> Result<(), Error> {
    match (shape, value) {
        (Shape::Table(fields), value @ Value::Object(_)) => name_all(names, fields, value)?,
        (Shape::Tables(fields), Value::Array(items)) => {
            for item in items {
                name_all(names, fields, item)?;
            }
        }
        (Shape::List(item) | Shape::OneOrMany(item), Value::Array(items)) => {
            for value in items {
                name_value(names, *item, value)?;
            }
        }
        (Shape::OneOrMany(item), value) => name_value(names, *item, value)?,
        (Shape::Scope, Value::Array(items)) => {
            for value in items {
                name_value(names, Shape::Id(Kind::Data), value)?;
            }
        }
        // The words for none and for all are no ids.
        (_, Value::String(text)) if text == Recorded::<()>::NONE => {}
        (Shape::Id(kind), Value::String(text)) => *text = names.of_record(kind, text)?,
        (Shape::End(kinds), Value::String(text)) => {
            let (kind, id) = match text.split_once(':') {
                Some((word, id)) => (Kind::from_word(word), id),
                None => (kinds.first().copied(), text.as_str()),
            };
            if let Some(kind) = kind {
                *text = names.of_record(kind, id)?;
            }
        }
        (Shape::Country, Value::String(text)) => {
            if let Ok(country) = text.parse::<Country>() {
                country.name().clone_into(text);
            }
        }
        (Shape::Code(vocabulary), Value::String(text)) => {
            // The codes of the two laws differ, so that one tells which it is of.
            let entry = [false, true]
                .into_iter()
                .find_map(|is_part_3| law::vocabulary_under(vocabulary, is_part_3)?.entry(text));
            if let Some(entry) = entry {
                *text = format!("{} ({text})", entry.title_on(names.on));
            }
        }
        (Shape::Word(_), Value::String(text)) => *text = text.replace('-', " "),
        (Shape::Date, Value::String(text)) => {
            if let Ok(date) = text.parse::<Date>() {
                *text = day_in_words(date);
            }
        }
        (Shape::Period, Value::String(text)) => {
            if let Ok(period) = text.parse::<Period>() {
                *text = period.words();
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_difference_leads_to_its_field() {
        let shape = |place: &str| shape_at(Kind::Activity.fields(), place);
        assert!(matches!(shape("controller"), Some(Shape::Id(Kind::Party))));
        for place in ["recipient[nhs].carries", "recipient[a]. b [c]].carries"] {
            assert!(matches!(shape(place), Some(Shape::Scope)), "{place}");
        }
        assert!(matches!(shape("review.next"), Some(Shape::Date)));
        for place in [
            "the order of a list",
            "recipient[nhs",
            "review.",
            "nothing",
            "",
        ] {
            assert!(shape(place).is_none(), "{place}");
        }
    }
}
