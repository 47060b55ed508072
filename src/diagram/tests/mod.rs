//! Pictures of small registers, in words.

mod boundaries;
mod hostile;
mod judged;
mod worked_example;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::graph::FlowQuery;
use crate::model::{Date, Kind, Record, Reference, Register};

use super::{
    Diagram, Direction, FORMATS, Nothing, Options, Selecting, Sought, VIEWS, View, format,
};

/// The day as at which everything is drawn.
fn today() -> Date {
    Date::constant(2026, 11, 24)
}

fn view(name: &str) -> &'static View {
    VIEWS.iter().find(|view| view.name == name).unwrap()
}

/// A question about some records, without filters.
fn sought(name: &str, about: &[Reference]) -> Sought {
    Sought {
        name: name.to_owned(),
        about: about.iter().cloned().collect(),
        query: FlowQuery::new(today()),
        highlight: None,
        depth: None,
        is_whole: true,
        only: BTreeSet::new(),
    }
}

fn draw(register: &Register, view: &'static View, sought: &Sought) -> Result<Diagram, Nothing> {
    let mut selecting = Selecting::new(view, sought);
    selecting.look(register);
    selecting.finish(today().into(), "0123456789abcdef".repeat(4))
}

/// A picture in one of the formats that are text.
fn written(diagram: &Diagram, name: &str, direction: Direction) -> String {
    let options = Options {
        direction,
        ..Options::default()
    };
    let files = files(diagram, name, &options);
    let [file] = &files[..] else {
        panic!("{} files", files.len())
    };
    file.clone()
}

/// The sheets of a picture in one of the formats that are text.
fn files(diagram: &Diagram, name: &str, options: &Options) -> Vec<String> {
    let made = (format(name).unwrap().write)(diagram, options).unwrap();
    let files = made.files.into_iter().map(String::from_utf8);
    files.collect::<Result<_, _>>().unwrap()
}

/// A register out of documents: kind, id, document.
fn register(records: &Value) -> Register {
    let mut register = Register::default();
    for (kind, documents) in records.as_object().unwrap() {
        let kind = Kind::from_word(kind).unwrap();
        for (id, document) in documents.as_object().unwrap() {
            let record = Record::from_value(kind, document.clone()).unwrap();
            register.insert(id, record).unwrap();
        }
    }
    register
}

#[test]
fn views_are_sorted_unique_and_documented() {
    assert!(VIEWS.is_sorted_by(|a, b| a.name < b.name));
    for view in VIEWS {
        assert!(!view.about.is_empty(), "{}", view.name);
        let begins = format!("ropa diagram {}", view.name);
        assert!(view.example.starts_with(&begins), "{}", view.example);
        assert!((view.title)("X").contains('X'), "{}", view.name);
    }
}

#[test]
fn formats_are_sorted_unique_and_documented() {
    assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
    let mut endings: Vec<&str> = FORMATS
        .iter()
        .flat_map(|format| format.endings.iter().copied())
        .collect();
    let n_endings = endings.len();
    endings.sort_unstable();
    endings.dedup();
    assert_eq!(endings.len(), n_endings);
    for format in FORMATS {
        assert!(!format.endings.is_empty());
    }
}
