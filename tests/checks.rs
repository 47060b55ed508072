//! `ropa check` and `ropa explain`, and every rule over every register that the tests have.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ropa::finding::Level;
use ropa::model::{Date, Register, london};
use ropa::rules::checks::{Checked, check_register, rules};
use ropa::text;
use serde_json::Value;

use crate::harness::{Folder, copy, root};

const DAY: Date = Date::constant(2026, 11, 27);

/// The fixture on which every rule trips, and the one on which none does.
const FAULTY: &str = "tests/fixtures/checks/faulty";
/// No register can lack its organisation and the officer of that too.
const ALSO_FAULTY: [&str; 2] = [
    "tests/fixtures/checks/faulty-no-keeper",
    "tests/fixtures/checks/faulty-no-officer",
];
const CLEAN: &str = "tests/fixtures/checks/clean";

fn register(folder: &Path) -> Register {
    let reading = text::read(folder, DAY).unwrap();
    assert!(
        !reading.has_errors(),
        "{}: {:?}",
        folder.display(),
        reading.findings
    );
    reading.register
}

fn checked(folder: &str) -> Checked {
    check_register(&register(&root().join(folder)), DAY)
}

/// Codes, levels and places, a finding on each line, without the fields below the first.
fn lines(checked: &Checked) -> BTreeSet<String> {
    let line = |found: &ropa::rules::checks::Found| {
        let part = found.path.split('.').next().unwrap_or_default();
        let part = if part.contains('[') { part } else { "" };
        let line = format!(
            "{} {} {} {part}",
            found.rule.code,
            found.finding.level.word(),
            found.record
        );
        line.trim_end().to_owned()
    };
    checked.found.iter().map(line).collect()
}

/// What the worked example trips was read off it and the rules by hand.
#[test]
fn the_worked_example_trips_what_was_expected() {
    let expected =
        fs::read_to_string(root().join("tests/fixtures/checks/worked-example.txt")).unwrap();
    let expected = expected.lines().filter(|line| !line.starts_with('#'));
    let expected: BTreeSet<String> = expected.map(str::to_owned).collect();
    let found = lines(&checked("register"));
    let missing: Vec<&String> = expected.difference(&found).collect();
    let more: Vec<&String> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "missing: {missing:#?}\nmore: {more:#?}"
    );
}

#[test]
fn a_clean_register_trips_nothing() {
    let found = checked(CLEAN);
    let said: Vec<String> = found
        .found
        .iter()
        .map(|found| {
            format!(
                "{}: {}: {}",
                found.rule.code, found.record, found.finding.message
            )
        })
        .collect();
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn a_faulty_register_trips_every_rule() {
    let found = checked(FAULTY);
    let also = ALSO_FAULTY.map(checked);
    let all = found
        .found
        .iter()
        .chain(also.iter().flat_map(|checked| &checked.found));
    let tripped: BTreeSet<&str> = all.map(|found| found.rule.code).collect();
    // What an approval is of, and what was before, is known to the store alone: other tests ask that.
    let silent: Vec<&str> = rules()
        .map(|rule| rule.code)
        .filter(|code| !tripped.contains(code))
        .collect();
    assert_eq!(
        silent,
        ["GOV-lapsed", "GOV-own-approval", "GOV-draft", "NOT-older"]
    );
    insta::assert_snapshot!("faulty", counts(&found));
}

/// How often each rule trips, in a line each.
fn counts(checked: &Checked) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in &checked.found {
        *counts.entry(found.rule.code).or_default() += 1;
    }
    let mut said = String::new();
    for (code, count) in counts {
        let _ = writeln!(said, "{code} {count}");
    }
    said
}

/// Every rule over every register of the tests: a line each, so that what changes is seen.
#[test]
fn every_rule_over_every_fixture() {
    let mut registers: Vec<PathBuf> = vec![root().join("register")];
    for folder in [
        "tests/fixtures",
        "tests/fixtures/cases",
        "tests/fixtures/attack",
    ] {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        registers.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.join("activities").is_dir()),
        );
    }
    registers.sort();
    let mut said = String::new();
    for folder in registers {
        let Ok(reading) = text::read(&folder, DAY) else {
            continue;
        };
        if reading.has_errors() {
            continue;
        }
        let found = check_register(&reading.register, DAY);
        let name = folder
            .strip_prefix(root())
            .unwrap()
            .display()
            .to_string()
            .replace('\\', "/");
        let counts = counts(&found).trim_end().replace('\n', ", ");
        let _ = writeln!(said, "{name}: {counts}");
    }
    insta::assert_snapshot!("every_fixture", said);
}

/// The document that lists the rules.
const DOCUMENT: &str = "docs/checks.md";
/// Set this to write the document again.
const RENEW: &str = "ROPA_RENEW_DOCS";

#[test]
fn the_document_is_what_the_rules_say() {
    let path = root().join(DOCUMENT);
    let held = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let mark = "<!-- the rules: written by the tests -->\n";
    let (before, _) = held.split_once(mark).expect("the mark above the rules");
    let mut written = format!(
        "{before}{mark}\n| rule | level | what is wrong | rests on |\n| --- | --- | --- | --- |\n"
    );
    for rule in rules() {
        let _ = writeln!(
            written,
            "| {} | {} | {} | {} |",
            rule.code,
            rule.level.word(),
            rule.title,
            rule.rests_on
        );
    }
    if std::env::var_os(RENEW).is_some() {
        fs::write(&path, &written).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(
        held == written,
        "renew {DOCUMENT} with `{RENEW}=1 cargo test --test main the_document_is`"
    );
}

/// A database of the faulty register.
fn database() -> Folder {
    let folder = Folder::empty();
    copy(&root().join(FAULTY), &folder.path("faulty"));
    folder.does("ropa init");
    folder.does("ropa apply faulty --author Ada --message First");
    folder
}

/// What is said to be typed works: every command of the hints is tried, without being committed.
#[test]
fn every_hint_works_when_typed() {
    let folder = database();
    let all: Value =
        serde_json::from_str(&folder.stdout("ropa check --format json --fail-on never")).unwrap();
    let mut commands: BTreeSet<String> = BTreeSet::new();
    for finding in all["findings"].as_array().unwrap() {
        let fix = finding["fix"].as_str().unwrap();
        let typed = fix.split('`').filter(|part| part.starts_with("ropa "));
        commands.extend(typed.map(str::to_owned));
    }
    assert!(commands.len() > 40, "{commands:#?}");
    assert!(
        all["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["code"] == "GOV-lapsed")
    );
    let refused: Vec<String> = commands
        .iter()
        .filter_map(|command| {
            let word = command.split(' ').nth(1).unwrap_or_default();
            let changes = [
                "set", "add", "remove", "merge", "names", "retire", "waive", "approve",
            ];
            let plan = if changes.contains(&word) {
                " --plan"
            } else {
                ""
            };
            let run = folder.run(&format!("{command}{plan}"));
            (run.code != 0).then(|| format!("{command}\n{}", run.stderr))
        })
        .collect();
    assert_eq!(refused, Vec::<String>::new());
}

/// What asks the history is asked of a database, and is said not to be asked of a folder.
#[test]
fn what_was_before_is_asked_of_a_database_alone() {
    let folder = Folder::empty();
    copy(&root().join(CLEAN), &folder.path("clean"));
    folder.does("ropa init");
    folder.does("ropa apply clean --author \"Eleanor Harding\" --message First");
    let trips = |code: &str| {
        let run = folder.run(&format!(
            "ropa check --rule {code} --on 2040-01-01 --fail-on never"
        ));
        run.succeeds().stdout.clone()
    };
    assert!(trips("GOV-own-approval").contains("and approved it."));
    assert!(
        !trips("GOV-draft").contains("It last changed") && !trips("NOT-older").contains("Since")
    );
    for change in [
        "ropa set document:care-notice dated=2020-01-01",
        "ropa set activity:adult-care purpose[1].text=\"To arrange care\" status=draft",
    ] {
        folder.does(&format!("{change} --author Ada"));
    }
    assert!(trips("GOV-draft").contains("It last changed on"));
    let older = trips("NOT-older");
    assert!(
        older.contains("Since “Adult care privacy notice” was made, `purpose` changed"),
        "{older}"
    );
    let told = folder.run("ropa -r clean check --rule GOV-draft --fail-on never");
    let told = &told.succeeds().stdout;
    assert!(
        told.contains("Not asked, as a folder has no history: GOV-draft."),
        "{told}"
    );
}

#[test]
fn the_exit_code_follows_the_level() {
    let folder = Folder::empty();
    let at = |folder: &Folder, flags: &str, register: &str| {
        folder
            .run(&format!(
                "ropa -r {} check {flags}",
                root().join(register).display()
            ))
            .code
    };
    assert_eq!(at(&folder, "", "register"), 1);
    assert_eq!(at(&folder, "--fail-on never", "register"), 0);
    assert_eq!(at(&folder, "--level tidy --fail-on tidy", CLEAN), 0);
    assert_eq!(at(&folder, "--rule GOV", "register"), 0);
    assert_eq!(at(&folder, "--rule GOV --fail-on expected", "register"), 1);
    assert_eq!(at(&folder, "--rule GOV-onwer", "register"), 2);
}

#[test]
fn findings_have_their_lines_in_every_format() {
    let folder = Folder::empty();
    let register = root().join("register");
    let run = |flags: &str| {
        folder.stdout(&format!(
            "ropa -r {} check --fail-on never {flags}",
            register.display()
        ))
    };
    let sarif: Value = serde_json::from_str(&run("--format sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let all: Value = serde_json::from_str(&run("--format json")).unwrap();
    let findings = all["findings"].as_array().unwrap();
    assert_eq!(
        (results.len(), sarif["version"].as_str()),
        (findings.len(), Some("2.1.0"))
    );
    let basis = findings
        .iter()
        .find(|finding| finding["code"] == "LAW-only-if")
        .unwrap();
    let file = fs::read_to_string(basis["file"].as_str().unwrap()).unwrap();
    let line = usize::try_from(basis["line"].as_u64().unwrap()).unwrap();
    assert!(
        file.lines().nth(line - 1).unwrap().contains("[[purpose]]"),
        "{basis}"
    );
    let junit = run("--format junit");
    assert_eq!(
        junit.matches("<failure ").count(),
        findings.len(),
        "{junit}"
    );
    let csv = run("--format csv");
    assert!(
        csv.lines().count() > findings.len() && csv.starts_with("level,"),
        "{csv}"
    );
    for format in ["md", "html"] {
        assert!(
            run(&format!("--format {format}")).contains("LAW-only-if"),
            "{format}"
        );
    }
    for file in ["work.xlsx", "work.docx"] {
        run(&format!("-o {file}"));
        assert!(fs::metadata(folder.path(file)).unwrap().len() > 1000);
    }
}

#[test]
fn findings_are_grouped_and_narrowed_down() {
    let folder = database();
    let run = |flags: &str| -> Vec<Value> {
        let run = folder.run(&format!("ropa check --fail-on never --format json {flags}"));
        let all: Value = serde_json::from_str(&run.succeeds().stdout).unwrap();
        all["findings"].as_array().unwrap().clone()
    };
    let all = run("");
    let required = run("--level required");
    assert!(
        required
            .iter()
            .all(|finding| finding["level"] == "required")
            && required.len() < all.len()
    );
    let of_a_family = run("--rule a30");
    assert!(
        of_a_family
            .iter()
            .all(|finding| finding["code"].as_str().unwrap().starts_with("A30-"))
    );
    let of_one = run("--activity bare");
    assert!(!of_one.is_empty() && of_one.len() < all.len());
    assert!(of_one.iter().all(|finding| {
        finding["activities"]
            .as_array()
            .unwrap()
            .contains(&"bare".into())
    }));
    for by in ["thing", "owner", "function", "rule"] {
        let text = folder.run(&format!("ropa check --fail-on never --by {by}"));
        assert!(text.succeeds().stdout.contains("findings in "), "{by}");
    }
    // All of it was found in what the register says by the end of today.
    #[expect(
        clippy::disallowed_methods,
        reason = "the program was started by the clock"
    )]
    let now = jiff::Timestamp::now();
    let today = london().to_datetime(now).date();
    assert_eq!(run(&format!("--new-since {today}")), Vec::<Value>::new());
}

#[test]
fn a_waiver_silences_its_finding_and_is_counted() {
    let found = checked(FAULTY);
    assert!(found.n_waived > 0);
    assert!(
        found
            .found
            .iter()
            .all(|found| found.rule.can_be_waived() || found.finding.level != Level::Error)
    );
    let text = Folder::empty().run(&format!(
        "ropa -r {} check --fail-on never",
        root().join(FAULTY).display()
    ));
    assert!(text.succeeds().stdout.contains("accepted by waivers"));
}

#[test]
fn a_rule_is_explained_with_its_examples() {
    let folder = Folder::empty();
    let said = folder.stdout("ropa explain a30-role");
    insta::assert_snapshot!(said);
    let list = folder.stdout("ropa explain --format json");
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), rules().count());
    assert_eq!(folder.run("ropa explain A30-rule").code, 2);
}

#[test]
fn a_finding_is_waived_for_a_time() {
    let folder = database();
    let count = |rule: &str| {
        let all = folder.run(&format!(
            "ropa check --fail-on never --format json --rule {rule}"
        ));
        let all: Value = serde_json::from_str(&all.succeeds().stdout).unwrap();
        all["findings"].as_array().unwrap().len()
    };
    let before = count("GOV-owner");
    let waive = "ropa waive gov-owner Parking --reason \"The post is vacant\" --until 2030-01-01 --author Ada";
    folder.does(waive);
    assert_eq!(count("GOV-owner"), before - 1);
    assert!(
        folder
            .stdout("ropa show waiver:gov-owner-parking")
            .contains("Ada")
    );
    // What is waived already, is not found, or cannot be waived.
    for (refused, why) in [
        (waive, "is waived at"),
        (
            "ropa waive GOV-overdue Parking --reason x --author Ada",
            "finds nothing at",
        ),
        (
            "ropa waive A30-role Bare --reason x --author Ada",
            "cannot be waived",
        ),
        (
            "ropa waive GOV-onwer Bare --reason x --author Ada",
            "no rule called",
        ),
    ] {
        let run = folder.run(refused);
        assert!(run.code == 2 && run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn the_status_counts_what_is_there() {
    let folder = Folder::empty();
    let run = |register: &str, flags: &str| {
        let register = root().join(register);
        folder.stdout(&format!("ropa -r {} status {flags}", register.display()))
    };
    let clean: Value = serde_json::from_str(&run(CLEAN, "--format json --on 2026-11-27")).unwrap();
    assert_eq!(
        clean["article_30"][0]["not_recorded"],
        serde_json::json!([])
    );
    assert_eq!(
        clean["article_30"][0]["filled"].as_array().unwrap().len(),
        8
    );
    assert_eq!(
        clean["article_30"][0]["none"],
        serde_json::json!(["countries of transfers"])
    );
    assert_eq!(
        (&clean["contracts"]["n"], &clean["contracts"]["of"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        (&clean["agreements"]["n"], &clean["agreements"]["of"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        clean["approved"],
        serde_json::json!({ "n": 1, "of": 1, "missing": [] })
    );
    let days: Vec<&str> = clean["due"]
        .as_array()
        .unwrap()
        .iter()
        .map(|due| due["on"].as_str().unwrap())
        .collect();
    assert_eq!(days, ["2027-09-01", "2029-03-31", "2029-03-31"]);
    let faulty: Value =
        serde_json::from_str(&run(FAULTY, "--format json --on 2026-11-27")).unwrap();
    let checked = checked(FAULTY);
    let required = checked
        .found
        .iter()
        .filter(|found| found.finding.level == Level::Required)
        .count();
    assert_eq!(faulty["findings"]["required"], required);
    assert_eq!(
        faulty["by_status"],
        serde_json::json!({ "active": 1, "not recorded": 14, "retired": 1 })
    );
    insta::assert_snapshot!(run("register", "--on 2026-11-27"));
    assert!(run("register", "--format csv").starts_with("activity,recorded,none,not recorded"));
}

#[test]
fn of_levels_that_were_not_asked_about_nothing_is_said() {
    let folder = Folder::with_register();
    let run = folder.run("ropa check --level required --fail-on never --on 2026-11-27");
    let said = run.succeeds().stdout.clone();
    assert!(said.contains("2 required by law."), "{said}");
    assert!(!said.contains("0 expected"), "{said}");
    let tidy = folder.run("ropa check --rule TID --level expected --on 2026-11-27");
    assert!(
        tidy.stdout.contains("Nothing of this level was found"),
        "{}",
        tidy.transcript()
    );
}
