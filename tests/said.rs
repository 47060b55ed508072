//! What an answer says of agreements, legal gateways and transfers: only what is to be expected, each
//! once.

use crate::harness::Folder;

/// A service that keeps names in a system run by Vendor, and gives them by way of it to the court,
/// and directly to families, to whom no agreement is due, and to Dublin Ltd in Ireland.
fn service() -> Folder {
    Folder::with_files(&[
        (
            "register/register.toml",
            "[settings]\norganisation = \"council\"\n",
        ),
        (
            "register/parties.toml",
            r#"
council = { name = "Council", kind = "public-authority", country = "GB" }
court = { name = "Court", kind = "public-authority", country = "GB" }
dublin = { name = "Dublin Ltd", kind = "organisation", country = "IE" }
families = { name = "Families", kind = "group" }
vendor = { name = "Vendor", kind = "organisation", country = "GB", sub_processors = "none" }
"#,
        ),
        (
            "register/systems.toml",
            "casebook = { name = \"Casebook\", operator = \"vendor\", hosted_in = \"GB\" }\n",
        ),
        ("register/data.toml", "name = { name = \"Name\" }\n"),
        (
            "register/documents.toml",
            r#"
deal = { name = "Casebook contract", kind = "contract", parties = ["council", "vendor"], dated = 2025-01-01, expires = 2099-01-01 }
"#,
        ),
        (
            "register/activities/care.toml",
            r#"
name = "Care"
data = ["name"]
source = "none"

[[store]]
in = "casebook"
carries = ["name"]
agreement = "none"

[[recipient]]
to = "party:court"
through = "casebook"
carries = ["name"]
ground = "Court order"

[[recipient]]
to = "party:families"
carries = ["name"]
ground = "none"

[[recipient]]
to = "party:dublin"
carries = ["name"]

[[purpose]]
text = "Caring"
basis = "6/1/e"
"#,
        ),
    ])
}

/// The lines of the route that leads to somebody.
fn route(text: &str, title: &str) -> String {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(title));
    lines.next();
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[test]
fn an_agreement_and_a_gateway_are_those_of_the_step_that_ends_the_flow() {
    let folder = service();
    let text = folder.run("ropa ask who-receives Name --explain").stdout;
    assert_eq!(
        route(&text, "Court - "),
        "- F2 Care -> Casebook [recipient]: Name\n\
         - F2 Casebook -> Court [recipient]: Name\n  \
         legal gateway: Court order; agreement: not recorded"
    );
    assert_eq!(
        route(&text, "Families - "),
        "- F3 Care -> Families [recipient]: Name\n  legal gateway: none"
    );
    // Where the system is the end, nothing is said of the flow that goes on.
    let held = folder.run("ropa ask where-held Name --explain").stdout;
    assert!(!held.contains("Court order"), "{held}");
}

/// Two activities share a system; one says what it keeps there, the other does not.
#[test]
fn where_data_is_held_is_as_sure_in_each_activity_as_that_activity_says() {
    let folder = service();
    folder.write(
        "register/activities/letters.toml",
        r#"
name = "Letters"
data = ["name"]
store = [{ in = "casebook" }]
retention = [{ data = "all", period = "P6Y", trigger = "your case closes", evidence = "6 years" }]
"#,
    );
    folder.write(
        "register/activities/meals.toml",
        r#"
name = "Meals"
status = "draft"
data = ["name"]
store = [{ in = "casebook", carries = ["name"] }]
retention = [{ data = "all", period = "P6Y", trigger = "your case closes" }]
"#,
    );
    let told = folder.run("ropa ask where-held Name").stdout.clone();
    for line in [
        "certainty: stated",
        "activity: stated in Care, Meals (draft); possible in Letters",
        "kept: all data: 6 years after your case closes (not recorded for which systems), in Letters, \
         Meals (draft); not recorded, in Care\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    // The saved question says of each what the answer says of it.
    let saved = folder.run("ropa query where-held data=name --format csv");
    assert!(
        saved.stdout.contains("possible") && told.contains("possible in Letters"),
        "{}",
        saved.stdout
    );
    let json = folder.run("ropa ask where-held Name --format json");
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        json["answer"][0]["by_activity"],
        serde_json::json!([
            { "activity": "care", "certainty": "stated", "draft": false },
            { "activity": "letters", "certainty": "possible", "draft": false },
            { "activity": "meals", "certainty": "stated", "draft": true },
        ])
    );
}

#[test]
fn no_agreement_is_missed_where_none_is_due() {
    let folder = service();
    let csv = folder.run("ropa ask who-receives Name --format csv").stdout;
    let line = |name: &str| csv.lines().find(|line| line.starts_with(name)).unwrap();
    assert_eq!(
        line("Families"),
        "Families,stated,recipient,direct,Care,not recorded,"
    );
    assert!(line("Court").ends_with(",not recorded"), "{csv}");
}

#[test]
fn an_approved_country_is_what_allows_a_transfer_and_is_said_once() {
    let folder = service();
    for line in ["ropa ask leaves-uk", "ropa query leaves-uk"] {
        let text = folder.run(line).stdout;
        let allowed = text.lines().find(|line| line.contains("allowed"));
        let allowed = allowed.unwrap_or_else(|| panic!("{text}"));
        assert!(text.contains("approved by regulations"), "{text}");
        assert!(!allowed.contains("not recorded"), "{text}");
        assert_eq!(text.matches("approved by regulations").count(), 1, "{text}");
    }
    let record = folder.run("ropa export article30 --format csv").stdout;
    assert!(!record.contains("relied on is not recorded"), "{record}");
}

#[test]
fn the_record_names_an_agreement_in_force_beside_one_that_is_denied() {
    let folder = service();
    let record = folder.run("ropa export article30 --format csv").stdout;
    assert!(
        record.contains("None: contract with Vendor (Casebook contract is in force)"),
        "{record}"
    );
}

#[test]
fn sql_answers_have_the_head_of_all_answers() {
    let folder = service();
    for line in [
        "ropa query recipients-of data=Name",
        "ropa sql \"SELECT name FROM party\"",
    ] {
        let sql = folder.json(line);
        let asked = folder.json("ropa ask who-receives Name");
        for key in asked.as_object().unwrap().keys() {
            assert!(sql.get(key).is_some(), "{line}: {key}");
        }
        assert_eq!(sql["version"], 2);
        assert_eq!(sql["on"], asked["on"]);
    }
}

#[test]
fn numbers_are_numbers_and_a_flow_that_is_planned_names_its_activity() {
    let folder = service();
    assert_eq!(folder.json("ropa list activity")[0]["flows"], 4);
    let kinds = folder.json("ropa list");
    let kinds = kinds.as_array().unwrap();
    let parties = kinds.iter().find(|kind| kind["kind"] == "party").unwrap();
    assert_eq!(parties["records"], 5);
    folder.change(
        "register/activities/care.toml",
        "to = \"party:families\"",
        "to = \"party:families\"\nbegins = 2090-01-01",
    );
    let planned = &folder.json("ropa ask who-receives Name")["planned"][0];
    assert_eq!(planned["activity"], "care");
    assert_eq!(planned["activity_name"], "Care");
    let about = folder.json("ropa ask about Court");
    assert_eq!(about["answer"][0]["direction"], "to");
}

#[test]
fn a_country_may_be_named() {
    let folder = service();
    for line in [
        "ropa ask who-receives Name --country Ireland",
        "ropa ask who-receives Name --country ie",
        "ropa ask leaves-uk --country \"the republic of ireland\"",
    ] {
        let answer = folder.json(line);
        assert!(
            answer["question"]
                .as_str()
                .unwrap()
                .ends_with("--country IE"),
            "{line}"
        );
        assert_eq!(answer["answer"].as_array().unwrap().len(), 1, "{line}");
    }
    folder
        .run("ropa ask who-receives Name --country Irelund")
        .stops(2);
}

#[test]
fn more_steps_never_find_fewer_and_what_is_cut_is_counted() {
    let folder = service();
    let mut before = 0;
    for most in 1..=3 {
        let text = folder.run(&format!("ropa ask who-receives Name --max-steps {most}"));
        let answer = folder.json(&format!("ropa ask who-receives Name --max-steps {most}"));
        let n = answer["answer"].as_array().unwrap().len();
        assert!(n >= before, "{most}");
        before = n;
        let rest = match most {
            1 => "1 step count (`--max-steps`): 2 recipients that take more are left out.",
            2 => "2 steps count (`--max-steps`): no recipient takes more.",
            _ => "3 steps count (`--max-steps`): no recipient takes more.",
        };
        assert!(text.stdout.contains(rest), "{}", text.stdout);
    }
}

#[test]
fn every_way_has_a_row_of_its_own_in_a_spreadsheet() {
    let folder = service();
    folder.change(
        "register/activities/care.toml",
        "[[purpose]]",
        "[[recipient]]\nto = \"party:court\"\ncarries = [\"name\"]\n\n[[purpose]]",
    );
    let csv = folder
        .run("ropa ask who-receives Name --all-paths --party Court --format csv")
        .stdout;
    assert_eq!(
        csv.replace('\r', ""),
        "recipient,certainty,role,route,activity,country,agreement,way\n\
         Court,stated,recipient,Care -> Court,Care,GB,not recorded,1\n\
         Court,stated,recipient,Care -> Casebook -> Court,Care,GB,not recorded,2\n"
    );
}

#[test]
fn people_read_names_and_programs_ids() {
    let folder = service();
    let text = folder.run("ropa query engagements").stdout;
    assert!(
        text.contains("Casebook") && !text.contains("system:"),
        "{text}"
    );
    assert!(text.contains("from      to      label"), "{text}");
    let json = folder.json("ropa query engagements");
    assert_eq!(json["answer"][0]["from_id"], "system:casebook");
    let csv = folder.run("ropa query leaves-uk --format csv").stdout;
    assert!(csv.contains(",IE,"), "{csv}");
    let text = folder.run("ropa query leaves-uk").stdout;
    assert!(text.contains("Ireland"), "{text}");
    let text = folder.run("ropa show care").stdout;
    assert!(text.contains("Public task (6/1/e)"), "{text}");
    let text = folder.run("ropa show deal").stdout;
    assert!(text.contains("expires: 1 January 2099"), "{text}");
}

#[test]
fn a_question_says_the_days_it_was_asked_with() {
    let folder = service();
    let text = folder.run("ropa query contracts-ending days=60").stdout;
    let text = text.replace('\n', " ");
    assert!(text.contains("(days = 60)"), "{text}");
    let list = folder.run("ropa query").stdout;
    assert!(list.contains("Contracts that end soon"), "{list}");
}

#[test]
fn a_saved_question_answers_under_its_old_name() {
    let folder = service();
    let old = folder.json("ropa query receivers-of data=Name");
    let new = folder.json("ropa query recipients-of data=Name");
    assert_eq!(old, new);
}

#[test]
fn a_member_of_a_class_is_asked_about_and_not_the_class() {
    let folder = service();
    folder.change(
        "register/parties.toml",
        "families =",
        "smith = { name = \"Smiths\", kind = \"group\", part_of = \"families\" }\nfamilies =",
    );
    let answer = folder.json("ropa ask about Smiths");
    assert_eq!(answer["uncertain"][0]["party"]["name"], "Smiths");
    let text = folder.run("ropa ask about Smiths").stdout;
    let told = text.replace("\n  ", " ");
    assert!(told.contains("- Smiths: as part of Families:"), "{text}");
    assert!(!text.contains("0 flows"), "{text}");
}

#[test]
fn a_step_without_a_number_says_what_it_is() {
    let folder = service();
    let text = folder.run("ropa ask about Vendor").stdout;
    assert!(text.contains("\nwho runs Casebook\n"), "{text}");
    let csv = folder.run("ropa ask about Vendor --format csv").stdout;
    assert!(csv.contains("\noperator,"), "{csv}");
}
