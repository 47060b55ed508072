//! The layout holds every field of the model, and the register can be made again from it.

use super::*;
use crate::graph::Currency;
use crate::import::sheet::Book;
use crate::model::{Date, Register};
use crate::report::sample::denying;
use crate::report::{STATUSES, article30, format, layout};
use crate::text::example;
use crate::text::sample::any_register;

/// Fields of the model that the layout leaves out on purpose, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// The layout of what a store holds, as a workbook that was written and opened again.
fn exported(store: &Store) -> Book {
    let asked = Asked {
        statuses: STATUSES.to_vec(),
        ..Asked::of(layout("full").unwrap(), ON)
    };
    let mut export = article30(store, &asked, ON.into(), None, "xlsx", &|| ()).unwrap();
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
    (format("xlsx").unwrap().write)(&mut export.document, &mut file).unwrap();
    Book::open(file.path()).unwrap()
}

const ON: Date = Date::constant(2026, 11, 24);

/// The register made again from its export.
fn rebuilt(register: Register) -> Register {
    let store = Store::in_memory_unsound(register);
    let nothing = Store::in_memory(Register::default()).unwrap();
    let back = back(&mut exported(&store), &nothing, ON).unwrap().unwrap();
    assert!(
        back.faults.is_empty(),
        "{:#?}",
        &back.faults[..back.faults.len().min(8)]
    );
    let mut register = Register::default();
    for (reference, record, _) in back.records {
        register.insert(&reference.id, record).unwrap();
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
    for register in [example(), denying()] {
        let again = rebuilt(register.clone());
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
    let mut register = example();
    let party = register.parties.values_mut().next().unwrap();
    party.name = "=cmd|' /C calc'!A0 tail\nof it ".to_owned();
    party.aliases = vec!["two\nlines".to_owned(), String::new(), "[x]".to_owned()];
    party.address = "none of it".to_owned().into();
    party.note = Some("long ".repeat(20_000));
    let system = register.systems.values_mut().next().unwrap();
    system.aliases = vec!["[\"a\"]".to_owned()];
    assert_eq!(rebuilt(register.clone()), register);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn an_export_that_nobody_changed_changes_nothing(register in any_register()) {
        let is_current = |activity: &crate::model::Activity| {
            Currency::of_activity(activity, ON) == Currency::Current
        };
        let n_apart = register.activities.values().filter(|it| !is_current(it)).count();
        let n_records = register.clone().into_records().count();
        let store = Store::in_memory_unsound(register);
        if let Some(back) = back(&mut exported(&store), &store, ON).unwrap() {
            assert!(back.faults.is_empty(), "{:#?}", &back.faults[..back.faults.len().min(8)]);
            assert_eq!(back.records.len(), n_records - n_apart);
            for (reference, record, _) in back.records {
                let [there, read] = [store.record(&reference).unwrap(), Some(record)]
                    .map(|record| serde_json::to_value(record).unwrap());
                assert_eq!(crate::model::differences(Some(&there), Some(&read)), [], "{reference}");
            }
        } else {
            assert_eq!(n_records, n_apart);
        }
    }
}
