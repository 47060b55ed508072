//! Who receives in which role, and who is no receiver (rules 6, 8 and 9).

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
    insta::assert_snapshot!(with("payroll", "payroll"), @"");
    insta::assert_snapshot!(with("payroll", "pension"), @"");
    insta::assert_snapshot!(with("pension", "pension"), @"");
}
