//! The published tables are whole and documented, and user SQL reaches nothing else.

mod every_field;
mod told_apart;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::{DataId, Field, Fields, Presence, Shape};
use crate::queries::Value;
use crate::store::sample::{database, folder, register};

fn ask(store: &Store, sql: &str) -> Result<SqlAnswer, SqlError> {
    let limits = Limits {
        seconds: 1,
        ..Limits::default()
    };
    let day = jiff::civil::date(2026, 11, 24).into();
    store.ask_sql(sql, &BTreeMap::new(), &BTreeMap::new(), day, limits)
}

/// The rows of an answer, one a line.
fn rows(store: &Store, sql: &str) -> String {
    let answer = ask(store, sql).unwrap();
    let lines = answer.rows.iter().map(|row| {
        let cells = row.iter().map(|value| match value {
            Value::Null => "-".to_owned(),
            value => value.shown(),
        });
        cells.collect::<Vec<_>>().join(" | ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn tables_are_sorted_documented_and_filled_as_they_are_declared() {
    let tables = published_tables();
    assert!(tables.is_sorted_by(|a, b| a.name < b.name));
    let store = Store::in_memory(register()).unwrap();
    for table in tables {
        assert!(
            !table.about.is_empty() && !table.about.ends_with('.'),
            "{}",
            table.name
        );
        let names: BTreeSet<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        for column in table.columns {
            assert!(!column.about.is_empty(), "{}.{}", table.name, column.name);
            let is_name = column
                .name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(is_name, "{}.{}", table.name, column.name);
        }
        // A row of another number of cells, or of another type, would fail.
        let answer = ask(&store, &format!("SELECT * FROM {}", table.name)).unwrap();
        assert_eq!(answer.columns.len(), table.columns.len());
        assert_eq!(
            answer.tables.keys().copied().collect::<Vec<_>>(),
            [table.name]
        );
    }
}

#[test]
fn a_column_says_the_same_whichever_others_are_read() {
    let store = Store::in_memory(register()).unwrap();
    for table in published_tables() {
        let name = table.name;
        let whole = ask(&store, &format!("SELECT * FROM {name}")).unwrap();
        for (place, column) in table.columns.iter().enumerate() {
            let column = column.name.to_uppercase();
            let alone = ask(&store, &format!("SELECT [{column}] FROM {name}")).unwrap();
            // An index may be read in place of the table, in its order.
            let sorted = |answer: &SqlAnswer, place: usize| {
                let cells = answer.rows.iter().map(|row| format!("{:?}", row[place]));
                let mut cells: Vec<String> = cells.collect();
                cells.sort_unstable();
                cells
            };
            assert_eq!(sorted(&alone, 0), sorted(&whole, place), "{name}.{column}");
        }
        // Columns that are compared are read, however that is written.
        let joined = whole.columns[..2].join(", ");
        let on = whole.columns[..2].iter();
        let on: Vec<_> = on
            .map(|column| format!("a.{column} = b.{column}"))
            .collect();
        let expected = format!(
            "SELECT count(*) FROM {name} a JOIN {name} b ON {}",
            on.join(" AND ")
        );
        let by_name = format!("SELECT count(*) FROM {name} a JOIN [{name}] b Using ({joined})");
        assert_eq!(rows(&store, &by_name), rows(&store, &expected), "{name}");
    }
    let joined = |how: &str| {
        rows(
            &store,
            &format!("SELECT count(*) FROM flow_data AS a {how}"),
        )
    };
    let expected = joined("JOIN flow AS b ON a.activity = b.activity AND a.number = b.number");
    assert_ne!(expected, "0");
    assert_eq!(joined("NATURAL JOIN flow AS b"), expected);
}

#[test]
fn not_recorded_is_null_and_none_is_a_word() {
    let store = Store::in_memory(register()).unwrap();
    assert_eq!(
        rows(
            &store,
            "SELECT id, operator, hosted_in_state FROM system ORDER BY id"
        ),
        "letters | none | not-recorded\nmosaic | servelec | recorded"
    );
    assert_eq!(
        rows(
            &store,
            "SELECT id, recipient_state, data_state, is_retired FROM activity ORDER BY id"
        ),
        "adoption | none | recorded | 0\nconference | recorded | recorded | 0\n\
         old | not-recorded | recorded | 1\nparking | not-recorded | not-recorded | 0"
    );
    assert_eq!(
        rows(
            &store,
            "SELECT field, flow FROM gap WHERE id = 'conference' AND name = 'store.carries'"
        ),
        "store.1.carries | 2"
    );
    assert_eq!(
        rows(
            &store,
            "SELECT count(*) FROM gap WHERE id = 'adoption' AND field = 'recipient'"
        ),
        "0"
    );
}

#[test]
fn flows_are_numbered_and_have_their_ends() {
    let store = Store::in_memory(register()).unwrap();
    assert_eq!(
        rows(
            &store,
            "SELECT number, kind, from_kind || ':' || from_id, to_kind || ':' || to_id, through, carries_state, agreement \
             FROM flow ORDER BY activity, number"
        ),
        "1 | source | party:nhs | activity:conference | - | listed | -\n\
         2 | store | activity:conference | system:mosaic | - | not-recorded | contract\n\
         3 | recipient | activity:conference | activity:adoption | - | all | -\n\
         4 | recipient | activity:conference | party:nhs | letters | none | -"
    );
}

#[test]
fn what_is_computed_is_what_is_asked() {
    let store = Store::in_memory(register()).unwrap();
    assert_eq!(
        rows(
            &store,
            "SELECT data, party, role, certainty, steps, path, followed FROM receives ORDER BY data, party"
        ),
        "identifiers | cloud | sub-processor | possible | 3 | conference > Mosaic > Servelec > cloud | nhs-number\n\
         identifiers | servelec | processor | possible | 2 | conference > Mosaic > Servelec | nhs-number\n\
         nhs-number | cloud | sub-processor | possible | 3 | conference > Mosaic > Servelec > cloud | nhs-number\n\
         nhs-number | servelec | processor | possible | 2 | conference > Mosaic > Servelec | nhs-number"
    );
    assert_eq!(
        rows(
            &store,
            "SELECT to_id, countries, is_missing FROM leaves_uk ORDER BY to_id"
        ),
        "cloud | US | 1\nmosaic | GB, IE | 0\nservelec | - | 1"
    );
}

#[test]
fn narrowing_leaves_what_the_question_is_about() {
    let store = Store::in_memory(register()).unwrap();
    let day = jiff::civil::date(2026, 11, 24).into();
    let narrowed = |narrowing: Narrowing| {
        let narrowing = BTreeMap::from([("receives".to_owned(), narrowing)]);
        let sql = "SELECT data, party FROM receives ORDER BY data, party";
        let answer = store.ask_sql(sql, &BTreeMap::new(), &narrowing, day, Limits::default());
        let rows = answer.unwrap().rows;
        let lines = rows
            .iter()
            .map(|row| format!("{} {}", row[0].shown(), row[1].shown()));
        lines.collect::<Vec<_>>().join(", ")
    };
    let data = |id| Narrowing {
        data: DataId::new(id).ok(),
        ..Narrowing::default()
    };
    assert_eq!(
        narrowed(data("nhs-number")),
        "nhs-number cloud, nhs-number servelec"
    );
    assert_eq!(
        narrowed(data("identifiers")),
        "identifiers cloud, identifiers servelec, nhs-number cloud, nhs-number servelec"
    );
    assert_eq!(narrowed(data("health")), "");
    assert_eq!(
        narrowed(Narrowing {
            party: crate::model::PartyId::new("cloud").ok(),
            ..Narrowing::default()
        }),
        "identifiers cloud, nhs-number cloud"
    );
    assert_eq!(
        narrowed(Narrowing {
            activity: crate::model::ActivityId::new("parking").ok(),
            ..Narrowing::default()
        }),
        ""
    );
}

#[test]
fn the_history_is_published_and_a_folder_has_none() {
    let (_folder, path) = folder();
    let store = database(&path);
    assert_eq!(
        rows(&store, "SELECT seq, author, message FROM change"),
        "1 | ada | begin"
    );
    assert_eq!(
        rows(
            &store,
            "SELECT what, count(*) > 10 FROM revision GROUP BY what"
        ),
        "added | 1"
    );
    let text = Store::in_memory(register()).unwrap();
    assert_eq!(rows(&text, "SELECT count(*) FROM change"), "0");
}

#[test]
fn only_reading_published_tables_is_allowed() {
    let store = Store::in_memory(register()).unwrap();
    let refused = [
        "ATTACH 'x.db' AS x",
        "ATTACH ':memory:' AS x",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO '/tmp/ropa-stolen.db'",
        "PRAGMA writable_schema = 1",
        "PRAGMA query_only = 0",
        "PRAGMA table_info(party)",
        "PRAGMA journal_mode = WAL",
        "SELECT * FROM pragma_table_info('party')",
        "SELECT count(*) FROM pragma_database_list",
        "SELECT * FROM sqlite_schema",
        "SELECT count(*) FROM sqlite_master",
        "SELECT * FROM sqlite_temp_master",
        "SELECT * FROM dbstat",
        "INSERT INTO party (id, name) VALUES ('x', 'x')",
        "UPDATE party SET name = 'x'",
        "DELETE FROM party",
        "REPLACE INTO party SELECT * FROM party",
        "DROP TABLE party",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x AS SELECT * FROM party",
        "CREATE VIEW x AS SELECT * FROM party",
        "CREATE TEMP TRIGGER x AFTER INSERT ON party BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE x USING fts5(a)",
        "ALTER TABLE party RENAME TO x",
        "ANALYZE",
        "REINDEX",
        "BEGIN",
        "COMMIT",
        "SAVEPOINT x",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT random()",
        "SELECT hex(randomblob(4))",
        "SELECT CURRENT_TIMESTAMP",
        "WITH x AS (SELECT 1) DELETE FROM party",
        "WITH v AS (SELECT sql FROM sqlite_schema) SELECT * FROM v",
        "WITH party AS (SELECT * FROM sqlite_schema) SELECT * FROM party",
        "EXPLAIN DELETE FROM party",
    ];
    for sql in refused {
        let error = ask(&store, sql).expect_err(sql);
        // Where one statement holds another, the second is what is seen first.
        let is_refusal = matches!(error, SqlError::NotAllowed { .. } | SqlError::Several);
        assert!(is_refusal, "{sql}: {error:?}");
        assert!(error.hint().is_some(), "{sql}");
    }
    assert!(ask(&store, "DELETE FROM sqlite_schema").is_err());
    // The tables of the store are not there at all.
    for table in [
        "revisions",
        "commits",
        "v_record",
        "name",
        "mention",
        "secret",
    ] {
        for sql in [
            format!("SELECT * FROM {table}"),
            format!("WITH v AS (SELECT * FROM {table}) SELECT * FROM v"),
            format!("WITH party AS (SELECT * FROM {table}) SELECT * FROM party"),
        ] {
            let error = ask(&store, &sql).expect_err(&sql).to_string();
            assert_eq!(error, format!("no such table: {table}"));
        }
    }
}

#[test]
fn what_is_no_one_question_is_refused() {
    let store = Store::in_memory(register()).unwrap();
    let said = |sql: &str| ask(&store, sql).expect_err(sql).to_string();
    assert_eq!(said("SELECT 1; SELECT 2"), "it is more than one statement");
    assert_eq!(
        said("SELECT 1; DROP TABLE party"),
        "it is more than one statement"
    );
    assert_eq!(said(""), "there is no question in it");
    assert_eq!(
        said(" -- nothing\n/* at all */ ;"),
        "there is no question in it"
    );
    assert_eq!(
        said("SELECT 'a\0b'"),
        "line 1, column 10: it contains a character that is not text (NUL)"
    );
    assert_eq!(
        said("SELECT date('now')"),
        "line 1, column 13: `'now'` would ask the clock, and the day is `:on`"
    );
    assert_eq!(
        said("SELECT\n  nme FROM party"),
        "line 2, column 3: no such column: nme"
    );
    assert_eq!(
        said("SELECT FROM"),
        "line 1, column 8: near \"FROM\": syntax error"
    );
    assert_eq!(said("SELECT :days"), "there is no value for `:days`");
    assert_eq!(said("SELECT ?"), "there is no value for `?1`");
    assert_eq!(
        said(&format!("SELECT '{}'", "x".repeat(100_000))),
        "it is too large: its text has more than 100,000 bytes"
    );
    // A comment is no statement, and a common table expression that is only counted is harmless.
    assert_eq!(rows(&store, "SELECT 1; -- and no more"), "1");
    assert_eq!(
        rows(
            &store,
            "WITH v AS (SELECT id FROM party) SELECT count(*) FROM v"
        ),
        "6"
    );
    assert_eq!(
        rows(&store, "SELECT value FROM json_each('[1, 2]') ORDER BY 1"),
        "1\n2"
    );
    assert_eq!(rows(&store, "SELECT :as_at"), "2026-11-24");
}

#[test]
fn no_function_of_times_asks_the_machine() {
    let store = Store::in_memory(register()).unwrap();
    for sql in [
        "date()",
        "date('n' || 'ow')",
        "date('NO' || 'W', '+1 month')",
        "date('n' || 'ow' || char(0) || 'x')",
        "date(x'6e6f77')",
        "time()",
        "time('subsec')",
        "datetime('subsecond', '+1 day')",
        "julianday()",
        "unixepoch(lower('NO' || 'W'))",
        "strftime('%s')",
        "strftime('%Y', 'n' || 'ow')",
        "timediff('2026-11-23', 'n' || 'ow')",
        "timediff('n' || 'ow', '2026-11-23')",
        "datetime('2026-01-01', 'localtime')",
        "time('12:00', 'UTC')",
        "strftime('%H', '12:00', '+1 hour', 'LOCAL' || 'TIME')",
    ] {
        let error = ask(&store, &format!("SELECT {sql}")).expect_err(sql);
        let says = "would ask the machine";
        assert!(error.to_string().contains(says), "{sql}: {error}");
    }
    for (sql, says) in [
        ("date(:on)", "2026-11-24"),
        ("date('2024-02-29', '+1 year')", "2025-03-01"),
        ("date(NULL)", "-"),
        ("date('no date')", "-"),
        ("strftime('%d/%m/%Y now', '2024-02-29')", "29/02/2024 now"),
        ("julianday('2000-01-01')", "2451544.5"),
        ("unixepoch('2000-01-01 00:00:00', 'subsec')", "946684800"),
        (
            "timediff('2026-11-24', '2026-11-23')",
            "+0000-00-01 00:00:00.000",
        ),
    ] {
        assert_eq!(rows(&store, &format!("SELECT {sql}")), says, "{sql}");
    }
}

#[test]
fn time_and_size_are_bounded() {
    let store = Store::in_memory(register()).unwrap();
    let said = |sql: &str| ask(&store, sql).expect_err(sql).to_string();
    let endless =
        "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
    assert_eq!(said(endless), "it was stopped after 1 second");
    assert_eq!(
        said("SELECT zeroblob(900000000)"),
        "it is too large: a value in it has more than 1 MB"
    );
    assert_eq!(
        said("SELECT printf('%900000000d', 1)"),
        "it is too large: a value in it has more than 1 MB"
    );
    let limits = Limits {
        most_rows: Some(2),
        ..Limits::default()
    };
    let day = jiff::civil::date(2026, 11, 24).into();
    let none = BTreeMap::new();
    let sql = "SELECT id FROM party ORDER BY id";
    let answer = store
        .ask_sql(sql, &none, &BTreeMap::new(), day, limits)
        .unwrap();
    assert_eq!((answer.rows.len(), answer.n_left_out), (2, 4));
}

#[test]
fn an_exported_file_documents_itself() {
    let (_folder, path) = folder();
    let store = database(&path);
    let file = path.with_file_name("export.sqlite");
    std::fs::File::create_new(&file).unwrap();
    store
        .export_sqlite(&file, jiff::civil::date(2026, 11, 24).into())
        .unwrap();
    let conn = rusqlite::Connection::open(&file).unwrap();
    let undocumented: i64 = conn
        .query_row(
            "SELECT count(*) FROM sqlite_schema JOIN pragma_table_info(sqlite_schema.name) AS info \
             WHERE sqlite_schema.type = 'table' AND sqlite_schema.name NOT LIKE 'sqlite_%' \
             AND sqlite_schema.name <> 'documentation' \
             AND NOT EXISTS (SELECT 1 FROM documentation WHERE table_name = sqlite_schema.name AND column_name = info.name)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(undocumented, 0);
    let (hash, version): (String, i64) = conn
        .query_row("SELECT hash, published_version FROM register", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(
        (hash, version),
        (store.register_hash().unwrap(), PUBLISHED_VERSION)
    );
    // Every saved question of the core pack runs there too.
    for core in crate::queries::CORE {
        conn.prepare(core.text).unwrap();
    }
    // It is no register, and is not taken for one.
    assert!(Store::open(&file).is_err());
}
