//! Registers that an earlier program wrote: each says what it said, and its history stays.

use std::fs;

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::harness::Folder;

/// Questions about the register of format 1.
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

/// Questions about the register of format 2.
const QUESTIONS_2: &[&str] = &[
    "ropa ask who-receives nhs-number --format json",
    "ropa ask where-from health --format json",
    "ropa ask about servelec --format json",
    "ropa ask leaves-uk --format json",
    "ropa list document --format json",
    "ropa show family-group-conference --format json",
    "ropa query no-retention --format json",
    "ropa sql \"SELECT * FROM flow\" --format json",
    "ropa diagram context --format json",
    "ropa export article30 --format csv -o -",
];

/// A register of format 1: the review's.
const FORMAT_1: &str = include_str!("fixtures/formats/1.sql");
/// A register of format 2 from before flows had roles, activities days and lists were open: the worked
/// example and the county of Northmere.
const FORMAT_2: &str = include_str!("fixtures/formats/2.sql");

/// A folder with a register in `ropa.db`, made by SQL.
fn of(sql: &str) -> Folder {
    let folder = Folder::empty();
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    folder
}

fn of_format_1() -> Folder {
    of(FORMAT_1)
}

fn format(folder: &Folder) -> i64 {
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

fn answers(folder: &Folder, questions: &[&str]) -> Vec<String> {
    questions.iter().map(|line| folder.stdout(line)).collect()
}

/// What a register of former days says is what the same text says today, to the last hash of its
/// contents: no field has changed its form, so that no approval lapses by a new program.
fn answers_as_one_of_today(sql: &str, questions: &[&str]) -> (Vec<String>, String) {
    let former = of(sql);
    former.does("ropa dump text");
    let today = Folder::empty();
    crate::harness::copy(&former.path("text"), &today.path("text"));
    fs::remove_file(today.path("text/.ropa-base")).unwrap();
    today.does("ropa init");
    today.does("ropa apply text");
    assert_eq!((format(&former), format(&today)), (2, 2));
    let said = answers(&former, questions);
    assert_eq!(said, answers(&today, questions));
    let [former, today] = [&former, &today].map(|folder| {
        let verified = folder.stdout("ropa verify");
        let contents = verified.lines().find(|line| line.starts_with("register:"));
        contents.unwrap().to_owned()
    });
    assert_eq!(former, today);
    (said, former)
}

#[test]
fn a_register_of_format_1_answers_as_one_of_format_2() {
    let (said, _) = answers_as_one_of_today(FORMAT_1, QUESTIONS);
    assert!(said[0].contains("servelec"), "{}", said[0]);
}

#[test]
fn a_register_of_format_2_keeps_the_hash_of_its_contents() {
    let (said, contents) = answers_as_one_of_today(FORMAT_2, QUESTIONS_2);
    assert!(said[0].contains("servelec"), "{}", said[0]);
    assert_eq!(
        contents,
        "register: 10861cb9edbabc14fcd293cc03856dac51fdd6584758ab7fd597c003478c0fdc"
    );
}

#[test]
fn the_history_of_a_register_of_format_2_stays() {
    let former = of(FORMAT_2);
    let verified = former.stdout("ropa verify");
    let head = "9453099b6320dbd33b7469d447538e06b821316bf3ed09fa2d3956120cb25a68";
    assert!(verified.contains("The history is intact"), "{verified}");
    assert!(verified.contains(&format!("head: {head}")), "{verified}");
    let history = former.run("ropa history family-group-conference --format csv");
    let line = format!("2,2026-11-27T11:13:58Z,Ada,The worked example,{head},");
    assert!(history.stdout.contains(&line), "{}", history.stdout);
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
    let said = answers(&former, QUESTIONS);
    assert_eq!(format(&former) == 2, may_write);
    assert_eq!(said, answers(&of_format_1(), QUESTIONS));
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
    let said = said.map(|line| former.stdout(line));
    assert_snapshot!(said.join("\n"), @r#"
    commit,at,author,message,hash,added,changed,removed
    1,2026-11-27T05:10:40Z,Ada,begin,42dfe04bbfef46d0a1fbfe83362895c0a3e15b1b77ddfbfad83865e22e742564,18,0,0
    2,2026-11-27T05:10:40Z,Ada,"Letters renamed, parking removed",7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3,1,1,1

    commit,at,author,message,hash,change,field,old,new
    1,2026-11-27T05:10:40Z,Ada,begin,42dfe04bbfef46d0a1fbfe83362895c0a3e15b1b77ddfbfad83865e22e742564,added,,,
    2,2026-11-27T05:10:40Z,Ada,"Letters renamed, parking removed",7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3,changed,aliases,,"[""Letters""]"
    2,2026-11-27T05:10:40Z,Ada,"Letters renamed, parking removed",7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3,changed,name,Letters,Letters by post

    The history is intact and matches the register.
    commits: 2
    revisions: 21
    records: 18
    head: 7392ac99ae9f78df5f509cff5dd647638a550a301c277da01c0f70806ac718d3 (27 November 2026, 05:10, Ada)
    register: 3bf3c8b7b6eef0a17f230389298ea07551dc2bce8cd1bb7ec63461bf353ea0a6
    "#);
}
