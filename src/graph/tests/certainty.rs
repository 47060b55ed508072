//! How sure: holdings, lists, broader and narrower categories (rules 1 to 4).

use super::*;

const TREE: &str = r#"{ "health": {}, "mental-health": { "broader": "health" }, "diagnosis": { "broader": "mental-health" } }"#;

fn tree() -> Value {
    json!({ "data": serde_json::from_str::<Value>(TREE).unwrap() })
}

#[test]
fn a_recipient_whose_list_names_the_data_is_stated() {
    let register =
        service(json!({ "data": ["x"], "recipient": [{ "to": "gp", "carries": ["x"] }] }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> gp"
    );
}

#[test]
fn a_recipient_is_stated_even_where_the_activity_is_not_recorded_to_hold_the_data() {
    let register = service(json!({ "recipient": [{ "to": "gp", "carries": ["x"] }] }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> gp"
    );
}

#[test]
fn a_flow_that_does_not_say_which_data_is_possible() {
    let register = service(json!({ "data": ["x"], "recipient": [{ "to": "gp" }] }));
    assert_eq!(
        receivers(&register, "x"),
        "possible recipient direct: service ?> gp"
    );
}

#[test]
fn a_flow_that_does_not_say_which_data_carries_nothing_the_activity_does_not_have() {
    let register = service(json!({ "data": ["z"], "recipient": [{ "to": "gp" }] }));
    assert_eq!(receivers(&register, "x"), "");
}

/// That such an activity is reported is the doing of the store, which counts them.
#[test]
fn where_holdings_are_not_recorded_flows_that_do_not_say_make_no_receivers() {
    let register =
        service(json!({ "recipient": [{ "to": "gp" }, { "to": "police", "carries": "all" }] }));
    assert_eq!(receivers(&register, "x"), "");
}

#[test]
fn one_flow_that_names_the_data_makes_the_activity_hold_it() {
    let register =
        service(json!({ "recipient": [{ "to": "gp", "carries": ["x"] }, { "to": "police" }] }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> gp\npossible recipient direct: service ?> police"
    );
}

#[test]
fn a_source_that_names_the_data_makes_the_activity_hold_it() {
    let register = service(json!({
        "data": ["z"],
        "source": [{ "from": "nhs", "carries": ["x"] }],
        "recipient": [{ "to": "gp", "carries": "all" }],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> gp"
    );
}

#[test]
fn a_source_that_does_not_say_adds_nothing_to_holdings() {
    let register = service(json!({
        "data": ["z"],
        "source": [{ "from": "nhs" }, { "from": "police", "carries": ["z"], "and_more": true }],
        "recipient": [{ "to": "gp" }],
    }));
    assert_eq!(receivers(&register, "x"), "");
}

#[test]
fn all_is_as_sure_as_what_the_start_has() {
    let mut others = tree();
    others["party"] = json!({});
    let register = with_service(
        json!({ "data": ["health"], "recipient": [{ "to": "gp", "carries": "all" }] }),
        others,
    );
    assert_eq!(
        receivers(&register, "health"),
        "stated recipient direct: service -> gp"
    );
    assert_eq!(
        receivers(&register, "mental-health"),
        "possible recipient direct: service ?> gp"
    );
}

#[test]
fn a_broader_list_is_possible_and_a_narrower_one_answers_the_broader_question() {
    let register = with_service(
        json!({
            "data": ["mental-health"],
            "recipient": [
                { "to": "broad", "carries": ["health"] },
                { "to": "exact", "carries": ["mental-health"] },
                { "to": "narrow", "carries": ["diagnosis"] },
            ],
        }),
        tree(),
    );
    assert_eq!(
        receivers(&register, "mental-health"),
        "stated recipient direct: service -> exact\n\
         stated recipient direct: service -> narrow\n\
         possible recipient direct: service ?> broad"
    );
}

#[test]
fn a_broader_list_makes_its_start_possibly_have_the_data() {
    let register = with_service(
        json!({ "data": ["z"], "recipient": [{ "to": "gp", "carries": ["health"] }] }),
        tree(),
    );
    assert_eq!(
        receivers(&register, "mental-health"),
        "possible recipient direct: service ?> gp"
    );
}

#[test]
fn exact_leaves_narrower_data_out() {
    let register = with_service(
        json!({ "data": ["health"], "recipient": [{ "to": "gp", "carries": ["diagnosis"] }] }),
        tree(),
    );
    let query = FlowQuery {
        exact: true,
        ..about_data(&register, "health")
    };
    assert_eq!(received(&register, &query), "");
    assert_eq!(
        receivers(&register, "health"),
        "stated recipient direct: service -> gp"
    );
}

#[test]
fn one_category_is_followed_all_along_a_route() {
    // The first step carries one narrower category, the second another: neither goes the whole way.
    let register = register(json!({
        "data": { "x": {}, "x1": { "broader": "x" }, "x2": { "broader": "x" } },
        "activity": { "service": {
            "data": ["x1"],
            "recipient": [{ "to": "a", "carries": ["x1"] }],
            "onward": [{ "from": "a", "to": "b", "carries": ["x2"] }, { "from": "a", "to": "c", "carries": "all" }],
        }},
    }));
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> a\n\
         stated recipient through a: a -> b (begins there)\n\
         stated recipient through a: service -> a -> c"
    );
}

#[test]
fn a_list_is_complete_unless_it_says_that_there_is_more() {
    let register = service(json!({
        "data": ["x", "z"],
        "recipient": [
            { "to": "gp", "carries": ["z"] },
            { "to": "police", "carries": ["z"], "and_more": true },
        ],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "possible recipient direct: service ?> police"
    );
}

#[test]
fn none_is_not_unknown() {
    let register =
        service(json!({ "data": ["x"], "recipient": [{ "to": "gp", "carries": "none" }] }));
    assert_eq!(receivers(&register, "x"), "");
    let register = service(json!({ "data": ["x"], "recipient": "none", "store": "none" }));
    let query = about_data(&register, "x");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    assert_eq!(gaps(&search.finish().2), "");
}

#[test]
fn stated_leaves_out_what_is_only_possible() {
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "gp" }, { "to": "police", "carries": ["x"] }],
    }));
    let query = FlowQuery {
        stated: true,
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> police"
    );
}

#[test]
fn special_follows_only_special_category_and_offence_data() {
    let register = with_service(
        json!({ "data": ["name", "health"], "recipient": [
            { "to": "gp", "carries": ["health"] }, { "to": "bank", "carries": ["name"] }, { "to": "police" },
        ]}),
        json!({ "data": { "name": { "class": "personal" }, "health": { "class": "health" } } }),
    );
    let query = FlowQuery {
        special: Some(special_data(&register.data)),
        ..query()
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> gp\npossible recipient direct: service ?> police"
    );
}

#[test]
fn special_finds_what_is_mentioned_only_by_a_broader_name() {
    let register = with_service(
        json!({ "data": ["file"], "recipient": [{ "to": "gp", "carries": ["file"] }] }),
        json!({ "data": { "file": { "class": "personal" }, "health": { "broader": "file", "class": "health" } } }),
    );
    let query = FlowQuery {
        special: Some(special_data(&register.data)),
        ..query()
    };
    assert_eq!(
        received(&register, &query),
        "possible recipient direct: service ?> gp"
    );
}

#[test]
fn special_counts_what_may_include_special_data_as_possible() {
    let register = with_service(
        json!({ "data": ["file"], "recipient": [
            { "to": "gp", "carries": ["file"] }, { "to": "bank", "carries": ["name"] },
        ]}),
        json!({ "data": {
            "file": { "class": "personal", "may_include": ["health", "criminal-offence"] },
            "name": { "class": "personal" },
        }}),
    );
    let query = FlowQuery {
        special: Some(special_data(&register.data)),
        ..query()
    };
    assert_eq!(
        received(&register, &query),
        "possible recipient direct: service ?> gp"
    );
}
