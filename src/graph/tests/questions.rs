//! The other six questions.

use super::*;

fn activities(held_in: &HeldIn) -> String {
    let ids: Vec<&str> = held_in.iter().map(|(it, _)| it.id.as_str()).collect();
    ids.join(", ")
}

fn where_from(register: &Register, query: &FlowQuery) -> String {
    let mut search = WhereFrom::new(query);
    search.look(register);
    lines(search.finish().0.iter().map(|origin| {
        let data: Vec<&str> = origin.data.iter().map(DataId::as_str).collect();
        format!(
            "{} {}: {} [{}]",
            origin.certainty.word(),
            origin.from.id,
            route(&origin.route),
            data.join(", ")
        )
    }))
}

fn where_held(register: &Register, query: &FlowQuery) -> String {
    let mut search = WhereHeld::new(query);
    search.look(register);
    lines(search.finish().0.iter().map(|holding| {
        let data: Vec<&str> = holding.data.iter().map(DataId::as_str).collect();
        format!(
            "{} {} in {}: {} [{}]",
            holding.certainty.word(),
            holding.system.id,
            activities(&holding.in_activities),
            route(&holding.route),
            data.join(", ")
        )
    }))
}

fn why(register: &Register, query: &FlowQuery, from: &str, to: &str) -> String {
    let (from, to) = (places(&[from]), places(&[to]));
    let mut search = Why::new(query, &from, &to);
    search.look(register);
    lines(search.finish().0.iter().map(|way| {
        format!(
            "{}: {} [{}] [{}]",
            way.certainty.word(),
            route(&way.route),
            way.stated.iter().cloned().collect::<Vec<_>>().join(", "),
            way.possible.iter().cloned().collect::<Vec<_>>().join(", ")
        )
    }))
}

fn through(register: &Register, query: &FlowQuery, at: &[&str]) -> String {
    let places = places(at);
    let mut search = Through::new(query, &places);
    search.look(register);
    let ids = |things: &BTreeSet<Thing>| {
        let ids: Vec<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
        ids.join(", ")
    };
    lines(search.finish().0.iter().map(|passage| {
        let beyond: Vec<String> = passage
            .beyond
            .values()
            .map(|beyond| format!("{} {}", beyond.certainty.word(), beyond.party.id))
            .collect();
        format!(
            "{} at {}: stated [{}], possible [{}]{}; beyond: {}",
            passage.activity.id,
            ids(&passage.at),
            ids(&passage.stated),
            ids(&passage.possible),
            if passage.data_not_recorded {
                " and not recorded"
            } else {
                ""
            },
            beyond.join(", ")
        )
    }))
}

fn about(register: &Register, query: &FlowQuery, at: &[&str]) -> String {
    let mut whole = whole(at[0]);
    let parts = at
        .iter()
        .filter_map(|it| crate::model::PartyId::new(*it).ok());
    whole.parts = parts.collect();
    let mut search = About::new(query, &whole);
    search.look(register);
    lines(search.finish().0.iter().map(|dealing| {
        let number = dealing
            .step
            .number
            .map_or_else(String::new, |number| format!("F{number} "));
        let through = dealing
            .through
            .as_ref()
            .map_or_else(String::new, |thing| format!(" through {}", thing.id));
        format!(
            "{} {number}{}: {}{through}",
            dealing.direction.word(),
            dealing.step.kind.word(),
            route(std::slice::from_ref(&dealing.step)),
        )
    }))
}

fn leaves_uk(register: &Register, query: &FlowQuery) -> String {
    let mut search = LeavesUk::new(query);
    search.look(register);
    lines(search.finish().0.iter().map(|departure| {
        let countries: Vec<String> = departure
            .step
            .countries()
            .iter()
            .map(ToString::to_string)
            .collect();
        let countries = match countries.is_empty() {
            true => "country not recorded".to_owned(),
            false => countries.join(", "),
        };
        let allowed = departure.step.allowed.as_ref();
        let data: Vec<&str> = departure.data.iter().map(DataId::as_str).collect();
        format!(
            "{}{} to {countries} [{}]: {}{}",
            route(std::slice::from_ref(&departure.step)),
            if departure.is_beyond { " beyond" } else { "" },
            data.join(", "),
            allowed.map_or("not recorded", |allowed| &allowed.recorded),
            if departure.is_missing() {
                " (missing)"
            } else {
                ""
            },
        )
    }))
}

#[test]
fn where_from_lists_sources_and_possible_ones_where_the_activity_has_the_data() {
    let register = register(json!({ "activity": {
        "service": {
            "data": ["x"],
            "source": [
                { "from": "nhs", "carries": ["x"], "through": "spine" },
                { "from": "school" },
                { "from": "bank", "carries": ["z"] },
                { "from": "people:families", "carries": "all" },
            ],
        },
        "other": { "data": ["z"], "source": [{ "from": "school" }] },
    }}));
    insta::assert_snapshot!(where_from(&register, &about_data(&register, "x")), @r"
        stated nhs: nhs -> spine -> service [x]
        possible families: families ?> service [x]
        possible school: school ?> service [x]
    ");
}

#[test]
fn a_flow_recorded_by_both_activities_is_one() {
    let register = register(json!({ "activity": {
        "a": { "data": ["x"], "recipient": [{ "to": "press" }, { "to": "activity:b", "carries": ["x"] }] },
        "b": { "data": ["x"], "source": [{ "from": "activity:a" }], "recipient": "none" },
    }}));
    insta::assert_snapshot!(where_from(&register, &about_data(&register, "x")), @"stated a: a -> b [x]");
    insta::assert_snapshot!(why(&register, &about_data(&register, "x"), "activity:a", "activity:b"), @"stated: a -> b [x] []");
}

#[test]
fn where_held_lists_systems_with_what_they_hold_in_all_activities() {
    let register = register(json!({
        "data": { "x": {}, "x1": { "broader": "x" } },
        "activity": {
            "a": { "data": ["x"], "store": [{ "in": "files" }], "retention": [{ "period": "P1Y" }] },
            "b": { "data": ["x1"], "store": [{ "in": "files", "carries": ["x1"] }], "recipient": [{ "to": "gp", "carries": "all", "through": "post" }] },
        },
    }));
    insta::assert_snapshot!(where_held(&register, &about_data(&register, "x")), @r"
        stated files in a, b: b -> files [x1]
        stated post in b: b -> post [x1]
    ");
}

#[test]
fn where_held_of_people_needs_no_data() {
    let register = with_service(
        json!({ "people": ["carers"], "store": [{ "in": "files" }] }),
        json!({ "people": { "carers": {} } }),
    );
    let query = FlowQuery {
        data: None,
        ..about_people(&register, "x", "carers")
    };
    assert_eq!(
        where_held(&register, &query),
        "possible files in service: service ?> files []"
    );
}

#[test]
fn why_leads_from_a_source_to_a_receiver_and_names_the_data_that_goes_all_the_way() {
    let register = service(json!({
        "data": ["x", "z"],
        "source": [{ "from": "nhs", "carries": ["x"] }],
        "recipient": [{ "to": "nurses", "carries": ["x"], "through": "icr" }, { "to": "gp", "carries": "all" }],
        "onward": [{ "from": "gp", "to": "nurses" }],
    }));
    insta::assert_snapshot!(why(&register, &about_data(&register, "x"), "nhs", "nurses"), @r"
        stated: nhs -> service -> icr -> nurses [x] []
        possible: nhs -> service -> gp ?> nurses [] [x]
    ");
    insta::assert_snapshot!(why(&register, &query(), "activity:service", "nurses"), @r"
        stated: service -> icr -> nurses [x] []
        possible: service -> gp ?> nurses [] [x, z]
    ");
}

#[test]
fn why_leads_from_a_processor_to_those_it_engages() {
    let register = with_service(
        json!({ "data": ["x"], "store": [{ "in": "mosaic", "carries": ["x"] }] }),
        json!({
            "system": { "mosaic": { "operator": "servelec" } },
            "party": {
                "servelec": { "sub_processors": [{ "party": "aws", "systems": ["mosaic"] }] },
                "aws": { "sub_processors": [{ "party": "deep" }] },
            },
        }),
    );
    let query = about_data(&register, "x");
    assert_eq!(
        why(&register, &query, "servelec", "aws"),
        "stated: servelec -> aws [x] []"
    );
    assert_eq!(
        why(&register, &query, "servelec", "deep"),
        "possible: servelec -> aws ?> deep [] [x]"
    );
    assert_eq!(
        why(&register, &query, "aws", "deep"),
        "possible: aws ?> deep [] [x]"
    );
}

#[test]
fn through_says_what_passes_and_who_is_beyond_as_surely_as_the_way_from_it() {
    let register = with_service(
        json!({
            "data": ["x"],
            "store": [{ "in": "mosaic", "carries": ["x"] }],
            "recipient": [{ "to": "gp", "carries": ["x"], "through": "mosaic" }, { "to": "servelec" }, { "to": "ward", "carries": ["x"] }],
            "onward": [{ "from": "servelec", "to": "ward" }, { "from": "gp", "to": "lab", "carries": "all" }],
        }),
        json!({ "system": { "mosaic": { "operator": "servelec" } } }),
    );
    insta::assert_snapshot!(through(&register, &query(), &["servelec", "system:mosaic"]), @"service at servelec, mosaic: stated [x], possible [] and not recorded; beyond: stated gp, stated lab, possible ward");
    insta::assert_snapshot!(through(&register, &query(), &["gp"]), @"service at gp: stated [x], possible []; beyond: stated lab");
}

#[test]
fn through_a_source_is_what_it_gives() {
    let register = service(json!({
        "data": ["x", "z"],
        "source": [{ "from": "nhs", "carries": ["x"] }],
        "recipient": [{ "to": "gp", "carries": ["x"] }, { "to": "bank", "carries": ["z"] }],
    }));
    insta::assert_snapshot!(through(&register, &query(), &["nhs"]), @"service at nhs: stated [x], possible []; beyond: stated gp");
}

#[test]
fn through_a_party_that_hands_on_what_it_is_not_recorded_to_get() {
    let register = service(
        json!({ "data": ["z"], "onward": [{ "from": "nhs", "to": "gp", "carries": ["x"] }] }),
    );
    insta::assert_snapshot!(through(&register, &about_data(&register, "x"), &["nhs"]), @"service at nhs: stated [x], possible []; beyond: stated gp");
}

#[test]
fn about_lists_what_goes_to_a_party_and_what_comes_from_it() {
    let register = with_service(
        json!({
            "source": [{ "from": "police", "through": "hub" }],
            "store": [{ "in": "files" }],
            "recipient": [{ "to": "police", "carries": ["x"] }, { "to": "station" }, { "to": "gp" }],
            "onward": [{ "from": "police", "to": "court" }, { "from": "nobody", "to": "police" }],
        }),
        json!({ "system": { "files": { "operator": "police" } } }),
    );
    insta::assert_snapshot!(about(&register, &query(), &["police", "station"]), @r"
        to operator: files ?> police
        to F3 recipient: service -> police
        to F4 recipient: service ?> station
        to F7 onward: nobody ?> police
        from F1 source: police ?> service through hub
        from F6 onward: police ?> court
    ");
    insta::assert_snapshot!(about(&register, &about_data(&register, "z"), &["police", "station"]), @"");
}

#[test]
fn leaves_uk_lists_flows_whose_end_is_abroad_and_what_lies_beyond() {
    let register = with_service(
        json!({
            "data": ["x"],
            "source": [{ "from": "interpol", "carries": ["x"] }],
            "store": [{ "in": "cloud", "carries": ["x"] }],
            "recipient": [
                { "to": "interpol", "carries": ["x"], "transfer": { "route": "derogation" } },
                { "to": "gp", "carries": ["x"] },
                { "to": "press", "carries": ["x"] },
                { "to": "relatives" },
                { "to": "berlin", "carries": ["x"] },
            ],
            "onward": [{ "from": "interpol", "to": "bureau", "carries": "all" }, { "from": "interpol", "to": "gp" }],
        }),
        json!({
            "system": { "cloud": { "hosted_in": ["GB", "US"], "operator": "vendor" } },
            "party": {
                "interpol": { "country": "FR" }, "gp": { "country": "GB" }, "relatives": { "country": "outside-uk" }, "berlin": { "country": "DE" },
                "vendor": { "country": "GB", "sub_processors": [{ "party": "support", "systems": ["cloud"], "country": "IN" }] },
            },
        }),
    );
    insta::assert_snapshot!(leaves_uk(&register, &about_data(&register, "x")), @r"
        vendor -> support to IN [x]: not recorded (missing)
        service -> cloud to GB, US [x]: not recorded (missing)
        service -> interpol to FR [x]: derogation
        service -> berlin to DE [x]: not recorded
        interpol -> bureau beyond to country not recorded [x]: not recorded (missing)
        service ?> relatives to outside-uk [x]: not recorded (missing)
    ");
}
