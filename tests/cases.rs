//! Registers from the field, and what a data protection officer expects of them.
//!
//! `expect.tsv` in `fixtures/cases`, and in `fixtures/field` with registers made later, has a line for
//! each expectation: the case, the command, what must and what must not match in what the program
//! says, and the kind of fault that is looked for.

use std::fs;

use regex::Regex;

use crate::harness::{Folder, copy, root};

/// Expectations that need a field of the register that is not there yet.
const NOT_YET: [&str; 0] = [];

#[test]
fn what_officers_expect_holds() {
    let n_held = n_that_hold("cases");
    assert!(n_held >= 50, "{n_held}");
}

#[test]
fn what_officers_expect_of_registers_made_later_holds() {
    let n_held = n_that_hold("field");
    assert!(n_held >= 50, "{n_held}");
}

/// How many expectations about the registers of a folder hold; all must.
fn n_that_hold(folder: &str) -> usize {
    let cases = root().join("tests/fixtures").join(folder);
    let expected = fs::read_to_string(cases.join("expect.tsv")).unwrap();
    let lines = expected
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mut faults = Vec::new();
    let mut n_held = 0;
    for line in lines {
        let [case, command, must, must_not, kind] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let folder = Folder::empty();
        copy(&cases.join(case), &folder.path("register"));
        let run = folder.run(&format!("ropa {command}"));
        let said = format!("{}{}", run.stdout, run.stderr);
        let matches = |pattern: &str| {
            Regex::new(&format!("(?s){pattern}"))
                .unwrap()
                .is_match(&said)
        };
        let lacks = must != "-" && !matches(must);
        let has = must_not != "-" && matches(must_not);
        let is_due = !NOT_YET.contains(&case);
        if is_due && (lacks || has) {
            faults.push(format!("{case} [{kind}]: {}", run.transcript()));
        }
        n_held += usize::from(!lacks && !has);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    n_held
}
