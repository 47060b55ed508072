//! A register of an earlier format: it says what it said, and its history stays.

use std::fs;

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::harness::Folder;

const QUESTIONS: &[&str] = &[
    "ropa ask who-receives nhs-number --format json",
    "ropa ask where-held health --format json",
    "ropa ask about servelec --format json",
    "ropa ask through mosaic --format json",
    "ropa ask leaves-uk --format json",
    "ropa list party --format json",
    "ropa list activity --format csv",
    "ropa show conference --format json",
    "ropa query processors-without-contract --format json",
    "ropa sql \"SELECT * FROM flow\" --format json",
];

/// A folder with a register of format 1 in `ropa.db`.
fn of_format_1() -> Folder {
    let folder = Folder::empty();
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .execute_batch(include_str!("fixtures/formats/1.sql"))
        .unwrap();
    folder
}

fn format(folder: &Folder) -> i64 {
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

fn answers(folder: &Folder) -> Vec<String> {
    QUESTIONS
        .iter()
        .map(|line| folder.run(line).succeeds().stdout.clone())
        .collect()
}

#[test]
fn a_register_of_format_1_answers_as_one_of_format_2() {
    let former = of_format_1();
    former.run("ropa dump text").succeeds();
    let today = Folder::empty();
    crate::harness::copy(&former.path("text"), &today.path("text"));
    fs::remove_file(today.path("text/.ropa-base")).unwrap();
    today.run("ropa init").succeeds();
    today.run("ropa apply text").succeeds();
    assert_eq!((format(&former), format(&today)), (2, 2));
    let said = answers(&former);
    assert_eq!(said, answers(&today));
    assert!(said[0].contains("servelec"), "{}", said[0]);
}

/// Nothing can be written beside the file, so that it stays of format 1.
#[cfg(unix)]
#[test]
fn a_register_of_format_1_that_may_only_be_read_answers_too() {
    use std::os::unix::fs::PermissionsExt as _;

    let former = of_format_1();
    let file = former.path("ropa.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    // Whoever may do everything may also write what is only to be read.
    let may_write = fs::OpenOptions::new().write(true).open(&file).is_ok();
    let said = answers(&former);
    assert_eq!(format(&former) == 2, may_write);
    assert_eq!(said, answers(&of_format_1()));
}

#[test]
fn the_history_of_a_register_of_format_1_stays() {
    let former = of_format_1();
    // As it is, since neither its days nor its hashes may ever change.
    let said = [
        "ropa history --format csv",
        "ropa history letters --format csv",
        "ropa verify",
    ];
    let said = said.map(|line| former.run(line).succeeds().stdout.clone());
    assert_snapshot!(said.join("\n"), @r#"
    commit,at,author,message,hash
    1,2026-11-27T05:10:40Z,Ada,begin,42dfe04bbfef46d0a1fbfe83362895c0a3e15b1b77ddfbfad83865e22e742564
    2,2026-11-27T05:10:40Z,Ada,"Letters renamed, parking removed",7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3

    commit,at,author,message,hash
    1,2026-11-27T05:10:40Z,Ada,begin,42dfe04bbfef46d0a1fbfe83362895c0a3e15b1b77ddfbfad83865e22e742564
    2,2026-11-27T05:10:40Z,Ada,"Letters renamed, parking removed",7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3

    The history is intact and matches the register.
    commits: 2
    revisions: 21
    records: 18
    head: 7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3 (27 November 2026, 05:10, Ada)
    register: 3bf3c8b7b6eef0a17f230389298ea07551dc2bce8cd1bb7ec63461bf353ea0a6
    "#);
}
