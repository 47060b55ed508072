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
    made an empty register at `ropa.db`; fill it with `ropa add`, or with `ropa apply DIR` from text

    $ ropa list party
    --- stderr
    the register holds no parties
    the register read is `ropa.db`

    $ ropa init second.db
    --- stderr
    made an empty register at `second.db`; fill it with `ropa add`, or with `ropa apply DIR` from text

    $ ropa -r third.db init
    --- stderr
    made an empty register at `third.db`; fill it with `ropa add`, or with `ropa apply DIR` from text
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
    folder.does("ropa init");
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa init",
        "ropa init notes.txt",
        "ropa init register",
        "ropa -r register init",
        "ropa init nowhere/at/all.db",
        "ropa init notes.txt/inside.db",
        "ropa init \"\"",
        "ropa init --as-of 2026-01-01",
        "ropa init --format json",
    ]), @r#"
    $ ropa init
    --- stderr, exit 2
    error: `ropa.db` exists already
    hint: choose another name, or move it away first

    $ ropa init notes.txt
    --- stderr, exit 2
    error: `init` cannot write `notes.txt`: it writes no file that ends in `.txt`
    hint: end the name otherwise: the endings are db, sqlite, sqlite3

    $ ropa init register
    --- stderr, exit 2
    error: `register` is a folder, not a database
    hint: name a file, such as `register/register.db`

    $ ropa -r register init
    --- stderr, exit 2
    error: `register` is a folder, not a database
    hint: name a file, such as `register/register.db`

    $ ropa init nowhere/at/all.db
    --- stderr, exit 2
    error: there is no folder `nowhere/at` to put the register in
    hint: make the folder first

    $ ropa init notes.txt/inside.db
    --- stderr, exit 2
    error: there is no folder `notes.txt` to put the register in
    hint: make the folder first

    $ ropa init ""
    --- stderr, exit 2
    error: a value is required for '[PATH]' but none was supplied

    For more information, try '--help'.

    $ ropa init --as-of 2026-01-01
    --- stderr, exit 2
    error: `init` changes the register as it is now, and `--as-of` asks for what it was
    hint: leave out `--as-of`

    $ ropa init --format json
    --- stderr, exit 2
    error: `init` does not know the format `json`
    hint: use one of: text
    "#);
    assert!(files(&folder.path("")) == before);
}

/// What a run leaves that was cut off while it made a register, be it of this program or of one before.
#[test]
fn what_was_begun_and_cut_off_is_not_in_the_way() {
    let folder = Folder::empty();
    folder.write("ropa.db", "");
    folder.write(".ropa-ropa.db-a1b2c3.tmp", "half a fi");
    folder.write(".ropa-ropa.db-a1b2c3.tmp-journal", "");
    folder.write(".ropa-other.db-a1b2c3.tmp", "of another");
    folder.does("ropa init");
    folder.does("ropa list");
    folder.does("ropa verify");
    let names = |folder: &Folder| -> Vec<String> {
        files(&folder.path(""))
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(names(&folder), [".ropa-other.db-a1b2c3.tmp", "ropa.db"]);
    // What is left of another register would be rolled back into the new one.
    let folder = Folder::empty();
    folder.write("ropa.db-journal", "of another");
    assert_snapshot!(folder.says("ropa init"), @"
    $ ropa init
    --- stderr, exit 2
    error: `ropa.db-journal` exists already
    hint: choose another name, or move it away first
    ");
    assert_eq!(names(&folder), ["ropa.db-journal"]);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_new_register() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with_database();
    let mode = |name: &str| {
        std::fs::metadata(folder.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("ropa.db"), 0o600);
    // Whoever gives it to others keeps that.
    std::fs::set_permissions(
        folder.path("ropa.db"),
        std::fs::Permissions::from_mode(0o640),
    )
    .unwrap();
    folder.change(
        "register/systems.toml",
        "name = \"Mosaic\"",
        "name = \"Mosaic 2\"",
    );
    folder.does("ropa apply register");
    folder.does("ropa verify --repair");
    assert_eq!(
        (mode("ropa.db"), mode("ropa.db.before-repair-1")),
        (0o640, 0o640)
    );
}
