//! `ropa export activity` and `ropa export dpia`: the files, and what is refused.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, files};

const ACTIVITY: &str = r#"ropa export activity "Family Group Conference""#;
const DPIA: &str = r#"ropa export dpia "Family Group Conference""#;

#[test]
fn a_record_is_shown_as_markdown_and_written_by_the_ending() {
    let folder = Folder::with_register();
    let shown = folder.run(ACTIVITY).succeeds().stdout.clone();
    assert!(shown.starts_with("# Record of processing: Family Group Conference\n"));
    folder.run(&format!("{ACTIVITY} -o fgc.md")).succeeds();
    assert_eq!(folder.read("fgc.md"), shown);
    for (file, start) in [
        ("fgc.html", &b"<!DOCTYPE html>"[..]),
        ("fgc.DOCX", b"PK\x03\x04"),
    ] {
        let run = folder.run(&format!("{ACTIVITY} -o {file}"));
        assert_eq!(run.succeeds().both(), "");
        assert!(
            fs::read(folder.path(file)).unwrap().starts_with(start),
            "{file}"
        );
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_record_is_written_as_pdf_and_twice_alike() {
    let folder = Folder::with_register();
    for file in ["once.pdf", "twice.pdf"] {
        folder.run(&format!("{ACTIVITY} -o {file}")).succeeds();
    }
    let once = fs::read(folder.path("once.pdf")).unwrap();
    assert!(once.starts_with(b"%PDF-"));
    assert!(String::from_utf8_lossy(&once).contains("pdfuaid"));
    assert!(once == fs::read(folder.path("twice.pdf")).unwrap());
}

/// The worked example: what the notice says is there, and what it does not say is not none.
#[test]
fn the_record_says_what_is_recorded_and_what_is_not() {
    let folder = Folder::with_database();
    let shown = folder.run(ACTIVITY).succeeds().stdout.clone();
    for line in [
        "- **Lawful basis** (Article 6(1) UK GDPR): Public task (Article 6(1)(e)), as this register reads it",
        "- **Security measures** (Article 30(1)(g) UK GDPR): *not recorded*",
        "- **Kept for** (Article 30(1)(f) UK GDPR): 35 years",
        "- F3. From NHS to Family Group Conference: NHS Number. When: If you are receiving support from Childrens Social Care.",
        "- **With**: ropa export activity family-group-conference --format md",
    ] {
        assert!(shown.lines().any(|one| one == line), "{line}\n{shown}");
    }
    assert!(
        !shown.contains(": none\n"),
        "nothing is denied in this register"
    );
    let hash = folder.run("ropa history --format json").succeeds().stdout.clone();
    let head = shown
        .lines()
        .find(|line| line.starts_with("- **Last commit"));
    let commit = head.unwrap().rsplit(' ').next().unwrap();
    assert!(hash.contains(commit), "{commit}");
}

#[test]
fn an_assessment_is_begun_with_its_seven_steps() {
    let folder = Folder::with_register();
    let shown = folder.run(DPIA).succeeds().stdout.clone();
    let steps: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("## Step"))
        .collect();
    assert_snapshot!(steps.join("\n"), @"");
    assert!(shown.contains("> **To complete:** "));
    assert!(shown.contains("of the 22 criteria, what is recorded points to"));
    for file in ["dpia.docx", "dpia.html"] {
        folder.run(&format!("{DPIA} -o {file}")).succeeds();
        assert!(fs::metadata(folder.path(file)).unwrap().len() > 20_000);
    }
}

#[test]
fn what_cannot_be_done_is_said_before_any_work() {
    let folder = Folder::with_register();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa export",
        "ropa export activity \"Family Group Confrence\" -o x.html",
        "ropa export activity nhs -o x.html",
        "ropa export activity \"Family Group Conference\" -o x.xls",
        "ropa export activity \"Family Group Conference\" -o x",
        "ropa export activity \"Family Group Conference\" --format odt",
        "ropa export dpia \"Family Group Conference\" -o x.pdf",
        "ropa export activity \"Family Group Conference\" -o register/x.html",
        "ropa export activity \"Family Group Conference\" -o no/such/x.html",
        "ropa --as-of 2020-01-01 export activity \"Family Group Conference\" -o x.html",
    ]), @"");
    assert_eq!(files(&folder.path("")), before);
}

#[test]
fn a_file_is_replaced_whole() {
    let folder = Folder::with_register();
    folder.write("fgc.html", "old");
    folder.run(&format!("{ACTIVITY} -o fgc.html")).succeeds();
    assert!(folder.read("fgc.html").ends_with("</html>\n"));
}
