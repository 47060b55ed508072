//! Forms: written for the services, filled in by them, and read back.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use insta::assert_snapshot;
use rust_xlsxwriter::Workbook;

use crate::harness::{Folder, copy, root};

/// Somebody fills in a form: in the row of a key, and the column of an answer, other words. A spreadsheet writes the whole
/// file anew.
fn filled(folder: &Folder, from: &str, to: &str, answers: &[(&str, usize, &str)]) {
    let mut book: Xlsx<_> = open_workbook(folder.path(from)).unwrap();
    let mut anew = Workbook::new();
    let mut n_answered = 0;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let sheet = anew.add_worksheet().set_name(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let mut texts: Vec<(u32, u32, String)> = range
            .used_cells()
            .map(|(row, column, cell)| {
                let at = (
                    top + u32::try_from(row).unwrap(),
                    left + u32::try_from(column).unwrap(),
                );
                (at.0, at.1, cell.to_string())
            })
            .collect();
        let keys: Vec<(u32, String)> = texts
            .iter()
            .filter(|(_, column, _)| *column == 0)
            .map(|(row, _, key)| (*row, key.clone()))
            .collect();
        for (key, answer, words) in answers {
            let Some((row, _)) = keys.iter().find(|(_, known)| known == key) else {
                continue;
            };
            if name.starts_with("About") {
                continue;
            }
            let column = 2 + u32::try_from(*answer).unwrap();
            texts.retain(|(r, c, _)| (*r, *c) != (*row, column));
            texts.push((*row, column, (*words).to_owned()));
            n_answered += 1;
        }
        for (row, column, text) in texts {
            sheet
                .write(row, u16::try_from(column).unwrap(), text)
                .unwrap();
        }
    }
    assert_eq!(n_answered, answers.len(), "every answer has its row");
    anew.save(folder.path(to)).unwrap();
}

/// The body of a document of Word, as somebody leaves it who worked on it; all other parts stay.
fn in_word(folder: &Folder, from: &str, to: &str, work: impl Fn(String) -> String) {
    let bytes = fs::read(folder.path(from)).unwrap();
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut anew = zip::ZipWriter::new(fs::File::create(folder.path(to)).unwrap());
    for place in 0..parts.len() {
        let mut part = parts.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == "word/document.xml" {
            text = work(text);
        }
        let options = zip::write::SimpleFileOptions::default();
        anew.start_file(name, options).unwrap();
        anew.write_all(text.as_bytes()).unwrap();
    }
    anew.finish().unwrap();
}

/// The same of a body in which the answer with a tag is written.
fn answered(mut body: String, tag: &str, words: &str) -> String {
    let from = body.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
    let end = from + body[from..].find("</w:sdtContent>").unwrap();
    let start = from + body[from..].find("<w:sdtContent>").unwrap();
    let run = format!("<w:sdtContent><w:r><w:t>{words}</w:t></w:r>");
    body.replace_range(start..end, &run);
    let head = body[from..start].replace("<w:showingPlcHdr/>", "");
    body.replace_range(from..start, &head);
    body
}

/// A body without the row in which a tag stands.
fn without_row(mut body: String, tag: &str) -> String {
    let at = body.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
    let start = body[..at].rfind("<w:tr>").unwrap();
    let end = at + body[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    body.replace_range(start..end, "");
    body
}

fn worked_example() -> Folder {
    let folder = Folder::with_database();
    folder.does("ropa form family-group-conference -o form.xlsx");
    folder
}

#[test]
fn answers_become_a_plan_and_then_a_commit() {
    let folder = worked_example();
    let answers = [
        ("recipient.+1", 0, "Ambulance service"),
        ("recipient.+1", 1, "NHS Number; Shoe size"),
        ("recipient.+1", 3, "if you are ill"),
        ("recipient.0", 0, ""),
        ("retention.0", 1, "40 years"),
        ("retention.0", 3, "archive"),
        ("measures.+1", 0, "none"),
        ("purpose.+1", 0, "Training"),
        ("purpose.+1", 1, "Legal obligation"),
        ("purpose.+2", 1, "Contract"),
        ("retention.+1", 1, "a good while"),
        ("unread", 0, "Call me"),
    ];
    filled(&folder, "form.xlsx", "back.xlsx", &answers);
    assert_snapshot!(folder.says_all(&[
        "ropa import form back.xlsx",
        "ropa import form back.xlsx --apply --author Ada",
        "ropa import form back.xlsx",
    ]));
    let shown = folder
        .run("ropa show family-group-conference")
        .stdout
        .clone();
    assert!(
        shown.contains("Ambulance service") && shown.contains("Servelec")
            || shown.contains("Mosaic")
    );
}

#[test]
fn answers_in_word_are_read_as_those_in_a_workbook() {
    let folder = worked_example();
    folder.does("ropa form family-group-conference -o form.docx");
    let answers = [
        ("recipient.+1", 0, "Ambulance service"),
        ("recipient.+1", 1, "NHS Number; Shoe size"),
        ("recipient.+1", 3, "if you are ill"),
        ("recipient.0", 0, ""),
        ("retention.0", 1, "40 years"),
        ("purpose.+1", 0, "Training"),
        ("purpose.+1", 1, "Legal obligation"),
        ("retention.+1", 1, "a good while"),
        ("unread", 0, "Call me"),
    ];
    filled(&folder, "form.xlsx", "back.xlsx", &answers);
    in_word(&folder, "form.docx", "back.docx", |body| {
        let write = |body, (key, answer, words): &(&str, usize, &str)| {
            answered(body, &format!("1:{key}:{answer}"), words)
        };
        answers.iter().fold(body, write)
    });
    let changes = |file: &str| {
        let plan = folder.json(&format!("ropa import form {file}"));
        let text = plan.to_string().replace(file, "FILE");
        // Where an answer stands is said in the words of each.
        let places = regex::Regex::new(r#"(FILE, )[^"]*|"place":"[^"]*""#).unwrap();
        places.replace_all(&text, "$1").into_owned()
    };
    assert_eq!(changes("back.xlsx"), changes("back.docx"));
    assert_snapshot!(folder.says_all(&[
        "ropa import form back.docx --apply --author Ada",
        "ropa import form back.docx",
    ]));
}

#[test]
fn rows_in_word_that_were_added_or_taken_out_and_words_beside_are_read() {
    let folder = worked_example();
    folder.does("ropa form family-group-conference -o form.docx");
    in_word(&folder, "form.docx", "back.docx", |body| {
        let body = without_row(body, "1:people.0:0");
        let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        let row = format!("<w:tr>{}</w:tr></w:tbl>", cell("Lodgers"));
        let table = body.find("1:people.1:0").unwrap();
        let end = table + body[table..].find("</w:tbl>").unwrap();
        let body = format!("{}{row}{}", &body[..end], &body[end + "</w:tbl>".len()..]);
        let note = "<w:p><w:r><w:t>We move in spring.</w:t></w:r></w:p><w:sectPr>";
        body.replacen("<w:sectPr>", note, 1)
    });
    folder.does("ropa import form back.docx --apply --author Ada");
    let activity = folder.json("ropa show family-group-conference")["record"].clone();
    let people = activity["people"].to_string();
    assert_eq!(activity["people"].as_array().unwrap().len(), 3, "{people}");
    assert!(people.contains("lodgers"), "{people}");
    let unread = activity["unread"].to_string();
    assert!(unread.contains("We move in spring."), "{unread}");
    // A question that is gone whole is not one whose answers were taken out.
    in_word(&folder, "form.docx", "gone.docx", |body| {
        let tag = body.find("1:people.0:0").unwrap();
        let start = body[..tag].rfind("<w:tbl>").unwrap();
        let end = tag + body[tag..].find("</w:tbl>").unwrap() + "</w:tbl>".len();
        format!("{}{}", &body[..start], &body[end..])
    });
    // LibreOffice keeps the controls and not what marks them.
    in_word(&folder, "form.docx", "saved.docx", |body| {
        body.replace("<w:tag ", "<w:color ")
    });
    folder.does("ropa notice family-group-conference -o notice.docx");
    folder.write("text.docx", "no document");
    assert_snapshot!(folder.says_all(&[
        "ropa import form gone.docx",
        "ropa import form saved.docx",
        "ropa import form notice.docx",
        "ropa import form text.docx",
        "ropa form family-group-conference --format docx",
    ]));
}

#[test]
fn what_the_register_changed_meanwhile_stays_or_is_shown_beside() {
    let folder = worked_example();
    let answers = [("description", 0, "In the words of the service")];
    filled(&folder, "form.xlsx", "back.xlsx", &answers);
    folder
        .does("ropa set family-group-conference if_not_provided=\"We cannot help.\" --author Ada");
    let plan = folder.run("ropa import form back.xlsx").stdout.clone();
    assert!(
        plan.contains("In the words of the service") && !plan.contains("We cannot help"),
        "{plan}"
    );
    folder.does("ropa set family-group-conference description=\"In other words\" --author Ada");
    let refused = folder.run("ropa import form back.xlsx --apply --author Ada");
    refused.stops(2);
    assert!(
        refused
            .stderr
            .contains("in the form: `In the words of the service`")
            && refused.stderr.contains("in the register: `In other words`"),
        "{}",
        refused.transcript()
    );
    let kept = folder
        .run("ropa show family-group-conference")
        .stdout
        .clone();
    assert!(kept.contains("In other words"), "{kept}");
}

#[test]
fn none_and_not_known_are_no_names() {
    let folder = worked_example();
    let mut answers = vec![
        ("owner", 0, "none"),
        ("recipient.2", 2, "none"),
        ("recipient.3", 2, "N/A"),
        ("store.+1", 0, "TBC"),
        ("retention.0", 1, "40 years"),
        // Every group of people is taken out, and that there is none is said.
        ("people.0", 0, "none"),
        ("people.1", 0, ""),
        ("people.2", 0, ""),
    ];
    filled(&folder, "form.xlsx", "back.xlsx", &answers);
    folder.does("ropa import form back.xlsx --apply --author Ada");
    let activity = folder.json("ropa show family-group-conference")["record"].clone();
    assert_eq!(activity["owner"], "none");
    assert_eq!(activity["people"], "none");
    assert_eq!(activity["recipient"][2]["through"], "none");
    // What is not understood changes nothing, and is kept.
    assert_eq!(
        activity["recipient"][3]["through"],
        "integrated-care-record"
    );
    assert_eq!(activity["store"].as_array().unwrap().len(), 1);
    let kept = activity["unread"].to_string();
    assert!(kept.contains("N/A") && kept.contains("TBC"), "{kept}");
    // The sentence about 35 years does not prove 40.
    let proof = activity["retention"][0]["evidence"].as_str().unwrap();
    assert!(
        proof.contains("40 years") && !proof.contains("35"),
        "{proof}"
    );
    for kind in ["party", "system", "people"] {
        let names = folder
            .run(&format!("ropa list {kind} --format csv"))
            .stdout
            .to_lowercase();
        assert!(!names.contains("\nnone,") && !names.contains(",n/a,") && !names.contains(",tbc,"));
    }
    // Where other rows stay, that there is none is kept as it is written.
    let folder = worked_example();
    answers.retain(|(key, ..)| *key == "people.0");
    filled(&folder, "form.xlsx", "back.xlsx", &answers);
    folder.does("ropa import form back.xlsx --apply --author Ada");
    let activity = folder.json("ropa show family-group-conference")["record"].clone();
    assert_eq!(activity["people"].as_array().unwrap().len(), 2);
    assert!(activity["unread"].to_string().contains("none"));
}

#[test]
fn a_blank_form_makes_an_activity() {
    let folder = Folder::with_database();
    folder.does("ropa form --blank -o new.xlsx");
    let answers = [
        ("name", 0, "Swimming lessons"),
        ("people.+1", 0, "Pupils"),
        ("data.+1", 0, "Name and Contact Details"),
        ("source.+1", 0, "Pupils"),
        ("source.+1", 1, "all"),
        ("automated_decisions.+1", 0, "none"),
    ];
    filled(&folder, "new.xlsx", "back.xlsx", &answers);
    folder.does("ropa import form back.xlsx --apply --author Ada");
    assert_snapshot!(folder.says("ropa show \"Swimming lessons\""));
    let again = folder.run("ropa import form back.xlsx");
    again.stops(2);
    assert!(
        again.stderr.contains("is there already"),
        "{}",
        again.transcript()
    );
}

/// Out and back unchanged is no change, for every register of the tests.
#[test]
fn a_form_that_nobody_changed_changes_nothing() {
    let fixtures = root().join("tests/fixtures");
    let mut registers = vec![root().join("register")];
    registers.extend(["county", "northmere", "review"].map(|name| fixtures.join(name)));
    let cases = fs::read_dir(fixtures.join("cases")).unwrap();
    registers.extend(
        cases
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir()),
    );
    let mut n_read = 0;
    for register in registers {
        n_read += usize::from(unchanged(&register));
    }
    assert!(n_read > 40, "{n_read} registers were read");
}

fn unchanged(register: &Path) -> bool {
    let folder = Folder::empty();
    copy(register, &folder.path("text"));
    folder.does("ropa init");
    // Some of the registers are kept because they have errors.
    if folder.run("ropa apply text --author Ada").code != 0 {
        return false;
    }
    let listed = folder.json("ropa list activity");
    let ids: Vec<String> = listed["rows"]
        .as_array()
        .or(listed.as_array())
        .unwrap()
        .iter()
        .map(|activity| format!("activity:{}", activity["id"].as_str().unwrap()))
        .collect();
    if ids.is_empty() {
        return false;
    }
    folder.does(&format!("ropa form {} -o out.xlsx", ids.join(" ")));
    folder.does(&format!("ropa form {} -o out.docx", ids.join(" ")));
    filled(&folder, "out.xlsx", "back.xlsx", &[]);
    for file in ["out.xlsx", "back.xlsx", "out.docx"] {
        let read = folder.run(&format!("ropa import form {file}"));
        read.succeeds();
        assert!(
            read.stdout.ends_with("no changes\n"),
            "{}: {}",
            register.display(),
            read.transcript()
        );
    }
    true
}

/// A row without the cell that says what it is about is asked about, and no half of it is committed.
#[test]
fn an_emptied_cell_of_a_row_that_stays_is_asked_about() {
    let folder = worked_example();
    for (key, heading) in [
        ("purpose.0", "What for"),
        ("source.0", "From whom"),
        ("store.0", "System"),
        ("recipient.1", "To whom"),
    ] {
        filled(
            &folder,
            "form.xlsx",
            "back.xlsx",
            &[(key, 0, ""), (key, 1, "NHS number")],
        );
        let run = folder.run("ropa import form back.xlsx --apply --author Ada");
        let said = format!("{} {}", run.stdout, run.stderr);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains(&format!("“{heading}” was emptied")),
            "{key}: {said}"
        );
        folder.does("ropa dump text");
        assert_eq!(folder.run("ropa -r text list").code, 0, "{key}");
        folder.does("ropa apply text --plan");
    }
    filled(&folder, "form.xlsx", "back.xlsx", &[("name", 0, "")]);
    let run = folder.run("ropa import form back.xlsx --apply --author Ada");
    assert_ne!(run.code, 0);
    assert!(
        run.stderr.contains("was emptied") && run.stderr.contains("!C"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_no_form_or_cannot_be_kept_is_said() {
    let folder = worked_example();
    folder.write("text.xlsx", "no workbook");
    folder.does("ropa export article30 -o record.xlsx");
    filled(&folder, "form.xlsx", "a.xlsx", &[("description", 0, "A")]);
    filled(&folder, "form.xlsx", "b.xlsx", &[("description", 0, "B")]);
    folder.does("ropa form --blank -o blank.xlsx");
    filled(
        &folder,
        "blank.xlsx",
        "nameless.xlsx",
        &[("description", 0, "What we do")],
    );
    let other = Folder::with_database();
    other.does("ropa set family-group-conference description=Other --author Ben");
    other.does("ropa form family-group-conference -o other.xlsx");
    filled(
        &other,
        "other.xlsx",
        "changed.xlsx",
        &[("description", 0, "Mine")],
    );
    fs::copy(other.path("changed.xlsx"), folder.path("other.xlsx")).unwrap();
    assert_snapshot!(folder.says_all(&[
        "ropa form",
        "ropa form Nobody -o form2.xlsx",
        "ropa form family-group-conference",
        "ropa form family-group-conference -o form.csv",
        "ropa form --owner Servelec -o form2.xlsx",
        "ropa form --function Roads -o form2.xlsx",
        "ropa import form missing.xlsx",
        "ropa import form text.xlsx",
        "ropa import form record.xlsx",
        "ropa import form a.xlsx b.xlsx",
        "ropa import form nameless.xlsx",
        "ropa import form other.xlsx",
    ]));
}
