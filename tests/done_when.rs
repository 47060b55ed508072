//! What the first slice promises: who receives the NHS number in the worked example, each for the
//! right reason; the form of the JSON; and one answer from the text and from the database.

use serde_json::{Value, json};

use crate::harness::{Folder, copy, root};

fn receivers() -> Value {
    Folder::with_register().json(r#"ropa ask who-receives "NHS number""#)
}

fn receiver<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let all = answer["answer"].as_array().unwrap();
    all.iter().find(|one| one["party"]["id"] == id).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// The ends and kinds of a route.
fn steps(receiver: &Value) -> Vec<String> {
    let route = receiver["route"].as_array().unwrap();
    let end = |end: &Value| {
        format!(
            "{}:{}",
            end["kind"].as_str().unwrap(),
            end["id"].as_str().unwrap()
        )
    };
    let step = |step: &Value| {
        format!(
            "{} -{}-> {} ({})",
            end(&step["from"]),
            step["kind"].as_str().unwrap(),
            end(&step["to"]),
            step["certainty"].as_str().unwrap()
        )
    };
    route.iter().map(step).collect()
}

#[test]
fn partners_of_the_integrated_care_record_are_stated() {
    let answer = receivers();
    for id in [
        "general-practitioners",
        "hospitals",
        "community-matrons",
        "district-nurses",
        "social-care-practitioners",
    ] {
        let receiver = receiver(&answer, id);
        assert_eq!(receiver["certainty"], "stated", "{id}");
        assert_eq!(receiver["roles"], json!(["recipient"]), "{id}");
        assert_eq!(receiver["direct"], false, "{id}");
        assert_eq!(
            receiver["through"],
            json!([{ "kind": "system", "id": "integrated-care-record", "name": "Integrated care record system" }])
        );
        assert_eq!(
            steps(receiver),
            [
                "activity:family-group-conference -recipient-> system:integrated-care-record (stated)".to_owned(),
                format!("system:integrated-care-record -recipient-> party:{id} (stated)"),
            ]
        );
        for step in receiver["route"].as_array().unwrap() {
            assert_eq!(step["carries"], json!(["nhs-number"]), "{id}");
            assert_eq!(step["activity"], "family-group-conference", "{id}");
        }
        let words = receiver["evidence"].as_str().unwrap();
        assert!(
            words.starts_with("We will use the NHS Number in an integrated care record system"),
            "{words}"
        );
        assert!(
            answer["uncertain"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["party"]["id"] != id)
        );
    }
}

#[test]
fn servelec_is_possible_as_operator_of_mosaic() {
    let answer = receivers();
    let servelec = receiver(&answer, "servelec");
    assert_eq!(servelec["certainty"], "possible");
    assert_eq!(servelec["roles"], json!(["processor"]));
    assert_eq!(servelec["direct"], false);
    assert_eq!(
        servelec["through"],
        json!([{ "kind": "system", "id": "mosaic", "name": "Mosaic" }])
    );
    assert_eq!(
        steps(servelec),
        [
            "activity:family-group-conference -store-> system:mosaic (possible)",
            "system:mosaic -operator-> party:servelec (possible)"
        ]
    );
    assert_eq!(servelec["route"][0]["carries"], Value::Null);
    assert_because(&answer, "servelec", "not recorded which data it carries");
}

#[test]
fn those_of_whom_the_notice_does_not_say_which_data_are_possible_and_direct() {
    let answer = receivers();
    for (id, country) in [
        ("family-network", Value::Null),
        ("social-workers", Value::Null),
        (
            "family-members-overseas",
            json!([{ "country": "outside-uk", "of": "party" }]),
        ),
    ] {
        let receiver = receiver(&answer, id);
        assert_eq!(receiver["certainty"], "possible", "{id}");
        assert_eq!(receiver["roles"], json!(["recipient"]), "{id}");
        assert_eq!(receiver["direct"], true, "{id}");
        assert_eq!(receiver["through"], json!([]), "{id}");
        assert_eq!(receiver["where"], country, "{id}");
        assert_eq!(
            steps(receiver),
            [format!(
                "activity:family-group-conference -recipient-> party:{id} (possible)"
            )]
        );
        assert_because(&answer, id, "not recorded which data it carries");
    }
    let overseas = receiver(&answer, "family-members-overseas");
    assert_eq!(overseas["route"][0]["when"], "with your permission");
    assert_eq!(overseas["transfer"], Value::Null);
}

#[track_caller]
fn assert_because(answer: &Value, id: &str, because: &str) {
    let uncertain = answer["uncertain"].as_array().unwrap();
    let why: Vec<&str> = uncertain
        .iter()
        .filter(|one| one["party"]["id"] == id)
        .map(|one| one["because"].as_str().unwrap())
        .collect();
    assert_eq!(why.len(), 1, "{id}: {uncertain:?}");
    assert!(why[0].starts_with(because), "{id}: {}", why[0]);
}

#[test]
fn nobody_else_receives_it_and_what_is_not_recorded_is_said() {
    let answer = receivers();
    assert_eq!(answer["answer"].as_array().unwrap().len(), 9);
    assert_eq!(answer["uncertain"].as_array().unwrap().len(), 4);
    let missing = answer["not_recorded"].as_array().unwrap();
    let operator = missing
        .iter()
        .find(|one| one["code"] == "operator")
        .unwrap();
    assert_eq!(operator["count"], 1);
    assert_eq!(
        operator["examples"],
        json!(["Integrated care record system"])
    );
    assert_eq!(answer["searched"], json!({ "flows": 14, "activities": 1 }));
}

#[test]
fn the_envelope_has_the_keys_it_promises() {
    let folder = Folder::with_register();
    for line in QUESTIONS {
        let answer = folder.json(&format!("ropa ask {line}"));
        assert_eq!(
            keys(&answer),
            [
                "answer",
                "as_of",
                "ended",
                "not_recorded",
                "notes",
                "on",
                "open",
                "planned",
                "question",
                "searched",
                "uncertain",
                "version"
            ],
            "{line}"
        );
        assert_eq!(keys(&answer["searched"]), ["activities", "flows"], "{line}");
        for gap in answer["not_recorded"].as_array().unwrap() {
            assert_eq!(keys(gap), ["code", "count", "examples", "what"], "{line}");
        }
    }
    let answer = receivers();
    for receiver in answer["answer"].as_array().unwrap() {
        let found = keys(receiver);
        for key in [
            "party",
            "roles",
            "certainty",
            "direct",
            "through",
            "activities",
            "by_activity",
            "where",
            "leaves_uk",
            "ground",
            "agreement",
            "transfer",
            "evidence",
            "route",
        ] {
            assert!(found.contains(&key), "no {key} in {found:?}");
        }
        assert_eq!(keys(&receiver["party"]), ["id", "kind", "name"]);
        for step in receiver["route"].as_array().unwrap() {
            for key in ["activity", "kind", "from", "to", "carries", "certainty"] {
                assert!(keys(step).contains(&key), "no {key} in {:?}", keys(step));
            }
            assert_eq!(keys(&step["from"]), ["id", "kind", "name"]);
        }
    }
    for uncertain in answer["uncertain"].as_array().unwrap() {
        assert_eq!(keys(uncertain), ["because", "party"]);
    }
}

/// Every question with several arguments, on the worked example.
const QUESTIONS: &[&str] = &[
    r#"who-receives "NHS number""#,
    r#"who-receives "Offences (including alleged offences)" --stated"#,
    r#"who-receives "NHS number" --all-paths --role recipient"#,
    "who-receives --special",
    r#"where-from "NHS number""#,
    "where-from health-details --people Children",
    r#"where-held "NHS number""#,
    "where-held --people service-users",
    r#"why NHS "District nurses" --data "NHS number""#,
    "why people:service-users Servelec --all-paths",
    "why mosaic servelec",
    "through Servelec",
    "through system:integrated-care-record",
    r#"about "Social workers""#,
    "about NHS --data nhs-number --exact",
    "leaves-uk",
    r#"leaves-uk "NHS number" --country outside-uk"#,
];

/// The same on the register made for the flags.
const COUNTY: &[&str] = &[
    "who-receives vaccinations",
    "who-receives health --country US",
    "who-receives contact-details --people Children --retired",
    "where-from health",
    "where-held --special --country GB",
    "why people:carers cloudhost --all-paths",
    "through fosterware",
    "through casebook --data health",
    "about police",
    "leaves-uk --people Children",
];

#[test]
fn the_database_answers_as_the_folder_does() {
    for (register, questions) in [("register", QUESTIONS), ("tests/fixtures/county", COUNTY)] {
        let folder = Folder::empty();
        copy(&root().join(register), &folder.path("text"));
        folder.does("ropa init");
        folder.does("ropa apply text");
        for question in questions {
            for format in ["text", "json", "csv", "md"] {
                let line = format!("ask {question} --format {format}");
                let stored = folder.run(&format!("ropa {line}"));
                let written = folder.run(&format!("ropa -r text {line}"));
                assert!(
                    stored.succeeds().bytes == written.succeeds().bytes,
                    "{}\n{}",
                    stored.transcript(),
                    written.transcript()
                );
            }
        }
        for line in [
            "list party",
            "list activity",
            "list",
            "show fostering",
            "show family-group-conference",
        ] {
            let stored = folder.run(&format!("ropa {line}"));
            let written = folder.run(&format!("ropa -r text {line}"));
            assert!(stored.bytes == written.bytes, "{line}");
        }
    }
}

#[test]
fn the_same_question_gives_the_same_bytes_every_time() {
    let folder = Folder::with_database();
    for question in QUESTIONS {
        let first = folder
            .run(&format!("ropa ask {question} --format json"))
            .bytes;
        assert!(
            folder
                .run(&format!("ropa ask {question} --format json"))
                .bytes
                == first,
            "{question}"
        );
    }
}
