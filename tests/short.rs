//! Short first: on a terminal an answer about a council of 303 activities fits a screen, and what it
//! leaves out is counted and shown by what it says to type.
#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use crate::harness::{Folder, root, words, write_council};

/// The lines of a screen.
const LINES: usize = 50;

/// A folder with the register of a council as a database.
fn council() -> Folder {
    let folder = Folder::empty();
    write_council(&folder.path("council"));
    folder.does("ropa init");
    folder.does("ropa apply council");
    folder
}

/// What a line shows on a terminal of a width.
fn on_terminal(folder: &Folder, line: &str, width: usize) -> String {
    let args: Vec<String> = words(line)[1..]
        .iter()
        .map(|word| format!("'{word}'"))
        .collect();
    let ropa = env!("CARGO_BIN_EXE_ropa");
    let typed = format!(
        "stty cols {width} rows {LINES}; '{ropa}' {}",
        args.join(" ")
    );
    let output = Command::new("script")
        .args(["-qec", &typed, "/dev/null"])
        .current_dir(folder.path(""))
        .env("TERM", "dumb")
        .env_remove("ROPA_REGISTER")
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

/// What is asked of the council: each question, each kind of list, and what looks something up.
fn asked() -> Vec<String> {
    let mut lines: Vec<&str> = vec![
        "ask",
        "ask who-receives \"Absence information\"",
        "ask who-receives --special",
        "ask who-receives --people Children --linked address",
        "ask where-from address",
        "ask where-held --special",
        "ask why children nhs --all-paths",
        "ask through acorncase",
        "ask through nhs",
        "ask through nhs --cut",
        "ask about nhs",
        "ask about ashshire-county-council",
        "ask leaves-uk",
        "list",
        "history",
        "find health",
        "find a",
        "show nhs",
        "show acorn-software",
        "show ashshire-county-council",
        "show acorncase",
        "show adaptations-assessment-of-need",
        "fields",
        "fields activity",
        "fields activity recipient",
        "fields party",
        "law",
        "law schedule-1",
        "law right",
        "law approved-country",
        "law processing",
        "explain",
        "query",
        "sql --tables",
        "status",
    ];
    let kinds = [
        "list activity",
        "list party",
        "list system",
        "list data",
        "list people",
        "list measure",
        "list document",
        "list approval",
    ];
    lines.extend(kinds);
    for question in ropa::ask::QUESTIONS {
        let word = format!("ask {}", question.name);
        assert!(lines.iter().any(|line| line.starts_with(&word)), "{word}");
    }
    lines.iter().map(|line| format!("ropa {line}")).collect()
}

/// Every saved question, as its example asks it, about what the council has.
fn saved() -> Vec<String> {
    let mut lines = Vec::new();
    for file in fs::read_dir(root().join("queries")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let query = ropa::queries::parse(&name, &fs::read_to_string(path).unwrap()).unwrap();
        let given = query
            .parameters
            .iter()
            .filter(|one| one.default.is_none() && !one.is_optional);
        let given = given.map(|one| {
            let value = match one.kind.to_string().as_str() {
                "data" => "address",
                "people" => "children",
                "code(lawful-basis)" => "public task",
                "party" if one.name == "other" => "schools",
                "party" => "nhs",
                other => panic!("{name}: {other}"),
            };
            format!(" \"{}={value}\"", one.name)
        });
        lines.push(format!("ropa query {name}{}", given.collect::<String>()));
    }
    lines.sort();
    lines
}

#[track_caller]
fn fit_a_screen(folder: &Folder, lines: &[String], width: usize) {
    let mut faults = Vec::new();
    for line in lines {
        let screen = on_terminal(folder, line, width);
        // The line on which the next is typed is one of the screen's.
        let n_lines = screen.lines().count() + 1;
        let widest = screen
            .lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap();
        if n_lines > LINES || widest > width {
            faults.push(format!(
                "{line}: {n_lines} lines, {widest} columns of {width}"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_question_about_a_council_fits_a_screen() {
    let folder = council();
    for width in [80, 120] {
        fit_a_screen(&folder, &asked(), width);
    }
}

#[test]
fn every_saved_question_about_a_council_fits_a_screen() {
    let folder = council();
    for width in [80, 120] {
        fit_a_screen(&folder, &saved(), width);
    }
}

/// The first column of CSV.
fn first_of_csv(folder: &Folder, line: &str) -> Vec<String> {
    let run = folder.run(&format!("{line} --format csv"));
    let mut reader = csv::Reader::from_reader(run.succeeds().stdout.as_bytes());
    let records = reader.records().map(|record| record.unwrap()[0].to_owned());
    records.collect()
}

#[test]
fn what_a_screen_leaves_out_is_shown_by_what_it_says_and_by_every_other_format() {
    let folder = council();
    for (line, values) in [
        ("ropa ask who-receives --special", "answer"),
        ("ropa ask where-from address", "answer"),
        ("ropa ask where-held --special", "answer"),
        ("ropa ask leaves-uk", "answer"),
        ("ropa ask about nhs", "answer"),
        ("ropa query leaves-uk", "answer"),
        ("ropa query dpia-missing", "answer"),
        ("ropa list party", ""),
    ] {
        let json = folder.json(line);
        let rows = if values.is_empty() {
            &json
        } else {
            &json[values]
        };
        let n_rows = rows.as_array().unwrap().len();
        assert!(n_rows > 20, "{line}: {n_rows}");
        let in_csv = first_of_csv(&folder, line);
        assert_eq!(in_csv.len(), n_rows, "{line}");

        let screen = on_terminal(&folder, line, 80);
        assert!(
            screen.contains("Not shown: ") && screen.contains("`--all`"),
            "{screen}"
        );
        // Narrow, so that each row is a paragraph, in a pipe as on a terminal.
        let piped = folder.run(line);
        for (where_to, text) in [
            (
                "terminal",
                on_terminal(&folder, &format!("{line} --all"), 40),
            ),
            ("pipe", piped.succeeds().stdout.clone()),
        ] {
            // Where a name is broken does not matter.
            let told: String = text.split_whitespace().collect();
            for (number, name) in in_csv.iter().enumerate() {
                let name: String = name.split_whitespace().collect();
                // Steps are named by a code in CSV and in words elsewhere.
                let is_told = told.contains(&name)
                    || line.starts_with("ropa ask leaves-uk")
                    || line.starts_with("ropa ask about");
                assert!(is_told, "{line}: row {number}, {name}, {where_to}");
            }
        }
    }
}

#[test]
fn doubts_are_counted_on_a_screen() {
    let folder = council();
    let line = "ropa ask who-receives \"Absence information\"";
    let json = folder.json(line);
    let screen = on_terminal(&folder, line, 120).replace('\n', " ");
    let n_uncertain = json["uncertain"].as_array().unwrap().len();
    assert!(
        screen.contains(&format!("Not certain ({n_uncertain}): ")),
        "{screen}"
    );
    for gap in json["not_recorded"].as_array().unwrap() {
        let count = gap["count"].as_u64().unwrap();
        assert!(screen.contains(&format!(" {count} ")), "{gap}\n{screen}");
    }
}
