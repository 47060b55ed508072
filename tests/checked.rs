//! The doors of the checks: the screening, an organisation's own checks, the table, what a change brings, and what is
//! kept.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::Connection;
use serde_json::Value;

use crate::harness::Folder;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const COUNTY: &str = "tests/fixtures/county";

/// What a command answers in JSON.
pub(crate) fn json(folder: &Folder, command: &str) -> Value {
    serde_json::from_str(&folder.stdout(command)).unwrap()
}

/// The screening says of each criterion what the impact assessment says, under either law.
#[test]
fn the_screening_says_what_the_impact_assessment_says() {
    let folder = Folder::empty();
    for (register, activity, n_criteria, law) in [
        ("register", "Family Group Conference", 22, "Article 35"),
        (COUNTY, "rogue-traders", 9, "section 64"),
    ] {
        let register = root().join(register);
        let at = format!("ropa -r {}", register.display());
        let screened = json(
            &folder,
            &format!("{at} check dpia \"{activity}\" --format json"),
        );
        assert_eq!(screened["law"], law);
        let criteria = screened["criteria"].as_array().unwrap();
        assert_eq!(criteria.len(), n_criteria);
        let assessment = folder.run(&format!("{at} export dpia \"{activity}\" --format html"));
        let assessment = assessment.succeeds().stdout.clone();
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = flat(&text_of(&assessment));
        for criterion in criteria {
            let why = flat(criterion["why"].as_str().unwrap());
            assert!(plain.contains(&why), "{why}");
        }
        assert!(plain.contains(&flat(screened["summary"].as_str().unwrap())));
        for state in ["pointed-to", "not-recorded", "not-knowable"] {
            assert!(criteria.iter().any(|one| one["state"] == state), "{state}");
        }
    }
}

/// The words of a page of HTML.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for character in html.chars() {
        match character {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            other if !is_tag => text.push(other),
            _ => {}
        }
    }
    text.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
}

#[test]
fn the_screening_has_every_format_and_names_what_was_meant() {
    let folder = Folder::empty();
    let at = format!("ropa -r {}", root().join("register").display());
    let csv = folder.run(&format!(
        "{at} check dpia \"Family Group Conference\" --format csv"
    ));
    let csv = csv.succeeds().stdout.clone();
    assert!(
        csv.starts_with("Criterion,List,What the register says,Met?"),
        "{csv}"
    );
    for format in ["md", "html"] {
        let run = folder.run(&format!(
            "{at} check dpia \"Family Group Conference\" --format {format}"
        ));
        assert!(
            run.succeeds().stdout.contains("WP248, criterion 7"),
            "{format}"
        );
    }
    for file in ["dpia.docx", "dpia.pdf", "dpia.xlsx"] {
        let run = folder.run(&format!(
            "{at} check dpia \"Family Group Conference\" -o {file}"
        ));
        // A program without PDF says so.
        if run.code == 0 {
            assert!(fs::metadata(folder.path(file)).unwrap().len() > 1000);
        } else {
            assert!(
                file == "dpia.pdf" && run.stderr.contains("PDF"),
                "{}",
                run.stderr
            );
        }
    }
    let wrong = folder.run(&format!("{at} check dpia \"Family Group Conferense\""));
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("did you mean"), "{}", wrong.stderr);
    // What is recorded as met is told so.
    let county = format!("ropa -r {}", root().join(COUNTY).display());
    for (activity, has_met) in met_criteria() {
        let screened = json(
            &folder,
            &format!("{county} check dpia {activity} --format json"),
        );
        let states = screened["criteria"].as_array().unwrap().iter();
        let is_met = states.filter(|one| one["state"] == "met").count() > 0;
        assert_eq!(is_met, has_met, "{activity}");
    }
}

/// The activities of the county, and whether each records a criterion as met.
fn met_criteria() -> Vec<(String, bool)> {
    let folder = root().join(COUNTY).join("activities");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files
        .map(|file| {
            let has = fs::read_to_string(&file).unwrap().contains("criteria = [");
            (
                file.file_stem().unwrap().to_string_lossy().into_owned(),
                has,
            )
        })
        .collect()
}

/// The check that the documentation shows.
fn documented() -> String {
    let page = fs::read_to_string(root().join("docs/saved-questions.md")).unwrap();
    let chapter = page.split("## A check of your own").nth(1).unwrap();
    let block = chapter.split("```sql\n").nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn a_check_of_ones_own_joins_the_others() {
    let folder = Folder::with_database();
    folder.write("queries/searchable.sql", documented());
    folder.does("ropa query --check");
    let all = |flags: &str| {
        let line = format!("ropa check --fail-on never --format json {flags}");
        json(&folder, &line)["findings"].as_array().unwrap().clone()
    };
    let own = all("--rule own-searchable");
    assert!(!own.is_empty());
    assert_eq!(own, all("--rule OWN"));
    let expected = json(
        &folder,
        "ropa sql \"SELECT id FROM system WHERE search IS NULL ORDER BY id\" --format json",
    );
    let ids = expected["answer"].as_array().unwrap().iter();
    let ids: Vec<String> = ids
        .map(|row| format!("system:{}", row["id"].as_str().unwrap()))
        .collect();
    let records: Vec<&str> = own
        .iter()
        .map(|one| one["record"].as_str().unwrap())
        .collect();
    assert_eq!(records, ids);
    assert!(
        own.iter()
            .all(|one| one["level"] == "expected" && one["field"] == "search")
    );
    // The exit code, the count of status, every format, and what explains it.
    assert_eq!(
        folder.run("ropa check --rule OWN --fail-on expected").code,
        1
    );
    let before = json(&folder, "ropa status --format json")["findings"]["expected"].as_u64();
    for format in ["csv", "md", "html", "sarif", "junit"] {
        let run = folder.run(&format!(
            "ropa check --rule OWN --fail-on never --format {format}"
        ));
        assert!(run.succeeds().stdout.contains("OWN-searchable"), "{format}");
    }
    let explained = folder.run("ropa explain own-searchable");
    assert!(
        explained.succeeds().stdout.contains("FROM system"),
        "{}",
        explained.stdout
    );
    assert!(folder.stdout("ropa explain").contains("OWN-searchable"));
    let missed = folder.run("ropa check --rule OWN-serchable");
    assert!(
        missed.stderr.contains("OWN-searchable"),
        "{}",
        missed.stderr
    );
    // It is waived as any other.
    let waive = format!(
        "ropa waive OWN-searchable {} --reason \"The supplier answers\" --author Ada",
        records[0]
    );
    folder.does(&waive);
    assert_eq!(all("--rule OWN").len(), own.len() - 1);
    assert_eq!(all("--rule WAI"), Vec::<Value>::new());
    assert!(folder.run(&waive).stderr.contains("is waived at"));
    let after = json(&folder, "ropa status --format json")["findings"]["expected"].as_u64();
    assert_eq!(after, before.map(|n| n - 1));
    // Where it is gone, the waiver has nothing to waive.
    fs::remove_file(folder.path("queries/searchable.sql")).unwrap();
    assert!(all("").iter().all(|one| one["code"] != "OWN-searchable"));
    assert_eq!(all("--rule WAI-needless").len(), 1);
}

#[test]
fn a_wrong_check_is_named_with_its_line() {
    let folder = Folder::with_database();
    let head = "-- title = \"T\"\n-- question = \"Q?\"\n-- use = \"U\"\n-- result = \"findings\"\n";
    let level = "-- level = \"tidy\"\n";
    let rows = |record: &str, field: &str, message: &str| {
        format!(
            "{head}{level}SELECT {record} AS record, {field} AS field, {message} AS message ORDER BY 1"
        )
    };
    for (text, said) in [
        (
            format!("{head}SELECT 1 ORDER BY 1"),
            "own.sql:1:12: its rows are findings, and it does not say of which level",
        ),
        (
            format!("{head}{level}SELECT 'party:x' AS record, 'y' AS message ORDER BY 1"),
            "own.sql:6: its rows are findings, and it has no column `field`",
        ),
        (
            format!(
                "{head}{level}SELECT record, field, sentence AS message FROM finding ORDER BY 1"
            ),
            "own.sql:6: a check cannot read `finding`",
        ),
        (
            rows("'party:nobody'", "NULL", "'Wrong.'"),
            "own.sql:6: row 1 of its answer is about `party:nobody`, and the register has no such record",
        ),
        (
            rows("'nobody'", "NULL", "'Wrong.'"),
            "own.sql:6: row 1 of its answer has `nobody` for its record",
        ),
        (
            rows("'system:mosaic'", "'colour'", "'Wrong.'"),
            "own.sql:6: row 1 of its answer has `colour` for its field, which a system does not have",
        ),
        (
            rows("'system:mosaic'", "'operator'", "' '"),
            "own.sql:6: row 1 of its answer has no message",
        ),
        (
            format!("{head}{level}SELECT nothing AS record ORDER BY 1"),
            "own.sql",
        ),
        (
            format!(
                "{head}{level}WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                 SELECT 'system:mosaic' AS record, NULL AS field, i AS message FROM n WHERE i < 0 ORDER BY 1"
            ),
            "own.sql",
        ),
    ] {
        folder.write("queries/own.sql", &text);
        for command in ["check", "status", "explain OWN-own"] {
            let run = folder.run(&format!("ropa {command}"));
            // What only asking it shows is no fault of who explains it.
            if run.code == 0 && command == "explain OWN-own" {
                continue;
            }
            assert_eq!(run.code, 2, "{text}: {}", run.stderr);
            assert!(run.stderr.contains(said), "{}", run.stderr);
        }
    }
    // Places in lists are written as the tables write them, or as findings do.
    for field in ["purpose.1.basis", "purpose[1].basis"] {
        folder.write(
            "queries/own.sql",
            rows(
                "'activity:family-group-conference'",
                &format!("'{field}'"),
                "'Look.'",
            ),
        );
        let found = json(
            &folder,
            "ropa check --rule OWN --fail-on never --format json",
        );
        assert_eq!(found["findings"][0]["field"], "purpose[1].basis");
        assert_eq!(
            found["findings"][0]["activities"][0],
            "family-group-conference"
        );
    }
}

#[test]
fn before_the_register_began_nothing_was_found() {
    let folder = Folder::with_database();
    let all = json(&folder, "ropa check --fail-on never --format json");
    let new = folder.run("ropa check --fail-on never --format json --new-since 2019-01-01");
    assert_eq!(
        serde_json::from_str::<Value>(&new.succeeds().stdout).unwrap(),
        all
    );
    assert!(
        new.stderr.contains("the register began on"),
        "{}",
        new.stderr
    );
}

/// A database of the county.
pub(crate) fn county() -> Folder {
    let folder = Folder::with_county();
    folder.does("ropa init");
    folder.does("ropa apply register --author Ada");
    folder
}

/// Changes the file of a register as another program would, so that the register does not notice.
fn tamper(folder: &Folder, change: impl FnOnce(&Connection)) {
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    conn.execute_batch("BEGIN").unwrap();
    change(&conn);
    let counted = "UPDATE made_for SET counter = counter + 1; COMMIT";
    conn.execute_batch(counted).unwrap();
}

/// Writes something else for words of what is kept, for every day; whether they stood there.
fn rewrite(conn: &Connection, what: &str, words: &str, others: &str) -> bool {
    let mut kept = conn
        .prepare("SELECT on_day, document FROM kept WHERE what = ? AND part = 0")
        .unwrap();
    let days = kept.query_map([what], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
    });
    let days: Vec<_> = days.unwrap().map(Result::unwrap).collect();
    let mut is_other = false;
    for (day, packed) in days {
        let mut document = String::new();
        let mut unpacking = DeflateDecoder::new(&packed[..]);
        unpacking.read_to_string(&mut document).unwrap();
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        let rewritten = document.replace(words, others);
        packing.write_all(rewritten.as_bytes()).unwrap();
        let packed = packing.finish().unwrap();
        let write = "UPDATE kept SET document = ? WHERE on_day = ? AND what = ? AND part = 0";
        conn.execute(write, (packed, day, what)).unwrap();
        is_other |= rewritten != document;
    }
    is_other
}

/// Marks what is kept of findings, so that it is seen whether it is read.
fn mark(conn: &Connection) {
    rewrite(conn, "findings", "\"title\":\"", "\"title\":\"MARKED ");
}

/// What is kept is what the rules find; it holds until the register, the day, a check or the program changes.
#[test]
fn what_is_kept_is_what_is_found_anew() {
    let folder = county();
    let check = |flags: &str| {
        let line = format!("ropa check --fail-on never --format json {flags}");
        folder.stdout(&line)
    };
    let mark = || tamper(&folder, mark);
    let fresh = check("");
    assert_eq!(check(""), fresh);
    assert_eq!(
        folder.stdout("ropa check --fail-on never"),
        folder.stdout("ropa check --fail-on never")
    );
    folder.does("ropa verify");
    mark();
    assert!(check("").contains("MARKED"));
    let sql = folder.run("ropa sql \"SELECT title FROM finding\"");
    assert!(sql.succeeds().stdout.contains("MARKED"));
    let verified = folder.run("ropa verify");
    assert!(
        verified.code != 0 && verified.stderr.contains("`kept`"),
        "{}",
        verified.stderr
    );
    folder.does("ropa verify --repair");
    assert_eq!(check(""), fresh);
    // Where the register stands is kept too, for a day of its own.
    let status = "ropa status --on 2027-02-01 --format json";
    let stands = folder.stdout(status);
    assert_eq!(folder.stdout(status), stands);
    folder.does("ropa verify");
    tamper(&folder, |conn| {
        assert!(rewrite(conn, "status", ":1", ":2"));
    });
    let verified = folder.run("ropa verify");
    assert!(verified.code != 0, "{}", verified.transcript());
    folder.does("ropa verify --repair");
    assert_eq!(folder.stdout(status), stands);
    // Another day is found by itself, and drops nothing of the last few others.
    check("");
    mark();
    for day in ["2027-03-01", "2027-03-02"] {
        assert!(!check(&format!("--on {day}")).contains("MARKED"));
        assert!(check("").contains("MARKED"));
    }
    check("--on 2027-03-03");
    assert_eq!(check(""), fresh);
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    let days = "SELECT count(DISTINCT on_day) FROM kept";
    let n_days: i64 = conn.query_row(days, [], |row| row.get(0)).unwrap();
    assert_eq!(n_days, 3);
    drop(conn);
    // A waiver and any other change.
    mark();
    folder.does("ropa waive GOV-owner fostering --reason x --author Ada");
    assert!(!check("").contains("MARKED"));
    mark();
    folder.does("ropa set fostering note=x --author Ada");
    assert!(!check("").contains("MARKED"));
    // A check of one's own, and what it finds.
    mark();
    folder.write("queries/searchable.sql", documented());
    assert!(!check("").contains("MARKED"));
    mark();
    assert!(check("").contains("MARKED"));
    folder.write(
        "queries/searchable.sql",
        documented().replace("does not say", "says nothing of"),
    );
    assert!(!check("").contains("MARKED"));
    folder.does("ropa verify");
    // Another program, and what it kept of other rules.
    mark();
    tamper(&folder, |conn| {
        conn.execute("UPDATE kept SET made_for = 'other'", [])
            .unwrap();
    });
    assert!(!check("").contains("MARKED"));
    // Whoever changes the file without the register knowing is not believed.
    let conn = Connection::open(folder.path("ropa.db")).unwrap();
    assert!(rewrite(
        &conn,
        "findings",
        "\"title\":\"",
        "\"title\":\"MARKED "
    ));
    drop(conn);
    assert!(!check("").contains("MARKED"));
}

/// A file that cannot be written is checked as well.
#[test]
fn what_cannot_be_written_is_checked() {
    let folder = county();
    let file = folder.path("ropa.db");
    let before = fs::read(&file).unwrap();
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let first = json(&folder, "ropa check --fail-on never --format json");
    assert_eq!(
        json(&folder, "ropa check --fail-on never --format json"),
        first
    );
    // Who may write all the same, as an administrator may, keeps it.
    let is_kept = fs::read(&file).unwrap() != before;
    let conn =
        rusqlite::Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .unwrap();
    let n: i64 = conn
        .query_row("SELECT count(*) FROM kept", [], |row| row.get(0))
        .unwrap();
    assert_eq!(n > 0, is_kept);
}

/// The table holds what the check says, in a database and in a folder, now and on another day.
#[test]
fn the_table_of_findings_is_what_the_check_says() {
    let database = county();
    let folder = Folder::with_county();
    for (folder, day) in [
        (&database, ""),
        (&database, "--on 2027-03-01"),
        (&folder, ""),
        (&folder, "--on 2027-03-01"),
    ] {
        let all = json(
            folder,
            &format!("ropa check --fail-on never --format json {day}"),
        );
        let sql = "SELECT record, field, rule, level, title, sentence, hint, rests_on, name, is_draft \
                   FROM finding WHERE waived = 0 ORDER BY number";
        let rows = json(folder, &format!("ropa sql \"{sql}\" --format json {day}"));
        let rows = rows["answer"].as_array().unwrap();
        let found = all["findings"].as_array().unwrap();
        assert_eq!(rows.len(), found.len());
        for (row, finding) in rows.iter().zip(found) {
            for (column, field) in [
                ("record", "record"),
                ("field", "field"),
                ("rule", "code"),
                ("level", "level"),
                ("title", "title"),
                ("sentence", "why"),
                ("hint", "fix"),
                ("rests_on", "rests_on"),
                ("name", "name"),
            ] {
                let cell = row[column].as_str().unwrap_or_default();
                assert_eq!(cell, finding[field].as_str().unwrap(), "{column}");
            }
            assert_eq!(row["is_draft"] == 1, finding["is_draft"] == true);
        }
        let waived = json(
            folder,
            &format!(
                "ropa sql \"SELECT count(*) AS n FROM finding WHERE waived\" --format json {day}"
            ),
        );
        assert_eq!(waived["answer"][0]["n"], all["waived"]);
        let of = "SELECT finding_activity.activity AS activity FROM finding_activity JOIN finding ON number = finding \
                  WHERE waived = 0 ORDER BY number, activity";
        let of = json(folder, &format!("ropa sql \"{of}\" --format json {day}"));
        let of = of["answer"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["activity"]);
        let concerned = found
            .iter()
            .flat_map(|finding| finding["activities"].as_array().unwrap());
        assert!(of.eq(concerned));
    }
    database.does("ropa export sqlite out.sqlite");
    let conn = rusqlite::Connection::open(database.path("out.sqlite")).unwrap();
    let n: i64 = conn
        .query_row("SELECT count(*) FROM finding WHERE NOT waived", [], |row| {
            row.get(0)
        })
        .unwrap();
    let all = json(&database, "ropa check --fail-on never --format json");
    assert_eq!(
        usize::try_from(n).unwrap(),
        all["findings"].as_array().unwrap().len()
    );
}

/// That a category is recorded to have no class is said for what it is.
#[test]
fn no_class_is_not_a_class_that_is_not_recorded() {
    let folder = Folder::with_database();
    folder.does("ropa set \"NHS Number\" class=none");
    let said = folder.run("ropa check --rule A30-c-class").stdout.clone();
    assert!(said.contains("NHS Number is recorded to be of no class, and data on people is of one; 1 activity holds it."), "{said}");
}
