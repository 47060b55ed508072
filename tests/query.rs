//! `ropa query`: saved questions from the command line.

use std::fs;

use insta::assert_snapshot;
use ropa::queries::Topic;

use crate::harness::{Folder, root};

#[test]
fn the_questions_are_listed() {
    let folder = Folder::empty();
    let listed = folder.stdout("ropa query --format json");
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), ropa::queries::CORE.len());
    assert_eq!(listed[0]["of"], "core");
    // By topic, each under its heading, whole in a pipe.
    let text = folder.stdout("ropa query");
    let mut last = 0;
    for topic in Topic::ALL.into_iter().filter(|topic| *topic != Topic::Own) {
        let at = text.find(topic.heading()).unwrap();
        assert!(at >= last, "{topic:?}");
        last = at;
        let word = topic.word();
        let of_one = folder.run(&format!("ropa query {word}"));
        let first_line = of_one.succeeds().stdout.lines().next();
        assert_eq!(first_line, Some(topic.heading()));
    }
    for core in ropa::queries::CORE {
        assert!(
            text.contains(&format!("\n{}  ", core.name)),
            "{}",
            core.name
        );
    }
    // Every file of the folder is in the program.
    let in_folder = fs::read_dir(root().join("queries")).unwrap().count();
    assert_eq!(in_folder, ropa::queries::CORE.len());
}

#[test]
fn all_are_sound() {
    let folder = Folder::empty();
    let run = folder.run("ropa query --check");
    assert_eq!(
        run.succeeds().stdout,
        format!("{} saved questions are sound\n", ropa::queries::CORE.len())
    );
}

#[test]
fn every_example_can_be_asked() {
    let folder = Folder::with_register();
    for core in ropa::queries::CORE {
        let query = ropa::queries::parse(core.name, core.text).unwrap();
        let example = query.example.unwrap();
        let run = folder.run(&example);
        // Some name what only another register has.
        if run.code != 0 {
            assert!(
                run.stderr.contains(" called `"),
                "{example}: {}",
                run.stderr
            );
        }
    }
}

#[test]
fn the_history_is_asked_with_days() {
    let folder = Folder::with_database();
    let all = folder.json("ropa query changes");
    assert_eq!(all["answer"].as_array().unwrap().len(), 36);
    assert_eq!(all["answer"][0]["what"], "added");
    let none = folder.json("ropa query changes until=2020-01-01");
    assert_eq!(none["answer"].as_array().unwrap().len(), 0);
    assert_eq!(none["question"], "query changes until=2020-01-01");
}

#[test]
fn what_is_typed_wrong_is_said_before_anything_runs() {
    let folder = Folder::with_register();
    for line in [
        "ropa query contracts-endin",
        "ropa query nothing-like-it",
        "ropa query supplier-overlap Servelec",
        "ropa query contracts-ending day=90",
        "ropa query contracts-ending days=soon",
        "ropa query contracts-ending days=1 days=2",
        "ropa query aliases-used x=1",
        "ropa query recipients-of",
        "ropa query recipients-of \"data=NHS nubmer\"",
        "ropa query recipients-of data=party:nhs",
        "ropa query by-basis basis=6/1/z",
        "ropa query changes since=yesterday",
        "ropa query aliases-used --format svg",
        "ropa query aliases-used --format rtf",
        "ropa query aliases-used --paper a3",
        "ropa query aliases-used -o answer.doc",
        "ropa query aliases-used -o register/parties.toml",
        "ropa query --show",
    ] {
        let run = folder.run(line);
        run.stops(2).is_in_words();
        assert_eq!(run.stdout, "", "{line}");
    }
    assert_snapshot!(folder.says_all(&[
        "ropa query contracts-endin",
        "ropa query contracts-ending days=soon",
        "ropa query contracts-ending day=90",
        "ropa query recipients-of",
        "ropa query recipients-of \"data=NHS nubmer\"",
        "ropa query aliases-used --format svg",
        "ropa query aliases-used --paper a3",
    ]), @r#"
    $ ropa query contracts-endin
    --- stderr, exit 2
    error: no saved question called `contracts-endin`
    hint: did you mean `contracts-ending`?

    $ ropa query contracts-ending days=soon
    --- stderr, exit 2
    error: `days`: `soon` is not a whole number

    $ ropa query contracts-ending day=90
    --- stderr, exit 2
    error: `contracts-ending` has no parameter `day`
    hint: it takes `days` (integer)

    $ ropa query recipients-of
    --- stderr, exit 2
    error: `recipients-of` needs a value for `data`: category of data
    hint: for example: ropa query recipients-of "data=NHS number"

    $ ropa query recipients-of "data=NHS nubmer"
    --- stderr, exit 2
    error: no category of data is called `NHS nubmer`
    hint: did you mean `data:nhs-number` (NHS Number)?
    the register read is `register`

    $ ropa query aliases-used --format svg
    --- stderr, exit 2
    error: `query` does not know the format `svg`
    hint: use one of: text, json, csv, md, html, docx, pdf, xlsx

    $ ropa query aliases-used --paper a3
    --- stderr, exit 2
    error: `--paper` says how to draw, and `aliases-used` is answered by a table
    hint: leave `--paper` out
    "#);
}

#[test]
fn a_graph_is_drawn_and_is_a_table_too() {
    let folder = Folder::with_register();
    let dot = folder.run("ropa query spread-of data=nhs-number --format dot");
    assert!(
        dot.succeeds().stdout.contains("Integrated care record") || dot.stdout.contains("GPs"),
        "{}",
        dot.stdout
    );
    let table = folder.run("ropa query spread-of data=nhs-number --format csv");
    assert!(
        table
            .succeeds()
            .stdout
            .starts_with("from_id,to_id,label,certainty\r\n")
    );
    folder.does("ropa query spread-of data=nhs-number -o spread.svg");
    assert!(folder.read("spread.svg").starts_with("<"));
    let nothing = folder.run("ropa query spread-of data=offences --format dot");
    nothing.succeeds();
}

#[test]
fn user_text_does_no_harm_in_any_form() {
    let folder = Folder::with_files(&[
        (
            "register/register.toml",
            "[settings]\norganisation = \"council\"\n",
        ),
        (
            "register/parties.toml",
            "[council]\nname = '=HYPERLINK(\"x\") <b>|'\naliases = [\"'; DROP TABLE party; --\"]\n",
        ),
    ]);
    let run = |format: &str| folder.stdout(&format!("ropa query aliases-used --format {format}"));
    assert!(run("csv").contains("'=HYPERLINK"), "{}", run("csv"));
    assert!(run("md").contains("&lt;b&gt;\\|"), "{}", run("md"));
    assert!(!run("html").contains("<b>"), "{}", run("html"));
    let hostile = folder.run("ropa query exchanged-with \"party='; DROP TABLE party; --\"");
    hostile.succeeds();
}

#[test]
fn where_there_is_one_thing_to_name_its_name_will_do() {
    let folder = Folder::with_register();
    for (short, long) in [
        ("contracts-ending 90", "contracts-ending days=90"),
        (
            "recipients-of \"NHS number\"",
            "recipients-of \"data=NHS number\"",
        ),
        ("supplier-exit Servelec", "supplier-exit party=Servelec"),
    ] {
        let [short, long] = [short, long].map(|line| folder.json(&format!("ropa query {line}")));
        assert_eq!(short, long);
    }
}
