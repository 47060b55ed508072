//! PDF for who cannot see it: every kind of PDF is read by a checker that is not ours.

use std::process::Command;

use crate::harness::Folder;

/// Run by `.ci/run`, which installs outloud. It finds what veraPDF would (PDF/UA-1), and what is
/// marked as no content though it is read.
#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs outloud"]
fn outloud_finds_no_error_in_any_pdf() {
    let example = Folder::with_register();
    let county = Folder::with_county();
    let mut files = Vec::new();
    for (folder, name, activity) in [
        (&example, "example", "Family Group Conference"),
        (&county, "county", "Fostering"),
    ] {
        for (what, command) in [
            ("controller", "export article30".to_owned()),
            ("purposes", "export article30 --per purpose".to_owned()),
            ("public", "export article30 --public".to_owned()),
            (
                "processor",
                "export article30 --layout ico-processor".to_owned(),
            ),
            ("eu", "export article30 --layout eu".to_owned()),
            ("full", "export article30 --layout full".to_owned()),
            ("activity", format!("export activity \"{activity}\"")),
            ("dpia", format!("export dpia \"{activity}\"")),
            ("diagram", format!("diagram activity \"{activity}\"")),
            ("notice", format!("notice \"{activity}\"")),
            ("form", format!("form \"{activity}\"")),
            ("blank-form", "form --blank".to_owned()),
            ("answer", "ask leaves-uk".to_owned()),
            ("saved", "query leaves-uk".to_owned()),
            ("list", "list party".to_owned()),
        ] {
            let file = format!("{name}-{what}.pdf");
            folder.does(&format!("ropa {command} -o {file}"));
            files.push(folder.path(&file));
        }
    }
    for (what, command) in [
        ("part-3", "export article30 --layout section-61"),
        ("part-3-notice", "notice \"Prosecuting rogue traders\""),
    ] {
        let file = format!("county-{what}.pdf");
        county.does(&format!("ropa {command} -o {file}"));
        files.push(county.path(&file));
    }
    let output = Command::new("outloud")
        .arg("--no-info")
        .args(&files)
        .output()
        .unwrap_or_else(|error| panic!("outloud is needed for this test: {error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    // Each file was read: it says so by name.
    let n_passed = said.matches(" error(s)").count();
    assert_eq!(n_passed, files.len(), "{said}");
    assert_eq!(said.matches(": 0 error(s)").count(), files.len(), "{said}");
}
