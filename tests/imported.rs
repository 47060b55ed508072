//! Privacy notices, read into a register from the command line.

use insta::assert_snapshot;

use crate::harness::Folder;

const CARE: &str = "## What service is being provided?

Home care

## What personal data do we need from you?

Name

## Who will be using your personal data?

The Data Controller is Northmere County Council.

Caresoft Ltd is a Data Processor supporting this purpose through their system Carepath.

## Who else might we share your data with?

The ambulance service
";

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.write("care.md", CARE);
    folder
}

#[test]
fn a_notice_is_shown_then_imported_and_then_known() {
    let folder = folder();
    assert_snapshot!(folder.says_all(&[
        "ropa import notice care.md",
        "ropa list activity --format csv",
        "ropa import notice care.md --apply --author Ada",
        "ropa ask who-receives Name",
        "ropa import notice care.md --apply --author Ada",
        "ropa verify --format json",
    ]));
}

#[test]
fn a_name_that_is_only_alike_is_settled_first() {
    let folder = folder();
    folder.does("ropa import notice care.md --apply --author Ada");
    folder.write(
        "day.md",
        CARE.replace("Home care", "Day care")
            .replace("Caresoft Ltd", "Care soft Ltd"),
    );
    let refused = folder.run("ropa import notice day.md --apply --author Ada");
    assert_eq!(refused.code, 2, "{}", refused.transcript());
    assert!(
        refused.stderr.contains("Caresoft Ltd"),
        "{}",
        refused.transcript()
    );
    assert!(folder.run("ropa show \"Day care\"").code == 2);
    // What is suggested works.
    folder.does(
        "ropa import notice day.md --apply --author Ada --same \"Care soft Ltd=Caresoft Ltd\"",
    );
    let parties = folder.run("ropa list party --format csv").stdout.clone();
    assert!(!parties.contains("Care soft"), "{parties}");
    assert!(
        folder
            .run("ropa ask about \"Caresoft Ltd\"")
            .stdout
            .contains("Day care")
    );
}

#[test]
fn a_folder_is_imported_at_once_or_not_at_all() {
    let folder = folder();
    folder.write("notices/a.md", CARE);
    folder.write(
        "notices/b.txt",
        "What service is being provided?\n\nParking permits\n",
    );
    folder.write("notices/c.docx", "no document");
    let refused = folder.run("ropa import notice notices --apply --author Ada");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("c.docx"),
        "{}",
        refused.transcript()
    );
    assert!(
        !folder
            .run("ropa list activity --format csv")
            .stdout
            .contains("Parking")
    );
    std::fs::remove_file(folder.path("notices/c.docx")).unwrap();
    folder.does("ropa import notice notices --apply --author Ada");
    let activities = folder.run("ropa list activity --format csv").stdout.clone();
    assert!(
        activities.contains("Parking permits") && activities.contains("Home care"),
        "{activities}"
    );
    // One commit for all.
    assert_eq!(
        folder
            .run("ropa history --format csv")
            .stdout
            .lines()
            .count(),
        2
    );
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let folder = folder();
    folder.write("notice.rtf", "{}");
    folder.write("notice.pdf", "no PDF");
    folder.write("nothing/readme.rtf", "{}");
    folder.write("deep.html", "<div>".repeat(100_000));
    folder.write("binary.md", "\u{0}\u{1}");
    folder.write("unnamed.md", "We keep a list.");
    assert_snapshot!(folder.says_all(&[
        "ropa import notice notice.rtf",
        "ropa import notice notice.pdf",
        "ropa import notice nothing",
        "ropa import notice deep.html",
        "ropa import notice binary.md",
        "ropa import notice missing.md",
        "ropa import notice unnamed.md",
        "ropa import notice care.md unnamed.md --name X",
        "ropa import notice care.md --same Caresoft",
        "ropa --as-of 2026-01-01 import notice care.md",
        "ropa import notice",
    ]));
}

const TWO_BASES: &str = "## What service is being provided?

Day care

## What special types of personal data do we need?

Health details
Shoe size

## What will it be used for and what gives us the right to ask for it and use it?

Delivering the service
Planning the service

Our legal basis for using your personal data is:

- Public task
- Legal obligation
";

fn purposes(folder: &Folder) -> Vec<(String, String)> {
    let record = folder.json("ropa show \"Day care\"")["record"].clone();
    let purposes = record["purpose"].as_array().unwrap().clone();
    let each = purposes.iter().map(|one| {
        let said = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
        (said("text"), said("basis"))
    });
    each.collect()
}

#[test]
fn decisions_are_written_answered_and_given_back() {
    let folder = folder();
    folder.write("day.md", TWO_BASES);
    folder.does("ropa import notice care.md --apply --author Ada");
    folder.does("ropa import notice day.md --decisions settle.toml");
    assert_snapshot!(folder.read("settle.toml"));

    // What is left empty stays open, and the rest is imported.
    folder.does("ropa import notice day.md --apply --author Ada --decisions settle.toml");
    assert_eq!(purposes(&folder)[0].1, "");

    let asked = folder.read("settle.toml");
    let mut answers = ["personal", "all", "Planning the service"].into_iter();
    let answered: Vec<String> = asked
        .lines()
        .map(|line| match line {
            "answer = \"\"" => format!("answer = \"{}\"", answers.next().unwrap()),
            line => line.to_owned(),
        })
        .collect();
    assert_eq!(answers.next(), None);
    folder.write("settle.toml", answered.join("\n"));
    folder.does("ropa import notice day.md --apply --author Ada --decisions settle.toml");
    let pair = |text: &str, basis: &str| (text.to_owned(), basis.to_owned());
    assert_eq!(
        purposes(&folder),
        [
            pair("Delivering the service", "6/1/e"),
            pair("Planning the service", "6/1/e"),
            pair("Planning the service", "6/1/c"),
        ]
    );
    assert_eq!(
        folder.json("ropa show \"Shoe size\"")["record"]["class"],
        "personal"
    );
    // Given once more, nothing changes, and no answer is lost.
    let again =
        folder.run("ropa import notice day.md --apply --author Ada --decisions settle.toml");
    assert!(
        again.stdout.contains("no changes"),
        "{}",
        again.transcript()
    );
    assert!(folder.read("settle.toml").contains("Planning the service"));
}

#[test]
fn an_answer_that_cannot_be_taken_is_refused_with_its_line() {
    let folder = folder();
    folder.write("day.md", TWO_BASES);
    let wrong =
        "\n[[decision]]\nwords = \"Shoe size\"\nasks = \"class of data\"\nanswer = \"large\"\n";
    for (text, said) in [
        (wrong, "line 5 of `settle.toml`"),
        ("[[decision]]\nasks = 1\nanswer = \"\"\n", "line 2"),
        ("not TOML", "line 1"),
        (
            "[[decision]]\nasks = \"x\"\nanswer = \"\"\nmore = 1\n",
            "line 4",
        ),
        (
            "[[decision]]\nwords = \"Shoe size\"\nasks = \"class of data\"\nanswer = [\"health\",\n  \"large\"]\n",
            "line 4",
        ),
    ] {
        folder.write("settle.toml", text);
        let refused = folder
            .run("ropa import notice day.md --apply --author Ada --decisions settle.toml")
            .stops(2)
            .stderr
            .clone();
        assert!(refused.contains(said), "{refused}");
        // A file that was not understood is left as it is.
        assert_eq!(folder.read("settle.toml"), text);
    }
    assert!(folder.run("ropa show \"Day care\"").code == 2);
    let refused = folder
        .run("ropa import notice day.md --ask")
        .stops(2)
        .both();
    assert!(refused.contains("--decisions"), "{refused}");
}

#[test]
fn names_are_settled_in_a_file_and_what_holds_where_two_say_otherwise() {
    let folder = folder();
    folder.does("ropa import notice care.md --apply --author Ada");
    let other = CARE.replace("Caresoft Ltd", "Care soft Ltd");
    folder.write("care.md", other.replace("Northmere", "Southmere"));
    folder
        .run("ropa import notice care.md --apply --author Ada --decisions s.toml")
        .stops(2);
    let asked = folder.read("s.toml");
    assert!(asked.contains("which holds"), "{asked}");
    let answered = asked
        .replacen("answer = \"\"", "answer = \"notice\"", 1)
        .replacen("answer = \"\"", "answer = \"Caresoft Ltd\"", 1);
    folder.write("s.toml", answered);
    let done = folder.run("ropa import notice care.md --apply --author Ada --decisions s.toml");
    assert!(
        done.succeeds().stdout.contains("1 changed"),
        "{}",
        done.transcript()
    );
    let record = folder.json("ropa show \"Home care\"")["record"].clone();
    assert_eq!(record["controller"], "southmere-county-council");
    let parties = folder.run("ropa list party --format csv").stdout;
    assert!(!parties.contains("Care soft"), "{parties}");
}

#[test]
fn a_line_that_is_the_name_of_a_record_is_not_taken_apart() {
    let folder = folder();
    folder.does("ropa add party \"Health, Safety and Wellbeing\" --author Ada");
    let names =
        "Health, Safety and Wellbeing\n\nMr J. Reed\n\nWe share your data with nobody else.\n";
    folder.write("day.md", CARE.replace("The ambulance service\n", names));
    folder.does("ropa import notice day.md --apply --author Ada");
    let received = folder.run("ropa ask who-receives Name --format csv").stdout;
    assert!(
        received.contains("\"Health, Safety and Wellbeing\"") && received.contains("Mr J. Reed"),
        "{received}"
    );
    let parties = folder.run("ropa list party --format csv").stdout;
    assert!(
        !parties.contains("\nsafety") && !parties.contains("obody"),
        "{parties}"
    );
}

/// A word of menus is an answer where a heading of the notice asks for one.
#[test]
fn an_answer_is_not_taken_for_a_menu() {
    let folder = folder();
    let heading = "## Will your data be stored in or accessible from countries with no UK-equivalent Privacy Law protections?";
    let notice = format!("{CARE}\nShare with the fire service\n\n{heading}\n\nYes\n");
    folder.write("care.md", notice);
    folder.does("ropa import notice care.md --apply --author Ada");
    let activity = folder.json("ropa show \"Home care\"")["record"].to_string();
    assert!(
        activity.contains("\"words\":\"Yes\"") && activity.contains("fire service"),
        "{activity}"
    );
}

/// Where a notice names a country and nobody who has data there, that is asked; what is answered receives data there.
#[test]
fn who_has_data_in_a_country_is_asked_where_the_notice_names_nobody() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.write(
        "cloud.md",
        "# Surveys: privacy notice\n\n## Transfers outside the UK\n\nYour answers are stored in Ireland under an adequacy decision.\n",
    );
    let import = "ropa import notice cloud.md --apply --author Ada --decisions settle.toml";
    folder.does(import);
    let surveys = folder.json("ropa show Surveys")["record"].clone();
    assert!(surveys["recipient"].is_null(), "{surveys}");
    assert!(surveys["unread"].to_string().contains("Ireland"));
    let text = folder.read("settle.toml");
    assert!(text.contains("who has the data in Ireland?"), "{text}");
    folder.write(
        "settle.toml",
        text.replace("answer = \"\"", "answer = \"Mailwell Ltd\""),
    );
    folder.does(import);
    let surveys = folder.json("ropa show Surveys")["record"].clone();
    assert_eq!(surveys["recipient"][0]["to"], "mailwell-ltd");
    assert_eq!(surveys["recipient"][0]["transfer"]["route"], "44A/2/a");
    let party = folder.json("ropa show party:mailwell-ltd")["record"].clone();
    assert_eq!(party["country"], "IE");
}

/// A company that the same sources name with another legal form is asked about, and joined where that is the answer.
#[test]
fn a_company_named_with_another_legal_form_is_asked_about() {
    let folder = Folder::empty();
    folder.does("ropa init");
    let notice = "# Surveys: privacy notice\n\n## Who do we share it with?\n\n- Valtech Limited\n- Valtech Ltd\n";
    folder.write("surveys.md", notice);
    let import = "ropa import notice surveys.md --apply --author Ada";
    let refused = folder.run(import).stops(2).both();
    assert!(
        refused.contains("“Valtech Ltd”") && refused.contains("(new, Valtech Limited)"),
        "{refused}"
    );
    // A record that there is not, for a name that nothing asks about.
    folder
        .run(&format!("{import} --same \"Capita plc=Nothing\""))
        .stops(2);
    folder.does(&format!("{import} --same \"Valtech Ltd=Valtech Limited\""));
    let parties = folder.stdout("ropa list party --format csv");
    assert_eq!(parties.matches("Valtech").count(), 1, "{parties}");
}

/// A basis without a purpose is asked about; what was kept as text until the answer is kept no longer.
#[test]
fn what_an_answer_settles_is_no_longer_kept_as_text() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.write(
        "surveys.md",
        "# Surveys: privacy notice\n\n## Our lawful basis\n\nOur lawful basis is public task.\n\n## Where it is stored\n\nYour answers are stored in Ireland.\n",
    );
    let import = "ropa import notice surveys.md --apply --author Ada --decisions settle.toml";
    folder.does(import);
    let surveys = folder.json("ropa show Surveys")["record"].clone();
    assert_eq!(
        surveys["unread"].as_array().map(Vec::len),
        Some(2),
        "{surveys}"
    );
    let asked = folder.read("settle.toml");
    let answered = asked.replacen("answer = \"\"", "answer = \"yes\"", 1);
    folder.write(
        "settle.toml",
        answered.replacen("answer = \"\"", "answer = \"Mailwell Ltd\"", 1),
    );
    folder.does(import);
    let surveys = folder.json("ropa show Surveys")["record"].clone();
    assert!(surveys["unread"].is_null(), "{surveys}");
    assert_eq!(surveys["purpose"][0]["text"], "Surveys");
    assert_eq!(surveys["purpose"][0]["basis"], "6/1/e");
    assert_eq!(surveys["recipient"][0]["to"], "mailwell-ltd");
    let again = folder.run(import).succeeds().both();
    assert!(again.contains("no changes"), "{again}");
}

/// Points of one article that are cited together are each recorded, once.
#[test]
fn each_point_of_an_article_that_is_cited_is_recorded() {
    let folder = folder();
    let cited = "\n## Our conditions\n\nOur condition for using health data is Article 9(2)(b) and (g). \
        We use names under Article 6(1)(c) and (e) of the UK GDPR.\n\n## What do we use it for?\n\n- To care\n";
    folder.write("care.md", format!("{CARE}{cited}"));
    for _ in 0..2 {
        folder.does("ropa import notice care.md --apply --author Ada");
    }
    folder.does("ropa dump register");
    let activity = folder.read("register/activities/home-care.toml");
    for code in ["9/2/b", "9/2/g"] {
        let said = format!("article_9 = \"{code}\"");
        assert_eq!(activity.matches(&said).count(), 1, "{said} in {activity}");
    }
    let again = folder.stdout("ropa import notice care.md");
    assert!(again.contains("no changes"), "{again}");
}
