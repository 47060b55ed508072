//! Files that something other than `ropa` changed: whatever passes `verify` answers as before, and what is not the
//! history is made anew on request.

use std::fs;

use fastrand::Rng;
use insta::assert_snapshot;
use ropa::store::{Broken, Store};
use rusqlite::Connection;

use crate::harness::{Folder, files};

const QUESTIONS: &[&str] = &[
    "ropa ask who-receives nhs-number --format json",
    "ropa ask leaves-uk --format json",
    "ropa list party --format csv",
    "ropa history --format csv",
];

fn answers(folder: &Folder) -> Vec<String> {
    let said = QUESTIONS.iter().map(|line| folder.run(line).both());
    said.collect()
}

/// Changes the file by SQL, as a browser of databases would.
fn sql(folder: &Folder, batch: &str) {
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    conn.execute_batch(batch).unwrap();
}

/// What makes a file a lie, and what `verify` says of it.
const EDITS: &[(&str, &str)] = &[
    (
        "CREATE TRIGGER lie AFTER INSERT ON record BEGIN DELETE FROM mention; END",
        "a register has no trigger `lie`",
    ),
    (
        "CREATE TRIGGER lie AFTER INSERT ON revisions BEGIN SELECT 1; END",
        "a register has no trigger `lie`",
    ),
    (
        "CREATE VIEW lie (x) AS SELECT 1",
        "a register has no view `lie`",
    ),
    (
        "CREATE VIEW v_party AS SELECT 1",
        "a register has no view `v_party`",
    ),
    ("CREATE TABLE lie (x)", "a register has no table `lie`"),
    (
        "CREATE INDEX lie ON commits (author)",
        "a register has no index `lie`",
    ),
    (
        "CREATE INDEX lie ON name (written)",
        "a register has no index `lie`",
    ),
    (
        "DROP TRIGGER commits_stay",
        "the trigger `commits_stay` is missing",
    ),
    (
        "DROP TRIGGER commits_stay; CREATE TRIGGER commits_stay BEFORE UPDATE ON commits BEGIN SELECT 1; END",
        "the trigger `commits_stay` was altered",
    ),
    (
        "DROP INDEX revisions_of_record",
        "the index `revisions_of_record` is missing",
    ),
    (
        "DROP INDEX operator_party; CREATE INDEX operator_party ON operator (key)",
        "the index `operator_party` was altered",
    ),
    (
        "ALTER TABLE commits RENAME COLUMN author TO c; ALTER TABLE commits RENAME COLUMN message TO author; \
         ALTER TABLE commits RENAME COLUMN c TO message",
        "the table `commits` was altered",
    ),
    (
        "ALTER TABLE activity RENAME COLUMN retired TO c; ALTER TABLE activity RENAME COLUMN has_data TO retired; \
         ALTER TABLE activity RENAME COLUMN c TO has_data",
        "the index `activity_retired` was altered",
    ),
    (
        "ALTER TABLE record RENAME TO former; CREATE VIEW record AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT * FROM r, former",
        "the index `record_key` was altered",
    ),
    (
        "ALTER TABLE name RENAME TO former; CREATE VIEW name AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n AS folded, n AS key, n AS written FROM r",
        "a register has no table `former`",
    ),
    (
        "DROP TABLE made_for; CREATE VIEW made_for AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n AS version, n AS head, n AS counter FROM r",
        "a register has no view `made_for`",
    ),
    // The index is emptied behind its table, and the schema says that it is whole.
    (
        "DROP INDEX operator_party; CREATE INDEX operator_party ON operator (party) WHERE key < 0; \
         PRAGMA writable_schema = ON; \
         UPDATE sqlite_schema SET sql = 'CREATE INDEX operator_party ON operator (party)' WHERE name = 'operator_party'",
        "in index operator_party",
    ),
    (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'TEXT NOT NULL', 'TEXT') WHERE name = 'revisions'",
        "the table `revisions` was altered",
    ),
    ("DROP TABLE mention", "the table `mention` is missing"),
];

#[test]
fn whatever_a_file_is_made_of_is_found() {
    let folder = Folder::with_database();
    let whole = fs::read(folder.path("ropa.db")).unwrap();
    let before = answers(&folder);
    for (edit, found) in EDITS {
        folder.write("ropa.db", &whole);
        sql(&folder, edit);
        let run = folder.run("ropa verify");
        assert!(
            run.stops(2).stderr.contains(found),
            "{edit}\n{}",
            run.transcript()
        );
        // What could act is refused before it does; what is only missing is not needed.
        let is_refused = !found.contains("missing") && !found.contains("in index");
        let tampered = fs::read(folder.path("ropa.db")).unwrap();
        for (line, said) in QUESTIONS.iter().zip(&before) {
            let run = folder.run(line);
            if is_refused {
                assert!(
                    run.stops(2).stderr.contains(found),
                    "{edit}\n{}",
                    run.transcript()
                );
            } else {
                assert_eq!(&run.both(), said, "{edit}");
            }
        }
        if is_refused {
            folder.run("ropa apply register").stops(2);
            folder.run("ropa init").stops(2);
        }
        assert!(
            fs::read(folder.path("ropa.db")).unwrap() == tampered,
            "{edit}"
        );
    }
    // What other programs leave to search faster says nothing.
    folder.write("ropa.db", &whole);
    sql(&folder, "ANALYZE");
    folder.does("ropa verify");
    assert_eq!(answers(&folder), before);
}

#[test]
fn what_is_not_the_history_is_made_anew() {
    let folder = Folder::with_database();
    let whole = fs::read(folder.path("ropa.db")).unwrap();
    let before = answers(&folder);
    let verified = folder.run("ropa verify").stdout;
    let of_log = |edit: &str| {
        ["commits", "revisions"]
            .iter()
            .any(|table| edit.contains(table))
    };
    for (edit, found) in EDITS {
        folder.write("ropa.db", &whole);
        sql(&folder, edit);
        let tampered = fs::read(folder.path("ropa.db")).unwrap();
        let run = folder.run("ropa verify --repair");
        let copy = folder.path("ropa.db.before-repair-1");
        if of_log(edit) {
            assert!(
                run.stops(2).stderr.contains(found),
                "{edit}\n{}",
                run.transcript()
            );
            assert!(
                fs::read(folder.path("ropa.db")).unwrap() == tampered,
                "{edit}"
            );
            assert!(!copy.exists(), "{edit}");
            continue;
        }
        assert_eq!(run.succeeds().stdout, verified, "{edit}");
        assert!(fs::read(&copy).unwrap() == tampered, "{edit}");
        fs::remove_file(copy).unwrap();
        assert_eq!(answers(&folder), before, "{edit}");
        let left: Vec<String> = files(&folder.path(""))
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert!(
            !left.iter().any(|name| name.contains("journal")),
            "{left:?}"
        );
    }
    // Also where the pages of what is not the history are ruined, and where SQLite cannot read the schema.
    folder.write("ropa.db", &whole);
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    let root: u32 = conn
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'mention'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(conn);
    let page = (usize::try_from(root).unwrap() - 1) * 8192;
    let mut bytes = whole.clone();
    bytes[page..page + 8192].fill(0xa5);
    folder.write("ropa.db", &bytes);
    folder.run("ropa verify").stops(2);
    assert_eq!(folder.stdout("ropa verify --repair"), verified);
    folder.write("ropa.db", &whole);
    sql(
        &folder,
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE nonsense' WHERE name = 'mention'",
    );
    folder.run("ropa verify").stops(2);
    assert_eq!(folder.stdout("ropa verify --repair"), verified);
    assert_eq!(answers(&folder), before);
    folder.does("ropa apply register");
    // The history itself is never made up.
    folder.write("ropa.db", &whole);
    sql(
        &folder,
        "DROP TRIGGER revisions_stay; UPDATE revisions SET document = '{}' WHERE key = 3; \
         CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions\nBEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END",
    );
    assert_snapshot!(folder.says("ropa verify --repair"), @"
    $ ropa verify --repair
    --- stderr, exit 2
    error: revision 3 of `party:community-matrons`, made by commit 1, was altered
    hint: another program changed this file: keep it as evidence and restore a backup
    ");
    folder.run("ropa -r nowhere.db verify --repair").stops(2);
    folder.run("ropa -r register verify --repair").stops(2);
}

/// Of every bit that may flip in what a file holds: it is found, or nothing is answered otherwise. `ROPA_FLIPS=6000`
/// tries more of them, and `ROPA_SEED=1` others.
#[test]
fn a_bit_that_flipped_is_found_or_changes_no_answer() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
    };
    let mut dice = Rng::with_seed(number("ROPA_SEED", 20_261_127));
    let folder = Folder::with_database();
    let whole = fs::read(folder.path("ropa.db")).unwrap();
    let before = answers(&folder);
    // Zeros are mostly room that nothing uses.
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let (mut n_found, mut n_harmless) = (0, 0);
    // The kind of the first page of an index in which nothing is.
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'link_other'";
    let empty: u32 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    drop(conn);
    let first = ((usize::try_from(empty).unwrap() - 1) * 8192, 8);
    let others = (0..number("ROPA_FLIPS", 250)).map(|_| {
        let at = used[dice.usize(..used.len())];
        (at, 1 << dice.u8(..8))
    });
    for (at, bit) in std::iter::once(first).chain(others) {
        let mut bytes = whole.clone();
        bytes[at] ^= bit;
        folder.write("ropa.db", &bytes);
        let verified = Store::open_to_verify(folder.path("ropa.db"))
            .map_err(Broken::from)
            .and_then(|store| store.apart().verify(None));
        if verified.is_err() {
            n_found += 1;
            continue;
        }
        n_harmless += 1;
        assert!(answers(&folder) == before, "byte {at}, bit {bit}");
    }
    println!("{n_found} found, {n_harmless} harmless");
    assert!(n_found > n_harmless);
}
