//! Files that are no notices, or would be more than any: refused in words, early, and nothing of them imported.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::harness::{Folder, Run};

const HEAD: &str =
    "What service is being provided?\n\nHome care\n\nWho else might we share your data with?\n\n";

/// A folder with an empty register.
fn folder() -> Folder {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder
}

/// Imports a file within a time that is ample for what is bounded.
#[track_caller]
fn imported(folder: &Folder, name: &str) -> Run {
    let begun = Instant::now();
    let run = folder.run(&format!("ropa import notice {name} --apply --author Ada"));
    assert!(
        begun.elapsed() < Duration::from_secs(300),
        "{name}: {:?}",
        begun.elapsed()
    );
    assert!(run.stderr.len() < 10_000 && run.stdout.len() < 1_000_000);
    run.is_in_words();
    run
}

/// Refuses a file with words that name it, and changes nothing.
#[track_caller]
fn refused(folder: &Folder, name: &str, bytes: impl AsRef<[u8]>, says: &str) {
    folder.write(name, bytes);
    let run = imported(folder, name);
    let stderr = &run.stops(2).stderr;
    assert!(
        stderr.contains(name) && stderr.contains(says),
        "{}",
        run.transcript()
    );
    assert!(
        folder
            .run("ropa history --format csv")
            .stdout
            .lines()
            .count()
            <= 1
    );
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
        .collect();
    format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>").into_bytes()
}

#[test]
fn a_file_that_is_not_what_its_ending_says_is_refused() {
    let folder = folder();
    let page = "<html><body><p>Hello</p></body></html>";
    let archive = zipped(&[("xl/workbook.xml", b"<workbook/>")]);
    refused(&folder, "page.docx", page, "is not Word");
    refused(&folder, "book.docx", &archive, "is not Word");
    refused(&folder, "zip.md", &archive, "is not text");
    refused(
        &folder,
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "is not text",
    );
    refused(&folder, "word.html", &archive, "is not text");
    refused(&folder, "page.pdf", page, "is not a PDF");
    refused(
        &folder,
        "old.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted",
        "is not Word",
    );
    refused(
        &folder,
        "cut.docx",
        &archive[..archive.len() / 2],
        "is not Word",
    );
    refused(&folder, "wide.txt", [0, b'a', 0, b'b'], "is not text");
}

#[test]
fn text_is_read_in_every_encoding_that_can_be_told() {
    let text = format!("{HEAD}Children’s centre – café\n");
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(order).collect()
    };
    let narrow = text.replace('’', "\u{92}").replace('–', "\u{96}");
    let narrow: Vec<u8> = narrow
        .chars()
        .map(|one| u8::try_from(u32::from(one)).unwrap())
        .collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    for (name, bytes) in [
        ("utf8.txt", text.clone().into_bytes()),
        ("marked.txt", marked),
        ("little.txt", wide(u16::to_le_bytes)),
        ("big.txt", wide(u16::to_be_bytes)),
        ("windows.txt", narrow),
        ("returns.txt", text.replace('\n', "\r").into_bytes()),
        ("both.txt", text.replace('\n', "\r\n").into_bytes()),
    ] {
        let folder = folder();
        folder.write(name, bytes);
        imported(&folder, name).succeeds();
        let parties = folder.run("ropa list party --format csv").stdout;
        assert!(
            parties.contains("Children’s centre – café"),
            "{name}: {parties}"
        );
    }
}

#[test]
fn what_unpacks_or_unfolds_without_end_is_refused_early() {
    let folder = folder();
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 200 << 20])]);
    assert!(bomb.len() < 1_000_000);
    refused(&folder, "bomb.docx", &bomb, "64 MB");
    let laughs = "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><w:document>&b;</w:document>";
    refused(
        &folder,
        "laughs.docx",
        zipped(&[("word/document.xml", laughs.as_bytes())]),
        "laughs.docx",
    );
    let many = word(&vec!["a"; 60_000]);
    refused(
        &folder,
        "many.docx",
        zipped(&[("word/document.xml", &many)]),
        "line 50000",
    );
    refused(
        &folder,
        "line.txt",
        format!("{HEAD}{}", "police and others, ".repeat(900_000)),
        "line 7",
    );
    refused(
        &folder,
        "line.md",
        format!("# A\n\n{}", "word ".repeat(3_000_000)),
        "line 3",
    );
    refused(
        &folder,
        "line.html",
        format!("<p>A</p>\n<p>{}</p>", "word ".repeat(3_000_000)),
        "line 2",
    );
    refused(
        &folder,
        "large.txt",
        "a\n".repeat(25_000_000),
        "larger than 20 MB",
    );
    refused(
        &folder,
        "lines.txt",
        format!("{HEAD}{}", "a\n".repeat(9_000_000)),
        "line 50001",
    );
    refused(&folder, "items.html", "<p>a".repeat(4_000_000), "line 1");
    refused(&folder, "deep.html", "<div>".repeat(100_000), "deeper");
}

#[test]
fn an_archive_with_paths_outside_it_writes_nothing() {
    let folder = folder();
    let document = word(&[
        "What service is being provided?",
        "Home care",
        "What personal data do we need?",
        "Name",
    ]);
    let parts: [(&str, &[u8]); 3] = [
        ("../../evil.txt", b"evil"),
        ("/tmp/evil.txt", b"evil"),
        ("word/document.xml", &document),
    ];
    folder.write("inner/paths.docx", zipped(&parts));
    imported(&folder, "inner/paths.docx").succeeds();
    assert!(!folder.path("evil.txt").exists() && !folder.path("inner/evil.txt").exists());
}

#[test]
fn scripts_and_broken_nesting_are_no_words_of_a_page() {
    let folder = folder();
    folder.write(
        "page.html",
        "<html><script>var a = '<h2>What data do we collect?</h2><p>Shoe size</p>';</script><main><h1>Clubs<h2>What data do we collect?<ul><li>Name<li><b>Address</li></b></p></div></ul><p onclick=\"alert(1)\">E-mail\u{1b}[31m address<style>p{}</style><template><p>Hat size</p></template></main></html>",
    );
    // An escape sequence is no text.
    imported(&folder, "page.html").stops(2);
    let page = folder.read("page.html").replace("\u{1b}[31m", "");
    folder.write("page.html", page);
    imported(&folder, "page.html").succeeds();
    let data = folder.run("ropa list data --format csv").stdout;
    assert!(
        data.contains("Name") && data.contains("Address") && data.contains("E-mail address"),
        "{data}"
    );
    assert!(!data.contains("size") && !data.contains("alert"), "{data}");
}

/// A council's notices are read and put into a register soon, also by the program as it is while it is made.
#[test]
fn three_hundred_notices_are_imported_soon() {
    let folder = folder();
    let notice =
        std::fs::read_to_string("tests/fixtures/notices/family-group-conference.md").unwrap();
    for n in 0..300 {
        let notice = notice.replace("Family Group Conference –", &format!("Service {n:03} –"));
        folder.write(
            &format!("notices/{n:03}.md"),
            notice.replace("Mosaic", &format!("System {n:03}")),
        );
    }
    imported(&folder, "notices").succeeds();
    let again = imported(&folder, "notices");
    assert!(again.succeeds().stdout.ends_with("no changes\n"));
    let activities = folder.run("ropa list activity --format csv").stdout;
    assert_eq!(activities.lines().count(), 301);
}
