//! What a change says that it brought, and where what is found was read.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::checked::{county, json, root};
use crate::harness::Folder;

/// What the whole register has, by rule and record.
fn by_rule_and_record(folder: &Folder) -> BTreeSet<(String, String)> {
    let all = json(folder, "ropa check --fail-on never --format json");
    let all = all["findings"].as_array().unwrap().iter();
    let said = |finding: &Value, field: &str| finding[field].as_str().unwrap().to_owned();
    // The history of the entries is not asked of a change.
    let of_history = ["GOV-own-approval", "GOV-draft", "NOT-older", "DPI-older"];
    all.filter(|finding| finding["level"] != "tidy")
        .filter(|finding| !of_history.contains(&finding["code"].as_str().unwrap()))
        .map(|finding| (said(finding, "code"), said(finding, "record")))
        .collect()
}

/// A change says what it brought: just what the whole register has then and had not before.
#[test]
fn a_change_says_what_it_brought() {
    let folder = county();
    let mut n_told = 0;
    for (change, is_told) in [
        ("ropa add activity \"Allotments\" --owner anyshire", true),
        ("ropa set allotments role=controller", false),
        ("ropa set home-support retention=none", true),
        ("ropa set home-support note=\"Looked at\"", false),
        ("ropa set settings jurisdiction=not-recorded", true),
        ("ropa rename allotments \"Allotment letting\"", false),
        ("ropa rename allotments --id allotment-letting", false),
        (
            "ropa add party \"Garden Society\" --kind organisation",
            false,
        ),
        (
            "ropa add flow allotment-letting recipient --to \"Garden Society\"",
            true,
        ),
        ("ropa remove activity:allotment-letting", false),
    ] {
        let before = by_rule_and_record(&folder);
        let run = folder.run(&format!("{change} --author Ada"));
        run.succeeds();
        let after = by_rule_and_record(&folder);
        let is_of_rename = change.contains("--id");
        let new: Vec<_> = after.difference(&before).collect();
        let brought = run.stderr.lines().find_map(|line| {
            let rest = line.strip_prefix("this change brings ")?;
            rest.split(' ').next()?.parse::<usize>().ok()
        });
        let n_new = if is_of_rename { 0 } else { new.len() };
        assert_eq!(
            brought.unwrap_or(0),
            n_new,
            "{change}\n{}\n{new:#?}",
            run.stderr
        );
        assert_eq!(brought.is_some(), is_told, "{change}\n{}", run.stderr);
        if let Some(n) = brought {
            n_told += 1;
            let lines = run
                .stderr
                .lines()
                .skip_while(|line| !line.starts_with("this change"));
            let lines: Vec<&str> = lines.collect();
            // The first lines are the worst, and what says more works.
            let levels = ["required:", "expected:", "tidy:"];
            let places: Vec<usize> = lines[1..lines.len() - 1]
                .iter()
                .map(|line| {
                    levels
                        .iter()
                        .position(|level| line.starts_with(level))
                        .unwrap()
                })
                .collect();
            assert!(
                places.len() <= 3 && places.len() <= n && places.is_sorted(),
                "{lines:?}"
            );
            let more = lines.last().unwrap().split('`').nth(1).unwrap();
            let more = folder.run(more);
            assert!(more.code < 2, "{}", more.stderr);
        }
    }
    assert!(n_told >= 4);
}

#[test]
fn of_a_large_load_it_says_how_much_was_not_looked_at() {
    let folder = Folder::empty();
    for n in 0..60 {
        folder.write(
            &format!("register/activities/a{n}.toml"),
            format!("name = \"Service {n}\"\n"),
        );
    }
    folder.does("ropa init");
    let run = folder.run("ropa apply register --author Ada");
    let stderr = &run.succeeds().stderr;
    assert!(stderr.contains("this change brings "), "{stderr}");
    assert!(
        stderr.contains(
            "10 more records that it touches were not looked at: `ropa check` looks at all"
        ),
        "{stderr}"
    );
    // A plan brings nothing.
    let plan = folder.run("ropa set a1 note=x --plan");
    assert!(
        !plan.succeeds().stderr.contains("brings"),
        "{}",
        plan.stderr
    );
}

/// What was read from a workbook is found with its cell.
#[test]
fn a_finding_names_the_cell_it_was_read_from() {
    let folder = Folder::empty();
    folder.write(
        "record.csv",
        "Activity,Purpose,Lawful basis,Retention\nParking permits,To issue permits,Public task,6 years\n",
    );
    folder.does("ropa init");
    let run = folder.run("ropa import sheet record.csv --apply --author Ada");
    run.succeeds();
    assert!(run.stderr.contains("this change brings "), "{}", run.stderr);
    let all = json(&folder, "ropa check --fail-on never --format json");
    let all = all["findings"].as_array().unwrap();
    let at = |code: &str| {
        let found = all.iter().find(|finding| finding["code"] == code);
        found.unwrap()["read_from"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(at("A30-c-data"), "record.csv, A2");
    assert_eq!(at("LAW-enactment"), "record.csv, B2");
    let text = folder.stdout("ropa check --all --fail-on never");
    assert!(
        text.contains("controller (record.csv, A2). Rests on"),
        "{text}"
    );
    let csv = folder.stdout("ropa check --format csv --fail-on never");
    assert!(csv.contains("\"record.csv, A2\""), "{csv}");
    // A notice is named with its heading.
    let register = root().join("register");
    let example = json(
        &folder,
        &format!(
            "ropa -r {} check --fail-on never --format json",
            register.display()
        ),
    );
    let example = example["findings"].as_array().unwrap();
    assert!(example.iter().any(|finding| {
        let place = finding["read_from"].as_str().unwrap_or_default();
        place.contains("Family Group Conference") && place.ends_with('?')
    }));
}
