//! Small random registers: everything that bears on who receives data.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

/// All categories: `d3` is narrower than `d1`, which with `d2` is narrower than `d0`.
pub(super) const DATA: [&str; 5] = ["d0", "d1", "d2", "d3", "d4"];
pub(super) const PARTIES: [&str; 6] = ["p0", "p1", "p2", "p3", "p4", "p5"];
/// Parties and systems, as they can be left out.
pub(super) const PLACES: [&str; 7] = [
    "p0",
    "p1",
    "p2",
    "p3",
    "system:s0",
    "system:s1",
    "system:s2",
];
const SYSTEMS: [&str; 3] = ["s0", "s1", "s2"];
const PEOPLE: [&str; 2] = ["children", "staff"];

/// A flow to be added: the activity, the list and the flow.
pub(super) type Added = (usize, &'static str, Value);

fn carries() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(json!("none"))),
        2 => Just(Some(json!("all"))),
        5 => subsequence(DATA.to_vec(), 1..3).prop_map(|list| Some(json!(list))),
    ]
}

fn people() -> impl Strategy<Value = Option<Value>> {
    option::weighted(
        0.3,
        prop_oneof![
            4 => subsequence(PEOPLE.to_vec(), 1..=2).prop_map(|list| json!(list)),
            1 => Just(json!("none")),
        ],
    )
}

fn end() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => select(PARTIES.to_vec()).prop_map(str::to_owned),
        2 => (0..3_usize).prop_map(|activity| format!("activity:a{activity}")),
    ]
}

/// A flow with the list it belongs to.
pub(super) fn flow() -> impl Strategy<Value = (&'static str, Value)> {
    let ends = (
        select(vec![
            "source",
            "store",
            "recipient",
            "recipient",
            "onward",
            "onward",
        ]),
        (end(), end()),
        (select(PARTIES.to_vec()), select(PARTIES.to_vec())),
        select(SYSTEMS.to_vec()),
        option::weighted(0.25, select(SYSTEMS.to_vec())),
    );
    (ends, carries(), people(), prop::bool::weighted(0.15)).prop_map(
        |((kind, (from, to), (giver, taker), system, through), carries, people, and_more)| {
            let mut flow = match kind {
                "source" => json!({ "from": from }),
                "store" => json!({ "in": system }),
                "recipient" => json!({ "to": to }),
                _ => json!({ "from": giver, "to": taker }),
            };
            if let Some(carries) = carries {
                if and_more && carries.is_array() {
                    flow["and_more"] = json!(true);
                }
                flow["carries"] = carries;
            }
            if let Some(people) = people {
                flow["people"] = people;
            }
            if let Some(through) = through.filter(|_| kind != "store") {
                flow["through"] = json!(through);
            }
            (kind, flow)
        },
    )
}

fn activity() -> impl Strategy<Value = Value> {
    let data = prop_oneof![
        1 => Just(None),
        1 => Just(Some(json!("none"))),
        4 => subsequence(DATA.to_vec(), 1..3).prop_map(|list| Some(json!(list))),
    ];
    (data, people(), vec(flow(), 0..7), any::<bool>()).prop_map(|(data, people, flows, is_ours)| {
        let mut activity = json!({});
        if let Some(data) = data {
            activity["data"] = data;
        }
        if let Some(people) = people {
            activity["people"] = people;
        }
        if is_ours {
            activity["controller"] = json!("p0");
        }
        for (kind, flow) in flows {
            add(&mut activity, kind, flow);
        }
        activity
    })
}

fn add(activity: &mut Value, kind: &str, flow: Value) {
    match activity[kind].as_array_mut() {
        Some(flows) => flows.push(flow),
        None => activity[kind] = json!([flow]),
    }
}

fn party() -> impl Strategy<Value = Value> {
    let engaged = (
        select(PARTIES.to_vec()),
        option::of(subsequence(SYSTEMS.to_vec(), 0..=2)),
    );
    let country = option::of(select(vec!["GB", "US", "outside-uk"]));
    (vec(engaged, 0..3), country).prop_map(|(engaged, country)| {
        let mut party = json!({});
        if let Some(country) = country {
            party["country"] = json!(country);
        }
        for (other, systems) in engaged {
            let mut engaged = json!({ "party": other });
            if let Some(systems) = systems {
                engaged["systems"] = json!(systems);
            }
            add(&mut party, "sub_processors", engaged);
        }
        party
    })
}

fn system() -> impl Strategy<Value = Value> {
    let country = option::of(select(vec!["GB", "US"]));
    (option::of(select(PARTIES.to_vec())), country).prop_map(|(operator, country)| {
        let mut system = json!({});
        if let Some(operator) = operator {
            system["operator"] = json!(operator);
        }
        if let Some(country) = country {
            system["hosted_in"] = json!(country);
        }
        system
    })
}

/// The documents of a register.
pub(super) fn documents() -> impl Strategy<Value = Value> {
    let keyed = |ids: &'static [&'static str], records: Vec<Value>| -> Value {
        let pairs = ids.iter().map(|id| (*id).to_owned()).zip(records);
        Value::Object(pairs.collect())
    };
    (
        vec(activity(), 1..=3),
        vec(party(), PARTIES.len()),
        vec(system(), SYSTEMS.len()),
    )
        .prop_map(move |(activities, parties, systems)| {
            json!({
                "activity": keyed(&["a0", "a1", "a2"], activities),
                "party": keyed(&PARTIES, parties),
                "system": keyed(&SYSTEMS, systems),
                "people": { "children": {}, "staff": {} },
                "data": { "d0": {}, "d1": { "broader": "d0" }, "d2": { "broader": "d0" }, "d3": { "broader": "d1" }, "d4": {} },
            })
        })
}

/// A flow to add to a register.
pub(super) fn added() -> impl Strategy<Value = Added> {
    (0..3_usize, flow()).prop_map(|(activity, (kind, flow))| (activity, kind, flow))
}

/// The documents with one flow more.
pub(super) fn with_flow(documents: &Value, (activity, kind, flow): &Added) -> Value {
    let mut documents = documents.clone();
    let activities = documents["activity"].as_object_mut().unwrap();
    let n_activities = activities.len();
    let activity = activities
        .get_mut(&format!("a{}", activity % n_activities))
        .unwrap();
    add(activity, kind, flow.clone());
    documents
}
