//! Tests of what is wrong with a single record.

use insta::assert_snapshot;

use super::*;

#[test]
fn sound_files_have_no_findings() {
    assert_snapshot!(activity(r#"name = "X"
data = ["nhs-number"]

[[recipient]]
to = "nhs"
through = "mosaic"
"#), @"");
    assert_snapshot!(findings_of(&[]), @"");
}

#[test]
fn other_files_are_left_alone_unless_they_look_like_ours() {
    assert_snapshot!(findings_of(&[
        ("README.md", ""),
        (".ropa-base", "x"),
        ("activities/notes.txt", ""),
        (".hidden.toml", ""),
        ("partys.toml", ""),
        ("Data.toml", ""),
        ("payroll.toml", ""),
        ("activites/a.toml", ""),
        ("activities/Family Group.toml", "name = \"X\""),
    ]), @r#"
    Data.toml:1:1: error[TEXT-unknown-file]: the file `Data.toml` is not part of a register
      hint: did you mean `data.toml`?
    activites:1:1: error[TEXT-unknown-file]: the folder `activites` is not read
      hint: did you mean `activities`?
    activities/Family Group.toml:1:1: error[TEXT-unknown-file]: `Family Group.toml` is not the file of an activity: its name is not an id
      hint: call it `family-group.toml`
    partys.toml:1:1: error[TEXT-unknown-file]: the file `partys.toml` is not part of a register
      hint: did you mean `parties.toml`?
    payroll.toml:1:1: error[TEXT-unknown-file]: the file `payroll.toml` is not part of a register
      hint: an activity is written in the folder `activities`
    "#);
}

#[test]
fn unknown_keys_are_errors_with_the_nearest_key() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            r#"[nhs]
name = "NHS"
contry = "GB"
title = "x"
frobnicate = 1
"#
        ),
        ("register.toml", "[setings]\n"),
    ]), @r#"
    parties.toml:3:1: error[TEXT-unknown-key]: a party has no field `contry`
      hint: did you mean `country`?
    parties.toml:4:1: error[TEXT-unknown-key]: a party has no field `title`
      hint: did you mean `name`?
    parties.toml:5:1: error[TEXT-unknown-key]: a party has no field `frobnicate`
      hint: it may have `name`, `aliases`, `note`, `kind`, `part_of`, `country`, `address`, `email`, `phone`, `web`, `dpo`, `representative` or `sub_processors`
    register.toml:1:2: error[TEXT-unknown-key]: `register.toml` has no table `setings`
      hint: did you mean `[settings]`?
    "#);
    assert_snapshot!(activity(
        r#"name = "X"
carries = "all"
recipients = "none"
[[recipient]]
to = "nhs"
controller = "nhs"
needed = true
"#
    ), @r#"
    activities/x.toml:2:1: error[TEXT-unknown-key]: an activity has no field `carries`
      hint: `carries` belongs in `[[source]]`, `[[store]]`, `[[recipient]]` or `[[onward]]`
    activities/x.toml:3:1: error[TEXT-unknown-key]: an activity has no field `recipients`
      hint: did you mean `recipient`?
    activities/x.toml:6:1: error[TEXT-unknown-key]: `[[recipient]]` has no field `controller`
      hint: `controller` belongs to the activity itself, above its first `[table]`
    activities/x.toml:7:1: error[TEXT-unknown-key]: `[[recipient]]` has no field `needed`
      hint: `needed` belongs in `[dpia]`
    "#);
}

#[test]
fn wrong_types_say_what_is_expected() {
    assert_snapshot!(activity(
        r#"name = 3
data = "nhs-number"
people = [3]
store = { in = "mosaic" }
review = [{ last = 2026-01-01 }]
function = ["a"]
[dpia]
needed = "yes"
"#
    ), @r#"
    activities/x.toml:1:8: error[TEXT-wrong-type]: `name` is a number, not text
      hint: write `name = "3"`
    activities/x.toml:2:8: error[TEXT-wrong-type]: `data` is text, not a list of ids
      hint: write `data = ["nhs-number"]`
    activities/x.toml:3:11: error[TEXT-wrong-type]: `people` is a number, not the id of a category of people
      hint: write `people = ["families"]`
    activities/x.toml:4:1: error[TEXT-wrong-type]: `store` is a table, not a list of tables
      hint: write `[[store]]`, with two brackets
    activities/x.toml:5:1: error[TEXT-wrong-type]: `review` is a list, not a table
      hint: write `[review]`, once
    activities/x.toml:6:12: error[TEXT-wrong-type]: `function` is a list, not text
      hint: write `function = "in your words"`
    activities/x.toml:8:10: error[TEXT-wrong-type]: `needed` is text, not `true` or `false`
      hint: write `needed = true`
    "#);
    assert_snapshot!(findings_of(&[(
        "people.toml",
        r#"name = "X"
[[families]]
name = "F"
[kin]
name = "K"
about_how_many = -3
[x]
name = "XX"
about_how_many = 0x10
"#
    ),]), @r#"
    people.toml:1:1: error[TEXT-wrong-type]: `name` stands outside any table
      hint: a category of people begins with its id in brackets, such as `[families]`
    people.toml:2:3: error[TEXT-wrong-type]: `families` is not a table
      hint: write `[families]`, with one bracket
    people.toml:6:18: error[TEXT-bad-number]: `-3` is not a count
      hint: write a whole number from 0
    "#);
}

#[test]
fn what_says_nothing_is_an_error() {
    assert_snapshot!(activity(
        r#"name = " "
description = ""
data = []
recipient = []
[dpia]
[[retention]]
[[source]]
"#
    ), @r#"
    activities/x.toml:1:8: error[TEXT-says-nothing]: `name` says nothing
      hint: write `name = "in your words"`
    activities/x.toml:2:15: error[TEXT-says-nothing]: `description` says nothing
      hint: leave it out, or write `description = "none"`
    activities/x.toml:3:8: error[TEXT-says-nothing]: `data` says nothing
      hint: leave it out, or write `data = "none"`
    activities/x.toml:4:1: error[TEXT-says-nothing]: `recipient` says nothing
      hint: leave it out, or write `recipient = "none"`
    activities/x.toml:5:2: error[TEXT-says-nothing]: `dpia` says nothing
      hint: leave it out, or write `dpia = "none"`
    activities/x.toml:6:1: error[TEXT-says-nothing]: `retention` says nothing
      hint: leave it out, or write `retention = "none"`
    activities/x.toml:7:1: error[TEXT-says-nothing]: `source` says nothing
      hint: leave it out, or write `source = "none"`
    "#);
}

#[test]
fn required_fields_are_missed() {
    assert_snapshot!(findings_of(&[
        ("parties.toml", "[nhs]\n"),
        ("approvals.toml", "[a]\n"),
        (
            "activities/x.toml",
            r#"# only a remark
[[recipient]]
carries = "all"
"#
        ),
        ("activities/y.toml", ""),
    ]), @r#"
    activities/x.toml:1:1: error[TEXT-missing-field]: the activity `x` has no `name`
      hint: add `name = "in your words"`: the name as people know it
    activities/x.toml:2:1: error[TEXT-missing-field]: this `[[recipient]]` has no `to`
      hint: add `to = "nhs"`: who or what gets it
    activities/y.toml:1:1: error[TEXT-missing-field]: the activity `y` has no `name`
      hint: add `name = "in your words"`: the name as people know it
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `activity`
      hint: add `activity = "adoption"`: the activity that is approved
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `by`
      hint: add `by = "in your words"`: who approves it
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `content`
      hint: add `content = "in your words"`: the hash of its content without `review`
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `on`
      hint: add `on = 2026-11-24`: the day of the approval
    parties.toml:1:2: error[TEXT-missing-field]: the party `nhs` has no `name`
      hint: add `name = "in your words"`: the name as people know it
    "#);
}

#[test]
fn words_dates_periods_and_countries_are_checked() {
    assert_snapshot!(findings_of(&[
        PARTIES,
        (
            "documents.toml",
            r#"[a]
name = "A"
kind = "Sharing Agreement"
dated = "24/11/2026"
expires = "2026-02-30"
[b]
name = "B"
kind = "zzz"
dated = 2026-02-30
[c]
name = "C"
dated = 2026-11-24T10:00:00
expires = "24 November 2026"
"#
        ),
        (
            "systems.toml",
            r#"[s]
name = "S"
hosted_in = ["UK", "GB", "nowhere"]
"#
        ),
        (
            "activities/x.toml",
            r#"name = "X"
[[retention]]
period = "35 years"
[[retention]]
period = "a while"
[[purpose]]
text = "t"
id = "Case Work"
"#
        ),
    ]), @r#"
    activities/x.toml:3:10: error[TEXT-bad-period]: `35 years` is not a period
      hint: write `period = "P35Y"`
    activities/x.toml:5:10: error[TEXT-bad-period]: `a while` is not a period
      hint: write `P35Y` for 35 years, `P6M` for 6 months, or `permanent`
    activities/x.toml:8:6: error[TEXT-bad-id]: `Case Work` is not an id: use lower-case letters, digits and single hyphens
      hint: write `case-work`
    documents.toml:3:8: error[TEXT-unknown-word]: `Sharing Agreement` is not a word for `kind`
      hint: did you mean `sharing-agreement`?
    documents.toml:4:9: error[TEXT-bad-date]: `24/11/2026` is not a date of the calendar
      hint: write the year first: `dated = 2026-11-24`
    documents.toml:5:11: error[TEXT-bad-date]: `2026-02-30` is not a date of the calendar
      hint: write the year first, such as `2026-11-24`
    documents.toml:8:8: error[TEXT-unknown-word]: `zzz` is not a word for `kind`
      hint: write `contract`, `sharing-agreement`, `joint-controller-arrangement`, `dpia`, `lia`, `appropriate-policy-document`, `notice`, `transfer-test`, `consent-record`, `breach-record`, `policy` or `link`
    documents.toml:9:9: error[TEXT-bad-date]: `2026-02-30` is not a date of the calendar
      hint: write the year first, such as `2026-11-24`
    documents.toml:12:9: error[TEXT-bad-date]: `2026-11-24T10:00:00` is not a date of the calendar
      hint: write the day alone, such as `2026-11-24`
    documents.toml:13:11: error[TEXT-bad-date]: `24 November 2026` is not a date of the calendar
      hint: write the year first: `expires = 2026-11-24`
    systems.toml:3:14: error[TEXT-bad-country]: `UK` is not a country code of ISO 3166-1
      hint: did you mean `GB`?
    systems.toml:3:26: error[TEXT-bad-country]: `nowhere` is not a country code of ISO 3166-1
      hint: write a code of two capitals, such as `GB` or `FR`, or `outside-uk`
    "#);
}

#[test]
fn words_for_none_and_for_not_recorded_are_flagged() {
    assert_snapshot!(activity(
        r#"name = "N/A"
ref = "N/A"
description = "Unknown"
recipient = "None"
data = "tbc"
controller = "not known"
owner = "unknown"
"#
    ), @r#"
    activities/x.toml:2:7: warning[TEXT-nearly-none]: `ref` says `N/A`, which is kept as words
      hint: write `ref = "none"` where there is none, and leave it out where nobody knows
    activities/x.toml:3:15: warning[TEXT-nearly-none]: `description` says `Unknown`, which is kept as words
      hint: write `description = "none"` where there is none, and leave it out where nobody knows
    activities/x.toml:4:13: error[TEXT-nearly-none]: `recipient` says `None`
      hint: write `recipient = "none"` where there is none, and leave it out where nobody knows
    activities/x.toml:5:8: error[TEXT-nearly-none]: `data` says `tbc`
      hint: write `data = "none"` where there is none, and leave it out where nobody knows
    activities/x.toml:6:14: error[TEXT-nearly-none]: `controller` says `not known`
      hint: write `controller = "none"` where there is none, and leave it out where nobody knows
    activities/x.toml:7:9: error[TEXT-unknown-id]: there is no party `unknown`
      hint: write `"none"` in place of the field where there is none, and leave it out where nobody knows
    "#);
}

#[test]
fn none_stands_only_where_a_field_has_three_states() {
    assert_snapshot!(findings_of(&[
        (
            "data.toml",
            r#"[a]
name = "none"
broader = "none"
class = "none"
note = "none"
"#
        ),
        (
            "approvals.toml",
            r#"[p]
activity = "none"
content = "x"
by = "y"
on = 2026-01-01
"#
        ),
        (
            "activities/x.toml",
            r#"name = "X"
data = ["none"]
recipient = "none"
review = "none"
source = "none"
"#
        ),
    ]), @r#"
    activities/x.toml:2:9: error[TEXT-bad-id]: `none` is not an id: use lower-case letters, digits and single hyphens
      hint: `none` stands in place of a whole field, without brackets
    approvals.toml:2:12: error[TEXT-no-none]: `activity` cannot be `none`
      hint: write `activity = "adoption"`
    data.toml:3:11: error[TEXT-no-none]: `broader` cannot be `none`
      hint: leave it out where there is none
    "#);
}
