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
    assert!(unchanged.stdout.ends_with("no changes\n"));
    let unchanged = folder.run("ropa import sheet full.xlsx --apply --author Ada");
    assert!(unchanged.stdout.ends_with("no changes\n"));
    let commits = folder.run("ropa history --format csv");
    assert_eq!(commits.stdout.lines().count(), 2);
}

/// What becomes of a sheet in an empty register, and the activities that it makes.
fn imported(sheet: &str) -> String {
    let folder = folder();
    let path = format!(
        "{}/tests/fixtures/sheets/{sheet}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::copy(path, folder.path(sheet)).unwrap();
    let map = std::path::Path::new(sheet).with_extension("map.toml");
    let map = map.to_str().unwrap();
    let given = format!("{}/tests/fixtures/sheets/{map}", env!("CARGO_MANIFEST_DIR"));
    if std::path::Path::new(&given).exists() {
        std::fs::copy(given, folder.path(map)).unwrap();
    }
    let import = format!("ropa import sheet {sheet} --apply --author Ada");
    let first = folder.run(&import);
    first.succeeds();
    let again = folder.run(&import);
    assert!(
        again.stdout.ends_with("no changes\n"),
        "the same sheet again changes something:\n{}",
        again.transcript()
    );
    folder.run("ropa dump register").succeeds();
    let mut said = first.stdout.clone();
    let mut files: Vec<_> = std::fs::read_dir(folder.path("register/activities"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // The words and cells of each value are in the plan above.
        let text = text.split("[[evidence]]\n").next().unwrap_or_default();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        said.push_str(&format!("\n== {name}\n{}", text.trim()));
        said.push('\n');
    }
    said
}

#[test]
fn what_is_made_of_each_sheet() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sheets");
    let mut sheets: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".toml"))
        .collect();
    sheets.sort();
    for sheet in sheets {
        insta::assert_snapshot!(format!("made of {sheet}"), imported(&sheet));
    }
}
