//! `ropa ask who-receives --linked`: who could receive data only because activities share something.

use insta::assert_snapshot;

use crate::harness::{Folder, copy, root};

const YOUTH: &str = r#"
name = "Youth justice"
controller = "anyshire"
people = ["children"]
data = ["contact-details"]

[[store]]
in = "casebook"
carries = ["contact-details"]

[[recipient]]
to = "courts"

[[recipient]]
to = "mentors"
carries = ["contact-details"]

[[recipient]]
to = "police"
"#;

/// The county, where Youth justice uses the system in which Fostering keeps health data.
fn county() -> Folder {
    let folder = Folder::empty();
    let county = root().join("tests/fixtures/county");
    copy(&county, &folder.path("register"));
    folder.write("register/activities/youth.toml", YOUTH);
    let parties = folder.read("register/parties.toml");
    let more = "\n[courts]\nname = \"Courts\"\ncountry = \"GB\"\n\n[mentors]\nname = \"Mentors\"\n";
    folder.write("register/parties.toml", format!("{parties}{more}"));
    folder
}

/// The linked receivers: who, what is shared, with which activity, by which.
fn linked(folder: &Folder, line: &str) -> Vec<String> {
    let answer = folder.json(line);
    let linked = answer["linked"].as_array().unwrap().iter();
    let told = linked.map(|row| {
        format!(
            "{} by {} of {} and {}",
            row["party"]["id"].as_str().unwrap(),
            row["shared"]["id"].as_str().unwrap(),
            row["has_it_in"].as_str().unwrap(),
            row["activity"].as_str().unwrap(),
        )
    });
    told.collect()
}

#[test]
fn linked_receivers_stand_apart_and_are_never_receivers() {
    let county = county();
    let text = county.says("ropa ask who-receives vaccinations --linked --role recipient");
    let (_, section) = text.split_once("Linked through").unwrap();
    assert_snapshot!(section, @"
     a shared system or party, not recorded

    1 further party could get Vaccinations if an activity passes on what it shares with another. No
    record says so: ask. The search goes one shared system or party far.

    Courts
      certainty: linked, not recorded
      role: recipient
      how: shares Casebook with Fostering
      activity: Youth justice
      country: United Kingdom
      agreement: not recorded

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - country, of parties that have or may have this data (1): Translators
    - agreement in force, with parties shown (2): Anyshire Police, Translators
    - who exactly, of recipients recorded only as a class (1): Translators
    - which data they hold, of activities in the register (1): Sport

    Searched 32 flows in 7 activities, as at [today]. `--explain` shows how, step by step.
    ");
    let with = county.json("ropa ask who-receives vaccinations --linked");
    let without = county.json("ropa ask who-receives vaccinations");
    assert_eq!(with["answer"], without["answer"]);
    assert_eq!(with["uncertain"], without["uncertain"]);
    assert!(without.get("linked").is_none());
    assert_eq!(with["linked_stopped"], false);
    assert_eq!(with["question"], "who-receives data:vaccinations --linked");
}

#[test]
fn a_party_links_as_well_where_it_is_a_source_that_may_bring_the_data() {
    let county = county();
    let line = "ropa ask who-receives vaccinations --linked";
    county.change(
        "register/activities/youth.toml",
        "[[store]]\nin = \"casebook\"\ncarries = [\"contact-details\"]\n",
        "[[source]]\nfrom = \"hadleigh-school\"\n",
    );
    assert_eq!(
        linked(&county, line),
        ["courts by hadleigh-school of fostering and youth"]
    );
    // What it is recorded to bring is all that it brings.
    county.change(
        "register/activities/youth.toml",
        "from = \"hadleigh-school\"\n",
        "from = \"hadleigh-school\"\ncarries = [\"contact-details\"]\n",
    );
    assert_eq!(linked(&county, line), [""; 0]);
}

#[test]
fn filters_hold_for_linked_receivers_too() {
    let county = county();
    let by_casebook = ["courts by casebook of fostering and youth"];
    for (flags, expected) in [
        ("", &by_casebook[..]),
        ("--party courts", &by_casebook),
        ("--party police", &[]),
        ("--country GB", &by_casebook),
        ("--country US", &[]),
        ("--role recipient", &by_casebook),
        ("--role processor", &[]),
        ("--people children", &by_casebook),
        ("--people carers", &[]),
        ("--activity fostering", &by_casebook),
        ("--activity youth", &[]),
        ("--not-through casebook", &[]),
        ("--not-through hadleigh-school", &by_casebook),
    ] {
        let line = format!("ropa ask who-receives vaccinations --linked {flags}");
        assert_eq!(linked(&county, &line), expected, "{flags}");
    }
    // An activity that holds no personal data passes none on.
    county.change(
        "register/activities/youth.toml",
        "data = [\"contact-details\"]",
        "data = \"none\"",
    );
    let line = "ropa ask who-receives vaccinations --linked";
    assert_eq!(linked(&county, line), [""; 0]);
}

#[test]
fn in_every_format_they_are_marked() {
    let county = county();
    let csv =
        county.says("ropa ask who-receives vaccinations --linked --party courts --format csv");
    assert_snapshot!(csv, @r#"
    $ ropa ask who-receives vaccinations --linked --party courts --format csv
    recipient,certainty,role,how,activity,country,agreement
    Courts,"linked, not recorded",recipient,shares Casebook with Fostering,Youth justice,GB,not recorded
    --- stderr
    the register read is `register`
    "#);
    let markdown = county.says("ropa ask who-receives vaccinations --linked --format md");
    assert!(markdown.contains("\n## Linked through a shared system or party, not recorded\n"));
    let drawn = county.says("ropa ask who-receives vaccinations --linked --format mermaid");
    assert!(drawn.contains("Linked recipients are not drawn"), "{drawn}");
    assert!(!drawn.contains("Courts"), "{drawn}");
}

#[test]
fn what_does_not_go_with_it_is_refused() {
    let lines = [
        "ropa ask who-receives vaccinations --linked --stated",
        "ropa ask who-receives vaccinations --linked --max-steps 2",
        "ropa ask who-receives --special --linked",
        "ropa ask where-held vaccinations --linked",
        "ropa ask leaves-uk vaccinations --linked",
    ];
    for line in lines {
        county().run(line).stops(2).is_in_words();
    }
}

#[test]
fn the_worked_example_has_one_activity_and_no_links() {
    let text = Folder::with_register().says("ropa ask who-receives \"NHS number\" --linked");
    let (_, section) = text.split_once("Linked through").unwrap();
    let head: Vec<&str> = section.lines().take(3).collect();
    assert_snapshot!(head.join("\n"), @r#"
     a shared system or party, not recorded

    No further party is linked to NHS Number. The search goes one shared system or party far.
    "#);
}
