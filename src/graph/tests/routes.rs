//! Routes: through systems, onward, between activities, round in circles (rules 5 and 7).

use super::*;

#[test]
fn the_worked_case_goes_through_the_shared_record() {
    let register = with_service(
        json!({
            "data": ["nhs-number"],
            "source": [{ "from": "nhs", "carries": ["nhs-number"] }],
            "store": [{ "in": "mosaic" }],
            "recipient": [{ "to": "gps", "carries": ["nhs-number"], "through": "icr" }, { "to": "family" }],
        }),
        json!({ "system": { "mosaic": { "operator": "servelec" }, "icr": {} } }),
    );
    insta::assert_snapshot!(receivers(&register, "nhs-number"), @r"
        stated recipient through icr: service -> icr -> gps
        possible recipient direct: service ?> family
        possible processor through mosaic: service ?> mosaic ?> servelec
    ");
}

#[test]
fn a_flow_through_a_system_leaves_the_data_with_the_system_and_its_operator() {
    let register = with_service(
        json!({ "data": ["x"], "recipient": [{ "to": "gp", "carries": ["x"], "through": "hub" }] }),
        json!({ "system": { "hub": { "operator": "host" } } }),
    );
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient through hub: service -> hub -> gp\n\
         stated processor through hub: service -> hub -> host"
    );
}

#[test]
fn both_steps_through_a_system_are_of_one_flow() {
    // Each flow has its own words and agreement, although all pass through one system.
    let register = service(json!({
        "data": ["x"],
        "store": [{ "in": "hub", "carries": ["x"] }],
        "recipient": [
            { "to": "gp", "carries": ["x"], "through": "hub", "evidence": "to the gp" },
            { "to": "ward", "carries": ["x"], "through": "hub", "evidence": "to the ward" },
        ],
    }));
    let query = about_data(&register, "x");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    for receiver in search.finish().0 {
        let words = format!("to the {}", receiver.party.id);
        assert!(
            receiver
                .route
                .iter()
                .all(|step| step.evidence.as_ref() == Some(&words)),
            "{receiver:?}"
        );
    }
}

#[test]
fn all_through_a_system_is_all_that_the_system_has_in_the_activity() {
    // What a store names its activity holds, and the system has.
    let register = with_service(
        json!({
            "data": ["health"],
            "store": [{ "in": "hub", "carries": ["diagnosis"] }],
            "recipient": [{ "to": "gp", "carries": "all", "through": "hub" }],
        }),
        json!({ "data": { "health": {}, "diagnosis": { "broader": "health" } } }),
    );
    assert_eq!(
        receivers(&register, "diagnosis"),
        "stated recipient through hub: service -> hub -> gp"
    );
}

#[test]
fn a_flow_through_a_system_may_carry_what_the_system_has() {
    let register = service(json!({
        "data": ["z"],
        "store": [{ "in": "hub", "carries": ["x"] }],
        "recipient": [{ "to": "gp", "through": "hub" }],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "possible recipient through hub: service -> hub ?> gp"
    );
}

#[test]
fn a_party_hands_on_what_it_has() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "gp", "carries": ["x"] }, { "to": "police" }],
        "onward": [
            { "from": "gp", "to": "ward", "carries": "all" },
            { "from": "gp", "to": "lab" },
            { "from": "police", "to": "court", "carries": "all" },
            { "from": "nobody", "to": "press" },
        ],
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient direct: service -> gp
        stated recipient through gp: service -> gp -> ward
        possible recipient through police: service ?> police ?> court
        possible recipient through gp: service -> gp ?> lab
        possible recipient direct: service ?> police
    ");
}

#[test]
fn a_route_can_begin_at_the_start_of_a_flow_that_names_the_data() {
    let register = service(json!({
        "data": ["z"],
        "onward": [
            { "from": "nhs", "to": "gp", "carries": ["x"], "through": "spine" },
            { "from": "gp", "to": "ward", "carries": "all" },
        ],
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient through nhs, spine: nhs -> spine -> gp (begins there)
        stated recipient through nhs, spine, gp: nhs -> spine -> gp -> ward (begins there)
        possible recipient direct: service ?> nhs (begins there)
    ");
}

#[test]
fn a_route_that_begins_at_the_activity_is_better_than_a_shorter_one_that_does_not() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "a", "carries": ["x"] }],
        "onward": [
            { "from": "a", "to": "b", "carries": ["x"] },
            { "from": "b", "to": "c", "carries": ["x"] },
        ],
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient direct: service -> a
        stated recipient through a: service -> a -> b
        stated recipient through a, b: service -> a -> b -> c
    ");
}

#[test]
fn with_few_steps_a_route_that_does_not_begin_at_the_activity_is_still_found() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "a", "carries": ["x"] }],
        "onward": [
            { "from": "a", "to": "b", "carries": ["x"] },
            { "from": "b", "to": "c", "carries": ["x"] },
        ],
    }));
    let query = FlowQuery {
        max_steps: Some(1),
        ..about_data(&register, "x")
    };
    insta::assert_snapshot!(received(&register, &query), @r"
        stated recipient direct: service -> a
        stated recipient through a: a -> b (begins there)
        stated recipient through b: b -> c (begins there)
    ");
}

#[test]
fn with_few_steps_a_longer_but_surer_route_gives_way_to_a_shorter_one() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "a", "carries": ["x"] }, { "to": "b" }],
        "onward": [{ "from": "a", "to": "b", "carries": ["x"] }],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> a\nstated recipient through a: service -> a -> b"
    );
    let query = FlowQuery {
        max_steps: Some(1),
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> a\nstated recipient through a: a -> b (begins there)"
    );
}

#[test]
fn nobody_receives_what_comes_back_to_where_it_began() {
    let register = service(json!({
        "data": ["z"],
        "onward": [
            { "from": "nhs", "to": "gp", "carries": ["x"] },
            { "from": "gp", "to": "nhs", "carries": "all" },
            { "from": "nhs", "to": "press", "carries": "all" },
            { "from": "nhs", "to": "nhs", "carries": ["x"] },
        ],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient through nhs: nhs -> gp (begins there)\n\
         stated recipient through nhs: nhs -> press (begins there)\n\
         possible recipient direct: service ?> nhs (begins there)"
    );
}

#[test]
fn circles_of_parties_end() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "a", "carries": "all" }],
        "onward": [
            { "from": "a", "to": "b", "carries": "all" },
            { "from": "b", "to": "c", "carries": "all" },
            { "from": "c", "to": "a", "carries": ["x"] },
        ],
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient direct: service -> a
        stated recipient through a: service -> a -> b
        stated recipient through a, b: service -> a -> b -> c
    ");
}

#[test]
fn a_flow_to_another_activity_continues_inside_it() {
    let register = register(json!({ "activity": {
        "intake": { "data": ["x"], "recipient": [{ "to": "activity:care", "carries": ["x"] }] },
        "care": { "data": ["z"], "recipient": [{ "to": "gp", "carries": "all" }, { "to": "ward", "carries": ["z"] }] },
    }}));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: intake -> care -> gp"
    );
    assert_eq!(
        receivers(&register, "z"),
        "stated recipient direct: care -> gp\nstated recipient direct: care -> ward"
    );
}

#[test]
fn a_flow_recorded_only_where_it_arrives_joins_the_activities_as_well() {
    let register = register(json!({ "activity": {
        "intake": { "data": ["x"] },
        "care": { "data": ["z"], "source": [{ "from": "activity:intake", "carries": "all" }],
                  "recipient": [{ "to": "gp", "carries": "all" }] },
    }}));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: intake -> care -> gp"
    );
}

#[test]
fn a_route_can_pass_one_system_in_the_view_of_each_of_two_activities() {
    let register = register(json!({ "activity": {
        "intake": { "data": ["x"], "recipient": [{ "to": "activity:care", "carries": ["x"], "through": "hub" }] },
        "care": { "recipient": [{ "to": "gp", "carries": "all", "through": "hub" }] },
    }}));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient through hub: intake -> hub -> care -> hub -> gp"
    );
}

#[test]
fn sharing_a_party_or_system_joins_nothing() {
    let register = register(json!({ "activity": {
        "a": { "data": ["x"], "store": [{ "in": "hub", "carries": ["x"] }], "recipient": [{ "to": "gp", "carries": ["x"] }] },
        "b": { "data": ["z"], "store": [{ "in": "hub" }], "recipient": [{ "to": "press", "through": "hub" }],
               "onward": [{ "from": "gp", "to": "lab" }] },
    }}));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: a -> gp"
    );
}

#[test]
fn circles_of_activities_end_and_give_back_nothing_new() {
    let register = register(json!({ "activity": {
        "a": { "recipient": [{ "to": "activity:b", "carries": ["x"] }, { "to": "press" }] },
        "b": { "data": ["z"], "recipient": [{ "to": "activity:a", "carries": "all" }, { "to": "gp", "carries": "all" }] },
    }}));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: a -> b -> gp\npossible recipient direct: a ?> press"
    );
}

#[test]
fn an_activity_holds_what_a_flow_of_its_own_names_and_gives_it_on_surely() {
    // The flow back names it, so that the best route begins at `b`.
    let register = register(json!({
        "data": { "x": {}, "x1": { "broader": "x" } },
        "activity": {
            "a": { "data": ["x"], "recipient": [{ "to": "activity:b", "carries": "all" }] },
            "b": { "recipient": [{ "to": "activity:a", "carries": ["x1"] }, { "to": "gp", "carries": "all" }] },
        },
    }));
    assert_eq!(
        receivers(&register, "x1"),
        "stated recipient direct: b -> gp"
    );
}

#[test]
fn an_activity_that_is_not_looked_at_joins_nothing() {
    let register = register(json!({ "activity": {
        "a": { "data": ["x"], "recipient": [{ "to": "activity:retired", "carries": ["x"] }] },
        "b": { "source": [{ "from": "activity:retired" }], "recipient": [{ "to": "gp", "carries": "all" }] },
    }}));
    assert_eq!(receivers(&register, "x"), "");
}

#[test]
fn ties_are_settled_by_ids() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "b", "carries": ["x"] }, { "to": "a", "carries": ["x"] }],
        "onward": [{ "from": "b", "to": "c", "carries": ["x"] }, { "from": "a", "to": "c", "carries": ["x"] }],
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient direct: service -> a
        stated recipient direct: service -> b
        stated recipient through a: service -> a -> c
    ");
}

#[test]
fn all_paths_lists_every_other_way_once_best_first() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "b", "carries": ["x"] }, { "to": "a", "carries": ["x"] }, { "to": "c" }],
        "onward": [{ "from": "b", "to": "c", "carries": ["x"] }, { "from": "a", "to": "c", "carries": ["x"] }],
    }));
    let query = FlowQuery {
        all_paths: true,
        ..about_data(&register, "x")
    };
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    let receivers = search.finish().0;
    let found = receivers
        .iter()
        .find(|receiver| receiver.party.id.as_str() == "c")
        .unwrap();
    let ways = std::iter::once(&found.route).chain(&found.more_routes);
    insta::assert_snapshot!(lines(ways.map(|steps| route(steps))), @r"
        service -> a -> c
        service -> b -> c
        b -> c
        a -> c
        service ?> c
    ");
    assert!(!found.stopped);
}
