//! The flags of `ropa ask`, each on a small register made for them: `tests/fixtures/county`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::Folder;

fn county() -> Folder {
    Folder::with_county()
}

/// The answer in short: for each row what it is about and how sure it is.
fn rows(line: &str) -> Vec<String> {
    let answer = county().json(line);
    let row = |row: &Value| {
        let about = ["party", "source", "from", "system", "activity"]
            .iter()
            .find_map(|key| row[*key]["id"].as_str().or(row[*key].as_str()))
            .map_or_else(|| row.to_string(), str::to_owned);
        match row["certainty"].as_str() {
            Some("possible") => format!("{about}?"),
            _ => about,
        }
    };
    answer["answer"]
        .as_array()
        .unwrap()
        .iter()
        .map(row)
        .collect()
}

#[track_caller]
fn assert_rows(line: &str, expected: &[&str]) {
    assert_eq!(rows(line), expected, "{line}");
}

#[test]
fn receivers_by_role() {
    for (role, expected) in [
        ("recipient", &["police", "translators?"][..]),
        ("joint-controller", &["hadleigh-school"]),
        ("processor", &["fosterware"]),
        ("sub-processor", &["cloudhost"]),
        ("internal", &["anyshire-schools"]),
    ] {
        assert_rows(
            &format!("ropa ask who-receives vaccinations --role {role}"),
            expected,
        );
    }
}

#[test]
fn receivers_by_country() {
    assert_rows(
        "ropa ask who-receives vaccinations --country US",
        &["cloudhost"],
    );
    assert_rows(
        "ropa ask who-receives vaccinations --country GB --role processor",
        &["fosterware"],
    );
    assert_rows("ropa ask who-receives vaccinations --country FR", &[]);
    assert_rows(
        "ropa ask who-receives vaccinations --country not-recorded",
        &["translators?"],
    );
}

#[test]
fn only_what_is_stated() {
    assert_rows(
        "ropa ask who-receives vaccinations --stated",
        &["police", "cloudhost", "fosterware", "hadleigh-school"],
    );
}

#[test]
fn a_party_includes_its_parts() {
    assert_rows(
        "ropa ask who-receives contact-details --party police",
        &["police", "police-archive"],
    );
    assert_rows(
        "ropa ask who-receives contact-details --party \"Police archive\"",
        &["police-archive", "police-archive?"],
    );
    assert_snapshot!(county().says(r#"ropa ask about "the force""#), @r#"
    $ ropa ask about "the force"
    3 flows of personal data to Anyshire Police are recorded.
    Anyshire Police includes its parts: Police archive.
    1 retired activity is left out (`--retired` counts it).
    The list of recipients of Home support is open: the source says that there are others.
    The list of sources of Home support is open: the source says that there are others.

    F6
      direction: to
      from: Fostering
      to: Anyshire Police
      activity: Fostering
      data: Contact details
      when: on request
      legal gateway: not recorded
      agreement: not recorded
    F9
      direction: to
      from: Hadleigh School
      to: Anyshire Police
      activity: Fostering
      data: Vaccinations
      agreement: not recorded
    F1
      direction: to
      from: Parking permits
      to: Police archive
      activity: Parking permits (draft)
      data: Contact details
      legal gateway: not recorded
      agreement: not recorded

    Not recorded
    - stores, in activities that have or may have this data (1): Parking permits
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - agreement in force, of flows shown (3): Fostering F6, Fostering F9, Parking permits F1
    - which data they hold, of activities in the register (1): Sport

    Searched 28 flows in 6 activities, as at [today].
    "#);
}

#[test]
fn broader_categories_take_in_narrower_ones_unless_exact() {
    assert_rows(
        "ropa ask who-receives health --stated",
        &["police", "cloudhost", "fosterware", "hadleigh-school"],
    );
    assert_rows(
        "ropa ask who-receives health --stated --exact",
        &["cloudhost", "fosterware"],
    );
}

#[test]
fn people_who_are_not_recorded_count_as_possible() {
    assert_rows(
        "ropa ask who-receives vaccinations --people Children",
        &[
            "police",
            "cloudhost",
            "fosterware",
            "hadleigh-school",
            "translators?",
        ],
    );
    assert_rows("ropa ask where-from contact-details --people Children", &[]);
}

#[test]
fn activities_named_several_times_retired_and_drafts() {
    assert_rows(
        "ropa ask who-receives contact-details --activity Sport --activity parking",
        &["police-archive"],
    );
    assert_rows(
        "ropa ask who-receives vaccinations --activity old-adoption",
        &[],
    );
    assert_rows(
        "ropa ask who-receives vaccinations --activity old-adoption --retired",
        &["translators"],
    );
    assert_snapshot!(county().says("ropa ask who-receives contact-details --activity parking-permits"), @"
    $ ropa ask who-receives contact-details --activity parking-permits
    1 party receives or may receive Contact details: stated.
    Drafts count, and are marked.

    Police archive
      certainty: stated
      role: recipient
      how: direct
      activity: Parking permits (draft)
      country: United Kingdom
      agreement: not recorded

    Not recorded
    - stores, in activities that have or may have this data (1): Parking permits
    - agreement in force, with parties shown (1): Police archive

    Searched 1 flow in 1 activity, as at [today]. `--explain` shows how, step by step.
    ");
}

#[test]
fn special_category_data_only() {
    assert_rows(
        "ropa ask where-held --special --activity fostering",
        &["casebook"],
    );
    assert_rows(
        "ropa ask where-from --special --activity fostering",
        &["nhs-trust"],
    );
    assert_rows("ropa ask who-receives contact-details --special", &[]);
}

#[test]
fn where_people_are_held() {
    assert_rows(
        "ropa ask where-held --people \"Foster carers\"",
        &["casebook", "paper-files"],
    );
}

#[test]
fn routes_by_length_and_all_of_them() {
    let processor = "ropa ask who-receives vaccinations --role processor --max-steps";
    assert_rows(&format!("{processor} 1"), &[]);
    assert_rows(&format!("{processor} 2"), &["fosterware"]);
    assert_snapshot!(county().says("ropa ask why nhs-trust police --data vaccinations"), @"
    $ ropa ask why nhs-trust police --data vaccinations
    Vaccinations goes from NHS Trust to Anyshire Police in 3 steps: stated.
    Anyshire Police includes its parts: Police archive.
    1 retired activity is left out (`--retired` counts it).

    NHS Trust -> Fostering -> Hadleigh School -> Anyshire Police
      certainty: stated
      stated data: Vaccinations
      activity: Fostering

    How, step by step

    Way 1 - stated
    - F2 NHS Trust -> Fostering [source]: Vaccinations
      legal gateway: not recorded; agreement: not recorded
    - F5 Fostering -> Hadleigh School [recipient]: Vaccinations
      legal gateway: 6/1/e; agreement: not recorded
    - F9 Hadleigh School -> Anyshire Police [onward]: Vaccinations
      agreement: not recorded

    Lawful basis
    - Fostering: not recorded

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - agreement in force, with parties shown (3): Anyshire Police, Hadleigh School, NHS Trust
    - which data they hold, of activities in the register (1): Sport

    Searched 28 flows in 6 activities, as at [today].
    ");
    assert_snapshot!(county().says("ropa ask who-receives vaccinations --party fosterware --all-paths"), @"
    $ ropa ask who-receives vaccinations --party fosterware --all-paths
    1 party receives or may receive Vaccinations: stated.
    1 retired activity is left out (`--retired` counts it).

    Fosterware Ltd
      certainty: stated
      role: processor
      how: through Casebook
      activity: Fostering
      country: United Kingdom
      agreement: not recorded

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - agreement in force, with parties shown (1): Fosterware Ltd
    - which data they hold, of activities in the register (1): Sport

    Searched 28 flows in 6 activities, as at [today]. `--explain` shows how, step by step.
    ");
    // There is but one path, and then asking for all changes nothing.
    let one = "ropa ask who-receives vaccinations --party fosterware";
    assert_eq!(
        county().stdout(one),
        county().stdout(&format!("{one} --all-paths"))
    );
}

#[test]
fn what_passes_through_a_supplier_and_a_system() {
    assert_snapshot!(county().says("ropa ask through fosterware"), @"
    $ ropa ask through fosterware
    Fosterware Ltd has or may have personal data in 1 activity; beyond it, 1 other party receives or may
    receive data.
    Counted with Fosterware Ltd, the systems it runs or serves: Casebook.
    1 retired activity is left out (`--retired` counts it).

    Fostering
      owner: not recorded
      at: Fosterware Ltd, Casebook
      stated data: Contact details, Health, Vaccinations
      people: Foster carers, Children
      beyond it: Cloudhost Inc (stated)

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - agreement in force, with parties shown (2): Cloudhost Inc, Fosterware Ltd
    - owner, of activities shown (1): Fostering
    - which data they hold, of activities in the register (1): Sport

    Searched 28 flows in 6 activities, as at [today].
    ");
    assert_rows(
        "ropa ask through system:casebook --data vaccinations",
        &["fostering"],
    );
    assert_rows("ropa ask through casebook --people carers", &["fostering"]);
}

#[test]
fn what_leaves_the_uk_by_country_party_and_data() {
    assert_rows("ropa ask leaves-uk --activity fostering", &["fosterware"]);
    assert_rows(
        "ropa ask leaves-uk vaccinations --country US --party cloudhost",
        &["fosterware"],
    );
    assert_rows("ropa ask leaves-uk --country FR", &[]);
    assert_rows("ropa ask leaves-uk --activity parking", &[]);
}

#[test]
fn a_question_can_be_asked_again_as_the_answer_gives_it() {
    let folder = county();
    let first = folder.json(
        r#"ropa ask who-receives "health" --exact --party "the force" --role recipient --country GB --max-steps 5 --all-paths --people children --activity Fostering --special --retired"#,
    );
    let question = first["question"].as_str().unwrap();
    assert_snapshot!(question, @"who-receives data:health --people people:children --activity activity:fostering --special --retired --exact --party party:police --country GB --max-steps 5 --all-paths --role recipient");
    assert_eq!(folder.json(&format!("ropa ask {question}")), first);
}

#[test]
fn flags_that_need_something_say_so() {
    assert_snapshot!(county().says_all(&[
        "ropa ask who-receives --special --exact",
        "ropa ask about police --exact",
        "ropa ask leaves-uk --exact",
        "ropa ask who-receives health --max-steps 0",
        "ropa ask who-receives health --role boss",
        "ropa ask who-receives health --country Germnay",
        "ropa ask who-receives health --country Atlantis",
    ]), @"
    $ ropa ask who-receives --special --exact
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <DATA>

    Usage: ropa ask who-receives --special --exact <DATA>

    For more information, try '--help'.

    $ ropa ask about police --exact
    --- stderr, exit 2
    error: the following required arguments were not provided:
      --data <DATA>

    Usage: ropa ask about --data <DATA> --exact <PARTY>

    For more information, try '--help'.

    $ ropa ask leaves-uk --exact
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <DATA>

    Usage: ropa ask leaves-uk --exact <DATA>

    For more information, try '--help'.

    $ ropa ask who-receives health --max-steps 0
    --- stderr, exit 2
    error: invalid value '0' for '--max-steps <N>': give a number from 1 to 65535

    For more information, try '--help'.

    $ ropa ask who-receives health --role boss
    --- stderr, exit 2
    error: invalid value 'boss' for '--role <ROLE>': the roles are recipient, joint-controller, processor, sub-processor, internal

    For more information, try '--help'.

    $ ropa ask who-receives health --country Germnay
    --- stderr, exit 2
    error: invalid value 'Germnay' for '--country <COUNTRY>': no country has the code or name `Germnay`

    For more information, try '--help'.

    $ ropa ask who-receives health --country Atlantis
    --- stderr, exit 2
    error: invalid value 'Atlantis' for '--country <COUNTRY>': no country has the code or name `Atlantis`

    For more information, try '--help'.
    ");
}

#[test]
fn receivers_not_through_a_party_are_those_with_another_way() {
    // Fosterware runs Casebook: what Casebook hands on is what Fosterware hands on.
    assert_rows(
        "ropa ask who-receives vaccinations --not-through fosterware",
        &["police", "hadleigh-school", "translators?"],
    );
    // A direct receiver stays: nobody is between it and the activity.
    assert_rows(
        "ropa ask who-receives vaccinations --not-through casebook --not-through hadleigh-school",
        &["hadleigh-school", "translators?"],
    );
    assert_rows(
        "ropa ask who-receives vaccinations --not-through police --party police",
        &["police"],
    );
}

/// Each rule of keeping is told with the activities whose rule it is, and an activity without any is not passed over.
#[test]
fn how_long_a_shared_system_keeps_data_is_told_by_activity() {
    let folder = county();
    for line in [
        "ropa init",
        "ropa apply register --author Ada",
        "ropa add retention fostering --data all --period \"6 years\" --then delete --author Ada",
        "ropa add activity Respite --role controller --data contact-details --author Ada",
        "ropa add flow respite store --in casebook --carries all --author Ada",
    ] {
        folder.does(line);
    }
    let told = folder.stdout("ropa ask where-held contact-details");
    let kept: Vec<&str> = told.lines().filter(|line| line.contains("kept:")).collect();
    assert_snapshot!(kept.join("\n"), @r"
      kept: Contact details, Health: about Children: 57 years after 18th birthday, then deleted, in Fostering; all data: 8 years after end of placement, then reviewed, then deleted (not recorded for which systems), in Fostering; all data: 6 years, from when not recorded, then deleted (not recorded for which systems), in Fostering; not recorded, in Respite
      kept: all data: 8 years after end of placement, then reviewed, then deleted (not recorded for which systems); all data: 6 years, from when not recorded, then deleted (not recorded for which systems)
    ");
    let answer = folder.json("ropa ask where-held contact-details");
    assert_eq!(
        answer["answer"][0]["retention"][0]["activities"][0],
        "fostering"
    );
}

/// Who asks for what is stated is not told what may be.
#[test]
fn an_answer_of_what_is_stated_says_nothing_of_what_may_be() {
    let county = county();
    for question in [
        "who-receives vaccinations",
        "where-from vaccinations",
        "where-held vaccinations",
        "leaves-uk",
        "through casebook",
        "through casebook --cut",
    ] {
        let told = county.stdout(&format!("ropa ask {question} --stated"));
        let sentence = told.lines().next().unwrap_or_default();
        assert!(!sentence.contains(" may "), "{question}: {sentence}");
    }
}

#[test]
fn every_question_with_routes_takes_not_through() {
    assert_rows(
        "ropa ask where-from vaccinations --not-through nhs-trust",
        &[],
    );
    assert_rows(
        "ropa ask where-held contact-details --not-through casebook",
        &["casebook", "paper-files"],
    );
    let county = county();
    for (line, removed) in [
        ("ropa ask leaves-uk --not-through casebook", 1),
        (
            "ropa ask why fostering police --not-through hadleigh-school",
            1,
        ),
        ("ropa ask why fostering police --not-through translators", 0),
        (
            "ropa ask who-receives vaccinations --not-through \"mosaic\"",
            2,
        ),
    ] {
        let answer = county.json(line);
        assert_eq!(answer["left_out"]["removed"], removed, "{line}");
    }
}

#[test]
fn what_is_left_out_is_said() {
    let county = county();
    let answer = county.json("ropa ask who-receives vaccinations --not-through fosterware");
    assert_eq!(
        answer["question"],
        "who-receives data:vaccinations --not-through party:fosterware"
    );
    assert_eq!(
        answer["left_out"],
        serde_json::json!({
            "not_through": [{ "kind": "party", "id": "fosterware", "name": "Fosterware Ltd" }],
            "removed": 2,
        })
    );
    let text = county.says("ropa ask who-receives vaccinations --not-through fosterware");
    let head: Vec<&str> = text.lines().skip(1).take(3).collect();
    assert_snapshot!(head.join("\n"), @"
    3 parties receive or may receive Vaccinations: 2 stated and 1 possible. Left out is what comes from
    or through Fosterware Ltd: that removes 2 recipients.
    Counted with Fosterware Ltd, the systems it runs or serves: Casebook.
    ");
}

#[test]
fn a_flag_that_a_question_does_not_take_is_told_where_it_belongs() {
    assert_snapshot!(county().says("ropa ask about police --not-through casebook"), @r#"
    $ ropa ask about police --not-through casebook
    --- stderr, exit 2
    error: unexpected argument '--not-through' found

      tip: `--not-through` belongs to `ropa ask who-receives`, `ropa ask where-from`, `ropa ask where-held`, `ropa ask why`, `ropa ask leaves-uk`

    Usage: ropa ask about <PARTY>

    For more information, try '--help'.
    "#);
}
