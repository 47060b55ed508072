//! What is recorded for some data, purposes, systems or cases alone is said of these alone, at every door, and what is left
//! is said to be not recorded; what is planned is not what is so today.

use crate::harness::Folder;

const CARE: &str = r#"
name = "Care"
status = "active"
role = "controller"
controller = "us"
people = ["adults"]
data = ["name", "health", "religion", "cautions", "convictions"]
[[purpose]]
text = "Arrange care"
basis = "6/1/e"
[[condition]]
data = ["health"]
article_9 = "9/2/h"
schedule_1 = "sch1/para2"
[[offence_basis]]
data = ["cautions"]
route = "official-authority"
official_authority = "Police Act 1996"
[[store]]
in = "files"
carries = "all"
[[store]]
in = "portal"
carries = "all"
[[recipient]]
to = "embassy"
carries = ["name"]
when = "when a foreign national is detained"
[[retention]]
data = "all"
systems = ["files"]
period = "P8Y"
trigger = "end of care"
then = "delete"
"#;

const FAMILIES: &str = r#"
name = "Families"
role = "controller"
controller = "us"
people = ["adults"]
data = ["name", "health"]
[[purpose]]
id = "support"
text = "Support families"
basis = "6/1/e"
data = ["name", "health"]
[[purpose]]
id = "newsletter"
text = "Send a newsletter"
basis = "6/1/a"
data = ["name", "health"]
[[purpose]]
id = "lists"
text = "Keep lists of names"
basis = "6/1/e"
data = ["name"]
[[condition]]
data = ["health"]
purposes = ["support"]
article_9 = "9/2/g"
schedule_1 = "sch1/para18"
"#;

const DATA: &str = r#"
[name]
name = "Name"
class = "personal"
may_include = "none"
[health]
name = "Health"
class = "health"
may_include = "none"
[religion]
name = "Religion"
class = "religious-or-philosophical-beliefs"
may_include = "none"
[cautions]
name = "Cautions"
class = "criminal-offence"
may_include = "none"
[convictions]
name = "Convictions"
class = "criminal-offence"
may_include = "none"
"#;

const PARTIES: &str = r#"
[us]
name = "Mercshire County Council"
kind = "public-authority"
country = "GB"
email = "dpo@example.org"
dpo = "us"
[embassy]
name = "Embassy of Ruritania"
kind = "organisation"
country = "GB"
[caseflow-ltd]
name = "Caseflow Ltd"
kind = "organisation"
country = "GB"
"#;

const SYSTEMS: &str = r#"
[files]
name = "Case files"
operator = "us"
hosted_in = "GB"
[portal]
name = "Parent portal"
operator = "us"
hosted_in = "GB"
[caseflow]
name = "Caseflow"
operator = "caseflow-ltd"
hosted_in = "GB"
"#;

fn register(activities: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    for (file, text) in [
        ("register.toml", "[settings]\norganisation = \"us\"\n"),
        ("parties.toml", PARTIES),
        ("systems.toml", SYSTEMS),
        ("data.toml", DATA),
        ("people.toml", "[adults]\nname = \"Adults\"\n"),
        (
            "documents.toml",
            "[contract]\nname = \"Caseflow contract\"\nkind = \"contract\"\ndated = 2022-04-01\n\
             expires = 2027-03-01\nparties = [\"us\", \"caseflow-ltd\"]\n",
        ),
    ] {
        folder.write(&format!("register/{file}"), text);
    }
    for (id, text) in activities {
        folder.write(&format!("register/activities/{id}.toml"), text);
    }
    folder
}

/// What a command says, its lines joined.
fn said(folder: &Folder, line: &str) -> String {
    let run = folder.run(line);
    run.both().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

fn lacks(text: &str, none: &[&str]) {
    for words in none {
        assert!(!text.contains(words), "{words:?} is in {text}");
    }
}

#[test]
fn data_without_a_condition_is_not_told_as_covered() {
    let folder = register(&[("care", CARE)]);
    let notice = said(&folder, "ropa notice care");
    holds(
        &notice,
        &[
            "Our lawful basis for using Health is health or social care",
            "the condition for using Religion (Article 9(2) UK GDPR)",
            "For Cautions we rely on",
            "what allows the use of Convictions (Article 10 UK GDPR)",
        ],
    );
    lacks(&notice, &["using your special category data is"]);
    holds(
        &said(&folder, "ropa export article30 --format md"),
        &[
            "Article 9 condition, for Religion: not recorded",
            "Offence data (Article 10), for Convictions: not recorded",
            "Article 9, for Religion: not recorded",
            "Article 10, for Convictions: not recorded",
        ],
    );
    for document in ["export activity care", "export dpia care"] {
        let document = said(&folder, &format!("ropa {document} --format md"));
        holds(
            &document,
            &[
                "**Condition for Religion** (Article 9(2) UK GDPR): *not recorded*",
                "**Basis for Convictions** (Article 10 UK GDPR): *not recorded*",
            ],
        );
    }
    let found = said(&folder, "ropa check --rule SPC-condition --rule OFF-basis");
    holds(
        &found,
        &[
            "No condition is recorded for Religion.",
            "What allows Convictions is not recorded.",
        ],
    );
}

#[test]
fn a_condition_for_one_purpose_covers_no_other() {
    let folder = register(&[("families", FAMILIES)]);
    holds(
        &said(&folder, "ropa check --rule SPC-condition"),
        &["No condition is recorded for Health, for “Send a newsletter”."],
    );
    let document = said(&folder, "ropa export article30 --format md");
    holds(
        &document,
        &[
            "for Health, for purpose 1;",
            "Article 9 condition, for Health, for purpose 2: not recorded",
            "Article 9, for Health, for purpose 2: not recorded",
        ],
    );
    lacks(&document, &["purpose 3: not recorded"]);
    let rows = folder.json("ropa export article30");
    let rows = rows.to_string();
    assert!(!rows.contains("for purpose 1"), "{rows}");
    let notice = said(&folder, "ropa notice families");
    holds(
        &notice,
        &[
            "Our lawful basis for using Health for “Support families” is",
            "the condition for using Health for “Send a newsletter” (Article 9(2) UK GDPR)",
        ],
    );
    // A condition for every purpose that uses the data, or for all, covers it.
    let whole = FAMILIES.replace("purposes = [\"support\"]\n", "");
    let both = FAMILIES.replace("[\"support\"]", "[\"support\", \"newsletter\"]");
    for text in [whole, both] {
        let folder = register(&[("families", &text)]);
        lacks(
            &said(&folder, "ropa check --rule SPC-condition"),
            &["No condition"],
        );
        lacks(
            &said(&folder, "ropa notice families"),
            &["condition for using"],
        );
    }
}

#[test]
fn the_public_reads_what_a_value_is_limited_to() {
    let folder = register(&[("care", CARE)]);
    let public = said(&folder, "ropa export article30 --public --format md");
    holds(
        &public,
        &[
            "All data in one of the systems: kept for 8 years after end of care",
            "Health or social care (Article 9(2)(h)); for Health",
            "Embassy of Ruritania, when a foreign national is detained",
        ],
    );
    lacks(&public, &["Case files", "All data: kept", "not recorded;"]);
}

#[test]
fn a_system_without_a_time_limit_is_a_gap_at_every_door() {
    let folder = register(&[("care", CARE)]);
    holds(
        &said(&folder, "ropa ask where-held name"),
        &["retention, of activities shown (1): Care"],
    );
    holds(
        &said(&folder, "ropa notice care"),
        &["how long data is kept in Parent portal (Article 13(2)(a) UK GDPR)"],
    );
    holds(
        &said(&folder, "ropa check --rule A30-f-cover"),
        &["No rule says how long data is kept in Parent portal."],
    );
    holds(
        &said(&folder, "ropa export article30 --format md"),
        &["Not recorded: how long data is kept in Parent portal"],
    );
    holds(
        &said(&folder, "ropa export activity care --format md"),
        &["**How long data is kept in Parent portal** (Article 30(1)(f) UK GDPR): *not recorded*"],
    );
    // A rule that names no system holds where none that names it does; none at all is said as it is.
    let all = CARE.replace("systems = [\"files\"]\n", "");
    let folder = register(&[("care", &all)]);
    lacks(
        &said(&folder, "ropa check --rule A30-f-cover"),
        &["Parent portal"],
    );
    let (before, _) = CARE.split_once("[[retention]]").unwrap();
    let none = before.replace("status = ", "retention = \"none\"\nstatus = ");
    let folder = register(&[("care", &none)]);
    let held = said(&folder, "ropa ask where-held name");
    holds(&held, &["kept: none"]);
    lacks(&held, &["kept: not recorded", "retention, of activities"]);
}

const ASSESSMENTS: &str = r#"
name = "Assessments"
role = "controller"
controller = "us"
people = ["adults"]
data = ["name"]
[[purpose]]
text = "Assess"
basis = "6/1/e"
[[source]]
from = "activity:safeguarding"
carries = ["name"]
[[recipient]]
to = "embassy"
carries = ["name"]
when = "when a foreign national is detained"
"#;

const SAFEGUARDING: &str = r#"
name = "Safeguarding"
role = "controller"
controller = "us"
people = ["adults"]
data = ["name"]
[[purpose]]
text = "Protect adults"
basis = "6/1/e"
[[recipient]]
to = "activity:assessments"
carries = ["name"]
when = "if the adult needs care"
"#;

#[test]
fn what_another_entry_shares_is_told_with_when_and_compared() {
    let folder = register(&[("assessments", ASSESSMENTS), ("safeguarding", SAFEGUARDING)]);
    holds(
        &said(&folder, "ropa notice safeguarding"),
        &[
            "We share Name with Embassy of Ruritania when a foreign national is detained, as part of \
           “Assessments”, which has it if the adult needs care.",
        ],
    );
    holds(
        &said(&folder, "ropa ask why safeguarding embassy --data name"),
        &[
            "when: if the adult needs care",
            "when: when a foreign national is detained",
        ],
    );
    for file in ["own.md", "own.html"] {
        folder.does(&format!("ropa notice safeguarding -o {file}"));
        holds(
            &said(
                &folder,
                &format!("ropa notice --compare {file} safeguarding"),
            ),
            &["do not differ"],
        );
    }
    // A published notice without it differs from the register.
    let own = folder.read("own.md");
    let without = own.lines().filter(|line| !line.contains("Embassy"));
    folder.write("less.md", without.collect::<Vec<_>>().join("\n"));
    holds(
        &said(
            &folder,
            "ropa notice --compare less.md safeguarding --format csv",
        ),
        &["Recipients and processors,the register alone,Embassy of Ruritania,"],
    );
}

const APPEALS: &str = r#"
name = "Appeals"
role = "controller"
controller = "us"
people = ["adults"]
data = ["name"]
source = "none"
recipient = "none"
onward = "none"
feed = "none"
open = "none"
joint_controllers = "none"
[[purpose]]
text = "Hear appeals"
basis = "6/1/e"
[[store]]
in = "files"
carries = "all"
[[store]]
in = "caseflow"
carries = ["name"]
begins = 2027-04-01
"#;

#[test]
fn what_is_planned_takes_nothing_away_from_what_is_so_today() {
    let folder = register(&[("appeals", APPEALS)]);
    let on = "--on 2026-11-29";
    let record = said(&folder, &format!("ropa export article30 --format md {on}"));
    holds(
        &record,
        &[
            "no processor at present",
            "Planned from 1 April 2027: Caseflow contract (ends 1 March 2027, before that day)",
            "no transfer at present: every place is recorded in the United Kingdom",
            "Planned from 1 April 2027: not recorded whom Caseflow Ltd engages",
            "no exceptional transfer at present",
        ],
    );
    lacks(&record, &["expired"]);
    let folder_without = register(&[("appeals", APPEALS)]);
    folder_without.change("register/documents.toml", "\"caseflow-ltd\"", "\"embassy\"");
    holds(
        &said(
            &folder_without,
            &format!("ropa export article30 --format md {on}"),
        ),
        &["Planned from 1 April 2027: Not recorded: contract with Caseflow Ltd"],
    );
    let activity = said(
        &folder,
        &format!("ropa export activity appeals --format md {on}"),
    );
    holds(
        &activity,
        &["Planned from 1 April 2027: it is not recorded whom Caseflow Ltd engages"],
    );
    lacks(&activity, &["That is not to say that none does", "expired"]);
    let notice = said(&folder, &format!("ropa notice appeals {on}"));
    holds(
        &notice,
        &[
            "We share your data with nobody else.",
            "We do not send your data outside the United Kingdom.",
            "whether data will go outside the UK from 1 April 2027: it is not recorded whom Caseflow Ltd",
        ],
    );
    lacks(&notice, &["whether data goes outside the UK"]);
}

#[test]
fn none_is_neither_no_nor_not_recorded() {
    let care = CARE.replace(
        "status = ",
        "rights = \"none\"\nnotices = [\"contract\"]\nstatus = ",
    );
    let care = format!("{care}[dpia]\nneeded = \"none\"\nstatus = \"none\"\n");
    let folder = register(&[("care", &care)]);
    let found = said(&folder, "ropa check --rule DPI-asked --rule NOT-rights");
    holds(
        &found,
        &[
            "`dpia.needed` is none, which says neither yes nor no.",
            "`rights` is none: that the notice names no right, and it has to.",
        ],
    );
    let record = said(&folder, "ropa export article30 --format md");
    holds(
        &record,
        &["As published: none", "Follow from the lawful basis"],
    );
    lacks(
        &record,
        &["**Data Protection Impact Assessment required?** (ICO good practice): no"],
    );
    folder.does("ropa export article30 -o record.xlsx");
    folder.does("ropa -r back.db init");
    folder.does("ropa -r back.db import sheet record.xlsx --apply --author Ada");
    let back = said(&folder, "ropa -r back.db show care");
    holds(&back, &["needed: none", "rights: none"]);
}
