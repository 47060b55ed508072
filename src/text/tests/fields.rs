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
    ]), @"
    .hidden.toml:1:1: warning[TEXT-unread]: the file `.hidden.toml` is not read
      hint: a register is read from files that end in `.toml`; move others out of its folder
    Data.toml:1:1: error[TEXT-unknown-file]: the file `Data.toml` is not read
      hint: rename it to `data.toml`
    activites:1:1: error[TEXT-unknown-file]: the folder `activites` is not read
      hint: put what it says into `activities`, which is there too, or move it out of the register
    activities/Family Group.toml:1:1: error[TEXT-unknown-file]: the file `Family Group.toml` is not read
      hint: rename it to `family-group.toml`
    activities/notes.txt:1:1: error[TEXT-unknown-file]: the file `notes.txt` is not read
      hint: rename it to `notes.toml`, or move it out of the register if it is not an activity
    partys.toml:1:1: error[TEXT-unknown-file]: the file `partys.toml` is not read
      hint: rename it to `parties.toml`
    payroll.toml:1:1: error[TEXT-unknown-file]: the file `payroll.toml` is not read
      hint: move it to `activities/payroll.toml`
    ");
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
    ]), @"
    parties.toml:3:1: error[TEXT-unknown-key]: a party has no field `contry`
      hint: did you mean `country`?
    parties.toml:4:1: error[TEXT-unknown-key]: a party has no field `title`
      hint: leave it out: `name` is there already
    parties.toml:5:1: error[TEXT-unknown-key]: a party has no field `frobnicate`
      hint: it may have `aliases`, `note`, `distinct_from`, `kind`, `part_of`, `country`, `identifiers`, `address`, `email`, `phone`, `web`, `dpo`, `representative` or `sub_processors`
    register.toml:1:2: error[TEXT-unknown-key]: `register.toml` has no table `setings`
      hint: did you mean `[settings]`?
    ");
    assert_snapshot!(activity(
        r#"name = "X"
carries = "all"
recipients = "none"
[[recipient]]
to = "nhs"
controller = "nhs"
needed = true
"#
    ), @"
    activities/x.toml:2:1: error[TEXT-unknown-key]: an activity has no field `carries`
      hint: `carries` belongs in `[[source]]`, `[[store]]`, `[[recipient]]`, `[[onward]]` or `[[feed]]`
    activities/x.toml:3:1: error[TEXT-unknown-key]: an activity has no field `recipients`
      hint: leave it out: `recipient` is there already
    activities/x.toml:6:1: error[TEXT-unknown-key]: `[[recipient]]` has no field `controller`
      hint: `controller` belongs to the activity itself, above its first `[table]`
    activities/x.toml:7:1: error[TEXT-unknown-key]: `[[recipient]]` has no field `needed`
      hint: `needed` belongs in `[dpia]`
    ");
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
needed = "perhaps"
"#
    ), @r#"
    activities/x.toml:1:8: error[TEXT-wrong-type]: `name` is a number, not text
      hint: write `name = "3"`
    activities/x.toml:2:8: error[TEXT-wrong-type]: `data` is text, not a list of ids
      hint: write `data = ["nhs-number"]`
    activities/x.toml:3:11: error[TEXT-wrong-type]: `people` is a number, not the id of a category of people
      hint: write `people = ["families"]`
    activities/x.toml:4:1: error[TEXT-wrong-type]: `store` is a table, not a list of tables
      hint: write `store = [{ in = "mosaic" }]`
    activities/x.toml:5:1: error[TEXT-wrong-type]: `review` is a list, not a table
      hint: write `review = { last = 2026-01-01 }`
    activities/x.toml:6:12: error[TEXT-wrong-type]: `function` is a list, not text
      hint: write `function = "a"`
    activities/x.toml:8:10: error[TEXT-wrong-type]: `needed` is text, not `true` or `false`
      hint: write `needed = true` or `needed = false`, or leave it out where nobody knows
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
    ),]), @"
    people.toml:1:1: error[TEXT-wrong-type]: `name` stands outside any table
      hint: write `[x]` on the line above it: a category of people begins with its id in brackets
    people.toml:2:3: error[TEXT-wrong-type]: `families` is not a table
      hint: write `[families]`, with one bracket
    people.toml:6:18: error[TEXT-bad-number]: `-3` is not a whole number from 0
      hint: write `about_how_many = 3`
    ");
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
      hint: add `activity = "x"`: the activity that is approved
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `by`
      hint: add `by = "in your words"`: who approves it
    approvals.toml:1:2: error[TEXT-missing-field]: the approval `a` has no `content`
      hint: add `content = "in your words"`: the hash of its content without `review` and `unread`
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
kind = "sharing agrement"
dated = "24/11/26"
expires = "2026-02-30"
[b]
name = "B"
kind = "zzz"
dated = 2026-02-30
[c]
name = "C"
dated = 2026-11-24T10:00:00
expires = "Tuesday, 24 November 2026"
"#
        ),
        (
            "systems.toml",
            r#"[s]
name = "S"
hosted_in = ["GB", "nowhere"]
"#
        ),
        (
            "activities/x.toml",
            r#"name = "X"
[[retention]]
period = "35"
[[retention]]
period = "a while"
[[purpose]]
text = "t"
id = "Case Work"
"#
        ),
    ]), @"
    activities/x.toml:3:10: error[TEXT-bad-period]: `35` is not a period
      hint: write a length of time, such as `35 years` or `6 months`, or `permanent`; the field trigger says from when it runs, and the field criteria what decides it
    activities/x.toml:5:10: error[TEXT-bad-period]: `a while` is not a period
      hint: write a length of time, such as `35 years` or `6 months`, or `permanent`; the field trigger says from when it runs, and the field criteria what decides it
    activities/x.toml:8:6: error[TEXT-bad-id]: `Case Work` is not an id: use lower-case letters, digits and single hyphens
      hint: write `case-work`
    documents.toml:3:8: error[TEXT-unknown-word]: `sharing agrement` is not a word for `kind`
      hint: did you mean `sharing-agreement`?
    documents.toml:4:9: error[TEXT-bad-date]: `24/11/26` is not a date of the calendar
      hint: write `dated = 2026-11-24`
    documents.toml:5:11: error[TEXT-bad-date]: `2026-02-30` is not a date of the calendar
      hint: write `expires = 2026-02-28`
    documents.toml:8:8: error[TEXT-unknown-word]: `zzz` is not a word for `kind`
      hint: write `contract`, `sharing-agreement`, `joint-controller-arrangement`, `dpia`, `lia`, `appropriate-policy-document`, `notice`, `transfer-test`, `consent-record`, `breach-record`, `policy` or `link`
    documents.toml:9:9: error[TEXT-bad-date]: `2026-02-30` is not a date of the calendar
      hint: write `dated = 2026-02-28`
    documents.toml:12:9: error[TEXT-bad-date]: `2026-11-24T10:00:00` is not a date of the calendar
      hint: write `dated = 2026-11-24`
    documents.toml:13:11: error[TEXT-bad-date]: `Tuesday, 24 November 2026` is not a date of the calendar
      hint: write `expires = 2026-11-24`
    systems.toml:3:20: error[TEXT-bad-country]: `nowhere` is not the name or code of a country
      hint: write its name or its code, such as `France` or `FR`, or `outside-uk`
    ");
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
    activities/x.toml:7:9: error[TEXT-nearly-none]: `owner` says `unknown`
      hint: write `owner = "none"` where there is none, and leave it out where nobody knows
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
    activities/x.toml:2:9: error[TEXT-stands-alone]: `none` is not one of the list `data`
      hint: write `data = "none"` where there is none, and leave it out where nobody knows
    approvals.toml:2:12: error[TEXT-no-none]: `activity` cannot be `none`
      hint: write `activity = "x"`
    data.toml:3:11: error[TEXT-no-none]: `broader` cannot be `none`
      hint: leave it out where there is none
    "#);
}

/// Nothing in the folder is passed over in silence, however deep it lies or whatever it is called.
#[test]
fn what_is_not_read_is_said() {
    let lines = findings_of(&[
        PARTIES,
        ("activities/x.toml", "name = \"X\""),
        ("activities/hr/payroll.toml", "name = \"Payroll\""),
        ("activities/hr/deep/er/x.toml", "name = \"X\""),
        ("activities/payroll.TOML", "name = \"Payroll\""),
        ("activities/.payroll.toml", ""),
        ("activities/empty/notes.md", ""),
        ("finance/tax.toml", "name = \"Tax\""),
        ("finance/parties.toml", ""),
        ("people.toml.txt", ""),
        ("data.toml.bak", ""),
        ("systems.yaml", ""),
        ("measures", ""),
        ("documents.tml", ""),
        ("photo.png", ""),
        (".old/x.toml", ""),
        // These lie in any folder.
        (".git/config.toml", ""),
        (".ropa-base", ""),
        (".gitignore", ""),
        ("~$parties.toml", ""),
        ("activities/~$x.toml", ""),
        ("activities/.#x.toml", ""),
        ("README.md", ""),
        ("Thumbs.db", ""),
    ]);
    assert_snapshot!(lines, @"
    .old:1:1: warning[TEXT-unread]: the folder `.old` is not read
      hint: a register is read from files that end in `.toml`; move others out of its folder
    activities/.payroll.toml:1:1: warning[TEXT-unread]: the file `.payroll.toml` is not read
      hint: a register is read from files that end in `.toml`; move others out of its folder
    activities/empty:1:1: warning[TEXT-unread]: the folder `empty` is not read
      hint: a register is read from files that end in `.toml`; move others out of its folder
    activities/hr/deep/er/x.toml:1:1: error[TEXT-unknown-file]: `x.toml` is not read: it lies in a folder of its own
      hint: `activities/x.toml` is there too: move this one there under another id, or out of the register
    activities/hr/payroll.toml:1:1: error[TEXT-unknown-file]: `payroll.toml` is not read: it lies in a folder of its own
      hint: move it to `activities/payroll.toml`
    activities/payroll.TOML:1:1: error[TEXT-unknown-file]: the file `payroll.TOML` is not read
      hint: rename it to `payroll.toml`
    data.toml.bak:1:1: error[TEXT-unknown-file]: the file `data.toml.bak` is not read
      hint: rename it to `data.toml`
    documents.tml:1:1: error[TEXT-unknown-file]: the file `documents.tml` is not read
      hint: rename it to `documents.toml`
    finance/parties.toml:1:1: error[TEXT-unknown-file]: `parties.toml` is not read: it lies in a folder of its own
      hint: put what it says into `parties.toml`, or move it out of the register
    finance/tax.toml:1:1: error[TEXT-unknown-file]: `tax.toml` is not read: it lies in a folder of its own
      hint: move it to `activities/tax.toml`
    measures:1:1: error[TEXT-unknown-file]: the file `measures` is not read
      hint: rename it to `measures.toml`
    people.toml.txt:1:1: error[TEXT-unknown-file]: the file `people.toml.txt` is not read
      hint: rename it to `people.toml`
    photo.png:1:1: warning[TEXT-unread]: the file `photo.png` is not read
      hint: a register is read from files that end in `.toml`; move others out of its folder
    systems.yaml:1:1: error[TEXT-unknown-file]: the file `systems.yaml` is not read
      hint: rename it to `systems.toml`
    ");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_where_it_is_read_and_said_where_it_is_not() {
    let elsewhere = folder(&[
        ("parties.toml", "[nhs]\nname = \"NHS\"\n"),
        ("hr/a.toml", "name = \"A\"\n"),
    ]);
    let inside = folder(&[("activities/x.toml", "name = \"X\"\n")]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(elsewhere.path().join(from), inside.path().join(to)).unwrap();
    };
    link("parties.toml", "parties.toml");
    link("hr", "activities/hr");
    let reading = read(inside.path(), today()).unwrap();
    assert_eq!(reading.register.parties.len(), 1);
    assert_snapshot!(lines(&reading.findings, inside.path()), @"
    activities/hr:1:1: error[TEXT-unknown-file]: the folder `hr` is not read
      hint: put its activities into the folder of activities itself, or move it out of the register
    ");
    // A link to nothing is not a file without records.
    link("gone.toml", "data.toml");
    assert!(read(inside.path(), today()).is_err());
}

#[test]
fn text_of_other_programs_is_told() {
    let folder = folder(&[]);
    let utf16: Vec<u8> = "[nhs]\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(
        folder.path().join("parties.toml"),
        [&[0xff, 0xfe], &utf16[..]].concat(),
    )
    .unwrap();
    fs::write(folder.path().join("data.toml"), &utf16).unwrap();
    fs::write(folder.path().join("people.toml"), b"PK\x03\x04\x00\x00").unwrap();
    fs::write(folder.path().join("systems.toml"), b"{\\rtf1\\ansi").unwrap();
    fs::write(
        folder.path().join("measures.toml"),
        b"[a]\nname = \"caf\xe9\"\n",
    )
    .unwrap();
    let reading = read(folder.path(), today()).unwrap();
    assert_snapshot!(lines(&reading.findings, folder.path()), @"
    data.toml:1:1: error[TEXT-not-utf8]: the file is text in UTF-16, not in UTF-8
      hint: save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8
    measures.toml:2:12: error[TEXT-not-utf8]: the file is not text in UTF-8
      hint: save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8
    parties.toml:1:1: error[TEXT-not-utf8]: the file is text in UTF-16, not in UTF-8
      hint: save the file as UTF-8; in Notepad: Save as, Encoding, UTF-8
    people.toml:1:1: error[TEXT-not-utf8]: the file is a document or workbook, not text
      hint: save it as plain text in UTF-8, or write it in an editor such as Notepad
    systems.toml:1:1: error[TEXT-not-utf8]: the file is a document of a word processor, not text
      hint: save it as plain text in UTF-8, or write it in an editor such as Notepad
    ");
}

/// What is written as people write it, and can mean only one thing, is read as that.
#[test]
fn a_name_in_place_of_a_row_is_put_into_one() {
    assert_snapshot!(activity(
        r#"name = "X"
joint_controllers = ["nhs"]
store = "mosaic"
"#
    ), @r#"
    activities/x.toml:2:22: error[TEXT-wrong-type]: `joint_controllers` is text, not a table
      hint: write `joint_controllers = [{ party = "nhs" }]`
    activities/x.toml:3:1: error[TEXT-wrong-type]: `store` is text, not a list of tables
      hint: write `store = [{ in = "mosaic" }]`
    "#);
}

#[test]
fn notations_are_taken_as_people_write_them() {
    let folder = folder(&[
        (
            "parties.toml",
            "[nhs]\nname = \"NHS\"\nkind = \"Public authority\"\ncountry = \"UK\"\n[cloud]\nname = \"Cloud\"\ncountry = \"Ireland\"\n",
        ),
        DATA,
        (
            "people.toml",
            "[families]\nname = \"F\"\nvulnerable = \"yes\"\nabout_how_many = \"250,000\"\n",
        ),
        (
            "documents.toml",
            "[c]\nname = \"C\"\nkind = \"Contract\"\ndated = \"01/04/2026\"\nexpires = \"31 March 2027\"\n",
        ),
        (
            "activities/x.toml",
            r#"name = "X"
role = "Joint controller"
[[purpose]]
text = "t"
basis = "public task"
[[purpose]]
text = "t"
basis = "Article 6(1)(c)"
[[condition]]
article_9 = "9(2)(g)"
schedule_1 = "Sch 1 para 6"
[[recipient]]
to = "nhs"
carries = "everything"
[[retention]]
period = "6 years"
"#,
        ),
    ]);
    let reading = read(folder.path(), today()).unwrap();
    assert_eq!(lines(&reading.findings, folder.path()), "");
    let written = tempfile::tempdir().unwrap();
    write(reading.register.into_records(), written.path()).unwrap();
    let mut text = String::new();
    for file in [
        "parties.toml",
        "people.toml",
        "documents.toml",
        "activities/x.toml",
    ] {
        text.push_str(&fs::read_to_string(written.path().join(file)).unwrap());
    }
    for canonical in [
        "kind = \"public-authority\"",
        "country = \"GB\"",
        "country = \"IE\"",
        "vulnerable = true",
        "about_how_many = 250000",
        "kind = \"contract\"",
        "dated = 2026-04-01",
        "expires = 2027-03-31",
        "role = \"joint-controller\"",
        "basis = \"6/1/e\"",
        "basis = \"6/1/c\"",
        "article_9 = \"9/2/g\"",
        "schedule_1 = \"sch1/para6\"",
        "carries = \"all\"",
        "period = \"P6Y\"",
    ] {
        assert!(text.contains(canonical), "{canonical}: {text}");
    }
}
