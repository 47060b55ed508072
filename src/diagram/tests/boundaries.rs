//! Who stands where, what is marked and what is drawn as one.

use serde_json::json;

use crate::graph::{Certainty, Wanted};
use crate::model::{Kind, Reference, Register};

use super::super::{Diagram, text};
use super::{draw, register, sought, view};

fn council() -> Register {
    register(json!({
        "settings": { "register": { "organisation": "council" } },
        "party": {
            "council": { "name": "County Council", "kind": "public-authority", "country": "GB" },
            "schools-team": { "name": "Schools team", "part_of": "council" },
            "hoster": {
                "name": "Hoster", "kind": "organisation", "country": "GB",
                "sub_processors": [
                    { "party": "cloud", "systems": ["case-system"], "country": "IE" },
                    { "party": "mailer" },
                ],
            },
            "cloud": { "name": "Cloud", "kind": "organisation", "country": "US", "sub_processors": [{ "party": "disks", "systems": ["case-system"] }] },
            "disks": { "name": "Disks", "kind": "organisation" },
            "mailer": { "name": "Mailer", "kind": "organisation", "country": "GB" },
            "police": { "name": "Police", "kind": "public-authority", "country": "GB" },
            "school": { "name": "Schools", "kind": "class", "country": "GB" },
            "trust": { "name": "Health Trust", "kind": "public-authority", "country": "GB" },
            "kin": { "name": "Kin", "kind": "group", "country": "FR" },
        },
        "system": {
            "case-system": { "name": "Case System", "operator": "hoster", "hosted_in": "GB" },
            "archive": { "name": "Archive", "operator": "council", "hosted_in": ["GB", "IE"] },
            "shared": { "name": "Shared Drive", "operator": "council", "hosted_in": "GB" },
        },
        "data": {
            "name": { "name": "Name", "class": "personal" },
            "identifiers": { "name": "Identifiers", "class": "personal" },
            "nhs-number": { "name": "NHS Number", "broader": "identifiers", "class": "personal" },
            "health": { "name": "Health", "class": "health" },
            "notes": { "name": "Case notes", "class": "personal", "may_include": ["health"] },
        },
        "people": { "children": { "name": "Children" } },
        "document": { "agreement": { "name": "Sharing agreement", "kind": "sharing-agreement" } },
        "activity": {
            "adoption": {
                "name": "Adoption", "function": "Children / Adoption", "status": "draft",
                "controller": "council", "joint_controllers": [{ "party": "trust" }],
                "data": ["name", "nhs-number", "health", "notes"],
                "source": [
                    { "from": "people:children", "carries": ["name", "notes"] },
                    { "from": "police", "carries": ["name"], "and_more": true },
                ],
                "store": [
                    { "in": "case-system", "carries": "all" },
                    { "in": "archive", "carries": ["name"] },
                    { "in": "shared", "carries": ["name"] },
                ],
                "recipient": [
                    { "to": "police", "carries": ["name"], "agreement": "agreement" },
                    { "to": "trust", "carries": ["health"] },
                    { "to": "schools-team", "carries": ["name"] },
                    { "to": "kin", "carries": ["identifiers"] },
                    { "to": "activity:payments", "carries": ["name"] },
                    { "to": "school", "carries": "none" },
                ],
                "onward": [{ "from": "police", "to": "school", "carries": ["name"] }],
            },
            "payments": {
                "name": "Payments", "function": "Finance", "controller": "council", "data": ["name"],
                "source": "none", "store": [{ "in": "shared", "carries": ["name"] }], "recipient": "none",
            },
        },
    }))
}

fn activity(id: &str) -> Reference {
    Reference::new(Kind::Activity, id)
}

fn drawn(name: &str, about: &[Reference]) -> Diagram {
    draw(&council(), view(name), &sought("Subject", about)).unwrap()
}

fn flows(diagram: &Diagram) -> String {
    let text = text(diagram);
    let from = text.find("Who and what").unwrap();
    text[from..].to_owned()
}

#[test]
fn everyone_stands_with_whom_they_belong_to() {
    let diagram = drawn("activity", &[activity("adoption")]);
    insta::assert_snapshot!(flows(&diagram), @"");
}

#[test]
fn several_activities_have_numbers_of_their_own() {
    let diagram = drawn("function", &[activity("adoption"), activity("payments")]);
    let numbers: Vec<&str> = diagram.arrows.iter().map(|arrow| arrow.number.as_str()).collect();
    assert!(numbers.contains(&"A1.F1") && numbers.contains(&"A2.F1"), "{numbers:?}");
    let marks: Vec<&[String]> = diagram
        .boxes
        .iter()
        .filter(|one| one.side == super::super::Side::Activity)
        .map(|one| one.marks.as_slice())
        .collect();
    assert_eq!(marks, [&["A1".to_owned(), "draft".to_owned()][..], &["A2".to_owned()]]);
}

#[test]
fn the_council_as_one_process() {
    insta::assert_snapshot!(flows(&drawn("context", &[])), @"");
}

#[test]
fn what_leaves_the_uk_and_beyond() {
    insta::assert_snapshot!(flows(&drawn("transfers", &[])), @"");
}

#[test]
fn a_sub_processor_is_drawn_with_what_leads_to_it() {
    insta::assert_snapshot!(
        flows(&drawn("party", &[Reference::new(Kind::Party, "disks")])),
        @""
    );
}

#[test]
fn one_category_and_what_may_carry_it() {
    let register = council();
    let id = register.data.keys().find(|id| id.as_str() == "nhs-number").unwrap();
    let broader = register.data.keys().find(|id| id.as_str() == "identifiers").unwrap();
    let mut asked = sought("NHS Number", &[]);
    asked.query.data = Some(Wanted {
        id: id.clone(),
        name: "NHS Number".to_owned(),
        narrower: [id.clone()].into(),
        broader: [broader.clone()].into(),
    });
    let diagram = draw(&register, view("data"), &asked).unwrap();
    insta::assert_snapshot!(flows(&diagram), @"");

    asked.query.stated = true;
    let stated = draw(&register, view("data"), &asked).unwrap();
    assert!(stated.arrows.iter().all(|arrow| arrow.certainty == Certainty::Stated));
    assert!(stated.arrows.len() < diagram.arrows.len());
    assert!(stated.notes[0].contains("left out"), "{:?}", stated.notes);
}

#[test]
fn depth_counts_steps_from_the_start() {
    let mut asked = sought("Adoption", &[activity("adoption")]);
    asked.depth = Some(1);
    let near = draw(&council(), view("activity"), &asked).unwrap();
    assert!(near.boxes.iter().all(|one| one.names[0] != "Schools" && one.names[0] != "Cloud"));
    assert!(near.arrows.len() < drawn("activity", &[activity("adoption")]).arrows.len());
}

#[test]
fn nothing_says_how_much_was_seen() {
    let asked = sought("Police", &[Reference::new(Kind::Party, "nobody")]);
    let nothing = draw(&council(), view("party"), &asked).unwrap_err();
    assert!(nothing.n_seen > 0 && nothing.n_possible == 0);
}
