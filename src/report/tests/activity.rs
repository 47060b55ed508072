//! The record of an activity and its impact assessment, and that no field is left out of the record.

use serde_json::{Value, json};

use crate::model::{Activity, ActivityId, Date, Field, Kind, Record, Register, Shape, visible};
use crate::report::document::{Block, Cell, Document, Section};
use crate::report::{Dossier, FORMATS, Origin, activity, dpia};

use super::specimen;

/// Slugs by which records refer to their own parts: what they refer to is shown in their place.
const LEFT_OUT: &[&str] = &[
    "purpose.id",
    "source.id",
    "store.id",
    "recipient.id",
    "onward.id",
    "feed.id",
];

/// All that a document says, a line for each place.
fn said(document: &mut Document<'_>) -> String {
    let mut lines = vec![document.title.clone(), document.subtitle.clone()];
    let cell = |cell: &Cell| cell.said().to_owned();
    lines.extend(document.head.iter().map(|fact| cell(&fact.cell)));
    for section in &mut document.sections {
        lines.push(section.heading.clone());
        for block in &mut section.blocks {
            match block {
                Block::Heading(text) | Block::Words(text) | Block::Blank(text) => {
                    lines.push(text.clone());
                }
                Block::List(items) => lines.extend(items.iter().cloned()),
                Block::Facts(facts) => {
                    for fact in facts {
                        lines.push(format!("{}: {}", fact.label, cell(&fact.cell)));
                    }
                }
                Block::Table(table) => {
                    let columns = table.columns.clone();
                    (table.rows)(&mut |row| {
                        let cells = row.iter().zip(&columns);
                        let cells: Vec<&str> =
                            cells.map(|(cell, column)| cell.shown(column)).collect();
                        lines.push(cells.join(" | ").replace('\n', "; "));
                        Ok(())
                    })
                    .unwrap();
                }
                Block::Figure(figure) => lines.extend(figure.words.iter().cloned()),
            }
        }
    }
    lines.join("\n")
}

/// Values that are unlike each other, with the words by which each is known again.
#[derive(Default)]
struct Marks {
    expected: Vec<(String, String)>,
}

impl Marks {
    fn value(&mut self, path: &str, shape: Shape) -> Value {
        let number = self.expected.len() + 1;
        let slug = format!("x-{}", path.replace(['.', '_'], "-"));
        let (value, words) = match shape {
            Shape::Text => (
                json!(format!("words of {path}")),
                format!("words of {path}"),
            ),
            Shape::Slug | Shape::Id(_) => (json!(slug), slug),
            Shape::End(_) => (json!(slug), slug),
            Shape::Code(_) => (json!(format!("code of {path}")), format!("code of {path}")),
            Shape::Scope => (json!([slug]), slug),
            Shape::List(item) => {
                let value = self.value(path, *item);
                return json!([value]);
            }
            Shape::OneOrMany(item) => return self.value(path, *item),
            Shape::Date => {
                let year = 1900 + number;
                (json!(format!("{year}-01-01")), format!("1 January {year}"))
            }
            Shape::Period => (json!(format!("P{number}Y")), format!("{number} years")),
            Shape::Word(all) => {
                let word = all[all.len() - 1].word;
                (json!(word), word.replace('-', " "))
            }
            Shape::Flag => (json!(true), String::new()),
            Shape::Count => (json!(number), number.to_string()),
            Shape::Country => (json!("FR"), "France".to_owned()),
            Shape::Identifier(scheme) => (
                json!(scheme.example(false)),
                scheme.example(false).to_owned(),
            ),
            Shape::Table(fields) => {
                return fields
                    .iter()
                    .copied()
                    .flatten()
                    .map(|field| self.field(path, field))
                    .collect();
            }
            Shape::Tables(fields) => {
                let table = self.value(path, Shape::Table(fields));
                return json!([table]);
            }
        };
        self.expected.push((path.to_owned(), words));
        value
    }

    fn field(&mut self, path: &str, field: &Field) -> (String, Value) {
        let path = if path.is_empty() {
            field.name.to_owned()
        } else {
            format!("{path}.{}", field.name)
        };
        let value = self.value(&path, field.shape);
        (field.name.to_owned(), value)
    }
}

fn dossier(record: Activity, register: Register) -> Dossier {
    let id = ActivityId::new("one").unwrap();
    let mut register = register;
    register.activities.insert(id.clone(), record.clone());
    let origin = Origin {
        register_hash: "3f9a".repeat(16),
        commit: Some((7, "9c1e".repeat(16))),
        command: "ropa export activity one --format md".to_owned(),
    };
    Dossier::new(
        register,
        id,
        record,
        jiff::civil::date(2026, 11, 24).into(),
        origin,
    )
}

fn read(value: Value) -> Activity {
    match Record::from_value(Kind::Activity, value).unwrap() {
        Record::Activity(activity) => *activity,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_field_of_an_activity_is_left_out_of_its_record() {
    let mut marks = Marks::default();
    let value = marks.value("", Shape::Table(Kind::Activity.fields()));
    let dossier = dossier(read(value), Register::default());
    let text = said(&mut activity(&dossier)).replace('-', " ");
    for (path, words) in &marks.expected {
        let is_there = text.contains(&words.replace('-', " "));
        let is_left_out = LEFT_OUT.contains(&path.as_str());
        assert!(
            is_there || is_left_out,
            "{path}: `{words}` is not in the record"
        );
    }
    assert!(marks.expected.len() > 120, "{}", marks.expected.len());
}

#[test]
fn nothing_recorded_is_never_none() {
    let empty = dossier(
        Activity {
            name: "One".to_owned(),
            ..Activity::default()
        },
        Register::default(),
    );
    for make in [activity, dpia] {
        let mut document = make(&empty);
        for fact in document.sections.iter().flat_map(facts) {
            assert_ne!(fact.1, Cell::None, "{}", fact.0);
        }
        assert!(said(&mut document).contains("not recorded"));
    }
}

/// The record of an activity says of recipients and data what the record of Article 30 says.
#[test]
fn recipients_and_data_are_those_of_the_record_of_article_30() {
    let mut register = Register::default();
    for (kind, id, fields) in [
        (
            Kind::Settings,
            "register",
            json!({ "organisation": "council" }),
        ),
        (Kind::Party, "council", json!({ "name": "Council" })),
        (
            Kind::Party,
            "team",
            json!({ "name": "Own team", "part_of": "council" }),
        ),
        (
            Kind::Party,
            "vendor",
            json!({ "name": "Vendor", "sub_processors": [{ "party": "host" }] }),
        ),
        (
            Kind::Party,
            "host",
            json!({ "name": "Host", "sub_processors": "none" }),
        ),
        (Kind::Party, "gps", json!({ "name": "GPs" })),
        (
            Kind::System,
            "mosaic",
            json!({ "name": "Mosaic", "operator": "vendor" }),
        ),
        (Kind::Data, "address", json!({ "name": "Name and address" })),
    ] {
        register
            .insert(id, Record::from_value(kind, fields).unwrap())
            .unwrap();
    }
    let record = read(json!({
        "name": "Care",
        "data": "none",
        "store": [{ "in": "mosaic", "carries": ["address"] }],
        "recipient": [{ "to": "gps", "carries": ["address"] }, { "to": "team", "carries": "all" }],
    }));
    let dossier = dossier(record, register);
    for mut document in [activity(&dossier), dpia(&dossier)] {
        let text = said(&mut document);
        let begin = text.find("\nRecipients: ").unwrap();
        let end = text.find("\nWhat recipients hand on: ").unwrap();
        let recipients = &text[begin..end];
        for words in [
            "GPs (Name and address)",
            "Vendor (processor, runs Mosaic)",
            "Host (sub-processor",
        ] {
            assert!(recipients.contains(words), "{words}: {recipients}");
        }
        assert!(!recipients.contains("Own team"), "{recipients}");
        assert!(text.contains("none, which the flows contradict"), "{text}");
        assert!(
            text.contains("Name and address (named by F1 and F2)"),
            "{text}"
        );
    }
}

#[test]
fn none_stays_none() {
    let mut value = json!({ "name": "One" });
    for field in Kind::Activity.fields().iter().copied().flatten() {
        if field.presence == crate::model::Presence::Recorded {
            value[field.name] = json!("none");
        }
    }
    let denied = dossier(read(value), Register::default());
    let document = activity(&denied);
    let facts: Vec<(String, Cell)> = document.sections.iter().flat_map(facts).collect();
    for label in [
        "Purposes",
        "Recipients",
        "Time limits",
        "Security measures",
        "Categories of personal data",
        "Categories of people",
        "Rights as published",
        "Data protection impact assessment",
        "Review",
        "Condition for special category data",
    ] {
        let found = facts.iter().find(|(name, _)| name == label);
        assert_eq!(found.map(|(_, cell)| cell), Some(&Cell::None), "{label}");
    }
    let unsaid: Vec<&(String, Cell)> = facts
        .iter()
        .filter(|(label, cell)| *cell == Cell::NotRecorded && label != "Approval")
        .collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

fn facts(section: &Section<'_>) -> Vec<(String, Cell)> {
    let mut found = Vec::new();
    for block in &section.blocks {
        if let Block::Facts(facts) = block {
            found.extend(
                facts
                    .iter()
                    .map(|one| (one.label.clone(), one.cell.clone())),
            );
        }
    }
    found
}

#[test]
fn an_assessment_has_seven_steps_and_guesses_nothing() {
    let empty = dossier(
        Activity {
            name: "One".to_owned(),
            ..Activity::default()
        },
        Register::default(),
    );
    let mut document = dpia(&empty);
    for step in 1..=7 {
        let start = format!("Step {step}: ");
        assert!(
            document
                .sections
                .iter()
                .any(|one| one.heading.starts_with(&start)),
            "{start}"
        );
    }
    let n_blanks = document
        .sections
        .iter()
        .flat_map(|one| &one.blocks)
        .filter(|block| matches!(block, Block::Blank(_)))
        .count();
    assert!(n_blanks >= 15, "{n_blanks}");
    let text = said(&mut document);
    assert!(text.contains("what is recorded points to 0"), "{text}");
    assert!(text.contains("to complete"));
}

#[test]
fn screening_points_and_does_not_find() {
    let mut register = Register::default();
    for (id, class) in [("health", json!("health")), ("name", json!("personal"))] {
        let record = Record::from_value(Kind::Data, json!({ "name": id, "class": class })).unwrap();
        register.insert(id, record).unwrap();
    }
    let people = json!({ "name": "Children", "vulnerable": true, "about_how_many": 1200 });
    register
        .insert(
            "children",
            Record::from_value(Kind::People, people).unwrap(),
        )
        .unwrap();
    let record = read(json!({
        "name": "One",
        "data": ["health", "name"],
        "people": ["children"],
        "dpia": { "criteria": ["wp248/7"] },
    }));
    let text = said(&mut dpia(&dossier(record, register)));
    let row = |title: &str| {
        let mut rows = text.lines().filter(|line| line.starts_with(title));
        rows.next()
            .unwrap_or_else(|| panic!("{title}\n{text}"))
            .to_owned()
    };
    let vulnerable = row("Data concerning vulnerable data subjects");
    assert!(
        vulnerable.ends_with("| Points to it: recorded as vulnerable: Children | recorded as met")
    );
    assert!(
        row("Systematic monitoring |").ends_with(
            "| The register cannot tell: it holds no such fact | to complete: yes or no"
        )
    );
    assert!(text.contains("special category or offence data is held: health"));
    assert!(text.contains(
        "how many people: Children: about 1,200; whether that is a large scale is to be judged"
    ));
    // Which criteria count by themselves is said of each, and above.
    assert!(row("Risk of physical harm").contains("| ICO list, type 10; (by itself) |"));
    assert!(row("Tracking").contains("(only with another criterion of WP248) |"));
    assert!(text.contains("types 2, 3, 6, 9 and 10 call for one by themselves"));
}

/// Not so, not recorded and what cannot be told are three things, and none of them is “nothing”.
#[test]
fn screening_tells_not_so_from_not_recorded() {
    let data = json!({ "name": "Names", "class": "personal", "may_include": "none" });
    let people = |vulnerable: serde_json::Value| {
        let mut people = json!({ "name": "Children" });
        if !vulnerable.is_null() {
            people["vulnerable"] = vulnerable;
        }
        people
    };
    let says = |data: serde_json::Value, people: serde_json::Value, more: serde_json::Value| {
        let mut register = Register::default();
        let mut insert = |kind, id: &str, record| {
            let record = Record::from_value(kind, record).unwrap();
            register.insert(id, record).unwrap();
        };
        insert(Kind::Data, "data", data);
        insert(Kind::People, "people", people);
        let mut record = json!({ "name": "One", "data": ["data"], "people": ["people"] });
        let more = more.as_object().unwrap().clone();
        record.as_object_mut().unwrap().extend(more);
        said(&mut dpia(&dossier(read(record), register)))
    };
    let row = |text: &str, title: &str| {
        let mut rows = text.lines().filter(|line| line.starts_with(title));
        let row = rows.next().unwrap_or_else(|| panic!("{title}\n{text}"));
        row.split(" | ").nth(2).unwrap().to_owned()
    };
    let none = json!({ "automated_decisions": "none", "source": [{ "from": "people:people", "carries": ["data"] }] });
    let settled = says(data.clone(), people(json!(false)), none);
    let unsaid = says(
        json!({ "name": "Names", "class": "personal" }),
        people(json!(null)),
        json!({}),
    );
    for (title, when_settled, when_unsaid) in [
        (
            "Data concerning vulnerable data subjects",
            "Recorded as not so: none of the people is vulnerable",
            "Not recorded: whether these people are vulnerable: Children",
        ),
        (
            "Systematic and extensive evaluation",
            "Recorded as not so: no automated decisions",
            "Not recorded: automated decisions",
        ),
        (
            "Genetic data",
            "Recorded as not so: no genetic data is recorded; none that may include it",
            "Not recorded: whether this data may include genetic data: Names",
        ),
        (
            "Invisible processing",
            "Recorded as not so: data comes from the people concerned alone",
            "Not recorded: where data comes from",
        ),
        (
            "Data processed on a large scale",
            "Not recorded: how many people there are",
            "Not recorded: how many people there are",
        ),
        (
            "Evaluation or scoring",
            "Not recorded: whether people are evaluated or scored in another way (no automated decisions, profiling included)",
            "Not recorded: automated decisions and profiling",
        ),
    ] {
        assert_eq!(row(&settled, title), when_settled);
        assert_eq!(row(&unsaid, title), when_unsaid);
    }
    // Of a record that says nothing, nothing is said to be not so.
    let empty = said(&mut dpia(&dossier(
        read(json!({ "name": "One" })),
        Register::default(),
    )));
    assert!(!empty.contains("Recorded as not so") && !empty.contains("Points to it"));
}

/// The regulator is called what it is called on the day.
#[test]
fn documents_name_the_regulator_of_the_day() {
    let at = |day: Date| {
        let right = json!({ "right": "dpa2018:s165" });
        let mut one = dossier(
            read(json!({ "name": "One", "rights": [right] })),
            Register::default(),
        );
        one.as_at = day.into();
        format!("{}\n{}", said(&mut dpia(&one)), said(&mut activity(&one)))
    };
    let before = at(Date::constant(2026, 9, 29));
    assert!(before.contains("consult the Information Commissioner (ICO)"));
    assert!(before.contains("Complain to the Information Commissioner (DPA 2018 section 165)"));
    assert!(
        !before.contains("Information Commission ") && !before.contains("Information Commission(")
    );
    let after = at(Date::constant(2026, 9, 30));
    assert!(after.contains("consult the Information Commission (ICO)"));
    assert!(after.contains("Complain to the Information Commission (DPA 2018 section 165)"));
    assert!(!after.contains("Commissioner"));
}

/// A policy document and a duty of secrecy are missing only where the law asks for them.
#[test]
fn nothing_is_missing_beside_a_condition_that_no_law_asks_for() {
    let of = |condition: serde_json::Value| {
        let record = read(json!({ "name": "One", "condition": [condition] }));
        said(&mut activity(&dossier(record, Register::default())))
    };
    let health = of(json!({ "article_9": "9/2/h" }));
    for said in [
        "Condition of Schedule 1: not recorded",
        "Appropriate policy document: not applicable",
        "Kept and erased by that policy: not applicable",
        "Why without consent: not applicable",
        "Under whose duty of secrecy: not recorded",
    ] {
        assert!(health.contains(said), "{said}\n{health}");
    }
    let safeguarding = of(json!({ "article_9": "9/2/g", "schedule_1": "sch1/para18" }));
    for said in [
        "Condition of Schedule 1: Safeguarding",
        "Appropriate policy document: not recorded",
        "Why without consent: not recorded",
        "Under whose duty of secrecy: not applicable",
    ] {
        assert!(safeguarding.contains(said), "{said}\n{safeguarding}");
    }
    let consent = of(json!({ "article_9": "9/2/a", "secrecy": "a nurse" }));
    assert!(consent.contains("Condition of Schedule 1: not applicable"));
    assert!(consent.contains("Under whose duty of secrecy: a nurse"));
    // What rests on explicit consent can be withdrawn, whatever the lawful basis.
    assert!(consent.contains("Withdraw consent (Article 7(3)) | Article 9(2)(a) | yes"));
}

#[test]
fn an_approval_stands_only_while_the_content_does() {
    let record = Activity {
        name: "One".to_owned(),
        ..Activity::default()
    };
    let id = ActivityId::new("one").unwrap();
    let content = crate::store::content_hash(&id, &record);
    let approved = |content: &str| {
        let approval = json!({ "activity": "one", "content": content, "by": "A. Officer", "on": "2026-01-02" });
        let mut register = Register::default();
        register
            .insert(
                "first",
                Record::from_value(Kind::Approval, approval).unwrap(),
            )
            .unwrap();
        said(&mut activity(&dossier(record.clone(), register)))
    };
    assert!(approved(&content).contains("by A. Officer on 2 January 2026: stands"));
    assert!(approved("0000").contains("by A. Officer on 2 January 2026: has lapsed"));
}

#[test]
fn pages_and_markdown_hold_hostile_words_as_words() {
    let mut register = Register::default();
    let mut recipients = Vec::new();
    let mut purposes = Vec::new();
    let mut evidence = Vec::new();
    for (at, text) in specimen::hostile().into_iter().enumerate() {
        let id = format!("evil-{at}");
        // Neither the text form nor the store holds a record without a name.
        let party = json!({ "name": format!("x{text}"), "note": text, "address": text });
        let party = Record::from_value(Kind::Party, party).unwrap();
        register.insert(&id, party).unwrap();
        // One flow is enough: a picture of many takes its time.
        if at == 0 {
            recipients
                .push(json!({ "to": id, "carries": ["worse"], "evidence": text, "when": text }));
        }
        purposes.push(json!({ "text": text, "basis": text, "basis_published": text }));
        evidence.push(json!({ "about": text, "words": text }));
    }
    let record = read(json!({
        "name": specimen::hostile()[..4].join("\n"),
        "function": specimen::hostile().join("\n"),
        "controller": "evil-1",
        "recipient": recipients,
        "purpose": purposes,
        "evidence": evidence,
    }));
    let dossier = dossier(record, register);
    // JSON and CSV are for programs: they hold words as they are.
    let to_read = FORMATS
        .iter()
        .filter(|one| ["html", "md"].contains(&one.name));
    for format in to_read {
        for make in [activity, dpia] {
            let written = specimen::written(format, &mut make(&dossier));
            let written = String::from_utf8(written).unwrap();
            // A drawing sets what is written from right to left apart.
            let written = written.replace(['\u{2068}', '\u{2069}'], "");
            assert!(visible(&written) == written, "{}", format.name);
            assert!(!written.contains("<script>"), "{}", format.name);
        }
    }
}
