//! Which columns of a layout a field of the register feeds, found out from the layout itself.
//!
//! A field feeds a column if the column says something else once the field is taken out of a register, or says something
//! else in it: another word, another code, another day. Nothing is written down by hand, so nothing can go out of date.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::document::Cell;
use super::super::entry::{Entry, Part};
use super::super::layouts::{Holds, Layout};
use super::super::subjects::OURS;
use crate::law;
use crate::model::{
    Date, Field, Fields, Kind, Presence, Record, Reference, Register, Shape, Word, documents,
    elsewhere, recorded_at,
};

/// Finds out which columns of a layout the fields of a kind of record feed, as at a day, in a register in which every
/// field has a value. Columns of this register's own are left out.
fn filled(
    register: &Register,
    kind: Kind,
    layout: &Layout,
    on: Date,
) -> BTreeMap<String, Vec<&'static str>> {
    let base = cells(register, layout, on);
    let records = documents(register, kind);
    let headings = headings(layout);
    let each = kind.every_field().into_iter().map(|at| {
        let path: Vec<&str> = at.path.split('.').collect();
        let mut columns = BTreeSet::new();
        for other in others(register, &records, &at.path, at.field) {
            for (reference, document) in &records {
                let mut changed = document.clone();
                set(kind.fields(), &mut changed, &path, other.as_ref());
                if changed == *document {
                    continue;
                }
                let Ok(record) = Record::from_value(kind, changed) else {
                    continue;
                };
                let mut register = register.clone();
                if register.insert(&reference.id, record).is_err() {
                    continue;
                }
                for (now, before) in cells(&register, layout, on).iter().zip(&base) {
                    let pairs = now.iter().zip(before).enumerate();
                    columns.extend(pairs.filter(|(_, (a, b))| a != b).map(|(n, _)| n));
                }
            }
        }
        let columns = columns.into_iter();
        let columns = columns.filter_map(|column| headings.get(column).copied());
        let columns = columns.collect();
        (at.path, columns)
    });
    each.collect()
}

/// What a field may say instead of what it says; nothing stands for leaving it out.
fn others(
    register: &Register,
    records: &[(Reference, Value)],
    path: &str,
    field: &Field,
) -> Vec<Option<Value>> {
    let mut others = Vec::new();
    if field.presence != Presence::Required {
        others.push(None);
    }
    // What all flows have is looked at in each of their lists, also where no flow of the list records it.
    let mut paths = std::iter::once(path.to_owned()).chain(elsewhere(path));
    others.push(paths.find_map(|path| recorded_at(records, &path)));
    let codes = |name| {
        let entries = law::vocabulary(name).into_iter();
        let entries = entries.flat_map(law::Vocabulary::entries);
        entries.map(|entry| Some(json!(entry.code)))
    };
    match field.shape {
        Shape::Flag => others.extend([true, false].map(|flag| Some(json!(flag)))),
        Shape::Date => {
            let days = ["2000-01-01", "2100-01-01"];
            others.extend(days.map(|day| Some(json!(day))));
        }
        Shape::Word(words) => others.extend(Word::all(words).map(|word| Some(json!(word)))),
        Shape::Code(name) => others.extend(codes(name)),
        Shape::OneOrMany(Shape::Code(name)) => others.extend(codes(name)),
        Shape::Text if field.presence == Presence::Required => {
            others.push(Some(json!("something else")));
        }
        Shape::Id(of) => others.extend(ids(register, of)),
        Shape::End(kinds) => others.extend(
            kinds
                .first()
                .map(|of| ids(register, *of))
                .into_iter()
                .flatten(),
        ),
        _ => {}
    }
    others
}

/// The first few ids of a kind.
fn ids(register: &Register, kind: Kind) -> Vec<Option<Value>> {
    let of_kind = documents(register, kind).into_iter();
    of_kind
        .take(3)
        .map(|(reference, _)| Some(json!(reference.id)))
        .collect()
}

/// Gives a field a value wherever its table is, or takes it out.
fn set(fields: Fields, table: &mut Value, path: &[&str], other: Option<&Value>) {
    let [name, rest @ ..] = path else {
        return;
    };
    let mut fields = fields.iter().copied().flatten();
    let field = fields.find(|field| field.name == *name);
    let (Some(field), Some(object)) = (field, table.as_object_mut()) else {
        return;
    };
    match (rest, other) {
        ([], None) => drop(object.remove(*name)),
        ([], Some(other)) => drop(object.insert((*name).to_owned(), other.clone())),
        _ => match (field.shape, object.get_mut(*name)) {
            (Shape::Table(inner), Some(value @ Value::Object(_))) => set(inner, value, rest, other),
            (Shape::Table(inner), _) if other.is_some() => {
                let mut value = json!({});
                set(inner, &mut value, rest, other);
                object.insert((*name).to_owned(), value);
            }
            (Shape::Tables(inner), Some(Value::Array(rows))) => {
                for row in rows {
                    set(inner, row, rest, other);
                }
            }
            _ => {}
        },
    }
}

/// The columns of a layout that are not this register's own.
fn columns(layout: &Layout) -> impl Iterator<Item = &super::super::subjects::Field> {
    let columns = match layout.holds {
        Holds::Columns(columns) => columns,
        Holds::Everything => &[],
    };
    let fields = columns.iter().flat_map(|(_, fields)| *fields);
    fields.filter(|field| field.provision != OURS)
}

/// The headings of the columns of a layout that are not this register's own.
fn headings(layout: &Layout) -> Vec<&'static str> {
    columns(layout).map(|field| field.heading).collect()
}

/// What each column says of each activity.
fn cells(register: &Register, layout: &Layout, on: Date) -> Vec<Vec<Cell>> {
    let part = Part::of(register, on);
    let each = register.activities.iter().map(|(id, activity)| {
        let entry = Entry::read(&part, id, activity);
        columns(layout).map(|field| field.said(&entry)).collect()
    });
    each.collect()
}

use crate::report::{feeds, layout};
use crate::text::{EXAMPLE_DAY, example};

/// What the kept table says is what is found out.
#[test]
fn the_columns_that_fields_feed_are_current() {
    let layout = layout("ico-controller").unwrap();
    let register = example();
    let mut found = String::new();
    for kind in Kind::ALL {
        for (path, headings) in filled(&register, kind, layout, EXAMPLE_DAY) {
            for heading in headings {
                found += &format!("{}\t{path}\t{heading}\n", kind.word());
            }
        }
    }
    let kept = include_str!("../feeds.tsv");
    assert!(
        found == kept,
        "`src/report/feeds.tsv` is out of date, and should say:\n{found}"
    );
    let missing: Vec<&str> = headings(layout)
        .into_iter()
        .filter(|heading| !found.contains(&format!("\t{heading}\n")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_field_feeds_the_columns_that_speak_of_it() {
    let fed = feeds(Kind::Activity);
    assert_eq!(fed["function"], ["Business function"]);
    assert_eq!(fed["consent"], ["Link to record of consent"]);
    assert_eq!(fed["people"], ["Categories of individuals"]);
    assert!(!fed.contains_key("review"));
    let derogation = &fed["recipient.transfer.derogation"];
    assert!(
        derogation
            .iter()
            .any(|column| column.starts_with("Safeguards for exceptional")),
        "{derogation:?}"
    );
}
