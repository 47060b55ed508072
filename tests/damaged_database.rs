//! A database that is foreign, damaged, newer, locked or read-only: a clear word, and the file as it was.

use std::fs;
use std::process::Stdio;

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::harness::{Folder, files};

const READING: &[&str] = &[
    "ropa list",
    "ropa show mosaic",
    "ropa ask leaves-uk",
    "ropa dump out",
];
const WRITING: &[&str] = &[
    "ropa apply register",
    "ropa apply register --plan",
    "ropa init",
];

/// Every command stops with an error and leaves everything as it was.
#[track_caller]
fn assert_refused(folder: &Folder, lines: &[&str]) {
    let before = files(&folder.path(""));
    for line in lines {
        folder.run(line).stops(2);
        assert!(
            files(&folder.path("")) == before,
            "{line} changed something"
        );
    }
}

#[test]
fn a_file_that_is_no_register() {
    let folder = Folder::with_register();
    for (what, bytes) in [
        ("empty", &b""[..]),
        ("text", b"not a database\n"),
        ("short", b"SQLite format 3\0"),
    ] {
        folder.write("ropa.db", bytes);
        assert_refused(&folder, READING);
        // In the place of an empty file a register may be made.
        let n_refused = if bytes.is_empty() { 2 } else { 3 };
        assert_refused(&folder, &WRITING[..n_refused]);
        let stderr = folder.run("ropa list").stderr;
        assert!(stderr.contains("`ropa.db` is"), "{what}: {stderr}");
    }
    fs::remove_file(folder.path("ropa.db")).unwrap();
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .execute_batch("CREATE TABLE parties (id TEXT); INSERT INTO parties VALUES ('mine');")
        .unwrap();
    assert_refused(&folder, READING);
    assert_refused(&folder, WRITING);
    assert_snapshot!(folder.says_all(&["ropa list", "ropa apply register"]), @r"
    $ ropa list
    --- stderr, exit 2
    error: `ropa.db` is not a register of ropa
    hint: name the register with `-r PATH`; the file was left as it is

    $ ropa apply register
    --- stderr, exit 2
    error: `ropa.db` is not a register of ropa
    hint: name the register with `-r PATH`; the file was left as it is
    ");
}

#[test]
fn a_newer_register_is_left_as_it_is() {
    let folder = Folder::with_database();
    Connection::open(folder.path("ropa.db"))
        .unwrap()
        .execute_batch("PRAGMA user_version = 9999")
        .unwrap();
    assert_refused(&folder, READING);
    assert_refused(&folder, WRITING);
    assert_snapshot!(folder.says("ropa list"), @r"
    $ ropa list
    --- stderr, exit 2
    error: `ropa.db` was written by a newer ropa: its format is 9999, this program knows 2
    hint: use the newer program; the file was left as it is
    ");
}

#[test]
fn a_file_cut_short_or_written_over() {
    let folder = Folder::with_database();
    let whole = fs::read(folder.path("ropa.db")).unwrap();
    let mut dice = fastrand::Rng::with_seed(20_261_124);
    for turn in 0..24 {
        let mut bytes = whole.clone();
        if turn % 2 == 0 {
            bytes.truncate(whole.len() * (turn + 1) / 25);
        } else {
            for _ in 0..200 * turn {
                let at = dice.usize(100..bytes.len());
                bytes[at] = dice.u8(..);
            }
        }
        folder.write("ropa.db", &bytes);
        for line in [
            "ropa list",
            "ropa list activity",
            "ropa ask who-receives nhs-number",
            "ropa show family-group-conference",
            "ropa apply register --plan",
        ] {
            let run = folder.run(line);
            run.is_in_words();
            // What was hit may not be what is read.
            assert!(
                matches!(run.code, 0 | 2),
                "turn {turn}: {}",
                run.transcript()
            );
        }
        assert!(
            fs::read(folder.path("ropa.db")).unwrap() == bytes,
            "turn {turn}"
        );
        let run = folder.run("ropa apply register --prune");
        run.is_in_words();
        assert!(
            matches!(run.code, 0 | 2),
            "turn {turn}: {}",
            run.transcript()
        );
    }
    folder.write("ropa.db", &whole[..whole.len() / 2]);
    assert_snapshot!(folder.says("ropa ask leaves-uk"), @"
    $ ropa ask leaves-uk
    --- stderr, exit 2
    error: `ropa.db` is damaged: database disk image is malformed
    hint: keep the file and its `-journal` as evidence, run `ropa verify`, and restore a backup without a `-journal` beside it; `ropa apply` can rebuild it from text
    ");
}

#[test]
fn a_register_that_is_being_written_can_be_waited_for() {
    let folder = Folder::with_database();
    let other = Connection::open(folder.path("ropa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // One who reads is not disturbed by one who is about to write.
    for line in READING {
        folder.does(line);
    }
    folder.does("ropa apply register --plan");
    folder.change(
        "register/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    let waiting = folder
        .command(&["apply", "register"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    other.execute_batch("COMMIT").unwrap();
    assert!(waiting.wait_with_output().unwrap().status.success());
    assert!(
        folder
            .run("ropa show mosaic")
            .stdout
            .starts_with("Mosaic 2")
    );
}

#[test]
fn a_database_that_is_locked_for_good() {
    let folder = Folder::with_database();
    let other = Connection::open(folder.path("ropa.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_snapshot!(folder.says("ropa list"), @r"
    $ ropa list
    --- stderr, exit 2
    error: `ropa.db` is locked by another program
    hint: wait for the other `ropa`, a SQLite browser or a backup that holds it, and try again
    ");
}

#[test]
fn a_folder_of_the_system_in_which_nothing_can_be_made() {
    let folder = Folder::with_register();
    // Nobody may make a file here, the administrator neither.
    #[cfg(target_os = "linux")]
    assert_snapshot!(folder.says_all(&[
        "ropa init /proc/ropa.db",
        "ropa dump /proc/register",
        "ropa ask leaves-uk -o /proc/answer.txt",
    ]), @"
    $ ropa init /proc/ropa.db
    --- stderr, exit 2
    error: there is no register at `/proc/ropa.db`
    hint: make one with `ropa init /proc/ropa.db`, or name it with `-r PATH`

    $ ropa dump /proc/register
    --- stderr, exit 2
    error: `/proc/register` cannot be written: no such file or directory
    hint: check that the folder may be written and that the disk has room

    $ ropa ask leaves-uk -o /proc/answer.txt
    --- stderr, exit 2
    error: `/proc/answer.txt` could not be written: no such file or directory
    hint: check that the folder exists and may be written
    ");
    drop(folder);
}

#[test]
fn a_folder_that_is_read_only() {
    let folder = Folder::with_database();
    fs::create_dir(folder.path("shelf")).unwrap();
    fs::rename(folder.path("ropa.db"), folder.path("shelf/ropa.db")).unwrap();
    folder.change(
        "register/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    set_read_only(&folder, "shelf/ropa.db", true);
    set_read_only(&folder, "shelf", true);
    // An administrator may write all the same: then the change is made, else it is refused whole.
    let may_write = fs::write(folder.path("shelf/try"), "").is_ok();
    let before = fs::read(folder.path("shelf/ropa.db")).unwrap();
    folder.does("ropa -r shelf/ropa.db ask leaves-uk");
    let run = folder.run("ropa -r shelf/ropa.db apply register");
    if may_write {
        run.succeeds();
    } else {
        assert!(
            run.stops(2).stderr.contains("read-only"),
            "{}",
            run.transcript()
        );
        assert!(fs::read(folder.path("shelf/ropa.db")).unwrap() == before);
    }
    set_read_only(&folder, "shelf", false);
    set_read_only(&folder, "shelf/ropa.db", false);
}

fn set_read_only(folder: &Folder, inside: &str, read_only: bool) {
    let path = folder.path(inside);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(read_only);
    fs::set_permissions(&path, permissions).unwrap();
}

/// Something else wrote the file: what the records say is found too, by record and field.
#[test]
fn what_is_wrong_between_the_records_of_a_database_is_said() {
    let folder = Folder::with_database();
    let conn = rusqlite::Connection::open(folder.path("ropa.db")).unwrap();
    conn.execute_batch(
        "DROP TRIGGER revisions_stay;
         UPDATE revisions SET document = json_set(document, '$.name', 'Social workers')
         WHERE kind = 'party' AND id = (SELECT min(id) FROM revisions WHERE kind = 'party')",
    )
    .unwrap();
    drop(conn);
    assert_snapshot!(folder.says("ropa verify"), @"
    $ ropa verify
    --- stderr, exit 2
    error[TEXT-ambiguous-name]: `social-workers` may be the party `childrens-social-care` or `social-workers`
    --> party `social-workers`
     = help: give one of them another name, or make them one record, or record of what each is a part, if these differ
    note: `childrens-social-care` is called `Social workers` here
    --> party `childrens-social-care`, field `name`

    1 error in 1 record
    error: revision 2 of `party:childrens-social-care`, made by commit 1, was altered
    hint: another program changed this file: keep it as evidence and restore a backup
    ");
}
