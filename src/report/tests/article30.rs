//! The record as a whole: nothing leaks into the public one, and nothing is lost from any.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::sample::{MARK, marked};
use super::super::*;
use super::DAY;
use crate::model::{ActivityId, Kind, Record, Recorded, Regime, Register};
use crate::store::Store;

/// What is asked for where only the layout matters.
fn asked(name: &str) -> Asked {
    Asked::of(layout(name).unwrap(), DAY)
}

/// An export as values, with its counts.
fn exported(register: Register, asked: &Asked) -> (Value, Counts) {
    let store = Store::in_memory_unsound(register);
    let mut export = article30(&store, asked, DAY.into(), None, "json", &|| ()).unwrap();
    let mut bytes = Vec::new();
    (json::FORMAT.write)(&mut export.document, &mut bytes).unwrap();
    let counts = export.proof.tally.counts();
    (serde_json::from_slice(&bytes).unwrap(), counts)
}

/// All places of the model whose texts are in an export.
fn marks(export: &Value) -> BTreeSet<String> {
    let text = export.to_string();
    text.split(MARK)
        .skip(1)
        .map(|rest| {
            let end = rest
                .find(|character: char| {
                    !(character.is_ascii_lowercase()
                        || " ._-".contains(character)
                        || character.is_ascii_digit())
                })
                .unwrap_or(rest.len());
            // Words that the export adds behind a text.
            let mark = rest[..end].trim_end_matches(['.', ' ']);
            let words: Vec<&str> = mark.split(' ').collect();
            match words[..] {
                ["deep", kind, ..] => format!("deep {kind}"),
                [place, "of", via, ..] => format!("{place} of {via}"),
                [place, ..] => place.to_owned(),
                [] => String::new(),
            }
        })
        .collect()
}

/// What may be published, place by place.
const PUBLISHED: &[&str] = &[
    "activity.automated_decisions.safeguards",
    "activity.automated_decisions.what",
    "activity.condition.article_9",
    "activity.condition.published",
    "activity.function",
    "activity.joint_controllers.does",
    "activity.name",
    "activity.offence_basis.published",
    "activity.offence_basis.route",
    "activity.purpose.basis",
    "activity.purpose.basis_published",
    "activity.purpose.enactments",
    "activity.purpose.only_if",
    "activity.purpose.text",
    // What only may happen is not published as what does.
    "activity.onward.when",
    "activity.recipient.when",
    "activity.retention.authority",
    "activity.retention.criteria",
    "activity.retention.stop_using",
    "activity.retention.trigger",
    "activity.rights.right",
    "data.may_include of activity.data",
    "data.may_include of activity.feed.carries",
    "data.may_include of activity.purpose.data",
    "data.may_include of activity.recipient.carries",
    "data.may_include of activity.source.carries",
    "data.may_include of activity.store.carries",
    // For which data a condition is.
    "data.name of activity.condition.data",
    "data.name of activity.data",
    // What only a flow names is data of the activity.
    "data.name of activity.feed.carries",
    "data.name of activity.offence_basis.data",
    "data.name of activity.purpose.data",
    "data.name of activity.recipient.carries",
    "data.name of activity.retention.data",
    "data.name of activity.source.carries",
    "data.name of activity.store.carries",
    // Who runs a system.
    "deep party",
    "party.address of activity.joint_controllers.party",
    "party.address of settings.organisation",
    "party.email of activity.joint_controllers.party",
    "party.email of settings.organisation",
    "party.name of activity.joint_controllers.party",
    "party.name of activity.onward.from",
    "party.name of activity.onward.to",
    "party.name of activity.recipient.to",
    "party.name of settings.organisation",
    "party.phone of activity.joint_controllers.party",
    "party.phone of settings.organisation",
    "party.web of activity.joint_controllers.party",
    "people.name of activity.people",
    "people.name of activity.purpose.people",
    "people.name of activity.retention.people",
];

#[test]
fn nothing_but_what_is_listed_is_public() {
    let listed: BTreeSet<String> = PUBLISHED.iter().map(|place| (*place).to_owned()).collect();
    let mut all = BTreeSet::new();
    for layout in LAYOUTS.iter().filter(|layout| layout.is_public()) {
        for per in [Per::Purpose, Per::Activity] {
            let asked = Asked {
                public: true,
                per,
                ..asked(layout.name)
            };
            let mut register = marked();
            if layout.is_of_part_3 {
                for activity in register.activities.values_mut() {
                    activity.regime = Recorded::Value(Regime::LawEnforcement);
                }
            }
            let (export, counts) = exported(register, &asked);
            assert_eq!(counts.n_selected, 1, "{}", layout.name);
            let found = marks(&export);
            let leaked: Vec<&String> = found.difference(&listed).collect();
            assert!(leaked.is_empty(), "{} publishes {leaked:?}", layout.name);
            all.extend(found);
        }
    }
    // What is listed and never published would hide a leak to come.
    assert_eq!(all, listed);
}

#[test]
fn every_activity_is_written_or_counted_with_its_reason() {
    let mut register = Register::default();
    for (id, fields) in [
        ("a-plain", json!({})),
        ("b-draft", json!({ "status": "draft" })),
        ("c-retired", json!({ "status": "retired" })),
        ("d-processor", json!({ "role": "processor" })),
        (
            "e-none",
            json!({ "role": "none", "purpose": "none", "status": "none" }),
        ),
        (
            "f-two",
            json!({ "purpose": [{ "text": "one" }, { "text": "two" }], "status": "active" }),
        ),
    ] {
        let mut fields = fields;
        fields["name"] = json!(id);
        let record = Record::from_value(Kind::Activity, fields).unwrap();
        register.insert(id, record).unwrap();
    }
    let tried = |asked: Asked| {
        let (_, counts) = exported(register.clone(), &asked);
        let n_left_out: u64 = counts.left_out.values().sum();
        assert_eq!(counts.n_selected + n_left_out, 6, "{counts:?}");
        (counts.n_selected, counts.tables[0].n_rows)
    };
    assert_eq!(tried(asked("ico-controller")), (4, 5));
    assert_eq!(tried(asked("ico-processor")), (1, 1));
    assert_eq!(tried(asked("full")), (5, 5));
    assert_eq!(
        tried(Asked {
            per: Per::Activity,
            ..asked("ico-controller")
        }),
        (4, 4)
    );
    assert_eq!(
        tried(Asked {
            public: true,
            ..asked("ico-controller")
        }),
        (3, 4)
    );
    assert_eq!(
        tried(Asked {
            statuses: vec!["retired", "not-recorded"],
            ..asked("ico-controller")
        }),
        (2, 2)
    );
    let one = BTreeSet::from([ActivityId::new("f-two").unwrap()]);
    assert_eq!(
        tried(Asked {
            activities: Some(one),
            ..asked("ico-controller")
        }),
        (1, 2)
    );
}

#[test]
fn what_was_asked_is_read_back_from_the_proof() {
    let asked = Asked {
        per: Per::Activity,
        function: Some("Children / \"Family\"".to_owned()),
        activities: Some(BTreeSet::from([ActivityId::new("f-two").unwrap()])),
        statuses: vec!["draft", "none"],
        public: true,
        ..asked("eu")
    };
    let store = Store::in_memory(Register::default()).unwrap();
    let export = article30(&store, &asked, DAY.into(), None, "json", &|| ()).unwrap();
    let facts = export.proof.facts();
    let fact = |label: &str| {
        let mut facts = facts.iter();
        facts
            .find(|(known, _)| known == label)
            .map(|(_, value)| value.clone())
    };
    let read = Asked::read(fact, jiff::civil::date(2026, 11, 24)).unwrap();
    assert_eq!(read.layout.name, "eu");
    assert_eq!(
        (
            read.per,
            read.function,
            read.activities,
            read.statuses,
            read.public
        ),
        (
            asked.per,
            asked.function.clone(),
            asked.activities.clone(),
            asked.statuses.clone(),
            true
        )
    );
}

#[test]
fn formats_and_layouts_are_found_and_unlike() {
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    for format in FORMATS {
        for ending in format.endings {
            assert_eq!(
                format_of_ending(&ending.to_uppercase()).unwrap().name,
                format.name
            );
        }
    }
    let names: BTreeSet<&str> = LAYOUTS.iter().map(|layout| layout.name).collect();
    assert_eq!(names.len(), LAYOUTS.len());
}

/// A register with an entry of each kind: under Article 30(1), under 30(2), and under neither.
fn mixed() -> Register {
    let mut register = Register::default();
    let purpose = json!([{ "text": "to find out", "basis": "6/1/e", "read_as": "ours" }, { "text": "to prosecute" }]);
    for (kind, id, fields) in [
        (
            Kind::Settings,
            "register",
            json!({ "organisation": "council" }),
        ),
        (
            Kind::Party,
            "council",
            json!({ "name": "Council", "country": "GB", "dpo": "officer", "address": "County Hall" }),
        ),
        (
            Kind::Party,
            "officer",
            json!({ "name": "Officer", "email": "dpo@example.org" }),
        ),
        (Kind::Party, "school", json!({ "name": "School" })),
        (
            Kind::Party,
            "court",
            json!({ "name": "Court", "country": "US" }),
        ),
        (
            Kind::Data,
            "offences",
            json!({ "name": "Offences", "class": "criminal-offence" }),
        ),
        (
            Kind::Activity,
            "care",
            json!({ "name": "Care", "purpose": purpose }),
        ),
        (
            Kind::Activity,
            "payroll",
            json!({ "name": "Payroll for schools", "role": "processor", "acts_for": ["school"] }),
        ),
        (
            Kind::Activity,
            "trading",
            json!({
                "name": "Trading standards prosecutions",
                "regime": "law-enforcement",
                "purpose": [{ "text": "to find out", "basis": "dpa2018:s35/2/b", "read_as": "ours" }, { "text": "to prosecute" }],
                "data": ["offences"],
                "condition": [{ "section_35": "dpa2018:s35/5", "schedule_8": "sch8/para2" }],
                "rights": [{ "right": "dpa2018:s45" }],
                "recipient": [{ "to": "court", "carries": "all", "transfer": { "route": "dpa2018:s73/3/a" } }],
            }),
        ),
    ] {
        let record = Record::from_value(kind, fields).unwrap();
        register.insert(id, record).unwrap();
    }
    register
}

/// What a format writes of an export.
fn bytes(register: Register, asked: &Asked, format: &Format) -> (String, Proof) {
    let store = Store::in_memory(register).unwrap();
    let mut export = article30(&store, asked, DAY.into(), None, format.name, &|| ()).unwrap();
    let mut bytes = Vec::new();
    (format.write)(&mut export.document, &mut bytes).unwrap();
    (String::from_utf8_lossy(&bytes).into_owned(), export.proof)
}

/// Where a document of the UK GDPR alone would cite it.
const CITED: [&str; 8] = [
    "Article 6",
    "Article 9",
    "Article 10",
    "Article 30",
    "Article 45A",
    "Article 15",
    "44A",
    "Articles 1",
];

#[test]
fn law_enforcement_is_kept_apart_counted_and_named() {
    const NAME: &str = "Trading standards prosecutions";
    for name in ["ico-controller", "eu"] {
        for public in [false, true] {
            let asked = Asked {
                public,
                pictures: false,
                ..asked(name)
            };
            let (export, counts) = exported(mixed(), &asked);
            let rows = |caption: &str| counts.tables.iter().find(|table| table.caption == caption);
            assert_eq!(
                rows("Record").map(|table| table.n_rows),
                Some(2),
                "{counts:?}"
            );
            assert_eq!(
                rows("Law enforcement processing").map(|table| table.n_rows),
                Some(1)
            );
            assert_eq!(counts.n_selected, 2);
            let record = export["sections"][0].to_string();
            assert!(!record.contains(NAME), "{record}");
            let apart = &export["sections"][1];
            assert_eq!(apart["heading"], "Law enforcement processing");
            let apart = apart.to_string();
            for word in [
                NAME,
                "section 61",
                "sections 44 to 48",
                "to prosecute",
                "Offences",
                "Court",
            ] {
                assert!(apart.contains(word), "{word}: {apart}");
            }
            let apart = apart.replace("the record of Article 30", "");
            for cited in CITED {
                assert!(!apart.contains(cited), "{cited}: {apart}");
            }
        }
        // A table has no place beside it, so that it is named in the proof.
        let (table, proof) = bytes(mixed(), &asked(name), &csv::FORMAT);
        assert!(!table.contains(NAME));
        assert_eq!(proof.json()["law_enforcement"], json!([NAME]));
        assert_eq!(proof.tally.counts().n_selected, 1);
        assert!(proof.words().contains(NAME), "{}", proof.words());
    }
    // Nothing is lost.
    assert!(
        exported(mixed(), &asked("full"))
            .0
            .to_string()
            .contains(NAME)
    );
    let mut general = mixed();
    general.activities.retain(|id, _| id.as_str() != "trading");
    let (export, _) = exported(general, &asked("eu"));
    assert_eq!(export["sections"].as_array().map(Vec::len), Some(2));
}

#[test]
fn documents_about_law_enforcement_cite_no_provision_of_the_uk_gdpr() {
    let store = Store::in_memory(mixed()).unwrap();
    let id = ActivityId::new("trading").unwrap();
    for make in [activity as fn(&Dossier) -> Document<'static>, dpia] {
        let dossier = Dossier::read(&store, &id, DAY.into(), String::new())
            .unwrap()
            .unwrap();
        let mut document = make(&dossier);
        let mut bytes = Vec::new();
        (markdown::FORMAT.write)(&mut document, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains("sections 44 to 48") && text.contains("Task of a competent authority"),
            "{text}"
        );
        for cited in CITED {
            let mut lines = text.lines();
            let found = lines.find(|line| line.contains(cited));
            assert!(found.is_none(), "{cited}: {found:?}");
        }
    }
}

/// A register that is older than the check for codes of the other law opens and answers; what its codes mean is said, and
/// no provision is cited that does not apply.
#[test]
fn codes_of_the_other_law_in_an_old_register_are_said_without_their_provisions() {
    let mut register = mixed();
    let id = ActivityId::new("trading").unwrap();
    let fields = json!({
        "name": "Trading standards prosecutions",
        "regime": "law-enforcement",
        "purpose": [{ "text": "to prosecute", "basis": "6/1/e" }],
        "data": ["offences"],
        "condition": [{ "article_9": "9/2/g", "schedule_1": "sch1/para10" }],
        "offence_basis": [{ "route": "official-authority" }],
        "rights": [{ "right": "15" }],
        "recipient": [{ "to": "court", "carries": "all", "transfer": { "route": "44A/2/a" } }],
    });
    let record = Record::from_value(Kind::Activity, fields).unwrap();
    register.activities.remove(&id);
    register.insert("trading", record).unwrap();
    let store = Store::in_memory_unsound(register);
    let mut texts = Vec::new();
    for make in [activity as fn(&Dossier) -> Document<'static>, dpia] {
        let dossier = Dossier::read(&store, &id, DAY.into(), String::new())
            .unwrap()
            .unwrap();
        let mut bytes = Vec::new();
        (markdown::FORMAT.write)(&mut make(&dossier), &mut bytes).unwrap();
        texts.push(String::from_utf8(bytes).unwrap());
    }
    let asked = asked("section-61");
    let mut export = article30(&store, &asked, DAY.into(), None, "md", &|| ()).unwrap();
    let mut bytes = Vec::new();
    (markdown::FORMAT.write)(&mut export.document, &mut bytes).unwrap();
    texts.push(String::from_utf8(bytes).unwrap());
    for text in texts {
        let words = "Public task (recorded by a code of the UK GDPR, which does not apply here)";
        assert!(text.contains(words), "{text}");
        for cited in CITED {
            let found = text.lines().find(|line| line.contains(cited));
            assert!(found.is_none(), "{cited}: {found:?}");
        }
    }
}

#[test]
fn the_head_says_in_which_role_it_is_the_record() {
    let head = |name: &str| -> Vec<(String, String)> {
        let (export, _) = exported(mixed(), &asked(name));
        let facts = export["head"].as_array().unwrap();
        let facts = facts.iter().map(|fact| {
            let part = |key: &str| fact[key].as_str().unwrap_or_default().to_owned();
            (part("label"), part("provision"))
        });
        facts.collect()
    };
    let begins = |name: &str| head(name)[0].clone();
    let said = |label: &str, provision: &str| (label.to_owned(), provision.to_owned());
    assert_eq!(
        begins("ico-controller"),
        said("Controller: name", "Article 30(1)(a)")
    );
    assert_eq!(
        begins("ico-processor"),
        said("Processor: name", "Article 30(2)(a)")
    );
    assert!(
        head("ico-processor")
            .iter()
            .all(|(_, provision)| provision == "Article 30(2)(a)")
    );
    assert!(
        begins("full")
            .0
            .starts_with("Organisation (controller or processor")
    );
    for format in FORMATS
        .iter()
        .filter(|format| format.name != "xlsx" && format.name != "docx")
    {
        let asked = Asked {
            pictures: false,
            ..asked("ico-processor")
        };
        let (text, proof) = bytes(mixed(), &asked, format);
        if format.is_text {
            assert!(
                text.contains("Processor: name") && !text.contains("Controller: name"),
                "{text}"
            );
        }
        assert_eq!(proof.json()["head"][0]["label"], "Processor: name");
    }
    // So does the record of one activity.
    let store = Store::in_memory(mixed()).unwrap();
    let id = ActivityId::new("payroll").unwrap();
    let dossier = Dossier::read(&store, &id, DAY.into(), String::new())
        .unwrap()
        .unwrap();
    let first = &activity(&dossier).head[0];
    assert_eq!(
        (&*first.label, first.provision),
        ("Processor", Some("Article 30(2)(a) UK GDPR"))
    );
}

#[test]
fn pages_have_an_entry_for_each_activity_and_tables_a_row_for_each_purpose() {
    for format in FORMATS {
        let usual = if ["csv", "json", "xlsx"].contains(&format.name) {
            Per::Purpose
        } else {
            Per::Activity
        };
        assert_eq!(Per::usual(format.name), usual, "{}", format.name);
    }
    let pages = Asked {
        per: Per::Activity,
        ..asked("ico-controller")
    };
    let (text, proof) = bytes(mixed(), &pages, &markdown::FORMAT);
    assert!(!proof.command.contains("--per"), "{}", proof.command);
    assert!(text.contains("### Entries\n\n#### 1. Care\n"), "{text}");
    assert!(!text.contains("For the activity as a whole"));
    let (_, proof) = bytes(mixed(), &pages, &json::FORMAT);
    assert!(
        proof.command.contains("--per activity"),
        "{}",
        proof.command
    );
    let rows = asked("ico-controller");
    let (_, proof) = bytes(mixed(), &rows, &markdown::FORMAT);
    assert!(proof.command.contains("--per purpose"), "{}", proof.command);
}

#[test]
fn the_public_is_told_no_readings_and_no_gaps_inside_an_answer() {
    for layout in LAYOUTS.iter().filter(|layout| layout.is_public()) {
        let asked = Asked {
            public: true,
            ..asked(layout.name)
        };
        let text = exported(mixed(), &asked).0.to_string();
        let basis = if layout.is_of_part_3 {
            "Task of a competent authority"
        } else {
            "Public task"
        };
        assert!(text.contains(basis), "{text}");
        for words in [
            "interpretation",
            "keeper",
            "words as published",
            "not recorded:",
        ] {
            assert!(!text.contains(words), "{words}: {text}");
        }
    }
}
