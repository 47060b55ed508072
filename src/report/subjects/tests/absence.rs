//! What is not recorded, what is none, and what is the activity's and not the purpose's: each said as it is.

use serde_json::{Value, json};

use super::{COUNTRIES, RECIPIENTS, said, said_in, said_per};
use crate::report::{Cell, Per};

const ARTICLE_9: &str = "Article 9 condition";

/// What one of Articles 9 and 10 lacks is not hidden behind the other.
#[test]
fn a_condition_and_a_basis_for_offences_stand_beside_each_other() {
    let offences = json!([{ "route": "official-authority", "official_authority": "the court" }]);
    let basis = "Offence data (Article 10): Under the control of official authority; authority: the court; \
                 not recorded: words as published, for which data";
    let entry = |data: &str, condition: Value| {
        let mut entry = json!({ "data": [data], "offence_basis": offences });
        if !condition.is_null() {
            entry["condition"] = condition;
        }
        entry
    };
    assert_eq!(
        said(entry("health", Value::Null), ARTICLE_9),
        format!("Article 9 condition: not recorded\n{basis}")
    );
    assert_eq!(
        said(entry("health", json!("none")), ARTICLE_9),
        format!("Article 9 condition: none\n{basis}")
    );
    assert_eq!(
        said(entry("conviction", Value::Null), ARTICLE_9),
        format!("Article 9 condition: not applicable\n{basis}")
    );
    assert_eq!(
        said(json!({ "data": ["conviction"] }), ARTICLE_9),
        "Article 9 condition: not applicable\nOffence data (Article 10): not recorded"
    );
    let denied =
        json!({ "data": ["health"], "condition": [{ "article_9": "none", "data": ["health"] }] });
    assert_eq!(said(denied, ARTICLE_9), "condition: none; for health");
}

/// Three conditions under one point: the words once, the paragraphs each.
#[test]
fn what_is_the_same_of_conditions_is_said_once() {
    let condition = |paragraph: &str| json!({ "article_9": "9/2/g", "schedule_1": paragraph, "data": ["health"], "published": "none" });
    let entry = json!({
        "data": ["health"],
        "condition": [condition("sch1/para6"), condition("sch1/para8"), condition("sch1/para18")],
    });
    let words = said(entry.clone(), ARTICLE_9);
    assert_eq!(words.lines().count(), 1, "{words}");
    let paragraphs = said(entry, "Data Protection Act 2018 Schedule 1");
    let lines: Vec<&str> = paragraphs.lines().collect();
    assert_eq!(lines.len(), 3, "{paragraphs}");
    assert!(
        lines.iter().all(|line| !line.contains("Article 9")),
        "{paragraphs}"
    );
}

#[test]
fn data_that_only_a_flow_names_is_listed_and_contradicts_none() {
    const DATA: &str = "Categories of personal data";
    let flow = json!([{ "to": "gps", "carries": ["address"] }]);
    let gaps = "Not recorded whether it may include special category or offence data: address";
    assert_eq!(
        said(json!({ "data": ["health"], "recipient": flow }), DATA),
        "health (special category: data concerning health)\naddress (named by F1)\n\
         Not recorded whether it may include special category or offence data: address"
    );
    assert_eq!(
        said(json!({ "data": "none", "recipient": flow }), DATA),
        format!(
            "None, as recorded for the activity, which its flows contradict: they name what follows\n\
             address (named by F1)\n{gaps}"
        )
    );
    assert_eq!(
        said(json!({ "recipient": flow }), DATA),
        format!(
            "Not recorded for the activity itself; its flows name what follows\n\
             address (named by F1)\n{gaps}"
        )
    );
    // What ended, and what one party hands on to another, is no data of the activity.
    let ended = json!([{ "to": "gps", "carries": ["address"], "ends": "2020-12-31" }]);
    let onward = json!([{ "from": "gps", "to": "lab", "carries": ["address"] }]);
    assert_eq!(
        said(
            json!({ "data": "none", "recipient": ended, "onward": onward }),
            DATA
        ),
        "(none)"
    );
    // Special category data that a flow names has a condition to find.
    let special = json!([{ "to": "gps", "carries": ["health"] }]);
    assert_eq!(
        said(
            json!({ "data": ["address"], "recipient": special }),
            ARTICLE_9
        ),
        "(not recorded)"
    );
}

#[test]
fn units_of_the_controller_are_no_recipients() {
    let own = json!({ "to": "team", "carries": "all" });
    let council = json!({ "to": "council", "carries": "all" });
    assert_eq!(
        said(
            json!({ "recipient": [own, council, { "to": "gps", "carries": "all" }] }),
            RECIPIENTS
        ),
        "gps (all data)"
    );
    assert_eq!(
        said(
            json!({ "recipient": [own, council], "store": "none" }),
            RECIPIENTS
        ),
        "none outside the controller: only units of its own are recorded"
    );
    // Where data rests is not recorded, and so not who processes it.
    assert_eq!(
        said(json!({ "recipient": [own, council] }), RECIPIENTS),
        "no recipients outside the controller recorded; in which systems the data is kept, and so who runs them, is not recorded"
    );
}

#[test]
fn no_country_and_no_transfer_are_said_as_recorded() {
    let nowhere = json!({ "recipient": [{ "to": "nowhere" }], "store": "none" });
    assert_eq!(
        said(nowhere, COUNTRIES),
        "Country: none, as recorded: nowhere"
    );
    let denied = json!({ "recipient": [{ "to": "lab", "transfer": "none" }], "store": "none" });
    assert_eq!(
        said(denied, COUNTRIES),
        "France: lab (recorded as no transfer, which the country contradicts; France: approved by regulations)"
    );
    let store = |system: &str| json!({ "store": [{ "in": system }] });
    assert_eq!(
        said(store("homeless"), "Location"),
        "homeless (where it is hosted: none)"
    );
    assert_eq!(
        said(store("unknown"), "Location"),
        "unknown (where it is hosted is not recorded)"
    );
}

/// What is recorded for an activity is not said of one of its purposes.
#[test]
fn a_purpose_has_its_own_and_the_activity_the_rest() {
    let entry = json!({
        "data": ["health"],
        "purpose": [
            { "id": "care", "text": "care", "basis": "6/1/e" },
            { "id": "research", "text": "research", "basis": "6/1/a" },
        ],
        "condition": [{ "article_9": "9/2/h", "published": "none", "data": ["health"] }],
        "store": [{ "in": "mosaic", "purpose": "care", "carries": "all" }],
        "measures": "none",
    });
    let rows = |heading: &str| said_in("ico-controller", entry.clone(), heading);
    let text = |words: &str| Cell::Text(words.to_owned());
    let condition = "For the activity as a whole: Health or social care (Article 9(2)(h)); for health; \
                     none: words as published";
    assert!(
        rows(ARTICLE_9).iter().all(|cell| *cell == text(condition)),
        "{:?}",
        rows(ARTICLE_9)
    );
    assert_eq!(rows("General description"), [Cell::None, Cell::None]);
    let [care, research] = &rows(RECIPIENTS)[..] else {
        panic!("there are two purposes");
    };
    // Who runs a system for one purpose does nothing for the other.
    let Cell::Text(care) = care else {
        panic!("{care:?}")
    };
    assert!(
        care.starts_with("supplier (processor, runs mosaic)\n"),
        "{care}"
    );
    assert_eq!(*research, Cell::NotRecorded);
    assert_eq!(rows("Purpose"), [text("care"), text("research")]);
    // On pages, what serves one purpose says which.
    let shared = json!({
        "purpose": [{ "id": "a", "text": "one", "basis": "6/1/a" }, { "id": "b", "text": "two", "basis": "6/1/a" }, { "text": "three" }],
        "recipient": [{ "to": "gps", "carries": "all", "purpose": "b" }, { "to": "lab", "carries": "all" }],
    });
    let whole = |heading: &str| said_per(Per::Activity, "ico-controller", shared.clone(), heading);
    assert_eq!(
        whole(RECIPIENTS),
        [text("gps (all data), for purpose 2\nlab (all data)")]
    );
    let Cell::Text(bases) = &whole("Article 6 lawful basis")[0] else {
        panic!("there are bases");
    };
    assert!(
        bases.starts_with("1, 2. Consent") && bases.ends_with("\n3. not recorded"),
        "{bases}"
    );
    // One purpose is the activity.
    let one =
        json!({ "data": ["address"], "purpose": [{ "text": "care" }], "people": ["families"] });
    assert_eq!(said(one, "Categories of individuals"), "families");
}
