//! Registers on which answers were once wrong, and what the design says of each.

mod other_answers;

use super::reference::{Agreement, Leaves, State, Which, answer};
use super::sides::{Side, about_party, departures, on_both_sides};
use super::*;

on_both_sides! {
    beyond_by_a_loop,
    breach_record_as_contract,
    controller_as_recipient,
    country_not_recorded,
    exchanged_with_a_processor,
    none_becomes_not_recorded,
    operator_not_recorded,
    stated_in_which_activity,
    sub_processors_query,
    ended_flow,
    engaged_twice,
    joint_controller_without_a_flow,
    names_it_but_has_it_not,
    own_council_as_processor,
    partners_own_portal,
    recipients_sub_processors,
    second_half,
    source_through,
}

/// A register whose activities are the council's, and each of which records all kinds of flows.
fn council(activities: Value, mut others: Value) -> Register {
    let mut activities = activities;
    for activity in activities.as_object_mut().unwrap().values_mut() {
        let fields = activity.as_object_mut().unwrap();
        fields
            .entry("controller")
            .or_insert_with(|| json!("council"));
        for kind in ["source", "store", "recipient", "onward"] {
            fields.entry(kind).or_insert_with(|| json!("none"));
        }
    }
    others["activity"] = activities;
    others["settings"] = json!({ "organisation": "council", "jurisdiction": "uk" });
    others["party"]["council"]["country"] = json!("GB");
    register(others)
}

fn agreement_with(register: &Register, party: &str) -> Option<Agreement> {
    let steps = answer(register, &about_data(register, "nhs-number")).steps;
    let step = steps.into_iter().find(|step| step.to.id == party);
    step.unwrap().agreement
}

fn agreement_of_another() -> Register {
    council(
        json!({ "a": {
            "data": ["nhs-number"],
            "store": [{ "in": "cloud", "carries": ["nhs-number"], "agreement": "contract" }],
            "recipient": [{ "to": "gp", "carries": ["nhs-number"], "ground": "none", "agreement": "none" }],
            "onward": [{ "from": "gp", "to": "lab", "carries": ["nhs-number"] }],
        }}),
        json!({
            "party": { "vendor": { "sub_processors": [{ "party": "sub", "systems": ["cloud"] }] } },
            "system": { "cloud": { "operator": "vendor" } },
            "document": { "contract": { "kind": "contract", "parties": ["council", "vendor"] } },
        }),
    )
}

fn hospital_through_the_hub() -> Register {
    council(
        json!({ "a": {
            "data": ["nhs-number"],
            "source": [{ "from": "hospital", "carries": ["nhs-number"] }],
            "recipient": [
                { "to": "hospital", "carries": ["nhs-number"], "through": "hub" },
                { "to": "police", "carries": ["nhs-number"] },
            ],
        }}),
        json!({ "system": { "hub": {} } }),
    )
}

fn beyond_by_a_loop(side: Side) {
    let register = hospital_through_the_hub();
    assert_eq!(
        side.who(&register, "nhs-number"),
        "hospital: stated recipient\npolice: stated recipient"
    );
    let query = FlowQuery {
        not_through: places(&["system:hub"]),
        ..about_data(&register, "nhs-number")
    };
    assert_eq!(
        side.who_receives(&register, &query),
        "police: stated recipient"
    );
}

fn breach_record_as_contract(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number"],
            "breaches": ["breach"],
            "store": [{ "in": "cloud", "carries": ["nhs-number"] }],
        }}),
        json!({
            "system": { "cloud": { "operator": "vendor" } },
            "document": { "breach": { "kind": "breach-record", "parties": ["council", "vendor"] } },
        }),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "vendor: stated processor"
    );
    assert_eq!(
        agreement_with(&register, "vendor"),
        Some(Agreement::NotRecorded)
    );
}

fn controller_as_recipient(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number"],
            "recipient": [
                { "to": "team", "carries": ["nhs-number"] },
                { "to": "council", "carries": ["nhs-number"] },
            ],
        }}),
        json!({ "party": { "team": { "part_of": "council" } } }),
    );
    assert_eq!(side.who(&register, "nhs-number"), "");
}

fn vendor_in_no_country() -> Register {
    council(
        json!({ "a": {
            "data": ["nhs-number"],
            "recipient": [{ "to": "vendor", "carries": ["nhs-number"] }],
            "store": [{ "in": "cloud", "carries": ["nhs-number"] }],
        }}),
        json!({
            "party": { "vendor": { "name": "Vendor" } },
            "system": { "cloud": { "name": "Cloud store", "operator": "vendor" } },
        }),
    )
}

fn country_not_recorded(side: Side) {
    let register = vendor_in_no_country();
    assert_eq!(
        side.who(&register, "nhs-number"),
        "vendor: stated recipient and processor"
    );
    let steps = answer(&register, &about_data(&register, "nhs-number")).steps;
    assert!(steps.iter().all(|step| step.leaves == Leaves::Possibly));
}

fn ended_flow(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number"],
            "recipient": [
                { "to": "old-vendor", "carries": ["nhs-number"], "begins": "2015-01-01", "ends": "2020-12-31" },
                { "to": "new-vendor", "carries": ["nhs-number"], "begins": "2030-01-01" },
            ],
        }}),
        json!({ "party": { "old-vendor": { "country": "GB" }, "new-vendor": { "country": "GB" } } }),
    );
    assert_eq!(side.who(&register, "nhs-number"), "");
}

fn engaged_twice(side: Side) {
    let register = council(
        json!({ "a": { "data": ["nhs-number"], "store": [{ "in": "own", "carries": ["nhs-number"] }] } }),
        json!({
            "party": {
                "council": { "sub_processors": [{ "party": "sub" }, { "party": "vendor" }] },
                "vendor": { "sub_processors": [{ "party": "sub", "systems": ["own"] }] },
            },
            "system": { "own": { "operator": "council" } },
        }),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "sub: possible processor and sub-processor\nvendor: possible processor"
    );
    if side == Side::Graph {
        let query = FlowQuery {
            role: Some(ReceiverRole::SubProcessor),
            ..about_data(&register, "nhs-number")
        };
        assert_eq!(
            side.who_receives(&register, &query),
            "sub: possible sub-processor"
        );
    }
}

fn exchanged_with_a_processor(side: Side) {
    let register = council(
        json!({ "a": { "data": ["nhs-number"], "store": [{ "in": "cloud", "carries": ["nhs-number"] }] } }),
        json!({ "system": { "cloud": { "operator": "vendor" } } }),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "vendor: stated processor"
    );
    if side == Side::Graph {
        let (query, vendor) = (query(), whole("vendor"));
        let mut search = About::new(&query, &vendor);
        search.look(&register);
        let dealings = search.finish().0;
        assert_eq!(dealings.len(), 1);
        assert_eq!(
            route(std::slice::from_ref(&dealings[0].step)),
            "cloud -> vendor"
        );
    }
}

fn joint_controller_without_a_flow(side: Side) {
    let register = council(
        json!({ "a": {
            "role": "joint-controller",
            "data": ["nhs-number"],
            "joint_controllers": [{ "party": "nhs-trust" }],
        }}),
        json!({}),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "nhs-trust: possible joint-controller"
    );
}

fn names_it_but_has_it_not(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["address"],
            "recipient": [{ "to": "gp", "carries": ["nhs-number"] }, { "to": "police", "carries": "all" }],
        }}),
        json!({}),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "gp: stated recipient\npolice: stated recipient"
    );
}

fn denied() -> Register {
    council(
        json!({ "a": {
            "data": ["health", "offences"],
            "purpose": [{ "text": "Adoption", "basis": "none", "basis_published": "we need it" }],
            "condition": [{ "article_9": "none", "published": "we need it", "data": ["health"] }],
            "store": [{ "in": "cloud", "carries": ["health"] }],
            "recipient": [{ "to": "abroad", "carries": ["health"], "transfer": "none", "agreement": "none" }],
        }}),
        json!({
            "party": { "abroad": { "country": "US" } },
            "system": { "cloud": { "name": "Cloud", "operator": "council", "hosted_in": "none" } },
        }),
    )
}

/// Beside a country abroad, `transfer = "none"` is a contradiction and the step leaves the UK.
fn none_becomes_not_recorded(side: Side) {
    let register = denied();
    assert_eq!(side.who(&register, "health"), "abroad: stated recipient");
    let query = about_data(&register, "health");
    let leaving: Vec<String> = match side {
        Side::Graph => {
            let departures = departures(&register, &query).into_iter();
            departures.map(|(_, _, to)| to.id).collect()
        }
        Side::Reference => {
            let steps = answer(&register, &query).steps.into_iter();
            let leaving = steps.filter(|step| step.leaves != Leaves::No);
            leaving.map(|step| step.to.id).collect()
        }
    };
    assert_eq!(leaving, ["abroad"]);
}

fn cloud_store() -> Register {
    council(
        json!({ "a": { "data": ["nhs-number"], "store": [{ "in": "cloud", "carries": ["nhs-number"] }] } }),
        json!({ "system": { "cloud": { "name": "Cloud store" } } }),
    )
}

fn operator_not_recorded(side: Side) {
    let register = cloud_store();
    assert_eq!(side.who(&register, "nhs-number"), "");
    let query = about_data(&register, "nhs-number");
    assert_eq!(side.where_held(&register, &query), "cloud: stated");
}

fn own_council_as_processor(side: Side) {
    let register = council(
        json!({ "a": {
            "controller": "childrens-services",
            "data": ["nhs-number"],
            "store": [{ "in": "mosaic", "carries": ["nhs-number"] }],
        }}),
        json!({
            "party": { "childrens-services": { "part_of": "council" } },
            "system": { "mosaic": { "operator": "council" } },
        }),
    );
    assert_eq!(side.who(&register, "nhs-number"), "");
}

fn partners_own_portal(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number"],
            "recipient": [{ "to": "dfe", "carries": ["nhs-number"], "through": "collect" }],
        }}),
        json!({
            "party": { "dfe": { "kind": "public-authority", "country": "GB" } },
            "system": { "collect": { "operator": "dfe" } },
        }),
    );
    assert_eq!(side.who(&register, "nhs-number"), "dfe: stated recipient");
}

fn mailing_house() -> Register {
    council(
        json!({ "a": { "data": ["nhs-number"], "recipient": [{ "to": "mailing-house", "carries": ["nhs-number"] }] } }),
        json!({ "party": {
            "mailing-house": { "sub_processors": [{ "party": "printer" }] },
            "printer": { "country": "US" },
        }}),
    )
}

fn recipients_sub_processors(side: Side) {
    let register = mailing_house();
    assert_eq!(
        side.who(&register, "nhs-number"),
        "mailing-house: stated recipient\nprinter: possible sub-processor"
    );
}

fn second_half(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["address"],
            "store": [{ "in": "hub", "carries": ["nhs-number"] }],
            "recipient": [{ "to": "gp", "carries": "all", "through": "hub" }],
        }}),
        json!({ "system": { "hub": { "operator": "council" } } }),
    );
    assert_eq!(side.who(&register, "nhs-number"), "gp: stated recipient");
}

fn source_through(side: Side) {
    let register = council(
        json!({ "blue-badge": {
            "people": ["residents"],
            "data": ["nhs-number"],
            "source": [{ "from": "people:residents", "carries": ["nhs-number"], "through": "online-form" }],
        }}),
        json!({
            "people": { "residents": {} },
            "party": { "formware": { "country": "US" } },
            "system": { "online-form": { "operator": "formware", "hosted_in": ["US"] } },
        }),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "formware: stated processor"
    );
    let query = about_data(&register, "nhs-number");
    assert_eq!(side.where_held(&register, &query), "online-form: stated");
    let query = about_people(&register, "nhs-number", "residents");
    assert_eq!(
        side.who_receives(&register, &query),
        "formware: stated processor"
    );
    let steps = answer(&register, &query).steps;
    assert_eq!(steps.len(), 2);
    assert!(steps.iter().all(|step| step.leaves == Leaves::Yes));
}

fn stated_in_which_activity(side: Side) {
    let register = council(
        json!({
            "adoption": { "data": ["nhs-number"], "recipient": [{ "to": "gp", "carries": ["nhs-number"] }] },
            "burials": { "data": ["nhs-number"], "recipient": [{ "to": "gp" }] },
        }),
        json!({}),
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "gp: stated recipient in adoption\ngp: possible recipient in burials"
    );
}

fn sub_processors_query(side: Side) {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number", "salary"],
            "store": [{ "in": "cloud", "carries": ["nhs-number"] }, { "in": "payroll", "carries": ["salary"] }],
        }}),
        json!({
            "party": {
                "vendor": { "sub_processors": [{ "party": "sub", "systems": ["cloud"] }] },
                "other": { "sub_processors": [{ "party": "sub", "systems": ["payroll"] }] },
            },
            "system": { "cloud": { "operator": "vendor" }, "payroll": { "operator": "other" } },
        }),
    );
    assert_eq!(
        side.who(&register, "salary"),
        "other: stated processor\nsub: stated sub-processor"
    );
    assert_eq!(
        side.who(&register, "nhs-number"),
        "sub: stated sub-processor\nvendor: stated processor"
    );
    if side == Side::Graph {
        let query = about_party(&register, "salary", "sub");
        assert_eq!(
            side.who_receives(&register, &query),
            "sub: stated sub-processor"
        );
    }
}
