//! `ropa ask through --cut`: who is cut off if a party or system goes.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{Folder, copy, root};

fn county() -> Folder {
    let folder = Folder::empty();
    let county = root().join("tests/fixtures/county");
    copy(&county, &folder.path("register"));
    folder
}

/// Who is cut off from what, and who keeps what, a line each.
fn told(folder: &Folder, line: &str) -> Vec<String> {
    let answer = folder.json(line);
    let mut lines = Vec::new();
    for row in answer["answer"].as_array().unwrap() {
        for (word, list) in [("loses", &row["loses"]), ("keeps", &row["keeps"])] {
            for one in list.as_array().unwrap() {
                let data = one["data"]["id"].as_str().unwrap_or("unnamed data");
                lines.push(format!(
                    "{} {word} {data}: {}",
                    row["party"]["id"].as_str().unwrap(),
                    one["certainty"].as_str().unwrap()
                ));
            }
        }
    }
    lines
}

#[test]
fn the_worked_example() {
    let folder = Folder::with_register();
    let text = folder.says("ropa ask through \"integrated care record\" --cut");
    let head: Vec<&str> = text.lines().take(10).collect();
    assert_snapshot!(head.join("\n"), @r#"
    $ ropa ask through "integrated care record" --cut
    If Integrated care record system goes, 5 parties are or may be cut off from personal data with no
    other recorded way: all stated.
    Only recorded ways count, in any activity. What an activity holds by its own record, or names in its
    flows, stays with it, whoever gave it.
    The list of recipients of Family Group Conference is open: the source says that there are others.

    Community matrons
      cut off from: NHS Number (stated)
      in: Family Group Conference
    "#);
    assert_eq!(
        told(
            &folder,
            "ropa ask through Mosaic --cut --data \"NHS number\""
        ),
        ["servelec loses nhs-number: possible"]
    );
}

#[test]
fn who_loses_what_and_who_keeps_it() {
    assert_snapshot!(county().says("ropa ask through casebook --cut --data vaccinations"), @"
    $ ropa ask through casebook --cut --data vaccinations
    If Casebook goes, 2 parties are or may be cut off from Vaccinations with no other recorded way: all
    stated.
    Only recorded ways count, in any activity. What an activity holds by its own record, or names in its
    flows, stays with it, whoever gave it.
    1 retired activity is left out (`--retired` counts it).

    Cloudhost Inc
      cut off from: Vaccinations (stated)
      in: Fostering
    Fosterware Ltd
      cut off from: Vaccinations (stated)
      in: Fostering

    Not recorded
    - sub-processors, of processors that have or may have this data (1): Cloudhost Inc
    - which data they hold, of activities in the register (1): Sport

    Searched 28 flows in 6 activities, as at [today]. `--explain` shows how, step by step.
    ");
    // The police have their own flow of contact details; the school's is of vaccinations alone.
    assert_eq!(
        told(&county(), "ropa ask through hadleigh-school --cut"),
        ["police loses vaccinations: stated"]
    );
}

#[test]
fn another_activity_can_be_the_other_way() {
    let folder = county();
    let archive = r#"
name = "Archive"
controller = "anyshire"
people = ["children"]
data = ["vaccinations"]

[[recipient]]
to = "cloudhost"
"#;
    let before = told(
        &folder,
        "ropa ask through casebook --cut --data vaccinations",
    );
    assert!(before.contains(&"cloudhost loses vaccinations: stated".to_owned()));
    folder.write("register/activities/archive.toml", archive);
    for line in [
        "ropa ask through casebook --cut --data vaccinations",
        // The other way counts although the question is about one activity.
        "ropa ask through casebook --cut --data vaccinations --activity fostering",
    ] {
        let after = told(&folder, line);
        assert!(
            after.contains(&"cloudhost keeps vaccinations: possible".to_owned()),
            "{after:?}"
        );
    }
    // A system of another activity can be it as well: its operator is named by no activity.
    folder.write(
        "register/activities/archive.toml",
        archive.replace(
            "[[recipient]]\nto = \"cloudhost\"",
            "[[store]]\nin = \"vault\"\ncarries = \"all\"",
        ),
    );
    let systems = folder.read("register/systems.toml");
    let vault = "\n[vault]\nname = \"Vault\"\noperator = \"fosterware\"\n";
    folder.write("register/systems.toml", format!("{systems}{vault}"));
    let after = told(
        &folder,
        "ropa ask through casebook --cut --data vaccinations",
    );
    assert!(
        after.contains(&"fosterware keeps vaccinations: stated".to_owned()),
        "{after:?}"
    );
}

#[test]
fn in_every_format() {
    let county = county();
    let answer = county.json("ropa ask through hadleigh-school --cut");
    assert_eq!(answer["question"], "through party:hadleigh-school --cut");
    let loss = &answer["answer"][0]["loses"][0];
    assert_eq!(
        loss["data"],
        json!({ "kind": "data", "id": "vaccinations", "name": "Vaccinations" })
    );
    assert_eq!(loss["activities"], json!(["fostering"]));
    assert_eq!(loss["route"].as_array().unwrap().len(), 2);
    assert_snapshot!(county.says("ropa ask through hadleigh-school --cut --format csv"), @"
    $ ropa ask through hadleigh-school --cut --format csv
    recipient,cut off from,in,still gets,by
    Anyshire Police,Vaccinations (stated),Fostering,,
    ");
    let drawn = county.says("ropa ask through hadleigh-school --cut --format mermaid");
    assert!(drawn.contains("F9<br/>Vaccinations"), "{drawn}");
    assert!(!drawn.contains("Casebook"), "{drawn}");
    assert_snapshot!(county.says("ropa ask through translators --cut --format dot"), @"
    $ ropa ask through translators --cut --format dot
    --- stderr, exit 2
    error: there is nothing to draw: Nobody is recorded to be cut off from personal data if Translators goes
    the register read is `register`
    ");
}
