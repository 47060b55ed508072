//! Every rule has a register on which it fires, alone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::model::{Kind, Record};

/// A register of these records.
fn register(records: &[(Kind, &str, Value)]) -> Register {
    let mut register = Register::default();
    for (kind, id, content) in records {
        let record = Record::from_value(*kind, content.clone()).unwrap();
        register.insert(id, record).unwrap();
    }
    register
}

/// What is wrong, a finding on each line.
fn findings(register: &Register) -> String {
    let mut lines = String::new();
    for finding in sound(register) {
        let place = finding.place.unwrap();
        lines += &format!("{place}: {}: {}\n", finding.code, finding.message);
        lines += &format!("  hint: {}\n", finding.hint.unwrap());
        for (place, says) in &finding.related {
            lines += &format!("  {place}: {says}\n");
        }
    }
    lines
}

/// Registers with one fault each, and the rule that finds it.
pub(crate) fn faulty() -> Vec<(&'static str, Register)> {
    let activity = |mut content: Value| {
        content["name"] = json!("Fostering");
        (Kind::Activity, "fostering", content)
    };
    let party = |id: &'static str, mut content: Value| {
        if content.get("name").is_none() {
            content["name"] = json!(id);
        }
        (Kind::Party, id, content)
    };
    let made_from = |id: &'static str, from: &str| {
        let content = json!({ "name": id, "derived_from": [{ "data": from }] });
        (Kind::Data, id, content)
    };
    [
        (
            "TEXT-ambiguous-name",
            vec![
                party("nhs", json!({})),
                party("health", json!({ "aliases": ["N.H.S."] })),
                party("n", json!({ "name": "N H S" })),
            ],
        ),
        (
            "TEXT-bad-end",
            vec![
                activity(json!({ "onward": [{ "from": "acme", "to": "people:families" }] })),
                party("acme", json!({})),
                (Kind::People, "families", json!({ "name": "Families" })),
            ],
        ),
        (
            "TEXT-bad-id",
            vec![activity(
                json!({ "purpose": [{ "id": "To Care", "text": "t" }, { "id": "-", "text": "t" }] }),
            )],
        ),
        (
            "TEXT-bad-identifier",
            vec![party(
                "acme",
                json!({ "identifiers": { "companies-house": "12", "charity": "SC012345", "ods": "none" } }),
            )],
        ),
        (
            "TEXT-bad-waiver",
            vec![
                activity(json!({})),
                (
                    Kind::Waiver,
                    "first",
                    json!({ "rule": "law basis", "record": "fostering", "field": "retention", "reason": "r" }),
                ),
                (
                    Kind::Waiver,
                    "second",
                    json!({ "rule": "LAW-basis", "record": "fostering", "field": "retenton", "reason": "r" }),
                ),
            ],
        ),
        (
            "TEXT-duplicate-id",
            vec![
                activity(json!({
                    "purpose": [{ "id": "a", "text": "t" }, { "id": "a", "text": "t" }],
                    "recipient": [{ "id": "f", "to": "acme" }],
                    "source": [{ "id": "f", "from": "acme" }],
                })),
                party("acme", json!({})),
            ],
        ),
        (
            "TEXT-missing-field",
            vec![
                activity(json!({
                    "recipient": [{ "carries": "all" }, { "to": "acme" }],
                    "source": [{ "when": "w" }],
                    "store": [{ "method": "m" }],
                    "onward": [{ "from": "acme" }],
                    "feed": [{ "note": "n" }],
                })),
                party("acme", json!({})),
            ],
        ),
        (
            "TEXT-other-law",
            vec![
                activity(json!({
                    "regime": "law-enforcement",
                    "purpose": [{ "text": "t", "basis": "6/1/e" }],
                    "condition": [{ "article_9": "9/2/g", "schedule_1": "sch1/para18" }],
                    "offence_basis": [{ "route": "schedule-1" }],
                    "recipient": [{ "to": "acme", "transfer": { "route": "44A/2/a", "derogation": "49/1/f" } }],
                    "rights": [{ "right": "15" }],
                })),
                (
                    Kind::Activity,
                    "general",
                    json!({
                        "name": "General",
                        "purpose": [{ "text": "t", "basis": "dpa2018:s35/2/b" }],
                        "condition": [{ "section_35": "dpa2018:s35/4", "schedule_8": "sch8/para4" }],
                    }),
                ),
                party("acme", json!({})),
            ],
        ),
        (
            "TEXT-ring",
            vec![
                party("a", json!({ "part_of": "b" })),
                party("b", json!({ "part_of": "a" })),
                (Kind::Data, "d", json!({ "name": "D", "broader": "d" })),
                (Kind::Document, "t", json!({ "name": "T", "under": "u" })),
                (Kind::Document, "u", json!({ "name": "U", "under": "t" })),
                made_from("e", "f"),
                made_from("f", "g"),
                made_from("g", "f"),
            ],
        ),
        (
            "TEXT-says-nothing",
            vec![
                activity(json!({ "data": [], "purpose": [{ "text": " " }], "dpia": {} })),
                party("acme", json!({ "aliases": ["x", ""] })),
            ],
        ),
        (
            "TEXT-unknown-about",
            vec![activity(
                json!({ "evidence": [{ "about": "dta", "words": "w" }, { "about": "data.name", "words": "w" }] }),
            )],
        ),
        (
            "TEXT-unknown-code",
            vec![activity(
                json!({ "purpose": [{ "text": "t", "basis": "6/1/z" }, { "text": "t", "basis": "42" }] }),
            )],
        ),
        (
            "TEXT-unknown-id",
            vec![
                activity(
                    json!({ "recipient": [{ "to": "acme" }, { "to": "activity:acme" }], "data": ["mosaic"] }),
                ),
                party("acme-ltd", json!({ "part_of": "nobody" })),
                (
                    Kind::System,
                    "mosaic",
                    json!({ "name": "Mosaic", "operator": "none" }),
                ),
                (
                    Kind::Approval,
                    "first",
                    json!({ "activity": "gone", "content": "x", "by": "y", "on": "2026-01-01" }),
                ),
            ],
        ),
        (
            "TEXT-unknown-purpose",
            vec![
                activity(json!({
                    "purpose": [{ "id": "care", "text": "t" }],
                    "recipient": [{ "to": "acme", "purpose": "cure" }, { "to": "acme", "purpose": "care" }],
                })),
                party("acme", json!({})),
            ],
        ),
    ]
    .into_iter()
    .map(|(id, records)| (id, register(&records)))
    .collect()
}

#[test]
fn each_rule_fires_on_a_register_of_its_own_and_no_other_does() {
    let mut fired = BTreeSet::new();
    for (id, register) in faulty() {
        let found = sound(&register);
        let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, BTreeSet::from([id]), "{found:?}");
        fired.insert(id);
    }
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(
        fired.into_iter().collect::<Vec<_>>(),
        rules,
        "sorted, each once, none without a register"
    );
    for rule in RULES {
        assert_eq!(
            rule.level,
            Level::Error,
            "{}: a warning forbids nothing",
            rule.id
        );
        assert!(
            !rule.says.ends_with('.') && rule.says.contains(' '),
            "{}",
            rule.id
        );
    }
}

#[test]
fn a_finding_names_record_and_field() {
    let all: String = faulty()
        .iter()
        .map(|(_, register)| findings(register))
        .collect();
    insta::assert_snapshot!(all, @r#"
    party `nhs`: TEXT-ambiguous-name: `nhs` may be the party `health` or `nhs`
      hint: give one of them another name, or make them one record, or record of what each is a part, if these differ
      party `health`, field `aliases[1]`: `health` is called `N.H.S.` here
    activity `fostering`, field `onward[1].to`: TEXT-bad-end: `people:families` is not the id of a party
      hint: a category of people cannot stand here, only a party
    activity `fostering`, field `purpose[1].id`: TEXT-bad-id: `To Care` is not an id: use lower-case letters, digits and single hyphens
      hint: write `to-care`
    activity `fostering`, field `purpose[2].id`: TEXT-bad-id: `-` is not an id: use lower-case letters, digits and single hyphens
      hint: write a name such as `case-work`
    party `acme`, field `identifiers.companies-house`: TEXT-bad-identifier: `12` is not a company number: it is 8 digits, or 2 letters and 6 digits
      hint: write one such as `01234567` or `SC123456`, or leave it out where nobody knows it
    waiver `first`, field `rule`: TEXT-bad-waiver: `law basis` is not the code of a rule
      hint: did you mean `LAW-basis`?
    waiver `second`, field `field`: TEXT-bad-waiver: `retenton` is not a field of an activity
      hint: did you mean `retention`?
    activity `fostering`, field `purpose[2].id`: TEXT-duplicate-id: two purposes of this activity have the id `a`
      hint: give one of them another id
      activity `fostering`, field `purpose[1].id`: `a` stands first here
    activity `fostering`, field `recipient[1].id`: TEXT-duplicate-id: two flows of this activity have the id `f`
      hint: give one of them another id
      activity `fostering`, field `source[1].id`: `f` stands first here
    activity `fostering`, field `feed[1]`: TEXT-missing-field: this `[[feed]]` has no `from`
      hint: add `from`, the system that passes it on, or leave out the whole
    activity `fostering`, field `feed[1]`: TEXT-missing-field: this `[[feed]]` has no `to`
      hint: add `to`, the system that gets it, or leave out the whole
    activity `fostering`, field `onward[1]`: TEXT-missing-field: this `[[onward]]` has no `to`
      hint: add `to`, who gets it, or leave out the whole
    activity `fostering`, field `recipient[1]`: TEXT-missing-field: this `[[recipient]]` has no `to`
      hint: add `to`, who or what gets it, or leave out the whole
    activity `fostering`, field `source[1]`: TEXT-missing-field: this `[[source]]` has no `from`
      hint: add `from`, who or what gives it, or leave out the whole
    activity `fostering`, field `store[1]`: TEXT-missing-field: this `[[store]]` has no `in`
      hint: add `in`, the system that keeps it, or leave out the whole
    activity `fostering`, field `condition[1].article_9`: TEXT-other-law: `9/2/g` (Substantial public interest) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: leave it out, and write `section_35 = "dpa2018:s35/5"` if that is so
    activity `fostering`, field `condition[1].schedule_1`: TEXT-other-law: `sch1/para18` (Safeguarding of children and of individuals at risk) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: leave it out, and write `schedule_8 = "sch8/para4"` if that is so
    activity `fostering`, field `offence_basis[1].route`: TEXT-other-law: `schedule-1` (A condition of Part 1, 2 or 3 of Schedule 1) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: leave out `offence_basis`: for law enforcement the basis of the purpose and, for sensitive processing, a `[[condition]]` are all the law asks for
    activity `fostering`, field `purpose[1].basis`: TEXT-other-law: `6/1/e` (Public task) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: write `dpa2018:s35/2/b`, or leave it out
    activity `fostering`, field `recipient[1].transfer.derogation`: TEXT-other-law: `49/1/f` (Vital interests of a person who cannot consent) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: leave it out, and write `section_76 = "dpa2018:s76/1/a"` if that is so
    activity `fostering`, field `recipient[1].transfer.route`: TEXT-other-law: `44A/2/a` (Approved by regulations) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: write `dpa2018:s73/3/a`, or leave it out
    activity `fostering`, field `rights[1].right`: TEXT-other-law: `15` (Access) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)
      hint: write `dpa2018:s45`, or leave it out
    activity `general`, field `condition[1].schedule_8`: TEXT-other-law: `sch8/para4` (Safeguarding of children and of individuals at risk) is a code of Part 3 of the DPA 2018, which applies only where `regime = "law-enforcement"`
      hint: leave it out, and write `schedule_1 = "sch1/para18"` if that is so
    activity `general`, field `condition[1].section_35`: TEXT-other-law: `dpa2018:s35/4` (Consent to the sensitive processing) is a code of Part 3 of the DPA 2018, which applies only where `regime = "law-enforcement"`
      hint: leave it out, and write `article_9 = "9/2/a"` if that is so
    activity `general`, field `purpose[1].basis`: TEXT-other-law: `dpa2018:s35/2/b` (Task of a competent authority) is a code of Part 3 of the DPA 2018, which applies only where `regime = "law-enforcement"`
      hint: write `6/1/e` or `6/1/c`, or leave it out
    party `a`, field `part_of`: TEXT-ring: these are part of each other in a ring: `a`, `b`, `a`
      hint: leave one of them out
      party `b`, field `part_of`: `b` is part of `a`
    category of data `d`, field `broader`: TEXT-ring: `d` is a kind of itself
      hint: leave one of them out
    category of data `f`, field `derived_from`: TEXT-ring: these are made from each other in a ring: `f`, `g`, `f`
      hint: leave one of them out
    document `t`, field `under`: TEXT-ring: these are under each other in a ring: `t`, `u`, `t`
      hint: leave one of them out
      document `u`, field `under`: `u` is under `t`
    party `acme`, field `aliases[2]`: TEXT-says-nothing: `aliases` says nothing
      hint: leave it out, or say what it is
    activity `fostering`, field `data`: TEXT-says-nothing: `data` says nothing
      hint: leave it out, or say what it is
    activity `fostering`, field `dpia`: TEXT-says-nothing: `dpia` says nothing
      hint: leave it out, or say what it is
    activity `fostering`, field `purpose[1].text`: TEXT-says-nothing: `text` says nothing
      hint: leave it out, or say what it is
    activity `fostering`, field `evidence[1].about`: TEXT-unknown-about: an activity has no field `dta`
      hint: did you mean `data`?
    activity `fostering`, field `evidence[2].about`: TEXT-unknown-about: `name` is not in the list `data` of this activity
      hint: add `name` to `data`, or correct `about`
    activity `fostering`, field `purpose[1].basis`: TEXT-unknown-code: `6/1/z` is not among the lawful bases
      hint: write `6/1/a` (Consent), `6/1/b` (Contract), `6/1/c` (Legal obligation), `6/1/d` (Vital interests), `6/1/e` (Public task), `6/1/ea` (Recognised legitimate interest) or `6/1/f` (Legitimate interests)
    activity `fostering`, field `purpose[2].basis`: TEXT-unknown-code: `42` is not among the lawful bases
      hint: write `6/1/a` (Consent), `6/1/b` (Contract), `6/1/c` (Legal obligation), `6/1/d` (Vital interests), `6/1/e` (Public task), `6/1/ea` (Recognised legitimate interest) or `6/1/f` (Legitimate interests)
    party `acme-ltd`, field `part_of`: TEXT-unknown-id: there is no party `nobody`
      hint: record the party `nobody`, or remove the reference to it
    activity `fostering`, field `data[1]`: TEXT-unknown-id: there is no category of data `mosaic`
      hint: `mosaic` is a system, not a category of data
    activity `fostering`, field `recipient[1].to`: TEXT-unknown-id: there is no party `acme`
      hint: did you mean `acme-ltd`?
    activity `fostering`, field `recipient[2].to`: TEXT-unknown-id: there is no activity `acme`
      hint: did you mean `acme-ltd`?
    approval `first`, field `activity`: TEXT-unknown-id: there is no activity `gone`
      hint: record the activity `gone`, or remove the reference to it
    activity `fostering`, field `recipient[1].purpose`: TEXT-unknown-purpose: this activity has no purpose with the id `cure`
      hint: did you mean `care`?
    "#);
}

/// What stands in a flow of another list would not be written.
#[test]
fn a_flow_has_no_field_of_another_list() {
    let content = json!({ "name": "A", "store": [{ "in": "mosaic", "to": "acme" }] });
    let found = sound(&register(&[
        (Kind::Activity, "a", content),
        (Kind::Party, "acme", json!({ "name": "Acme" })),
        (Kind::System, "mosaic", json!({ "name": "Mosaic" })),
    ]));
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.code, one.message.as_str()))
        .collect();
    let strange = ("TEXT-unknown-key", "this `[[store]]` has no field `to`");
    assert_eq!(found, [strange]);
}

#[test]
fn only_what_is_sound_gets_its_proof() {
    for (_, register) in faulty() {
        assert!(Facts::of(&register).sound().is_err());
    }
    assert!(Facts::of(&Register::default()).sound().is_ok());
}

/// A part of a register is judged with what is known of the rest.
#[test]
fn what_is_mentioned_may_be_elsewhere() {
    let part = register(&[(
        Kind::Party,
        "acme",
        json!({ "name": "Acme", "part_of": "group" }),
    )]);
    let mut facts = Facts::of(&part);
    facts
        .resolve(|record| Ok::<_, ()>(record.id == "group"))
        .unwrap();
    assert!(facts.sound().is_ok());
    let mut facts = Facts::of(&part);
    facts.resolve(|_| Ok::<_, ()>(false)).unwrap();
    assert_eq!(facts.sound().unwrap_err().len(), 1);
}
