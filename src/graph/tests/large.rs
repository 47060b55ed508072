//! Large and odd registers: no stack overflows, no explosions.

use super::*;

fn why(register: &Register, from: &str, to: &str) -> (Vec<Way>, bool) {
    let (from, to) = (places(&[from]), places(&[to]));
    let query = about_data(register, "x");
    let mut search = Why::new(&query, &from, &to);
    search.look(register);
    let (ways, stopped, ..) = search.finish();
    (ways, stopped)
}

/// Layers of parties, each of which hands on to all of the next.
fn layers(n_layers: usize, width: usize) -> Register {
    let id = |layer: usize, place: usize| format!("p{layer}-{place}");
    let mut onward = Vec::new();
    for layer in 1..n_layers {
        for from in 0..width {
            for to in 0..width {
                onward.push(
                    json!({ "from": id(layer - 1, from), "to": id(layer, to), "carries": ["x"] }),
                );
            }
        }
    }
    for place in 0..width {
        onward.push(json!({ "from": id(n_layers - 1, place), "to": "goal", "carries": ["x"] }));
        // A dead end of the same make, which must cost nothing.
        onward
            .push(json!({ "from": id(0, place), "to": format!("dead-{place}"), "carries": ["x"] }));
    }
    let recipients: Vec<Value> = (0..width)
        .map(|place| json!({ "to": id(0, place), "carries": ["x"] }))
        .collect();
    service(json!({ "data": ["x"], "recipient": recipients, "onward": onward }))
}

#[test]
fn a_layered_graph_stops_at_the_most_ways_and_says_so() {
    let register = layers(10, 4);
    let (ways, stopped) = why(&register, "activity:service", "goal");
    assert_eq!((ways.len(), stopped), (ways::MOST_WAYS, true));
    assert!(ways.iter().all(|way| way.route.len() == 11));
    let query = FlowQuery {
        all_paths: true,
        party: Some(whole("goal")),
        ..about_data(&register, "x")
    };
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    assert!(search.finish().0[0].stopped);
}

#[test]
fn a_clique_of_parties_stops_too_and_what_leads_nowhere_costs_nothing() {
    let ids: Vec<String> = (0..12).map(|place| format!("p{place}")).collect();
    let mut onward: Vec<Value> = Vec::new();
    for from in &ids {
        for to in ids.iter().filter(|to| *to != from) {
            onward.push(json!({ "from": from, "to": to, "carries": "all" }));
        }
    }
    onward.push(json!({ "from": "p0", "to": "goal", "carries": "all" }));
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "p0", "carries": ["x"] }],
        "onward": onward,
    }));
    // The goal is only beyond p0, so all the rest of the clique leads nowhere.
    let (ways, stopped) = why(&register, "activity:service", "goal");
    assert_eq!((ways.len(), stopped), (1, false));
    let (ways, stopped) = why(&register, "activity:service", "p11");
    assert_eq!((ways.len(), stopped), (ways::MOST_WAYS, true));
    assert_eq!(ways[0].route.len(), 2);
}

#[test]
fn an_activity_with_thousands_of_flows() {
    let flows: Vec<Value> = (0..3000)
        .map(|number| json!({ "to": format!("p{number:04}"), "carries": ["x"], "through": "hub" }))
        .collect();
    let register = service(json!({ "data": ["x"], "recipient": flows }));
    assert_eq!(receivers(&register, "x").lines().count(), 3000);
    let same: Vec<Value> = (0..3000)
        .map(|_| json!({ "from": "nhs", "carries": ["x"], "through": "hub" }))
        .collect();
    let register = service(json!({ "data": ["x"], "source": same }));
    let (query, nhs) = (query(), whole("nhs"));
    let mut search = About::new(&query, &nhs);
    search.look(&register);
    assert_eq!(search.finish().0.len(), 3000);
    let query = about_data(&register, "x");
    let mut search = WhereFrom::new(&query);
    search.look(&register);
    assert_eq!(search.finish().0.len(), 3000);
}

#[test]
fn a_chain_of_thousands_of_onward_flows() {
    let onward: Vec<Value> = (0..2000)
        .map(|number| json!({ "from": format!("p{number:04}"), "to": format!("p{:04}", number + 1), "carries": "all" }))
        .collect();
    let register = service(json!({
        "data": ["x"],
        "recipient": [{ "to": "p0000", "carries": ["x"] }],
        "onward": onward,
    }));
    let last = crate::model::PartyId::new("p2000").unwrap();
    let query = FlowQuery {
        party: Some(whole(last.as_str())),
        ..about_data(&register, "x")
    };
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    assert_eq!(search.finish().0[0].route.len(), 2001);
    let (ways, stopped) = why(&register, "activity:service", "p2000");
    assert_eq!((ways.len(), stopped), (1, false));
    assert_eq!(ways[0].route.len(), 2001);
}

#[test]
fn a_chain_of_thousands_of_flows_that_name_the_data_and_no_beginning() {
    let onward: Vec<Value> = (0..2000)
        .map(|number| json!({ "from": format!("p{number:04}"), "to": format!("p{:04}", (number + 1) % 2000), "carries": ["x"] }))
        .collect();
    let register = service(json!({ "onward": onward }));
    let found = receivers(&register, "x");
    assert_eq!(found.lines().count(), 2000);
    assert!(found.lines().all(|line| line.ends_with("(begins there)")));
}

#[test]
fn a_ring_of_activities() {
    let mut activities = json!({});
    for number in 0..500 {
        activities[format!("a{number:03}")] = json!({
            "data": if number == 0 { json!(["x"]) } else { json!(["z"]) },
            "recipient": [{ "to": format!("activity:a{:03}", (number + 1) % 500), "carries": "all" }, { "to": "gp" }],
        });
    }
    let register = register(json!({ "activity": activities }));
    assert_eq!(
        receivers(&register, "x"),
        "possible recipient direct: a000 ?> gp"
    );
}

#[test]
fn a_clique_of_sub_processors() {
    let ids: Vec<String> = (0..12).map(|place| format!("p{place:02}")).collect();
    let mut parties = json!({});
    for (place, id) in ids.iter().enumerate() {
        let engaged: Vec<Value> = ids
            .iter()
            .map(|other| match place % 2 {
                0 => json!({ "party": other, "systems": ["hub"] }),
                _ => json!({ "party": other }),
            })
            .collect();
        parties[id] = json!({ "sub_processors": engaged });
    }
    let register = with_service(
        json!({ "data": ["x"], "store": [{ "in": "hub", "carries": ["x"] }] }),
        json!({ "system": { "hub": { "operator": "p00" } }, "party": parties }),
    );
    let found = receivers(&register, "x");
    assert_eq!(
        found
            .lines()
            .filter(|line| line.starts_with("stated"))
            .count(),
        12
    );
}

#[test]
fn a_long_chain_and_a_wide_fan_of_sub_processors() {
    let mut parties = json!({});
    for number in 0..1000 {
        parties[format!("p{number:04}")] = json!({ "sub_processors": [{ "party": format!("p{:04}", number + 1), "systems": ["hub"] }] });
    }
    let fan: Vec<Value> = (0..1000)
        .map(|number| json!({ "party": format!("q{number}") }))
        .collect();
    parties["p0000"]["sub_processors"]
        .as_array_mut()
        .unwrap()
        .extend(fan);
    let last = crate::model::PartyId::new("p1000").unwrap();
    let register = with_service(
        json!({ "data": ["x"], "store": [{ "in": "hub", "carries": ["x"] }] }),
        json!({ "system": { "hub": { "operator": "p0000" } }, "party": parties }),
    );
    let query = FlowQuery {
        party: Some(whole(last.as_str())),
        ..about_data(&register, "x")
    };
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    assert_eq!(search.finish().0[0].route.len(), 1002);
}
