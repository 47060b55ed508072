//! The record as a whole: nothing leaks into the public one, and nothing is lost from any.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::sample::{MARK, marked};
use super::super::*;
use crate::model::{ActivityId, Date, Kind, Record, Register};
use crate::store::Store;

fn day() -> Date {
    "2026-11-24".parse().unwrap()
}

/// What is asked for where only the layout matters.
fn asked(name: &str) -> Asked {
    Asked {
        layout: layout(name).unwrap(),
        per: Per::Purpose,
        function: None,
        activities: None,
        statuses: Vec::new(),
        public: false,
        pictures: true,
    }
}

/// An export as values, with its counts.
fn exported(register: Register, asked: &Asked) -> (Value, Counts) {
    let store = Store::in_memory(register).unwrap();
    let mut export = article30(&store, asked, day(), None, "json", &|| ()).unwrap();
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
    "activity.retention.authority",
    "activity.retention.criteria",
    "activity.retention.stop_using",
    "activity.retention.trigger",
    "activity.rights.right",
    "data.may_include of activity.data",
    "data.may_include of activity.recipient.carries",
    "data.may_include of activity.source.carries",
    "data.may_include of activity.store.carries",
    "data.name of activity.data",
    // What only a flow names is data of the activity.
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
            let (export, counts) = exported(marked(), &asked);
            assert_eq!(counts.n_selected, 1);
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
    let export = article30(&store, &asked, day(), None, "json", &|| ()).unwrap();
    let facts = export.proof.facts();
    let read = Asked::read(|label| {
        let mut facts = facts.iter();
        facts
            .find(|(known, _)| known == label)
            .map(|(_, value)| value.clone())
    })
    .unwrap();
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
