//! `ropa sql` and `ropa export sqlite`: the published tables from the command line.

use std::collections::BTreeMap;

use calamine::{DataType as _, Reader as _, Xlsx};
use insta::assert_snapshot;

use crate::harness::{Folder, files};

#[test]
fn a_question_is_answered_in_every_form() {
    let folder = Folder::with_register();
    let sql = "SELECT id, name, operator FROM system ORDER BY id";
    let run = |format: &str| folder.run_words(&["sql", sql, "--format", format]);
    assert_snapshot!(run("text").succeeds().stdout.replace(&today(&folder), "[today]"), @r"
    id                      name                           operator
    integrated-care-record  Integrated care record system
    mosaic                  Mosaic                         servelec

    2 rows. Searched system (2). As at [today].
    ");
    assert_snapshot!(run("csv").succeeds().stdout, @r"
    id,name,operator
    integrated-care-record,Integrated care record system,
    mosaic,Mosaic,servelec
    ");
    assert_snapshot!(run("md").succeeds().stdout.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    # Answer

    Essex County Council
    ");
    let json: serde_json::Value = serde_json::from_str(&run("json").succeeds().stdout).unwrap();
    assert_eq!(json["answer"][0]["operator"], serde_json::Value::Null);
    assert_eq!(json["answer"][1]["operator"], "servelec");
    assert_eq!(json["searched"], serde_json::json!({ "system": 2 }));
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "answer",
            "as_of",
            "ended",
            "not_recorded",
            "notes",
            "on",
            "open",
            "planned",
            "question",
            "retired_left_out",
            "searched",
            "uncertain",
            "version"
        ]
    );
    let html = run("html");
    assert!(html.succeeds().stdout.contains("Mosaic") && html.stdout.contains("<table"));
}

/// Today in words, as an answer says it.
fn today(folder: &Folder) -> String {
    let json = folder.run_words(&["sql", "SELECT 1", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let day: jiff::civil::Date = json["as_of"].as_str().unwrap().parse().unwrap();
    day.strftime("%-d %B %Y").to_string()
}

#[test]
fn a_workbook_says_what_was_asked_and_what_the_answer_is() {
    let folder = Folder::with_register();
    let long = "x".repeat(40_000);
    let sql = format!(
        "SELECT id AS system, CASE id WHEN 'mosaic' THEN '=1+1' ELSE '{long}' END AS words, \
         length(id) AS letters, CASE id WHEN 'mosaic' THEN 'not recorded' ELSE 'none' END AS said \
         FROM system ORDER BY id DESC"
    );
    let bare = folder.run_words(&["sql", &sql, "-o", "systems.xlsx"]);
    bare.succeeds();
    let answer = cells(&folder, "systems.xlsx", "Answer");
    let row = |name: &str| {
        let ((row, _), _) = answer.iter().find(|(_, cell)| *cell == name).unwrap();
        let cells = (0..4).map(|column| answer[&(*row, column)].clone());
        cells.collect::<Vec<_>>()
    };
    assert_eq!(row("system"), ["system", "words", "letters", "said"]);
    assert_eq!(row("mosaic"), ["mosaic", "=1+1", "6", "not recorded"]);
    let whole = row("integrated-care-record");
    assert_eq!((&*whole[2], &*whole[3]), ("22", "none"));
    let foot = format!("2 rows. Searched system (2). As at {}.", today(&folder));
    assert!(answer.values().any(|cell| *cell == foot));

    // What is too long for a cell goes on elsewhere, and nothing is lost.
    let name = "Texts too long for a cell";
    let rest = cells(&folder, "systems.xlsx", name);
    let continued = |cell: &str, from: &str| {
        let (head, note) = cell.split_once("… [").unwrap();
        assert_eq!(note, format!("continued on the sheet {name}, from {from}]"));
        let ((row, _), _) = rest.iter().find(|(_, cell)| *cell == from).unwrap();
        format!("{head}{}", rest[&(*row, 1)])
    };
    assert_eq!(continued(&whole[1], "Answer!B5"), long);
    let contents = cells(&folder, "systems.xlsx", "Contents");
    assert_eq!(
        continued(&contents[&(3, 1)], "Contents!B4"),
        format!("ropa sql \"{sql}\"")
    );

    let saved = folder.run("ropa query engagements -o engagements.xlsx");
    saved.succeeds();
    let contents = cells(&folder, "engagements.xlsx", "Contents");
    let has = |words: &str| contents.values().any(|cell| cell.contains(words));
    let query = ropa::queries::CORE;
    let query = query
        .iter()
        .find(|core| core.name == "engagements")
        .unwrap();
    let query = ropa::queries::parse(query.name, query.text).unwrap();
    assert!(
        has(&query.title)
            && has(&format!("as at {}", today(&folder)))
            && has("ropa query engagements")
    );
    assert!(has(&query.r#use));
    // No heading of it is coloured by the law.
    assert!(!has("Article 30"));
    let sheet = cells(&folder, "engagements.xlsx", &query.title);
    for words in [query.question.as_str(), "Servelec", "is run by"] {
        assert!(sheet.values().any(|cell| cell == words), "{words}");
    }
}

/// The cells of a sheet by row and column, all of which are text.
fn cells(folder: &Folder, file: &str, name: &str) -> BTreeMap<(u32, u32), String> {
    let mut book: Xlsx<_> = calamine::open_workbook(folder.path(file)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let (row, column) = range.start().unwrap();
    range
        .used_cells()
        .map(|(down, across, cell)| {
            let text = cell.as_string().filter(|_| cell.is_string()).unwrap();
            let place = (
                row + u32::try_from(down).unwrap(),
                column + u32::try_from(across).unwrap(),
            );
            (place, text)
        })
        .collect()
}

#[test]
fn what_is_no_question_is_refused_before_anything_is_read() {
    let folder = Folder::empty();
    for (sql, said) in [
        ("ATTACH 'x.db' AS x", "this attaches a file"),
        ("VACUUM INTO 'x.db'", "this writes"),
        (
            "PRAGMA writable_schema = 1",
            "this is `PRAGMA writable_schema`",
        ),
        ("DROP TABLE party", "this changes"),
        ("SELECT 1; SELECT 2", "more than one statement"),
        ("SELECT * FROM sqlite_schema", "is not one of them"),
        (
            "WITH party AS (SELECT * FROM revisions) SELECT * FROM party",
            "no such table: revisions",
        ),
        (
            "SELECT load_extension('x')",
            "`load_extension` reaches outside",
        ),
        (
            "SELECT nme FROM party",
            "line 1, column 8: no such column: nme",
        ),
        ("/* only words */", "there is no question in it"),
        ("REINDEX", "this is not a SELECT"),
        ("SELECT :days", "there is no value for `:days`"),
    ] {
        // There is no register here, and nothing asks for one.
        let run = folder.run_words(&["sql", sql]);
        run.stops(2).is_in_words();
        assert!(run.stderr.contains(said), "{sql}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    assert!(files(&folder.path("")).is_empty());
}

#[test]
fn endless_and_giant_questions_stop() {
    let folder = Folder::with_register();
    let endless =
        "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
    let run = folder.run_words(&["sql", endless, "--seconds", "1"]);
    run.stops(2).is_in_words();
    assert!(
        run.stderr.contains("it was stopped after 1 second"),
        "{}",
        run.stderr
    );
    let giant = "SELECT zeroblob(900000000)";
    let run = folder.run_words(&["sql", giant]);
    run.stops(2).is_in_words();
    assert!(run.stderr.contains("a value in it has more than 1 MB"));
    // Many values that are large together are stopped by the limit on memory.
    let hoard = "WITH RECURSIVE c (n, x) AS (SELECT 1, zeroblob(900000) UNION ALL SELECT n + 1, zeroblob(900000) FROM c) \
                 SELECT count(DISTINCT n || hex(substr(x, 1, 400000))) FROM c";
    let run = folder.run_words(&["sql", hoard, "--seconds", "30"]);
    run.stops(2).is_in_words();
    assert!(run.stderr.contains("it is too large"), "{}", run.stderr);
}

#[test]
fn the_tables_are_documented() {
    let folder = Folder::empty();
    let all = folder.says("ropa sql --tables");
    assert!(
        all.contains(
            "receives: a party, or people whose data it is not, that receive a category of data"
        ),
        "{all}"
    );
    assert_snapshot!(folder.says("ropa sql --tables party_part"), @"
    $ ropa sql --tables party_part
    Published tables, version 2. In a column marked * null is not recorded, and the word `none` is none.
    In a column `..._state` the words are not-recorded, none and recorded.

    party_part: a party with one that is part of it, at any remove; each party with itself too
        whole: the party
        part: itself or a part of it
    ");
    assert_snapshot!(folder.says("ropa sql --tables recieves"), @"
    $ ropa sql --tables recieves
    --- stderr, exit 2
    error: no published table called `recieves`
    hint: did you mean `receives`, `review` or `carries`?
    ");
    assert!(
        folder
            .stdout("ropa sql --tables --format csv")
            .contains("party,country,TEXT,yes,")
    );
}

#[test]
fn an_export_is_a_database_of_its_own() {
    let folder = Folder::with_register();
    let run = folder.run("ropa export sqlite register.sqlite");
    run.succeeds();
    assert!(
        run.stderr.contains("tables to `register.sqlite`"),
        "{}",
        run.stderr
    );
    let bytes = std::fs::read(folder.path("register.sqlite")).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    // The same register on the same day gives the same bytes, in place of what was there.
    folder.does("ropa export sqlite register.sqlite");
    assert_eq!(
        std::fs::read(folder.path("register.sqlite")).unwrap(),
        bytes
    );
    // What it did not make is replaced only if that is asked for.
    folder.write("notes.db", "mine");
    let refused = folder.run("ropa export sqlite notes.db");
    refused.stops(2);
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(folder.read("notes.db"), "mine");
    folder.does("ropa -r other.db init");
    folder
        .run("ropa -r register export sqlite other.db")
        .stops(2);
    folder.does("ropa export sqlite notes.db --force");
    assert_eq!(std::fs::read(folder.path("notes.db")).unwrap(), bytes);
    // It is no register, and no part of one is overwritten.
    folder.run("ropa -r register.sqlite list").stops(2);
    folder
        .run("ropa export sqlite register/parties.toml")
        .stops(2);
    folder
        .run("ropa export sqlite register.sqlite --format csv")
        .stops(2);
    let names: Vec<String> = files(&folder.path(""))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(!names.iter().any(|name| name.contains(".tmp")), "{names:?}");
}

#[test]
fn tables_are_those_of_the_day() {
    let folder = Folder::with_county();
    folder.does("ropa init");
    folder.does("ropa apply register");
    let answer = folder.run_words(&["sql", "SELECT count(*) FROM change"]);
    assert!(answer.succeeds().stdout.contains("1 row."));
    let before = folder.run_words(&["sql", "SELECT 1", "--as-of", "2020-01-01"]);
    before.stops(2);
}

/// Questions of which one step takes longer than anybody waits.
const HELD_UP: [&str; 6] = [
    "SELECT instr(zeroblob(999999), CAST(zeroblob(499999) || x'01' AS BLOB)) FROM json_each('[1,2,3,4,5,6,7,8]')",
    "SELECT length(replace(CAST(zeroblob(900000) AS TEXT), CAST(zeroblob(400000) AS TEXT) || 'a', 'b'))",
    "SELECT printf('%.900000c', 'a') LIKE '%' || printf('%.990c', 'a') || '%b%a%b%'",
    "SELECT printf('%.900000c', 'a') GLOB '*[' || printf('%.900c', 'b') || ']*'",
    "WITH k AS (SELECT '{' || group_concat('\"' || value || '\":1') || '}' AS j FROM (WITH RECURSIVE n (value) AS \
     (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 70000) SELECT value FROM n)) \
     SELECT length(json_patch(j, j)) FROM k",
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000000) \
     SELECT x FROM n ORDER BY printf('%.200c', 'a') || (x * 7919 % 3000000)",
];

#[test]
fn what_no_interruption_reaches_is_ended_all_the_same() {
    let folder = Folder::with_register();
    folder.write("answer.csv", "kept");
    for sql in HELD_UP {
        let begun = std::time::Instant::now();
        let run = folder.run_words(&["sql", sql, "--seconds", "1", "-o", "answer.csv"]);
        let took = begun.elapsed();
        assert!(took < std::time::Duration::from_secs(8), "{sql}: {took:?}");
        assert!(matches!(run.code, 0 | 2), "{}", run.transcript());
        if run.code == 2 {
            assert_eq!(folder.read("answer.csv"), "kept");
            run.stops(2);
        } else {
            folder.write("answer.csv", "kept");
        }
    }
    // One that cannot be interrupted, and so is ended: what one step may take is bounded, but not that low.
    let run = folder.run_words(&["sql", HELD_UP[0], "--seconds", "1"]);
    assert!(
        run.stops(2).stderr.contains("was stopped after 1 second"),
        "{}",
        run.transcript()
    );
}

#[test]
fn an_answer_that_is_too_large_for_its_form_is_refused() {
    let folder = Folder::with_register();
    let sql = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200) \
               SELECT printf('%.900000c', 'a') AS text FROM n";
    for format in ["text", "json", "pdf", "docx", "html", "md"] {
        let run = folder.run_words(&["sql", sql, "--format", format, "--seconds", "30"]);
        let megabytes = match format {
            "json" => 128,
            "pdf" | "docx" => 8,
            _ => 32,
        };
        let says = format!("its answer has more than {megabytes} MB");
        assert!(run.stops(2).stderr.contains(&says), "{}", run.stderr);
    }
    let fewer = sql.replace("200)", "60)");
    let run = folder.run_words(&[
        "sql",
        &fewer,
        "--format",
        "csv",
        "-o",
        "a.csv",
        "--seconds",
        "30",
    ]);
    run.succeeds();
    assert!(std::fs::metadata(folder.path("a.csv")).unwrap().len() > 50_000_000);
}

#[test]
fn a_table_that_is_called_otherwise_is_named() {
    let folder = Folder::empty();
    for (typed, meant) in [
        ("parties", "party"),
        ("Activities", "activity"),
        ("recieves", "receives"),
    ] {
        let said = folder.run(&format!("ropa sql \"SELECT * FROM {typed}\""));
        let hint = format!("hint: did you mean `{meant}`? `ropa sql --tables` lists");
        assert!(said.stderr.contains(&hint), "{}", said.stderr);
    }
}
