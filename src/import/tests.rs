//! Notices of every kind, and what is made of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;

use super::*;
use crate::model::Register;
use crate::store::Store;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/notices")
}

fn notice(name: &str) -> Notice {
    Notice::of(&Source::read(&fixtures().join(name)).unwrap())
}

/// A fact as its words, without what is not said.
fn said(fact: &Fact) -> String {
    let text = format!("{fact:?}");
    let mut text = text.replace("Exchange { ", "").replace("Provision { ", "");
    for silent in [
        ", carries: []",
        ", through: None",
        ", when: None",
        ", is_overseas: false",
        ", is_special: false",
        ", is_named: false",
        "period: None, ",
        ", trigger: None",
        "trigger: None, ",
        ", criteria: None",
        ", then: None",
        ", system: None",
        ", is_notice: false",
        ", country: None",
        ", allowed: None",
        ", basis: None",
    ] {
        text = text.replace(silent, "");
    }
    text
}

/// Every notice beside this test, whole: each fact with its line. A fact that is wrong, invented or lost shows here.
#[test]
fn what_is_read_of_each_notice() {
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut read = String::new();
    for name in names {
        writeln!(read, "\n== {name}").unwrap();
        for one in &notice(&name).statements {
            let words = match one.fact {
                Fact::Unread | Fact::Leading => format!(": {}", one.words),
                _ => String::new(),
            };
            writeln!(read, "{:4} {}{words}", one.line, said(&one.fact)).unwrap();
        }
    }
    assert_snapshot!(read);
}

/// Every word of a notice is in some statement: nothing of a source is lost.
#[test]
fn nothing_of_a_notice_is_lost() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let source = Source::read(&path).unwrap();
        let notice = Notice::of(&source);
        let mut kept = String::new();
        for one in notice.title.iter().chain(&notice.statements) {
            write!(
                kept,
                " {} {}",
                crate::model::fold(&one.words),
                crate::model::fold(&one.place)
            )
            .unwrap();
        }
        for block in &source.blocks {
            if block.kind == block::BlockKind::Heading {
                continue;
            }
            let lines = block.lines.iter().map(|line| words::unnumbered(&line.text));
            let text = lines.collect::<Vec<_>>().join(" ");
            for word in crate::model::fold(&text).split(' ') {
                assert!(
                    kept.contains(word),
                    "{}: `{word}` of `{}` is lost",
                    path.display(),
                    block.text()
                );
            }
        }
    }
}

/// What a register becomes by a notice, and the proposal.
fn imported(register: Register, name: &str) -> (Register, Proposal) {
    imported_as(register, name, notice(name))
}

fn imported_as(register: Register, name: &str, notice: Notice) -> (Register, Proposal) {
    let store = Store::in_memory(register.clone()).unwrap();
    let notices = [(name.to_owned(), notice)];
    let proposal = propose(&store, &notices, None, &Settled::default(), &|_| Ok(None)).unwrap();
    let mut after = register;
    for (reference, record) in &proposal.records {
        after.insert(&reference.id, record.clone()).unwrap();
    }
    (after, proposal)
}

fn worked_example() -> Register {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("register");
    let reading = crate::text::read(&folder, "2026-11-27".parse().unwrap()).unwrap();
    reading.register
}

/// The worked example was written from this notice by hand: the program finds nothing in it that is not there, but for the
/// sentences that no field takes.
#[test]
fn the_notice_of_the_worked_example_proposes_nothing_new() {
    let (_, proposal) = imported(worked_example(), "family-group-conference.md");
    let new: Vec<String> = proposal.notices[0]
        .lines
        .iter()
        .filter(|(_, outcome)| !matches!(outcome, Outcome::Known | Outcome::Leading))
        .map(|(statement, outcome)| format!("{}: {outcome:?}", statement.line))
        .collect();
    assert_snapshot!(new.join("\n"));
    let open: Vec<_> = proposal
        .decisions
        .iter()
        .filter(|one| one.is_first)
        .collect();
    assert!(open.is_empty(), "{open:?}");
}

/// The same notice once more, and after it was imported into an empty register, changes nothing.
#[test]
fn a_notice_is_imported_once() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let (once, first) = imported(Register::default(), &name);
        assert!(
            crate::rules::sound(&once).is_empty(),
            "{name}: {:?}",
            crate::rules::sound(&once)
        );
        let (twice, second) = imported(once.clone(), &name);
        assert_eq!(once, twice, "{name}");
        let is_new = |(_, outcome): &(Statement, Outcome)| {
            matches!(outcome, Outcome::New(_) | Outcome::Unread)
        };
        assert!(
            !second.notices[0].lines.iter().any(is_new),
            "{name}: {:?}",
            second.notices[0].lines
        );
        assert_eq!(
            first.notices[0].activity.is_some(),
            !once.activities.is_empty()
        );
    }
}

/// What a notice said and says no more goes; what others say, and another notice, stays.
#[test]
fn what_a_notice_says_no_more_is_gone() {
    let written = |title: &str, data: &str, rest: &str| {
        let text = format!(
            "# {title}\n\n## What is the service?\n\nCycle training\n\n## What personal data do we need from you?\n\n\
             - Name\n{data}\n## What will it be used for?\n\n- To train cyclists\n\n{rest}"
        );
        Notice::of(&Source::of_markdown(&text))
    };
    let first = "Our legal basis is consent.\n\n## Who might we share your data with?\n\n- Hartwell Schools Trust\n- Police\n\n\
                 ## How long will your data be kept?\n\nYour data is kept for 6 years.\n\n## Notes\n\nWe like bells.\n";
    let second = "Our legal basis is contract.\n\n## Who might we share your data with?\n\n- Hartwell Schools Trust\n\n\
                  ## How long will your data be kept?\n\nYour data is kept for 7 years.\n";
    let import = |register, notice| imported_as(register, "cycling.md", notice);
    let of_first = written("Cycling: privacy notice", "- Photographs\n", first);
    let (once, _) = import(Register::default(), of_first.clone());
    let changed = written("Cycling: privacy notice", "", second);
    let (twice, proposal) = import(once.clone(), changed.clone());
    let gone: Vec<&String> = proposal.notices[0]
        .lines
        .iter()
        .filter_map(|(_, outcome)| match outcome {
            Outcome::Gone(what) => Some(what),
            _ => None,
        })
        .collect();
    assert_eq!(
        gone,
        [
            "recipient: Police",
            "retention: Your data is kept for 6 years.",
            "unread: We like bells.",
            "lawful basis: consent",
            "data: photographs",
        ]
    );
    let (id, activity) = twice.activities.iter().next().unwrap();
    let said = serde_json::to_string(activity).unwrap();
    for (words, is_there) in [
        ("Police", false),
        ("photographs", false),
        ("P6Y", false),
        ("bells", false),
        ("consent", false),
        ("P7Y", true),
        ("hartwell-schools-trust", true),
        ("6/1/b", true),
    ] {
        assert_eq!(said.contains(words), is_there, "{words} in {id}: {said}");
    }
    let (thrice, again) = import(twice.clone(), changed);
    assert_eq!(twice, thrice, "{:?}", again.notices[0].lines);
    let (other, proposal) = import(once, written("Bikes: privacy notice", "", second));
    let is_gone = |(_, outcome): &(Statement, Outcome)| matches!(outcome, Outcome::Gone(_));
    assert!(!proposal.notices[0].lines.iter().any(is_gone));
    assert!(
        serde_json::to_string(&other.activities)
            .unwrap()
            .contains("P6Y")
    );
    assert!(import(other.clone(), of_first).0.activities.len() == other.activities.len());
}
