//! Tests of the file: what is refused, what survives, and how it is read.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::json;

use super::sample::{activity, change, database, day, folder, party, records, sound};
use super::{Store, StoreError};

/// What opening a file to read and to write says, having left the file as it was.
fn refusals(path: &Path) -> [String; 2] {
    let before = fs::read(path).ok();
    let answers = [Store::open(path), Store::open_to_write(path)].map(|opened| {
        opened
            .unwrap_err()
            .to_string()
            .replace(&path.display().to_string(), "FILE")
    });
    assert_eq!(fs::read(path).ok(), before);
    answers
}

#[test]
fn what_is_no_register_is_refused_untouched() {
    let (folder, path) = folder();
    let both = |message: &str| [message.to_owned(), message.to_owned()];
    assert_eq!(refusals(&path), both("there is no register at `FILE`"));
    assert_eq!(
        refusals(folder.path()),
        both("`FILE` is a folder, not a database")
    );
    fs::write(&path, "").unwrap();
    assert_eq!(
        refusals(&path),
        both("`FILE` is empty: it is not a register")
    );
    fs::write(&path, "Dear Sir or Madam, ".repeat(99)).unwrap();
    assert_eq!(refusals(&path), both("`FILE` is not a register of ropa"));
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE commits (a)").unwrap();
    drop(other);
    assert_eq!(refusals(&path), both("`FILE` is not a register of ropa"));
    fs::remove_file(&path).unwrap();
    let newer = database(&path);
    newer.conn.pragma_update(None, "user_version", 7).unwrap();
    drop(newer);
    assert_eq!(
        refusals(&path),
        both("`FILE` was written by a newer ropa: its format is 7, this program knows 2")
    );
}

#[test]
fn a_new_register_takes_no_place_and_leaves_nothing_behind() {
    let (folder, path) = folder();
    drop(database(&path));
    let before = fs::read(&path).unwrap();
    assert!(matches!(
        Store::create(&path),
        Err(StoreError::Exists { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(matches!(
        Store::create(folder.path()),
        Err(StoreError::IsFolder { .. })
    ));
    let nowhere = Store::create(folder.path().join("no/ropa.db")).unwrap_err();
    assert!(matches!(nowhere, StoreError::NoFolder { .. }));
    assert_eq!(nowhere.hint().unwrap(), "make the folder first");
    assert!(Store::create(path.join("ropa.db")).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let (_folder, path) = folder();
    drop(database(&path));
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    for message in refusals(&path) {
        assert!(message.starts_with("`FILE` is damaged"), "{message}");
    }
    // Each page overwritten in turn: never a panic, never a wrong answer taken for a right one.
    let page = 8192;
    let sound_hash = {
        fs::write(&path, &whole).unwrap();
        Store::open(&path).unwrap().register_hash().unwrap()
    };
    for start in (page..whole.len()).step_by(page) {
        let mut damaged = whole.clone();
        damaged[start..start + page].fill(0xa5);
        fs::write(&path, &damaged).unwrap();
        let found =
            Store::open(&path).map(|store| store.verify(None).map(|sound| sound.register_hash));
        if let Ok(Ok(hash)) = found {
            // A page that only serves lookups the proof does not make.
            assert_eq!(hash, sound_hash);
        }
    }
    fs::write(&path, &whole[..page]).unwrap();
    for message in refusals(&path) {
        assert!(message.starts_with("`FILE` is damaged"), "{message}");
    }
}

#[test]
fn a_full_disk_leaves_the_register_as_it_was() {
    let (_folder, path) = folder();
    let mut store = database(&path);
    let before = fs::read(&path).unwrap();
    store.conn.pragma_update(None, "max_page_count", 1).unwrap();
    let many = (0..999).map(|n| activity(&format!("a-{n}"), json!({})));
    let plan = store.plan(many, false).unwrap();
    let full = store.commit(&plan, "ada", "", day(2)).unwrap_err();
    assert!(matches!(full, StoreError::Full { .. }), "{full}");
    assert_eq!(fs::read(&path).unwrap(), before);
    sound(&store.conn);
}

#[test]
fn a_locked_register_is_waited_for_and_then_given_up() {
    let (_folder, path) = folder();
    let other = database(&path);
    let before = fs::read(&path).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let patience = Duration::from_millis(200);
    let mut store = Store::open_to_write_with(&path, patience).unwrap();
    let plan = store.plan([party("a", json!({}))], false).unwrap();
    let started = Instant::now();
    let busy = store.commit(&plan, "ada", "", day(2)).unwrap_err();
    assert!(started.elapsed() >= patience);
    assert!(matches!(busy, StoreError::Busy { .. }), "{busy}");
    assert!(busy.hint().unwrap().contains("SQLite browser"));
    // Reading goes on meanwhile.
    assert_eq!(
        Store::open(&path)
            .unwrap()
            .totals(super::Retired::LeftOut)
            .unwrap()
            .activities,
        3
    );
    other.conn.execute_batch("ROLLBACK").unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(store.commit(&plan, "ada", "", day(2)).unwrap().is_some());
}

#[cfg(unix)]
#[test]
fn a_read_only_place_can_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = folder();
    drop(database(&path));
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(&path, 0o444);
    allow(folder.path(), 0o555);
    let is_root = fs::write(folder.path().join("probe"), "").is_ok();
    assert_eq!(
        Store::open(&path)
            .unwrap()
            .totals(super::Retired::LeftOut)
            .unwrap()
            .activities,
        3
    );
    if !is_root {
        assert!(matches!(
            Store::open_to_write(&path),
            Err(StoreError::ReadOnly { .. })
        ));
        let new = Store::create(folder.path().join("new.db"));
        assert!(matches!(new, Err(StoreError::Denied { .. })));
        allow(&path, 0o644);
        // The file may be written, but not the journal beside it.
        let mut store = Store::open_to_write(&path).unwrap();
        let plan = store.plan([party("a", json!({}))], false).unwrap();
        let refused = store.commit(&plan, "ada", "", day(2)).unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused}");
        allow(&path, 0o000);
        assert!(matches!(Store::open(&path), Err(StoreError::Denied { .. })));
    }
    allow(folder.path(), 0o755);
}

#[test]
fn a_change_cut_off_in_the_middle_is_undone() {
    let (folder, path) = folder();
    let hash = database(&path).register_hash().unwrap();
    // A writer whose pages have reached the file and whose journal still says how to undo them.
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; \
             UPDATE name SET written = printf('%4000c', 'x'); DELETE FROM record; \
             UPDATE activity SET id = printf('%9000c', 'x');",
        )
        .unwrap();
    let cut = folder.path().join("cut.db");
    fs::copy(&path, &cut).unwrap();
    fs::copy(
        folder.path().join("ropa.db-journal"),
        folder.path().join("cut.db-journal"),
    )
    .unwrap();
    assert_ne!(fs::read(&cut).unwrap().len(), 0);
    let store = Store::open(&cut).unwrap();
    assert_eq!(store.register_hash().unwrap(), hash);
    sound(&store.conn);
    assert!(!folder.path().join("cut.db-journal").exists());
}

/// Not a test of its own: what the next one runs as another process, to kill it.
#[test]
fn child_that_commits_until_it_is_killed() {
    let Ok(path) = std::env::var("ROPA_TEST_COMMIT_UNTIL_KILLED") else {
        return;
    };
    let mut store = Store::open_to_write(path).unwrap();
    for n in 0.. {
        let many = (0..300).map(|i| activity(&format!("a-{i}"), json!({ "note": format!("{n}") })));
        let plan = store.plan(many, false).unwrap();
        store
            .commit(&plan, "child", &n.to_string(), day(2))
            .unwrap();
    }
}

#[test]
fn a_killed_program_leaves_its_last_commit() {
    let (_folder, path) = folder();
    drop(database(&path));
    for milliseconds in [150, 230, 310, 470] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::tests::child_that_commits_until_it_is_killed",
            ])
            .env("ROPA_TEST_COMMIT_UNTIL_KILLED", &path)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&path).unwrap();
        let verified = store.verify(None).unwrap();
        assert_eq!(Some(verified.commits), verified.head.map(|head| head.seq));
    }
}

/// A database made by a program that knew no other format than the first.
fn of_format_1(path: &Path) {
    let made = Connection::open(path).unwrap();
    let dump = include_str!("../../tests/fixtures/formats/1.sql");
    made.execute_batch(dump).unwrap();
}

/// Whether the file has an index that fits.
fn fits(path: &Path) -> bool {
    let conn = Connection::open(path).unwrap();
    let counter = super::open::counter(path).unwrap();
    super::index::fitness(&conn, counter).unwrap() == super::index::Fitness::Fits
}

#[test]
fn a_file_of_format_1_gets_a_new_index_and_keeps_its_log() {
    let (_folder, path) = folder();
    of_format_1(&path);
    let store = Store::open(&path).unwrap();
    sound(&store.conn);
    let verified = store.verify(None).unwrap();
    assert_eq!(
        (verified.commits, verified.revisions, verified.records),
        (2, 21, 18)
    );
    assert_eq!(
        verified.register_hash,
        "3bf3c8b7b6eef0a17f230389298ea07551dc2bce8cd1bb7ec63461bf353ea0a6"
    );
    assert!(fits(&path));
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('flow', 'party', 'v_flow')";
    let former: i64 = store.conn.query_row(tables, [], |row| row.get(0)).unwrap();
    assert_eq!(former, 0);
    drop(store);
    let mut store = Store::open_to_write(&path).unwrap();
    change(&mut store, vec![party("new", json!({}))], &[]);
    assert!(fits(&path));
}

#[test]
fn every_commit_leaves_an_index_that_fits() {
    let (_folder, path) = folder();
    drop(Store::create(&path).unwrap());
    assert!(fits(&path));
    let mut store = database_of(&path);
    assert!(fits(&path));
    change(&mut store, vec![party("new", json!({}))], &[]);
    let many = (0..3000).map(|n| activity(&format!("a-{n}"), json!({ "data": ["health"] })));
    change(&mut store, many.collect(), &[]);
    assert!(fits(&path));
    drop(store);
    Store::repair(&path).unwrap();
    assert!(fits(&path));
    // The log is not read to open it.
    assert!(!is_asked_in_memory(&Store::open(&path).unwrap()));
}

/// Whether an index beside that of the file was made.
fn is_asked_in_memory(store: &Store) -> bool {
    let tables = "SELECT 1 FROM temp.sqlite_schema";
    store.conn.prepare(tables).unwrap().exists([]).unwrap()
}

/// The records in a register that was just made.
fn database_of(path: &Path) -> Store {
    let mut store = Store::open_to_write(path).unwrap();
    let plan = store.plan(records(), false).unwrap();
    store.commit(&plan, "ada", "begin", day(1)).unwrap();
    store
}

#[test]
fn an_index_that_another_program_damaged_is_not_asked_and_stays_as_evidence() {
    let damages = [
        "DELETE FROM mention; DELETE FROM above",
        "DROP TABLE mention",
        "UPDATE made_for SET head = 'x'",
        "UPDATE made_for SET version = 99; DELETE FROM record",
        "DROP TABLE made_for; DELETE FROM link",
        "UPDATE name SET folded = 'x' || folded",
    ];
    for damage in damages {
        let (_folder, path) = folder();
        let whole = parts(&database(&path));
        assert_eq!(whole, ["adoption conference"]);
        let other = Connection::open(&path).unwrap();
        other.execute_batch(damage).unwrap();
        let damaged = fs::read(&path).unwrap();
        let store = Store::open(&path).unwrap();
        assert_eq!(parts(&store), whole, "{damage}");
        if !damage.contains("99") {
            assert_eq!(fs::read(&path).unwrap(), damaged, "{damage}");
            assert!(is_asked_in_memory(&store), "{damage}");
            assert!(store.verify(None).is_err(), "{damage}");
        }
        drop(store);
        // Whoever writes makes it anew first.
        let mut store = Store::open_to_write(&path).unwrap();
        assert_eq!(parts(&store), whole, "{damage}");
        change(&mut store, vec![party("new", json!({}))], &[]);
        assert!(store.verify(None).is_ok() && fits(&path), "{damage}");
    }
}

/// The activities of the part of the register that NHS numbers lead to.
fn parts(store: &Store) -> Vec<String> {
    let number = store.resolve("NHS Number", &[]).unwrap();
    let selection = super::Selection {
        any_of: vec![store.family(&number).unwrap().narrower],
        ..super::Selection::default()
    };
    let mut parts = Vec::new();
    let done: Result<(), StoreError> = store.each_part(&selection, 9, |part| {
        parts.push(super::sample::words(part.activities.keys()).join(" "));
        Ok(())
    });
    done.unwrap();
    parts
}

/// The statements of questions: none may read a whole table.
const QUESTIONS: &[&str] = &[
    "SELECT key FROM record WHERE kind = ? AND id = ?",
    "SELECT kind, id FROM record WHERE key = ?",
    "SELECT record.kind, record.id FROM name JOIN record USING (key) WHERE name.folded = ?",
    "SELECT activity FROM mention WHERE thing = ?",
    "SELECT record.kind, record.id FROM name JOIN record ON record.key = name.key \
     WHERE name.folded = ? AND record.kind = ?",
    "SELECT kind, id FROM record WHERE key IN (SELECT activity FROM mention WHERE thing = ?1 \
     UNION SELECT source FROM reference WHERE thing = ?1)",
    "SELECT link.other FROM link JOIN activity ON activity.key = link.other \
     WHERE link.activity = ?1 AND activity.counts_until >= ?2",
    "SELECT link.activity FROM link JOIN activity ON activity.key = link.activity \
     WHERE link.other = ?1 AND activity.counts_until >= ?2",
    "SELECT count(*), coalesce(sum(counts_until = ''), 0) FROM activity \
     WHERE retired = 1 AND counts_until < ?",
    "SELECT id FROM activity INDEXED BY activity_undated \
     WHERE retired = 1 AND counts_until = '' ORDER BY id LIMIT ?",
    "SELECT revisions.document FROM record \
     JOIN revisions ON revisions.key = record.revision WHERE record.kind = ? AND record.id = ?",
    "SELECT key FROM above WHERE upper = ?",
    "SELECT upper FROM above WHERE key = ?",
    "SELECT key FROM operator WHERE party = ?",
    "SELECT processor FROM sub_processor WHERE party = ? AND systems_state = 'not-recorded'",
    "SELECT coalesce(sum(n), 0) FROM total WHERE what = ?",
    "SELECT id FROM activity \
     WHERE has_data = 0 AND retired = ? AND counts_until >= ? ORDER BY id LIMIT ?",
    "SELECT seq, at, author, message, parent, hash FROM commits ORDER BY seq DESC LIMIT 1",
    "SELECT seq, document FROM revisions WHERE kind = ? AND id = ? ORDER BY key",
    "SELECT document FROM revisions WHERE key = ?",
    "SELECT version FROM main.made_for",
    "SELECT head, counter FROM main.made_for",
];

#[test]
fn no_question_reads_a_whole_table() {
    let (_folder, path) = folder();
    let store = database(&path);
    // The statements as they stand in the code, with their lines joined.
    let code: String = [
        include_str!("index/beside.rs"),
        include_str!("index/catalogue.rs"),
        include_str!("log/mod.rs"),
        include_str!("index/keys.rs"),
        include_str!("index/names.rs"),
        include_str!("index/parts.rs"),
        include_str!("index/retired.rs"),
        include_str!("index/update.rs"),
        include_str!("index/mod.rs"),
        include_str!("index/read.rs"),
    ]
    .concat();
    let parts: Vec<&str> = code.split("\\\n").map(str::trim_start).collect();
    let code = parts.concat();
    for question in QUESTIONS {
        assert!(code.contains(question), "{question} is not asked");
        let mut plan = store
            .conn
            .prepare(&format!("EXPLAIN QUERY PLAN {question}"))
            .unwrap();
        for index in 1..=plan.parameter_count() {
            plan.raw_bind_parameter(index, "x").unwrap();
        }
        let mut rows = plan.raw_query();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            // The first few of an index are no whole table.
            let few = [
                "SCAN commits",
                "SCAN main.made_for",
                "SCAN activity USING COVERING INDEX activity_undated",
            ];
            let whole = step.starts_with("SCAN") && !few.contains(&&*step);
            assert!(
                !whole && !step.contains("TEMP B-TREE"),
                "{question}: {step}"
            );
        }
    }
}

/// The steps that SQLite takes for a question about a rare category.
fn steps_of_a_rare_question(n_others: usize) -> u64 {
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Selection;
    use crate::model::{ActivityId, Kind, OpenList, PartyId, Reference};

    let (_folder, path) = folder();
    let mut store = database(&path);
    let rare = Reference::new(Kind::Data, "rare");
    let mut more = vec![
        super::sample::record(Kind::Data, "rare", json!({ "name": "Rare" })),
        activity(
            "seldom",
            json!({
                "data": ["rare"], "recipient": [{ "to": "nhs", "carries": ["rare"] }],
                "open": ["recipient"],
            }),
        ),
    ];
    for number in 0..n_others {
        let common = json!({
            "data": ["health"], "store": [{ "in": "mosaic" }],
            "recipient": [{ "to": "nhs", "carries": ["health"] }], "open": ["recipient"],
        });
        let other = format!("other-{number}");
        more.push(activity(&other, common));
        more.push(activity(&format!("thin-{other}"), json!({})));
        more.push(party(&format!("party-{other}"), json!({ "country": "US" })));
        // Many that share a name with another, and many incomplete lists.
        let office = json!({ "name": "Office", "part_of": format!("party-{other}") });
        more.push(super::sample::record(
            Kind::Party,
            &format!("office-{other}"),
            office,
        ));
    }
    let plan = store.plan(more, false).unwrap();
    store.commit(&plan, "ada", "more", day(2)).unwrap();

    let mut store = Store::open(&path).unwrap();
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    store.conn.progress_handler(1, Some(count)).unwrap();
    assert_eq!(store.resolve("Rare", &[Kind::Data]).unwrap(), rare);
    let family = store.family(&rare).unwrap();
    let selection = Selection {
        any_of: vec![family.narrower],
        ..Selection::default()
    };
    let mut n_activities = 0;
    store
        .each_part(&selection, 256, |part| -> Result<(), StoreError> {
            n_activities += part.activities.len();
            Ok(())
        })
        .unwrap();
    assert_eq!(n_activities, 1);
    let chosen = BTreeSet::from([ActivityId::new("seldom").unwrap()]);
    let open = store.open_lists(OpenList::Recipient, Some(&chosen), super::Retired::LeftOut);
    assert_eq!(open.unwrap(), ["seldom"]);
    let thin = store.thin(None, super::Retired::LeftOut, 3).unwrap();
    assert_eq!(thin.first.len(), 3);
    assert!(thin.count >= i64::try_from(n_others).unwrap());
    store.totals(super::Retired::LeftOut).unwrap();
    store.parts_of(&PartyId::new("nhs").unwrap()).unwrap();
    steps.load(Ordering::Relaxed)
}

#[test]
fn a_rare_question_costs_no_more_in_a_larger_register() {
    let steps = steps_of_a_rare_question(50);
    assert!(steps > 100);
    assert_eq!(steps, steps_of_a_rare_question(400));
}
