//! `ropa dump`: the register as canonical text, and what it refuses to overwrite.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, files, root};

#[test]
fn the_worked_example_is_what_dump_writes() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    fs::remove_file(folder.path("out/.ropa-base")).unwrap();
    assert!(files(&folder.path("out")) == files(&root().join("register")));
    folder.does("ropa -r register dump from-text");
    assert!(files(&folder.path("from-text")) == files(&root().join("register")));
}

#[test]
fn a_second_dump_writes_nothing_new() {
    let folder = Folder::with_database();
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 7 of them new or changed, 0 removed
    ");
    let first = files(&folder.path("out"));
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 0 of them new or changed, 0 removed
    ");
    assert!(files(&folder.path("out")) == first);
    assert_snapshot!(folder.says("ropa apply out --plan"), @r"
    $ ropa apply out --plan
    no changes
    ");
    assert_snapshot!(folder.says("ropa apply out"), @r"
    $ ropa apply out
    no changes
    ");
}

#[test]
fn a_dump_follows_the_register() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    folder.write(
        "register/measures.toml",
        "[lock]\nname = \"Locked cabinets\"\n",
    );
    folder.change(
        "register/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    folder.does("ropa apply register");
    assert_snapshot!(folder.says_all(&["ropa dump out", "ropa apply out --plan"]), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 8 files, 2 of them new or changed, 0 removed

    $ ropa apply out --plan
    no changes
    ");
    fs::remove_file(folder.path("register/measures.toml")).unwrap();
    folder.does("ropa apply register --prune");
    assert_snapshot!(folder.says("ropa dump out"), @r"
    $ ropa dump out
    --- stderr
    wrote the register to `out`: 7 files, 0 of them new or changed, 1 removed
    ");
    assert!(!folder.path("out/measures.toml").exists());
}

#[test]
fn a_folder_that_is_not_ours_is_not_written_into() {
    let folder = Folder::with_database();
    folder.write("work/notes.md", "mine");
    folder.write("work/parties.toml", "mine too");
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa dump work",
        "ropa dump .",
        "ropa dump ropa.db",
        "ropa dump work/notes.md/inside",
        "ropa dump out --format text",
        "ropa dump",
    ]), @"
    $ ropa dump work
    --- stderr, exit 2
    error: `work` is not empty and was not written by `ropa dump`
    hint: give an empty or new folder, or `--force` to write into this one

    $ ropa dump .
    --- stderr, exit 2
    error: `.` is not empty and was not written by `ropa dump`
    hint: give an empty or new folder, or `--force` to write into this one

    $ ropa dump ropa.db
    --- stderr, exit 2
    error: `ropa.db` is a file, and `dump` writes a folder
    hint: give a new or empty folder

    $ ropa dump work/notes.md/inside
    --- stderr, exit 2
    error: `work/notes.md/inside` cannot be written: not a directory
    hint: check that the folder may be written and that the disk has room

    $ ropa dump out --format text
    --- stderr, exit 2
    error: `dump` does not know the format `text`
    hint: use one of: toml

    $ ropa dump
    --- stderr, exit 2
    error: the following required arguments were not provided:
      <FOLDER>

    Usage: ropa dump <FOLDER>

    For more information, try '--help'.
    ");
    assert!(files(&folder.path("")) == before);
    folder.does("ropa dump work --force");
    assert_eq!(folder.read("work/notes.md"), "mine");
}

#[test]
fn changes_that_were_not_applied_are_not_lost() {
    let folder = Folder::with_database();
    folder.does("ropa dump out");
    folder.change(
        "out/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    fs::remove_file(folder.path("out/people.toml")).unwrap();
    folder.change(
        "out/activities/family-group-conference.toml",
        "people = [\"service-users\", \"families\", \"children\"]\n",
        "",
    );
    let before = files(&folder.path("out"));
    folder.run("ropa dump out").stops(1);
    assert!(files(&folder.path("out")) == before);
    folder.write("out/people.toml", folder.read("register/people.toml"));
    assert_snapshot!(folder.says("ropa dump out"), @r#"
    $ ropa dump out
    --- stderr, exit 1
    error[TEXT-unknown-about]: `service-users` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:232:9
        |
    232 | about = "people.service-users"
        |         ^^^^^^^^^^^^^^^^^^^^^^
        |
        = help: add `service-users` to `people`, or correct `about`

    error[TEXT-unknown-about]: `families` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:238:9
        |
    238 | about = "people.families"
        |         ^^^^^^^^^^^^^^^^^
        |
        = help: add `families` to `people`, or correct `about`

    error[TEXT-unknown-about]: `children` is not in the list `people` of this activity
       --> out/activities/family-group-conference.toml:244:9
        |
    244 | about = "people.children"
        |         ^^^^^^^^^^^^^^^^^
        |
        = help: add `children` to `people`, or correct `about`

    3 errors in 1 file
    error: nothing was done: the text of the register has 3 errors
    hint: fix the errors above and run the command again
    "#);
    // The same findings stop nothing where that was asked for.
    let forced = folder.run("ropa dump out --force");
    let (_, said) = forced
        .succeeds()
        .stderr
        .split_once("3 errors in 1 file\n")
        .unwrap();
    assert_snapshot!(said, @"
    lost what stands in the files above: it cannot be read as a register
    wrote the register to `out`: 7 files, 2 of them new or changed, 0 removed
    ");
    assert!(folder.read("out/systems.toml") == folder.read("register/systems.toml"));
}

#[test]
fn a_dump_of_another_day_is_of_that_day() {
    let folder = Folder::with_database();
    folder.does("ropa dump today");
    let today = folder.json("ropa ask leaves-uk")["as_of"]
        .as_str()
        .unwrap()
        .to_owned();
    folder.does(&format!("ropa dump same --as-of {today}"));
    let all = |inside| files(&folder.path(inside));
    assert!(all("today") == all("same"));
    folder.run("ropa dump before --as-of 2020-01-01").stops(2);
    assert!(!folder.path("before").exists());
}
