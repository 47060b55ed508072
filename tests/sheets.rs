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

/// The fixtures that are whole registers.
const REGISTERS: [&str; 3] = [
    "register",
    "tests/fixtures/northmere",
    "tests/fixtures/county",
];

#[test]
fn an_export_of_any_layout_changes_nothing_where_it_came_from() {
    for register in REGISTERS {
        let folder = folder();
        let from = format!("{}/{register}", env!("CARGO_MANIFEST_DIR"));
        folder
            .run(&format!("ropa apply {from} --author Ada"))
            .succeeds();
        for layout in [
            "ico-controller",
            "ico-processor",
            "eu",
            "section-61",
            "full",
        ] {
            for ending in ["xlsx", "csv"] {
                if (layout, ending) == ("full", "csv") {
                    continue;
                }
                let file = format!("{layout}.{ending}");
                folder
                    .run(&format!(
                        "ropa export article30 --layout {layout} -o {file}"
                    ))
                    .succeeds();
                let plan = folder.run(&format!("ropa import sheet {file}"));
                assert!(
                    plan.stdout.ends_with("no changes\n") && plan.stdout.contains(layout),
                    "{register}: {}",
                    plan.transcript()
                );
            }
        }
    }
}

#[test]
fn the_ico_workbook_makes_the_same_entries_in_an_empty_register() {
    let there = folder();
    let from = concat!(env!("CARGO_MANIFEST_DIR"), "/register");
    there
        .run(&format!("ropa apply {from} --author Ada"))
        .succeeds();
    there.run("ropa export article30 -o ico.xlsx").succeeds();
    there.run("ropa export article30 -o ico.csv").succeeds();
    let here = folder();
    std::fs::copy(there.path("ico.xlsx"), here.path("ico.xlsx")).unwrap();
    here.run("ropa import sheet ico.xlsx --apply --author Ada")
        .succeeds();
    assert!(
        here.run("ropa import sheet ico.xlsx")
            .stdout
            .ends_with("no changes\n")
    );
    here.run("ropa export article30 -o ico.csv").succeeds();
    let columns = |folder: &Folder| -> Vec<(String, Vec<String>)> {
        let mut reader = csv::Reader::from_path(folder.path("ico.csv")).unwrap();
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let each = headings.iter().enumerate().map(|(place, heading)| {
            let column = rows.iter().map(|row| row[place].to_owned());
            (heading.to_owned(), column.collect())
        });
        each.collect()
    };
    let (there, here) = (columns(&there), columns(&here));
    let other: Vec<&str> = there
        .iter()
        .zip(&here)
        .filter(|(one, other)| one != other)
        .map(|((heading, _), _)| heading.as_str())
        .collect();
    // Who keeps the register stands at the head of the workbook, and where people live and for which purpose a flow goes is worked out
    // or left out in its cells.
    assert_eq!(
        other,
        [
            "Controller: name and contact details",
            "Data protection officer: name and contact details",
            "Representative: name and contact details",
            "Names of third countries or international organisations that personal data are transferred to (if applicable)",
            "The source of the personal data (if applicable)",
        ]
    );
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
