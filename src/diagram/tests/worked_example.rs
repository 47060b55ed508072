//! The worked example of the repository, as every format shows it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::{End, Flow, Kind, Recorded, Reference, Register};
use crate::text;

use super::super::{Direction, format, text as words};
use super::{draw, sought, today, view};

fn register() -> Register {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("register");
    text::read(&folder, today()).unwrap().register
}

fn written(register: &Register, name: &str) -> String {
    let activity = Reference::new(Kind::Activity, "family-group-conference");
    let about = sought("Family Group Conference", &[activity]);
    let diagram = draw(register, view("activity"), &about).unwrap();
    (format(name).unwrap().write)(&diagram, Direction::LeftToRight)
}

#[test]
fn one_activity_in_words() {
    insta::assert_snapshot!(written(&register(), "text"), @"");
}

#[test]
fn one_activity_for_graphviz() {
    insta::assert_snapshot!(written(&register(), "dot"), @"");
}

#[test]
fn one_activity_for_mermaid() {
    insta::assert_snapshot!(written(&register(), "mermaid"), @"");
}

#[test]
fn the_two_halves_of_a_flow_through_a_system_have_one_number() {
    let activity = Reference::new(Kind::Activity, "family-group-conference");
    let about = sought("Family Group Conference", &[activity]);
    let diagram = draw(&register(), view("activity"), &about).unwrap();
    let shared = diagram.arrows.iter().filter(|arrow| arrow.number == "F9-F13");
    assert_eq!(shared.count(), 2);
    assert!(words(&diagram).contains("GPs, Hospitals, Community matrons"));
}

#[test]
fn one_recipient_more_changes_few_lines() {
    let before = register();
    let mut after = before.clone();
    let activity = after.activities.values_mut().next().unwrap();
    let Recorded::Value(recipients) = &mut activity.recipient else {
        panic!()
    };
    recipients.push(Flow {
        to: Some(End::try_from("nhs".to_owned()).unwrap()),
        ..Flow::default()
    });
    for name in ["dot", "mermaid", "text"] {
        let (before, after) = (written(&before, name), written(&after, name));
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
            (before.lines().collect(), after.lines().collect());
        let changed = old.symmetric_difference(&new).count();
        assert!((1..=6).contains(&changed), "{name}: {changed} lines");
    }
}
