//! Feeds from system to system (rules 5 and 6).

use super::sides::{Side, on_both_sides};
use super::*;

on_both_sides! {
    a_feed_through_its_own_end,
    the_role_by_a_feed_is_that_of_who_runs_its_end,
    a_feed_says_nothing_of_who_runs_its_start,
    who_runs_a_start_that_has_it_in_several_roles,
}

fn systems() -> Value {
    json!({ "system": {
        "ledger": { "operator": "bank" },
        "hub": { "operator": "courier" },
        "warehouse": { "operator": "vendor" },
    }})
}

/// A feed passes nothing on its way where it begins or ends.
fn a_feed_through_its_own_end(side: Side) {
    for through in [None, Some("none"), Some("ledger"), Some("warehouse")] {
        let feed =
            json!({ "from": "ledger", "to": "warehouse", "carries": ["x"], "through": through });
        let register = with_service(json!({ "feed": [feed] }), systems());
        let query = about_data(&register, "x");
        assert_eq!(
            side.where_held(&register, &query),
            "ledger: stated\nwarehouse: stated"
        );
        assert_eq!(
            side.who(&register, "x"),
            "bank: stated processor\nvendor: stated processor"
        );
    }
}

fn the_role_by_a_feed_is_that_of_who_runs_its_end(side: Side) {
    let feed = json!({ "from": "ledger", "to": "warehouse", "carries": ["x"], "through": "hub", "as": "controller" });
    let register = with_service(json!({ "feed": [feed] }), systems());
    assert_eq!(
        side.who(&register, "x"),
        "bank: stated processor\ncourier: stated processor\nvendor: stated recipient"
    );
}

/// What the flows into a system say of whoever runs it is not said of what a feed names.
fn a_feed_says_nothing_of_who_runs_its_start(side: Side) {
    let register = with_service(
        json!({
            "store": [{ "in": "ledger", "carries": ["x"], "as": "controller" }],
            "feed": [{ "from": "ledger", "to": "warehouse", "carries": ["x", "z"] }],
        }),
        systems(),
    );
    assert_eq!(
        side.who(&register, "x"),
        "bank: stated recipient and processor\nvendor: stated processor"
    );
    assert_eq!(
        side.who(&register, "z"),
        "bank: stated processor\nvendor: stated processor"
    );
}

fn who_runs_a_start_that_has_it_in_several_roles(side: Side) {
    let register = with_service(
        json!({
            "store": [
                { "in": "ledger", "carries": ["x"], "as": "controller" },
                { "in": "ledger", "carries": ["y"], "as": "processor" },
            ],
            "feed": [{ "from": "ledger", "to": "warehouse", "carries": ["z"], "and_more": true }],
        }),
        systems(),
    );
    let bank = |data| {
        let said = side.who(&register, data);
        said.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(bank("x"), "bank: stated recipient");
    assert_eq!(bank("y"), "bank: stated processor");
    assert_eq!(bank("z"), "bank: stated processor");
}

/// What is recorded of a feed through its own start speaks of its end.
#[test]
fn a_transfer_by_a_feed_through_its_own_start_is_of_its_end() {
    let transfer = json!({ "derogation": "49/1/a" });
    let feed = json!({ "from": "ledger", "to": "warehouse", "carries": ["x"], "through": "ledger", "transfer": transfer });
    let register = with_service(json!({ "feed": [feed] }), systems());
    let graph = FlowGraph::new(&register, query().on);
    let fed = placed_steps(&graph).into_iter().map(|it| it.step);
    let fed: Vec<RouteStep> = fed.filter(|step| step.kind == StepKind::Feed).collect();
    assert_eq!(
        lines(fed.iter().map(|step| route(std::slice::from_ref(step)))),
        "ledger -> warehouse"
    );
    assert_eq!(fed[0].leaves_uk, Leaving::Yes);
}

/// Whoever holds what a feed names keeps it by the rules for that system, and not for the other.
#[test]
fn what_a_feed_names_is_kept_by_the_rules_for_its_start() {
    let rule = |system: &str| json!({ "systems": [system], "data": ["x"], "criteria": system });
    let register = with_service(
        json!({
            "feed": [{ "from": "ledger", "to": "warehouse", "carries": ["x"] }],
            "retention": [rule("ledger"), rule("warehouse")],
        }),
        json!({}),
    );
    let query = about_data(&register, "x");
    let mut search = WhereHeld::new(&query);
    search.look(&register);
    let kept = search.finish().0.into_iter().map(|holding| {
        let rules = holding.retention.iter();
        let rules: Vec<String> = rules
            .map(|kept| format!("{:?}", kept.rule.criteria))
            .collect();
        format!("{}: {}", holding.system.id, rules.join(", "))
    });
    assert_eq!(
        lines(kept),
        "ledger: Value(\"ledger\")\nwarehouse: Value(\"warehouse\")"
    );
}
