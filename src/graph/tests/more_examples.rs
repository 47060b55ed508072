//! The examples of the design on retired activities, derived data, what is no personal data, open lists
//! and feeds.

use super::sides::{Side, on_both_sides};
use super::*;
use crate::model::OpenList;

on_both_sides! {
    activity_that_was_retired,
    derived_data,
    narrower_and_derived,
    no_personal_data,
    open_list_of_data,
    a_feed_stays_in_its_activity,
    a_narrower_category_in_no_pair,
}

/// Example 14: a retired activity that is looked at counts on a day before its last one, as on any other
/// on which its flows are in use; which retired ones are looked at is for the store to say.
fn activity_that_was_retired(side: Side) {
    let on = |day: &str, ends: &str| {
        let register = service(json!({
            "status": "retired",
            "ends": "2022-03-31",
            "recipient": [
                { "to": "bank", "carries": ["name"] },
                { "to": "school", "carries": ["name"], "ends": ends },
            ],
        }));
        let query = FlowQuery {
            on: day.parse().unwrap(),
            ..about_data(&register, "name")
        };
        side.who_receives(&register, &query)
    };
    let both = "bank: stated recipient\nschool: stated recipient";
    assert_eq!(on("2020-06-01", "2021-12-31"), both);
    assert_eq!(on("2022-01-01", "2021-12-31"), "bank: stated recipient");
}

/// What is made from the data asked about is no part of it: the answer asks for it apart.
fn derived_data(side: Side) {
    let register = with_service(
        json!({
            "data": ["health"],
            "recipient": [{ "to": "university", "carries": ["score"] }],
        }),
        json!({ "data": {
            "health": { "class": "health" },
            "score": { "derived_from": [{ "data": "health", "how": "result" }] },
        }}),
    );
    assert_eq!(side.who(&register, "health"), "");
    assert_eq!(side.who(&register, "score"), "university: stated recipient");
}

/// Example 15: a result has no class of what it is made from, so that it is a gap where its class is asked
/// for; a pseudonym has it.
#[test]
fn the_class_of_a_result_is_a_gap() {
    let unclassed = |how: &str| {
        let register = with_service(
            json!({ "data": ["health", "score"] }),
            json!({ "data": {
                "health": { "class": "health", "may_include": "none" },
                "score": { "may_include": "none", "derived_from": [{ "data": "health", "how": how }] },
            }}),
        );
        let query = FlowQuery {
            special: Some(special_data(&register.data)),
            ..query()
        };
        let mut search = WhoReceives::new(&query);
        search.look(&register);
        let gaps = search.finish().2.into_iter();
        let gaps = gaps.filter(|gap| gap.code == "class");
        lines(gaps.map(|gap| gap.examples.join(", ")))
    };
    assert_eq!(unclassed("result"), "score");
    assert_eq!(unclassed("pseudonym"), "");
}

/// Example 16: what is narrower as well counts as the data itself, once.
fn narrower_and_derived(side: Side) {
    let register = with_service(
        json!({ "recipient": [{ "to": "hospital", "carries": ["diagnosis"] }] }),
        json!({ "data": {
            "health": {},
            "diagnosis": { "broader": "health", "derived_from": [{ "data": "health", "how": "result" }] },
        }}),
    );
    assert_eq!(side.who(&register, "health"), "hospital: stated recipient");
}

/// Example 17: what is no personal data is passed over in a list, and a flow of nothing else leads nowhere.
fn no_personal_data(side: Side) {
    let register = with_service(
        json!({ "recipient": [
            { "to": "bank", "carries": ["name", "statistics"] },
            { "to": "press", "carries": ["statistics"] },
        ]}),
        json!({ "data": { "name": {}, "statistics": { "class": "not-personal" } } }),
    );
    assert_eq!(side.who(&register, "statistics"), "");
    assert_eq!(side.who(&register, "name"), "bank: stated recipient");
    assert!(is_not_personal(
        &register.data,
        &DataId::new("statistics").unwrap()
    ));
}

fn open_data() -> Register {
    service(json!({
        "open": ["data"],
        "data": ["name"],
        "recipient": [{ "to": "bank", "carries": "all" }],
    }))
}

/// Example 18.
fn open_list_of_data(side: Side) {
    let register = open_data();
    assert_eq!(side.who(&register, "health"), "");
    assert_eq!(side.who(&register, "name"), "bank: stated recipient");
}

/// Example 18.
#[test]
fn the_source_says_that_there_are_other_data() {
    let register = open_data();
    let activity = register.activities.values().next().unwrap();
    let open: Vec<OpenList> = OpenList::ALL
        .into_iter()
        .filter(|list| activity.is_open(*list))
        .collect();
    assert_eq!(open, [OpenList::Data]);
    let said = NotRecorded::of_open(OpenList::Data, 1, vec![activity.name.clone()]);
    assert!(said.what.contains("the source says that there are others"));
}

/// Example 23.
fn a_feed_stays_in_its_activity(side: Side) {
    let store = |data: &str| json!([{ "in": "mosaic", "carries": [data] }]);
    let feed = json!([{ "from": "mosaic", "to": "warehouse", "carries": "all" }]);
    let register = register(json!({ "activity": {
        "adoption": { "store": store("name"), "feed": feed },
        "fostering": { "store": store("allowance") },
    }}));
    let held = |data| side.where_held(&register, &about_data(&register, data));
    assert_eq!(
        held("name"),
        "mosaic: stated in adoption\nwarehouse: stated in adoption"
    );
    assert_eq!(held("allowance"), "mosaic: stated in fostering");
}

/// Rule 11 to the letter: pairs are silent on a category that stands in none, narrower or not, and what is silent may be
/// about any of the people. What the list names is what the pairs are asked about.
fn a_narrower_category_in_no_pair(side: Side) {
    let who = |listed: &str, asked: &str, people: &str| {
        let register = with_service(
            json!({
                "people": ["children", "staff"],
                "data": [listed, "name"],
                "about": [{ "people": ["children"], "data": ["health"] }],
                "recipient": [{ "to": "bank", "carries": [listed, "name"] }],
            }),
            json!({
                "data": { "name": {}, "health": {}, "diagnosis": { "broader": "health" } },
                "people": { "children": {}, "staff": {} },
            }),
        );
        side.who_receives(&register, &about_people(&register, asked, people))
    };
    // The diagnosis is listed by itself and stands in no pair.
    assert_eq!(
        who("diagnosis", "diagnosis", "staff"),
        "bank: possible recipient"
    );
    assert_eq!(
        who("diagnosis", "health", "staff"),
        "bank: possible recipient"
    );
    // Health is listed, and by its pair about children alone: so is a diagnosis that it may take in.
    assert_eq!(who("health", "health", "staff"), "");
    assert_eq!(who("health", "diagnosis", "staff"), "");
    assert_eq!(
        who("health", "diagnosis", "children"),
        "bank: possible recipient"
    );
    assert_eq!(
        who("health", "health", "children"),
        "bank: stated recipient"
    );
}
