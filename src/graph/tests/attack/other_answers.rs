//! What is said of the same registers in other answers: what is not recorded, what leaves the UK,
//! what is beyond a system.

use super::*;

/// The examples of what is not recorded in who-receives, each with what it is of.
fn gaps_of_who_receives(register: &Register, query: &FlowQuery) -> String {
    let mut search = WhoReceives::new(query);
    search.look(register);
    gaps(&search.finish().2)
}

fn gaps_of_leaves_uk(register: &Register, query: &FlowQuery) -> String {
    let mut search = LeavesUk::new(query);
    search.look(register);
    gaps(&search.finish().2)
}

fn special(register: &Register) -> FlowQuery {
    FlowQuery {
        special: Some(special_data(&register.data)),
        ..query()
    }
}

#[test]
fn the_agreement_of_each_step_is_its_own() {
    let register = agreement_of_another();
    assert_eq!(
        agreement_with(&register, "vendor"),
        Some(Agreement::These {
            which: Which::Cited {
                is_party: crate::model::Recorded::Value(true)
            },
            state: State::InForce,
            documents: vec!["contract".into()],
        })
    );
    assert_eq!(
        agreement_with(&register, "sub"),
        Some(Agreement::NotRecorded)
    );
    assert_eq!(agreement_with(&register, "gp"), Some(Agreement::None));
    assert_eq!(
        agreement_with(&register, "lab"),
        Some(Agreement::NotRecorded)
    );
}

#[test]
fn the_agreement_and_ground_of_a_recipient_are_of_the_step_that_ends_at_it() {
    let register = agreement_of_another();
    let query = about_data(&register, "nhs-number");
    let mut search = WhoReceives::new(&query);
    search.look(&register);
    let recipients = search.finish().0;
    let of = |party: &str| {
        recipients
            .iter()
            .find(|it| it.party.id.as_str() == party)
            .unwrap()
    };
    assert!(of("sub").agreement.found.is_not_recorded());
    assert!(of("lab").agreement.found.is_not_recorded());
    assert!(of("lab").ground.is_not_recorded());
    assert!(of("gp").agreement.found.is_none());
    assert_eq!(
        of("vendor").agreement.governing().unwrap().document.id,
        "contract"
    );
}

#[test]
fn beyond_a_system_is_nobody_whom_only_a_way_back_through_the_activity_reaches() {
    let register = hospital_through_the_hub();
    let (query, hub) = (query(), places(&["system:hub"]));
    let mut search = Through::new(&query, &hub);
    search.look(&register);
    let passages = search.finish().0;
    let beyond: Vec<&str> = passages[0].beyond.keys().map(String::as_str).collect();
    assert_eq!(beyond, ["hospital"]);
}

/// That a condition hides behind an offence basis is told by the record; here nothing is hidden
/// either: nobody is recorded to receive anything, and it is not said that nobody does.
#[test]
fn condition_hidden_by_offence_basis() {
    let register = register(json!({
        "settings": { "organisation": "council" },
        "data": { "health": { "class": "health" }, "offences": { "class": "criminal-offence" } },
        "activity": { "a": {
            "name": "Adoption",
            "controller": "council",
            "data": ["health", "offences"],
            "offence_basis": [{ "data": ["offences"], "route": "official-authority" }],
        }},
    }));
    assert_eq!(received(&register, &special(&register)), "");
    let gaps = gaps_of_who_receives(&register, &about_data(&register, "health"));
    assert!(gaps.contains("Adoption"), "{gaps}");
}

#[test]
fn what_leaves_uk_cannot_know_is_named() {
    let register = vendor_in_no_country();
    for query in [query(), about_data(&register, "nhs-number")] {
        let gaps = gaps_of_leaves_uk(&register, &query);
        assert!(
            gaps.contains("Vendor") && gaps.contains("Cloud store"),
            "{gaps}"
        );
    }
}

#[test]
fn may_include_not_recorded() {
    let register = council(
        json!({ "a": { "data": ["case-file"], "recipient": [{ "to": "gp", "carries": ["case-file"] }] } }),
        json!({ "data": { "case-file": { "name": "Case file", "class": "personal" } } }),
    );
    let gaps = gaps_of_who_receives(&register, &special(&register));
    assert!(gaps.contains("Case file"), "{gaps}");
}

#[test]
fn what_is_recorded_as_none_is_not_named_as_not_recorded() {
    let register = denied();
    let query = about_data(&register, "health");
    let all = gaps_of_leaves_uk(&register, &query);
    // Of the agreement the record says nothing.
    let gaps = lines(
        all.lines()
            .filter(|gap| !gap.starts_with("agreement"))
            .map(str::to_owned),
    );
    assert!(
        !gaps.contains("Cloud") && !gaps.contains("abroad"),
        "{gaps}"
    );
}

/// What is not recorded of an activity is no count of nothing.
#[test]
fn nothing_recorded_is_zero() {
    let register = register(json!({
        "settings": { "organisation": "council" },
        "activity": {
            "a": { "name": "Adoption", "controller": "council", "data": ["d"], "recipient": [{ "to": "p", "carries": ["d"] }] },
            "b": { "name": "Burials" },
        },
    }));
    let (query, p) = (query(), whole("p"));
    let mut search = About::new(&query, &p);
    search.look(&register);
    let dealings = search.finish().0;
    assert_eq!(dealings.len(), 1);
    assert_eq!(route(std::slice::from_ref(&dealings[0].step)), "a -> p");
}

#[test]
fn who_runs_a_system_is_a_gap_also_where_nobody_is_shown() {
    let register = cloud_store();
    let gaps = gaps_of_who_receives(&register, &about_data(&register, "nhs-number"));
    assert!(gaps.contains("Cloud store"), "{gaps}");
}

#[test]
fn what_a_recipients_sub_processor_abroad_may_have_may_leave_the_uk() {
    let register = mailing_house();
    let departures = departures(&register, &about_data(&register, "nhs-number"));
    assert!(
        departures.iter().any(|(_, _, to)| to.id == "printer"),
        "{departures:?}"
    );
}

/// Rules that name other data, or none, say nothing of the NHS number.
#[test]
fn retention_scope() {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number", "cctv"],
            "store": [{ "in": "cloud", "carries": ["nhs-number"] }],
            "retention": [
                { "data": ["cctv"], "period": "P1M" },
                { "period": "P3Y" },
                { "data": "none", "period": "P4Y" },
                { "data": "all", "period": "P5Y" },
            ],
        }}),
        json!({ "system": { "cloud": { "operator": "council" } } }),
    );
    let query = about_data(&register, "nhs-number");
    let mut search = WhereHeld::new(&query);
    search.look(&register);
    let holdings = search.finish().0;
    let retention = holdings[0].retention.iter();
    let periods: Vec<String> = retention
        .filter_map(|rule| Some(rule.rule.period.value()?.to_string()))
        .collect();
    assert_eq!(periods, ["P3Y", "P5Y"]);
}

/// A retired activity is not looked at, and still named as a source; of what is narrower than it
/// is said to give, it is a possible source.
#[test]
fn retired_source_by_id() {
    let register = council(
        json!({ "a": {
            "data": ["nhs-number"],
            "source": [{ "from": "activity:old", "carries": ["nhs-number"] }],
        }}),
        json!({ "data": { "nhs-number": {}, "old-nhs-number": { "broader": "nhs-number" } } }),
    );
    let origins = |data: &str| {
        let query = about_data(&register, data);
        let mut search = WhereFrom::new(&query);
        search.look(&register);
        let origins = search.finish().0;
        lines(
            origins
                .iter()
                .map(|it| format!("{} {}", it.certainty.word(), it.from.id)),
        )
    };
    assert_eq!(origins("nhs-number"), "stated old");
    assert_eq!(origins("old-nhs-number"), "possible old");
}

#[test]
fn special_not_inherited() {
    let register = council(
        json!({ "a": { "data": ["diagnosis"], "recipient": [{ "to": "gp", "carries": ["diagnosis"] }] } }),
        json!({ "data": { "health": { "class": "health" }, "diagnosis": { "broader": "health" } } }),
    );
    assert_eq!(
        receivers(&register, "health"),
        "stated recipient direct: a -> gp"
    );
    assert_eq!(
        received(&register, &special(&register)),
        "stated recipient direct: a -> gp"
    );
}
