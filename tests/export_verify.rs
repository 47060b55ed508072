//! `ropa export verify` on files from outside: nothing that shows a person something else passes, and no file takes
//! more time or memory than it should.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::harness::Folder;

/// The most memory that the check of a file may take, in KiB, with the program itself.
const MOST_MEMORY: u64 = 700_000;

/// The most processor time that the check of a file may take, in seconds, where it is not optimised.
const MOST_TIME: u64 = 40;

/// A register with a workbook, a JSON file and CSV of it.
fn exported() -> Folder {
    let folder = Folder::with_database();
    for file in ["a.xlsx", "a.json", "a.csv"] {
        folder.does(&format!("ropa export article30 -o {file}"));
        folder.does(&format!("ropa export verify {file}"));
    }
    folder
}

/// The parts of a workbook.
fn parts(folder: &Folder) -> Vec<(String, String)> {
    let bytes = fs::read(folder.path("a.xlsx")).unwrap();
    let mut book = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..book.len())
        .map(|index| {
            let mut part = book.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// A workbook of these parts.
fn pack(parts: &[(String, String)]) -> Vec<u8> {
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        book.start_file(name.as_str(), options).unwrap();
        book.write_all(text.as_bytes()).unwrap();
    }
    book.finish().unwrap().into_inner()
}

/// A workbook in which one place of a part, which must be there, is another.
fn changed(folder: &Folder, part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut parts = parts(folder);
    let (_, text) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    assert!(
        text.contains(old),
        "{part} has no {old}: {}",
        &text[..text.len().min(3000)]
    );
    *text = text.replacen(old, new, 1);
    pack(&parts)
}

/// Runs the check, which must find something or refuse, soon and within bounds of memory; gives what it says.
#[track_caller]
fn refuses(folder: &Folder, file: &str) -> String {
    let mut command = folder.command(&[] as &[&str]);
    if cfg!(target_os = "linux") {
        let program = command.get_program().to_owned();
        command = bounded(folder);
        command.arg(program);
    }
    command.args(["export", "verify", file]);
    let run = folder.run_command(command);
    run.stops(2);
    run.stderr
}

/// A shell that gives a program bounds of memory and processor time before it becomes it.
fn bounded(folder: &Folder) -> std::process::Command {
    let mut command = std::process::Command::new("/bin/sh");
    let script = format!("ulimit -v {MOST_MEMORY} && ulimit -t {MOST_TIME} && exec \"$@\"");
    command
        .args(["-c", &script, "sh"])
        .current_dir(folder.path(""))
        .env_clear();
    command
}

#[test]
fn what_shows_something_else_than_the_cells_say_is_found() {
    let folder = exported();
    let sheet = "xl/worksheets/sheet2.xml";
    let data = "</sheetData>";
    for (what, part, old, new, says) in [
        (
            "a formula",
            sheet,
            data,
            "<row r=\"900\"><c r=\"A900\" t=\"str\"><f>\"Shown\"</f><v></v></c></row></sheetData>",
            "a formula in cell A900",
        ),
        (
            "a formula under a prefix",
            sheet,
            data,
            "<row r=\"900\"><x:c xmlns:x=\"u\" r=\"A900\"><x:f>1</x:f></x:c></row></sheetData>",
            "a formula in cell A900",
        ),
        (
            "a hidden row",
            sheet,
            "<row r=\"5\"",
            "<row hidden=\"1\" r=\"5\"",
            "row 5 is hidden",
        ),
        (
            "a row without height",
            sheet,
            data,
            "<row r=\"900\" ht=\"0\" customHeight=\"1\"/></sheetData>",
            "row 900 is hidden",
        ),
        (
            "hidden columns",
            sheet,
            "<col min",
            "<col hidden=\"true\" min",
            "are hidden",
        ),
        (
            "a number",
            sheet,
            data,
            "<row r=\"900\"><c r=\"A900\"><v>1</v></c></row></sheetData>",
            "holds a number",
        ),
        (
            "a hidden sheet",
            "xl/workbook.xml",
            "<sheet name=\"Record\"",
            "<sheet state=\"veryHidden\" name=\"Record\"",
            "the sheet `Record` is hidden",
        ),
        (
            "cells made one",
            sheet,
            data,
            "</sheetData><mergeCells><mergeCell ref=\"A9:D9\"/></mergeCells>",
            "cells A9:D9 are one",
        ),
        (
            "a text box",
            sheet,
            data,
            "</sheetData><drawing xmlns:r=\"u\" r:id=\"rId9\"/>",
            "lies over the cells",
        ),
        (
            "a format with words",
            "xl/styles.xml",
            "<fonts",
            "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"&quot;Shown&quot;\"/></numFmts><fonts",
            "shows something else",
        ),
        (
            "a link to elsewhere",
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            "<Relationship Id=\"rId99\" Type=\"t\" Target=\"http://x.example\" TargetMode=\"External\"/></Relationships>",
            "a link to",
        ),
        (
            "a document type",
            sheet,
            "<worksheet",
            "<!DOCTYPE x [<!ENTITY e \"x\">]><worksheet",
            "a document type",
        ),
    ] {
        folder.write("b.xlsx", changed(&folder, part, old, new));
        let said = refuses(&folder, "b.xlsx");
        assert!(said.contains(says), "{what}: {said}");
    }
    // What a workbook says in other words is the same.
    folder.write("b.xlsx", pack(&parts(&folder)));
    folder.does("ropa export verify b.xlsx");
}

#[test]
fn parts_that_are_there_twice_or_too_many_are_found() {
    let folder = exported();
    let with = |name: &str, text: &str, is_first: bool| {
        let mut all = parts(&folder);
        let at = if is_first { 0 } else { all.len() };
        all.insert(at, (name.to_owned(), text.to_owned()));
        pack(&all)
    };
    let sheet = parts(&folder)
        .into_iter()
        .find(|(name, _)| name.ends_with("sheet2.xml"))
        .unwrap()
        .1;
    for is_first in [true, false] {
        folder.write("b.xlsx", with("xl/worksheets/SHEET2.xml", &sheet, is_first));
        let said = refuses(&folder, "b.xlsx");
        assert!(said.contains("is there twice"), "{said}");
        folder.write("b.xlsx", with("xl/drawings/drawing1.xml", "<x/>", is_first));
        let said = refuses(&folder, "b.xlsx");
        assert!(said.contains("a part that no export has"), "{said}");
    }
    // One name twice: the packer refuses it, so it is written under a name of the same length and named anew.
    let twice = with("xl/worksheets/sheetX.xml", &sheet, false);
    let mut bytes = twice.clone();
    let (old, new) = (b"xl/worksheets/sheetX.xml", b"xl/worksheets/sheet2.xml");
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(old.len()).position(|part| part == old) {
        bytes[at + found..at + found + old.len()].copy_from_slice(new);
        at += found + old.len();
    }
    assert!(bytes != twice);
    folder.write("b.xlsx", &bytes);
    let said = refuses(&folder, "b.xlsx");
    assert!(said.contains("twice"), "{said}");
    // A key twice, the right one last.
    folder.write(
        "b.json",
        folder
            .read("a.json")
            .replacen("\"title\":", "\"title\": \"Shown\",\n  \"title\":", 1),
    );
    let said = refuses(&folder, "b.json");
    assert!(said.contains("`/title` is there twice"), "{said}");
    folder.write("b.json", folder.read("a.json") + "{}");
    refuses(&folder, "b.json");
}

#[test]
fn no_file_takes_more_than_it_may() {
    let folder = exported();
    let sheet = "xl/worksheets/sheet2.xml";
    let shared = "xl/sharedStrings.xml";
    let row = |cell: &str| format!("<row r=\"900\">{cell}</row></sheetData>");
    let long = "x".repeat(24 << 20);
    let text = row(&format!(
        "<c r=\"A900\" t=\"inlineStr\"><is><t>{long}</t></is></c>"
    ));
    folder.write("text.xlsx", changed(&folder, sheet, "</sheetData>", &text));
    folder.write(
        "space.xlsx",
        changed(&folder, sheet, "</sheetData>", &row(&" ".repeat(24 << 20))),
    );
    let comment = format!("</sheetData><!--{long}-->");
    folder.write(
        "comment.xlsx",
        changed(&folder, sheet, "</sheetData>", &comment),
    );
    folder.write(
        "attribute.xlsx",
        changed(
            &folder,
            sheet,
            "<row r=\"5\"",
            &format!("<row x=\"{long}\" r=\"5\""),
        ),
    );
    folder.write(
        "looks.xlsx",
        changed(
            &folder,
            "xl/styles.xml",
            "</cellXfs>",
            &format!("{}</cellXfs>", "<xf/>".repeat(5_000_000)),
        ),
    );
    let name = "<definedName name=\"a\">A1</definedName>";
    folder.write(
        "names.xlsx",
        changed(
            &folder,
            "xl/workbook.xml",
            "</sheets>",
            &format!(
                "</sheets><definedNames>{}</definedNames>",
                name.repeat(1_000_000)
            ),
        ),
    );
    let mut all = parts(&folder);
    all.retain(|(name, _)| name != shared);
    let with = |name: &str, text: String| {
        let mut all = all.clone();
        all.push((name.to_owned(), text));
        pack(&all)
    };
    folder.write(
        "claims.xlsx",
        with(
            shared,
            "<sst uniqueCount=\"4294967295000\"><si><t>a</t></si></sst>".to_owned(),
        ),
    );
    folder.write(
        "shared.xlsx",
        with(
            "xl/SharedStrings.xml",
            format!(
                "<sst>{}</sst>",
                "<si><t>abcdefgh</t></si>".repeat(3_000_000)
            ),
        ),
    );
    drop(long);
    for file in [
        "text",
        "space",
        "comment",
        "attribute",
        "looks",
        "names",
        "claims",
        "shared",
    ] {
        refuses(&folder, &format!("{file}.xlsx"));
        fs::remove_file(folder.path(&format!("{file}.xlsx"))).unwrap();
    }
    let json = folder.read("a.json");
    let begun = json.strip_prefix('{').unwrap();
    for (file, text) in [
        ("arrays.json", format!("[{}[]]", "[],".repeat(5_000_000))),
        (
            "numbers.json",
            format!("{{\"a\": [{}0],{begun}", "0,".repeat(1_000_000)),
        ),
        ("deep.json", "[".repeat(5_000_000)),
        (
            "text.json",
            format!("{{\"a\": \"{}\",{begun}", "x".repeat(24 << 20)),
        ),
        ("spaces.json", format!("{{{}{begun}", " ".repeat(24 << 20))),
    ] {
        folder.write(file, text);
        refuses(&folder, file);
        fs::remove_file(folder.path(file)).unwrap();
    }
}

#[test]
fn csv_and_its_proof_are_verified_together() {
    let folder = exported();
    folder.does("ropa export article30 --bom --per activity -o b.csv");
    folder.does("ropa export verify b.csv");
    let run = folder.run("ropa export verify a.proof.json");
    assert!(
        run.succeeds()
            .stdout
            .contains("is what the register says at commit 1"),
        "{}",
        run.stdout
    );
    // A file of another run than its proof: what a kill between the two would leave.
    let (proof, table) = (folder.read("a.proof.json"), folder.read("a.csv"));
    folder.change(
        "register/parties.toml",
        "\"Family network\"",
        "\"Family web\"",
    );
    folder.does("ropa apply register");
    folder.does("ropa export article30 -o a.csv");
    let new = folder.read("a.proof.json");
    folder.write("a.proof.json", &proof);
    for file in ["a.csv", "a.proof.json"] {
        let run = folder.run(&format!("ropa export verify {file}"));
        let says = "`a.proof.json` is the proof of other files than those beside it: `a.csv`";
        assert!(run.stops(2).stderr.contains(says), "{}", run.transcript());
    }
    folder.write("a.csv", &table);
    let run = folder.run("ropa export verify a.csv");
    assert!(
        run.succeeds()
            .stdout
            .contains("has changed since: 1 record"),
        "{}",
        run.stdout
    );
    // Whoever changes both is found by the register.
    folder.write("a.csv", table.replace("Family network", "Nobody"));
    folder.run("ropa export verify a.csv").stops(2);
    let hash = |bytes: &str| {
        let mut hash = ropa::store::FileHash::default();
        hash.write_all(bytes.as_bytes()).unwrap();
        hash.finish()
    };
    let forged = table.replace("Family network", "Nobody");
    folder.write("a.proof.json", proof.replace(&hash(&table), &hash(&forged)));
    let run = folder.run("ropa export verify a.csv");
    assert!(
        run.stops(2).stderr.contains("the file says `Nobody"),
        "{}",
        run.transcript()
    );
    // A proof that says more than it should.
    folder.write("a.csv", &table);
    folder.write(
        "a.proof.json",
        proof.replace("\"selected\": 1", "\"selected\": 2"),
    );
    assert!(proof.contains("\"selected\": 1"));
    let run = folder.run("ropa export verify a.csv");
    assert!(
        run.stops(2)
            .stderr
            .contains("/activities/selected: the file says `2`"),
        "{}",
        run.transcript()
    );
    folder.write("a.proof.json", new.replace("a.csv", "../a.csv"));
    folder.run("ropa export verify a.proof.json").stops(2);
}

#[test]
fn the_sheets_of_a_drawing_are_known_to_belong_together() {
    let folder = Folder::with_register();
    let draw =
        r#"ropa diagram activity "Family Group Conference" --portrait --tb --numbers -o a.svg"#;
    folder.does(draw);
    let run = folder.run("ropa export verify a.proof.json");
    assert!(
        run.succeeds()
            .stdout
            .contains("The 3 files that `a.proof.json` names are there"),
        "{}",
        run.stdout
    );
    let sheet = folder.read("a-2.svg");
    folder.write("a-2.svg", sheet.replace("</svg>", "<!-- --></svg>"));
    let run = folder.run("ropa export verify a.proof.json");
    assert!(
        run.stops(2)
            .stderr
            .contains("other files than those beside it: `a-2.svg`"),
        "{}",
        run.transcript()
    );
    fs::remove_file(folder.path("a-2.svg")).unwrap();
    folder.run("ropa export verify a.proof.json").stops(2);
    folder.does(draw);
    folder.does("ropa export verify a.proof.json");
}
