//! The layout holds every field of the model, and the register can be made again from it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::*;
use crate::model::{Record, Register};
use crate::report::sample::{denying, marked};
use crate::report::{Per, article30, format, layout};

/// Fields of the model that the layout leaves out on purpose, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// The document of a register as values.
fn exported(register: Register) -> Value {
    let store = Store::in_memory_unsound(register);
    let asked = Asked {
        layout: layout("full").unwrap(),
        per: Per::Purpose,
        function: None,
        activities: None,
        statuses: Vec::new(),
        on: jiff::civil::date(2026, 11, 24),
        public: false,
        pictures: true,
    };
    let as_at = jiff::civil::date(2026, 11, 24).into();
    let mut export = article30(&store, &asked, as_at, None, "json", &|| ()).unwrap();
    let mut bytes = Vec::new();
    (format("json").unwrap().write)(&mut export.document, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A row as its cells by heading; what is not recorded is not in it.
type Row = BTreeMap<String, Value>;

/// The tables by caption.
fn tables(document: &Value) -> BTreeMap<String, Vec<Row>> {
    let mut tables = BTreeMap::new();
    for section in document["sections"].as_array().unwrap() {
        for block in section["blocks"].as_array().unwrap() {
            let table = &block["table"];
            let Some(columns) = table["columns"].as_array() else {
                continue;
            };
            let rows = table["rows"].as_array().unwrap().iter().map(|row| {
                let cells = columns.iter().zip(row.as_array().unwrap());
                cells
                    .filter(|(_, cell)| !cell.is_null())
                    .map(|(column, cell)| {
                        (column["heading"].as_str().unwrap().to_owned(), cell.clone())
                    })
                    .collect()
            });
            let caption = table["caption"].as_str().unwrap().to_owned();
            tables.insert(caption, rows.collect());
        }
    }
    tables
}

/// The value that a text stands for.
fn parsed(shape: Shape, text: &str) -> Value {
    match shape {
        Shape::Flag => Value::Bool(text == "yes"),
        Shape::Count => text.parse::<u64>().unwrap().into(),
        Shape::Scope if text == "all" => text.into(),
        Shape::List(_) | Shape::Scope | Shape::OneOrMany(_) => {
            let items: Vec<String> = if text.starts_with('[') {
                serde_json::from_str(text).unwrap()
            } else {
                text.split('\n').map(str::to_owned).collect()
            };
            items.into()
        }
        _ => text.into(),
    }
}

/// A table of the model made again from a row; the lists inside it are added by whoever calls.
fn again(fields: &[&'static Field], prefix: &str, row: &Row) -> Map<String, Value> {
    let mut table = Map::new();
    for field in fields {
        let value = match (row.get(&format!("{prefix}{}", field.name)), field.shape) {
            (None, _) => continue,
            (Some(cell), _) if cell.get("none").is_some() => "none".into(),
            (Some(_), Shape::Table(inside)) => {
                let inside: Vec<&Field> = inside.iter().copied().flatten().collect();
                again(&inside, &format!("{}.", field.name), row).into()
            }
            (Some(_), Shape::Tables(_)) => Value::Array(Vec::new()),
            (Some(cell), shape) => parsed(shape, cell.as_str().unwrap()),
        };
        table.insert(field.name.to_owned(), value);
    }
    table
}

/// The register made again from its export.
fn rebuilt(document: &Value) -> Register {
    let tables = tables(document);
    let mut records: BTreeMap<(Kind, String), Map<String, Value>> = BTreeMap::new();
    let id_of = |row: &Row, key: &str| row[key].as_str().unwrap().to_owned();
    for sheet in SHEETS.iter().filter(|sheet| sheet.lists.is_empty()) {
        for row in &tables[sheet.heading] {
            records.insert(
                (sheet.kind, id_of(row, "id")),
                again(&sheet.fields(), "", row),
            );
        }
    }
    for sheet in SHEETS.iter().filter(|sheet| !sheet.lists.is_empty()) {
        for row in &tables[sheet.heading] {
            let list = row
                .get("list")
                .map_or(sheet.lists[0], |list| list.as_str().unwrap());
            let record = records
                .get_mut(&(sheet.kind, id_of(row, "record")))
                .unwrap();
            let Value::Array(items) = &mut record[list] else {
                panic!("{list} is no list");
            };
            assert_eq!(row["number"], (items.len() + 1).to_string());
            let fields: Vec<&Field> = fields_of_list(sheet.kind, list).collect();
            items.push(again(&fields, "", row).into());
        }
    }
    let mut register = Register::default();
    for ((kind, id), document) in records {
        let record = Record::from_value(kind, document.into()).unwrap();
        register.insert(&id, record).unwrap();
    }
    register
}

#[test]
fn every_field_of_the_model_is_in_it() {
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let sheets: Vec<&Sheet> = SHEETS.iter().filter(|sheet| sheet.kind == kind).collect();
        let has = |sheet: &Sheet, heading: &str| {
            sheet
                .columns()
                .iter()
                .any(|column| column.heading == heading)
        };
        for field in kind.fields().iter().copied().flatten() {
            let mut wanted = vec![(None, field.name.to_owned())];
            match field.shape {
                Shape::Table(inside) => wanted.extend(
                    inside
                        .iter()
                        .copied()
                        .flatten()
                        .map(|inner| (None, format!("{}.{}", field.name, inner.name))),
                ),
                Shape::Tables(inside) => {
                    for inner in inside.iter().copied().flatten() {
                        wanted.push((Some(field.name), inner.name.to_owned()));
                        if let Shape::Table(deep) = inner.shape {
                            let deep = deep.iter().copied().flatten();
                            wanted.extend(deep.map(|deep| {
                                (Some(field.name), format!("{}.{}", inner.name, deep.name))
                            }));
                        }
                    }
                }
                _ => {}
            }
            for (list, heading) in wanted {
                let is_there = sheets.iter().any(|sheet| {
                    list.map_or(sheet.lists.is_empty(), |list| sheet.lists.contains(&list))
                        && has(sheet, &heading)
                });
                let place = format!(
                    "{kind}.{}{heading}",
                    list.map_or_else(String::new, |list| format!("{list}."))
                );
                if !is_there && !LEFT_OUT.iter().any(|(left_out, _)| *left_out == place) {
                    missing.push(place);
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "neither in `full` nor left out on purpose: {missing:?}"
    );
}

#[test]
fn the_register_can_be_made_again_from_it() {
    for register in [marked(), denying()] {
        let again = rebuilt(&exported(register.clone()));
        for (one, other) in register
            .clone()
            .into_records()
            .zip(again.clone().into_records())
        {
            assert_eq!(one, other);
        }
        assert_eq!(again, register);
    }
}

#[test]
fn hostile_texts_and_lists_come_back() {
    let mut register = marked();
    let party = register.parties.values_mut().next().unwrap();
    party.name = "\u{1b}[31m \u{0}=cmd|' /C calc'!A0 \u{202e}\n\ttail".to_owned();
    party.aliases = vec!["two\nlines".to_owned(), String::new(), "[x]".to_owned()];
    party.address = "none of it".to_owned().into();
    let system = register.systems.values_mut().next().unwrap();
    system.aliases = vec!["[\"a\"]".to_owned()];
    assert_eq!(rebuilt(&exported(register.clone())), register);
}
