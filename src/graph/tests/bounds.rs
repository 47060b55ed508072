//! Where a search stops, nobody is left out: whoever it did not settle is possible, and the answer
//! says that it stopped.

use super::*;

/// What who-receives says of a party, and of which it is said that the search for them stopped.
fn received_by(register: &Register, party: &str, query: &FlowQuery) -> (Option<Certainty>, String) {
    let mut search = WhoReceives::new(query);
    search.look(register);
    assert!(!search.is_nobody());
    let (receivers, uncertain, gaps, _) = search.finish();
    let found = receivers.iter().find(|it| it.party.id.as_str() == party);
    let because = uncertain.iter().filter(|it| it.subject.id == party);
    let because: Vec<&str> = because.map(|it| it.because.as_str()).collect();
    assert_eq!(
        because.iter().any(|it| it.contains("the search stopped")),
        gaps.iter().any(|gap| gap.code == "search-stopped")
    );
    (found.map(|it| it.certainty), stopped(&gaps))
}

fn stopped(gaps: &[NotRecorded]) -> String {
    let gaps = gaps.iter().filter(|gap| gap.code == "search-stopped");
    lines(gaps.map(|gap| gap.examples.join(", ")))
}

/// A clique of parties from which data goes on to a bureau, which engages one for a system that lies
/// on another way there, longer than any through the clique.
fn clique(n_parties: usize, is_joint: bool) -> Register {
    let id = |place: usize| format!("p{place:02}");
    let far = |step: usize| format!("far-{step:02}");
    let mut onward = Vec::new();
    let mut hand_on = |from: String, to: String, through: &str| {
        onward.push(json!({ "from": from, "to": to, "carries": "all", "through": through }));
    };
    for from in 0..n_parties {
        for to in (0..n_parties).filter(|to| *to != from) {
            hand_on(id(from), id(to), "none");
        }
    }
    for step in 1..=n_parties {
        hand_on(far(step), far(step + 1), "none");
    }
    hand_on(id(0), far(1), "mosaic");
    hand_on(far(n_parties + 1), "bureau".to_owned(), "none");
    hand_on(id(n_parties - 1), far(n_parties + 1), "none");
    let engaged = json!([{ "party": "sub", "systems": ["mosaic"] }]);
    let joint = json!([{ "party": "sub" }]);
    with_service(
        json!({
            "data": ["x"],
            "recipient": [{ "to": "p00", "carries": ["x"] }],
            "onward": onward,
            "joint_controllers": if is_joint { joint } else { json!("none") },
        }),
        json!({
            "party": { "bureau": { "sub_processors": engaged } },
            "system": run_by_nobody(&["mosaic".to_owned()]),
        }),
    )
}

#[test]
fn whom_too_many_ways_lead_to_is_possible_and_said_to_be_unsettled() {
    let few = clique(4, false);
    let answer = received_by(&few, "sub", &about_data(&few, "x"));
    assert_eq!(answer, (Some(Certainty::Possible), String::new()));
    let many = clique(9, false);
    let answer = received_by(&many, "sub", &about_data(&many, "x"));
    assert_eq!(answer, (Some(Certainty::Possible), "sub".to_owned()));
}

#[test]
fn a_joint_controller_of_whom_it_is_not_settled_whether_it_is_reached_is_possible() {
    let few = clique(4, true);
    let answer = received_by(&few, "sub", &about_data(&few, "z"));
    assert_eq!(answer, (None, String::new()));
    let many = clique(9, true);
    let answer = received_by(&many, "sub", &about_data(&many, "x"));
    assert_eq!(answer, (Some(Certainty::Possible), "sub".to_owned()));
}

/// Systems, none of which anybody runs: who is engaged for one is so by its own engager alone.
fn run_by_nobody(systems: &[String]) -> Value {
    let records = systems
        .iter()
        .map(|id| (id.clone(), json!({ "operator": "none" })));
    Value::Object(records.collect())
}

/// One engaged for so many systems, of which a route passes the last.
fn engaged_for(n_systems: usize) -> Register {
    let id = |place: usize| format!("s{place:02}");
    let systems: Vec<String> = (0..n_systems).map(id).collect();
    let recipients = systems.iter().map(|system| {
        let carries = if *system == id(n_systems - 1) {
            "x"
        } else {
            "z"
        };
        json!({ "to": "bureau", "carries": [carries], "through": system })
    });
    let recipients: Vec<Value> = recipients.collect();
    with_service(
        json!({
            "recipient": recipients,
            "onward": [{ "from": "bureau", "to": "printer", "carries": ["x"], "through": "hub" }],
        }),
        json!({
            "party": { "printer": { "sub_processors": [{ "party": "sub", "systems": systems }] } },
            "system": run_by_nobody(&systems),
        }),
    )
}

#[test]
fn whoever_is_engaged_by_too_many_chains_is_possible_and_said_to_be_unsettled() {
    let few = engaged_for(16);
    let answer = received_by(&few, "sub", &about_data(&few, "x"));
    assert_eq!(answer, (Some(Certainty::Possible), String::new()));
    let many = engaged_for(17);
    let answer = received_by(&many, "sub", &about_data(&many, "x"));
    assert_eq!(answer, (Some(Certainty::Possible), "sub".to_owned()));
}

#[test]
fn every_question_says_that_the_search_stopped() {
    let register = engaged_for(17);
    let query = about_data(&register, "x");
    let (from, to) = (places(&["bureau"]), places(&["sub"]));
    let whole = whole("sub");
    let on = query.on;
    let mut held = WhereHeld::new(&query);
    let mut origins = WhereFrom::new(&query);
    let mut why = Why::new(&query, &from, &to);
    let mut through = Through::new(&query, &from);
    let mut about = About::new(&query, &whole);
    let mut leaves = LeavesUk::new(&query);
    let mut cut = Cut::new(&query, &from);
    held.look(&register);
    origins.look(&register);
    why.look(&register);
    through.look(&register);
    about.look(&register);
    leaves.look(&register);
    cut.look(&register);
    for gaps in [
        held.finish().2,
        origins.finish().2,
        why.finish().3,
        through.finish().2,
        about.finish().2,
        leaves.finish().2,
        cut.finish().2,
    ] {
        assert_eq!(stopped(&gaps), "sub");
    }
    let tree = DataTree::new(&register.data);
    let wants = Wants {
        received: true,
        ..Wants::default()
    };
    let graph = FlowGraph::new(&register, on);
    let rows = tabulate(&graph, &tree, wants);
    let said = |row: &Row<'_>| matches!(row, Row::Unsettled { name, .. } if name == "sub");
    assert!(rows.iter().any(said));
    let steps = placed_steps(&graph);
    let stopped = |it: &PlacedStep<'_>| it.step.gaps.contains(&Gap::SearchStopped);
    assert!(steps.iter().any(stopped));
}
