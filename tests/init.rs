//! `ropa init`.

use insta::assert_snapshot;

use crate::harness::{Folder, files};

#[test]
fn an_empty_database_is_made_where_it_is_asked_for() {
    let folder = Folder::empty();
    assert_snapshot!(folder.says_all(&[
        "ropa init",
        "ropa list party",
        "ropa init second.db",
        "ropa -r third.db init",
    ]), @"
    $ ropa init
    --- stderr
    made an empty register at `ropa.db`; fill it with `ropa apply DIR`
    exit 0

    $ ropa list party
    --- stderr
    the register holds no parties
    the register read is `ropa.db`
    exit 0

    $ ropa init second.db
    --- stderr
    made an empty register at `second.db`; fill it with `ropa apply DIR`
    exit 0

    $ ropa -r third.db init
    --- stderr
    made an empty register at `third.db`; fill it with `ropa apply DIR`
    exit 0
    ");
    let names: Vec<String> = files(&folder.path(""))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["ropa.db", "second.db", "third.db"]);
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::with_register();
    folder.write("notes.txt", "mine");
    folder.write("empty.db", "");
    folder.run("ropa init").succeeds();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa init",
        "ropa init notes.txt",
        "ropa init empty.db",
        "ropa init register",
        "ropa -r register init",
        "ropa init nowhere/at/all.db",
        "ropa init notes.txt/inside.db",
        "ropa init \"\"",
        "ropa init --as-of 2026-01-01",
        "ropa init --format json",
    ]), @r#"
    $ ropa init
    --- stderr
    error: `ropa.db` exists already
    hint: choose another name, or move it away first
    exit 2

    $ ropa init notes.txt
    --- stderr
    error: `init` cannot write `notes.txt`: it writes no file that ends in `.txt`
    hint: end the name otherwise: the endings are db, sqlite, sqlite3
    exit 2

    $ ropa init empty.db
    --- stderr
    error: `empty.db` exists already
    hint: choose another name, or move it away first
    exit 2

    $ ropa init register
    --- stderr
    error: `register` is a folder, not a database
    hint: name a file, such as `register/register.db`
    exit 2

    $ ropa -r register init
    --- stderr
    error: `register` is a folder, not a database
    hint: name a file, such as `register/register.db`
    exit 2

    $ ropa init nowhere/at/all.db
    --- stderr
    error: there is no folder `nowhere/at` to put the register in
    hint: make the folder first
    exit 2

    $ ropa init notes.txt/inside.db
    --- stderr
    error: there is no folder `notes.txt` to put the register in
    hint: make the folder first
    exit 2

    $ ropa init ""
    --- stderr
    error: a value is required for '[PATH]' but none was supplied

    For more information, try '--help'.
    exit 2

    $ ropa init --as-of 2026-01-01
    --- stderr
    error: `init` changes the register as it is now, and `--as-of` asks for what it was
    hint: leave out `--as-of`
    exit 2

    $ ropa init --format json
    --- stderr
    error: `init` does not know the format `json`
    hint: use one of: text
    exit 2
    "#);
    assert!(files(&folder.path("")) == before);
}
