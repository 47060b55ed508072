//! Tests of the text form: files in, findings out; registers there and back.

mod fields;
mod links;
mod suggestions;
mod there_and_back;
mod under_test;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::finding::{Finding, Passage, Place};
use crate::model::Date;

fn today() -> Date {
    "2026-11-24".parse().unwrap()
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What is wrong with these files, a finding on each line.
fn findings_of(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let reading = read(folder.path(), today()).unwrap();
    lines(&reading.findings, folder.path())
}

/// Where a finding of text is.
fn passage(finding: &Finding) -> &Passage {
    let place = finding.place.as_ref().and_then(Place::text);
    place.expect("every finding of text has a place in a file")
}

fn lines(findings: &[Finding], folder: &Path) -> String {
    let mut lines = String::new();
    for finding in findings {
        let place = finding
            .place
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let level = finding.level.word();
        lines += &format!("{place}: {level}[{}]: {}\n", finding.code, finding.message);
        if let Some(hint) = &finding.hint {
            lines += &format!("  hint: {hint}\n");
        }
        for (place, says) in &finding.related {
            lines += &format!("  {place}: {says}\n");
        }
    }
    lines.replace(&format!("{}/", folder.display()), "")
}

/// Each file under a folder with what it says.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files.sort();
    files
}

const PARTIES: (&str, &str) = (
    "parties.toml",
    r#"[nhs]
name = "NHS"
aliases = ["National Health Service"]

[essex-county-council]
name = "Essex County Council"
"#,
);
const SYSTEMS: (&str, &str) = (
    "systems.toml",
    r#"[mosaic]
name = "Mosaic"
operator = "nhs"
"#,
);
const DATA: (&str, &str) = (
    "data.toml",
    r#"[nhs-number]
name = "NHS number"

[name]
name = "Name"
"#,
);
const PEOPLE: (&str, &str) = (
    "people.toml",
    r#"[families]
name = "Families"
"#,
);

/// What is wrong with an activity beside sound catalogues.
fn activity(text: &str) -> String {
    findings_of(&[PARTIES, SYSTEMS, DATA, PEOPLE, ("activities/x.toml", text)])
}
