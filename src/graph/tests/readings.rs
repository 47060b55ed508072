//! How the rules of the design are read where they meet, each on a register of a few lines.

use super::sides::{Side, on_both_sides};
use super::*;

on_both_sides! {
    an_engagement_for_a_system_anywhere_on_the_route,
    a_way_that_comes_back_is_no_route,
    what_is_handed_on_goes_on_to_its_end,
    a_joint_controller_that_sends_data_round_to_itself_has_no_flow,
    one_engaged_twice_is_engaged_for_the_system_named,
    an_open_list_about_several_groups,
    a_joint_controller_is_reached_by_what_it_runs_and_where_it_is_engaged,
    a_list_known_to_be_incomplete,
    a_member_is_not_one_with_its_group,
    an_internal_party_is_no_recipient,
    nobody_engaged_for_other_systems,
    no_controller_has_no_parts,
    a_flow_counts_from_its_first_day_to_its_last,
    a_joint_controller_is_reached_by_its_legal_person,
    a_joint_controllers_own_processors,
    a_party_hands_on_what_it_names_in_another_flow,
    a_recipients_own_processors,
    a_source_through_a_system_that_others_run,
    all_is_what_its_start_has_of_the_people,
    flows_beyond_a_system_start_there,
    of_whom_a_flow_names_data,
    what_may_include_it,
    what_stops_a_party_from_handing_on,
    whoever_runs_the_system_of_the_other_end,
    whom_others_engage_for_a_system_nobody_is_said_to_run,
    whom_we_act_for,
}

fn who(side: Side, activity: Value, others: Value) -> String {
    side.who(&with_service(activity, others), "x")
}

fn held(side: Side, activity: Value, others: Value) -> String {
    let register = with_service(activity, others);
    side.where_held(&register, &about_data(&register, "x"))
}

/// Rule 7: the system stands earlier on the route than the one by which the engager has the data.
fn an_engagement_for_a_system_anywhere_on_the_route(side: Side) {
    let others = json!({
        "system": { "mosaic": { "operator": "vendor" }, "hub": { "operator": "host" } },
        "party": { "host": { "sub_processors": [{ "party": "sub", "systems": ["mosaic"] }] } },
    });
    let onward = json!([{ "from": "vendor", "to": "gp", "carries": "all", "through": "hub" }]);
    let activity =
        json!({ "store": [{ "in": "mosaic", "carries": ["x"] }], "onward": onward.clone() });
    assert_eq!(
        who(side, activity, others.clone()),
        "gp: stated recipient\nhost: stated processor\nsub: stated sub-processor\nvendor: stated processor"
    );
    let activity = json!({ "recipient": [{ "to": "vendor", "carries": ["x"] }], "onward": onward });
    assert_eq!(
        who(side, activity, others),
        "gp: stated recipient\nhost: stated processor\nvendor: stated recipient"
    );
}

/// Rule 9: where the shortest chain leads back to who hands on, another chain leads there.
fn a_way_that_comes_back_is_no_route(side: Side) {
    let others = json!({ "party": {
        "b": { "sub_processors": [{ "party": "a" }, { "party": "c" }] },
        "a": { "sub_processors": [{ "party": "d" }] },
        "c": { "sub_processors": [{ "party": "d" }] },
        "d": { "sub_processors": [{ "party": "e" }] },
    }});
    let activity = json!({ "onward": [{ "from": "a", "to": "b", "carries": ["x"] }] });
    assert_eq!(
        who(side, activity, others),
        "a: possible recipient\nb: stated recipient\nc: possible sub-processor\nd: possible sub-processor\ne: possible sub-processor"
    );
}

/// Rule 3.
fn a_list_known_to_be_incomplete(side: Side) {
    let activity = json!({
        "data": ["x"],
        "recipient": [{ "to": "gp", "carries": ["z"], "and_more": true }, { "to": "bank", "carries": ["z"] }],
    });
    assert_eq!(who(side, activity, json!({})), "gp: possible recipient");
}

/// Rules 2 and 3: what may include the data may be it, in what is held and in what is carried.
fn what_may_include_it(side: Side) {
    let data = json!({ "data": {
        "x": { "broader": "health" }, "health": { "class": "health" }, "file": { "may_include": ["health"] },
    }});
    let activity = json!({
        "data": ["file"],
        "recipient": [{ "to": "gp", "carries": ["file"] }, { "to": "bank", "carries": "all" }],
    });
    assert_eq!(
        who(side, activity, data),
        "bank: possible recipient\ngp: possible recipient"
    );
}

/// Rule 12.
fn a_flow_counts_from_its_first_day_to_its_last(side: Side) {
    let activity = json!({ "recipient": [
        { "to": "today", "carries": ["x"], "begins": "2026-11-24", "ends": "2026-11-24" },
        { "to": "tomorrow", "carries": ["x"], "begins": "2026-11-25" },
        { "to": "until-yesterday", "carries": ["x"], "ends": "2026-11-23" },
        { "to": "open", "carries": ["x"], "begins": "none", "ends": "none" },
    ]});
    assert_eq!(
        who(side, activity, json!({})),
        "open: stated recipient\ntoday: stated recipient"
    );
}

/// Rule 4: what the source runs is its own, also where a part of it is the source.
fn a_source_through_a_system_that_others_run(side: Side) {
    let others = json!({
        "system": { "form": { "operator": "vendor" }, "portal": { "operator": "trust" }, "hub": {} },
        "party": { "ward": { "part_of": "trust" } },
    });
    let from = |carries: Value| {
        json!({ "data": ["x"], "source": [
            { "from": "ward", "carries": carries, "through": "portal" },
            { "from": "ward", "carries": carries, "through": "form" },
            { "from": "people:residents", "carries": carries, "through": "hub" },
        ]})
    };
    let named = from(json!(["x"]));
    assert_eq!(
        who(side, named.clone(), others.clone()),
        "vendor: stated processor"
    );
    assert_eq!(
        held(side, named, others.clone()),
        "form: stated\nhub: stated"
    );
    // Where the source is not said to bring it, and the activity has it, its system may have it.
    for unsaid in [json!("all"), Value::Null] {
        let unsaid = from(unsaid);
        assert_eq!(
            held(side, unsaid, others.clone()),
            "form: possible\nhub: possible"
        );
    }
    assert_eq!(held(side, from(json!(["z"])), others.clone()), "");
    assert_eq!(held(side, from(json!("none")), others), "");
}

/// Rule 5: the second step starts at the system, and has whatever came there.
fn flows_beyond_a_system_start_there(side: Side) {
    let activity = json!({
        "data": ["z"],
        "onward": [{ "from": "nhs", "to": "ward", "carries": ["x"], "through": "hub" }],
        "recipient": [{ "to": "gp", "carries": "all", "through": "hub" }, { "to": "bank", "through": "hub" }],
    });
    assert_eq!(
        who(side, activity, json!({})),
        "bank: possible recipient\ngp: stated recipient\nnhs: possible recipient\nward: stated recipient"
    );
}

fn parts() -> Value {
    json!({
        "team": { "part_of": "service-area", "kind": "team" },
        "service-area": { "part_of": "council" },
        "panel": { "part_of": "partners" },
        "partners": { "kind": "group", "part_of": "council" },
        "authority": { "kind": "public-authority" },
        "council": { "part_of": "authority" },
    })
}

/// Rule 6: up and down within one legal person.
fn an_internal_party_is_no_recipient(side: Side) {
    let recipients = ["team", "service-area"].map(|to| json!({ "to": to, "carries": ["x"] }));
    let activity = json!({ "recipient": recipients });
    assert_eq!(who(side, activity, json!({ "party": parts() })), "");
}

/// Rule 6: a member of a group is not one legal person with it.
fn a_member_is_not_one_with_its_group(side: Side) {
    let activity = json!({ "recipient": [{ "to": "panel", "carries": ["x"] }, { "to": "experian", "carries": ["x"] }] });
    let mut others = json!({ "party": parts() });
    others["party"]["panel"] = json!({ "part_of": "agencies" });
    others["party"]["experian"] = json!({ "part_of": "agencies" });
    others["party"]["agencies"] = json!({ "kind": "class" });
    assert_eq!(
        who(side, activity, others),
        "experian: stated recipient\npanel: stated recipient"
    );
}

/// Rule 6: where there is no controller, nobody is internal.
fn no_controller_has_no_parts(side: Side) {
    let mut others = json!({ "party": { "team": { "part_of": "council" } } });
    others["settings"] = json!({ "organisation": "council" });
    let activity =
        json!({ "controller": "none", "recipient": [{ "to": "team", "carries": ["x"] }] });
    assert_eq!(who(side, activity, others), "team: stated recipient");
}

/// Rule 6: whoever runs the system and is the other end has no role by that, and one by a store.
fn whoever_runs_the_system_of_the_other_end(side: Side) {
    let others = json!({
        "system": { "portal": { "operator": "trust" } },
        "party": { "ward": { "part_of": "trust" } },
    });
    let through = |to: &str| json!({ "to": to, "carries": ["x"], "through": "portal" });
    let activity = json!({ "recipient": [through("ward")] });
    assert_eq!(
        who(side, activity, others.clone()),
        "ward: stated recipient"
    );
    let activity = json!({ "recipient": [through("ward"), through("gp")] });
    assert_eq!(
        who(side, activity, others.clone()),
        "gp: stated recipient\ntrust: stated processor\nward: stated recipient"
    );
    let activity =
        json!({ "recipient": [through("trust")], "store": [{ "in": "portal" }], "data": ["x"] });
    assert_eq!(
        who(side, activity, others),
        "trust: stated recipient and processor"
    );
}

/// Rule 6: where we act for others they are internal, and whoever works for us is a sub-processor.
fn whom_we_act_for(side: Side) {
    let register = register(json!({
        "settings": { "organisation": "council" },
        "system": { "payroll": { "operator": "host" } },
        "party": { "school": { "part_of": "academy-trust" }, "office": { "part_of": "academy-trust" } },
        "activity": { "service": {
            "role": "processor",
            "acts_for": ["school"],
            "store": [{ "in": "payroll", "carries": ["x"] }],
            "recipient": [{ "to": "office", "carries": ["x"] }, { "to": "council", "carries": ["x"] }],
        }},
    }));
    assert_eq!(side.who(&register, "x"), "host: stated sub-processor");
}

/// Rule 7: of a recipient, possibly at most; by a system on the route, or where that is not said.
fn a_recipients_own_processors(side: Side) {
    let others = json!({ "party": { "bureau": { "sub_processors": [
        { "party": "any" },
        { "party": "of-hub", "systems": ["hub"] },
        { "party": "of-none", "systems": "none" },
        { "party": "of-other", "systems": ["other"] },
    ]}}});
    let by = |through: Value| json!({ "recipient": [{ "to": "bureau", "carries": ["x"], "through": through }] });
    assert_eq!(
        who(side, by(json!("hub")), others.clone()),
        "any: possible sub-processor\nbureau: stated recipient\nof-hub: possible sub-processor"
    );
    assert_eq!(
        who(side, by(Value::Null), others.clone()),
        "any: possible sub-processor\nbureau: stated recipient\nof-hub: possible sub-processor\nof-other: possible sub-processor"
    );
    assert_eq!(
        who(side, by(json!("none")), others),
        "any: possible sub-processor\nbureau: stated recipient"
    );
}

/// Rule 7: an engagement for another system reaches nothing, where the flow goes by a system.
fn nobody_engaged_for_other_systems(side: Side) {
    let others = json!({
        "system": { "mosaic": { "operator": "vendor" } },
        "party": {
            "vendor": { "sub_processors": [{ "party": "host", "systems": ["mosaic"] }, { "party": "printer", "systems": ["payroll"] }] },
            "host": { "sub_processors": [{ "party": "guard", "systems": ["mosaic", "payroll"] }] },
        },
    });
    let activity = json!({ "recipient": [{ "to": "gp", "carries": ["x"], "through": "mosaic" }] });
    assert_eq!(
        who(side, activity, others),
        "gp: stated recipient\nguard: stated sub-processor\nhost: stated sub-processor\nvendor: stated processor"
    );
}

/// Rule 7: for a system whose operator is not recorded, but not for one that nobody runs.
fn whom_others_engage_for_a_system_nobody_is_said_to_run(side: Side) {
    let mut others = json!({
        "system": { "hub": {} },
        "party": {
            "vendor": { "sub_processors": [{ "party": "host", "systems": ["hub"] }, { "party": "any" }] },
            "council": { "sub_processors": [{ "party": "helper", "systems": ["hub"] }] },
        },
    });
    let activity = json!({ "store": [{ "in": "hub", "carries": ["x"] }] });
    assert_eq!(
        who(side, activity.clone(), others.clone()),
        "helper: possible processor\nhost: possible sub-processor"
    );
    others["system"]["hub"]["operator"] = json!("none");
    assert_eq!(who(side, activity, others), "");
}

/// Rule 7, of a joint controller.
fn a_joint_controllers_own_processors(side: Side) {
    let others = json!({ "party": { "police": { "sub_processors": [{ "party": "host", "systems": ["cloud"] }] } } });
    let joint = json!([{ "party": "police" }]);
    let activity = json!({ "data": ["x"], "joint_controllers": joint });
    assert_eq!(
        who(side, activity, others.clone()),
        "host: possible sub-processor\npolice: possible joint-controller"
    );
    let to_police = json!([{ "to": "police", "carries": ["x"], "through": "cloud" }]);
    let activity = json!({ "joint_controllers": joint, "recipient": to_police });
    assert_eq!(
        who(side, activity, others),
        "host: possible sub-processor\npolice: stated joint-controller"
    );
}

/// Rule 8: by legal person; what carries nothing does not count, and a source does not.
fn a_joint_controller_is_reached_by_its_legal_person(side: Side) {
    let others = json!({ "party": { "station": { "part_of": "police" } } });
    let with = |flows: Value| {
        let mut activity = json!({ "data": ["x"], "joint_controllers": [{ "party": "police" }] });
        activity
            .as_object_mut()
            .unwrap()
            .extend(flows.as_object().unwrap().clone());
        activity
    };
    let ask = |flows: Value| who(side, with(flows), others.clone());
    let reached = json!({ "recipient": [{ "to": "station", "carries": ["z"] }] });
    assert_eq!(ask(reached), "");
    for not_reached in [
        json!({ "recipient": [{ "to": "station", "carries": "none" }] }),
        json!({ "recipient": [{ "to": "police", "carries": ["x"], "ends": "2026-11-23" }] }),
        json!({ "source": [{ "from": "police", "carries": ["x"] }] }),
    ] {
        assert_eq!(ask(not_reached), "police: possible joint-controller");
    }
}

/// Rule 8.
fn a_joint_controller_is_reached_by_what_it_runs_and_where_it_is_engaged(side: Side) {
    let others = json!({
        "system": { "hub": { "operator": "police" }, "mosaic": { "operator": "vendor" } },
        "party": { "vendor": { "sub_processors": [{ "party": "police", "systems": ["mosaic"] }] } },
    });
    for system in ["hub", "mosaic"] {
        let activity = json!({
            "data": ["x"],
            "joint_controllers": [{ "party": "police" }],
            "store": [{ "in": system, "carries": ["z"] }],
        });
        assert_eq!(who(side, activity, others.clone()), "");
    }
}

/// Rules 2 and 10: the start of an onward flow has what its lists name.
fn a_party_hands_on_what_it_names_in_another_flow(side: Side) {
    let others = json!({ "data": { "x": { "broader": "w" }, "w": {} } });
    let activity = json!({ "onward": [
        { "from": "nhs", "to": "gp", "carries": ["x"] },
        { "from": "nhs", "to": "bank", "carries": "all" },
        { "from": "nhs", "to": "press" },
        { "from": "trust", "to": "ward", "carries": ["w"] },
    ]});
    assert_eq!(
        who(side, activity, others),
        "bank: stated recipient\ngp: stated recipient\nnhs: possible recipient\npress: possible recipient\nward: possible recipient"
    );
}

/// Rule 10: who is a source of it, or gets it, does not have it by handing it on.
fn what_stops_a_party_from_handing_on(side: Side) {
    let onward = json!([{ "from": "nhs", "to": "gp", "carries": ["x"] }]);
    for source in [json!(["x"]), json!("all"), Value::Null] {
        let source = json!([{ "from": "nhs", "carries": source }]);
        let activity = json!({ "data": ["x"], "source": source, "onward": onward });
        assert_eq!(who(side, activity, json!({})), "gp: stated recipient");
    }
    for (carries, said) in [
        (json!(["x"]), "stated"),
        (Value::Null, "possible"),
        (json!(["z"]), "possible"),
    ] {
        let activity = json!({ "data": ["x"], "recipient": [{ "to": "nhs", "carries": carries }], "onward": onward });
        let expected = format!("gp: stated recipient\nnhs: {said} recipient");
        assert_eq!(who(side, activity, json!({})), expected);
    }
    // Who has it so is judged before what is left out.
    let register = service(
        json!({ "recipient": [{ "to": "nhs", "carries": ["x"], "through": "hub" }], "onward": onward }),
    );
    let query = FlowQuery {
        not_through: places(&["system:hub"]),
        ..about_data(&register, "x")
    };
    assert_eq!(side.who_receives(&register, &query), "gp: stated recipient");
}

fn children() -> Value {
    json!({ "people": { "children": {}, "staff": {} } })
}

fn of_children(side: Side, activity: Value) -> String {
    let register = with_service(activity, children());
    side.who_receives(&register, &about_people(&register, "x", "children"))
}

/// Rule 11: what a flow names, the activity has of the people of that flow.
fn of_whom_a_flow_names_data(side: Side) {
    let activity = json!({
        "people": ["staff"],
        "data": ["x"],
        "recipient": [{ "to": "school", "carries": ["x"], "people": ["children"] }, { "to": "bank", "carries": ["x"] }, { "to": "police", "carries": "all" }],
    });
    assert_eq!(
        of_children(side, activity),
        "police: stated recipient\nschool: stated recipient"
    );
}

/// Rule 11: `"all"` takes what its start has, pair by pair, of the people of the flow.
fn all_is_what_its_start_has_of_the_people(side: Side) {
    let to = |people: Value| json!({ "to": "bank", "carries": "all", "people": people });
    let activity = |people: Value| {
        json!({
            "people": ["staff"],
            "data": ["z"],
            "source": [{ "from": "school", "carries": ["x"], "people": ["children"] }],
            "recipient": [to(people)],
        })
    };
    assert_eq!(
        of_children(side, activity(Value::Null)),
        "bank: stated recipient"
    );
    assert_eq!(
        of_children(side, activity(json!(["children", "staff"]))),
        "bank: stated recipient"
    );
    assert_eq!(of_children(side, activity(json!(["staff"]))), "");
    let unsaid = json!({ "people": ["children", "staff"], "data": ["x", "z"], "recipient": [to(json!(["children"]))] });
    assert_eq!(of_children(side, unsaid), "bank: possible recipient");
}

/// Whoever hands data on engages one that hands it on in turn, and so on to the end.
fn what_is_handed_on_goes_on_to_its_end(side: Side) {
    let register = with_service(
        json!({ "onward": [
            { "from": "charity", "to": "panel", "carries": ["x"] },
            { "from": "printer", "to": "courier" },
            { "from": "courier", "to": "depot" },
        ] }),
        json!({ "party": { "charity": { "sub_processors": [{ "party": "printer" }] } } }),
    );
    assert_eq!(
        side.who(&register, "x"),
        "charity: possible recipient\ncourier: possible recipient\ndepot: possible recipient\n\
         panel: stated recipient\nprinter: possible sub-processor"
    );
}

/// It hands on by a system that it runs itself, and nothing else is recorded to reach it.
fn a_joint_controller_that_sends_data_round_to_itself_has_no_flow(side: Side) {
    let register = with_service(
        json!({
            "data": ["x"],
            "joint_controllers": [{ "party": "nhs" }],
            "onward": [{ "from": "nhs", "through": "portal", "to": "panel" }],
        }),
        json!({ "system": { "portal": { "operator": "nhs" } } }),
    );
    assert_eq!(
        side.who(&register, "x"),
        "nhs: possible joint-controller\npanel: possible recipient"
    );
}

/// The engagement that names no system does not hide the one that names it.
fn one_engaged_twice_is_engaged_for_the_system_named(side: Side) {
    let register = with_service(
        json!({ "data": ["x"], "store": [{ "in": "archive", "carries": ["x"] }] }),
        json!({ "party": { "vendor": { "sub_processors": [
            { "party": "host" },
            { "party": "host", "systems": ["archive"] },
        ] } } }),
    );
    assert_eq!(side.who(&register, "x"), "host: possible sub-processor");
}

/// What an open list does not name may be what it carries about the group asked about.
fn an_open_list_about_several_groups(side: Side) {
    let register = service(json!({
        "data": ["x"],
        "people": ["children", "staff"],
        "recipient": [{ "to": "nhs", "carries": ["x"], "and_more": true }],
    }));
    let query = about_people(&register, "x", "children");
    assert_eq!(
        side.who_receives(&register, &query),
        "nhs: possible recipient"
    );
}
