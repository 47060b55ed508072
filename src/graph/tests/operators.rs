//! Operators of systems and those they engage (rule 6).

use super::sides::{Side, on_both_sides};
use super::*;

fn mosaic(parties: &Value) -> Register {
    with_service(
        json!({ "data": ["x"], "store": [{ "in": "mosaic", "carries": ["x"] }, { "in": "archive" }] }),
        json!({
            "system": { "mosaic": { "operator": "servelec" }, "archive": { "operator": "vault" } },
            "party": parties,
        }),
    )
}

#[test]
fn an_operator_has_what_its_system_has_as_surely() {
    insta::assert_snapshot!(receivers(&mosaic(&json!({})), "x"), @r"
        stated processor through mosaic: service -> mosaic -> servelec
        possible processor through archive: service ?> archive ?> vault
    ");
}

#[test]
fn a_sub_processor_has_what_the_systems_named_for_it_have() {
    let register = mosaic(&json!({
        "servelec": { "sub_processors": [
            { "party": "aws", "systems": ["mosaic"] },
            { "party": "other", "systems": ["something-else"] },
            { "party": "nothing", "systems": "none" },
        ]},
        "vault": { "sub_processors": [{ "party": "crypt", "systems": ["archive"] }] },
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated sub-processor through mosaic, servelec: service -> mosaic -> servelec -> aws
        stated processor through mosaic: service -> mosaic -> servelec
        possible sub-processor through archive, vault: service ?> archive ?> vault ?> crypt
        possible processor through archive: service ?> archive ?> vault
    ");
}

#[test]
fn a_sub_processor_for_which_no_system_is_named_is_at_most_possible() {
    let register = mosaic(&json!({
        "servelec": { "sub_processors": [{ "party": "aws" }, { "party": "azure", "systems": [] }] },
        "aws": { "sub_processors": [{ "party": "deep", "systems": ["mosaic"] }] },
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated processor through mosaic: service -> mosaic -> servelec
        possible sub-processor through mosaic, servelec: service -> mosaic -> servelec ?> aws
        possible sub-processor through mosaic, servelec: service -> mosaic -> servelec ?> azure
        possible sub-processor through mosaic, servelec, aws: service -> mosaic -> servelec ?> aws ?> deep
        possible processor through archive: service ?> archive ?> vault
    ");
}

#[test]
fn sub_processors_may_engage_each_other() {
    let register = mosaic(&json!({
        "servelec": { "sub_processors": [{ "party": "a", "systems": ["mosaic"] }] },
        "a": { "sub_processors": [{ "party": "b", "systems": ["mosaic"] }, { "party": "servelec", "systems": ["mosaic"] }] },
        "b": { "sub_processors": [{ "party": "a", "systems": ["mosaic"] }] },
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated sub-processor through mosaic, servelec: service -> mosaic -> servelec -> a
        stated sub-processor through mosaic, servelec, a: service -> mosaic -> servelec -> a -> b
        stated processor through mosaic: service -> mosaic -> servelec
        possible processor through archive: service ?> archive ?> vault
    ");
}

#[test]
fn a_longer_chain_that_is_sure_is_better_than_a_shorter_one_that_is_not() {
    let register = mosaic(&json!({
        "servelec": { "sub_processors": [{ "party": "b" }, { "party": "a", "systems": ["mosaic"] }] },
        "a": { "sub_processors": [{ "party": "b", "systems": ["mosaic"] }] },
        "b": { "sub_processors": [{ "party": "c" }] },
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated sub-processor through mosaic, servelec: service -> mosaic -> servelec -> a
        stated sub-processor through mosaic, servelec, a: service -> mosaic -> servelec -> a -> b
        stated processor through mosaic: service -> mosaic -> servelec
        possible sub-processor through mosaic, servelec, b: service -> mosaic -> servelec ?> b ?> c
        possible processor through archive: service ?> archive ?> vault
    ");
}

#[test]
fn a_processor_that_hands_data_on_to_its_own_system_is_visited_once() {
    let register = with_service(
        json!({
            "data": ["x"],
            "recipient": [{ "to": "servelec", "carries": ["x"] }],
            "onward": [{ "from": "servelec", "to": "gp", "carries": ["x"], "through": "mosaic" }],
        }),
        json!({
            "system": { "mosaic": { "operator": "servelec" } },
            "party": { "servelec": { "sub_processors": [{ "party": "aws", "systems": ["mosaic"] }] } },
        }),
    );
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient through servelec, mosaic: service -> servelec -> mosaic -> gp
        stated recipient direct: service -> servelec
        possible sub-processor through servelec: service -> servelec ?> aws
    ");
}

#[test]
fn missing_operators_sub_processors_countries_and_agreements_are_named() {
    let register = with_service(
        json!({
            "data": ["x"],
            "store": [{ "in": "mosaic", "carries": ["x"] }],
            "recipient": [{ "to": "gp", "carries": ["x"], "through": "icr", "agreement": "isa" }],
        }),
        json!({
            "system": { "mosaic": { "operator": "servelec" } },
            "party": { "servelec": {}, "gp": { "country": "GB" } },
        }),
    );
    let register = Register {
        systems: register
            .systems
            .into_iter()
            .chain([(
                crate::model::SystemId::new("icr").unwrap(),
                crate::model::System {
                    name: "icr".into(),
                    ..Default::default()
                },
            )])
            .collect(),
        ..register
    };
    let query = about_data(&register, "x");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    insta::assert_snapshot!(gaps(&search.finish().2), @r"
        who runs it, of systems that have or may have this data: icr
        sub-processors, of processors that have or may have this data: servelec
        country, of parties that have or may have this data: servelec
        agreement in force, with parties shown: servelec
    ");
}

/// A party is engaged by two ways; the one is in the way of a later step back to a party on it, the other is not.
fn a_later_step_back_to_one_that_engages(side: Side) {
    let engaged = |parties: &[&str], systems: &str| -> Vec<Value> {
        let engaged = parties.iter();
        engaged
            .map(|party| json!({ "party": party, "systems": [systems] }))
            .collect()
    };
    let register = with_service(
        json!({
            "store": [{ "in": "hub", "carries": ["x"] }],
            "onward": [{ "from": "sub", "to": "middle", "carries": "all", "through": "return" }],
        }),
        json!({
            "system": { "hub": { "operator": "vendor" }, "return": { "operator": "none" } },
            "party": {
                "vendor": { "sub_processors": engaged(&["middle", "other"], "hub") },
                "middle": { "sub_processors": ([engaged(&["below"], "hub"), engaged(&["last"], "return")].concat()) },
                "other": { "sub_processors": engaged(&["below"], "hub") },
                "below": { "sub_processors": engaged(&["sub"], "hub") },
            },
        }),
    );
    assert_eq!(
        side.who(&register, "x"),
        "below: stated sub-processor\n\
         last: possible sub-processor\n\
         middle: stated recipient and sub-processor\n\
         other: stated sub-processor\n\
         sub: stated sub-processor\n\
         vendor: stated processor"
    );
}

/// A part of a legal person runs the system through which data goes to another part: it has what the flow
/// carries, and in no role of its own.
fn a_part_that_runs_the_system_of_a_flow(side: Side) {
    let with = |store: Value, carries: &[Value]| {
        let flows = carries.iter();
        let flows: Vec<Value> = flows
            .map(|it| json!({ "to": "trust", "through": "portal", "carries": it }))
            .collect();
        let register = with_service(
            json!({
                "data": ["x"],
                "store": store,
                "recipient": flows,
                "joint_controllers": [{ "party": "ward" }],
                "onward": [{ "from": "ward", "to": "lab", "carries": "all" }],
            }),
            json!({
                "system": { "portal": { "operator": "ward" } },
                "party": { "ward": { "part_of": "trust" } },
            }),
        );
        side.who(&register, "x")
    };
    let (none, all) = (json!("none"), json!("all"));
    let kept = json!([{ "in": "portal", "carries": ["x"] }]);
    let unsaid = json!([{ "in": "portal" }]);
    assert_eq!(
        with(none.clone(), &[none.clone()]),
        "lab: possible recipient\nward: possible joint-controller"
    );
    assert_eq!(
        with(none.clone(), &[all.clone()]),
        "lab: stated recipient\ntrust: stated recipient\nward: stated joint-controller"
    );
    assert_eq!(
        with(kept, &[none.clone()]),
        "lab: stated recipient\nward: stated joint-controller"
    );
    assert_eq!(
        with(unsaid, &[none, all]),
        "lab: stated recipient\ntrust: stated recipient\nward: stated joint-controller"
    );
}

on_both_sides! {
    a_later_step_back_to_one_that_engages,
    a_part_that_runs_the_system_of_a_flow,
}
