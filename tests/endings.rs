//! A file holds what its name says, whichever command writes it, or it is not written.

use std::fs;

use crate::harness::Folder;

/// What a file with an ending begins with; nothing for the endings that no command of ours writes.
fn begins(ending: &str) -> Option<&'static [u8]> {
    Some(match ending {
        "docx" | "xlsx" => b"PK",
        "pdf" => b"%PDF-",
        "png" => b"\x89PNG",
        "svg" => b"<svg",
        "html" | "htm" => b"<!DOCTYPE html>",
        "sqlite" | "db" => b"SQLite format 3",
        "dot" | "gv" => b"digraph",
        // What begins otherwise from one command to the next is looked at below.
        "json" | "csv" | "md" | "txt" | "mmd" => b"",
        _ => return None,
    })
}

/// The endings of lists and answers.
const ALL: &[&str] = &[
    "txt", "json", "csv", "md", "html", "htm", "docx", "pdf", "xlsx",
];

/// The endings of answers that can be drawn.
const DRAWN: &[&str] = &[
    "txt", "json", "csv", "md", "html", "htm", "docx", "pdf", "xlsx", "svg", "png", "dot", "gv",
    "mmd",
];

/// The commands that write a file, with the endings that each knows.
const COMMANDS: &[(&str, &[&str])] = &[
    (r#"ropa ask who-receives "NHS number" -o"#, DRAWN),
    ("ropa ask leaves-uk -o", DRAWN),
    ("ropa list party -o", ALL),
    ("ropa list -o", ALL),
    ("ropa show mosaic -o", ALL),
    ("ropa history -o", ALL),
    ("ropa query -o", ALL),
    ("ropa query aliases-used --show -o", &["txt"]),
    ("ropa query aliases-used -o", ALL),
    ("ropa query engagements -o", DRAWN),
    (r#"ropa sql "SELECT name FROM party" -o"#, ALL),
    ("ropa sql --tables -o", ALL),
    (
        "ropa diagram activity family-group-conference -o",
        &["txt", "json", "dot", "gv", "mmd", "svg", "png", "pdf"],
    ),
    (
        "ropa export article30 --no-diagrams -o",
        &["csv", "docx", "html", "htm", "json", "md", "pdf", "xlsx"],
    ),
    (
        "ropa export activity family-group-conference -o",
        &["html", "htm", "docx", "pdf", "md"],
    ),
    (
        "ropa export dpia family-group-conference -o",
        &["html", "htm", "docx", "pdf", "md"],
    ),
    ("ropa export sqlite", &["sqlite", "db"]),
    ("ropa init", &["sqlite", "db"]),
    ("ropa dump", &[]),
];

const ENDINGS: &[&str] = &[
    "txt", "json", "csv", "md", "html", "htm", "docx", "xlsx", "pdf", "png", "svg", "dot", "gv",
    "mmd", "sqlite", "db", "xls", "doc", "toml",
];

#[test]
fn a_file_is_what_its_ending_says_or_is_not_made() {
    let folder = Folder::with_database();
    for (command, known) in COMMANDS {
        let can = |name: &str| known.contains(&name);
        for ending in ENDINGS.iter().copied().chain(["PDF", "XLSX", "JSON"]) {
            let file = format!("out.{ending}");
            let run = folder.run(&format!("{command} {file}"));
            let lower = ending.to_lowercase();
            if !can(&lower) {
                run.stops(2);
                assert!(!folder.path(&file).exists(), "{command} {file}");
                let says = format!("file that ends in `.{ending}`");
                assert!(run.stderr.contains(&says), "{}", run.transcript());
                for other in *known {
                    assert!(run.stderr.contains(other), "{}", run.transcript());
                }
                continue;
            }
            assert_eq!(run.succeeds().stdout, "", "{command} {file}");
            let bytes = fs::read(folder.path(&file)).unwrap();
            let begins = begins(&lower).unwrap();
            assert!(bytes.starts_with(begins), "{command} {file}");
            if lower == "json" {
                serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
            }
            fs::remove_file(folder.path(&file)).unwrap();
        }
    }
}

#[test]
fn the_ending_gives_what_the_flag_gives() {
    let folder = Folder::with_database();
    for (command, known) in COMMANDS {
        let Some(command) = command.strip_suffix(" -o") else {
            continue;
        };
        for (ending, format) in [
            ("txt", "text"),
            ("json", "json"),
            ("csv", "csv"),
            ("md", "md"),
        ] {
            if !known.contains(&ending) {
                continue;
            }
            let flag = folder.run(&format!("{command} --format {format}"));
            folder.does(&format!("{command} -o out.{ending}"));
            let file = folder.read(&format!("out.{ending}"));
            assert_eq!(flag.succeeds().stdout, file, "{command} {ending}");
        }
    }
}

#[test]
fn what_was_meant_is_said() {
    let folder = Folder::with_register();
    let says = |line: &str| {
        let run = folder.run(line);
        run.stops(2).stderr.clone()
    };
    assert_eq!(
        says("ropa export article30 -o record.xls"),
        "error: `export article30` cannot write `record.xls`: it writes no file that ends in `.xls`\n\
         hint: did you mean `.xlsx`? the endings are csv, docx, html, htm, json, md, markdown, pdf, xlsx\n"
    );
    for (line, meant) in [
        (
            "ropa diagram transfers -o picture.jpg",
            "did you mean `.png`?",
        ),
        ("ropa ask leaves-uk -o answer.ods", "did you mean `.xlsx`?"),
        (
            "ropa export activity \"Family Group Conference\" -o a.odt",
            "did you mean `.docx`?",
        ),
    ] {
        assert!(says(line).contains(meant), "{line}");
    }
    assert_eq!(
        says("ropa ask leaves-uk -o answer"),
        "error: `ask` cannot tell the format from `answer`, which has no ending\n\
         hint: end the name otherwise: the endings are txt, json, csv, md, markdown, html, htm, docx, pdf, xlsx, svg, png, dot, gv, mmd, mermaid\n"
    );
    assert_eq!(
        says("ropa dump record.xlsx"),
        "error: `dump` cannot write `record.xlsx`: it writes no file that ends in `.xlsx`\n\
         hint: give the name of a folder\n"
    );
    // A format that is asked for by name is written under any.
    folder.does("ropa ask leaves-uk --format csv -o answer");
    assert!(folder.path("answer").exists());
}

#[test]
fn every_question_of_the_table_is_asked_and_written_in_every_format() {
    let folder = Folder::with_database();
    for entry in ropa::ask::QUESTIONS {
        for example in entry.examples {
            let command = format!("ropa ask {}", entry.name);
            assert!(example.starts_with(&command), "{example}");
            let has_rows = folder.run(&format!("{example} --format csv"));
            let has_rows = has_rows.succeeds().stdout.lines().count() > 1;
            for ending in DRAWN {
                let file = format!("answer.{ending}");
                let run = folder.run(&format!("{example} -o {file}"));
                let is_drawing = ["svg", "png", "dot", "gv", "mmd"].contains(ending);
                if is_drawing && !has_rows {
                    run.stops(2);
                    continue;
                }
                run.succeeds();
                let bytes = fs::read(folder.path(&file)).unwrap();
                assert!(
                    bytes.starts_with(begins(ending).unwrap()),
                    "{example} {ending}"
                );
            }
        }
    }
}

#[test]
fn a_document_of_an_answer_says_all_of_it() {
    let folder = Folder::with_register();
    folder.does(r#"ropa ask who-receives "NHS number" -o answer.html"#);
    let page = folder.read("answer.html");
    let mut rest = page.as_str();
    for part in [
        ">Who receives NHS Number",
        "Essex County Council",
        "9 parties receive or may receive NHS Number",
        "Servelec",
        "Not certain",
        "Not recorded",
        "How, step by step",
        "What was searched",
    ] {
        let at = rest.find(part);
        let at = at.unwrap_or_else(|| panic!("{part} is missing, or not in its place"));
        rest = &rest[at..];
    }
}
