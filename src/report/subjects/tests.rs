//! What fields say of an entry, above all where the record does not say.

mod absence;

use serde_json::{Value, json};

use crate::model::{Kind, Record, Register};
use crate::report::tests::DAY;
use crate::report::{Asked, Cell, Per, article30, layout};
use crate::store::Store;

/// A small council with one activity of these fields; what a column of a layout says of it, row by row.
fn said_in(name: &str, fields: Value, heading: &str) -> Vec<Cell> {
    said_per(Per::Purpose, name, fields, heading)
}

/// The same, with a row for each purpose or for the activity.
fn said_per(per: Per, name: &str, fields: Value, heading: &str) -> Vec<Cell> {
    let mut register = Register::default();
    let mut insert = |kind: Kind, id: &str, mut document: Value| {
        if kind != Kind::Settings && document.get("name").is_none() {
            document["name"] = json!(id);
        }
        let record = Record::from_value(kind, document).unwrap();
        register.insert(id, record).unwrap();
    };
    insert(
        Kind::Settings,
        "register",
        json!({ "organisation": "council" }),
    );
    insert(Kind::Party, "council", json!({ "country": "GB" }));
    insert(Kind::Party, "team", json!({ "part_of": "council" }));
    insert(Kind::Party, "nowhere", json!({ "country": "none" }));
    insert(Kind::People, "families", json!({}));
    insert(Kind::Party, "gps", json!({ "country": "GB" }));
    insert(Kind::Party, "charity", json!({}));
    insert(Kind::Party, "cloud", json!({ "country": "US" }));
    insert(Kind::Party, "lab", json!({ "country": "FR" }));
    insert(
        Kind::Party,
        "supplier",
        json!({ "country": "GB", "sub_processors": [{ "party": "cloud" }] }),
    );
    insert(
        Kind::System,
        "mosaic",
        json!({ "operator": "supplier", "hosted_in": "GB" }),
    );
    insert(
        Kind::System,
        "ours",
        json!({ "operator": "council", "hosted_in": "GB" }),
    );
    insert(Kind::System, "unknown", json!({}));
    insert(
        Kind::System,
        "homeless",
        json!({ "operator": "council", "hosted_in": "none" }),
    );
    insert(Kind::Data, "health", json!({ "class": "health" }));
    insert(
        Kind::Data,
        "conviction",
        json!({ "class": "criminal-offence" }),
    );
    insert(Kind::Data, "address", json!({ "class": "personal" }));
    insert(Kind::Data, "diagnosis", json!({ "broader": "health" }));
    insert(
        Kind::Data,
        "name",
        json!({ "class": "personal", "may_include": "none" }),
    );
    insert(
        Kind::Document,
        "policy",
        json!({ "link": "https://example.org/policy" }),
    );
    insert(Kind::Activity, "care", fields);
    let store = Store::in_memory_unsound(register);
    let asked = Asked {
        per,
        ..Asked::of(layout(name).unwrap(), DAY)
    };
    let mut export = article30(&store, &asked, DAY.into(), None, "csv", &|| ()).unwrap();
    let section = &mut export.document.sections[0];
    let Some(crate::report::Block::Table(table)) = section.blocks.last_mut() else {
        panic!("there is no table");
    };
    let place = table
        .columns
        .iter()
        .position(|column| column.heading.starts_with(heading))
        .unwrap();
    let mut cells = Vec::new();
    (table.rows)(&mut |row| {
        cells.push(row[place].clone());
        Ok(())
    })
    .unwrap();
    cells
}

/// What the first row says, in words; the other three states in brackets.
fn said(fields: Value, heading: &str) -> String {
    match said_in("ico-controller", fields, heading).remove(0) {
        Cell::Text(text) => text,
        Cell::None => "(none)".to_owned(),
        Cell::NotRecorded => "(not recorded)".to_owned(),
        Cell::NotApplicable => "(not applicable)".to_owned(),
    }
}

const RECIPIENTS: &str = "Categories of recipients";
const COUNTRIES: &str = "Names of third countries";
const SAFEGUARDS: &str = "Safeguards for exceptional";

#[test]
fn recipients_keep_the_three_states_and_mark_what_is_possible() {
    assert_eq!(said(json!({}), RECIPIENTS), "(not recorded)");
    assert_eq!(
        said(json!({ "recipient": "none", "store": "none" }), RECIPIENTS),
        "(none)"
    );
    // Whoever runs a system would be one.
    assert_eq!(
        said(json!({ "recipient": "none" }), RECIPIENTS),
        "no recipients recorded; in which systems the data is kept, and so who runs them, is not recorded"
    );
    assert_eq!(
        said(
            json!({ "recipient": [{ "to": "gps", "carries": "none" }] }),
            RECIPIENTS
        ),
        "(not recorded)"
    );
    // That nobody is given data does not deny a processor; and what a system holds is not said.
    assert_eq!(
        said(
            json!({ "data": ["health"], "recipient": "none", "store": [{ "in": "mosaic" }] }),
            RECIPIENTS
        ),
        "supplier (processor, runs mosaic; possible: not recorded which data)\n\
         cloud (sub-processor, engaged by supplier; possible: not recorded for which systems the sub-processor is engaged)\n\
         Not recorded: whom cloud engages"
    );
    assert_eq!(
        said(
            json!({ "data": ["health"], "store": [{ "in": "mosaic", "carries": ["health"] }, { "in": "unknown" }, { "in": "ours" }] }),
            RECIPIENTS
        ),
        "supplier (processor, runs mosaic)\n\
         cloud (sub-processor, engaged by supplier; possible: not recorded for which systems the sub-processor is engaged)\n\
         Other recipients: not recorded\n\
         Not recorded: who runs unknown\n\
         Not recorded: whom cloud engages"
    );
}

#[test]
fn a_row_has_the_flows_of_its_purpose_and_no_flow_is_in_none() {
    let rows = said_in(
        "ico-controller",
        json!({
            "purpose": [{ "id": "a", "text": "one" }, { "id": "b", "text": "two" }],
            "recipient": [
                { "to": "gps", "purpose": "a", "carries": "all" },
                { "to": "charity", "carries": "all" },
                { "to": "lab", "purpose": "c", "carries": "all" },
            ],
        }),
        RECIPIENTS,
    );
    let text = |words: &str| Cell::Text(words.to_owned());
    assert_eq!(
        rows,
        [
            text(
                "gps (all data)\nFor the activity as a whole:\ncharity (all data)\nlab (all data)"
            ),
            text("For the activity as a whole:\ncharity (all data)\nlab (all data)"),
        ]
    );
}

#[test]
fn a_transfer_is_denied_only_where_every_place_is_known() {
    assert_eq!(said(json!({}), COUNTRIES), "(not recorded)");
    assert_eq!(
        said(json!({ "recipient": [{ "to": "gps" }] }), COUNTRIES),
        "(not recorded)"
    );
    let home = json!({ "recipient": [{ "to": "gps" }], "store": [{ "in": "ours" }] });
    assert_eq!(
        said(home.clone(), COUNTRIES),
        "no transfer: every place is recorded in the United Kingdom, or as no transfer"
    );
    assert_eq!(said(home, SAFEGUARDS), "(not applicable)");
    let unknown = json!({ "recipient": [{ "to": "charity" }], "store": "none" });
    assert_eq!(said(unknown.clone(), COUNTRIES), "(not recorded)");
    assert_eq!(said(unknown, SAFEGUARDS), "(not recorded)");
    let denied = json!({ "recipient": [{ "to": "charity", "transfer": "none" }], "store": "none" });
    assert_eq!(
        said(denied, COUNTRIES),
        "no transfer: every place is recorded in the United Kingdom, or as no transfer"
    );
}

#[test]
fn a_transfer_names_its_country_and_what_allows_it() {
    let abroad = json!({
        "recipient": [
            { "to": "lab" },
            { "to": "cloud", "transfer": { "route": "44A/2/c", "derogation": "49/1/second-subparagraph", "outcome": "documented" } },
            { "to": "charity" },
        ],
        "store": "none",
    });
    assert_eq!(
        said(abroad.clone(), COUNTRIES),
        "France: lab (France: approved by regulations)\n\
         United States of America: cloud (Derogation for a specific situation (Article 44A(2)(c)); \
         Compelling legitimate interests (Article 49(1), second subparagraph); \
         United States of America: approved by regulations, but only for organisations certified to the EU-US Data Privacy Framework and its UK Extension (the UK-US data bridge) (not confirmed: which data must be flagged as sensitive))\n\
         Country not recorded: charity\n\
         Not recorded for all recipients, systems and suppliers"
    );
    assert_eq!(
        said(abroad.clone(), SAFEGUARDS),
        "cloud: outcome: documented; not recorded: record of the test, day of the test, who tested"
    );
    // Seen from the Union, France is no third country and the United Kingdom is one.
    let Cell::Text(from_the_union) = said_in("eu", abroad, "Third countries").remove(0) else {
        panic!("the United States is a third country");
    };
    assert!(
        from_the_union.starts_with("United States"),
        "{from_the_union}"
    );
    let Cell::Text(to_the_uk) = said_in(
        "eu",
        json!({ "recipient": [{ "to": "gps" }], "store": "none" }),
        "Third countries",
    )
    .remove(0) else {
        panic!("the United Kingdom is a third country");
    };
    assert!(to_the_uk.starts_with("United Kingdom: gps"), "{to_the_uk}");
}

#[test]
fn what_does_not_exist_in_the_union_is_flagged() {
    let cells = said_in(
        "eu",
        json!({ "purpose": [{ "text": "one", "basis": "6/1/ea" }, { "text": "two", "basis": "6/1/e" }] }),
        "Lawful basis",
    );
    assert!(matches!(&cells[0], Cell::Text(text) if text.contains("does not have")));
    assert_eq!(
        cells[1],
        Cell::Text(
            "Public task (Article 6(1)(e)); not recorded: words as published, enactments"
                .to_owned()
        )
    );
}

#[test]
fn the_basis_stands_in_both_of_its_columns() {
    let fields = json!({ "purpose": [{ "text": "one", "basis": "6/1/c", "enactments": ["Children Act 1989 s.17"] }] });
    let words = "Legal obligation (Article 6(1)(c)); laid down in: Children Act 1989 s.17; \
                 not recorded: words as published";
    assert_eq!(said(fields.clone(), "Article 6 lawful basis"), words);
    assert_eq!(said(fields, "GDPR Article 6 lawful basis"), words);
}

#[test]
fn paragraph_41_is_answered_and_asked_for_only_where_it_applies() {
    let condition = |more: Value| {
        let mut condition = json!({ "article_9": "9/2/g", "schedule_1": "sch1/para18" });
        for (key, value) in more.as_object().unwrap() {
            condition[key] = value.clone();
        }
        json!({ "data": ["health"], "condition": [condition] })
    };
    const IS_BY: &str = "Is personal data retained";
    assert_eq!(
        said(condition(json!({})), "Data Protection Act 2018 Schedule 1"),
        "Safeguarding of children and of individuals at risk (DPA 2018 Schedule 1 paragraph 18)"
    );
    assert_eq!(said(condition(json!({})), IS_BY), "(not recorded)");
    assert_eq!(
        said(
            condition(json!({ "erased_by_policy": false })),
            "Reasons for not"
        ),
        "(not recorded)"
    );
    assert_eq!(
        said(
            condition(json!({ "erased_by_policy": true })),
            "Reasons for not"
        ),
        "(not applicable)"
    );
    assert_eq!(
        said(
            condition(json!({ "policy": "policy" })),
            "Link to retention"
        ),
        "policy: https://example.org/policy"
    );
    // Paragraph 2 needs no policy document, and explicit consent no paragraph.
    let care = condition(json!({ "article_9": "9/2/h", "schedule_1": "sch1/para2" }));
    assert_eq!(said(care, IS_BY), "(not applicable)");
    let consent = json!({ "data": ["health"], "condition": [{ "article_9": "9/2/a" }] });
    assert_eq!(
        said(consent, "Data Protection Act 2018 Schedule 1"),
        "(not applicable)"
    );
    // Ordinary data has no condition; special data without one lacks it.
    assert_eq!(
        said(json!({ "data": ["name"] }), "Article 9 condition"),
        "(not applicable)"
    );
    // What an ordinary category may include is not recorded, or its class is that of the broader one.
    assert_eq!(
        said(json!({ "data": ["address"] }), "Article 9 condition"),
        "not recorded whether address may include special category or offence data"
    );
    assert_eq!(
        said(
            json!({ "data": ["diagnosis"] }),
            "Categories of personal data"
        ),
        "diagnosis (special category: data concerning health)"
    );
    assert_eq!(
        said(json!({ "data": ["diagnosis"] }), "Article 9 condition"),
        "(not recorded)"
    );
    assert_eq!(
        said(json!({ "data": ["health"] }), "Article 9 condition"),
        "(not recorded)"
    );
}

#[test]
fn rights_are_published_or_computed_and_say_which() {
    let published = json!({ "rights": [{ "right": "15" }] });
    assert!(said(published, "Rights").starts_with("As published:\n"));
    let computed = said(
        json!({ "purpose": [{ "text": "x", "basis": "6/1/e" }] }),
        "Rights",
    );
    assert!(
        computed.starts_with("Follow from the lawful basis, before exemptions (rights as published are not recorded):"),
        "{computed}"
    );
    assert!(
        computed.contains("Article 21(1)") && !computed.contains("Article 20)"),
        "{computed}"
    );
    // That none are published takes none away that the law gives.
    let none = said(
        json!({ "purpose": [{ "text": "x", "basis": "6/1/e" }], "rights": "none" }),
        "Rights",
    );
    assert!(
        none.starts_with("As published: none\nFollow from the lawful basis, before exemptions:\n"),
        "{none}"
    );
    assert_eq!(
        said(json!({ "rights": "none" }), "Rights"),
        "As published: none\nWhich follow from the lawful basis: not recorded"
    );
    assert_eq!(
        said(json!({ "purpose": [{ "text": "x" }] }), "Rights"),
        "(not recorded)"
    );
}

#[test]
fn retention_is_a_sentence_with_both_clocks() {
    let fields = json!({ "retention": [
        { "data": "all", "period": "P35Y", "trigger": "the last contact", "stop_using": "when the case closes", "then": "review-then-delete" },
        { "data": ["health"], "criteria": "as the order says" },
        {},
    ] });
    assert_eq!(
        said(fields, "Retention"),
        "All data: kept for 35 years after the last contact; use stops when the case closes; then reviewed, then deleted; not recorded: authority\n\
         health: kept as the order says; not recorded: from when, when use stops, what happens then, authority\n\
         not recorded: which data, from when, how long, when use stops, what happens then, authority"
    );
}

#[test]
fn a_processor_has_a_row_for_each_controller() {
    let fields =
        json!({ "role": "processor", "acts_for": ["gps", "lab"], "description": "Sends letters" });
    let rows = said_in(
        "ico-processor",
        fields,
        "Name and contact details of controller",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[1],
        Cell::Text("lab (contact details not recorded)".to_owned())
    );
}

/// A system that does not say who runs it leaves open whether anybody abroad does.
#[test]
fn who_runs_a_system_unsaid_is_never_none() {
    let open = json!({
        "data": ["health"],
        "recipient": "none",
        "store": [{ "in": "unknown", "carries": ["health"], "transfer": "none" }],
    });
    assert_eq!(
        said(open.clone(), RECIPIENTS),
        "no recipients recorded; who runs its systems is not recorded"
    );
    assert_eq!(said(open, COUNTRIES), "(not recorded)");
    let ours = json!({
        "data": ["health"], "recipient": "none", "store": [{ "in": "ours", "carries": ["health"] }],
    });
    assert_eq!(said(ours.clone(), RECIPIENTS), "(none)");
    assert_eq!(
        said(ours, COUNTRIES),
        "no transfer: every place is recorded in the United Kingdom, or as no transfer"
    );
}

/// One of two that is denied does not deny the other.
#[test]
fn one_denial_is_not_two() {
    const CONTRACT: &str = "Link to contract with processor";
    let store = |second: Value| {
        json!({
            "data": ["health"],
            "recipient": "none",
            "store": [{ "in": "mosaic", "carries": ["health"], "agreement": "none" }, second],
        })
    };
    assert_eq!(
        said(store(json!({ "in": "unknown" })), CONTRACT),
        "None: contract with supplier\nNot recorded: contract for unknown"
    );
    assert_eq!(
        said(
            store(json!({ "in": "unknown", "agreement": "none" })),
            CONTRACT
        ),
        "(none)"
    );
    let purpose = |fields: Value| json!({ "purpose": [fields] });
    let unpublished = json!({ "text": "care", "basis_published": "none" });
    assert_eq!(
        said(purpose(unpublished), "Article 6 lawful basis"),
        "(not recorded)"
    );
    let denied = json!({ "text": "care", "basis": "none" });
    assert_eq!(said(purpose(denied), "Article 6 lawful basis"), "(none)");
    let half = json!({ "text": "care", "recognised_interest": "none" });
    assert_eq!(
        said(purpose(half), "Legitimate interests"),
        "(not recorded)"
    );
}
