//! What the graph judged of a step, as it is drawn, said and written.

use serde_json::{Value, json};

use crate::graph::Wanted;
use crate::model::{Kind, Reference, Register};

use super::super::{Diagram, text, value};
use super::{draw, register, sought, view};

/// A council that has a bit of everything: a firm of the UK that hosts in Ireland as well and has
/// support from India, a firm of the United States, joint controllers, flows not in use.
fn council() -> Register {
    register(&json!({
        "settings": { "register": { "organisation": "council" } },
        "party": {
            "council": { "name": "County Council", "kind": "public-authority", "country": "GB" },
            "caresoft": {
                "name": "Caresoft", "kind": "organisation", "country": "GB",
                "sub_processors": [
                    { "party": "bigcloud", "systems": ["care"], "country": "IE" },
                    { "party": "helpdesk", "systems": ["care"], "country": "IN" },
                    { "party": "cloud", "systems": ["care"], "country": "US" },
                    { "party": "cloud", "systems": ["letters"], "country": "GB" },
                ],
            },
            "bigcloud": { "name": "Bigcloud", "kind": "organisation", "country": "IE", "sub_processors": "none" },
            "helpdesk": { "name": "Helpdesk", "kind": "organisation", "country": "GB", "sub_processors": "none" },
            "cloud": { "name": "Cloud", "kind": "organisation", "sub_processors": "none" },
            "usfirm": { "name": "Formware", "kind": "organisation", "country": "US", "sub_processors": "none" },
            "police": { "name": "Police", "kind": "public-authority", "country": "GB" },
            "custody": { "name": "Custody team", "kind": "team", "part_of": "police" },
            "fire": { "name": "Fire Service", "kind": "public-authority", "country": "GB" },
            "trust": { "name": "Health Trust", "kind": "public-authority", "country": "GB" },
            "bailiff": { "name": "Bailiff", "kind": "organisation", "country": "GB" },
            "stranger": { "name": "Stranger", "country": "GB" },
            "gps": { "name": "GPs", "kind": "class", "country": "GB" },
            "acme": { "name": "Acme", "kind": "organisation" },
            "mailer": { "name": "Mailer", "kind": "organisation", "country": "GB" },
        },
        "system": {
            "care": { "name": "Care system", "operator": "caresoft", "hosted_in": ["GB", "IE"] },
            "letters": { "name": "Letters", "operator": "caresoft", "hosted_in": "GB" },
            "forms": { "name": "Forms", "operator": "usfirm", "hosted_in": "GB" },
            "archive": { "name": "Archive", "operator": "council", "hosted_in": ["GB", "IE"] },
        },
        "data": {
            "health": { "name": "Health", "class": "health" },
            "diagnosis": { "name": "Diagnosis", "broader": "health" },
            "name": { "name": "Name", "class": "personal" },
        },
        "people": { "residents": { "name": "Residents" } },
        "document": {
            "old": {
                "name": "Old agreement", "kind": "sharing-agreement", "dated": "2016-04-01",
                "expires": "2018-03-31", "parties": ["council", "fire"],
            },
        },
        "activity": {
            "care": {
                "name": "Care", "controller": "council", "role": "joint-controller",
                "joint_controllers": [{ "party": "police" }, { "party": "trust" }],
                "data": ["diagnosis", "name"],
                "source": [
                    { "from": "police", "carries": ["name"] },
                    { "from": "fire", "carries": ["name"] },
                    { "from": "people:residents", "through": "forms", "carries": ["name"] },
                ],
                "store": [
                    { "in": "care", "carries": "all" },
                    { "in": "archive", "carries": ["name"] },
                ],
                "recipient": [
                    { "to": "police", "carries": ["name"] },
                    { "to": "fire", "carries": ["diagnosis"], "agreement": "old" },
                    { "to": "bailiff", "carries": ["name"] },
                    { "to": "stranger", "carries": ["name"] },
                    { "to": "custody", "carries": ["name"] },
                    { "to": "gps", "carries": ["name"] },
                    { "to": "acme", "carries": ["name"], "transfer": { "route": "44A/2/b" } },
                    { "to": "mailer", "carries": ["name"], "begins": "2028-04-01" },
                    { "to": "mailer", "carries": ["name"], "ends": "2021-03-31" },
                ],
            },
            "mail": {
                "name": "Mail", "controller": "council", "role": "controller", "data": ["name"],
                "source": "none", "store": [{ "in": "letters", "carries": "all" }], "recipient": "none",
            },
        },
    }))
}

fn drawn(name: &str, about: &[(Kind, &str)]) -> Diagram {
    let about: Vec<Reference> = about
        .iter()
        .map(|(kind, id)| Reference::new(*kind, *id))
        .collect();
    draw(&council(), view(name), &sought("Subject", &about)).unwrap()
}

fn care() -> Diagram {
    drawn("activity", &[(Kind::Activity, "care")])
}

/// The line of the picture in words that begins so.
#[track_caller]
fn line(diagram: &Diagram, begins: &str) -> String {
    let text = text(diagram);
    let mut lines = text.lines().filter(|line| line.starts_with(begins));
    let line = lines.next().unwrap_or_else(|| panic!("{begins}\n{text}"));
    line.to_owned()
}

/// The line of the flow to a box of this name.
#[track_caller]
fn line_to(diagram: &Diagram, name: &str) -> String {
    let text = text(diagram);
    let wanted = format!(" to {name}: ");
    let line = text.lines().find(|line| line.contains(&wanted));
    line.unwrap_or_else(|| panic!("{name}\n{text}")).to_owned()
}

fn titles(diagram: &Diagram) -> Vec<&str> {
    diagram
        .boundaries
        .iter()
        .map(|boundary| boundary.title.as_str())
        .collect()
}

#[test]
fn where_a_firm_is_and_where_its_system_is_hosted_are_two_things() {
    let diagram = care();
    assert_eq!(
        line(&diagram, "- Caresoft (processor)"),
        "- Caresoft (processor): Care system (system, hosted in Ireland and the United Kingdom)."
    );
    assert_eq!(
        line(&diagram, "- Formware"),
        "- Formware (processor), outside the UK: United States of America: Forms (system, hosted in the United Kingdom)."
    );
    let own = line(&diagram, "- County Council");
    assert!(
        own.contains("Archive (system, hosted in Ireland and the United Kingdom)"),
        "{own}"
    );
}

#[test]
fn all_countries_in_which_a_party_receives_are_shown() {
    let titles = titles(&care()).join("\n");
    assert!(
        titles.contains("Bigcloud (sub-processor), outside the UK: Ireland"),
        "{titles}"
    );
    assert!(
        titles.contains("Helpdesk (sub-processor), in the UK and outside it: India"),
        "{titles}"
    );
}

#[test]
fn an_engagement_is_drawn_with_its_own_country() {
    let mail = drawn("activity", &[(Kind::Activity, "mail")]);
    assert!(
        titles(&mail).contains(&"Cloud (sub-processor)"),
        "{:?}",
        titles(&mail)
    );
    let to_cloud = line_to(&mail, "Cloud");
    assert!(!to_cloud.contains("eaves the UK"), "{to_cloud}");
    let to_cloud = line_to(&care(), "Cloud");
    assert!(
        to_cloud.contains("From Care system to Cloud")
            && to_cloud
                .contains("leaves the UK (United States of America); not recorded what allows"),
        "{to_cloud}"
    );
    // Both together: each engagement from its own system, and both countries at the box.
    let both = drawn("context", &[]);
    let text = text(&both);
    assert!(
        titles(&both)
            .contains(&"Cloud (sub-processor), in the UK and outside it: United States of America"),
        "{text}"
    );
    let from_letters: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("From Letters to Cloud"))
        .collect();
    assert_eq!(from_letters.len(), 1, "{text}");
    assert!(!from_letters[0].contains("eaves the UK"), "{text}");
}

#[test]
fn what_allows_a_transfer_is_marked_as_it_is_judged() {
    let diagram = care();
    for (to, says, not) in [
        // Approved without limit.
        (
            "Bigcloud",
            "leaves the UK (Ireland); approved country",
            "not recorded what allows",
        ),
        (
            "Helpdesk",
            "leaves the UK (India); not recorded what allows the transfer",
            "approved",
        ),
        // A transfer that is recorded leaves the UK, wherever to.
        (
            "Acme",
            "eaves the UK (country not recorded); recorded what allows the transfer",
            "not recorded what",
        ),
        // By the firm that runs the system, which is not where the system is.
        (
            "Forms",
            "eaves the UK (Formware, United States of America); not recorded what allows",
            "approved",
        ),
    ] {
        let line = line_to(&diagram, to);
        assert!(line.contains(says) && !line.contains(not), "{to}: {line}");
    }
    let store = line(&diagram, "F4.");
    assert!(
        store.contains("leaves the UK (Ireland); approved country")
            && !store.contains("what allows"),
        "{store}"
    );
}

#[test]
fn agreements_are_marked_wherever_one_is_to_be_expected() {
    let diagram = care();
    let expired = line_to(&diagram, "Fire Service");
    assert!(
        expired.contains("agreement expired 31 March 2018") && !expired.contains("no agreement"),
        "{expired}"
    );
    for begins in [
        "F1. From Police",
        "F4. Between Care and Care system",
        "S1. ",
    ] {
        let line = line(&diagram, begins);
        assert!(
            line.to_lowercase().contains("no agreement recorded"),
            "{line}"
        );
    }
    let people = line(&diagram, "F3. From Residents");
    assert!(
        people.contains("no agreement recorded"),
        "with who runs the form: {people}"
    );
}

#[test]
fn the_class_of_data_is_inherited_and_goes_with_it() {
    let diagram = care();
    for to in ["Fire Service", "Bigcloud"] {
        let line = line_to(&diagram, to);
        assert!(
            line.to_lowercase().contains("special category data"),
            "{line}"
        );
    }
    let line = line_to(&diagram, "Bailiff, Stranger, GPs");
    assert!(!line.to_lowercase().contains("special"), "{line}");
}

#[test]
fn the_organisation_stands_in_the_role_recorded() {
    assert!(titles(&care()).contains(&"County Council (joint controller)"));
    let mail = drawn("activity", &[(Kind::Activity, "mail")]);
    assert!(titles(&mail).contains(&"County Council (controller)"));
    let both = drawn("context", &[]);
    assert!(
        titles(&both).contains(&"County Council (controller and joint controller)"),
        "{:?}",
        titles(&both)
    );
}

#[test]
fn frames_of_others_go_by_the_kind_recorded() {
    let diagram = care();
    let text = text(&diagram);
    let inside = |title: &str| -> String {
        let wanted = format!("- {title}: ");
        let lines = text.lines().filter(|line| line.starts_with(&wanted));
        lines.collect::<Vec<_>>().join(" ")
    };
    let public = inside("Public bodies");
    assert!(
        public.contains("Fire Service") && !public.contains("Bailiff"),
        "{text}"
    );
    let others = inside("Other organisations");
    for name in ["Bailiff", "Stranger", "GPs"] {
        assert!(others.contains(name), "{name}: {text}");
    }
    assert!(!text.contains("partners"), "{text}");
}

#[test]
fn a_joint_controller_is_drawn_once_and_also_without_a_flow() {
    let diagram = care();
    let police = diagram
        .boxes
        .iter()
        .filter(|one| one.names.contains(&"Police".to_owned()));
    assert_eq!(police.count(), 1);
    assert_eq!(
        line(&diagram, "J1."),
        "J1. From Care to Health Trust: joint controller; which data it has is not recorded. Possible; no agreement recorded."
    );
}

#[test]
fn a_picture_about_a_party_draws_it_once() {
    let fire = drawn("party", &[(Kind::Party, "fire")]);
    let boxes = fire
        .boxes
        .iter()
        .filter(|one| one.names.contains(&"Fire Service".to_owned()));
    assert_eq!(boxes.count(), 1);
    assert_eq!(fire.arrows.len(), 2);
}

#[test]
fn what_is_not_in_use_is_named_and_not_drawn() {
    let diagram = care();
    assert!(
        diagram
            .boxes
            .iter()
            .all(|one| !one.names.contains(&"Mailer".to_owned()))
    );
    for note in [
        "Planned: F13, to Mailer, from 1 April 2028.",
        "Ended: F14, to Mailer, until 31 March 2021.",
    ] {
        assert!(
            diagram.notes.iter().any(|one| one == note),
            "{:?}",
            diagram.notes
        );
    }
    let fire = drawn("party", &[(Kind::Party, "fire")]);
    assert!(fire.not_in_use.planned.is_empty());
    let about = [Reference::new(Kind::Party, "mailer")];
    let nothing = draw(&council(), view("party"), &sought("Mailer", &about)).unwrap_err();
    assert_eq!(
        (
            nothing.not_in_use.planned.len(),
            nothing.not_in_use.ended.len()
        ),
        (1, 1)
    );
}

#[test]
fn recipients_that_are_only_a_class_are_named() {
    let note = "Not recorded: who exactly is in these classes: GPs.";
    assert!(care().notes.iter().any(|one| one == note));
}

#[test]
fn that_somebody_has_what_it_hands_on_is_told_with_it() {
    let register = register(&json!({
        "settings": { "register": { "organisation": "council" } },
        "party": {
            "council": { "name": "Council", "country": "GB" },
            "paris": { "name": "Paris", "country": "FR" },
            "pune": { "name": "Pune", "country": "IN" },
        },
        "data": { "name": { "name": "Name", "class": "personal" } },
        "activity": {
            "one": {
                "name": "One", "controller": "council", "data": ["name"], "recipient": "none",
                "onward": [{ "from": "pune", "to": "paris", "carries": ["name"] }],
            },
        },
    }));
    let mut asked = sought("Name", &[]);
    let id = register.data.keys().next().unwrap();
    asked.query.data = Some(Wanted {
        including: Default::default(),
        id: id.clone(),
        name: "Name".to_owned(),
        narrower: [id.clone()].into(),
        broader: Default::default(),
    });
    let diagram = draw(&register, view("data"), &asked).unwrap();
    let value = value(&diagram);
    let steps = value["edges"][0]["steps"].as_array().unwrap();
    let kinds: Vec<&Value> = steps.iter().map(|step| &step["kind"]).collect();
    assert_eq!(kinds, ["onward", "hands-on"]);
    assert_eq!(steps[1]["leaves_uk"], "possible");
}

/// The steps of the flow that is drawn under a number.
fn steps<'v>(value: &'v Value, number: &str) -> &'v [Value] {
    let edges = value["edges"].as_array().unwrap();
    let edge = edges.iter().find(|edge| edge["number"] == number).unwrap();
    edge["steps"].as_array().unwrap()
}

#[test]
fn the_judgements_are_written_as_answers_write_them() {
    let value = value(&care());
    assert_eq!(value["version"], 2);
    let [fire] = steps(&value, "F7") else {
        panic!("{value:#}")
    };
    assert_eq!(fire["drawn_as"], "F7");
    assert_eq!(fire["kind"], "recipient");
    assert_eq!(fire["role"], "recipient");
    assert_eq!(fire["agreement"]["id"], "old");
    assert_eq!(fire["agreement"]["state"], "expired");
    assert_eq!(fire["leaves_uk"], "no");
    assert_eq!(fire["allowed"], Value::Null);
    let [acme] = steps(&value, "F12") else {
        panic!("{value:#}")
    };
    assert_eq!(acme["where"], Value::Null);
    assert_eq!(acme["leaves_uk"], "yes");
    assert_eq!(acme["allowed"]["state"], "recorded");
    assert_eq!(acme["transferred_by"]["id"], "council");
    // A store is drawn with who runs its system.
    let [store, operator] = steps(&value, "F4") else {
        panic!("{value:#}")
    };
    assert_eq!(
        (&store["kind"], &operator["kind"]),
        (&json!("store"), &json!("operator"))
    );
    assert_eq!(operator["role"], "processor");
    assert_eq!(operator["hosted_in"][0]["country"], "GB");
    assert_eq!(
        operator["where"],
        json!([{ "country": "GB", "of": "party" }])
    );
    let nodes = value["nodes"].as_array().unwrap();
    let node = nodes
        .iter()
        .find(|node| node["names"][0] == "Helpdesk")
        .unwrap();
    assert_eq!(node["countries"], json!(["GB", "IN"]));
    assert_eq!(value["not_in_use"]["planned"][0]["number"], 13);
}

#[test]
fn an_arrow_for_several_flows_keeps_each() {
    let context = value(&drawn("context", &[]));
    let edges = context["edges"].as_array().unwrap();
    let n_drawn: usize = edges
        .iter()
        .map(|edge| edge["steps"].as_array().unwrap().len())
        .sum();
    let of_each = value(&care());
    let of_each = of_each["edges"].as_array().unwrap().iter();
    let n_steps: usize = of_each
        .map(|edge| edge["steps"].as_array().unwrap().len())
        .sum();
    // Those of the other activity come to it: its store, who runs that, and whom it engages.
    assert_eq!(n_drawn, n_steps + 3);
}
