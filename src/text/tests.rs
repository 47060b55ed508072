//! Tests of the text form: files in, findings out; registers there and back.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::finding::Finding;
use crate::model::{Date, Kind, Register};
use crate::sample::any_register;

fn today() -> Date {
    "2026-11-24".parse().unwrap()
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What is wrong with these files, a finding on each line.
fn findings_of(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let reading = read(folder.path(), today()).unwrap();
    lines(&reading.findings, folder.path())
}

fn lines(findings: &[Finding], folder: &Path) -> String {
    let mut lines = String::new();
    for finding in findings {
        let place = finding
            .place
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let level = finding.level.word();
        lines += &format!("{place}: {level}[{}]: {}\n", finding.code, finding.message);
        if let Some(hint) = &finding.hint {
            lines += &format!("  hint: {hint}\n");
        }
        for (place, says) in &finding.related {
            lines += &format!("  {place}: {says}\n");
        }
    }
    lines.replace(&format!("{}/", folder.display()), "")
}

/// Each file under a folder with what it says.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files.sort();
    files
}

const PARTIES: (&str, &str) = (
    "parties.toml",
    "[nhs]\nname = \"NHS\"\naliases = [\"National Health Service\"]\n\n[essex-county-council]\nname = \"Essex County Council\"\n",
);
const SYSTEMS: (&str, &str) = (
    "systems.toml",
    "[mosaic]\nname = \"Mosaic\"\noperator = \"nhs\"\n",
);
const DATA: (&str, &str) = (
    "data.toml",
    "[nhs-number]\nname = \"NHS number\"\n\n[name]\nname = \"Name\"\n",
);
const PEOPLE: (&str, &str) = ("people.toml", "[families]\nname = \"Families\"\n");

/// What is wrong with an activity beside sound catalogues.
fn activity(text: &str) -> String {
    findings_of(&[PARTIES, SYSTEMS, DATA, PEOPLE, ("activities/x.toml", text)])
}

#[test]
fn sound_files_have_no_findings() {
    assert_snapshot!(activity("name = \"X\"\ndata = [\"nhs-number\"]\n\n[[recipient]]\nto = \"nhs\"\nthrough = \"mosaic\"\n"), @"");
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
            "[nhs]\nname = \"NHS\"\ncontry = \"GB\"\ntitle = \"x\"\nfrobnicate = 1\n"
        ),
        ("register.toml", "[setings]\n"),
    ]), @r#"
    parties.toml:3:1: error[TEXT-unknown-key]: a party has no field `contry`
      hint: did you mean `country`?
    parties.toml:4:1: error[TEXT-unknown-key]: a party has no field `title`
      hint: did you mean `name`?
    parties.toml:5:1: error[TEXT-unknown-key]: a party has no field `frobnicate`
      hint: its fields are `name`, `aliases`, `note`, `kind`, `part_of`, `country`, `address`, `email`, `phone`, `web`, `dpo`, `representative` or `sub_processors`
    register.toml:1:2: error[TEXT-unknown-key]: `register.toml` has no table `setings`
      hint: did you mean `[settings]`?
    "#);
    assert_snapshot!(activity(
        "name = \"X\"\ncarries = \"all\"\nrecipients = \"none\"\n[[recipient]]\nto = \"nhs\"\ncontroller = \"nhs\"\nneeded = true\n"
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
        "name = 3\ndata = \"nhs-number\"\npeople = [3]\nstore = { in = \"mosaic\" }\nreview = [{ last = 2026-01-01 }]\nfunction = [\"a\"]\n[dpia]\nneeded = \"yes\"\n"
    ), @r#"
    activities/x.toml:1:8: error[TEXT-wrong-type]: `name` is a number, not text
      hint: write `name = "in your words"`
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
        "name = \"X\"\n[[families]]\nname = \"F\"\n[kin]\nname = \"K\"\nabout_how_many = -3\n[x]\nname = \"XX\"\nabout_how_many = 0x10\n"
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
        "name = \" \"\ndescription = \"\"\ndata = []\nrecipient = []\n[dpia]\n[[retention]]\n[[source]]\n"
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
            "# only a remark\n[[recipient]]\ncarries = \"all\"\n"
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
            "[a]\nname = \"A\"\nkind = \"Sharing Agreement\"\ndated = \"24/11/2026\"\nexpires = \"2026-02-30\"\n[b]\nname = \"B\"\nkind = \"zzz\"\ndated = 2026-02-30\n[c]\nname = \"C\"\ndated = 2026-11-24T10:00:00\nexpires = \"24 November 2026\"\n"
        ),
        (
            "systems.toml",
            "[s]\nname = \"S\"\nhosted_in = [\"UK\", \"GB\", \"nowhere\"]\n"
        ),
        (
            "activities/x.toml",
            "name = \"X\"\n[[retention]]\nperiod = \"35 years\"\n[[retention]]\nperiod = \"a while\"\n[[purpose]]\ntext = \"t\"\nid = \"Case Work\"\n"
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
fn none_stands_only_where_a_field_has_three_states() {
    assert_snapshot!(findings_of(&[
        (
            "data.toml",
            "[a]\nname = \"none\"\nbroader = \"none\"\nclass = \"none\"\nnote = \"none\"\n"
        ),
        (
            "approvals.toml",
            "[p]\nactivity = \"none\"\ncontent = \"x\"\nby = \"y\"\non = 2026-01-01\n"
        ),
        (
            "activities/x.toml",
            "name = \"X\"\ndata = [\"none\"]\nrecipient = \"none\"\nreview = \"none\"\nsource = \"none\"\n"
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

#[test]
fn unknown_ids_are_found_everywhere_with_what_was_meant() {
    assert_snapshot!(activity(
        "name = \"X\"\ncontroller = \"National Health Service\"\nowner = \"mosaic\"\ndata = [\"nhs-numbr\", \"NHS Number\", \"shoe-size\"]\nlinks = [\"zz\"]\n[[source]]\nfrom = \"families\"\n[[source]]\nfrom = \"person:families\"\n[[recipient]]\nto = \"people:families\"\n[[recipient]]\nto = \"activity:y\"\n[[recipient]]\nto = \"x\"\n[[onward]]\nfrom = \"party:nhs\"\nto = \"essex county council\"\n"
    ), @r#"
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
      hint: write an id alone, or `party`, `people` or `activity` before the colon
    activities/x.toml:11:6: error[TEXT-bad-end]: `people:families` is not the id of a party or an activity
      hint: a category of people cannot stand here, only a party or an activity
    activities/x.toml:13:6: error[TEXT-unknown-id]: there is no activity `y`
      hint: write it in `activities/y.toml`
    activities/x.toml:15:6: error[TEXT-unknown-id]: there is no party `x`
      hint: `x` is an activity: write `activity:x`
    activities/x.toml:18:6: error[TEXT-bad-id]: `essex county council` is not an id: use lower-case letters, digits and single hyphens
      hint: did you mean `essex-county-council`?
    "#);
}

#[test]
fn keys_and_ids_may_stand_once() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            "[nhs]\nname = \"NHS\"\nname = \"Again\"\n\n[other]\nname = \"Other\"\n\n[nhs]\nname = \"NHS\"\n\n[Not An Id]\n[\"Also Not\"]\nname = \"z\"\n"
        ),
        (
            "activities/x.toml",
            "name = \"X\"\n[[purpose]]\nid = \"a\"\ntext = \"t\"\n[[purpose]]\nid = \"a\"\ntext = \"t\"\n[[recipient]]\nid = \"f\"\nto = \"other\"\npurpose = \"b\"\n[[recipient]]\nid = \"f\"\nto = \"other\"\npurpose = \"a\"\n"
        ),
    ]), @r#"
    activities/x.toml:6:6: error[TEXT-duplicate-id]: two purposes of this activity have the id `a`
      hint: give one of them another id
      activities/x.toml:3:6: `a` stands first here
    activities/x.toml:11:11: error[TEXT-unknown-purpose]: this activity has no purpose with the id `b`
      hint: its purposes are `a`
    activities/x.toml:13:6: error[TEXT-duplicate-id]: two flows of this activity have the id `f`
      hint: give one of them another id
      activities/x.toml:9:6: `f` stands first here
    parties.toml:3:1: error[TEXT-duplicate-key]: `name` stands here twice
      hint: keep one of the two
      parties.toml:2:1: `name` stands first here
    parties.toml:8:2: error[TEXT-duplicate-key]: `nhs` stands here twice
      hint: keep one of the two
      parties.toml:1:2: `nhs` stands first here
    parties.toml:11:5: error[TEXT-syntax]: the name of a table does not end
      hint: a table begins with its id in brackets, such as `[nhs]`
    parties.toml:12:2: error[TEXT-bad-id]: `Also Not` is not an id: use lower-case letters, digits and single hyphens
      hint: write `[also-not]`
    "#);
}

#[test]
fn records_that_could_not_be_told_apart_are_errors() {
    assert_snapshot!(findings_of(&[
        (
            "parties.toml",
            "[a]\nname = \"Social Care\"\n\n[b]\nname = \"B\"\naliases = [\"social-care\"]\n\n[c]\nname = \"b\"\n"
        ),
        (
            "systems.toml",
            "[s]\nname = \"Social Care\"\naliases = [\"S\", \"social care\"]\n"
        ),
        ("activities/one.toml", "name = \"Same\"\n"),
        ("activities/two.toml", "name = \"SAME\"\n"),
    ]), @r#"
    activities/two.toml:1:8: error[TEXT-ambiguous-name]: `SAME` may be the activity `one` or `two`
      hint: give one of them another name, or make them one record
      activities/one.toml:1:8: `one` is called `Same` here
    parties.toml:6:12: error[TEXT-ambiguous-name]: `social-care` may be the party `a` or `b`
      hint: give one of them another name, or make them one record
      parties.toml:2:8: `a` is called `Social Care` here
    parties.toml:9:8: error[TEXT-ambiguous-name]: `b` may be the party `b` or `c`
      hint: give one of them another name, or make them one record
      parties.toml:4:2: `b` is called `b` here
    "#);
}

#[test]
fn a_ring_is_named_once() {
    assert_snapshot!(findings_of(&[
        (
            "data.toml",
            "[a]\nname = \"A\"\nbroader = \"b\"\n[b]\nname = \"BB\"\nbroader = \"c\"\n[c]\nname = \"C\"\nbroader = \"a\"\n[d]\nname = \"D\"\nbroader = \"a\"\n[e]\nname = \"E\"\nbroader = \"e\"\n[f]\nname = \"F\"\n[g]\nname = \"G\"\nbroader = \"f\"\n"
        ),
        (
            "parties.toml",
            "[p]\nname = \"P\"\npart_of = \"q\"\ndpo = \"p\"\n[q]\nname = \"Q\"\npart_of = \"p\"\n"
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
        "name = \"X\"\ndata = [\"nhs-number\"]\n[[evidence]]\nabout = \"data.nhs-number\"\nwords = \"w\"\n[[evidence]]\nabout = \"data.name\"\nwords = \"w\"\n[[evidence]]\nabout = \"dta\"\nwords = \"w\"\n[[evidence]]\nabout = \"people.families\"\nwords = \"w\"\n[[evidence]]\nabout = \"recipient\"\nwords = \"w\"\n"
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
            "[a]\nname = \"A\"\nclass = [\"health\", \"helth\"]\n"
        ),
        (
            "activities/x.toml",
            "name = \"X\"\n[[purpose]]\ntext = \"t\"\nbasis = \"6/1/e\"\n[[purpose]]\ntext = \"t\"\nbasis = \"public task\"\n[[purpose]]\ntext = \"t\"\nbasis = \"42\"\n[dpia]\ncriteria = [\"zz\"]\n[[rights]]\nright = \"22\"\n[[rights]]\nright = \"77\"\n"
        ),
    ]), @r#"
    activities/x.toml:7:9: error[TEXT-unknown-code]: `public task` is not among the lawful bases
      hint: did you mean `6/1/e`?
    activities/x.toml:10:9: error[TEXT-unknown-code]: `42` is not among the lawful bases
      hint: write `6/1/a`, `6/1/b`, `6/1/c`, `6/1/d`, `6/1/e`, `6/1/ea` or `6/1/f`
    activities/x.toml:12:13: error[TEXT-unknown-code]: `zz` is not among the criteria for an impact assessment
      hint: write `35/3/a`, `35/3/b`, `35/3/c`, `ico-hr-01`, `ico-hr-02`, `ico-hr-03`, `ico-hr-04` or `ico-hr-05`, and others
    activities/x.toml:14:9: warning[TEXT-code-repealed]: `22` (Not to be subject to automated decisions) is no longer in force since 2026-02-05
      hint: `22A`, `22B`, `22C` or `22D` took its place
    activities/x.toml:16:9: warning[TEXT-code-repealed]: `77` (Complain to the Commissioner, as it stood in the UK GDPR) is no longer in force since 2026-06-19
      hint: `dpa2018:s164A` or `dpa2018:s165` took its place
    data.toml:3:20: error[TEXT-unknown-code]: `helth` is not among the classes of personal data
      hint: did you mean `health`?
    "#);
}

#[test]
fn a_code_that_is_not_yet_in_force_is_flagged() {
    let folder = folder(&[(
        "activities/x.toml",
        "name = \"X\"\n[[purpose]]\ntext = \"t\"\nbasis = \"6/1/ea\"\n",
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
            "[nhs]\nname = NHS\n\n[b\nname = \"B\"\n\n[c]\nname = \"C\ncontry = \"GB\"\n\n[d]\nnaem = \"D\"\n"
        ),
        ("activities/x.toml", "name = \"X\"\ncontroller = \"b\"\n"),
        ("activities/y.toml", "name = \"Y\ncontroller = 'x\n\"\"\"\n"),
    ]), @r#"
    activities/y.toml:1:10: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    activities/y.toml:2:16: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    activities/y.toml:3:1: error[TEXT-syntax]: this is not TOML: keys cannot be multi-line basic strings, expected basic string, literal string
    parties.toml:2:8: error[TEXT-syntax]: `NHS` stands without quotes
      hint: write `"NHS"`
    parties.toml:4:3: error[TEXT-syntax]: the name of a table does not end
      hint: a table begins with its id in brackets, such as `[nhs]`
    parties.toml:8:10: error[TEXT-syntax]: a text in quotes does not end, or has a character it may not have
      hint: close it with the quote it began with; a quote or backslash inside `"` is written `\"` or `\\`
    parties.toml:9:1: error[TEXT-unknown-key]: a party has no field `contry`
      hint: did you mean `country`?
    parties.toml:12:1: error[TEXT-unknown-key]: a party has no field `naem`
      hint: did you mean `name`?
    "#);
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
    assert_snapshot!(lines(&reading.findings, folder.path()), @r#"
    parties.toml:2:12: error[TEXT-not-utf8]: the file is not text in UTF-8
      hint: save the file as UTF-8
    "#);
}

#[test]
fn what_stops_reading_is_an_error() {
    let folder = folder(&[("parties.toml", "")]);
    let gone = read(&folder.path().join("gone"), today()).unwrap_err();
    assert!(matches!(gone, ReadError::NotFound { .. }), "{gone}");
    let file = read(&folder.path().join("parties.toml"), today()).unwrap_err();
    assert!(matches!(file, ReadError::NotAFolder { .. }), "{file}");
}

#[test]
fn the_base_is_one_hidden_line() {
    let folder = folder(&[]);
    assert_eq!(read_base(folder.path()).unwrap(), None);
    write_base(folder.path(), "abc123").unwrap();
    assert_eq!(read_base(folder.path()).unwrap().as_deref(), Some("abc123"));
    assert_eq!(
        fs::read(folder.path().join(".ropa-base")).unwrap(),
        b"abc123\n"
    );
}

#[test]
fn the_canonical_form() {
    let files = [
        ("register.toml", "[settings]\norganisation=\"nhs\""),
        (
            "parties.toml",
            "[nhs]\nnote = \"one\\ntwo \\\"three\\\"\"\nname='N\"H\\S'\naliases=['National Health Service, which is a long name','Another long name of the same party here']\n[[nhs.sub_processors]]\nparty='nhs'\ncountry='IE'\n[a]\nname='A'\nsub_processors='none'\n",
        ),
        (
            "data.toml",
            "[nhs-number]\nname=\"NHS number\"\nclass=['personal']\n",
        ),
        (
            "activities/x.toml",
            "onward='none'\nname='X'\nrecipient=[{to='party:nhs', carries='all', transfer={tested=\"2026-01-02\"}}, {to='nhs', and_more=false}]\n[review]\nlast=2026-01-01\n",
        ),
    ];
    let folder = folder(&files);
    let reading = read(folder.path(), today()).unwrap();
    assert_eq!(lines(&reading.findings, folder.path()), "");
    write(reading.register.into_records(), folder.path()).unwrap();
    let written: String = contents(folder.path())
        .into_iter()
        .map(|(path, text)| {
            let name = path
                .strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string();
            format!("--- {name}\n{}", String::from_utf8(text).unwrap())
        })
        .collect();
    assert_snapshot!(written, @r#"
    --- activities/x.toml
    name = "X"
    onward = "none"

    [review]
    last = 2026-01-01

    [[recipient]]
    to = "nhs"
    carries = "all"

    [recipient.transfer]
    tested = 2026-01-02

    [[recipient]]
    to = "nhs"
    --- data.toml
    [nhs-number]
    name = "NHS number"
    class = "personal"
    --- parties.toml
    [a]
    name = "A"
    sub_processors = "none"

    [nhs]
    name = 'N"H\S'
    aliases = [
        "National Health Service, which is a long name",
        "Another long name of the same party here",
    ]
    note = """
    one
    two "three""""

    [[nhs.sub_processors]]
    party = "nhs"
    country = "IE"
    --- register.toml
    [settings]
    organisation = "nhs"
    "#);
}

#[test]
fn writing_removes_what_is_gone_and_is_ours() {
    let folder = folder(&[
        PARTIES,
        ("systems.toml", "[old]\nname = \"Old\"\n"),
        ("README.md", "x"),
        ("notes.toml", "x"),
        ("activities/old.toml", "name = \"Old\"\n"),
        ("activities/Not Ours.toml", ""),
        ("activities/kept.txt", ""),
    ]);
    let mut register = Register::default();
    let party = serde_json::json!({ "name": "New" });
    register
        .insert(
            "new",
            crate::model::Record::from_value(Kind::Party, party).unwrap(),
        )
        .unwrap();
    let written = write(register.clone().into_records(), folder.path()).unwrap();
    let names = |paths: &[PathBuf]| {
        let names = paths
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap());
        names
            .map(|path| path.display().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&written.written), ["parties.toml"]);
    assert_eq!(
        names(&written.removed),
        ["systems.toml", "activities/old.toml"]
    );
    let left: Vec<PathBuf> = contents(folder.path())
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        names(&left),
        [
            "README.md",
            "activities/Not Ours.toml",
            "activities/kept.txt",
            "notes.toml",
            "parties.toml"
        ]
    );
    let again = write(register.into_records(), folder.path()).unwrap();
    assert_eq!(
        (again.written.len(), again.unchanged, again.removed.len()),
        (0, 1, 0)
    );
}

#[test]
fn records_out_of_order_are_refused() {
    let folder = folder(&[]);
    let mut register = Register::default();
    for id in ["a", "b"] {
        let party = serde_json::json!({ "name": id });
        register
            .insert(
                id,
                crate::model::Record::from_value(Kind::Party, party).unwrap(),
            )
            .unwrap();
    }
    let mut records: Vec<_> = register.into_records().collect();
    records.reverse();
    assert!(matches!(
        write(records, folder.path()),
        Err(WriteError::OutOfOrder { .. })
    ));
}

#[cfg(unix)]
#[test]
fn files_have_the_permissions_of_any_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("plain", "")]);
    write_base(folder.path(), "x").unwrap();
    let mode = |name: &str| {
        fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode(".ropa-base"), mode("plain"));
}

fn there_and_back(register: &Register) -> Result<(), TestCaseError> {
    let folder = folder(&[]);
    write(register.clone().into_records(), folder.path()).unwrap();
    let reading = read(folder.path(), today()).unwrap();
    let errors: Vec<Finding> = reading
        .findings
        .iter()
        .filter(|f| f.is_error())
        .cloned()
        .collect();
    prop_assert_eq!(lines(&errors, folder.path()), "");
    prop_assert_eq!(&reading.register, register);
    let first = contents(folder.path());
    for (path, text) in &first {
        prop_assert!(
            text.ends_with(b"\n") && !text.ends_with(b"\n\n"),
            "{}",
            path.display()
        );
    }
    let other = self::folder(&[]);
    write(reading.register.into_records(), other.path()).unwrap();
    let second = contents(other.path());
    prop_assert_eq!(first.len(), second.len());
    for ((_, one), (path, two)) in first.iter().zip(&second) {
        prop_assert_eq!(one, two, "{}", path.display());
    }
    Ok(())
}

/// What damage does to the bytes of a file.
#[derive(Clone, Debug)]
enum Damage {
    Delete(usize, usize),
    Insert(usize, Vec<u8>),
    Replace(usize, u8),
    Truncate(usize),
    Move(usize, usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..8),
        proptest::sample::select(vec![
            "\"",
            "'",
            "\"\"\"",
            "[",
            "]",
            "[[",
            "]]",
            "=",
            "\n",
            ".",
            "{",
            "}",
            ",",
            "[a]\n",
            "[[a]]\n",
            "a = 1\n",
            "a.b.c = 1\n",
            "\u{feff}",
            "#",
            "\\",
            "[a.b]\n",
            "1e9",
            "2026-13-99",
            "none",
            "-",
            "0x",
            "\r",
            "é",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        (any::<usize>(), 1..40_usize).prop_map(|(at, count)| Damage::Delete(at, count)),
        (any::<usize>(), bytes).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        any::<usize>().prop_map(Damage::Truncate),
        (any::<usize>(), any::<usize>(), 1..60_usize).prop_map(|(a, b, n)| Damage::Move(a, b, n)),
    ]
}

impl Damage {
    fn to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        match self {
            Self::Delete(at, count) => {
                let at = at % (length + 1);
                bytes.drain(at..length.min(at + count));
            }
            Self::Insert(at, new) => {
                let at = at % (length + 1);
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Replace(at, byte) => {
                if length > 0 {
                    bytes[at % length] = *byte;
                }
            }
            Self::Truncate(at) => bytes.truncate(at % (length + 1)),
            Self::Move(from, to, count) => {
                let from = from % (length + 1);
                let moved: Vec<u8> = bytes.drain(from..length.min(from + count)).collect();
                let to = to % (bytes.len() + 1);
                bytes.splice(to..to, moved);
            }
        }
    }
}

/// Reads and shows; whatever has no error can be written and read again.
fn survives(folder: &Path) -> Result<(), TestCaseError> {
    let reading = read(folder, today()).unwrap();
    for finding in &reading.findings {
        let place = finding
            .place
            .as_ref()
            .expect("every finding of text has a place");
        prop_assert!(place.line() >= 1 && place.column() >= 1);
    }
    if !reading.has_errors() {
        there_and_back(&reading.register)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(register in any_register()) {
        there_and_back(&register)?;
    }

    #[test]
    fn damage_never_stops_reading(
        register in any_register(),
        file in any::<usize>(),
        damages in proptest::collection::vec(damage(), 1..5),
    ) {
        let folder = folder(&[]);
        write(register.into_records(), folder.path()).unwrap();
        let files = contents(folder.path());
        let (path, bytes) = &files[file % files.len()];
        let mut bytes = bytes.clone();
        for damage in damages {
            damage.to(&mut bytes);
        }
        fs::write(path, bytes).unwrap();
        survives(folder.path())?;
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]\"'=.a-c\\n0-9{},# \\\\-]{0,120}") {
        let folder = folder(&[("activities/x.toml", &text), ("people.toml", &text)]);
        fs::write(folder.path().join("parties.toml"), &bytes).unwrap();
        fs::write(folder.path().join("activities/y.toml"), &bytes).unwrap();
        survives(folder.path())?;
    }
}
