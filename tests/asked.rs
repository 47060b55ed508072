//! What `ropa add` and `ropa retire` ask at a terminal.
#![cfg(target_os = "linux")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::by_hand::library;
use crate::harness::{Folder, words};

/// Types answers to a line at a terminal; gives what the screen shows.
fn answered(folder: &Folder, line: &str, answers: &[&str]) -> String {
    let args: Vec<String> = words(line)[1..]
        .iter()
        .map(|word| format!("'{word}'"))
        .collect();
    let typed = format!("'{}' {}", env!("CARGO_BIN_EXE_ropa"), args.join(" "));
    let mut script = Command::new("script")
        .args(["-qec", &typed, "/dev/null"])
        .current_dir(folder.path(""))
        .env("TERM", "dumb")
        .env("USER", "tester")
        .env_remove("ROPA_REGISTER")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = script.stdin.take().unwrap();
    for answer in answers {
        writeln!(input, "{answer}").unwrap();
    }
    // The end of what is typed, as Ctrl-D.
    input.write_all(b"\x04").unwrap();
    let output = script.wait_with_output().unwrap();
    drop(input);
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

#[test]
fn each_field_is_asked_for_with_what_there_is_to_choose_from() {
    let folder = library();
    let screen = answered(
        &folder,
        "ropa add system",
        &["Archive", "1", "Frankreich", "France", "."],
    );
    assert!(
        screen.contains("operator: the party that runs it"),
        "{screen}"
    );
    assert!(screen.contains("1  Barsetshire County Council"), "{screen}");
    assert!(
        screen.contains("`Frankreich` is not the name or code of a country"),
        "{screen}"
    );
    assert!(screen.contains("committed as"), "{screen}");
    let record = folder.json("ropa show archive")["record"].clone();
    assert_eq!(record["operator"], "council");
    assert_eq!(record["hosted_in"], "FR");
    assert_eq!(record["search"], serde_json::Value::Null);
}

#[test]
fn what_must_be_recorded_is_asked_for_until_it_is() {
    let folder = library();
    let screen = answered(
        &folder,
        "ropa add purpose library-membership",
        &["", ".", "Finding readers"],
    );
    assert!(screen.contains("this one must be recorded"), "{screen}");
    let purposes = folder.json("ropa show library-membership")["record"]["purpose"].clone();
    assert_eq!(purposes[1]["text"], "Finding readers");
}

#[test]
fn questions_that_are_left_change_nothing() {
    let folder = library();
    let before = folder.run("ropa history").stdout;
    let screen = answered(&folder, "ropa add party", &["Book van", ""]);
    assert!(screen.contains("nothing was changed"), "{screen}");
    assert_eq!(folder.run("ropa history").stdout, before);
}

#[test]
fn decisions_of_an_import_are_asked_for_left_and_taken_up_again() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.write(
        "notice.md",
        "## What service is being provided?\n\nClubs\n\n## What special types of personal data do we need?\n\nShoe size\nHat size\nGlove size\n",
    );
    let line = "ropa import notice notice.md --ask --apply --author Ada";
    let screen = answered(&folder, line, &["huge", "personal", "."]);
    assert!(
        screen.contains("`huge` is not one of the choices"),
        "{screen}"
    );
    assert!(screen.contains("1  personal"), "{screen}");
    let class =
        |name: &str| folder.json(&format!("ropa show \"{name}\""))["record"]["class"].clone();
    assert_eq!(class("Shoe size"), "personal");
    assert_eq!(class("Hat size"), serde_json::Value::Null);
    assert!(folder.read("decisions.toml").contains("Hat size"));
    // One is passed over, the next is answered.
    answered(&folder, line, &["", "1"]);
    assert_eq!(class("Hat size"), serde_json::Value::Null);
    assert_eq!(class("Glove size"), "personal");
}
