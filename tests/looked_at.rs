//! What is denied, and what is said of one flow, rests on everything that the register says of it: what flows, purposes
//! and rules of retention name, what is planned, what is left open, and who has a role by which flow.

use serde_json::Value;

use crate::checked::json;
use crate::harness::Folder;

/// A council with children who are vulnerable, a vendor that runs a portal, and some activities.
fn council(activities: &[(&str, &str)]) -> Folder {
    let mut files = vec![
        (
            "register/register.toml".to_owned(),
            "[settings]\norganisation = \"council\"\n".to_owned(),
        ),
        (
            "register/parties.toml".to_owned(),
            r#"
council = { name = "Council", kind = "public-authority", country = "GB" }
hospital = { name = "Hospital", kind = "public-authority", country = "GB" }
homes = { name = "Homes Ltd", kind = "organisation", country = "US", sub_processors = "none" }
repairs = { name = "Homes repairs desk", kind = "team", part_of = "homes" }
"#
            .to_owned(),
        ),
        (
            "register/systems.toml".to_owned(),
            "portal = { name = \"Portal\", operator = \"homes\", hosted_in = \"GB\" }\n".to_owned(),
        ),
        (
            "register/people.toml".to_owned(),
            r#"
staff = { name = "Staff", vulnerable = false }
children = { name = "Children", vulnerable = true }
"#
            .to_owned(),
        ),
        (
            "register/data.toml".to_owned(),
            r#"
name = { name = "Name", class = "personal", may_include = "none" }
health = { name = "Medical need", class = "health", may_include = "none" }
"#
            .to_owned(),
        ),
        (
            "register/documents.toml".to_owned(),
            r#"
contract = { name = "Portal contract", kind = "contract", parties = ["council", "homes"], dated = 2025-01-01, expires = 2099-01-01 }
"#
            .to_owned(),
        ),
    ];
    for (id, text) in activities {
        let path = format!("register/activities/{id}.toml");
        files.push((
            path,
            format!("name = \"{id}\"\ncontroller = \"council\"\n{text}"),
        ));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(at, text)| (&**at, &**text)).collect();
    Folder::with_files(&files)
}

/// What the screening says of a criterion.
fn screened(folder: &Folder, activity: &str, code: &str) -> (String, String) {
    let screened = json(folder, &format!("ropa check dpia {activity} --format json"));
    let criteria = screened["criteria"].as_array().unwrap();
    let one = criteria.iter().find(|one| one["code"] == code).unwrap();
    let word = |field: &str| one[field].as_str().unwrap().to_owned();
    (word("state"), word("why"))
}

#[test]
fn the_screening_looks_at_all_that_the_record_says_of_people_and_data() {
    let staff = "people = [\"staff\"]\ndata = [\"name\"]\n";
    let with = |more: &str| format!("{staff}{more}");
    let activities = [
        ("plain", with("")),
        (
            "flow",
            with(
                "[[source]]\nfrom = \"hospital\"\ncarries = [\"name\"]\npeople = [\"children\"]\n",
            ),
        ),
        (
            "themselves",
            with("[[source]]\nfrom = \"people:children\"\ncarries = [\"name\"]\n"),
        ),
        (
            "purpose",
            with("[[purpose]]\ntext = \"To help\"\nbasis = \"6/1/e\"\npeople = [\"children\"]\n"),
        ),
        (
            "open",
            with(
                "open = [\"people\", \"data\", \"source\"]\n[[source]]\nfrom = \"people:staff\"\ncarries = [\"name\"]\n",
            ),
        ),
        (
            "planned",
            with(
                "[[source]]\nfrom = \"hospital\"\ncarries = [\"health\"]\nbegins = 2099-01-01\npeople = [\"children\"]\n",
            ),
        ),
        (
            "ended",
            with("[[source]]\nfrom = \"hospital\"\ncarries = [\"health\"]\nends = 2020-01-01\n"),
        ),
        ("unsaid", with("[[source]]\nfrom = \"hospital\"\n")),
        (
            "onward",
            with("[[onward]]\nfrom = \"homes\"\nto = \"hospital\"\ncarries = [\"health\"]\n"),
        ),
    ];
    let activities: Vec<(&str, &str)> = activities.iter().map(|(id, it)| (*id, &**it)).collect();
    let folder = council(&activities);
    for (activity, vulnerable, special, words) in [
        (
            "plain",
            "not-pointed-to",
            "not-pointed-to",
            "none of the people is vulnerable",
        ),
        ("flow", "pointed-to", "not-pointed-to", "Children"),
        ("themselves", "pointed-to", "not-pointed-to", "Children"),
        ("purpose", "pointed-to", "not-pointed-to", "Children"),
        (
            "open",
            "not-recorded",
            "not-recorded",
            "the source says that there",
        ),
        (
            "planned",
            "pointed-to",
            "pointed-to",
            "(from 1 January 2099)",
        ),
        (
            "ended",
            "not-pointed-to",
            "not-pointed-to",
            "none of the people is vulnerable",
        ),
        (
            "unsaid",
            "not-pointed-to",
            "not-recorded",
            "whether other data comes from Hospital",
        ),
        (
            "onward",
            "not-pointed-to",
            "not-recorded",
            "Medical need, which others hand on",
        ),
    ] {
        let (of_people, why) = screened(&folder, activity, "wp248/7");
        assert_eq!(of_people, vulnerable, "{activity}: {why}");
        let (of_data, because) = screened(&folder, activity, "35/3/b");
        assert_eq!(of_data, special, "{activity}: {because}");
        assert!(
            format!("{why} {because}").contains(words),
            "{activity}: {why} {because}"
        );
    }
    // Data that others give from a day on is no data from the people alone.
    assert_eq!(screened(&folder, "planned", "ico-hr-07").0, "pointed-to");
    assert_eq!(
        screened(&folder, "themselves", "ico-hr-07").0,
        "not-pointed-to"
    );
    assert_eq!(screened(&folder, "open", "ico-hr-07").0, "not-recorded");
}

/// Applicants give medical need by a portal, and names go by the portal to another part of who runs it.
fn housing() -> Folder {
    council(&[(
        "housing",
        r#"
people = ["staff"]
data = ["name", "health"]
[[source]]
from = "people:staff"
carries = ["name", "health"]
through = "portal"
[[recipient]]
to = "repairs"
carries = ["name"]
through = "portal"
"#,
    )])
}

#[test]
fn who_runs_a_system_has_its_role_by_one_flow_though_another_gives_it_none() {
    let folder = housing();
    let answer = json(
        &folder,
        "ropa ask who-receives \"Medical need\" --format json",
    );
    let row = &answer["answer"][0];
    assert_eq!(row["party"]["id"], "homes", "{answer}");
    let record = folder.stdout("ropa export article30 --format md");
    assert!(
        record.contains("Homes Ltd (processor, runs Portal)"),
        "{record}"
    );
    assert!(!record.contains("Homes Ltd (recipient"), "{record}");
    assert!(record.contains("Portal contract"), "{record}");
    let activity = folder.stdout("ropa export activity housing --format md");
    let (_, processors) = activity.split_once("## Processors").unwrap();
    let processors = processors.split("\n## ").next().unwrap();
    assert!(processors.contains("Homes Ltd"), "{processors}");
    assert!(folder.stdout("ropa notice housing").contains("Homes Ltd"));
}

#[test]
fn a_flow_is_drawn_as_special_only_where_it_carries_special_data_itself() {
    let folder = housing();
    let drawn = json(&folder, "ropa diagram activity housing --format json");
    let edges = drawn["edges"].as_array().unwrap();
    let is_special = |edge: &Value| {
        let marks = edge["marks"].as_array().unwrap();
        marks.iter().any(|mark| mark["sign"] == "special-category")
    };
    for edge in edges {
        let carries_it = edge["data"].to_string().contains("Medical need");
        assert_eq!(is_special(edge), carries_it, "{edge}");
    }
    assert!(edges.iter().any(is_special));
}

#[test]
fn what_carries_all_its_activity_has_is_about_the_people_of_the_activity() {
    let later = "[[store]]\nin = \"portal\"\ncarries = \"all\"\nbegins = 2099-01-01\n";
    let of = |people: &str| format!("people = [\"{people}\"]\ndata = [\"name\"]\n{later}");
    let (pay, school) = (of("staff"), of("children"));
    let folder = council(&[("pay", &pay), ("school", &school)]);
    let told = folder.stdout("ropa ask leaves-uk --people Staff");
    assert!(told.contains("F1 of pay"), "{told}");
    assert!(!told.contains("F1 of school"), "{told}");
}

/// An agreement applies by its parties, also to what is planned or has ended: it is not offered to be removed.
#[test]
fn an_agreement_of_what_is_planned_or_has_ended_is_used() {
    let later = "[[store]]\nin = \"portal\"\ncarries = \"all\"\nbegins = 2099-01-01\n";
    let before = "[[recipient]]\nto = \"hospital\"\ncarries = [\"name\"]\nends = 2020-01-01\n";
    let pay = format!("people = [\"staff\"]\ndata = [\"name\"]\n{later}{before}");
    let folder = council(&[("pay", &pay)]);
    folder.write(
        "register/documents.toml",
        r#"
contract = { name = "Portal contract", kind = "contract", parties = ["council", "homes"] }
share = { name = "Sharing agreement", kind = "sharing-agreement", parties = ["council", "hospital"] }
desk = { name = "Desk agreement", kind = "contract", parties = ["council", "repairs"] }
stray = { name = "Stray contract", kind = "contract", parties = ["council", "gone"] }
"#,
    );
    let parties = folder.read("register/parties.toml");
    folder.write(
        "register/parties.toml",
        format!("{parties}gone = {{ name = \"Gone Ltd\" }}\n"),
    );
    for door in [
        "ropa check --rule TID-unused --fail-on never",
        "ropa query documents-unused",
    ] {
        let said = folder.stdout(door);
        assert!(said.contains("Stray contract"), "{door}: {said}");
        for used in ["Portal contract", "Sharing agreement", "Desk agreement"] {
            assert!(!said.contains(used), "{door}: {said}");
        }
    }
}
