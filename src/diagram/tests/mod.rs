//! Pictures of small registers, in words.

mod hostile;
mod worked_example;

use std::collections::BTreeSet;

use crate::graph::FlowQuery;
use crate::model::{Date, Reference, Register};

use super::{Diagram, Nothing, Selecting, Sought, VIEWS, View};

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
        depth: None,
        only: BTreeSet::new(),
    }
}

fn draw(register: &Register, view: &'static View, sought: &Sought) -> Result<Diagram, Nothing> {
    let mut selecting = Selecting::new(view, sought);
    selecting.look(register.clone());
    selecting.finish(today(), "0123456789abcdef".repeat(4))
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
