//! Where a finding is: file and line in a folder of text, for every kind of record that one can be about, and the cell after
//! an import.

use std::collections::BTreeSet;
use std::fs;

use crate::harness::{Folder, copy, root};

/// The registers on which rules trip.
const FAULTY: &[&str] = &["faulty", "faulty-no-keeper", "faulty-no-officer"];

/// In a folder each finding has its line: that of its field or of a table around it, in the text of its record.
#[test]
fn a_finding_of_every_kind_of_record_has_its_file_and_line() {
    let mut kinds = BTreeSet::new();
    for register in FAULTY {
        let folder = Folder::empty();
        copy(
            &root().join("tests/fixtures/checks").join(register),
            &folder.path("register"),
        );
        let to_come = "[to-come]\nactivity = \"care\"\nby = \"A. Officer\"\non = 2126-01-01\ncontent = \"1\"\n";
        if *register == "faulty" {
            // An approval that is still to come is the one finding about an approval.
            let before = folder.read("register/approvals.toml");
            folder.write("register/approvals.toml", format!("{before}\n{to_come}"));
        }
        let all = folder.json("ropa -r register check --fail-on never");
        let all = all["findings"].as_array().unwrap();
        assert!(!all.is_empty());
        for finding in all {
            let words = |field: &str| finding[field].as_str().unwrap_or_default();
            let (kind, id) = words("record").split_once(':').unwrap();
            kinds.insert(kind.to_owned());
            let text = fs::read_to_string(folder.path(words("file")))
                .unwrap_or_else(|_| panic!("no file: {finding}"));
            let line = finding["line"].as_u64().unwrap_or_default();
            let line = usize::try_from(line).unwrap();
            assert!((1..=text.lines().count()).contains(&line), "{finding}");
            let is_of_its_record = match kind {
                "activity" => words("file").ends_with(&format!("activities/{id}.toml")),
                "settings" => words("file").ends_with("register.toml"),
                _ => {
                    let above: Vec<&str> = text.lines().take(line).collect();
                    let is_heading = |line: &&&str| line.starts_with('[') && !line.contains('.');
                    above.iter().rev().find(is_heading) == Some(&&*format!("[{id}]"))
                }
            };
            assert!(is_of_its_record, "{finding}");
            let there = text.lines().nth(line - 1).unwrap();
            let fields = words("field").split('.');
            let is_there = fields
                .map(|part| part.split('[').next().unwrap_or(part))
                .any(|field| !field.is_empty() && there.contains(field));
            // What is not recorded is where its record begins.
            let begins = there.starts_with(&format!("[{id}]"))
                || there.starts_with("[settings]")
                || kind == "activity" && line == 1;
            assert!(is_there || begins, "{finding}\n{there}");
        }
    }
    let all = [
        "activity", "approval", "data", "document", "measure", "party", "people", "settings",
        "system", "waiver",
    ];
    assert!(kinds.iter().eq(all.iter()), "{kinds:?}");
}

/// After an import each finding at an activity names the cell; the records that the import made have none of their own.
#[test]
fn a_finding_at_an_imported_activity_has_its_cell() {
    let folder = Folder::empty();
    let sheet = root().join("tests/fixtures/sheets/28-whole-register.csv");
    folder.write("a.csv", fs::read(sheet).unwrap());
    folder.run("ropa init").succeeds();
    let run = folder.run("ropa import sheet a.csv --apply --author Ada");
    run.succeeds();
    let all = folder.json("ropa check --fail-on never");
    let mut n_found = 0;
    for finding in all["findings"].as_array().unwrap() {
        let is_activity = finding["record"].as_str().unwrap().starts_with("activity:");
        let cell = finding["read_from"].as_str();
        assert_eq!(
            cell.is_some_and(|cell| cell.starts_with("a.csv, ")),
            is_activity,
            "{finding}"
        );
        n_found += usize::from(is_activity);
    }
    assert!(n_found > 50, "{n_found}");
}
