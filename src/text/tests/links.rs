//! Tests of what is wrong between records, with codes of law and with whole files.

use insta::assert_snapshot;

use super::*;
use crate::model::{LawCode, Recorded};

#[test]
fn unknown_ids_are_found_everywhere_with_what_was_meant() {
    assert_snapshot!(activity(
        r#"name = "X"
controller = "National Health Service"
owner = "mosaic"
data = ["nhs-numbr", "NHS Number", "shoe-size"]
links = ["zz"]
[[source]]
from = "families"
[[source]]
from = "person:families"
[[recipient]]
to = "people:families"
[[recipient]]
to = "activity:y"
[[recipient]]
to = "x"
[[onward]]
from = "party:nhs"
to = "essex county council"
"#
    ), @"
    activities/x.toml:2:14: error[TEXT-bad-id]: `National Health Service` is not an id: use lower-case letters, digits and single hyphens
      hint: did you mean `nhs`?
    activities/x.toml:3:9: error[TEXT-unknown-id]: there is no party `mosaic`
      hint: `mosaic` is a system, not a party
    activities/x.toml:4:9: error[TEXT-unknown-id]: there is no category of data `nhs-numbr`
      hint: did you mean `nhs-number`?
    activities/x.toml:4:22: error[TEXT-bad-id]: `NHS Number` is not an id: use lower-case letters, digits and single hyphens
      hint: did you mean `nhs-number`?
    activities/x.toml:4:36: error[TEXT-unknown-id]: there is no category of data `shoe-size`
      hint: add `[shoe-size]` to `data.toml`
    activities/x.toml:5:10: error[TEXT-unknown-id]: there is no document `zz`
      hint: add `[zz]` to `documents.toml`
    activities/x.toml:7:8: error[TEXT-unknown-id]: there is no party `families`
      hint: `families` is a category of people: write `people:families`
    activities/x.toml:9:8: error[TEXT-bad-end]: `person:families` is not the id of a party, a category of people or an activity
      hint: did you mean `people:families`?
    activities/x.toml:13:6: error[TEXT-unknown-id]: there is no activity `y`
      hint: write it in `activities/y.toml`
    activities/x.toml:15:6: error[TEXT-unknown-id]: there is no party `x`
      hint: `x` is an activity: write `activity:x`
    activities/x.toml:18:6: error[TEXT-bad-id]: `essex county council` is not an id: use lower-case letters, digits and single hyphens
      hint: did you mean `essex-county-council`?
    ");
}

#[test]
fn keys_and_ids_may_stand_once() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            r#"[nhs]
name = "NHS"
name = "Again"

[other]
name = "Other"

[nhs]
name = "NHS"

[Not An Id]
["Also Not"]
name = "z"
"#
        ),
        (
            "activities/x.toml",
            r#"name = "X"
[[purpose]]
id = "a"
text = "t"
[[purpose]]
id = "a"
text = "t"
[[recipient]]
id = "f"
to = "other"
purpose = "b"
[[recipient]]
id = "f"
to = "other"
purpose = "a"
"#
        ),
    ]), @"
    activities/x.toml:6:6: error[TEXT-duplicate-id]: two purposes of this activity have the id `a`
      hint: give one of them another id
      activities/x.toml:3:6: `a` stands first here
    activities/x.toml:11:11: error[TEXT-unknown-purpose]: this activity has no purpose with the id `b`
      hint: write `a`
    activities/x.toml:13:6: error[TEXT-duplicate-id]: two flows of this activity have the id `f`
      hint: give one of them another id
      activities/x.toml:9:6: `f` stands first here
    parties.toml:3:1: error[TEXT-duplicate-key]: `name` stands here twice
      hint: keep one of the two
      parties.toml:2:1: `name` stands first here
    parties.toml:8:2: error[TEXT-duplicate-key]: `nhs` stands here twice
      hint: keep one of the two
      parties.toml:1:2: `nhs` stands first here
    parties.toml:11:5: error[TEXT-syntax]: `[Not An Id]` is not the name of a table
      hint: write `[not-an-id]`
    parties.toml:12:2: error[TEXT-bad-id]: `Also Not` is not an id: use lower-case letters, digits and single hyphens
      hint: write `[also-not]`
    ");
}

#[test]
fn records_that_could_not_be_told_apart_are_errors() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            r#"[a]
name = "Social Care"

[b]
name = "B"
aliases = ["social-care"]

[c]
name = "b"
"#
        ),
        (
            "systems.toml",
            r#"[s]
name = "Social Care"
aliases = ["S", "social care"]
"#
        ),
        ("activities/one.toml", "name = \"Same\"\n"),
        ("activities/two.toml", "name = \"SAME\"\n"),
    ]), @"
    activities/two.toml:1:8: error[TEXT-ambiguous-name]: `SAME` may be the activity `one` or `two`
      hint: give one of them another name, or make them one record, or record their controllers, if these differ
      activities/one.toml:1:8: `one` is called `Same` here
    parties.toml:6:12: error[TEXT-ambiguous-name]: `social-care` may be the party `a` or `b`
      hint: give one of them another name, or make them one record, or record of what each is a part, if these differ
      parties.toml:2:8: `a` is called `Social Care` here
    parties.toml:9:8: error[TEXT-ambiguous-name]: `b` may be the party `b` or `c`
      hint: give one of them another name, or make them one record, or record of what each is a part, if these differ
      parties.toml:4:2: `b` is called `b` here
    ");
}

#[test]
fn a_ring_is_named_once() {
    assert_snapshot!(findings_of(&[
        (
            "data.toml",
            r#"[a]
name = "A"
broader = "b"
[b]
name = "BB"
broader = "c"
[c]
name = "C"
broader = "a"
[d]
name = "D"
broader = "a"
[e]
name = "E"
broader = "e"
[f]
name = "F"
[g]
name = "G"
broader = "f"
"#
        ),
        (
            "parties.toml",
            r#"[p]
name = "P"
part_of = "q"
dpo = "p"
[q]
name = "Q"
part_of = "p"
"#
        ),
    ]), @r#"
    data.toml:3:11: error[TEXT-ring]: these are a kind of each other in a ring: `a`, `b`, `c`, `a`
      hint: leave one of them out
      data.toml:6:11: `b` is a kind of `c`
      data.toml:9:11: `c` is a kind of `a`
    data.toml:15:11: error[TEXT-ring]: `e` is a kind of itself
      hint: leave one of them out
    parties.toml:3:11: error[TEXT-ring]: these are part of each other in a ring: `p`, `q`, `p`
      hint: leave one of them out
      parties.toml:7:11: `q` is part of `p`
    "#);
}

#[test]
fn evidence_is_about_something_that_is_there() {
    assert_snapshot!(activity(
        r#"name = "X"
data = ["nhs-number"]
[[evidence]]
about = "data.nhs-number"
words = "w"
[[evidence]]
about = "data.name"
words = "w"
[[evidence]]
about = "dta"
words = "w"
[[evidence]]
about = "people.families"
words = "w"
[[evidence]]
about = "recipient"
words = "w"
"#
    ), @r#"
    activities/x.toml:7:9: error[TEXT-unknown-about]: `name` is not in the list `data` of this activity
      hint: add `name` to `data`, or correct `about`
    activities/x.toml:10:9: error[TEXT-unknown-about]: an activity has no field `dta`
      hint: did you mean `data`?
    activities/x.toml:13:9: error[TEXT-unknown-about]: `families` is not in the list `people` of this activity
      hint: add `families` to `people`, or correct `about`
    "#);
}

#[test]
fn codes_of_law_are_checked_on_the_day() {
    assert_snapshot!(findings_of(&[
        (
            "data.toml",
            r#"[a]
name = "A"
class = ["health", "helth"]
"#
        ),
        (
            "activities/x.toml",
            r#"name = "X"
[[purpose]]
text = "t"
basis = "6/1/e"
[[purpose]]
text = "t"
basis = "publik task"
[[purpose]]
text = "t"
basis = "42"
[dpia]
criteria = ["zz"]
[[rights]]
right = "22"
[[rights]]
right = "77"
"#
        ),
    ]), @"
    activities/x.toml:7:9: error[TEXT-unknown-code]: `publik task` is not among the lawful bases
      hint: did you mean `6/1/e` (Public task)?
    activities/x.toml:10:9: error[TEXT-unknown-code]: `42` is not among the lawful bases
      hint: write `6/1/a` (Consent), `6/1/b` (Contract), `6/1/c` (Legal obligation), `6/1/d` (Vital interests), `6/1/e` (Public task), `6/1/ea` (Recognised legitimate interest) or `6/1/f` (Legitimate interests)
    activities/x.toml:12:13: error[TEXT-unknown-code]: `zz` is not among the criteria for an impact assessment
      hint: write `35/3/a` (Systematic and extensive evaluation with significant decisions), `35/3/b` (Special category or criminal offence data on a large scale), `35/3/c` (Systematic monitoring of a public area on a large scale), `ico-hr-01` (Innovative technology), ... (22 in all)
    activities/x.toml:14:9: warning[TEXT-code-repealed]: `22` (Not to be subject to automated decisions) is no longer in force since 2026-02-05
      hint: `22A`, `22B`, `22C` or `22D` took its place
    activities/x.toml:16:9: warning[TEXT-code-repealed]: `77` (Complain to the Information Commissioner, as it stood in the UK GDPR) is no longer in force since 2026-06-19
      hint: `dpa2018:s164A` or `dpa2018:s165` took its place
    data.toml:3:20: error[TEXT-unknown-code]: `helth` is not among the classes of personal data
      hint: did you mean `health` (Data concerning health)?
    ");
}

#[test]
fn words_that_a_description_names_are_read_as_their_codes() {
    let folder = folder(&[
        ("parties.toml", "[a]\nname = \"A\"\n"),
        (
            "activities/x.toml",
            r#"name = "X"
[[offence_basis]]
route = "Official authority"
[[recipient]]
to = "a"
[recipient.transfer]
route = "safeguards"
"#,
        ),
    ]);
    let reading = read(folder.path(), today()).unwrap();
    assert_eq!(lines(&reading.findings, folder.path()), "");
    let activity = reading.register.activities.values().next().unwrap();
    let code = |code: &str| Recorded::Value(LawCode(code.to_owned()));
    let basis = &activity.offence_basis.items()[0];
    assert_eq!(basis.route, code("official-authority"));
    let transfer = activity.recipient.items()[0].transfer.value().unwrap();
    assert_eq!(transfer.route, code("44A/2/b"));
}

#[test]
fn no_hint_leads_to_other_law_than_was_written() {
    assert_snapshot!(findings_of(&[
        ("parties.toml", "[a]\nname = \"A\"\n"),
        (
            "activities/x.toml",
            r#"name = "X"
[[recipient]]
to = "a"
[recipient.transfer]
instrument = "SCCs"
derogation = "Article 49(2)"
[[recipient]]
to = "a"
id = "second"
[recipient.transfer]
route = "safeguard"
instrument = "eu-clauses"
"#
        ),
    ]), @"
    activities/x.toml:5:14: error[TEXT-unknown-code]: `SCCs` is not among the safeguards for transfers
      hint: did you mean `eu-clauses` (EU standard contractual clauses without the Addendum)?
    activities/x.toml:6:14: error[TEXT-unknown-code]: `Article 49(2)` is not among the derogations for transfers
      hint: write `49/1/a` (Explicit consent, informed of the risks), `49/1/b` (Contract with the data subject), `49/1/c` (Contract in the interest of the data subject), `49/1/d` (Important reasons of public interest), `49/1/e` (Legal claims), `49/1/f` (Vital interests of a person who cannot consent), `49/1/g` (Public register) or `49/1/second-subparagraph` (Compelling legitimate interests)
    activities/x.toml:11:9: error[TEXT-unknown-code]: `safeguard` is not among the routes for transfers
      hint: did you mean `44A/2/b` (Appropriate safeguards)?
    activities/x.toml:12:14: warning[TEXT-code-repealed]: `eu-clauses` (EU standard contractual clauses without the Addendum) is no longer in force since 2024-03-21
      hint: alone they allow no transfer from the United Kingdom: write `addendum` where the Addendum is used with them
    ");
}

#[test]
fn a_code_that_is_not_yet_in_force_is_flagged() {
    let folder = folder(&[(
        "activities/x.toml",
        r#"name = "X"
[[purpose]]
text = "t"
basis = "6/1/ea"
"#,
    )]);
    let reading = read(folder.path(), "2026-01-01".parse().unwrap()).unwrap();
    assert!(!reading.has_errors() && reading.register.activities.len() == 1);
    assert_snapshot!(lines(&reading.findings, folder.path()), @"activities/x.toml:4:9: warning[TEXT-code-not-yet]: `6/1/ea` (Recognised legitimate interest) is not in force before 2026-02-05");
}

#[test]
fn every_error_of_syntax_is_reported_and_the_rest_is_still_read() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            r#"[nhs]
name = NHS

[b
name = "B"

[c]
name = "C
contry = "GB"

[d]
naem = "D"
"#
        ),
        ("activities/x.toml", r#"name = "X"
controller = "b"
"#),
        ("activities/y.toml", r#"name = "Y
controller = 'x
"""
"#),
    ]), @r#"
    activities/y.toml:1:10: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    activities/y.toml:2:16: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    activities/y.toml:3:1: error[TEXT-syntax]: this is not TOML: keys cannot be multi-line basic strings, expected basic string, literal string
    parties.toml:2:8: error[TEXT-syntax]: `NHS` stands without quotes
      hint: write `name = "NHS"`
    parties.toml:4:3: error[TEXT-syntax]: `[b` is not the name of a table
      hint: write `[b]`
    parties.toml:8:10: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    parties.toml:9:1: error[TEXT-unknown-key]: a party has no field `contry`
      hint: did you mean `country`?
    parties.toml:12:1: error[TEXT-unknown-key]: a party has no field `naem`
      hint: did you mean `name`?
    "#);
}

#[test]
fn values_without_quotes_are_told_to_take_them() {
    assert_snapshot!(findings_of(&[(
        "parties.toml",
        r#"[nhs]
name = NHS England
phone = 0300 123 4567
email = a@b.c
web = https://nhs.uk
address = 42 # the house
country = GB
"#
    )]), @r#"
    parties.toml:2:8: error[TEXT-syntax]: `NHS England` stands without quotes
      hint: write `name = "NHS England"`
    parties.toml:3:9: error[TEXT-syntax]: `0300 123 4567` stands without quotes
      hint: write `phone = "0300 123 4567"`
    parties.toml:4:9: error[TEXT-syntax]: `a@b.c` stands without quotes
      hint: write `email = "a@b.c"`
    parties.toml:5:7: error[TEXT-syntax]: `https://nhs.uk` stands without quotes
      hint: write `web = "https://nhs.uk"`
    parties.toml:6:11: error[TEXT-wrong-type]: `address` is a number, not text
      hint: write `address = "42"`
    parties.toml:7:11: error[TEXT-syntax]: `GB` stands without quotes
      hint: write `country = "GB"`
    "#);
}

#[test]
fn a_checkout_on_windows_is_the_same_register() {
    let text = "[nhs]\nname = \"NHS\"\nnote = \"\"\"\none\ntwo\"\"\"\ncontry = 1\n";
    let unix = folder(&[("parties.toml", text)]);
    let windows = folder(&[(
        "parties.toml",
        &format!("\u{feff}{}", text.replace('\n', "\r\n")),
    )]);
    let one = read(unix.path(), today()).unwrap();
    let two = read(windows.path(), today()).unwrap();
    assert_eq!(one.register, two.register);
    assert_eq!(
        lines(&one.findings, unix.path()),
        lines(&two.findings, windows.path())
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_a_finding() {
    let folder = folder(&[("activities/x.toml", "")]);
    fs::write(
        folder.path().join("parties.toml"),
        b"[nhs]\nname = \"Caf\xe9\"\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("activities/x.toml"),
        b"name = \"X\"\ncontroller = \"nhs\"\n",
    )
    .unwrap();
    let reading = read(folder.path(), today()).unwrap();
    assert_snapshot!(lines(&reading.findings, folder.path()), @"
    parties.toml:2:12: error[TEXT-not-utf8]: the file is not text in UTF-8
      hint: save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8
    ");
}

#[test]
fn what_stops_reading_is_an_error() {
    let folder = folder(&[("parties.toml", "")]);
    let gone = read(&folder.path().join("gone"), today()).unwrap_err();
    assert!(matches!(gone, ReadError::NotFound { .. }), "{gone}");
    let file = read(&folder.path().join("parties.toml"), today()).unwrap_err();
    assert!(matches!(file, ReadError::NotAFolder { .. }), "{file}");
}
