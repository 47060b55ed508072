//! Text that would be a command to a terminal, a database, a spreadsheet or a web page stays text.

use insta::assert_snapshot;

use crate::harness::{Folder, Run};

const ESCAPE: &str = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J";
const REVERSED: &str = "gpj.\u{202e}exe\u{2066}\u{200f}";
const TABLES: &str = "Robert'); DROP TABLE revisions;--";
const FORMULA: &str = "=HYPERLINK(\"http://example.org\";\"x\")";
const MARKUP: &str = "<script>alert(1)</script> | **bold** [x](y)";

/// A text as TOML writes it.
fn toml(text: &str) -> String {
    let mut written = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => written.extend(['\\', character]),
            other if other.is_control() => {
                written.push_str(&format!("\\u{:04x}", u32::from(other)));
            }
            other => written.push(other),
        }
    }
    written + "\""
}

/// A register in which a party, system, data, people and activity are called so, and every text says so.
fn called(name: &str) -> Folder {
    let text = toml(name);
    let named = |more: &str| toml(&format!("{name} {more}"));
    let activity = format!(
        "name = {}\nnote = {text}\ndescription = {text}\ncontroller = \"council\"\npeople = [\"p\"]\ndata = [\"d\"]\n\n\
         [[source]]\nfrom = \"people:p\"\ncarries = [\"d\"]\nevidence = {text}\nwhen = {text}\n\n\
         [[store]]\nin = \"s\"\ncarries = [\"d\"]\nevidence = {text}\n\n\
         [[recipient]]\nto = \"r\"\ncarries = [\"d\"]\nthrough = \"s\"\nevidence = {text}\nwhen = {text}\n\n\
         [[recipient]]\nto = \"abroad\"\nevidence = {text}\n",
        named("activity")
    );
    Folder::with_files(&[
        (
            "register/parties.toml",
            &format!(
                "[council]\nname = \"Council\"\n\n[r]\nname = {}\naliases = [{}]\n\n[abroad]\nname = {}\ncountry = \"FR\"\n",
                named("party"),
                named("alias"),
                named("abroad")
            ),
        ),
        (
            "register/systems.toml",
            &format!(
                "[s]\nname = {}\nsearch = {text}\noperator = \"r\"\n",
                named("system")
            ),
        ),
        (
            "register/data.toml",
            &format!("[d]\nname = {}\nclass = \"health\"\n", named("data")),
        ),
        (
            "register/people.toml",
            &format!("[p]\nname = {}\n", named("people")),
        ),
        ("register/activities/a.toml", &activity),
    ])
}

/// Every question and list about such a register, in a format.
fn everything(folder: &Folder, format: &str) -> Vec<Run> {
    [
        "ask who-receives d --all-paths",
        "ask where-from d",
        "ask where-held d",
        "ask why people:p r",
        "ask through s",
        "ask about r",
        "ask leaves-uk",
        "list party",
        "list activity",
        "list system",
        "show a",
        "show r",
    ]
    .iter()
    .filter(|line| !(line.starts_with("show") && matches!(format, "csv" | "md")))
    .map(|line| {
        let run = folder.run(&format!("ropa {line} --format {format}"));
        run.succeeds();
        run
    })
    .collect()
}

/// Whether a terminal would act on a character.
fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r'))
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[track_caller]
fn assert_tame(run: &Run) {
    let found = run.both().chars().find(|character| acts(*character));
    assert_eq!(found, None, "{:?}", run.transcript());
}

#[test]
fn no_name_note_or_evidence_acts_on_a_terminal() {
    for name in [ESCAPE, REVERSED] {
        let folder = called(name);
        for format in ["text", "md", "csv", "json"] {
            everything(&folder, format).iter().for_each(assert_tame);
        }
    }
}

#[test]
fn what_is_hidden_is_shown_as_what_it_is() {
    assert_snapshot!(called(ESCAPE).says("ropa list people"), @r"
    $ ropa list people
    id  name                                             broader
    p   \u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J people
    ");
    assert_snapshot!(called(REVERSED).says("ropa list people"), @r"
    $ ropa list people
    id  name                                    broader
    p   gpj.\u{202e}exe\u{2066}\u{200f} people
    ");
}

#[test]
fn no_error_acts_on_a_terminal() {
    let folder = Folder::with_register();
    for name in [ESCAPE, REVERSED] {
        for args in [
            &["ask", "who-receives", name][..],
            &["show", name],
            &["-r", name, "list"],
            &["apply", name],
            &["init", &format!("{name}/x/y")],
            &["list", name],
            &[name],
            &["ask", name],
            &["ask", "leaves-uk", &format!("--{name}")],
            &["ask", "leaves-uk", "--country", name],
            &["ask", "leaves-uk", "-o", &format!("{name}/x")],
            &["--format", name, "list"],
            &["--as-of", name, "list"],
        ] {
            let run = folder.run_words(args);
            assert_eq!(run.code, 2, "{}", run.transcript());
            assert_tame(&run);
        }
    }
    for file in ["register/data.toml", "register/activities/x.toml"] {
        let folder = Folder::with_register();
        folder.write(
            file,
            format!("# {REVERSED}\n[x{ESCAPE}]\nname = \"{ESCAPE}\"\n"),
        );
        assert_tame(folder.run("ropa list").stops(1));
        folder.write(file, format!("\"{REVERSED}\" = {}\n", toml(ESCAPE)));
        assert_tame(folder.run("ropa list").stops(1));
    }
}

#[test]
fn a_plan_and_a_commit_do_not_act_on_a_terminal() {
    let folder = called(ESCAPE);
    folder.does("ropa init");
    assert_tame(&folder.run("ropa apply register --plan"));
    assert_tame(&folder.run("ropa apply register --plan --format json"));
    let run = folder.run_words(&[
        "apply",
        "register",
        "--author",
        ESCAPE,
        "--message",
        REVERSED,
    ]);
    assert_tame(run.succeeds());
    folder.does("ropa dump out");
    assert_eq!(folder.run("ropa apply out").stdout, "no changes\n");
}

#[test]
fn the_text_itself_is_kept() {
    for name in [ESCAPE, REVERSED, TABLES, FORMULA, MARKUP] {
        let folder = called(name);
        folder.does("ropa init");
        folder.does("ropa apply register");
        for kept in ["r", "s", "d", "p", "a"] {
            let shown = folder.json(&format!("ropa show {kept}"));
            assert!(
                shown["record"]["name"].as_str().unwrap().starts_with(name),
                "{shown}"
            );
        }
        let named = folder.run_words(&["show", &format!("{name} alias")]);
        assert!(named.succeeds().stdout.contains("(party:r)"));
    }
}

#[test]
fn sql_in_names_is_text_everywhere() {
    let folder = called(TABLES);
    folder.does("ropa init");
    let run = folder.run_words(&["apply", "register", "--author", TABLES, "--message", TABLES]);
    run.succeeds();
    for format in ["text", "json", "csv", "md"] {
        let stored = everything(&folder, format);
        std::fs::rename(folder.path("ropa.db"), folder.path("kept.db")).unwrap();
        let written = everything(&folder, format);
        std::fs::rename(folder.path("kept.db"), folder.path("ropa.db")).unwrap();
        for (stored, written) in stored.iter().zip(&written) {
            assert!(stored.bytes == written.bytes, "{}", stored.transcript());
        }
    }
    for args in [
        &["ask", "who-receives", TABLES][..],
        &["ask", "about", "x' OR '1'='1"],
        &["ask", "who-receives", "d", "--activity", "a\" OR 1=1 --"],
        &["ask", "where-held", "--people", "%"],
        &["show", "party:%"],
        &["show", "_"],
    ] {
        folder.run_words(args).stops(2);
    }
    assert_eq!(folder.run("ropa apply register").stdout, "no changes\n");
}

#[test]
fn a_spreadsheet_calculates_nothing() {
    let run = called(FORMULA).run("ropa ask who-receives d --format csv");
    assert_snapshot!(run.transcript(), @r#"
    $ ropa ask who-receives d --format csv
    recipient,certainty,role,how,activity,country,agreement
    "'=HYPERLINK(""http://example.org"";""x"") party",stated,"recipient, processor","through =HYPERLINK(""http://example.org"";""x"") system","'=HYPERLINK(""http://example.org"";""x"") activity",not recorded,not recorded
    "'=HYPERLINK(""http://example.org"";""x"") abroad",possible,recipient,direct,"'=HYPERLINK(""http://example.org"";""x"") activity",FR,not recorded
    "#);
}

#[test]
fn markdown_shows_markup_as_text() {
    let folder = called(MARKUP);
    for run in everything(&folder, "md") {
        assert!(!run.stdout.contains("<script>"), "{}", run.stdout);
        assert!(!run.stdout.contains("**bold**"), "{}", run.stdout);
        for row in run.stdout.lines().filter(|line| line.starts_with("| ")) {
            let bars = row.replace("\\|", "").matches('|').count();
            let heading = run
                .stdout
                .lines()
                .find(|line| line.starts_with("| "))
                .unwrap();
            assert_eq!(bars, heading.matches('|').count(), "{row}");
        }
    }
}
