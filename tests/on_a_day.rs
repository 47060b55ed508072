//! `--on`: what was so on a day, by the register of today; beside `--as-of`, what was recorded then.

use insta::assert_snapshot;

use crate::harness::Folder;

/// A register with a recipient of the past, one of today and one to come.
fn through_time() -> Folder {
    let folder = Folder::with_files(&[
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\nkind = \"public-authority\"\ncountry = \"GB\"\n\n[old]\nname = \"Old Print\"\ncountry = \"GB\"\n\n[print]\nname = \"New Print\"\ncountry = \"GB\"\n\n[next]\nname = \"Next Print\"\ncountry = \"US\"\n",
        ),
        (
            "register/register.toml",
            "[settings]\norganisation = \"council\"\n",
        ),
        (
            "register/data.toml",
            "[address]\nname = \"Address\"\nclass = \"personal\"\n",
        ),
        (
            "register/documents.toml",
            "[contract]\nname = \"Print agreement\"\nkind = \"sharing-agreement\"\ndated = 2018-01-01\nexpires = 2021-03-31\nparties = [\"council\", \"old\"]\n",
        ),
        (
            "register/activities/letters.toml",
            "name = \"Letters\"\ncontroller = \"council\"\ndata = [\"address\"]\n\n[[recipient]]\nto = \"old\"\ncarries = [\"address\"]\nends = 2021-03-31\n\n[[recipient]]\nto = \"print\"\ncarries = [\"address\"]\nbegins = 2021-04-01\nends = 2031-12-31\n\n[[recipient]]\nto = \"next\"\ncarries = [\"address\"]\nbegins = 2032-01-01\n",
        ),
    ]);
    folder.does("ropa init");
    folder.does("ropa apply register -m begin");
    folder
}

/// The names of the recipients on a day, by some door.
fn recipients(folder: &Folder, command: &str) -> Vec<&'static str> {
    let said = folder.stdout(command);
    ["Old Print", "New Print", "Next Print"]
        .into_iter()
        .filter(|name| said.contains(name))
        .collect()
}

#[test]
fn every_door_answers_for_the_day() {
    let folder = through_time();
    for (day, name) in [
        ("2021-03-31", "Old Print"),
        ("2021-04-01", "New Print"),
        ("2032-01-01", "Next Print"),
    ] {
        for register in ["", " -r register"] {
            for command in [
                "ropa ask who-receives Address --format csv",
                "ropa query recipients-of data=Address --format csv",
                "ropa sql \"SELECT party.name FROM receives JOIN party ON party.id = receives.party\" --format csv",
            ] {
                let line = format!("{command} --on {day}{register}");
                assert_eq!(recipients(&folder, &line), [name], "{line}");
            }
        }
        let drawn = folder.run(&format!(
            "ropa diagram activity letters --format json --on {day}"
        ));
        let drawn: serde_json::Value = serde_json::from_str(&drawn.succeeds().stdout).unwrap();
        let edges = drawn["edges"].as_array().unwrap();
        assert_eq!(edges.len(), 1, "{day}: {drawn:#}");
        assert_eq!(drawn["as_at"], day);
    }
}

#[test]
fn an_answer_names_both_days() {
    let folder = through_time();
    let json = folder.run("ropa ask who-receives Address --on 2020-06-01 --format json");
    let json: serde_json::Value = serde_json::from_str(&json.succeeds().stdout).unwrap();
    assert_eq!(json["on"], "2020-06-01");
    assert_ne!(json["as_of"], "2020-06-01");
    assert_eq!(json["planned"].as_array().unwrap().len(), 2);
    for command in [
        "ropa ask who-receives Address --format md",
        "ropa query recipients-of data=Address --format md",
        "ropa export article30 --format md",
        "ropa export activity letters --format md",
        "ropa diagram activity letters --format text",
    ] {
        let said = folder.run(&format!("{command} --on 2020-06-01"));
        let said = said.succeeds().stdout.clone();
        assert!(
            said.contains("s at 1 June 2020, by the register of "),
            "{command}: {said}"
        );
        let said = folder.stdout(command);
        assert!(!said.contains("by the register of"), "{command}: {said}");
    }
}

#[test]
fn agreements_are_those_of_the_day() {
    let folder = through_time();
    let agreement = |day: &str| {
        let run = folder.run(&format!(
            "ropa ask who-receives Address --explain --on {day} --plain"
        ));
        run.succeeds().stdout.contains("Print agreement")
    };
    assert!(agreement("2020-06-01"));
    assert!(!agreement("2025-06-01"));
    let days = |day: &str| {
        let run = folder.run(&format!(
            "ropa query contracts-ending --format csv --on {day}"
        ));
        run.succeeds().stdout.contains("Print agreement")
    };
    assert!(days("2021-03-01") && !days("2019-06-01"));
}

#[test]
fn the_law_is_that_of_the_day() {
    let folder = through_time();
    let named = |flags: &str| {
        let run = folder.run(&format!("ropa export dpia letters --format md{flags}"));
        run.succeeds().stdout.contains("Information Commissioner")
    };
    assert!(named(" --on 2026-09-29"));
    assert!(!named(" --on 2026-10-01"));
}

#[test]
fn an_export_for_a_day_is_verified_for_that_day() {
    let folder = through_time();
    folder.does("ropa export article30 -o then.json --on 2020-06-01");
    let same = folder.run("ropa export verify then.json");
    assert!(
        same.succeeds()
            .stdout
            .contains("as at 1 June 2020, by the register of")
    );
    assert!(folder.read("then.json").contains("--on 2020-06-01"));
}

#[test]
fn it_is_refused_where_no_day_counts() {
    let folder = through_time();
    for command in [
        "list activity",
        "fields party",
        "init",
        "apply register",
        "dump out",
        "history",
        "verify",
    ] {
        let run = folder.run(&format!("ropa {command} --on 2020-06-01"));
        let stderr = run.stops(2).stderr.clone();
        assert!(stderr.contains("--on"), "{command}: {stderr}");
    }
    assert_snapshot!(folder.says_all(&[
        "ropa list party --on 2020-06-01",
        "ropa ask who-receives Address --on 2020-13-01",
        "ropa ask who-receives Address --as-of 2020-06-01"
    ]), @"
    $ ropa list party --on 2020-06-01
    --- stderr, exit 2
    error: `list` is the same for every day, and `--on` asks for what is so on one
    hint: leave out `--on`; `--as-of` reads what was recorded on a day

    $ ropa ask who-receives Address --on 2020-13-01
    --- stderr, exit 2
    error: invalid value '2020-13-01' for '--on <DATE>': not a date of the calendar: write it as 2026-04-01 or 01/04/2026

    For more information, try '--help'.

    $ ropa ask who-receives Address --as-of 2020-06-01
    --- stderr, exit 2
    error: the register had not begun on 2020-06-01: its history begins on [today]
    hint: ask for [today] or later, or with `--on 2020-06-01` for what was so on that day by what is recorded now
    ");
}
