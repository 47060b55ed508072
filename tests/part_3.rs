//! Law enforcement (Part 3 of the Data Protection Act 2018) and the UK GDPR: each activity is shown under its own law,
//! through every door.

use crate::harness::Folder;

const SETTINGS: &str = "[settings]\norganisation = \"anyshire\"\n";

const PARTIES: &str = r#"
[anyshire]
name = "Anyshire Council"
kind = "public-authority"
country = "GB"

[irish-regulator]
name = "Irish regulator"
country = "IE"

[us-regulator]
name = "US regulator"
country = "US"

[guernsey-regulator]
name = "Guernsey regulator"
country = "GG"

[casework]
name = "Casework Ltd"
country = "GB"
"#;

const DATA: &str = r#"
[health]
name = "Health"
class = "health"

[offences]
name = "Offences"
class = "criminal-offence"
"#;

const SYSTEMS: &str =
    "[casebook]\nname = \"Casebook\"\noperator = \"casework\"\nhosted_in = [\"IE\"]\n";

const PEOPLE: &str = "[residents]\nname = \"Residents\"\n";

/// What both activities have.
const BOTH: &str = r#"
controller = "anyshire"
people = ["residents"]
data = ["health", "offences"]
automated_decisions = [{ what = "Which case comes first", profiling = true }]
dpia = { needed = true }
"#;

const ENFORCEMENT: &str = r#"
[[purpose]]
id = "prosecute"
text = "Prosecute fraud"
basis = "s.35(2)(b)"
enactments = ["Fraud Act 2006"]

[[condition]]
data = ["health"]
section_35 = "section 35(5)"
schedule_8 = "Schedule 8, paragraph 4"
policy = "none"

[[store]]
in = "casebook"
carries = "all"

[[recipient]]
to = "irish-regulator"
carries = "all"

[recipient.transfer]
route = "section 74AA"
section_73 = "relevant authority"

[[recipient]]
to = "us-regulator"
carries = ["offences"]

[recipient.transfer]
route = "s.76"
section_76 = "section 76(1)(e)"
section_73 = "other person"

[[recipient]]
to = "guernsey-regulator"
carries = ["offences"]
"#;

const GENERAL: &str = r#"
[[purpose]]
id = "care"
text = "Support residents"
basis = "public task"
enactments = ["Care Act 2014"]

[[condition]]
data = ["health"]
article_9 = "9/2/h"
schedule_1 = "sch1/para2"

[[offence_basis]]
route = "schedule-1"
schedule_1 = "sch1/para10"

[[store]]
in = "casebook"
carries = "all"

[[recipient]]
to = "irish-regulator"
carries = "all"

[recipient.transfer]
route = "approved"

[[recipient]]
to = "us-regulator"
carries = ["offences"]

[recipient.transfer]
route = "derogation"
derogation = "49/1/e"

[[recipient]]
to = "guernsey-regulator"
carries = ["offences"]
"#;

fn enforcement() -> String {
    format!("name = \"Doorstep fraud\"\nregime = \"law-enforcement\"{BOTH}{ENFORCEMENT}")
}

fn general() -> String {
    format!("name = \"Adult care\"{BOTH}{GENERAL}")
}

fn register(activities: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    for (file, text) in [
        ("register.toml", SETTINGS),
        ("parties.toml", PARTIES),
        ("data.toml", DATA),
        ("systems.toml", SYSTEMS),
        ("people.toml", PEOPLE),
    ] {
        folder.write(&format!("register/{file}"), text);
    }
    for (id, text) in activities {
        folder.write(&format!("register/activities/{id}.toml"), text);
    }
    folder
}

/// What every door says of the one activity of a register.
fn doors(folder: &Folder, id: &str) -> Vec<(String, String)> {
    let mut lines = vec![
        format!("show activity:{id}"),
        format!("show activity:{id} --format json"),
    ];
    for question in [
        "who-receives Health --explain",
        "who-receives Offences --special --explain",
        "leaves-uk Offences --explain",
        "leaves-uk Health",
        "where-held Health --explain",
        "where-from Health",
        "about \"US regulator\"",
        "why \"Anyshire Council\" \"US regulator\" --explain",
    ] {
        for format in ["text", "json", "csv", "md", "html"] {
            lines.push(format!("ask {question} --format {format}"));
        }
    }
    for layout in [
        "ico-controller",
        "eu",
        "section-61",
        "section-61-processor",
        "ico-processor",
    ] {
        for format in ["csv", "json", "md", "html"] {
            lines.push(format!(
                "export article30 --layout {layout} --format {format}"
            ));
        }
    }
    for format in ["json", "md", "html"] {
        lines.push(format!("export activity {id} --format {format}"));
        lines.push(format!("export dpia {id} --format {format}"));
    }
    for format in ["text", "dot", "svg", "json", "mermaid"] {
        lines.push(format!("diagram activity {id} --format {format}"));
    }
    let say = |line: String| {
        let run = folder.run(&format!("ropa {line}"));
        let said = format!("{}{}", run.stdout, run.stderr);
        (line, said)
    };
    lines.into_iter().map(say).collect()
}

/// The places in a text where a provision is cited that a pattern finds, with what is around them.
fn cited(text: &str, pattern: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(pattern) {
        let rest = text.get(at + pattern.len()..).unwrap_or_default();
        if rest.starts_with(|character: char| character.is_ascii_digit()) {
            let start = text.get(..at).unwrap_or_default();
            let start = start.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
            let end = (at + pattern.len() + 60).min(text.len());
            let end = (end..=text.len())
                .find(|end| text.is_char_boundary(*end))
                .unwrap();
            found.push(text[start..end].to_owned());
        }
    }
    found
}

/// Which sections of Part 3 of the Data Protection Act 2018 there are: 29 to 81.
fn is_of_part_3(cited: &str, pattern: &str) -> bool {
    let number = cited.split(pattern).last().unwrap_or_default();
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    number
        .parse::<u16>()
        .is_ok_and(|number| (29..=81).contains(&number))
}

#[test]
fn no_door_cites_the_uk_gdpr_for_law_enforcement() {
    let folder = register(&[("fraud", &enforcement())]);
    for (line, said) in doors(&folder, "fraud") {
        if line.contains("--layout ico") || line.contains("--layout eu") {
            // Their own headings cite it; what is kept apart is looked at elsewhere.
            continue;
        }
        for pattern in [
            "Article ",
            "Articles ",
            "44A/",
            "6/1/",
            "9/2/",
            "49/1/",
            "Sch 1 para ",
        ] {
            let found = cited(&said, pattern);
            assert!(found.is_empty(), "{line}: {found:#?}");
        }
    }
}

#[test]
fn no_door_cites_part_3_for_general_processing() {
    let folder = register(&[("care", &general())]);
    for (line, said) in doors(&folder, "care") {
        if line.contains("--layout section-61") {
            continue;
        }
        for pattern in [
            "section ",
            "sections ",
            "dpa2018:s",
            "Schedule ",
            "sch8/para",
        ] {
            let found = cited(&said, pattern);
            let found: Vec<&String> = found
                .iter()
                .filter(|cited| match pattern {
                    "Schedule " => cited.contains("Schedule 8"),
                    "sch8/para" => true,
                    pattern => is_of_part_3(cited, pattern),
                })
                .collect();
            assert!(found.is_empty(), "{line}: {found:#?}");
        }
    }
}

#[test]
fn each_activity_of_a_mixed_register_has_its_own_law() {
    let folder = register(&[("care", &general()), ("fraud", &enforcement())]);
    let text = folder.run("ropa ask leaves-uk Offences --explain").stdout;
    for words in [
        "Derogation for a specific situation (44A/2/c); Legal claims (49/1/e)",
        "Special circumstances (dpa2018:s73/3/c); Legal purpose, in particular circumstances (dpa2018:s76/1/e)",
        "only the competent authorities that section 73(4)(b) names may rely on it",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Guernsey is approved as a whole by one law, and in part by the other.
    assert!(
        text.contains("Guernsey: approved by regulations, but only for a relevant authority"),
        "{text}"
    );
}

#[test]
fn the_record_of_section_61_has_its_contents_and_no_other_activities() {
    let folder = register(&[("care", &general()), ("fraud", &enforcement())]);
    let record = folder
        .run("ropa export article30 --layout section-61 --format md")
        .stdout;
    for words in [
        "Doorstep fraud",
        "DPA 2018 section 61(2)(d)",
        "Task of a competent authority (DPA 2018 section 35(2)(b))",
        "laid down in: Fraud Act 2006",
        "Strictly necessary, with a condition of Schedule 8 (DPA 2018 section 35(5))",
        "Safeguarding of children and of individuals at risk (DPA 2018 Schedule 8 paragraph 4)",
        "Which case comes first: with profiling",
        "Approved by regulations (DPA 2018 section 73(3)(a))",
        "Access (DPA 2018 section 45)",
        "Complain to the controller (DPA 2018 section 164A)",
    ] {
        assert!(record.contains(words), "{words}: {record}");
    }
    assert!(
        !record.contains("Adult care") && !record.contains("Withdraw consent"),
        "{record}"
    );
    let general = folder
        .run("ropa export article30 --layout ico-controller --format csv")
        .stdout;
    assert!(general.contains("Adult care") && !general.contains("Doorstep fraud"));
    let processor = "role = \"processor\"\nacts_for = [\"us-regulator\"]\n";
    let text = enforcement().replace("regime = ", &format!("{processor}regime = "));
    let folder = register(&[("fraud", &text)]);
    let record = folder
        .run("ropa export article30 --layout section-61-processor --format md")
        .stdout;
    for words in [
        "DPA 2018 section 61(4)(b)",
        "US regulator",
        "Other processors engaged",
        "Casework Ltd",
    ] {
        assert!(record.contains(words), "{words}: {record}");
    }
}

#[test]
fn a_code_of_the_other_law_is_an_error_with_what_to_write() {
    let wrong = enforcement()
        .replace("s.35(2)(b)", "public task")
        .replace("section_35 = \"section 35(5)\"", "article_9 = \"9/2/h\"")
        .replace("route = \"s.76\"", "route = \"44A/2/c\"");
    let run = register(&[("fraud", &wrong)]).run("ropa list activities");
    for words in [
        "TEXT-other-law",
        "`public task` (Public task) is a code of the UK GDPR, which does not apply to law enforcement (`regime`)",
        "write `dpa2018:s35/2/b`",
        "leave it out, and write `section_35 = \"dpa2018:s35/5\"` if that is so",
        "write `dpa2018:s73/3/c`",
    ] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    let wrong = general()
        .replace("public task", "dpa2018:s35/2/b")
        .replace("schedule_1 = \"sch1/para2\"", "schedule_8 = \"sch8/para2\"");
    let run = register(&[("care", &wrong)]).run("ropa list activities");
    for words in [
        "is a code of Part 3 of the DPA 2018, which applies only where `regime = \"law-enforcement\"`",
        "write `6/1/e` or `6/1/c`, or leave it out",
    ] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}
