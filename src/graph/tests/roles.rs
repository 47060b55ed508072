//! Who receives in which role, and who is no receiver (rules 6, 8 and 9).

use super::sides::{Side, on_both_sides};
use super::*;

#[test]
fn the_controller_is_no_receiver_and_its_parts_are_internal() {
    let register = with_service(
        json!({
            "data": ["x"],
            "store": [{ "in": "own", "carries": ["x"] }, { "in": "teams", "carries": ["x"] }],
            "recipient": [{ "to": "council", "carries": ["x"] }, { "to": "schools-team", "carries": ["x"] }],
        }),
        json!({
            "system": { "own": { "operator": "council" }, "teams": { "operator": "it-team" } },
            "party": { "it-team": { "part_of": "directorate" }, "directorate": { "part_of": "council" }, "schools-team": { "part_of": "council" } },
        }),
    );
    assert_eq!(receivers(&register, "x"), "");
    let query = FlowQuery {
        role: Some(ReceiverRole::Internal),
        ..about_data(&register, "x")
    };
    insta::assert_snapshot!(received(&register, &query), @r"
        stated internal direct: service -> teams -> it-team
        stated internal direct: service -> schools-team
    ");
}

#[test]
fn where_the_controller_is_not_recorded_it_is_whose_register_this_is() {
    let register = register(json!({
        "settings": { "organisation": "council" },
        "activity": { "service": { "data": ["x"], "recipient": [{ "to": "council", "carries": ["x"] }] } },
    }));
    assert_eq!(receivers(&register, "x"), "");
}

#[test]
fn joint_controllers_are_receivers_in_that_role() {
    let register = service(json!({
        "data": ["x"],
        "joint_controllers": [{ "party": "nhs" }],
        "recipient": [{ "to": "nhs", "carries": ["x"] }],
    }));
    assert_eq!(
        receivers(&register, "x"),
        "stated joint-controller direct: service -> nhs"
    );
}

#[test]
fn where_we_act_for_others_our_processors_are_sub_processors_and_they_are_no_receivers() {
    let register = register(json!({
        "settings": { "organisation": "council" },
        "system": { "payroll": { "operator": "host" }, "school-system": { "operator": "school" } },
        "activity": { "service": {
            "role": "processor",
            "acts_for": ["school"],
            "data": ["x"],
            "store": [{ "in": "payroll", "carries": ["x"] }, { "in": "school-system", "carries": ["x"] }],
            "recipient": [{ "to": "school", "carries": ["x"] }, { "to": "council", "carries": ["x"] }, { "to": "hmrc", "carries": ["x"] }],
        }},
    }));
    insta::assert_snapshot!(receivers(&register, "x"), @r"
        stated recipient direct: service -> hmrc
        stated sub-processor through payroll: service -> payroll -> host
    ");
}

#[test]
fn whom_the_controllers_own_team_engages_is_a_processor() {
    let register = with_service(
        json!({ "data": ["x"], "store": [{ "in": "own", "carries": ["x"] }] }),
        json!({
            "system": { "own": { "operator": "council" } },
            "party": { "council": { "sub_processors": [{ "party": "host", "systems": ["own"] }] } },
        }),
    );
    assert_eq!(
        receivers(&register, "x"),
        "stated processor direct: service -> own -> council -> host"
    );
}

#[test]
fn a_party_can_receive_in_two_roles_and_each_is_found() {
    let register = with_service(
        json!({
            "data": ["x"],
            "store": [{ "in": "mosaic" }],
            "recipient": [{ "to": "servelec", "carries": ["x"] }],
        }),
        json!({ "system": { "mosaic": { "operator": "servelec" } } }),
    );
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient and processor direct: service -> servelec"
    );
    let query = FlowQuery {
        role: Some(ReceiverRole::Processor),
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "possible processor through mosaic: service ?> mosaic ?> servelec"
    );
}

#[test]
fn a_receiver_in_two_activities_has_both_and_its_best_route() {
    let register = register(json!({ "activity": {
        "a": { "data": ["x"], "recipient": [{ "to": "gp" }] },
        "b": { "data": ["x"], "status": "draft", "recipient": [{ "to": "gp", "carries": ["x"] }] },
    }}));
    let query = about_data(&register, "x");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    let found = search.finish().0;
    let activities: Vec<String> = found[0]
        .in_activities
        .iter()
        .map(|(activity, _)| {
            format!(
                "{}{}",
                activity.id,
                if activity.is_draft { " (draft)" } else { "" }
            )
        })
        .collect();
    assert_eq!(activities, ["a", "b (draft)"]);
    assert_eq!(receiver(&found[0]), "stated recipient direct: b -> gp");
}

#[test]
fn nothing_follows_from_being_a_part() {
    let register = with_service(
        json!({ "data": ["x"], "recipient": [{ "to": "nhs", "carries": ["x"] }], "onward": [{ "from": "trust", "to": "ward" }] }),
        json!({ "party": { "trust": { "part_of": "nhs" } } }),
    );
    assert_eq!(
        receivers(&register, "x"),
        "stated recipient direct: service -> nhs"
    );
}

#[test]
fn a_filter_by_party_includes_its_parts_and_by_country_what_is_recorded() {
    let register = with_service(
        json!({ "data": ["x"], "recipient": [{ "to": "trust", "carries": ["x"] }, { "to": "police", "carries": ["x"] }] }),
        json!({ "party": { "trust": { "part_of": "nhs", "country": "GB" } } }),
    );
    let id = |id: &str| crate::model::PartyId::new(id).unwrap();
    let query = FlowQuery {
        party: Some(Whole {
            parts: [id("nhs"), id("trust")].into(),
            ..whole("nhs")
        }),
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> trust"
    );
    let query = FlowQuery {
        country: Some(CountryFilter::Is("GB".parse().unwrap())),
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> trust"
    );
    let query = FlowQuery {
        country: Some(CountryFilter::NotRecorded),
        ..about_data(&register, "x")
    };
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> police"
    );
}

/// A purpose for which we act for others makes whoever runs the system a sub-processor, another of the
/// same activity does not.
#[test]
fn who_processes_is_a_sub_processor_where_the_purpose_served_is_one_of_others() {
    let with = |first: &str, second: &str| {
        let register = with_service(
            json!({
                "data": ["x"],
                "purpose": [
                    { "id": "payroll", "text": "Payroll for schools", "role": "processor" },
                    { "id": "pension", "text": "Our pension fund" },
                ],
                "store": [
                    { "in": "bureau", "carries": ["x"], "purpose": first },
                    { "in": "bureau", "carries": ["x"], "purpose": second },
                ],
            }),
            json!({
                "system": { "bureau": { "operator": "vendor" } },
                "party": { "vendor": { "sub_processors": [{ "party": "host", "systems": ["bureau"] }] } },
            }),
        );
        receivers(&register, "x")
    };
    insta::assert_snapshot!(with("payroll", "payroll"), @"
    stated sub-processor through bureau, vendor: service -> bureau -> vendor -> host
    stated sub-processor through bureau: service -> bureau -> vendor
    ");
    insta::assert_snapshot!(with("payroll", "pension"), @"
    stated sub-processor through bureau, vendor: service -> bureau -> vendor -> host
    stated processor and sub-processor through bureau: service -> bureau -> vendor
    ");
    insta::assert_snapshot!(with("pension", "pension"), @"
    stated sub-processor through bureau, vendor: service -> bureau -> vendor -> host
    stated processor through bureau: service -> bureau -> vendor
    ");
}

/// A register of an activity of ours and of one that we carry out for a school, each with a purpose of
/// the other kind.
fn for_others(flows: &Value) -> Register {
    let activity = |role: &str, other: &str| {
        let mut activity = json!({
            "controller": "council",
            "acts_for": ["school"],
            "role": role,
            "data": ["x"],
            "purpose": [
                { "id": "same", "text": "Same", "basis": "6/1/c" },
                { "id": "other", "text": "Other", "role": other, "basis": "6/1/e", "outside_tasks": true },
            ],
        });
        let fields = flows.as_object().unwrap().clone();
        activity.as_object_mut().unwrap().extend(fields);
        activity
    };
    register(json!({
        "settings": { "organisation": "council" },
        "activity": {
            "ours": activity("controller", "processor"),
            "theirs": activity("processor", "controller"),
        },
        "system": { "bureau": { "operator": "vendor" } },
        "party": {
            "council": { "kind": "public-authority", "sub_processors": [{ "party": "host", "activities": ["ours", "theirs"] }] },
        },
    }))
}

fn roles_by_purpose(side: Side, flow: &str, more: &Value) -> [String; 2] {
    let said = |purpose: Option<&str>| {
        let mut one = json!({ "carries": ["x"], "purpose": purpose });
        let fields = more.as_object().unwrap().clone();
        one.as_object_mut().unwrap().extend(fields);
        let register = for_others(&json!({ flow: [one] }));
        let said = side
            .received(&register, &about_data(&register, "x"))
            .into_iter();
        lines(said.map(|((activity, party), said)| format!("{activity}: {party} {said}")))
    };
    [said(None), said(Some("other"))]
}

/// Whom the record calls a processor is a sub-processor in what we do for others, by whichever list.
fn a_processor_by_the_words_of_a_flow(side: Side) {
    for (flow, more) in [
        ("recipient", json!({ "to": "vendor", "as": "processor" })),
        ("store", json!({ "in": "bureau", "as": "processor" })),
        ("store", json!({ "in": "bureau" })),
        (
            "source",
            json!({ "from": "people:pupils", "through": "bureau", "as": "processor" }),
        ),
        (
            "feed",
            json!({ "from": "ledger", "to": "bureau", "as": "processor" }),
        ),
    ] {
        let [activity, purpose] = roles_by_purpose(side, flow, &more);
        assert_eq!(
            activity,
            "ours: vendor stated processor\ntheirs: vendor stated sub-processor"
        );
        assert_eq!(
            purpose,
            "ours: vendor stated sub-processor\ntheirs: vendor stated processor"
        );
    }
}

/// Those for whom we act are inside what we do for them, and recipients of what we do on our own account;
/// whom we engage in the one is a sub-processor, in the other a processor.
fn those_for_whom_we_act(side: Side) {
    let [activity, purpose] = roles_by_purpose(side, "recipient", &json!({ "to": "school" }));
    assert_eq!(activity, "ours: school stated recipient");
    assert_eq!(purpose, "theirs: school stated recipient");
    let [activity, purpose] = roles_by_purpose(side, "recipient", &json!({ "to": "council" }));
    assert_eq!(
        activity,
        "ours: host stated processor\ntheirs: host stated sub-processor"
    );
    assert_eq!(
        purpose,
        "ours: host stated sub-processor\ntheirs: host stated processor"
    );
}

on_both_sides! {
    a_processor_by_the_words_of_a_flow,
    those_for_whom_we_act,
}

/// The steps of the first of these activities for the flow of the second purpose.
fn steps_for_others(flows: &Value) -> Vec<RouteStep> {
    let register = for_others(flows);
    let graph = FlowGraph::new(&register, query().on);
    let steps = placed_steps(&graph).into_iter().map(|it| it.step);
    steps
        .filter(|step| step.activity.as_str() == "ours")
        .collect()
}

#[test]
fn a_step_rests_on_the_bases_of_the_purposes_that_it_serves() {
    let steps = steps_for_others(
        &json!({ "store": [{ "in": "bureau", "carries": ["x"], "purpose": "other" }] }),
    );
    let bases = |step: &RouteStep| {
        let bases = step.basis.iter().map(|basis| basis.purposes.join(", "));
        bases.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        lines(
            steps
                .iter()
                .map(|step| format!("{}: {}", step.to.id, bases(step)))
        ),
        "bureau: Other\nvendor: Other"
    );
}

/// Article 49(3): only in the exercise of their powers are some derogations closed to public authorities.
#[test]
fn a_derogation_is_open_to_a_public_authority_outside_its_tasks() {
    let closed = |purpose: &str| {
        let transfer = json!({ "derogation": "49/1/a" });
        let flow =
            json!({ "to": "bank", "carries": ["x"], "purpose": purpose, "transfer": transfer });
        let steps = steps_for_others(&json!({ "recipient": [flow] }));
        let allowed = steps[0].allowed.clone().unwrap();
        allowed
            .caution
            .is_some_and(|it| it.contains("closed to public authorities"))
    };
    assert!(closed("same") && !closed("other"));
}
