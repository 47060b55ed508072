//! A filter by people treats what is not recorded as possible (rule 8).

use super::*;

fn people() -> Value {
    json!({ "people": { "families": {}, "children": { "broader": "families" }, "staff": {} } })
}

#[test]
fn people_of_the_flow_count_before_those_of_the_activity() {
    let register = with_service(
        json!({
            "data": ["x"],
            "people": ["children", "staff"],
            "recipient": [
                { "to": "both", "carries": ["x"], "people": ["children", "staff"] },
                { "to": "broad", "carries": ["x"], "people": ["families"] },
                { "to": "own", "carries": ["x"], "people": ["children"] },
                { "to": "staff-only", "carries": ["x"], "people": ["staff"] },
                { "to": "unsaid", "carries": ["x"] },
            ],
        }),
        people(),
    );
    insta::assert_snapshot!(received(&register, &about_people(&register, "x", "children")), @r"
        stated recipient direct: service -> both
        stated recipient direct: service -> own
        stated recipient direct: service -> unsaid
        possible recipient direct: service ?> broad
    ");
}

#[test]
fn narrower_people_answer_the_broader_question() {
    let register = with_service(
        json!({ "data": ["x"], "people": ["children"], "recipient": [{ "to": "gp", "carries": ["x"] }] }),
        people(),
    );
    assert_eq!(
        received(&register, &about_people(&register, "x", "families")),
        "stated recipient direct: service -> gp"
    );
    assert_eq!(
        received(&register, &about_people(&register, "x", "staff")),
        ""
    );
}

#[test]
fn people_that_are_not_recorded_are_possible() {
    let register =
        service(json!({ "data": ["x"], "recipient": [{ "to": "gp", "carries": ["x"] }] }));
    assert_eq!(
        received(&register, &about_people(&register, "x", "children")),
        "possible recipient direct: service ?> gp"
    );
}

#[test]
fn a_source_about_the_people_makes_the_activity_hold_their_data() {
    let register = with_service(
        json!({
            "people": ["staff"],
            "data": ["z"],
            "source": [{ "from": "school", "carries": ["x"], "people": ["children"] }],
            "recipient": [{ "to": "gp", "carries": "all", "people": ["children"] }],
        }),
        people(),
    );
    assert_eq!(
        received(&register, &about_people(&register, "x", "children")),
        "stated recipient direct: service -> gp"
    );
}

#[test]
fn an_operator_is_as_doubtful_as_the_step_to_its_system() {
    let mut others = people();
    others["system"] = json!({ "mosaic": { "operator": "servelec" } });
    let register = with_service(
        json!({ "data": ["x", "z"], "people": ["staff", "children"], "store": [{ "in": "mosaic", "carries": ["x", "z"] }] }),
        others,
    );
    assert_eq!(
        received(&register, &about_people(&register, "x", "children")),
        "possible processor through mosaic: service ?> mosaic ?> servelec"
    );
}

/// Rule 11: what is no personal data is passed over where all the data of a list is asked about.
#[test]
fn all_personal_data_of_a_list_is_within_what_is_asked() {
    let list = json!(["name", "statistics"]);
    let register = with_service(
        json!({
            "people": ["children", "staff"],
            "data": list,
            "recipient": [{ "to": "bank", "carries": list }],
        }),
        json!({
            "people": { "children": {}, "staff": {} },
            "data": { "name": {}, "statistics": { "class": "not-personal" } },
        }),
    );
    let query = about_people(&register, "name", "children");
    assert_eq!(
        received(&register, &query),
        "stated recipient direct: service -> bank"
    );
}
