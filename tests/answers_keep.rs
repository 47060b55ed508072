//! A change of the code's structure changes no answer.
//!
//! `fixtures/answers.tsv` has, for every question about every register of the fixtures and the worked
//! example, the SHA-256 of its answer as JSON on one fixed day. Whoever changes an answer on purpose
//! writes it again with `ROPA_RENEW_ANSWERS=1 cargo test --test main no_answer_changes`, and the
//! difference shows which questions now answer otherwise.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ropa::model::Register;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::harness::{Folder, root};

/// The day on which all is asked: agreements run out and flows begin.
const DAY: &str = "2026-11-27T12:00:00Z";

/// The folders with a register: those of the fixtures, and the worked example.
fn registers() -> Vec<PathBuf> {
    let fixtures = Path::new("tests/fixtures");
    let mut folders = vec![PathBuf::from("register")];
    for name in ["county", "northmere", "review"] {
        folders.push(fixtures.join(name));
    }
    for group in ["attack", "cases"] {
        let entries = fs::read_dir(root().join(fixtures).join(group)).unwrap();
        let mut names: Vec<OsString> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name())
            .collect();
        names.sort();
        folders.extend(names.iter().map(|name| fixtures.join(group).join(name)));
    }
    folders
}

/// Every question that has one thing to be asked about, about each thing of the register.
fn questions(register: &Register) -> Vec<Vec<String>> {
    let mut all = vec![vec!["leaves-uk".to_owned()]];
    let mut about = |questions: &[&str], kind: &str, id: &str| {
        for question in questions {
            all.push(vec![(*question).to_owned(), format!("{kind}:{id}")]);
        }
    };
    for data in register.data.keys() {
        about(
            &["who-receives", "where-from", "where-held"],
            "data",
            data.as_str(),
        );
    }
    for party in register.parties.keys() {
        about(&["about", "through"], "party", party.as_str());
    }
    for system in register.systems.keys() {
        about(&["through"], "system", system.as_str());
    }
    all
}

/// The line of one question: register, question, SHA-256 of its answer.
fn line(folder: &Path, question: &[String], answer_in: &Path) -> String {
    let mut args: Vec<OsString> = ["ropa", "--register"].map(OsString::from).to_vec();
    args.push(root().join(folder).into_os_string());
    args.push("ask".into());
    args.extend(question.iter().map(OsString::from));
    args.extend(["--format", "json", "-o"].map(OsString::from));
    args.push(answer_in.as_os_str().to_owned());
    let code = ropa::commands::main(args, DAY.parse().unwrap(), || None);
    assert_eq!(
        format!("{code:?}"),
        format!("{:?}", ExitCode::SUCCESS),
        "{} {question:?}",
        folder.display()
    );
    let answer: Value = serde_json::from_slice(&fs::read(answer_in).unwrap()).unwrap();
    let mut hash = String::new();
    for byte in Sha256::digest(answer.to_string()) {
        write!(hash, "{byte:02x}").unwrap();
    }
    let name = folder.to_string_lossy().replace('\\', "/");
    format!("{name}\t{}\t{hash}\n", question.join(" "))
}

#[test]
fn no_answer_changes_unseen() {
    let folder = Folder::empty();
    let answer_in = folder.path("answer.json");
    let mut now = String::new();
    for register in registers() {
        let day = DAY.parse::<jiff::Timestamp>().unwrap();
        let day = ropa::model::london().to_datetime(day).date();
        let read = ropa::text::read(&root().join(&register), day).unwrap();
        // Some cases are there to be refused.
        if read.has_errors() {
            continue;
        }
        for question in questions(&read.register) {
            now.push_str(&line(&register, &question, &answer_in));
        }
    }
    let kept = root().join("tests/fixtures/answers.tsv");
    if std::env::var_os("ROPA_RENEW_ANSWERS").is_some() {
        fs::write(&kept, &now).unwrap();
    }
    let before = fs::read_to_string(&kept).unwrap();
    let changed: Vec<&str> = now
        .lines()
        .filter(|line| !before.lines().any(|before| before == *line))
        .collect();
    assert!(
        changed.is_empty() && before.lines().count() == now.lines().count(),
        "{} answers of {} are not what they were:\n{}",
        changed.len(),
        now.lines().count(),
        changed.join("\n")
    );
}
