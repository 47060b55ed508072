//! Tables read into a register from the command line.

use crate::harness::Folder;

/// A folder with a register in it.
fn folder() -> Folder {
    let folder = Folder::empty();
    folder.run("ropa init").succeeds();
    folder
}

/// The register of a council, exported in full.
fn exported(folder: &Folder) {
    let northmere = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/northmere");
    folder
        .run(&format!(
            "ropa -r {northmere} export article30 --layout full -o full.xlsx"
        ))
        .succeeds();
}

#[test]
fn our_own_workbook_in_full_is_the_register_again() {
    let folder = folder();
    exported(&folder);
    folder
        .run("ropa import sheet full.xlsx --apply --author Ada")
        .succeeds();
    // What it was exported from says the same in every record that the workbook holds.
    folder
        .run("ropa export article30 --layout full -o again.xlsx")
        .succeeds();
    let unchanged = folder.run("ropa import sheet again.xlsx");
    assert_eq!(unchanged.stdout, "no changes\n");
    let unchanged = folder.run("ropa import sheet full.xlsx --apply --author Ada");
    assert_eq!(unchanged.stdout, "no changes\n");
    let commits = folder.run("ropa history --format csv");
    assert_eq!(commits.stdout.lines().count(), 2);
}
