//! Who stands where, what is marked and what is drawn as one.

use serde_json::json;

use crate::graph::{Certainty, Wanted};
use crate::model::{Kind, Reference, Register};

use super::super::Direction;
use super::super::{Diagram, text};
use super::{draw, register, sought, view, written};

fn council() -> Register {
    register(&json!({
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

/// Boxes, flows and notes. The signs that explain the marks of the flows are those of `every_mark_has_its_sign`.
fn flows(diagram: &Diagram) -> String {
    let text = text(diagram);
    let from = text.find("Who and what").unwrap();
    let (flows, signs) = text[from..].split_once("\nSigns\n").unwrap();
    let notes = signs.find("\nNotes\n").map_or("", |at| &signs[at..]);
    format!("{flows}{notes}")
}

#[test]
fn everyone_stands_with_whom_they_belong_to() {
    let diagram = drawn("activity", &[activity("adoption")]);
    insta::assert_snapshot!(flows(&diagram), @"
    Who and what
    - People: Children.
    - Public bodies: Police.
    - County Council (controller and joint controller): Adoption (activity, draft, joint controller); Payments (activity, controller); Archive (system, hosted in Ireland and the United Kingdom); Shared Drive (system); Schools team.
    - Hoster (processor): Case System (system).
    - Public bodies: Police.
    - Health Trust (joint controller): Health Trust.
    - Outside the UK: France: Kin.
    - Other organisations: Schools.
    - Cloud (sub-processor), outside the UK: Ireland and United States of America: Cloud.
    - Disks (sub-processor): Disks.
    - Mailer (sub-processor): Mailer.

    Flows
    F1. From Children to Adoption: Name, Case notes. No lawful basis recorded.
    F2. From Police to Adoption: Name; and more, not recorded which. No agreement recorded; no lawful basis recorded.
    F3. Between Adoption and Case System: all the data it has. Special category data; no agreement recorded; no lawful basis recorded.
    F4. Between Adoption and Archive: Name. Leaves the UK (Ireland); approved country; no lawful basis recorded.
    F5. Between Adoption and Shared Drive: Name. No lawful basis recorded.
    F6. From Adoption to Police: Name. No lawful basis recorded.
    F7. From Adoption to Health Trust: Health. Special category data; no agreement recorded; no lawful basis recorded.
    F8. From Adoption to Schools team: Name. No lawful basis recorded.
    F9. From Adoption to Kin: Identifiers. Leaves the UK (France); approved country; no lawful basis recorded.
    F10. From Adoption to Payments: Name. No lawful basis recorded.
    F12. From Police to Schools: Name. No agreement recorded.
    S1. From Case System to Cloud: is engaged by Hoster and has what the system has. Special category data; leaves the UK (Ireland and United States of America); not recorded what allows the transfer; no agreement recorded.
    S2. From Cloud to Disks: is engaged by Cloud and has what the system has. Special category data; no agreement recorded.
    S3. From Case System to Mailer: is engaged by Hoster; which data is not certain. Possible; no agreement recorded.

    Notes
    - Not recorded: the sub-processors of Disks, Mailer.
    - Not recorded: the country of Disks.
    - Not recorded: who exactly is in these classes: Schools.
    - Possible and not marked: Case notes may include special category or criminal offence data.
    - Not drawn, as recorded to carry no personal data: F11 of Adoption.
    ");
}

#[test]
fn every_mark_has_its_sign() {
    let text = text(&drawn("activity", &[activity("adoption")]));
    let (_, signs) = text.split_once("\nSigns\n").unwrap();
    let (signs, _) = signs.split_once("\nNotes\n").unwrap();
    insta::assert_snapshot!(signs, @"
    - Rectangle: person or organisation.
    - Rounded box: activity (process).
    - Cylinder: system (data store).
    - Dashed frame: who is responsible (trust boundary).
    - Solid line: flow: the record states the data.
    - Dotted line: possible flow: the record does not state the data.
    - Arrow with two heads: both ways.
    - Words in brackets: special category data (Article 9).
    - Thick red line: leaves the UK.
    - Words in brackets: approved country (Article 45A).
    - Words in brackets: not recorded what allows the transfer.
    - Words in brackets: no agreement recorded.
    - Words in brackets: no lawful basis recorded.
    ");
}

#[test]
fn several_activities_have_numbers_of_their_own() {
    let diagram = drawn("function", &[activity("adoption"), activity("payments")]);
    let numbers: Vec<&str> = diagram
        .arrows
        .iter()
        .map(|arrow| arrow.number.as_str())
        .collect();
    assert!(
        numbers.contains(&"A1.F1") && numbers.contains(&"A2.F1"),
        "{numbers:?}"
    );
    let marks: Vec<&[String]> = diagram
        .boxes
        .iter()
        .filter(|one| one.side == super::super::Side::Activity)
        .map(|one| one.marks.as_slice())
        .collect();
    assert_eq!(
        marks,
        [
            &["A1", "draft", "joint controller"].map(str::to_owned)[..],
            &["A2", "controller"].map(str::to_owned)
        ]
    );
}

#[test]
fn the_council_as_one_process() {
    insta::assert_snapshot!(flows(&drawn("context", &[])), @"
    Who and what
    - People: Children.
    - Public bodies: Police.
    - County Council (controller and joint controller): County Council (process, 2 activities); Archive (system, hosted in Ireland and the United Kingdom).
    - Hoster (processor): Case System (system).
    - Public bodies: Police.
    - Health Trust (joint controller): Health Trust.
    - Outside the UK: France: Kin.
    - Other organisations: Schools.
    - Cloud (sub-processor), outside the UK: Ireland and United States of America: Cloud.
    - Disks (sub-processor): Disks.
    - Mailer (sub-processor): Mailer.

    Flows
    C1. From Children to County Council: Name, Case notes. No lawful basis recorded.
    C2. From Police to County Council: Name; and more, not recorded which. No agreement recorded; no lawful basis recorded.
    C3. Between County Council and Case System: all the data it has. Special category data; no agreement recorded; no lawful basis recorded.
    C4. Between County Council and Archive: Name. Leaves the UK (Ireland); approved country; no lawful basis recorded.
    C5. From County Council to Police: Name. No lawful basis recorded.
    C6. From County Council to Health Trust: Health. Special category data; no agreement recorded; no lawful basis recorded.
    C7. From County Council to Kin: Identifiers. Leaves the UK (France); approved country; no lawful basis recorded.
    C8. From Police to Schools: Name. No agreement recorded.
    C9. From Case System to Cloud: is engaged by Hoster and has what the system has. Special category data; leaves the UK (Ireland and United States of America); not recorded what allows the transfer; no agreement recorded.
    C10. From Cloud to Disks: is engaged by Cloud and has what the system has. Special category data; no agreement recorded.
    C11. From Case System to Mailer: is engaged by Hoster; which data is not certain. Possible; no agreement recorded.

    Notes
    - Each arrow stands for all flows between two places, in 2 activities.
    - Not recorded: the sub-processors of Disks, Mailer.
    - Not recorded: the country of Disks.
    - Not recorded: who exactly is in these classes: Schools.
    - Possible and not marked: Case notes may include special category or criminal offence data.
    - Not drawn, as recorded to carry no personal data: F11 of Adoption.
    ");
}

#[test]
fn what_leaves_the_uk_and_beyond() {
    insta::assert_snapshot!(flows(&drawn("transfers", &[])), @"
    Who and what
    - County Council (joint controller): Adoption (activity, draft); Archive (system, hosted in Ireland and the United Kingdom).
    - Hoster (processor): Case System (system).
    - Outside the UK: France: Kin.
    - Cloud (sub-processor), outside the UK: Ireland and United States of America: Cloud.

    Flows
    F3. Between Adoption and Case System: all the data it has. Special category data; no agreement recorded; no lawful basis recorded.
    F4. Between Adoption and Archive: Name. Leaves the UK (Ireland); approved country; no lawful basis recorded.
    F9. From Adoption to Kin: Identifiers. Leaves the UK (France); approved country; no lawful basis recorded.
    S1. From Case System to Cloud: is engaged by Hoster and has what the system has. Special category data; leaves the UK (Ireland and United States of America); not recorded what allows the transfer; no agreement recorded.
    ");
}

#[test]
fn a_sub_processor_is_drawn_with_what_leads_to_it() {
    insta::assert_snapshot!(
        flows(&drawn("party", &[Reference::new(Kind::Party, "disks")])),
        @"
    Who and what
    - County Council (joint controller): Adoption (activity, draft).
    - Hoster (processor): Case System (system).
    - Cloud (sub-processor), outside the UK: Ireland and United States of America: Cloud.
    - Disks (sub-processor): Disks.

    Flows
    F3. Between Adoption and Case System: all the data it has. Special category data; no agreement recorded; no lawful basis recorded.
    S1. From Case System to Cloud: is engaged by Hoster and has what the system has. Special category data; leaves the UK (Ireland and United States of America); not recorded what allows the transfer; no agreement recorded.
    S2. From Cloud to Disks: is engaged by Cloud and has what the system has. Special category data; no agreement recorded.

    Notes
    - Not recorded: the sub-processors of Disks.
    - Not recorded: the country of Disks.
    "
    );
}

#[test]
fn one_category_and_what_may_carry_it() {
    let register = council();
    let id = register
        .data
        .keys()
        .find(|id| id.as_str() == "nhs-number")
        .unwrap();
    let broader = register
        .data
        .keys()
        .find(|id| id.as_str() == "identifiers")
        .unwrap();
    let mut asked = sought("NHS Number", &[]);
    asked.query.data = Some(Wanted {
        including: Default::default(),
        id: id.clone(),
        name: "NHS Number".to_owned(),
        narrower: [id.clone()].into(),
        broader: [broader.clone()].into(),
    });
    let diagram = draw(&register, view("data"), &asked).unwrap();
    insta::assert_snapshot!(flows(&diagram), @"
    Who and what
    - Public bodies: Police.
    - County Council (joint controller): Adoption (activity, draft).
    - Hoster (processor): Case System (system).
    - Outside the UK: France: Kin.
    - Cloud (sub-processor), outside the UK: Ireland and United States of America: Cloud.
    - Disks (sub-processor): Disks.
    - Mailer (sub-processor): Mailer.

    Flows
    F2. From Police to Adoption: and more, not recorded which. Possible; no agreement recorded; no lawful basis recorded.
    F3. Between Adoption and Case System: all the data it has. No agreement recorded; no lawful basis recorded.
    F9. From Adoption to Kin: Identifiers. Possible; leaves the UK (France); approved country; no lawful basis recorded.
    S1. From Case System to Cloud: is engaged by Hoster and has what the system has. Leaves the UK (Ireland and United States of America); not recorded what allows the transfer; no agreement recorded.
    S2. From Cloud to Disks: is engaged by Cloud and has what the system has. No agreement recorded.
    S3. From Case System to Mailer: is engaged by Hoster; which data is not certain. Possible; no agreement recorded.

    Notes
    - Only flows that carry or may carry NHS Number are drawn, and of their data only what bears on it.
    - Not recorded: the sub-processors of Disks, Mailer.
    - Not recorded: the country of Disks.
    ");

    asked.query.stated = true;
    let stated = draw(&register, view("data"), &asked).unwrap();
    assert!(
        stated
            .arrows
            .iter()
            .all(|arrow| arrow.certainty == Certainty::Stated)
    );
    assert!(stated.arrows.len() < diagram.arrows.len());
    assert!(stated.notes[0].contains("left out"), "{:?}", stated.notes);
}

#[test]
fn depth_counts_steps_from_the_start() {
    let mut asked = sought("Adoption", &[activity("adoption")]);
    asked.depth = Some(1);
    let near = draw(&council(), view("activity"), &asked).unwrap();
    assert!(
        near.boxes
            .iter()
            .all(|one| one.names[0] != "Schools" && one.names[0] != "Cloud")
    );
    assert!(near.arrows.len() < drawn("activity", &[activity("adoption")]).arrows.len());
}

#[test]
fn nothing_says_how_much_was_seen() {
    let asked = sought("Police", &[Reference::new(Kind::Party, "nobody")]);
    let nothing = draw(&council(), view("party"), &asked).unwrap_err();
    assert!(nothing.n_seen > 0 && nothing.n_possible == 0);
}

#[test]
fn activities_that_only_numbers_name_are_told() {
    let register = register(&json!({
        "settings": { "register": {} },
        "party": { "p": { "name": "P" }, "q": { "name": "Q" } },
        "activity": {
            "one": { "name": "First", "recipient": [{ "to": "q" }] },
            "two": { "name": "Second", "onward": [{ "from": "p", "to": "q" }] },
        },
    }));
    let about = sought("Q", &[Reference::new(Kind::Party, "q")]);
    let diagram = draw(&register, view("party"), &about).unwrap();
    assert_eq!(diagram.absent(), ["A2 is Second."]);
    for format in ["text", "dot", "mermaid", "svg"] {
        let text = written(&diagram, format, Direction::Auto);
        assert!(text.contains("A2 is Second"), "{format}:\n{text}");
    }
}
