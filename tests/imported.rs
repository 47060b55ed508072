//! Privacy notices, read into a register from the command line.

use insta::assert_snapshot;

use crate::harness::Folder;

const CARE: &str = "## What service is being provided?

Home care

## What personal data do we need from you?

Name

## Who will be using your personal data?

The Data Controller is Northmere County Council.

Caresoft Ltd is a Data Processor supporting this purpose through their system Carepath.

## Who else might we share your data with?

The ambulance service
";

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.run("ropa init").succeeds();
    folder.write("care.md", CARE);
    folder
}

#[test]
fn a_notice_is_shown_then_imported_and_then_known() {
    let folder = folder();
    assert_snapshot!(folder.says_all(&[
        "ropa import notice care.md",
        "ropa list activity --format csv",
        "ropa import notice care.md --apply --author Ada",
        "ropa ask who-receives Name",
        "ropa import notice care.md --apply --author Ada",
        "ropa verify --format json",
    ]));
}

#[test]
fn a_name_that_is_only_alike_is_settled_first() {
    let folder = folder();
    folder
        .run("ropa import notice care.md --apply --author Ada")
        .succeeds();
    folder.write(
        "day.md",
        CARE.replace("Home care", "Day care")
            .replace("Caresoft Ltd", "Care soft Ltd"),
    );
    let refused = folder.run("ropa import notice day.md --apply --author Ada");
    assert_eq!(refused.code, 2, "{}", refused.transcript());
    assert!(
        refused.stderr.contains("Caresoft Ltd"),
        "{}",
        refused.transcript()
    );
    assert!(folder.run("ropa show \"Day care\"").code == 2);
    // What is suggested works.
    folder
        .run("ropa import notice day.md --apply --author Ada --same \"Care soft Ltd=Caresoft Ltd\"")
        .succeeds();
    let parties = folder.run("ropa list party --format csv").stdout.clone();
    assert!(!parties.contains("Care soft"), "{parties}");
    assert!(
        folder
            .run("ropa ask about \"Caresoft Ltd\"")
            .stdout
            .contains("Day care")
    );
}

#[test]
fn a_folder_is_imported_at_once_or_not_at_all() {
    let folder = folder();
    folder.write("notices/a.md", CARE);
    folder.write(
        "notices/b.txt",
        "What service is being provided?\n\nParking permits\n",
    );
    folder.write("notices/c.docx", "no document");
    let refused = folder.run("ropa import notice notices --apply --author Ada");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("c.docx"),
        "{}",
        refused.transcript()
    );
    assert!(
        !folder
            .run("ropa list activity --format csv")
            .stdout
            .contains("Parking")
    );
    std::fs::remove_file(folder.path("notices/c.docx")).unwrap();
    folder
        .run("ropa import notice notices --apply --author Ada")
        .succeeds();
    let activities = folder.run("ropa list activity --format csv").stdout.clone();
    assert!(
        activities.contains("Parking permits") && activities.contains("Home care"),
        "{activities}"
    );
    // One commit for all.
    assert_eq!(
        folder
            .run("ropa history --format csv")
            .stdout
            .lines()
            .count(),
        2
    );
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let folder = folder();
    folder.write("notice.pdf", "%PDF");
    folder.write("nothing/readme.pdf", "%PDF");
    folder.write("deep.html", "<div>".repeat(100_000));
    folder.write("binary.md", "\u{0}\u{1}");
    folder.write("unnamed.md", "We keep a list.");
    assert_snapshot!(folder.says_all(&[
        "ropa import notice notice.pdf",
        "ropa import notice nothing",
        "ropa import notice deep.html",
        "ropa import notice binary.md",
        "ropa import notice missing.md",
        "ropa import notice unnamed.md",
        "ropa import notice care.md unnamed.md --name X",
        "ropa import notice care.md --same Caresoft",
        "ropa --as-of 2026-01-01 import notice care.md",
        "ropa import notice",
    ]));
}
