//! The examples of the design; those on data and time alone are in `more_examples`.

use super::reference::{Agreement, Leaves, State, Which, answer};
use super::sides::{Side, about_party, departures, on_both_sides};
use super::*;

on_both_sides! {
    other_data_beside_what_is_asked,
    people_of_a_flow_not_recorded,
    another_flow_about_others,
    data_paired_with_people,
    activity_that_has_ended,
    engaged_for_another_system,
    engaged_by_a_processor_without_a_system,
    engaged_for_an_activity,
    engaged_by_a_controller_of_its_own,
    engaged_for_a_system_and_an_activity,
    engaged_for_a_system_that_is_not_recorded,
    engaged_from_tomorrow,
    councillors_and_agency_staff,
    processor_of_a_processor,
    source_through_the_system_of_another_controller,
    processor_by_one_flow_and_controller_by_another,
    joint_controller_with_a_flow,
    source_through_its_own_portal,
    all_data_within_what_is_asked,
    joint_controller_without_a_flow,
    onward_of_what_the_activity_does_not_list,
    source_that_ended,
    source_through_a_vendors_form,
}

fn people() -> Value {
    json!({ "people": { "children": {}, "staff": {} } })
}

/// Example 1.
fn all_data_within_what_is_asked(side: Side) {
    let register = with_service(
        json!({
            "people": ["children", "staff"],
            "data": ["name"],
            "recipient": [{ "to": "bank", "carries": ["name"] }],
        }),
        people(),
    );
    let query = about_people(&register, "name", "children");
    assert_eq!(
        side.who_receives(&register, &query),
        "bank: stated recipient"
    );
}

/// Example 2.
fn other_data_beside_what_is_asked(side: Side) {
    let register = with_service(
        json!({
            "people": ["children", "staff"],
            "data": ["name", "bank-account"],
            "recipient": [{ "to": "bank", "carries": ["name", "bank-account"] }],
        }),
        people(),
    );
    let query = about_people(&register, "name", "children");
    assert_eq!(
        side.who_receives(&register, &query),
        "bank: possible recipient"
    );
}

/// Example 3.
fn people_of_a_flow_not_recorded(side: Side) {
    let register = with_service(
        json!({
            "people": ["children"],
            "recipient": [{ "to": "police", "carries": ["name"] }],
        }),
        people(),
    );
    let query = about_people(&register, "name", "children");
    assert_eq!(
        side.who_receives(&register, &query),
        "police: stated recipient"
    );
}

/// Example 4.
fn another_flow_about_others(side: Side) {
    let register = with_service(
        json!({
            "people": ["children"],
            "recipient": [
                { "to": "police", "carries": ["name"] },
                { "to": "bank", "carries": ["bank-account"], "people": ["staff"] },
            ],
        }),
        people(),
    );
    let query = about_people(&register, "name", "children");
    assert_eq!(
        side.who_receives(&register, &query),
        "police: stated recipient"
    );
}

/// Example 5.
fn data_paired_with_people(side: Side) {
    let register = with_service(
        json!({
            "people": ["children", "staff"],
            "data": ["health", "name"],
            "about": [{ "people": ["children"], "data": ["health"] }],
            "recipient": [{ "to": "clinic", "carries": "all" }],
        }),
        people(),
    );
    let asked = |data, who| side.who_receives(&register, &about_people(&register, data, who));
    assert_eq!(asked("health", "staff"), "");
    assert_eq!(asked("name", "staff"), "clinic: possible recipient");
    assert_eq!(asked("health", "children"), "clinic: stated recipient");
}

/// Example 14, of an activity that counts; which retired ones do is for the store to say.
fn activity_that_has_ended(side: Side) {
    let with = |fields: Value| {
        let mut service = json!({ "recipient": [{ "to": "bank", "carries": ["name"] }] });
        let fields = fields.as_object().unwrap().clone();
        service.as_object_mut().unwrap().extend(fields);
        with_service(service, json!({}))
    };
    let asked = |fields: Value| side.who(&with(fields), "name");
    assert_eq!(asked(json!({ "ends": "2026-11-23" })), "");
    assert_eq!(asked(json!({ "begins": "2026-11-25" })), "");
    let all_day = json!({ "begins": "2026-11-24", "ends": "2026-11-24" });
    assert_eq!(asked(all_day), "bank: stated recipient");
    let retired = json!({ "status": "retired", "ends": "2022-03-31" });
    assert_eq!(asked(retired), "bank: stated recipient");
}

/// Example 6.
fn engaged_for_another_system(side: Side) {
    let register = with_service(
        json!({ "store": [{ "in": "mosaic", "carries": ["name"] }] }),
        json!({
            "system": { "mosaic": { "operator": "vendor" }, "payroll": { "operator": "vendor" } },
            "party": { "vendor": { "sub_processors": [{ "party": "sub", "systems": ["payroll"] }] } },
        }),
    );
    assert_eq!(side.who(&register, "name"), "vendor: stated processor");
}

fn textline() -> Value {
    json!({ "party": { "textline": { "sub_processors": [{ "party": "smsgate" }] } } })
}

fn texts(role: &str) -> Value {
    json!({ "recipient": [{ "to": "textline", "as": role, "carries": ["mobile"] }] })
}

/// Example 7.
fn engaged_by_a_processor_without_a_system(side: Side) {
    let register = with_service(texts("processor"), textline());
    assert_eq!(
        side.who(&register, "mobile"),
        "smsgate: possible sub-processor\ntextline: stated processor"
    );
}

/// Example 8.
fn engaged_for_an_activity(side: Side) {
    let engaged = json!([{ "party": "smsgate", "activities": ["reminders"] }]);
    let register = register(json!({
        "activity": { "reminders": texts("processor"), "surveys": texts("processor") },
        "party": { "textline": { "sub_processors": engaged } },
    }));
    assert_eq!(
        side.who(&register, "mobile"),
        "smsgate: stated sub-processor in reminders\n\
         textline: stated processor in reminders\n\
         textline: stated processor in surveys"
    );
}

/// Rule 7: nothing is followed from one who has the data on its own account.
fn engaged_by_a_controller_of_its_own(side: Side) {
    let register = with_service(texts("controller"), textline());
    assert_eq!(side.who(&register, "mobile"), "textline: stated recipient");
}

/// Rule 7: where systems and activities are named, both must match.
fn engaged_for_a_system_and_an_activity(side: Side) {
    let engaged = |party: &str, systems: Value, activities: Value| json!({ "party": party, "systems": systems, "activities": activities });
    let register = with_service(
        json!({ "store": [{ "in": "mosaic", "carries": ["name"] }] }),
        json!({
            "system": { "mosaic": { "operator": "vendor" } },
            "party": { "vendor": { "sub_processors": [
                engaged("both", json!(["mosaic"]), json!(["service"])),
                engaged("other-activity", json!(["mosaic"]), json!(["other"])),
                engaged("other-system", json!(["payroll"]), json!(["service"])),
                engaged("no-system", json!("none"), json!(["service"])),
                engaged("no-activity", json!(["mosaic"]), json!("none")),
                engaged("nothing", json!("none"), Value::Null),
            ]}},
        }),
    );
    assert_eq!(
        side.who(&register, "name"),
        "both: stated sub-processor\n\
         no-activity: stated sub-processor\n\
         no-system: stated sub-processor\n\
         vendor: stated processor"
    );
}

/// Rule 7: through which system a flow goes is not recorded; an engagement that names this activity as well is
/// none for whatever system.
fn engaged_for_a_system_that_is_not_recorded(side: Side) {
    let register = with_service(
        texts("processor"),
        json!({ "party": { "textline": { "sub_processors": [
            { "party": "by-system", "systems": ["gateway"] },
            { "party": "by-both", "systems": ["gateway"], "activities": ["service"] },
        ]}}}),
    );
    assert_eq!(
        side.who(&register, "mobile"),
        "by-system: possible sub-processor\ntextline: stated processor"
    );
}

/// Rule 12: an engagement that is planned or has ended adds nothing.
fn engaged_from_tomorrow(side: Side) {
    let engaged = |party: &str, begins: Value, ends: Value| json!({ "party": party, "activities": ["service"], "begins": begins, "ends": ends });
    let register = with_service(
        texts("processor"),
        json!({ "party": { "textline": { "sub_processors": [
            engaged("planned", json!("2026-11-25"), Value::Null),
            engaged("today", json!("2026-11-24"), json!("2026-11-24")),
            engaged("ended", Value::Null, json!("2026-11-23")),
            engaged("without-days", json!("none"), json!("none")),
        ]}}}),
    );
    assert_eq!(
        side.who(&register, "mobile"),
        "textline: stated processor\ntoday: stated sub-processor\nwithout-days: stated sub-processor"
    );
}

/// Rules 6 and 10: a part of the controller as a controller of its own, and another party inside the controller.
fn councillors_and_agency_staff(side: Side) {
    let register = with_service(
        json!({ "recipient": [
            { "to": "councillors", "as": "controller", "carries": ["name"] },
            { "to": "committee", "carries": ["name"] },
            { "to": "agency", "as": "internal", "carries": ["name"] },
            { "to": "police", "as": "joint-controller", "carries": ["name"] },
        ]}),
        json!({ "party": {
            "councillors": { "kind": "class", "part_of": "council" },
            "committee": { "part_of": "council" },
        }}),
    );
    assert_eq!(
        side.who(&register, "name"),
        "councillors: stated recipient\npolice: stated joint-controller"
    );
}

/// Rule 6: where we act as processor, our processor is a sub-processor.
fn processor_of_a_processor(side: Side) {
    let register = with_service(
        json!({
            "role": "processor",
            "acts_for": ["school"],
            "controller": "school",
            "recipient": [{ "to": "printer", "as": "processor", "carries": ["name"] }],
        }),
        json!({}),
    );
    assert_eq!(side.who(&register, "name"), "printer: stated sub-processor");
}

/// Rule 4: whoever runs the system of a source as a controller of its own is no recipient.
fn source_through_the_system_of_another_controller(side: Side) {
    let register = with_service(
        json!({ "source": [
            { "from": "nhs", "carries": ["name"], "through": "portal", "as": "controller" },
            { "from": "nhs", "carries": ["mobile"], "through": "portal" },
        ]}),
        json!({ "system": { "portal": { "operator": "vendor" } } }),
    );
    assert_eq!(side.who(&register, "name"), "");
    assert_eq!(side.who(&register, "mobile"), "vendor: stated processor");
    let query = about_data(&register, "name");
    assert_eq!(side.where_held(&register, &query), "portal: stated");
}

/// Rule 6: one firm is processor by one flow and controller by another, also in one system.
fn processor_by_one_flow_and_controller_by_another(side: Side) {
    let register = with_service(
        json!({ "store": [
            { "in": "ledger", "carries": ["name"], "as": "processor" },
            { "in": "ledger", "carries": ["mobile"], "as": "controller" },
        ]}),
        json!({
            "system": { "ledger": { "operator": "debts" } },
            "party": { "debts": { "sub_processors": [{ "party": "host", "systems": ["ledger"] }] } },
        }),
    );
    assert_eq!(
        side.who(&register, "name"),
        "debts: stated processor\nhost: stated sub-processor"
    );
    assert_eq!(side.who(&register, "mobile"), "debts: stated recipient");
}

/// Example 9.
#[test]
fn parent_of_a_subsidiary_is_a_party_of_its_own() {
    let register = with_service(
        json!({ "recipient": [{ "to": "child", "carries": ["name"] }] }),
        json!({ "party": { "child": { "country": "GB" }, "parent": { "country": "US" } } }),
    );
    let query = about_data(&register, "name");
    assert!(departures(&register, &query).is_empty());
    let steps = answer(&register, &query).steps;
    assert!(steps.iter().all(|step| step.leaves == Leaves::No));
}

/// Example 10.
fn onward_of_what_the_activity_does_not_list(side: Side) {
    let register = service(json!({
        "data": ["name"],
        "store": [{ "in": "files", "carries": "all" }],
        "onward": [{ "from": "hospital", "to": "lab", "carries": ["genetic"] }],
    }));
    assert_eq!(
        side.who(&register, "genetic"),
        "hospital: possible recipient\nlab: stated recipient"
    );
    let query = about_data(&register, "genetic");
    assert_eq!(side.where_held(&register, &query), "");
}

/// Example 11.
fn joint_controller_without_a_flow(side: Side) {
    let register = service(json!({
        "data": ["nhs", "address"],
        "joint_controllers": [{ "party": "police" }],
    }));
    assert_eq!(
        side.who(&register, "nhs"),
        "police: possible joint-controller"
    );
}

/// Example 12.
fn joint_controller_with_a_flow(side: Side) {
    let register = service(json!({
        "data": ["nhs", "address"],
        "joint_controllers": [{ "party": "police" }],
        "recipient": [{ "to": "police", "carries": ["address"] }],
    }));
    assert_eq!(side.who(&register, "nhs"), "");
    assert_eq!(
        side.who(&register, "address"),
        "police: stated joint-controller"
    );
}

fn source_until_2021() -> Register {
    service(json!({
        "source": [{ "from": "nhs-england", "carries": ["nhs"], "ends": "2021-03-31" }],
        "store": "none",
        "recipient": [{ "to": "police", "carries": "all" }],
        "onward": "none",
    }))
}

/// Example 13.
fn source_that_ended(side: Side) {
    assert_eq!(side.who(&source_until_2021(), "nhs"), "");
}

/// Example 13.
#[test]
fn what_became_of_what_a_source_brought_is_a_gap() {
    let register = source_until_2021();
    let query = about_data(&register, "nhs");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    let gaps = gaps(&search.finish().2);
    assert!(gaps.contains("nhs") || gaps.contains("service"), "{gaps}");
}

fn form() -> Register {
    with_service(
        json!({ "source": [{ "from": "people:residents", "carries": ["nhs"], "through": "form" }] }),
        json!({
            "system": { "form": { "operator": "formware", "hosted_in": "US" } },
            "party": { "formware": { "country": "US" } },
        }),
    )
}

/// Example 19.
fn source_through_a_vendors_form(side: Side) {
    let register = form();
    assert_eq!(side.who(&register, "nhs"), "formware: stated processor");
    let query = about_data(&register, "nhs");
    assert_eq!(side.where_held(&register, &query), "form: stated");
}

/// Example 19.
#[test]
fn what_comes_in_through_a_form_abroad_leaves_the_uk() {
    let register = form();
    let query = about_data(&register, "nhs");
    let mut search = LeavesUk::new(&query);
    search.look(&register);
    let found = search.finish().0;
    assert!(!found.is_empty());
    assert!(found.iter().all(Departure::is_missing));
    let ends = places(&["formware", "system:form"]);
    assert!(
        found
            .iter()
            .all(|it| ends.contains(&it.step.to.reference()))
    );
}

fn portal() -> Register {
    with_service(
        json!({ "source": [{ "from": "nhs-england", "carries": ["nhs"], "through": "nhs-portal" }] }),
        json!({ "system": { "nhs-portal": { "operator": "nhs-england" } } }),
    )
}

/// Example 20.
fn source_through_its_own_portal(side: Side) {
    let register = portal();
    let query = about_data(&register, "nhs");
    assert_eq!(side.where_held(&register, &query), "");
    assert_eq!(side.who_receives(&register, &query), "");
}

/// Example 20.
#[test]
fn where_from_names_the_portal_of_a_source() {
    let register = portal();
    let query = about_data(&register, "nhs");
    let mut search = WhereFrom::new(&query);
    search.look(&register);
    let origins = search.finish().0;
    assert_eq!(
        lines(origins.iter().map(|origin| route(&origin.route))),
        "nhs-england -> nhs-portal -> service"
    );
}

/// Example 21.
#[test]
fn two_contracts_in_force_are_both_named() {
    let contract = json!({ "kind": "contract", "parties": ["council", "caresoft"] });
    let register = with_service(
        json!({ "store": [{ "in": "care", "carries": ["name"] }] }),
        json!({
            "system": { "care": { "operator": "caresoft" } },
            "document": { "first": contract, "second": contract },
        }),
    );
    let steps = answer(&register, &about_data(&register, "name")).steps;
    let of_caresoft = steps
        .iter()
        .find(|step| step.role == Some(ReceiverRole::Processor));
    assert_eq!(
        of_caresoft.unwrap().agreement,
        Some(Agreement::These {
            which: Which::OfBoth,
            state: State::InForce,
            documents: vec!["first".into(), "second".into()],
        })
    );
}

fn agencies() -> Register {
    with_service(
        json!({ "recipient": [{ "to": "agencies", "carries": ["name"] }] }),
        json!({
            "party": { "agencies": { "kind": "class" }, "experian": { "part_of": "agencies" } },
            "document": { "sharing": { "kind": "sharing-agreement", "parties": ["council", "experian"] } },
        }),
    )
}

/// Example 22.
#[test]
fn a_question_about_a_member_shows_what_goes_to_its_class_as_possible() {
    let register = agencies();
    let query = about_party(&register, "name", "experian");
    assert_eq!(
        Side::Graph.who_receives(&register, &query),
        "experian: possible recipient"
    );
}

/// Example 22.
#[test]
fn an_agreement_with_a_member_does_not_cover_its_class() {
    let register = agencies();
    let steps = answer(&register, &about_data(&register, "name")).steps;
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].agreement, Some(Agreement::NotRecorded));
}

/// Example 22, by legal person: a contract with the whole of a body covers its parts.
#[test]
fn an_agreement_with_a_body_covers_its_parts() {
    let register = with_service(
        json!({ "recipient": [{ "to": "ward", "carries": ["name"] }] }),
        json!({
            "party": { "trust": { "kind": "public-authority", "country": "GB" }, "ward": { "kind": "team", "part_of": "trust" } },
            "document": { "sharing": { "kind": "sharing-agreement", "parties": ["council", "trust"], "expires": "2026-11-24" } },
        }),
    );
    let steps = answer(&register, &about_data(&register, "name")).steps;
    assert_eq!(steps[0].leaves, Leaves::No);
    assert_eq!(
        steps[0].agreement,
        Some(Agreement::These {
            which: Which::OfBoth,
            state: State::EndsSoon,
            documents: vec!["sharing".into()],
        })
    );
}
