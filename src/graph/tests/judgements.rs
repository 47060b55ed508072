//! What the design says of each step: where it ends, whether data leaves the UK by it, and under
//! which agreement (section 5). These are asked of the reference.

use super::reference::{Agreement, Judged, Leaves, State, Which, answer};
use super::*;
use crate::model::Recorded;

fn steps(register: &Register) -> Vec<Judged> {
    answer(register, &about_data(register, "x")).steps
}

fn to<'j>(steps: &'j [Judged], end: &str) -> &'j Judged {
    let mut steps = steps.iter();
    steps.find(|step| step.to.id == end).unwrap()
}

fn countries(step: &Judged) -> String {
    let countries = step.whereabouts.countries.value().into_iter().flatten();
    let codes: Vec<&str> = countries.map(crate::model::Country::as_str).collect();
    codes.join(", ")
}

#[test]
fn where_a_party_is_comes_from_itself_and_its_engagement_and_else_from_its_body() {
    let recipients = ["ward", "branch", "member"].map(|it| json!({ "to": it, "carries": ["x"] }));
    let register = with_service(
        json!({ "store": [{ "in": "cloud", "carries": ["x"] }], "recipient": recipients }),
        json!({
            "system": { "cloud": { "operator": "vendor", "hosted_in": ["GB", "IE"] } },
            "party": {
                "vendor": { "country": "GB", "sub_processors": [
                    { "party": "support", "systems": ["cloud"], "country": "IN" },
                    { "party": "branch", "systems": ["cloud"], "country": "GB" },
                ]},
                "support": { "country": "US" },
                "ward": { "part_of": "trust" },
                "trust": { "country": "GB" },
                "branch": { "part_of": "bank" },
                "bank": { "country": "FR" },
                "member": { "part_of": "agencies" },
                "agencies": { "kind": "class", "country": "US" },
            },
        }),
    );
    let steps = steps(&register);
    assert_eq!(countries(to(&steps, "support")), "IN, US");
    assert_eq!(countries(to(&steps, "ward")), "GB");
    assert_eq!(to(&steps, "ward").leaves, Leaves::No);
    // A class is no legal person: where it is says nothing of a member.
    assert!(to(&steps, "member").whereabouts.countries.is_not_recorded());
    assert_eq!(to(&steps, "member").leaves, Leaves::Possibly);
    // By an engagement the branch is where that is said to be; by the flow, where its body is.
    let of_branch = steps.iter().filter(|step| step.to.id == "branch");
    let told: Vec<_> = of_branch
        .map(|it| (it.number.is_some(), countries(it)))
        .collect();
    assert!(told.contains(&(true, "FR".into())) && told.contains(&(false, "GB".into())));
    // A UK firm that hosts in Ireland is in the UK, and its system in Ireland.
    let vendor = to(&steps, "vendor");
    assert_eq!(
        (countries(vendor).as_str(), vendor.leaves),
        ("GB", Leaves::Yes)
    );
    assert_eq!(to(&steps, "cloud").leaves, Leaves::Yes);
}

#[test]
fn a_transfer_recorded_or_denied_settles_what_countries_do_not() {
    let to_party = |party: &str, transfer: Value| json!({ "to": party, "carries": ["x"], "transfer": transfer });
    let register = with_service(
        json!({ "recipient": [
            to_party("unsaid", Value::Null),
            to_party("denied", json!("none")),
            to_party("denied-abroad", json!("none")),
            to_party("recorded", json!({ "route": "safeguards" })),
            to_party("placed-nowhere", Value::Null),
        ]}),
        json!({ "party": { "denied-abroad": { "country": "US" }, "placed-nowhere": { "country": "none" } } }),
    );
    let steps = steps(&register);
    for (party, leaves) in [
        ("unsaid", Leaves::Possibly),
        ("denied", Leaves::No),
        ("denied-abroad", Leaves::Yes),
        ("recorded", Leaves::Yes),
        ("placed-nowhere", Leaves::No),
    ] {
        assert_eq!(to(&steps, party).leaves, leaves, "{party}");
    }
}

#[test]
fn what_a_flow_through_a_system_records_is_about_its_end_and_not_about_who_runs_it() {
    let register = with_service(
        json!({ "recipient": [{
            "to": "gp", "carries": ["x"], "through": "hub", "agreement": "sharing",
            "transfer": { "route": "safeguards" },
        }]}),
        json!({
            "system": { "hub": { "operator": "host", "hosted_in": "GB" } },
            "party": { "host": { "country": "GB" }, "gp": { "country": "GB" } },
            "document": { "sharing": { "kind": "sharing-agreement", "parties": ["council", "gp"], "expires": "2026-11-23" } },
        }),
    );
    let steps = steps(&register);
    assert_eq!(to(&steps, "host").leaves, Leaves::No);
    assert_eq!(to(&steps, "host").agreement, Some(Agreement::NotRecorded));
    assert_eq!(to(&steps, "gp").leaves, Leaves::Yes);
    assert_eq!(
        to(&steps, "gp").agreement,
        Some(Agreement::These {
            which: Which::Cited {
                is_party: Recorded::Value(true)
            },
            state: State::Expired,
            documents: vec!["sharing".into()],
        })
    );
}

fn contracts(documents: &Value) -> Option<Agreement> {
    let register = with_service(
        json!({ "store": [{ "in": "cloud", "carries": ["x"] }] }),
        json!({
            "system": { "cloud": { "operator": "vendor" } },
            "party": { "council": { "part_of": "authority" } },
            "document": documents,
        }),
    );
    to(&steps(&register), "vendor").agreement.clone()
}

fn found(which: Which, state: State, documents: &[&str]) -> Option<Agreement> {
    let documents = documents.iter().map(ToString::to_string).collect();
    Some(Agreement::These {
        which,
        state,
        documents,
    })
}

#[test]
fn an_agreement_that_is_not_cited_is_found_by_its_kind_and_its_parties() {
    let contract = |parties: &[&str], dated: &str, expires: &str| json!({ "kind": "contract", "parties": parties, "dated": dated, "expires": expires });
    let both = ["authority", "vendor"];
    assert_eq!(
        contracts(&json!({
            "old": contract(&both, "2020-01-01", "2026-11-23"),
            "new": contract(&both, "2020-01-01", "2027-02-22"),
        })),
        found(Which::OfBoth, State::EndsSoon, &["new"])
    );
    assert_eq!(
        contracts(&json!({
            "older": contract(&both, "2019-01-01", "2025-01-01"),
            "later": contract(&both, "2020-01-01", "2024-01-01"),
            "future": contract(&both, "2026-11-25", "none"),
        })),
        found(Which::OfBoth, State::Expired, &["later"])
    );
    assert_eq!(
        contracts(&json!({
            "of-vendor": contract(&["vendor"], "2020-01-01", "none"),
            "of-others": contract(&["authority", "other"], "2020-01-01", "none"),
            "sharing": { "kind": "sharing-agreement", "parties": both },
        })),
        found(Which::OfFarEnd, State::InForce, &["of-vendor"])
    );
    assert_eq!(contracts(&json!({})), Some(Agreement::NotRecorded));
}

#[test]
fn the_contract_of_a_sub_processor_is_with_whoever_engages_it() {
    let register = with_service(
        json!({ "store": [{ "in": "cloud", "carries": ["x"], "agreement": "ours" }] }),
        json!({
            "system": { "cloud": { "operator": "vendor" } },
            "party": { "vendor": { "sub_processors": [{ "party": "sub", "systems": ["cloud"] }] } },
            "document": {
                "ours": { "kind": "contract", "parties": ["council", "vendor"] },
                "theirs": { "kind": "contract", "parties": ["vendor", "sub"] },
            },
        }),
    );
    let steps = steps(&register);
    assert_eq!(
        to(&steps, "sub").agreement,
        found(Which::OfBoth, State::InForce, &["theirs"])
    );
}
