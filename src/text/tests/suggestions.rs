//! Every suggestion is typed, and then nothing is wrong any more at that place.
//!
//! A sound register is taken, one field of one record is written wrongly in every way that a field of
//! its shape can be, and what the help says is done: the field is written as it says, left out, called
//! otherwise or moved. A help that this file does not understand fails the test as well.

use std::collections::BTreeSet;
use std::ops::Range;

use super::under_test::{Files, each_field, findings, sound, spot, with_line, wrong};
use super::*;
use crate::model::{Activity, Field, Kind, Presence, Shape};

/// The codes in a help, in the order in which they stand.
fn codes(hint: &str) -> Vec<&str> {
    hint.split('`').skip(1).step_by(2).collect()
}

/// The files with the help done in each way that it offers.
fn done(files: &Files, finding: &Finding, key: &str) -> Vec<Files> {
    let place = passage(finding);
    let hint = finding.hint.as_deref().unwrap_or_default();
    let text = &files[&place.file];
    let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = start..end;
    let with = |range: Range<usize>, new: &str| {
        let mut files = files.clone();
        files
            .get_mut(&place.file)
            .unwrap()
            .replace_range(range, new);
        files
    };
    let mut offered = codes(hint);
    if finding.code == "TEXT-missing-field" {
        // What follows says what the field means.
        offered.truncate(1);
    }
    let mut ways = Vec::new();
    if hint.contains("eave it out") {
        ways.push(with(line.clone(), ""));
    }
    if let Some(rest) = hint.strip_prefix('`') {
        // It belongs elsewhere.
        if rest.contains("` is ") {
            // What it is instead is all that can be said.
            return ways;
        }
        assert!(rest.contains("belongs"), "{hint}");
        let moved = text[line.clone()].to_owned();
        let without = with(line.start..(line.end + 1).min(text.len()), "");
        if hint.contains("belongs to") {
            let mut files = without.clone();
            let file = files.get_mut(&place.file).unwrap();
            let at = if place.file.starts_with("activities") {
                0
            } else {
                file.find("[new-one]\n").unwrap() + "[new-one]\n".len()
            };
            file.insert_str(at, &format!("{moved}\n"));
            ways.push(files);
        }
        return ways;
    }
    if hint.starts_with("it may have") || hint.starts_with("name each") {
        return ways;
    }
    let mut added = files.clone();
    let mut has_added = false;
    for (at, code) in offered.iter().enumerate() {
        let before = hint.split('`').step_by(2).nth(at).unwrap();
        if before.ends_with("add ") && code.starts_with('[') {
            // A record that is made.
            let file = offered[at + 1];
            let id = code.trim_matches(['[', ']']);
            *added.entry(file.to_owned()).or_default() += &format!("\n{code}\nname = \"{id}\"\n");
            has_added = true;
        } else if before.ends_with("write it in ") {
            added.insert((*code).to_owned(), "name = \"Quite new\"\n".to_owned());
            has_added = true;
        }
    }
    if has_added && (hint.starts_with("add `[") || hint.starts_with("write it in")) {
        ways.push(added.clone());
    }
    let base = added;
    let edit = |range: Range<usize>, new: &str| {
        let mut files = base.clone();
        let text = files.get_mut(&place.file).unwrap();
        text.replace_range(range, new);
        files
    };
    for (at, code) in offered.iter().enumerate() {
        let before = hint.split('`').step_by(2).nth(at).unwrap();
        let is_made = before.ends_with("add ") && code.starts_with('[')
            || before.ends_with(" to ")
            || before.ends_with("write it in ");
        if is_made {
            continue;
        }
        if code.contains(" = ") {
            if before.ends_with("add ") && finding.code == "TEXT-missing-field" {
                match text[line.clone()].find("{ ") {
                    Some(at) => {
                        let at = line.start + at + 2;
                        ways.push(edit(at..at, &format!("{code}, ")));
                    }
                    None => ways.push(edit(line.end..line.end, &format!("\n{code}"))),
                }
            } else if before.contains("and below it") {
                continue;
            } else if before.contains("the purpose it serves") {
                ways.push(edit(
                    text.len()..text.len(),
                    &format!("\n[[purpose]]\n{code}\ntext = \"t\"\n"),
                ));
            } else {
                ways.push(edit(line.clone(), code));
            }
        } else if code.starts_with('[') {
            ways.push(edit(line.clone(), code));
        } else if finding.code == "TEXT-unknown-key" {
            if before.starts_with("did you mean") || before == ", " || before == " or " {
                assert!(text[place.span.clone()].contains(key));
                ways.push(edit(place.span.clone(), code));
            }
        } else {
            let new = if code.starts_with('"') {
                (*code).to_owned()
            } else {
                format!("\"{code}\"")
            };
            ways.push(edit(place.span.clone(), &new));
        }
    }
    ways
}

/// What is wrong after a help was followed, at the place it was about.
fn still_wrong(files: &Files, finding: &Finding, key: &str, report: &mut Vec<String>) -> usize {
    let no_help = [
        // What it says of the text is all that can be said.
        "these are the quotation marks",
    ];
    if finding.hint.is_none() && !no_help.iter().any(|what| finding.message.contains(what)) {
        let place = passage(finding);
        let line = files[&place.file].lines().nth(place.line() - 1);
        let line = line.unwrap_or_default();
        report.push(format!(
            "no help: {}: {}: {line}
{}",
            finding.code, finding.message, ""
        ));
    }
    let before: Vec<(&str, String)> = findings(files)
        .into_iter()
        .filter(|other| other != finding)
        .map(|other| (other.code, other.message))
        .collect();
    let ways = done(files, finding, key);
    let place = passage(finding);
    let line = files[&place.file]
        .lines()
        .nth(place.line() - 1)
        .unwrap_or_default();
    for way in &ways {
        let is_elsewhere = |left: &Finding| {
            passage(left).file != place.file
                // Without its only field a table says nothing, which is said of the table.
                || left.code == "TEXT-says-nothing" && left.place != finding.place
        };
        let left: Vec<Finding> = findings(way)
            .into_iter()
            // What else was wrong from the beginning has a help of its own, and what a thing is called
            // is the choice of who calls it so.
            .filter(|left| !before.contains(&(left.code, left.message.clone())))
            .filter(|left| left.code != "TEXT-ambiguous-name" && !is_elsewhere(left))
            .collect();
        if let Some(first) = left.first() {
            report.push(format!(
                "{line}\n  {}: {}\n  help: {}\n  done: {}\n  then: {}: {}",
                finding.code,
                finding.message,
                finding.hint.as_deref().unwrap_or_default(),
                way[&place.file].lines().last().unwrap_or_default(),
                first.code,
                first.message,
            ));
        }
    }
    ways.len()
}

#[test]
fn the_register_under_test_is_sound() {
    assert_eq!(findings(&sound()), []);
    for kind in Kind::ALL {
        each_field(kind, &mut |path, field| {
            // A table in which nothing must stand says nothing yet.
            let says_something = path.last().is_none_or(|table| match table.shape {
                Shape::Table(inner) | Shape::Tables(inner) => {
                    let mut all = inner.iter().copied().flatten();
                    all.any(|field| field.presence == Presence::Required)
                }
                _ => true,
            });
            if field.presence != Presence::Required && says_something {
                let files = with_line(&spot(kind, path, field.name), "");
                assert_eq!(findings(&files), [], "{kind} {}", field.name);
            }
        });
    }
}

#[test]
fn every_value_that_is_suggested_is_right() {
    let mut report = Vec::new();
    let (mut n_wrong, mut n_done) = (0, 0);
    let mut tried = BTreeSet::new();
    for kind in Kind::ALL {
        each_field(kind, &mut |path, field| {
            // Fields that differ in nothing but their names are tried once.
            let special =
                ["about", "part_of", "broader"].contains(&field.name) || field.names_purposes();
            let name = if special { field.name } else { "" };
            let (shape, presence) = (field.shape, field.presence);
            if !tried.insert(format!("{shape:?} {presence:?} {name}")) {
                return;
            }
            let spot = spot(kind, path, field.name);
            for value in wrong(field) {
                let files = with_line(&spot, &format!("{} = {value}", field.name));
                let Some(finding) = findings(&files).into_iter().next() else {
                    continue;
                };
                n_wrong += 1;
                n_done += still_wrong(&files, &finding, field.name, &mut report);
            }
        });
    }
    report.dedup();
    assert!(
        report.is_empty(),
        "{} of {n_done}\n{}",
        report.len(),
        report.join("\n")
    );
    assert!(n_wrong > 1000 && n_done > n_wrong / 2, "{n_wrong} {n_done}");
}

/// What a file with one wrong line says of it.
fn help(kind: Kind, path: &[&Field], line: &str) -> String {
    let files = with_line(&spot(kind, path, ""), line);
    let found = findings(&files);
    let [only] = found.as_slice() else {
        panic!("{found:?}")
    };
    only.hint.clone().unwrap_or_default()
}

#[test]
fn keys_are_suggested_only_where_the_value_fits() {
    let retention = Activity::FIELDS
        .iter()
        .copied()
        .flatten()
        .find(|field| field.name == "retention")
        .unwrap();
    let retention: &[&Field] = &[retention];
    for (kind, path, line, expected) in [
        (
            Kind::Activity,
            retention,
            "text = \"6 years\"",
            "did you mean `period` or `criteria`?",
        ),
        (
            Kind::Activity,
            retention,
            "retention = \"P6Y\"",
            "did you mean `period` or `criteria`?",
        ),
        (
            Kind::Activity,
            retention,
            "perid = \"6 years\"",
            "did you mean `period`?",
        ),
        (
            Kind::Activity,
            &[],
            "service = \"Finance\"",
            "did you mean `function`?",
        ),
        (
            Kind::Activity,
            &[],
            "legal_basis = \"6/1/e\"",
            "did you mean `basis`, which belongs in `[[purpose]]`?",
        ),
        (
            Kind::Party,
            &[],
            "contry = \"GB\"",
            "did you mean `country`?",
        ),
        (
            Kind::Party,
            &[],
            "contry = \"UK\"",
            "did you mean `country`?",
        ),
        (
            Kind::Party,
            &[],
            "title = \"New one\"",
            "leave it out: `name` is there already",
        ),
        (
            Kind::Party,
            &[],
            "service = \"Printing\"",
            "`service` belongs in `[[new-one.sub_processors]]`",
        ),
        (
            Kind::Document,
            &[],
            "date = 2024-03-01",
            "did you mean `dated`?",
        ),
        (
            Kind::Document,
            &[],
            "date = \"Friday, 1 March 2024\"",
            "write `dated = 2024-03-01`",
        ),
    ] {
        let said = help(kind, path, line);
        assert!(said.starts_with(expected), "{line}: {said}");
    }
}
