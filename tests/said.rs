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
    let text = folder.run("ropa ask who-receives Name").stdout;
    assert_eq!(
        route(&text, "Court - "),
        "    F2 Care -> Casebook [recipient]: Name\n    \
         F2 Casebook -> Court [recipient]: Name\n      \
         legal gateway: Court order; agreement: not recorded"
    );
    assert_eq!(
        route(&text, "Families - "),
        "    F3 Care -> Families [recipient]: Name\n      legal gateway: none"
    );
    // Where the system is the end, nothing is said of the flow that goes on.
    let held = folder.run("ropa ask where-held Name").stdout;
    assert!(!held.contains("Court order"), "{held}");
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
